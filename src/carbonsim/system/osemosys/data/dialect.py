"""What the kits of CLEWs, MUIO and CCG add to OSeMOSYS: limits by mode, uses of capacity, constraints of one's own.

The inequalities are those of the model files that travel with such kits (MUIO 5.4 and the energy models of Kenya and
Lao PDR agree). What means "no limit" is said by the configuration: 0, and its default where that is below 0 or a
number of 99999 and more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import Literal, cast

import numpy as np

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.system.osemosys.data.data_set import DataSet, DataTable
from carbonsim.system.osemosys.data.present import UNLIMITED, Present
from carbonsim.system.osemosys.data.sparse import Keys, nonzero
from carbonsim.system.tables import Key, Label, Limit, Place, Term

Sense = Literal["<=", ">=", "=="]
PATH, UNIT = "system.osemosys", "units of the data"
UPPER, LOWER = "TechnologyActivityByModeUpperLimit", "TechnologyActivityByModeLowerLimit"
INCREASE, DECREASE = "TechnologyActivityIncreaseByModeLimit", "TechnologyActivityDecreaseByModeLimit"
BY_MODE = {
    UPPER: "mode_activity_max", LOWER: "mode_activity_min", INCREASE: "mode_activity_increase",
    DECREASE: "mode_activity_decrease",
}  # fmt: skip
USES = {"InputToNewCapacityRatio": "new_capacity_use", "InputToTotalCapacityRatio": "capacity_use"}
MULTIPLIERS: dict[str, Literal["activity", "capacity", "new_capacity"]] = {
    "UDCMultiplierTotalCapacity": "capacity",
    "UDCMultiplierNewCapacity": "new_capacity",
    "UDCMultiplierActivity": "activity",
}
RATIOS = (
    "InputActivityRatio", "OutputActivityRatio", "EmissionActivityRatio", "TechnologyToStorage",
    "TechnologyFromStorage",
)  # fmt: skip
CONSTANT, TAG = "UDCConstant", "UDCTag"
SENSES = {"<=": "<=", ">=": ">=", "=": "==", "==": "==", "none": ""}
TAGS: dict[float, str] = {0.0: "<=", 1.0: "==", 2.0: "", -1.0: ""}  # of MUIO and most kits; 2 or -1 is their default


def no_limit(default: float) -> bool:
    """Say whether a default stands for no limit: below 0, or a row of nines."""
    return default < 0.0 or default >= UNLIMITED


class Dialect:
    """The additions that a data set holds, as tables of the reference energy system and as limits."""

    def __init__(self, present: Present) -> None:
        """Keep the data set."""
        self._present, self._data = present, present.data

    def _said(self, name: str) -> Keys:
        """Return the keys of a parameter that say something, those of its default too."""
        default = self._data.tables[name].default
        nothing = (0.0, default) if name in BY_MODE and no_limit(default) else (0.0,)
        return self._present.where(name, lambda values: ~np.isin(values, nothing))

    def _cells(self, name: str) -> DataTable:
        keys, lines = self._said(name), np.zeros(0, dtype=np.int64)
        places = np.stack([keys.places[axis] for axis in keys.axes], axis=1)
        return DataTable(self._data.tables[name].index, 0.0, places, self._present.of(name).at(keys), lines)

    @cached_property
    def cells(self) -> dict[str, DataTable]:
        """What every parameter of the dialects says."""
        return {name: self._cells(name) for name in (*BY_MODE, *USES, *MULTIPLIERS)}

    @cached_property
    def runs(self) -> Keys:
        """Which modes a limit asks for though nothing else gives them a reason to run: region, technology, mode."""
        asked = self._present.none("RTM")
        for name in (LOWER, INCREASE, DECREASE):
            asked |= self._said(name)
        return asked

    @cached_property
    def limited(self) -> Keys:
        """Which technologies have a limit on a mode: region, technology."""
        found = self._present.none("RT")
        for name in BY_MODE:
            found |= self._said(name)
        return found

    @cached_property
    def counts_capacity(self) -> Keys:
        """Of which technologies capacity counts in a balance or a constraint: region, technology."""
        counted = self._present.none("RT")
        for name in (*USES, "UDCMultiplierTotalCapacity", "UDCMultiplierNewCapacity"):
            counted |= self._said(name)
        return counted

    @cached_property
    def used(self) -> Keys:
        """What capacity uses: region, commodity, year."""
        return (
            self._present.none("RFY") | self._said("InputToNewCapacityRatio") | self._said("InputToTotalCapacityRatio")
        )

    @cached_property
    def has_floors_of_modes(self) -> Keys:
        """Which technologies have a floor on a mode in some year: region, technology."""
        return self._present.none("RT") | self._said(LOWER)

    def limits_by_mode(self) -> dict[str, dict[Key, float]]:
        """Return the tables of the limits by mode: region, technology, mode, year."""
        return {parameter: self._table(self.cells[name]) for name, parameter in BY_MODE.items()}

    def uses(self) -> dict[str, dict[Key, float]]:
        """Return what new and standing capacity uses: region, technology, commodity, year; modes are summed."""
        found: dict[str, dict[Key, float]] = {}
        for name, parameter in USES.items():
            table = self.cells[name]
            order = [table.index.index(one) for one in ("REGION", "TECHNOLOGY", "FUEL", "YEAR")]
            summed: dict[Key, float] = defaultdict(float)
            for places, value in zip(table.places[:, order].tolist(), table.values.tolist(), strict=True):
                summed[self._key(("REGION", "TECHNOLOGY", "FUEL", "YEAR"), places)] += value
            found[parameter] = dict(summed)
        return found

    def _table(self, table: DataTable) -> dict[Key, float]:
        rows = zip(table.places.tolist(), table.values.tolist(), strict=True)
        return {self._key(table.index, places): value for places, value in rows}

    def _key(self, index: tuple[str, ...], places: list[int]) -> Key:
        members = (self._data.sets[one][place] for one, place in zip(index, places, strict=True))
        return tuple(int(member) if one == "YEAR" else str(member) for one, member in zip(index, members, strict=True))

    # constraints of one's own

    def limits(self) -> tuple[Limit, ...]:
        """Return the user-defined constraints as limits, one a region, constraint and year that its tag asks for."""
        sets = self._data.sets
        meaning = read_tags(self._data)
        tags, constants = self._data.dense(TAG), self._data.dense(CONSTANT)
        terms = self._terms()
        found = []
        for r, region in enumerate(sets["REGION"]):
            for u, name in enumerate(sets["UDC"]):
                sense = meaning.get(float(tags[r, u]), "")
                for y, year in enumerate(sets["YEAR"]) if sense else ():
                    if self._left_out(float(constants[r, u, y])):
                        continue
                    alone = len(sets["REGION"]) == 1
                    told = str(name) if alone else f"{name} ({region})"
                    file, line = self._data.where(CONSTANT, np.array([r, u, y]))
                    place = Place(PATH if line and file != str(self._data.config) else "system.config", file, line)
                    limit = Limit(
                        told, int(year), cast("Sense", sense), tuple(terms.get((r, u, y), ())),
                        float(constants[r, u, y]), UNIT, PATH, "policy", Label(told, told), place=place,
                    )  # fmt: skip
                    found.append(limit)
        return tuple(found)

    @cached_property
    def requested(self) -> Keys:
        """Which constraints a tag asks for and no constant leaves out: region, constraint, year."""
        return self._chosen(lambda sense, constant: bool(sense) and not self._left_out(constant))

    @cached_property
    def broken_by_nothing(self) -> Keys:
        """Which constraints do not hold where nothing is summed: region, constraint, year."""
        return self._chosen(
            lambda sense, constant: (constant < 0.0 and sense != ">=") or (constant > 0.0 and sense in (">=", "=="))
        )

    def _chosen(self, holds: Callable[[str, float], bool]) -> Keys:
        """Return the constraints of whose sense and constant something holds."""
        keys, meaning = Keys.all(self._present.sizes, "RUY"), read_tags(self._data)
        senses = [meaning.get(tag, "") for tag in self._present.of(TAG).at(keys).tolist()]
        constants = self._present.of(CONSTANT).at(keys).tolist()
        return keys.chosen(np.array([holds(*both) for both in zip(senses, constants, strict=True)], dtype=bool))

    def _left_out(self, constant: float) -> bool:
        default = self._data.tables[CONSTANT].default
        return no_limit(default) and constant == default

    def _modes(self) -> dict[int, tuple[str | None, ...]]:
        """Return the modes of each technology that have a ratio, None for all: only they exist in such kits.

        In the long formulation a mode without any exists too, and a constraint would be met by running it for nothing.
        """
        with_ratio = self._present.none("TM")
        for name in RATIOS:
            with_ratio |= self._present.where(name, nonzero).only("TM")
        members = [str(member) for member in self._data.sets["MODE_OF_OPERATION"]]
        found: dict[int, list[str]] = defaultdict(list)
        for technology, mode in zip(with_ratio.places["T"].tolist(), with_ratio.places["M"].tolist(), strict=True):
            found[technology].append(members[mode])
        return {one: (None,) if len(modes) == len(members) else tuple(modes) for one, modes in found.items()}

    def _terms(self) -> dict[tuple[int, int, int], list[Term]]:
        sets, found = self._data.sets, defaultdict(list)
        modes = self._modes() if self._data.sets["UDC"] else {}
        for name, kind in MULTIPLIERS.items():
            table = self.cells[name]
            for (r, t, u, y), value in zip(table.places.tolist(), table.values.tolist(), strict=True):
                technology, region = str(sets["TECHNOLOGY"][t]), str(sets["REGION"][r])
                for mode in modes.get(t, ()) if kind == "activity" else (None,):
                    found[r, u, y].append(Term(kind, technology, int(sets["YEAR"][y]), value, mode, region=region))
        return found


def read_tags(data: DataSet) -> dict[float, str]:
    """Return what tags mean: sense of the constraint by tag, empty where there is none."""
    written = data.configured.get(TAG, {}).get("tags")
    if not isinstance(written, dict):
        return TAGS
    return {float(tag): SENSES[str(sense)] for tag, sense in written.items()}


def check_tags(data: DataSet) -> None:
    """Report tags without a meaning, and say in a warning which meaning was taken where constraints are in use."""
    if _unreadable(data, data.configured.get(TAG, {}).get("tags")) or not data.sets["UDC"]:
        return
    meaning, tags = read_tags(data), data.dense(TAG)
    used = {u for name in MULTIPLIERS for u in data.tables[name].places[:, 2].tolist()}
    for r, u in np.argwhere(~np.isin(tags, list(meaning))).tolist():
        if u in used:
            file, line = data.where(TAG, np.array([r, u]))
            found, advice = (
                message("tag {tag} of {commodity}", tag=f"{tags[r, u]:g}", commodity=data.sets["UDC"][u]),
                message("correct it, or write tags in the configuration"),
            )
            data.findings.append(
                Finding(file, line, TAG, found, message("one of {names}", names=_told(meaning)), advice)
            )
    if used:
        rows = data.tables[TAG].lines
        file, line = (data.file(TAG), int(rows[0])) if len(rows) else data.default_of(TAG)
        expected, advice = (
            message("the meaning in the model of the kit"),
            message("write tags in the configuration for another one"),
        )
        data.warnings.append(
            Finding(file, line, TAG, message("tags read as {meaning}", meaning=_told(meaning)), expected, advice)
        )


def _told(meaning: dict[float, str]) -> str:
    signs = {"": "none", "==": "="}
    return ", ".join(f"{tag:g}: {signs.get(sense, sense)}" for tag, sense in meaning.items())


def _unreadable(data: DataSet, written: object) -> bool:
    """Report tags of the configuration that cannot be read."""
    if written is None:
        return False
    fine = isinstance(written, dict) and all(
        isinstance(tag, int | float) and str(sense) in SENSES for tag, sense in written.items()
    )
    if not fine:
        file, line = data.default_of(TAG)
        expected = message("a sense for each tag, such as {0: <=, 1: =, 2: none}")
        data.findings.append(Finding(file, line, f"{TAG}.tags", repr(written), expected))
    return not fine

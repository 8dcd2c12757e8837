"""What capacity, storages and reservoirs can do, and what others emit, as parties of a clash: facts never give way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carbonsim.optimization.claims import DATA_UNITS, Claim
from carbonsim.optimization.kinds import subject
from carbonsim.optimization.solution import NOTHING
from carbonsim.optimization.terms.emissions import ALL
from carbonsim.system.calendar import HOURS_A_YEAR, name_of
from carbonsim.system.tables import Key, Label, Place, Reservoir, Storage, Technology
from carbonsim.units import UnitError, factor

if TYPE_CHECKING:
    from carbonsim.optimization.plan import Optimization

WHOLE = 1.0 - 1e-9  # a share above it limits nothing
HOURS = Label("{name} running at most {value} at full load", "{name}年利用小时数至多{value}")
SHARE = Label("{name} at no more than {value} of its capacity", "{name}出力不超过装机的{value}")
BUSY = Label("{name} doing no more than its stock allows", "{name}工作量不超过存量所能承担的规模")
STOCK = Label("{name} with {value} standing and nothing new", "{name}存量{value}、无新增")
OLD = Label("{value} of {name} still standing from before", "{name}既有存量{value}")
STORED = Label("{name} holding no more than {value} of full output", "{name}至多储存{value}满功率放出量")
GIVEN = Label("{name} giving back at most {value} of what it takes", "{name}至多放出所储能量的{value}")
WITHIN_DAY = Label(
    "{name} giving back at most {value} of what it takes, within the day", "{name}至多放出所储能量的{value}、不跨日储存"
)
RESERVOIRS = {  # family of rows → parameter that is written, its key, its words
    "reservoir_start": (
        "reservoir_level_start", "level_start", Label("{name} starting from {value}", "{name}期初储量{value}"),
    ),
    "reservoir_floor": (
        "reservoir_level_min", "level_min",
        Label("{name} never below {value} of its size", "{name}储量不低于容量的{value}"),
    ),
    "reservoir_inflow_max": (
        "reservoir_inflow_max", "inflow_max", Label("{name} filling by at most {value}", "{name}充入速率至多{value}"),
    ),
    "reservoir_outflow_max": (
        "reservoir_outflow_max", "outflow_max", Label("{name} giving at most {value}", "{name}放出速率至多{value}"),
    ),
}  # fmt: skip
OUTSIDE = Label("{value} emitted by what no technology here makes", "模型外排放{value}")
FLOWS = ("reservoir_season", "reservoir_within_day", "reservoir_day_start", "reservoir_day_finish")
HOLDS = Label("{name} giving no more than it was filled with", "{name}放出量不超过充入量")
FITS = Label("{name} holding no more than its size", "{name}储量不超过容量")


def facts(optimization: Optimization) -> Iterator[tuple[int, Claim]]:
    """Yield rows with what they say, as far as something that was written stands behind them, from the plan on."""
    known = _Facts(optimization)
    yield from known.capacities()
    yield from known.storages()
    yield from known.reservoirs()
    yield from known.emissions()


class _Facts:
    def __init__(self, optimization: Optimization) -> None:
        self._system, self._data = optimization.system, optimization.data
        self._rows = optimization.arrays.rows
        self._parts: dict[str | int, Label] = {part.name: name_of(part) for part in self._system.time_slices}
        self._technologies = {(t.region, t.name): t for t in self._system.technologies}

    def _family(self, family: str) -> Iterator[tuple[Key, int]]:
        start = self._system.years.plan_from
        for key, row in self._rows.get(family, {}).items():
            if len(key) < 3 or int(key[2]) >= start:
                yield key, row

    def capacities(self) -> Iterator[tuple[int, Claim]]:
        """Yield what capacity can give in a time slice, over the year, and what stands where nothing new is built."""
        written = self._system.parameters["availability"]
        for key, row in self._family("slice_capacity"):
            if written.get(key, 1.0) < WHOLE:
                yield row, self._available(key, SHARE, 100.0 * written[key], "%", "availability")
        over_year = self._system.parameters["availability_year"]
        for key, row in self._family("yearly_capacity"):
            if (share := over_year.get(key, 1.0)) < WHOLE:
                words = HOURS if _is_power(self._technologies[key[:2]]) else BUSY  # type: ignore[index]
                yield row, self._available(key, words, HOURS_A_YEAR * share, "h", "availability_year")
        for family in ("capacity_definition", "capacity_stock"):
            for key, row in self._family(family):
                if not self._data.vintages[key] or self._system.parameters["residual_capacity"].get(key, 0.0) > 0.0:
                    yield row, self._standing(key)

    def _available(self, key: Key, words: Label, value: float, unit: str, parameter: str) -> Claim:
        technology = self._technologies[key[:2]]  # type: ignore[index]
        place = self._place(parameter, key)
        part = self._parts[key[3]] if len(key) > 3 else NOTHING
        path = _path_of(technology, f"{parameter}.{part.en}" if part.en else parameter)
        return _fact("availability", words, technology, path, key, value, unit, place, part)

    def _place(self, parameter: str, key: Key) -> Place | None:
        """Return where a share was written: that of the year may follow from those of its time slices."""
        places = self._system.places
        if parameter == "availability_year" and key not in places.get(parameter, {}):
            parts = ((*key, part) for part in self._data.parts)
            return next((places["availability"][p] for p in parts if p in places.get("availability", {})), None)
        return self._system.place(parameter, key)

    def _standing(self, key: Key) -> Claim:
        technology = self._technologies[key[:2]]  # type: ignore[index]
        value = self._system.parameters["residual_capacity"].get(key, 0.0)
        place = self._system.place("residual_capacity", key)
        path = _path_of(technology, "residual_capacity")
        words = OLD if self._data.vintages[key] else STOCK
        return _fact("stock", words, technology, path, key, value, technology.capacity_unit, place)

    def storages(self) -> Iterator[tuple[int, Claim]]:
        """Yield how much a storage holds, what it gives back and for how long."""
        known = {(storage.region, storage.technology): storage for storage in self._system.storages}
        for family in ("storage_ceiling", "last_day_ceiling"):
            for key, row in self._family(family):
                yield row, self._stored(key, known[key[:2]])  # type: ignore[index]
        for family in ("storage_balance", "season_balance", "last_day_floor"):
            for key, row in self._family(family):
                yield row, self._given_back(key, known[key[:2]])  # type: ignore[index]

    def _stored(self, key: Key, storage: Storage) -> Claim:
        technology = self._technologies[key[:2]]  # type: ignore[index]
        return _fact("storage", STORED, technology, f"{technology.path}.duration", key, storage.duration, "h", None)

    def _given_back(self, key: Key, storage: Storage) -> Claim:
        technology = self._technologies[key[:2]]  # type: ignore[index]
        share = 100.0 * storage.charge_efficiency * storage.discharge_efficiency
        words = GIVEN if storage.seasonal else WITHIN_DAY
        return _fact("storage", words, technology, _path_of(technology, "efficiency"), key, share, "%", None)

    def reservoirs(self) -> Iterator[tuple[int, Claim]]:
        """Yield where a reservoir starts, what it holds, and how fast it fills and empties."""
        known = {(reservoir.region, reservoir.name): reservoir for reservoir in self._system.reservoirs}
        for family, (parameter, name, words) in RESERVOIRS.items():
            written = self._system.parameters[parameter]
            for key, row in self._family(family):
                index = key[:3] if key[:3] in written else key[:2]
                value = written.get(index, 0.0)
                reservoir = known[key[:2]]  # type: ignore[index]
                unit = reservoir.unit if name == "level_start" else f"{reservoir.unit} a year"
                value, unit = (100.0 * value, "%") if name == "level_min" else (value, unit)
                yield row, self._of_reservoir(words, reservoir, f".{name}", key, value, unit, parameter)
        for families, words in ((FLOWS, HOLDS), (("reservoir_ceiling",), FITS)):
            for family in families:
                for key, row in self._family(family):
                    yield row, self._of_reservoir(words, known[key[:2]], "", key, 0.0, "", "")  # type: ignore[index]

    def _of_reservoir(
        self, words: Label, reservoir: Reservoir, name: str, key: Key, value: float, unit: str, parameter: str
    ) -> Claim:  # fmt: skip
        index = key[:3] if key[:3] in self._system.parameters.get(parameter, {}) else key[:2]
        place = self._system.place(parameter, index) if parameter else None
        path = f"{reservoir.path}{name}" if reservoir.path else "system.osemosys"
        year = int(key[2]) if len(key) > 2 else None
        return Claim(
            _named(words, reservoir.label),
            path,
            year,
            value,
            unit,
            declared=False,
            fact=True,
            place=place,
            kind="storage",
        )

    def emissions(self) -> Iterator[tuple[int, Claim]]:
        """Yield what is emitted whatever the technologies do."""
        rows, unit = self._rows.get("inside_emissions", {}), DATA_UNITS[1] if self._system.from_data_set else "Mt"
        for key, amount in self._system.parameters["exogenous_emission"].items():
            weight, place = (
                self._system.scope.weights.get(str(key[1]), 0.0),
                self._system.place("exogenous_emission", key),
            )
            if weight * amount and place is not None:
                total = self._data.tables["scope_exogenous"][ALL, key[2]]
                claim = Claim(
                    OUTSIDE,
                    place.path,
                    int(key[2]),
                    total,
                    unit,
                    declared=False,
                    fact=True,
                    place=place,
                    kind="outside",
                )
                yield rows[ALL, key[2]], claim


def _fact(
    kind: str, words: Label, technology: Technology, path: str, key: Key, value: float, unit: str, place: Place | None,
    part: Label = NOTHING,
) -> Claim:  # fmt: skip
    told = _named(words, technology.label)
    return Claim(
        told, path, int(key[2]), value, unit, declared=False, fact=True, place=place, part=part, kind=kind,
        subject=subject(technology),
    )  # fmt: skip


def _named(words: Label, name: Label) -> Label:
    return Label(words.en.replace("{name}", name.en), words.zh.replace("{name}", name.zh))


def _path_of(technology: Technology, parameter: str) -> str:
    """Return the path where a parameter of a technology, or of one of its time slices, is written."""
    name, keys = parameter.partition(".")[0], dict(technology.keys)
    key = keys.get(parameter, keys.get(name, name))
    return key[1:] if key.startswith(".") else f"{technology.path}.{key}"


def _is_power(technology: Technology) -> bool:
    """Say whether capacity is in units of power, so that a share of the year is a number of hours."""
    try:
        return factor(technology.capacity_unit, "GW") > 0.0
    except UnitError:
        return False

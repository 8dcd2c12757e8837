"""Everything a page needs, in one frozen object: what was asked, what came out, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from carbonsim.analysis.inventory import take_inventory
from carbonsim.analysis.milestones import Milestones, milestones_of
from carbonsim.analysis.peaking import PeakStatus, without_peak
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.message import Value
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.report.words import Language, word
from carbonsim.results.system_table import OUTSIDE
from carbonsim.results.variables import PEAKING
from carbonsim.scenario.describing.show import show_resolved
from carbonsim.scenario.reading.written_paths import resolved_from
from carbonsim.system.tables import Label
from carbonsim.units import ResultUnit, UnitError, figure_factor

if TYPE_CHECKING:
    from carbonsim.results.results import Results
    from carbonsim.scenario.scenario import Scenario

Series = dict[int, float]
Which = Literal["plan", "twin", "reference"]

EMISSIONS = PEAKING
CARBON = (EMISSIONS, "Emissions|CO2")
FLAT = 1e-5  # paths closer than this share are the same path


@dataclass(frozen=True)
class Past:
    """An observed series; only a `confirmed` one has a say in the verdict."""

    name: str
    label_en: str
    label_zh: str
    boundary: str
    confirmed: bool
    values: Series

    def label(self, language: Language) -> str:
        """Name the series."""
        return Label(self.label_en, self.label_zh).rendered(language)


@dataclass(frozen=True)
class Content:
    """All that a report shows of one scenario; `plan` is None where no plan exists."""

    scenario: Scenario
    summary: Summary
    plan: Results | None = None
    twin: Results | None = None
    reference: Results | None = None
    peak: object = None
    calibration: pd.DataFrame = field(default_factory=pd.DataFrame)
    wedges: pd.DataFrame = field(default_factory=pd.DataFrame)  # name, label, label_zh, kind, year, value in Mt
    data: pd.DataFrame = field(default_factory=pd.DataFrame)
    duals: pd.DataFrame = field(default_factory=pd.DataFrame)
    explanation: tuple[Value, ...] = ()
    resolved_before: str = ""  # the merged scenario as an earlier run left it

    def text(self, name: Literal["name", "description", "region"], language: Language) -> str:
        """Return a text of the scenario in one language, empty where it has none."""
        value = getattr(self.scenario, name, None)
        if language == "zh" and (own := getattr(self.scenario, f"{name}_zh", None)):
            return str(own)
        told = getattr(value, language, "") or getattr(value, "en", "")
        return "" if value is None else str(told or value)

    def own(self, name: Literal["name", "description", "region"]) -> Label:
        """Return a text of the scenario as its planner wrote it, in one language or two."""
        return Label(self.text(name, "en"), self.text(name, "zh"))

    @property
    def stem(self) -> str:
        """The short name of the scenario, as its folder is called."""
        return self.summary.scenario or self.text("name", "en")

    @property
    def status(self) -> SolveStatus:
        """What the solver answered."""
        return self.summary.status

    def with_summary(self, **changes: object) -> Content:
        """Return the content with other values of the summary."""
        return replace(self, summary=self.summary.model_copy(update=changes))

    @property
    def main(self) -> Results | None:
        """The results to draw: the plan, else what would happen without it."""
        return self.plan or self.twin or self.reference

    @property
    def drawn(self) -> Which:
        """Which results `main` is."""
        return "plan" if self.plan else "twin" if self.twin else "reference"

    @cached_property
    def resolved(self) -> str:
        """The merged scenario with the file and line of every value; empty where they are not known."""
        known = attribute(self.scenario, "trace") is not None
        return self.resolved_before or (show_resolved(self.scenario) if known else "")

    @cached_property
    def inputs(self) -> Mapping[str, object]:
        """The merged scenario as plain values, with its files named as from where this runs."""
        known = attribute(self.scenario, "trace") is not None
        resolved = resolved_from(self.scenario, Path.cwd()) if known else attribute(self.scenario, "resolved")
        return resolved or {}

    @cached_property
    def inventory(self) -> pd.DataFrame:
        """Emissions by IPCC category and GPC code, as `take_inventory` returns them, years across."""
        return take_inventory(self.scenario, self.plan)

    @cached_property
    def _tables(self) -> dict[str, Mapping[str, Series]]:
        named = {"plan": self.plan, "twin": self.twin, "reference": self.reference}
        return {name: results.by_variable for name, results in named.items() if results is not None}

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of every variable."""
        if self.main is None:
            return {}
        table = self.main.table.drop_duplicates("variable")
        return dict(zip(table["variable"], table["unit"], strict=True))

    def series(self, variable: str, which: Which | None = None) -> Series:
        """Return a variable by year, empty where it is not there."""
        return self._tables.get(which or self.drawn, {}).get(variable, {})

    def children(self, variable: str, which: Which | None = None) -> dict[str, Series]:
        """Return the direct children of a variable by their last name, without those that are always zero."""
        start = variable + "|"
        found = {
            name[len(start) :]: values
            for name, values in self._tables.get(which or self.drawn, {}).items()
            if name.startswith(start) and "|" not in name[len(start) :]
        }
        return {name: values for name, values in found.items() if any(abs(value) > 1e-9 for value in values.values())}

    def tree(self, variable: str, which: str | None = None) -> dict[str, Series]:
        """Return everything below a variable by the rest of its name."""
        start = variable + "|"
        found = self._tables.get(which or self.drawn, {})
        return {name[len(start) :]: values for name, values in found.items() if name.startswith(start)}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The model years of the results."""
        return tuple(sorted(self.series(EMISSIONS))) or tuple(attribute(self.scenario, "time.years") or ())

    @property
    def plan_from(self) -> int | None:
        """The first year the plan may change."""
        value = attribute(self.scenario, "time.plan_from")
        return None if value is None else int(value)

    @property
    def deadline(self) -> int | None:
        """The year by which emissions must peak, if any."""
        value = attribute(self.scenario, "peaking.by")
        return None if value is None else int(value)

    @cached_property
    def milestones(self) -> Milestones | None:
        """The years that tables and figures speak of; None where there are no years."""
        return milestones_of(self.years, self.plan_from)

    @cached_property
    def focus_year(self) -> int | None:
        """The model year that snapshots show: the deadline, else the end of the first five-year plan."""
        if self.deadline in self.years or self.milestones is None:
            return self.deadline
        return self.milestones.first

    @cached_property
    def history(self) -> tuple[Past, ...]:
        """The observed series of CO2 that the scenario names, in its order."""
        named = getattr(self.scenario, "history", None) or {}
        found = (_past(name, series) for name, series in named.items() if series.variable.startswith(CARBON))
        return tuple(past for past in found if past is not None)

    @cached_property
    def binding(self) -> bool | None:
        """Whether peaking changes the plan; None where there is nothing to compare."""
        plan, twin = self.series(EMISSIONS, "plan"), self.series(EMISSIONS, "twin")
        if not plan or not twin or getattr(self.scenario, "peaking", None) is None:
            return None
        moved = any(abs(plan[year] - twin.get(year, plan[year])) > FLAT * abs(plan[year]) for year in plan)
        return moved or bool(self.summary.binding)

    @cached_property
    def level_cap(self) -> Series:
        """The cap that `max_level` sets on every model year from the start of the plan."""
        level, start = attribute(self.scenario, "peaking.max_level"), self.plan_from or 0
        return {} if level is None else {year: _at(level, year) for year in self.years if year >= start}

    @cached_property
    def emission_caps(self) -> Series:
        """The caps on single model years."""
        caps = attribute(self.scenario, "peaking.emission_cap") or {}
        return {int(year): _at(cap, int(year)) for year, cap in caps.items()}

    @property
    def sectors(self) -> bool:
        """Whether sectors stand behind the results; a data set has its own names and units."""
        return self.summary.scope != "data"

    @property
    def own_names(self) -> bool:
        """Whether parts of the results bear the names that a planner or a data set gave them, as without sectors."""
        return self.units.get(EMISSIONS) == ResultUnit.OF_THE_DATA

    def called(self, name: str, language: Language, say: Callable[[str, Language], str] = word) -> str:
        """Say a part of the results in our words, as `say` does; what a planner or a data set named keeps its name."""
        return name if self.own_names and name != OUTSIDE else say(name, language)

    @property
    def silent(self) -> bool:
        """Whether a data set names no emission, so that there is no peak to judge."""
        return not self.sectors and self.summary.emission is None

    @property
    def peakless(self) -> PeakStatus | None:
        """Why the plan's emissions have no peak to judge, as a term; None where they have one or are not known."""
        return without_peak(self.series(EMISSIONS, "plan").values())

    @property
    def scope(self) -> str:
        """The name of the accounting scope."""
        if not self.sectors:
            return "data"
        value = getattr(self.scenario, "scope", None)
        return str(getattr(value, "name", value) or "administrative")


def attribute(thing: object, keys: str) -> Any:
    """Follow names joined with points; None where one is not there."""
    for key in keys.split("."):
        thing = getattr(thing, key, None)
    return thing


def _past(name: str, series: Any) -> Past | None:
    """Return a series of emissions in Mt; None where it is told in another dimension."""
    title = getattr(series, "label", None) or name
    try:
        scale = figure_factor(series.unit, ResultUnit.MT)
    except UnitError:
        return None
    return Past(
        name,
        str(getattr(title, "en", title)),
        str(getattr(title, "zh", title)),
        str(getattr(series.boundary, "en", series.boundary)),
        bool(series.judges),
        {int(year): float(value) * scale for year, value in series.values.items()},
    )


def _at(quantity: Any, year: int) -> float:
    return float(quantity.at(year)) if hasattr(quantity, "at") else float(quantity)

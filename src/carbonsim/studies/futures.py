"""One future after another: the scenario with what is drawn, solved anew, and with what the plan builds held fixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.analysis.near_plans.groups import TechnologyGroup, groups_of
from carbonsim.analysis.peak_verdict import judge_plan
from carbonsim.analysis.peaking import Peak
from carbonsim.clock import Clock
from carbonsim.errors import InfeasibleError, ScenarioError
from carbonsim.memory import Memory
from carbonsim.messages.message import message
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants
from carbonsim.optimization.robust.first_stage import HELD
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.pipeline import assembled, optimise, read_checked
from carbonsim.scenario.futures.draws import values_of_future
from carbonsim.scenario.futures.inputs import UncertainInput, uncertain_inputs
from carbonsim.scenario.scenario import Scenario
from carbonsim.studies.price_futures import KnownTwins, price_futures
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key

Cell = int | float | str | bool | None
Row = dict[str, Cell]
REFUSED = "refused"  # the status of a future whose values make no scenario
WHOLE, NUMBER, TEXT, TRUTH = "int64", "double", "string", "bool"  # what a column holds
PEAK = {"peak_year": WHOLE, "peak_level": NUMBER, "peak_status": TEXT, "plateau_end": WHOLE}


class FutureSolver:
    """Solves futures of a scenario part by part, each warm from others; the past is that of the plan as it is written.

    A part gives the same rows whoever solves it, and whatever that one solved before.
    """

    def __init__(self, path: Path | str, committed_until: int | None = None) -> None:
        """Read, assemble and solve the scenario as it is written; raises ScenarioError, or InfeasibleError."""
        self._memory, self._until, self._begun = Memory(), committed_until, True
        self.scenario = read_checked(path)
        self.system = self._assembled(self.scenario)
        self.inputs = uncertain_inputs(self.scenario)
        self._amounts: GroupAmounts | None = None
        self._optimise()
        self._prices = price_futures(self.scenario, self.inputs, self._variants.models[0], self._assembled)

    def _optimise(self) -> None:
        plans = optimise(self.scenario, self.system, Clock(), self._memory)
        if plans.reference.status != SolveStatus.OPTIMAL or plans.optimization is None:
            told = tuple(one.with_places() for one in plans.reference.explanation)
            raise InfeasibleError(message("there is no plan: {why}", why=told or str(plans.reference.status)))
        self._variants = Variants(plans.reference, plans.reference.observed_choices, memory=self._memory)
        self._variants.adopt(plans.optimization)
        self._committed = committed_capacity(self.system, plans.plan, self._until)

    def _assembled(self, scenario: Scenario) -> EnergySystem:
        return assembled(scenario, Clock(), self._memory)

    @property
    def learns(self) -> bool:
        """Whether what some futures turn out to be shortens the way of others."""
        return self._prices is not None

    def begin(self, known: KnownTwins | None = None) -> None:
        """Begin a part, with twins of other parts that are known."""
        if self._prices is not None:
            self._prices.begin(known)
        elif not self._begun:
            self._optimise()
        self._begun = False

    @property
    def learnt(self) -> KnownTwins | None:
        """The twins that were solved since a part began, where they serve others."""
        return None if self._prices is None else self._prices.learnt

    def solve(self, number: int, quantiles: Sequence[float]) -> Row:
        """Solve one future and return its row; what has no value is None."""
        row: Row = {"future": number, **drawn_values(self.inputs, quantiles)}
        scenario, system = self.scenario, self.system
        if self._prices is not None:
            model = self._prices.load(quantiles)
        else:
            try:
                scenario = self.scenario.with_(values_of_future(self.scenario, self.inputs, quantiles))
                system = self._assembled(scenario)
            except ScenarioError as error:
                return row | {"status": REFUSED, "why": str(error)[:500]}
            model = self._variants.load(system)
            model.explaining = model.pricing = False
        twin = model.solve_twin()
        if self._prices is not None:
            self._prices.solved_twin()
        plan = model.solve_plan(twin)
        row |= self._adapting(scenario, system, twin, plan)
        if self._committed is not None and twin.status == SolveStatus.OPTIMAL:
            row |= self._held(scenario, system, model, plan)
        return row

    def conflicts(self, quantiles: Sequence[float]) -> str:
        """Return the paths of all limits that take part in the conflict of a future without a plan."""
        scenario = self.scenario.with_(values_of_future(self.scenario, self.inputs, quantiles))
        if self._prices is not None:
            self._prices.as_written()
        model = self._variants.load(self._assembled(scenario))
        model.explaining = True
        twin = model.solve_twin()
        answer = twin if twin.status != SolveStatus.OPTIMAL else model.solve_plan(twin)
        told = [limit.path for one in answer.explanation for limit in one.limits]
        told += [path for one in answer.explanation for path in one.paths]
        return ", ".join(path for path in dict.fromkeys(told) if path)

    def _adapting(self, scenario: Scenario, system: EnergySystem, twin: Solution, plan: Solution) -> Row:
        row: Row = {**_told(scenario, system, plan), "why": None}
        row |= {f"twin_{name}": cell for name, cell in _told(scenario, system, twin).items()}
        if plan.objective is not None and twin.objective is not None:
            row["price"] = plan.objective - twin.objective
        if plan.status == SolveStatus.OPTIMAL:
            if self._amounts is None or self._amounts.system is not system:
                self._amounts = GroupAmounts(scenario, system)
            row |= self._amounts.of(plan)
        return row

    def _held(self, scenario: Scenario, system: EnergySystem, model: Optimization, plan: Solution) -> Row:
        """Solve a future in which what the plan builds is fixed, and the rest adapts; its twin holds it too."""
        assert self._committed is not None
        model.model.commit(self._committed)
        try:
            twin = model.solve_twin()
            held = model.solve_plan(twin)
        finally:
            model.model.commit({})
        row = {f"committed_{name}": cell for name, cell in _told(scenario, system, held).items()}
        row["committed_meets_demand"] = twin.status == SolveStatus.OPTIMAL
        if held.objective is not None and plan.objective is not None:
            row["regret"] = held.objective - plan.objective
        return row


def committed_capacity(system: EnergySystem, plan: Solution, until: int | None) -> dict[Key, float] | None:
    """Return what the plan builds up to a year, plants, stores and networks; None where nothing is asked or planned."""
    if until is None or plan.status != SolveStatus.OPTIMAL:
        return None
    sector = {(one.region, one.name): one.sector for one in system.technologies}
    columns = (plan.new_capacity[name] for name in ("region", "technology", "year", "value"))
    return {
        (str(region), str(technology), int(year)): float(value)
        for region, technology, year, value in zip(*columns, strict=True)
        if system.years.plan_from <= year <= until and sector[region, technology] in HELD
    }


def drawn_values(inputs: Sequence[UncertainInput], quantiles: Sequence[float]) -> Row:
    """Return the quantile of each input, and what is drawn of it in the last year that its range names."""
    row: Row = {}
    for one, quantile in zip(inputs, quantiles, strict=True):
        row[f"quantile.{one.name}"] = float(quantile)
        row[f"drawn.{one.name}"] = list(one.drawn(float(quantile)).values())[-1]
    return row


def _told(scenario: Scenario, system: EnergySystem, solution: Solution) -> Row:
    """Return status, cost in million CNY, peak and path of a solution."""
    row: Row = {"status": str(solution.status), "cost": solution.objective}
    peak = judge_plan(scenario, system, solution)
    if solution.status != SolveStatus.OPTIMAL:
        return row
    row |= _of_peak(peak)
    row |= {f"emissions.{year}": amount for year, amount in solution.judged_emissions.items()}
    spent = solution.costs.groupby("year")["value"].sum()
    return row | {f"cost.{int(year)}": float(amount) for year, amount in spent.items()}


def _of_peak(peak: Peak | None) -> Row:
    if peak is None:
        return {}
    end = None if peak.plateau is None else peak.plateau.last
    return {
        "peak_year": peak.year, "peak_level": peak.level, "peak_status": str(peak.status), "plateau_end": end
    }  # fmt: skip


class GroupAmounts:
    """What stands and what runs of each group of technologies by year, worked out once for a system."""

    def __init__(self, scenario: Scenario, system: EnergySystem) -> None:
        """Find which amounts every group sums."""
        self.system = system
        self._places: dict[tuple[str, Key], int] = {}
        self._names: list[str] = []
        terms: list[tuple[int, int, float]] = []
        for number, (name, year, group) in enumerate(amount_columns(scenario, system)):
            self._names.append(name)
            for term in group.terms:
                key = (term.kind, (term.region or system.region, term.technology, year))
                terms.append((number, self._places.setdefault(key, len(self._places)), term.coefficient))
        self._sums, self._terms = (np.array([one[side] for one in terms], dtype=int) for side in (0, 1))
        self._factors = np.array([one[2] for one in terms])
        self._rows: dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}  # of each table that count, and where

    def of(self, solution: Solution) -> Mapping[str, float]:
        """Return the amounts of a plan, by the name of their column."""
        amounts = np.zeros(len(self._places))
        for kind in ("activity", "capacity"):
            table = getattr(solution, kind)
            if kind not in self._rows:
                self._rows[kind] = self._places_in(kind, table)
            rows, places = self._rows[kind]
            np.add.at(amounts, places, table["value"].to_numpy()[rows])
        sums = np.bincount(self._sums, self._factors * amounts[self._terms], len(self._names))
        return dict(zip(self._names, sums.astype(float).tolist(), strict=True))

    def _places_in(self, kind: str, table: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows of a table that some group sums, and where; every plan of the system has the same."""
        keys = zip(*(table[name].tolist() for name in ("region", "technology", "year")), strict=True)
        places = np.array([self._places.get((kind, key), -1) for key in keys], dtype=np.int64)
        return np.flatnonzero(places >= 0), places[places >= 0]


def amount_columns(scenario: Scenario, system: EnergySystem) -> Iterator[tuple[str, int, TechnologyGroup]]:
    """Yield the columns of groups: their name, the year and the group."""
    for year in system.years:
        for group in groups_of(scenario, system, year):
            yield f"{group.measure}.{group.name}.{year}", year, group


def columns_of_futures(
    scenario: Scenario, system: EnergySystem, inputs: Sequence[UncertainInput], *, committed: bool
) -> dict[str, str]:
    """Return every column of the table of futures with what it holds, the same whatever a future answers."""
    paths = [f"{kind}.{year}" for kind in ("emissions", "cost") for year in system.years]
    answer = {"status": TEXT, "cost": NUMBER, **PEAK, **dict.fromkeys(paths, NUMBER)}
    columns = {"future": WHOLE}
    columns |= {f"{kind}.{one.name}": NUMBER for one in inputs for kind in ("quantile", "drawn")}
    columns |= {**answer, "why": TEXT, "conflicts": TEXT, "price": NUMBER}
    columns |= {f"twin_{name}": kind for name, kind in answer.items()}
    columns |= dict.fromkeys((name for name, _, _ in amount_columns(scenario, system)), NUMBER)
    held = {f"committed_{name}": kind for name, kind in answer.items()}
    return columns | ({**held, "committed_meets_demand": TRUTH, "regret": NUMBER} if committed else {})

"""Twin and plan: one compiled model, solved for cost, then again to break ties by emissions.

The twin is the scenario without its peaking plan. It tells the guard how much may be emitted before the
peak, and what an import is worth as a ceiling; the plan is then solved warm from it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from carbonsim.errors import OutOfTimeError
from carbonsim.optimization.aims import pursue
from carbonsim.optimization.coefficients import Coefficients, derive
from carbonsim.optimization.compile import Arrays, Floats, Program, compile_model
from carbonsim.optimization.explain import explain, explain_endless
from carbonsim.optimization.highs import Options
from carbonsim.optimization.indicators import open_targets, settle_targets
from carbonsim.optimization.prices import Prices
from carbonsim.optimization.registry import uncollected
from carbonsim.optimization.sentences import STATUSES, past_moved, unexplained
from carbonsim.optimization.solution import OWN_COLUMNS, Solution, Statement
from carbonsim.optimization.solution_tables import SolutionTables
from carbonsim.optimization.solve import Answer, Solver
from carbonsim.optimization.terms.emissions import ALL
from carbonsim.optimization.terms.peaking import PEAKING_FAMILIES, ceilings
from carbonsim.system.tables import EnergySystem, Key, Limit, Peaking

if TYPE_CHECKING:
    from carbonsim.optimization.build import Model as Built
    from carbonsim.optimization.own_constraints import OwnConstraints

T = TypeVar("T")
TIE_BREAK_SHARE = 1e-6  # of the cost, spread over all emissions
PREFERENCE = 0.1  # Mt that a unit of activity is taken to emit, times its preference, where ties are broken
GUARD_TOLERANCE = 1e-6
PAST_TOLERANCE = 1e-6
DATA_SET_OPTIONS: dict[str, str | int | float | bool] = {"simplex_scale_strategy": 4}  # their units are what they are
PLAN_OPTIONS: Options = {"simplex_dual_edge_weight_strategy": 1}  # weights that need no start: a plan is near its twin
FAR = 100  # iterations that a twin takes from the one before: what is nearer leaves the plan nearest to its own last
WARM_UP_PRICE = 1.0  # CNY/t
SLACK_ABSOLUTE = 1e-9
ROUNDING = 1e-6  # new capacity in the past that only the spread of calibration calls for
ROOM = 1e-4  # what such rounding may grow to: a bound that the solver can tell from zero


@dataclass(frozen=True)
class TieBreak:
    """The rule that picks one plan among those of equal cost: a vanishing price on emissions, then preferences."""

    share: float = TIE_BREAK_SHARE
    on: bool = True


class Optimization:
    """A built and compiled model with a live solver; `solve_twin`, then `solve_plan`."""

    def __init__(
        self,
        system: EnergySystem,
        peaking: tuple[Peaking, ...] = (),
        *,
        tie_break: TieBreak | None = None,
        options: Options | None = None,
        progress: Callable[[str], None] | None = None,
        time_limit: float | None = None,
    ) -> None:
        """Derive, build and compile; nothing is solved yet. `time_limit` is in seconds from now, for all that is done.

        Raises OutOfTimeError where it is up before anything can be solved.
        """
        self._until = np.inf if time_limit is None else time.perf_counter() + time_limit
        self.system, self.peaking = system, peaking
        self.tie_break = tie_break or TieBreak(on=system.sectors or bool(peaking))
        self.timings: dict[str, float] = {}
        self._progress = progress or (lambda _: None)
        with uncollected(kept=True):
            self.data: Coefficients = self._timed("build", lambda: derive(system, peaking))
            self.arrays: Arrays = self._timed("compile", lambda: compile_model(self.data))
        self._tables = SolutionTables(self.arrays)
        self._pins: dict[str, dict[Key, tuple[float, float]]] = {}
        self._cells: dict[tuple[str, Key], float] = {}
        self._solver: Solver | None = None  # the one that was used last
        self._twin_solver: Solver | None = None  # keeps the basis of twins
        self._plan_solver: Solver | None = None  # begins from it where the twin has moved far since the last plan
        self._twin_moved = 0  # in iterations
        self._options = options if system.sectors else {**DATA_SET_OPTIONS, **(options or {})}
        self._settled = False
        self._figures: dict[tuple[str, int], float] = {}
        self.settled_limits: tuple[Limit, ...] = ()  # of targets told against a base year, once that is known
        self._with_peaking = False
        self.own: OwnConstraints | None = None
        self.columns: Floats | None = None  # of the plan that was reported last

    def with_own(self, own: OwnConstraints) -> Optimization:
        """Return the same model with constraints of one's own in twin and plan; its solvers begin from nothing."""
        beside = copy(self)
        beside.own, beside._cells, beside.timings = own, dict(self._cells), {}
        beside._solver = beside._twin_solver = beside._plan_solver = None
        beside._settled = False
        return beside

    @property
    def left(self) -> float | None:
        """The seconds that are left of the time limit; None where there is none."""
        return None if np.isinf(self._until) else max(self._until - time.perf_counter(), 0.0)

    def _timed(self, stage: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        if start >= self._until and stage in ("build", "compile"):
            raise OutOfTimeError("the time limit was up before anything was solved")
        self._progress(stage)
        result = work()
        self.timings[stage] = self.timings.get(stage, 0.0) + time.perf_counter() - start
        return result

    def to_pyomo(self) -> Built:
        """Return the Pyomo model with the numbers of the last solve, for constraints of one's own and any solver.

        Its sets of variables are named as in the equations: `model.activity[region, technology, mode, year, slice]`.
        """
        from carbonsim.optimization.build import build  # Pyomo is for whoever asks for it

        model = build(self.data)
        for (table, key), value in self._cells.items():
            getattr(model, table)[key].set_value(value)
        by_place = {place: (family, key) for family, keys in self.arrays.columns.items() for key, place in keys.items()}
        for place, (low, high) in self.pins().items():
            family, key = by_place[place]
            variable = getattr(model, family)[key]
            variable.setlb(low)
            variable.setub(high)
        if not self._with_peaking:
            for family in PEAKING_FAMILIES:
                if (rows := model.pyomo.component(f"eq_{family}")) is not None:
                    rows.deactivate()
        return model

    def pin_past(self, reference: Solution) -> None:
        """Fix yearly activity and new capacity before the plan to those of the reference's optimum.

        One region is one region: its past is found whatever a scenario calls it.
        """
        plan_from = self.system.years.plan_from
        reference = self._renamed(reference)
        activity = reference.activity.groupby(["region", "technology", "year"])["value"].sum().to_dict()
        built = reference.new_capacity.set_index(["region", "technology", "year"])["value"].to_dict()
        past = [key for key in self.data.columns if int(key[2]) < plan_from]
        self._pins["activity"] = {key: _around(activity.get(key, 0.0)) for key in past}
        new = [key for key in self.data.new_capacity if int(key[2]) < plan_from]
        self._pins["new_capacity"] = {key: _built(built.get(key, 0.0)) for key in new}

    def _renamed(self, reference: Solution) -> Solution:
        """Return a reference of one region under the name that this system gives its one region."""
        own, theirs = self.system.regions, reference.activity["region"].unique().tolist()
        if len(own) != 1 or len(theirs) != 1 or [*own] == theirs:
            return reference
        tables = {name: getattr(reference, name).assign(region=own[0]) for name in ("activity", "new_capacity")}
        return replace(reference, **tables)

    def free_past(self) -> None:
        """Let the past be what the system's own optimum makes it."""
        self._pins = {}

    def renew(self, system: EnergySystem, data: Coefficients) -> None:
        """Take the numbers of a system of the same layout; nothing is known of its twin yet."""
        self.system, self.data, self.peaking = system, data, data.peaking
        self._cells, self._settled, self._figures, self.settled_limits = {}, False, {}, ()

    def change(self, values: dict[tuple[str, Key], float]) -> None:
        """Give cells of the model, by table and key, other values for every solve that follows."""
        self._cells.update(values)

    def solve_twin(self, moved: Callable[[], Sequence[str]] | None = None) -> Solution:
        """Solve the scenario without its peaking plan; enforced targets hold.

        Targets told against a base year are settled first, by the twin in which they are free: no plan moves its base.
        `moved` tells the YAML paths of what is written otherwise than in the reference for the years before the plan:
        where no plan exists with that past, and one does with the past free, they are the answer.
        """
        if open_targets(self.system) and not self._settled:
            free = self._solve(self._free(self.program()), twin=True, moved=moved)
            if free.status != "optimal":
                return free
            if not self._pins:
                self.pin_past(free)
            cells, self._figures, self.settled_limits = settle_targets(self.data, free)
            self._cells.update(cells)
            self._settled = True
        return self._solve(self._free(self.program()), twin=True, moved=moved)

    def solve_plan(self, twin: Solution) -> Solution:
        """Solve with the peaking plan, guarded by the twin."""
        self._cells.update(self._guard(twin))
        if self.peaking and self.peaking[0].objective != "cheapest":
            return pursue(self, twin)
        return self.settle(self.program())

    def settle(self, program: Program) -> Solution:
        """Solve a programme for cost, break its ties and return the plan, or why there is none."""
        return self._solve(program)

    def try_out(self, program: Program) -> Answer:
        """Solve a programme warm and return the bare answer."""
        return self._timed("solve", self._loaded(program, twin=False).solve)

    def _loaded(self, program: Program, *, twin: bool) -> Solver:
        """Return the live solver for twins or plans with a programme loaded; one of both where numbers are whole."""
        self._solver = self._twin_solver if twin or len(program.integers) else self._plan_solver
        if self._solver is not None:
            self._solver.update(program)
        elif self._twin_solver is None:
            self._solver = self._twin_solver = Solver(program, self._options)
        else:
            self._solver = self._plan_solver = Solver(program, {**PLAN_OPTIONS, **(self._options or {})})
            self._twin_moved = FAR
        if self._solver is self._plan_solver and self._twin_moved >= FAR and self._twin_solver is not None:
            self._solver.begin_from(self._twin_solver)
            self._twin_moved = 0
        self._solver.limit_time(self._until - time.perf_counter())
        return self._solver

    def _guard(self, twin: Solution) -> dict[tuple[str, Key], float]:
        by_year = twin.scope.set_index("year")
        cells: dict[tuple[str, Key], float] = {}
        for number, year in self.data.tables["guard_bound"]:
            bound = self._guard_level(self.peaking[int(number)], int(year), twin) * (1 + GUARD_TOLERANCE)
            cells["guard_bound", (number, year)] = bound + SLACK_ABSOLUTE
        net: dict[Key, float] = {
            (c, y): float(by_year["net_import_emissions"].get(y, 0.0)) for c, y in self.data.net_import
        }
        for table, values in ceilings(self.data, net).items():
            cells.update({(table, key): value for key, value in values.items()})
        return cells

    def _guard_level(self, peak: Peaking, year: int, twin: Solution) -> float:
        years, totals = self.system.years, twin.scope.set_index("year")["total"]
        if peak.sector:
            sector = [t.name for t in self.system.technologies if t.sector == peak.sector]
            totals = self._sector_emissions(twin, sector)
        if peak.guard_growth is None:
            return float(totals.get(year, 0.0))
        start = max((y for y in years if y < years.plan_from), default=years.plan_from)
        return float(totals.get(start, 0.0)) * (1.0 + peak.guard_growth) ** (year - start)

    def _sector_emissions(self, twin: Solution, technologies: list[str]) -> pd.Series:
        activity = twin.activity[twin.activity["technology"].isin(technologies)]
        keys = zip(activity["region"], activity["technology"], activity["mode"], activity["year"], strict=True)
        factors = [self.data.tables["scope_factor"].get(key, 0.0) for key in keys]
        return (activity["value"] * factors).groupby(activity["year"]).sum()

    def program(self) -> Program:
        """Gather the numbers of the model as they stand, the past pinned."""
        program = self.arrays.gather(self.arrays.with_values(self._cells))
        low, high = program.column_low.copy(), program.column_high.copy()
        for column, (floor, ceiling) in self.pins().items():
            low[column], high[column] = floor, ceiling
        program = replace(program, column_low=low, column_high=high)
        return program if self.own is None else self.own.add_to(program, self.arrays)

    def pins(self) -> dict[int, tuple[float, float]]:
        """Return the bounds of every column that the past fixes."""
        built = self.arrays.columns["new_capacity"]
        run = {self.activity_column(key): bounds for key, bounds in self._pins.get("activity", {}).items()}
        return run | {built[key]: bounds for key, bounds in self._pins.get("new_capacity", {}).items()}

    def activity_column(self, key: Key) -> int:
        """Return the column of a bounded yearly activity: the sum over slices and modes, or its only part."""
        summed = self.arrays.columns["yearly_activity"]
        return summed[key] if key in summed else self.arrays.columns["activity"][self.data.columns[key][0]]

    def bounded_column(self, parameter: str, key: Key) -> int | None:
        """Return the column that a bound of a technology's year acts on; None where there is none."""
        if parameter.startswith("activity"):
            known = key in self.arrays.columns["yearly_activity"] or self.data.columns.get(key)
            return self.activity_column(key) if known else None
        return self.arrays.columns[parameter.rsplit("_", 1)[0]].get(key)

    def _free(self, program: Program) -> Program:
        low, high = program.row_low.copy(), program.row_high.copy()
        for family in PEAKING_FAMILIES:
            places = list(self.arrays.rows.get(family, {}).values())
            low[places], high[places] = -np.inf, np.inf
        return replace(program, row_low=low, row_high=high)

    def _solve(
        self, program: Program, *, twin: bool = False, moved: Callable[[], Sequence[str]] | None = None
    ) -> Solution:
        self._with_peaking = not twin
        answer = self._timed("solve", self._loaded(program, twin=twin).solve)
        self._twin_moved += answer.iterations if twin else 0
        if answer.status != "optimal":
            return self._without_plan(answer, twin=twin, moved=() if moved is None else moved())
        reported = self._timed("solve", lambda: self._break_ties(program, answer))
        return self._extract(program, answer, reported)

    def warm_up(self) -> None:
        """Let the solver of twins move once and back: the weights of its basis are known before the first change."""
        solver, program = self.twin_solver, self.twin_solver.program
        if not len(program.integers):
            for price in (WARM_UP_PRICE, 0.0):
                solver.update(replace(program, costs=program.costs + price * self._emission_prices()))
                solver.solve()

    def _break_ties(self, program: Program, answer: Answer) -> Answer:
        """Solve again, warm, with a vanishing price on emissions; the rule is printed with the results.

        Preferences count as emissions, less than those of coal, and stand in no cost that is reported.
        """
        emitted, preferred = self._emission_prices(), self._preferences()
        amount = abs(float((emitted * answer.columns).sum())) + float((np.abs(preferred) * answer.columns).sum())
        if not self.tie_break.on or amount <= 0.0 or self._solver is None:
            return answer
        price = self.tie_break.share * (abs(answer.objective) or 1.0) / amount
        self._solver.update(replace(program, costs=program.costs + price * (emitted + preferred)))
        reported = self._solver.solve()
        self._solver.update(program)
        return reported if reported.status == "optimal" else answer

    @property
    def _column_count(self) -> int:
        return self.arrays.column_count + (0 if self.own is None else len(self.own.columns))

    def _emission_prices(self) -> Floats:
        """Return each column's emissions in the scope, in Mt, summed over model years."""
        weights = np.zeros(self._column_count)
        for (group, _), column in self.arrays.columns["inside_emissions"].items():
            weights[column] = 1.0 if group == ALL else 0.0
        for key, column in self.arrays.columns["imported"].items():
            weights[column] = self.data.tables["import_factor"][key]
        return weights

    def _preferences(self) -> Floats:
        """Return what each column is taken to emit, in Mt, for its activity to be taken first or last."""
        weights = np.zeros(self._column_count)
        columns, years = self.arrays.columns["activity"], self.system.years
        for key, weight in self.system.parameters["preference"].items():
            for column in (column for year in years for column in self.data.mode_columns((*key, year))):
                weights[columns[column]] = PREFERENCE * weight
        return weights

    def _size(self) -> dict[str, int]:
        program = self.solver.program
        sizes = len(program.row_low), len(program.costs), len(program.indices)
        return dict(zip(("rows", "columns", "nonzeros"), sizes, strict=True))

    def _solver_facts(self) -> dict[str, str | float]:
        assert self._solver is not None
        facts: dict[str, str | float] = {
            "name": self._solver.version,
            "tie_break_share": self.tie_break.share if self.tie_break.on else 0.0,
        }
        if len(self._solver.program.integers):
            facts["integers"] = "fixed at their optimum, then solved again as a linear programme for the shadow prices"
        return facts

    def _without_plan(self, answer: Answer, *, twin: bool, moved: Sequence[str]) -> Solution:
        try:
            told = self._told(answer, twin=twin, moved=moved)
        except OutOfTimeError:  # that there is no plan is known all the same
            told = (unexplained(),)
        return Solution(
            answer.status,
            explanation=told,
            lp=self._size(),
            ranges=self.solver.ranges,
            timings=dict(self.timings),
            solver=self._solver_facts(),
        )

    def _told(self, answer: Answer, *, twin: bool, moved: Sequence[str]) -> tuple[Statement, ...]:
        if answer.status == "unbounded":
            return (self._timed("explain", lambda: explain_endless(self)),)
        if answer.status != "infeasible":
            return (Statement(STATUSES[answer.status]),)
        return self._timed("explain", lambda: self._why_there_is_none(twin=twin, moved=moved))

    def _why_there_is_none(self, *, twin: bool, moved: Sequence[str]) -> tuple[Statement, ...]:
        if moved and self._has_a_plan_with_another_past():
            return (past_moved(moved, self.system.years.plan_from),)
        return explain(self, twin=twin)

    def _has_a_plan_with_another_past(self) -> bool:
        """Say whether the twin has a solution where the past is not that of the reference."""
        pins, self._pins = self._pins, {}
        free = Solver(self._free(self.program()), self._options)
        self._pins = pins
        free.limit_time(self._until - time.perf_counter())
        return bool(pins) and free.solve().status == "optimal"

    @property
    def solver(self) -> Solver:
        """The live solver, once something was solved."""
        assert self._solver is not None
        return self._solver

    @property
    def twin_solver(self) -> Solver:
        """The live solver of twins, once one was solved."""
        assert self._twin_solver is not None
        return self._twin_solver

    def _extract(self, program: Program, answer: Answer, reported: Answer) -> Solution:
        x, prices = reported.columns, Prices(self, program, answer)
        self.columns = x
        solution = Solution(
            "optimal",
            objective=answer.objective,
            total_cost=float((program.costs * x).sum()),
            activity=self._tables.family("activity", x),
            capacity=self._tables.family("capacity", x),
            new_capacity=self._tables.family("new_capacity", x),
            storage_level=self._tables.family("storage_level", x),
            emissions=self._tables.emissions(self.system, x),
            scope=self._tables.scope(self.data, x),
            costs=self._tables.costs(x),
            emission_prices=prices.emission_prices(),
            own=self._own_table(reported, answer),
            figures=self._figures,
            lp=self._size(),
            ranges=self.solver.ranges,
            timings=dict(self.timings),
            solver=self._solver_facts(),
        )
        return replace(solution, duals=prices.duals(solution))

    def _own_table(self, reported: Answer, answer: Answer) -> pd.DataFrame:
        """Return each constraint of one's own: its value in the plan, its bounds, what it costs at the margin."""
        first = self.arrays.row_count
        rows = [
            (own.name, float(reported.rows[place]), own.low, own.high, float(answer.duals[place]))
            for place, own in enumerate(self.own.rows if self.own else (), first)
        ]
        return pd.DataFrame(rows, columns=list(OWN_COLUMNS))


def _built(value: float) -> tuple[float, float]:
    return (0.0, ROOM) if SLACK_ABSOLUTE < value < ROUNDING else _around(value)


def _around(value: float) -> tuple[float, float]:
    if abs(value) <= SLACK_ABSOLUTE:
        return 0.0, 0.0
    spread = PAST_TOLERANCE * abs(value) + SLACK_ABSOLUTE
    return max(value - spread, 0.0), value + spread

"""Compile once, solve often: a scenario whose numbers change between solves, each warm from the one before."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonsim.analysis.campaigns.campaigns import Wedges
from carbonsim.analysis.choices import spreads_that_pay
from carbonsim.analysis.past import level_below_the_past, moved_past
from carbonsim.analysis.summary.records import warning_record
from carbonsim.clock import Clock, Progress
from carbonsim.errors import Finding, ScenarioError, Warned
from carbonsim.memory import Memory
from carbonsim.messages.message import Message, message
from carbonsim.optimization.idle_keys.idle_keys import find_idle_after, idle_finding
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.pipeline import (
    Plans,
    Run,
    assembled,
    collect,
    measure_campaigns,
    optimise,
    raise_findings,
    read_checked,
    tabulated,
)
from carbonsim.report.content import Content
from carbonsim.scenario.campaigns import running
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.typos import meant
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from pyomo.environ import ConcreteModel

    from carbonsim.optimization.model.own_constraints import Original, OwnConstraints

Demand = float | Mapping[int, float]
OF_ALL_YEARS = message("beside constraints of one's own, twin and plan are solved with perfect foresight")
LEFT_OUT = message(
    "the Pyomo model was changed after it was handed out, and this solve leaves that out: hand it over, solve(pyomo=…)"
)


class Model:
    """A compiled scenario: `solve` takes new numbers and returns the same `Run` as a fresh run would.

    What may change is any value of the scenario that leaves the past of its reference alone; a change of structure (a
    technology, a target, a first year) is compiled again, which `recompiled` and the `progress` listener tell.
    """

    def __init__(self, scenario: Scenario | Path | str, progress: Progress | None = None) -> None:
        """Read, assemble, build, compile and solve once; raises ScenarioError with every finding."""
        self._progress = progress or (lambda _: None)
        clock = Clock(progress)
        self.scenario = scenario if isinstance(scenario, Scenario) else read_checked(scenario)
        self._memory = Memory()
        self._system = assembled(self.scenario, clock, self._memory)
        if self.scenario.mode == "accounting":
            place = self.scenario.locate("mode")
            finding = Finding(
                *place, "mode", "accounting", message("a scenario that is optimised"), message("use carbonsim.run")
            )
            raise ScenarioError([finding])
        self._plans = optimise(self.scenario, self._system, clock, self._memory)
        self._variants = self._begun()
        if self._plans.optimization is not None:
            if self._plans.twin.status == SolveStatus.OPTIMAL:
                self._plans.optimization.warm_up()
            self._variants.adopt(self._plans.optimization)
        self.recompiled = False
        self._live: Optimization | None = None
        self._original: Original | None = None  # the Pyomo model as it was handed out
        told = self._plans.reference_scenario, self._plans.reference_system, self._plans.reference
        self._reference = tabulated(*told)  # once: no change moves the reference

    def __repr__(self) -> str:
        arrays = self.live.model.arrays
        return f"<Model {self.scenario.name!r}: {arrays.row_count} rows, {arrays.column_count} columns>"

    def solve(
        self,
        changes: Mapping[str, object] | None = None,
        *,
        carbon_price: object = None,
        demand: Mapping[str, Demand] | None = None,
        pyomo: object = None,
    ) -> Run:
        """Solve with other numbers and return the run; every call starts from the scenario as it was compiled.

        Status, objective and peak are known at once; the results, the summary and the figures when somebody looks:
        only then is measured, in a fresh model, what each campaign and each project does (campaigns not beside
        `demand`). Among plans of equal cost and equal emissions it may be another than that of a fresh run.

        `changes` are values by YAML path, written as in YAML; `carbon_price` stands for `energy.carbon_price`;
        `demand` is by commodity: a factor from `plan_from` on, or values by model year in its unit. `pyomo` is the
        model that `Model.pyomo` gave, with linear constraints, variables and bounds of one's own written into it: they
        hold in twin and plan, which are then solved with perfect foresight; `plans.plan.own` tells value and dual of
        each, and campaigns and projects are not measured beside them. Raises ScenarioError with every finding.
        """
        clock = Clock(self._progress)
        own = self._own(pyomo)
        scenario, system = self._changed(changes, carbon_price, demand, clock)
        plans = self._solved(scenario, system, clock, own)
        clock.stop()
        reference = self._reference if plans.reference is self._plans.reference else None
        recompiled, told, memory = self.recompiled, self._told_of(own), self._memory
        wanted = _wanted(changes, carbon_price)

        def answer() -> Content:
            measured = (plans, clock, None) if own else _measured(scenario, plans, clock, memory, demand=bool(demand))
            content = collect(scenario, *measured, reference=reference)
            idle = find_idle_after(self.scenario, scenario, wanted, memory) if wanted else self._idle
            idle = [*idle, *_idle_demands(self._system, demand or {}, scenario)]
            warned: list[Warned] = [*idle, *told]
            every = (*content.summary.warnings, *map(warning_record, warned))
            return content.with_summary(recompiled=recompiled, warnings=every)

        return Run(scenario, plans, answer)

    @cached_property
    def _idle(self) -> Sequence[Finding]:
        """What of the scenario as it was compiled reaches no row and no cost of its model."""
        return find_idle_after(self.scenario, self.scenario, (), self._memory)

    def optimise(
        self,
        changes: Mapping[str, object] | None = None,
        *,
        carbon_price: object = None,
        demand: Mapping[str, Demand] | None = None,
        pyomo: object = None,
    ) -> Solution:
        """Solve as `solve` does and return the bare solution: the tables of the optimisation, without IAMC results."""
        clock = Clock(self._progress)
        own = self._own(pyomo)
        self._told_of(own)
        return self._solved(*self._changed(changes, carbon_price, demand, clock), clock, own).plan

    def _own(self, pyomo: object) -> OwnConstraints | None:
        """Read what was written into the Pyomo model; nothing where none is given."""
        if pyomo is None:
            return None
        _ = self.pyomo
        assert self._original is not None
        return self._original.read(pyomo, self.scenario.trace.file)

    def _told_of(self, own: OwnConstraints | None) -> list[Message]:
        """Tell that constraints of one's own hold, or that those written into the Pyomo model are left out."""
        if own:
            return [*([OF_ALL_YEARS] if self._system.foresight is not None else []), own.notice()]
        if own is None and self._original is not None and self._original.touched():
            warnings.warn(str(LEFT_OUT), UserWarning, stacklevel=3)
            return [LEFT_OUT]
        return []

    def _changed(
        self,
        changes: Mapping[str, object] | None,
        carbon_price: object,
        demand: Mapping[str, Demand] | None,
        clock: Clock,
    ) -> tuple[Scenario, EnergySystem]:
        wanted = _wanted(changes, carbon_price)
        scenario = self.scenario.with_(wanted) if wanted else self.scenario
        system = assembled(scenario, clock, self._memory) if wanted else self._system
        raise_findings(self._foresight_beside_the_reference(scenario, system))
        return scenario, _with_demand(system, demand or {}, scenario)

    def _foresight_beside_the_reference(self, scenario: Scenario, system: EnergySystem) -> Sequence[Finding]:
        """Return a finding where a change sees another number of years than the reference, which was solved once."""
        if system.foresight == self._system.foresight or self.scenario.reference_path is None:
            return []
        path, expected = "foresight", message("the foresight with which the reference was solved")
        found = message("another foresight than that of the scenario as it was compiled")
        return [Finding(*scenario.locate(path), path, found, expected, message("compile the changed scenario"))]

    def _solved(
        self, scenario: Scenario, system: EnergySystem, clock: Clock, own: OwnConstraints | None = None
    ) -> Plans:
        try:
            return self._solved_by_variants(scenario, system, clock, own)
        except KeyboardInterrupt:  # numbers may be half changed: what is solved next is built from nothing
            self._variants, self._live = self._begun(), None
            raise

    def _begun(self) -> Variants:
        """Return what solves one change after another, with the past of the reference; a root has its own twin's.

        What people choose by is that of the scenario as it was compiled, whatever changes.
        """
        root = self.scenario.reference_path is None
        seen = self._plans.reference.observed_choices
        return Variants(None if root else self._plans.reference, seen, memory=self._memory)

    def _solved_by_variants(
        self, scenario: Scenario, system: EnergySystem, clock: Clock, own: OwnConstraints | None
    ) -> Plans:
        built, interrupted = self._variants.built, not self._variants.models
        with clock.stage("compile"):
            model = self._variants.load(system)
        raise_findings(_not_there(own, model, scenario))
        self._live = model
        self.recompiled = self._variants.built > built and not interrupted
        if self.recompiled:
            self._progress("compiled again: the change alters the structure of the model")
        with clock.stage("solve"):
            plans = self._plan(model.with_own(own) if own else model, scenario, system)
        if own and plans.plan.status == SolveStatus.OPTIMAL and plans.optimization is not None:
            assert self._original is not None
            assert plans.optimization.columns is not None
            self._original.load(plans.optimization.columns, plans.optimization.model.arrays, own)
        return plans

    def _plan(self, model: Optimization, scenario: Scenario, system: EnergySystem) -> Plans:
        """Solve twin and plan; a root is told against its own twin."""
        root = self.scenario.reference_path is None
        twin = model.solve_twin(None if root else lambda: moved_past(scenario, self._plans.reference_scenario))
        raise_findings([*level_below_the_past(scenario, twin), *spreads_that_pay(scenario, system, twin)])
        plan = model.solve_plan(twin)
        plans = replace(self._plans, twin=twin, plan=plan, system=system, optimization=model, without={})
        return replace(plans, reference=twin, reference_system=system, reference_scenario=scenario) if root else plans

    @property
    def live(self) -> Optimization:
        """The optimisation with the live solver, as the last solve left it."""
        assert self._plans.optimization is not None
        return self._live or self._plans.optimization

    @cached_property
    def pyomo(self) -> ConcreteModel:
        """The Pyomo model of the scenario as compiled, for constraints of one's own, with perfect foresight.

        Hand it to `solve(pyomo=…)` for a run with tables and figures, or to any solver. Its variables are `activity`,
        `capacity`, `new_capacity` …, the objective is `total_cost`, in million CNY.
        """
        model = self._variants.load(self._system)
        self._plan(model, self.scenario, self._system)
        from carbonsim.optimization.model.own_constraints import Original  # Pyomo is for whoever asks for it

        built = model.to_pyomo()
        self._original = Original(built)
        return built.pyomo


def _measured(
    scenario: Scenario, plans: Plans, clock: Clock, memory: Memory, *, demand: bool
) -> tuple[Plans, Clock, Wedges | None]:
    """Measure what each campaign and project does in a model of their own, as a fresh run does.

    Campaigns are not measured beside demands set in the program: what is assembled without one knows none of them.
    """
    if (not scenario.projects and not running(scenario)) or plans.plan.status != SolveStatus.OPTIMAL:
        return plans, clock, None
    fresh = optimise(scenario, plans.system, clock, memory)
    wedges = None if demand else measure_campaigns(scenario, replace(plans, optimization=fresh.optimization), clock)
    return replace(plans, without=fresh.without), clock, wedges


def _not_there(own: OwnConstraints | None, model: Optimization, scenario: Scenario) -> Sequence[Finding]:
    """Return the columns that constraints of one's own name and a changed scenario does not have."""
    expected, advice = message("a column of the changed scenario too"), message("leave the change of structure out")
    missing = own.missing(model.model.arrays) if own else ()
    return [Finding(scenario.trace.file, 0, "pyomo", name, expected, advice) for name in missing]


def _wanted(changes: Mapping[str, object] | None, carbon_price: object) -> dict[str, object]:
    """Return every value that is wanted, by its path."""
    return {**(changes or {}), **({} if carbon_price is None else {"energy.carbon_price": carbon_price})}


def _idle_demands(system: EnergySystem, demand: Mapping[str, Demand], scenario: Scenario) -> list[Finding]:
    """Return a warning for every demand that is given where nothing is asked, or for what is no model year."""
    asked = {
        (str(key[1]), int(key[2]))
        for name in ("demand", "demand_slice")
        for key, amount in system.parameters[name].items()
        if amount
    }
    paths = []
    for name, wanted in demand.items():
        if isinstance(wanted, Mapping):
            paths += [f"demand.{name}.{year}" for year in wanted if (name, year) not in asked]
        elif wanted != 1.0 and not any(
            (name, year) in asked for year in system.years if year >= system.years.plan_from
        ):
            paths.append(f"demand.{name}")
    return [idle_finding((scenario.trace.file, 0), path) for path in paths]


def _with_demand(system: EnergySystem, demand: Mapping[str, Demand], scenario: Scenario) -> EnergySystem:
    """Return the system with demands multiplied, or given by model year in the unit of the commodity."""
    if not demand:
        return system
    tables = {name: dict(system.parameters[name]) for name in ("demand", "demand_slice")}
    raise_findings(_unknown(demand, tables.values(), scenario))
    for table in tables.values():
        whole = _by_year(table)
        for key, amount in table.items():
            wanted = demand.get(str(key[1]))
            if isinstance(wanted, Mapping):
                year = int(key[2])
                table[key] = amount * wanted[year] / whole[key[:3]] if year in wanted and amount else amount
            elif wanted is not None and int(key[2]) >= system.years.plan_from:
                table[key] = amount * float(wanted)
    return replace(system, parameters={**system.parameters, **tables})


def _by_year(table: Mapping[Key, float]) -> dict[Key, float]:
    whole: dict[Key, float] = {}
    for key, amount in table.items():
        whole[key[:3]] = whole.get(key[:3], 0.0) + amount
    return whole


def _unknown(demand: Mapping[str, Demand], tables: Any, scenario: Scenario) -> Sequence[Finding]:
    known = {str(key[1]) for table in tables for key in table}
    listed = message("such as {names}", names=tuple(sorted(known)[:8]))
    unknown = [name for name in demand if name not in known]
    file, expected = scenario.trace.file, message("a commodity that is demanded")
    return [Finding(file, 0, f"demand.{name}", name, expected, meant(name, known, listed)) for name in unknown]


def compile(scenario: Scenario | Path | str, *, progress: Progress | None = None) -> Model:  # noqa: A001
    """Compile a scenario, or the file of one, for many solves; raises ScenarioError with every finding.

    Example: `model = carbonsim.compile("scenarios/changchun/peak-2030.yaml"); model.solve(carbon_price=120).summary`
    """
    return Model(scenario, progress)

"""The peaking plan as the equations read it: plain numbers, the whole scope first, then single sectors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.policy import PeakingPlan as ScenarioPeaking
from carbonsim.scenario.sections.policy import SectorPeaking
from carbonsim.system.tables import Peaking


def resolve_peaking(scenario: Scenario) -> tuple[Peaking, ...]:
    """Return the peaking plans of a scenario; empty where it has none."""
    if scenario.peaking is None:
        return ()
    plans = [replace(_plan(scenario.peaking, None, "peaking", scenario), **_objective(scenario.peaking))]
    for sector, plan in scenario.peaking.sectors.items():
        plans.append(_plan(plan, sector, f"peaking.sectors.{sector}", scenario))
    return tuple(plans)


def _objective(plan: ScenarioPeaking) -> dict[str, Any]:
    """Return the objective and its cost ceiling: a share above the twin, or an amount."""
    if plan.cost_ceiling is None:
        return {}
    value = plan.cost_ceiling.points[0][1]
    kind = "cost_share" if plan.cost_ceiling.unit == "1" else "cost_amount"
    return {"objective": plan.objective, kind: value}


def _plan(plan: SectorPeaking, sector: str | None, path: str, scenario: Scenario) -> Peaking:
    year = plan.by or scenario.time.plan_from
    return Peaking(
        by=plan.by,
        monotone=plan.monotone,
        decline_after=None if plan.decline_after is None else plan.decline_after.at(year),
        max_level=None if plan.max_level is None else plan.max_level.at(year),
        budget=None if plan.budget is None else (plan.budget.first, plan.budget.last, plan.budget.at_most.at(year)),
        emission_cap={key: cap.at(key) for key, cap in plan.emission_cap.items()},
        guard=plan.guard,
        guard_growth=None if plan.guard_growth is None else plan.guard_growth.at(year),
        sector=sector,
        path=path,
    )

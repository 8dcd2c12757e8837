"""What one plan does otherwise than another up to a year: built, not built, fuels, imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from carbonsim.analysis.near_plans.groups import fleet_name
from carbonsim.messages.message import Value, message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.security.last_resort import is_bought
from carbonsim.system.tables import Technology
from carbonsim.units import PJ_PER_TWH, ResultUnit

MOST, HARDLY = 3, 1e-3  # changes of a kind that are told; of the largest of the kind, which is no change
SMALL = 1e-6  # in any unit: what a solver leaves
Kind = Literal["built", "not built", "fuel", "import"]


@dataclass(frozen=True)
class PlanChange:
    """Something of which a plan has more or less than another, in its unit."""

    kind: Kind
    label: Value
    amount: float
    unit: str


def changes_between(
    scenario: Scenario, system: EnergySystem, before: Solution, after: Solution, year: int
) -> list[PlanChange]:  # fmt: skip
    """Return what a plan builds up to a year, burns and buys in it otherwise than another, the largest of each kind.

    What is built is ranked by what it costs to build, fuels by energy.
    """
    built = _capacities(scenario, system, before, after, year)
    fuels = _activities(scenario, before, after, year, [one for one in system.technologies if _is_fuel(one)])
    bought = [one for one in system.technologies if is_bought(one.name)]
    imported = sum(change.amount for change in _activities(scenario, before, after, year, bought))
    found = [*built, *_largest((abs(one.amount), one) for one in fuels)]
    if abs(imported) > SMALL:
        found.append(PlanChange("import", "import", imported / PJ_PER_TWH, ResultUnit.TWH))
    return found


def _is_fuel(technology: Technology) -> bool:
    return technology.branch == "supply" or technology.sector == "system"


def _largest(ranked: Iterable[tuple[float, PlanChange]]) -> list[PlanChange]:
    order = sorted(ranked, key=lambda one: -one[0])
    return [change for size, change in order[:MOST] if size > HARDLY * order[0][0] and abs(change.amount) > SMALL]


def _capacities(
    scenario: Scenario, system: EnergySystem, before: Solution, after: Solution, year: int
) -> list[PlanChange]:  # fmt: skip
    start = system.years.plan_from
    amounts: dict[tuple[str, ...], float] = defaultdict(float)
    money: dict[tuple[str, ...], float] = defaultdict(float)
    known = {(one.region, one.name): one for one in system.technologies}
    for sign, plan in ((1.0, after), (-1.0, before)):
        table = plan.new_capacity
        table = table[(table["year"] >= start) & (table["year"] <= year)]
        for region, name, value in zip(table["region"], table["technology"], table["value"], strict=True):
            amounts[_key(known[region, name])] += sign * float(value)
        costs = plan.costs[(plan.costs["component"] == "investment") & (plan.costs["year"] <= year)]
        costs = costs[costs["year"] >= start]
        for region, name, value in zip(costs["region"], costs["technology"], costs["value"], strict=True):
            if (region, name) in known:
                money[_key(known[region, name])] += sign * float(value)
    one_of = {_key(one): one for one in system.technologies}
    more, less = list[tuple[float, PlanChange]](), list[tuple[float, PlanChange]]()
    for key, spent in money.items():
        owner, amount = one_of[key], amounts[key]
        kind: Kind = "built" if amount > 0.0 else "not built"
        (more if amount > 0.0 else less).append(
            (abs(spent), PlanChange(kind, _label(scenario, owner), amount, owner.capacity_unit))
        )
    largest = max((size for size, _ in (*more, *less)), default=0.0)
    return [
        *_largest(one for one in more if one[0] > HARDLY * largest),
        *_largest(one for one in less if one[0] > HARDLY * largest),
    ]


def _activities(
    scenario: Scenario, before: Solution, after: Solution, year: int, members: Iterable[Technology]
) -> list[PlanChange]:  # fmt: skip
    found = []
    for one in members:
        amount = _ran(after, one, year) - _ran(before, one, year)
        if abs(amount) > SMALL:
            found.append(PlanChange("fuel", _label(scenario, one), amount, one.activity_unit))
    return found


def _ran(plan: Solution, technology: Technology, year: int) -> float:
    table = plan.activity
    of_it = (table["technology"] == technology.name) & (table["region"] == technology.region) & (table["year"] == year)
    return float(table[of_it]["value"].sum())


def _key(technology: Technology) -> tuple[str, ...]:
    """Return what is told as one: alike in all branches of a sector, vehicles by fleet."""
    vehicles = technology.capacity_unit == ResultUnit.MILLION_VEHICLES
    last = technology.name.rpartition("/")[2]
    return (technology.sector, technology.branch if vehicles else "", last, technology.capacity_unit)


def _label(scenario: Scenario, technology: Technology) -> Value:
    if technology.capacity_unit != ResultUnit.MILLION_VEHICLES:
        return technology.label
    fleet = fleet_name(scenario, technology.branch)
    return message("{drivetrain} ({fleet})", drivetrain=technology.label, fleet=fleet)

"""What a plan does first: built, retired, converted, begun and bought in its first two years, beside the twin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from carbonsim.analysis.behaviour.service_names import service_messages
from carbonsim.analysis.first_steps.owners import who_owns
from carbonsim.analysis.near_plans.groups import fleet_name
from carbonsim.messages.message import Message, Value, from_json, message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.section import Text
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.sectors.energy import text_label
from carbonsim.system.tables import Technology
from carbonsim.units import ResultUnit

PLANNED_YEARS = 2
SAME = 1e-2  # of an amount: nearer to that of the twin is told as no difference
LEAST = 1e-6  # in any unit: what a solver leaves
LEAST_MOVED = 1e-3  # of what a service needs: less is no conversion
PLANNED = (
    "energy",
    "system",
)  # sectors of plants, stores and networks; what people and firms own is bought and wears out
RETROFIT = "retrofit"  # the group of what makes part of a use unnecessary
KINDS = ("built", "retired", "converted", "begun", "bought")
Kind = Literal["built", "retired", "converted", "begun", "bought"]
Group = tuple[str, ...]
Sums = Mapping[Group, float]
Yearly = Mapping[tuple[str, str, int], float]  # by region, technology and year


@dataclass(frozen=True)
class FirstStep:
    """Something that a plan does in its first years: how much, and how much without the peaking plan.

    `money` is in million CNY of the base year, undiscounted, and `twin_money` what is spent without the peaking plan;
    both are None where none is told. `note` says what else there is to know.
    """

    kind: Kind
    label: Value
    owner: Value | None
    plan: float | None
    twin: float | None
    unit: str
    money: float | None
    twin_money: float | None
    note: Message | None = None

    @property
    def rank(self) -> tuple[float, ...]:
        """What is told first: what differs most in money, then in amount, then what costs most, then what is most."""
        money, beside = self.money or 0.0, self.twin_money or 0.0
        plan, twin = self.plan or 0.0, self.twin or 0.0
        differs = self.twin is not None and abs(plan - twin) > SAME * max(plan, twin)
        moved = (abs(money - beside), abs(plan - twin)) if differs else (0.0, 0.0)
        return (*moved, max(money, beside), max(plan, twin))


def first_step_records(
    scenario: Scenario, system: EnergySystem, plan: Solution, twin: Solution
) -> list[dict[str, object]]:  # fmt: skip
    """Return a row for each step, by kind, in each the weightiest first; none without a plan."""
    return [
        {
            "kind": one.kind,
            "label_message": message("{what}", what=one.label).as_json(),
            "owner_message": None if one.owner is None else message("{what}", what=one.owner).as_json(),
            "years": [*_calendar_years(system)],
            "plan": one.plan,
            "twin": one.twin,
            "unit": one.unit,
            "money": one.money,
            "twin_money": one.twin_money,
            "note": None if one.note is None else one.note.as_json(),
        }
        for one in first_steps(scenario, system, plan, twin)
    ]


def first_steps(scenario: Scenario, system: EnergySystem, plan: Solution, twin: Solution) -> list[FirstStep]:
    """Return what a plan builds, retires, converts and begins in its first two planned years, beside its twin."""
    if plan.status != SolveStatus.OPTIMAL or scenario.mode == "accounting":
        return []
    beside = twin if system.peaking and twin.status == SolveStatus.OPTIMAL else None
    found = [
        *_built(scenario, system, plan, beside),
        *_retired(scenario, system, plan, beside),
        *_converted(scenario, system, plan, beside),
        *_begun(scenario, system),
    ]
    ordered = sorted(found, key=lambda one: one.rank, reverse=True)
    return [one for kind in KINDS for one in ordered if one.kind == kind]


def _first_years(system: EnergySystem) -> tuple[int, ...]:
    return tuple(year for year in system.years if year >= system.years.plan_from)[:PLANNED_YEARS]


def _calendar_years(system: EnergySystem) -> tuple[int, int]:
    """Return the first and the last calendar year that the first model years of the plan stand for."""
    years = _first_years(system)
    return system.years.span(years[0])[0], years[-1]


def _built(scenario: Scenario, system: EnergySystem, plan: Solution, twin: Solution | None) -> Iterator[FirstStep]:
    """Yield what is built, what people and firms buy, and retrofit as a conversion of what stands."""
    groups = _members(scenario, system)
    (amounts, money), (other, beside) = (_purchases(scenario, system, one) for one in (plan, twin))
    for group, members in groups.items():
        if max(amounts.get(group, 0.0), other.get(group, 0.0)) <= LEAST:
            continue
        first = members[0]
        told = (amounts.get(group, 0.0), None if twin is None else other.get(group, 0.0))
        spent = (money.get(group, 0.0), None if twin is None else beside.get(group, 0.0))
        if not spent[0] and not spent[1]:  # what costs nothing is no decision of anybody
            continue
        kind: Kind = "built" if first.sector in PLANNED else "bought"
        kind = "converted" if first.group == RETROFIT else kind
        yield FirstStep(kind, _label(scenario, first), who_owns(scenario, first), *told, first.capacity_unit, *spent)


def _purchases(scenario: Scenario, system: EnergySystem, plan: Solution | None) -> tuple[Sums, Sums]:
    """Return what is built of each group in the first years, and what it costs to build in them."""
    amounts: dict[Group, float] = defaultdict(float)
    money: dict[Group, float] = defaultdict(float)
    if plan is None:
        return amounts, money
    years, costs = _first_years(system), system.parameters["capital_cost"]
    known = {(one.region, one.name): _group(scenario, one) for one in system.technologies}
    table = plan.new_capacity[plan.new_capacity["year"].isin(years)]
    columns = (table[name] for name in ("region", "technology", "year", "value"))
    for region, name, year, value in zip(*columns, strict=True):
        group = known[region, name]
        amounts[group] += float(value)
        money[group] += float(value) * costs.get((region, name, int(year)), 0.0)
    return amounts, money


def _retired(scenario: Scenario, system: EnergySystem, plan: Solution, twin: Solution | None) -> Iterator[FirstStep]:
    """Yield what of plants, stores and networks goes out of service: what stood and was built, less what stands."""
    gone, beside = _closed(scenario, system, plan), _closed(scenario, system, twin)
    for group, members in _members(scenario, system).items():
        if max(gone.get(group, 0.0), beside.get(group, 0.0)) <= LEAST:
            continue
        first = members[0]
        told = (gone.get(group, 0.0), None if twin is None else beside.get(group, 0.0))
        yield FirstStep(
            "retired", _label(scenario, first), who_owns(scenario, first), *told, first.capacity_unit, None, None
        )


def _closed(scenario: Scenario, system: EnergySystem, plan: Solution | None) -> Sums:
    gone: dict[Group, float] = defaultdict(float)
    years = _first_years(system)
    before = system.years.previous(years[0])
    if plan is None or before is None:
        return gone
    stands = plan.capacity.set_index(["region", "technology", "year"])["value"].to_dict()
    built = plan.new_capacity.set_index(["region", "technology", "year"])["value"].to_dict()
    for one in system.technologies:
        key = (one.region, one.name)
        if one.sector in PLANNED and (*key, before) in stands:
            more = sum(float(built.get((*key, year), 0.0)) for year in years)
            left = float(stands.get((*key, years[-1]), 0.0))
            gone[_group(scenario, one)] += max(float(stands[*key, before]) + more - left, 0.0)
    return gone


def _converted(scenario: Scenario, system: EnergySystem, plan: Solution, twin: Solution | None) -> Iterator[FirstStep]:
    """Yield uses that are served otherwise than before the plan: how much of a service moved from one way to others."""
    years, services = _first_years(system), service_messages(scenario, system)
    before = system.years.previous(years[0])
    if before is None:
        return
    uses: dict[Group, list[Technology]] = defaultdict(list)
    for one in system.technologies:
        if one.use and one.group != RETROFIT and one.activity_unit == ResultUnit.PJ:
            uses[one.region, one.sector, one.branch, one.use].append(one)
    run, other = (_yearly(one) for one in (plan, twin))
    for ways in uses.values():
        moves = _moves(ways, run, before, years[-1])
        amount = sum(max(move, 0.0) for move in moves)
        served = sum(run.get((one.region, one.name, years[-1]), 0.0) for one in ways)
        if amount <= max(LEAST_MOVED * served, LEAST):
            continue
        beside = None if twin is None else sum(max(move, 0.0) for move in _moves(ways, other, before, years[-1]))
        most, least = (ways[moves.index(pick(moves))] for pick in (max, min))
        service = f"{most.sector}/{most.branch}/{most.use}"
        use = from_json(services[service]) if service in services else most.use
        label = message("{use}: from {old} to {new}", use=use, old=least.label, new=most.label)
        yield FirstStep("converted", label, who_owns(scenario, most), amount, beside, ResultUnit.PJ, None, None)


def _yearly(plan: Solution | None) -> Yearly:
    if plan is None:
        return {}
    found: Yearly = plan.activity.groupby(["region", "technology", "year"])["value"].sum().to_dict()
    return found


def _moves(ways: list[Technology], run: Yearly, before: int, after: int) -> list[float]:
    """Return what each way serves in a year beyond its share in another."""
    old, new = ([run.get((one.region, one.name, year), 0.0) for one in ways] for year in (before, after))
    whole = sum(old)
    if whole <= 0.0:
        return [0.0] * len(ways)
    return [now - sum(new) * then / whole for then, now in zip(old, new, strict=True)]


def _begun(scenario: Scenario, system: EnergySystem) -> Iterator[FirstStep]:
    """Yield campaigns and projects that begin; they begin without the peaking plan too."""
    first, last = _calendar_years(system)
    for name, campaign in scenario.campaigns.items():
        if campaign.enabled and first <= campaign.start <= last:
            paid = campaign.public_cost
            public = None if paid is None else sum(1000.0 * paid.at(year) for year in range(campaign.start, last + 1))
            label: Value = name if campaign.label is None else text_label(campaign.label)
            note = message("full effect by {year}", year=str(campaign.full_by))
            yield FirstStep("begun", label, text_label(campaign.owner), None, None, "", public, public, note)
    for project in scenario.projects.values():
        if first <= project.start <= last:
            full = str(int(project.start + project.ramp.at(project.start) - 1))
            note = message("full load from {year}", year=full)
            owner = _branch(scenario, project.branch)
            yield FirstStep("begun", text_label(project.label), owner, None, None, "", None, None, note)


def _branch(scenario: Scenario, name: str) -> Value:
    branches: dict[str, Text] = {}
    if scenario.industry is not None:
        branches |= {key: one.label for key, one in scenario.industry.branches.items()}
    if scenario.buildings is not None:
        branches |= {key: one.label for key, one in scenario.buildings.classes.items()}
    return text_label(branches[name]) if name in branches else name


def _members(scenario: Scenario, system: EnergySystem) -> dict[Group, list[Technology]]:
    found: dict[Group, list[Technology]] = defaultdict(list)
    for one in system.technologies:
        found[_group(scenario, one)].append(one)
    return found


def _group(scenario: Scenario, technology: Technology) -> Group:
    """Return what is told as one: alike of one owner, vehicles by fleet."""
    vehicles = technology.capacity_unit == ResultUnit.MILLION_VEHICLES
    owner = who_owns(scenario, technology)
    last = technology.name.rpartition("/")[2]
    return technology.sector, technology.branch if vehicles else str(owner), last, technology.capacity_unit


def _label(scenario: Scenario, technology: Technology) -> Value:
    if technology.capacity_unit != ResultUnit.MILLION_VEHICLES:
        return technology.label
    fleet = fleet_name(scenario, technology.branch)
    return message("{drivetrain} ({fleet})", drivetrain=technology.label, fleet=fleet)

"""Plans of nearly the least cost as they are told: what each of them does, what may be chosen, what none does."""

from __future__ import annotations

from collections.abc import Mapping

from carbonsim.analysis.near_plans.alternatives import Alternatives, OtherPlan, Outcome, Range
from carbonsim.messages.message import Message, Value, message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.report.studies.shown import ShownStudy, StudyTable
from carbonsim.report.studies.words import NOTHING, all_in_sight, of_money, of_unit, title_of
from carbonsim.report.words import wording
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

OUTCOMES: Mapping[Outcome, Message] = {
    "in any case": message("in any case"),
    "as planned": message("as planned"),
    "may be chosen": message("may be chosen"),
    "excluded": message("excluded"),
}
TITLES: Mapping[Outcome, Message] = {
    "in any case": message("In any case: every such plan has at least this much"),
    "as planned": message("As planned: hardly any other amount is possible"),
    "may be chosen": message("May be chosen: more, less or none"),
    "excluded": message("Excluded: hardly any such plan adds or uses it"),
}
STANDS, RUNS = message("stands"), message("gives in the year")
METHOD = message(
    "Each group in turn is made least and most, while all rows of the plan hold, those of the peak too, and the cost "
    "as it is perceived stays within what is allowed: two solves a group. What people like about what they choose "
    "counts in that cost as it was laid out for the plan. Beside it stands what these two plans cost more than the "
    "plan in resources and transfers. Capacity is told beside what already stands in that year. Ranges hold one at a "
    "time: what is least of one group is seldom least of another."
)
FAR_APART = message(
    "Among the plans that were found, those that lie furthest from each other, by the sum of differences over all "
    "groups that are free, each in parts of its range."
)


def show_alternatives(scenario: Scenario, system: EnergySystem, plan: Solution, found: Alternatives) -> ShownStudy:
    """Return what is told of the ranges and the plans that were found."""
    counts = {outcome: sum(one.outcome == outcome for one in found.ranges) for outcome in OUTCOMES}
    must = counts["in any case"] + counts["as planned"]
    sentence = message(
        "Within {share} of the least cost ({money} discounted), in {year}, of {all} amounts: {must} in any case, "
        "{free} may be chosen, {none} excluded.",
        share=_share(found.within), money=of_money(found.allowed), year=found.year, must=must,
        all=len(found.ranges), free=counts["may be chosen"], none=counts["excluded"],
    )  # fmt: skip
    tables = [*(_table(found, outcome) for outcome in OUTCOMES if counts[outcome])]
    tables += [_plans(found)] if len(found.plans) > 1 else []
    notes = (METHOD, _cost(plan), *_unsolved(found))
    return ShownStudy(
        title_of(scenario),
        f"{scenario.stem}-alternatives",
        message("Alternatives, {year}", year=found.year),
        all_in_sight(system.foresight),
        sentence,
        notes,
        tuple(tables),
        {"alternatives": found.table(), "plans": found.plans_table()},
    )


def _share(share: float) -> Value:
    return f"{100.0 * share:g}%"


def _cost(plan: Solution) -> Message:
    return message(
        "The cheapest plan costs {perceived} as it is perceived, {told} in resources and transfers, discounted.",
        perceived=of_money(plan.perceived_cost), told=of_money(plan.total_cost),
    )  # fmt: skip


def _unsolved(found: Alternatives) -> list[Message]:
    if not found.unsolved:
        return []
    names = tuple(one.name for one in found.unsolved)
    return [message("The solver found no extreme of {names}.", names=names)]


def _table(found: Alternatives, outcome: Outcome) -> StudyTable:
    columns = (
        message("Group"), message("Sector"), message("What"), message("Stands already"), message("Least"),
        message("Plan"), message("Most"), message("Cost of the least"), message("Cost of the most"),
    )  # fmt: skip
    ranges = [one for one in found.ranges if one.outcome == outcome]
    return StudyTable(TITLES[outcome], columns, tuple(_row(one) for one in ranges))


def _row(one: Range) -> tuple[Value, ...]:
    unit = one.group.unit
    return (
        _name(one.group.label), wording(one.group.sector), STANDS if one.group.measure == "stands" else RUNS,
        of_unit(one.standing, unit), of_unit(one.least, unit), of_unit(one.planned, unit), of_unit(one.most, unit),
        of_money(one.costs[0]), of_money(one.costs[1]),
    )  # fmt: skip


def _name(label: Value) -> Value:
    return wording(label) if isinstance(label, str) else label


def _plans(found: Alternatives) -> StudyTable:
    columns = (message("Group"), message("What"), *(_plan_name(plan) for plan in found.plans))
    rows: list[tuple[Value, ...]] = [
        (message("Cost above the plan"), NOTHING, *(of_money(plan.cost) for plan in found.plans))
    ]
    for place, one in enumerate(found.ranges):
        if one.outcome in ("may be chosen", "in any case"):
            amounts = (of_unit(plan.amounts[place], one.group.unit) for plan in found.plans)
            rows.append((_name(one.group.label), STANDS if one.group.measure == "stands" else RUNS, *amounts))
    return StudyTable(message("Plans as different as possible"), columns, tuple(rows), FAR_APART)


def _plan_name(plan: OtherPlan) -> Message:
    if plan.group is None:
        return message("Cheapest")
    what = STANDS if plan.group.measure == "stands" else RUNS
    least, most = message("least {group}: {what}"), message("most {group}: {what}")
    return (least if plan.extreme == "least" else most).filled(group=_name(plan.group.label), what=what)

"""The frontier of peak years as it is told: what each earlier year costs, and below which level."""

from __future__ import annotations

from carbonsim.analysis.frontier.frontier import Frontier, FrontierPoint
from carbonsim.messages.message import Message, Value, counting, message
from carbonsim.report.studies.shown import ShownStudy, StudyTable
from carbonsim.report.studies.words import EMISSIONS, NOTHING, decided_as_written, of_money, of_unit, title_of
from carbonsim.report.words import wording
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

METHOD = message(
    "Each row is the cheapest plan in which no later year emits more than the year told, solved anew, warm from the "
    "row before; it keeps all else that the scenario asks for. Costs are above the same scenario without its peaking "
    "plan, discounted: as they are perceived, which decides, and in resources and transfers. An earlier year costs "
    "what the row costs more than the next later year that has a plan, per year between them. The highest year may "
    "lie before the year told, where emissions have fallen by then."
)
COLUMNS = (
    message("Peak by"), message("No year above"), message("Status"), message("Perceived cost, extra"),
    message("Resources and transfers, extra"), message("A year earlier costs"), message("Highest year of the plan"),
    message("Highest emissions"), message("Emissions over all years of the plan"),
)  # fmt: skip


def show_frontier(scenario: Scenario, system: EnergySystem, found: Frontier) -> ShownStudy:
    """Return what is told of the points that were found."""
    rows = tuple(_row(point) for point in found.points)
    table = StudyTable(message("Cost against peak year and level"), COLUMNS, rows)
    without = [point for point in found.points if point.extra is None]
    return ShownStudy(
        title_of(scenario),
        f"{scenario.stem}-frontier",
        message("Frontier of peak years"),
        decided_as_written(system.foresight),
        _sentence(found),
        (METHOD, *(_why(point) for point in without[:1])),
        (table,),
        {"frontier": found.table()},
        has_plan=len(without) < len(found.points),
    )


def _sentence(found: Frontier) -> Message:
    known = [point for point in found.points if point.extra is not None and point.cap is None]
    year, level = found.twin_highest
    without = message(
        "Without a peaking plan emissions are highest in {year}, {level}.", year=year, level=of_unit(level, EMISSIONS)
    )
    if not known:
        none = message("None of these years can be the peak.")
        return message("{first} {second}", first=without, second=none)
    first, last = min(known, key=lambda one: one.by), max(known, key=lambda one: one.by)
    late = message("A peak by {last} costs {late} more.", last=last.by, late=of_money(last.extra))
    cost = late if last.by == first.by else message(
        "A peak by {last} costs {late} more, one by {first}, the earliest of these years that has a plan, {early}.",
        last=last.by, late=of_money(last.extra), first=first.by, early=of_money(first.extra),
    )  # fmt: skip
    none_of = len([point for point in found.points if point.extra is None])
    missing = counting("{count} point has no plan.", "{count} points have no plan.", none_of)
    told = message("{first} {second}", first=without, second=cost)
    return message("{first} {second}", first=told, second=missing) if none_of else told


def _why(point: FrontierPoint) -> Message:
    return message("Why there is no plan by {year}: {why}", year=point.by, why=tuple(point.why[:1]) or point.status)


def _row(point: FrontierPoint) -> tuple[Value, ...]:
    return (
        str(point.by), of_unit(point.cap, EMISSIONS), wording(point.status), of_money(point.extra),
        of_money(point.resource_extra), of_money(point.year_earlier),
        NOTHING if point.highest_year is None else str(point.highest_year),
        of_unit(point.highest, EMISSIONS), of_unit(point.total, EMISSIONS),
    )  # fmt: skip

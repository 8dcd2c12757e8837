"""A robust plan as it is told: what it decides first, what not knowing the future costs, what the plain plan risks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from carbonsim.analysis.ensembles.robust_futures import CostMeasures, GroupDecision, JudgedFuture, RobustFindings, Ways
from carbonsim.analysis.peaking import Peak
from carbonsim.messages.message import Message, Value, message
from carbonsim.report.studies.shown import ShownStudy, StudyTable
from carbonsim.report.studies.words import EMISSIONS, NOTHING, all_in_sight, of_money, of_unit, title_of
from carbonsim.report.words import wording
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

SMALL = 1e-6  # of a cost: less is no difference
WAYS: Mapping[Ways, Message] = {
    "own": message("Each future planned as if it were known"),
    "robust": message("Robust plan"),
    "held": message("Plain plan held"),
}
KINDS: Mapping[str, Message] = {"built": message("built"), "retired early": message("retired early")}
METHOD = message(
    "The robust plan is one linear programme of all futures, in which plants, stores and networks are built, converted "
    "and retired early alike up to the year told; all else, and all that comes after, adapts to each future. It has "
    "the least expected cost, or weighs the dearest futures more where that is asked for. The plain plan is that of "
    "the scenario as it is written: held is what it decides up to the same year. What people and firms buy follows "
    "their demand in every future."
)
GUARD = message(
    "Until the peak, no plan emits more in a future than the same future would without a peaking plan, planned alone, "
    "with one first stage for all or with what the plain plan decides, whichever emits most. All ways of planning keep "
    "the same limits, so that no plan of a known future costs more than the robust one."
)
CHOICE = message(
    "Costs are as they are perceived, discounted. What people like about what they choose, and what they would do "
    "without, counts as it was laid out for the plan of each future alone: shares that move far from it are counted "
    "less exactly."
)


def show_robust(
    scenario: Scenario, system: EnergySystem, found: RobustFindings, draws: pd.DataFrame
) -> ShownStudy:  # fmt: skip
    """Return what is told of a robust plan; `draws` are what is drawn in each future."""
    tables, data = list[StudyTable](), dict[str, pd.DataFrame]()
    if found.futures:
        tables = [_measures(found), _first_stage(found), _futures(found)]
    data = {
        "robust": found.table(), "measures": found.measures_table(), "first-stage": found.groups_table(), "draws": draws
    }  # fmt: skip
    return ShownStudy(
        title_of(scenario),
        f"{scenario.stem}-robust",
        message("Robust plan, decided until {year}", year=found.until),
        all_in_sight(system.foresight),
        _sentence(found),
        (METHOD, GUARD, CHOICE, *_weighed(found), *_left_out(found), *_size(found)),
        tuple(tables),
        data,
        has_plan=bool(found.futures),
    )


def _sentence(found: RobustFindings) -> Message:
    count = len(found.futures)
    if not count:
        return message(
            "No first stage until {year} leaves a plan in all of the {count} futures.",
            year=found.until, count=found.count - len(_none(found)),
        )  # fmt: skip
    own, robust, held = found.measures()
    assert own.expected is not None and robust.expected is not None
    first = message(
        "One first stage until {year} for {count} futures costs {cost} on average, {more} more than if each future "
        "were known.",
        year=found.until, count=count, cost=of_money(robust.expected), more=_more(robust.expected, own.expected),
    )  # fmt: skip
    return message("{first} {second}", first=first, second=_beside_plain(found, robust, held))


def _beside_plain(found: RobustFindings, robust: CostMeasures, held: CostMeasures) -> Message:
    if held.expected is None or robust.expected is None:
        return message(
            "What the plain plan decides until then leaves {count} of them without a plan.",
            count=len(found.futures) - held.planned,
        )
    cost = _more(held.expected, robust.expected)
    if held.expected >= robust.expected:
        return message("What the plain plan decides until then costs {more} more than that.", more=cost)
    less = _more(robust.expected, held.expected)
    return message(
        "What the plain plan decides until then costs {less} less on average, and more in the dearest futures.",
        less=less,
    )  # fmt: skip


def _more(one: float, other: float) -> Value:
    """Return a difference of costs, nothing where it is rounding."""
    difference = one - other
    return of_money(difference if difference > SMALL * abs(other) else 0.0)


def _weighed(found: RobustFindings) -> list[Message]:
    if found.risk.weight <= 0.0:
        return []
    return [
        message(
            "The mean cost of the dearest {tail} of futures counts {weight}, the expected cost the rest.",
            tail=_percent(found.risk.tail), weight=_percent(found.risk.weight),
        )
    ]  # fmt: skip


def _none(found: RobustFindings) -> tuple[int, ...]:
    return (*found.plan.without, *found.refused)


def _left_out(found: RobustFindings) -> list[Message]:
    """Tell which futures have no plan, whatever is decided first."""
    left = []
    if found.plan.without:
        numbers = tuple(str(one) for one in found.plan.without)
        left.append(
            message(
                "Left out, as nothing that is decided first gives them a plan: future {numbers}. The others share "
                "their weight.",
                numbers=numbers,
            )
        )
    for number, why in found.refused.items():
        left.append(message("Future {number} is left out: {why}", number=number, why=why))
    return left


def _size(found: RobustFindings) -> list[Message]:
    plan = found.plan
    if not plan.rows:
        return []
    return [
        message(
            "The programme of all futures has {rows} rows, {columns} columns and {nonzeros} numbers.",
            rows=f"{plan.rows:,}", columns=f"{plan.columns:,}", nonzeros=f"{plan.nonzeros:,}",
        )
    ]  # fmt: skip


def _measures(found: RobustFindings) -> StudyTable:
    tail = message("Mean of the dearest {tail}", tail=_percent(found.risk.tail))
    in_time = (
        message("Peaks") if found.by is None else message("Peaks by {year}", year=found.by)
    )  # fmt: skip
    columns = (
        message("Plan"), message("Expected cost"), message("Dearest future"), tail,
        message("Greatest regret"), message("Futures with a plan"), in_time,
    )  # fmt: skip
    rows = tuple(_measure_row(found, one) for one in found.measures())
    note = message(
        "Regret is what a plan costs more in a future than the plan of that future as if it were known. Costs of the "
        "whole plan are told where every future has one."
    )
    return StudyTable(message("What each way of planning costs over all futures"), columns, rows, note)


def _measure_row(found: RobustFindings, one: CostMeasures) -> tuple[Value, ...]:
    count = len(found.futures)
    return (
        WAYS[one.way], of_money(one.expected), of_money(one.worst), of_money(one.tail), of_money(one.regret),
        _of(one.planned, count), _of(one.in_time, count),
    )  # fmt: skip


def _of(part: int, count: int) -> Message:
    return message("{part} of {count}", part=part, count=count)


def _first_stage(found: RobustFindings) -> StudyTable:
    columns = (
        message("Group"), message("Sector"), message("What"), message("Robust plan"), message("Plain plan"),
        message("Least of known futures"), message("Most of known futures"),
    )  # fmt: skip
    title = message("What is decided until {year}", year=found.until)
    note = message("The last two columns tell what plans of single futures would decide, each as if it were known.")
    return StudyTable(title, columns, tuple(_group_row(one) for one in found.groups), note)


def _group_row(one: GroupDecision) -> tuple[Value, ...]:
    label = wording(one.label) if isinstance(one.label, str) else one.label
    amounts = (of_unit(amount, one.unit) for amount in (one.robust, one.plain, one.least, one.most))
    return (label, wording(one.sector), KINDS[one.kind], *amounts)


def _futures(found: RobustFindings) -> StudyTable:
    columns = (
        message("Future"), message("Weight"), message("Cost as if it were known"), message("Regret of the robust plan"),
        message("Regret of the plain plan"), message("Peak as if it were known"), message("Peak of the robust plan"),
        message("Peak of the plain plan"),
    )  # fmt: skip
    note = message("What is drawn in each future stands in draws.csv, the lowest number first.")
    return StudyTable(message("Every future"), columns, tuple(_future_row(one) for one in found.futures), note)


def _future_row(one: JudgedFuture) -> tuple[Value, ...]:
    return (
        str(one.number), _percent(one.weight), of_money(one.cost["own"]), _regret(one, "robust"), _regret(one, "held"),
        *(_peak(one.peak[way]) for way in WAYS),
    )  # fmt: skip


def _regret(one: JudgedFuture, way: Ways) -> Value:
    cost, own = one.cost[way], one.cost["own"]
    if cost is None or own is None:
        return message("no plan")
    return _more(cost, own)


def _peak(peak: Peak | None) -> Value:
    if peak is None or peak.year is None:
        return NOTHING
    return message("{year}, {level}", year=peak.year, level=of_unit(peak.level, EMISSIONS))


def _percent(share: float) -> str:
    return f"{100.0 * share:.3g}%"

"""The cheapest next tonnes and the cost of waiting as they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from carbonsim.analysis.abatement.changes import Kind, PlanChange
from carbonsim.analysis.abatement.delay import Delayed, delays_table
from carbonsim.analysis.abatement.steps import Abatement, AbatementStep
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Message, Value, message, rendered
from carbonsim.report.studies.shown import ShownStudy, StudyTable
from carbonsim.report.studies.words import EMISSIONS, NOTHING, decided_as_written, of_money, of_unit, title_of
from carbonsim.report.words import CNY_PER_TONNE, amount, reader_unit, wording
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

STEPS = (
    message("Cut of the year"), message("Status"), message("Built more"), message("Built less"), message("Fuels"),
    message("Imports"), message("Perceived cost of the step"), message("Resources and transfers of the step"),
    message("A tonne costs on average"), message("The next tonne costs"), message("Cut over all years"),
)  # fmt: skip
SWEEP = (
    message("Price of a tonne"), message("Cut of the year"), message("Perceived cost, extra"),
    message("Resources and transfers, extra"),
)  # fmt: skip
DELAYS = (
    message("What begins later"), message("Later by"), message("Status"), message("Perceived cost, extra"),
    message("Resources and transfers, extra"), message("Emissions of the plan, more"), message("Peak"),
    message("Extra cost without a peaking plan"), message("Emissions without one, more"),
)  # fmt: skip
METHOD = message(
    "Each step is the cheapest plan that emits so much less in the year than the plan of the scenario, and keeps all "
    "that it keeps: solved anew, warm from the step before. What it builds up to the year, burns and buys is told "
    "against the step before, the largest of each. Costs are discounted; a tonne costs what the step costs as it is "
    "perceived, per tonne of the year and in its money."
)
SWEEP_METHOD = message(
    "The same by price: each tonne of the year costs so much more, and the plan decides how many are saved. What is "
    "paid for tonnes is not counted. Between two rows a saved tonne costs no less than the lower price and no more "
    "than the higher one where all years are in sight, so that the curve adds up to the cost."
)
DELAY_METHOD = message(
    "Each delay is solved alone, with and without the peaking plan; the scenario else stays as it is. Emissions are of "
    "all years of the plan together."
)
ORDER: Mapping[Kind, Message] = {
    "built": STEPS[2], "not built": STEPS[3], "fuel": STEPS[4], "import": STEPS[5]
}  # fmt: skip


def show_abatement(
    scenario: Scenario, system: EnergySystem, found: Abatement | None, delays: Sequence[Delayed]
) -> ShownStudy:
    """Return what is told of steps, prices and delays."""
    tables, notes, data = list[StudyTable](), list[Message](), dict[str, pd.DataFrame]()
    sentences = list[Message]()
    if found is not None:
        tables.append(StudyTable(_steps_title(found), STEPS, tuple(_row(step) for step in found.steps)))
        sweep = tuple(_sweep_row(found, place) for place in range(len(found.sweep)))
        tables += [StudyTable(message("The same by price"), SWEEP, sweep, SWEEP_METHOD)] if sweep else []
        notes += [METHOD, *_none(found)]
        data |= {"abatement": found.table(), "changes": found.changes_table(), "sweep": found.sweep_table()}
        sentences.append(_sentence(found))
    if delays:
        tables.append(StudyTable(message("What waiting costs"), DELAYS, tuple(map(_delay_row, delays))))
        notes.append(DELAY_METHOD)
        data["delays"] = delays_table(list(delays))
        sentences.append(_waiting(delays[0]))
    known = [step for step in (() if found is None else found.steps) if step.cost is not None]
    known_delays = [one for one in delays if one.cost is not None]
    told = sentences[0] if len(sentences) == 1 else message("{first} {second}", first=sentences[0], second=sentences[1])
    return ShownStudy(
        title_of(scenario),
        f"{scenario.stem}-abatement",
        message("Next tonnes and waiting"),
        decided_as_written(system.foresight),
        told,
        tuple(notes),
        tuple(tables),
        data,
        has_plan=bool(known or known_delays),
    )


def _steps_title(found: Abatement) -> Message:
    return message("The cheapest next tonnes of {year}", year=found.year)


def _sentence(found: Abatement) -> Message:
    known = [step for step in found.steps if step.cost is not None]
    planned = message(
        "The plan emits {amount} in {year}.", amount=of_unit(found.planned, EMISSIONS), year=found.year
    )  # fmt: skip
    if not known:
        none = message("No plan emits {cut} less.", cut=of_unit(found.steps[0].cut, EMISSIONS))
        return message("{first} {second}", first=planned, second=none)
    cost = message(
        "The next {cut} cost {money} discounted; a tonne costs {first} in the first step and {last} in the last.",
        cut=of_unit(known[-1].cut, EMISSIONS), money=of_money(sum(step.cost or 0.0 for step in known)),
        first=_per_tonne(known[0].average), last=_per_tonne(known[-1].average),
    )  # fmt: skip
    return message("{first} {second}", first=planned, second=cost)


def _none(found: Abatement) -> list[Message]:
    last = found.steps[-1]
    if last.cost is not None:
        return []
    cut = of_unit(last.cut, EMISSIONS)
    return [message("Why no plan emits {cut} less: {why}", cut=cut, why=tuple(last.why[:1]) or last.status)]


def _row(step: AbatementStep) -> tuple[Value, ...]:
    changes = (_changes([one for one in step.changes if one.kind == kind]) for kind in ORDER)
    return (
        of_unit(step.cut, EMISSIONS), wording(step.status), *changes, of_money(step.cost),
        of_money(step.resource_cost), _per_tonne(step.average), _per_tonne(step.marginal),
        of_unit(step.all_years, EMISSIONS),
    )  # fmt: skip


def _changes(changes: Sequence[PlanChange]) -> Value:
    if not changes:
        return NOTHING
    return in_each(lambda language: "; ".join(_change(one, language) for one in changes))


def _change(one: PlanChange, language: str) -> str:
    name = wording(one.label) if isinstance(one.label, str) else one.label
    sign = "+" if one.amount > 0.0 else ""
    return f"{rendered(name, language)} {sign}{amount(one.amount, reader_unit(one.unit), language)}"


def _per_tonne(price: float | None) -> Value:
    return NOTHING if price is None else in_each(lambda language: amount(price, CNY_PER_TONNE, language))


def _sweep_row(found: Abatement, place: int) -> tuple[Value, ...]:
    point = found.sweep[place]
    return (
        _per_tonne(point.price), of_unit(point.cut, EMISSIONS), of_money(point.cost), of_money(point.resource_cost)
    )  # fmt: skip


def _waiting(one: Delayed) -> Message:
    if one.cost is None:
        return message(
            "Begun {years} years later, {name} leaves no plan.", years=one.years, name=one.name
        )  # fmt: skip
    return message(
        "Begun {years} years later, {name} makes the plan {money} dearer, as it is perceived and discounted.",
        years=one.years, name=one.name, money=of_money(one.cost),
    )  # fmt: skip


def _delay_row(one: Delayed) -> tuple[Value, ...]:
    peak: Value = NOTHING
    if one.peak_year is not None:
        peak = message("{year}, {level}", year=one.peak_year, level=of_unit(one.peak_level, EMISSIONS))
    return (
        one.name, message("{years} years", years=one.years), wording(one.status), of_money(one.cost),
        of_money(one.resource_cost), of_unit(one.emitted, EMISSIONS), peak, of_money(one.twin_cost),
        of_unit(one.twin_emitted, EMISSIONS),
    )  # fmt: skip

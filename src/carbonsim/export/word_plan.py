"""What a published plan says beside its tables: legal basis, requirements, goals by period, tasks, who answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from carbonsim.analysis.carbon_budget import number_of_period, period_of
from carbonsim.analysis.summary.assessments import NEAREST
from carbonsim.analysis.summary.joined_years import join_years
from carbonsim.analysis.summary.records import TargetRecord
from carbonsim.analysis.targets import TargetStatus
from carbonsim.export.word_tables import LEVELS, WordTable
from carbonsim.messages.label import Label, in_each
from carbonsim.messages.message import Message, Value, in_context, message
from carbonsim.report.assessed import assessment_tables
from carbonsim.report.content import Content
from carbonsim.report.figures.emissions.why import PLANS
from carbonsim.report.target_words import dated_document, status_words, unit_of_target, wording_words
from carbonsim.report.words import Language, Unit, amount, target_unit
from carbonsim.scenario.campaigns import national_actions
from carbonsim.scenario.section import Text
from carbonsim.system.forms import indicator_cards

SIGNS = {">=": "≥", "<=": "≤", "==": "="}
SAME_COST = 1e-4  # of the twin's cost: nearer than this is no difference
ORDER = ("national", "province", "city")  # as legal basis is listed: the highest first
SECURITY = (
    "heat_reserve", "power_reserve", "reserve_margin", "cold_week_power", "cold_week_heat", "cold_import_share",
    "winter_gas_use", "household_bill_share_urban",
)  # fmt: skip


def legal_basis(content: Content) -> list[Value]:
    """Return the documents that set the targets and evaluations, the highest level first."""
    ranked = sorted((row for row in content.summary.targets if row.source and row.level), key=_rank)
    named = [(row.source or "", row.date) for row in ranked]
    evaluated = [(one.source, one.date) for one in content.summary.assessments if one.source]
    found: dict[str, Value] = {}
    for source, date in chain(evaluated, named):
        for name in source.split("; "):
            found.setdefault(name, dated_document(name, date))
    return list(found.values())


def requirements(content: Content) -> Iterator[Message]:
    """Yield what the plan has to keep and by what it is chosen."""
    scenario = content.scenario
    years = scenario.time.years
    yield message(
        "The plan covers {region} from {first} to {last}; measures act from {start} on.",
        region=content.own("region"),
        first=str(years[0]),
        last=str(years[-1]),
        start=str(scenario.time.plan_from),
    )
    peaking = scenario.peaking
    if peaking is not None and peaking.by is not None:
        yield message("Emissions peak by {year}: no later year exceeds that one.", year=str(peaking.by))
    if peaking is not None and peaking.budget is not None:
        yield message(
            "A carbon budget binds the years {first} to {last} together.",
            first=str(peaking.budget.first),
            last=str(peaking.budget.last),
        )
    enforced = len({row.name for row in content.summary.targets if row.strength == "enforce"})
    if enforced:
        yield message("Targets that the plan must keep: {count}; all others are tracked.", count=enforced)
    if not content.sectors:
        return
    yield message("Every demand for energy services is met in every part of the year.")
    yield message(
        "Of the plans that keep all this, that of least perceived cost is taken; preferences are in no cost told."
    )


def goal_table(content: Content) -> WordTable | None:
    """Return every target under the five-year plan that it ends in; None where there is none."""
    rows = joined_by_period(content.summary.targets)
    if not rows:
        return None
    header = (
        message("Period"), in_context("document", "Target"), message("Year"), message("Figure"), message("Wording"),
        message("Set by"), message("Result"), message("Status"),
    )  # fmt: skip
    told: list[tuple[Value, ...]] = [
        (
            period_words(row.year), Label(row.label, row.label_zh), years, figure_words(row),
            wording_words(row), _setter(row), result_words(row), status_words(row),
        )
        for years, row in rows
    ]  # fmt: skip
    return WordTable(message("Goals by period"), header, told, widths=(4.2, 5.2, 2.0, 3.6, 2.0, 2.4, 3.0, 3.3))


def joined_by_period(targets: Iterable[TargetRecord]) -> list[tuple[str, TargetRecord]]:
    """Return targets by five-year plan, the city's own first; years of one plan that fare alike are one row."""
    by_period: dict[tuple[int, int], list[TargetRecord]] = {}
    for row in targets:
        by_period.setdefault(period_of(row.year), []).append(row)
    return [
        joined
        for _, rows in sorted(by_period.items(), key=lambda item: item[0])
        for joined in join_years(sorted(rows, key=lambda row: NEAREST.index(row.level)))
    ]


def _rank(row: TargetRecord) -> int:
    return ORDER.index(row.level) if row.level in ORDER else len(ORDER)


def period_words(year: int) -> Value:
    """Name the five-year plan of a year."""
    years = "{}–{}".format(*period_of(year))
    named = PLANS.get(number_of_period(year))
    return years if named is None else message("{plan} ({years})", plan=named, years=years)


def figure_words(row: TargetRecord) -> Value:
    """Tell the figure of a target with its sign and unit."""
    if row.change is not None and row.base_year is not None:
        change = f"{SIGNS.get(row.sense, row.sense)} {100 * row.change:+.4g}%".replace("-", "−")
        return message("{change} against {year}", change=change, year=str(row.base_year))
    if row.target is None:
        return message("no figure")
    sign = SIGNS.get(row.sense, row.sense)
    return message("{sign} {figure}", sign=sign, figure=_amount(row.target, unit_of_target(row)))


def result_words(row: TargetRecord) -> Value:
    """Tell what the plan reaches, as a change where the target is one."""
    if row.result is None:
        return message("–")
    if row.judged_by == "model" and row.change is not None and row.base_value:
        return f"{100 * (row.result / row.base_value - 1):+.1f}%".replace("-", "−")
    return _amount(row.result, unit_of_target(row))


def _setter(row: TargetRecord) -> Value:
    return LEVELS.get(row.level or "") or message("the scenario")


def actions_of(content: Content) -> dict[str, Label]:
    """Return the actions that key tasks fall under: the country's, then those of the scenario."""
    named = {name: Label(*words) for name, words in national_actions().items()}
    return named | {name: Label(text.en, text.zh) for name, text in content.scenario.actions.items()}


def tasks_of(content: Content, action: str) -> list[Message]:
    """Say the targets of an action that lie in the plan, each with its figure and what the plan reaches."""
    start = content.scenario.time.plan_from
    rows = [row for row in content.summary.targets if row.action == action and row.year >= start]
    return [_task(years, row) for years, row in join_years(sorted(rows, key=lambda row: NEAREST.index(row.level)))]


def _task(years: str, row: TargetRecord) -> Message:
    name = Label(row.label, row.label_zh)
    several = message("{name} in {years}", name=name, years=years)
    what = message("{name} by {year}", name=name, year=years) if years == str(row.year) else several
    told = {"what": what, "figure": figure_words(row), "level": _setter(row), "wording": wording_words(row)}
    if row.status in (TargetStatus.BY_HAND, TargetStatus.NOT_MODELLED, TargetStatus.NO_BASE):
        return message("{what}: {figure} ({level}, {wording}); {status}.", status=status_words(row), **told)
    return message(
        "{what}: {figure} ({level}, {wording}); the plan reaches {result}, {status}.",
        result=result_words(row),
        status=status_words(row),
        **told,
    )


def safeguards(content: Content) -> Iterator[Message]:
    """Yield what keeps the plan possible: money, security of supply, statistics."""
    cost, twin = content.summary.total_cost.value, content.summary.twin_total_cost
    if content.sectors and cost is not None and twin is not None and twin.value:
        yield _funds((cost - twin.value) / abs(twin.value))
    public = sum(_public_cost(content))
    if public:
        yield message("Public money for campaigns at full effect: {money} billion CNY a year.", money=f"{public:.3g}")
    yield from _security(content)
    beside = sum(1 for row in content.summary.targets if row.judged_by == "hand")
    if beside:
        yield message("Statistics: targets judged by figures that a bureau enters every year: {count}.", count=beside)


def _funds(extra: float) -> Message:
    """Say what share the plan costs beside its twin; a hundredth of a per cent is no difference."""
    if abs(extra) < SAME_COST:
        return message("Funds: the plan costs no more and no less than the scenario without a peaking target.")
    if extra < 0.0:
        return message(
            "Funds: beside the scenario without a peaking target the plan costs {share}% less in all.",
            share=f"{-100 * extra:.2f}",
        )
    return message(
        "Funds: beside the scenario without a peaking target the plan costs {share}% more in all.",
        share=f"{100 * extra:.2f}",
    )


def _public_cost(content: Content) -> Iterator[float]:
    for campaign in content.scenario.campaigns.values():
        if campaign.enabled and campaign.public_cost is not None:
            yield campaign.public_cost.at(campaign.full_by)


def _security(content: Content) -> Iterator[Message]:
    """Yield what supply has in reserve at the end of the first five-year plan."""
    year = None if content.milestones is None else content.milestones.first
    for name in SECURITY:
        card = indicator_cards()[name]
        value = None if year is None else content.series(card.variable).get(year)
        if value is not None:
            told = _amount(value, target_unit(name, card.unit), 3)
            yield message("{name} {year}: {amount}.", name=card.label, year=str(year), amount=told)


def _amount(value: float, unit: Unit, digits: int = 4) -> Value:
    return in_each(lambda language: amount(value, unit, language, digits))


def bureau_table(content: Content, language: Language) -> WordTable | None:
    """Return who answers for what: each bureau with the targets and the campaigns that it leads."""
    led: dict[str, tuple[list[str], list[str]]] = {}
    for row in content.summary.targets:
        if row.year >= content.scenario.time.plan_from and (row.lead or row.lead_zh):
            bureau = Label(row.lead or "", row.lead_zh or "").rendered(language)
            led.setdefault(bureau, ([], []))[0].append(Label(row.label, row.label_zh).rendered(language))
    for name, campaign in content.scenario.campaigns.items():
        if campaign.enabled:
            bureau = campaign.owner.zh if language == "zh" else campaign.owner.en
            label = name if campaign.label is None else Label(campaign.label.en, campaign.label.zh).rendered(language)
            led.setdefault(bureau, ([], []))[1].append(label)
    if not led:
        return None
    rows: list[tuple[Value, ...]] = [
        (bureau, _listed(targets), _listed(campaigns)) for bureau, (targets, campaigns) in led.items()
    ]
    header = (in_context("campaign", "Lead bureau"), message("Targets it answers for"), message("Campaigns it leads"))
    return WordTable(message("Division of work"), header, rows, widths=(5.0, 11.0, 9.7))


def _listed(names: list[str]) -> str:
    return "\n".join(dict.fromkeys(names)) or "–"


def evaluation_tables(content: Content) -> Iterator[tuple[Message, WordTable]]:
    """Yield each evaluation: what it comes to in the last year, and how every indicator counts."""
    for told in assessment_tables(content.summary):
        header: tuple[Value, ...] = (
            message("Indicator"), message("Kind of indicator"), *map(str, told.years), message("Judged by"),
        )  # fmt: skip
        rows: list[tuple[Value, ...]] = [(row.name, row.kind, *row.years, row.judged) for row in told.rows]
        caption = message("{name}, by indicator", name=told.name)
        yield told.sentences[-1], WordTable(caption, header, rows)


def own_sentences(written: Mapping[str, Text]) -> list[Value]:
    """Return the bureau's own sentences of a chapter."""
    return [Label(text.en, text.zh) for text in written.values()]

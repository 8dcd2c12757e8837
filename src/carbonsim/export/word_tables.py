"""The tables of the document a bureau files, in the units that reports print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from carbonsim.analysis.summary.assessments import NEAREST
from carbonsim.analysis.summary.records import ActualRecord, BudgetRecord, TargetRecord
from carbonsim.export.word_units import printed_unit, printed_value, result_unit, written_at
from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, Value, in_context, message, rendered
from carbonsim.report.content import EMISSIONS, Content
from carbonsim.report.differences import emissions_change
from carbonsim.report.figures.by_sector.districts import district_name
from carbonsim.report.tables.records import by_sector, economy_columns, economy_table
from carbonsim.report.words import Language, number
from carbonsim.scenario.describing.path_words import describe_path
from carbonsim.scenario.sections.policy import Campaign
from carbonsim.system.forms import Card, indicator_cards

TEN_THOUSAND = 100.0  # how many there are of tonnes in an Mt, and of tonnes of coal equivalent in an Mtce
USUAL_COLUMNS = 7  # of years; of more each is narrower
ATTRIBUTES = {"obligatory": message("obligatory"), "expected": message("expected")}
TOTAL = message("Total")


class WordTable(NamedTuple):
    """A table of the document: caption, header and rows; the first column is read as names."""

    caption: Message
    header: tuple[Value, ...]
    rows: list[tuple[Value, ...]]
    note: Value = ""
    widths: tuple[float, ...] = ()  # of the columns in cm; alike where absent
    figures: tuple[int, ...] = ()  # places of the columns that hold numbers


KINDS = {  # of energy, as the results call them
    "Coal": message("Coal"),
    "Oil": message("Oil"),
    "Gas": message("Gas"),
    "Net Import of Electricity": message("Net Import of Electricity"),
    "Non-fossil Power": message("Non-fossil Power"),
    "Biomass for Heat": message("Biomass for Heat"),
    "Hydrogen": message("Hydrogen"),
}
SECTIONS = {  # of a scenario, by key
    "time": message("Time and discounting"),
    "economy": in_context("section", "Economy"),
    "energy": in_context("section", "Energy"),
    "industry": in_context("section", "Industry"),
    "transport": in_context("section", "Transport"),
    "buildings": in_context("section", "Buildings"),
    "land": in_context("section", "Land"),
    "waste": in_context("section", "Waste"),
    "actors": in_context("section", "Actors"),
    "districts": in_context("section", "Districts"),
    "peaking": message("Peaking plan"),
    "campaigns": in_context("section", "Campaigns"),
    "projects": in_context("section", "Projects"),
    "targets": in_context("section", "Targets"),
    "balance": message("Energy balance"),
    "system": in_context("section", "System"),
}
LEVELS = {
    "national": in_context("level", "nation"),
    "province": in_context("level", "province"),
    "city": in_context("level", "city"),
}
QUALITIES = {
    "official": message("official"),
    "literature": message("literature"),
    "derived": message("derived"),
    "assumption": message("assumption"),
    "": message("not stated"),
}


def base_year_tables(content: Content, language: Language) -> list[WordTable]:
    """Return energy by kind and emissions by sector of the base year."""
    tables = (_energy_of_base_year(content), _emissions_of_base_year(content, language))
    return [table for table in tables if table is not None]


_WAYS = ("Coal-equivalent", "Calorific")


def _energy_of_base_year(content: Content) -> WordTable | None:
    year = content.scenario.time.years[0]
    rows: list[tuple[Value, ...]] = [
        (KINDS.get(name, name), *(_wan(_at(content, f"Energy Consumption|{way}|{name}", year)) for way in _WAYS))
        for name in content.children("Energy Consumption|Coal-equivalent")
    ]
    if not rows:
        return None
    rows.append((TOTAL, *(_wan(_at(content, f"Energy Consumption|{way}", year)) for way in _WAYS)))
    caption = message("Energy consumption of {year}, 10⁴ tce", year=year)
    header = (message("Kind"), message("Coal-equivalent power"), message("Calorific power"))
    return WordTable(caption, header, rows, widths=(8.0, 5.0, 5.0), figures=(1, 2))


def _emissions_of_base_year(content: Content, language: Language) -> WordTable:
    """Return emissions by sector, or by technology in the unit of a data set, which is not known."""
    year = content.scenario.time.years[0]
    caption, told = message("CO2 emissions of {year}, 10⁴ t", year=year), _wan
    if not content.sectors:
        caption, told = message("Emissions of {year}, units of the data", year=year), _figure
    parts = content.children(EMISSIONS).items()
    rows: list[tuple[Value, ...]] = [(content.called(name, language), told(path.get(year))) for name, path in parts]
    rows.append((TOTAL, told(_at(content, EMISSIONS, year))))
    header = (message("Sector"), in_context("document", "Emissions"))
    return WordTable(caption, header, rows, widths=(8.0, 5.0), figures=(1,))


def indicator_table(content: Content, language: Language) -> WordTable:
    """Return every indicator: base year, last year before the plan, its first years, target, attribute, lead bureau.

    Years that are over show what `actuals` say, marked with a star, where they say anything.
    """
    years = () if content.milestones is None else content.milestones.columns
    targets = _targets(content, years)
    actual = {(row.variable, row.year): row.actual for row in content.summary.actuals}
    cards = indicator_cards()
    found = [card for card in cards.values() if content.series(card.variable)]
    ordered = sorted(found, key=lambda card: card.name not in targets)
    rows = [_indicator(card, targets.get(card.name, ()), actual, years, content, language) for card in ordered]
    outside = (in_context("document", "Target"), in_context("document", "Attribute"), message("Lead"))
    header: tuple[Value, ...] = (message("Indicator"), message("Unit"), *map(str, years), *outside)
    star = message("* as the statistics said; all others are results of the model.")
    figures = tuple(range(2, 2 + len(years)))
    return WordTable(message("Indicators"), header, rows, star, _indicator_widths(len(years), language), figures)


def _indicator_widths(years: int, language: Language) -> tuple[float, ...]:
    """Return the widths of the columns, in cm: Chinese words are shorter, but their letters wider."""
    zh = language == "zh"
    before, after = ((4.6, 2.3), (3.5, 1.5, 3.6)) if zh else ((4.3, 2.1), (3.2, 2.0, 3.2))
    width = (1.45 if zh else 1.55) * min(1.0, USUAL_COLUMNS / max(years, 1))
    return (*before, *(width for _ in range(years)), *after)


def _targets(content: Content, years: Sequence[int]) -> dict[str, list[TargetRecord]]:
    """Return the targets an indicator is held to in some years: those of the nearest level that sets a figure."""
    found: dict[str, list[TargetRecord]] = {}
    for row in content.summary.targets:
        if row.indicator is not None and row.target is not None and years and years[0] <= row.year <= years[-1]:
            found.setdefault(row.indicator, []).append(row)
    for name, rows in found.items():
        nearest = min((row.level for row in rows), key=NEAREST.index)
        found[name] = sorted((row for row in rows if row.level == nearest), key=lambda row: row.year)
    return found


def _indicator(
    card: Card, goals: Sequence[TargetRecord], actual: Mapping[tuple[str, int], float], years: Sequence[int],
    content: Content, language: Language,
) -> tuple[Value, ...]:  # fmt: skip
    unit, factor = result_unit(card.unit, language)
    path = content.series(card.variable)
    cells = []
    for year in years:
        told = actual.get((card.variable, year))
        value = path.get(year) if told is None else told
        cells.append("–" if value is None else number(value * factor, 4) + ("" if told is None else "*"))
    target = goals[-1] if goals else None
    attribute = ATTRIBUTES[target.attribute if target and target.attribute else card.attribute]
    lead = Label(target.lead or "", target.lead_zh or "") if target else card.lead
    return (card.label, unit, *cells, _lines(_goals(goals, factor), language), attribute, lead)


def _lines(told: Iterable[Value], language: Language) -> str:
    """Tell several things in one cell, each on a line of its own."""
    return "\n".join(rendered(one, language) for one in told)


def _goals(targets: Sequence[TargetRecord], factor: float) -> Iterator[Message]:
    """Yield each figure with the years it holds for and who set it."""
    signs = {">=": "≥", "<=": "≤", "==": "="}
    years: dict[tuple[str, float, str | None], list[int]] = {}
    for target in targets:
        years.setdefault((target.sense, target.target or 0.0, target.level), []).append(target.year)
    for (sense, figure, level), when in years.items():
        span = str(when[0]) if len(when) == 1 else f"{when[0]}–{when[-1]}"
        told, sign = number(figure * factor, 4), signs.get(sense, sense)
        if setter := LEVELS.get(level or ""):
            yield message("{years}: {sign} {figure} ({level})", years=span, sign=sign, figure=told, level=setter)
        else:
            yield message("{years}: {sign} {figure}", years=span, sign=sign, figure=told)


def word_campaign_table(content: Content, action: str, language: Language) -> WordTable:
    """Return the campaigns of an action: what each sets, what it avoids, when, and who leads it."""
    year = None if content.milestones is None else content.milestones.first
    measured = {row.name: row.wedge_Mt or {} for row in content.summary.campaigns}
    rows: list[tuple[Value, ...]] = []
    for name, campaign in content.scenario.campaigns.items():
        if campaign.category != action or not campaign.enabled:
            continue
        label = name if campaign.label is None else Label(campaign.label.en, campaign.label.zh)
        wedge = None if year is None else measured.get(name, {}).get(year)
        sets = _lines(_changes(content, campaign, language), language)
        when, owner = f"{campaign.start}–{campaign.full_by}", Label(campaign.owner.en, campaign.owner.zh)
        told = _wan(wedge) if year is None else emissions_change(content.summary, year, _wan(wedge), wedge)
        rows.append((label, sets, told, when, owner))
    header = (
        message("Campaign"), message("At full effect"), message("Abatement {year}, 10⁴ t", year=year or "–"),
        message("Years"), in_context("campaign", "Lead bureau"),
    )  # fmt: skip
    return WordTable(message("Campaigns"), header, rows, widths=(5.2, 11.2, 2.8, 2.6, 3.9), figures=(2,))


def _changes(content: Content, campaign: Campaign, language: Language) -> Iterator[Message]:
    """Tell what a campaign sets in words: from what there would be without it to what there is at full effect."""
    year = campaign.full_by
    for path in campaign.changes:
        words = describe_path(content.scenario, path)
        after = written_at(content.scenario, path)
        before = written_at(content.scenario.before_campaigns, path)
        if after is None:
            continue
        unit = printed_unit(path, after, language)[0]
        told = printed_value(path, after, year, language)
        if before is not None and (was := printed_value(path, before, year, language)) != told:
            told = f"{was} → {told}"
        close = unit in ("%", "")
        amount = f"{told}{unit}" if close else message("{value} {unit}", value=told, unit=unit)
        yield message("{what}: {amount} ({year})", what=Label(words.en, words.zh), amount=amount, year=year)


def word_project_table(content: Content) -> WordTable | None:
    """Return the project list with what each does to emissions and to the peak; None where there is none."""
    projects = content.summary.projects
    if not projects:
        return None
    header = (
        message("Project"), message("District"), in_context("project", "Start"), in_context("project", "Full"),
        message("Energy, 10⁴ tce"), message("Process, 10⁴ t"), message("Value added, 10⁸ CNY"),
        in_context("project", "Jobs"), message("Adds, 10⁴ t"), message("Peak with / without"),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for row in projects:
        process = sum(amount for gas, amount in row.process_Mt.items() if gas == "CO2_process")
        peak = f"{row.peak_with.year or '–'} / {row.peak_without.year or '–'}"
        adds = row.twin_effect_Mt.get(row.full_from)
        rows.append(
            (
                Label(row.label, row.label_zh), row.district or "–", str(row.start), str(row.full_from),
                _wan(row.energy_Mtce), _wan(process), number(10 * row.value_added_billion_CNY, 3),
                number(row.jobs, 4), emissions_change(content.summary, row.full_from, _wan(adds), adds), peak,
            )
        )  # fmt: skip
    return WordTable(message("Projects"), header, rows, figures=(2, 3, 4, 5, 6, 7, 8))


def word_economy_table(content: Content) -> WordTable | None:
    """Return what the scenario changes in GDP and jobs against the baseline; None where it changes nothing."""
    table = economy_table(content.summary)
    if table is None:
        return None
    rows = [(name, *cells) for name, cells in table.rows]
    header: tuple[Value, ...] = (in_context("document", "Change"), *economy_columns(table))
    caption = message("Changes of the economy against the baseline")
    return WordTable(caption, header, rows, figures=tuple(range(1, len(header))))


def budget_tables(content: Content, language: Language) -> Iterator[WordTable]:
    """Yield the carbon budget of the next two five-year plans: every year's quota in all, by sector and district."""
    for period in content.summary.carbon_budget[:2]:
        years = [str(quota.year) for quota in period.quotas]
        header: tuple[Value, ...] = (in_context("document", "Budget"), *years, message("Five years"))
        total = in_context("budget", "Total")
        rows = [_budget_row(total, [quota.total_Mt for quota in period.quotas], period.total_Mt)]
        for name, whole in period.sectors_Mt.items():
            quotas = [quota.sectors_Mt[name] for quota in period.quotas]
            rows.append(_budget_row(content.called(name, language), quotas, whole))
        for name, whole in period.districts_Mt.items():
            quotas = [quota.districts_Mt[name] for quota in period.quotas]
            rows.append(_budget_row(district_name(content, name, language), quotas, whole))
        caption = message("Carbon budget {years}, 10⁴ t", years=f"{period.first}–{period.last}")
        yield WordTable(caption, header, rows, figures=tuple(range(1, len(header))))
        yield from _district_budgets(content, period, language)


def _district_budgets(content: Content, period: BudgetRecord, language: Language) -> Iterator[WordTable]:
    """Yield the carbon budget of a five-year plan by sector and district, by place and by responsibility."""
    years = f"{period.first}–{period.last}"
    for parts, caption in (
        (period.districts_by_place_Mt, message("Carbon budget {years} by place of emission, 10⁴ t", years=years)),
        (period.districts_by_user_Mt, message("Carbon budget {years} by responsibility, 10⁴ t", years=years)),
    ):
        if not parts:
            continue
        names = [district_name(content, name, language) for name in parts]
        header: tuple[Value, ...] = (in_context("document", "Budget"), *names, in_context("budget", "Total"))
        rows = [
            _budget_row(
                in_context("budget", "Total") if sector is None else content.called(sector, language), own, sum(own)
            )
            for sector, own in by_sector(parts)
        ]
        yield WordTable(caption, header, rows, figures=tuple(range(1, len(header))))


def _budget_row(name: Value, quotas: list[float], total: float) -> tuple[Value, ...]:
    return (name, *map(_wan, quotas), _wan(total))


def actual_table(content: Content, language: Language) -> WordTable | None:
    """Return actuals beside the plan with the gap, and what it means for the years left; None where there is none."""
    rows = content.summary.actuals
    if not rows:
        return None
    header = (
        message("Actual"), message("Year"), message("Unit"), in_context("document", "Statistics"),
        in_context("document", "Plan"), message("Gap"), message("Budget left, 10⁴ t"),
        message("Years left must fall by"),
    )  # fmt: skip
    return WordTable(message("Actuals"), header, [_actual(row, language) for row in rows], figures=(1, 3, 4, 5, 6, 7))


def _actual(row: ActualRecord, language: Language) -> tuple[Value, ...]:
    unit, factor = result_unit(row.unit, language)
    figures = (_figure(None if one is None else one * factor) for one in (row.actual, row.plan, row.gap))
    needed = "–" if row.change_needed is None else f"{-100 * row.change_needed:.1f}%"
    return (Label(row.label, row.label_zh), str(row.year), unit, *figures, _wan(row.left_Mt), needed)


def assumption_table(content: Content) -> WordTable:
    """Return how many inputs of each sector rest on what: official, literature, derived, assumption, not stated."""
    data, rows = content.data, list[tuple[Value, ...]]()
    if not data.empty:
        for sector, part in data.groupby(data["path"].str.split(".").str[0], sort=False):
            counts = part["quality"].fillna("").value_counts()
            told = (str(int(counts.get(quality, 0))) for quality in QUALITIES)
            rows.append((SECTIONS.get(str(sector), str(sector)), *told))
    note = message("Every input stands in the sheet Inputs of results.xlsx.")
    header = (message("Section"), *QUALITIES.values())
    widths = (6.0, 3.0, 3.0, 3.0, 3.0, 3.0)
    return WordTable(message("Inputs by source"), header, rows, note, widths, (1, 2, 3, 4, 5))


def _at(content: Content, variable: str, year: int) -> float | None:
    return content.series(variable).get(year)


def _wan(value: float | None) -> str:
    """Print Mt or Mtce in ten thousands."""
    return _figure(None if value is None else value * TEN_THOUSAND)


def _figure(value: float | None) -> str:
    return "–" if value is None else number(value, 4)

"""The tables of the document a bureau files, as rows of text in one language and in the units that reports print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from carbonsim.analysis.summary.records import ActualRecord, TargetRecord
from carbonsim.export.word_units import printed_unit, printed_value, written_at
from carbonsim.report.content import EMISSIONS, Content
from carbonsim.report.figures.by_sector.districts import district_name
from carbonsim.report.words import Language, number, word
from carbonsim.scenario.campaigns import national_actions
from carbonsim.scenario.describing.path_words import describe_path
from carbonsim.scenario.sections.policy import Campaign
from carbonsim.system.forms import Card, indicator_cards

TEN_THOUSAND = 100.0  # 万t of an Mt, 万tce of an Mtce
USUAL_COLUMNS = 7  # of years; of more each is narrower
ATTRIBUTES = {"obligatory": ("obligatory", "约束性"), "expected": ("expected", "预期性")}
UNITS = {
    "Mt": ("10⁴ t", "万吨", 100.0), "Mtce": ("10⁴ tce", "万吨标准煤", 100.0), "billion CNY": ("10⁸ CNY", "亿元", 10.0),
    "TWh": ("10⁸ kWh", "亿千瓦时", 10.0), "GW": ("10⁴ kW", "万千瓦", 100.0), "million": ("10⁴", "万人", 100.0),
    "Mha": ("10⁴ ha", "万公顷", 100.0), "t/10^4 CNY": ("t/10⁴ CNY", "吨/万元", 1.0),
    "tce/10^4 CNY": ("tce/10⁴ CNY", "吨标准煤/万元", 1.0), "CNY/household": ("CNY/household", "元/户", 1.0),
    "t/person": ("t/person", "吨/人", 1.0), "t/MWh": ("t/MWh", "吨/兆瓦时", 1.0), "PJ": ("PJ", "万吉焦", 100.0),
    "persons": ("persons", "人", 1.0),
}  # fmt: skip


class WordTable(NamedTuple):
    """A table of the document: caption, header and rows, all text; the first column is read as names."""

    caption: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    note: str = ""
    widths: tuple[float, ...] = ()  # of the columns in cm; alike where absent


KINDS = {
    "Coal": "煤炭", "Oil": "石油", "Gas": "天然气", "Net Import of Electricity": "净调入电力",
    "Non-fossil Power": "非化石电力", "Biomass for Heat": "生物质供热", "Hydrogen": "氢",
}  # fmt: skip
SECTIONS = {
    "time": ("Time and discounting", "时间与贴现"), "economy": ("Economy", "经济社会"), "energy": ("Energy", "能源"),
    "industry": ("Industry", "工业"), "transport": ("Transport", "交通运输"), "buildings": ("Buildings", "建筑"),
    "land": ("Land", "农林与土地利用"), "waste": ("Waste", "废弃物"), "districts": ("Districts", "区县划分"),
    "peaking": ("Peaking plan", "达峰约束"), "campaigns": ("Campaigns", "重点行动"), "projects": ("Projects", "项目"),
    "balance": ("Energy balance", "能源平衡表"), "system": ("System", "系统"),
}  # fmt: skip
LEVELS = {"national": ("nation", "国家"), "province": ("province", "省"), "city": ("city", "市")}
NEAREST = ("city", None, "province", "national")  # whose target a city is held to first


def base_year_tables(content: Content, language: Language) -> list[WordTable]:
    """Return energy by kind and emissions by sector of the base year."""
    zh, year = language == "zh", content.scenario.time.years[0]
    energy = [
        (
            KINDS.get(name, name) if zh else name,
            *(_wan(_at(content, f"Energy Consumption|{way}|{name}", year)) for way in _WAYS),
        )
        for name in content.children("Energy Consumption|Coal-equivalent")
    ]
    whole = tuple(_wan(_at(content, f"Energy Consumption|{way}", year)) for way in _WAYS)
    emitted = [(word(name, language), _wan(path.get(year))) for name, path in content.children(EMISSIONS).items()]
    total = "合计" if zh else "Total"
    tables = [
        WordTable(
            f"{year}年能源消费总量（万吨标准煤）" if zh else f"Energy consumption of {year}, 10⁴ tce",
            ("品种", "发电煤耗计算法", "电热当量计算法")
            if zh
            else ("Kind", "Coal-equivalent power", "Calorific power"),
            [*energy, (total, *whole)],
            widths=(8.0, 5.0, 5.0),
        ),
        WordTable(
            f"{year}年二氧化碳排放（万吨）" if zh else f"CO2 emissions of {year}, 10⁴ t",
            ("领域", "排放量") if zh else ("Sector", "Emissions"),
            [*emitted, (total, _wan(_at(content, EMISSIONS, year)))],
            widths=(8.0, 5.0),
        ),
    ]
    return tables if energy else tables[1:]


_WAYS = ("Coal-equivalent", "Calorific")


def indicator_table(content: Content, language: Language) -> WordTable:
    """Return every indicator: base year, last year before the plan, its first years, target, attribute, lead bureau.

    Years that are over show what `actuals` say, marked with a star, where they say anything.
    """
    zh, years = language == "zh", () if content.milestones is None else content.milestones.columns
    targets = _targets(content, years)
    actual = {(row.variable, row.year): row.actual for row in content.summary.actuals}
    cards = indicator_cards()
    found = [card for card in cards.values() if content.series(card.variable)]
    ordered = sorted(found, key=lambda card: card.name not in targets)
    rows = [_indicator(card, targets.get(card.name, ()), actual, years, content, language) for card in ordered]
    names = ("指标", "单位", "目标", "属性", "牵头单位") if zh else ("Indicator", "Unit", "Target", "Attribute", "Lead")
    header = (*names[:2], *map(str, years), *names[2:])
    star = "*为统计值；其余为模型测算值。" if zh else "* as the statistics said; all others are results of the model."
    outer = ((4.6, 2.3), (3.5, 1.5, 3.6)) if zh else ((4.3, 2.1), (3.2, 2.0, 3.2))
    width = (1.45 if zh else 1.55) * min(1.0, USUAL_COLUMNS / max(len(years), 1))
    widths = (*outer[0], *(width for _ in years), *outer[1])
    return WordTable("主要指标表" if zh else "Indicators", header, rows, star, widths)


def _targets(content: Content, years: Sequence[int]) -> dict[str, list[TargetRecord]]:
    """Return the targets an indicator is held to in some years: those of the nearest level that sets a figure."""
    found: dict[str, list[TargetRecord]] = {}
    for row in content.summary.targets:
        if row.target is not None and years and years[0] <= row.year <= years[-1]:
            found.setdefault(row.indicator, []).append(row)
    for name, rows in found.items():
        nearest = min((row.level for row in rows), key=NEAREST.index)
        found[name] = sorted((row for row in rows if row.level == nearest), key=lambda row: row.year)
    return found


def _indicator(
    card: Card, goals: Sequence[TargetRecord], actual: Mapping[tuple[str, int], float], years: Sequence[int],
    content: Content, language: Language,
) -> tuple[str, ...]:  # fmt: skip
    zh = language == "zh"
    en_unit, zh_unit, factor = _unit(card.unit, language)
    path = content.series(card.variable)
    cells = []
    for year in years:
        told = actual.get((card.variable, year))
        value = path.get(year) if told is None else told
        cells.append("–" if value is None else number(value * factor, 4) + ("" if told is None else "*"))
    target = goals[-1] if goals else None
    attribute = ATTRIBUTES[target.attribute if target and target.attribute else card.attribute][zh]
    lead = (target.lead_zh if zh else target.lead) if target else (card.lead.zh if zh else card.lead.en)
    goal = "\n".join(_goals(goals, factor, language))
    return (card.label.zh if zh else card.label.en, zh_unit if zh else en_unit, *cells, goal, attribute, str(lead))


def _goals(targets: Sequence[TargetRecord], factor: float, language: Language) -> Iterator[str]:
    """Yield each figure with the years it holds for and who set it."""
    signs, zh = {">=": "≥", "<=": "≤", "==": "="}, language == "zh"
    years: dict[tuple[str, float, str | None], list[int]] = {}
    for target in targets:
        years.setdefault((target.sense, target.target or 0.0, target.level), []).append(target.year)
    for (sense, figure, level), when in years.items():
        span = str(when[0]) if len(when) == 1 else f"{when[0]}–{when[-1]}"
        setter = LEVELS[level][zh] if level in LEVELS else ""
        by = "" if not setter else f"（{setter}）" if zh else f" ({setter})"
        yield f"{span}{'：' if zh else ': '}{signs.get(sense, sense)} {number(figure * factor, 4)}{by}"


def word_campaign_table(content: Content, language: Language) -> WordTable:
    """Return campaigns under the actions they belong to; an action without one keeps its line."""
    zh = language == "zh"
    rows: list[tuple[str, ...]] = []
    scenario = content.scenario
    year = None if content.milestones is None else content.milestones.first
    actions = {**national_actions(), **{name: (text.en, text.zh) for name, text in scenario.actions.items()}}
    measured = {row.name: row.wedge_Mt or {} for row in content.summary.campaigns}
    for action, words in actions.items():
        found = [(name, row) for name, row in scenario.campaigns.items() if row.category == action and row.enabled]
        for name, campaign in found:
            label = name if campaign.label is None else (campaign.label.zh if zh else campaign.label.en)
            owner = campaign.owner.zh if zh else campaign.owner.en
            wedge = None if year is None else measured.get(name, {}).get(year)
            when = f"{campaign.start}–{campaign.full_by}"
            told_changes = _changes(content, campaign, language)
            rows.append((words[zh], label, told_changes, _wan(wedge), when, owner))
        if not found and action in national_actions():
            rows.append((words[zh], "—", "", "", "", ""))
    header = (
        ("行动", "重点行动", "目标值（全面实施时）", f"{year or '–'}年减排量（万吨）", "年份", "责任单位")
        if zh
        else ("Action", "Campaign", "At full effect", f"Abatement {year or '–'}, 10⁴ t", "Years", "Lead bureau")
    )
    return WordTable("重点行动" if zh else "Campaigns", header, rows, widths=(4.2, 4.2, 9.0, 2.6, 2.4, 3.3))


def _changes(content: Content, campaign: Campaign, language: Language) -> str:
    """Tell what a campaign sets in words: from what there would be without it to what there is at full effect."""
    year, told_all = campaign.full_by, []
    for path in campaign.changes:
        words = describe_path(content.scenario, path)
        after = written_at(content.scenario, path)
        before = written_at(content.scenario.before_campaigns, path)
        if after is None:
            continue
        unit = printed_unit(path, after, language)[0]
        values = printed_value(path, after, year, language)
        if before is not None and printed_value(path, before, year, language) != values:
            values = f"{printed_value(path, before, year, language)} → {values}"
        gap = "" if language == "zh" or unit in ("%", "") else " "
        told_all.append(
            f"{words.zh}：{values}{unit}（{year}年）"
            if language == "zh"
            else f"{words.en}: {values}{gap}{unit} ({year})"
        )
    return "\n".join(told_all)


def word_project_table(content: Content, language: Language) -> WordTable | None:
    """Return the project list with what each does to emissions and to the peak; None where there is none."""
    projects = content.summary.projects
    if not projects:
        return None
    zh = language == "zh"
    header = (
        ("项目", "区县", "投产", "达产", "能耗（万吨标准煤）", "过程排放（万吨）", "增加值（亿元）", "岗位",
         "达产年增排（万吨）", "达峰年份（有/无）")
        if zh
        else ("Project", "District", "Start", "Full", "Energy, 10⁴ tce", "Process, 10⁴ t", "Value added, 10⁸ CNY",
              "Jobs", "Adds, 10⁴ t", "Peak with / without")
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for row in projects:
        process = sum(amount for gas, amount in row.process_Mt.items() if gas == "CO2_process")
        peak = f"{row.peak_with.year or '–'} / {row.peak_without.year or '–'}"
        rows.append(
            (
                row.label_zh if zh else row.label, row.district or "–", str(row.start), str(row.full_from),
                _wan(row.energy_Mtce), _wan(process), number(10 * row.value_added_billion_CNY, 3),
                number(row.jobs, 4), _wan(row.twin_effect_Mt.get(row.full_from)), peak,
            )
        )  # fmt: skip
    return WordTable("项目清单" if zh else "Projects", header, rows)


def budget_tables(content: Content, language: Language) -> Iterator[WordTable]:
    """Yield the carbon budget of the next two five-year plans: every year's quota in all, by sector and district."""
    zh = language == "zh"
    for period in content.summary.carbon_budget[:2]:
        years = [str(quota.year) for quota in period.quotas]
        header = ("项目" if zh else "Budget", *years, "五年合计" if zh else "Five years")
        rows = [_budget_row("总量" if zh else "Total", [q.total_Mt for q in period.quotas], period.total_Mt)]
        for name, whole in period.sectors_Mt.items():
            rows.append(_budget_row(word(name, language), [q.sectors_Mt[name] for q in period.quotas], whole))
        for name, whole in period.districts_Mt.items():
            quotas = [q.districts_Mt[name] for q in period.quotas]
            rows.append(_budget_row(district_name(content, name, language), quotas, whole))
        span = f"{period.first}–{period.last}"
        yield WordTable(f"{span}年碳排放预算（万吨）" if zh else f"Carbon budget {span}, 10⁴ t", header, rows)


def _budget_row(name: str, quotas: list[float], total: float) -> tuple[str, ...]:
    return (name, *map(_wan, quotas), _wan(total))


def actual_table(content: Content, language: Language) -> WordTable | None:
    """Return actuals beside the plan with the gap, and what it means for the years left; None where there is none."""
    rows, zh = content.summary.actuals, language == "zh"
    if not rows:
        return None
    header = (
        ("统计值", "年份", "单位", "统计", "规划路径", "差距", "预算剩余（万吨）", "剩余年份需再降")
        if zh
        else ("Actual", "Year", "Unit", "Statistics", "Plan", "Gap", "Budget left, 10⁴ t", "Years left must fall by")
    )
    return WordTable("执行情况" if zh else "Actuals", header, [_actual(row, language) for row in rows])


def _actual(row: ActualRecord, language: Language) -> tuple[str, ...]:
    en_unit, zh_unit, factor = _unit(row.unit, language)
    figures = ("–" if one is None else number(one * factor, 4) for one in (row.actual, row.plan, row.gap))
    needed = "–" if row.change_needed is None else f"{-100 * row.change_needed:.1f}%"
    label = row.label_zh if language == "zh" else row.label
    return (label, str(row.year), zh_unit if language == "zh" else en_unit, *figures, _wan(row.left_Mt), needed)


def assumption_table(content: Content, language: Language) -> WordTable:
    """Return how many inputs of each sector rest on what: official, literature, derived, assumption, not stated."""
    zh, data = language == "zh", content.data
    qualities = ("official", "literature", "derived", "assumption", "")
    words = ("官方", "文献", "推算", "假设", "未注明") if zh else (*qualities[:4], "not stated")
    rows = []
    if not data.empty:
        for sector, part in data.groupby(data["path"].str.split(".").str[0], sort=False):
            counts = part["quality"].fillna("").value_counts()
            rows.append(
                (
                    SECTIONS.get(str(sector), (str(sector),) * 2)[zh],
                    *(str(int(counts.get(quality, 0))) for quality in qualities),
                )
            )
    note = "逐项见 results.xlsx 的 Inputs 表。" if zh else "Every input stands in the sheet Inputs of results.xlsx."
    header = ("部分" if zh else "Section", *words)
    return WordTable(
        "数据来源（项数）" if zh else "Inputs by source", header, rows, note, (6.0, 3.0, 3.0, 3.0, 3.0, 3.0)
    )


def _unit(unit: str, language: Language) -> tuple[str, str, float]:
    """Return a unit in English and Chinese and its factor; a petajoule stays one in English."""
    english, chinese, factor = UNITS.get(unit, (unit, unit, 1.0))
    return english, chinese, 1.0 if language == "en" and english == unit else factor


def _at(content: Content, variable: str, year: int) -> float | None:
    return content.series(variable).get(year)


def _wan(value: float | None) -> str:
    """Print Mt or Mtce in ten thousands."""
    return "–" if value is None else number(value * TEN_THOUSAND, 4)

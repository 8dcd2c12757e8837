"""The way from the emissions of one scenario to those of another: by sector, by driver, by campaign."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from carbonsim.analysis.accounts.differences import emissions_differ
from carbonsim.analysis.drivers import compare_drivers
from carbonsim.messages.label import Label
from carbonsim.messages.message import in_context, message
from carbonsim.report.colours import PLAN
from carbonsim.report.content import EMISSIONS, Content
from carbonsim.report.figures.chart import (
    Chart,
    Choice,
    Layout,
    axis,
    rounded,
    titled,
    waterfall_steps,
    with_choices,
    wrapped,
)
from carbonsim.report.figures.comparing.comparison import shared_milestones, solved, source_of
from carbonsim.report.figures.emissions.emissions import emission_unit, scope_words
from carbonsim.report.figures.emissions.why import SHORT
from carbonsim.report.figures.marked import Marked
from carbonsim.report.figures.plan.campaigns import campaign_rows
from carbonsim.report.words import Language, Unit, amount, legend, word

SMALLEST = 0.002  # of the largest step: less is drawn with the others
SAME = 1e-5  # of the emissions of a year: less is no difference, but what two solutions are apart
MOST = 12  # steps; the smallest beyond are one
REST = {
    "sector": message("other sectors"),
    "driver": in_context("driver", "other"),
    "campaign": message("everything else"),
}

Gaps = dict[str, float]
Split = Callable[[Content, Content, int, Language], Gaps]


def steps(contents: Sequence[Content], language: Language = "en") -> Chart | None:
    """Draw the way from the emissions of one scenario to those of another, step by step."""
    found = solved(contents)
    years = shared_milestones(found, last=True)
    if len(found) < 2 or not years:
        return None
    ways = {name: split for name, split in SPLITS.items() if _has(name, [content for _, content in found])}
    views = {
        f"{place}.{other}.{way}.{year}": _steps(contents, one, two, year, way, language)
        for place, one in found
        for other, two in found
        if place != other
        for way in ways
        for year in years
    }
    names = tuple((str(place), content.text("name", language)) for place, content in found)
    wanted = str(years[min(1, len(years) - 1)])
    return with_choices(
        views,
        Choice(word("From", language), names, role="base"),
        Choice(word("To", language), names, start=names[1][0]),
        Choice(word("Split", language), tuple((way, word(f"By {way}", language)) for way in ways)),
        Choice(word("Year", language), tuple((str(year), str(year)) for year in years), start=wanted),
    )


def _has(way: str, contents: Sequence[Content]) -> bool:
    if way == "driver":
        return all(content.series("Emissions by User") and content.series("GDP") for content in contents)
    return way == "sector" or any(campaign_rows(content) for content in contents)


def _by_sector(one: Content, other: Content, year: int, language: Language) -> Gaps:
    before, after = (content.children(EMISSIONS, "plan") for content in (one, other))
    return {
        one.called(name, language, legend): after.get(name, {}).get(year, 0.0) - before.get(name, {}).get(year, 0.0)
        for name in {**before, **after}
    }


def _by_driver(one: Content, other: Content, year: int, language: Language) -> Gaps:
    effects = compare_drivers(one.series, other.series, year)
    return {SHORT[name].rendered(language): effect for name, effect in effects.items()}


def _by_campaign(one: Content, other: Content, year: int, language: Language) -> Gaps:
    """Tell each campaign by its wedge in either scenario; the rest is what the scenarios differ in besides."""
    before, after = (_wedges(content, year, language) for content in (one, other))
    return {name: before.get(name, 0.0) - after.get(name, 0.0) for name in {**before, **after}}


def _wedges(content: Content, year: int, language: Language) -> Gaps:
    return {
        Label(row.label, row.label_zh).rendered(language): float((row.wedge_Mt or {}).get(year, 0.0))
        for row in campaign_rows(content)
    }


SPLITS: Mapping[str, Split] = {"sector": _by_sector, "driver": _by_driver, "campaign": _by_campaign}


def split_gap(one: Content, other: Content, year: int, way: str, language: Language = "en") -> Gaps:
    """Return the steps from one scenario to another in a year, Mt, those that fall first; they add up to the gap."""
    gaps = SPLITS[way](one, other, year, language)
    ends = [content.series(EMISSIONS, "plan")[year] for content in (one, other)]
    sizes = sorted((abs(gap) for gap in gaps.values()), reverse=True)[:MOST] or [0.0]
    least = max(SMALLEST * sizes[0], SAME * max(map(abs, ends)))
    kept = {name: gap for name, gap in gaps.items() if abs(gap) > least and abs(gap) >= sizes[-1]}
    rest = ends[1] - ends[0] - sum(kept.values())
    ordered = dict(sorted(kept.items(), key=lambda pair: pair[1]))
    if abs(rest) > least:
        name = REST[way].rendered(language)
        ordered[name] = ordered.get(name, 0.0) + rest
    return ordered


def _steps(contents: Sequence[Content], one: Content, other: Content, year: int, way: str, language: Language) -> Chart:
    unit = emission_unit(one)
    factor, names = unit.factor(language), [content.text("name", language) for content in (one, other)]
    gaps = split_gap(one, other, year, way, language)
    ends = [content.series(EMISSIONS, "plan")[year] for content in (one, other)]
    trace = waterfall_steps(
        str(year),
        [wrapped(name, language) for name in (names[0], *gaps, names[1])],
        [rounded(value * factor) for value in (ends[0], *gaps.values(), ends[1])],
        ["absolute", *["relative"] * len(gaps), "total"],
        PLAN,
        hovertemplate=Marked("%{x}: %{y:,.4~r} ") + unit.name(language) + Marked("<extra></extra>"),
    )
    layout = {
        "yaxis": {**titled(unit.name(language)), **_window(ends, list(gaps.values()), factor)},
        "xaxis": axis("xaxis", type="category", tickformat="", dtick=None, tickangle=0),
        "showlegend": False,
        "hovermode": "closest",
    }
    rows = [(way, "difference", "unit")]
    rows += [(name, str(rounded(gap * factor)), unit.name(language)) for name, gap in gaps.items()]
    return Chart(
        "steps",
        word("From one scenario to the other", language),
        _steps_finding(names, gaps, ends, year, unit, language),
        scope_words(one, language),
        unit.name(language),
        source_of(contents, language),
        [trace],
        layout,
        1.1,
        wide=True,
        rows=tuple(rows),
    )


def _window(ends: list[float], gaps: list[float], factor: float) -> Layout:
    """Begin the axis near the bars where the way is short against the whole, else it cannot be seen."""
    levels = [ends[0]]
    for gap in gaps:
        levels.append(levels[-1] + gap)
    low, high = min(*levels, ends[1]), max(*levels, ends[1])
    spread = high - low
    if spread <= 0 or spread > 0.15 * high or low <= 0:
        return {"rangemode": "normal"}
    return {"range": [rounded((low - 0.6 * spread) * factor), rounded((high + 0.35 * spread) * factor)]}


def _steps_finding(names: list[str], gaps: Gaps, ends: list[float], year: int, unit: Unit, language: Language) -> str:
    most = max(gaps, key=lambda name: abs(gaps[name])) if gaps else ""
    whole = ends[1] - ends[0]
    if not most or not emissions_differ(whole, max(map(abs, ends))):
        return message("In {year} there is no difference in what both emit", year=year).rendered(language)
    told, part = amount(abs(whole), unit, language), amount(abs(gaps[most]), unit, language)
    other, one = names[1], names[0]
    gap = message("In {year} “{other}” emits {told} more than “{one}”", year=year, other=other, told=told, one=one)
    if whole < 0:
        gap = message("In {year} “{other}” emits {told} less than “{one}”", year=year, other=other, told=told, one=one)
    does = message("“{step}” adds {part}", step=most, part=part)
    if gaps[most] < 0:
        does = message("“{step}” takes away {part}", step=most, part=part)
    return message("{gap}; {does}", gap=gap, does=does).rendered(language)

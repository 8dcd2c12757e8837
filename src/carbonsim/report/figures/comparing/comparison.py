"""Several scenarios in one figure: overlaid paths, and bars of milestone years."""

from __future__ import annotations

from collections.abc import Sequence

from carbonsim.analysis.accounts.differences import OF_EMISSIONS, emissions_differ
from carbonsim.analysis.milestones import shared_years
from carbonsim.analysis.peaking import highest_year
from carbonsim.messages.message import Value, message
from carbonsim.report.colours import MUTED, SCENARIOS
from carbonsim.report.content import EMISSIONS, Content
from carbonsim.report.figures.chart import (
    Chart,
    Choice,
    Layout,
    Trace,
    axis,
    bar,
    hover,
    line,
    rounded,
    titled,
    values,
    with_choices,
)
from carbonsim.report.figures.emissions.emissions import emission_unit, scope_words
from carbonsim.report.figures.marked import Marked
from carbonsim.report.figures.panels import Panel, panelled
from carbonsim.report.peak_years import joined, share, window_years
from carbonsim.report.words import SHARE, Language, Unit, amount, bare_amount, legend, within, word

NO_SECTOR = message("No sector makes a difference between the scenarios")
DASHES = ("solid", "7px,4px", "2px,3px", "10px,3px,2px,3px", "14px,4px", "4px,2px")


def solved(contents: Sequence[Content]) -> list[tuple[int, Content]]:
    """Return the scenarios that have a plan, with their places."""
    return [
        (place, content) for place, content in enumerate(contents) if content.plan and content.series(EMISSIONS, "plan")
    ]


def source_of(contents: Sequence[Content], language: Language) -> str:
    """Say which scenarios a figure is drawn from."""
    names = ", ".join(content.text("name", language) for content in contents)
    return message("carbonsim, scenarios {names}", names=names).rendered(language)


def paths(contents: Sequence[Content], language: Language = "en") -> Chart | None:
    """Overlay the paths of several scenarios and mark each peak; or tell them against any one of them."""
    found = solved(contents)
    if not found:
        return None
    whole = _paths(contents, found, language)
    if len(found) < 2:
        return whole
    views = {}
    for place, base in found:
        views[f"{place}.absolute"] = whole
        for mode in ("difference", "percent"):
            views[f"{place}.{mode}"] = _against(contents, found, base, mode, language)
    bases = tuple((str(place), content.text("name", language)) for place, content in found)
    modes = tuple((mode, word(mode.capitalize(), language)) for mode in ("absolute", "difference", "percent"))
    return with_choices(
        views, Choice(word("Base", language), bases, role="base"), Choice(word("Shown as", language), modes)
    )


def _against(
    contents: Sequence[Content], found: list[tuple[int, Content]], base: Content, mode: str, language: Language
) -> Chart:
    """Draw each path minus that of the base, in Mt or in percent of it."""
    unit = emission_unit(base) if mode == "difference" else SHARE
    start, traces, last = base.series(EMISSIONS, "plan"), [], {}
    for place, content in found:
        series = content.series(EMISSIONS, "plan")
        gaps = {year: level - start[year] for year, level in series.items() if year in start}
        if mode == "percent":
            gaps = {year: 100 * gap / start[year] for year, gap in gaps.items() if start[year]}
        last[content.text("name", language)] = gaps
        traces.append(
            line(
                content.text("name", language),
                sorted(gaps),
                values(gaps, unit, language),
                SCENARIOS[place % len(SCENARIOS)],
                line={"dash": DASHES[place % len(DASHES)], "width": 3},
                hovertemplate=hover(unit, language),
            )
        )
    layout = {
        "yaxis": {**titled(unit.name(language)), "rangemode": "normal", "zeroline": True, "zerolinecolor": MUTED},
        "xaxis": axis("xaxis", showspikes=True, spikethickness=1, spikecolor=MUTED),
        "legend": {"x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top", "traceorder": "normal"},
    }
    return Chart(
        "paths",
        word("Emissions path", language),
        _against_finding(base, last, unit, language),
        scope_words(base, language),
        unit.name(language),
        source_of(contents, language),
        traces,
        layout,
        1.25,
    )


def _against_finding(base: Content, gaps: dict[str, dict[int, float]], unit: Unit, language: Language) -> str:
    name = base.text("name", language)
    flat = [(abs(gap), year, other, gap) for other, path in gaps.items() for year, gap in path.items()]
    if not flat:
        return message("“{name}” emits nothing to take a share of", name=name).rendered(language)
    size, year, other, gap = max(flat)
    if not _told_apart(base, year, gap, unit):
        return message(
            "No difference of {least} from “{name}” in any year", least=share(OF_EMISSIONS), name=name
        ).rendered(language)
    told = amount(size, unit, language)
    against = message(
        "Against “{name}”, “{other}” is furthest in {year}: {told} higher", name=name, other=other, year=year, told=told
    )
    if gap < 0:
        against = message(
            "Against “{name}”, “{other}” is furthest in {year}: {told} lower",
            name=name, other=other, year=year, told=told,
        )  # fmt: skip
    return against.rendered(language)


def _told_apart(base: Content, year: int, gap: float, unit: Unit) -> bool:
    """Say whether a gap to the base's path, in Mt or in percent of it, is a difference."""
    level = base.series(EMISSIONS, "plan").get(year, 0.0)
    return emissions_differ(gap, 100.0 if unit is SHARE and level else level)


def _paths(contents: Sequence[Content], found: list[tuple[int, Content]], language: Language) -> Chart:
    unit = emission_unit(found[0][1])
    traces: list[Trace] = []
    notes: list[Layout] = []
    for place, content in found:
        series, shade = content.series(EMISSIONS, "plan"), SCENARIOS[place % len(SCENARIOS)]
        style = {"dash": DASHES[place % len(DASHES)], "width": 3}
        traces.append(
            line(
                content.text("name", language),
                sorted(series),
                values(series, unit, language),
                shade,
                line=style,
                hovertemplate=hover(unit, language),
            )
        )
        if content.peakless:
            continue
        year, level = highest_year(series)
        height = rounded(level * unit.factor(language))
        mark = {"size": 13, "color": "white", "line": {"color": shade, "width": 3}}
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [year],
                "y": [height],
                "marker": mark,
                "meta": "mark",
                "hoverinfo": "skip",
                "showlegend": False,
                "name": word("Peak", language),
            }
        )
        if place and same_peak(found):
            continue
        told = amount(level, unit, language)
        text = message("{year}: {told}", year=year, told=told).rendered(language) if content.sectors else (
            f"{year}: {told}"
        )  # fmt: skip
        notes.append(_note(place, len(found), (year, height), text, shade))
    layout = {
        "yaxis": titled(unit.name(language)),
        "xaxis": axis("xaxis", showspikes=True, spikethickness=1, spikecolor=MUTED),
        "annotations": notes,
        "legend": {"x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top", "traceorder": "normal"},
    }
    return Chart(
        "paths",
        word("Emissions path", language),
        _paths_finding(contents, language),
        scope_words(found[0][1], language),
        unit.name(language),
        source_of(contents, language),
        traces,
        layout,
        1.25,
    )


def _note(place: int, count: int, at: tuple[int, float], text: str, shade: str) -> Layout:
    return {
        "x": at[0],
        "y": at[1],
        "text": Marked("<b>{}</b>").format(text),
        "ax": 26 + 34 * place,
        "ay": -40 - 24 * (count - 1 - place),
        "arrowhead": 0,
        "arrowcolor": shade,
        "font": {"color": shade, "size": 14},
        "bgcolor": "rgba(255,255,255,0.85)",
        "xanchor": "left",
    }


def shared_milestones(found: list[tuple[int, Content]], *, last: bool = False) -> list[int]:
    """Return the ends of five-year plans, and of horizons if asked for, that all scenarios have results for."""
    series = [sorted(content.series(EMISSIONS, "plan")) for _, content in found]
    return shared_years([content.milestones for _, content in found], series, last)


def peaking(found: list[tuple[int, Content]]) -> list[tuple[int, Content]]:
    """Return the scenarios whose emissions have a peak."""
    return [(place, content) for place, content in found if content.peakless is None]


def shared_peak_years(found: list[tuple[int, Content]]) -> list[int]:
    """Return the years in which every scenario may have its peak, as far as years can be told apart."""
    windows = [_alike(content) for _, content in found]
    return sorted(set.intersection(*windows)) if windows else []


def _alike(content: Content) -> set[int]:
    peak, (year, _) = content.summary.peak, highest_year(content.series(EMISSIONS, "plan"))
    return {year, *window_years(peak)} if peak.year == year else {year}


def same_peak(found: list[tuple[int, Content]]) -> bool:
    """Say whether all scenarios peak in one year at one level, as far as that can be told."""
    levels = [highest_year(content.series(EMISSIONS, "plan"))[1] for _, content in found]
    return bool(shared_peak_years(found)) and not emissions_differ(max(levels) - min(levels), levels[0])


def _paths_finding(contents: Sequence[Content], language: Language) -> str:
    everything = solved(contents)
    found = peaking(everything)
    if not found:
        return message("There is no peak to judge").rendered(language)
    peaks = [(*highest_year(content.series(EMISSIONS, "plan")), content) for _, content in found]
    year, level, first = min(peaks, key=lambda peak: (peak[0], peak[1]))
    years = joined(shared_peak_years(found), first.years)
    if len(found) > 1 and same_peak(everything):
        told = amount(level, emission_unit(first), language)
        return _parted(
            found, message("All peak in {year} at {told}", year=years, told=told).rendered(language), language
        )
    if len(found) > 1 and years:
        return lowest_of(peaks, years, language)
    told, name = amount(level, emission_unit(first), language), first.text("name", language)
    return message("“{name}” peaks first, in {year} at {told}", name=name, year=year, told=told).rendered(language)


def lowest_of(peaks: Sequence[tuple[int, float, Content]], years: Value, language: Language) -> str:
    """Say which of several peaks in the same years is lowest; levels that are no difference apart are alike."""
    low, high = min(peaks, key=lambda peak: peak[1]), max(peaks, key=lambda peak: peak[1])
    told = amount(low[1], emission_unit(low[2]), language)
    if not emissions_differ(high[1] - low[1], low[1]):
        return message("All peak in {year} at {told}", year=years, told=told).rendered(language)
    return message(
        "All peak in {years}; that of “{name}” is lowest, {told}",
        years=years,
        name=low[2].text("name", language),
        told=told,
    ).rendered(language)


def _parted(found: list[tuple[int, Content]], start: str, language: Language) -> str:
    """Add the year in which paths of one peak lie furthest apart."""
    paths_ = [content.series(EMISSIONS, "plan") for _, content in found]
    shared = [year for year in paths_[0] if all(year in path for path in paths_)]
    apart = {year: max(path[year] for path in paths_) - min(path[year] for path in paths_) for year in shared}
    most = max(apart, key=lambda year: apart[year])
    if not emissions_differ(apart[most], paths_[0][most]):
        return message("{start}; there is no difference between them", start=start).rendered(language)
    gap = amount(apart[most], emission_unit(found[0][1]), language)
    return message("{start}; in {most} they lie {gap} apart", start=start, most=most, gap=gap).rendered(language)


def sector_paths(contents: Sequence[Content], language: Language = "en") -> Chart | None:
    """Draw each sector's path in every scenario, a small plot a sector; they zoom and point with the whole."""
    found = solved(contents)
    names = list(dict.fromkeys(name for _, content in found for name in content.children(EMISSIONS, "plan")))
    if len(found) < 2 or len(names) < 2:
        return None
    unit = emission_unit(found[0][1])
    panels = []
    for name in names:
        traces = [
            line(
                content.text("name", language),
                sorted(series),
                values(series, unit, language),
                SCENARIOS[place % len(SCENARIOS)],
                line={"dash": DASHES[place % len(DASHES)], "width": 2.5},
                hovertemplate=hover(unit, language),
                showlegend=name == names[0],
                legendgroup=str(place),
            )
            for place, content in found
            if (series := content.children(EMISSIONS, "plan").get(name))
        ]
        panels.append(Panel(found[0][1].called(name, language, legend), unit.name(language), traces))
    drawn, layout = panelled(panels, 3)
    rows = -(-len(panels) // 3)
    layout["legend"] = {"orientation": "h", "x": 0, "y": -0.2 / rows, "yanchor": "top", "traceorder": "normal"}
    return Chart(
        "sector_paths",
        word("Emissions by sector", language),
        _sector_finding(found, names, unit, language),
        scope_words(found[0][1], language),
        unit.name(language),
        source_of(contents, language),
        drawn,
        layout,
        0.7 * rows,
        wide=True,
    )


def _sector_finding(found: list[tuple[int, Content]], names: list[str], unit: Unit, language: Language) -> str:
    """Say in which sector and year the scenarios lie furthest apart."""
    apart = {}
    for name in names:
        paths_ = [content.children(EMISSIONS, "plan").get(name, {}) for _, content in found]
        for year in set.intersection(*({*content.years} for _, content in found)):
            levels = [path.get(year, 0.0) for path in paths_]
            apart[name, year] = max(levels) - min(levels)
    (name, year), gap = max(apart.items(), key=lambda pair: (pair[1], -pair[0][1]))
    if not emissions_differ(gap, found[0][1].series(EMISSIONS, "plan").get(year, 0.0)):
        return NO_SECTOR.rendered(language)
    return message(
        "The scenarios lie furthest apart in {sector}: {told} in {year}",
        sector=found[0][1].called(name, language, within),
        told=amount(gap, unit, language),
        year=year,
    ).rendered(language)


def milestones(contents: Sequence[Content], language: Language = "en") -> Chart | None:
    """Draw each scenario's emissions at the ends of two five-year plans as bars side by side."""
    found = solved(contents)
    shared = shared_milestones(found)
    if not found or not shared:
        return None
    unit = emission_unit(found[0][1])
    traces = []
    for place, content in found:
        series = {year: content.series(EMISSIONS, "plan")[year] for year in shared}
        numbers = values(series, unit, language, shared)
        texts = [bare_amount(series[year], unit, language) for year in shared]
        traces.append(
            bar(
                content.text("name", language),
                [str(year) for year in shared],
                numbers,
                SCENARIOS[place % len(SCENARIOS)],
                hovertemplate=hover(unit, language),
                text=[f"{number:,.0f}" for number in numbers] if language == "zh" else texts,
                textposition="outside",
                cliponaxis=False,
            )
        )
    layout = {
        "yaxis": titled(unit.name(language)),
        "xaxis": axis("xaxis", type="category", dtick=1, tick0=0, tickformat=""),
        "barmode": "group",
        "legend": {"x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top", "traceorder": "normal"},
    }
    return Chart(
        "milestones",
        word("Emissions in milestone years", language),
        _milestone_finding(found, shared[0], language),
        scope_words(found[0][1], language),
        unit.name(language),
        source_of(contents, language),
        traces,
        layout,
    )


def _milestone_finding(found: list[tuple[int, Content]], year: int, language: Language) -> str:
    levels = [(content.series(EMISSIONS, "plan")[year], content) for _, content in found]
    low, high = min(levels, key=lambda pair: pair[0]), max(levels, key=lambda pair: round(pair[0], 2))
    if not emissions_differ(high[0] - low[0], high[0]):
        return message("In {year} there is no difference between the scenarios", year=year).rendered(language)
    gap = amount(high[0] - low[0], emission_unit(low[1]), language)
    names = [content.text("name", language) for content in (low[1], high[1])]
    return message(
        "In {year} “{low}” emits {gap} less than “{high}”", year=year, low=names[0], gap=gap, high=names[1]
    ).rendered(language)

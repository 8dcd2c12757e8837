"""Scenarios against one of them: by sector in milestone years, by cost, and on the plane of peak year and level."""

from __future__ import annotations

from collections.abc import Sequence

from carbonsim.analysis.accounts.differences import emissions_differ
from carbonsim.analysis.peaking import highest_year
from carbonsim.messages.message import message
from carbonsim.report.colours import INK, MUTED, SCENARIOS
from carbonsim.report.content import EMISSIONS, Content
from carbonsim.report.figures.chart import (
    Chart,
    Choice,
    Trace,
    axis,
    bar,
    hover,
    rounded,
    titled,
    with_choices,
    wrapped,
)
from carbonsim.report.figures.comparing.comparison import (
    NO_SECTOR,
    lowest_of,
    peaking,
    same_peak,
    shared_milestones,
    shared_peak_years,
    solved,
    source_of,
)
from carbonsim.report.figures.emissions.emissions import emission_unit, scope_words
from carbonsim.report.figures.marked import Marked
from carbonsim.report.figures.panels import Panel, panelled
from carbonsim.report.peak_years import joined
from carbonsim.report.verdict import costs_differ, discounted_cost
from carbonsim.report.words import BILLION_CNY, Language, Unit, amount, legend, number, within, word


def peak_plane(contents: Sequence[Content], language: Language = "en") -> Chart | None:
    """Put every scenario on the plane of peak year and level; None where all peak alike, which the paths tell."""
    found = peaking(solved(contents))
    if len(found) < 2 or same_peak(found):
        return None
    unit = emission_unit(found[0][1])
    traces: list[Trace] = []
    said: dict[tuple[int, float], list[str]] = {}  # by the first of those that lie on one another
    for place, content in found:
        year, level = highest_year(content.series(EMISSIONS, "plan"))
        height, name = rounded(level * unit.factor(language)), content.text("name", language)
        alike = (one for one in said if one[0] == year and not emissions_differ(one[1] - height, height))
        said.setdefault(next(alike, (year, height)), []).append(name)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": name,
                "x": [year],
                "y": [height],
                "textposition": "top center",
                "marker": {"size": 17, "color": _shade(place), "line": {"color": "white", "width": 2}},
                "hovertemplate": Marked("%{{x}}: {}<extra>{}</extra>").format(hover(unit, language), name),
                "cliponaxis": False,
            }
        )
    for trace in traces:
        trace["text"] = [Marked("<br>").join(said.pop((trace["x"][0], trace["y"][0]), []))]
    years = [trace["x"][0] for trace in traces]
    levels = [trace["y"][0] for trace in traces]
    pad = max(0.25 * (max(levels) - min(levels)), 0.02 * max(levels))
    return Chart(
        "peak_plane",
        word("Peak year and level", language),
        _plane_finding(found, language),
        scope_words(found[0][1], language),
        unit.name(language),
        source_of(contents, language),
        traces,
        {
            "xaxis": axis(
                "xaxis", range=[min(years) - 3, max(years) + 3], dtick=1 if max(years) - min(years) < 9 else 5
            ),
            "yaxis": {**titled(unit.name(language)), "range": [min(levels) - pad, max(levels) + pad]},
            "hovermode": "closest",
            "showlegend": False,
        },
    )


def _shade(place: int) -> str:
    return SCENARIOS[place % len(SCENARIOS)]


def _plane_finding(found: list[tuple[int, Content]], language: Language) -> str:
    peaks = [(*highest_year(content.series(EMISSIONS, "plan")), content) for _, content in found]
    if shared := shared_peak_years(found):
        return lowest_of(peaks, joined(shared, found[0][1].years), language)
    years, lowest = [year for year, _, _ in peaks], min(peaks, key=lambda peak: peak[1])
    told, name = amount(lowest[1], emission_unit(lowest[2]), language), lowest[2].text("name", language)
    return message(
        "Peaks fall in {years}–{years_2}; that of “{name}” is lowest, {told}",
        years=min(years),
        years_2=max(years),
        name=name,
        told=told,
    ).rendered(language)


def sector_bars(contents: Sequence[Content], language: Language = "en") -> Chart | None:
    """Draw sectors of every scenario side by side at the ends of two five-year plans, on one axis."""
    found = solved(contents)
    years = shared_milestones(found)
    names = list(dict.fromkeys(name for _, content in found for name in content.children(EMISSIONS, "plan")))
    if len(found) < 2 or not years or not names:
        return None
    unit = emission_unit(found[0][1])
    factor = unit.factor(language)
    top = max(
        content.children(EMISSIONS, "plan").get(name, {}).get(year, 0.0)
        for _, content in found for name in names for year in years
    )  # fmt: skip
    panels = []
    for place, year in enumerate(years):
        traces = [
            bar(
                content.text("name", language),
                [wrapped(content.called(name, language, legend), language, 10) for name in names],
                [rounded(content.children(EMISSIONS, "plan").get(name, {}).get(year, 0.0) * factor) for name in names],
                _shade(index),
                hovertemplate=Marked("%{x}: ") + hover(unit, language),
                showlegend=place == 0,
                legendgroup=str(index),
            )
            for index, content in found
        ]
        limits = {"range": [0, rounded(1.08 * top * factor)], **({"matches": "y"} if place else {})}
        named = {"type": "category", "dtick": None, "tickformat": "", "tickangle": 0}
        panels.append(Panel(str(year), unit.name(language), traces, named, limits))
    traces_, layout = panelled(panels, 2)
    below = {"orientation": "h", "x": 0, "y": -0.25, "yanchor": "top", "traceorder": "normal"}
    layout |= {"barmode": "group", "legend": below}
    return Chart(
        "sector_bars",
        _bars_title(years, language),
        _bars_finding(found, names, years[-1], unit, language),
        scope_words(found[0][1], language),
        unit.name(language),
        source_of(contents, language),
        traces_,
        layout,
        1.1,
        wide=True,
    )


def _bars_title(years: list[int], language: Language) -> str:
    first, last = years[0], years[-1]
    told = message("Sectors in {first} and {last}", first=first, last=last) if len(years) > 1 else message(
        "Sectors in {year}", year=first
    )  # fmt: skip
    return told.rendered(language)


def _bars_finding(found: list[tuple[int, Content]], names: list[str], year: int, unit: Unit, language: Language) -> str:
    spread = {}
    for name in names:
        levels = [content.children(EMISSIONS, "plan").get(name, {}).get(year, 0.0) for _, content in found]
        spread[name] = max(levels) - min(levels)
    most = max(spread, key=lambda name: spread[name])
    if not emissions_differ(spread[most], found[0][1].series(EMISSIONS, "plan").get(year, 0.0)):
        return NO_SECTOR.rendered(language)
    told = amount(spread[most], unit, language)
    sector = found[0][1].called(most, language, within)
    return message(
        "In {year} the scenarios differ most in {most}, by {told}", year=year, most=sector, told=told
    ).rendered(language)


def cost_of_abatement(contents: Sequence[Content], language: Language = "en") -> Chart | None:
    """Put every scenario on the plane of what it avoids and what it costs more than the base."""
    found = [(place, content) for place, content in solved(contents) if discounted_cost(content, "plan") is not None]
    if len(found) < 2:
        return None
    views = {str(place): _cost_of_abatement(contents, found, base, language) for place, base in found}
    names = tuple((str(place), content.text("name", language)) for place, content in found)
    return with_choices(views, Choice(word("Base", language), names, role="base"))


def _cost_of_abatement(
    contents: Sequence[Content], found: list[tuple[int, Content]], base: Content, language: Language
) -> Chart:
    spent = discounted_cost(base, "plan") or 0.0
    points = [
        (place, content, _avoided(base, content), (discounted_cost(content, "plan") or 0.0) - spent)
        for place, content in found
    ]
    unit = emission_unit(base)
    traces: list[Trace] = []
    for place, content, avoided, extra in points:
        name = content.text("name", language)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [rounded(avoided * unit.factor(language))],
                "y": [rounded(extra * BILLION_CNY.factor(language))],
                "marker": {"size": 17, "color": _shade(place), "line": {"color": "white", "width": 2}},
                "hovertemplate": Marked("%{{x:,.4~r}} {}, %{{y:,.4~r}} {}<extra>{}</extra>").format(
                    unit.name(language), BILLION_CNY.name(language), name
                ),
                "cliponaxis": False,
            }
        )
    below = {"text": f"{word('Avoided emissions', language)}, {unit.name(language)}", "font": {"color": MUTED}}
    return Chart(
        "cost_of_abatement",
        word("Cost against abatement", language),
        _abatement_finding(points, base, language),
        _abatement_scope(base, language),
        BILLION_CNY.name(language),
        source_of(contents, language),
        traces,
        {
            "xaxis": axis(
                "xaxis", tickformat=",", dtick=None, tick0=None, zeroline=True, zerolinecolor=INK, title=below
            ),
            "yaxis": {
                **titled(BILLION_CNY.name(language)),
                "rangemode": "normal",
                "zeroline": True,
                "zerolinecolor": INK,
            },
            "hovermode": "closest",
            "legend": {"x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top", "traceorder": "normal"},
        },
        wide=True,
    )


def _avoided(base: Content, other: Content) -> float:
    """Sum what is avoided over the horizon; a model year stands for the years since the one before."""
    one, two = base.series(EMISSIONS, "plan"), other.series(EMISSIONS, "plan")
    years = sorted(set(one) & set(two))
    spans = [year - before for before, year in zip([years[0] - 1, *years], years, strict=False)]
    return sum(span * (one[year] - two[year]) for span, year in zip(spans, years, strict=True))


def _abatement_scope(base: Content, language: Language) -> str:
    years = base.years
    return message(
        "Scope: against the base, emissions avoided {years}–{years_2} and difference of present cost",
        years=years[0],
        years_2=years[-1],
    ).rendered(language)


def _abatement_finding(points: list[tuple[int, Content, float, float]], base: Content, language: Language) -> str:
    whole = _emitted(base)
    others = [
        (extra / avoided * 1000, content, avoided, extra)
        for _, content, avoided, extra in points
        if content is not base and avoided > 0 and emissions_differ(avoided, whole)
    ]
    if not others:
        return message("No scenario avoids emissions against the base").rendered(language)
    price, content, avoided, extra = min(others, key=lambda one: one[0])
    told, name = amount(avoided, emission_unit(base), language), content.text("name", language)
    if not costs_differ(base, extra):
        return message("“{name}” avoids {told} with no difference in cost", name=name, told=told).rendered(language)
    return message(
        "“{name}” avoids at least cost: {told} at {number} CNY/t", name=name, told=told, number=number(price)
    ).rendered(language)


def _emitted(content: Content) -> float:
    """Sum emissions over the horizon; a model year stands for the years since the one before."""
    path = content.series(EMISSIONS, "plan")
    years = sorted(path)
    spans = [year - before for before, year in zip([years[0] - 1, *years], years, strict=False)]
    return sum(span * path[year] for span, year in zip(spans, years, strict=True))

"""Indicators of clean power that planning partners ask for: clean share, carbon intensity, power per GDP, imports."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.report.colours import PLAN, TWIN
from carbonsim.report.content import FLAT, Content, Series
from carbonsim.report.figures.chart import Chart, Trace, line, rounded
from carbonsim.report.figures.emissions.emissions import boundary, model_source
from carbonsim.report.figures.marked import Marked
from carbonsim.report.figures.panels import Panel, panelled
from carbonsim.report.words import POWER_PER_GDP, SHARE, Language, Unit, number, reader_unit, word
from carbonsim.units import ResultUnit

PANELS = (
    ("Clean Share of Generation", "Clean share of generation", SHARE),
    ("Carbon Intensity of Power", "Carbon intensity of power", reader_unit(ResultUnit.T_A_MWH)),
    ("Electricity per GDP", "Electricity per GDP", POWER_PER_GDP),
    ("Net Import Share", "Imported share of electricity", SHARE),
    ("Curtailed Share of Wind and Solar", "Curtailed share of wind and sun", SHARE),
)


def power_indicators(content: Content, language: Language = "en") -> Chart | None:
    """Draw clean share, carbon intensity, electricity per GDP and import share as small multiples."""
    panels = [
        _panel(content, variable, name, unit, language)
        for variable, name, unit in PANELS
        if any(_series(content, variable).values())
    ]
    if not panels:
        return None
    columns = min(len(panels), 4)
    traces, layout = panelled(panels, columns)
    return Chart(
        "power_indicators",
        word("Indicators of clean power", language),
        _finding(content, language),
        boundary(language),
        "; ".join(dict.fromkeys(panel.unit for panel in panels)),
        model_source(content, language),
        traces,
        {**layout, "legend": {"orientation": "h", "x": 0, "y": -0.18, "yanchor": "top"}},
        0.85 if len(panels) <= columns else 1.5,
        wide=True,
    )


def _series(content: Content, variable: str, which: str | None = None) -> Series:
    if variable != "Net Import Share":
        return content.series(variable, which)  # type: ignore[arg-type]
    net, whole = (
        content.series(name, which)  # type: ignore[arg-type]
        for name in ("Net Import|Electricity", "Electricity Consumption")
    )
    return {year: 100 * net.get(year, 0.0) / value for year, value in whole.items() if value}


def _panel(content: Content, variable: str, name: str, unit: Unit, language: Language) -> Panel:
    series, twin = _series(content, variable), _series(content, variable, "twin")
    years = sorted(series)
    traces: list[Trace] = []
    if content.drawn == "plan" and _apart(series, twin):
        traces.append(_line(twin, sorted(twin), "Twin", TWIN, unit, language, dash="2px,3px"))
    traces.append(_line(series, years, content.drawn.capitalize(), PLAN, unit, language))
    first = variable == PANELS[0][0]
    return Panel(
        word(name, language),
        unit.name(language),
        [{**trace, "showlegend": first, "legendgroup": trace["name"]} for trace in traces],
    )


def _apart(one: Series, other: Series) -> bool:
    return any(abs(one[year] - other.get(year, one[year])) > FLAT * max(abs(one[year]), 1e-9) for year in one)


def _line(
    series: Series, years: list[int], name: str, shade: str, unit: Unit, language: Language, dash: str = "solid"
) -> Trace:
    return line(
        word(name, language),
        years,
        [rounded(series[year]) for year in years],
        shade,
        line={"dash": dash, "width": 2.5},
        hovertemplate=Marked("%{y:,.3~r} ") + unit.name(language),
        meta="plain",
    )


def _finding(content: Content, language: Language) -> str:
    share, carbon = _series(content, "Clean Share of Generation"), _series(content, "Carbon Intensity of Power")
    first, last = content.years[0], content.focus_year or content.years[-1]
    clean = [number(share.get(year, 0.0), 2) for year in (first, last)]
    dirty = [number(carbon.get(year, 0.0), 3) for year in (first, last)]
    return message(
        "Clean generation goes from {clean}% in {first} to {clean_2}% in {last}, carbon intensity from {dirty} to"
        " {dirty_2} t/MWh",
        clean=clean[0],
        first=first,
        clean_2=clean[1],
        last=last,
        dirty=dirty[0],
        dirty_2=dirty[1],
    ).rendered(language)

"""People: jobs, and what households pay for energy."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.report.colours import PLAN, TWIN
from carbonsim.report.content import FLAT, Content, Series
from carbonsim.report.figures.chart import Chart, Trace, line, rounded
from carbonsim.report.figures.emissions.emissions import boundary, model_source
from carbonsim.report.figures.marked import Marked
from carbonsim.report.figures.panels import Panel, panelled
from carbonsim.report.words import SHARE, Language, Unit, number, reader_unit, word

BILL = "Indicator|Energy bill of an urban household"
PANELS = (
    (BILL, "Energy bill of an urban household", "CNY/household"),
    ("Indicator|Energy bill of a rural household", "Energy bill of a rural household", "CNY/household"),
    ("Indicator|Share of income spent on energy by urban people", "Share of income, urban", "%"),
    ("Indicator|Share of income spent on energy by rural people", "Share of income, rural", "%"),
    ("Indicator|Jobs", "Jobs", "million"),
)


def people(content: Content, language: Language = "en") -> Chart | None:
    """Draw household energy bills, their share of income, and jobs as small multiples."""
    panels = [
        _panel(content, variable, name, SHARE if own == "%" else reader_unit(own), language)
        for variable, name, own in PANELS
        if any(content.series(variable).values())
    ]
    if not panels:
        return None
    traces, layout = panelled(panels, 3)
    return Chart(
        "people",
        word("People", language),
        _finding(content, language),
        boundary(language),
        word("Unit in each panel", language),
        model_source(content, language),
        traces,
        {**layout, "showlegend": False},
        0.3 + 0.45 * -(-len(panels) // 3),
        wide=True,
    )


def _panel(content: Content, variable: str, name: str, unit: Unit, language: Language) -> Panel:
    series, twin = content.series(variable), content.series(variable, "twin")
    traces: list[Trace] = []
    if content.drawn == "plan" and any(abs(series[y] - twin.get(y, series[y])) > FLAT * abs(series[y]) for y in series):
        traces.append(_line(twin, "Twin", TWIN, unit, language, "2px,3px"))
    traces.append(_line(series, content.drawn.capitalize(), PLAN, unit, language, "solid"))
    return Panel(word(name, language), unit.name(language), traces)


def _line(series: Series, name: str, shade: str, unit: Unit, language: Language, dash: str) -> Trace:
    years = sorted(series)
    return line(
        word(name, language),
        years,
        [rounded(series[year] * unit.factor(language)) for year in years],
        shade,
        line={"dash": dash, "width": 2.5},
        hovertemplate=Marked("%{y:,.4~r} ") + unit.name(language),
        meta="plain",
    )


def _finding(content: Content, language: Language) -> str:
    bill = content.series(BILL)
    first, last = content.years[0], content.focus_year or content.years[-1]
    if not bill.get(first) or last not in bill:
        return word("People", language)
    told = [number(bill[year], 3) for year in (first, last)]
    return message(
        "An urban household pays {told} CNY for energy in {first} and {told_2} CNY in {last}",
        told=told[0],
        first=first,
        told_2=told[1],
        last=last,
    ).rendered(language)

"""Who peaks when: every sector, user and branch on one line of time."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.analysis.peaking import Peak, find_peak
from carbonsim.messages.message import message
from carbonsim.report.colours import INK, PLAN, TARGET, colour
from carbonsim.report.content import EMISSIONS, Content, Series
from carbonsim.report.figures.by_sector.industry import branch_colours, branch_name
from carbonsim.report.figures.chart import Chart, Layout, Trace, axis
from carbonsim.report.figures.emissions.emissions import emission_unit, model_source, split_scope
from carbonsim.report.figures.marked import Marked
from carbonsim.report.words import Language, Unit, amount, in_sentence, legend, word

SMALLEST = 0.02  # share of the largest total below which a row is left out
HALF_YEAR = 0.4


class TimelineRow(NamedTuple):
    """One line of the chart: its name, colour and peak, and whether it is a part of the line above."""

    name: str
    shade: str
    peak: Peak
    part: bool = False

    def label(self, language: Language) -> str:
        """Return the name, a part's set in."""
        return f"{'　' if language == 'zh' else '   '}{self.name}" if self.part else self.name


def peaks(content: Content, language: Language = "en") -> Chart | None:
    """Draw when each sector and branch is highest, and the years it stays within 3 % of that."""
    rows = _rows(content, language)
    if len(rows) < 2 or not content.sectors:
        return None
    unit, names = emission_unit(content), [row.label(language) for row in rows]
    bars: Trace = {
        "type": "bar",
        "orientation": "h",
        "name": word("Within 3% of the peak", language),
        "y": names,
        "base": [_span(row.peak)[0] for row in rows],
        "x": [_span(row.peak)[1] - _span(row.peak)[0] for row in rows],
        "marker": {"color": [row.shade for row in rows], "opacity": 0.55},
        "hoverinfo": "skip",
        "meta": "plain",
        "width": 0.55,
    }
    told = [
        message("{year}: {level}", year=row.peak.year or 0, level=amount(row.peak.level or 0.0, unit, language))
        .rendered(language)
        for row in rows
    ]  # fmt: skip
    texts: Trace = {
        "type": "scatter",
        "mode": "text",
        "name": word("Peak", language),
        "x": [_span(row.peak)[1] + HALF_YEAR for row in rows],
        "y": names,
        "text": told,
        "textposition": "middle right",
        "textfont": {"color": INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "meta": "mark",
    }
    marks: Trace = {
        "type": "scatter",
        "mode": "markers",
        "name": word("Peak", language),
        "x": [row.peak.year for row in rows],
        "y": names,
        "marker": {"size": 13, "color": "white", "line": {"color": [row.shade for row in rows], "width": 3}},
        "text": told,
        "customdata": [word(row.peak.status, language) for row in rows],
        "hovertemplate": Marked("%{y}: %{text} (%{customdata})<extra></extra>"),
        "meta": "plain",
    }
    return Chart(
        "peaks",
        word("Who peaks when", language),
        _finding(rows, language),
        split_scope(content, False, language),
        word("Year", language),
        model_source(content, language),
        [bars, marks, texts],
        _layout(content),
        max(0.8, 0.075 * len(rows) + 0.3),
        wide=True,
        rows=_table(rows, unit, language),
    )


def _layout(content: Content) -> Layout:
    years = content.years
    shapes = [
        {
            "type": "line",
            "x0": content.deadline,
            "x1": content.deadline,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": TARGET, "width": 1.2, "dash": "dot"},
            "layer": "below",
        }
    ]
    return {
        "xaxis": axis("xaxis", range=[years[0] - 0.8, years[-1] + 4], showgrid=True),
        "yaxis": axis("yaxis", autorange="reversed", type="category", showgrid=False),
        "shapes": shapes if content.deadline else [],
        "hovermode": "closest",
        "showlegend": False,
        "barmode": "overlay",
        "margin": {"l": 150, "r": 60, "t": 16, "b": 44},
    }


def _rows(content: Content, language: Language) -> list[TimelineRow]:
    total = content.series(EMISSIONS)
    if not total:
        return []
    floor = SMALLEST * max(total.values())
    made = [_row(word("Total", language), PLAN, total)]
    for name, series in content.children(EMISSIONS).items():
        made.append(_row(legend(name, language), colour(name), series))
    for name, series in content.children("Emissions by User").items():
        if name in ("Residential", "Commercial", "Industry"):
            told = message("{name}, by user", name=legend(name, language)).rendered(language)
            made.append(_row(told, colour(name), series))
    shades = branch_colours(content)
    for branch, series in content.children("Industry Emissions|Energy").items():
        made.append(_row(branch_name(content, branch, language), shades.get(branch, PLAN), series, part=True))
    return [row for row in made if row.peak.year is not None and (row.peak.level or 0.0) > floor]


def _row(name: str, shade: str, series: Series, *, part: bool = False) -> TimelineRow:
    return TimelineRow(name, shade, find_peak(series), part)


def _span(peak: Peak) -> tuple[float, float]:
    first, last = (peak.plateau.first, peak.plateau.last) if peak.plateau else (peak.year or 0, peak.year or 0)
    return first - HALF_YEAR, last + HALF_YEAR


def _table(rows: list[TimelineRow], unit: Unit, language: Language) -> tuple[tuple[object, ...], ...]:
    found: list[tuple[object, ...]] = [("who", "peak year", f"level, {unit.name(language)}", "from", "to", "status")]
    for row in rows:
        first, last = _span(row.peak)
        level = (row.peak.level or 0.0) * unit.factor(language)
        bounds = (round(first + HALF_YEAR), round(last - HALF_YEAR))
        found.append((row.name, row.peak.year, level, *bounds, word(row.peak.status, language)))
    return tuple(found)


def _finding(rows: list[TimelineRow], language: Language) -> str:
    parts = rows[1:]
    first, last = min(parts, key=lambda row: row.peak.year or 0), max(parts, key=lambda row: row.peak.year or 0)
    begins, ends = first.peak.year or 0, last.peak.year or 0
    if len(parts) == 1:
        return message("{name} is highest in {year}", name=first.name, year=begins).rendered(language)
    if begins == ends:
        return message("All are highest in {year}", year=begins).rendered(language)
    return message(
        "{first} is highest first, in {begins}; {last} last, in {ends}",
        first=first.name,
        begins=begins,
        last=in_sentence(last.name, language),
        ends=ends,
    ).rendered(language)

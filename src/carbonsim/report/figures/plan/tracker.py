"""Indicators against their targets: a line for the plan, a mark for every figure asked for."""

from __future__ import annotations

from collections.abc import Sequence

from carbonsim.analysis.summary.records import TargetRecord
from carbonsim.analysis.targets import JUDGED, MET, TargetStatus
from carbonsim.messages.label import Label
from carbonsim.messages.message import message
from carbonsim.report.colours import MUTED, PLAN
from carbonsim.report.content import Content
from carbonsim.report.figures.chart import Chart, Trace, line, rounded
from carbonsim.report.figures.emissions.emissions import boundary, model_source
from carbonsim.report.figures.marked import Marked
from carbonsim.report.figures.panels import Panel, panelled
from carbonsim.report.target_words import unit_of_target
from carbonsim.report.words import Language, Unit, number, spaced_amount, word

GREEN, RED = "#0a6b4b", "#a3123a"
MOST = 9
LEVELS = {"national": "circle", "province": "diamond", "city": "square"}


def tracker(content: Content, language: Language = "en") -> Chart | None:
    """Draw each targeted indicator with its targets as small multiples."""
    rows = [row for row in content.summary.targets if row.variable and content.series(row.variable)]
    names = list(dict.fromkeys(row.variable for row in rows))[:MOST]
    if not names:
        return None
    panels = [_panel(content, [row for row in rows if row.variable == name], language) for name in names]
    traces, layout = panelled(panels, 3)
    return Chart(
        "tracker",
        word("Indicators against targets", language),
        _finding(rows, language),
        boundary(language),
        word("Unit in each panel", language),
        model_source(content, language),
        traces,
        {**layout, "showlegend": False, "hovermode": "closest"},
        0.3 + 0.4 * -(-len(panels) // 3),
        wide=True,
    )


def _panel(content: Content, rows: Sequence[TargetRecord], language: Language) -> Panel:
    series = content.series(rows[0].variable or "")
    unit = unit_of_target(rows[0])
    factor = unit.factor(language)
    end = max(series) if content.milestones is None else content.milestones.second
    last = max(end, *(row.year for row in rows))
    years = [year for year in sorted(series) if year <= last]
    name = Label(rows[0].label, rows[0].label_zh).rendered(language)
    style = {"width": 2.5}
    drawn = line(
        name,
        years,
        [rounded(series[year] * factor) for year in years],
        PLAN,
        line=style,
        hovertemplate=Marked("%{x}: %{y:,.4~r} ") + unit.name(language) + Marked("<extra></extra>"),
        meta="plain",
    )
    told = [row for row in rows if row.target is not None]
    return Panel(name, unit.name(language), [drawn, _marks(told, unit, language)], {"dtick": 5 if last <= end else 10})


def _marks(rows: Sequence[TargetRecord], unit: Unit, language: Language) -> Trace:
    factor = unit.factor(language)
    shades = [GREEN if row.status in MET else {TargetStatus.FAIL: RED}.get(row.status, MUTED) for row in rows]
    symbols = [
        ("triangle-down" if row.sense == "<=" else "triangle-up") + ("" if row.status in MET else "-open")
        for row in rows
    ]
    said = [
        f"{row.sense} {spaced_amount(row.target or 0.0, unit, language, 4)}, {word(row.status, language)}"
        for row in rows
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": word("Target", language),
        "x": [row.year for row in rows],
        "y": [rounded((row.target or 0.0) * factor) for row in rows],
        "marker": {"size": 13, "color": shades, "symbol": symbols, "line": {"width": 2.5, "color": shades}},
        "text": said,
        "hovertemplate": Marked("%{x}: %{text}<extra></extra>"),
        "cliponaxis": False,
        "meta": "plain",
    }


def _finding(rows: Sequence[TargetRecord], language: Language) -> str:
    judged = [row for row in rows if row.status in JUDGED]
    met = sum(row.status in MET for row in judged)
    missed = [row for row in judged if row.status not in MET and row.target]
    if not missed:
        return message("All targets that can be judged are met").rendered(language)
    worst = max(missed, key=_missed)
    name = Label(worst.label, worst.label_zh)
    miss, year = number(100 * _missed(worst), 2), worst.year
    return message(
        "{met} of {judged} targets are met; furthest from its figure is “{name}” of {year}, by {miss}%",
        met=met,
        judged=len(judged),
        name=name,
        year=year,
        miss=miss,
    ).rendered(language)


def _missed(row: TargetRecord) -> float:
    """Return by what share of its figure a target is missed."""
    return abs((row.gap or 0.0) / row.target) if row.target else 0.0

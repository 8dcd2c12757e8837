"""Indicators against their targets: a line for the plan, a mark for every figure asked for."""

from __future__ import annotations

from collections.abc import Sequence

from carbonsim.analysis.targets import JUDGED, TargetStatus
from carbonsim.report.colours import MUTED, PLAN
from carbonsim.report.content import Content, SummaryPart
from carbonsim.report.figures.chart import Chart, Trace, line, rounded
from carbonsim.report.figures.emissions.emissions import boundary, model_source
from carbonsim.report.figures.marked import Marked
from carbonsim.report.figures.panels import Panel, panelled
from carbonsim.report.words import Language, Unit, number, reader_unit, word

MET, MISSED = "#0a6b4b", "#a3123a"
MOST = 9
LEVELS = {"national": "circle", "province": "diamond", "city": "square"}


def tracker(content: Content, language: Language = "en") -> Chart | None:
    """Draw each targeted indicator with its targets as small multiples."""
    if content.targets.empty:
        return None
    rows = [row for row in content.targets.to_dict("records") if content.series(str(row["variable"]))]
    names = list(dict.fromkeys(str(row["variable"]) for row in rows))[:MOST]
    if not names:
        return None
    panels = [_panel(content, [row for row in rows if row["variable"] == name], language) for name in names]
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


def _panel(content: Content, rows: Sequence[SummaryPart], language: Language) -> Panel:
    series = content.series(str(rows[0]["variable"]))
    unit = reader_unit("Mt CO2" if rows[0]["indicator"] == "co2_emissions" else str(rows[0]["unit"]))
    factor = unit.factor(language)
    end = max(series) if content.milestones is None else content.milestones.second
    last = max(end, *(int(row["year"]) for row in rows))
    years = [year for year in sorted(series) if year <= last]
    name = str(rows[0]["label_zh" if language == "zh" else "label"])
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
    told = [row for row in rows if row["target"] is not None and row["target"] == row["target"]]
    return Panel(name, unit.name(language), [drawn, _marks(told, unit, language)], {"dtick": 5 if last <= end else 10})


def _marks(rows: Sequence[SummaryPart], unit: Unit, language: Language) -> Trace:
    factor = unit.factor(language)
    shades = [{TargetStatus.PASS: MET, TargetStatus.FAIL: MISSED}.get(row["status"], MUTED) for row in rows]
    symbols = [
        ("triangle-down" if row["sense"] == "<=" else "triangle-up")
        + ("" if row["status"] == TargetStatus.PASS else "-open")
        for row in rows
    ]
    said = [
        f"{row['sense']} {number(factor * float(row['target']), 4)} {unit.name(language)}, "
        + word(str(row["status"]), language)
        for row in rows
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": word("Target", language),
        "x": [int(row["year"]) for row in rows],
        "y": [rounded(float(row["target"]) * factor) for row in rows],
        "marker": {"size": 13, "color": shades, "symbol": symbols, "line": {"width": 2.5, "color": shades}},
        "text": said,
        "hovertemplate": Marked("%{x}: %{text}<extra></extra>"),
        "cliponaxis": False,
        "meta": "plain",
    }


def _finding(rows: Sequence[SummaryPart], language: Language) -> str:
    judged = [row for row in rows if row["status"] in JUDGED]
    met = sum(row["status"] == TargetStatus.PASS for row in judged)
    missed = [row for row in judged if row["status"] == TargetStatus.FAIL and row["target"]]
    if not missed:
        return "All targets that can be judged are met" if language == "en" else "可判定的指标全部达标（测算）"
    worst = max(missed, key=lambda row: abs(float(row["gap"]) / float(row["target"])))
    name = str(worst["label_zh" if language == "zh" else "label"])
    miss = number(100 * abs(float(worst["gap"]) / float(worst["target"])), 2)
    year = int(worst["year"])
    if language == "zh":
        return f"{len(judged)}项可判定指标中{met}项达标；差距最大的是{year}年{name}，与目标值相差{miss}%（测算）"
    return f"{met} of {len(judged)} targets are met; furthest from its figure is “{name}” of {year}, by {miss}%"

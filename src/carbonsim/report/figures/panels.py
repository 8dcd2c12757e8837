"""Small multiples: several small plots in one figure, each with its own name and axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from carbonsim.report.colours import MUTED
from carbonsim.report.figures.chart import Layout, Trace, axis
from carbonsim.report.figures.marked import Marked

GAP = 0.075  # between panels, of the width
ROW_GAP = 0.2  # between rows, of the height
PANEL = "#"  # the name of a panel's title, before the number of its axes: the page moves panels by it


@dataclass(frozen=True)
class Panel:
    """One small plot: its name, the unit of its axis, and what is drawn; changes to either axis if any."""

    title: str
    unit: str
    traces: list[Trace]
    xaxis: Layout = field(default_factory=dict)
    yaxis: Layout = field(default_factory=dict)


def panelled(panels: Sequence[Panel], columns: int) -> tuple[list[Trace], Layout]:
    """Return the traces put on their axes and the layout of all panels, row by row."""
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    width = (1 - GAP * (columns - 1)) / columns
    height = (1 - ROW_GAP * (rows - 1)) / rows
    traces: list[Trace] = []
    layout: Layout = {"annotations": [], "margin": {"l": 56, "r": 16, "t": 46, "b": 40}}
    for place, panel in enumerate(panels):
        suffix = str(place + 1) if place else ""
        row, column = divmod(place, columns)
        left, top = column * (width + GAP), 1 - row * (height + ROW_GAP)
        traces += [{**trace, "xaxis": f"x{suffix}", "yaxis": f"y{suffix}"} for trace in panel.traces]
        layout[f"xaxis{suffix}"] = axis(
            "xaxis", domain=[left, left + width], anchor=f"y{suffix}", **{"dtick": 10, **panel.xaxis}
        )
        layout[f"yaxis{suffix}"] = axis(
            "yaxis", domain=[max(top - height, 0.0), min(top, 1.0)], anchor=f"x{suffix}", **{"nticks": 5, **panel.yaxis}
        )
        layout["annotations"].append(_name(panel, left, top, suffix))
    return traces, layout


def _name(panel: Panel, left: float, top: float, suffix: str) -> Layout:
    unit = Marked(' <span style="color:{}">{}</span>').format(MUTED, panel.unit) if panel.unit else ""
    return {
        "name": f"{PANEL}{suffix}",
        "text": Marked("<b>{}</b>{}").format(panel.title, unit),
        "x": left,
        "y": min(top, 1.0) + 0.015,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14},
    }

"""What every figure is made of: traces, a layout, and the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import floor, log10
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal

from carbonsim.report.colours import DOWN, GRID, INK, MUTED, PAPER, UP
from carbonsim.report.figures.marked import Marked, escaped
from carbonsim.report.words import Language, Unit

if TYPE_CHECKING:
    import plotly.graph_objects as go

Trace = dict[str, Any]
Layout = dict[str, Any]  # of a figure, or a part of one
FONT = '"Segoe UI", "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
DIGITS = 5  # significant digits of a plotted number


@dataclass(frozen=True)
class Choice:
    """Something a reader may choose above a chart: buttons, or a slider over years; options are (key, text)."""

    name: str
    options: tuple[tuple[str, str], ...]
    kind: Literal["buttons", "slider"] = "buttons"
    start: str = ""  # the key shown first; the first option if empty
    role: str = ""  # "base": chosen once for every chart of the page


@dataclass(frozen=True)
class Chart:
    """One figure in one language: what it found, what it counts, and what is drawn.

    With `choices`, `views` holds the chart of every combination by its keys joined with a point; the chart itself
    is the view shown first. `rows` is the table behind the data button where traces do not say it.
    """

    name: str
    topic: str
    finding: str
    scope: str
    unit: str
    source: str
    traces: list[Trace]
    layout: Layout = field(default_factory=dict)
    height: float = 1.0  # relative to the usual height
    wide: bool = False  # takes the whole width where others stand in two columns
    choices: tuple[Choice, ...] = ()
    views: Mapping[str, Chart] = field(default_factory=dict)
    rows: tuple[tuple[Any, ...], ...] = ()

    def drawn(self) -> dict[str, Any]:
        """Return data and layout for Plotly: its only door, where every text that is not ours is escaped."""
        return {"data": escaped(self.traces), "layout": escaped(self.full_layout())}

    def full_layout(self) -> Layout:
        """Return the layout: the house's defaults, then the figure's own."""
        return {**_base(), **self.layout}

    def figure(self) -> go.Figure:
        """Return the chart as a Plotly figure with its finding, scope and unit as the title."""
        import plotly.graph_objects as go

        below = " · ".join(part for part in (self.scope, self.unit) if part)
        text = Marked("<b>{}</b><br><sup>{}</sup>").format(self.finding, below)
        title = {"text": text, "x": 0.01, "xanchor": "left"}
        drawn = self.drawn()
        margin = {**drawn["layout"]["margin"], "t": 90}
        over = {"title": escaped(title), "height": round(460 * self.height), "margin": margin}
        return go.Figure({"data": drawn["data"], "layout": {**drawn["layout"], **over}})


def with_choices(views: Mapping[str, Chart], *choices: Choice) -> Chart:
    """Return the view shown first with all views and their choices."""
    first = ".".join(choice.start or choice.options[0][0] for choice in choices)
    return replace(views[first], choices=choices, views=dict(views))


def _base() -> Layout:
    axis = {
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": MUTED,
        "ticks": "outside",
        "tickcolor": MUTED,
        "exponentformat": "none",
    }
    return {
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 64, "r": 16, "t": 16, "b": 44},
        "hovermode": "x unified",
        "hoverdistance": 150,
        "spikedistance": 150,
        "hoverlabel": {"bgcolor": "rgba(255,255,255,0.96)", "bordercolor": GRID},
        "legend": {"x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top", "traceorder": "reversed"},
        "xaxis": {
            **axis,
            "tickformat": "d",
            "tick0": 0,
            "dtick": 5,
            "showgrid": False,
            "showline": True,
            "automargin": True,
        },
        "yaxis": {**axis, "rangemode": "tozero", "separatethousands": True, "automargin": True},
        "separators": ".,",
    }


def axis(which: str, **changes: object) -> Layout:
    """Return the house's axis with changes."""
    return {**_base()[which], **changes}


def titled(text: str) -> Layout:
    """Return the y axis with its unit as a title."""
    return axis("yaxis", title={"text": text, "font": {"color": MUTED, "size": 13}, "standoff": 16})


def rounded(value: float) -> float:
    """Round to five significant digits, so that pages stay small."""
    if value == 0 or value != value:
        return 0.0 if value == 0 else value
    return round(value, DIGITS - 1 - floor(log10(abs(value))))


def wrapped(text: str, language: Language, most: int | None = None) -> Marked:
    """Break a name into lines that fit under a bar: at spaces, in Chinese after every seventh character."""
    if language == "zh":
        width = most or 7
        return Marked("<br>").join(text[start : start + width] for start in range(0, len(text), width))
    return Marked("<br>").join(wrap(text, most or 12, break_long_words=False))


def values(
    series: Mapping[int, float], unit: Unit, language: Language, years: Iterable[int] | None = None
) -> list[float]:
    """Return the numbers to plot, in the unit of the language."""
    factor = unit.factor(language)
    wanted = list(years) if years is not None else sorted(series)
    return [rounded(series.get(year, 0.0) * factor) for year in wanted]


def hover(unit: Unit, language: Language) -> Marked:
    """Return the hover line of a trace: value and unit."""
    return Marked("%{y:,.4~r} ") + unit.name(language)


def line(name: str, years: Sequence[float], numbers: list[float], colour: str, **changes: Any) -> Trace:
    """Return a line."""
    style = {"color": colour, "width": 3, **changes.pop("line", {})}
    return {"type": "scatter", "mode": "lines", "name": name, "x": list(years), "y": numbers, "line": style, **changes}


def area(name: str, years: list[int], numbers: list[float], colour: str, group: str = "up", **changes: object) -> Trace:
    """Return one layer of a stack; a thin white seam parts it from its neighbours."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": years,
        "y": numbers,
        "stackgroup": group,
        "line": {"color": PAPER, "width": 0.8},
        "fillcolor": colour,
        **changes,
    }


def bar(name: str, x: Sequence[object], numbers: list[float], colour: str, **changes: object) -> Trace:
    """Return bars."""
    return {
        "type": "bar",
        "name": name,
        "x": x,
        "y": numbers,
        "marker": {"color": colour, "line": {"color": PAPER, "width": 0.6}},
        **changes,
    }


def waterfall_steps(
    name: str, x: Sequence[object], numbers: list[float], measures: list[str], total: str, **changes: object
) -> Trace:
    """Return steps from one level to another: rises and falls in their colours, levels in that of the total."""
    return {
        "type": "waterfall",
        "name": name,
        "x": x,
        "y": numbers,
        "measure": measures,
        "texttemplate": [Marked("%{delta:+,.3~r}" if kind == "relative" else "%{final:,.4~r}") for kind in measures],
        "textposition": "outside",
        "cliponaxis": False,
        "connector": {"line": {"color": MUTED, "width": 1}},
        "increasing": {"marker": {"color": UP}},
        "decreasing": {"marker": {"color": DOWN}},
        "totals": {"marker": {"color": total}},
        **changes,
    }

"""Figures of an ensemble: how likely the peak is by a year, the fan of paths, and which inputs decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, message
from carbonsim.report.colours import DOWN, INK, MUTED, PAPER, PLAN, TWIN, UP
from carbonsim.report.figures.chart import (
    Chart,
    Choice,
    Layout,
    Trace,
    axis,
    hover,
    line,
    rounded,
    titled,
    values,
    with_choices,
    wrapped,
)
from carbonsim.report.figures.emissions.emissions import boundary
from carbonsim.report.figures.marked import Marked
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.report.studies.words import EMISSIONS, OUTCOMES, PATHS
from carbonsim.report.words import BILLION_CNY, SHARE, Language, Unit, amount, reader_unit, word

LETTERS = (30, 16)  # of the name of an input on a line, in Chinese fewer
BARS = 8  # inputs that a figure shows
LINES = {"plan": PLAN, "twin": TWIN, "committed": INK}
FUTURES_ALIKE = message("every future counts alike")


def peak_chances(study: ShownStudy, language: Language = "en") -> Chart | None:
    """Draw the share of futures whose emissions peak by each year."""
    found = study.data["peak-by-year"]
    years, kept = [int(year) for year in found["year"]], [name for name in LINES if name in found]
    drawn = [
        line(
            PATHS[name].rendered(language), years, [rounded(100.0 * share) for share in found[name]], LINES[name],
            mode="lines+markers", hovertemplate=hover(SHARE, language),
        )
        for name in kept
    ]  # fmt: skip
    likely = found[found["plan"] >= 0.9]
    finding = (
        message("In nine of ten futures emissions peak by {year}", year=int(likely["year"].iloc[0]))
        if len(likely)
        else message("By {year} emissions peak in {share}% of futures", year=years[-1],
                     share=f"{100.0 * float(found['plan'].iloc[-1]):.0f}")
    )  # fmt: skip
    layout = {"yaxis": {**titled(SHARE.name(language)), "range": [0, 104]}}
    return _chart(study, "peak_chances", message("P(peak by a year)"), finding, SHARE, drawn, layout, language)


def emission_fan(study: ShownStudy, language: Language = "en") -> Chart | None:
    """Draw the median of emissions and where half and nine tenths of all futures lie."""
    fan, twin, unit = study.data["emissions"], study.data["twin-emissions"], reader_unit(EMISSIONS)
    fan = fan[fan["futures"] > 0]
    if not len(fan):
        return None
    drawn = [
        *_band(fan, ("p5", "p95"), "rgba(11,95,165,0.18)", message("9 of 10 futures"), unit, language),
        *_band(fan, ("p25", "p75"), "rgba(11,95,165,0.32)", message("half of the futures"), unit, language),
        *(_median(twin, TWIN, "twin", unit, language) if twin["futures"].sum() else []),
        *_median(fan, PLAN, "plan", unit, language),
    ]
    last = fan.iloc[-1]
    finding = message(
        "In {year} the plan emits {low} to {high} in nine of ten futures", year=int(last["year"]),
        low=amount(last["p5"], unit, language), high=amount(last["p95"], unit, language),
    )  # fmt: skip
    layout = {"yaxis": titled(unit.name(language))}
    return _chart(study, "emission_fan", message("Fan of paths"), finding, unit, drawn, layout, language)


def _band(
    fan: pd.DataFrame, ends: tuple[str, str], shade: str, name: Message, unit: Unit, language: Language
) -> list[Trace]:
    edges = [values(dict(zip(fan["year"].astype(int), fan[end], strict=True)), unit, language) for end in ends]
    years = [int(year) for year in fan["year"]]
    bare = {"line": {"width": 0}, "hovertemplate": hover(unit, language)}
    words = name.rendered(language)
    return [
        line(f"{words} ({ends[0][1:]}%)", years, edges[0], shade, showlegend=False, **bare),
        line(words, years, edges[1], shade, fill="tonexty", fillcolor=shade, **bare),
    ]


def _median(fan: pd.DataFrame, colour: str, name: str, unit: Unit, language: Language) -> list[Trace]:
    known = fan[fan["futures"] > 0]
    path = dict(zip(known["year"].astype(int), known["p50"], strict=True))
    words = message("{path}, median", path=PATHS[name]).rendered(language)
    style = {} if name == "plan" else {"line": {"dash": "dash", "width": 2}}
    return [line(words, [*path], values(path, unit, language), colour, hovertemplate=hover(unit, language), **style)]


def tornado(study: ShownStudy, language: Language = "en") -> Chart | None:
    """Draw the mean outcome in the lowest and the highest fifth of the draws of each input."""
    return _of_outcomes(study, "rank_correlation", _tornado, language)


def sobol_shares(study: ShownStudy, language: Language = "en") -> Chart | None:
    """Draw the share of the variance of an outcome that each input explains alone."""
    return _of_outcomes(study, "first_order", _sobol, language)


Drawing = Callable[[ShownStudy, str, pd.DataFrame, Language], Chart]


def _of_outcomes(
    study: ShownStudy, needed: str, draw: Drawing, language: Language
) -> Chart | None:  # fmt: skip
    """Return a figure with a button for each outcome that varies; None where none does."""
    drivers = study.data["drivers"]
    views = {
        str(outcome): draw(study, str(outcome), found.head(BARS).iloc[::-1], language)
        for outcome, found in drivers.groupby("outcome", sort=False)
        if found[needed].notna().any()
    }
    if not views:
        return None
    options = tuple((outcome, OUTCOMES[outcome][0].rendered(language)) for outcome in views)
    return next(iter(views.values())) if len(views) == 1 else with_choices(
        views, Choice(message("Outcome").rendered(language), options)
    )  # fmt: skip


def _tornado(study: ShownStudy, outcome: str, found: pd.DataFrame, language: Language) -> Chart:
    label, kind = OUTCOMES[outcome]
    unit, size = _unit(kind)
    spread = study.data["outcomes"].set_index("outcome")
    factor = unit.factor(language) / size
    median = rounded(float(spread.loc[outcome, "p50"]) * factor)
    middles = [(float(low) + float(high)) / 2.0 * factor for low, high in zip(found["low"], found["high"], strict=True)]
    names = _names(found, language)
    drawn: list[Trace] = [
        {
            "type": "bar", "orientation": "h", "name": name.rendered(language), "y": names,
            "base": [rounded(middle) for middle in middles], "marker": {"color": colour}, "meta": "plain",
            "x": [rounded(float(end) * factor - middle) for end, middle in zip(found[part], middles, strict=True)],
            "customdata": [rounded(float(end) * factor) for end in found[part]],
            "hovertemplate": Marked("%{customdata:,.5~r}"),
        }
        for part, name, colour in (
            ("low", message("lowest fifth of draws"), DOWN), ("high", message("highest fifth of draws"), UP))
    ]  # fmt: skip
    at_median = {
        "type": "line", "x0": median, "x1": median, "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
        "line": {"color": MUTED, "width": 1.2, "dash": "dot"},
    }  # fmt: skip
    best = found.iloc[-1]
    ends = sorted((float(best["low"]), float(best["high"])))
    finding = message(
        "{outcome}: most hangs on “{input}”, from {low} to {high}", outcome=label, input=_label(best),
        low=_told(ends[0] / size, unit, kind, language), high=_told(ends[1] / size, unit, kind, language),
    )  # fmt: skip
    rows = [
        (message("Input"), message("Lowest fifth of draws"), message("Highest fifth")),
        *((_label(one), rounded(float(one["low"]) * factor), rounded(float(one["high"]) * factor))
          for _, one in found.iloc[::-1].iterrows()),
    ]  # fmt: skip
    return _bars(study, "tornado", message("Tornado: what decides"), finding, unit, drawn, rows, language, [at_median])


def _sobol(study: ShownStudy, outcome: str, found: pd.DataFrame, language: Language) -> Chart:
    shares = [rounded(100.0 * max(float(one), 0.0)) for one in found["first_order"].fillna(0.0)]
    drawn: list[Trace] = [
        {
            "type": "bar", "orientation": "h", "name": message("Explains alone").rendered(language),
            "y": _names(found, language), "x": shares, "marker": {"color": PLAN}, "showlegend": False,
            "hovertemplate": Marked("%{x:,.3~r} %"), "meta": "plain",
        }
    ]  # fmt: skip
    most = found.loc[found["first_order"].idxmax()]
    finding = message(
        "{outcome}: “{input}” alone explains {share}% of its variance", outcome=OUTCOMES[outcome][0],
        input=_label(most), share=f"{100.0 * max(float(most['first_order']), 0.0):.0f}",
    )  # fmt: skip
    rows = [
        (message("Input"), message("Explains alone")),
        *((_label(one), share) for (_, one), share in zip(found.iloc[::-1].iterrows(), shares[::-1], strict=True)),
    ]
    return _bars(study, "sobol_shares", message("First-order Sobol indices"), finding, SHARE, drawn, rows, language)


def _bars(
    study: ShownStudy, name: str, topic: Message, finding: Message, unit: Unit, traces: list[Trace],
    rows: list[tuple[Any, ...]], language: Language, shapes: Sequence[Layout] = (),
) -> Chart:  # fmt: skip
    across = axis("xaxis", tickformat=None, dtick=None, tick0=None, showgrid=True, separatethousands=True,
                  title={"text": unit.name(language), "font": {"color": MUTED, "size": 13}})  # fmt: skip
    layout: Layout = {
        "barmode": "overlay", "bargap": 0.35, "hovermode": "y unified", "xaxis": across,
        "yaxis": {"automargin": True, "ticks": "outside", "ticklen": 6, "tickcolor": PAPER, "showgrid": False},
        "shapes": [*shapes],
        "legend": {"orientation": "h", "x": 0, "y": -0.2, "yanchor": "top", "traceorder": "normal"},
    }  # fmt: skip
    told = tuple(tuple(cell.rendered(language) if hasattr(cell, "rendered") else cell for cell in row) for row in rows)
    return _chart(study, name, topic, finding, unit, traces, layout, language, told)


def _chart(
    study: ShownStudy, name: str, topic: Message, finding: Message, unit: Unit, traces: list[Trace],
    layout: Mapping[str, Any], language: Language, rows: tuple[tuple[Any, ...], ...] = (),
) -> Chart:  # fmt: skip
    source = message("carbonsim, futures of “{name}”", name=study.title)
    scope = message("{scope}; {futures}", scope=boundary(language), futures=FUTURES_ALIKE)
    return Chart(
        name, topic.rendered(language), finding.rendered(language), scope.rendered(language), unit.name(language),
        source.rendered(language), traces, dict(layout), rows=rows,
    )  # fmt: skip


def _unit(kind: str) -> tuple[Unit, float]:
    """Return the unit in which an outcome is drawn, and how many of its own make one."""
    if kind == "year":
        return Unit(word("Year", "en"), word("Year", "zh")), 1.0
    return (BILLION_CNY, 1000.0) if kind == "money" else (reader_unit(kind), 1.0)


def _told(value: float, unit: Unit, kind: str, language: Language) -> str:
    return f"{value:.0f}" if kind == "year" else amount(value, unit, language)


def _label(row: pd.Series[Any]) -> Label:
    return Label(str(row["label"]), str(row["label_zh"]))


def _names(found: pd.DataFrame, language: Language) -> list[Marked]:
    width = LETTERS[language == "zh"]
    return [wrapped(_label(one).rendered(language), language, width) for _, one in found.iterrows()]


FIGURES = {one.__name__: one for one in (peak_chances, emission_fan, tornado, sobol_shares)}

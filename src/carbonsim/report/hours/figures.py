"""Figures of a planned year by hour: how long which load lasts, and the coldest week."""

from __future__ import annotations

import numpy as np

from carbonsim.messages.message import Message, message
from carbonsim.report.colours import COLOURS, PLAN, TWIN, colour
from carbonsim.report.figures.chart import Chart, Layout, Trace, axis, bar, hover, line, rounded, titled
from carbonsim.report.figures.emissions.emissions import boundary
from carbonsim.report.hours.shown import Array, ShownHours
from carbonsim.report.words import GW, Language, amount, legend

ORDER = {name: place for place, name in enumerate(COLOURS)}
EVERY = 24  # of the sorted hours, one in so many is drawn: a curve shows no more
LEAST = 1e-4  # GW: less is not drawn
UNSERVED = "#d7191c"
NOT_SERVED = message("Not served")
FIRST = 1  # rank in a legend that may not have room for all


def duration(shown: ShownHours, language: Language = "en") -> Chart | None:
    """Draw how many hours of the year load and residual load last at least."""
    found = shown.of("power")
    if found is None:
        return None
    check, traces = found
    short = traces.of("unserved")
    drawn = [
        (message("Load"), traces.load, PLAN),
        (message("Load without wind and sun"), traces.residual, TWIN),
        *([(NOT_SERVED, short, UNSERVED)] if short.max() > LEAST else []),
    ]
    lines = [
        line(name.rendered(language), _hours(power), _sorted(power, language), tone, hovertemplate=hover(GW, language))
        for name, power, tone in drawn
    ]
    finding = message(
        "The highest load is {load}, and {residual} without wind and sun",
        load=amount(check.peak_GW, GW, language),
        residual=amount(check.residual_peak_GW.hours, GW, language),
    )
    layout = {"xaxis": axis("xaxis", dtick=1000), "yaxis": titled(GW.name(language))}
    return _chart(shown, "duration", message("Duration curve"), finding, lines, layout,
                  message("hours of the year"), language)  # fmt: skip


def _hours(power: Array) -> list[float]:
    """Return the places of the hours that are drawn: to the last of all, or to the first without any power."""
    end = len(power) - 1
    last = end if power.min() < 0.0 else min(int((power > 0.0).sum()), end)
    return [float(hour) for hour in [*range(0, last, EVERY), last]]


def _sorted(power: Array, language: Language) -> list[float]:
    falling = np.sort(power)[::-1]
    return [rounded(float(falling[int(hour)]) * GW.factor(language)) for hour in _hours(power)]


def power_week(shown: ShownHours, language: Language = "en") -> Chart | None:
    """Draw who gives and takes power in every hour of the coldest week."""
    return _week(shown, "power", language)


def heat_week(shown: ShownHours, language: Language = "en") -> Chart | None:
    """Draw who gives heat in every hour of the coldest week."""
    return _week(shown, "heat", language)


def _week(shown: ShownHours, kind: str, language: Language) -> Chart | None:
    found = shown.of(kind)
    if found is None:
        return None
    start, end = shown.check.coldest_week
    _check, traces = found
    groups = {name: power[start:end] for name, power in shown.by_group(traces).items()}
    drawn = {name: power for name, power in groups.items() if np.abs(power).max() > LEAST}
    bars = [
        bar(
            NOT_SERVED.rendered(language) if name == "unserved" else legend(name, language),
            [*range(start + 1, end + 1)],
            [rounded(float(value) * GW.factor(language)) for value in drawn[name]],
            UNSERVED if name == "unserved" else colour(name), hovertemplate=hover(GW, language),
            marker={"color": UNSERVED if name == "unserved" else colour(name), "line": {"width": 0}},
            **({"legendrank": FIRST} if name == "unserved" else {}),
        )
        for name in sorted(drawn, key=lambda name: ORDER.get(name, len(ORDER)))
    ]  # fmt: skip
    topic = message("Power in the coldest week") if kind == "power" else message("District heat in the coldest week")
    load = amount(float(traces.load[start:end].max()), GW, language)
    short = int((traces.of("unserved")[start:end] > LEAST).sum())
    finding = (
        message("All is served in the coldest week, at a highest load of {load}", load=load)
        if not short
        else message("In {count} hours of the coldest week not all is served; the highest load is {load}",
                     count=short, load=load)
    )  # fmt: skip
    layout = {
        "barmode": "relative",
        "bargap": 0,
        "xaxis": axis("xaxis", dtick=24, tick0=start),
        "yaxis": {**titled(GW.name(language)), "zeroline": True},
    }
    return _chart(shown, f"{kind}_week", topic, finding, bars, layout, message("hour of the year"), language)


def _chart(
    shown: ShownHours, name: str, topic: Message, finding: Message, traces: list[Trace], layout: Layout,
    across: Message, language: Language,
) -> Chart:  # fmt: skip
    source = message(
        "carbonsim, scenario “{name}”, hours of {file}", name=shown.title.rendered(language), file=shown.series
    )
    scope = message("; year {year}, across: {across}", year=shown.check.year, across=across)
    return Chart(
        name, topic.rendered(language), finding.rendered(language), boundary(language) + scope.rendered(language),
        GW.name(language), source.rendered(language), traces, dict(layout), 1.1, wide=True,
    )  # fmt: skip

"""The path of emissions with its peak: total or by sector, direct or by user, CO2 or all gases."""

from __future__ import annotations

from dataclasses import dataclass

from carbonsim.analysis.peaking import highest_year, without_peak
from carbonsim.messages.message import message
from carbonsim.report.colours import HISTORY, MUTED, PLAN, PLATEAU, REFERENCE, SHOWN, TARGET, TWIN, colour
from carbonsim.report.content import EMISSIONS, FLAT, Content, Past, Series
from carbonsim.report.figures.chart import (
    Chart,
    Choice,
    Layout,
    Trace,
    area,
    axis,
    hover,
    line,
    rounded,
    titled,
    values,
    with_choices,
)
from carbonsim.report.figures.emissions.emissions import (
    SPLITS,
    against_twin,
    emission_unit,
    model_source,
    nothing_emitted,
    plateau_years,
    scope_words,
    split_scope,
)
from carbonsim.report.figures.marked import Marked
from carbonsim.report.peak_years import highest_words, joined, peak_words, window_years
from carbonsim.report.words import Language, Unit, amount, legend, number, within, word

DRAWN = {
    "plan": message("The plan"),
    "twin": message("The twin (no peaking target)"),
    "reference": message("The reference"),
}


@dataclass(frozen=True)
class View:
    """What one view of the path shows: the series of the total, of its parts, and whether the parts are drawn."""

    total: str
    parts: str
    layered: bool

    @property
    def gases(self) -> bool:
        """Whether it counts all gases."""
        return self.total != EMISSIONS


def path(content: Content, language: Language = "en") -> Chart | None:
    """Draw emissions by year: past solid, projection dashed, twin and reference as ghosts, the peak marked."""
    if not content.series(EMISSIONS) or content.silent or nothing_emitted(content):
        return None
    if not content.sectors:
        return _of_data(content, language)
    views: dict[str, Chart] = {}
    for gas, (direct, user) in SPLITS.items():
        for split, parts in (("total", direct), ("direct", direct), ("user", user)):
            if content.series(direct) and (split == "total" or content.children(parts)):
                views[f"{split}.{gas}"] = _path(content, View(direct, parts, split != "total"), language)
    if len(views) == 1:
        return views["total.co2"]
    return with_choices(views, *_choices(views, language))


def _of_data(content: Content, language: Language) -> Chart:
    """Draw a data set's path, alone or over its technologies."""
    total = _path(content, View(EMISSIONS, EMISSIONS, False), language)
    if not content.children(EMISSIONS):
        return total
    parts = _path(content, View(EMISSIONS, EMISSIONS, True), language)
    options = (("total", word("Total", language)), ("parts", word("By technology", language)))
    return with_choices({"total": total, "parts": parts}, Choice(word("Emissions counted", language), options))


def _choices(views: dict[str, Chart], language: Language) -> list[Choice]:
    splits = [("total", "Total"), ("direct", "By sector, direct"), ("user", "By user")]
    found = [(key, word(term, language)) for key, term in splits if f"{key}.co2" in views]
    choices = [Choice(word("Emissions counted", language), tuple(found))]
    gases = [("co2", "CO₂"), ("gases", word("All gases", language))]
    return [*choices, Choice(word("Gases", language), tuple(gases))]


def _path(content: Content, view: View, language: Language) -> Chart:
    unit = emission_unit(content, view.total)
    traces = [
        *(_layers(content, view, unit, language) if view.layered else []),
        *([] if view.gases else _history(content, unit, language)),
        *_ghosts(content, view, unit, language),
        *_projection(content, view, unit, language),
        *([] if view.gases else _caps(content, unit, language)),
        *_peak(content, view, unit, language),
    ]
    layout = {
        "yaxis": titled(unit.name(language)),
        "xaxis": axis("xaxis", showspikes=True, spikethickness=1, spikecolor=MUTED),
        "shapes": _shapes(content),
        "annotations": _notes(content, view, unit, language),
        "legend": {"x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top", "traceorder": "normal"},
    }
    scope = split_scope(content, view.gases, language) if view.gases else scope_words(content, language)
    return Chart(
        "path",
        word("Emissions path", language),
        _path_finding(content, view, unit, language),
        scope,
        unit.name(language),
        _path_source(content, language),
        traces,
        layout,
        1.25,
    )


def _layers(content: Content, view: View, unit: Unit, language: Language) -> list[Trace]:
    """Draw the parts as pale layers below the line, the largest lowest."""
    parts, years = content.children(view.parts), list(content.years)
    order = sorted(parts, key=lambda name: -sum(parts[name].values()))
    return [
        area(
            content.called(name, language, legend),
            years,
            values(parts[name], unit, language, years),
            colour(name),
            "up" if min(parts[name].values()) >= -1e-9 else "down",
            hovertemplate=hover(unit, language),
            opacity=0.45,
        )
        for name in order
    ]


def _projection(content: Content, view: View, unit: Unit, language: Language) -> list[Trace]:
    series, start = content.series(view.total), content.plan_from
    years = sorted(series)
    past = [year for year in years if start is not None and year < start]
    future = [year for year in years if year not in past or year == (past[-1] if past else None)]
    colour_of = {"plan": PLAN, "twin": TWIN, "reference": REFERENCE}[content.drawn]
    name = word(content.drawn.capitalize(), language)
    shared: Trace = {"hovertemplate": hover(unit, language), "meta": name}
    traces = []
    if len(past) > 1:
        observed = message("{name}: {first}–{last} estimates", name=name, first=past[0], last=past[-1])
        numbers = values(series, unit, language, past)
        traces.append(line(observed.rendered(language), past, numbers, colour_of, **shared))
    projection = message("{name}: projection", name=name).rendered(language)
    style = {"dash": "7px,4px" if past else "solid", "width": 3.5}
    future_line = line(projection, future, values(series, unit, language, future), colour_of, line=style, **shared)
    if view.layered:
        return [*traces, {**future_line, "mode": "lines+markers", "marker": {"size": 5, "color": colour_of}}]
    parts = {
        "text": [_sector_lines(content, view.parts, year, unit, language) for year in future],
        "hovertemplate": shared["hovertemplate"] + Marked("%{text}"),
    }
    return [*traces, {**future_line, **parts, "mode": "lines+markers", "marker": {"size": 5, "color": colour_of}}]


def _sector_lines(content: Content, variable: str, year: int, unit: Unit, language: Language) -> str:
    parts = content.children(variable)
    order = sorted(parts, key=lambda name: -abs(parts[name].get(year, 0.0)))
    told = ((content.called(name, language), amount(parts[name].get(year, 0.0), unit, language)) for name in order)
    return Marked("").join(Marked("<br>   {}: {}").format(*one) for one in told)


def _ghosts(content: Content, view: View, unit: Unit, language: Language) -> list[Trace]:
    drawn = [content.series(view.total)]
    traces = []
    for which, shade, dash in (("twin", TWIN, "2px,3px"), ("reference", REFERENCE, "1px,4px")):
        series = content.series(view.total, which)  # type: ignore[arg-type]
        if which == content.drawn or not series or any(_same(series, other) for other in drawn):
            continue
        drawn.append(series)
        years = sorted(series)
        style = {"dash": dash, "width": 2}
        traces.append(
            line(
                word(which.capitalize(), language),
                years,
                values(series, unit, language),
                shade,
                line=style,
                hovertemplate=hover(unit, language),
            )
        )
    return traces


def _same(one: Series, other: Series) -> bool:
    return one.keys() == other.keys() and all(abs(one[year] - other[year]) <= FLAT * abs(one[year]) for year in one)


def _history(content: Content, unit: Unit, language: Language) -> list[Trace]:
    return [_past(past, place, unit, language) for place, past in enumerate(content.history) if past.values]


def _past(past: Past, place: int, unit: Unit, language: Language) -> Trace:
    years = sorted(past.values)
    name = past.label(language)
    if not past.confirmed:
        name = Marked("{}<br><i>({})</i>").format(name, word("shown only, has no say", language))
    style = {"width": 3 if past.confirmed else 1.5, "dash": "solid" if past.confirmed else "4px,2px"}
    shade = HISTORY if past.confirmed else SHOWN[place % len(SHOWN)]
    trace = line(
        name, years, values(past.values, unit, language), shade, line=style, hovertemplate=hover(unit, language)
    )
    symbol = ("circle", "diamond", "square", "x")[place % 4]
    size = 4 if past.confirmed else 6
    return {**trace, "mode": "lines+markers", "marker": {"size": size, "color": shade, "symbol": symbol}}


def _caps(content: Content, unit: Unit, language: Language) -> list[Trace]:
    traces, level = [], content.level_cap
    if level:
        traces.append(
            line(
                legend("Cap", language),
                sorted(level),
                values(level, unit, language),
                TARGET,
                line={"width": 1.5},
                hovertemplate=hover(unit, language),
            )
        )
    caps = content.emission_caps
    if caps:
        mark = {"symbol": "line-ew-open", "size": 16, "color": TARGET, "line": {"width": 3}}
        traces.append(
            {
                **line(
                    legend("Emission cap", language),
                    sorted(caps),
                    values(caps, unit, language),
                    TARGET,
                    hovertemplate=hover(unit, language),
                ),
                "mode": "markers",
                "marker": mark,
            }
        )
    return traces


def _peak(content: Content, view: View, unit: Unit, language: Language) -> list[Trace]:
    if without_peak(content.series(view.total).values()):
        return []
    year, level = highest_year(content.series(view.total))
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": word("Peak", language),
            "x": [year],
            "y": [rounded(level * unit.factor(language))],
            "hoverinfo": "skip",
            "showlegend": False,
            "marker": {"size": 15, "color": "white", "line": {"color": TARGET, "width": 3.5}},
            "meta": "mark",
        }
    ]


def _shapes(content: Content) -> list[Layout]:
    shapes: list[Layout] = []
    plateau = plateau_years(content)
    if plateau:
        shapes.append(_band(plateau[0] - 0.5, plateau[1] + 0.5))
    for year, shade in ((content.plan_from, MUTED), (content.deadline, TARGET)):
        if year is not None:
            style = {"color": shade, "width": 1.2, "dash": "dot"}
            shapes.append(
                {
                    "type": "line",
                    "x0": year,
                    "x1": year,
                    "yref": "paper",
                    "y0": 0,
                    "y1": 1,
                    "line": style,
                    "layer": "below",
                }
            )
    return shapes


def _band(first: float, last: float) -> Layout:
    return {
        "type": "rect",
        "x0": first,
        "x1": last,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": PLATEAU,
        "line": {"width": 0},
        "layer": "below",
    }


def _peak_note(content: Content, view: View, unit: Unit, language: Language) -> Layout:
    year, level = highest_year(content.series(view.total))
    early = year < content.years[2 * len(content.years) // 3]
    told, peak = amount(level, unit, language), content.summary.peak
    alike = window_years(peak) if content.drawn == "plan" and year == peak.year and not view.gases else (year,)
    text = message("Peak {year}: {told}", year=joined(alike, content.years), told=told).rendered(language)
    return {
        "x": year,
        "y": rounded(level * unit.factor(language)),
        "text": Marked("<b>{}</b>").format(text),
        "showarrow": True,
        "arrowhead": 0,
        "arrowcolor": TARGET,
        "ax": 44 if early else -44,
        "ay": -50,
        "xanchor": "left" if early else "right",
        "font": {"color": TARGET, "size": 15},
        "bgcolor": "rgba(255,255,255,0.85)",
    }


def _notes(content: Content, view: View, unit: Unit, language: Language) -> list[Layout]:
    series = content.series(view.total)
    notes = [] if without_peak(series.values()) else [_peak_note(content, view, unit, language)]
    marks = (
        (content.plan_from, "Planning starts", MUTED, "right"),
        (content.deadline, "Peaking deadline", TARGET, "left"),
    )
    for mark, term, shade, side in marks:
        if mark is not None:
            notes.append(
                {
                    "x": mark,
                    "yref": "paper",
                    "y": 0.01,
                    "yanchor": "bottom",
                    "xanchor": side,
                    "showarrow": False,
                    "text": f" {word(term, language)} {mark} ",
                    "font": {"color": shade, "size": 12},
                }
            )
    return notes


def _path_finding(content: Content, view: View, unit: Unit, language: Language) -> str:
    if reason := without_peak(content.series(view.total).values()):
        return legend(reason, language)
    year, level = highest_year(content.series(view.total))
    subject = DRAWN[content.drawn].rendered(language)
    status = content.summary.peak.status if content.drawn == "plan" else None
    told = amount(level, unit, language)
    if view.gases:
        subject += message(" with all gases").rendered(language)
        return highest_words(subject, year, told, status, content.years[-1]).rendered(language)
    if content.drawn == "plan" and year == content.summary.peak.year:
        text = peak_words(subject, content.summary.peak, told, content.years).rendered(language)
    else:
        text = highest_words(subject, year, told, status, content.years[-1]).rendered(language)
    return text + (_largest(content, view, year, language) if view.layered else against_twin(content, unit, language))


def _largest(content: Content, view: View, year: int, language: Language) -> str:
    """Say which part is largest in the peak year."""
    parts = {name: series.get(year, 0.0) for name, series in content.children(view.parts).items()}
    most = max(parts, key=lambda name: parts[name])
    share = number(100 * parts[most] / sum(parts.values()), 2)
    largest = content.called(most, language, within)
    return message("; {most} is {share}% of it", most=largest, share=share).rendered(language)


def _path_source(content: Content, language: Language) -> str:
    names = "; ".join(past.label(language) for past in content.history)
    return model_source(content, language) + (f"; {names}" if names else "")

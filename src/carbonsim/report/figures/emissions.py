"""Emissions over the years: the path with its peak, and the sectors it is made of."""

from __future__ import annotations

from typing import Any

from carbonsim.analysis.peaking import TOLERANCE
from carbonsim.report.colours import HISTORY, MUTED, PLAN, PLATEAU, REFERENCE, SHOWN, TARGET, TWIN, colour
from carbonsim.report.content import EMISSIONS, FLAT, Content, Past, Series
from carbonsim.report.figures.chart import Chart, Trace, area, axis, hover, line, rounded, titled, values
from carbonsim.report.words import READERS_UNITS, Language, Unit, amount, legend, number, word

SHORTEST_PLATEAU = 2  # years from the first to the last


def summit(series: Series) -> tuple[int, float]:
    """Return the first year of the highest value, within the tolerance of the peak rule, and that value."""
    highest = max(series.values())
    year = min(year for year, value in series.items() if value >= highest - TOLERANCE * abs(highest))
    return year, series[year]


def emission_unit(content: Content) -> Unit:
    """Return the unit emissions are told in: the readers' for Mt, else the data's own."""
    own = content.units.get(EMISSIONS, "Mt CO2/yr")
    return READERS_UNITS.get(own, Unit(own, own))


def scope_words(content: Content, language: Language) -> str:
    """Say the accounting scope as a reader finds it above a chart."""
    start = "Scope: CO₂, " if language == "en" else "口径：二氧化碳，"
    text = word(content.scope, language)
    plain = {
        "territorial": "inside the city boundary",
        "administrative": "inside the city boundary plus net imported power",
        "gross_imports": "inside the city boundary plus all imported power",
    }
    return start + (plain.get(content.scope, content.scope) if language == "en" else text)


def model_source(content: Content, language: Language) -> str:
    """Say where plotted model results come from."""
    name = content.text("name", language)
    return f"carbonsim, scenario “{name}”" if language == "en" else f"carbonsim 测算，情景“{name}”"


def path(content: Content, language: Language = "en") -> Chart | None:
    """Draw emissions by year: past solid, projection dashed, twin and reference as ghosts, the peak marked."""
    main = content.series(EMISSIONS)
    if not main:
        return None
    unit = emission_unit(content)
    traces = [
        *_history(content, unit, language),
        *_ghosts(content, unit, language),
        *_projection(content, unit, language),
        *_caps(content, unit, language),
        *_peak(content, unit, language),
    ]
    layout = {
        "yaxis": titled(unit.name(language)),
        "xaxis": axis("xaxis", showspikes=True, spikethickness=1, spikecolor=MUTED),
        "shapes": _shapes(content),
        "annotations": _notes(content, unit, language),
        "legend": {"x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top", "traceorder": "normal"},
    }
    return Chart(
        "path",
        word("Emissions path", language),
        _path_finding(content, unit, language),
        scope_words(content, language),
        unit.name(language),
        _path_source(content, language),
        traces,
        layout,
        1.25,
    )


def _projection(content: Content, unit: Unit, language: Language) -> list[Trace]:
    series, start = content.series(EMISSIONS), content.plan_from
    years = sorted(series)
    past = [year for year in years if start is not None and year < start]
    future = [year for year in years if year not in past or year == (past[-1] if past else None)]
    colour_of = {"plan": PLAN, "twin": TWIN, "reference": REFERENCE}[content.drawn]
    name = word(content.drawn.capitalize(), language)
    shared: Trace = {"hovertemplate": hover(unit, language), "meta": name}
    traces = []
    if len(past) > 1:
        observed = "2020–2025 estimates" if language == "en" else "现状与估计"
        observed = observed.replace("2020–2025", f"{past[0]}–{past[-1]}")
        traces.append(line(f"{name}: {observed}", past, values(series, unit, language, past), colour_of, **shared))
    projection = "projection" if language == "en" else "测算"
    style = {"dash": "7px,4px" if past else "solid", "width": 3.5}
    future_line = line(
        f"{name}: {projection}", future, values(series, unit, language, future), colour_of, line=style, **shared
    )
    parts = {
        "text": [_sector_lines(content, year, unit, language) for year in future],
        "hovertemplate": shared["hovertemplate"] + "%{text}",
    }
    return [*traces, {**future_line, **parts, "mode": "lines+markers", "marker": {"size": 5, "color": colour_of}}]


def _sector_lines(content: Content, year: int, unit: Unit, language: Language) -> str:
    parts = content.children(EMISSIONS)
    order = sorted(parts, key=lambda name: -abs(parts[name].get(year, 0.0)))
    factor = unit.factor(language)
    return "".join(f"<br>   {word(name, language)}: {number(parts[name].get(year, 0.0) * factor)}" for name in order)


def _ghosts(content: Content, unit: Unit, language: Language) -> list[Trace]:
    drawn = [content.series(EMISSIONS)]
    traces = []
    for which, shade, dash in (("twin", TWIN, "2px,3px"), ("reference", REFERENCE, "1px,4px")):
        series = content.series(EMISSIONS, which)  # type: ignore[arg-type]
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
        name += f"<br><i>({word('shown only, has no say', language)})</i>"
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


def _peak(content: Content, unit: Unit, language: Language) -> list[Trace]:
    year, level = summit(content.series(EMISSIONS))
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


def _shapes(content: Content) -> list[dict[str, Any]]:
    shapes: list[dict[str, Any]] = []
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


def _band(first: float, last: float) -> dict[str, Any]:
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


def plateau_years(content: Content) -> tuple[int, int] | None:
    """Return the first and last year of the plateau, if the verdict names one longer than two years."""
    plateau = (content.summary.get("peak") or {}).get("plateau")
    if not plateau or int(plateau["last"]) - int(plateau["first"]) < SHORTEST_PLATEAU:
        return None
    return int(plateau["first"]), int(plateau["last"])


def _notes(content: Content, unit: Unit, language: Language) -> list[dict[str, Any]]:
    year, level = summit(content.series(EMISSIONS))
    early = year < content.years[2 * len(content.years) // 3]
    text = f"<b>{word('Peak', language)} {year}: {amount(level, unit, language)}</b>"
    notes = [
        {
            "x": year,
            "y": rounded(level * unit.factor(language)),
            "text": text,
            "showarrow": True,
            "arrowhead": 0,
            "arrowcolor": TARGET,
            "ax": 44 if early else -44,
            "ay": -50,
            "xanchor": "left" if early else "right",
            "font": {"color": TARGET, "size": 15},
            "bgcolor": "rgba(255,255,255,0.85)",
        }
    ]
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


def _path_finding(content: Content, unit: Unit, language: Language) -> str:
    year, level = summit(content.series(EMISSIONS))
    name = word(content.drawn.capitalize(), language)
    subject = f"The {name.lower()}" if language == "en" else name
    status = (content.summary.get("peak") or {}).get("status") if content.drawn == "plan" else None
    text = highest(subject, year, amount(level, unit, language), status, content.years[-1], language)
    return text + against_twin(content, unit, language)


def highest(subject: str, year: int, level: str, status: str | None, last: int, language: Language) -> str:
    """Say when a path is highest, and call it a peak only where the rule does."""
    peaks, rises, is_ = ("peak", "rise", "are") if subject.endswith("emissions") else ("peaks", "rises", "is")
    if year == last:
        english, chinese = f"still {rises} in {year}, to {level}", f"到{year}年仍在上升，为{level}"
    elif status in ("rising", "unproven"):
        english, chinese = f"{is_} highest in {year}, at {level}", f"于{year}年最高，为{level}"
    else:
        english, chinese = f"{peaks} in {year} at {level}", f"于{year}年达峰，峰值{level}（测算）"
    return f"{subject} {english}" if language == "en" else subject + chinese


def against_twin(content: Content, unit: Unit, language: Language) -> str:
    """Say what the peaking target changes: nothing, the years after the peak, or the peak itself."""
    plan, twin = content.series(EMISSIONS), content.series(EMISSIONS, "twin")
    if content.drawn != "plan" or not twin or content.binding is None:
        return ""
    if not content.binding:
        return ", as it would without a peaking target" if language == "en" else "，与不设达峰约束时相同"
    year, level = summit(twin)
    if year == summit(plan)[0] and abs(level - summit(plan)[1]) <= FLAT * level:
        return _later(plan, twin, unit, language)
    told = amount(level, unit, language)
    if language == "zh":
        return f"；不设达峰约束时为{year}年、{told}"
    return f"; without the peaking target it would be {year}, at {told}"


def _later(plan: Series, twin: Series, unit: Unit, language: Language) -> str:
    gaps = {year: twin.get(year, level) - level for year, level in plan.items()}
    most = max(gaps, key=lambda year: gaps[year])
    if gaps[most] <= FLAT * twin[most]:
        return ""
    told = amount(gaps[most], unit, language)
    if language == "zh":
        return f"；达峰约束不改变峰值，但使{most}年排放降低{told}"
    return f"; the target leaves the peak as it is and cuts {told} in {most}"


def _path_source(content: Content, language: Language) -> str:
    names = "; ".join(past.label(language) for past in content.history)
    return model_source(content, language) + (f"; {names}" if names else "")


def sectors(content: Content, language: Language = "en") -> Chart | None:
    """Draw the sectors that the judged emissions are made of, as a stack."""
    children = content.children(EMISSIONS)
    if not children:
        return None
    unit, years = emission_unit(content), list(content.years)
    order = sorted(children, key=lambda name: -sum(children[name].values()))
    traces = [
        area(
            legend(name, language),
            years,
            values(children[name], unit, language, years),
            colour(name),
            "up" if min(children[name].values()) >= -1e-9 else "down",
            hovertemplate=hover(unit, language),
        )
        for name in order
    ]
    total = content.series(EMISSIONS)
    traces.append(
        line(
            word("Total", language),
            years,
            values(total, unit, language, years),
            HISTORY,
            line={"width": 1.5},
            hovertemplate=hover(unit, language),
        )
    )
    return Chart(
        "sectors",
        word("Emissions by sector", language),
        _sectors_finding(content, children, unit, language),
        scope_words(content, language),
        unit.name(language),
        model_source(content, language),
        traces,
        {"yaxis": titled(unit.name(language))},
        1.1,
    )


def _sectors_finding(content: Content, children: dict[str, Series], unit: Unit, language: Language) -> str:
    first, last = content.years[0], content.years[-1]
    change = {name: series.get(last, 0.0) - series.get(first, 0.0) for name, series in children.items()}
    largest = max(children, key=lambda name: children[name].get(first, 0.0))
    share = 100 * children[largest].get(first, 0.0) / (content.series(EMISSIONS).get(first) or 1.0)
    falls = min(change, key=lambda name: change[name])
    fall = amount(-change[falls], unit, language)
    if language == "zh":
        text = f"{first}年{word(largest, language)}占排放的{number(share, 2)}%"
        return text + (f"；到{last}年{word(falls, language)}减少最多，为{fall}" if change[falls] < 0 else "")
    text = f"{word(largest, language).capitalize()} made {number(share, 2)}% of emissions in {first}"
    subject = "it" if falls == largest else word(falls, language).lower()
    return text + (f"; {subject} falls most by {last}, by {fall}" if change[falls] < 0 else "")

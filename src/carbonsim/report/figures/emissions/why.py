"""Why emissions change: the effect of each driver, the drivers themselves, and decoupling by five-year plan."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from carbonsim.analysis.carbon_budget import number_of_period, period_of
from carbonsim.analysis.drivers import FACTORS, OTHER, Decoupling, decompose, decouplings
from carbonsim.analysis.peaking import DecouplingState, highest_year, without_peak
from carbonsim.messages.message import Message, Value, in_context, message, rendered
from carbonsim.report.colours import DOWN, INK, MUTED, PLAN, TARGET, UP
from carbonsim.report.content import EMISSIONS, Content, Series
from carbonsim.report.figures.chart import (
    Chart,
    Layout,
    Trace,
    axis,
    bar,
    line,
    rounded,
    titled,
    waterfall_steps,
    wrapped,
)
from carbonsim.report.figures.emissions.emissions import emission_unit, model_source, split_scope
from carbonsim.report.figures.marked import Marked
from carbonsim.report.figures.panels import Panel, panelled
from carbonsim.report.words import Language, Unit, amount, number, word, wording

NAMES = {
    "population": "Population effect",
    "affluence": "GDP-per-head effect",
    "structure": "Structure effect",
    "intensity": "Energy-intensity effect",
    "carbon": "Carbon-factor effect",
    OTHER: "Other emissions",
}
WITHIN = {
    "population": message("population effect"),
    "affluence": message("GDP-per-head effect"),
    "structure": message("structure effect"),
    "intensity": message("energy-intensity effect"),
    "carbon": message("carbon-factor effect"),
    OTHER: message("other emissions"),
}
# Names under the bars, short enough to stand upright.
SHORT = {
    "population": in_context("driver", "population"),
    "affluence": in_context("driver", "GDP per head"),
    "structure": in_context("driver", "structure"),
    "intensity": in_context("driver", "energy intensity"),
    "carbon": in_context("driver", "carbon factor"),
    OTHER: in_context("driver", "other"),
}
LETTERS = {"zh": 4}  # of a line under a bar: Chinese ones are wider
MIDDLING = (DecouplingState.WEAK, DecouplingState.WEAK_NEGATIVE)
PLANS = {  # five-year plans by their number, those that have a usual name
    11: message("11th plan"),
    12: message("12th plan"),
    13: message("13th plan"),
    14: message("14th plan"),
    15: message("15th plan"),
    16: message("16th plan"),
    17: message("17th plan"),
    18: message("18th plan"),
    19: message("19th plan"),
}


def stations(content: Content) -> list[int]:
    """Return the years between which emissions are explained: base, peak, the end of the second five-year plan."""
    series = content.series(EMISSIONS)
    if not series or content.milestones is None or without_peak(series.values()):
        return []
    last = content.milestones.second
    return sorted({content.years[0], min(highest_year(series)[0], last), last})


def waterfall(content: Content, language: Language = "en") -> Chart | None:
    """Draw what each driver adds and takes away from the base year to the peak, and from there to the second end."""
    years = stations(content)
    if len(years) < 2 or not content.series("Emissions by User") or not content.series("GDP"):
        return None
    steps = [(start, end, decompose(content.series, start, end)) for start, end in itertools.pairwise(years)]
    unit, total = emission_unit(content), content.series(EMISSIONS)
    trace = _waterfall(years, steps, total, unit, language)
    layout = {
        "yaxis": {**titled(unit.name(language)), "rangemode": "normal"},
        "xaxis": axis("xaxis", type="multicategory", tickformat="", dtick=None, tickangle=0),
        "showlegend": False,
        "hovermode": "closest",
        "annotations": [],
    }
    return Chart(
        "waterfall",
        word("Drivers of the change", language),
        _waterfall_finding(steps, unit, language),
        split_scope(content, False, language, by_user=True),
        unit.name(language),
        model_source(content, language),
        [trace],
        layout,
        1.2,
        wide=True,
        rows=_rows(steps, total, unit, language),
    )


Steps = list[tuple[int, int, dict[str, float]]]


def _waterfall(years: list[int], steps: Steps, total: Series, unit: Unit, language: Language) -> Trace:
    stand = message("emissions").rendered(language)
    upper, lower, numbers, measures = [str(years[0])], [stand], [total[years[0]]], ["absolute"]
    for start, end, effects in steps:
        told = [name for name in (*FACTORS, OTHER) if abs(effects.get(name, 0.0)) > 1e-6]
        upper += [f"{start}–{end}"] * len(told) + [str(end)]
        lower += [wrapped(SHORT[name].rendered(language), language, LETTERS.get(language, 11)) for name in told]
        lower.append(stand)
        numbers += [effects[name] for name in told] + [total[end]]
        measures += ["relative"] * len(told) + ["absolute"]
    factor = unit.factor(language)
    return waterfall_steps(
        word("Drivers of the change", language),
        [upper, lower],
        [rounded(value * factor) for value in numbers],
        measures,
        PLAN,
        hovertemplate=Marked("%{x}: %{y:,.3~r} ") + unit.name(language) + Marked("<extra></extra>"),
    )


def _rows(steps: Steps, total: Series, unit: Unit, language: Language) -> tuple[tuple[object, ...], ...]:
    factor, name = unit.factor(language), unit.name(language)
    found: list[tuple[object, ...]] = [("from", "to", "driver", "value", "unit")]
    for start, end, effects in steps:
        found += [
            (start, end, word(NAMES[key], language), rounded(value * factor), name) for key, value in effects.items()
        ]
        found.append((start, end, word("Total", language), rounded((total[end] - total[start]) * factor), name))
    return tuple(found)


def _waterfall_finding(steps: Steps, unit: Unit, language: Language) -> str:
    parts: list[Value] = []
    for start, end, effects in steps:
        rise, fall = max(effects, key=lambda name: effects[name]), min(effects, key=lambda name: effects[name])
        more, less = (amount(abs(effects[name]), unit, language) for name in (rise, fall))
        told = message(
            "{start}–{end}: {rise} +{more}, {fall} −{less}",
            start=start, end=end, rise=WITHIN[rise], more=more, fall=WITHIN[fall], less=less,
        )  # fmt: skip
        parts.append(message("{before}; {then}", before=parts.pop(), then=told) if parts else told)
    return rendered(parts[0], language)


def kaya(content: Content, language: Language = "en") -> Chart | None:
    """Draw the factors of the Kaya identity as small multiples, the base year of the plan = 100."""
    factors = _kaya(content)
    if len(factors) < 2 or content.milestones is None:
        return None
    base, last = content.milestones.before, content.milestones.second
    panels = [_kaya_panel(name, series, base, language) for name, series in factors.items()]
    traces, layout = panelled(panels, 3)
    return Chart(
        "kaya",
        word("Kaya factors", language),
        _kaya_finding(factors, base, last, language),
        split_scope(content, False, language),
        f"{base} = 100",
        model_source(content, language),
        traces,
        {**layout, "showlegend": False},
        1.3,
        wide=True,
    )


def _kaya(content: Content) -> dict[str, Series]:
    co2, people, gdp = content.series(EMISSIONS), content.series("Population"), content.series("GDP")
    energy, tertiary = content.series("Energy Consumption|Coal-equivalent"), content.series("GDP|Tertiary")
    found = {
        "CO₂": co2,
        "Population": people,
        "GDP per head": _ratio(gdp, people),
        "Tertiary share of GDP": _ratio(tertiary, gdp),
        "Energy per GDP": _ratio(energy, gdp),
        "CO₂ per unit of energy": _ratio(co2, energy),
    }
    return {name: series for name, series in found.items() if any(series.values())}


def _ratio(upper: Mapping[int, float], lower: Mapping[int, float]) -> Series:
    return {year: value / lower[year] for year, value in upper.items() if lower.get(year)}


def _kaya_panel(name: str, series: Series, base: int, language: Language) -> Panel:
    years = sorted(series)
    level = series.get(base) or next(series[year] for year in years if series[year])
    numbers = [rounded(100 * series[year] / level) for year in years]
    shade = TARGET if name == "CO₂" else PLAN
    trace = line(
        word(name, language), years, numbers, shade, line={"width": 2.5}, hovertemplate=Marked("%{y:.0f}"), meta="plain"
    )
    return Panel(word(name, language), "", [trace])


def _kaya_finding(factors: dict[str, Series], base: int, last: int, language: Language) -> str:
    told: list[Value] = []
    for name in ("GDP per head", "Energy per GDP", "CO₂ per unit of energy"):
        series = factors.get(name, {})
        if series.get(base) and last in series:
            change = 100 * (series[last] / series[base] - 1)
            one = f"{word(name, language)} {'+' if change > 0 else ''}{number(change, 2)}%"
            told.append(message("{before}, {then}", before=told.pop(), then=one) if told else one)
    return message("{base} to {last}: {changes}", base=base, last=last, changes=told[0]).rendered(language)


def decoupling(content: Content, language: Language = "en") -> Chart | None:
    """Draw the Tapio elasticity of every five-year plan, named by its state."""
    bounds = [year for year in content.years if year % 5 == 0]
    found = decouplings(content.series(EMISSIONS), content.series("GDP"), bounds)
    known = [one for one in found if one.elasticity is not None]
    if not known:
        return None
    traces = [
        bar(
            word("Tapio elasticity", language),
            [_period(one, language) for one in known],
            [rounded(one.elasticity or 0.0) for one in known],
            PLAN,
            marker={
                "color": [DOWN if one.emissions < 0 else "#e69f00" if one.state in MIDDLING else UP for one in known]
            },
            text=[word(one.state, language) for one in known],
            textposition="outside",
            cliponaxis=False,
            constraintext="none",
            textangle=0,
            customdata=[_growth(one).rendered(language) for one in known],
            hovertemplate=Marked("%{y:.2f} (%{customdata})<extra></extra>"),
            meta="plain",
        )
    ]
    layout = {
        "yaxis": {
            **titled(word("Tapio elasticity", language)),
            "zeroline": True,
            "zerolinecolor": INK,
            "rangemode": "normal",
        },
        "xaxis": axis("xaxis", type="category", tickformat="", dtick=None, tickangle=0),
        "showlegend": False,
        "shapes": [_guide(0.8)],
    }
    return Chart(
        "decoupling",
        word("Decoupling by five-year plan", language),
        _decoupling_finding(known, language),
        split_scope(content, False, language),
        word("Tapio elasticity", language),
        model_source(content, language),
        traces,
        layout,
        wide=True,
        rows=_decoupling_rows(found, language),
    )


def _decoupling_rows(found: list[Decoupling], language: Language) -> tuple[tuple[object, ...], ...]:
    head = ("period", "emissions", "GDP", "elasticity", "state")
    rows = [
        (f"{one.first}-{one.last}", one.emissions, one.output, one.elasticity, word(one.state, language))
        for one in found
    ]
    return (head, *rows)


def _guide(height: float) -> Layout:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": height,
        "y1": height,
        "line": {"color": MUTED, "width": 1, "dash": "dot"},
    }


def _period(one: Decoupling, language: Language) -> str:
    years = f"{one.first + 1}–{one.last}"
    named = PLANS.get(number_of_period(one.last))
    if not named or (one.first + 1, one.last) != period_of(one.last):
        return years
    return Marked("{}<br>{}").format(named.rendered(language), years)


def _growth(one: Decoupling) -> Message:
    return message("CO₂ {emissions}, GDP {output}", emissions=_percent(one.emissions), output=_percent(one.output))


def _percent(share: float) -> str:
    return ("+" if share > 0 else "") + number(100 * share, 2) + "%"


def _decoupling_finding(known: list[Decoupling], language: Language) -> str:
    strong = [one for one in known if one.state == DecouplingState.STRONG]
    if not strong:
        end = known[-1]
        told = message("At the end, {first}–{last}: {state}", first=end.first, last=end.last, state=wording(end.state))
        return told.rendered(language)
    first = strong[0]
    return message(
        "From {first}–{last} emissions part from growth: GDP {growth}, CO₂ {change}",
        first=first.first + 1,
        last=first.last,
        growth=_percent(first.output),
        change=_percent(first.emissions),
    ).rendered(language)

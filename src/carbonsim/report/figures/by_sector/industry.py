"""Industry: CO2 of energy and of processes by branch, and the output of the car chain."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.report.colours import BRANCHES
from carbonsim.report.content import Content, Series, attribute
from carbonsim.report.figures.chart import (
    Chart,
    Choice,
    Trace,
    area,
    hover,
    line,
    rounded,
    titled,
    values,
    with_choices,
)
from carbonsim.report.figures.emissions.emissions import model_source
from carbonsim.report.figures.marked import Marked
from carbonsim.report.words import MT_CO2, Language, amount, in_sentence, number, word

KINDS = {"Energy": "Energy CO₂", "Process": "Process CO₂"}
CARS = ("automobile", "car-manufacturing", "cars")


def branch_name(content: Content, branch: str, language: Language) -> str:
    """Name a branch as the scenario labels it."""
    named = attribute(content.scenario, "industry.branches") or {}
    told = getattr(named.get(branch), "label", None) if hasattr(named, "get") else None
    return str(getattr(told, language, "") or getattr(told, "en", "") or branch)


def branch_colours(content: Content) -> dict[str, str]:
    """Return the colour of every branch: by its place in the scenario, the same everywhere."""
    named = list(attribute(content.scenario, "industry.branches") or ())
    found = {name for kind in KINDS for name in content.children(f"Industry Emissions|{kind}")}
    names = [*named, *sorted(found - set(named))]
    return {name: BRANCHES[place % len(BRANCHES)] for place, name in enumerate(names)}


def industry_split(content: Content, language: Language = "en") -> Chart | None:
    """Draw industry's CO2 by branch: of energy, of processes, or both."""
    parts = {kind: content.children(f"Industry Emissions|{kind}") for kind in KINDS}
    if not any(parts.values()):
        return None
    views = {"both": _split(content, parts, ("Energy", "Process"), language)}
    for kind in KINDS:
        if parts[kind]:
            views[kind.lower()] = _split(content, parts, (kind,), language)
    names = {"both": "Energy and process CO₂", "energy": KINDS["Energy"], "process": KINDS["Process"]}
    options = tuple((key, word(names[key], language)) for key in views)
    return with_choices(views, Choice(word("Emissions counted", language), options))


def _split(content: Content, parts: dict[str, dict[str, Series]], kinds: tuple[str, ...], language: Language) -> Chart:
    shades, years = branch_colours(content), list(content.years)
    traces: list[Trace] = []
    for kind in kinds:
        for branch in [name for name in shades if name in parts[kind]]:
            name = branch_name(content, branch, language)
            if kind == "Process" and len(kinds) > 1:
                name += message(" (process)").rendered(language)
            numbers = values(parts[kind][branch], MT_CO2, language, years)
            layer = area(name, years, numbers, shades[branch], hovertemplate=hover(MT_CO2, language))
            if kind == "Process" and len(kinds) > 1:
                layer["fillpattern"] = {"shape": "/", "fgcolor": "#ffffff", "bgcolor": shades[branch], "size": 8}
            traces.append(layer)
    scope = message(
        "Scope: CO₂ from fuels burnt by industry and from its processes, power and heat from outside left out"
    ).rendered(language)
    return Chart(
        "industry_split",
        word("Industry by branch", language),
        _split_finding(content, parts, kinds, language),
        scope,
        MT_CO2.name(language),
        model_source(content, language),
        traces,
        {"yaxis": titled(MT_CO2.name(language))},
        1.1,
    )


def _split_finding(
    content: Content, parts: dict[str, dict[str, Series]], kinds: tuple[str, ...], language: Language
) -> str:
    year = content.years[0]
    totals: dict[str, float] = {}
    for kind in kinds:
        for branch, series in parts[kind].items():
            totals[branch] = totals.get(branch, 0.0) + series.get(year, 0.0)
    whole, most = sum(totals.values()), max(totals, key=lambda branch: totals[branch])
    share = number(100 * totals[most] / whole, 2) if whole else "0"
    told, name = amount(whole, MT_CO2, language), branch_name(content, most, language)
    process = sum(series.get(year, 0.0) for series in parts["Process"].values()) if len(kinds) > 1 else 0.0
    most = in_sentence(name, language)
    whole_told = message(
        "In {year} industry emits {told}; {name} is {share}% of it", year=year, told=told, name=most, share=share
    )
    if process:
        rest = amount(process, MT_CO2, language)
        whole_told = message("{told}, and {rest} comes from processes", told=whole_told, rest=rest)
    return whole_told.rendered(language)


def suppliers(content: Content, car: str) -> set[str]:
    """Return the branches that supply the car industry, directly or through others; empty where none is told."""
    branches = attribute(content.scenario, "industry.branches") or {}
    found: set[str] = set()
    for _ in branches:
        for name, branch in branches.items():
            if {car, *found} & set(getattr(branch, "customers", None) or ()):
                found.add(name)
    return found


def car_chain(content: Content, language: Language = "en") -> Chart | None:
    """Draw the output of every branch against the car industry, the last year before the plan = 100."""
    outputs = {name.split("|")[-1]: series for name, series in content.tree("Production|Industry").items()}
    car = next((name for name in CARS if name in outputs), None)
    if car is None:
        return None
    chain = suppliers(content, car)
    outputs = {name: series for name, series in outputs.items() if not chain or name in (car, *chain)}
    years, shades = list(content.years), branch_colours(content)
    base = years[0] if content.milestones is None else content.milestones.before
    traces = []
    for branch, series in outputs.items():
        if not series.get(base):
            continue
        main = branch == car
        traces.append(
            line(
                branch_name(content, branch, language),
                years,
                [rounded(100 * series[year] / series[base]) for year in years],
                shades.get(branch, BRANCHES[-1]),
                line={"width": 4.5 if main else 2, "dash": "solid" if main else "5px,3px"},
                hovertemplate=Marked("%{y:.0f}"),
            )
        )
    last = content.focus_year or years[-1]
    change = 100 * (outputs[car][last] / outputs[car][base] - 1)
    grown, sign = number(change, 2), "+" if change > 0 else ""
    finding = message(
        "Car making changes by {sign}{grown}% from {base} to {last}; dashed are the branches that supply it",
        sign=sign,
        grown=grown,
        base=base,
        last=last,
    ).rendered(language)
    return Chart(
        "car_chain",
        word("The car chain", language),
        finding,
        message("Scope: output or value added of each branch, an input of the scenario").rendered(language),
        f"{base} = 100",
        model_source(content, language),
        traces,
        {"yaxis": titled(f"{base} = 100")},
    )

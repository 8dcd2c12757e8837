"""What the plan costs, year by year, and against the twin."""

from __future__ import annotations

from itertools import pairwise

from carbonsim.analysis.accounts.differences import OF_GDP, money_differs
from carbonsim.messages.message import message
from carbonsim.report.colours import INK, colour
from carbonsim.report.content import Content, Series
from carbonsim.report.figures.chart import Chart, Trace, area, bar, hover, line, titled, values
from carbonsim.report.figures.emissions.emissions import data_scope, model_source
from carbonsim.report.words import READERS_UNITS, Language, Unit, amount, legend, number, word, wording
from carbonsim.units import ResultUnit

LEAST = f"{100 * OF_GDP:g}%"
COMPONENTS = ("investment", "fixed", "variable", "carbon_price")
SECTORS = ("energy", "industry", "transport", "buildings", "land", "waste", "economy", "system")


def costs_by(content: Content, part: str, which: str | None = None) -> dict[str, Series]:
    """Sum the yearly costs `Cost|<sector>|<component>` by `sector` or by `component`, billion CNY."""
    found: dict[str, Series] = {}
    for sector, components in _cost_table(content, which).items():
        for component, series in components.items():
            name = sector if part == "sector" else component
            total = found.setdefault(name, {})
            for year, value in series.items():
                total[year] = total.get(year, 0.0) + value
    return {name: series for name, series in found.items() if any(abs(value) > 1e-9 for value in series.values())}


def _cost_table(content: Content, which: str | None) -> dict[str, dict[str, Series]]:
    table: dict[str, dict[str, Series]] = {}
    for variable, series in content.tree("Cost", which).items():
        names = variable.split("|")
        if len(names) == 2 and names[1].lower().replace(" ", "_") in COMPONENTS:
            table.setdefault(names[0].lower(), {})[names[1].lower().replace(" ", "_")] = series
    return table


def money_unit(content: Content) -> Unit:
    """Return the unit money is told in: the readers' for CNY, else the data's own."""
    own = content.units.get("Cost", ResultUnit.BILLION_CNY_A_YEAR)
    return READERS_UNITS.get(own, Unit(own, own))


def _money_scope(content: Content, language: Language) -> str:
    year = content.years[0]
    if not content.sectors:
        return data_scope(language) + (message("; not discounted").rendered(language))
    return message(
        "Scope: all sectors as modelled, vehicles included, prices of {year}, not discounted", year=year
    ).rendered(language)


def _middles(content: Content, years: list[int]) -> list[float]:
    """Return the middle of the years each model year stands for."""
    bars = _spans(content, years)
    return [year + offset + width / 2 for year, offset, width in zip(years, bars["offset"], bars["width"], strict=True)]


def _spans(content: Content, years: list[int]) -> dict[str, list[float]]:
    """Let each bar stand over the years its model year stands for."""
    all_spans = dict(zip(content.years, [1, *(year - before for before, year in pairwise(content.years))], strict=True))
    spans = [all_spans[year] for year in years]
    return {"width": [0.96 * span for span in spans], "offset": [0.48 - 0.96 * span for span in spans]}


def _total(parts: dict[str, Series], year: int) -> float:
    return sum(series.get(year, 0.0) for series in parts.values())


def _paid_years(content: Content) -> list[int]:
    """Return the years costs are drawn for: what was built before the base year is paid, so that year is left out."""
    return list(content.years[1:] if len(content.years) > 1 else content.years)


def costs(content: Content, language: Language = "en") -> Chart | None:
    """Draw the yearly cost of the system by component."""
    parts = costs_by(content, "component")
    if not parts:
        return None
    years, unit = _paid_years(content), money_unit(content)
    traces = [
        area(
            legend(name, language),
            years,
            values(parts[name], unit, language, years),
            colour(name),
            hovertemplate=hover(unit, language),
        )
        for name in COMPONENTS
        if name in parts
    ]
    return Chart(
        "costs",
        word("Yearly system cost", language),
        _cost_finding(content, parts, language),
        _money_scope(content, language),
        unit.name(language),
        model_source(content, language),
        traces,
        {"yaxis": titled(unit.name(language))},
    )


def _cost_finding(content: Content, parts: dict[str, Series], language: Language) -> str:
    year = content.focus_year or content.years[-1]
    total = _total(parts, year)
    largest = max(parts, key=lambda name: parts[name].get(year, 0.0))
    share = number(100 * parts[largest].get(year, 0.0) / total, 2) if total else "0"
    told, gdp = amount(total, money_unit(content), language), content.series("GDP").get(year)
    of_gdp = number(100 * total / gdp, 2) if gdp else ""
    cost = message("In {year} the system costs {told}", year=year, told=told)
    if of_gdp:
        cost = message("In {year} the system costs {told}, {of_gdp}% of GDP", year=year, told=told, of_gdp=of_gdp)
    return message("{cost}; {largest} is {share}% of it", cost=cost, largest=wording(largest), share=share).rendered(
        language
    )


def investment(content: Content, language: Language = "en") -> Chart | None:
    """Draw yearly investment by sector."""
    table = _cost_table(content, None)
    parts = {
        sector: found["investment"] for sector, found in table.items() if any(found.get("investment", {}).values())
    }
    if not parts:
        return None
    years, unit = _paid_years(content), money_unit(content)
    order = [name for name in SECTORS if name in parts] + [name for name in parts if name not in SECTORS]
    traces = [
        bar(
            legend("Waste" if name == "waste" else name, language),
            years,
            values(parts[name], unit, language, years),
            colour("Waste" if name == "waste" else name),
            hovertemplate=hover(unit, language),
            **_spans(content, years),
        )
        for name in order
    ]
    most = max(years, key=lambda year: _total(parts, year))
    told = amount(_total(parts, most), unit, language)
    finding = message("Investment is highest in {most}, at {told} a year", most=most, told=told).rendered(language)
    layout = {"yaxis": titled(unit.name(language)), "barmode": "stack"}
    return Chart(
        "investment",
        word("Yearly investment", language),
        finding,
        _money_scope(content, language),
        unit.name(language),
        model_source(content, language),
        traces,
        layout,
    )


def cost_difference(content: Content, language: Language = "en") -> Chart | None:
    """Draw what the plan costs above the twin, by component."""
    if content.plan is None or content.twin is None:
        return None
    plan, twin = costs_by(content, "component", "plan"), costs_by(content, "component", "twin")
    years, unit = list(content.years), money_unit(content)
    gaps = {
        name: {year: plan.get(name, {}).get(year, 0.0) - twin.get(name, {}).get(year, 0.0) for year in years}
        for name in COMPONENTS
        if name in plan or name in twin
    }
    size = max((abs(value) for series in gaps.values() for value in series.values()), default=0.0)
    scale = max(_total(plan, years[0]), 1e-9) if years else 1.0
    if not gaps or size < 1e-5 * scale:
        return None
    traces: list[Trace] = [
        bar(
            legend(name, language),
            years,
            values(series, unit, language, years),
            colour(name),
            hovertemplate=hover(unit, language),
            **_spans(content, years),
        )
        for name, series in gaps.items()
    ]
    net = {year: _total(gaps, year) for year in years}
    traces.append(
        line(
            word("Total", language),
            _middles(content, years),
            values(net, unit, language, years),
            INK,
            mode="markers",
            marker={"symbol": "diamond", "size": 8, "color": INK},
            customdata=years,
            hoverinfo="skip",
        )
    )
    layout = {"yaxis": {**titled(unit.name(language)), "zeroline": True, "zerolinecolor": INK}, "barmode": "relative"}
    return Chart(
        "cost_difference",
        word("Cost against the twin", language),
        _difference_finding(content, net, language),
        _money_scope(content, language),
        unit.name(language),
        model_source(content, language),
        traces,
        layout,
    )


def _difference_finding(content: Content, net: Series, language: Language) -> str:
    most = max(net, key=lambda year: abs(net[year]))
    told = amount(abs(net[most]), money_unit(content), language)
    gdp = content.series("GDP").get(most)
    share = f"{number(100 * net[most] / gdp, 2)}%" if gdp else ""
    if gdp and not money_differs(net[most], gdp):
        return message(
            "Against the twin, the plan’s cost is no difference of {least} of GDP in any year", least=LEAST
        ).rendered(language)
    gap = message("Against the twin, the plan costs {told} less in {most}, the largest gap", told=told, most=most)
    if net[most] > 0:
        gap = message("Against the twin, the plan costs {told} more in {most}, the largest gap", told=told, most=most)
    return (message("{gap} ({share} of GDP)", gap=gap, share=share) if share else gap).rendered(language)

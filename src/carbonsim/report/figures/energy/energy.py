"""Power, heat and final energy: by source over the years, and on typical days."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.report.colours import COLOURS, colour
from carbonsim.report.content import Content, Series
from carbonsim.report.figures.chart import Chart, Trace, area, hover, titled, values
from carbonsim.report.figures.emissions.emissions import boundary, model_source
from carbonsim.report.words import GW, PJ, PJ_FINAL, TWH, Language, Unit, amount, legend, number, word
from carbonsim.units import PJ_PER_EJ

ORDER = {name: place for place, name in enumerate(COLOURS)}
CLEAN_POWER = ("wind", "solar", "hydro", "biomass", "waste", "nuclear")
COAL = ("coal CHP", "coal", "coal boiler")


def _ordered(children: dict[str, Series]) -> list[str]:
    return sorted(children, key=lambda name: ORDER.get(name, len(ORDER)))


def _stack(content: Content, children: dict[str, Series], unit: Unit, language: Language) -> list[Trace]:
    """Layer groups above zero, and what is negative in some year (exports) below."""
    years, traces = list(content.years), []
    for name in _ordered(children):
        series = children[name]
        for sign, group in ((1, "up"), (-1, "down")):
            part = {year: value for year, value in series.items() if value * sign > 1e-9}
            if part:
                title = name if sign > 0 or name not in ("net import", "import") else name.replace("import", "export")
                traces.append(
                    area(
                        legend(title, language),
                        years,
                        values(part, unit, language, years),
                        colour(title),
                        group,
                        hovertemplate=hover(unit, language),
                    )
                )
    return traces


def _total(children: dict[str, Series], year: int) -> float:
    return sum(series.get(year, 0.0) for series in children.values())


def _share(children: dict[str, Series], names: tuple[str, ...], year: int) -> float:
    total = sum(max(series.get(year, 0.0), 0.0) for series in children.values())
    return (
        100 * sum(max(children[name].get(year, 0.0), 0.0) for name in names if name in children) / total
        if total
        else 0.0
    )


def _yearly(
    content: Content,
    language: Language,
    *,
    name: str,
    topic: str,
    variable: str,
    unit: Unit,
    finding: str,
    scope: str = "",
) -> Chart | None:
    children = content.children(variable)
    if not children:
        return None
    layout = {"yaxis": titled(unit.name(language))}
    return Chart(
        name,
        word(topic, language),
        finding,
        scope or boundary(language),
        unit.name(language),
        model_source(content, language),
        _stack(content, children, unit, language),
        layout,
    )


def generation(content: Content, language: Language = "en") -> Chart | None:
    """Draw electricity by source, imports included."""
    variable = "Generation|Electricity"
    children = content.children(variable)
    if not children:
        return None
    first, last = content.years[0], content.focus_year or content.years[-1]
    clean = [number(_share(children, CLEAN_POWER, year), 2) for year in (first, last)]
    finding = message(
        "Clean sources supply {clean}% of electricity in {first} and {clean_2}% in {last}",
        clean=clean[0],
        first=first,
        clean_2=clean[1],
        last=last,
    ).rendered(language)
    scope = message("Scope: generation in the city plus net import").rendered(language)
    return _yearly(
        content,
        language,
        name="generation",
        topic="Electricity by source",
        variable=variable,
        unit=TWH,
        finding=finding,
        scope=scope,
    )


def capacity(content: Content, language: Language = "en") -> Chart | None:
    """Draw installed power capacity by group."""
    power, storage = content.children("Capacity by Group|Electricity"), content.children("Capacity by Group|Storage")
    children = power | {name: series for name, series in storage.items() if "heat" not in name}
    if not children:
        return None
    first, last = content.years[0], content.years[-1]
    renewable = [sum(children.get(name, {}).get(year, 0.0) for name in ("wind", "solar")) for year in (first, last)]
    told = [amount(value, GW, language) for value in renewable]
    finding = message(
        "Wind and solar capacity goes from {told} in {first} to {told_2} in {last}",
        told=told[0],
        first=first,
        told_2=told[1],
        last=last,
    ).rendered(language)
    layout = {"yaxis": titled(GW.name(language))}
    return Chart(
        "capacity",
        word("Installed capacity", language),
        finding,
        boundary(language),
        GW.name(language),
        model_source(content, language),
        _stack(content, children, GW, language),
        layout,
    )


def heat(content: Content, language: Language = "en") -> Chart | None:
    """Draw district heat by source."""
    variable = "Generation|Heat"
    children = content.children(variable)
    if not children:
        return None
    first, last = content.years[0], content.years[-1]
    coal = [number(_share(children, COAL, year), 2) for year in (first, last)]
    finding = message(
        "Coal supplies {coal}% of district heat in {first} and {coal_2}% in {last}",
        coal=coal[0],
        first=first,
        coal_2=coal[1],
        last=last,
    ).rendered(language)
    scope = message("Scope: district heat at source").rendered(language)
    return _yearly(
        content,
        language,
        name="heat",
        topic="District heat by source",
        variable=variable,
        unit=PJ,
        finding=finding,
        scope=scope,
    )


# Reader's carrier → IAMC variable under Final Energy; the first that is there wins.
CARRIERS: dict[str, tuple[str, ...]] = {
    "coal": ("Solids|Coal",),
    "biomass": ("Solids|Biomass",),
    "waste": ("Solids|Waste",),
    "oil": ("Liquids",),
    "gas": ("Gases",),
    "district heat": ("Heat",),
    "electricity": ("Electricity",),
    "hydrogen": ("Hydrogen",),
    "solar heat": ("Solar",),
}


def final_energy(content: Content, language: Language = "en") -> Chart | None:
    """Draw final energy by carrier."""
    children = _carriers(content)
    if not children:
        return None
    first, last = content.years[0], content.years[-1]
    electric = [number(_share(children, ("electricity",), year), 2) for year in (first, last)]
    finding = message(
        "Electricity is {electric}% of final energy in {first} and {electric_2}% in {last}",
        electric=electric[0],
        first=first,
        electric_2=electric[1],
        last=last,
    ).rendered(language)
    scope = message("Scope: final energy, calorific value").rendered(language)
    layout = {"yaxis": titled(PJ_FINAL.name(language))}
    return Chart(
        "final_energy",
        word("Final energy by carrier", language),
        finding,
        scope,
        PJ_FINAL.name(language),
        model_source(content, language),
        _stack(content, children, PJ_FINAL, language),
        layout,
    )


def _carriers(content: Content) -> dict[str, Series]:
    found: dict[str, Series] = {}
    for carrier, names in CARRIERS.items():
        for name in names:
            series = content.series(f"Final Energy|{name}")
            if any(value > 1e-9 for value in series.values()):
                found[carrier] = {year: value * PJ_PER_EJ for year, value in series.items()}
                break
    return found

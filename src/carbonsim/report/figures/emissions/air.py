"""Air pollutants over the years: by the sector that burns, or by the fuel."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.report.colours import HISTORY, TWIN, colour
from carbonsim.report.content import Content
from carbonsim.report.figures.chart import Chart, Choice, Trace, area, hover, line, titled, values, with_choices
from carbonsim.report.figures.emissions.emissions import model_source
from carbonsim.report.words import KT, Language, amount, legend, number, within, word
from carbonsim.results.air.pollution import AIR, AIR_BY_FUEL, POLLUTANTS

SPLITS = {"sector": AIR, "fuel": AIR_BY_FUEL}


def air_pollution(content: Content, language: Language = "en") -> Chart | None:
    """Draw each pollutant as a stack of sectors or of fuels; None where the scenario has no factors."""
    names = [name for name in POLLUTANTS.values() if content.children(f"{AIR}|{name}")]
    views = {
        f"{name.replace('.', '')}.{split}": _stack(content, name, top, language)
        for name in names
        for split, top in SPLITS.items()
    }
    if not views:
        return None
    pollutants = tuple((name.replace(".", ""), name) for name in names)
    splits = (("sector", message("By sector").rendered(language)), ("fuel", message("By fuel").rendered(language)))
    return with_choices(
        views,
        Choice(message("Pollutant").rendered(language), pollutants),
        Choice(word("Emissions counted", language), splits),
    )


def _stack(content: Content, pollutant: str, top: str, language: Language) -> Chart:
    parts, years = content.children(f"{top}|{pollutant}"), list(content.years)
    order = sorted(parts, key=lambda name: -sum(parts[name].values()))
    told = hover(KT, language)
    layers: list[Trace] = [
        area(legend(name, language), years, values(parts[name], KT, language, years), colour(name), hovertemplate=told)
        for name in order
    ]
    total = values(content.series(f"{AIR}|{pollutant}"), KT, language, years)
    lines = [line(word("Total", language), years, total, HISTORY, line={"width": 1.5}, hovertemplate=told)]
    if content.drawn == "plan" and (twin := content.series(f"{AIR}|{pollutant}", "twin")) and content.binding:
        name = message("Without the peaking plan").rendered(language)
        dashed = {"width": 1.5, "dash": "dash"}
        lines.append(line(name, years, values(twin, KT, language, years), TWIN, line=dashed, hovertemplate=told))
    return Chart(
        "air_pollution",
        message("Air pollutants of what is burnt").rendered(language),
        _finding(content, pollutant, top, language),
        message("Scope: burnt inside the city boundary").rendered(language),
        KT.name(language),
        model_source(content, language),
        [*layers, *lines],
        {"yaxis": titled(KT.name(language))},
        wide=True,
    )


def _finding(content: Content, pollutant: str, top: str, language: Language) -> str:
    total, parts = content.series(f"{AIR}|{pollutant}"), content.children(f"{top}|{pollutant}")
    first, last = content.years[0], content.years[-1]
    most = max(parts, key=lambda name: parts[name].get(first, 0.0))
    return message(
        "{pollutant}: {before} in {first}, {after} in {last}; {share}% of it came from {name} in {first}",
        pollutant=pollutant,
        before=amount(total[first], KT, language),
        first=first,
        after=amount(total[last], KT, language),
        last=last,
        share=number(100.0 * parts[most].get(first, 0.0) / (total[first] or 1.0), 2),
        name=within(most, language),
    ).rendered(language)

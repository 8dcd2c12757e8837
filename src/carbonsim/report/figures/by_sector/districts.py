"""Districts of the city: how its emissions spread over them, by the stated key."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.report.colours import BRANCHES
from carbonsim.report.content import EMISSIONS, Content, Series, attribute
from carbonsim.report.figures.chart import Chart, area, hover, titled, values
from carbonsim.report.figures.emissions.emissions import emission_unit, model_source, split_scope
from carbonsim.report.words import Language, amount, number
from carbonsim.results.sectors import title


def districts(content: Content, language: Language = "en") -> Chart | None:
    """Draw emissions by district as a stack."""
    parts = _parts(content)
    if len(parts) < 2:
        return None
    unit, years = emission_unit(content), list(content.years)
    order = sorted(parts, key=lambda name: -sum(parts[name].values()))
    traces = [
        area(
            district_name(content, name, language),
            years,
            values(parts[name], unit, language, years),
            BRANCHES[place % len(BRANCHES)],
            hovertemplate=hover(unit, language),
        )
        for place, name in enumerate(order)
    ]
    year = content.focus_year or years[-1]
    whole = sum(series.get(year, 0.0) for series in parts.values())
    share = number(100 * parts[order[0]].get(year, 0.0) / whole, 2) if whole else "0"
    name, told = district_name(content, order[0], language), amount(whole, unit, language)
    finding = message(
        "Of {told} in {year}, {name} makes {share}%", told=told, year=year, name=name, share=share
    ).rendered(language)
    scope = split_scope(content, False, language)
    scope += message("; spread by the keys that the scenario states").rendered(language)
    return Chart(
        "districts",
        message("Emissions by district").rendered(language),
        finding,
        scope,
        unit.name(language),
        model_source(content, language),
        traces,
        {"yaxis": titled(unit.name(language))},
    )


def _parts(content: Content) -> dict[str, Series]:
    found = {}
    for name, series in content.tree("District").items():
        if name.endswith(f"|{EMISSIONS}") and name.count("|") == 1 and any(series.values()):
            found[name.split("|")[0]] = series
    return found


def district_name(content: Content, name: str, language: Language) -> str:
    """Name a district as the scenario labels it; variables carry its key as a title."""
    named = attribute(content.scenario, "districts.areas") or {}
    labels = {title(key): area.label for key, area in named.items()}
    return str(getattr(labels[name], language, labels[name].en)) if name in labels else name

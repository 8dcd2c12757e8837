"""A system without sectors, in its own names: who produces each commodity and with how much capacity."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.report.colours import INK, PALETTE
from carbonsim.report.content import Content, Series
from carbonsim.report.figures.chart import Chart, Choice, area, hover, titled, values, with_choices
from carbonsim.report.figures.emissions.emissions import data_scope, model_source
from carbonsim.report.words import READERS_UNITS, Language, Unit, amount, number, word

DATA_UNIT = "unit of the data"


def production(content: Content, language: Language = "en") -> Chart | None:
    """Draw what each commodity is made by, the largest first; a reader chooses the commodity."""
    return _by_commodity(content, language, "production", "Production", "Production by technology")


def system_capacity(content: Content, language: Language = "en") -> Chart | None:
    """Draw the capacity of the technologies that give each commodity."""
    return _by_commodity(content, language, "system_capacity", "Capacity by Output", "Capacity by technology")


def _by_commodity(content: Content, language: Language, name: str, family: str, topic: str) -> Chart | None:
    stacks = {commodity: content.children(f"{family}|{commodity}") for commodity in content.children(family)}
    stacks = {commodity: parts for commodity, parts in stacks.items() if parts}
    if not stacks:
        return None
    order = sorted(stacks, key=lambda one: (-len(stacks[one]), one))
    views = {one: _view(content, language, name, topic, one, stacks[one]) for one in order}
    if len(views) == 1:
        return views[order[0]]
    return with_choices(views, Choice(word("Commodity", language), tuple((one, one) for one in order)))


def _view(
    content: Content, language: Language, name: str, topic: str, commodity: str, parts: dict[str, Series]
) -> Chart:
    unit, years = READERS_UNITS.get(DATA_UNIT, Unit(DATA_UNIT, DATA_UNIT)), list(content.years)
    order = sorted(parts, key=lambda one: -sum(parts[one].values()))
    traces = [
        area(
            one,
            years,
            values(parts[one], unit, language, years),
            PALETTE[place % len(PALETTE)] if place < len(PALETTE) else INK,
            "up" if min(parts[one].values()) >= -1e-9 else "down",
            hovertemplate=hover(unit, language),
        )
        for place, one in enumerate(order)
    ]
    return Chart(
        name,
        word(topic, language),
        _finding(commodity, parts, years, unit, language),
        data_scope(language),
        unit.name(language),
        model_source(content, language),
        traces,
        {"yaxis": titled(unit.name(language))},
    )


def _finding(commodity: str, parts: dict[str, Series], years: list[int], unit: Unit, language: Language) -> str:
    year = years[-1]
    total = sum(series.get(year, 0.0) for series in parts.values())
    most = max(parts, key=lambda one: parts[one].get(year, 0.0))
    share = number(100 * parts[most].get(year, 0.0) / total, 2) if total else "0"
    told = amount(total, unit, language)
    return message(
        "{commodity}: {told} in {year}, {share}% of it by {most}",
        commodity=commodity,
        told=told,
        year=year,
        share=share,
        most=most,
    ).rendered(language)

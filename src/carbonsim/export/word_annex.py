"""The annex of the document: the chief assumptions, those that decide how high the path lies and what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carbonsim.analysis.milestones import milestones_of
from carbonsim.export.word_tables import WordTable
from carbonsim.export.word_units import printed_unit, printed_value
from carbonsim.messages.label import Label
from carbonsim.messages.message import Value, in_context, message
from carbonsim.report.content import Content
from carbonsim.report.words import Language
from carbonsim.scenario.describing.path_words import describe_path
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.reading.workbook_layout import matches, unit_of_activity

CHIEF = (
    "time.discount_rate", "economy.gdp", "economy.growth_corridor.central", "economy.structure.*",
    "economy.growth_corridor.structure.*", "economy.population", "economy.urbanisation",
    "economy.services.*.value_added",
    "industry.branches.*.activity", "buildings.classes.*.floor_area", "transport.fleets.*.stock",
    "transport.fleets.car.distance", "transport.services.*.activity", "energy.fuels.*.price", "energy.fuels.*.ceiling",
    "energy.carbon_price", "energy.coal_equivalent", "energy.trade.import_price", "energy.trade.import_ceiling",
    "energy.trade.emission_factor", "energy.plants.*.capacity_max", "energy.plants.*.history",
    "industry.technologies.*.share_max", "buildings.technologies.*.share_max",
)  # fmt: skip
_INDEX = re.compile(r".*?(?P<year>\d{4}) = 1$")  # how a planner writes an activity that is told relative to a year


def assumption_annex(content: Content, language: Language) -> WordTable:
    """Return the chief assumptions with their values over time and what they rest on."""
    scenario = content.scenario.before_campaigns
    years = scenario.time.years
    known = milestones_of(years, scenario.time.plan_from)
    shown = list(dict.fromkeys((years[0], *(() if known is None else known.calendar), years[-1])))
    rows = [_row(content, path, quantity, shown, language) for path, quantity in _chief(content)]
    first, last = (in_context("document", "Assumption"), message("Unit")), message("Rests on")
    header: tuple[Value, ...] = (*first, *map(str, shown), last)
    note = message("Chief inputs marked as assumptions; all others stand in the sheet Inputs of results.xlsx.")
    widths = (5.6, 2.2, *(1.8 for _ in shown), 10.7)
    figures = tuple(range(2, 2 + len(shown)))
    return WordTable(message("Annex: chief assumptions"), header, rows, note, widths, figures)


def _chief(content: Content) -> Iterator[tuple[str, Quantity]]:
    scenario = content.scenario.before_campaigns
    here = {path: quantity for path, quantity in scenario.quantities() if _is_assumed(quantity)}
    for pattern in CHIEF:
        yield from ((path, here[path]) for path in matches(pattern, here))


def _is_assumed(quantity: Quantity) -> bool:
    return quantity.quality == "assumption" or (quantity.quality is None and quantity.source is not None)


def _row(content: Content, path: str, quantity: Quantity, years: list[int], language: Language) -> tuple[Value, ...]:
    words = describe_path(content.scenario, path)
    values = (printed_value(path, quantity, year, language, 4) for year in years)
    unit = _counted_in(content, path, language) or printed_unit(path, quantity, language)[0]
    return (Label(words.en[:1].upper() + words.en[1:], words.zh), unit or "–", *values, quantity.source or "–")


def _counted_in(content: Content, path: str, language: Language) -> Value:
    """Return what an activity is counted in: an index in the words of the language, else as the planner wrote it."""
    counted = unit_of_activity(content.scenario, path)
    found = _INDEX.match(counted) if language != "en" else None
    return counted if found is None else message("index, {year} = 1", year=found["year"])

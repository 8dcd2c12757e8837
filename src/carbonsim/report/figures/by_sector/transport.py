"""Vehicles on the road."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.report.colours import colour
from carbonsim.report.content import Content, Series
from carbonsim.report.figures.chart import Chart, area, hover, titled, values
from carbonsim.report.figures.emissions.emissions import model_source
from carbonsim.report.words import MILLION_VEHICLES, Language, legend, number, word
from carbonsim.results.variables import DRIVETRAINS

STOCK = "Stocks|Transportation|Light-Duty Vehicle"
READERS = {name: group for group, name in DRIVETRAINS.items()}
ELECTRIC = ("plug-in hybrid", "battery electric", "fuel cell")


def car_stock(content: Content, language: Language = "en") -> Chart | None:
    """Draw the stock of cars by drivetrain."""
    parts = {READERS.get(name, name): series for name, series in content.children(STOCK).items()}
    if not parts:
        return None
    years, unit = list(content.years), MILLION_VEHICLES
    order = [name for name in DRIVETRAINS if name in parts]
    order += [name for name in parts if name not in order]
    traces = [
        area(
            legend(name, language),
            years,
            values(parts[name], unit, language, years),
            colour(name),
            hovertemplate=hover(unit, language),
        )
        for name in order
    ]
    scope = message("Scope: passenger cars of the city").rendered(language)
    return Chart(
        "car_stock",
        word("Cars by drivetrain", language),
        _finding(content, parts, language),
        scope,
        unit.name(language),
        model_source(content, language),
        traces,
        {"yaxis": titled(unit.name(language))},
    )


def _finding(content: Content, parts: dict[str, Series], language: Language) -> str:
    def share(year: int) -> str:
        total = sum(series.get(year, 0.0) for series in parts.values())
        electric = sum(parts.get(name, {}).get(year, 0.0) for name in ELECTRIC)
        return number(100 * electric / total, 2) if total else "0"

    first, last = content.years[0], content.focus_year or content.years[-1]
    return message(
        "New-energy cars are {share}% of the stock in {first} and {share_2}% in {last}",
        share=share(first),
        first=first,
        share_2=share(last),
        last=last,
    ).rendered(language)

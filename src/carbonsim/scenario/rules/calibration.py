"""Rules about figures of the statistics that the model is held against."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.rules.finding import finding, not_a_model_year, years_hold
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.typos import meant
from carbonsim.units import UnitError, figure_factor

HELD_AGAINST = ("variable", "quantity", "no_counterpart")


def balancing_items_exist(scenario: Scenario) -> Iterator[Finding]:
    """The balancing item of a figure, or the quantity held against it, is written and of the figure's dimension."""
    named = any(figure.balancing_item or figure.quantity for figure in scenario.calibration.values())
    written = dict(scenario.quantities()) if named else {}
    for name, figure in scenario.calibration.items():
        for key in ("balancing_item", "quantity"):
            path, item = f"calibration.{name}.{key}", getattr(figure, key)
            if item is not None and item not in written:
                advice = meant(item, written, message("name a quantity by its path"))
                found = message("{path}, which is not a quantity", path=item)
                yield finding(scenario, path, found, message("the path of one that is written"), advice)
            elif item is not None:
                try:
                    figure_factor(figure.unit, written[item].unit)
                except UnitError as error:
                    yield finding(
                        scenario,
                        path,
                        message("{path} in {problem}", path=item, problem=error.problem),
                        message("a quantity that can be told in {unit}", unit=figure.unit),
                    )


def figures_name_what_they_are_held_against(scenario: Scenario) -> Iterator[Finding]:
    """A figure is held against a variable of the results or a quantity that is written, or says why against none."""
    for name, figure in scenario.calibration.items():
        written = [key for key in HELD_AGAINST if getattr(figure, key) is not None]
        if len(written) != 1:
            found = message("all of {names}", names=tuple(written)) if written else message("none of them")
            expected = message("one of {names}", names=HELD_AGAINST)
            yield finding(scenario, f"calibration.{name}", found, expected)


def figures_stand_beside_their_years(scenario: Scenario) -> Iterator[Finding]:
    """A figure has one year and its value, or values by year."""
    for name, figure in scenario.calibration.items():
        single = figure.year is not None and figure.value is not None
        half = (figure.year is None) != (figure.value is None)
        if half or single == bool(figure.values):
            found = message("`values` beside a single one") if figure.values else message("no figure with its year")
            expected = message("either `year` and `value`, or `values` by year")
            yield finding(scenario, f"calibration.{name}", found, expected)


def what_is_compared_by_change_has_two_years(scenario: Scenario) -> Iterator[Finding]:
    """Growth and direction are told from the first year of a series to a later one, and from something."""
    for name, figure in scenario.calibration.items():
        if figure.compare == "level" or not figure.figures:
            continue
        first = next(iter(figure.figures.values()))
        if len(figure.figures) < 2 or first <= 0:
            found = message("{count} figures, the first of {first}", count=len(figure.figures), first=f"{first:g}")
            expected = message("figures of two years or more, the first above zero")
            yield finding(scenario, f"calibration.{name}.compare", found, expected, message("write compare: level"))


def official_figures_are_of_a_model_year(scenario: Scenario) -> Iterator[Finding]:
    """A figure is held against the model in its own year."""
    if not years_hold(scenario):
        return
    for name, figure in scenario.calibration.items():
        for year in figure.figures:
            if year not in scenario.time.years:
                path = f"calibration.{name}." + ("year" if figure.year is not None else f"values.{year}")
                yield not_a_model_year(scenario, path, year)

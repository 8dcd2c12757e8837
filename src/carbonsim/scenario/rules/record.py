"""Rules about what is on record: actuals, past emissions and the file of the reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.rules.finding import finding
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.actuals import this_year
from carbonsim.scenario.sections.policy import PastSeries
from carbonsim.scenario.typos import is_there
from carbonsim.units import UnitError, figure_factor

EMISSIONS = "Peaking Emissions"


def actuals_are_of_years_that_are_over(scenario: Scenario) -> Iterator[Finding]:
    """The statistics speak of years that are over, and a path stands beside them."""
    years, today = scenario.time.years, this_year()
    for name, actual in scenario.actuals.items():
        for year in actual.values:
            path = f"actuals.{name}.values.{year}"
            file, line = scenario.locate(path)
            if year >= today:
                expected = message("a year that is over, up to {year}", year=today - 1)
                advice = message("what is expected is a target, not an actual")
                yield Finding(
                    file, line, path, message("the year {year}, which is not over", year=year), expected, advice
                )
            elif years and not years[0] <= year <= years[-1]:
                expected = message("a year from {first} to {last}", first=years[0], last=years[-1])
                advice = message("older years belong to `history`")
                yield Finding(
                    file, line, path, message("the year {year}, outside the horizon", year=year), expected, advice
                )


def confirmed(scenario: Scenario) -> Iterator[tuple[str, PastSeries]]:
    """Yield path and series of past emissions that are to have a say in the verdict."""
    for name, past in scenario.history.items():
        if past.judges:
            yield f"history.{name}", past


def what_judges_is_of_the_same_kind(scenario: Scenario) -> Iterator[Finding]:
    """A confirmed series has the scope and the boundary of the projection; any other is shown."""
    for path, past in confirmed(scenario):
        for key, found, wanted in (
            ("scope", past.scope.en, scenario.scope.name),
            ("boundary", past.boundary.en, scenario.region),
        ):
            if found != wanted:
                advice = message("write status: shown, which draws it without a say in the verdict")
                expected = message("{value}, the {key} of the projection", value=wanted, key=key)
                yield finding(
                    scenario, f"{path}.{key}", message("{what}, in a confirmed series", what=found), expected, advice
                )


def past_emissions_are_emissions(scenario: Scenario) -> Iterator[Finding]:
    """Past emissions, and what the statistics said of emissions, are told in a unit of mass."""
    for key, named in (("history", scenario.history), ("actuals", scenario.actuals)):
        for name, series in named.items():
            try:
                if series.variable == EMISSIONS:
                    figure_factor(series.unit, "Mt")
            except UnitError as error:
                expected, advice = (
                    message("a unit of mass, such as Mt"),
                    message("name the `variable` it stands beside, if another"),
                )
                yield finding(scenario, f"{key}.{name}.unit", error.problem, expected, advice)


def history_is_past(scenario: Scenario) -> Iterator[Finding]:
    """A confirmed series ends before the plan starts."""
    for path, past in confirmed(scenario):
        for year in past.values:
            if year >= scenario.time.plan_from:
                expected = message("a year before plan_from ({plan_from})", plan_from=scenario.time.plan_from)
                yield finding(
                    scenario,
                    f"{path}.values.{year}",
                    message("{year}, in the plan", year=year),
                    expected,
                    message("remove it"),
                )


def one_series_judges_a_year(scenario: Scenario) -> Iterator[Finding]:
    """No two confirmed series tell the same year."""
    times = Counter(year for _, past in confirmed(scenario) for year in past.values)
    for path, past in list(confirmed(scenario))[1:]:
        twice = [year for year in past.values if times[year] > 1]
        if twice:
            found = message("the year {year} in two confirmed series", year=twice[0])
            yield finding(
                scenario, path, found, message("one confirmed series for a year"), message("write status: shown in one")
            )


def the_reference_is_there(scenario: Scenario) -> Iterator[Finding]:
    """The file of the reference exists; what it says is read when it is run."""
    if scenario.reference is None:
        return
    if not is_there(scenario.trace.beside("reference", scenario.reference)):
        yield finding(
            scenario,
            "reference",
            message("no file {file}", file=repr(scenario.reference)),
            message("a file that exists"),
            message("check the path"),
        )

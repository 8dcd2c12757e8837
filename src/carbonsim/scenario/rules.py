"""Rules between fields: each is a sentence that must hold and a function that looks."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator

from carbonsim.errors import Finding
from carbonsim.scenario.accounting_rules import find_accounting_mistakes
from carbonsim.scenario.policy import BOUND_KEYS, SectorPeaking, read_change
from carbonsim.scenario.scenario import SECTORS, Scenario
from carbonsim.scenario.system import System
from carbonsim.units import UnitError, factor

Rule = Callable[[Scenario], Iterator[Finding]]
RULES: list[Rule] = []
BESIDE_NO_DATA_SET = ("time", *SECTORS, "scope", "calibration")
SHARES_TOLERANCE = 1e-3  # published data round their shares
REMEMBERED = {"past_deposits": 100}  # years before the first model year that a quantity may name; else ten


def rule(look: Rule) -> Rule:
    """Register a rule."""
    RULES.append(look)
    return look


def broken_rules(scenario: Scenario) -> Iterator[Finding]:
    """Return what every rule finds."""
    for look in RULES:
        yield from look(scenario)


def _finding(scenario: Scenario, path: str, found: str, expected: str, advice: str = "") -> Finding:
    file, line = scenario.locate(path)
    return Finding(file, line, path, found, expected, advice)


@rule
def years_are_in_order(scenario: Scenario) -> Iterator[Finding]:
    """Model years increase, and the plan starts at one of them after the first."""
    years = scenario.time.years
    if not years or years != sorted(set(years)):
        yield _finding(scenario, "time.years", str(years)[:60], "at least one year, each after the one before")
        return
    if scenario.time.plan_from not in years:
        yield _not_a_model_year(scenario, "time.plan_from", scenario.time.plan_from)


@rule
def a_scenario_has_sectors_or_a_system(scenario: Scenario) -> Iterator[Finding]:
    """Sectors need the economy and energy; without sectors a system is written directly."""
    sectors = [name for name in SECTORS if getattr(scenario, name) is not None]
    if scenario.mode == "accounting" or (scenario.system is not None and not sectors):
        return
    for name in ("economy", "energy"):
        if getattr(scenario, name) is None:
            expected = Scenario.model_fields[name].description or name
            yield _finding(scenario, name, "nothing", expected, f"add {name}, or a `system` without sectors")


@rule
def a_data_set_stands_alone(scenario: Scenario) -> Iterator[Finding]:
    """An OSeMOSYS data set needs its configuration and brings its own calendar, technologies and demands."""
    system = scenario.system
    if system is None or system.osemosys is None:
        if system is not None and system.config is not None:
            yield _finding(scenario, "system.config", "config without osemosys", "an OSeMOSYS data set", "add osemosys")
        if scenario.peaking is not None and scenario.peaking.emission is not None:
            expected, advice = "it beside an OSeMOSYS data set only", "remove it; `scope` says what counts here"
            yield _finding(scenario, "peaking.emission", scenario.peaking.emission, expected, advice)
        return
    if system.config is None:
        expected = System.model_fields["config"].description or "config"
        yield _finding(scenario, "system.config", "nothing", expected, "add config")
    written = [f"system.{key}" for key in scenario.resolved["system"] if key not in ("osemosys", "config")]
    for path in (*written, *(key for key in scenario.resolved if key in BESIDE_NO_DATA_SET)):
        expected = "an OSeMOSYS data set alone, with name, description, region and peaking"
        yield _finding(scenario, path, f"{path} beside system.osemosys", expected, "remove one of the two")
    for sector in scenario.peaking.sectors if scenario.peaking else ():
        yield _finding(scenario, f"peaking.sectors.{sector}", f"sector {sector}", "no sector: a data set has none")


@rule
def accounting_stands_alone(scenario: Scenario) -> Iterator[Finding]:
    """In accounting mode every path is prescribed, whole and known; nothing that would be optimised stands beside."""
    yield from find_accounting_mistakes(scenario)


@rule
def seasons_fill_the_year(scenario: Scenario) -> Iterator[Finding]:
    """Seasons add up to 365 days and day-parts to 24 hours, or the shares of time slices to the year."""
    if scenario.time.time_slices:
        whole = sum(part.share.at(0) for part in scenario.time.time_slices.values())
        if abs(whole - 1.0) > SHARES_TOLERANCE:
            expected = "shares that add up to 1"
            yield _finding(scenario, "time.time_slices", f"shares of {whole:.5g} in all", expected, "change a share")
        return
    days = sum(season.days.at(0) for season in scenario.time.seasons.values())
    if abs(days - 365.0) > 1e-6:
        yield _finding(scenario, "time.seasons", f"{days:g} days", "365 days in all", "change the days of a season")
    hours = sum(part.hours.at(0) for part in scenario.time.day_parts.values())
    if abs(hours - 24.0) > 1e-6:
        yield _finding(scenario, "time.day_parts", f"{hours:g} hours", "24 hours in all", "change one day-part")


@rule
def quantities_stay_within_the_calendar(scenario: Scenario) -> Iterator[Finding]:
    """Years written in quantities lie between ten years before the first model year and the last one."""
    if not scenario.time.years:
        return
    last = scenario.time.years[-1]
    for path, quantity in scenario.quantities():
        first = scenario.time.years[0] - REMEMBERED.get(path.rpartition(".")[2], 10)
        for year in quantity.years:
            if not first <= year <= last:
                expected = f"a year from {first} to {last}"
                yield _finding(scenario, f"{path}.{year}", f"the year {year}, outside the horizon", expected)


def _plans(scenario: Scenario) -> Iterator[tuple[str, SectorPeaking]]:
    if scenario.peaking is not None:
        yield "peaking", scenario.peaking
        for sector, plan in scenario.peaking.sectors.items():
            yield f"peaking.sectors.{sector}", plan


def _not_a_model_year(scenario: Scenario, path: str, year: int) -> Finding:
    years = scenario.time.years
    nearest = min(years, key=lambda known: (abs(known - year), known))
    outside = not years[0] <= year <= years[-1]
    found = f"the year {year}, {'outside the horizon' if outside else 'which is not a model year'}"
    return _finding(scenario, path, found, f"a model year from {years[0]} to {years[-1]}", f"the nearest is {nearest}")


@rule
def policy_years_are_model_years(scenario: Scenario) -> Iterator[Finding]:
    """Years of the peaking plan are model years, and none lies before the plan starts."""
    if not scenario.time.years:
        return
    for path, plan in _plans(scenario):
        written = [("by", plan.by)] if plan.by is not None else []
        written += [(f"emission_cap.{year}", year) for year in plan.emission_cap]
        for key, year in written:
            assert year is not None
            if year not in scenario.time.years:
                yield _not_a_model_year(scenario, f"{path}.{key}", year)
            elif year < scenario.time.plan_from:
                expected = f"a year from plan_from ({scenario.time.plan_from}) on"
                advice = "a plan cannot change the past: move the year, or time.plan_from"
                yield _finding(scenario, f"{path}.{key}", f"{year}, before the plan starts", expected, advice)


@rule
def decline_needs_a_peak_year(scenario: Scenario) -> Iterator[Finding]:
    """`monotone` and `decline_after` act after `by`, so `by` must be there."""
    for path, plan in _plans(scenario):
        for key, present in (("decline_after", plan.decline_after is not None), ("monotone", plan.monotone)):
            if present and plan.by is None:
                yield _finding(scenario, f"{path}.{key}", f"{key} without by", "a peak year", "add by")


@rule
def budgets_lie_in_the_plan(scenario: Scenario) -> Iterator[Finding]:
    """A budget starts at or after the plan, ends within the horizon, and not before it starts."""
    if not scenario.time.years:
        return
    last = scenario.time.years[-1]
    for path, plan in _plans(scenario):
        if plan.budget is None:
            continue
        start, end = plan.budget.first, plan.budget.last
        if not scenario.time.plan_from <= start <= end <= last:
            found = f"a budget from {start} to {end}"
            expected = f"years from {scenario.time.plan_from} to {last}, in order"
            yield _finding(scenario, f"{path}.budget", found, expected, "change from or to")


@rule
def sectors_with_a_peak_exist(scenario: Scenario) -> Iterator[Finding]:
    """A sector with a peaking plan of its own is a sector of the scenario."""
    present = [name for name in SECTORS[1:] if getattr(scenario, name) is not None]
    for sector in scenario.peaking.sectors if scenario.peaking else ():
        if sector not in present:
            expected = f"one of {', '.join(present)}"
            yield _finding(scenario, f"peaking.sectors.{sector}", f"sector {sector}", expected)


@rule
def balancing_items_exist(scenario: Scenario) -> Iterator[Finding]:
    """The balancing item of an official figure is a quantity that is written, of the figure's dimension."""
    written = dict(scenario.quantities())
    for name, figure in scenario.calibration.items():
        path = f"calibration.{name}.balancing_item"
        item = figure.balancing_item
        if item is not None and item not in written:
            near = difflib.get_close_matches(item, written, n=1)
            advice = f"did you mean {near[0]}?" if near else "name a quantity by its path"
            found = f"{item}, which is not a quantity"
            yield _finding(scenario, path, found, "the path of one that is written", advice)
        elif item is not None:
            try:
                factor(written[item].unit, figure.unit)
            except UnitError as error:
                yield _finding(scenario, path, f"{item} in {error}", f"a quantity that can be told in {figure.unit}")


@rule
def targets_have_one_figure(scenario: Scenario) -> Iterator[Finding]:
    """A target is a floor, a ceiling or a figure to be met: one of the three."""
    for name, target in scenario.targets.items():
        written = [key for key in BOUND_KEYS if getattr(target, key) is not None]
        if len(written) != 1:
            found = " and ".join(written) or "no figure"
            yield _finding(scenario, f"targets.{name}", found, f"one of {', '.join(BOUND_KEYS)}")


@rule
def target_years_are_model_years(scenario: Scenario) -> Iterator[Finding]:
    """Years of targets are model years; an enforced target lies in the plan."""
    if not scenario.time.years:
        return
    for name, target in scenario.targets.items():
        path = f"targets.{name}"
        for year in sorted({year for _, year, _ in target.bounds() if year is not None}):
            if year not in scenario.time.years:
                yield _not_a_model_year(scenario, f"{path}.year", year)
            elif target.strength == "enforce" and year < scenario.time.plan_from:
                expected = f"a year from plan_from ({scenario.time.plan_from}) on"
                advice = "a plan cannot change the past: write strength: track, or move the year"
                yield _finding(scenario, f"{path}.year", f"{year}, before the plan starts", expected, advice)


@rule
def changes_are_told_against_a_model_year(scenario: Scenario) -> Iterator[Finding]:
    """An enforced change is told against a model year before its own; a tracked one may say that there is no base."""
    years = scenario.time.years
    for name, target in scenario.targets.items():
        for key, year, figure in target.bounds():
            change = read_change(figure)
            if change is None:
                continue
            path = f"targets.{name}.{key}"
            if year is not None and change.base_year >= year:
                yield _finding(scenario, path, f"a change against {change.base_year}", f"a year before {year}")
            elif target.strength == "enforce" and change.base_year not in years:
                found = f"a change against {change.base_year}, for which there is no figure"
                expected = f"a model year from {years[0]} to {years[-1]}"
                yield _finding(scenario, path, found, expected, "write strength: track, or name another base")

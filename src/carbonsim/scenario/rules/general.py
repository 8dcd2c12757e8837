"""Rules between fields: each is a sentence that must hold and a function that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from carbonsim.errors import Finding
from carbonsim.scenario.quantity import is_quantity
from carbonsim.scenario.rules.accounting import find_accounting_mistakes
from carbonsim.scenario.scenario import SECTORS, Scenario
from carbonsim.scenario.sections.actuals import find_actual_mistakes
from carbonsim.scenario.sections.inventory import Inventory, find_inventory_mistakes
from carbonsim.scenario.sections.policy import BOUND_KEYS, Campaign, SectorPeaking, read_change
from carbonsim.scenario.sections.projects import find_project_mistakes
from carbonsim.scenario.sections.written_system import System
from carbonsim.scenario.typos import DOT, meant, without_dot
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


def finding(scenario: Scenario, path: str, found: str, expected: str, advice: str = "") -> Finding:
    """Return a finding at a YAML path."""
    file, line = scenario.locate(path)
    return Finding(file, line, path, found, expected, advice)


def years_hold(scenario: Scenario) -> bool:
    """Say whether there are model years, in order: else rules about years have nothing to hold on to."""
    years = scenario.time.years
    return bool(years) and years == sorted(set(years))


@rule
def years_are_in_order(scenario: Scenario) -> Iterator[Finding]:
    """Model years increase, and the plan starts at one of them after the first."""
    years = scenario.time.years
    if not years_hold(scenario):
        yield finding(scenario, "time.years", str(years)[:60], "at least one year, each after the one before")
        return
    if scenario.time.plan_from not in years:
        yield not_a_model_year(scenario, "time.plan_from", scenario.time.plan_from)


@rule
def a_name_is_no_word_of_a_quantity(scenario: Scenario) -> Iterator[Finding]:
    """A mapping with `value`, `growth` or a year in it is read as one quantity: nothing in it may be so called."""
    for path, section in scenario.sections():
        for name, alias in _named_by_text(type(section)):
            for key in getattr(section, name):
                if is_quantity({key: None}):
                    place = ".".join(filter(None, (path, alias, key)))
                    expected = "a name other than value, growth and a year: with one its mapping is read as a quantity"
                    yield finding(scenario, place, f"the name {key}", expected, f"call it otherwise, such as {key}_1")


@cache
def _named_by_text(kind: type[BaseModel]) -> list[tuple[str, str]]:
    """Return the fields of a section that are mappings by name, with their keys in YAML."""
    fields = [(name, info.alias or name, info.annotation) for name, info in kind.model_fields.items()]
    return [(name, key) for name, key, of in fields if get_origin(of) is dict and get_args(of)[0] is str]


PATHS_AND_CODES = ((Campaign, "changes"), (Inventory, "notation"))  # whose keys are no names


@rule
def a_name_has_no_dot(scenario: Scenario) -> Iterator[Finding]:
    """A path tells the keys that lead to a value with dots between them: a name with one would be two keys of it."""
    for path, section in scenario.sections():
        for name, info in type(section).model_fields.items():
            value = getattr(section, name)
            if not isinstance(value, Mapping) or (type(section), name) in PATHS_AND_CODES:
                continue
            for place, key in _keys_in(value, ".".join(filter(None, (path, info.alias or name)))):
                if DOT in key:
                    expected = "a name without a dot, which stands between the keys of a path"
                    yield finding(scenario, place, f"the name {key}", expected, without_dot(key))


def _keys_in(owner: Mapping[Any, Any], path: str) -> Iterator[tuple[str, str]]:
    """Yield the keys that are text in a mapping and in those within it, each after its path."""
    for key, child in owner.items():
        if isinstance(key, str):
            yield f"{path}.{key}", key
        if isinstance(child, Mapping):
            yield from _keys_in(child, f"{path}.{key}")


@rule
def a_scenario_has_sectors_or_a_system(scenario: Scenario) -> Iterator[Finding]:
    """Sectors need the economy and energy; without sectors a system is written directly."""
    sectors = [name for name in SECTORS if getattr(scenario, name) is not None]
    if scenario.mode == "accounting" or (scenario.system is not None and not sectors):
        return
    for name in ("economy", "energy"):
        if getattr(scenario, name) is None:
            expected = Scenario.model_fields[name].description or name
            yield finding(scenario, name, "nothing", expected, f"add {name}, or a `system` without sectors")


OF_A_DATA_SET = ("osemosys", "config", "hidden_bounds", "empty_modes")


@rule
def a_data_set_stands_alone(scenario: Scenario) -> Iterator[Finding]:
    """An OSeMOSYS data set needs its configuration and brings its own calendar, technologies and demands."""
    system = scenario.system
    if system is None or system.osemosys is None:
        for key in OF_A_DATA_SET[1:]:
            if system is not None and key in scenario.resolved["system"]:
                found = f"{key} without osemosys"
                yield finding(scenario, f"system.{key}", found, "an OSeMOSYS data set", "add osemosys")
        if scenario.peaking is not None and scenario.peaking.emission is not None:
            expected, advice = "it beside an OSeMOSYS data set only", "remove it; `scope` says what counts here"
            yield finding(scenario, "peaking.emission", scenario.peaking.emission, expected, advice)
        return
    if system.config is None:
        expected = System.model_fields["config"].description or "config"
        yield finding(scenario, "system.config", "nothing", expected, "add config")
    written = [f"system.{key}" for key in scenario.resolved["system"] if key not in OF_A_DATA_SET]
    for path in (*written, *(key for key in scenario.resolved if key in BESIDE_NO_DATA_SET)):
        expected = "an OSeMOSYS data set alone, with name, description, region and peaking"
        yield finding(scenario, path, f"{path} beside system.osemosys", expected, "remove one of the two")
    for sector in scenario.peaking.sectors if scenario.peaking else ():
        yield finding(scenario, f"peaking.sectors.{sector}", f"sector {sector}", "no sector: a data set has none")


@rule
def emissions_from_outside_stand_beside_no_sector(scenario: Scenario) -> Iterator[Finding]:
    """Sectors make all emissions of a city: what comes from outside them belongs to a system that stands alone."""
    sectors = [name for name in SECTORS if getattr(scenario, name) is not None]
    if scenario.system is not None and scenario.system.exogenous_emissions and sectors:
        path, expected = "system.exogenous_emissions", "a system without sectors"
        advice = "write what emits as a technology"
        yield finding(scenario, path, f"emissions from outside beside {sectors[0]}", expected, advice)


@rule
def accounting_stands_alone(scenario: Scenario) -> Iterator[Finding]:
    """In accounting mode every path is prescribed, whole and known; nothing that would be optimised stands beside."""
    yield from find_accounting_mistakes(scenario)


@rule
def actuals_are_of_years_that_are_over(scenario: Scenario) -> Iterator[Finding]:
    """The statistics speak of years that are over, and a path stands beside them."""
    yield from find_actual_mistakes(scenario)


@rule
def an_inventory_names_what_is_there(scenario: Scenario) -> Iterator[Finding]:
    """Categories and cells are of the IPCC Guidelines or the GPC, and branches are of the scenario."""
    yield from find_inventory_mistakes(scenario)


@rule
def projects_begin_in_the_plan(scenario: Scenario) -> Iterator[Finding]:
    """A project starts in the plan and belongs to a branch that is there."""
    yield from find_project_mistakes(scenario)


@rule
def seasons_fill_the_year(scenario: Scenario) -> Iterator[Finding]:
    """Seasons add up to 365 days and day-parts to 24 hours, or the shares of time slices to the year."""
    if scenario.time.time_slices:
        whole = sum(part.share.at(0) for part in scenario.time.time_slices.values())
        if abs(whole - 1.0) > SHARES_TOLERANCE:
            expected = "shares that add up to 1"
            yield finding(scenario, "time.time_slices", f"shares of {whole:.5g} in all", expected, "change a share")
        return
    days = sum(season.days.at(0) for season in scenario.time.seasons.values())
    if abs(days - 365.0) > 1e-6:
        yield finding(scenario, "time.seasons", f"{days:g} days", "365 days in all", "change the days of a season")
    hours = sum(part.hours.at(0) for part in scenario.time.day_parts.values())
    if abs(hours - 24.0) > 1e-6:
        yield finding(scenario, "time.day_parts", f"{hours:g} hours", "24 hours in all", "change one day-part")


@rule
def quantities_stay_within_the_calendar(scenario: Scenario) -> Iterator[Finding]:
    """Years written in quantities lie between ten years before the first model year and the last one."""
    if not years_hold(scenario):
        return
    last = scenario.time.years[-1]
    for path, quantity in scenario.quantities():
        first = scenario.time.years[0] - REMEMBERED.get(path.rpartition(".")[2], 10)
        for year in quantity.years:
            if not first <= year <= last:
                expected = f"a year from {first} to {last}"
                yield finding(scenario, f"{path}.{year}", f"the year {year}, outside the horizon", expected)


def _plans(scenario: Scenario) -> Iterator[tuple[str, SectorPeaking]]:
    if scenario.peaking is not None:
        yield "peaking", scenario.peaking
        for sector, plan in scenario.peaking.sectors.items():
            yield f"peaking.sectors.{sector}", plan


def not_a_model_year(scenario: Scenario, path: str, year: int) -> Finding:
    """Return the finding of a year that is no model year, with the nearest that is."""
    years = scenario.time.years
    nearest = min(years, key=lambda known: (abs(known - year), known))
    outside = not years[0] <= year <= years[-1]
    found = f"the year {year}, {'outside the horizon' if outside else 'which is not a model year'}"
    return finding(scenario, path, found, f"a model year from {years[0]} to {years[-1]}", f"the nearest is {nearest}")


@rule
def policy_years_are_model_years(scenario: Scenario) -> Iterator[Finding]:
    """Years of the peaking plan are model years, and none lies before the plan starts."""
    if not years_hold(scenario):
        return
    for path, plan in _plans(scenario):
        written = [("by", plan.by)] if plan.by is not None else []
        written += [(f"emission_cap.{year}", year) for year in plan.emission_cap]
        for key, year in written:
            assert year is not None
            if year not in scenario.time.years:
                yield not_a_model_year(scenario, f"{path}.{key}", year)
            elif year < scenario.time.plan_from:
                expected = f"a year from plan_from ({scenario.time.plan_from}) on"
                advice = "a plan cannot change the past: move the year, or time.plan_from"
                yield finding(scenario, f"{path}.{key}", f"{year}, before the plan starts", expected, advice)


@rule
def decline_needs_a_peak_year(scenario: Scenario) -> Iterator[Finding]:
    """`monotone` and `decline_after` act after `by`, so `by` must be there."""
    for path, plan in _plans(scenario):
        for key, present in (("decline_after", plan.decline_after is not None), ("monotone", plan.monotone)):
            if present and plan.by is None and getattr(plan, "objective", "") != "earliest_peak":
                yield finding(scenario, f"{path}.{key}", f"{key} without by", "a peak year", "add by")


@rule
def objectives_and_cost_ceilings_belong_together(scenario: Scenario) -> Iterator[Finding]:
    """The lowest and the earliest peak need a cost ceiling, the cheapest takes none; the earliest finds its `by`."""
    plan = scenario.peaking
    if plan is None:
        return
    if plan.objective == "cheapest" and plan.cost_ceiling is not None:
        expected, advice = "a cost ceiling with lowest_peak or earliest_peak", "add objective, or remove cost_ceiling"
        yield finding(scenario, "peaking.cost_ceiling", "cost_ceiling for the cheapest plan", expected, advice)
    if plan.objective != "cheapest" and plan.cost_ceiling is None:
        expected, advice = "a cost ceiling beside it", "add cost_ceiling, such as 1 %"
        yield finding(scenario, "peaking.objective", f"{plan.objective} without cost_ceiling", expected, advice)
    if plan.objective == "earliest_peak" and plan.by is not None:
        yield finding(scenario, "peaking.by", "by beside earliest_peak", "one of the two", "remove by: it is found")


@rule
def the_guard_needs_a_peak_year(scenario: Scenario) -> Iterator[Finding]:
    """`guard_growth` acts until `by`, so `by` must be there."""
    for path, plan in _plans(scenario):
        if plan.guard_growth is not None and plan.by is None:
            yield finding(scenario, f"{path}.guard_growth", "guard_growth without by", "a peak year", "add by")


@rule
def a_peaking_plan_is_in_single_numbers(scenario: Scenario) -> Iterator[Finding]:
    """What a peaking plan demands holds for all its years; `emission_cap` is the way to say it by year."""
    for path, plan in _plans(scenario):
        demands = {key: getattr(plan, key) for key in ("max_level", "decline_after", "guard_growth")}
        demands |= {f"emission_cap.{year}": cap for year, cap in plan.emission_cap.items()}
        demands |= {"budget.at_most": plan.budget.at_most} if plan.budget else {}
        for key, quantity in demands.items():
            if quantity is not None and not quantity.is_constant:
                advice = "for other figures in other years write emission_cap: {2030: …, 2035: …}"
                yield finding(scenario, f"{path}.{key}", "a path over time", "one number", advice)


@rule
def the_first_year_is_not_after_the_last(scenario: Scenario) -> Iterator[Finding]:
    """Where a technology names a first and a last year, it can be built in one of them at least."""
    for path, section in scenario.sections():
        first, last = (vars(section).get(name) for name in ("first_year", "last_year"))
        if first is not None and last is not None and first > last:
            yield finding(scenario, f"{path}.last_year", f"{last}, before first_year ({first})", f"{first} or later")


@rule
def budgets_lie_in_the_plan(scenario: Scenario) -> Iterator[Finding]:
    """A budget starts at or after the plan, ends within the horizon, and not before it starts."""
    if not years_hold(scenario):
        return
    last = scenario.time.years[-1]
    for path, plan in _plans(scenario):
        if plan.budget is None:
            continue
        start, end = plan.budget.first, plan.budget.last
        if not scenario.time.plan_from <= start <= end <= last:
            found = f"a budget from {start} to {end}"
            expected = f"years from {scenario.time.plan_from} to {last}, in order"
            yield finding(scenario, f"{path}.budget", found, expected, "change from or to")


@rule
def sectors_with_a_peak_exist(scenario: Scenario) -> Iterator[Finding]:
    """A sector with a peaking plan of its own is a sector of the scenario."""
    present = [name for name in SECTORS[1:] if getattr(scenario, name) is not None]
    for sector in scenario.peaking.sectors if scenario.peaking else ():
        if sector not in present:
            expected = f"one of {', '.join(present)}"
            yield finding(scenario, f"peaking.sectors.{sector}", f"sector {sector}", expected, meant(sector, present))


@rule
def balancing_items_exist(scenario: Scenario) -> Iterator[Finding]:
    """The balancing item of an official figure is a quantity that is written, of the figure's dimension."""
    named = any(figure.balancing_item is not None for figure in scenario.calibration.values())
    written = dict(scenario.quantities()) if named else {}
    for name, figure in scenario.calibration.items():
        path = f"calibration.{name}.balancing_item"
        item = figure.balancing_item
        if item is not None and item not in written:
            advice = meant(item, written, "name a quantity by its path")
            found = f"{item}, which is not a quantity"
            yield finding(scenario, path, found, "the path of one that is written", advice)
        elif item is not None:
            try:
                factor(written[item].unit, figure.unit)
            except UnitError as error:
                yield finding(scenario, path, f"{item} in {error}", f"a quantity that can be told in {figure.unit}")


@rule
def targets_have_one_figure(scenario: Scenario) -> Iterator[Finding]:
    """A target is a floor, a ceiling or a figure to be met: one of the three."""
    for name, target in scenario.targets.items():
        written = [key for key in BOUND_KEYS if getattr(target, key) is not None]
        if len(written) != 1:
            found = " and ".join(written) or "no figure"
            yield finding(scenario, f"targets.{name}", found, f"one of {', '.join(BOUND_KEYS)}")


@rule
def target_years_are_model_years(scenario: Scenario) -> Iterator[Finding]:
    """Years of targets are model years; an enforced target lies in the plan."""
    if not years_hold(scenario):
        return
    for name, target in scenario.targets.items():
        path = f"targets.{name}"
        for year in sorted({year for _, year, _ in target.bounds() if year is not None}):
            if year not in scenario.time.years:
                yield not_a_model_year(scenario, f"{path}.year", year)
            elif target.strength == "enforce" and year < scenario.time.plan_from:
                expected = f"a year from plan_from ({scenario.time.plan_from}) on"
                advice = "a plan cannot change the past: write strength: track, or move the year"
                yield finding(scenario, f"{path}.year", f"{year}, before the plan starts", expected, advice)


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
                yield finding(scenario, path, f"a change against {change.base_year}", f"a year before {year}")
            elif target.strength == "enforce" and change.base_year not in years:
                found = f"a change against {change.base_year}, for which there is no figure"
                expected = f"a model year from {years[0]} to {years[-1]}"
                yield finding(scenario, path, found, expected, "write strength: track, or name another base")


@rule
def districts_share_the_whole(scenario: Scenario) -> Iterator[Finding]:
    """Every key that divides something is a share of each district, and the districts add up to the whole."""
    if scenario.districts is None or not scenario.time.years:
        return
    years, areas = (scenario.time.years[0], scenario.time.years[-1]), scenario.districts.areas
    for divided, key in scenario.districts.keys.items():
        lacking = [name for name, area in areas.items() if key not in area.shares]
        if lacking or not areas:
            found = f"key {key}, which {lacking[0] if lacking else 'no district'} has no share of"
            expected = f"a share of {key} in every district"
            yield finding(scenario, f"districts.keys.{divided}", found, expected, "add it, or choose another key")
            continue
        for year in years:
            whole = sum(area.shares[key].at(year) for area in areas.values())
            if abs(whole - 1.0) > SHARES_TOLERANCE:
                found = f"shares of {key} of {whole:.4g} in all in {year}"
                yield finding(scenario, "districts.areas", found, "100 % in all", "change one share")
                break


@rule
def what_follows_has_a_centre_to_depart_from(scenario: Scenario) -> Iterator[Finding]:
    """An elasticity needs the centre of the growth corridor, for which activity paths are written."""
    corridor = None if scenario.economy is None else scenario.economy.growth_corridor
    if corridor is not None and corridor.central is not None:
        return
    for path, section in scenario.sections():
        elasticity = getattr(section, "elasticity", None)
        if elasticity is not None and any(value for _, value in elasticity.points):
            found, expected = "an elasticity with no centre to depart from", "economy.growth_corridor.central"
            yield finding(scenario, f"{path}.elasticity", found, expected, "write the GDP that activity is written for")

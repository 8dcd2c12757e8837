"""Rules of the peaking plan."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.rules.finding import finding, not_a_model_year, years_hold
from carbonsim.scenario.scenario import SECTORS, Scenario
from carbonsim.scenario.sections.policy import SectorPeaking
from carbonsim.scenario.typos import meant


def _plans(scenario: Scenario) -> Iterator[tuple[str, SectorPeaking]]:
    if scenario.peaking is not None:
        yield "peaking", scenario.peaking
        for sector, plan in scenario.peaking.sectors.items():
            yield f"peaking.sectors.{sector}", plan


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
                expected = message("a year from plan_from ({plan_from}) on", plan_from=scenario.time.plan_from)
                advice = message("a plan cannot change the past: move the year, or time.plan_from")
                yield finding(
                    scenario, f"{path}.{key}", message("{year}, before the plan starts", year=year), expected, advice
                )


def decline_needs_a_peak_year(scenario: Scenario) -> Iterator[Finding]:
    """`monotone` and `decline_after` act after `by`, so `by` must be there."""
    for path, plan in _plans(scenario):
        for key, present in (("decline_after", plan.decline_after is not None), ("monotone", plan.monotone)):
            if present and plan.by is None and getattr(plan, "objective", "") != "earliest_peak":
                yield finding(
                    scenario,
                    f"{path}.{key}",
                    message("{key} without by", key=key),
                    message("a peak year"),
                    message("add by"),
                )


def objectives_and_cost_ceilings_belong_together(scenario: Scenario) -> Iterator[Finding]:
    """The lowest and the earliest peak need a cost ceiling, the cheapest takes none; the earliest finds its `by`."""
    plan = scenario.peaking
    if plan is None:
        return
    if plan.objective == "cheapest" and plan.cost_ceiling is not None:
        expected, advice = (
            message("a cost ceiling with lowest_peak or earliest_peak"),
            message("add objective, or remove cost_ceiling"),
        )
        yield finding(scenario, "peaking.cost_ceiling", message("cost_ceiling for the cheapest plan"), expected, advice)
    if plan.objective != "cheapest" and plan.cost_ceiling is None:
        expected, advice = message("a cost ceiling beside it"), message("add cost_ceiling, such as 1 %")
        yield finding(
            scenario,
            "peaking.objective",
            message("{objective} without cost_ceiling", objective=plan.objective),
            expected,
            advice,
        )
    if plan.objective == "earliest_peak" and plan.by is not None:
        yield finding(
            scenario,
            "peaking.by",
            message("by beside earliest_peak"),
            message("one of the two"),
            message("remove by: it is found"),
        )


def the_guard_needs_a_peak_year(scenario: Scenario) -> Iterator[Finding]:
    """`guard_growth` acts until `by`, so `by` must be there."""
    for path, plan in _plans(scenario):
        if plan.guard_growth is not None and plan.by is None:
            yield finding(
                scenario,
                f"{path}.guard_growth",
                message("guard_growth without by"),
                message("a peak year"),
                message("add by"),
            )


def a_peaking_plan_is_in_single_numbers(scenario: Scenario) -> Iterator[Finding]:
    """What a peaking plan demands holds for all its years; `emission_cap` is the way to say it by year."""
    for path, plan in _plans(scenario):
        demands = {key: getattr(plan, key) for key in ("max_level", "decline_after", "guard_growth")}
        demands |= {f"emission_cap.{year}": cap for year, cap in plan.emission_cap.items()}
        demands |= {"budget.at_most": plan.budget.at_most} if plan.budget else {}
        for key, quantity in demands.items():
            if quantity is not None and not quantity.is_constant:
                advice = message("for other figures in other years write emission_cap: {2030: …, 2035: …}")
                yield finding(scenario, f"{path}.{key}", message("a path over time"), message("one number"), advice)


def the_first_year_is_not_after_the_last(scenario: Scenario) -> Iterator[Finding]:
    """Where a technology names a first and a last year, it can be built in one of them at least."""
    for path, section in scenario.sections():
        first, last = (vars(section).get(name) for name in ("first_year", "last_year"))
        if first is not None and last is not None and first > last:
            yield finding(
                scenario,
                f"{path}.last_year",
                message("{year}, before first_year ({first_year})", year=last, first_year=first),
                message("{year} or later", year=first),
            )


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
            found = message("a budget from {first} to {last}", first=start, last=end)
            expected = message("years from {first} to {last}, in order", first=scenario.time.plan_from, last=last)
            yield finding(scenario, f"{path}.budget", found, expected, message("change from or to"))


def sectors_with_a_peak_exist(scenario: Scenario) -> Iterator[Finding]:
    """A sector with a peaking plan of its own is a sector of the scenario."""
    present = [name for name in SECTORS[1:] if getattr(scenario, name) is not None]
    for sector in scenario.peaking.sectors if scenario.peaking else ():
        if sector not in present:
            expected = message("one of {names}", names=tuple(present))
            yield finding(
                scenario,
                f"peaking.sectors.{sector}",
                message("sector {sector}", sector=sector),
                expected,
                meant(sector, present),
            )


def a_window_is_no_wider_than_the_level(scenario: Scenario) -> Iterator[Finding]:
    """Two years are known against each other at least as closely as their level, most of whose error they share."""
    window, level = (one.points[0][1] for one in (scenario.verdict.window, scenario.verdict.level))
    told = [f"{100 * one:.3g} %" for one in (window, level)]
    if window > level:
        path = "verdict.window" if "verdict.window" in scenario.trace.origins else "verdict.level"
        yield finding(
            scenario,
            path,
            message("a window of {window} beside a level known to {level}", window=told[0], level=told[1]),
            message("a window no wider than the uncertainty of the level, most of which all years share"),
            message("narrow the window, or write the uncertainty of the level"),
        )

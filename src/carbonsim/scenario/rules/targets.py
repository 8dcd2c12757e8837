"""Rules of targets."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.campaigns import action_names
from carbonsim.scenario.rules.finding import all_of, finding, not_a_model_year, years_hold
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.targets import BOUND_KEYS, WrittenTarget, read_change
from carbonsim.scenario.typos import meant


def targets_have_one_figure(scenario: Scenario) -> Iterator[Finding]:
    """A target is a floor, a ceiling or a figure to be met: one of the three; by hand, it may be none."""
    for name, target in scenario.targets.items():
        written = [key for key in BOUND_KEYS if getattr(target, key) is not None]
        if len(written) != 1 and (written or not target.by_hand):
            found = all_of(written) if written else message("no figure")
            yield finding(scenario, f"targets.{name}", found, message("one of {names}", names=tuple(BOUND_KEYS)))


def target_years_are_model_years(scenario: Scenario) -> Iterator[Finding]:
    """Years of targets are model years; an enforced target lies in the plan, a tracked one perhaps beyond it."""
    if not years_hold(scenario):
        return
    for name, target in scenario.targets.items():
        path = f"targets.{name}"
        if target.by_hand:
            continue  # nothing of the model is read in its years
        for year in sorted({year for _, year, _ in target.bounds() if year is not None}):
            if target.strength == "track" and year > scenario.time.years[-1]:
                continue  # it belongs to a longer horizon
            if year not in scenario.time.years:
                yield not_a_model_year(scenario, f"{path}.year", year)
            elif target.strength == "enforce" and year < scenario.time.plan_from:
                expected = message("a year from plan_from ({plan_from}) on", plan_from=scenario.time.plan_from)
                advice = message("a plan cannot change the past: write strength: track, or move the year")
                yield finding(
                    scenario, f"{path}.year", message("{year}, before the plan starts", year=year), expected, advice
                )


def changes_refer_to_a_model_year(scenario: Scenario) -> Iterator[Finding]:
    """An enforced change is told against a model year before its own; a tracked one may say that there is no base."""
    years = scenario.time.years
    for name, target in scenario.targets.items():
        for key, year, figure in target.bounds():
            change = read_change(figure)
            if change is None:
                continue
            path = f"targets.{name}.{key}"
            if year is not None and change.base_year >= year:
                yield finding(
                    scenario,
                    path,
                    message("a change against {year}", year=change.base_year),
                    message("a year before {year}", year=year),
                )
            elif target.strength == "enforce" and not target.by_hand and change.base_year not in years:
                found = message("a change against {year}, for which there is no figure", year=change.base_year)
                expected = message("a model year from {first} to {last}", first=years[0], last=years[-1])
                yield finding(scenario, path, found, expected, message("write strength: track, or name another base"))


def what_is_entered_by_hand_says_what_it_is(scenario: Scenario) -> Iterator[Finding]:
    """A target without an indicator has a label, a year and the unit of its figure, and no plan can keep it."""
    for name, target in scenario.targets.items():
        path = f"targets.{name}"
        if not target.by_hand:
            yield from _entered_beside_an_indicator(scenario, path, target)
            continue
        advice = message("or name the indicator that judges it")
        if target.label is None:
            expected = message("label: what is entered by hand")
            yield finding(scenario, path, message("neither an indicator nor a label"), expected, advice)
        bounds = list(target.bounds())
        if not (target.named_years() or [year for _, year, _ in bounds if year is not None]):
            yield finding(scenario, path, message("no year"), message("the year of what is entered by hand"), advice)
        if target.unit is None and any(read_change(figure) is None for *_, figure in bounds):
            expected = message("unit: that of the figure, such as {unit}", unit="10^4 m2")
            yield finding(scenario, path, message("a figure without a unit"), expected, advice)
        if target.strength == "enforce":
            found = message("enforce, where no variable of the model judges")
            yield finding(scenario, f"{path}.strength", found, message("track"), advice)
        yield from _entered_figures(scenario, path, target)


def _entered_beside_an_indicator(scenario: Scenario, path: str, target: WrittenTarget) -> Iterator[Finding]:
    """Find what only a target without an indicator may say: its unit, and what was reached."""
    for key in ("unit", "entered"):
        if getattr(target, key):
            expected = message("the unit and the result of the indicator {indicator}", indicator=target.indicator or "")
            advice = message("take one of the two away; figures of the statistics stand under actuals")
            yield finding(scenario, f"{path}.{key}", message("{key} beside an indicator", key=key), expected, advice)


def _entered_figures(scenario: Scenario, path: str, target: WrittenTarget) -> Iterator[Finding]:
    """Find figures that were entered where there is nothing to hold them against."""
    if list(target.bounds()):
        return
    for year, reached in target.entered.items():
        if not isinstance(reached, str):
            found = message("the figure {figure}, and no target figure to hold it against", figure=f"{reached:g}")
            yield finding(scenario, f"{path}.entered.{year}", found, message("met or missed"))


def what_is_assessed_names_one_judge(scenario: Scenario) -> Iterator[Finding]:
    """An indicator of an evaluation names an indicator or a target that is there, not both."""
    for name, assessment in scenario.assessments.items():
        for key, one in assessment.indicators.items():
            path = f"assessments.{name}.indicators.{key}"
            if one.indicator is not None and one.target is not None:
                found = message("both an indicator and a target")
                yield finding(scenario, path, found, message("one of the two, or neither and entries by hand"))
            if one.target is not None and one.target not in scenario.targets:
                known = list(scenario.targets)
                found = message("target {name}, which is not there", name=one.target)
                expected = message("one of {names}", names=tuple(known)) if known else message("a name under targets")
                yield finding(scenario, f"{path}.target", found, expected, meant(one.target, known, ""))


def a_leeway_is_that_of_about(scenario: Scenario) -> Iterator[Finding]:
    """Only a figure that is worded about has a leeway."""
    for name, target in scenario.targets.items():
        if target.leeway is not None and target.wording != "about":
            found = message("a leeway of a figure worded {wording}", wording=target.wording)
            yield finding(scenario, f"targets.{name}.leeway", found, message("one that is worded about"))


def targets_fall_under_an_action(scenario: Scenario) -> Iterator[Finding]:
    """The action of a target is one of the national ones, or one that the scenario names."""
    known = [*action_names(), *scenario.actions]
    for name, target in scenario.targets.items():
        if target.action is not None and target.action not in known:
            advice = meant(target.action, known, message("name it under `actions`"))
            found, expected = (
                message("action {action}", action=target.action),
                message("one of {names}", names=tuple(known)),
            )
            yield finding(scenario, f"targets.{name}.action", found, expected, advice)
    for name in scenario.document.tasks:
        if name not in known:
            expected = message("one of {names}", names=tuple(known))
            advice = meant(name, known, message("name it under `actions`"))
            yield finding(scenario, f"document.tasks.{name}", message("action {action}", action=name), expected, advice)

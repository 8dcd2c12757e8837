"""Targets → indicators held against figures; enforced ones become rows N − s·D of kind policy.

A figure told against a base year is settled by the optimisation, once the base year's value is known: that of the
reference before the plan, that of the twin from `plan_from` on. A denominator that nothing else keeps from shrinking
is held to the twin's in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pydantic_core import PydanticCustomError

from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Measure
from carbonsim.scenario.sections.targets import LEEWAY, Assessment, Bound, Change, Entered, TargetWording, read_change
from carbonsim.scenario.sections.targets import WrittenTarget as Written
from carbonsim.system.context import Context
from carbonsim.system.forms import Card, Indicator, indicator_cards
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Label, Limit, Ratio

Sense = Literal["<=", ">=", "=="]
SENSES: dict[str, Sense] = {"at_least": ">=", "at_most": "<=", "exactly": "=="}


@dataclass(frozen=True)
class Target:
    """One indicator, one figure, one model year; `figure` is None where it is told against a base year."""

    name: str
    indicator: str  # empty where no variable of the model judges
    year: int
    sense: Sense
    figure: float | None
    change: Change | None
    enforced: bool
    path: str
    label: Label
    attribute: str
    lead: Label
    level: str | None = None
    source: str | None = None
    date: str | None = None
    quality: str | None = None
    note: str | None = None
    wording: TargetWording = "set"
    leeway: float = 0.0  # share of the figure, or of the change, by which a result that is worded about may miss it
    action: str | None = None
    unit: Label | None = None  # of what is entered by hand
    entered: Entered | None = None  # what was reached in its year, where that is entered by hand

    @property
    def rule(self) -> tuple[object, ...]:
        """What of a target an optimum depends on; empty where it is tracked."""
        return (self.name, self.indicator, self.year, self.sense, self.figure, self.change) if self.enforced else ()


def resolve_targets(written: Mapping[str, Written], context: Context, rows: SystemBuilder) -> tuple[Target, ...]:
    """Return every target by year, and write the rows of those that are enforced; reports what is wrong."""
    targets: list[Target] = []
    cards = indicator_cards()
    for name, target in written.items():
        if target.indicator is None:
            targets.extend(_by_hand(name, target, context))
            continue
        if target.indicator not in cards:
            context.report_unknown(f"targets.{name}.indicator", message("indicator"), target.indicator, cards)
            continue
        for resolved in _resolve(name, target, cards[target.indicator], context, rows):
            targets.append(resolved)
            _warn_of_the_base_year(resolved, context, rows)
            if resolved.enforced and _can_be_enforced(resolved, context, rows):
                rows.limits.extend(target_limits(resolved, rows.indicators[resolved.indicator]))
    return tuple(targets)


def check_assessed(assessments: Mapping[str, Assessment], context: Context) -> None:
    """Report indicators of evaluations that nobody knows."""
    cards = indicator_cards()
    for name, assessment in assessments.items():
        for key, one in assessment.indicators.items():
            if one.indicator is not None and one.indicator not in cards:
                path = f"assessments.{name}.indicators.{key}.indicator"
                context.report_unknown(path, message("indicator"), one.indicator, cards)


def _resolve(name: str, target: Written, card: Card, context: Context, rows: SystemBuilder) -> Iterator[Target]:
    plan = [year for year in rows.years if year >= rows.years.plan_from]
    for key, named, raw in target.bounds():
        path = f"targets.{name}.{key}"
        change = read_change(raw)
        figure = None if change else _figure(raw, card, path, context)
        if change is None and figure is None:
            return
        for year in plan if named is None else [year for year in [named] if year <= rows.years.model[-1]]:
            yield Target(
                name, card.name, year, SENSES[key], figure, change, target.strength == "enforce", path,
                card.label if target.label is None else Label(target.label.en, target.label.zh),
                target.attribute or card.attribute,
                card.lead if target.lead is None else Label(target.lead.en, target.lead.zh),
                target.level, target.source, target.date, target.quality, target.note, target.wording,
                _leeway(target), target.action or card.action,
            )  # fmt: skip


def _leeway(target: Written) -> float:
    if target.wording != "about":
        return 0.0
    return LEEWAY if target.leeway is None else float(target.leeway.points[0][1])


def _by_hand(name: str, target: Written, context: Context) -> Iterator[Target]:
    """Yield a target that no variable judges in each of its years; a change is told in per cent."""
    bounds: list[tuple[str, int | None, Bound | None]] = [*target.bounds()]
    for key, year, raw in bounds or [("exactly", year, None) for year in target.named_years()]:
        change = None if raw is None else read_change(raw)
        unit = Label("%", "%") if target.unit is None else Label(target.unit.en, target.unit.zh)
        figure = 100.0 * change.share if change else _plain(raw, unit, f"targets.{name}.{key}", context)
        if year is None or target.label is None:
            continue
        lead = Label("", "") if target.lead is None else Label(target.lead.en, target.lead.zh)
        yield Target(
            name, "", year, SENSES[key], figure, change, False, f"targets.{name}.{key}",
            Label(target.label.en, target.label.zh), target.attribute or "expected", lead, target.level, target.source,
            target.date, target.quality, target.note, target.wording, _leeway(target), target.action,
            unit, target.entered.get(year),
        )  # fmt: skip


def _plain(raw: Bound | None, unit: Label, path: str, context: Context) -> float | None:
    """Read a figure that is entered by hand: a number in the unit that stands beside it; None where there is none."""
    if raw is None:
        return None
    try:
        return float(raw.removesuffix(unit.en) if isinstance(raw, str) else raw)
    except ValueError:
        context.report(path, str(raw), message("a number in the unit, which stands under unit"))
        return None


def _figure(raw: Bound, card: Card, path: str, context: Context) -> float | None:
    """Read a figure in the unit of its indicator."""
    plain = raw.removesuffix(card.unit).strip() if isinstance(raw, str) else raw
    try:
        return float(Measure(card.unit).read(plain).points[0][1])
    except PydanticCustomError as error:
        told = error.context or {}
        advice = message('or a change such as "-17 % against 2025"')
        context.report(
            path, told.get("found", str(raw)), message("a figure in {unit}, {advice}", unit=card.unit, advice=advice)
        )
        return None


def _can_be_enforced(target: Target, context: Context, rows: SystemBuilder) -> bool:
    """Say whether a plan can act on the indicator at all; reports where it cannot."""
    path, advice = f"targets.{target.name}", message("write strength: track")
    indicator = rows.indicators.get(target.indicator)
    if indicator is None:
        found = message("{indicator}, to which nothing in this scenario contributes", indicator=target.indicator)
        context.report(f"{path}.indicator", found, message("an indicator of a sector that the scenario has"), advice)
        return False
    terms = indicator.numerator.terms.get(target.year, ())
    if target.sense != "<=" and any(term.kind == "emissions" for term in terms):
        context.report(
            target.path,
            message("a floor under emissions"),
            message("at_most: imports could be raised on paper"),
            advice,
        )
        return False
    if not indicator.is_exogenous:
        return True
    value = exogenous_value(indicator, target.year)
    if target.figure is not None and value is not None and not is_met(value, target.sense, target.figure):
        found = message(
            "{value} {unit} in {year}, which no plan can change",
            value=f"{value:.6g}",
            unit=indicator.card.unit,
            year=target.year,
        )
        context.report(path, found, f"{target.sense} {target.figure:.6g} {indicator.card.unit}", advice)
    return False


def _warn_of_the_base_year(target: Target, context: Context, rows: SystemBuilder) -> None:
    """Warn of a floor or ceiling that the base year already breaks and that no plan can change."""
    indicator = rows.indicators.get(target.indicator)
    if target.enforced or target.figure is None or indicator is None or not indicator.is_exogenous:
        return
    base = exogenous_value(indicator, rows.years.base_year)
    if base is not None and not is_met(base, target.sense, target.figure):
        unit = indicator.card.unit
        found = message(
            "{value} {unit} in {year}: the base year already breaks this target",
            value=f"{base:.6g}",
            unit=unit,
            year=rows.years.base_year,
        )
        expected = f"{target.sense} {target.figure:.6g} {unit}"
        context.warn(
            target.path,
            found,
            expected,
            message("compare the definitions: here {definition}", definition=indicator.card.definition),
        )


def exogenous_value(indicator: Indicator, year: int) -> float | None:
    """Return the value of an indicator that is all constants; None where its denominator is zero."""
    below = 1.0 if indicator.denominator is None else indicator.denominator.constants.get(year, 0.0)
    return indicator.scale * indicator.numerator.constants.get(year, 0.0) / below if below else None


def is_met(value: float, sense: Sense, figure: float, tolerance: float = 1e-6) -> bool:
    """Say whether a value meets a figure, within a relative tolerance."""
    slack = tolerance * max(abs(figure), 1e-9)
    return (sense == "<=" or value >= figure - slack) and (sense == ">=" or value <= figure + slack)


def is_open(target: Target, indicator: Indicator) -> bool:
    """Say whether a row of the target waits for a value of the twin."""
    return target.enforced and (target.figure is None or indicator.anchor == "twin")


def target_limits(target: Target, indicator: Indicator, denominator_floor: float | None = None) -> list[Limit]:
    """Return the rows of an enforced target: N − s·D, and the floor under D where the twin must tell it.

    Free while the twin has not told what they need. Where D is exogenous the row is divided by it, and stands in the
    unit of the indicator; else it stands in the unit of the numerator.
    """
    scale, unit = row_scale(indicator, target.year), indicator.card.unit
    figure = 0.0 if target.figure is None else target.figure
    form = indicator.numerator
    if indicator.denominator is not None:
        form = form.plus(indicator.denominator, -figure / indicator.scale)
        unit = unit if indicator.denominator.is_constant else indicator.unit
    waits = target.figure is None or (indicator.anchor == "twin" and denominator_floor is None)
    free = {"<=": math.inf, ">=": -math.inf, "==": math.inf}[target.sense]
    bound = -form.constants.get(target.year, 0.0) * scale
    if indicator.denominator is None:
        bound += figure
    ratio, below = None, indicator.denominator
    if below is not None and not below.is_constant and target.figure is not None:
        whole = below.terms.get(target.year, ())
        ratio = Ratio(figure, indicator.card.unit, indicator.scale, tuple(whole), below.constants.get(target.year, 0.0))
    rows = [
        Limit(
            f"target {target.name}", target.year, target.sense, form.times(scale).terms.get(target.year, ()),
            free if waits else bound, unit, f"targets.{target.name}", "policy",
            message("target {name}", name=Label(target.name, target.label.zh)), ratio=ratio,
        )
    ]  # fmt: skip
    if indicator.anchor == "twin" and indicator.denominator is not None:
        least = -math.inf if denominator_floor is None else denominator_floor
        terms = indicator.denominator.terms.get(target.year, ())
        name, path = f"what the share of target {target.name} is taken of", f"targets.{target.name}"
        own = Label(target.name, target.label.zh)
        words = message("what the share of target {name} is taken of", name=own)
        rows.append(Limit(name, target.year, ">=", terms, least, indicator.unit, path, "policy", words))
    return rows


def row_scale(indicator: Indicator, year: int) -> float:
    """Return by what the row of a target is multiplied so that it stands in the unit of the indicator where it can."""
    if indicator.denominator is None:
        return indicator.scale
    below = indicator.denominator.constants.get(year, 0.0)
    return indicator.scale / below if indicator.denominator.is_constant and below else 1.0


def settled(target: Target, base: float) -> Target:
    """Return a target whose change is told as a figure, from the base year's value."""
    assert target.change is not None
    return replace(target, figure=(1.0 + target.change.share) * base)

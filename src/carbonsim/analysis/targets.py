"""Targets: every indicator against its figure, with the gap, a verdict and, where it is enforced, its price."""

from __future__ import annotations

from enum import StrEnum

import pandas as pd

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.optimization.solution.amounts import Amounts
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.forms import Indicator, indicator_cards
from carbonsim.system.tables import Label
from carbonsim.system.targets import Target, is_met

PRICE = 1e-6
SHOWN = 1e-4  # of a figure: what four digits can tell; a result that reads like its figure meets it
ROUNDING = 1e-9  # what the solver leaves between a bound that it holds and its figure, of the figure or of 1
COLUMNS = [
    "name", "label", "label_zh", "indicator", "variable", "unit", "year", "sense", "target", "result", "gap", "status",
    "strength", "binding", "shadow_price", "price_unit", "price_unit_message", "slack", "change", "base_year",
    "base_value", "start", "broken_at_start", "attribute", "lead", "lead_zh", "level", "group", "definition", "source",
    "date", "quality", "note", "wording", "leeway", "judged_by", "action", "unit_zh",
]  # fmt: skip


class TargetStatus(StrEnum):
    """How a target went, or why it cannot be judged."""

    PASS = "pass"
    NEAR = "about met"  # missed by no more than the leeway of a figure that is worded about
    SHORT = "short of aim"  # an aim that is not reached, which is no failure
    FAIL = "fail"
    UNDEFINED = "undefined"  # a denominator of zero
    NO_BASE = "no base"  # told against a year that is not modelled
    NOT_MODELLED = "not modelled"  # no sector contributes to the indicator
    BY_HAND = "not entered"  # no variable of the model judges it, and nothing is entered


JUDGED = (TargetStatus.PASS, TargetStatus.NEAR, TargetStatus.SHORT, TargetStatus.FAIL)
MET = (TargetStatus.PASS, TargetStatus.NEAR)


def evaluate_targets(system: EnergySystem, plan: Solution, twin: Solution) -> pd.DataFrame:
    """Return a row for each target and year.

    `gap` is result − target in the unit of the indicator; `status` is a TargetStatus. `start` is the value of the
    base year of the scenario, and `broken_at_start` whether that breaks the figure. `shadow_price` is what the last
    unit of an enforced target costs in its year, ratio targets per percentage point.
    """
    indicators = {indicator.name: indicator for indicator in system.indicators}
    here, there = plan.amounts, twin.amounts
    rows = [
        _row(target, indicators.get(target.indicator), system, here, there, plan)
        if target.indicator
        else _row_by_hand(target)
        for target in system.targets
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(
    target: Target, indicator: Indicator | None, system: EnergySystem, here: Amounts, there: Amounts, plan: Solution
) -> dict[str, object]:
    card = indicator_cards()[target.indicator]
    result = None if indicator is None else here.of_indicator(indicator, target.year)
    start = None if indicator is None else here.of_indicator(indicator, system.years.base_year)
    base = _base_value(target, indicator, system, here, there)
    figure = target.figure
    if target.change is not None and base is not None:
        figure = (1.0 + target.change.share) * base
    if target.change is not None and (target.name, target.year) in plan.figures:  # the one that was enforced
        figure = plan.figures[target.name, target.year]
        base = figure / (1.0 + target.change.share) if target.change.share > -1.0 else base
    if result is not None and figure is not None and abs(result - figure) <= ROUNDING * max(1.0, abs(figure)):
        result = figure
    return {
        "name": target.name, "label": target.label.en, "label_zh": target.label.zh, "indicator": target.indicator,
        "variable": card.variable, "unit": card.unit, "year": target.year, "sense": target.sense, "target": figure,
        "result": result, "gap": None if result is None or figure is None else result - figure,
        "status": _status(target, indicator, result, figure, base, system),
        "strength": "enforce" if target.enforced else "track", **_price(target, indicator, plan),
        "change": None if target.change is None else target.change.share,
        "base_year": None if target.change is None else target.change.base_year, "base_value": base,
        "start": start, "broken_at_start": _breaks(start, target, figure),
        "attribute": target.attribute, "lead": target.lead.en, "lead_zh": target.lead.zh, "level": target.level,
        "group": card.group, "definition": card.definition, **_words(target), "judged_by": "model",
    }  # fmt: skip


def _words(target: Target) -> dict[str, object]:
    """Return what a document says of a target, apart from its figure."""
    return {
        "source": target.source, "date": target.date, "quality": target.quality, "note": target.note,
        "wording": target.wording, "leeway": target.leeway or None, "action": target.action or None,
    }  # fmt: skip


def _row_by_hand(target: Target) -> dict[str, object]:
    """Return the row of a target that no variable of the model judges: what was reached is what was entered."""
    result = target.entered if isinstance(target.entered, float) else None
    figure, unit = target.figure, target.unit or Label("", "")
    return {
        **dict.fromkeys(COLUMNS),
        "name": target.name, "label": target.label.en, "label_zh": target.label.zh, "unit": unit.en,
        "unit_zh": unit.zh, "year": target.year, "sense": target.sense, "target": figure, "result": result,
        "gap": None if result is None or figure is None else result - figure, "status": _entered_status(target),
        "strength": "track", "change": None if target.change is None else target.change.share,
        "base_year": None if target.change is None else target.change.base_year, "attribute": target.attribute,
        "lead": target.lead.en, "lead_zh": target.lead.zh, "level": target.level, **_words(target),
        "judged_by": "hand",
    }  # fmt: skip


def _entered_status(target: Target) -> TargetStatus:
    if target.entered is None:
        return TargetStatus.BY_HAND
    if isinstance(target.entered, str):
        return _judged(target, met=target.entered == "met", near=False)
    figure = target.figure or 0.0
    met = is_met(target.entered, target.sense, figure, tolerance=SHOWN)
    return _judged(target, met=met, near=abs(target.entered - figure) <= target.leeway * abs(figure))


def _judged(target: Target, *, met: bool, near: bool) -> TargetStatus:
    """Say how a target went by the class of its words."""
    if met:
        return TargetStatus.PASS
    if target.wording == "about" and near:
        return TargetStatus.NEAR
    return TargetStatus.SHORT if target.wording == "aim" else TargetStatus.FAIL


def _breaks(start: float | None, target: Target, figure: float | None) -> bool | None:
    return None if start is None or figure is None else not is_met(start, target.sense, figure, tolerance=SHOWN)


def warn_of_the_start(scenario: Scenario, system: EnergySystem, targets: pd.DataFrame) -> list[Finding]:
    """Return a warning for each target of the plan's first year that the base year breaks: there is no time for it.

    What no plan can change is told when the system is assembled. A goal of later years may well be far from today,
    and a change against an earlier year is meant to be.
    """
    found: list[Finding] = []
    exogenous = {indicator.name for indicator in system.indicators if indicator.is_exogenous}
    rows = zip(system.targets, targets.to_dict("records"), strict=True)
    for target, row in rows:
        soon = target.year == system.years.plan_from and target.change is None
        if not soon or not row["broken_at_start"] or target.indicator in exogenous:
            continue
        unit, file_and_line = row["unit"], scenario.locate(target.path)
        told = message(
            "{value} {unit} in {year}: the base year already breaks this target",
            value=f"{row['start']:.6g}",
            unit=unit,
            year=system.years.base_year,
        )
        advice = message(
            "it holds from {year}: name a later year, or compare the definitions: here {definition}",
            year=target.year,
            definition=row["definition"],
        )
        found.append(Finding(*file_and_line, target.path, told, f"{target.sense} {row['target']:.6g} {unit}", advice))
    return found


def _base_value(
    target: Target, indicator: Indicator | None, system: EnergySystem, here: Amounts, there: Amounts
) -> float | None:
    """Return the value that a change is told against: of the past, or of the twin from `plan_from` on."""
    if target.change is None or indicator is None or target.change.base_year not in system.years.model:
        return None
    year = target.change.base_year
    return (here if year < system.years.plan_from else there).of_indicator(indicator, year)


def _status(
    target: Target, indicator: Indicator | None, result: float | None, figure: float | None, base: float | None,
    system: EnergySystem,
) -> TargetStatus:  # fmt: skip
    if target.change is not None and target.change.base_year not in system.years.model:
        return TargetStatus.NO_BASE
    if indicator is None:
        return TargetStatus.NOT_MODELLED
    if result is None or figure is None:
        return TargetStatus.UNDEFINED
    met = is_met(result, target.sense, figure, tolerance=SHOWN)
    asked = figure if target.change is None else target.change.share * (base or 0.0)
    return _judged(target, met=met, near=abs(result - figure) <= target.leeway * abs(asked))


def _price(target: Target, indicator: Indicator | None, plan: Solution) -> dict[str, object]:
    """Return whether an enforced target binds, what its last unit costs in its year, and how much room is left."""
    rows = plan.duals[(plan.duals["constraint"] == f"target {target.name}") & (plan.duals["year"] == target.year)]
    if not target.enforced or indicator is None or rows.empty:
        return dict.fromkeys(("binding", "shadow_price", "price_unit", "price_unit_message", "slack"))
    row = rows.iloc[0]
    price = float(row["dual"])
    return {
        "binding": price > PRICE, "shadow_price": price, "price_unit": row["unit"],
        "price_unit_message": row["unit_message"], "slack": float(row["slack"]),
    }  # fmt: skip

"""Indicators of a solved plan, and the rows of targets that wait for a value of the twin."""

from __future__ import annotations

from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.terms.limits import limit_cells
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.forms import Indicator
from carbonsim.system.tables import Key, Limit
from carbonsim.system.targets import Target, is_open, settled, target_limits

FLOOR_TOLERANCE = 1e-6


def indicator_values(system: EnergySystem, solution: Solution) -> dict[str, dict[int, float | None]]:
    """Return every indicator of the system by model year, in its unit; None where it is undefined."""
    amounts = solution.amounts
    return {
        indicator.name: {year: amounts.of_indicator(indicator, year) for year in system.years}
        for indicator in system.indicators
    }


def open_targets(system: EnergySystem) -> list[tuple[Target, Indicator]]:
    """Return enforced targets whose rows wait for a value of the twin."""
    indicators = {indicator.name: indicator for indicator in system.indicators}
    known = [(t, indicators[t.indicator]) for t in system.targets if t.indicator in indicators]
    return [(target, indicator) for target, indicator in known if is_open(target, indicator)]


def settle_targets(
    data: Coefficients, twin: Solution
) -> tuple[dict[tuple[str, Key], float], dict[tuple[str, int], float], tuple[Limit, ...]]:
    """Return the cells of rows that waited, from a twin in which they were free, the figures told by it, the rows."""
    amounts = twin.amounts
    cells: dict[tuple[str, Key], float] = {}
    figures: dict[tuple[str, int], float] = {}
    limits: list[Limit] = []
    for target, indicator in open_targets(data.system):
        known = target
        if target.change is not None:
            base = amounts.of_indicator(indicator, target.change.base_year)
            if base is None:
                continue  # undefined in the base year: nothing to be told against, the report says so
            known = settled(target, base)
            figures[target.name, target.year] = float(known.figure or 0.0)
        floor = None
        if indicator.anchor == "twin" and indicator.denominator is not None:
            least = amounts.of_form(indicator.denominator, target.year)
            floor = least * (1.0 - FLOOR_TOLERANCE) - indicator.denominator.constants.get(target.year, 0.0)
        for limit in target_limits(known, indicator, floor):
            cells.update(limit_cells(data, limit))
            limits.append(limit)
    return cells, figures, tuple(limits)

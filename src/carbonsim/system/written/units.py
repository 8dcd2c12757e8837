"""Units of a system written directly: what is added up, or told per unit of something else, counts alike."""

from __future__ import annotations

import numpy as np

from carbonsim.messages.message import message
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.units import UnitError, factor, figure_factor


def check_ratio(path: str, unit: str, other: str, name: str, context: Context) -> None:
    """Report a flow per activity of which one counts in another unit of the same kind: its ratio would be misread."""
    try:
        alike = unit == other or bool(np.isclose(factor(unit, other), 1.0))
    except UnitError:
        return  # vehicle-kilometres of a fuel, tonnes of a heat: a ratio between two kinds has the units of both
    if not alike:
        expected = message("{unit}, the unit of {name}: a ratio is of like to like", unit=other, name=name)
        context.report(
            path,
            message("activity in {unit}", unit=unit),
            expected,
            message("write `activity_unit: {unit}`", unit=other),
        )


def check_same(path: str, unit: str, commodity: str, context: Context, rows: SystemBuilder) -> None:
    """Report a storage or a line whose activity is not counted as what it holds or carries."""
    if unit != (own := rows.commodities[commodity].unit):
        context.report(
            path,
            message("activity in {unit}", unit=unit),
            message("{unit}, the unit of {name}", unit=own, name=commodity),
            message("write `activity_unit: {unit}`", unit=own),
        )


def conversion(found: str, wanted: str) -> float | None:
    """Return what an amount in one unit is times to be in another, a year's flow being its amount; or None."""
    if found == wanted:
        return 1.0
    try:
        return figure_factor(found, wanted)
    except UnitError:
        return None

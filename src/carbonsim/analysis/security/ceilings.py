"""Ceilings of power and heat that hold a plan, ranked by how long they do and what one more unit is worth."""

from __future__ import annotations

from collections import defaultdict

from carbonsim.messages.message import message
from carbonsim.optimization.solution.solution import Ceiling, Solution
from carbonsim.system.energy_system import EnergySystem


def ceiling_records(system: EnergySystem, plan: Solution) -> list[dict[str, object]]:
    """Return a row for every key of a ceiling that costs something: those that hold the plan longest come first.

    Of what one key holds of several technologies, the most that a unit is worth in a year is told.
    """
    groups: dict[tuple[str, str], list[Ceiling]] = defaultdict(list)
    for one in plan.ceilings:
        groups[one.path, one.unit].append(one)
    planned = sum(len(system.years.span(year)) for year in system.years if year >= system.years.plan_from)
    rows = []
    for (path, unit), held in groups.items():
        worth = {
            year: max(one.worth for one in held if one.year == year) for year in sorted({one.year for one in held})
        }
        share = sum(len(system.years.span(year)) for year in worth) / planned
        name = message("{what}", what=held[0].label).as_json()
        row = {"path": path, "name_message": name, "years": [*worth], "share": share, "worth": worth, "unit": unit}
        rows.append((-share, -max(worth.values()), path, row))
    return [row for *_, row in sorted(rows, key=lambda one: one[:3])]

"""The objective: named cost terms whose sum is minimised."""

from __future__ import annotations

from carbonsim.optimization.structure.families import COST_COMPONENTS
from carbonsim.optimization.structure.reading import LinearTerm, Reading


def cost_terms(m: Reading, component: str) -> list[LinearTerm]:
    """Return the terms of one cost component; salvage counts against the others."""
    table, variable = getattr(m, component), getattr(m, COST_COMPONENTS[component])
    if component.endswith("salvage"):
        return [-cell * variable[key] for key, cell in table.items()]
    if variable is not m.activity:
        return [cell * variable[key] for key, cell in table.items()]
    return [cell * variable[column] for key, cell in table.items() for column in m.data.mode_columns(key)]


def total_cost(m: Reading) -> LinearTerm:
    r"""Discounted cost of the whole horizon, in million CNY of the base year.

    .. math::
        \min \sum_{rty} (I_{rty} - S_{rty})\, n_{rty} + F_{rty} K_{rty} + \sum_{ml} (V_{rtmy} + P_{rtmy})\, x_{rtmyl}
            + \sum_{rsy} (I_{rsy} - S_{rsy})\, n_{rsy}
    """
    return m.total(term for terms in m.costs.values() for term in terms)

"""The objective: named cost terms whose sum is minimised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carbonsim.optimization.structure.reading import LinearTerm, Reading
from carbonsim.optimization.structure.registry import Derivation
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.balance import derive_change_numbers
from carbonsim.optimization.terms.choice import derive_choice_numbers
from carbonsim.optimization.terms.cost import derive_costs
from carbonsim.optimization.terms.reservoir import derive_reservoirs


@dataclass(frozen=True)
class CostComponent:
    """A part of the cost: the columns that it is paid for, what its table holds, and what derives it.

    `part` says what of the objective it belongs to: resources and transfers are told as cost, financing and surplus
    decide only.
    """

    columns: str
    symbol: Symbol
    derived_by: Derivation
    part: Literal["resource", "transfers", "financing", "surplus"] = "resource"


COST_COMPONENTS: dict[str, CostComponent] = {
    "investment": CostComponent(
        "new_capacity",
        Symbol(r"I_{rty}", "million CNY per capacity unit", "discounted cost of new capacity"),
        derive_costs,
    ),
    "salvage": CostComponent(
        "new_capacity",
        Symbol(r"S_{rty}", "million CNY per capacity unit", "discounted value left at the end"),
        derive_costs,
    ),
    "financing": CostComponent(
        "new_capacity",
        Symbol(r"B_{rty}", "million CNY per capacity unit", "discounted cost beyond that at the rate of who buys it"),
        derive_costs,
        part="financing",
    ),
    "fixed": CostComponent(
        "capacity",
        Symbol(r"F_{rty}", "million CNY per capacity unit", "discounted cost of capacity over the span"),
        derive_costs,
    ),
    "variable": CostComponent(
        "activity",
        Symbol(r"V_{rtmy}", "million CNY per activity unit", "discounted cost of activity over the span"),
        derive_costs,
    ),
    "carbon_price": CostComponent(
        "activity",
        Symbol(r"P_{rtmy}", "million CNY per activity unit", "discounted price of its emissions"),
        derive_costs,
        part="transfers",
    ),
    "reservoir_investment": CostComponent(
        "reservoir_new_capacity",
        Symbol(r"I_{rsy}", "million CNY per reservoir unit", "discounted cost of new reservoirs"),
        derive_reservoirs,
    ),
    "reservoir_salvage": CostComponent(
        "reservoir_new_capacity",
        Symbol(r"S_{rsy}", "million CNY per reservoir unit", "discounted value left at the end"),
        derive_reservoirs,
    ),
    "taste": CostComponent(
        "choice_piece",
        Symbol(r"\mu_g \sigma_k + k_{rtv}", "million CNY per service unit", "what people or firms feel of a choice"),
        derive_choice_numbers,
    ),
    "change_worth": CostComponent(
        "demand_change",
        Symbol(r"\bar{p}_{rcyk}", "million CNY per commodity unit", "discounted worth of a service, less where more"),
        derive_change_numbers,
        part="surplus",
    ),
}


def cost_terms(m: Reading, component: str) -> list[LinearTerm]:
    """Return the terms of one cost component; salvage counts against the others."""
    table, variable = getattr(m, component), getattr(m, COST_COMPONENTS[component].columns)
    if component.endswith("salvage"):
        return [-cell * variable[key] for key, cell in table.items()]
    if variable is not m.activity:
        return [cell * variable[key] for key, cell in table.items()]
    return [cell * variable[column] for key, cell in table.items() for column in m.data.mode_columns(key)]


def total_cost(m: Reading) -> LinearTerm:
    r"""Discounted cost of the whole horizon as it is perceived, in million CNY of the base year.

    .. math::
        \min \sum_{rty} (I_{rty} - S_{rty} + B_{rty})\, n_{rty} + F_{rty} K_{rty}
            + \sum_{ml} (V_{rtmy} + P_{rtmy})\, x_{rtmyl} + \sum_{rsy} (I_{rsy} - S_{rsy})\, n_{rsy}
            + \sum_{rtvk} (\mu_g \sigma_k + k_{rtv})\, z_{rtvk}
            + \sum_{rcyk} \bar{p}_{rcyk}\, y_{rcyk}
    """
    return m.total(term for terms in m.costs.values() for term in terms)

"""Coefficients of cost: discounted, with what is left of investments after the last year."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.capacity import bound_activity
from carbonsim.system import finance
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients

_paid = lru_cache(maxsize=10_000)(finance.investment_weight)  # few rates, lifetimes and spans serve all technologies
_left = lru_cache(maxsize=10_000)(finance.salvage_weight)


@derivation(bound_activity, numbers=True)
def derive_costs(data: Coefficients) -> None:
    """Fill the tables of every component of the cost."""
    years, system = data.system.years, data.system
    rates = {
        region: system.parameters["discount_rate"].get((region,), years.discount_rate) for region in system.regions
    }
    flow: dict[Key, float] = {
        (region, year): finance.flow_weight(rate, years.span(year), years.base_year)
        for region, rate in rates.items()
        for year in years
    }
    for table in ("investment", "salvage", "fixed", "variable", "carbon_price"):
        data.tables[table] = {}
    for key in data.families["new_capacity"]:
        _investment(data, key, rates[str(key[0])])
    for key in data.families["capacity"]:
        if cost := system.parameters["fixed_cost"].get(key, 0.0):
            data.tables["fixed"][key] = cost * flow[key[0], key[2]]
    for name, table in (("variable_cost", "variable"), ("carbon_price", "carbon_price")):
        for key, cost in system.parameters[name].items():
            if (cost or name == "carbon_price") and (key[0], key[1], key[3]) in data.columns:
                data.tables[table][key] = cost * flow[key[0], key[3]]
    rate, base = years.discount_rate, years.base_year
    data.tables["flow_weight"] = {(year,): finance.flow_weight(rate, years.span(year), base) for year in years}


def _investment(data: Coefficients, key: Key, rate: float) -> None:
    """What new capacity costs, paid back at the hurdle rate, and what of it is left after the last year."""
    parameters, years = data.system.parameters, data.system.years
    region, name, year = key
    cost, lifetime = parameters["capital_cost"].get(key, 0.0), parameters["lifetime"][region, name]
    if not cost:
        return
    cost *= finance.hurdle_factor(parameters["hurdle_rate"].get((region, name), rate), rate, lifetime)
    span, base, last = years.span(int(year)), years.base_year, years.model[-1]
    data.tables["investment"][key] = cost * _paid(rate, span, base)
    straight = bool(parameters["straight_line"].get((region,), 0.0))
    left = _left(rate, lifetime, span, base, last, straight_line=straight)
    if left:
        data.tables["salvage"][key] = cost * left

"""Coefficients of cost: discounted, with what is left of investments after the last year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.capacity import bound_activity
from carbonsim.system import finance
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients

NOBODY: Mapping[Key, int] = MappingProxyType({})
_paid = lru_cache(maxsize=10_000)(finance.investment_weight)  # few rates, lifetimes and spans serve all technologies
_left = lru_cache(maxsize=10_000)(finance.salvage_weight)
_dearer = lru_cache(maxsize=10_000)(finance.hurdle_factor)


@derivation(bound_activity, numbers=True)
def derive_costs(data: Coefficients) -> None:
    """Fill the tables of every component of the cost."""
    years, system = data.system.years, data.system
    rates = {region: _rate(data, region) for region in system.regions}
    flow: dict[Key, float] = {
        (region, year): finance.flow_weight(rate, years.span(year), years.base_year)
        for region, rate in rates.items()
        for year in years
    }
    for table in ("investment", "fixed", "variable", "carbon_price"):
        data.tables[table] = {}
    for key, cost in _capital_costs(data, years.base_year, years.model[-1]):
        span = years.span(int(key[2]))
        data.tables["investment"][key] = cost * _paid(rates[str(key[0])], span, years.base_year)
    data.tables["salvage"] = salvage_after(data, years.model[-1])
    data.tables["financing"] = financing_of(data, data.tables["salvage"])
    for key in data.families["capacity"]:
        if cost := system.parameters["fixed_cost"].get(key, 0.0):
            data.tables["fixed"][key] = cost * flow[key[0], key[2]]
    for name, table in (("variable_cost", "variable"), ("carbon_price", "carbon_price")):
        for key, cost in system.parameters[name].items():
            if (cost or name == "carbon_price") and (key[0], key[1], key[3]) in data.columns:
                data.tables[table][key] = cost * flow[key[0], key[3]]
    rate, base = years.discount_rate, years.base_year
    data.tables["flow_weight"] = {(year,): finance.flow_weight(rate, years.span(year), base) for year in years}


def salvage_after(
    data: Coefficients, last: int, since: int = 0, closed_after: Mapping[Key, int] = NOBODY
) -> dict[Key, float]:
    """Return what is left, after a year, of a unit of capacity built since another, where anything is.

    What has to close, by region and technology, has no value beyond then. In million CNY, discounted.
    """
    parameters, years = data.system.parameters, data.system.years
    table: dict[Key, float] = {}
    for key, cost in _capital_costs(data, since, last):
        region, name, year = key
        span = years.span(int(year))
        straight = bool(parameters["straight_line"].get((region,), 0.0))
        rate, lifetime = _rate(data, region), parameters["lifetime"][region, name]
        end = closed_after.get((region, name))
        left = _left(rate, lifetime, span, years.base_year, last, straight_line=straight, closed_after=end)
        if left:
            table[key] = cost * left
    return table


def closing_years(data: Coefficients) -> dict[Key, int]:
    """Return the last model year in which a technology may stand or run that has to close, by region and name."""
    years, parameters = data.system.years.model, data.system.parameters
    ends: dict[Key, int] = {}
    for name in ("activity_max", "capacity_max"):
        closed = {(key[:2], int(key[2])) for key, most in parameters[name].items() if most == 0.0}
        for owner in {owner for owner, year in closed if year == years[-1]}:
            open_still = [year for year in years if (owner, year) not in closed]
            ends[owner] = min(ends.get(owner, years[-1]), max(open_still, default=years[0]))
    return ends


def financing_of(data: Coefficients, salvage: Mapping[Key, float]) -> dict[Key, float]:
    """Return what a unit of new capacity costs beyond that at the rate of who buys it, in million CNY, discounted.

    That rate acts on investment and on what of it is left, `salvage`, alike; it decides and stands in no told cost.
    """
    bought, table = data.tables["investment"], {}
    for key, own in data.system.parameters["actor_rate"].items():
        if key in bought:
            more = _dearer(own, _rate(data, key[0]), data.system.parameters["lifetime"][key[:2]]) - 1.0
            table[key] = more * (bought[key] - salvage.get(key, 0.0))
    return table


def _capital_costs(data: Coefficients, since: int, last: int) -> Iterator[tuple[Key, float]]:
    """Yield what a unit costs that is built from one year to another and not free, paid back at the hurdle rate."""
    parameters = data.system.parameters
    for key in (key for key in data.families["new_capacity"] if since <= int(key[2]) <= last):
        if cost := parameters["capital_cost"].get(key, 0.0):
            owner, rate = key[:2], _rate(data, key[0])
            hurdle = parameters["hurdle_rate"].get(owner, rate)
            yield key, cost * finance.hurdle_factor(hurdle, rate, parameters["lifetime"][owner])


def _rate(data: Coefficients, region: str | int) -> float:
    """Return the discount rate of a region."""
    return data.system.parameters["discount_rate"].get((region,), data.system.years.discount_rate)

"""Where nobody chooses: the shares of a year before the plan, in which all later years buy."""

from __future__ import annotations

from collections.abc import Mapping

from carbonsim.optimization.choice.constants import LEAST_SHARE, YEARS_OBSERVED
from carbonsim.optimization.choice.logit import TINY
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solution.solution import Basis, FrozenShares, Solution
from carbonsim.optimization.terms.choice import ServicePotentials
from carbonsim.system.tables import ChoiceSet, Key


def frozen_shares(model: CompiledModel, past: Solution) -> tuple[FrozenShares, ...]:
    """Return the shares in which each frozen set is bought, of the service that a unit of each can give in a year.

    They are those that are written, else of what was bought in the year, or where that was next to nothing in it and
    the two before; else of what stood in the base year.
    """
    bought = past.new_capacity.set_index(["region", "technology", "year"])["value"].to_dict()
    sets = [one for one in model.system.choices if one.frozen is not None]
    return tuple(_shares(model, one, bought) for one in sets)


def frozen_cells(model: CompiledModel, shares: tuple[FrozenShares, ...]) -> dict[tuple[str, Key], float]:
    """Return the weights by which options are bought in shares that are frozen; none where no share is known."""
    of = {(one.region, option): share for one in shares for option, share in one.shares.items()}
    return {("frozen_weight", key): _weight(model, key, of) for key in model.data.tables["frozen_weight"]}


def _weight(model: CompiledModel, key: Key, share: Mapping[tuple[str, str], float]) -> float:
    region, option, year, other = (str(key[0]), str(key[1]), key[2], str(key[3]))
    lookups = model.data.of(ServicePotentials)
    together = lookups.bought_together[region, option, year]
    whole = sum(share.get((region, one), 0.0) for one in together)
    if whole <= TINY:
        return 0.0
    own = 1.0 if other == option else 0.0
    served = lookups.by_capacity[region, other, year] / lookups.by_capacity[region, option, year]
    return (own - share.get((region, option), 0.0) / whole) * served


def _shares(model: CompiledModel, choice: ChoiceSet, bought: Mapping[Key, float]) -> FrozenShares:
    assert choice.frozen is not None
    region, years, last = choice.region, model.system.years, choice.frozen
    stock = model.system.parameters["residual_capacity"]
    demand = model.system.parameters["demand"].get((region, choice.service, last), 0.0)
    past = [year for year in years if years.base_year < year <= last]  # the base year only holds what stood
    own, lately = past[-1:], [year for year in past if year > last - YEARS_OBSERVED]
    seen = [{one: _bought(bought, region, one, some) for one in choice.options} for some in (own, lately)]
    stood = {one: stock.get((region, one, years.base_year), 0.0) for one in choice.options}
    bases: tuple[tuple[Basis, dict[str, float]], ...] = (
        ("written", {one: demand * share for one, share in choice.shares.items()}),
        *(("purchases", _served(model, region, units)) for units in seen),
        ("stock", _served(model, region, stood)),
    )  # fmt: skip
    for basis, service in bases:
        whole = sum(service.values())
        if whole > LEAST_SHARE * demand:
            shares = {one: amount / whole for one, amount in service.items()}
            return FrozenShares(region, choice.service, last, basis, shares)
    return FrozenShares(region, choice.service, last, "entry", {})


def _bought(bought: Mapping[Key, float], region: str, option: str, years: list[int]) -> float:
    return sum(max(bought.get((region, option, year), 0.0), 0.0) for year in years)


def _served(model: CompiledModel, region: str, units: Mapping[str, float]) -> dict[str, float]:
    """Return the service that so many units of each option can give in the first year of the plan."""
    potential, year = model.data.of(ServicePotentials).by_capacity, model.system.years.plan_from
    return {one: amount * potential.get((region, one, year), 0.0) for one, amount in units.items()}

"""Spread and constants of choice: what was bought at which cost, from which the shares seen come out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from carbonsim.optimization.choice.logit import TINY
from carbonsim.optimization.choice.purchases import Purchases
from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.solution.solution import Basis, Observed
from carbonsim.optimization.solver.solve import Answer
from carbonsim.system.tables import ENTRY, ChoiceSet

YEARS_OBSERVED = 3  # before the plan, whose purchases tell the constants
LEAST_SHARE = 1e-4  # of what was bought: less is an option that nobody has chosen yet
Option = tuple[str, str]  # region and technology


def observe(purchases: Purchases, program: Program, answer: Answer) -> dict[Option, Observed]:
    """Return what each option costs in the first year in which it may be bought, and which share had been chosen.

    Shares are those of the purchases of the last years before the plan, weighed by the service that they commit; of
    what stood where nothing was bought, and for an option that nobody has chosen yet the share at its entry.
    """
    costs, net_costs = purchases.costs(program, answer), purchases.net_costs(program, answer)
    first = _first_purchases(purchases)
    found: dict[Option, Observed] = {}
    for choice in purchases.data.system.choices:
        known = {option: first[choice.region, option] for option in choice.options if (choice.region, option) in first}
        seen, basis = _seen_shares(purchases, choice, known, answer.columns)
        for option, place in known.items():
            share = seen.get(option, 0.0)
            sold = share >= LEAST_SHARE
            found[choice.region, option] = Observed(
                share if sold else choice.entry.get(option, ENTRY),
                float(costs[place]),
                float(net_costs[place]),
                basis if sold else "entry",
            )
    return found


def _first_purchases(purchases: Purchases) -> dict[Option, int]:
    """Return the place of the first purchase of every option."""
    found: dict[Option, int] = {}
    for place, key in enumerate(purchases.keys):
        found.setdefault((str(key[0]), str(key[1])), place)
    return found


def _seen_shares(
    purchases: Purchases, choice: ChoiceSet, known: Mapping[str, int], columns: Floats
) -> tuple[dict[str, float], Basis]:
    """Return the share of each option in what was bought before the plan, or stood, and which of both it is."""
    if choice.shares:
        return dict(choice.shares), "written"
    years, stock = purchases.data.system.years, purchases.data.system.parameters["residual_capacity"]
    first = max(years.plan_from - YEARS_OBSERVED, years.base_year + 1)  # the base year only holds what stood
    past = [year for year in years if first <= year < years.plan_from]
    bought = {o: sum(_bought(purchases, (choice.region, o, year), columns) for year in past) for o in known}
    stood = {o: stock.get((choice.region, o, years.base_year), 0.0) for o in known}
    bases: tuple[tuple[Basis, dict[str, float]], ...] = (("purchases", bought), ("stock", stood))
    for basis, units in bases:
        service = {option: float(purchases.committed[place]) * units[option] for option, place in known.items()}
        whole = sum(service.values())
        if whole > TINY:
            return {option: one / whole for option, one in service.items()}, basis
    return {}, "entry"


def _bought(purchases: Purchases, key: tuple[str, str, int], columns: Floats) -> float:
    if key not in purchases.data.built:
        return 0.0
    place = purchases.layout.model.arrays.columns["new_capacity"][key]
    return max(float(columns[purchases.columns_at(np.array([place]))[0]]), 0.0)


@dataclass(frozen=True)
class Tastes:
    """What decides beside costs, by option: how far buyers differ, a constant, and what the service costs on average.

    All are in million CNY per unit of service; a constant moves by the drift of its option, told in that average.
    """

    spread: Mapping[Option, float]
    constant: Mapping[Option, float]
    mean: Mapping[Option, float]

    def spreads(self, purchases: Purchases) -> Floats:
        """Return the spread of every purchase."""
        return np.array([self.spread[str(key[0]), str(key[1])] for key in purchases.keys])

    def means(self, purchases: Purchases) -> Floats:
        """Return what the service of every purchase usually costs."""
        return np.array([self.mean[str(key[0]), str(key[1])] for key in purchases.keys])

    def constants(self, purchases: Purchases) -> Floats:
        """Return the constant of every purchase, as it has drifted by its year."""
        found = np.zeros(len(purchases.keys))
        for place, (key, choice) in enumerate(zip(purchases.keys, purchases.sets, strict=True)):
            option = str(key[0]), str(key[1])
            found[place] = self.constant[option] + self.mean[option] * choice.drift.get((option[1], int(key[2])), 0.0)
        return found


def tastes_of(choices: tuple[ChoiceSet, ...], observed: Mapping[Option, Observed]) -> Tastes:
    """Return spread and constant of every option: the shares seen come out at the costs seen, and the term is zero."""
    spread: dict[Option, float] = {}
    constant: dict[Option, float] = {}
    mean: dict[Option, float] = {}
    for choice in choices:
        seen = {
            option: observed[choice.region, option] for option in choice.options if (choice.region, option) in observed
        }
        sold = {option: one for option, one in seen.items() if one.basis != "entry"} or seen
        whole = sum(one.share for one in sold.values()) or 1.0
        usual = sum(one.share * one.cost for one in sold.values()) / whole
        net = sum(one.share * one.net_cost for one in sold.values()) / whole
        differing = choice.spread * max(usual, TINY) if choice.spread_cost is None else choice.spread_cost
        for option in choice.options:
            one = sold.get(option)
            new = one is None or one.basis == "entry"
            share = choice.entry.get(option, ENTRY) if one is None or new else one.share / whole
            key = choice.region, option
            spread[key], mean[key] = differing, usual
            constant[key] = -differing * float(np.log(share)) - (0.0 if one is None or new else one.net_cost - net)
    return Tastes(spread, constant, mean)

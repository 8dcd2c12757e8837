"""Coefficients of choice with spread: what a purchase commits, its pieces, and how much of what stands has to run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.activity import derive_columns
from carbonsim.optimization.terms.balance import derive_flows
from carbonsim.optimization.terms.capacity import derive_capacities
from carbonsim.system import finance
from carbonsim.system.tables import PIECES, ChoiceSet, Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@dataclass
class ServicePotentials:
    """The service that a unit of an option's capacity gives in a year in which all of it runs."""

    by_capacity: dict[Key, float] = field(default_factory=dict)
    bought_together: dict[Key, tuple[str, ...]] = field(default_factory=dict)  # in shares that are frozen


@derivation(derive_columns, derive_flows, derive_capacities, fills=ServicePotentials)
def derive_choices(data: Coefficients) -> None:
    """Lay out what every purchase from the plan on commits, in pieces, and how much of what stands has to run."""
    planned = [year for year in data.system.years if year >= data.system.years.plan_from]
    for choice in data.system.choices:
        for option in choice.options:
            for year in planned:
                if choice.frozen is None:
                    _commitment(data, choice, option, year)
                key: Key = (choice.region, option, year)
                if key in data.vintages and (potential := _potential(data, choice, key)):
                    data.of(ServicePotentials).by_capacity[key] = potential
                    data.rows["least_use"].append(key)
        for year in planned if choice.frozen is not None else ():
            _frozen_purchases(data, choice, year)


def _frozen_purchases(data: Coefficients, choice: ChoiceSet, year: int) -> None:
    """Write the rows in which each option but the last of a frozen set is bought in a share of what all serve."""
    keys: list[Key] = [(choice.region, option, year) for option in choice.options]
    served = data.of(ServicePotentials).by_capacity
    bought = [key for key in keys if key in data.built and served.get(key)]
    data.of(ServicePotentials).bought_together.update(dict.fromkeys(bought, tuple(str(key[1]) for key in bought)))
    data.rows["frozen_purchase"] += bought[:-1]


def _potential(data: Coefficients, choice: ChoiceSet, key: Key) -> float:
    """Return the service that a unit of an option's capacity gives in a year in which all of it runs."""
    region, option, year = key
    modes = [column[2] for column in data.columns.get(key, ())]
    given = [data.tables["net_output"].get((region, option, mode, choice.service, year), 0.0) for mode in modes]
    return data.tables["yearly_potential"].get(key, 0.0) * max(given, default=0.0)


def _commitment(data: Coefficients, choice: ChoiceSet, option: str, vintage: int) -> None:
    """Write the row in which the service that a purchase commits is the sum of its pieces."""
    key: Key = (choice.region, option, vintage)
    committed = sum(service_weights(data, choice, key, data.system.years.model[-1]).values())
    if key in data.built and committed > 0.0:
        data.tables["committed_service"][key] = committed
        data.rows["service_commitment"].append(key)
        pieces: list[Key] = [(*key, piece) for piece in range(PIECES)]
        data.families["choice_piece"] += pieces
        data.tables["piece_width"].update(dict.fromkeys(pieces, float("inf")))


def service_weights(data: Coefficients, choice: ChoiceSet, key: Key, last: int) -> dict[int, float]:
    """Return the service that a unit of a purchase gives in each year until a last one, discounted over its span."""
    years, found = data.system.years, dict[int, float]()
    for year in (year for year in years if int(key[2]) <= year <= last):
        alive = data.tables["alive"].get((*key, year), 0.0)
        potential = _potential(data, choice, (key[0], key[1], year)) if alive else 0.0
        if potential:
            weight = finance.flow_weight(years.discount_rate, years.span(year), years.base_year)
            found[year] = alive * weight * potential
    return found


@derivation(derive_choices, numbers=True)
def derive_choice_numbers(data: Coefficients) -> None:
    """Fill with nothing what waits for what was bought before the plan: cost of pieces, least use, frozen shares."""
    data.tables["taste"] = dict.fromkeys(data.families["choice_piece"], 0.0)
    data.tables["least_use"] = dict.fromkeys(data.rows["least_use"], 0.0)
    together = data.of(ServicePotentials).bought_together
    data.tables["frozen_weight"] = {
        (*key, other): 0.0 for key in data.rows["frozen_purchase"] for other in together[key]
    }

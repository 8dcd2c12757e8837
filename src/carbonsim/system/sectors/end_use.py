"""End uses → yearly technologies that share a demand: stock turnover, a past, and shares that do not jump."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carbonsim.messages.message import Message, Name, message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.sectors.end_use import EndUseTechnology, Saving, Use, price_paid
from carbonsim.system.context import Context, shape_path
from carbonsim.system.finance import alive_shares
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.sectors.energy import text_label
from carbonsim.system.tables import Term
from carbonsim.units import PJ_PER_GW_HOUR

Array = NDArray[np.float64]
NO_PRICE = Quantity.constant(0, "CNY/t")
BASE_SPREAD = 1e-6
PAST_SPREAD = 0.02
MT_PER_GW_OF_KG_PER_KW = 1e-3
USUAL_CHANGE = 0.04  # points a year that a share moves where all choose what costs least, and
USUAL_LOSS = 0.15  # the part of itself
BY_SLICE = ("electricity", "district_heat")


@dataclass(frozen=True)
class User:
    """Who uses energy: a branch, a building class, a farm; `activity` is its path over the model years."""

    sector: str
    name: str
    activity: Array
    path: str
    carbon_price: Quantity = NO_PRICE  # that uses pay which a market covers


def serve(
    user: User, uses: Mapping[str, Use], technologies: Mapping[str, EndUseTechnology],
    savings: Mapping[str, Saving], context: Context, rows: SystemBuilder, technologies_path: str,
) -> None:  # fmt: skip
    """Write demand and technologies of every use of a user."""
    for key, use in uses.items():
        path = f"{user.path}.uses.{key}"
        known = _known(use, technologies, path, context)
        if known is not None:
            _use(user, key, use, known, path, context, rows, technologies_path)
    for key, saving in savings.items():
        _saving(user, key, saving, context, rows)


def service_name(user: User, use: str) -> str:
    """Return the name of the commodity that a use demands."""
    return f"{user.sector}/{user.name}/{use}"


def _known(
    use: Use, technologies: Mapping[str, EndUseTechnology], path: str, context: Context
) -> dict[str, EndUseTechnology] | None:
    for place, name in enumerate(use.technologies):
        if name not in technologies:
            context.report_unknown(f"{path}.technologies[{place}]", message("technology"), name, technologies)
            return None
    chosen = {name: technologies[name] for name in use.technologies}
    for carrier in use.final_energy:
        if carrier not in {technology.input for technology in chosen.values()}:
            found = message("final energy of {commodity}, which none of the technologies takes", commodity=carrier)
            context.report(
                f"{path}.final_energy.{carrier}", found, message("a technology with this input in `technologies`")
            )
            return None
    for name in use.shares:
        if name not in chosen:
            context.report_unknown(f"{path}.shares.{name}", message("technology"), name, chosen)
            return None
    return chosen


def _use(
    user: User, key: str, use: Use, technologies: Mapping[str, EndUseTechnology], path: str, context: Context,
    rows: SystemBuilder, technologies_path: str,
) -> None:  # fmt: skip
    useful = base_useful(use, technologies, context.years.base_year)
    service = service_name(user, key)
    demand = sum(useful.values()) * relative_to_first(user.activity) * relative_to_first(use.intensity.over(rows.years))
    rows.commodity(service, unit="PJ", balance="yearly", group="service", label=text_label(use.label), path=path)
    rows.demand(service, demand)
    shares = past_shares(useful, use, rows)
    for name, technology in technologies.items():
        template = f"{technologies_path}.{name}"
        _technology(user, key, use, name, technology, demand, shares[name], template, context, rows)
        if len(technologies) > 1:  # what serves all there is has nowhere to go
            others = [other for known, other in technologies.items() if known != name]
            paces = _paces(technology, others, context)
            _limit_moves(f"{service}/{name}", technology, paces, demand, shares[name], template, rows)


def relative_to_first(path: Array) -> Array:
    """Return a path relative to its first value; ones where that is zero."""
    return path / path[0] if path[0] else np.ones_like(path)


def base_useful(use: Use, technologies: Mapping[str, EndUseTechnology], base_year: int) -> dict[str, float]:
    """Return base-year useful energy by technology: each carrier goes to the first technology that takes it."""
    useful = dict.fromkeys(technologies, 0.0)
    for carrier, energy in use.final_energy.items():
        first = next(name for name, technology in technologies.items() if technology.input == carrier)
        useful[first] = energy.at(base_year) * technologies[first].efficiency.at(base_year)
    return useful


def past_shares(useful: Mapping[str, float], use: Use, rows: SystemBuilder) -> dict[str, Array]:
    """Return each technology's share of the use over the model years: base-year shares, or the path written.

    Shares that are written hold; the others keep their proportions in what is left.
    """
    whole = sum(useful.values()) or 1.0
    base = {name: amount / whole for name, amount in useful.items()}
    written = {name: _from_base(base[name], share.over(rows.years)) for name, share in use.shares.items()}
    left = 1.0 - sum(written.values(), np.zeros(len(rows.years)))
    others = sum(share for name, share in base.items() if name not in written)
    return {
        name: written[name] if name in written else left * (base[name] / others if others else 0.0) for name in useful
    }


def _from_base(base: float, path: Array) -> Array:
    """Let a written path start from the base year's share, whatever it says for that year."""
    return np.concatenate([[base], path[1:]])


def _technology(
    user: User, key: str, use: Use, name: str, technology: EndUseTechnology, demand: Array, share: Array, path: str,
    context: Context, rows: SystemBuilder,
) -> None:  # fmt: skip
    years = rows.years
    full = f"{user.sector}/{user.name}/{key}/{name}"
    efficiency = technology.efficiency.over(years)
    output = use.full_load_hours.at(years.base_year) * PJ_PER_GW_HOUR
    lifetime = technology.lifetime.at(years.base_year)
    shape = context.shape(technology.shape or use.shape, path)
    context.use_shapes[full] = shape
    mode = Mode(
        inputs={technology.input: 1.0 / efficiency},
        outputs={service_name(user, key): 1.0},
        variable_cost=technology.variable_cost.over(years),
        capture=technology.capture.over(years),
        combustion=use.burnt,
        emissions=refrigerant_emissions(technology.refrigerant.over(years) * MT_PER_GW_OF_KG_PER_KW / output),
        carbon_price=price_paid(user.carbon_price, use.carbon_market_from, years),
    )
    low, high = past_bounds(demand * share, rows)
    plan = np.array([year >= years.plan_from for year in years])
    group = rows.commodities[technology.input].group if technology.input in rows.commodities else "other"
    rows.technology(TechnologySpec(
        name=full, sector=user.sector, branch=user.name, use=key, group=technology.group or group,
        label=text_label(technology.label), path=path, slices=False, modes={"run": mode},
        shapes={technology.input: shape} if technology.input in BY_SLICE else {},
        follows=shape_path(technology.shape or use.shape),
        capacity_to_activity=output, lifetime=lifetime, capital_cost=technology.capital_cost.over(years),
        fixed_cost=technology.fixed_cost.over(years),
        residual_capacity=retire_linearly(demand[0] * share[0] / output, lifetime, rows),
        new_capacity_max=_buildable(technology, share, rows),
        capacity_max=past_capacity(high / output, demand[0] * share[0] / output, lifetime, rows),
        activity_max=np.where(plan, _ceiling(technology, demand, rows), high),
        activity_min=np.where(plan, technology.share_min.over(years) * demand, low),
        keys={"activity_min": "share_min", "activity_max": "share_max"},
    ))  # fmt: skip


def _limit_moves(
    full: str, technology: EndUseTechnology, paces: _Paces, demand: Array, share: Array, path: str, rows: SystemBuilder
) -> None:
    """Let the share of one of several ways to serve a use rise and fall no faster than its paces."""
    risen = "share_change_max" if technology.share_rise_max is None else "share_rise_max"
    service = rows.commodities[full.rpartition("/")[0]].label
    limit_share_rise(full, demand, paces.rise, f"{path}.{risen}", rows, service)
    if share[0] > 0 and technology.last_year is None and technology.share_max.is_constant:  # no phase-out is written
        plan = np.array([year >= rows.years.plan_from for year in rows.years])
        before = share[max(int(plan.argmax()) - 1, 0)]
        limit_share_fall(full, demand, paces, before, path, rows, service)


class _Paces(NamedTuple):
    """How fast the share of a technology may change, fall and rise: points a year, and a part of itself for the fall.

    Where people and firms choose by taste, only what is written holds. A usual rise is not asked of what has to follow
    another whose purchases end: what is left of that leaves as it grows old, whatever the pace.
    """

    change: float
    loss: float
    rise: float


def _paces(technology: EndUseTechnology, others: Sequence[EndUseTechnology], context: Context) -> _Paces:
    year = context.years.base_year
    change, loss = (1.0, 1.0) if context.choosing else (USUAL_CHANGE, USUAL_LOSS)
    if technology.share_change_max is not None:
        change = technology.share_change_max.at(year)
    if technology.share_fall_max is not None:
        loss = technology.share_fall_max.at(year)
    follows = technology.share_change_max is None and any(other.last_year is not None for other in others)
    rise = 1.0 if follows else change
    if technology.share_rise_max is not None:
        rise = technology.share_rise_max.at(year)
    return _Paces(change, loss, rise)


def refrigerant_emissions(leak: Array) -> dict[str, Array]:
    """Return leaked refrigerant in Mt of HFC-134a per activity as an emission, where there is any."""
    return {"HFC": leak} if leak.any() else {}


def _ceiling(technology: EndUseTechnology, demand: Array, rows: SystemBuilder) -> Array:
    most = technology.share_max.over(rows.years)
    return np.where(most >= 1.0, np.inf, most * demand)


def first_year(technology: EndUseTechnology, share: Array, rows: SystemBuilder) -> int:
    """Return from when a technology may be built: at once where it is in use before the plan, else with the plan."""
    if technology.first_year is not None:
        return technology.first_year
    used = any(value > 0 for year, value in zip(rows.years, share, strict=True) if year < rows.years.plan_from)
    return rows.years.base_year if used else rows.years.plan_from


def _buildable(technology: EndUseTechnology, share: Array, rows: SystemBuilder) -> Array:
    first, last = first_year(technology, share, rows), technology.last_year or rows.years.model[-1]
    return np.array([np.inf if first <= year <= last else 0.0 for year in rows.years])


def _before(year: int, rows: SystemBuilder) -> Array:
    return np.array([model_year < year for model_year in rows.years], dtype=float)


def past_bounds(activity: Array, rows: SystemBuilder) -> tuple[Array, Array]:
    """Return bounds that hold yearly activity to what was seen in the base year and nearly so until the plan."""
    spread = np.array([BASE_SPREAD if year == rows.years.base_year else PAST_SPREAD for year in rows.years])
    activity = np.maximum(activity, 0.0)
    return activity * (1.0 - spread), activity * (1.0 + spread)


def retire_linearly(stock: float, lifetime: float, rows: SystemBuilder) -> Array:
    """Return what is left of a base-year stock of uniform age: gone after one lifetime."""
    age = np.array([year - rows.years.base_year for year in rows.years], dtype=float)
    return np.asarray(stock * np.maximum(0.0, 1.0 - age / lifetime), dtype=float)


def past_capacity(needed: Array, stock: float, lifetime: float, rows: SystemBuilder) -> Array:
    """Return the capacity that could stand before the plan, had each year bought what it lacked and no more.

    So nothing is bought in foresight of a ban or of a price, and what was given up does not stand ready.
    """
    years = rows.years
    past = [place for place, year in enumerate(years) if year < years.plan_from]
    spans = tuple(years.span(years.model[place]) for place in past)
    stands = retire_linearly(stock, lifetime, rows)
    for place in past:
        alive = np.array(alive_shares(lifetime, spans[place:]))
        stands[place : len(past)] += max(needed[place] - stands[place], 0.0) / alive[0] * alive
    most = np.full(len(years), np.inf)
    most[past] = stands[past] * (1.0 + PAST_SPREAD)
    return most


def limit_share_rise(
    name: str, demand: Array, change: float, path: str, rows: SystemBuilder, service: Name | None = None
) -> None:  # fmt: skip
    """Let a technology's share of its service rise by no more than `change` a year, from the plan on."""
    words = _moving(RISE if service is None else RISE_WITHIN, name, service, rows)
    for step in _plan_steps(demand, rows):
        if change * step.years < 1.0:
            terms, year, years = step.share_of(name), step.year, step.years
            rows.limit(f"rise of {name}", year, "<=", terms, change * years, unit="share", path=path, label=words)


RISE = message("rise of the share of {technology}")
RISE_WITHIN = message("rise of the share of {technology} in {service}")
FALL_WITHIN = message("fall of the share of {technology} in {service}")


def _moving(words: Message, name: str, service: Name | None, rows: SystemBuilder) -> Message:
    """Name the move of a technology's share in the service that it gives."""
    technology = rows.technologies[rows.region, name].label
    return (
        words.filled(technology=technology) if service is None else words.filled(technology=technology, service=service)
    )


def limit_share_fall(
    name: str, demand: Array, paces: _Paces, before: float, path: str, rows: SystemBuilder, service: Name
) -> None:
    """Let a share fall by no more than its change in points a year, or by a loss of itself where that is less.

    Which of the two is less is told by the share `before` the plan.
    """
    if paces.loss >= 1.0 and paces.change >= 1.0:
        return
    words = _moving(FALL_WITHIN, name, service, rows)
    for step in _plan_steps(demand, rows):
        year, years = step.year, step.years
        if before * paces.loss < paces.change:
            terms = step.share_of(name, (1.0 - paces.loss) ** years)
            here = f"{path}.share_fall_max"
            rows.limit(f"fall of {name}", year, ">=", terms, 0.0, unit="share", path=here, label=words)
        elif paces.change * years < 1.0:
            rows.limit(
                f"fall of {name}", year, ">=", step.share_of(name), -paces.change * years, unit="share", label=words,
                path=f"{path}.share_change_max",
            )  # fmt: skip


class _Step(NamedTuple):
    """A model year of the plan and the one before it, with the service demanded in both."""

    year: int
    previous: int
    demand: float
    demand_before: float

    @property
    def years(self) -> int:
        return self.year - self.previous

    def share_of(self, name: str, kept: float = 1.0) -> list[Term]:
        """Return the terms of a technology's share of the service, less the part `kept` of that in the year before."""
        return [
            Term("activity", name, self.year, 1.0 / self.demand),
            Term("activity", name, self.previous, -kept / self.demand_before),
        ]


def _plan_steps(demand: Array, rows: SystemBuilder) -> Iterator[_Step]:
    """Yield the plan's years in which the service is demanded, and was in the year before."""
    amounts = demand.tolist()
    for before, here, (previous, year) in zip(amounts, amounts[1:], pairwise(rows.years), strict=False):
        if year >= rows.years.plan_from and min(here, before) > 0:
            yield _Step(year, previous, here, before)


def _saving(user: User, key: str, saving: Saving, context: Context, rows: SystemBuilder) -> None:
    path = f"{user.path}.savings.{key}"
    service = service_name(user, saving.use)
    if service not in rows.commodities:
        context.report(
            f"{path}.use",
            message("use {use}", use=saving.use),
            message("one of the uses of {branch}", branch=user.name),
        )
        return
    demand = np.array([rows.parameters["demand"][rows.region, service, year] for year in rows.years])
    most = saving.potential.over(rows.years) * demand
    first = saving.first_year or rows.years.plan_from
    spans = np.array([len(rows.years.span(year)) for year in rows.years])
    pace = saving.rate_max.over(rows.years) * most * spans
    rows.technology(TechnologySpec(
        name=f"{user.sector}/{user.name}/{saving.use}/{key}", sector=user.sector, branch=user.name, use=saving.use,
        group="retrofit", label=text_label(saving.label), path=path, slices=False,
        modes={"run": Mode(outputs={service: 1.0})}, capacity_unit="PJ/yr", capacity_to_activity=1.0,
        lifetime=saving.lifetime.at(rows.years.base_year), capital_cost=saving.capital_cost.over(rows.years),
        new_capacity_max=np.where(_before(first, rows), 0.0, pace), activity_max=most,
    ))  # fmt: skip

"""A year of a plan as a system of 8,760 hours: capacities are given, and what is left to decide is who runs when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from carbonsim.messages.message import message
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.hourly.fold import HOURS, Array, Load, is_valve, load_at_plants
from carbonsim.system.hourly.likeness import Places, slices_of_hours
from carbonsim.system.hourly.plan import Flow, Owner, PlannedYear
from carbonsim.system.parameters import PARAMETERS, Key
from carbonsim.system.tables import Limit, Scope, Storage, Technology, Term, TimeSlice, Years

HEATING = "energy.shapes.heating"
UNSERVED = "unserved/"
TIMES_THE_DEAREST = 10.0  # price of what is not served where a scenario has none: above all that could serve
WEIGHT_OF_PREFERENCE = 0.01  # million CNY per PJ: among what costs the same, wind and sun first
SMALLEST_SHARE = 1e-4  # of capacity: less is nothing, as of the sun at dawn
KEPT = 1.0 - 1e-6  # of a yearly least that the plan just reaches
SLICES = tuple(TimeSlice(f"h{hour:04d}", "year", f"h{hour:04d}", 1.0 / HOURS, 1.0, 1.0) for hour in range(1, HOURS + 1))
NAMES = tuple(part.name for part in SLICES)
BY_MODE = ("output_ratio", "input_ratio", "variable_cost", "carbon_price")


@dataclass(frozen=True)
class HourlySystem:
    """A year by hour: the system, what it was made of, and what of it was not served at a price of our own."""

    plan: PlannedYear
    load: Load
    system: EnergySystem
    unserved: tuple[Owner, ...]
    own_price: float | None  # in million CNY per PJ, where the scenario has none


@dataclass
class _Tables:
    """The parameters of an hourly system while they are written."""

    plan: PlannedYear
    series: Mapping[str, Array]
    tables: dict[str, dict[Key, float]] = field(default_factory=lambda: {name: {} for name in PARAMETERS})
    technologies: list[Technology] = field(default_factory=list)
    storages: list[Storage] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)

    @cached_property
    def like(self) -> Places:
        """The place of the time slice that each hour is like."""
        return slices_of_hours(self.plan, self.series)


def missing_series(plan: PlannedYear, series: Mapping[str, Array]) -> list[str]:
    """Return what something follows by time slice and no column tells by hour, by its path.

    What a machine or a line can do in a time slice needs none: it holds in the hours that are like it.
    """
    system, wanted = plan.system, set[str]()
    for owner, technology in plan.technologies.items():
        uses = any(flow.commodity in plan.by_slice for flow in plan.flows_of(owner))
        runs = any(plan.run.get((*owner, mode)) for mode in technology.modes)
        if not (runs or (technology.slices and plan.capacity.get(owner))):
            continue
        if technology.follows and uses:
            wanted.add(technology.follows)
    for region, commodity in {(key[0], key[1]) for key in system.parameters["demand_slice"] if key[2] == plan.year}:
        demands = system.parameters["demand_slice"]
        rates = [demands.get((region, commodity, plan.year, p.name), 0.0) / p.share for p in system.time_slices]
        wanted |= {f"system.demands.{commodity}.profile"} if _differs(rates) else set()
    if any(plan.least_load(owner) for owner in plan.dispatched()):
        wanted.add(HEATING)
    return sorted(wanted - set(series))


def _differs(rates: Iterable[float]) -> bool:
    known = [*rates]
    return bool(known) and max(known) - min(known) > 1e-6 * max(abs(max(known)), 1e-12)


def _availabilities(plan: PlannedYear, owner: Owner) -> list[float]:
    table = plan.system.parameters["availability"]
    return [table.get((*owner, plan.year, part.name), 1.0) for part in plan.system.time_slices]


def hourly_system(plan: PlannedYear, series: Mapping[str, Array], carbon: float = 0.0) -> HourlySystem:
    """Return a planned year by hour.

    `series` are values by hour under the paths that they stand for; `carbon` is a price beside that of allowances, in
    million CNY per Mt, as a cap of the plan sets it.
    """
    load = load_at_plants(plan, series)
    written = _Tables(plan, series)
    for owner in load.running:
        _technology(written, owner, load)
    _suppliers(written, load.running)
    _prices(written, carbon)
    unserved, price = _unserved(written, load)
    _demands(written, load)
    written.limits += _limits(plan, written)
    return HourlySystem(plan, load, _system(written), unserved, price)


def _technology(written: _Tables, owner: Owner, load: Load) -> None:
    """Write what is dispatched: bounds of its columns, or of the sum of its modes where it has several."""
    plan, technology = written.plan, written.plan.technologies[owner]
    storage = next((one for one in plan.system.storages if (one.region, one.technology) == owner), None)
    _modes(written, owner, load)
    _yearly(written, owner)
    if plan.needs_capacity(owner):
        potential, at_once = _potential(written, owner), _open(written, owner)
        if storage is not None or max(sum(at_once.values(), np.zeros(HOURS))) <= 1.0:
            for mode, is_open in at_once.items():
                _bound(written, "slice_activity_max", owner, mode, potential * is_open)
        else:
            _capacity(written, owner)
            for mode, is_open in at_once.items():
                if not is_open.all():
                    _bound(written, "slice_activity_max", owner, mode, potential * is_open)
        if storage is not None:
            size = storage.duration * plan.capacity[owner] * _yield(plan, owner) / HOURS
            written.tables["storage_level_max"][(*owner, plan.year)] = size
            written.storages.append(replace(storage, seasonal=False))
    _must_run(written, owner)
    written.technologies.append(technology)


def _modes(written: _Tables, owner: Owner, load: Load) -> None:
    """Copy ratios and costs of the year; what is not served at users counts where plants would serve it."""
    plan = written.plan
    for flow in plan.flows_of(owner):
        commodity, ratio = flow.commodity, flow.ratio
        if is_valve(plan, owner):
            commodity, factor = load.at_plants(owner[0], commodity)
            ratio *= factor
        name = "output_ratio" if ratio > 0.0 else "input_ratio"
        written.tables[name][(*owner, flow.mode, commodity, plan.year)] = abs(ratio)
    for name in ("variable_cost", "carbon_price"):
        for mode in plan.technologies[owner].modes:
            key: Key = (*owner, mode, plan.year)
            if key in plan.system.parameters[name]:
                written.tables[name][key] = plan.system.parameters[name][key]


def _yearly(written: _Tables, owner: Owner) -> None:
    """Keep what a technology may and must give in the year, as far as the plan has it give so much."""
    plan = written.plan
    run = sum(plan.run.get((*owner, mode), 0.0) for mode in plan.technologies[owner].modes)
    most, least = plan.number("activity_max", owner, np.inf), plan.number("activity_min", owner, 0.0)
    share = plan.number("availability_year", owner, 1.0)
    if plan.needs_capacity(owner) and share < 1.0:
        most = min(most, share * plan.capacity[owner] * _yield(plan, owner))
    could = plan.capacity.get(owner, np.inf) * _yield(plan, owner) * max(_availabilities(plan, owner), default=1.0)
    if np.isfinite(most) and most < could:
        written.tables["activity_max"][(*owner, plan.year)] = max(most, run)
    if least > 0.0:
        written.tables["activity_min"][(*owner, plan.year)] = min(least, run) * KEPT


def _yield(plan: PlannedYear, owner: Owner) -> float:
    return plan.system.parameters["capacity_to_activity"].get(owner, 1.0)


def _open(written: _Tables, owner: Owner) -> dict[str, Array]:
    """Return of each mode where it may run, as 1 and 0: those of a heat pump by the weather are closed in some hours.

    The plan tells it by limits of nothing on the activity of a mode in time slices.
    """
    plan, found = written.plan, {mode: np.ones(HOURS) for mode in written.plan.technologies[owner].modes}
    for closed in plan.closed.get(owner, ()):
        shut = {place for place, part in enumerate(plan.system.time_slices) if part.name in closed.parts}
        found[closed.mode][np.isin(written.like, [*shut])] = 0.0
    return found


def _potential(written: _Tables, owner: Owner) -> Array:
    """Return the most activity of every hour.

    With the plan's mean over the year where a series tells the hours; else as in the time slice that each is like.
    """
    plan, technology = written.plan, written.plan.technologies[owner]
    shares = np.array([part.share for part in plan.system.time_slices])
    by_slice = np.array(_availabilities(plan, owner))
    mean = float(np.dot(shares, by_slice) / shares.sum())
    told = technology.path_of(f"availability.{plan.system.time_slices[0].name}").rpartition(".")[0]
    column = written.series.get(technology.follows, written.series.get(told))
    if column is not None and column.mean() > 0.0:
        available = np.minimum(column * (mean / column.mean()), 1.0)
    elif _differs(by_slice):
        available = by_slice[written.like]
    else:
        available = np.full(HOURS, mean)
    available = np.where(available < SMALLEST_SHARE, 0.0, available)
    return available * plan.capacity[owner] * _yield(plan, owner) / HOURS


def _bound(written: _Tables, table: str, owner: Owner, mode: str, bound: Array) -> None:
    keys = ((*owner, mode, written.plan.year, name) for name in NAMES)
    written.tables[table].update(zip(keys, bound.tolist(), strict=True))


def _capacity(written: _Tables, owner: Owner) -> None:
    """Let the modes of what has several share its capacity."""
    plan, key = written.plan, (*owner, written.plan.year)
    written.tables["lifetime"][owner] = 1.0
    written.tables["capacity_to_activity"][owner] = 1.0
    written.tables["residual_capacity"][key] = 1.0
    written.tables["new_capacity_max"][key] = 0.0
    potential = _potential(written, owner) * HOURS
    rows = ((*key, name) for name in NAMES)
    written.tables["availability"].update(zip(rows, potential.tolist(), strict=True))
    assert plan.capacity[owner] > 0.0


def _must_run(written: _Tables, owner: Owner) -> None:
    """Keep units that are lit for heat at their least load in every hour in which heat is wanted."""
    plan = written.plan
    least, heating = plan.least_load(owner), written.series.get(HEATING)
    if not least or heating is None:
        return
    floor = least * plan.mean_load(owner, _heated(plan, owner)) / HOURS * KEPT
    modes = plan.technologies[owner].modes
    wanted = np.where(heating > 0.0, floor, 0.0)
    wanted = np.minimum(wanted, _potential(written, owner))
    if len(modes) == 1:
        _bound(written, "slice_activity_min", owner, modes[0], wanted)
        return
    for name, bound in zip(NAMES, wanted.tolist(), strict=True):
        if bound > 0.0:
            terms = tuple(Term("activity", owner[1], plan.year, 1.0, mode, name, owner[0]) for mode in modes)
            written.limits.append(
                Limit(f"must run {owner[1]} {name}", plan.year, ">=", terms, bound, "PJ", f"{owner[1]}.least_load")
            )


def _heated(plan: PlannedYear, owner: Owner) -> frozenset[str]:
    for limit in plan.system.limits:
        if limit.year == plan.year and limit.path.endswith(".least_load") and limit.terms[0].technology == owner[1]:
            return frozenset(str(term.time_slice) for term in limit.terms)
    return frozenset()


def _suppliers(written: _Tables, running: Iterable[Owner]) -> None:
    """Write what gives fuels to what is dispatched, beside what others use up or bring.

    Of a fuel that cannot run out there is no balance: what burns it pays its price.
    """
    plan, kept = written.plan, [*running]
    users: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for owner in kept:
        for flow in plan.flows_of(owner):
            if flow.commodity not in plan.by_slice:
                users[owner[0], flow.commodity].append(flow)
    sources: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for owner, technology in plan.technologies.items():
        if not technology.slices and is_valve(plan, owner):
            sources[owner[0], plan.flows_of(owner)[0].commodity].append(plan.flows_of(owner)[0])
    for key, burnt in users.items():
        given = sources.get(key, [])
        if len(given) == 1 and _abounds(written, given[0], burnt):
            _pay(written, given[0], burnt)
            continue
        for flow in given:
            _modes(written, flow.owner, Load({}, []))
            _yearly(written, flow.owner)
            written.technologies.append(plan.technologies[flow.owner])
        amount = sum(flow.ratio * plan.run.get((*flow.owner, flow.mode), 0.0) for flow in (*burnt, *given))
        written.tables["demand"][(*key, plan.year)] = amount


def _abounds(written: _Tables, source: Flow, burnt: Iterable[Flow]) -> bool:
    """Say whether there is more of a fuel than all that is dispatched could burn beside what others use."""
    plan = written.plan
    most = plan.number("activity_max", source.owner, np.inf) * source.ratio
    run = {flow: plan.run.get((*flow.owner, flow.mode), 0.0) for flow in (source, *burnt)}
    others = source.ratio * run[source] + sum(flow.ratio * run[flow] for flow in burnt)
    could = sum(
        max(-flow.ratio, 0.0) * plan.capacity.get(flow.owner, np.inf) * _yield(plan, flow.owner) for flow in burnt
    )
    least = plan.number("activity_min", source.owner, 0.0)
    return least <= 0.0 and all(flow.ratio < 0.0 for flow in burnt) and (np.isinf(most) or others + could <= most)


def _pay(written: _Tables, source: Flow, burnt: Iterable[Flow]) -> None:
    """Let what burns a fuel pay for it."""
    plan, costs = written.plan, written.tables["variable_cost"]
    price = plan.system.parameters["variable_cost"].get((*source.owner, source.mode, plan.year), 0.0) / source.ratio
    for flow in burnt:
        key: Key = (*flow.owner, flow.mode, plan.year)
        costs[key] = costs.get(key, 0.0) - flow.ratio * price
        del written.tables["input_ratio"][(*flow.owner, flow.mode, flow.commodity, plan.year)]


def _prices(written: _Tables, carbon: float) -> None:
    """Add what a cap of the plan makes emissions cost, and prefer wind and sun among what costs the same."""
    plan, costs = written.plan, written.tables["variable_cost"]
    for (region, name, mode), weight in plan.system.parameters["preference"].items():
        key: Key = (region, name, mode, plan.year)
        costs[key] = costs.get(key, 0.0) + weight * WEIGHT_OF_PREFERENCE
    names = {(one.region, one.name) for one in written.technologies}
    for (owner, mode), factor in emission_factors(plan).items():
        if carbon and owner in names:
            key = (*owner, mode, plan.year)
            costs[key] = costs.get(key, 0.0) + carbon * factor
    written.tables["variable_cost"] = {key: cost for key, cost in costs.items() if (key[0], key[1]) in names}


def emission_factors(plan: PlannedYear) -> dict[tuple[Owner, str], float]:
    """Return what the scope counts of a unit of activity, in Mt, that of power from and to outside included."""
    scope, found = plan.system.scope, defaultdict[tuple[Owner, str], float](float)
    for (region, name, mode, emission, year), factor in plan.system.parameters["emission_factor"].items():
        if year == plan.year:
            found[(str(region), str(name)), str(mode)] += scope.weights.get(str(emission), 0.0) * factor
    for commodity, (bought, sold) in scope.imports.items():
        factor = scope.import_factor.get((commodity, plan.year), 0.0)
        for names, sign in ((bought, 1.0), (() if scope.gross else sold, -1.0)):
            for name in names:
                owner = (plan.system.region, name)
                for mode in plan.technologies[owner].modes if owner in plan.technologies else ():
                    found[owner, mode] += sign * factor
    return dict(found)


def _unserved(written: _Tables, load: Load) -> tuple[tuple[Owner, ...], float | None]:
    """Let demand go unserved at the scenario's price, or at one above all that could serve it."""
    plan = written.plan
    served = [owner for owner in load.running if is_valve(plan, owner) and owner[1].startswith(UNSERVED)]
    known = {(owner[0], load.at_plants(owner[0], plan.flows_of(owner)[0].commodity)[0]) for owner in served}
    price = TIMES_THE_DEAREST * max((abs(cost) for cost in written.tables["variable_cost"].values()), default=1.0)
    added = []
    for region, commodity in load.demand:
        if (region, commodity) in known:
            continue
        owner = (region, f"{UNSERVED}{commodity}")
        written.tables["output_ratio"][(*owner, "run", commodity, plan.year)] = 1.0
        written.tables["variable_cost"][(*owner, "run", plan.year)] = price
        words = message("Not served")
        written.technologies.append(Technology(
            owner[1], region, "energy", "unserved", "", "unserved", words, "PJ", "GW", True, ("run",),
        ))  # fmt: skip
        added.append(owner)
    return (*served, *added), price if added else None


def _demands(written: _Tables, load: Load) -> None:
    for (region, commodity), hours in load.demand.items():
        keys = ((region, commodity, written.plan.year, name) for name in NAMES)
        written.tables["demand_slice"].update(zip(keys, hours.tolist(), strict=True))


def _limits(plan: PlannedYear, written: _Tables) -> list[Limit]:
    """Keep what bounds the year's activity of what is dispatched, as the heat that a plant's connections take."""
    names = {(one.region, one.name) for one in written.technologies}
    kept = []
    for limit in plan.system.limits:
        ours = all(
            term.kind == "activity" and term.time_slice is None
            and ((term.region or plan.system.region), term.technology) in names
            for term in limit.terms
        )  # fmt: skip
        if ours and limit.year == plan.year and limit.kind == "plausibility" and limit.sense == "<=" and limit.terms:
            kept.append(limit)
    return kept


def _system(written: _Tables) -> EnergySystem:
    plan = written.plan
    touched = {str(key[3]) for name in ("output_ratio", "input_ratio") for key in written.tables[name]}
    touched |= {str(key[1]) for key in written.tables["demand_slice"]}
    written.tables["discount_rate"] = {}
    return EnergySystem(
        name=plan.system.name,
        region=plan.system.region,
        years=Years((plan.year,), plan.year, 0.0),
        time_slices=SLICES,
        commodities=tuple(one for one in plan.system.commodities if one.name in touched),
        technologies=tuple(written.technologies),
        storages=tuple(written.storages),
        emissions=(),
        parameters=written.tables,
        limits=tuple(written.limits),
        scope=Scope(plan.system.scope.name, {}),
    )

"""What users take of power and heat, followed back through networks to where plants give it.

A network that nothing else stands beside runs as its users do: its flow is known before anything is dispatched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from carbonsim.system.hourly.plan import Flow, Owner, PlannedYear
from carbonsim.units import HOURS_A_YEAR

Array = NDArray[np.float64]
HOURS = int(HOURS_A_YEAR)


@dataclass
class Load:
    """What is demanded in every hour, by region and commodity, of what is left to dispatch."""

    demand: dict[tuple[str, str], Array]
    running: list[Owner]  # what is dispatched
    served_at: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)
    # commodity of users → that of plants, and how much of it a unit takes

    def at_plants(self, region: str, commodity: str) -> tuple[str, float]:
        """Return the commodity that serves another one, and how much of it a unit takes."""
        factor = 1.0
        while (region, commodity) in self.served_at:
            commodity, more = self.served_at[region, commodity]
            factor *= more
        return commodity, factor


def load_at_plants(plan: PlannedYear, series: Mapping[str, Array]) -> Load:
    """Return what has to be served in every hour where plants give it."""
    load = Load(_at_users(plan, series), [*plan.dispatched()])
    while (network := _next_network(plan, load)) is not None:
        _fold(plan, load, network)
    return load


def _at_users(plan: PlannedYear, series: Mapping[str, Array]) -> dict[tuple[str, str], Array]:
    """Return what all take and give that does not run by time slice, and what is demanded as such."""
    demand: dict[tuple[str, str], Array] = defaultdict(lambda: np.zeros(HOURS))
    for flow in plan.flows:
        technology = plan.technologies.get(flow.owner)
        amount = plan.run.get((*flow.owner, flow.mode), 0.0) * flow.ratio
        if technology is not None and not technology.slices and flow.commodity in plan.by_slice and amount:
            demand[flow.owner[0], flow.commodity] -= amount * shares(technology.follows, series)
    yearly: dict[tuple[str, str], float] = defaultdict(float)
    for (region, commodity, year, _), amount in plan.system.parameters["demand_slice"].items():
        if year == plan.year:
            yearly[str(region), str(commodity)] += amount
    for key, amount in yearly.items():
        demand[key] += amount * shares(f"system.demands.{key[1]}.profile", series)
    return dict(demand)


def shares(path: str, series: Mapping[str, Array]) -> Array:
    """Return each hour's share of a year's flow that follows a load shape; all alike where there is none."""
    column = series.get(path)
    return np.full(HOURS, 1.0 / HOURS) if column is None or not column.sum() else column / column.sum()


def _next_network(plan: PlannedYear, load: Load) -> Flow | None:
    """Return the output of a network whose flow is known: it alone gives what only known users take."""
    touching: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for owner in load.running:
        for flow in plan.flows_of(owner):
            touching[owner[0], flow.commodity].append(flow)
    for (_, commodity), flows in touching.items():
        given = [flow for flow in flows if not is_valve(plan, flow.owner)]
        known = len(given) == 1 and given[0].ratio > 0.0 and commodity in plan.by_slice
        if known and _is_network(plan, given[0].owner):
            return given[0]
    return None


def _is_network(plan: PlannedYear, owner: Owner) -> bool:
    technology = plan.technologies[owner]
    gives = [flow for flow in plan.flows_of(owner) if flow.ratio > 0.0]
    return not plan.needs_capacity(owner) and len(technology.modes) == 1 and len(gives) == 1 and (
        len(plan.flows_of(owner)) > 1 and not technology.destination
    )  # fmt: skip


def is_valve(plan: PlannedYear, owner: Owner) -> bool:
    """Say whether a technology gives out of nothing and needs no capacity, as energy that is not served does."""
    flows = plan.flows_of(owner)
    return len(flows) == 1 and flows[0].ratio > 0.0 and not plan.needs_capacity(owner)


def _fold(plan: PlannedYear, load: Load, output: Flow) -> None:
    """Take a network out: what it delivers is demanded of those who feed it, with its losses and pumps."""
    region = output.owner[0]
    delivered = load.demand.pop((region, output.commodity), np.zeros(HOURS))
    inputs = [flow for flow in plan.flows_of(output.owner) if flow.ratio < 0.0]
    for flow in inputs:
        more = delivered * (-flow.ratio / output.ratio)
        load.demand[region, flow.commodity] = load.demand.get((region, flow.commodity), np.zeros(HOURS)) + more
    main = min(inputs, key=lambda flow: flow.ratio)
    load.served_at[region, output.commodity] = main.commodity, -main.ratio / output.ratio
    load.running.remove(output.owner)

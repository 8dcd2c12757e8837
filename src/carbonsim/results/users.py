"""Who uses and who causes: emissions by user, by carrier and by branch, and the flows of energy through the city."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.optimization.solution.solution import Solution
from carbonsim.results import variables as names
from carbonsim.results.flows import Flows
from carbonsim.results.ledger import Ledger
from carbonsim.system.energy_system import EnergySystem
from carbonsim.units import ResultUnit

Array = NDArray[np.float64]
MT, MT_EQUIVALENT, PJ = ResultUnit.MT_CO2_A_YEAR, ResultUnit.MT_CO2E_A_YEAR, ResultUnit.PJ_A_YEAR
SURPLUS = "curtailment"  # the group of power and heat that nobody uses
BURNT = ("coal", "oil", "gas", "biomass", "waste")
SMALLEST = 1e-9
Link = Callable[[str, str, Array], None]


def write_users(
    ledger: Ledger,
    flows: Flows,
    emitted: pd.DataFrame,
    system: EnergySystem,
    solution: Solution,
    warming: Mapping[str, float],
) -> None:
    """Write emissions by user (CO2 and all gases), by carrier and by branch, and the flows of energy.

    `emitted` has the emissions of CHP plants shared between power and heat; `warming` weighs the gases.
    """
    imports = np.zeros(len(ledger.years))
    if system.scope.imports:
        imported = solution.scope.set_index("year")["imported_emissions"].reindex(list(ledger.years))
        imports = np.asarray(imported, dtype=float)
    judged = _weighed(emitted, system.scope.weights)
    every = _weighed(emitted, {name: warming.get(name.split("_")[0], 1.0) for name in emitted["emission"].unique()})
    _by_user(ledger, flows, judged, imports, "Emissions by User", MT)
    _by_sector(ledger, every, imports)
    _by_user(ledger, flows, every, imports, "All-gas Emissions by User", MT_EQUIVALENT)
    _by_carrier(ledger, flows, _weighed(flows.emitted, system.scope.weights))
    _by_branch(ledger, flows)
    _energy_flows(ledger, flows)


def _weighed(emitted: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    counted = emitted.assign(value=emitted["value"] * emitted["emission"].map(dict(weights)).fillna(0.0))
    return counted[counted["value"] != 0.0]


def _user(sector: str, branch: str) -> str:
    part = names.final_sector(sector, branch)
    return {"Transportation": "Transport", "Agriculture": "Land", "Other Sector": "Waste"}.get(part, part)


def _add(ledger: Ledger, leaf: str, top: str, unit: str, amount: Array) -> None:
    if np.abs(amount).max(initial=0.0) > SMALLEST:
        ledger.add(leaf, top, unit, amount)


def _by_sector(ledger: Ledger, every: pd.DataFrame, imports: Array) -> None:
    top = "All-gas Emissions"
    ledger.set(top, MT_EQUIVALENT, np.zeros(len(ledger.years)))
    for (sector,), amount in ledger.by_group(every, "sector").items():
        _add(ledger, f"{top}|{names.PEAKING_CHILDREN.get(sector, 'Other')}", top, MT_EQUIVALENT, amount)
    _add(ledger, f"{top}|{names.IMPORTED}", top, MT_EQUIVALENT, imports)


def _by_user(ledger: Ledger, flows: Flows, emitted: pd.DataFrame, imports: Array, top: str, unit: str) -> None:
    """Give the emissions of power, imports and heat to those who use them, in proportion to use.

    Losses follow use; power that makes heat carries its emissions into the heat.
    """
    ledger.set(top, unit, np.zeros(len(ledger.years)))
    own = emitted[emitted["sector"] != "energy"]
    for (sector, branch), amount in ledger.by_group(own, "sector", "branch").items():
        _add(ledger, f"{top}|{_user(sector, branch)}", top, unit, amount)
    supply = emitted[emitted["sector"] == "energy"]
    heat = ledger.by_year(supply[supply["branch"] == "heat"])
    power = ledger.by_year(supply) - heat + imports
    shares = shares_of_use(ledger, flows, "electricity", _user)
    heat = heat + power * shares.pop("heat", np.zeros(len(ledger.years)))
    for user, share in shares.items():
        _add(ledger, f"{top}|{user}", top, unit, power * share)
    for user, share in shares_of_use(ledger, flows, "heat", _user).items():
        _add(ledger, f"{top}|{user}", top, unit, heat * share)


def shares_of_use(ledger: Ledger, flows: Flows, carrier: str, user_of: Callable[[str, str], str]) -> dict[str, Array]:
    """Return each user's share of a carrier by year, named by `user_of(sector, branch)`; the rest stays with supply."""
    taken = flows.taken[flows.taken["carrier"] == carrier]
    used: dict[str, Array] = {}
    for (sector, branch), amount in ledger.by_group(taken, "sector", "branch").items():
        if sector == "energy" and (branch != "heat" or carrier == "heat"):
            continue
        user = "heat" if sector == "energy" else user_of(sector, branch)
        used[user] = used.get(user, np.zeros(len(ledger.years))) + amount
    whole = sum(used.values(), np.zeros(len(ledger.years)))
    safe = np.where(whole > SMALLEST, whole, 1.0)
    found = {user: amount / safe for user, amount in used.items()}
    return {**found, "Power and Heat": np.where(whole > SMALLEST, 0.0, 1.0)}


def _by_carrier(ledger: Ledger, flows: Flows, emitted: pd.DataFrame) -> None:
    """Give each technology's emissions to the fuel it burns most of; without a fuel they are of a process."""
    burnt = flows.taken[flows.taken["carrier"].isin(BURNT)]
    keys = ["technology", "mode", "year"]
    amounts = burnt.groupby([*keys, "carrier"], as_index=False)["value"].sum().sort_values("value")
    main = amounts.drop_duplicates(keys, keep="last")[[*keys, "carrier"]]
    joined = emitted.merge(main, on=keys, how="left")
    joined["carrier"] = joined["carrier"].fillna("process")
    for (sector, carrier), amount in ledger.by_group(joined, "sector", "carrier").items():
        child = names.PEAKING_CHILDREN.get(sector, "Other")
        if np.abs(amount).max() > 1e-6:
            ledger.set(f"Emissions by Carrier|{child}|{carrier}", MT, amount)


def _by_branch(ledger: Ledger, flows: Flows) -> None:
    """Write CO2 of industry by branch, of energy and of processes apart."""
    made = flows.emitted[
        (flows.emitted["sector"] == "industry") & flows.emitted["emission"].isin(["CO2", "CO2_process"])
    ]
    for (emission, branch), amount in ledger.by_group(made, "emission", "branch").items():
        kind = "Energy" if emission == "CO2" else "Process"
        ledger.set(f"Industry Emissions|{kind}|{branch}", MT, amount)


def _energy_flows(ledger: Ledger, flows: Flows) -> None:
    """Write the flows from sources through plants and networks to users, PJ; what enters a plant leaves it."""
    links: dict[tuple[str, str], Array] = {}

    def link(source: str, target: str, amount: Array) -> None:
        links[source, target] = links.get((source, target), np.zeros(len(ledger.years))) + amount

    used = ledger.by_group(flows.taken[flows.taken["group"] != SURPLUS], "sector", "branch", "carrier")
    for (sector, branch, carrier), amount in used.items():
        if carrier in names.CARRIERS and not (sector == "energy" and branch not in names.PLANTS):
            target = names.PLANTS[branch] if sector == "energy" else _user(sector, branch).lower()
            link(_pool(carrier), target, amount)
    for (carrier,), amount in ledger.by_group(flows.taken[flows.taken["group"] == SURPLUS], "carrier").items():
        link(_pool(carrier), "losses", amount)
    _plants(ledger, flows, link)
    _networks(ledger, flows, link)
    for (source, target), amount in links.items():
        if np.abs(amount).max() > 1e-6 and source != target:
            ledger.set(f"Energy Flow|{source}|{target}", PJ, np.maximum(amount, 0.0))


def _pool(carrier: str) -> str:
    return {"heat": "district heat"}.get(carrier, carrier)


def _plants(ledger: Ledger, flows: Flows, link: Link) -> None:
    """Plants give power and heat; wind and sun need no fuel, heat pumps draw on surroundings, the rest is lost."""
    made = flows.given[(flows.given["sector"] == "energy") & flows.given["branch"].isin(list(names.PLANTS))]
    taken = flows.taken[(flows.taken["sector"] == "energy") & flows.taken["branch"].isin(list(names.PLANTS))]
    eaten = ledger.by_group(taken, "branch", "group")
    carriers = ledger.by_group(made, "branch", "group", "carrier")
    for (branch, group), given in ledger.by_group(made, "branch", "group").items():
        plant = names.PLANTS[branch]
        fed = eaten.get((branch, group), np.zeros(len(ledger.years)))
        fuelled = fed.max(initial=0.0) > SMALLEST or branch == "heat"
        for (_, _, carrier), share in ((key, value) for key, value in carriers.items() if key[:2] == (branch, group)):
            link(plant if fuelled else group, _pool(carrier), share)
        if fed.max(initial=0.0) > SMALLEST:
            link(plant, "losses", np.maximum(fed - given, 0.0))
        if branch == "heat":
            link("ambient heat", plant, np.maximum(given - fed, 0.0))


def _networks(ledger: Ledger, flows: Flows, link: Link) -> None:
    """Trade feeds the power network; what networks and stores take and do not give back is lost."""
    trade = flows.given[flows.given["branch"] == "trade"], flows.taken[flows.taken["branch"] == "trade"]
    net = ledger.by_year(trade[0]) - ledger.by_year(trade[1])
    link("net import", "electricity", np.maximum(net, 0.0))
    link("electricity", "export", np.maximum(-net, 0.0))
    for branch in ("grid", "storage"):
        for carrier in ("electricity", "heat"):
            taken = flows.taken[(flows.taken["branch"] == branch) & (flows.taken["carrier"] == carrier)]
            given = flows.given[(flows.given["branch"] == branch) & (flows.given["carrier"] == carrier)]
            link(_pool(carrier), "losses", np.maximum(ledger.by_year(taken) - ledger.by_year(given), 0.0))

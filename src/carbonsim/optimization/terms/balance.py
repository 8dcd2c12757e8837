"""Coefficients of the commodity balances: who gives and who takes, by year, by slice or by a load shape."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.activity import derive_columns
from carbonsim.optimization.terms.far_flows import DelayedFlows, TradedFlows, derive_delays, derive_trade
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import CHANGE_PIECES, YEAR, Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@dataclass
class BalanceFlows:
    """What enters each balance: cells with the columns they stand before."""

    flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    shaped_flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    shapes_of: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    capacity_uses: dict[Key, list[tuple[str, Key, Key]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # table, cell, column


@derivation(derive_columns, fills=BalanceFlows)
def derive_flows(data: Coefficients) -> None:
    """Note which activities enter each balance, and gather those that follow one load shape."""
    system = data.system
    by_slice = {commodity.name: commodity.balance == "slice" for commodity in system.commodities}
    sliced = {(technology.region, technology.name): technology.slices for technology in system.technologies}
    shape_names = _shape_names(data)
    net = _net_outputs(system)
    for key, value in net.items():
        data.tables["net_output" if len(key) == 5 else "delivered"][key] = value
    for key in net:
        region, name, mode, commodity, year = key[:5]
        home = key[5] if len(key) > 5 else region  # the region whose balance it enters
        if (region, name, year) not in data.columns:
            continue
        if not sliced[region, name] and by_slice[commodity]:  # type: ignore[index]
            shape = shape_names[region, name, commodity]
            data.of(BalanceFlows).shaped_flows[home, commodity, shape, year].append(
                (key, (region, name, mode, year, YEAR))
            )
            continue
        for column in data.mode_columns((region, name, mode, year)):
            row: Key = (home, commodity, year, column[4]) if by_slice[commodity] else (home, commodity, year)  # type: ignore[index]
            data.of(BalanceFlows).flows[row].append((key, column))
    data.families["shaped_use"] = list(data.of(BalanceFlows).shaped_flows)
    data.rows["shaped_use"] = list(data.of(BalanceFlows).shaped_flows)
    for use in data.families["shaped_use"]:
        data.of(BalanceFlows).shapes_of[use[0], use[1], use[3]].append(use)


def _net_outputs(system: EnergySystem) -> dict[Key, float]:
    """Return output less input by region, technology, mode, commodity and year; what goes elsewhere stands apart."""
    net: dict[Key, float] = defaultdict(float)
    lines = {(t.region, t.name): t for t in system.technologies if t.destination}
    for parameter, sign in (("output_ratio", 1.0), ("input_ratio", -1.0)):
        for key, value in system.parameters[parameter].items():
            line = lines.get((str(key[0]), str(key[1])))
            place = line.place_of(str(key[2]), output=sign > 0.0) if line else key[0]
            net[key if place == key[0] else (*key, place)] += sign * value
    return net


def _shape_names(data: Coefficients) -> dict[Key, str]:
    """Give equal load shapes one name, so that all their users share one column a year."""
    shares: dict[Key, list[tuple[Key, float]]] = defaultdict(list)
    for (region, technology, commodity, part), share in data.system.parameters["shape"].items():
        shares[region, technology, commodity].append(((part,), share))
    known: dict[tuple[tuple[Key, float], ...], str] = {}
    names: dict[Key, str] = {}
    for (region, technology, commodity), parts in shares.items():
        name = known.setdefault(tuple(parts), f"shape_{len(known) + 1}")
        names[region, technology, commodity] = name
        for (part,), share in parts:
            data.tables["shape_share"][region, commodity, name, part] = share
    return names


@derivation(derive_flows, derive_delays, derive_trade)
def derive_balances(data: Coefficients) -> None:
    """Write a row for every balance that something enters, with its demand."""
    system = data.system
    _capacity_uses(data)
    regions = sorted({*system.regions, *(t.destination for t in system.technologies if t.destination)})
    free = system.parameters["free_supply"]
    for commodity in system.commodities:
        suffix = "_surplus" if commodity.surplus else ""
        for region in regions:
            for year in system.years:
                if (region, commodity.name, year) in free:
                    continue
                if commodity.balance == "yearly":
                    _balance(data, "yearly_balance" + suffix, "demand", (region, commodity.name, year))
                    continue
                for part in system.time_slices:
                    row: Key = (region, commodity.name, year, part.name)
                    _balance(data, "slice_balance" + suffix, "demand_slice", row)
    for key, least in system.parameters["demand_whole"].items():
        if key not in free:
            data.tables["demand_whole"][key] = least
            data.rows["whole_balance"].append(key)


@derivation(derive_balances, numbers=True)
def derive_demands(data: Coefficients) -> None:
    """Fill what is demanded in every balance that has a row."""
    for name in ("demand", "demand_slice"):
        asked = data.system.parameters[name]
        data.tables[name] = {row: asked.get(row, 0.0) for row in data.tables[name]}


@derivation(derive_balances)
def derive_changes(data: Coefficients) -> None:
    """Lay out the pieces of every planned year of a yearly demand with a price elasticity; all are closed at first."""
    elastic, plan_from = data.system.parameters.get("price_elasticity", {}), data.system.years.plan_from
    for key in data.rows.get("yearly_balance", ()) if elastic else ():
        if elastic.get(key[:2]) and int(key[2]) >= plan_from and data.tables["demand"][key] > 0.0:
            pieces: list[Key] = [(*key, piece) for piece in range(2 * CHANGE_PIECES)]
            data.families["demand_change"] += pieces
            data.tables["change_width"].update(dict.fromkeys(pieces, 0.0))


@derivation(derive_changes, numbers=True)
def derive_change_numbers(data: Coefficients) -> None:
    """Fill what pieces are worth with nothing: that waits for the prices of a reference."""
    data.tables["change_worth"] = dict.fromkeys(data.families["demand_change"], 0.0)


def _capacity_uses(data: Coefficients) -> None:
    """Note which capacity, new and standing, uses a commodity in the balance of the year."""
    for table, known in (
        ("new_capacity_use", set(data.families["new_capacity"])),
        ("capacity_use", set(data.families["capacity"])),
    ):
        for (region, technology, commodity, year), use in data.system.parameters[table].items():
            column: Key = (region, technology, year)
            if use and column in known:
                cell: Key = (region, technology, commodity, year)
                data.tables[table][cell] = use
                data.of(BalanceFlows).capacity_uses[region, commodity, year].append((table, cell, column))


def _balance(data: Coefficients, family: str, parameter: str, row: Key) -> None:
    demand = data.system.parameters[parameter].get(row, 0.0)
    shaped = data.of(BalanceFlows).shapes_of.get(row[:3], []) if parameter == "demand_slice" else []
    traded = data.of(TradedFlows).flows.get(row, [])
    late = row in data.of(DelayedFlows).flows or row in data.of(BalanceFlows).capacity_uses
    if not (demand or row in data.of(BalanceFlows).flows or shaped or traded or late):
        return
    others = bool(shaped or traded or late)
    if family.endswith("_surplus") and demand <= 0 and not others and _only_output(data, row):
        return
    data.rows[family].append(row)
    data.tables[parameter][row] = demand


def _only_output(data: Coefficients, row: Key) -> bool:
    """Say whether nothing uses the commodity: what may be in surplus is then in balance by itself."""
    net, delivered = data.tables["net_output"], data.tables["delivered"]
    return all(
        (net if len(cell) == 5 else delivered)[cell] >= 0 for cell, _ in data.of(BalanceFlows).flows.get(row, ())
    )

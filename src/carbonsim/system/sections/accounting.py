"""Accounting → technologies whose activity is prescribed: final use, networks, plants, imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from carbonsim.messages.message import Name, message
from carbonsim.scenario.section import Text
from carbonsim.scenario.sections.accounting import AccountedBranch, AccountedSupply, Accounting
from carbonsim.system.context import Context
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Label, Years

Array = NDArray[np.float64]
FED_IN = {"electricity": "electricity_supply", "district_heat": "heat_supply"}
NAMES = {"electricity": message("Electricity"), "district_heat": message("District heat")}
BRANCHES = {"electricity": "power", "district_heat": "heat"}
IMPORTS = {"electricity": "trade/import", "district_heat": "trade/heat-import"}


def translate_accounting(accounting: Accounting, context: Context, rows: SystemBuilder) -> None:
    """Write what every branch uses, then what networks, plants and fuels must give for it.

    Activity stands in `activity_min` and, equal to it, in `activity_max`: it is prescribed and nothing decides it.
    """
    context.shapes["flat"] = {part.name: part.share for part in context.time_slices}
    for name, fuel in accounting.fuels.items():
        factors = {str(gas): factor.over(rows.years) / 1000.0 for gas, factor in fuel.emission_factors.items()}
        path = f"accounting.fuels.{name}"
        rows.commodity(
            name, unit="PJ", balance="yearly", group=fuel.group, label=_label(fuel.label, name), path=path,
            emission_factor=factors,
        )  # fmt: skip
    used: dict[str, Array] = defaultdict(lambda: np.zeros(len(rows.years)))
    for sector, name, branch in accounting.branches():
        for fuel_name, amount in _branch(sector, name, branch, rows).items():
            used[fuel_name] = used[fuel_name] + amount
    for kind, supply in accounting.supply.items():
        for fuel_name, amount in _supply(kind, supply, used[kind], rows).items():
            used[fuel_name] = used[fuel_name] + amount
    for name, fuel in accounting.fuels.items():
        path = f"accounting.fuels.{name}"
        _prescribe(f"supply/{name}", "energy", "supply", "supply", _label(fuel.label, name), used[name], path, rows,
                   Mode(outputs={name: 1.0}))  # fmt: skip


def import_factors(accounting: Accounting, years: Years) -> dict[tuple[str, int], float]:
    """Return emissions per PJ imported, in Mt, by commodity and year."""
    return {
        (FED_IN[kind], year): supply.imported.emission_factor.at(year) / 1000.0
        for kind, supply in accounting.supply.items()
        if supply.imported is not None
        for year in years
    }


def import_technologies(accounting: Accounting) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return what imports each commodity; in accounting nothing is exported."""
    return {
        FED_IN[kind]: ((IMPORTS[kind],), ())
        for kind, supply in accounting.supply.items()
        if supply.imported is not None
    }


def _label(text: Text | None, name: str) -> Label:
    return Label(name, name) if text is None else Label(text.en, text.zh)


def _energy(branch: AccountedBranch, rows: SystemBuilder) -> Array:
    if branch.activity is not None and branch.intensity is not None:
        return branch.activity.over(rows.years) * branch.intensity.over(rows.years)
    assert branch.energy is not None
    return branch.energy.over(rows.years)


def _branch(sector: str, name: str, branch: AccountedBranch, rows: SystemBuilder) -> Mapping[str, Array]:
    """Write one technology for each fuel of a branch; return what is used of each."""
    path, energy, words = f"accounting.sectors.{sector}.{name}", _energy(branch, rows), _label(branch.label, name)
    amounts = {fuel: energy * share.over(rows.years) for fuel, share in branch.shares.items()}
    service = f"{sector}/{name}"
    rows.commodity(service, unit="PJ", balance="yearly", group="service", label=words, path=path, surplus=True)
    for fuel, amount in amounts.items():
        mode = Mode(inputs={fuel: 1.0}, outputs={service: 1.0})
        _prescribe(f"{service}/{fuel}", sector, name, fuel, words, amount, f"{path}.shares.{fuel}", rows, mode)
    for emission, factor in branch.process.items():
        assert branch.activity is not None
        mode = Mode(emissions={emission: factor.over(rows.years)})
        place = f"{path}.process.{emission}"
        activity = branch.activity.over(rows.years)
        _prescribe(f"{service}/{emission}", sector, name, "process", words, activity, place, rows, mode)
    return amounts


def _supply(kind: str, supply: AccountedSupply, delivered: Array, rows: SystemBuilder) -> Mapping[str, Array]:
    """Write network, plants and imports of electricity or heat; return what the plants burn."""
    path, fed_in, kept = f"accounting.supply.{kind}", FED_IN[kind], 1.0 - supply.losses.over(rows.years)
    group = "electricity" if kind == "electricity" else "heat"
    for name in (fed_in, kind):
        rows.commodity(name, unit="PJ", balance="yearly", group=group, label=NAMES[kind], path=path)
    network = Mode(inputs={fed_in: 1.0 / kept}, outputs={kind: 1.0}, combustion=False)
    _prescribe(f"grid/{kind}", "energy", "grid", "grid", NAMES[kind], delivered, path, rows, network)
    burnt: dict[str, Array] = {}
    for name, source in supply.sources.items():
        made = delivered / kept * source.share.over(rows.years)
        fuel = 1.0 / source.efficiency.over(rows.years)
        mode = Mode(inputs={source.fuel: fuel} if source.fuel else {}, outputs={fed_in: 1.0})
        words, place = _label(source.label, name), f"{path}.sources.{name}"
        _prescribe(f"{BRANCHES[kind]}/{name}", "energy", BRANCHES[kind], source.group, words, made, place, rows, mode)
        if source.fuel:
            burnt[source.fuel] = burnt.get(source.fuel, 0.0) + made * fuel
    if supply.imported is not None:
        bought = delivered / kept * supply.imported.share.over(rows.years)
        mode = Mode(outputs={fed_in: 1.0})
        _prescribe(IMPORTS[kind], "energy", "trade", "import", NAMES[kind], bought, f"{path}.imported", rows, mode)
    return burnt


def _prescribe(
    name: str,
    sector: str,
    branch: str,
    group: str,
    label: Name,
    activity: Array,
    path: str,
    rows: SystemBuilder,
    mode: Mode,
) -> None:
    rows.technology(TechnologySpec(
        name=name, sector=sector, branch=branch, group=group, label=label, path=path, slices=False, modes={"run": mode},
        activity_min=activity, activity_max=activity,
    ))  # fmt: skip

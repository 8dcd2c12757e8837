"""The inventory by category of the IPCC 2006 Guidelines, gas by gas: where emissions arise, and by user."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.optimization.solution.solution import Solution
from carbonsim.results.categories import SUPPLY, Source, category_of, user_of
from carbonsim.results.flows import Flows
from carbonsim.results.ledger import Ledger
from carbonsim.results.users import shares_of_use
from carbonsim.results.variables import GAS_UNITS
from carbonsim.scenario.sections.inventory import Inventory, lineage
from carbonsim.system.energy_system import EnergySystem
from carbonsim.units import ResultUnit

Array = NDArray[np.float64]
DIRECT, USED = "Inventory", "Inventory by User"
UNITS = {
    "CO2": (ResultUnit.MT_CO2_A_YEAR, 1.0),
    "CH4": (ResultUnit.MT_CH4_A_YEAR, 1.0),
    **GAS_UNITS,
}  # unit, and per Mt
TAGS = ["emission", "sector", "branch", "use", "group", "burns"]


def write_inventory(
    ledger: Ledger, flows: Flows, emitted: pd.DataFrame, system: EnergySystem, solution: Solution, chosen: Inventory
) -> None:
    """Write every category and the levels above it; `emitted` has CHP plants shared between power and heat.

    By user, power (imports included) and heat go to those who use them, in proportion to use.
    """
    known = emitted[emitted["emission"].str.split("_").str[0].isin(UNITS)]
    burners = set(known.loc[(known["sector"] == "waste") & (known["emission"] == "CO2_process"), "technology"])
    marked = known.assign(burns=np.where(known["technology"].isin(burners), "waste", ""))
    for tags, amount in ledger.by_group(_whole_plants(marked), *TAGS).items():
        source = Source(*tags)
        gas, code = source.emission.split("_")[0], category_of(source, chosen)
        _write(ledger, DIRECT, gas, code, amount)
        if source.sector != "energy":
            _write(ledger, USED, gas, code, amount)
    _allocate(ledger, flows, marked, _imports(ledger, system, solution), chosen)


def _whole_plants(emitted: pd.DataFrame) -> pd.DataFrame:
    """Put what plants of power and heat emit for heat back to the plant, which is one category."""
    supply = emitted[emitted["sector"] == "energy"]
    both = set(supply.loc[supply["branch"] == "power", "technology"]) & set(
        supply.loc[supply["branch"] == "heat", "technology"]
    )
    chp = emitted["technology"].isin(both)
    return emitted.assign(branch=emitted["branch"].where(~chp, "power"), group=emitted["group"].where(~chp, "CHP"))


def _imports(ledger: Ledger, system: EnergySystem, solution: Solution) -> Array:
    if not system.scope.imports:
        return np.zeros(len(ledger.years))
    found = solution.scope.set_index("year")["imported_emissions"].reindex(list(ledger.years))
    return np.asarray(found, dtype=float)


def _write(ledger: Ledger, top: str, gas: str, code: str, amount: Array) -> None:
    """Write a category with the levels above it; what is modelled and does not occur is written as zero."""
    unit, scale = UNITS[gas]
    ledger.add("|".join((top, gas, *lineage(code))), f"{top}|{gas}", unit, amount * scale)


def _allocate(ledger: Ledger, flows: Flows, emitted: pd.DataFrame, imports: Array, chosen: Inventory) -> None:
    """Give emissions of supply to users; power that makes heat carries its emissions into the heat."""
    supply = emitted[emitted["sector"] == "energy"]
    user = _users(chosen)
    power_shares = shares_of_use(ledger, flows, "electricity", user)
    into_heat = power_shares.pop("heat", np.zeros(len(ledger.years)))
    heat_shares = shares_of_use(ledger, flows, "heat", user)
    for gas in UNITS:
        own = supply[supply["emission"].str.split("_").str[0] == gas]
        heat = ledger.by_year(own[own["branch"] == "heat"])
        power = ledger.by_year(own) - heat + (imports if gas == "CO2" else 0.0)
        heat = heat + power * into_heat
        for shares, whole in ((power_shares, power), (heat_shares, heat)):
            for code, share in shares.items():
                if np.abs(whole * share).max(initial=0.0) == 0.0:
                    continue
                _write(ledger, USED, gas, SUPPLY if code == "Power and Heat" else code, whole * share)


def _users(chosen: Inventory) -> Callable[[str, str], str]:
    return lambda sector, branch: user_of(sector, branch, chosen)

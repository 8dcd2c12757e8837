"""What accounting mode adds to the table: total energy consumption as China counts it, and activity levels."""

from __future__ import annotations

import numpy as np

from carbonsim.results import variables as names
from carbonsim.results.flows import Flows
from carbonsim.results.ledger import Ledger
from carbonsim.scenario.sections.accounting import Accounting
from carbonsim.units import MTCE_PER_TWH, PJ_PER_EJ, PJ_PER_MTCE, PJ_PER_TWH, ResultUnit


def tabulate_accounting(ledger: Ledger, flows: Flows, accounting: Accounting) -> None:
    """Write energy totals by both conventions of electricity, and the activity of every branch that has one."""
    power = flows.given[flows.given["commodity"] == "electricity_supply"]
    clean = ledger.by_year(power[power["group"].isin(names.NON_FOSSIL_POWER)]) / PJ_PER_TWH
    net = ledger.get("Net Import|Electricity")
    burnt = flows.taken[flows.taken["carrier"].isin(["biomass", "waste"]) & (flows.taken["branch"] != "power")]
    biomass = ledger.by_year(burnt) / PJ_PER_MTCE
    rate = accounting.coal_equivalent.over(ledger.years)
    for convention, factor in (("Coal-equivalent", rate), ("Calorific", np.full(len(rate), MTCE_PER_TWH))):
        top = f"Energy Consumption|{convention}"
        for fuel in (*names.FOSSIL, "Hydrogen"):
            amount = ledger.get(f"Primary Energy|{fuel}") * PJ_PER_EJ / PJ_PER_MTCE
            ledger.add(f"{top}|{fuel}", top, ResultUnit.MTCE, amount)
        ledger.add(f"{top}|Net Import of Electricity", top, ResultUnit.MTCE, net * factor)
        ledger.add(f"{top}|Non-fossil Power", top, ResultUnit.MTCE, clean * factor)
        ledger.add(f"{top}|Biomass for Heat", top, ResultUnit.MTCE, biomass)
    total = ledger.get("Energy Consumption|Coal-equivalent")
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, 100.0 * (clean * rate + biomass) / total, 0.0)
    ledger.set("Non-fossil Share", ResultUnit.PERCENT, share)
    ledger.set("Electricity Consumption", ResultUnit.TWH, ledger.by_year(power) / PJ_PER_TWH)
    for sector, name, branch in accounting.branches():
        if branch.activity is not None:
            variable = f"Activity|{sector.title()}|{name}"
            ledger.set(variable, branch.activity_unit, branch.activity.over(ledger.years))

"""A year by hour: against sums worked out by hand, and against PyPSA where an interpreter with it is named."""

from __future__ import annotations

import json
import os
import subprocess

import numpy as np
import pytest

from carbonsim.analysis.hours.check import check_hours
from carbonsim.optimization.planning.hours import run_hours
from carbonsim.optimization.solver.solve import Solver
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.hourly.build import hourly_system
from carbonsim.units import PJ_PER_GW_HOUR
from tests.optimization.planning import hourly_town as town
from tests.optimization.planning.hourly_town import CAPACITY, REGION, hours_of_the_town

PYPSA = os.environ.get("CARBONSIM_PYPSA", "")
CODE = """
import json, sys
import pypsa
given = json.load(sys.stdin)
network = pypsa.Network(snapshots=range(8760))
network.add("Bus", "plants")
network.add("Load", "demand", bus="plants", p_set=given["load"])
for name, attributes in given["generators"].items():
    network.add("Generator", name, bus="plants", **attributes)
network.add("StorageUnit", "battery", bus="plants", cyclic_state_of_charge=True, **given["battery"])
network.optimize(solver_name="highs", log_to_console=False, solver_options={"output_flag": False, "threads": 1})
energy = network.generators_t.p.sum()
print(json.dumps({"cost": network.objective, **{name: float(energy[name]) for name in given["generators"]}}))
"""


def gigawatts(name: str) -> np.ndarray:
    """Return what a technology gives or takes in every hour, in GW."""
    _, done = hours_of_the_town()
    (activity,) = (power for key, power in done.activity.items() if key[1] == name)
    return np.asarray(activity) / PJ_PER_GW_HOUR


def load() -> np.ndarray:
    """Return what is demanded at the plants, in GW: the use of light over what the network leaves."""
    return town.USED * town.LIGHT / town.LIGHT.sum() / town.KEPT / PJ_PER_GW_HOUR


def potential() -> np.ndarray:
    """Return what wind can give in every hour, in GW: as much in the year as in the plan."""
    return CAPACITY["power/wind"] * np.minimum(town.WIND * 0.3 / town.WIND.mean(), 1.0)


def test_hours_that_an_empty_battery_cannot_bridge_are_short_by_what_capacity_lacks() -> None:
    hourly, done = hours_of_the_town()
    assert done.status == SolveStatus.OPTIMAL
    (((region, commodity), demand),) = hourly.load.demand.items()
    assert (region, commodity) == (REGION, town.POWER)
    assert np.asarray(demand) / PJ_PER_GW_HOUR == pytest.approx(load(), rel=1e-9)
    firm = CAPACITY["power/gas"] + CAPACITY["trade/import"] + CAPACITY["storage/battery"]
    lacking = np.maximum(load() - potential() - firm, 0.0)
    short = gigawatts("unserved/electricity") / town.KEPT
    assert lacking.sum() > 0.0
    assert (short >= lacking - 1e-9).all()


def test_power_is_in_balance_in_every_hour() -> None:
    given = gigawatts("power/gas") + gigawatts("power/wind") + gigawatts("trade/import")
    given = given + gigawatts("unserved/electricity") / town.KEPT - gigawatts("power/curtailment")
    _, done = hours_of_the_town()
    stored = done.activity[REGION, "storage/battery", "discharge"] - done.activity[REGION, "storage/battery", "charge"]
    assert given + np.asarray(stored) / PJ_PER_GW_HOUR == pytest.approx(load(), abs=1e-8)


def test_nothing_runs_beyond_what_it_can() -> None:
    assert (gigawatts("power/wind") <= potential() + 1e-9).all()
    assert gigawatts("power/gas").max() <= CAPACITY["power/gas"] + 1e-9
    assert gigawatts("trade/import").sum() * PJ_PER_GW_HOUR == pytest.approx(town.IMPORT_MOST, rel=1e-6)
    _, done = hours_of_the_town()
    size = CAPACITY["storage/battery"] * town.DURATION * PJ_PER_GW_HOUR
    assert 0.0 <= done.levels[REGION, "storage/battery"].max() <= size * (1 + 1e-9)


def test_a_unit_more_emits_what_the_plant_at_the_margin_emits() -> None:
    _, done = hours_of_the_town()
    marginal, gas = done.marginal[REGION, town.POWER], gigawatts("power/gas")
    full = CAPACITY["power/gas"]
    alone = (gas > 1e-6) & (gas < full - 1e-6)
    assert alone.sum() > 1000
    assert marginal[alone] == pytest.approx(town.GAS_FACTOR / town.EFFICIENCY, rel=1e-6)
    assert done.prices[REGION, town.POWER][alone] == pytest.approx(town.GAS_PRICE / town.EFFICIENCY, rel=1e-6)


def test_emissions_are_those_of_fuel_and_of_imports() -> None:
    _, done = hours_of_the_town()
    burnt = gigawatts("power/gas").sum() * PJ_PER_GW_HOUR / town.EFFICIENCY
    bought = gigawatts("trade/import").sum() * PJ_PER_GW_HOUR
    assert done.emissions == pytest.approx(burnt * town.GAS_FACTOR + bought * town.IMPORT_FACTOR, rel=1e-9)


def test_what_is_not_served_has_a_price_above_all_that_serves_where_none_is_written() -> None:
    hourly = hourly_system(town.planned(unserved=False), town.SERIES)
    assert hourly.own_price == pytest.approx(10.0 * town.GAS_PRICE / town.EFFICIENCY)
    with_price, _ = hours_of_the_town()
    assert with_price.own_price is None


def test_week_by_week_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    hourly, done = hours_of_the_town()
    monkeypatch.setattr(Solver, "begin_by_blocks", lambda *_: None)
    whole = run_hours(hourly)
    assert done.cost == pytest.approx(whole.cost, rel=1e-9)
    ours, theirs = (check_hours(hourly, one).commodities[0] for one in (done, whole))
    for name in ("short_GWh", "peak_import_GW", "marginal_t_MWh"):  # which hours are short, one optimum tells otherwise
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), rel=1e-6), name
    assert ours.curtailed_GWh.hours == pytest.approx(theirs.curtailed_GWh.hours, rel=1e-6)
    assert ours.storages[0].cycles == pytest.approx(theirs.storages[0].cycles, rel=1e-6)


@pytest.mark.skipif(not PYPSA, reason="a second source: set CARBONSIM_PYPSA to a Python that has PyPSA 1.2")
def test_pypsa_dispatches_the_same_year() -> None:
    hour = PJ_PER_GW_HOUR
    gas = town.GAS_PRICE / town.EFFICIENCY
    generators = {
        "gas": {"p_nom": CAPACITY["power/gas"], "marginal_cost": gas * hour},
        "wind": {"p_nom": 1.0, "p_max_pu": potential().tolist(), "marginal_cost": 0.0},
        "import": {
            "p_nom": CAPACITY["trade/import"], "marginal_cost": town.IMPORT_PRICE * hour,
            "e_sum_max": town.IMPORT_MOST / hour,
        },
        "unserved": {"p_nom": 10.0, "marginal_cost": town.UNSERVED * town.KEPT * hour},
    }  # fmt: skip
    battery = {
        "p_nom": CAPACITY["storage/battery"], "max_hours": town.DURATION,
        "efficiency_store": town.ONE_WAY, "efficiency_dispatch": town.ONE_WAY,
    }  # fmt: skip
    given = json.dumps({"load": load().tolist(), "generators": generators, "battery": battery})
    answer = subprocess.run([PYPSA, "-c", CODE], input=given, capture_output=True, text=True, check=True)
    theirs = json.loads(answer.stdout.splitlines()[-1])
    _, done = hours_of_the_town()
    assert done.cost == pytest.approx(theirs["cost"], rel=1e-6)
    assert gigawatts("power/gas").sum() == pytest.approx(theirs["gas"], rel=1e-6)
    assert gigawatts("trade/import").sum() == pytest.approx(theirs["import"], rel=1e-6)
    assert gigawatts("unserved/electricity").sum() / town.KEPT == pytest.approx(theirs["unserved"], rel=1e-6)

"""Accounting mode: activity × intensity × share × factor, by hand and by the solver."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carbonsim import pipeline
from carbonsim.optimization.planning.prescribed import account
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem

STUDY = Path(__file__).parents[3] / "scenarios" / "accounting.yaml"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Run:
    return pipeline.run(STUDY, out=tmp_path_factory.mktemp("out") / "accounting")


def system() -> EnergySystem:
    scenario, findings = read_scenario(STUDY)
    assert scenario is not None, findings
    assembled, findings = assemble(scenario)
    assert assembled is not None, findings
    return assembled


def emissions_by_hand(year: int) -> tuple[float, float]:
    """Return CO2 burnt inside and CO2 of imported power in Mt, from the figures of the scenario file."""
    tce = 29.3076  # GJ

    def line(first: float, last: float) -> float:
        return first + (last - first) * (year - 2020) / 20

    steel = {2020: 1.0, 2025: 1.2, 2030: 1.2 - 0.4 / 3, 2040: 0.8}[year] * line(0.55, 0.40) * tce
    road = {2020: 0.30, 2025: 0.33, 2030: 0.36, 2040: 0.30}[year] * tce
    homes = line(30, 42) * line(0.6, 0.45)
    coal, oil, gas = 2.66 / tce, 2.15 / tce, 1.64 / tce
    fed_in = (steel * line(0.2, 0.5) + road * line(0.02, 0.6) + homes * 0.25) / 0.94
    heat = homes * 0.60 / 0.90
    burnt = steel * line(0.8, 0.5) * coal + road * line(0.98, 0.4) * oil + homes * 0.15 * gas
    burnt += fed_in * line(0.8, 0.3) / line(0.38, 0.42) * coal
    burnt += heat * line(1.0, 0.6) / 0.80 * coal + heat * line(0.0, 0.4) / 0.92 * gas
    return burnt, fed_in * 0.10 * 0.55 / 3.6


@pytest.mark.parametrize("year", [2020, 2025, 2030, 2040])
def test_accounting_is_the_calculation_by_hand(done: pipeline.Run, year: int) -> None:
    burnt, imported = emissions_by_hand(year)
    assert done.results is not None
    assert done.results.series("Emissions|CO2|Energy")[year] == pytest.approx(burnt, rel=1e-9)
    assert done.results.series("Peaking Emissions|Imported Electricity")[year] == pytest.approx(imported, rel=1e-9)
    assert done.results.series("Peaking Emissions")[year] == pytest.approx(burnt + imported, rel=1e-9)


def test_process_emissions_follow_the_activity(done: pipeline.Run) -> None:
    assert done.results is not None
    assert done.results.series("Emissions|CO2|Industrial Processes")[2025] == pytest.approx(0.12, rel=1e-9)


def test_energy_total_by_hand(done: pipeline.Run) -> None:
    """Base year: fuels by calorific value, wind and imports at 0.29 kgce/kWh."""
    fed_in = (0.55 * 0.2 * 29.3076 + 0.30 * 0.02 * 29.3076 + 18 * 0.25) / 0.94
    heat = 18 * 0.6 / 0.9
    fuels = 0.55 * 0.8 + 0.30 * 0.98 + (18 * 0.15 + fed_in * 0.8 / 0.38 + heat / 0.8) / 29.3076
    assert done.summary["base_year"]["energy_Mtce"] == pytest.approx(fuels + fed_in * 0.2 / 3.6 * 0.29, rel=1e-9)


def test_the_solver_has_no_other_answer() -> None:
    """The prescribed system leaves nothing to decide: optimised, it gives the same emissions."""
    assembled = system()
    by_hand, solved = account(assembled), Optimization(assembled).solve_twin()
    expected = by_hand.scope.set_index("year")["total"]
    assert solved.scope.set_index("year")["total"].to_dict() == pytest.approx(expected.to_dict(), rel=1e-6)


def test_it_leaves_the_same_results_and_report(done: pipeline.Run) -> None:
    assert done.summary["mode"] == "accounting"
    assert done.summary["peak"]["year"] == 2025
    assert done.summary["solver"]["name"] == "none"
    assert done.summary["total_cost"]["value"] is None
    json.dumps(dict(done.summary))

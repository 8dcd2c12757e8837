"""Heat that people ask for: indoor temperature and metering, checked by hand and by direction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.system.assemble import assemble
from tests.system import town


def changed(**homes: Any) -> dict[str, Any]:
    return {"buildings": {"outdoor_temperature": -8, "classes": {"homes": homes}}}


def heat(folder: Path, **homes: Any) -> dict[int, float]:
    system = town.build(folder, changed(**homes))
    demand = system.parameters["demand"]
    return {year: demand["Town", "buildings/homes/heating", year] for year in system.years}


def solved(folder: Path, **homes: Any) -> Results:
    scenario = town.read(folder, changed(**homes))
    system, findings = assemble(scenario)
    assert system is not None, findings
    return tabulate(scenario, system, Optimization(system).solve_twin())


def test_heat_goes_with_the_difference_to_outdoors(tmp_path: Path) -> None:
    """From 22 to 19 °C at -8 °C outside is a tenth less of 9 PJ; lights stay as they are."""
    assert heat(tmp_path, indoor_temperature={2020: 22, 2025: 19})[2025] == pytest.approx(9 * 27 / 30)
    system = town.build(tmp_path, changed(indoor_temperature={2020: 22, 2025: 19}))
    assert system.parameters["demand"]["Town", "buildings/homes/lights", 2025] == pytest.approx(10)


def test_a_colder_home_saves_heat_and_emissions(tmp_path: Path) -> None:
    warm, cold = solved(tmp_path), solved(tmp_path, indoor_temperature={2020: 22, 2025: 19})
    for variable in ("Secondary Energy|Heat", "Peaking Emissions"):
        assert cold.series(variable)[2025] < warm.series(variable)[2025]
        assert cold.series(variable)[2020] == pytest.approx(warm.series(variable)[2020])


def test_billing_by_use_saves_on_its_share_of_the_area(tmp_path: Path) -> None:
    """From a tenth to nine tenths of the area at 15 per cent: (1 - 0.135) / (1 - 0.015)."""
    metering = {"share": {2020: 0.1, 2025: 0.9}, "saving": 0.15}
    assert heat(tmp_path, metering=metering)[2025] == pytest.approx(9 * 0.865 / 0.985)


def test_rooms_no_warmer_than_outdoors_are_refused(tmp_path: Path) -> None:
    changes = {"buildings": {"outdoor_temperature": 20, "classes": {"homes": {"indoor_temperature": 18}}}}
    _, findings = town.attempt(tmp_path, changes)
    assert [finding.path for finding in findings] == ["buildings.classes.homes.indoor_temperature"]

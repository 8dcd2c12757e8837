"""Drivers, checked against people and money counted by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.system.assemble import assemble
from carbonsim.system.context import Context
from carbonsim.system.sectors import economy
from carbonsim.system.tables import Years
from tests.system import town

YEARS = Years((2020, 2021, 2025), 2021, 0.05)


@pytest.fixture
def drivers(tmp_path: Path) -> dict[str, np.ndarray]:
    context = Context(YEARS, (), lambda _: ("", 0))
    economy.translate(town.read(tmp_path).economy, context)
    return context.drivers


def test_gdp_is_linear_between_the_years_written(drivers: dict[str, np.ndarray]) -> None:
    assert drivers["gdp"] == pytest.approx([100, 110, 150])
    assert drivers["gdp_per_capita"] == pytest.approx([50, 55, 75])  # thousand CNY a head


def test_value_added_sums_to_gdp(drivers: dict[str, np.ndarray]) -> None:
    parts = [drivers[f"value_added_{name}"] for name in ("primary", "secondary", "tertiary")]
    assert [part[0] for part in parts] == pytest.approx([10, 40, 50])
    assert sum(parts) == pytest.approx(drivers["gdp"])


def test_people_live_in_households(drivers: dict[str, np.ndarray]) -> None:
    assert drivers["urban_population"][0] == pytest.approx(1.5)
    assert drivers["urban_households"][0] == pytest.approx(0.5)
    assert drivers["rural_households"][0] == pytest.approx(0.2)


def test_shares_above_the_whole_are_refused(tmp_path: Path) -> None:
    changes = {"economy": {"structure": {"primary": "61 %"}}}
    _, findings = town.attempt(tmp_path, changes)
    assert [finding.path for finding in findings] == ["economy.structure"]


SERVICES: dict[str, Any] = {
    "skiing": {
        "label": "Skiing", "value_added": {2020: 5, 2025: 10},
        "uses": {
            "power": {
                "label": "Lifts", "final_energy": {"electricity": 2}, "technologies": ["lights"], "shape": "snow",
            },
        },
    },
}  # fmt: skip
SNOW = {"snow": dict(zip(town.SLICES, (4, 2, 0, 0), strict=True))}


def solved(folder: Path, **economy: Any) -> Results:
    changes: dict[str, Any] = {"economy": economy, "energy": {"shapes": SNOW}}
    scenario = town.read_alone(folder, changes)
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal"
    return tabulate(scenario, system, solution)


def test_energy_of_a_service_follows_its_value_added(tmp_path: Path) -> None:
    """2 PJ at 5 billion CNY: 4 PJ at 10, in winter alone."""
    results = solved(tmp_path, services=SERVICES)
    assert results.series("Services|Energy|Skiing")[2025] == pytest.approx(4)
    assert results.series("Services|Energy Intensity|Skiing")[2025] == pytest.approx(0.4)
    assert results.series("Services|Electricity|Skiing|Winter")[2025] == pytest.approx(4 / 3.6)
    assert results.series("Services|Electricity|Skiing|Summer")[2025] == pytest.approx(0)


def test_a_tenth_more_of_a_service_needs_a_tenth_more_energy(tmp_path: Path) -> None:
    more = {"skiing": {**SERVICES["skiing"], "value_added": {2020: 5, 2025: 11}}}
    before, after = solved(tmp_path, services=SERVICES), solved(tmp_path, services=more)
    energy = "Services|Energy|Skiing"
    assert after.series(energy)[2025] == pytest.approx(1.1 * before.series(energy)[2025])
    assert after.series("Final Energy|Commercial")[2025] > before.series("Final Energy|Commercial")[2025]


def test_services_above_the_tertiary_sector_are_refused(tmp_path: Path) -> None:
    """Half of 100 billion CNY is tertiary."""
    services = {"skiing": {**SERVICES["skiing"], "value_added": 51}}
    alone = town.read_alone(tmp_path, {"economy": {"services": services}, "energy": {"shapes": SNOW}})
    _, findings = assemble(alone)
    assert [finding.path for finding in findings] == ["economy.services"]


def test_growth_outside_the_corridor_is_told(tmp_path: Path) -> None:
    """From 100 to 110 in one year is 10 per cent."""
    corridor = {"least": "2 %/yr", "most": "9 %/yr"}
    system, findings = town.attempt(tmp_path, {"economy": {"growth_corridor": corridor}})
    assert system is not None, findings
    assert "growth of 10.00% a year to 2021" in str(system.warnings[0])


CENTRE: dict[str, Any] = {"central": {2020: 100, 2025: 125}, "least": "0 %/yr", "most": "20 %/yr"}


def test_gdp_is_the_centre_of_the_corridor_where_none_is_written(tmp_path: Path) -> None:
    written = town.TOWN["economy"]
    economy_section = {"gdp": None, "growth_corridor": CENTRE}
    scenario = town.read(tmp_path, {"economy": economy_section})
    assert written["gdp"] == {2020: 100, 2025: 150}
    assert scenario.economy is not None and scenario.economy.gdp.at(2025) == 125


def test_floor_area_and_services_follow_gdp_above_the_centre_by_their_elasticity(tmp_path: Path) -> None:
    """GDP is 1.2 of the centre in 2025: floor area at elasticity 0.5 is 1.2 ^ 0.5, a service at 1.5 is 1.2 ^ 1.5."""
    homes = {**town.TOWN["buildings"]["classes"]["homes"], "elasticity": 0.5}
    changes = {
        "buildings": {"classes": {"homes": homes}},
        "energy": {"shapes": SNOW},
        "economy": {
            "growth_corridor": CENTRE,
            "services": {"skiing": {**SERVICES["skiing"], "elasticity": 1.5}},
        },
    }
    system = town.build(tmp_path, changes)
    heat = [system.parameters["demand"]["Town", "buildings/homes/heating", year] for year in (2020, 2025)]
    assert heat[1] / heat[0] == pytest.approx(1.2**0.5)
    lifts = [system.parameters["demand"]["Town", "buildings/skiing/power", year] for year in (2020, 2025)]
    assert lifts[1] / lifts[0] == pytest.approx(2 * 1.2**1.5)
    assert solved(tmp_path, **changes["economy"]).series("Value Added|Services|Skiing")[2025] == pytest.approx(
        10 * 1.2**1.5
    )


def test_more_industry_in_the_same_gdp_moves_what_follows_industry(tmp_path: Path) -> None:
    """The centre has 40 per cent of industry and the scenario 50 from 2025: branches see 1.2 × 1.25 = 1.5."""
    changes = {"growth_corridor": {**CENTRE, "structure": {"primary": "10 %", "secondary": "40 %"}}}
    changes["structure"] = {"secondary": {2020: 0.4, 2025: 0.5}}
    context = Context(YEARS, (), lambda _: ("", 0))
    economy.translate(town.read(tmp_path, {"economy": changes}).economy, context)
    assert context.departures["value_added_secondary"][-1] == pytest.approx(1.5)
    assert context.departures["value_added_tertiary"][-1] == pytest.approx(1.2 * 0.4 / 0.5)


def test_jobs_are_value_added_times_jobs_per_value_added(tmp_path: Path) -> None:
    """10 billion CNY × 20 per million; the tertiary 50 less 5 of skiing × 4; 1 GW × 500 a GW."""
    jobs = {
        "farms": {"label": "Farms", "of": "value_added_primary", "per_value_added": 20},
        "services": {
            "label": "Services", "of": "value_added_tertiary", "without": ["skiing"], "per_value_added": 4,
        },
    }  # fmt: skip
    results = solved(tmp_path, services=SERVICES, jobs=jobs, plant_jobs={"coal CHP": 0.5})
    assert results.series("Labor Force|Employed")[2020] == pytest.approx(0.2 + 0.18)
    assert results.series("Indicator|Jobs")[2020] == pytest.approx(0.2 + 0.18 + 0.0005)


def test_what_households_pay_is_energy_times_tariff(tmp_path: Path) -> None:
    """9 PJ of heat at 80 and 10 PJ of power at 150 CNY/GJ by 1.5 million people in 0.5 million households."""
    homes = {**town.TOWN["buildings"]["classes"]["homes"], "people": "urban_population"}
    changes = {
        "buildings": {"classes": {"homes": homes}},
        "economy": {
            "tariffs": {"district_heat": 80, "electricity": 150}, "income": {"urban": 40000, "rural": 20000},
        },
    }  # fmt: skip
    scenario = town.read(tmp_path, changes)
    system, findings = assemble(scenario)
    assert system is not None, findings
    results = tabulate(scenario, system, Optimization(system).solve_twin())
    paid = 9 * 80 + 10 * 150
    assert results.series("Indicator|Energy bill of an urban household")[2020] == pytest.approx(paid / 0.5)
    share = results.series("Indicator|Share of income spent on energy by urban people")
    assert share[2020] == pytest.approx(100 * paid / (1.5 * 40000))

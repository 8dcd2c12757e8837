"""A city is told with what it lacks: every absence is a line, none is a compulsory key, nothing is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from ruamel.yaml import YAML

from carbonsim import pipeline
from carbonsim.analysis.summary.absences import SECTIONS, absences
from carbonsim.report.page import render_report
from carbonsim.report.terminal.tables import verdict_table
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble

CHANGCHUN = Path(__file__).parents[3] / "scenarios" / "changchun" / "baseline.yaml"
GAPS: dict[str, Any] = {
    "schema": 1,
    "name": "City of gaps",
    "time": {"years": [2022, 2023, 2024, 2026, 2030], "plan_from": 2023, "discount_rate": 0.05},
    "economy": {"population": {2022: 1, 2030: 2}},
    "energy": {
        "fuels": {"gas": {"label": "Gas", "group": "gas", "emission_factors": {"CO2": 50}}},
        "trade": {"emission_factor": 100, "import_ceiling": 100, "import_power": 10, "export_power": 0},
    },
    "buildings": {
        "technologies": {
            "boiler": {"label": "Boiler", "input": "gas", "efficiency": 0.8, "capital_cost": 100, "lifetime": 20},
            "lamps": {"label": "Lamps", "input": "electricity", "efficiency": 1, "capital_cost": 0, "lifetime": 20},
        },
        "classes": {
            "homes": {
                "label": {"en": "Homes", "zh": "住宅"},
                "uses": {
                    "heating": {"label": "Heating", "final_energy": {"gas": 10}, "technologies": ["boiler"]},
                    "light": {"label": "Light", "final_energy": {"electricity": 3}, "technologies": ["lamps"]},
                },
            },
        },
    },
    "no_data": {"wood": {"en": "Firewood: asked for twice, nothing usable", "zh": "薪柴：两次查找，均无可用数据"}},
}
LACKING = {
    "no_data.wood", "economy.gdp", "economy.urbanisation", "economy.household_size", "economy.income",
    "economy.tariffs", "economy.jobs", "energy.fuels", "energy.trade.import_price", "energy.heat_network",
    "energy.electricity_network", "energy.plants", "buildings.classes.homes.floor_area",
    *(set(SECTIONS) - {"buildings"}),
}  # fmt: skip
FILLED: dict[str, dict[str, Any]] = {
    "economy.urbanisation": {"economy": {"urbanisation": 0.8}},
    "economy.household_size": {"economy": {"household_size": {"urban": 2}}},
    "economy.income": {"economy": {"income": {"urban": 9000, "rural": 5000}}},
    "economy.tariffs": {"economy": {"tariffs": {"electricity": 100}}},
    "economy.jobs": {"economy": {"jobs": {"all": {"label": "All", "of": "gdp", "per_value_added": 9}}, "gdp": 20}},
    "energy.fuels": {"energy": {"fuels": {"gas": {"price": 40}}}},
    "energy.trade.import_price": {"energy": {"trade": {"import_price": 90}}},
    "energy.heat_network": {"energy": {"heat_network": {"losses": 0.1}}},
    "energy.electricity_network": {"energy": {"electricity_network": {"losses": 0.06}}},
    "energy.plants": {
        "energy": {
            "plants": {
                "sun": {
                    "label": "Sun", "group": "solar", "branch": "power", "modes": {"run": {"electricity": 1}},
                    "capital_cost": 5000, "lifetime": 25,
                }
            }
        }
    },
    "buildings.classes.homes.floor_area": {"buildings": {"classes": {"homes": {"floor_area": 30}}}},
}  # fmt: skip


def city(folder: Path, changes: Mapping[str, Any] | None = None) -> Path:
    """Write the city of gaps, and a change laid over it; return the file to read."""
    base, changed = folder / "gaps.yaml", folder / "changed.yaml"
    YAML().dump(GAPS, base)
    YAML().dump({"extends": base.name, "reference": changed.name, **(changes or {})}, changed)
    return changed


def read(folder: Path, changes: Mapping[str, Any] | None = None) -> Scenario:
    scenario, findings = read_scenario(city(folder, changes))
    assert scenario is not None, findings
    return scenario


def lacking(scenario: Scenario) -> set[str]:
    return {one.path for one in absences(scenario)}


def demand(scenario: Scenario, service: str) -> list[float]:
    system, findings = assemble(scenario)
    assert system is not None, findings
    return [system.parameters["demand"][scenario.region, service, year] for year in scenario.time.years]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Run:
    return pipeline.run(city(tmp_path_factory.mktemp("gaps")), write_results=False)


def test_every_absence_is_told(tmp_path: Path) -> None:
    assert lacking(read(tmp_path)) == LACKING


@pytest.mark.parametrize("path", FILLED)
def test_what_is_written_is_no_more_told(path: str, tmp_path: Path) -> None:
    scenario = read(tmp_path, FILLED[path])
    assert path not in lacking(scenario)
    assert assemble(scenario)[1] == []


def test_a_primary_sector_that_is_not_told_is_in_the_rest(tmp_path: Path) -> None:
    scenario = read(tmp_path, {"economy": {"gdp": 50, "structure": {"secondary": 0.3}}})
    assert "economy.structure.primary" in lacking(scenario)
    told = pipeline.run(city(tmp_path, {"economy": {"gdp": 50, "structure": {"secondary": 0.3}}}), write_results=False)
    assert told.results.series("GDP|Tertiary")[2022] == pytest.approx(35.0)
    assert not told.results.series("GDP|Primary")


def test_the_city_solves_to_what_is_known_of_it(done: pipeline.Run) -> None:
    """10 PJ of gas at 50 kg/GJ and 3 PJ of bought power at 100 kg/GJ: 0.5 and 0.3 Mt, twice as much for two million."""
    assert done.summary.emissions_Mt[2022] == pytest.approx(0.8)
    assert done.summary.emissions_Mt[2030] == pytest.approx(1.6)
    assert done.summary.emissions_Mt[2026] == pytest.approx(1.2)


def test_what_has_no_price_costs_nothing(done: pipeline.Run) -> None:
    """Boilers for 8 PJ in 4,000 h are 0.556 GW; only what is built of them after the base year costs anything."""
    bought = done.results.series("Cost")
    assert bought[2022] == pytest.approx(0.0, abs=1e-9)
    priced = {year: value for year, value in bought.items() if value}
    assert max(priced.values()) < 0.2  # billion CNY: all boilers anew are 0.0556


def test_floor_area_that_is_not_known_leaves_people(tmp_path: Path) -> None:
    assert demand(read(tmp_path), "buildings/homes/heating") == pytest.approx([8, 9, 10, 12, 16])
    known = read(tmp_path, {"buildings": {"classes": {"homes": {"floor_area": {2022: 30, 2030: 45}}}}})
    assert demand(known, "buildings/homes/heating")[-1] == pytest.approx(12)


def test_the_page_lists_what_lacks(done: pipeline.Run) -> None:
    page = render_report(done.content)
    part = re.search(r'<details id="no-data">.*?</details>', page, re.DOTALL)
    assert part is not None
    assert part[0].count("<li>") == len(LACKING)
    for words in ("District heat: no heat comes through pipes", "住宅的建筑面积", "Firewood: asked for twice", "薪柴"):
        assert words in part[0]
    assert "Prices of Gas: they cost nothing here" in part[0]


def test_the_terminal_lists_what_lacks(done: pipeline.Run) -> None:
    screen = Console(file=StringIO(), width=200)
    screen.print(verdict_table(done.summary, Path("results")))
    assert isinstance(screen.file, StringIO)
    assert screen.file.getvalue().count("no data for") == len(LACKING)


def test_a_city_that_has_all_of_it_lacks_nothing() -> None:
    scenario, _ = read_scenario(CHANGCHUN)
    assert scenario is not None
    assert absences(scenario) == []

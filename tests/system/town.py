"""A town small enough to check by hand: one fuel, one CHP plant, one boiler, wind, a battery and trade."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from carbonsim.errors import Finding
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem

SLICES = ("winter_day", "winter_night", "summer_day", "summer_night")
TOWN: dict[str, Any] = {
    "schema": 1,
    "name": "Town",
    "region": "Town",
    "time": {
        "years": [2020, 2021, 2025],
        "plan_from": 2021,
        "discount_rate": "5 %/yr",
        "seasons": {"winter": {"days": 165}, "summer": {"days": 200}},
        "day_parts": {"day": {"hours": 12}, "night": {"hours": 12}},
    },
    "economy": {
        "gdp": {2020: 100, 2025: 150},
        "structure": {"primary": "10 %", "secondary": "40 %"},
        "population": 2,
        "urbanisation": "75 %",
        "household_size": {"urban": 3, "rural": 2.5},
    },
    "energy": {
        "fuels": {
            "coal": {"label": "Coal", "group": "coal", "price": 30, "emission_factors": {"CO2": 90, "CH4": 0.001}},
        },
        "shapes": {"heating": dict(zip(SLICES, (2, 3, 0, 0), strict=True))},
        "profiles": {"wind": dict(zip(SLICES, (0.3, 0.4, 0.1, 0.2), strict=True))},
        "electricity_network": {"losses": "5 %"},
        "heat_network": {"losses": "10 %", "pump_electricity": 0.02},
        "plants": {
            "chp": {
                "label": "CHP",
                "group": "coal CHP",
                "branch": "power",
                "fuel": "coal",
                "modes": {"condensing": {"electricity": 0.4}, "extraction": {"electricity": 0.3, "heat": 0.45}},
                "main": "condensing",
                "own_use": "10 %",
                "capacity": 1,
                "capital_cost": 4000,
                "lifetime": 30,
                "carbon_market": True,
            },
            "boiler": {
                "label": "Boiler",
                "group": "coal boiler",
                "branch": "heat",
                "fuel": "coal",
                "modes": {"run": {"heat": "80 %"}},
                "capacity": {2020: 2, 2025: 1},
                "capital_cost": 700,
                "lifetime": 20,
            },
            "wind": {
                "label": "Wind",
                "group": "wind",
                "branch": "power",
                "modes": {"run": {"electricity": 1}},
                "profile": "wind",
                "capital_cost": 4000,
                "lifetime": 25,
            },
        },
        "trade": {
            "import_price": 100,
            "export_price": 60,
            "emission_factor": "0.6 kg/kWh",
            "import_ceiling": 20,
            "import_power": 2,
            "export_power": 1,
        },
        "carbon_price": 100,
    },
    "buildings": {
        "technologies": {
            "network-heat": {
                "label": "District heat", "input": "district_heat", "efficiency": 1, "capital_cost": 300,
                "lifetime": 30,
            },
            "lights": {
                "label": "Lights", "input": "electricity", "efficiency": 1, "capital_cost": 0, "lifetime": 10,
            },
        },
        "classes": {
            "homes": {
                "label": "Homes",
                "floor_area": 30,
                "uses": {
                    "heating": {
                        "label": "Heating", "final_energy": {"district_heat": 9}, "technologies": ["network-heat"],
                        "shape": "heating",
                    },
                    "lights": {"label": "Lights", "final_energy": {"electricity": 10}, "technologies": ["lights"]},
                },
            },
        },
    },
}  # fmt: skip


def read(folder: Path, changes: Mapping[str, Any] | None = None) -> Scenario:
    """The town with changes laid over it; a change of None removes a key."""
    base, changed = folder / "town.yaml", folder / "changed.yaml"
    YAML().dump(TOWN, base)
    YAML().dump({"extends": base.name, **(changes or {})}, changed)
    scenario, findings = read_scenario(changed)
    assert scenario is not None, findings
    return scenario


def read_alone(folder: Path, changes: Mapping[str, Any] | None = None) -> Scenario:
    """The town with changes laid over it in one file: its own baseline."""
    file = folder / "alone.yaml"
    file.write_text(json.dumps(over(TOWN, changes or {})), encoding="utf-8")  # JSON is YAML, and knows no aliases
    scenario, findings = read_scenario(file)
    assert scenario is not None, findings
    return scenario


def over(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping with another laid over it, key by key."""
    both = {key: over(base[key], each) for key, each in changes.items() if isinstance(base.get(key), Mapping)}
    return {**base, **changes, **both}


def attempt(folder: Path, changes: Mapping[str, Any] | None = None) -> tuple[EnergySystem | None, list[Finding]]:
    return assemble(read(folder, changes))


def build(folder: Path, changes: Mapping[str, Any] | None = None) -> EnergySystem:
    system, findings = attempt(folder, changes)
    assert system is not None, findings
    return system


def plant(name: str, **changes: Any) -> dict[str, Any]:
    return {"energy": {"plants": {name: changes}}}

"""No key of a system written directly is read and then forgotten: each moves the optimum, in the way it must."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.sections import written_system as sections
from carbonsim.system.assemble import assemble

BASE: dict[str, Any] = {
    "name": "Every key",
    "region": "west",
    "time": {
        "years": [2020, 2021, 2022],
        "discount_rate": 0.05,
        "seasons": {"winter": {"days": 165}, "summer": {"days": 200}},
        "day_parts": {"day": {"hours": 12}, "night": {"hours": 12}},
    },
    "system": {
        "regions": ["west", "east"],
        "commodities": {
            "gas": {"emission_factors": {"CO2": 0.05}},
            "power": {"balance": "slice"},
            "heat": {},
            "mail": {"unit": "Mt"},
        },
        "technologies": {
            "well": {"outputs": {"gas": 1}, "variable_cost": 5, "activity_max": 500},
            "dear-well": {"outputs": {"gas": 1}, "variable_cost": 9},
            "plant": {
                "inputs": {"gas": 2}, "outputs": {"power": 1}, "lifetime": 20, "capital_cost": 50, "fixed_cost": 2,
                "residual_capacity": 1, "capacity_to_activity": 30, "regions": ["west", "east"],
            },
            "wind": {
                "outputs": {"power": 1}, "lifetime": 20, "capital_cost": 60, "capacity_to_activity": 30,
                "capacity_max": 6, "availability": 0.5, "regions": ["west"],
                "availability_by_slice": {"winter_night": 0.8, "summer_night": 0.7},
            },
            "chp": {
                "lifetime": 20, "capital_cost": 20, "capacity_to_activity": 30, "regions": ["east"],
                "modes": {"both": {"inputs": {"gas": 2}, "outputs": {"power": 0.8, "heat": 0.6}, "variable_cost": 1}},
            },
            "boiler": {
                "inputs": {"gas": 1.25}, "outputs": {"heat": 1}, "lifetime": 20, "capital_cost": 30,
                "capacity_to_activity": 30,
            },
            "stove": {"outputs": {"heat": 1}, "variable_cost": 40},
        },
        "storages": {
            "battery": {
                "commodity": "power", "duration": 6, "lifetime": 10, "capital_cost": 2, "capacity_to_activity": 30,
                "charge_efficiency": 0.95, "discharge_efficiency": 0.95, "regions": ["west"],
            },
        },
        "trade": {
            "line": {
                "commodity": "power", "from": "west", "to": "east", "losses": 0.02, "lifetime": 30, "capital_cost": 5,
                "capacity_to_activity": 30,
            },
        },
        "demands": {
            "power": {
                "amount": {2020: 60, 2022: 80},
                "profile": {"winter_day": 0.3, "winter_night": 0.15, "summer_day": 0.4, "summer_night": 0.15},
            },
            "heat": {"amount": 20},
        },
        "carbon_price": {"CO2": 20},
    },
}  # fmt: skip

DEARER, CHEAPER, OTHER, REFUSED = "dearer", "cheaper", "another cost", "refused"
RESERVE = {"reserve_margins.power": {"margin": 0.3}, "technologies.plant.capacity_credit": 0.9}
SPARE = {"technologies.plant.residual_capacity": 6, "technologies.plant.fixed_cost": 8}
CAP = {"limits.cap": {"measure": "emissions", "emission": "CO2", "at_most": 6.4}}
TIGHT = {"limits.cap": {"measure": "emissions", "emission": "CO2", "at_most": {2020: 3, 2021: 9}}}
FLOOR = {"limits.floor": {"measure": "capacity", "technologies": ["boiler"], "at_least": 4}}
SHARE = {"limits.wind": {"measure": "output", "technologies": ["wind"], "commodities": ["power"], "share_max": 0.3}}
PART = {"limits.part": {"measure": "output", "technologies": ["chp"], "commodities": ["power"], "share_min": 0.05}}
DAM = {
    "reservoirs.dam": {
        "lifetime": 50, "capital_cost": 0.1, "level_start": 1, "inflows": {"pump": {"run": 0.95}},
        "outflows": {"turbine": {"run": 1}}, "regions": ["west"],
    },
    "technologies.pump": {"inputs": {"power": 1}, "regions": ["west"]},
    "technologies.turbine": {"outputs": {"power": 1}, "regions": ["west"]},
}  # fmt: skip
DAM_PLACES = ("reservoirs.dam.regions", "technologies.pump.regions", "technologies.turbine.regions")
GROWTH = {
    "technologies.wind.lifetime": 1, "technologies.wind.capacity_max": {2020: 1, 2021: 3, 2022: 6},
    "technologies.wind.growth_limit": 0.1, "technologies.wind.growth_seed": 0.5,
}  # fmt: skip
BOOM = {"technologies.wind.lifetime": 1, "technologies.wind.capacity_max": {2020: 6, 2021: 1, 2022: 1}}
FALL = {**BOOM, "technologies.wind.capacity_max": 6, "technologies.wind.degrowth_seed": 1}

# section → key → what the system has besides, what is changed, what becomes of its least cost
Case = tuple[Mapping[str, Any], Mapping[str, Any], str]
CASES: dict[str, dict[str, Case]] = {
    "WrittenCommodity": {
        "balance": ({}, {"commodities.heat.balance": "slice"}, DEARER),
        "surplus": ({"technologies.chp.modes.both.inputs.gas": 1}, {"commodities.heat.surplus": True}, CHEAPER),
        "emission_factors": ({}, {"commodities.gas.emission_factors.CO2": 0.06}, DEARER),
    },
    "WrittenTechnology": {
        "inputs": ({}, {"technologies.plant.inputs.gas": 2.2}, DEARER),
        "outputs": ({}, {"technologies.boiler.outputs.heat": 0.9}, DEARER),
        "emission_factors": ({}, {"technologies.boiler.emission_factors": {"CO2": 0.1}}, DEARER),
        "variable_cost": ({}, {"technologies.well.variable_cost": 6}, DEARER),
        "combustion": ({}, {"technologies.plant.combustion": False}, CHEAPER),
        "modes": ({}, {"technologies.chp.modes.both.outputs.heat": 0.5}, DEARER),
        "activity_min": ({}, {"technologies.stove.activity_min": 3}, DEARER),
        "activity_max": ({}, {"technologies.well.activity_max": 50}, DEARER),
    },
    "Built": {
        "regions": ({}, {"technologies.wind.regions": ["west", "east"]}, CHEAPER),
        "activity_unit": ({}, {"technologies.wind.activity_unit": "TWh"}, REFUSED),
        "capacity_unit": (
            {"technologies.plant.capacity_to_activity": None},
            {"technologies.plant.capacity_unit": "MW"},
            DEARER,
        ),
        "capacity_to_activity": ({}, {"technologies.plant.capacity_to_activity": 25}, DEARER),
        "lifetime": ({}, {"technologies.boiler.lifetime": 2}, DEARER),
        "residual_capacity": ({}, {"technologies.boiler.residual_capacity": 0.5}, CHEAPER),
        "capital_cost": ({}, {"technologies.boiler.capital_cost": 60}, DEARER),
        "fixed_cost": ({}, {"technologies.plant.fixed_cost": 3}, DEARER),
        "discount_rate": ({}, {"technologies.boiler.discount_rate": 0.12}, DEARER),
        "unit_size": ({}, {"technologies.boiler.unit_size": 0.7}, DEARER),
        "retirement": (SPARE, {"technologies.plant.retirement": "early"}, CHEAPER),
        "capacity_credit": (RESERVE, {"technologies.plant.capacity_credit": 0.8}, DEARER),
        "availability": ({}, {"technologies.wind.availability": 0.4}, DEARER),
        "availability_by_slice": ({}, {"technologies.wind.availability_by_slice.summer_day": 0.3}, DEARER),
        "yearly_availability": ({}, {"technologies.boiler.yearly_availability": 0.5}, DEARER),
        "first_year": ({}, {"technologies.wind.first_year": 2021}, DEARER),
        "last_year": ({}, {"technologies.wind.last_year": 2019}, DEARER),
        "capacity_min": ({}, {"technologies.boiler.capacity_min": 3}, DEARER),
        "capacity_max": ({}, {"technologies.wind.capacity_max": 1}, DEARER),
        "new_capacity_min": ({}, {"technologies.boiler.new_capacity_min": 2}, DEARER),
        "new_capacity_max": ({}, {"technologies.wind.new_capacity_max": 0.5}, DEARER),
        "growth_limit": (GROWTH, {"technologies.wind.growth_limit": 0.5}, CHEAPER),
        "growth_seed": (GROWTH, {"technologies.wind.growth_seed": 1}, CHEAPER),
        "degrowth_limit": (BOOM, {"technologies.wind.degrowth_limit": 0.3}, DEARER),
        "degrowth_seed": (
            {**BOOM, "technologies.wind.degrowth_limit": 0.3},
            {"technologies.wind.degrowth_seed": 2},
            CHEAPER,
        ),
    },
    "WrittenStorage": {
        "commodity": ({}, {"storages.battery.commodity": "heat"}, REFUSED),
        "duration": ({}, {"storages.battery.duration": 3}, DEARER),
        "charge_efficiency": ({}, {"storages.battery.charge_efficiency": 0.8}, DEARER),
        "discharge_efficiency": ({}, {"storages.battery.discharge_efficiency": 0.8}, DEARER),
        "loss": ({}, {"storages.battery.loss": 0.02}, DEARER),
        "cycle": ({}, {"storages.battery.cycle": "seasonal"}, OTHER),
        "variable_cost": ({}, {"storages.battery.variable_cost": 0.5}, DEARER),
    },
    "WrittenReservoir": {
        "regions": (DAM, {key: ["west", "east"] for key in DAM_PLACES}, CHEAPER),
        "unit": (DAM, {"reservoirs.dam.unit": "TWh"}, REFUSED),
        "inflows": (DAM, {"reservoirs.dam.inflows.pump.run": 0.5}, DEARER),
        "outflows": (DAM, {"reservoirs.dam.outflows.turbine.run": 1.5}, DEARER),
        "lifetime": (DAM, {"reservoirs.dam.lifetime": 2}, DEARER),
        "residual_capacity": (DAM, {"reservoirs.dam.residual_capacity": 3}, CHEAPER),
        "capital_cost": (DAM, {"reservoirs.dam.capital_cost": 20}, DEARER),
        "discount_rate": (DAM, {"reservoirs.dam.discount_rate": 0.2}, DEARER),
        "new_capacity_max": (DAM, {"reservoirs.dam.new_capacity_max": 2}, DEARER),
        "level_start": (DAM, {"reservoirs.dam.level_start": 0}, DEARER),
        "level_min": (DAM, {"reservoirs.dam.level_min": 0.4}, DEARER),
        "inflow_max": (DAM, {"reservoirs.dam.inflow_max": 1}, DEARER),
        "outflow_max": (DAM, {"reservoirs.dam.outflow_max": 1}, DEARER),
    },
    "WrittenTrade": {
        "commodity": ({}, {"trade.line.commodity": "heat"}, OTHER),
        "origin": ({}, {"trade.line.from": "east", "trade.line.to": "west"}, DEARER),
        "destination": ({}, {"trade.line.to": "west"}, REFUSED),
        "losses": ({}, {"trade.line.losses": 0.2}, DEARER),
        "variable_cost": ({}, {"trade.line.variable_cost": 1}, DEARER),
        "both_ways": ({"technologies.wind.regions": ["east"]}, {"trade.line.both_ways": True}, CHEAPER),
        "activity_min": ({}, {"trade.line.activity_min": 60}, DEARER),
        "activity_max": ({}, {"trade.line.activity_max": 1}, DEARER),
        "capital_cost": ({}, {"trade.line.capital_cost": 30}, DEARER),
        "capacity_max": ({}, {"trade.line.capacity_max": 0.1}, DEARER),
        "yearly_availability": ({}, {"trade.line.yearly_availability": 0.1}, DEARER),
        "regions": ({}, {"trade.line.regions": ["west"]}, REFUSED),
    },
    "WrittenDemand": {
        "commodity": ({"demands.more": {"amount": 5, "commodity": "heat"}}, {"demands.more.commodity": "gas"}, OTHER),
        "regions": ({}, {"demands.heat.regions": ["west"]}, CHEAPER),
        "unit": ({}, {"demands.heat.unit": "TWh"}, REFUSED),
        "amount": ({}, {"demands.heat.amount": 21}, DEARER),
        "profile": ({}, {"demands.power.profile": None}, OTHER),
    },
    "ExogenousEmission": {
        "emission": (
            {**CAP, "exogenous_emissions.transit": {"emission": "CH4", "amount": 0.1}},
            {"exogenous_emissions.transit.emission": "CO2"},
            DEARER,
        ),
        "regions": (
            {**CAP, "exogenous_emissions.CO2": {"amount": 0.1}},
            {"exogenous_emissions.CO2.regions": ["west"]},
            CHEAPER,
        ),
        "amount": (
            {**CAP, "exogenous_emissions.CO2": {"amount": 0.1}},
            {"exogenous_emissions.CO2.amount": 0.2},
            DEARER,
        ),
    },
    "ReserveMargin": {
        "commodity": (RESERVE, {"reserve_margins.power.commodity": "heat"}, REFUSED),
        "margin": (RESERVE, {"reserve_margins.power.margin": 0.4}, DEARER),
        "covers": (RESERVE, {"reserve_margins.power.covers": "output"}, OTHER),
    },
    "WrittenLimit": {
        "technologies": (FLOOR, {"limits.floor.technologies": ["boiler", "plant"]}, CHEAPER),
        "commodities": (SHARE, {"limits.wind.commodities": ["power", "heat"]}, OTHER),
        "measure": (FLOOR, {"limits.floor.measure": "new_capacity"}, DEARER),
        "emission": (
            {**CAP, "technologies.well.emission_factors": {"CH4": 0.1}},
            {"limits.cap.emission": "CH4"},
            DEARER,
        ),
        "regions": (CAP, {"limits.cap.regions": ["west"]}, CHEAPER),
        "unit": (FLOOR, {"limits.floor.unit": "MW"}, CHEAPER),
        "at_least": (FLOOR, {"limits.floor.at_least": 5}, DEARER),
        "at_most": (CAP, {"limits.cap.at_most": 6}, DEARER),
        "share_min": (PART, {"limits.part.share_min": 0.1}, DEARER),
        "share_max": (SHARE, {"limits.wind.share_max": 0.2}, DEARER),
        "of": (SHARE, {"limits.wind.of": {"commodities": ["power", "heat"]}}, CHEAPER),
        "over": (CAP, {"limits.cap.over": "horizon", "limits.cap.at_most": 19.2}, CHEAPER),
        "first_year": (TIGHT, {"limits.cap.first_year": 2021}, CHEAPER),
        "last_year": (CAP, {"limits.cap.last_year": 2021}, CHEAPER),
    },
    "System": {"carbon_price": ({}, {"carbon_price.CO2": 40}, DEARER)},
}

# what a storage and a line have in common with every capacity
BUILT: dict[str, Case] = {
    "lifetime": ({}, {"lifetime": 2}, DEARER),
    "capital_cost": ({}, {"capital_cost": 30}, DEARER),
    "fixed_cost": ({}, {"fixed_cost": 3}, DEARER),
    "residual_capacity": ({}, {"residual_capacity": 1}, CHEAPER),
    "discount_rate": ({}, {"discount_rate": 0.2}, DEARER),
    "unit_size": ({}, {"unit_size": 1.3}, DEARER),
    "availability": ({}, {"availability": 0.5}, DEARER),
    "availability_by_slice": ({}, {"availability_by_slice": {"winter_night": 0.1, "summer_night": 0.1}}, DEARER),
    "yearly_availability": ({}, {"yearly_availability": 0.2}, DEARER),
    "capacity_to_activity": ({}, {"capacity_to_activity": 20}, DEARER),
    "first_year": ({}, {"first_year": 2021}, DEARER),
    "last_year": ({}, {"last_year": 2019}, DEARER),
    "capacity_min": ({}, {"capacity_min": 9}, DEARER),
    "capacity_max": ({}, {"capacity_max": 0.3}, DEARER),
    "new_capacity_min": ({}, {"new_capacity_min": 3}, DEARER),
    "new_capacity_max": ({}, {"new_capacity_max": 0.2}, DEARER),
    "growth_limit": (
        {"lifetime": 1, "capacity_max": {2020: 0.3, 2021: 0.6, 2022: 9}, "growth_limit": 0.1, "growth_seed": 0.1},
        {"growth_limit": 0.5}, CHEAPER,
    ),
    "retirement": (
        {"residual_capacity": {2020: 3, 2022: 3}, "fixed_cost": 9}, {"retirement": "early"}, CHEAPER,
    ),
    "capacity_credit": ({"residual_capacity": 1}, {"capacity_credit": 0.9}, CHEAPER),
}  # fmt: skip

# keys that say how something is called or told, and not what it does
WORDS = {"label", "group", "sector", "branch"}
ELSEWHERE = {
    "WrittenCommodity": {
        "unit"
    },  # what counts otherwise is refused: tests/scenario/broken/written_activity_in_another_unit.yaml
    "System": set(sections.System.model_fields) - {"carbon_price"},  # the other sections of this table, or a data set
    "Group": {"technologies", "commodities"},  # those of WrittenLimit, and its `of`
    "WrittenLimit": {"counts"},  # tests/system/written/test_limits.py
}
SECTIONS = {
    name: set(section.model_fields)
    for name, section in vars(sections).items()
    if isinstance(section, type) and section.__module__ == sections.__name__ and issubclass(section, sections.Section)
}
OF_EACH_KIND = set(sections.Built.model_fields)


def put(tree: dict[str, Any], path: str, value: Any) -> None:
    """Write a value at a dotted path; None removes what stands there."""
    *folders, last = path.split(".")
    for folder in folders:
        tree = tree.setdefault(folder, {})
    if value is None:
        del tree[last]
    else:
        tree[last] = copy.deepcopy(value)


def least_cost(folder: Path, *changes: Mapping[str, Any]) -> float | None:
    """Return the least cost of the system with changes laid over it; None where it is refused."""
    tree, file = copy.deepcopy(BASE), folder / "system.yaml"
    for change in changes:
        for path, value in change.items():
            put(tree["system"], path, value)
    YAML().dump(tree, file)
    scenario, _ = read_scenario(file)
    system = None if scenario is None else assemble(scenario)[0]
    if system is None:
        return None
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal", (changes, solution.explanation)
    return solution.objective


@pytest.mark.parametrize(("section", "key"), [(section, key) for section, keys in CASES.items() for key in keys])
def test_a_key_moves_the_least_cost_as_it_must(section: str, key: str, tmp_path: Path) -> None:
    besides, change, effect = CASES[section][key]
    before, after = least_cost(tmp_path, besides), least_cost(tmp_path, besides, change)
    assert before is not None
    if effect == REFUSED:
        assert after is None
        return
    assert after is not None
    moved = (after - before) / before
    assert {DEARER: moved > 1e-6, CHEAPER: moved < -1e-6, OTHER: abs(moved) > 1e-6}[effect], moved


@pytest.mark.parametrize("key", BUILT)
@pytest.mark.parametrize("where", ["storages.battery", "trade.line"])
def test_a_key_of_every_capacity_moves_the_least_cost_of_a_storage_and_of_a_line(
    where: str, key: str, tmp_path: Path
) -> None:
    own, changed, effect = BUILT[key]
    besides = {f"{where}.{name}": value for name, value in own.items()}
    besides |= RESERVE if key == "capacity_credit" else {}
    before = least_cost(tmp_path, besides)
    after = least_cost(tmp_path, besides, {f"{where}.{name}": value for name, value in changed.items()})
    assert before is not None and after is not None
    assert (after - before) / before * {DEARER: 1, CHEAPER: -1}[effect] > 1e-6


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_of_a_section_is_tried(section: str) -> None:
    tried = set(CASES.get(section, {})) | WORDS | ELSEWHERE.get(section, set())
    inherited = {"WrittenTechnology": OF_EACH_KIND, "WrittenStorage": OF_EACH_KIND, "WrittenTrade": OF_EACH_KIND}
    if section == "WrittenMode":  # a technology of one mode is its own
        tried |= set(CASES["WrittenTechnology"])
    assert SECTIONS[section] - tried - inherited.get(section, set()) == set()

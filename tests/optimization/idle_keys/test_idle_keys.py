"""What reaches no row and no cost of the model is told, by path and line; what reaches one is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.memory import Memory
from carbonsim.optimization.compiling.arrays import Arrays, compile_model
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.idle_keys.idle_keys import find_idle, find_unpaid_price
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.pipeline import check, run
from carbonsim.scenario.describing.written_keys import put, written_keys
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.starting.new import new_city
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FLAT = {"winter_day": 0.2, "winter_night": 0.2, "summer_day": 0.3, "summer_night": 0.3}
STOVE = {"label": "Stove", "input": "raw_coal", "efficiency": 0.6, "capital_cost": 300, "lifetime": 10}
HOMES = "buildings.classes.homes"
WORK = {"label": "Fields", "of": "value_added_primary", "per_value_added": 23}
COOKING = {"label": "Cooking", "final_energy": {"raw_coal": 0}, "technologies": ["stove"]}
WORKS = {"label": "Works", "branch": "homes", "start": 2028}
CORRIDOR = {"least": "0 %/yr", "most": "9 %/yr"}
SHOP = {"system.commodities.tea": {}, "system.technologies.shop": {"outputs": {"tea": 1}, "activity_max": 3}}
COOLING = {"label": "Cooling", "final_energy": {"electricity": 0}, "technologies": ["lights"]}
HEATING = {"label": "Heating", "final_energy": {"district_heat": 0}, "technologies": ["network-heat"]}
ACTION = {"category": "energy-transition", "owner": "A bureau", "start": 2026, "full_by": 2028}


@cache
def read(file: Path) -> Scenario:
    scenario, findings = read_scenario(file)
    assert scenario is not None, findings
    return scenario


def idle(scenario: Scenario) -> list[str]:
    memory = Memory()
    system, findings = assemble(scenario, memory)
    assert system is not None, findings
    return [warning.path for warning in find_idle(scenario, system, memory)]


def divided(keys: Mapping[str, str], *shares: str) -> dict[str, Any]:
    """Two districts with a half of each share."""
    halves = dict.fromkeys(shares, 0.5)
    return {"keys": keys, "areas": {name: {"label": name, "shares": halves} for name in ("east", "west")}}


TOWN, ISLAND = SCENARIOS / "tutorial.yaml", SCENARIOS / "island.yaml"
Changes = Mapping[str, Any]
REACHING_NOTHING: list[tuple[Path, Changes, list[str]]] = [
    (TOWN, {"energy.carbon_price": 5000}, ["energy.carbon_price"]),
    (TOWN, {"energy.carbon_price": {2025: 0, 2030: 90}}, ["energy.carbon_price"]),
    (
        TOWN,
        {"energy.carbon_price": 50, "energy.plants.wind.carbon_market": True},
        ["energy.plants.wind.carbon_market", "energy.carbon_price"],
    ),
    (TOWN, {"energy.plants.gas-boiler.retire_by": 2025}, ["energy.plants.gas-boiler"]),
    (TOWN, {"energy.plants.gas-boiler.growth_seed": 0.2}, ["energy.plants.gas-boiler.growth_seed"]),
    (TOWN, {"energy.plants.wind.heat_max": 20}, ["energy.plants.wind.heat_max"]),
    (TOWN, {"energy.plants.wind.capture": "50 %"}, ["energy.plants.wind.capture"]),
    (TOWN, {"energy.shapes.cooling": FLAT}, ["energy.shapes.cooling"]),
    (TOWN, {"energy.profiles.sun": FLAT}, ["energy.profiles.sun"]),
    (TOWN, {f"{HOMES}.uses.cooling": {**COOLING, "shape": "heating"}}, [f"{HOMES}.uses.cooling.shape"]),
    (
        TOWN,
        {f"{HOMES}.uses.cooling": {**COOLING, "shape": "cooling"}, "energy.shapes.cooling": FLAT},
        [f"{HOMES}.uses.cooling.shape", "energy.shapes.cooling"],
    ),
    (
        TOWN,
        {
            "buildings.classes.sheds": {
                "label": "Sheds",
                "floor_area": 0,
                "uses": {"heat": {**HEATING, "shape": "heating"}},
            }
        },
        ["buildings.classes.sheds.uses.heat.shape"],
    ),
    (TOWN, {"buildings.technologies.stove": {**STOVE, "share_max": 0.3}}, ["buildings.technologies.stove"]),
    (
        TOWN,
        {"buildings.technologies.network-heat.share_change_max": "1 %/yr"},
        ["buildings.technologies.network-heat.share_change_max"],
    ),
    (
        TOWN,
        {"energy.fuels.peat": {"label": "Peat", "group": "coal", "price": 3, "supplied": False, "ceiling": 10}},
        ["energy.fuels.peat.ceiling"],
    ),
    (TOWN, {"energy.carbon_price": {2025: 0, 2028: 0, 2029: 90, 2030: 0}}, ["energy.carbon_price"]),  # no model year
    (TOWN, {"energy.carbon_price": {2024: 90, 2025: 0}}, ["energy.carbon_price"]),
    (
        TOWN,
        {"energy.carbon_price": 0, "energy.plants.gas-boiler.carbon_market": True},
        ["energy.plants.gas-boiler.carbon_market"],
    ),
    (
        TOWN,
        {"energy.fuels.coke": {"label": "Coke", "group": "coal", "price": 3, "ceiling": 10}},
        ["energy.fuels.coke.ceiling"],
    ),
    (
        TOWN,
        {f"{HOMES}.uses.cooking": COOKING, "buildings.technologies.stove": {**STOVE, "share_max": 0.3}},
        ["buildings.technologies.stove.share_max"],
    ),
    (
        TOWN,
        {"economy.growth_corridor": {"central": 60, "structure": {"primary": 0.1, "secondary": 0.3}, **CORRIDOR}},
        ["economy.growth_corridor.central", "economy.growth_corridor.structure"],
    ),
    (TOWN, {"campaigns.words": {**ACTION, "changes": {}}}, ["campaigns.words"]),
    (TOWN, {"projects.works": {**WORKS, "energy": {"electricity": 0}}}, ["projects.works"]),
    (
        TOWN,
        {"projects.works": {**WORKS, "energy": {"natural_gas": 3, "electricity": 0}, "shape": "heating"}},
        ["projects.works.shape"],
    ),
    (ISLAND, SHOP, ["system.technologies.shop.activity_max"]),
    (TOWN, {"scope.process": True}, ["scope.process"]),
    (TOWN, {"scope.land": True}, ["scope.land"]),
    (TOWN, {"scope.gases": "all"}, ["scope.gases"]),
    (TOWN, {"scope.name": "gross_imports"}, ["scope.name"]),
    (TOWN, {"scope.credit_exports": True}, ["scope.credit_exports"]),
    (TOWN, {"peaking.by": 2040}, ["peaking.decline_after"]),
    (TOWN, {"peaking.guard": False, "peaking.guard_growth": "1 %/yr"}, ["peaking.guard_growth"]),
    (TOWN, {"peaking.sectors": {"buildings": {"max_level": 1}}}, ["peaking.sectors.buildings"]),
    (
        TOWN,
        {"campaigns.plants": {**ACTION, "changes": {"energy.carbon_price": 100}}},
        ["campaigns.plants.changes.energy.carbon_price"],
    ),
    (
        TOWN,
        {"campaigns.wind": {**ACTION, "changes": {"energy.plants.wind.fixed_cost": 150}}},
        ["campaigns.wind.changes.energy.plants.wind.fixed_cost"],
    ),
    (ISLAND, {"system.technologies.sun.last_year": 2020}, ["system.technologies.sun"]),
    (
        ISLAND,
        {"system.limits.pipes": {"measure": "capacity", "technologies": ["spill"], "at_most": 3}},
        ["system.limits.pipes"],
    ),
    (
        ISLAND,
        {"system.commodities.tea": {"balance": "slice"}, "system.reserve_margins.tea": {"margin": 0.1}},
        ["system.reserve_margins.tea"],
    ),
    (
        ISLAND,
        {"system.reserve_margins": None},
        [
            "system.technologies.diesel-engines.capacity_credit",
            "system.storages.battery.capacity_credit",
            "system.storages.hydrogen.capacity_credit",
        ],
    ),
]
REACHING_SOMETHING: list[tuple[Path, Changes]] = [
    (TOWN, {"energy.carbon_price": 0}),
    (TOWN, {"energy.carbon_price": 1e-6, "energy.plants.gas-boiler.carbon_market": True}),
    (TOWN, {"energy.plants.wind.output_max": 1e6}),  # slack, and a bound all the same
    (TOWN, {"energy.plants.gas-boiler.heat_max": 1e6}),
    (TOWN, {"energy.plants.gas-boiler.capture": "50 %"}),
    (TOWN, {"energy.plants.gas-boiler.last_year": 2030}),
    (TOWN, {f"{HOMES}.uses.cooling": {**COOLING, "final_energy": {"electricity": 1}, "shape": "heating"}}),
    (TOWN, {"energy.carbon_price": {2024: 0, 2025: 0}}),
    (TOWN, {"campaigns.words": {**ACTION, "changes": {}, "enabled": False}}),
    (TOWN, {"economy.growth_corridor": CORRIDOR}),
    (
        TOWN,
        {
            "economy.growth_corridor": {"central": 60, **CORRIDOR},
            "economy.services": {"offices": {"label": "Offices", "value_added": 1, "elasticity": 0.5}},
        },
    ),
    (TOWN, {"projects.works": {**WORKS, "energy": {"electricity": 1}, "shape": "heating"}}),
    (TOWN, {"projects.works": {**WORKS, "energy": {}, "jobs": 100}}),
    (ISLAND, {**SHOP, "system.commodities.tea": {"surplus": True}}),
    (ISLAND, {**SHOP, "system.technologies.shop": {**SHOP["system.technologies.shop"], "activity_min": 1}}),
    (TOWN, {f"{HOMES}.uses.cooling": COOLING}),  # a demand at rest, without a shape
    (TOWN, {"energy.plants.gas-boiler.first_year": 2026}),  # what its absence would be, and it is read
    (TOWN, {"energy.fuels.raw_coal.ceiling": 1e6}),
    (TOWN, {"buildings.technologies.network-heat.share_min": 0.3}),
    (TOWN, {"peaking.sectors": {"energy": {"by": 2028, "guard_growth": "1 %/yr"}}}),
    (TOWN, {"peaking.emission_cap": {2030: 900}}),
    (TOWN, {"peaking.budget": {"from": 2029, "to": 2029, "at_most": 900}}),
    (TOWN, {"targets.share": {"indicator": "non_fossil_share", "year": 2030, "at_least": 1, "strength": "enforce"}}),
    (TOWN, {"campaigns.off": {**ACTION, "enabled": False, "changes": {"energy.carbon_price": 100}}}),
    (TOWN, {"campaigns.wind": {**ACTION, "changes": {"energy.plants.wind.capital_cost": 3000}}}),
    (ISLAND, {"system.technologies.port.activity_max": 1e6}),
    (ISLAND, {"system.technologies.wind.degrowth_limit": 0.1}),
    (ISLAND, {"system.technologies.wind.first_year": 2040, "system.technologies.wind.unit_size": 0.01}),
    (ISLAND, {"system.storages.battery.retirement": "early"}),
    (ISLAND, {"system.limits.engines": {"measure": "capacity", "technologies": ["diesel-engines"], "at_most": 1e6}}),
    (ISLAND, {"system.technologies.spill.emission_factors": {"CH4": 0.1}, "system.carbon_price.CH4": 30}),
]


@pytest.mark.parametrize(("file", "changes", "paths"), REACHING_NOTHING, ids=lambda part: str(part)[:60])
def test_what_reaches_nothing_is_told(file: Path, changes: Changes, paths: list[str]) -> None:
    assert set(paths) <= set(idle(read(file).with_(changes)))


@pytest.mark.parametrize(("file", "changes"), REACHING_SOMETHING, ids=lambda part: str(part)[:60])
def test_what_reaches_a_row_or_a_cost_is_not_told(file: Path, changes: Changes) -> None:
    assert idle(read(file).with_(changes)) == []


PEOPLE = {f"{HOMES}.people": "urban_population"}
REACHING_NO_FIGURE: list[tuple[Changes, list[str]]] = [
    ({"economy.tariffs": {"natural_gas": 72}, **PEOPLE}, ["economy.tariffs.natural_gas"]),
    ({"economy.tariffs": {"electricty": 150}, **PEOPLE}, ["economy.tariffs.electricty"]),
    ({"economy.tariffs": {"electricity": 150}}, ["economy.tariffs.electricity"]),  # whose homes are of no households
    ({"economy.income": {"urban": 40000, "rural": 20000}}, ["economy.income"]),
    ({"economy.jobs": {"fields": WORK}, "economy.structure.primary": 0}, ["economy.jobs.fields"]),
    ({"economy.plant_jobs": {"curtailment": 0.1}}, ["economy.plant_jobs.curtailment"]),
    (
        {"economy.plant_jobs": {"gas boiler": 0.1}, "energy.plants.gas-boiler.last_year": 2020},
        ["economy.plant_jobs.gas boiler"],
    ),
    ({"districts": divided({"energy": "people", "land": "people"}, "people")}, ["districts.keys.land"]),
    ({"districts": divided({"energy": "people", "imports": "people"}, "people")}, ["districts.keys.imports"]),
    ({"districts": divided({"energy": "people"}, "people", "crops")}, ["districts.areas.east.shares.crops"]),
    ({"districts": divided({}, "people")}, ["districts"]),
]
REACHING_A_FIGURE: list[Changes] = [
    {"economy.tariffs": {"electricity": 150, "district_heat": 80}, **PEOPLE},
    {"economy.income": {"urban": 40000, "rural": 20000}, "economy.tariffs": {"electricity": 150}, **PEOPLE},
    {"economy.jobs": {"fields": WORK}, "economy.plant_jobs": {"wind": 0.1, "gas boiler": 0.1}},
    {"economy.jobs": {"fields": {**WORK, "per_value_added": 0}}, "economy.plant_jobs": {"curtailment": 0}},
    {"districts": divided({"energy": "plants", "population": "people", "gdp": "people"}, "people", "plants")},
]


@pytest.mark.parametrize(("changes", "paths"), REACHING_NO_FIGURE, ids=lambda part: str(part)[:60])
def test_what_only_reports_and_reaches_no_figure_is_told(changes: Changes, paths: list[str]) -> None:
    scenario = read(TOWN).with_(changes)
    memory = Memory()
    system, findings = assemble(scenario, memory)
    assert system is not None, findings
    found = find_idle(scenario, system, memory)
    told = [warning for warning in found if "no figure of the results" in str(warning.found)]
    assert [warning.path for warning in told] == paths
    assert all("取值未进入结果中的任何数值" in warning.rendered("zh") for warning in told)


@pytest.mark.parametrize("changes", REACHING_A_FIGURE, ids=lambda part: str(part)[:60])
def test_what_only_reports_and_reaches_a_figure_is_not_told(changes: Changes) -> None:
    assert idle(read(TOWN).with_(changes)) == []


@pytest.mark.parametrize("file", [TOWN, ISLAND, SCENARIOS / "accounting.yaml", SCENARIOS / "changchun/baseline.yaml"])
def test_no_shipped_scenario_has_a_key_that_reaches_nothing(file: Path) -> None:
    assert idle(read(file)) == []


def test_a_new_city_has_no_key_that_reaches_nothing(tmp_path: Path) -> None:
    assert idle(read(new_city(tmp_path / "city", "City")[-1])) == []


def test_shares_of_a_fleet_of_no_vehicles_are_told(tmp_path: Path) -> None:
    city = read(new_city(tmp_path / "city", "City")[-1])
    path = "transport.fleets.truck.drivetrains.battery-electric"
    none = city.with_({"transport.fleets.truck.stock": 0, f"{path}.sales_share_min": {2026: "5 %", 2035: "30 %"}})
    assert idle(none) == [f"{path}.sales_share_min"]


def test_a_key_is_told_with_the_line_of_the_file_that_wrote_it(tmp_path: Path) -> None:
    parent, child = tmp_path / "parent.yaml", tmp_path / "child.yaml"
    parent.write_text(f"extends: {TOWN}\nenergy:\n  carbon_price: 80\n", encoding="utf-8")
    child.write_text("extends: parent.yaml\nname: Child\n", encoding="utf-8")
    (warning,) = check(child)[1]
    assert (Path(warning.file).name, warning.line, warning.path) == ("parent.yaml", 3, "energy.carbon_price")
    assert "no row and no cost" in str(warning.found)
    assert "取值未进入模型的任何约束或成本" in warning.rendered("zh")
    told = CliRunner().invoke(app, ["check", str(child)])
    assert told.exit_code == 0
    assert "parent.yaml:3: energy.carbon_price" in told.output.replace("\n", "")


def test_a_run_and_its_summary_tell_it(tmp_path: Path) -> None:
    file = tmp_path / "price.yaml"
    file.write_text(f"extends: {TOWN}\nenergy: {{carbon_price: 80}}\n", encoding="utf-8")
    run(file, out=tmp_path / "results")
    summary = json.loads((tmp_path / "results/summary.json").read_text(encoding="utf-8"))
    assert any(warning["path"] == "energy.carbon_price" for warning in summary["warnings"])
    assert "no row and no cost" in (tmp_path / "results/report.html").read_text(encoding="utf-8")


def small_city(seed: int) -> dict[str, Any]:
    """Changes of the tutorial town at random: which plants pay for carbon, what there is and what it costs."""
    chance = Random(seed)
    plants = ["coal-plant", "wind", "coal-boiler", "gas-boiler"]
    changes: dict[str, Any] = {f"energy.plants.{name}.carbon_market": chance.random() < 0.3 for name in plants}
    changes["energy.plants.gas-boiler.last_year"] = chance.choice([2025, 2040])
    changes["energy.plants.wind.capital_cost"] = chance.uniform(3000, 9000)
    changes["energy.fuels.natural_gas.price"] = chance.uniform(20, 90)
    return changes


def solved(scenario: Scenario) -> tuple[EnergySystem, Solution]:
    system, findings = assemble(scenario)
    assert system is not None, findings
    return system, Optimization(system).solve_twin()


def cost(scenario: Scenario) -> float:
    objective = solved(scenario)[1].objective
    assert objective is not None
    return objective


@pytest.mark.parametrize("seed", range(8))
def test_raising_a_price_of_the_whole_economy_changes_the_cost_or_is_told(seed: int) -> None:
    city = read(TOWN).with_(small_city(seed))
    raised = city.with_("energy.carbon_price", 5000)
    changes = cost(raised) > cost(city) * (1 + 1e-9)
    reaches_nothing = "energy.carbon_price" in idle(raised)
    nobody_pays = find_unpaid_price(raised, *solved(raised)) != []
    assert changes or reaches_nothing or nobody_pays
    assert not (changes and reaches_nothing)


@pytest.mark.parametrize("covered", [True, False])
def test_a_price_in_a_new_city_changes_the_cost_or_is_told(covered: bool, tmp_path: Path) -> None:
    city = read(new_city(tmp_path / "city", "City")[-1]).with_("energy.plants.coal-chp.carbon_market", covered)
    raised = city.with_("energy.carbon_price", 5000)
    assert ("energy.carbon_price" in idle(raised)) != (cost(raised) > cost(city) * (1 + 1e-9)) == covered


def test_a_price_on_the_island_changes_the_cost() -> None:
    raised = read(ISLAND).with_("system.carbon_price.CO2", 5000)
    assert idle(raised) == []
    assert cost(raised) > cost(read(ISLAND))


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        (TOWN, {"energy.carbon_price": 50, "energy.plants.wind.heat_max": 9, "energy.plants.coal-boiler.heat_max": 9}),
        (
            ISLAND,
            {
                "system.reserve_margins": None,
                "system.limits.pipes": {"measure": "capacity", "technologies": ["spill"], "at_most": 3},
            },
        ),
    ],
)
def test_the_search_says_what_the_whole_model_says(file: Path, changes: Changes) -> None:
    """A key is idle where every model with another value in its place is the same: here each is compiled in turn."""
    scenario = read(file).with_(changes)
    told = idle(scenario)
    base = compiled(scenario)
    for key in written_keys(scenario):
        if key.steps[0] in ("peaking", "scope") or any(key.path.startswith(f"{path}.") for path in told):
            continue  # those are told by their own rows, and of an entry that is idle only the entry
        others = [compiled(put(scenario, key.steps, other).with_trace(scenario.trace)) for other in key.others]
        same = all(other is not None and same_model(base, other) for other in others)
        assert same == (key.path in told), key.path


def compiled(scenario: Scenario) -> Arrays | None:
    """The arrays of a scenario; None where it cannot be assembled."""
    try:
        system, _ = assemble(scenario)
    except (AttributeError, LookupError, TypeError, ValueError):
        return None
    return None if system is None else compile_model(derive(system))


def same_model(one: Arrays | None, two: Arrays) -> bool:
    """Say whether two models have the same numbers, but for rows with nothing in them."""
    assert one is not None
    if one.column_count != two.column_count:
        return False
    parts = []
    for program in (one.gather(), two.gather()):
        filled = np.diff(program.starts) > 0
        bounds = (program.row_low[filled], program.row_high[filled], program.column_low, program.column_high)
        parts.append([np.diff(program.starts)[filled], program.indices, program.values, program.costs, *bounds])
    return all(np.array_equal(mine, theirs) for mine, theirs in zip(*parts, strict=True))


def test_a_sector_may_grow_at_a_rate_of_its_own_until_its_peak() -> None:
    """The guard of a sector takes the growth rate that is written, from what it emits before the plan."""
    sectors = {"energy": {"by": 2028, "guard_growth": "1 %/yr"}}
    scenario = read(TOWN).with_("peaking", {"sectors": sectors})
    system, findings = assemble(scenario)
    assert system is not None, findings
    optimization = Optimization(system)
    twin = optimization.solve_twin()
    optimization.solve_plan(twin)
    emitted = dict(zip(twin.scope["year"].tolist(), twin.scope["inside"].tolist(), strict=True))  # all is of energy
    bound = optimization.model._cells["guard_bound", (1, 2028)]
    assert bound == pytest.approx(emitted[2025] * 1.01**3, rel=1e-5)


def test_an_enforced_target_that_no_plan_can_change_is_told(tmp_path: Path) -> None:
    city = read(new_city(tmp_path / "city", "City")[-1])
    arable = {"area": "0.2 Mha"}
    target = {"indicator": "cropped_area", "year": 2030, "at_least": 0.1, "strength": "enforce"}
    assert idle(city.with_({"land": {"arable": arable}, "targets.land": target})) == ["targets.land"]
    assert idle(city.with_({"land": {"arable": arable}, "targets.land": {**target, "strength": "track"}})) == []

"""Systems that differ in numbers are solved on one compiled model, and answer as if each were built anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import carbonsim
from carbonsim.memory import Memory
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants, same_layout
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import finish, heated_city
from tests.optimization.whole_systems import firm_system

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
YEARS = [2020, 2021, 2022]


def city(demand: float = 12.0, gas: float = 60.0, **options: object) -> EnergySystem:
    rows = heated_city(YEARS, [10.0, 11.0, demand], 2021, options={"coal": options} if options else None)
    for year in YEARS:
        rows.parameters["variable_cost"]["city", "supply/gas", "supply", year] = gas
    return finish(rows)


@pytest.mark.parametrize("changed", [{"demand": 13.0}, {"gas": 10.0}, {"demand": 14.0, "gas": 15.0}])
def test_new_numbers_are_gathered_into_the_model_that_stands(changed: dict[str, float]) -> None:
    variants = Variants()
    for numbers in (city(), city(**changed), city()):
        system = replace(numbers, peaking=(Peaking(max_level=1.15),))
        fresh = Optimization(system)
        twin = fresh.solve_twin()
        assert variants.twin(system).objective == pytest.approx(twin.objective)
        assert variants.plan(system).objective == pytest.approx(fresh.solve_plan(twin).objective)
    assert variants.built == 1


@pytest.mark.parametrize(
    ("parameter", "factor"),
    [("demand", 1.1), ("demand_slice", 1.1), ("variable_cost", 2.0), ("capital_cost", 0.5), ("fixed_cost", 3.0)],
)
def test_costs_and_demands_are_derived_alone_and_say_what_all_would(parameter: str, factor: float) -> None:
    system = firm_system() if parameter == "demand_slice" else carbonsim.compile(TUTORIAL).live.model.system
    assert system.parameters[parameter]
    table = {key: value * factor for key, value in system.parameters[parameter].items()}
    other = replace(system, parameters={**system.parameters, parameter: table})
    memory = Memory()
    held = derive(system, memory)
    renewed, derived = derive(other, memory), derive(other)
    assert renewed.rows is held.rows and same_layout(renewed, derived)
    assert {name: cells for name, cells in renewed.tables.items() if cells} == {
        name: cells for name, cells in derived.tables.items() if cells
    }


def test_what_moves_a_row_is_derived_whole() -> None:
    system = carbonsim.compile(TUTORIAL).live.model.system
    none = dict.fromkeys(system.parameters["demand"], 0.0)
    ratios = {key: value * 0.9 for key, value in system.parameters["output_ratio"].items()}
    for changed in ({"demand": none}, {"output_ratio": ratios}):
        assert _laid_out_anew(system, replace(system, parameters={**system.parameters, **changed}))
    assert _laid_out_anew(system, replace(system, peaking=(Peaking(max_level=1.0),)))


def _laid_out_anew(before: EnergySystem, after: EnergySystem) -> bool:
    memory = Memory()
    held = derive(before, memory)
    found, whole = derive(after, memory), derive(after)
    assert same_layout(found, whole) and found.tables == whole.tables
    return found.rows is not held.rows


def test_another_structure_is_built_once_and_kept() -> None:
    variants = Variants()
    plain, bounded = city(), city(activity_max=5.0)
    answers = [variants.twin(system).objective for system in (plain, bounded, plain, bounded)]
    assert answers[0] == answers[2] and answers[1] == answers[3]
    assert variants.built == 2 and variants.solved == 4


def test_every_variant_has_the_past_of_the_reference() -> None:
    reference = Optimization(city()).solve_twin()
    cheap_gas = Variants(reference).twin(city(gas=1.0))
    burnt = cheap_gas.activity[cheap_gas.activity["technology"] == "boiler/coal"].set_index("year")["value"]
    assert burnt.to_dict() == pytest.approx({2020: 10.0, 2021: 0.0, 2022: 0.0}, abs=1e-4)

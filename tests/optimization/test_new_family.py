"""A new family of constraints is a function with its registration and one derivation, and nothing else.

Two families that no plan needs stand here whole: a target of a region, and a line of the peaking plan. Whatever
compiles, prices, explains or prints finds them by the register.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyomo.environ as pyo
import pytest

import carbonsim
from carbonsim.messages.message import message
from carbonsim.optimization.compiling.arrays import compile_model
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.compiling.document import document
from carbonsim.optimization.compiling.pyomo_model import build
from carbonsim.optimization.equations import EQUATIONS
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.structure.reading import Part, Reading, Row
from carbonsim.optimization.structure.registry import Equation, derivation, equation
from carbonsim.optimization.structure.roles import PeakingLine, RegionTarget
from carbonsim.optimization.structure.symbols import COLUMNS, Symbol
from carbonsim.optimization.terms.activity import derive_columns
from carbonsim.optimization.terms.emissions import ALL, derive_emissions
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.parameters import PARAMETERS, Parameter
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import finish, heated_city, told

YEARS = [2020, 2021, 2022]
OPTIMIZATION = Path(carbonsim.__file__).parent / "optimization"


@derivation(derive_columns)
def derive_building(data: Coefficients) -> None:
    for key, most in data.system.parameters["building_max"].items():
        data.tables["building_room"][key] = most
        data.rows["building_max"].append(key)


@equation(
    index="region technology",
    unit="capacity unit",
    derived_by=derive_building,
    tables={"building_room": Symbol(r"\overline{n}_{rt}", "capacity unit", "most that is built in all years")},
    role=RegionTarget(
        "building_max",
        message("at most {value} of {name} built in all"),
        name=message("most building"),
        per="unit of capacity",
        unit="GW",
    ),
)
def building_max(m: Reading, region: Part, technology: Part) -> Row:
    r"""What is built in all years together stays within a limit.

    .. math:: \sum_y n_{rty} \le \overline{n}_{rt}
    """
    built = [m.new_capacity[region, technology, year] for year in m.data.system.years]
    return m.total([m.number(1.0) * one for one in built]) <= m.building_room[region, technology]


@derivation(derive_emissions)
def derive_last_year(data: Coefficients) -> None:
    for number, _ in enumerate(data.peaking):
        row = (number, data.system.years.model[-1])
        data.tables["last_year_bound"][row] = 0.9
        data.rows["last_year"].append(row)


@equation(
    index="plan year",
    unit="Mt",
    derived_by=derive_last_year,
    tables={"last_year_bound": Symbol(r"\overline{E}^{end}", "Mt", "most that the last year may emit")},
    role=PeakingLine("end", message("End"), message("an end at {value}")),
)
def last_year(m: Reading, number: int, year: int) -> Row:
    r"""The last year emits no more than a level.

    .. math:: E_Y \le \overline{E}^{end}
    """
    return m.total([m.number(1.0) * m.inside_emissions[ALL, year]]) <= m.last_year_bound[number, year]


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning = Parameter(("region", "technology"), "capacity unit", float("inf"), "Most that is built in all years.")
    monkeypatch.setitem(PARAMETERS, "building_max", meaning)
    for one in (building_max, last_year):
        assert isinstance(one, Equation)
        monkeypatch.setitem(EQUATIONS, one.name, one)


def city(most: float) -> EnergySystem:
    """Coal heat costs 1 to build and 20 to run, gas heat 3 and 60; each lasts a year, ten are needed every year."""
    lasting = {"lifetime": 1, "capacity_to_activity": 1.0}
    options = {"coal": {**lasting, "capital_cost": 1.0}, "gas": {**lasting, "capital_cost": 3.0}}
    rows = heated_city(YEARS, [10.0] * 3, 2021, options=options)
    rows.parameters["building_max"]["city", "boiler/coal"] = most
    return finish(rows)


@pytest.mark.usefixtures("register")
def test_its_rows_stand_in_the_arrays_and_in_pyomo() -> None:
    data = derive(city(25.0))
    arrays = compile_model(data)
    (row,) = arrays.rows["building_max"].values()
    program = arrays.gather()
    entries = slice(program.starts[row], program.starts[row + 1])
    built = arrays.columns["new_capacity"]
    assert program.indices[entries].tolist() == [built["city", "boiler/coal", year] for year in YEARS]
    assert program.values[entries].tolist() == [1.0, 1.0, 1.0]
    assert program.row_high[row] == 25.0
    constraint = build(data).pyomo.component("eq_building_max")["city", "boiler/coal"]
    assert pyo.value(constraint.upper) == 25.0


def row_of(duals: pd.DataFrame, name: str) -> pd.Series:
    (found,) = [row for _, row in duals.iterrows() if row["constraint"] == name]
    return found


def solved(system: EnergySystem) -> tuple[Solution, Solution]:
    optimization = Optimization(system)
    twin = optimization.solve_twin()
    return twin, optimization.solve_plan(twin) if twin.status == "optimal" else twin


@pytest.mark.usefixtures("register")
def test_its_dual_has_a_name_a_bound_and_a_kind() -> None:
    """25 of coal in 30: one more saves in the last year, where it saves least, 2 of building and 40 of fuel.

    What is built is paid two years after the base year, what is burnt in the middle of the year that follows.
    """
    twin, _ = solved(city(25.0))
    row = row_of(twin.duals, "most building city boiler/coal")
    assert row["dual"] == pytest.approx((3.0 - 1.0) * 1.05**-2.0 + (60.0 - 20.0) * 1.05**-2.5)
    assert (row["slack"], row["bound"], row["kind"]) == (pytest.approx(0.0, abs=1e-6), 25.0, "policy")
    assert row["unit"].endswith("per unit of capacity, discounted")


@pytest.mark.usefixtures("register")
def test_it_takes_part_in_an_explanation() -> None:
    """Without gas, thirty of coal have to be built: the target gives way by ten."""
    system = city(20.0)
    gas = {("city", "boiler/gas", year): 0.0 for year in YEARS}
    system = replace(system, parameters={**system.parameters, "new_capacity_max": gas})
    twin, _ = solved(system)
    assert twin.status == "infeasible"
    assert "at most 20 GW of coal boiler built in all" in told(twin)[0]
    assert "the smallest relaxation that works is 10 GW" in told(twin)[0]


@pytest.mark.usefixtures("register")
def test_a_line_of_the_peaking_plan_is_free_in_the_twin_and_priced_in_the_plan() -> None:
    """Coal emits 1 Mt in a year; at 0.9 a fifth of the heat is gas, and a tonne less costs what gas is dearer."""
    twin, plan = solved(replace(city(99.0), peaking=(Peaking(max_level=2.0),)))
    last = YEARS[-1]
    emitted = [solution.scope.set_index("year")["total"][last] for solution in (twin, plan)]
    assert emitted == pytest.approx([1.0, 0.9])
    row = row_of(plan.duals, "last_year")
    assert (row["path"], row["kind"], row["bound"]) == ("peaking.end", "policy", 0.9)
    assert row["dual"] > 0.0
    prices = plan.emission_prices.set_index(["group", "year"])["shadow_price"]
    assert prices[ALL, last] == pytest.approx(row["dual"])


@pytest.mark.usefixtures("register")
def test_it_stands_in_the_document_of_equations() -> None:
    text = document("building_max")
    assert "What is built in all years together stays within a limit." in text
    assert r"\overline{n}_{rt}: most that is built in all years, capacity unit (building_room)" in text
    assert "building_max" in document() and "last_year" in document()


def test_no_other_list_names_families_of_constraints() -> None:
    """A dictionary, list or tuple with names of several is one that a new family would have to enter."""
    alike = COLUMNS.keys() | PARAMETERS.keys()  # a column or a parameter may be named as its family of constraints is
    names = EQUATIONS.keys() - alike
    for file in OPTIMIZATION.parent.rglob("*.py"):
        if file.parent.name in ("equations", "terms"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            listed = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
            told = [one.value for one in listed if isinstance(one, ast.Constant) and one.value in names]
            assert len(told) < 2, f"{file.name}: {told}"

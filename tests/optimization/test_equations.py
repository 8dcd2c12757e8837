"""Equations: every row of a built model belongs to a registered one, and each says what it is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest

from carbonsim.errors import ScenarioError
from carbonsim.optimization.compiling.arrays import compile_model
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.compiling.document import document, used_by
from carbonsim.optimization.compiling.pyomo_model import build
from carbonsim.optimization.equations import EQUATIONS, cell_tables, derivations, symbols
from carbonsim.optimization.equations.cost import COST_COMPONENTS
from carbonsim.optimization.planning.twin_and_plan import Optimization
from tests.optimization.whole_systems import YEARS, electric_system, every_family


def test_every_constraint_is_a_registered_equation_and_the_reverse(tmp_path: Path) -> None:
    built: set[str] = set()
    for system, plan in every_family(tmp_path).values():
        model = build(derive(replace(system, peaking=plan)))
        built |= {c.name.removeprefix("eq_") for c in model.pyomo.component_objects(pyo.Constraint)}
    assert built == set(EQUATIONS)


def test_a_row_of_a_year_ends_with_columns_of_that_year(tmp_path: Path) -> None:
    """What a window of years sees is cut by the years of columns: no row of a year needs one of a later year."""
    for system, plan in every_family(tmp_path).values():
        arrays = compile_model(derive(replace(system, peaking=plan)))
        assert set(arrays.column_years.tolist()) <= {0, *system.years}
        for name, keys in arrays.rows.items():
            for key, row in keys.items() if "year" in EQUATIONS[name].index else ():
                columns = arrays.indices[arrays.starts[row] : arrays.starts[row + 1]]
                latest = arrays.column_years[columns].max(initial=0)
                assert latest in (0, key[EQUATIONS[name].index.index("year")]), name


@pytest.mark.parametrize("name", sorted(EQUATIONS))
def test_an_equation_says_its_sentence_formula_index_and_unit(name: str) -> None:
    equation = EQUATIONS[name]
    assert equation.sentence.endswith(".")
    assert "_" in equation.formula and "=" in equation.formula.replace("\\le", "=").replace("\\ge", "=")
    assert equation.unit and equation.index
    assert name in document(name)


SYMBOLS = symbols()


def test_every_column_and_table_has_a_symbol_with_its_unit() -> None:
    assert all(symbol.unit and symbol.latex and symbol.meaning for symbol in SYMBOLS.values())


def test_a_table_is_declared_once_and_by_who_reads_it() -> None:
    declared = [(one, table) for one in EQUATIONS.values() for table in one.tables]
    assert len({table for _, table in declared} | COST_COMPONENTS.keys()) == len(declared) + len(COST_COMPONENTS)
    assert all(table in used_by(one) for one, table in declared)


def test_whatever_is_derived_as_a_cell_is_declared(tmp_path: Path) -> None:
    """What is only looked up beside the programme is not."""
    derived = {
        name
        for system, plan in every_family(tmp_path).values()
        for name in derive(replace(system, peaking=plan)).tables
    }
    assert derived - {"flow_weight"} <= set(cell_tables())


def test_derivations_run_after_those_whose_work_they_read() -> None:
    order = derivations()
    assert len(set(map(id, order))) == len(order)
    assert all(order.index(one) < order.index(step) for step in order for one in step.after)


LETTER = re.compile(r"(\\(?:overline|underline)\{\\?[A-Za-z]+\}|\\[a-z]+|[A-Za-z])'?(?:\^(?:\{[a-z]+\}|[+-]))?_")
EITHER = {"z", "y", r"\sum", "d", "D"}  # any column of a limit; the first year; a sum; indices with indices


@pytest.mark.parametrize("name", sorted(EQUATIONS))
def test_what_the_formula_says_is_what_the_code_reads(name: str) -> None:
    """Every letter of a formula is that of a column or table which the equation's code uses."""
    equation = EQUATIONS[name]
    used = used_by(equation)
    explained = {letter for symbol in used for letter in LETTER.findall(SYMBOLS[symbol].latex)}
    assert set(LETTER.findall(equation.formula)) <= explained | EITHER
    assert all(SYMBOLS[symbol].unit in document(name) for symbol in used)


def test_an_unknown_equation_names_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="did you mean slice_balance"):
        document("slice_balanse")


def test_the_arrays_and_the_pyomo_model_are_two_readings_of_the_same_equations(tmp_path: Path) -> None:
    """At random values of all parameters and of all columns, rows, bounds and costs are alike in every system."""
    for name, (system, plan) in every_family(tmp_path).items():
        data = derive(replace(system, peaking=plan))
        model, arrays = build(data), compile_model(data)
        random = np.random.default_rng(7)
        values = {(t, key): float(random.random()) for t in cell_tables() for key in data.tables[t]}
        for (table, key), value in values.items():
            getattr(model, table)[key].set_value(value)
        program = arrays.gather(arrays.with_values(values))
        point = random.random(arrays.column_count)
        for family, columns in arrays.columns.items():
            for key, column in columns.items():
                variable = getattr(model, family)[key]
                variable.set_value(float(point[column]), skip_validation=True)
                assert program.column_low[column] == (-np.inf if variable.lb is None else variable.lb), (name, key)
                assert program.column_high[column] == (np.inf if variable.ub is None else variable.ub), (name, key)
        for family, rows in arrays.rows.items():
            constraint = model.pyomo.component(f"eq_{family}")
            assert len(constraint) == len(rows)
            for key, row in rows.items():
                pyomo = constraint[key if len(key) > 1 else key[0]]
                entries = slice(program.starts[row], program.starts[row + 1])
                compiled = program.values[entries] @ point[program.indices[entries]]
                told = (compiled, program.row_low[row], program.row_high[row])
                low, high = pyo.value(pyomo.lower), pyo.value(pyomo.upper)
                meant = (pyo.value(pyomo.body), -np.inf if low is None else low, np.inf if high is None else high)
                assert told == pytest.approx(meant, rel=1e-9, abs=1e-9), (name, family, key)
        assert program.costs @ point == pytest.approx(pyo.value(model.pyomo.total_cost.expr), rel=1e-9)


ODD = (
    "2.0 * x",
    "2 * x",
    "x * 2",
    "p * 2.0",
    "p * p",
    "x * x",
    "p * x * 2",
    "p * x + p * x",
    "p + x",
    "x + p",
    "p",
    "x - x",
)


@pytest.mark.parametrize("term", ODD)
def test_what_is_not_one_cell_times_one_column_fails_the_build(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(m: Any, *key: Any) -> Any:
        return m.total([eval(term, {"x": next(iter(m.activity.values())), "p": m.demand[key]})]) == 0.0

    monkeypatch.setitem(EQUATIONS, "yearly_balance", replace(EQUATIONS["yearly_balance"], rule=odd))
    with pytest.raises(TypeError):
        compile_model(derive(electric_system()))


def test_new_values_of_parameters_need_no_new_model() -> None:
    arrays = compile_model(derive(electric_system()))
    key = ("city", "supply/coal", "supply", 2022)
    before = arrays.gather().costs
    cells = arrays.with_values({("variable", key): arrays.cells[arrays.locate("variable", key)] * 3})
    after = arrays.gather(cells).costs
    assert (after != before).sum() == 1
    assert after.max() >= before.max()


def test_a_battery_cannot_create_power_and_loses_what_its_efficiency_says() -> None:
    optimization = Optimization(electric_system())
    solution = optimization.solve_twin()
    battery = solution.activity[solution.activity["technology"] == "battery"]
    charged = battery[battery["mode"] == "charge"]["value"].sum()
    discharged = battery[battery["mode"] == "discharge"]["value"].sum()
    assert discharged == pytest.approx(charged * 0.81, abs=1e-6)


def test_the_sun_does_not_shine_at_night() -> None:
    solution = Optimization(electric_system()).solve_twin()
    sun = solution.activity[
        (solution.activity["technology"] == "sun") & (solution.activity["time_slice"] == "day_dark")
    ]
    assert len(sun) == 4
    assert sun["value"].max() <= 1e-9


def test_a_shaped_use_draws_its_shares() -> None:
    """Warmth of 2 PJ takes 0.5 PJ in the light and 1.5 PJ in the dark, light 1 PJ and 3 PJ: 1.5 and 4.5 in all."""
    solution = Optimization(electric_system()).solve_twin()
    net = solution.activity.copy()
    net = net[net["technology"].isin(["plant", "sun", "battery", "import", "export"])]
    sign = net["mode"].map({"charge": -1.0}).fillna(1.0).where(net["technology"] != "export", -1.0)
    supplied = (net["value"] * sign).groupby([net["year"], net["time_slice"]]).sum()
    for year in YEARS:
        assert supplied[year, "day_light"] == pytest.approx(1.5, abs=1e-6)
        assert supplied[year, "day_dark"] == pytest.approx(4.5, abs=1e-6)

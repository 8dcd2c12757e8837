"""Units have one home: a table names them by the enumeration, and what it says is in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import carbonsim
from carbonsim.library import __file__ as library
from carbonsim.units import ResultUnit, factor

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
RESULTS = Path(library).parents[1] / "results"


def test_no_unit_of_a_table_is_written_a_second_time() -> None:
    units = {str(unit) for unit in ResultUnit}
    found = [
        (file.name, node.value)
        for file in RESULTS.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in units
    ]
    assert not found


def test_a_table_and_a_summary_say_units_as_plain_text_of_the_enumeration() -> None:
    done = carbonsim.run(TUTORIAL, write_results=False)
    told = {*done.table["unit"], done.summary.emission_unit}
    assert {type(unit) for unit in done.summary.plain().values() if isinstance(unit, str)} == {str}
    assert told <= {str(unit) for unit in ResultUnit}


def test_what_a_factor_knows_it_knows_by_the_enumeration_too() -> None:
    assert factor(ResultUnit.EJ, ResultUnit.PJ) == factor("EJ", "PJ") == pytest.approx(1000.0)

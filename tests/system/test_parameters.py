"""A new parameter of a technology is one entry, the field that translators fill, and its use."""

from __future__ import annotations

import ast
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

import carbonsim
from carbonsim.optimization.idle_keys.reach import Reach
from carbonsim.system.parameters import PARAMETERS, Parameter
from carbonsim.system.rows import Mode, Series, SystemBuilder, TechnologySpec, technology_parameters
from tests.optimization.small_systems import finish, label, rows_for
from tests.written_systems import written

SOURCE = Path(carbonsim.__file__).parent
OF_ANOTHER_FORMAT = {"places.py"}  # which file of a data set holds what


@dataclass(frozen=True, kw_only=True)
class LoudSpec(TechnologySpec):
    noise: Series = 0.0
    noise_limit: float | None = None


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> SystemBuilder:
    index = ("region", "technology")
    noise = Parameter((*index, "year"), "dB per capacity unit", 0, "Noise of capacity.", of="capacity")
    monkeypatch.setitem(PARAMETERS, "noise", noise)
    monkeypatch.setitem(PARAMETERS, "noise_limit", Parameter(index, "dB", 0, "Most noise.", of="new_capacity"))
    return rows_for([2020, 2021], 2021)


def mill(lifetime: float | None, **own: object) -> LoudSpec:
    return LoudSpec(
        name="mill", sector="energy", branch="heat", group="mill", label=label("mill"), slices=False,
        modes={"run": Mode(inputs={"coal": 1.0})}, lifetime=lifetime, **own,  # type: ignore[arg-type]
    )  # fmt: skip


def test_what_has_an_entry_and_a_field_is_written(rows: SystemBuilder) -> None:
    rows.technology(mill(20.0, noise=[50.0, 0.0], noise_limit=80.0))
    assert rows.parameters["noise"] == {("city", "mill", 2020): 50.0}
    assert rows.parameters["noise_limit"] == {("city", "mill"): 80.0}


def test_what_is_of_capacity_is_not_written_where_none_is_needed(rows: SystemBuilder) -> None:
    rows.technology(mill(None, noise=50.0, noise_limit=80.0))
    assert not rows.parameters["noise"] and not rows.parameters["noise_limit"]


def test_whether_it_is_idle_follows_from_what_it_is_of(rows: SystemBuilder) -> None:
    """Nothing new may be built in 2020, and nothing stands from before."""
    rows.technology(mill(1.0, noise=50.0, new_capacity_max=[0.0, 5.0]))
    reach = Reach(finish(rows))
    assert not reach.reads("noise", ("city", "mill", 2020))
    assert reach.reads("noise", ("city", "mill", 2021))


def test_a_seed_says_nothing_without_its_limit() -> None:
    assert {name for name, meaning in PARAMETERS.items() if meaning.beside} == {"growth_seed", "degrowth_seed"}
    assert all(meaning.beside in PARAMETERS for meaning in PARAMETERS.values() if meaning.beside)


def test_a_seed_beside_a_limit_of_nothing_is_written() -> None:
    rows = rows_for([2020], 2020)
    rows.technology(mill(20.0, growth_limit=0.0, growth_seed=2.0, degrowth_seed=3.0))
    assert rows.parameters["growth_seed"] == {("city", "mill"): 2.0}
    assert not rows.parameters["degrowth_seed"]


def test_what_is_written_under_its_own_name_needs_no_line_of_its_own() -> None:
    system = written("""
        name: Plain
        time: {years: [2020], discount_rate: 5 %/yr}
        system:
          commodities: {heat: {}}
          technologies:
            mill: {outputs: {heat: 1}, lifetime: 20, capacity_to_activity: 1, fixed_cost: 3, capacity_max: 7,
                   capacity_credit: 50 %, growth_limit: 10 %/yr, growth_seed: 2, activity_max: 4}
          demands: {heat: {amount: 1}}
        """)
    key = (system.region, "mill")
    found = {name: [*system.parameters[name].values()] for name in ("fixed_cost", "capacity_max", "capacity_credit")}
    assert found == {"fixed_cost": [3.0], "capacity_max": [7.0], "capacity_credit": [0.5]}
    assert system.parameters["growth_limit"][key] == 0.1 and system.parameters["growth_seed"][key] == 2.0
    assert [*system.parameters["activity_max"].values()] == [4.0]


def test_no_other_list_names_the_parameters_of_a_technology() -> None:
    own = set(technology_parameters(TechnologySpec))
    assert own <= {part.name for part in fields(TechnologySpec)} & PARAMETERS.keys()
    for file in SOURCE.rglob("*.py"):
        if file.name in {"parameters.py", *OF_ANOTHER_FORMAT}:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            listed = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
            told = {one.value for one in listed if isinstance(one, ast.Constant) and one.value in own}
            assert 2 * len(told) < len(own), f"{file.name}: {sorted(told)}"

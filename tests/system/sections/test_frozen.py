"""What a scenario says of sets in which nobody chooses, and what then does not hold of their options."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from carbonsim.system.sections.frozen import released
from carbonsim.system.tables import Limit, Term
from tests.optimization.choosing_systems import PLAN_FROM, Option, choosing_town, frozen_town
from tests.system.sections.test_choices import assembled

TWO = [Option(1.0, 1.0, 0.7), Option(1.2, 1.2, 0.3)]
HEATING = "buildings/homes/heating"


def cap(*names: str, year: int = PLAN_FROM) -> Limit:
    terms = tuple(Term("activity", name, year, 1.0) for name in names)
    return Limit("cap", year, "<=", terms, 1.0, "PJ", "here", "plausibility")


def test_a_pattern_freezes_every_set_that_it_names(tmp_path: Path) -> None:
    system, findings = assembled(tmp_path, "{frozen: {'*/*/*': 2025}}")
    assert system is not None and not findings
    assert {one.service: one.frozen for one in system.choices} == {HEATING: 2025}


def test_frozen_sets_stand_where_nobody_chooses_elsewhere(tmp_path: Path) -> None:
    system, findings = assembled(tmp_path, f"{{on: false, frozen: {{{HEATING}: 2025}}}}")
    assert system is not None and not findings
    assert [one.frozen for one in system.choices] == [2025]


@pytest.mark.parametrize("year", [2024, 2026])
def test_a_year_that_is_not_before_the_plan_is_told(tmp_path: Path, year: int) -> None:
    _, findings = assembled(tmp_path, f"{{frozen: {{{HEATING}: {year}}}}}")
    assert "no model year before the plan" in findings[f"choices.frozen.{HEATING}"]


def test_a_set_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, findings = assembled(tmp_path, "{on: false, frozen: {transport/boat/distance: 2025}}")
    assert "which has no options to choose among" in findings["choices.frozen.transport/boat/distance"]


def test_bounds_on_frozen_options_do_not_hold_from_the_plan_on() -> None:
    town = frozen_town(TWO)
    parameters = {**town.parameters, "new_capacity_max": {("city", "option 0", year): 0.0 for year in town.years}}
    found = released(replace(town, parameters=parameters)).parameters
    assert {key[2] for key in found["new_capacity_max"]} == {year for year in town.years if year < PLAN_FROM}
    assert max(int(key[2]) for key in found["activity_max"]) < PLAN_FROM
    assert all(np.isfinite(value) for value in found["activity_max"].values())


def test_limits_on_frozen_options_alone_do_not_hold_and_all_others_do() -> None:
    past, both, other = cap("option 0", year=2021), cap("option 0", "option 1"), cap("option 0", "boiler")
    town = replace(frozen_town(TWO), limits=(past, both, other))
    assert released(town).limits == (past, other)


def test_a_system_in_which_all_choose_stays_as_it_is() -> None:
    town = replace(choosing_town(TWO), limits=(cap("option 0"),))
    assert released(town) is town

"""The scenarios of before are whole: each is read and assembled without a finding in today's schema."""

from __future__ import annotations

import pytest

from carbonsim import pipeline
from tests.benchmarks.beside import BEFORE, NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_of_before_can_be_read_in_todays_schema(name: str) -> None:
    scenario, _ = pipeline.check(BEFORE / f"{name}.yaml")
    assert "library:" not in (BEFORE / f"{name}.yaml").read_text(encoding="utf-8")
    assert scenario.stem == name.split("/")[-1]

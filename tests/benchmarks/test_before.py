"""The scenarios of before are whole: each is read and assembled without a finding in today's schema."""

from __future__ import annotations

import pytest

from carbonsim import pipeline
from carbonsim.clock import Clock
from carbonsim.memory import Memory
from tests.benchmarks.beside import BEFORE, NAMES, why

MEMORY = Memory()  # what scenarios have in common is translated once
ALIKE = {f"changchun/{name}" for name in ("carbon-budget", "circular-industry", "clean-energy", "green-living")}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ALIKE])  # campaigns of all-campaigns alone
def test_a_scenario_of_before_can_be_read_in_todays_schema(name: str) -> None:
    scenario = pipeline.read_checked(BEFORE / f"{name}.yaml")
    assert pipeline.assembled(scenario, Clock(), MEMORY).technologies
    assert "library:" not in (BEFORE / f"{name}.yaml").read_text(encoding="utf-8")
    assert scenario.stem == name.split("/")[-1]


@pytest.mark.parametrize("name", ["tutorial", "changchun/peak-2030"])
def test_a_scenario_of_before_knows_no_choice_and_sees_all_years(name: str) -> None:
    system = pipeline.assembled(pipeline.read_checked(BEFORE / f"{name}.yaml"), Clock(), MEMORY)
    assert not system.choices and system.foresight is None


def test_what_no_intended_difference_explains_is_told() -> None:
    assert why("island", 0.0) == [] and why("island", 1e-6) is None
    assert why("tutorial", 4.8e-5) and why("changchun/baseline", -1e-5)
    assert why("tutorial", 1e-4) is None and why("changchun/baseline", -1e-4) is None

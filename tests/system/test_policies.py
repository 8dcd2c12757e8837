"""Targets and campaigns of Changchun: two definitions of arable land, and measures that change numbers only."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.memory import Memory
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.planning.variants import same_layout
from carbonsim.scenario.campaigns import apply_campaigns, running
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem

CITY = Path(__file__).parents[2] / "scenarios" / "changchun"
BASELINE = CITY / "baseline.yaml"
VARIANTS = [file for file in sorted(CITY.glob("*.yaml")) if file.read_text(encoding="utf-8").startswith("extends:")]
SCENARIOS = [BASELINE, *VARIANTS]
MEMORY = Memory()  # what scenarios have in common is translated once; layouts are derived each on its own


def read(path: Path) -> Scenario:
    scenario, findings = read_scenario(path)
    assert scenario is not None, findings
    return scenario


def built(scenario: Scenario) -> EnergySystem:
    system, findings = assemble(scenario, MEMORY)
    assert system is not None, findings
    return system


def test_the_floor_of_the_land_survey_held_against_the_yearbook_is_warned_of(tmp_path: Path) -> None:
    file = tmp_path / "arable.yaml"
    target = "{indicator: cropped_area, year: 2035, at_least: 1.7859 Mha}"
    file.write_text(f"extends: {CITY / 'baseline.yaml'}\ntargets: {{mine: {target}}}\n", encoding="utf-8")
    (warning,) = [str(warning) for warning in built(read(file)).warnings if "targets.mine" in warning.path]
    assert "in 2020: the base year already breaks this target; expected >= 1.7859 Mha" in warning
    assert "compare the definitions: here statistical yearbook; not the land survey" in warning


SECURED = ("reserve-margin", "heat-reserve", "most-cold-imports")


def test_shipped_targets_need_no_warning_and_are_modelled_or_entered_by_hand() -> None:
    system = built(read(CITY / "baseline.yaml"))
    known = {indicator.name for indicator in system.indicators}
    assert {target.indicator for target in system.targets if target.indicator} <= known  # others are entered by hand
    assert not system.warnings
    enforced = {limit.path for limit in system.limits if limit.kind == "policy" and limit.path.startswith("targets")}
    assert enforced == {f"targets.{name}" for name in SECURED}  # rules of the city's own for power and heat


def test_campaigns_of_circular_industry_keep_the_layout_too() -> None:
    scenario = read(CITY / "circular-industry.yaml")
    assert len(running(scenario)) == 8
    nothing, everything = built(apply_campaigns(scenario, set())), built(scenario)
    assert everything.digest() != nothing.digest()
    assert same_layout(derive(nothing), derive(everything))


def test_every_campaign_changes_numbers_and_none_the_layout_of_the_model() -> None:
    """So all sets of campaigns are solved on the one model that the plan has compiled."""
    scenario = read(CITY / "all-campaigns.yaml")
    names = running(scenario)
    assert len(names) == 9
    nothing = built(apply_campaigns(scenario, set()))
    layout = derive(nothing)
    for name in names:
        alone = built(apply_campaigns(scenario, {name}))
        assert alone.digest() != nothing.digest(), name
        assert same_layout(layout, derive(alone)), name
    assert same_layout(layout, derive(built(scenario)))


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_every_shipped_scenario_reads_says_what_it_shows_and_assembles(file: Path) -> None:
    scenario = read(file)
    assert scenario.description.endswith(".")
    assert built(scenario).targets
    assert scenario.description_zh or file == BASELINE
    assert file == BASELINE or len(file.read_text(encoding="utf-8").splitlines()) <= 40  # a screen

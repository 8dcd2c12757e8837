"""What a campaign changes: a ramp from the value that stands there to the one at full effect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.scenario.campaigns import apply_campaigns, national_actions, running
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from tests.system import town

BOILER = "energy.plants.boiler.capital_cost"  # 700 CNY/kW in the town, whose years are 2020, 2021 and 2025


def campaign(**changes: Any) -> dict[str, Any]:
    return {
        "category": "energy-transition", "owner": "Energy Bureau", "start": 2021, "full_by": 2025, **changes,
    }  # fmt: skip


def cost(scenario: Scenario) -> list[float]:
    return [float(value) for value in scenario.energy.plants["boiler"].capital_cost.over([2020, 2021, 2025])]


def test_a_value_moves_by_equal_steps_from_the_first_year_to_the_full_one(tmp_path: Path) -> None:
    scenario = town.read(tmp_path, {"campaigns": {"mine": campaign(changes={BOILER: 200})}})
    assert cost(scenario) == pytest.approx([700, 700 - 500 / 5, 200])


def test_an_s_curve_starts_slowly_and_ends_at_the_full_effect(tmp_path: Path) -> None:
    scenario = town.read(tmp_path, {"campaigns": {"mine": campaign(ramp="s-curve", changes={BOILER: 200})}})
    assert cost(scenario) == pytest.approx([700, 700 - 500 * 0.04 * (3 - 0.4), 200])


def test_the_full_value_may_itself_be_a_path(tmp_path: Path) -> None:
    changes = {BOILER: {2021: 600, 2025: 400}}
    scenario = town.read(tmp_path, {"campaigns": {"mine": campaign(start=2021, full_by=2021, changes=changes)}})
    assert cost(scenario) == pytest.approx([700, 600, 400])


def test_what_is_no_quantity_changes_whole(tmp_path: Path) -> None:
    scenario = town.read(tmp_path, {"campaigns": {"mine": campaign(changes={"energy.plants.boiler.retire_by": 2021})}})
    assert scenario.energy.plants["boiler"].retire_by == 2021


@pytest.mark.parametrize("off", [{"enabled": False}, None])
def test_a_campaign_is_switched_off_by_name(tmp_path: Path, off: dict[str, Any] | None) -> None:
    town.read(tmp_path, {"campaigns": {"mine": campaign(changes={BOILER: 200})}})
    (tmp_path / "child.yaml").write_text(
        f"extends: changed.yaml\ncampaigns: {{mine: {'null' if off is None else '{enabled: false}'}}}\n",
        encoding="utf-8",
    )
    scenario, findings = read_scenario(tmp_path / "child.yaml")
    assert scenario is not None, findings
    assert running(scenario) == [] and cost(scenario) == [700, 700, 700]


def test_sets_of_campaigns_are_applied_to_the_scenario_as_written(tmp_path: Path) -> None:
    other = "energy.plants.wind.capital_cost"
    campaigns = {"one": campaign(changes={BOILER: 200}), "two": campaign(changes={other: 3000})}
    scenario = town.read(tmp_path, {"campaigns": campaigns})
    only = apply_campaigns(scenario, {"two"})
    assert cost(only) == [700, 700, 700]
    assert only.energy.plants["wind"].capital_cost.at(2025) == 3000
    assert cost(apply_campaigns(only)) == cost(scenario)
    assert only.stem == scenario.stem and only.locate(BOILER) == scenario.locate(BOILER)


def test_there_are_ten_national_actions_in_two_languages() -> None:
    assert len(national_actions()) == 10
    assert all(en and zh.endswith("行动") for en, zh in national_actions().values())


def test_a_scenario_may_name_actions_of_its_own(tmp_path: Path) -> None:
    changes = {
        "actions": {"snow": "Ice and snow"},
        "campaigns": {"mine": campaign(category="snow", changes={BOILER: 1})},
    }
    assert running(town.read(tmp_path, changes)) == ["mine"]


def test_a_bound_that_nobody_wrote_holds_from_the_start_on(tmp_path: Path) -> None:
    """The town has no ceiling on its boiler: none stands before 2025, and 12 PJ do from then on."""
    changes = {"energy.plants.boiler.output_max": 12}
    late = {"mine": campaign(start=2025, full_by=2025, changes=changes)}
    most = town.read(tmp_path, {"campaigns": late}).energy.plants["boiler"].output_max
    assert list(most.over([2020, 2021, 2025])) == [float("inf"), float("inf"), 12]
    activity = town.build(tmp_path, {"campaigns": late}).parameters["activity_max"]
    assert activity["Town", "heat/boiler", 2025] == 12
    assert ("Town", "heat/boiler", 2021) not in activity


def test_a_value_that_nobody_wrote_and_that_is_no_bound_starts_with_the_plan(tmp_path: Path) -> None:
    changes = {"energy.plants.wind.growth_limit": "30 %/yr"}
    scenario = town.read(tmp_path, {"campaigns": {"mine": campaign(start=2021, full_by=2021, changes=changes)}})
    assert scenario.energy.plants["wind"].growth_limit.at(2021) == pytest.approx(0.3)

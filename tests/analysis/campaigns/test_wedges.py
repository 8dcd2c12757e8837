"""Campaigns of the town: measured without constraints, on one compiled model, and worth money with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim import pipeline
from carbonsim.pipeline import Run
from tests.system import town

SAVING = "buildings.classes.homes.uses.heating.intensity"
LIGHTS = "buildings.classes.homes.uses.lights.intensity"


def campaign(changes: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {
        "category": "energy-transition", "owner": "Energy Bureau", "start": 2021, "full_by": 2025, "changes": changes,
        **others,
    }  # fmt: skip


DEAR_WIND = {"energy": {"plants": {"wind": {"capital_cost": 40000}}}}


def run(tmp_path: Path, **changes: Any) -> Run:
    campaigns = {
        "saving": campaign({SAVING: 0.7}, public_cost=0.1, category="urban-rural"),
        "lights": campaign({LIGHTS: 0.6}),
    }
    town.read(tmp_path, {"campaigns": campaigns, **DEAR_WIND, **changes})
    return pipeline.run(tmp_path / "changed.yaml", write_results=False)


def test_wedges_add_up_from_no_campaign_to_the_plan(tmp_path: Path) -> None:
    done = run(tmp_path)
    wedges = done.content.wedges.groupby("year")["value"].sum()
    frame = done.summary["wedges"]
    for year, amount in wedges.items():
        gap = frame["without_campaigns_Mt"][str(year)] - frame["plan_Mt"][str(year)]
        assert amount == pytest.approx(gap, abs=1e-9)
    assert done.results is not None
    plan = {str(year): value for year, value in done.results.series("Peaking Emissions").items()}
    assert frame["plan_Mt"] == pytest.approx(plan)


def test_without_a_peaking_plan_nothing_is_left_to_the_optimiser(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert all(abs(value) < 1e-6 for value in done.summary["wedges"]["optimiser_Mt"].values())
    assert [row["cost_saving"] for row in done.summary["campaigns"]] == [None, None]


def test_a_campaign_acts_only_once_it_has_started(tmp_path: Path) -> None:
    for row in run(tmp_path).summary["campaigns"]:
        assert row["first_in_Mt"]["2020"] == pytest.approx(0.0, abs=1e-6)
        assert row["first_in_Mt"]["2025"] > 0.01


def test_under_a_binding_level_a_campaign_saves_cost_and_the_optimiser_does_less(tmp_path: Path) -> None:
    free = run(tmp_path)
    level = 0.9 * free.summary["wedges"]["all_campaigns_Mt"]["2025"]
    done = run(tmp_path, peaking={"emission_cap": {2021: level, 2025: level}})
    assert done.summary["status"] == "optimal"
    assert done.summary["wedges"]["optimiser_Mt"]["2025"] > 0
    savings = {row["name"]: row["cost_saving"] for row in done.summary["campaigns"]}
    assert all(value is None or value > 0 for value in savings.values())
    # effects are measured without the level, so they do not depend on it
    for bound, unbound in zip(done.summary["campaigns"], free.summary["campaigns"], strict=True):
        assert bound["first_in_Mt"] == pytest.approx(unbound["first_in_Mt"], abs=1e-6)


def test_public_money_is_discounted_from_the_start_on(tmp_path: Path) -> None:
    saving = run(tmp_path).summary["campaigns"][0]
    assert saving["public_cost"] == pytest.approx(sum(100 * 1.05 ** -(year - 2020 + 0.5) for year in range(2021, 2026)))
    assert (saving["category_en"], saving["category_zh"]) == (
        "Carbon peaking in urban and rural construction",
        "城乡建设碳达峰行动",
    )


def test_a_campaign_that_changes_no_number_is_told(tmp_path: Path) -> None:
    idle = {"idle": campaign({"energy.plants.boiler.capital_cost": 700})}  # what it costs without the campaign
    town.read(tmp_path, {"campaigns": idle})
    done = pipeline.run(tmp_path / "changed.yaml", write_results=False)
    (warning,) = done.summary["warnings"]
    assert (
        "campaigns.idle.changes.energy.plants.boiler.capital_cost: found a value that reaches no row" in warning["text"]
    )


def test_campaigns_measured_twice_on_one_model_do_the_same(tmp_path: Path) -> None:
    """The first measuring leaves the model with the numbers of its last set of campaigns."""
    dear = {"boiler": campaign({"energy.plants.boiler.variable_cost": 9}), "saving": campaign({SAVING: 0.7})}
    town.read(tmp_path, {"campaigns": {**dear, "lights": campaign({LIGHTS: 0.6})}, **DEAR_WIND})
    clock = pipeline.Clock()
    scenario, system = pipeline.prepare(tmp_path / "changed.yaml", clock)
    plans = pipeline.optimise(scenario, system, clock)
    once, twice = (pipeline.measure_campaigns(scenario, plans, clock) for _ in range(2))
    assert once is not None and twice is not None
    for one, other in zip(once.effects, twice.effects, strict=True):
        assert one.last_out == pytest.approx(other.last_out, abs=1e-6)
        assert one.cost_last_out == pytest.approx(other.cost_last_out, rel=1e-6, abs=1e-3)


def test_campaigns_that_ask_less_of_a_service_are_told_apart(tmp_path: Path) -> None:
    """Less heat and less light are asked for; a cheaper wind turbine asks nobody for less."""
    cheap = {"wind": campaign({"energy.plants.wind.capital_cost": 3000})}
    town.read(tmp_path, {"campaigns": {"saving": campaign({SAVING: 0.7}), **cheap}, **DEAR_WIND})
    rows = pipeline.run(tmp_path / "changed.yaml", write_results=False).summary["campaigns"]
    assert {row["name"]: row["lowers_demand"] for row in rows} == {"saving": True, "wind": False}


def test_a_city_that_cannot_do_without_its_campaign_keeps_its_plan_and_is_told(tmp_path: Path) -> None:
    """Without the campaign the last plant is too small for the lights of 2025."""
    small = {"chp": {"capacity": {2020: 1, 2021: 0.9, 2025: 0.3}, "last_year": 2020}, "wind": None}
    trade = {"import_ceiling": {2020: 20, 2021: 20, 2025: 0}}
    changes = {"energy": {"plants": small, "trade": trade}, "campaigns": {"lights": campaign({LIGHTS: 0.2})}}
    town.read(tmp_path, changes)
    done = pipeline.run(tmp_path / "changed.yaml", write_results=False)
    assert done.summary["status"] == "optimal"
    assert done.summary["campaigns"] == [] and done.content.wedges.empty
    assert "energy.profiles.wind" in done.summary["warnings"][0]["text"]  # no plant is left that follows it
    (warning,) = done.summary["warnings"][1:]
    assert warning["text"] == "campaigns could not be measured: the scenario is infeasible where none of them runs"


def lent(tmp_path: Path, **others: Any) -> dict[str, Any]:
    """Return the record of a campaign under which plants are paid back at 5 % in place of 15 %."""
    loans = campaign({"actors.energy": "5 %/yr"}, public_cost=0.01, **others)
    town.read(tmp_path, {"actors": {"energy": "15 %/yr"}, "campaigns": {"loans": loans}})
    summary = pipeline.run(tmp_path / "changed.yaml", write_results=False).summary
    assert not summary.warnings
    (row,) = summary["campaigns"]
    return dict(row)


def test_a_lower_barrier_costs_public_money_and_is_no_cost_that_is_saved(tmp_path: Path) -> None:
    """All parts stand side by side; what those who invest no longer ask for stands in no cost and no welfare."""
    row = lent(tmp_path)
    for when in ("first_in", "last_out"):
        parts = row[f"parts_{when}"]
        assert parts["financing"] < -1.0
        assert row[f"cost_{when}"] == pytest.approx(parts["resource"] + parts["transfers"])
        assert row[f"welfare_{when}"] == pytest.approx(-(parts["resource"] + row["public_cost"]))
    assert row["cost_first_in"] <= 1e-3  # nearer to the least cost of society, or there
    assert row["market_failure"] is None


def test_a_barrier_counts_as_welfare_where_a_failure_of_the_market_is_mended(tmp_path: Path) -> None:
    row = lent(tmp_path, market_failure={"what": "banks that know no wind", "source": "a study of lending"})
    parts = row["parts_first_in"]
    gain = -(parts["resource"] + row["public_cost"]) - parts["financing"]
    assert row["welfare_first_in"] == pytest.approx(gain)
    assert (row["market_failure"], row["market_failure_source"]) == ("banks that know no wind", "a study of lending")


def test_a_campaign_that_lowers_the_rate_of_who_buys_nothing_is_told(tmp_path: Path) -> None:
    """Only homes have an actor whose rate the campaign changes, and what they buy costs 12 % with it and without."""
    idle = campaign({"actors.buildings": "12 %/yr"})
    town.read(tmp_path, {"actors": {"buildings": "12 %/yr"}, "campaigns": {"idle": idle}})
    _, system = pipeline.prepare(tmp_path / "changed.yaml", pipeline.Clock())
    assert [warning.path for warning in system.warnings] == ["campaigns.idle.changes.actors.buildings"]

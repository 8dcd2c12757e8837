"""The tutorial does what its description says, sentence by sentence, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

import carbonsim

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
EMISSIONS = "Peaking Emissions"
DEADLINE = 2028


@pytest.fixture(scope="module")
def done() -> carbonsim.Run:
    return carbonsim.run(TUTORIAL, write_results=False)


def test_the_description_is_the_one_that_is_held_here(done: carbonsim.Run) -> None:
    assert done.summary["description"] == (
        "A growing town would peak in 2034; it must by 2028, and wind takes the place of coal power. Gas boilers, the"
        " other way out, are dearer and stay unbuilt. Every figure is invented."
    )
    assert done.scenario.description_zh == (
        "一个增长中的小城，不设约束时2034年达峰；须在2028年前达峰，为此以风电替代煤电。"
        "另一途径燃气锅炉成本较高，未予建设。数值均为虚构。"
    )


def test_a_growing_town_would_peak_in_2034(done: carbonsim.Run) -> None:
    twin = done.content.series(EMISSIONS, "twin")
    assert max(twin, key=lambda year: twin[year]) == 2034
    area = done.scenario.buildings.classes["homes"].floor_area
    assert area.at(2040) > area.at(2034) > area.at(2025)


def test_it_must_peak_by_2028_and_does(done: carbonsim.Run) -> None:
    assert done.scenario.peaking.by == DEADLINE
    assert done.summary["peak"]["year"] <= DEADLINE and done.summary["peak"]["status"] == "peaked (projected)"
    assert done.summary["binding"] is True, "without the target it would peak later"


def test_wind_takes_the_place_of_coal_power(done: carbonsim.Run) -> None:
    wind, coal = (
        {which: done.content.series(f"Secondary Energy|Electricity|{name}", which) for which in ("plan", "twin")}
        for name in ("Wind", "Coal")
    )
    for year in (2030, 2032, 2034):
        more, less = (flow["plan"][year] - flow["twin"][year] for flow in (wind, coal))
        assert more > 0.0 and less == pytest.approx(-more, rel=1e-6)


def test_gas_boilers_would_do_and_are_dearer_so_none_is_built(done: carbonsim.Run, tmp_path: Path) -> None:
    """With land for less wind until 2036 the town keeps its peak by boilers on gas, and pays more."""
    assert set(done.content.series("Generation|Heat|gas boiler").values()) == {0.0}
    wind = "{capacity_max: {2026: 0.03, 2030: 0.15, 2035: 0.5, 2040: 2}}"
    calm = tmp_path / "calm.yaml"
    calm.write_text(f"extends: {TUTORIAL}\nname: Calm\nenergy: {{plants: {{wind: {wind}}}}}\n", encoding="utf-8")
    other = carbonsim.run(calm, write_results=False)
    assert other.status == "optimal" and other.content.series("Generation|Heat|gas boiler")[2034] > 1.0
    assert other.summary["total_cost"]["value"] > done.summary["total_cost"]["value"]

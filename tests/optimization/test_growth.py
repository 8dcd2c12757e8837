"""How a technology under a growth limit begins: from a seed, what stands, or what is known of the year before."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from carbonsim import pipeline
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.planning.twin_and_plan import Optimization
from tests.system import town
from tests.written_systems import by_year, solved, written

FOLDER = Path(__file__).parents[3] / "shared" / "cases" / "faults" / "growth-limit-no-seed"
YEARS = "years: [2020, 2021, 2022, 2023]"


def sunny(years: str, sun: str) -> str:
    """Return a town that buys dear power and would build as much sun as it may: 1 GW gives 1 PJ."""
    return f"""
        name: Sunny
        time: {{{years}, discount_rate: 5 %/yr}}
        system:
          commodities: {{power: {{surplus: true}}}}
          technologies:
            sun: {{outputs: {{power: 1}}, capacity_to_activity: 1, capital_cost: 1, {sun}}}
            dear: {{outputs: {{power: 1}}, variable_cost: 100}}
          demands: {{power: {{amount: 900}}}}
        """


@pytest.mark.parametrize("plan", ["", ", plan_from: 2020", ", plan_from: 2021", ", plan_from: 2022"])
def test_the_first_planned_year_is_limited_wherever_the_plan_begins(plan: str) -> None:
    """20 % and 50 MW a year: 0.05 GW in the first year that builds, 0.11 in the second, 0.182 in the third."""
    run = solved(sunny(YEARS + plan, "lifetime: 20, growth_limit: 20 %/yr, growth_seed: 50 MW/yr"))
    assert by_year(run, "new_capacity", "sun") == pytest.approx(
        [0.05, 0.11, 0.182, 0.2684][: 3 - int(plan[-1:] or 0) + 1]
    )


@pytest.mark.parametrize("plan", ["", ", plan_from: 2021"])
def test_what_stands_is_a_seed_too(plan: str) -> None:
    """30 % of the 2 / 20 GW a year that keep 2 GW standing: 0.03 GW at first, then 30 % more than the year before."""
    run = solved(sunny(YEARS + plan, "lifetime: 20, growth_limit: 30 %/yr, residual_capacity: {2020: 2, 2021: 0}"))
    assert by_year(run, "new_capacity", "sun")[:3] == pytest.approx([0.03, 0.039, 0.0507])


def test_a_first_span_of_several_years_begins_by_the_year() -> None:
    """Half of 3 GW over 30 years is 0.05 GW a year, and the seed is 1: 1.05 in each of five years."""
    years = "years: [2020, 2025, 2030], plan_from: 2025"
    run = solved(
        sunny(years, "lifetime: 30, growth_limit: 50 %/yr, growth_seed: 1, residual_capacity: {2020: 3, 2025: 1}")
    )
    assert by_year(run, "new_capacity", "sun")[0] == pytest.approx(5 * 1.05)


def test_what_was_built_before_the_plan_is_known() -> None:
    """2 GW were built in 2021: a tenth more in 2022, whatever stands; that limit is the same without a past."""
    said = (
        "lifetime: 20, growth_limit: 10 %/yr, first_year: 2021, new_capacity_max: {2021: 2, 2022: 99}, growth_seed: 2"
    )
    for plan in ("", ", plan_from: 2022"):
        run = solved(sunny(YEARS + plan, said))
        assert by_year(run, "new_capacity", "sun")[-3:] == pytest.approx([2, 2.2 + 2, 4.62 + 2])


def test_after_a_pause_growth_starts_from_the_seed() -> None:
    """Nothing may be built in 2021: that much is known of the year before 2022."""
    most = "new_capacity_max: {2020: 9, 2021: 0, 2022: 9}"
    said = f"lifetime: 20, growth_limit: 10 %/yr, residual_capacity: 20, growth_seed: 1, {most}"
    run = solved(sunny(YEARS, said))
    assert by_year(run, "new_capacity", "sun") == pytest.approx([1.1, 1, 1.1 + 1])


@pytest.mark.parametrize("name", ["s", "first-year"])
def test_a_limit_that_nothing_can_grow_under_is_told_with_its_line(name: str) -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"shared/cases/faults/{FOLDER.name}, the files that were told wrong, is not beside the checkout")
    _, warnings = pipeline.check(FOLDER / f"{name}.yaml")
    (told,) = warnings
    assert (told.path, told.line) == ("system.technologies.sun.growth_limit", 15 if name == "s" else 14)


def check(tmp_path: Path, text: str) -> list[str]:
    """Return what a scenario is warned of, by path."""
    file = tmp_path / "s.yaml"
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return [f"{warning.path}: {warning.found!s}" for warning in pipeline.check(file)[1]]


@pytest.mark.parametrize(
    ("sun", "told"),
    [
        ("growth_limit: 20 %/yr", "growth of 20 %/yr from 0 GW/yr, so that none is ever built"),
        ("growth_limit: 0 %/yr, residual_capacity: 5", "growth of 0 %/yr from 0 GW/yr, so that none is ever built"),
        ("growth_limit: 20 %/yr, first_year: 2022", "growth of 20 %/yr from 0 GW/yr, so that none is ever built"),
        (
            "growth_limit: 20 %/yr, growth_seed: 0.1, unit_size: 0.5",
            "growth of 20 %/yr from 0.1 GW/yr, so that no whole unit is ever built",
        ),
        ("growth_limit: 20 %/yr, growth_seed: 0.5, unit_size: 0.5", ""),
        ("growth_limit: 20 %/yr, residual_capacity: 5", ""),
        ("growth_limit: 20 %/yr, last_year: 2019", ""),  # it builds nothing anyway
    ],
)
def test_what_never_begins_is_warned_of(sun: str, told: str, tmp_path: Path) -> None:
    warnings = [line for line in check(tmp_path, sunny(YEARS, f"lifetime: 20, {sun}")) if "growth of" in line]
    assert warnings == ([f"system.technologies.sun.growth_limit: {told}"] if told else [])


def test_a_floor_above_what_growth_allows_is_a_clash_of_both() -> None:
    said = "lifetime: 20, growth_limit: 20 %/yr, residual_capacity: 10, new_capacity_min: {2020: 1, 2021: 0}"
    run = Optimization(written(sunny(YEARS, said))).solve_twin()
    assert run.status == "infeasible"
    told = {limit.path for statement in run.explanation for limit in statement.limits}
    assert {"system.technologies.sun.growth_limit", "system.technologies.sun.new_capacity_min"} <= told


def test_a_plant_of_a_city_begins_from_its_seed_and_what_stands(tmp_path: Path) -> None:
    """25 % of 5 / 25 GW a year are 0.05, and the seed is 0.1: the row of 2021 says 0.15, that of 2025 the seed."""
    said = town.plant("wind", capacity={2020: 5, 2021: 0}, growth_limit="25 %/yr", growth_seed="100 MW/yr")
    data = derive(town.build(tmp_path, said))
    seeds = {key[2]: seed for key, seed in data.tables["growth_seed"].items()}
    assert seeds == pytest.approx({2021: 0.15, 2025: 0.1})
    assert data.tables["growth_previous"] == pytest.approx({("Town", "power/wind", 2025): 1.25**4})


def test_a_plant_and_a_storage_of_a_city_that_never_begin_are_told(tmp_path: Path) -> None:
    store = {
        "label": "Battery", "group": "battery", "commodity": "electricity_supply", "duration": 4, "efficiency": 0.9,
        "capital_cost": 3000, "lifetime": 12, "growth_limit": "30 %/yr", "growth_seed": 0,
    }  # fmt: skip
    said = town.plant("wind", growth_limit="25 %/yr", growth_seed=0)
    said["energy"]["stores"] = {"battery": store}
    told = {warning.path: warning.line for warning in town.build(tmp_path, said).warnings}
    assert set(told) == {"energy.plants.wind.growth_limit", "energy.stores.battery.growth_limit"}
    assert all(told.values())

"""Short foresight on systems whose optimum is worked out by hand: who sees less buys what serves the years in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from carbonsim.clock import Clock
from carbonsim.optimization.planning.cutting import Window
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.windows import windows_of
from carbonsim.optimization.solution.solution import Solution
from carbonsim.pipeline import prepare
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Peaking, Years
from tests.optimization.small_systems import finish, heated_city, told
from tests.written_systems import by_year, written

CHOOSING = Path(__file__).parents[2] / "scenario" / "choosing.yaml"
WITHOUT_INTEREST = """
    name: Boilers and heat pumps
    time: {years: [2020, 2021, 2022, 2023, 2024, 2025], discount_rate: 0 %/yr, depreciation: straight_line}
    system:
      commodities: {heat: {}, fuel: {}}
      technologies:
        supply: {outputs: {fuel: 1}, variable_cost: PRICE}
        boiler: {inputs: {fuel: 1}, outputs: {heat: 1}, lifetime: 6, capacity_to_activity: 1, capital_cost: BOILER}
        pump: {outputs: {heat: 1}, lifetime: 6, capacity_to_activity: 1, capital_cost: 240}
      demands: {heat: {amount: 10}}
    """
DEARER_LATER = WITHOUT_INTEREST.replace("PRICE", "{2020: 20, 2023: 20, 2024: 60}").replace("BOILER", "108")

BANNED = """
    name: A ban
    time: {years: [2020, 2021, 2022, 2023, 2024], discount_rate: 0 %/yr}
    system:
      commodities: {heat: {}}
      technologies:
        coal: {outputs: {heat: 1}, activity_max: {2023: 100, 2024: 0}}
        pump: {outputs: {heat: 1}, lifetime: 20, capacity_to_activity: 1, capital_cost: 100, new_capacity_max: MOST}
      demands: {heat: {amount: 10}}
    """


def twin_of(system: EnergySystem, foresight: int | None) -> Solution:
    return Optimization(replace(system, foresight=foresight)).solve_twin()


def test_a_window_holds_a_year_those_in_sight_and_the_model_year_after_them() -> None:
    """Of 2026 and 2027 both see to 2030, the model year after 2028 and 2029: they are decided together."""
    years = Years((2020, 2025, 2026, 2027, 2030, 2035, 2040), 2026, 0.05)
    assert windows_of(years, 2) == (
        Window(2020, 2030, 2027), Window(2030, 2035, 2030), Window(2035, 2040, 2040),
    )  # fmt: skip
    assert windows_of(years, 0)[0] == Window(2020, 2027, 2026)
    assert windows_of(years, None) == windows_of(years, 40) == (Window(2020, 2040, 2040),)


@pytest.mark.parametrize(("foresight", "pumps", "cost"), [(None, 10.0, 2400.0), (3, 10.0, 2400.0), (2, 0.0, 2680.0)])
def test_who_does_not_see_the_fuel_get_dearer_buys_boilers(foresight: int | None, pumps: float, cost: float) -> None:
    """A year of boiler costs 18 + 20, of pump 40. Seen over five years, the last at 60, boilers cost 230 against 200.

    Who bought them leaves them in 2024, where fuel alone costs more than a pump: 108 + 4 × 20 + 2 × 40 a unit.
    """
    solution = twin_of(written(DEARER_LATER), foresight)
    assert by_year(solution, "new_capacity", "pump")[0] == pytest.approx(pumps)
    assert solution.objective == pytest.approx(cost)
    assert solution.total_cost == pytest.approx(cost)


def test_an_investment_is_valued_to_the_end_of_what_is_seen() -> None:
    """A year of pump costs 40 and one of fuel 50, though two years of fuel cost less than a pump of six."""
    solution = twin_of(written(WITHOUT_INTEREST.replace("PRICE", "50").replace("BOILER", "0.001")), 0)
    assert by_year(solution, "new_capacity", "pump") == pytest.approx([10, 0, 0, 0, 0, 0])


def test_what_has_to_close_soon_is_not_bought_as_if_it_served_its_whole_life() -> None:
    """Seen to 2021, a pump closed after 2022 costs 240 / 3 a year, more than 50 of fuel; in use until 2025, 240 / 6."""
    text = WITHOUT_INTEREST.replace("PRICE", "50").replace("BOILER", "0.001")
    closed = text.replace(
        "capital_cost: 240", "capital_cost: 240, capacity_max: {2020: 1e3, 2022: 1e3, 2023: 0, 2025: 0}"
    )
    assert by_year(twin_of(written(text), 0), "new_capacity", "pump")[0] == pytest.approx(10.0)
    assert by_year(twin_of(written(closed), 0), "new_capacity", "pump")[0] == pytest.approx(0.0)


def test_who_pays_back_dearly_buys_otherwise_in_a_window_too() -> None:
    """At no interest a pump costs 40 a year; whoever pays back 10 % a year over 6 years at its start, 50.1 a year."""
    system = written(WITHOUT_INTEREST.replace("PRICE", "50").replace("BOILER", "0.001"))
    rates = {("Boilers and heat pumps", "pump", year): 0.1 for year in system.years}
    dear = replace(system, parameters={**system.parameters, "actor_rate": rates})
    solution = twin_of(dear, 0)
    assert by_year(solution, "new_capacity", "pump")[0] == pytest.approx(0.0)
    cheaper = dict.fromkeys(rates, 0.095)
    solution = twin_of(replace(system, parameters={**system.parameters, "actor_rate": cheaper}), 0)
    assert by_year(solution, "new_capacity", "pump")[0] == pytest.approx(10.0)


def test_a_budget_leaves_later_years_their_even_part() -> None:
    """Of 2.4 Mt for four years, two years in sight may take 1.2, of which the second needs 0.5 at least."""
    rows = heated_city([2020, 2021, 2022, 2023, 2024], [10.0] * 5, 2021)
    system = replace(finish(rows), peaking=(Peaking(budget=(2021, 2024, 2.4), guard=False),), foresight=0)
    optimization = Optimization(system)
    plan = optimization.solve_plan(optimization.solve_twin())
    last = 2.4 - 0.7 - (1.7 * 2 / 3 - 0.5) - 0.5
    assert [*plan.scope["total"]] == pytest.approx([1.0, 0.7, 1.7 * 2 / 3 - 0.5, last, 0.5], rel=1e-5)


def test_a_window_without_a_plan_begins_a_year_earlier() -> None:
    """Ten pumps are needed in 2024, four can be built a year: 2022 sees no ban and builds none, 2023 opens it again."""
    solution = twin_of(written(BANNED.replace("MOST", "4")), 0)
    assert solution.status == "optimal"
    assert sum(by_year(solution, "new_capacity", "pump")) == pytest.approx(10.0)
    assert by_year(solution, "new_capacity", "pump")[:2] == pytest.approx([0.0, 0.0])


def test_what_short_foresight_makes_impossible_is_told_with_its_years_and_its_cause() -> None:
    assert twin_of(written(BANNED.replace("MOST", "3")), None).status == "optimal"
    solution = twin_of(written(BANNED.replace("MOST", "3")), 0)
    assert solution.status == "infeasible"
    first, *cause = told(solution)
    assert first.startswith("With this foresight there is no plan for 2023 to 2024")
    assert "pump" in " ".join(cause) and "in 2024" in " ".join(cause)


def test_what_is_impossible_at_first_sight_is_not_laid_to_what_was_decided() -> None:
    text = BANNED.replace("activity_max: {2023: 100, 2024: 0}", "activity_max: 0").replace("MOST", "3")
    assert told(twin_of(written(text), 0))[0] == "With this foresight there is no plan for 2020 to 2021."


def test_a_clash_where_people_choose_is_sized_though_no_piece_of_a_share_costs_anything(tmp_path: Path) -> None:
    """What was bought before stands in its pieces, whatever is left out of the search; each attempt is solved once."""
    text = f"extends: {CHOOSING}\nchoices: {{}}\nforesight: {{years: 2}}\npeaking: {{emission_cap: {{2034: 0.3 Mt}}}}\n"
    (tmp_path / "clash.yaml").write_text(text, encoding="utf-8")
    optimization = Optimization(prepare(tmp_path / "clash.yaml", Clock())[1])
    plan = optimization.solve_plan(optimization.solve_twin())
    first, cause = told(plan)
    assert first == "With this foresight there is no plan for 2030 to 2034, as the years before were decided."
    assert cause.startswith("a cap of 0.3 Mt in 2034") and "the smallest relaxation that works is" in cause


def test_what_is_impossible_at_first_sight_is_explained_where_people_choose_too(tmp_path: Path) -> None:
    """Nothing new may be bought, and what stands wears out: the first window has no plan, whoever chooses what."""
    ways = "{network-heat: {last_year: 2019}, gas-heat: {last_year: 2019}}"
    text = f"extends: {CHOOSING}\nchoices: {{}}\nforesight: {{years: 2}}\nbuildings: {{technologies: {ways}}}\n"
    (tmp_path / "worn.yaml").write_text(text, encoding="utf-8")
    twin = Optimization(prepare(tmp_path / "worn.yaml", Clock())[1]).solve_twin()
    assert twin.status == "infeasible"
    assert "even without its peaking plan" in told(twin)[0]
    assert told(twin)[1].startswith("demand for Heating in 2026") and "cannot all hold" in told(twin)[1]


def test_prices_are_those_of_the_window_that_keeps_their_year() -> None:
    """A tonne less costs 800 CNY in every year in which the level binds, whatever is seen of later ones."""
    rows = heated_city([2020, 2021, 2022, 2023, 2024], [10.0, 11.0, 12.0, 13.0, 14.0], 2021)
    optimization = Optimization(replace(finish(rows), peaking=(Peaking(max_level=1.15),), foresight=1))
    plan = optimization.solve_plan(optimization.solve_twin())
    levels = plan.duals[plan.duals["constraint"] == "peak_max_level"].set_index("year")
    assert levels["dual"].to_dict() == pytest.approx({2021: 0.0, 2022: 800.0, 2023: 800.0, 2024: 800.0}, abs=1e-6)
    prices = plan.emission_prices.set_index("year")["shadow_price"]
    assert prices.to_dict() == pytest.approx({2020: 0, 2021: 0, 2022: 800, 2023: 800, 2024: 800}, abs=1e-6)


def test_a_window_as_long_as_the_horizon_is_perfect_foresight() -> None:
    system = written(DEARER_LATER)
    perfect, long = twin_of(system, None), twin_of(system, 5)
    assert long.objective == pytest.approx(perfect.objective, rel=1e-9)
    assert np.allclose(long.activity["value"], perfect.activity["value"], rtol=1e-9, atol=1e-9)


def test_other_numbers_are_solved_on_the_same_windows() -> None:
    optimization = Optimization(replace(written(DEARER_LATER), foresight=2))
    first = optimization.solve_twin()
    optimization.model.change(
        {("demand", ("Boilers and heat pumps", "heat", year)): 20.0 for year in range(2020, 2026)}
    )
    doubled: Sequence[float] = by_year(optimization.solve_twin(), "activity", "pump")
    assert doubled == pytest.approx([2 * value for value in by_year(first, "activity", "pump")])

"""Every family of constraints on a system whose optimum can be worked out by hand.

Supply is free of capacity unless a test is about it, so that what is left of a cost is one product.
"""

from __future__ import annotations

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.rows import Mode, TechnologySpec
from tests.optimization.small_systems import TWO_SLICES, finish, label, rows_for
from tests.written_systems import by_year, solved

W20, W21, W22 = (1.05**-0.5, 1.05**-1.5, 1.05**-2.5)  # mid-year weights from 2020 on at 5 %

RETIRING = """
    name: Retiring
    time: {{years: [2020, 2021, 2022], plan_from: 2021, discount_rate: 5 %/yr}}
    system:
      commodities: {{heat: {{}}}}
      technologies:
        old: {{outputs: {{heat: 1}}, lifetime: 30, capacity_to_activity: 1, residual_capacity: 10, fixed_cost: 5,
               capital_cost: 1000, retirement: {retirement}}}
        dear: {{outputs: {{heat: 1}}, variable_cost: 100}}
      demands: {{heat: {{amount: {demand}}}}}
    """


def test_capacity_that_may_retire_early_goes_when_it_is_not_needed_and_its_fixed_cost_stops() -> None:
    early = solved(RETIRING.format(retirement="early", demand="{2020: 8, 2021: 4, 2022: 2}"))
    assert by_year(early, "capacity", "old") == pytest.approx([10, 4, 2])
    assert early.objective == pytest.approx(5 * (10 * W20 + 4 * W21 + 2 * W22))
    late = solved(RETIRING.format(retirement="at_end", demand="{2020: 8, 2021: 4, 2022: 2}"))
    assert late.objective == pytest.approx(5 * 10 * (W20 + W21 + W22))


def test_what_retired_early_does_not_come_back() -> None:
    """Three are needed in 2022, so three are kept in 2021 though two would do."""
    early = solved(RETIRING.format(retirement="early", demand="{2020: 8, 2021: 2, 2022: 3}"))
    assert by_year(early, "capacity", "old") == pytest.approx([10, 3, 3])


def test_stock_that_comes_later_is_there_though_earlier_stock_retired() -> None:
    """One of the first two is kept in 2021; four come in 2022, and five are needed."""
    text = RETIRING.replace("residual_capacity: 10", "residual_capacity: {{2020: 2, 2021: 2, 2022: 6}}")
    early = solved(text.format(retirement="early", demand="{2020: 2, 2021: 1, 2022: 5}"))
    assert by_year(early, "capacity", "old") == pytest.approx([2, 1, 5])
    assert early.objective == pytest.approx(5 * (2 * W20 + 1 * W21 + 5 * W22))


def test_new_capacity_falls_no_faster_than_its_limit_and_a_seed_may_fall_away() -> None:
    """Eight are forced in 2020; then at least half of the year before, less one."""
    fallen = solved("""
        name: Falling
        time: {years: [2020, 2021, 2022, 2023], discount_rate: 5 %/yr}
        system:
          commodities: {heat: {surplus: true}}
          technologies:
            new: {outputs: {heat: 1}, lifetime: 30, capacity_to_activity: 1, capital_cost: 1,
                  new_capacity_min: {2020: 8, 2021: 0}, degrowth_limit: 50 %/yr, degrowth_seed: 1}
          demands: {heat: {amount: 1}}
        """)
    assert by_year(fallen, "new_capacity", "new") == pytest.approx([8, 3, 0.5, 0])


def test_new_capacity_grows_no_faster_than_its_limit_from_a_seed() -> None:
    """From 1 a year: twice the year before and one more, over spans of one, one and two years."""
    grown = solved("""
        name: Growing
        time: {years: [2020, 2021, 2022, 2024], discount_rate: 5 %/yr}
        system:
          commodities: {heat: {}}
          technologies:
            new: {outputs: {heat: 1}, lifetime: 30, capacity_to_activity: 1, capital_cost: 1,
                  new_capacity_max: {2020: 1, 2021: 99}, growth_limit: 100 %/yr, growth_seed: 1}
            dear: {outputs: {heat: 1}, variable_cost: 100}
          demands: {heat: {amount: 500}}
        """)
    assert by_year(grown, "new_capacity", "new") == pytest.approx([1, 3, 7, 2 * (4 * 7 + 1)])


def test_growth_is_by_the_year_where_model_years_stand_for_several() -> None:
    """A year's building grows by half a year and one more, from one model year to the next."""
    grown = solved("""
        name: Growing unevenly
        time: {years: [2020, 2021, 2024, 2026], discount_rate: 5 %/yr}
        system:
          commodities: {heat: {}}
          technologies:
            new: {outputs: {heat: 1}, lifetime: 30, capacity_to_activity: 1, capital_cost: 1,
                  new_capacity_max: {2020: 1, 2021: 99}, growth_limit: 50 %/yr, growth_seed: 1}
            dear: {outputs: {heat: 1}, variable_cost: 100}
          demands: {heat: {amount: 500}}
        """)
    a_year = [1, 1.5 * 1 + 1]
    a_year += [1.5**3 * a_year[1] + 1]
    a_year += [1.5**2 * a_year[2] + 1]
    assert by_year(grown, "new_capacity", "new") == pytest.approx([a_year[0], a_year[1], 3 * a_year[2], 2 * a_year[3]])


def test_firm_capacity_covers_the_highest_demand_and_the_margin() -> None:
    """Six of ten PJ fall in half of the year: 12 PJ a year at the peak, 15 with the margin, 20 at a credit of 75 %."""
    firm = solved("""
        name: Firm
        time: {years: [2020], discount_rate: 5 %/yr, day_parts: {day: {hours: 12}, night: {hours: 12}}}
        system:
          commodities: {power: {balance: slice}}
          technologies:
            plant: {outputs: {power: 1}, lifetime: 1, capacity_to_activity: 1, capital_cost: 7, capacity_credit: 75 %}
          demands: {power: {amount: 10, profile: {year_day: 0.6, year_night: 0.4}}}
          reserve_margins: {power: {margin: 25 %}}
        """)
    assert by_year(firm, "capacity", "plant") == pytest.approx([20])
    assert firm.objective == pytest.approx(140)


def test_firm_is_what_capacity_gives_and_not_its_size() -> None:
    """A plant gives 4 of activity a year and half a unit of power for each: 15 are met by 10, at a credit of 75 %."""
    firm = solved("""
        name: Firm
        time: {years: [2020], discount_rate: 5 %/yr, day_parts: {day: {hours: 12}, night: {hours: 12}}}
        system:
          commodities: {power: {balance: slice}}
          technologies:
            plant: {outputs: {power: 0.5}, lifetime: 1, capacity_to_activity: 4, capital_cost: 7, capacity_credit: 75 %}
            spare: {outputs: {power: 0}, lifetime: 1, capacity_to_activity: 9, capital_cost: 1, capacity_credit: 0}
          demands: {power: {amount: 10, profile: {year_day: 0.6, year_night: 0.4}}}
          reserve_margins: {power: {margin: 25 %}}
        """)
    assert by_year(firm, "capacity", "plant") == pytest.approx([10])


def test_a_yearly_use_counts_in_the_reserve_by_its_shape_and_its_ratio() -> None:
    """Three of heat take six of power, 4.5 of them in the dark half: a rate of 9 beside 10 of demand, a fifth more."""
    rows = rows_for([2020], 2020, slices=TWO_SLICES)
    rows.commodity("power", unit="PJ", balance="slice", group="electricity", label=label("power"))
    rows.commodity("warmth", unit="PJ", balance="yearly", group="heat", label=label("warmth"))
    common = {"sector": "energy", "branch": "power", "group": "plant", "capital_cost": 1.0, "lifetime": 1}
    rows.technology(TechnologySpec(
        name="plant", slices=True, label=label("plant"), modes={"run": Mode(outputs={"power": 1.0})},
        capacity_credit=0.8, **common,  # type: ignore[arg-type]
    ))  # fmt: skip
    rows.technology(TechnologySpec(
        name="pump", sector="energy", branch="heat", group="pump", label=label("pump"), slices=False,
        modes={"run": Mode(inputs={"power": 2.0}, outputs={"warmth": 1.0}, combustion=False)},
        shapes={"power": {"day_light": 0.25, "day_dark": 0.75}},
    ))  # fmt: skip
    rows.demand("warmth", 3.0)
    rows.demand("power", 10.0, {"day_light": 0.5, "day_dark": 0.5})
    rows.parameters["peak_margin"]["city", "power", 2020] = 0.2
    twin = Optimization(finish(rows)).solve_twin()
    assert by_year(twin, "capacity", "plant") == pytest.approx([1.2 * (9 + 10) / 0.8])


def test_new_capacity_falls_by_the_year_where_model_years_stand_for_several() -> None:
    """Eight in 2020; half of it each year is 2 a year in 2022, for two years, and 0.25 a year in 2025, for three."""
    fallen = solved("""
        name: Falling by steps
        time: {years: [2020, 2022, 2025], discount_rate: 5 %/yr}
        system:
          commodities: {heat: {surplus: true}}
          technologies:
            new: {outputs: {heat: 1}, lifetime: 30, capacity_to_activity: 1, capital_cost: 1,
                  new_capacity_min: {2020: 8, 2021: 0}, degrowth_limit: 50 %/yr}
          demands: {heat: {amount: 1}}
        """)
    assert by_year(fallen, "new_capacity", "new") == pytest.approx([8, 4, 0.75])


def test_what_a_grid_takes_counts_as_demand_of_the_reserve() -> None:
    """The grid takes 10 / 0.8 of power in even slices: 12.5 PJ a year, 15 with the margin."""
    firm = solved("""
        name: Firm grid
        time: {years: [2020], discount_rate: 5 %/yr, day_parts: {day: {hours: 12}, night: {hours: 12}}}
        system:
          commodities: {power: {balance: slice}, delivered: {balance: slice}}
          technologies:
            plant: {outputs: {power: 1}, lifetime: 1, capacity_to_activity: 1, capital_cost: 7, capacity_credit: 1}
            grid: {inputs: {power: 1.25}, outputs: {delivered: 1}}
          demands: {delivered: {amount: 10}}
          reserve_margins: {power: {margin: 20 %}}
        """)
    assert by_year(firm, "capacity", "plant") == pytest.approx([15])


SEASONAL = """
    name: Cavern
    time: {{years: [2020], discount_rate: 5 %/yr, seasons: {{summer: {{days: 165}}, winter: {{days: 200}}}},
           day_parts: {{day: {{hours: 10}}, night: {{hours: 14}}}}}}
    system:
      commodities: {{heat: {{balance: slice}}}}
      technologies:
        sun: {{outputs: {{heat: 1}}, variable_cost: 3, lifetime: 1, residual_capacity: 1000, capacity_to_activity: 1,
              availability: 0, availability_by_slice: {{summer_day: 1}}}}
      storages:
        cavern: {{commodity: heat, duration: 876 h, charge_efficiency: 0.8, discharge_efficiency: 0.5, loss: {loss},
                 cycle: seasonal, lifetime: 1, capital_cost: 2, capacity_to_activity: 1}}
      demands: {{heat: {{amount: 4, profile: {{winter_day: 0.5, winter_night: 0.5}}}}}}
    """


def test_a_seasonal_storage_carries_summer_into_winter_at_its_efficiencies() -> None:
    """Winter takes 4, so 8 are stored and 10 gathered; a size of 0.1 per capacity asks for 80 of capacity."""
    stored = solved(SEASONAL.format(loss=0))
    assert by_year(stored, "activity", "sun") == pytest.approx([10])
    assert by_year(stored, "capacity", "cavern") == pytest.approx([80])
    assert stored.objective == pytest.approx(2 * 80 + 3 * 10 / 1.05**0.5)


def test_a_seasonal_storage_with_losses_is_its_days_one_after_the_other() -> None:
    """Walk through all 365 days with what the optimum charges and draws: the level fits and the year closes."""
    loss = 2e-4
    stored = solved(SEASONAL.format(loss=loss))
    size = 0.1 * by_year(stored, "capacity", "cavern")[0]
    levels = _walk(stored, loss)
    assert min(levels) >= -1e-6 * size
    assert max(levels) == pytest.approx(size, rel=1e-6)
    assert levels[-1] == pytest.approx(levels[0], abs=1e-6 * size)
    assert by_year(stored, "activity", "sun")[0] > 10.5


def _walk(stored: Solution, loss: float) -> list[float]:
    """Return the level at the start of the year and after every day-part of every day."""
    flows = {
        (row.mode, row.time_slice): row.value for row in stored.activity.itertuples() if row.technology == "cavern"
    }
    first = stored.storage_level.set_index("time_slice")["value"]["summer_day"]
    change = {
        (season, part): (0.8 * flows["charge", f"{season}_{part}"] - flows["discharge", f"{season}_{part}"] / 0.5)
        / days
        for season, days in (("summer", 165), ("winter", 200))
        for part in ("day", "night")
    }
    level = (first - change["summer", "day"]) / (1 - loss) ** 10
    levels = [level]
    for season, days in (("summer", 165), ("winter", 200)):
        for _ in range(days):
            for part, hours in (("day", 10), ("night", 14)):
                level = level * (1 - loss) ** hours + change[season, part]
                levels.append(level)
    return levels


TRADE = """
    name: Two regions
    time: {{years: [2020], discount_rate: 5 %/yr}}
    system:
      regions: [north, south]
      commodities: {{power: {{}}}}
      technologies:
        cheap: {{regions: [north], outputs: {{power: 1}}, variable_cost: 2}}
        dear: {{outputs: {{power: 1}}, variable_cost: 50}}
      trade:
        line: {{commodity: power, from: north, to: south, losses: 10 %, variable_cost: 1{limit}}}
      demands: {{power: {{regions: [south], amount: 9}}}}
    """


def test_trade_loses_its_share_on_the_way() -> None:
    """South needs 9: north makes 10, at 2 to make and 1 to carry."""
    free = solved(TRADE.format(limit=""))
    assert free.objective == pytest.approx(10 * 3 / 1.05**0.5)


def test_trade_keeps_its_limit() -> None:
    """Five leave and 4.5 arrive; the south makes 4.5 itself."""
    bound = solved(TRADE.format(limit=", activity_max: 5"))
    assert bound.objective == pytest.approx((5 * 3 + 4.5 * 50) / 1.05**0.5)


def test_a_line_with_a_capacity_is_built() -> None:
    """Ten must leave in a full year: ten of capacity at one activity each, 4 apiece."""
    built = solved(TRADE.format(limit=", lifetime: 1, capital_cost: 4, capacity_to_activity: 1"))
    assert built.objective == pytest.approx(10 * 4 + 10 * 3 / 1.05**0.5)


LIMITED = """
    name: Limited
    time: {{years: {years}, discount_rate: 5 %/yr}}
    system:
      commodities: {{power: {{}}, coal: {{emission_factors: {{CO2: 100 kg/GJ}}}}}}
      technologies:
        mine: {{outputs: {{coal: 1}}, variable_cost: 1}}
        coal-plant: {{inputs: {{coal: 2.5}}, outputs: {{power: 1}}}}
        wind: {{outputs: {{power: 1}}, variable_cost: 30, lifetime: 50, capital_cost: {wind}, capacity_to_activity: 1}}
        filter: {{emission_factors: {{CO2: -1}}, variable_cost: 200}}
      demands: {{power: {{amount: 10}}}}
      {rest}
    """


def limited(rest: str, years: str = "[2020]", wind: float = 0.0) -> Solution:
    return solved(LIMITED.format(rest=rest, years=years, wind=wind))


def test_a_group_takes_at_least_its_share_of_the_whole() -> None:
    found = limited("limits: {clean: {measure: output, technologies: [wind], commodities: [power], share_min: 40 %}}")
    assert by_year(found, "activity", "wind") == pytest.approx([4])
    assert found.objective == pytest.approx((4 * 30 + 6 * 2.5) / 1.05**0.5)


def test_a_group_takes_at_most_its_share_of_another_group() -> None:
    rest = (
        "limits: {mix: {measure: activity, technologies: [coal-plant], share_max: 25 %, "
        "of: {technologies: [coal-plant, wind]}}}"
    )
    assert by_year(limited(rest), "activity", "coal-plant") == pytest.approx([2.5])


def test_emissions_of_a_year_stay_below_their_cap() -> None:
    """Coal power emits 0.25 Mt per PJ: at most 1 Mt leaves 4 PJ of it; wind is cheaper than the filter."""
    found = limited("limits: {co2: {measure: emissions, emission: CO2, at_most: 1 Mt}}")
    assert by_year(found, "activity", "coal-plant") == pytest.approx([4])


def test_removals_count_below_zero_and_only_as_far_as_asked() -> None:
    """Minus one Mt: wind saves a tonne at (30 − 2.5) / 0.25 = 110 and makes all power; the filter takes one."""
    found = limited("limits: {co2: {measure: emissions, emission: CO2, at_most: -1 Mt}}")
    assert by_year(found, "activity", "filter") == pytest.approx([1.0])
    assert found.scope["total"].tolist() == pytest.approx([-1.0])
    assert found.objective == pytest.approx((10 * 30 + 200) / 1.05**0.5)


def test_emissions_of_the_horizon_are_weighted_by_the_years_each_model_year_stands_for() -> None:
    """2020 counts once and 2024 four times; clean power is cheapest late, for it is discounted most."""
    rest = "limits: {budget: {measure: emissions, emission: CO2, over: horizon, at_most: 4.5 Mt}}"
    found = limited(rest, years="[2020, 2024]")
    emitted = found.scope["total"].tolist()
    assert emitted[0] + 4 * emitted[1] == pytest.approx(4.5)
    assert emitted[0] == pytest.approx(2.5)


def test_a_carbon_price_path_is_paid_on_what_is_emitted() -> None:
    """At 100 a tonne coal costs 2.5 + 25 and wins over wind at 30; at 120 it costs 32.5 and loses."""
    found = limited("carbon_price: {CO2: {2020: 100, 2021: 120}}", years="[2020, 2021]")
    assert by_year(found, "activity", "coal-plant") == pytest.approx([10, 0])
    assert found.objective == pytest.approx(10 * 27.5 * W20 + 10 * 30 * W21)


def test_investment_of_a_year_stays_below_its_ceiling_over_spans_of_any_length() -> None:
    """At 40 apiece and 100 a year: 2.5 in 2020, 10 over the four years to 2024, where 10 are asked for."""
    rest = (
        "limits: {spend: {measure: investment, at_most: 100 million CNY/yr}, "
        "clean: {measure: output, technologies: [coal-plant], commodities: [power], at_most: {2020: 10, 2024: 0}}}"
    )
    found = limited(rest, years="[2020, 2024]", wind=40.0)
    built = by_year(found, "new_capacity", "wind")
    assert sum(built) == pytest.approx(10)
    assert built[0] <= 2.5 + 1e-9 and built[1] <= 10 + 1e-9


def test_capacity_runs_by_its_factor_of_the_slice_and_the_year() -> None:
    """One PJ in the day at 20 % of half a year asks for ten of capacity; at 40 % a year later the five built do."""
    sunny = solved("""
        name: Sunny
        time: {years: [2020, 2021], discount_rate: 5 %/yr, day_parts: {day: {hours: 12}, night: {hours: 12}}}
        system:
          commodities: {power: {balance: slice}}
          technologies:
            sun: {outputs: {power: 1}, lifetime: 1, capital_cost: 6, capacity_to_activity: 1,
                  availability_by_slice: {year_day: {2020: 20 %, 2021: 40 %}, year_night: 0}}
          demands: {power: {amount: 1, profile: {year_day: 1}}}
        """)
    assert by_year(sunny, "new_capacity", "sun") == pytest.approx([10, 5])
    assert sunny.objective == pytest.approx(6 * (10 + 5 / 1.05))


def test_a_region_that_only_receives_what_may_be_in_surplus_needs_no_balance() -> None:
    """Ten PJ of heat at 1 are made where they are used; a pipe to a region that wants none carries nothing."""
    solution = solved("""
        name: two
        time: {years: [2020], discount_rate: 0.05}
        system:
          regions: [A, B]
          commodities: {heat: {surplus: true}}
          technologies: {boiler: {regions: [A], outputs: {heat: 1}, variable_cost: 1}}
          trade: {pipe: {commodity: heat, from: A, to: B, variable_cost: 1}}
          demands: {heat: {regions: [A], amount: 10}}
        """)
    assert solution.objective == pytest.approx(10 / 1.05**0.5)
    assert by_year(solution, "activity", "pipe") == pytest.approx([0.0])

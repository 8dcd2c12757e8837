"""Written systems: emissions from outside, routes between regions, and what is left after the last year, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import carbonsim
from tests.written_systems import by_year, solved, written

TOWN = """
    name: town
    time: {years: [2020, 2021], discount_rate: 0}
    system:
      commodities: {power: {}}
      technologies:
        coal: {outputs: {power: 1}, variable_cost: 2, emission_factors: {CO2: 0.2}}
        wind: {outputs: {power: 1}, variable_cost: 5}
      demands: {power: {amount: 10}}
      exogenous_emissions: {transit: {emission: CO2, amount: {2020: 0.5, 2021: 0.7}}}
      limits: {air: LIMIT}
    """


@pytest.mark.parametrize(
    ("limit", "coal"),
    [
        ("{measure: emissions, emission: CO2, at_most: 1.5}", [5.0, 4.0]),
        ("{measure: emissions, emission: CO2, at_most: 3.2, over: horizon}", [10.0]),
        ("{measure: emissions, emission: CO2, technologies: [coal], at_most: 1.5}", [7.5, 7.5]),
    ],
)
def test_a_limit_on_all_emissions_counts_those_from_outside(limit: str, coal: list[float]) -> None:
    """One and a half leave 1 and 0.8 for coal at 0.2; 3.2 leave 2 over both years, of coal's own none is taken away."""
    found = by_year(solved(TOWN.replace("LIMIT", limit)), "activity", "coal")
    assert found == pytest.approx(coal) if len(coal) == 2 else sum(found) == pytest.approx(coal[0])


def test_emissions_from_outside_are_in_the_path_that_peaks(tmp_path: Path) -> None:
    """Nobody can make less of 0.5 and 0.7; a cap of 1.1 in 2021 leaves 0.4 for coal: 2 of 10."""
    text = TOWN.replace("      limits: {air: LIMIT}\n", "").replace("\n    ", "\n")
    file = tmp_path / "town.yaml"
    file.write_text(text + "peaking: {emission_cap: {2021: 1.1}}\n", encoding="utf-8")
    run = carbonsim.run(file, write_results=False)
    assert run.results is not None
    assert run.results.series("Peaking Emissions") == {2020: pytest.approx(2.5), 2021: pytest.approx(1.1)}
    outside = run.table[run.table["variable"] == "Emissions|CO2|Outside the model"]
    assert outside["value"].tolist() == [0.5, 0.7]


LEFT = """
    name: town
    time: {years: [2020, 2021], discount_rate: 0.05, depreciation: METHOD}
    system:
      commodities: {power: {}}
      technologies:
        plant: {outputs: {power: 1}, lifetime: 10, capacity_to_activity: 1, capital_cost: 100}
      demands: {power: {amount: {2020: 1, 2021: 1}}}
    """


@pytest.mark.parametrize(
    ("method", "left"), [("straight_line", 1 - 2 / 10), ("sinking_fund", 1 - (1.05**2 - 1) / (1.05**10 - 1))]
)
def test_what_is_left_after_the_last_year_falls_as_the_method_says(method: str, left: float) -> None:
    """A plant of 2020 lives ten years, of which two are used."""
    solution = solved(LEFT.replace("METHOD", method))
    assert solution.objective == pytest.approx(100 * (1 - left / 1.05**2))


REGIONS = """
    name: two towns
    region: west
    time: {years: [2020], discount_rate: 0, time_slices: {day: {share: 0.5}, night: {share: 0.5}}}
    system:
      regions: [west, east]
      commodities: {power: {balance: slice}}
      technologies:
        sun: {outputs: {power: 1}, variable_cost: 1, lifetime: 20, capacity_to_activity: 1, capacity_max: 16,
              availability_by_slice: {night: 0}, regions: [west]}
        coal: {outputs: {power: 1}, variable_cost: 4, lifetime: 20, capacity_to_activity: 1, regions: [east],
               capacity_credit: 1, capital_cost: 1}
      demands: {power: {amount: 10, profile: {day: 0.5, night: 0.5}}}
      trade: TRADE
      RESERVE
    """
COAL = """coal: {outputs: {power: 1}, variable_cost: 4, lifetime: 20, capacity_to_activity: 1, regions: [east],
               capacity_credit: 1, capital_cost: 1}"""
FREE_COAL = "coal: {outputs: {power: 1}, variable_cost: 4, regions: [east]}"
ROUTE = "{line: {commodity: power, from: west, to: east, both_ways: true}}"
LINES = "{out: {commodity: power, from: west, to: east}, back: {commodity: power, from: east, to: west}}"


@pytest.mark.parametrize("trade", [ROUTE, LINES])
def test_a_route_runs_in_either_direction_as_two_lines_without_losses_do(trade: str) -> None:
    """West has sun by day (16 GW for half a year: 8) and none by night: each asks for 5 by day and 5 by night."""
    solution = solved(REGIONS.replace("TRADE", trade).replace("RESERVE", ""))
    assert by_year(solution, "activity", "sun") == pytest.approx([8.0])
    assert by_year(solution, "activity", "coal") == pytest.approx([12.0])


@pytest.mark.parametrize("trade", [ROUTE, LINES])
def test_what_a_line_carries_is_no_output_for_which_reserve_is_held(trade: str) -> None:
    """East makes 10 by night, a rate of 20, and holds a tenth more; what it sends west is not counted again."""
    reserve = "reserve_margins: {power: {margin: 10 %, covers: output}}"
    spare = "spare: {outputs: {power: 1}, lifetime: 20, capacity_to_activity: 1, capacity_credit: 1, availability: 0,"
    spare += " residual_capacity: 30, regions: [west]}\n        coal:"
    solution = solved(REGIONS.replace("coal:", spare).replace("TRADE", trade).replace("RESERVE", reserve))
    assert by_year(solution, "capacity", "coal") == pytest.approx([22.0])


def test_routes_and_methods_stand_in_the_parameters() -> None:
    system = written(REGIONS.replace("TRADE", ROUTE).replace("RESERVE", ""))
    assert set(system.parameters["trade_route"]) == {("west", "east", "power", 2020), ("east", "west", "power", 2020)}
    assert written(LEFT.replace("METHOD", "straight_line")).parameters["straight_line"] == {("town",): 1.0}


LINE = (
    "{line: {commodity: power, from: west, to: east, both_ways: true, losses: 20 %, lifetime: 20, capital_cost: 1, "
    "capacity_to_activity: 1, variable_cost: 0.5MORE}}"
)


def test_a_line_that_runs_both_ways_has_one_capacity_losses_and_costs() -> None:
    """West sends 3 of its 8 by day, of which 2.4 arrive; east sends 6.25 by night, so that 5 arrive.

    East makes 2.6 by day and 5 + 6.25 by night; the larger flow, 6.25 in half a year, sizes the line: 12.5, of which
    19 of 20 years are left. Sun 8 × 1, coal 13.85 × 4, and 9.25 that leave at 0.5.
    """
    solution = solved(
        REGIONS.replace("TRADE", LINE.replace("MORE", "")).replace("RESERVE", "").replace(COAL, FREE_COAL)
    )
    assert by_year(solution, "activity", "sun") == pytest.approx([8.0])
    assert by_year(solution, "activity", "coal") == pytest.approx([13.85])
    assert by_year(solution, "activity", "line") == pytest.approx([9.25])
    assert by_year(solution, "capacity", "line") == pytest.approx([12.5])
    assert solution.objective == pytest.approx(8 + 13.85 * 4 + 9.25 * 0.5 + 12.5 / 20)


def test_a_limit_on_a_line_that_runs_both_ways_holds_for_both_together() -> None:
    """Seven may leave: 6.25 are needed by night, when west has nothing else, and 0.75 are left for the day."""
    text = REGIONS.replace("TRADE", LINE.replace("MORE", ", activity_max: 7")).replace("RESERVE", "")
    solution = solved(text.replace(COAL, FREE_COAL))
    flows = solution.activity.groupby(["mode"])["value"].sum()
    assert flows["carry"] == pytest.approx(0.75)
    assert flows["return"] == pytest.approx(6.25)


def test_a_line_of_two_ways_is_a_technology_of_two_modes_between_two_commodities() -> None:
    """The same two towns as one, with a commodity each: what OSeMOSYS data sets write, as trade there has no losses."""
    line = solved(REGIONS.replace("TRADE", LINE.replace("MORE", "")).replace("RESERVE", "").replace(COAL, FREE_COAL))
    modes = solved("""
        name: one town
        time: {years: [2020], discount_rate: 0, time_slices: {day: {share: 0.5}, night: {share: 0.5}}}
        system:
          commodities: {west: {balance: slice}, east: {balance: slice}}
          technologies:
            sun: {outputs: {west: 1}, variable_cost: 1, lifetime: 20, capacity_to_activity: 1, capacity_max: 16,
                  availability_by_slice: {night: 0}}
            coal: {outputs: {east: 1}, variable_cost: 4}
            line:
              lifetime: 20
              capital_cost: 1
              capacity_to_activity: 1
              modes:
                carry: {inputs: {west: 1}, outputs: {east: 0.8}, variable_cost: 0.5}
                return: {inputs: {east: 1}, outputs: {west: 0.8}, variable_cost: 0.5}
          demands:
            west: {amount: 10, profile: {day: 0.5, night: 0.5}}
            east: {amount: 10, profile: {day: 0.5, night: 0.5}}
        """)
    assert line.objective == pytest.approx(modes.objective)


def test_a_yearly_commodity_goes_both_ways_too() -> None:
    """East's cheap heat serves west's ten, for which 12.5 must leave."""
    solution = solved("""
        name: two towns
        region: west
        time: {years: [2020], discount_rate: 0}
        system:
          regions: [west, east]
          commodities: {heat: {}}
          technologies:
            oil: {outputs: {heat: 1}, variable_cost: 9, regions: [west]}
            coal: {outputs: {heat: 1}, variable_cost: 1, regions: [east]}
          demands: {heat: {amount: 10}}
          trade: {pipe: {commodity: heat, from: west, to: east, both_ways: true, losses: 20 %}}
        """)
    assert by_year(solution, "activity", "coal") == pytest.approx([22.5])


def test_a_line_is_firm_where_it_arrives() -> None:
    """East's highest demand is a rate of 10, with half more 15; a line of 4, half firm, gives 2 of them less losses.

    0.8 of 2 are 1.6, so that east holds 13.4 of its own; west, from which it leaves, holds all 15.
    """
    text = REGIONS.replace(COAL, COAL.replace(", regions: [east]", "")).replace(
        "TRADE",
        "{line: {commodity: power, from: west, to: east, losses: 20 %, lifetime: 20, capacity_to_activity: 1, "
        "residual_capacity: 4, new_capacity_max: 0, capacity_credit: 0.5, activity_max: 0}}",
    )
    solution = solved(text.replace("RESERVE", "reserve_margins: {power: {margin: 50 %}}"))
    held = solution.capacity.set_index(["region", "technology"])["value"]
    assert held["east", "coal"] == pytest.approx(13.4)
    assert held["west", "coal"] == pytest.approx(15.0)

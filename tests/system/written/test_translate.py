"""A system beside sectors adds to them; alone it stands without any."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim import pipeline
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from tests.written_systems import by_year, solved, written

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
BESIDE = """
system:
  technologies:
    tidal:
      {sector: energy, branch: power, group: tidal, outputs: {electricity_supply: 1}, lifetime: 40,
       capital_cost: 500 CNY/kW, availability: 50 %, capacity_max: 0.2, first_year: 2028}
  demands:
    trams: {commodity: electricity, amount: {2025: 0, 2030: 2 PJ}}
"""


def test_a_system_beside_sectors_serves_and_uses_their_commodities(tmp_path: Path) -> None:
    file = tmp_path / "beside.yaml"
    file.write_text(f"extends: {TUTORIAL}\nname: Beside\n{BESIDE}", encoding="utf-8")
    scenario, findings = read_scenario(file)
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, findings
    optimization = Optimization(system)
    solution = optimization.solve_twin()
    tidal = by_year(solution, "activity", "tidal")
    assert max(tidal) == pytest.approx(0.2 * 0.5 * 31.536)
    assert system.parameters["demand_slice"].keys() >= {("Tutorial town", "electricity", 2030, "winter_day")}
    trams = sum(value for key, value in system.parameters["demand_slice"].items() if key[1:3] == ("electricity", 2030))
    assert trams == pytest.approx(2.0)


def test_a_system_alone_runs_to_a_report(tmp_path: Path) -> None:
    file = tmp_path / "alone.yaml"
    file.write_text(
        "name: Alone\ntime: {years: [2025, 2030], discount_rate: 5 %/yr}\nsystem:\n  commodities: {heat: {}}\n"
        "  technologies: {stove: {outputs: {heat: 1}, variable_cost: 3, emission_factors: {CO2: 0.1}}}\n"
        "  demands: {heat: {amount: 10}}\npeaking: {by: 2030}\n",
        encoding="utf-8",
    )
    done = pipeline.run(file, out=tmp_path / "out")
    assert done.summary["status"] == "optimal"
    assert done.summary["emissions_Mt"] == pytest.approx({"2025": 1.0, "2030": 1.0})
    assert (tmp_path / "out" / "report.html").stat().st_size > 0


def test_a_capacity_over_a_year_is_an_activity_by_its_units() -> None:
    system = written("""
        name: Units
        time: {years: [2020], discount_rate: 5 %/yr}
        system:
          commodities: {heat: {}, steam: {unit: TWh}}
          technologies:
            in-gigawatt: {outputs: {heat: 1}, lifetime: 10}
            in-megawatt-and-TWh: {outputs: {steam: 1}, lifetime: 10, capacity_unit: MW, activity_unit: TWh}
            in-petajoule-a-year: {outputs: {heat: 1}, lifetime: 10, capacity_unit: PJ/yr}
        """)
    yields = {key[1]: value for key, value in system.parameters["capacity_to_activity"].items()}
    expected = {"in-gigawatt": 31.536, "in-megawatt-and-TWh": 0.00876, "in-petajoule-a-year": 1.0}
    assert yields == pytest.approx(expected)


def test_a_hurdle_rate_raises_what_an_investment_costs() -> None:
    """The annuity at 10 % over two years at the rates of the horizon: (1 - 1.1^-1)/(1 - 1.1^-2) × (1 + 1/1.05)."""
    text = """
        name: Hurdle
        time: {{years: [2020, 2021], discount_rate: 5 %/yr}}
        system:
          commodities: {{heat: {{}}}}
          technologies:
            stove: {{outputs: {{heat: 1}}, lifetime: 2, capital_cost: 100, capacity_to_activity: 1{rate}}}
          demands: {{heat: {{amount: 1}}}}
        """
    assert solved(text.format(rate="")).objective == pytest.approx(100)
    factor = (1 - 1 / 1.1) / (1 - 1.1**-2) * (1 + 1 / 1.05)
    assert solved(text.format(rate=", discount_rate: 10 %/yr")).objective == pytest.approx(100 * factor)


def test_whole_units_are_built_where_a_unit_size_is_given() -> None:
    """Seven are needed and come in threes: nine."""
    built = solved("""
        name: Units
        time: {years: [2020], discount_rate: 5 %/yr}
        system:
          commodities: {heat: {}}
          technologies:
            stove: {outputs: {heat: 1}, lifetime: 1, capital_cost: 10, capacity_to_activity: 1, unit_size: 3}
          demands: {heat: {amount: 7}}
        """)
    assert by_year(built, "new_capacity", "stove") == pytest.approx([9])
    assert built.objective == pytest.approx(90)


def test_the_island_keeps_its_limits() -> None:
    """Peak by 2027, a quarter and then 70 % of own power, 150 million CNY a year, 15 % over the highest demand."""
    done = pipeline.run(TUTORIAL.parent / "island.yaml", write_results=False)
    assert done.summary["status"] == "optimal"
    emitted = {int(year): value for year, value in done.summary["emissions_Mt"].items()}
    assert max(value for year, value in emitted.items() if year > 2027) <= emitted[2027]
    plan = done.plans.plan
    made = plan.activity.groupby(["year", "technology"])["value"].sum().unstack(fill_value=0.0)
    own = (made["sun"] + made["wind"]) / (made["sun"] + made["wind"] + made["diesel-engines"])
    assert own[2030] >= 0.25 - 1e-6
    assert own[2040] >= 0.70 - 1e-6
    spent = plan.costs[plan.costs["component"] == "investment"].groupby("year")["value"].sum()
    assert spent[2026] == pytest.approx(150 / 1.06, rel=1e-4)
    firm = plan.capacity.set_index(["technology", "year"])["value"]
    highest = 2.3 * 0.29 / (182 * 12 / 8760) * 1.15 / 31.536
    held = 0.95 * firm["diesel-engines", 2040] + 0.8 * firm["battery", 2040] + 0.95 * firm["hydrogen", 2040]
    assert held >= highest - 1e-6


@pytest.mark.parametrize("key", ["availability", "yearly_availability"])
def test_a_yearly_technology_runs_for_its_available_share(key: str) -> None:
    """Ten a year from a capacity that runs half of it: twenty are built, at a hundred each."""
    built = solved(f"""
        name: Half the time
        time: {{years: [2020], discount_rate: 0}}
        system:
          commodities: {{heat: {{}}}}
          technologies:
            stove: {{outputs: {{heat: 1}}, lifetime: 1, capital_cost: 100, capacity_to_activity: 1, {key}: 50 %}}
          demands: {{heat: {{amount: 10}}}}
        """)
    assert by_year(built, "capacity", "stove") == pytest.approx([20.0])
    assert built.objective == pytest.approx(2000.0)


LIMITED = """
    name: Units of a limit
    time: {years: [2020], discount_rate: 0}
    system:
      commodities: {heat: {}, steam: {unit: TWh}}
      technologies:
        cheap: {outputs: {heat: 1}, variable_cost: 1, emission_factors: {CO2: 0.1}}
        dear: {outputs: {heat: 1}, variable_cost: 3}
        boiler: {activity_unit: TWh, outputs: {steam: 1}, variable_cost: 1, emission_factors: {CO2: 0.36}}
        other: {activity_unit: TWh, outputs: {steam: 1}, variable_cost: 9}
      demands: {heat: {amount: 10}, steam: {unit: TWh, amount: 1}}
      limits: {most: LIMIT}
    """


@pytest.mark.parametrize(
    ("limit", "cheap", "boiler"),
    [
        # 2 TWh are 7.2 PJ, of which the dearest to do without, steam, takes 3.6 first
        ("{measure: output, technologies: [cheap, boiler], unit: TWh, at_most: 2}", 3.6, 1.0),
        ("{measure: activity, technologies: [cheap, boiler], at_most: 4.6}", 1.0, 1.0),
        # 500 kt: 0.36 Mt of steam leave 0.14 for 1.4 PJ at 0.1
        ("{measure: emissions, emission: CO2, unit: kt, at_most: 500}", 1.4, 1.0),
        # of 13.6 PJ half are 6.8, and steam takes 3.6 of them
        ("{measure: output, technologies: [cheap, boiler], share_max: 50 %}", 3.2, 1.0),
    ],
)
def test_a_limit_adds_up_in_its_own_unit(limit: str, cheap: float, boiler: float) -> None:
    """Heat in PJ and steam in TWh are one sum; without steam's boiler its like costs 8 more, that is 2.2 a PJ."""
    found = solved(LIMITED.replace("LIMIT", limit))
    assert by_year(found, "activity", "cheap") == pytest.approx([cheap])
    assert by_year(found, "activity", "boiler") == pytest.approx([boiler])


def test_a_bound_on_what_cannot_be_built_is_no_plan(tmp_path: Path) -> None:
    """Three a year are asked for in 2020, when nothing can be built yet: an empty sum is not three."""
    file = tmp_path / "none.yaml"
    file.write_text(
        "name: None\ntime: {years: [2020, 2021], discount_rate: 0}\nsystem:\n  commodities: {heat: {}}\n"
        "  technologies:\n    stove: {outputs: {heat: 1}, lifetime: 9, residual_capacity: 5, first_year: 2021}\n"
        "  demands: {heat: {amount: 1}}\n"
        "  limits: {new: {measure: new_capacity, technologies: [stove], at_least: 3}}\n",
        encoding="utf-8",
    )
    done = pipeline.run(file, write_results=False)
    assert done.summary["status"] == "infeasible"
    assert "3 GW/yr in 2020" in str(done.summary["explanation"])


def test_the_order_of_modes_says_nothing() -> None:
    text = """
        name: Turned
        time: {{years: [2020], discount_rate: 0}}
        system:
          commodities: {{heat: {{}}}}
          technologies: {{boiler: {{modes: {{{modes}}}}}}}
          demands: {{heat: {{amount: 10}}}}
        """
    one, two = "coal: {outputs: {heat: 1}, variable_cost: 2}", "straw: {outputs: {heat: 1}, variable_cost: 3}"
    assert written(text.format(modes=f"{one}, {two}")).digest() == written(text.format(modes=f"{two}, {one}")).digest()

"""Clashes in which hours, profiles, standing stock, storages and what others emit take part: each named and placed."""

from __future__ import annotations

import textwrap
from pathlib import Path

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Statement
from carbonsim.pipeline import run
from tests.reference.data_set import Data
from tests.written_systems import written

HEAD = """
    name: town
    time: {years: [2020], discount_rate: 0.05, seasons: {winter: {days: 165}, summer: {days: 200}},
      day_parts: {day: {hours: 12}, night: {hours: 12}}}
    """


def clash(text: str) -> Statement:
    solution = Optimization(written(textwrap.dedent(HEAD) + textwrap.dedent(text))).solve_twin()
    assert solution.status == "infeasible"
    (statement,) = solution.explanation
    return statement


def test_the_hours_that_a_plant_can_run_are_named() -> None:
    """10 GW that run 2,900 of 8,760 hours give 104.4 PJ, 5.6 short of 110: 0.538 GW more are needed."""
    statement = clash("""
        system:
          commodities: {power: {}}
          technologies:
            wind: {label: {en: Wind in Xinjiang, zh: 新疆风电}, outputs: {power: 1}, lifetime: 10, capacity_max: 10,
              yearly_availability: 0.33105}
          demands: {power: {amount: 110}}
        """)
    english, chinese = (statement.with_places().rendered(language) for language in ("en", "zh"))
    assert "Wind in Xinjiang running at most 2,900 h at full load in 2020" in english
    assert "(system.technologies.wind.yearly_availability)" in english
    assert "demand for power in 2020 (system.demands.power)" in english
    assert english.endswith("cannot all hold: the smallest relaxation that works is 0.536 GW in 2020.")
    assert "新疆风电年利用小时数至多2,900小时（system.technologies.wind.yearly_availability）" in chinese


SUN = """
    system:
      commodities: {power: {balance: slice}}
      technologies:
        sun: {outputs: {power: 1}, lifetime: 10, LIMITS,
          availability_by_slice: {winter_day: 0.1, winter_night: 0, summer_night: 0, summer_day: 0.5}}
        spill: {inputs: {power: 1}}
      storages:
        battery:
          {commodity: power, duration: 6 h, charge_efficiency: 95 %, discharge_efficiency: 95 %, lifetime: 15, STORE}
      demands: {power: {amount: 10, profile: {WHEN: 1}}}
    """


def sun(when: str, limits: str = "fixed_cost: 0", store: str = "cycle: daily") -> Statement:
    return clash(SUN.replace("WHEN", when).replace("LIMITS", limits).replace("STORE", store))


def test_a_battery_that_cannot_carry_summer_into_winter_is_named() -> None:
    """Sun shines in summer only, light is wanted on winter nights: a store of the day keeps 0.95² of it, for a day."""
    statement = sun("winter_night", "activity_max: 2")
    dark = SUN.replace("winter_day: 0.1", "winter_day: 0")
    assert "system.technologies.sun.activity_max" in statement.paths
    statement = clash(dark.replace("WHEN", "winter_night").replace("LIMITS", "fixed_cost: 0").replace("STORE", ""))
    english, chinese = (statement.with_places().rendered(language) for language in ("en", "zh"))
    assert "battery giving back at most 90.2 % of what it takes, within the day in 2020" in english
    assert "demand for power in 2020, winter night (system.demands.power)" in english
    assert chinese.startswith("2020年冬季夜间时段power需求（system.demands.power）")
    assert "battery至多放出所储能量的90.2%、不跨日储存（system.storages.battery.charge_efficiency）" in chinese


def test_how_much_a_battery_holds_is_named() -> None:
    """0.1 GW for six hours hold 0.00216 PJ a day: 0.43 PJ in 200 summer nights, where 10 are wanted."""
    statement = sun("summer_night", store="capacity_max: 0.1")
    assert set(statement.paths) >= {"system.storages.battery.capacity_max", "system.demands.power"}
    held = sun("summer_night", store="residual_capacity: 0.1, last_year: 2019")
    assert "battery with 0.1 GW standing and nothing new in 2020" in str(held.with_places())
    assert "system.storages.battery.residual_capacity" in held.paths


def test_a_stock_and_its_profile_in_a_time_slice_are_named() -> None:
    """3 GW at a tenth of their capacity give 2.14 PJ on 165 winter days of twelve hours: 7.86 PJ are missing."""
    english = str(sun("winter_day", "residual_capacity: 3, last_year: 2019").with_places())
    assert "sun with 3 GW standing and nothing new in 2020 (system.technologies.sun.residual_capacity)" in english
    assert (
        "sun at no more than 10 % of its capacity in 2020, winter day"
        " (system.technologies.sun.availability_by_slice.winter_day)"
    ) in english
    assert "the smallest relaxation that works is 7.86 PJ in 2020, winter day." in english


def test_emissions_that_no_technology_makes_are_named_beside_the_limit_as_it_is_written() -> None:
    """1 Mt from elsewhere and 10 PJ at 0.1 Mt are 2 Mt where 1.5 may be emitted."""
    statement = clash("""
        system:
          commodities: {heat: {}}
          technologies: {boiler: {outputs: {heat: 1}, emission_factors: {CO2: 0.1}}}
          exogenous_emissions: {kilns: {emission: CO2, amount: 1}}
          demands: {heat: {amount: 10}}
          limits: {air: {measure: emissions, emission: CO2, at_most: 1.5}}
        """)
    assert "(at most 1.5 Mt)" in str(statement.with_places())
    assert "the smallest relaxation that works is 0.5 Mt in 2020." in str(statement.with_places())


def test_the_profile_of_a_citys_plant_is_named_where_it_is_written(tmp_path: Path) -> None:
    """The tutorial with its wind becalmed and its coal gone: the profile stands under energy.profiles."""
    text = (Path(__file__).parents[3] / "scenarios" / "tutorial.yaml").read_text(encoding="utf-8")
    text = text.replace("capital_cost: {2025: 6400, 2040: 6000}", "capacity_max: 1, capital_cost: 6000")
    text = text.replace("capacity: {2025: 0.8, 2040: 0.6}, ", "capacity: {2025: 0.8, 2040: 0}, last_year: 2025, ")
    (tmp_path / "town.yaml").write_text(text, encoding="utf-8")
    done = run(tmp_path / "town.yaml", write_results=False)
    assert done.summary["status"] == "infeasible"
    lines = text.splitlines()
    wind = next(number for number, line in enumerate(lines, 1) if line.startswith("    wind: {winter_day"))
    assert any(f", town.yaml:{wind})" in sentence for sentence in done.summary["explanation"]), done.summary
    assert any("energy.profiles.wind." in sentence for sentence in done.summary["explanation"])


def test_of_a_data_set_capacity_factor_stock_and_exogenous_emissions_are_named_by_file_and_line(tmp_path: Path) -> None:
    """10 of stock at a capacity factor of 0.5 give 5 of 8 wanted; 0.2 from elsewhere leave nothing of a cap of 0.1."""
    data = Data({
        "R": ["HERE"], "T": ["PLANT"], "F": ["POWER"], "M": ["1"], "L": ["YEAR"], "Y": [2020, 2021], "E": ["CO2"],
        "S": [], "Q": ["1"], "D": ["1"], "H": ["1"],
    })  # fmt: skip
    for name, value in (
        ("YearSplit", 1), ("OutputActivityRatio", 1), ("SpecifiedAnnualDemand", 8), ("SpecifiedDemandProfile", 1),
        ("OperationalLife", 9), ("CapacityFactor", 0.5), ("ResidualCapacity", 10), ("Conversionls", 1),
        ("TotalAnnualMaxCapacityInvestment", 0), ("Conversionld", 1), ("Conversionlh", 1),
    ):  # fmt: skip
        data.put(name, value)
    done = run(data.write(tmp_path / "short"), write_results=False)
    (sentence,) = done.summary["explanation"]
    assert "demand for POWER" in sentence and "(system.osemosys, SpecifiedAnnualDemand.csv:" in sentence
    assert "PLANT at no more than 50 % of its capacity" in sentence and "CapacityFactor.csv:" in sentence
    assert (
        "PLANT with 10 units of the data standing and nothing new" in sentence and "ResidualCapacity.csv:" in sentence
    )
    data.put("ResidualCapacity", 20)
    data.put("AnnualExogenousEmission", 0.2)
    cap = data.write(tmp_path / "dirty", "peaking: {emission_cap: {2021: 0.1}}")
    (sentence,) = run(cap, write_results=False).summary["explanation"]
    assert "a cap of 0.1 units of the data in 2021 (peaking.emission_cap.2021, scenario.yaml:" in sentence
    assert (
        "0.2 units of the data emitted by what no technology here makes in 2021"
        " (system.osemosys, AnnualExogenousEmission.csv:3)"
    ) in sentence
    assert sentence.endswith("the smallest relaxation that works is 0.1 units of the data in 2021.")


def test_clashes_that_stand_apart_are_told_one_by_one() -> None:
    """Two towns' boilers give 6 of 10 and 5 of 8 PJ: four are missing in one, three in the other."""
    solution = Optimization(
        written("""
        name: town
        time: {years: [2020], discount_rate: 0.05}
        system:
          commodities: {heat: {}, steam: {}}
          technologies:
            boiler: {outputs: {heat: 1}, activity_max: 6}
            kettle: {outputs: {steam: 1}, activity_max: 5}
          demands: {heat: {amount: 10}, steam: {amount: 8}}
        """)
    ).solve_twin()
    first, *others = (str(statement.with_places()) for statement in solution.explanation)
    assert first == "2 clashes stand apart, and each needs its own relaxation."
    heat, steam = sorted(others, key=lambda sentence: "steam" in sentence)
    assert "boiler" in heat and "kettle" not in heat and heat.endswith("works is 4 PJ in 2020.")
    assert "kettle" in steam and "boiler" not in steam and steam.endswith("works is 3 PJ in 2020.")


def test_bounds_of_one_plant_that_cross_are_named_with_what_brings_them_together(tmp_path: Path) -> None:
    """At least 3 and at most 2 of capacity: the solver proves nothing of it and relaxes nothing by itself."""
    data = Data({
        "R": ["HERE"], "T": ["PLANT"], "F": ["POWER"], "M": ["1"], "L": ["YEAR"], "Y": [2020], "E": [], "S": [],
        "Q": ["1"], "D": ["1"], "H": ["1"],
    })  # fmt: skip
    for name, value in (
        ("YearSplit", 1), ("OutputActivityRatio", 1), ("SpecifiedAnnualDemand", 1), ("SpecifiedDemandProfile", 1),
        ("OperationalLife", 9), ("TotalAnnualMinCapacity", 3), ("TotalAnnualMaxCapacity", 2), ("Conversionls", 1),
        ("Conversionld", 1), ("Conversionlh", 1),
    ):  # fmt: skip
        data.put(name, value)
    (sentence,) = run(data.write(tmp_path), write_results=False).summary["explanation"]
    assert "TotalAnnualMinCapacity.csv:2" in sentence and "TotalAnnualMaxCapacity.csv:2" in sentence
    assert sentence.endswith("cannot both hold: the smallest relaxation that works is 1 unit of the data in 2020.")

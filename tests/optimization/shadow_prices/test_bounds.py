"""Prices of the targets and bounds of a data set, against finite differences: what a little more strictness costs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from tests.reference.data_set import Data
from tests.written_systems import solved

RATE = 0.05
STEP = 1e-4
WEIGHT = {2020: 1.05**-0.5, 2021: 1.05**-1.5}  # of a year's costs, paid in its middle


def data(**changes: float) -> Data:
    """A region that burns coal or gas, blows wind, and holds reserve; every target that a data set may write.

    Coal is cheapest and dirtiest, gas is dear and cleaner, wind dearest to build. `changes` are values of parameters.
    """
    made = Data(
        {"R": ["land"], "T": ["coal", "gas", "wind"], "F": ["power"], "M": [1], "L": ["day", "night"],
         "Y": [2020, 2021], "E": ["CO2"], "S": [], "Q": [], "D": [], "H": []}
    )  # fmt: skip
    made.put("YearSplit", 0.5)
    made.put("SpecifiedAnnualDemand", 10.0)
    made.put("SpecifiedDemandProfile", 0.6, L="day")
    made.put("SpecifiedDemandProfile", 0.4, L="night")
    for name, cost, capital, emitted in (("coal", 2.0, 5.0, 0.3), ("gas", 5.0, 3.0, 0.1), ("wind", 0.1, 60.0, 0.0)):
        made.put("OutputActivityRatio", 1, T=name, F="power", M=1)
        made.put("OperationalLife", 10, T=name)
        made.put("VariableCost", cost, T=name)
        made.put("CapitalCost", capital, T=name)
        made.put("EmissionActivityRatio", emitted, T=name, M=1)
        made.put("ReserveMarginTagTechnology", 0.3 if name == "wind" else 1.0, T=name)
    made.put("RETagFuel", 1)
    made.put("RETagTechnology", 1, T="wind")
    made.put("ReserveMarginTagFuel", 1)
    places: dict[str, dict[str, object]] = {
        "AnnualEmissionLimit": {"Y": 2021}, "ReserveMargin": {"Y": 2020}, "REMinProductionTarget": {"Y": 2021},
        "TotalAnnualMaxCapacity": {"T": "coal", "Y": 2020}, "TotalAnnualMinCapacity": {"T": "gas", "Y": 2021},
        "TotalAnnualMaxCapacityInvestment": {"T": "coal", "Y": 2020},
        "TotalAnnualMinCapacityInvestment": {"T": "gas", "Y": 2020},
        "TotalTechnologyAnnualActivityUpperLimit": {"T": "coal", "Y": 2021},
        "TotalTechnologyAnnualActivityLowerLimit": {"T": "gas", "Y": 2020},
        "TotalTechnologyModelPeriodActivityUpperLimit": {"T": "coal"},
        "TotalTechnologyModelPeriodActivityLowerLimit": {"T": "gas"},
    }  # fmt: skip
    for name, value in changes.items():
        made.put(name, value, **places.get(name, {}))
    return made


def least_cost(made: Data, folder: Path) -> Solution:
    scenario, findings = read_scenario(made.write(folder))
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal"
    return solution


def row(solution: Solution, constraint: str, year: int | None) -> pd.Series:
    found = solution.duals[solution.duals["constraint"] == constraint]
    found = found[found["year"].isna()] if year is None else found[found["year"] == year]
    assert len(found) == 1, solution.duals["constraint"].tolist()
    return found.iloc[0]


@pytest.mark.parametrize(
    ("name", "bound", "sign", "constraint", "year", "per"),
    [
        ("AnnualEmissionLimit", 1.8, -1, "emission limit land CO2", 2021, 1.0),
        ("ModelPeriodEmissionLimit", 4.0, -1, "emission limit of the period land CO2", None, 1.0),
        ("REMinProductionTarget", 0.4, 1, "renewable target land", 2021, 100.0),
        ("TotalAnnualMaxCapacity", 6.0, -1, "most capacity land coal", 2020, 1.0),
        ("TotalAnnualMinCapacity", 9.0, 1, "least capacity land gas", 2021, 1.0),
        ("TotalAnnualMaxCapacityInvestment", 6.0, -1, "most new capacity land coal", 2020, 1.0),
        ("TotalAnnualMinCapacityInvestment", 7.0, 1, "least new capacity land gas", 2020, 1.0),
        ("TotalTechnologyAnnualActivityUpperLimit", 4.0, -1, "most activity land coal", 2021, 1.0),
        ("TotalTechnologyAnnualActivityLowerLimit", 3.0, 1, "least activity land gas", 2020, 1.0),
        ("TotalTechnologyModelPeriodActivityUpperLimit", 12.0, -1, "most activity of the period land coal", None, 1.0),
        ("TotalTechnologyModelPeriodActivityLowerLimit", 7.0, 1, "least activity of the period land gas", None, 1.0),
    ],
)  # fmt: skip
def test_the_price_of_a_target_is_what_a_stricter_one_costs(
    name: str, bound: float, sign: int, constraint: str, year: int | None, per: float, tmp_path: Path
) -> None:
    loose = least_cost(data(**{name: bound}), tmp_path / "loose")
    tight = least_cost(data(**{name: bound + sign * STEP}), tmp_path / "tight")
    assert loose.objective is not None and tight.objective is not None
    found = row(loose, constraint, year)
    dearer = (tight.objective - loose.objective) / (STEP * per) / (1.0 if year is None else WEIGHT[year])
    assert dearer > 0.01
    assert found["dual"] == pytest.approx(dearer, rel=1e-4)
    assert found["slack"] == pytest.approx(0.0, abs=1e-7)
    assert found["bound"] == pytest.approx(bound * per)
    assert found["path"] == f"system.osemosys, {name}.csv:2"
    assert ("discounted" in found["unit"]) == (year is None)


def test_the_price_of_a_reserve_margin_is_what_a_unit_of_firm_output_costs(tmp_path: Path) -> None:
    """Demand by day is a rate of 12; a margin of 1.5 asks for 18 of which coal and gas give 1 each, so 6 more of gas.

    Raising the margin by a step asks for 12 steps more of firm output.
    """
    loose = least_cost(data(ReserveMargin=1.5), tmp_path / "loose")
    tight = least_cost(data(ReserveMargin=1.5 + STEP), tmp_path / "tight")
    assert loose.objective is not None and tight.objective is not None
    found = row(loose, "reserve margin land", 2020)
    assert found["dual"] == pytest.approx((tight.objective - loose.objective) / (12 * STEP) / WEIGHT[2020], rel=1e-4)
    assert found["unit"] == "cost unit per unit of firm output a year"
    assert found["slack"] == pytest.approx(0.0, abs=1e-7)


def test_a_target_that_does_not_bind_is_listed_with_its_slack_and_no_price(tmp_path: Path) -> None:
    """All demand from coal emits 3 a year: limits of 5 and 8 leave 2 and 2; coal may run 21, of which it runs 20."""
    limits = {"AnnualEmissionLimit": 5.0, "ModelPeriodEmissionLimit": 8.0}
    solution = least_cost(
        data(**limits, TotalTechnologyModelPeriodActivityUpperLimit=21.0, REMinProductionTarget=0.0), tmp_path
    )
    for constraint, year, slack in (
        ("emission limit land CO2", 2021, 2.0), ("emission limit of the period land CO2", None, 2.0),
        ("most activity of the period land coal", None, 1.0),
    ):  # fmt: skip
        found = row(solution, constraint, year)
        assert (found["dual"], found["slack"]) == (pytest.approx(0.0, abs=1e-9), pytest.approx(slack))


def test_an_exogenous_emission_leaves_the_bound_as_it_is_written(tmp_path: Path) -> None:
    found = row(least_cost(data(AnnualEmissionLimit=5.0, AnnualExogenousEmission=0.5), tmp_path),
                "emission limit land CO2", 2021)  # fmt: skip
    assert (found["bound"], found["slack"]) == (5.0, pytest.approx(1.5))


WRITTEN = """
    name: town
    time: {years: [2020], discount_rate: 0.05, time_slices: {day: {share: 0.5}, night: {share: 0.5}}}
    system:
      commodities: {power: {balance: slice}}
      technologies:
        plant: {outputs: {power: 1}, lifetime: 10, capital_cost: 100, capacity_to_activity: 1, capacity_credit: 0.9,
                capacity_max: CAPACITY}
        wind: {outputs: {power: 1}, lifetime: 10, capital_cost: 300, capacity_to_activity: 1, capacity_credit: 0.1}
      demands: {power: {amount: 10}}
      reserve_margins: {firm: {commodity: power, margin: MARGIN}}
    """


def town(margin: float, capacity: float) -> Solution:
    return solved(WRITTEN.replace("MARGIN", str(margin)).replace("CAPACITY", str(capacity)))


def test_reserve_margin_and_bounds_of_a_written_system_have_prices_and_paths() -> None:
    """Ten of demand and a margin of 20 % need 12 firm; each unit more of demand margin is 10 firm."""
    loose, tight, wider = town(0.2, 12.0), town(0.2 + STEP, 12.0), town(0.2, 12.0 - STEP)
    assert loose.objective is not None and tight.objective is not None and wider.objective is not None
    margin = row(loose, "reserve margin town power", 2020)
    assert margin["path"] == "system.reserve_margins.firm"
    assert margin["dual"] == pytest.approx((tight.objective - loose.objective) / (10 * STEP) / WEIGHT[2020], rel=1e-4)
    most = row(loose, "most capacity town plant", 2020)
    assert most["path"] == "system.technologies.plant.capacity_max"
    assert most["unit"] == "million CNY per GW"
    assert most["dual"] == pytest.approx((wider.objective - loose.objective) / STEP / WEIGHT[2020], rel=1e-4)


def test_a_limit_over_the_horizon_has_a_discounted_price_and_no_year() -> None:
    """Coal emits 0.2, wind nothing and costs 3 more; ten a year emit 4 over two years, of which 3 are allowed."""
    text = """
        name: town
        time: {years: [2020, 2021], discount_rate: 0.05}
        system:
          commodities: {power: {}}
          technologies:
            coal: {outputs: {power: 1}, variable_cost: 2, emission_factors: {CO2: 0.2}}
            wind: {outputs: {power: 1}, variable_cost: 5}
          demands: {power: {amount: 10}}
          limits: {budget: {measure: emissions, emission: CO2, over: horizon, at_most: 3}}
        """
    found = row(solved(text), "budget at_most", None)
    assert found["dual"] == pytest.approx(3 / 0.2 * WEIGHT[2021])  # wind comes in the year in which it costs least
    assert found["unit"] == "million CNY per Mt, discounted"


def test_what_a_limit_is_worth_counts_in_the_price_of_a_tonne(tmp_path: Path) -> None:
    yearly = least_cost(data(AnnualEmissionLimit=1.8), tmp_path / "year")
    prices = yearly.emission_prices.set_index("year")["shadow_price"]
    assert prices[2021] == pytest.approx(row(yearly, "emission limit land CO2", 2021)["dual"])
    assert prices[2020] == 0.0
    whole = least_cost(data(ModelPeriodEmissionLimit=4.0), tmp_path / "whole")
    price = row(whole, "emission limit of the period land CO2", None)["dual"]
    prices = whole.emission_prices.set_index("year")["shadow_price"]
    assert prices[2020] == pytest.approx(price / WEIGHT[2020])
    assert prices[2021] == pytest.approx(price / WEIGHT[2021])


WRITTEN_CAP = """
    name: town
    time: {years: [2020, 2022], discount_rate: 0.05}
    system:
      commodities: {power: {}}
      technologies:
        coal: {outputs: {power: 1}, variable_cost: 2, emission_factors: {CO2: 0.2}}
        wind: {outputs: {power: 1}, variable_cost: 5}
      demands: {power: {amount: 10}}
      limits: {air: {measure: emissions, emission: CO2, LIMIT}}
    """


def test_a_written_cap_on_all_emissions_is_in_the_price_of_a_tonne_and_one_on_a_part_is_not() -> None:
    """A tonne is saved by five of wind at 3 more each: 15, in each year; the other year has no cap."""
    yearly = solved(WRITTEN_CAP.replace("LIMIT", "at_most: 1, first_year: 2022"))
    assert yearly.emission_prices["shadow_price"].tolist() == pytest.approx([0.0, 15.0])
    part = solved(WRITTEN_CAP.replace("LIMIT", "technologies: [coal], at_most: 1"))
    assert part.emission_prices["shadow_price"].tolist() == [0.0, 0.0]
    assert part.duals["dual"].tolist() == pytest.approx([15.0, 15.0])


def test_a_written_budget_of_the_horizon_prices_each_year_by_the_years_it_stands_for() -> None:
    """2022 stands for two years, discounted to 1.05^-1.5 + 1.05^-2.5; saving is cheapest there, at 15 a tonne."""
    whole = solved(WRITTEN_CAP.replace("LIMIT", "at_most: 5, over: horizon"))
    prices = whole.emission_prices["shadow_price"].tolist()
    late = 1.05**-1.5 + 1.05**-2.5
    assert prices[1] == pytest.approx(15.0)
    assert prices[0] == pytest.approx(15.0 * (late / 2) / 1.05**-0.5)

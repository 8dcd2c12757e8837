"""Sums that must hold: they hold for a whole city, and a table that breaks one is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

import carbonsim
from carbonsim.errors import IdentityError
from carbonsim.pipeline import Run
from carbonsim.results.identities import check_identities
from carbonsim.results.results import Results
from carbonsim.scenario.starting.new import new_city


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("city")
    new_city(folder, "Here")
    return carbonsim.run(folder / "peak.yaml", write_results=False)


def results(city: Run) -> Results:
    assert city.results is not None
    return city.results


def summed(city: Run, variable: str, *parts: str) -> dict[int, float]:
    return {
        year: sum(results(city).series(f"{variable}|{part}").get(year, 0.0) for part in parts)
        for year in results(city).series(variable)
    }


def test_every_identity_holds_for_a_whole_city(city: Run) -> None:
    found = check_identities(results(city), city.plans.plan).set_index("identity")["error"]
    assert found.max() < 2e-6
    trees = ("Peaking Emissions", "Emissions|CO2", "Secondary Energy|Electricity", "Final Energy", "Cost")
    assert {f"children sum to {tree}" for tree in trees} <= set(found.index)


@pytest.mark.parametrize(
    "variable", ["Peaking Emissions|Industry", "Secondary Energy|Electricity|Coal", "Cost|Energy|Investment"]
)
def test_a_leaf_that_is_off_is_refused(city: Run, variable: str) -> None:
    table = results(city).table.copy()
    leaf = table["variable"].str.startswith(variable)
    assert leaf.any()
    table.loc[leaf, "value"] *= 1.01
    with pytest.raises(IdentityError, match=f"children sum to {variable.split('|')[0]}"):
        check_identities(replace(results(city), table=table), city.plans.plan)


def test_emissions_that_are_not_those_of_the_plan_are_refused(city: Run) -> None:
    table = results(city).table.copy()
    table.loc[table["variable"].str.startswith("Peaking Emissions"), "value"] *= 1.01
    with pytest.raises(IdentityError, match="judged emissions are those of the plan"):
        check_identities(replace(results(city), table=table), city.plans.plan)


def test_costs_that_do_not_sum_to_the_total_are_refused(city: Run) -> None:
    plan = city.plans.plan
    assert plan.total_cost is not None
    with pytest.raises(IdentityError, match="cost parts sum to the total cost"):
        check_identities(results(city), replace(plan, total_cost=plan.total_cost * 1.001))


def test_a_plan_dearer_than_the_tie_break_allows_is_refused(city: Run) -> None:
    plan = city.plans.plan
    assert plan.objective is not None
    with pytest.raises(IdentityError, match="costs no more than the least cost allows"):
        check_identities(results(city), replace(plan, objective=plan.objective * (1 - 1e-5)))


def test_final_energy_is_the_same_by_user_and_by_carrier(city: Run) -> None:
    whole = results(city).series("Final Energy")
    users = ("Industry", "Transportation", "Residential", "Commercial", "Agriculture", "Other Sector")
    carriers = ("Solids", "Liquids", "Gases", "Electricity", "Heat", "Hydrogen")
    assert summed(city, "Final Energy", *users) == pytest.approx(whole)
    assert summed(city, "Final Energy", *carriers) == pytest.approx(whole)
    assert min(whole.values()) > 0


def test_primary_energy_is_the_sum_of_its_sources(city: Run) -> None:
    whole = results(city).series("Primary Energy")
    sources = ("Fossil", "Biomass", "Non-Biomass Renewables", "Hydrogen", "Secondary Energy Trade")
    assert summed(city, "Primary Energy", *sources) == pytest.approx(whole)
    fossil = results(city).series("Primary Energy|Fossil")
    assert summed(city, "Primary Energy", "Coal", "Oil", "Gas") == pytest.approx(fossil)


def test_carbon_in_equals_carbon_out(city: Run) -> None:
    """Every tonne of CO2 inside is a fuel bought times its factor: 90.9 coal, 55.5 gas, 67.9 petrol, 72.6 diesel."""
    activity = city.plans.plan.activity
    bought = activity[activity["technology"].str.startswith("supply/")].groupby(["technology", "year"])["value"].sum()
    factors = {"raw_coal": 90.9, "natural_gas": 55.5, "gasoline": 67.9, "diesel": 72.6}
    for year, emitted in results(city).series("Emissions|CO2").items():
        burnt = sum(bought.get((f"supply/{fuel}", year), 0.0) * factor / 1000 for fuel, factor in factors.items())
        assert emitted == pytest.approx(burnt, rel=1e-6)


def test_every_middle_level_is_written(city: Run) -> None:
    """The tables of others are summed level by level; a level that is missing is skipped without a word."""
    names = set(results(city).table["variable"])
    tops = ("Emissions|CO2", "Final Energy", "Primary Energy", "Secondary Energy|Electricity", "Secondary Energy|Heat")
    for name in names:
        for top in tops:
            if name.startswith(f"{top}|"):
                assert name.rsplit("|", 1)[0] in names, name

"""Emissions by user and the flows of energy: what goes in comes out, on the tutorial."""

from __future__ import annotations

from pathlib import Path

import pytest

import carbonsim

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"


@pytest.fixture(scope="module")
def results() -> carbonsim.Results:
    found = carbonsim.run(TUTORIAL, write_results=False).results
    assert found is not None
    return found


def _flows(results: carbonsim.Results) -> dict[tuple[str, str], dict[int, float]]:
    names = [name for name in results.table["variable"].unique() if name.startswith("Energy Flow|")]
    return {(name.split("|")[1], name.split("|")[2]): results.series(name) for name in names}


@pytest.mark.parametrize("node", ["power plants", "heat plants", "electricity", "district heat"])
def test_what_enters_a_plant_or_a_network_leaves_it(results: carbonsim.Results, node: str) -> None:
    flows = _flows(results)
    entering = [path for (_, target), path in flows.items() if target == node]
    leaving = [path for (source, _), path in flows.items() if source == node]
    assert bool(entering) == bool(leaving)
    for year in results.series("Peaking Emissions"):
        sums = [sum(path[year] for path in paths) for paths in (entering, leaving)]
        assert sums[0] == pytest.approx(sums[1], rel=1e-6, abs=1e-6)


def test_emissions_by_user_are_the_judged_emissions(results: carbonsim.Results) -> None:
    assert results.series("Emissions by User") == pytest.approx(results.series("Peaking Emissions"), rel=1e-9)


def test_all_gases_are_kyoto_gases_and_imports(results: carbonsim.Results) -> None:
    kyoto = results.series("Emissions|Kyoto Gases")
    imports = results.series("Peaking Emissions|Imported Electricity")
    expected = {year: value + imports.get(year, 0.0) for year, value in kyoto.items()}
    assert results.series("All-gas Emissions") == pytest.approx(expected, rel=1e-9)


def test_carriers_of_a_sector_sum_to_its_emissions(results: carbonsim.Results) -> None:
    for sector, series in results.children("Peaking Emissions").items():
        carriers = results.children(f"Emissions by Carrier|{sector}")
        if not carriers:
            continue
        for year, value in series.items():
            assert sum(path[year] for path in carriers.values()) == pytest.approx(value, rel=1e-4, abs=1e-5)


def test_final_energy_flows_are_the_final_energy_of_the_table(results: carbonsim.Results) -> None:
    flows, users = _flows(results), ("industry", "transport", "residential", "commercial", "land", "waste")
    final = results.series("Final Energy")
    for year, value in final.items():
        used = sum(path[year] for (_, target), path in flows.items() if target in users)
        assert used == pytest.approx(1000 * value, rel=1e-6)

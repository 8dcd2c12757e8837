"""Air pollutants against sums by hand: fuel × factor × what filters leave, by sector as by fuel."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import carbonsim
from carbonsim.results.air.pollution import Burnt, factor_of
from carbonsim.scenario.sections.air import Air
from carbonsim.system.tables import Label, Technology

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FACTORS = {
    "coal-supply": {"sector": "energy", "fuels": ["coal"], "emission_factors": {"SO2": 12.6, "NOx": 18, "PM25": 3.6}},
    "boilers": {"sector": "energy", "fuels": ["coal"], "burners": ["coal boiler"], "emission_factors": {"SO2": 135}},
    "steel": {
        "sector": "industry",
        "fuels": ["coal"],
        "emission_factors": {"SO2": "579 mg/MJ", "NOx": 191.1},
        "abatement": {"SO2": {2020: "50 %", 2040: "90 %"}},
    },
    "homes": {"sector": "buildings", "fuels": ["gas"], "emission_factors": {"NOx": 49.43, "PM25": 1.2}},
    "road": {"sector": "transport", "fuels": ["oil"], "emission_factors": {"SO2": 25, "NOx": 898.1, "PM25": 15.77}},
}
TCE = 29.3076  # PJ a Mtce
POWER = (0.55 * TCE * 0.20 + 0.30 * TCE * 0.02 + 30 * 0.6 * 0.25) / 0.94 * 0.80 / 0.38  # PJ of coal in 2020
BOILERS = 30 * 0.6 * 0.60 / 0.90 / 0.80
STEEL, ROAD, HOMES = 0.55 * TCE * 0.80, 0.30 * TCE * 0.98, 30 * 0.6 * 0.15


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> carbonsim.Results:
    file = tmp_path_factory.mktemp("air") / "town.yaml"
    written = {"extends": str(SCENARIOS / "accounting.yaml"), "air": {"factors": FACTORS}}
    file.write_text(json.dumps(written), encoding="utf-8")
    found = carbonsim.run(file, write_results=False).results
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("variable", "kilotonnes"),
    [
        ("SO2|Power and Heat|coal", (POWER * 12.6 + BOILERS * 135) / 1000),
        ("SO2|Industry|coal", STEEL * 579 * 0.5 / 1000),
        ("SO2|Transport|oil", ROAD * 25 / 1000),
        ("NOx|Power and Heat|coal", (POWER + BOILERS) * 18 / 1000),  # boilers have no NOx of their own
        ("NOx|Residential|gas", HOMES * 49.43 / 1000),
        ("PM2.5|Residential", HOMES * 1.2 / 1000),
        ("PM2.5", ((POWER + BOILERS) * 3.6 + HOMES * 1.2 + ROAD * 15.77) / 1000),
    ],
)
def test_a_pollutant_is_fuel_times_factor(results: carbonsim.Results, variable: str, kilotonnes: float) -> None:
    assert results.series(f"Air Pollution|{variable}")[2020] == pytest.approx(kilotonnes, rel=1e-9)


def test_filters_take_out_what_they_are_said_to_by_year(results: carbonsim.Results) -> None:
    coal = 0.8 * 0.40 * TCE * 0.50
    assert results.series("Air Pollution|SO2|Industry")[2040] == pytest.approx(coal * 579 * 0.1 / 1000, rel=1e-9)


@pytest.mark.parametrize("pollutant", ["SO2", "NOx", "PM2.5"])
def test_sectors_add_up_to_fuels_in_every_year(results: carbonsim.Results, pollutant: str) -> None:
    told = [results.children(f"{top}|{pollutant}") for top in ("Air Pollution", "Air Pollution by Fuel")]
    assert len(told[0]) > 1 and len(told[1]) > 1
    for year in results.series("Air Pollution|SO2"):
        sums = [sum(path[year] for path in parts.values()) for parts in told]
        assert sums[0] == pytest.approx(sums[1], rel=1e-12)
        assert sums[0] == pytest.approx(results.series(f"Air Pollution|{pollutant}")[year], rel=1e-12)


def test_the_community_has_sulphur_and_nitrogen_and_no_particles(results: carbonsim.Results) -> None:
    strict = results.strict()
    told = dict(zip(strict["variable"], strict["unit"], strict=True))
    assert told["Emissions|Sulfur"] == "Mt SO2/yr" and told["Emissions|NOx"] == "Mt NO2/yr"
    assert not any("PM2.5" in variable for variable in told)
    kilotonnes = results.series("Air Pollution|NOx")
    assert results.series("Emissions|NOx") == pytest.approx({year: kt / 1000 for year, kt in kilotonnes.items()})


def test_fuel_without_a_factor_is_told(results: carbonsim.Results) -> None:
    assert results.series("Fuel without Air Factor|PM2.5|Industry|coal")[2020] == pytest.approx(STEEL)
    assert results.series("Fuel without Air Factor|SO2|Residential|gas")[2020] == pytest.approx(HOMES)
    assert not results.series("Fuel without Air Factor|NOx|Residential|gas")


def test_without_factors_nothing_is_told_of_air() -> None:
    found = carbonsim.run(SCENARIOS / "accounting.yaml", write_results=False).results
    assert found is not None
    assert not any("Air" in name or name in ("Emissions|Sulfur", "Emissions|NOx") for name in found.by_variable)


def _stove(use: str = "heating") -> Burnt:
    name = f"buildings/rural/{use}/stove"
    stove = Technology(
        name, "", "buildings", "rural", use, "coal", Label("", ""), "PJ", "GW", False, ("run",)
    )  # fmt: skip
    return Burnt(stove, "lignite", "coal", np.ones(1))


@pytest.mark.parametrize(
    ("order", "closest"),
    [
        (("kind", "fuel"), "fuel"),
        (("fuel", "kind"), "fuel"),
        (("fuel", "burner"), "burner"),
        (("burner", "both"), "both"),
        (("both", "burner"), "both"),
        (("kind", "again"), "again"),
        (("burner", "elsewhere"), "burner"),
    ],
)
def test_the_closest_factor_tells_and_of_equals_the_last(order: tuple[str, ...], closest: str) -> None:
    written = {
        "kind": {"fuels": ["coal"]},
        "again": {"fuels": ["coal", "gas"]},
        "fuel": {"fuels": ["lignite"]},
        "burner": {"fuels": ["coal"], "burners": ["rural"]},
        "both": {"fuels": ["lignite"], "burners": ["stove"]},
        "elsewhere": {"fuels": ["lignite"], "burners": ["urban"]},
    }
    air = Air.model_validate(
        {"factors": {name: {"sector": "buildings", "emission_factors": {"SO2": 1}, **written[name]} for name in order}}
    )
    assert factor_of(air, _stove(), "SO2") is air.factors[closest]
    assert factor_of(air, _stove(), "NOx") is None

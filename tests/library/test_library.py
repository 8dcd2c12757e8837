"""Reference data: every value has a unit and a source, and agrees with the arithmetic behind it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import pytest
from ruamel.yaml import YAML

from carbonsim.scenario.quantity import QUALITIES, Measure, is_quantity
from carbonsim.system.warming import warming_potentials
from carbonsim.units import deflator

LIBRARY = resources.files("carbonsim.library")
FACTOR_FILES = ("emission-factors-china", "emission-factors-ipcc")
CARBON = {  # tC/TJ and share oxidised, Provincial Greenhouse Gas Inventory Guidelines (trial), 2011
    "bituminous_coal": (26.1, 0.93),
    "lignite": (28.0, 0.96),
    "raw_coal": (26.37, 0.94),
    "coke": (29.5, 0.93),
    "gasoline": (18.9, 0.98),
    "diesel": (20.2, 0.98),
    "kerosene": (19.6, 0.98),
    "lpg": (17.2, 0.98),
    "natural_gas": (15.3, 0.99),
}


def fuels(name: str) -> dict[str, Any]:
    text = LIBRARY.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = YAML(typ="safe").load(text)["energy"]["fuels"]
    return content


def quantities(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for value in tree.values():
        if is_quantity(value):
            yield value
        elif isinstance(value, Mapping):
            yield from quantities(value)


@pytest.mark.parametrize("fuel", CARBON)
def test_a_chinese_factor_is_carbon_times_oxidation(fuel: str) -> None:
    carbon, oxidised = CARBON[fuel]
    factor = Measure("kg/GJ").read(fuels("emission-factors-china")[fuel]["emission_factors"]["CO2"])
    assert factor.at(2020) == pytest.approx(carbon * oxidised * 44 / 12, abs=6e-4)


@pytest.mark.parametrize("fuel", CARBON)
def test_ipcc_counts_all_carbon_as_burnt(fuel: str) -> None:
    """The IPCC default lies above the Chinese one, by a tenth at most, for every fuel."""
    china, ipcc = (
        Measure("kg/GJ").read(fuels(name)[fuel]["emission_factors"]["CO2"]).at(2020) for name in FACTOR_FILES
    )
    assert 1.0 < ipcc / china < 1.1


def test_biomass_has_no_carbon_of_its_own() -> None:
    for fuel in ("biomass", "straw"):
        assert set(fuels("emission-factors-china")[fuel]["emission_factors"]) == {"CH4", "N2O"}


@pytest.mark.parametrize("name", FACTOR_FILES)
def test_every_value_has_a_unit_a_source_and_a_quality(name: str) -> None:
    for quantity in quantities(fuels(name)):
        assert str(quantity["value"]).endswith("kg/GJ")
        assert quantity["source"]
        assert quantity["quality"] in QUALITIES


@pytest.mark.parametrize("name", ["price_index.csv", "warming_potentials.csv"])
def test_every_row_has_a_unit_a_source_a_quality_and_a_year(name: str) -> None:
    rows = list(csv.DictReader(LIBRARY.joinpath(name).read_text(encoding="utf-8").splitlines()))
    assert rows
    for row in rows:
        assert float(row["value"]) > 0
        assert row["unit"]
        assert row["source"]
        assert row["quality"] in QUALITIES
        assert int(row["year"]) > 1990


@pytest.mark.parametrize(
    ("name", "methane", "nitrous", "refrigerant"),
    [("AR4", 25, 298, 1430), ("AR5", 28, 265, 1300), ("AR6", 27.9, 273, 1530)],
)
def test_warming_potentials_are_those_of_the_reports(
    name: str, methane: float, nitrous: float, refrigerant: float
) -> None:
    """The refrigerant is HFC-134a."""
    assert warming_potentials(name) == {"CH4": methane, "N2O": nitrous, "HFC": refrigerant}


def test_money_of_2015_was_worth_more() -> None:
    """Consumer prices rose by 2.0, 1.6, 2.1, 2.9 and 2.5 per cent in 2016 to 2020."""
    assert deflator(2015, 2020) == pytest.approx(1.02 * 1.016 * 1.021 * 1.029 * 1.025, rel=2e-3)
    assert deflator(2020, 2020) == 1.0

"""Every form a quantity may take, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from carbonsim.scenario.quantity import Measure, Quantity, is_quantity
from carbonsim.units import factor

COST = Measure("CNY/kW", minimum=0)


def test_a_plain_number_is_in_the_documented_unit() -> None:
    assert COST.read(4500).at(2030) == 4500


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("12.5 TWh", "PJ", 45.0),
        ("3 Mtce", "PJ", 87.9228),
        ("0.35 CNY/kWh", "CNY/GJ", 0.35 / 0.0036),
        ("25 %", "1", 0.25),
        ("3 %/yr", "1/yr", 0.03),
        ("7.5 l_100km", "l/km", 0.075),
        ("1.5 billion CNY", "million CNY", 1500.0),
        ("46 Mt", "kt", 46000.0),
        ("1_000 GWh", "TWh", 1.0),
        ("-2 Mt", "Mt", -2.0),
    ],
)
def test_a_unit_is_converted_by_dimension(written: str, unit: str, value: float) -> None:
    assert Measure(unit).read(written).at(2030) == pytest.approx(value)


def test_money_of_a_year_is_deflated_to_the_base_year() -> None:
    chained = 1.009 * 1.020 * 1.002 * 1.002  # yearly changes of consumer prices, 2021 to 2024
    assert factor("CNY_2024", "CNY") == pytest.approx(1 / chained, rel=1e-4)
    assert factor("CNY", "CNY") == 1.0


def test_a_path_is_linear_between_its_years_and_constant_outside() -> None:
    path = COST.read({2020: 10, 2030: "14 CNY/kW"})
    assert [path.at(year) for year in (2010, 2020, 2025, 2030, 2050)] == [10, 10, 12, 14, 14]


def test_growth_goes_on_from_the_last_year() -> None:
    path = COST.read({2020: 10, 2022: 12, "growth": "3 %/yr"})
    assert path.at(2021) == 11
    assert path.at(2024) == pytest.approx(12 * 1.03**2)


def test_source_quality_and_note_are_kept() -> None:
    quantity = COST.read({"value": {2020: 1, 2030: 2}, "source": "Yearbook", "quality": "official", "note": "p. 3"})
    assert (quantity.source, quantity.quality, quantity.note) == ("Yearbook", "official", "p. 3")
    assert quantity.at(2025) == 1.5


@pytest.mark.parametrize("raw", ["5 TWh", -1, "nan", float("inf"), None, True, [1], {"value": 1, "unit": "x"}, "", {}])
def test_what_is_no_such_quantity_is_refused(raw: object) -> None:
    with pytest.raises(PydanticCustomError):
        COST.read(raw)


def test_a_mapping_is_a_quantity_by_its_keys() -> None:
    assert is_quantity({2020: 1}) and is_quantity({"value": 1}) and is_quantity({2020: 1, "growth": 0.1})
    assert not is_quantity({"label": 1}) and not is_quantity(5)


@given(st.floats(0, 1e6), st.integers(2000, 2100))
def test_a_constant_is_the_same_in_every_year(value: float, year: int) -> None:
    assert Quantity.constant(value, "PJ").at(year) == value


@given(st.floats(0.001, 1e6))
def test_there_and_back_is_the_same(value: float) -> None:
    assert value * factor("TWh", "PJ") * factor("PJ", "TWh") == pytest.approx(value)


@pytest.mark.parametrize(
    ("unit", "written", "value"),
    [
        ("billion CNY", "800 亿元", 80), ("million person", "120万人", 1.2), ("CNY/t", "80 元/吨", 80),
        ("Mt", "520 万吨", 5.2), ("PJ", "100 万吨标准煤", 29.3076), ("GW", "35 万千瓦", 0.35), ("1", "６ ％", 0.06),
        ("million m2", "3 million m²", 3), ("PJ", "2 10^4 tce", 0.586152), ("1", "−0.5", -0.5),
    ],
)  # fmt: skip
def test_chinese_units_and_full_width_signs_are_read(unit: str, written: str, value: float) -> None:
    """1 tce is 29.3076 GJ; 万 is ten thousand and 亿 a hundred million."""
    assert Measure(unit).read(written).at(2030) == pytest.approx(value, rel=1e-9)

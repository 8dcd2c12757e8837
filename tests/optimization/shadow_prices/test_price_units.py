"""What a price is told in, in both languages: money first, then for a unit of what."""

from __future__ import annotations

import pytest

from carbonsim.optimization.shadow_prices.price_units import discounted_unit, price_unit


@pytest.mark.parametrize(
    ("per", "of_data", "english", "chinese"),
    [
        ("percentage point", False, "million CNY per percentage point", "百万元/个百分点"),
        ("Mtce", False, "million CNY per Mtce", "百万元/Mtce"),
        ("million CNY/yr", False, "million CNY per million CNY/yr", "百万元/（百万元/年）"),
        ("unit of capacity", True, "cost unit per unit of capacity", "数据货币单位/装机单位"),
    ],
)
def test_money_is_told_for_a_unit_of_what_is_bound(per: str, of_data: bool, english: str, chinese: str) -> None:
    unit = price_unit(per, of_data=of_data)
    assert (str(unit), unit.rendered("zh")) == (english, chinese)
    later = discounted_unit(unit)
    assert (str(later), later.rendered("zh")) == (f"{english}, discounted", f"{chinese}（折现）")

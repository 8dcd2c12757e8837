"""A policy, a project and the peaking plan of the warm town: where each saves, and where emissions come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.units import PJ_PER_MTCE
from tests.analysis.leaks.warm_town import CONDENSING, HEAT, LAST, run, warm_town

SENT = HEAT / 0.9  # PJ of heat that the network takes


def with_extraction(price: float) -> dict[str, Any]:
    """Return the town whose plant makes heat too, which is dearer than that of boilers above about 416 CNY/t."""
    own = warm_town()
    own["energy"]["plants"]["chp"] |= {"modes": {**CONDENSING, "extraction": {"electricity": 0.3, "heat": 0.45}}}
    own["energy"]["carbon_price"] = {2020: 0, 2021: price}
    own["buildings"]["technologies"]["heater"]["share_max"] = 0
    own["buildings"]["classes"]["homes"]["uses"]["lights"]["shape"] = "heating"  # power and heat are used alike
    return own


def test_a_price_that_boilers_do_not_pay_comes_back_in_boilers(tmp_path: Path) -> None:
    """Heat of the plant costs 0.25 / 0.45 of coal, that of boilers 1 / 0.8, and 90 kg/GJ are burnt in either."""
    (leak,) = run(tmp_path, with_extraction(1000), policies=True).summary.leaks
    saved, returned = SENT * 0.25 / 0.45 * 0.09, SENT / 0.8 * 0.09
    assert (leak.kind, leak.name, leak.label_zh) == ("policy", "carbon_price", "碳价")
    assert leak.saved_Mt[LAST] == pytest.approx(saved)
    assert leak.returned_Mt[LAST] == pytest.approx(returned)
    assert {(one.place, one.priced) for one in leak.places} == {("power", True), ("heat", False)}


def test_policies_are_solved_for_only_where_that_is_asked(tmp_path: Path) -> None:
    assert run(tmp_path, with_extraction(1000)).summary.leaks == ()


def test_an_enforced_target_is_held_against_the_scenario_without_it(tmp_path: Path) -> None:
    """Less coal may be burnt than plant and boilers need: power is bought, and what it emits outside comes back."""
    own = warm_town()
    own["energy"]["trade"] |= {"import_ceiling": 20, "import_price": 400}
    least = {"indicator": "coal_use", "year": LAST, "at_most": "1 Mtce", "strength": "enforce"}
    done = run(tmp_path, own | {"targets": {"less-coal": least}}, policies=True)
    (leak,) = (one for one in done.summary.leaks if one.name == "less-coal")
    less = 8.736842 / 0.36 + SENT / 0.8 - PJ_PER_MTCE  # PJ of coal: 8.74 PJ of power of the plant, and all the heat
    assert leak.saved_Mt[LAST] == pytest.approx(less * 0.09)
    assert leak.leak[LAST] == pytest.approx(0.6 / 0.9)  # kg/kWh of power bought and of the plant's


def test_a_project_that_burns_more_saves_nothing(tmp_path: Path) -> None:
    works = {
        "label": "Works", "branch": "homes", "start": 2021, "energy": {"coal": "2 PJ"}, "value_added": 1, "jobs": 10,
    }  # fmt: skip
    (leak,) = run(tmp_path, warm_town() | {"projects": {"works": works}}).summary.leaks
    assert (leak.kind, leak.name) == ("project", "works")
    assert leak.saved_Mt[LAST] == pytest.approx(0.0, abs=1e-9)
    assert leak.returned_Mt[LAST] == pytest.approx(2.0 * 0.09)
    assert LAST not in leak.leak

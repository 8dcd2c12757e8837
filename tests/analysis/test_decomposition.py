"""LMDI-I: no residual, and the limits where a factor is zero."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonsim.analysis.decomposition import lmdi, logarithmic_mean

POSITIVE = st.floats(0.01, 100.0)
TERM = st.fixed_dictionaries({"activity": POSITIVE, "intensity": POSITIVE, "carbon": POSITIVE})


def total(terms: list[dict[str, float]]) -> float:
    return sum(math.prod(term.values()) for term in terms)


def test_one_factor_that_doubles_takes_the_whole_change() -> None:
    effects = lmdi([{"activity": 2.0, "intensity": 3.0}], [{"activity": 4.0, "intensity": 3.0}])
    assert effects == pytest.approx({"activity": 6.0, "intensity": 0.0})


def test_two_factors_share_by_their_logarithms() -> None:
    effects = lmdi([{"activity": 1.0, "intensity": 1.0}], [{"activity": 2.0, "intensity": 4.0}])
    weight = (8.0 - 1.0) / math.log(8.0)
    assert effects == pytest.approx({"activity": weight * math.log(2), "intensity": weight * math.log(4)})


def test_a_factor_that_vanishes_takes_the_change_of_its_term() -> None:
    effects = lmdi([{"activity": 2.0, "carbon": 3.0}], [{"activity": 5.0, "carbon": 0.0}])
    assert effects == pytest.approx({"activity": 0.0, "carbon": -6.0})


@given(st.lists(st.tuples(TERM, TERM), min_size=1, max_size=4))
def test_effects_add_up_to_the_change(terms: list[tuple[dict[str, float], dict[str, float]]]) -> None:
    start, end = [term[0] for term in terms], [term[1] for term in terms]
    change = total(end) - total(start)
    assert sum(lmdi(start, end).values()) == pytest.approx(change, rel=1e-6, abs=1e-6 * (total(start) + total(end)))


def test_the_logarithmic_mean_lies_between_its_ends() -> None:
    assert logarithmic_mean(4.0, 4.0) == 4.0
    assert 2.0 < logarithmic_mean(2.0, 8.0) < 8.0
    assert logarithmic_mean(0.0, 8.0) == 0.0

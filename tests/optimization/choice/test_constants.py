"""What was bought tells the constants: of options that were sold, that stood, and that nobody has bought yet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from carbonsim.optimization.choice.constants import tastes_of
from carbonsim.optimization.solution.solution import Observed
from carbonsim.system.tables import ChoiceSet
from tests.optimization.choosing_systems import Option, choosing_town, committed_shares, solved_town

CHOICE = ChoiceSet("heat", "city", ("old", "dear", "new"), 0.2, entry={"new": 0.05})
SEEN = {
    ("city", "old"): Observed(0.75, 10.0, 0.0, "purchases"),
    ("city", "dear"): Observed(0.25, 14.0, 4.0, "purchases"),
    ("city", "new"): Observed(0.05, 30.0, 20.0, "entry"),
}


def test_shares_seen_come_out_at_the_costs_seen() -> None:
    """Costs of 10 and 14, sold three to one: 11 on average, of which a fifth is the spread."""
    tastes = tastes_of((CHOICE,), SEEN)
    assert tastes.spread["city", "old"] == pytest.approx(2.2)
    felt = {name: SEEN["city", name].net_cost + tastes.constant["city", name] for name in ("old", "dear")}
    weights = {name: np.exp(-cost / 2.2) for name, cost in felt.items()}
    assert weights["old"] / sum(weights.values()) == pytest.approx(0.75)
    term = sum(share * (2.2 * np.log(share) + tastes.constant["city", name]) for name, share in
               (("old", 0.75), ("dear", 0.25)))  # fmt: skip
    assert term == pytest.approx(0.0)


def test_an_option_that_nobody_bought_has_its_share_at_equal_cost() -> None:
    tastes = tastes_of((CHOICE,), SEEN)
    assert tastes.constant["city", "new"] == pytest.approx(-2.2 * np.log(0.05))
    unseen = tastes_of((CHOICE,), {key: one for key, one in SEEN.items() if key[1] != "new"})
    assert unseen == tastes


def test_a_spread_in_money_stands_as_it_is() -> None:
    tastes = tastes_of((replace(CHOICE, spread_cost=1.5),), SEEN)
    assert set(tastes.spread.values()) == {1.5}


def test_purchases_before_the_plan_are_seen() -> None:
    optimization, _ = solved_town(choosing_town([Option(1.0, 1.0, 0.7), Option(1.2, 1.2, 0.3)]))
    assert optimization.choices is not None
    found = optimization.choices.observed
    assert {one.basis for one in found.values()} == {"purchases"}
    assert found["city", "option 0"].share == pytest.approx(0.7, abs=1e-4)
    assert found["city", "option 1"].cost / found["city", "option 0"].cost == pytest.approx(1.2)


def test_written_shares_stand_before_those_of_the_past() -> None:
    system = choosing_town([Option(1.0, 1.0, 0.7), Option(1.2, 1.2, 0.3)])
    written = {"option 0": 0.4, "option 1": 0.6}
    system = replace(system, choices=(replace(system.choices[0], shares=written),))
    optimization, _ = solved_town(system)
    assert optimization.choices is not None
    found = optimization.choices.observed["city", "option 0"]
    assert (found.share, found.basis) == (pytest.approx(0.4), "written")


def test_drift_moves_a_constant_in_its_year() -> None:
    system = choosing_town([Option(1.0, 1.0, 0.5), Option(1.0, 1.0, 0.5)])
    drift = {("option 1", year): -0.1 for year in range(2030, 2036)}
    optimization, twin = solved_town(replace(system, choices=(replace(system.choices[0], drift=drift),)))
    found = committed_shares(optimization, twin)["option 1"]
    assert found[2028] == pytest.approx(0.5, abs=0.01)
    assert found[2033] == pytest.approx(1.0 / (1.0 + np.exp(-1.0)), abs=0.02)  # a tenth cheaper, a spread of a tenth

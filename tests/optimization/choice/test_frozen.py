"""Where nobody chooses, what is bought are the shares of a year before the plan, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from carbonsim.optimization.choice.frozen import frozen_shares
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.tables import Limit, Term
from tests.optimization.choosing_systems import HEAT, PLAN_FROM, YEARS, Option, choosing_town, frozen_town, solved_town

PLANNED = [year for year in YEARS if year >= PLAN_FROM]
TWO = [Option(1.0, 0.2, 0.7), Option(1.2, 1.2, 0.3)]  # one becomes five times cheaper


def bought(solution: Solution) -> pd.DataFrame:
    """Return what is bought by year and option."""
    wide = solution.new_capacity.pivot_table(index="year", columns="technology", values="value")
    return wide.loc[PLANNED]


@pytest.mark.parametrize("foresight", [None, 3, 0])
def test_shares_of_a_year_are_held_whatever_an_option_costs(foresight: int | None) -> None:
    """A tenth of each stock of even age is renewed a year: 7 and 3 of 100, for ever."""
    _, twin = solved_town(replace(frozen_town(TWO), foresight=foresight))
    for option, units in (("option 0", 7.0), ("option 1", 3.0)):
        assert bought(twin)[option].tolist() == pytest.approx([units] * len(PLANNED), rel=1e-5)


def test_without_the_freeze_the_cheaper_one_wins() -> None:
    _, twin = solved_town(choosing_town(TWO))
    assert bought(twin).loc[PLANNED[-1], "option 1"] < 0.01


def test_shares_are_of_purchases_and_not_of_what_stands_or_is_committed() -> None:
    """A stock of 30 that lives five years is renewed by 6 a year, one of 70 that lives ten by 7."""
    options = [Option(1.0, 0.2, 0.7), Option(1.2, 1.2, 0.3, life=5)]
    _, twin = solved_town(frozen_town(options))
    found = bought(twin)
    assert (found["option 0"] / found.sum(axis=1)).tolist() == pytest.approx([7 / 13] * len(PLANNED), rel=1e-5)


def test_purchases_are_compared_by_the_service_that_they_can_give() -> None:
    """Of an option whose unit does half, twice as many units are bought for the same share."""
    options = [Option(1.0, 0.2, 0.7), Option(1.2, 1.2, 0.3, ability=0.5)]
    optimization, twin = solved_town(frozen_town(options))
    assert optimization.frozen[0].shares == pytest.approx({"option 0": 0.7, "option 1": 0.3}, rel=1e-5)
    found = bought(twin)
    assert (found["option 1"] / found["option 0"]).tolist() == pytest.approx([6 / 7] * len(PLANNED), rel=1e-5)


def test_what_is_asked_beside_renewal_is_bought_in_the_same_shares() -> None:
    """Demand of 5 more each year from the plan on: 10 to renew and 5 to grow, seven tenths of one option."""
    past = [year for year in YEARS if year < PLAN_FROM]
    demand = [HEAT for _ in past] + [HEAT + 5.0 * (number + 1) for number, _ in enumerate(PLANNED)]
    _, twin = solved_town(frozen_town(TWO, demand=demand))
    early = bought(twin).loc[2023:2029]
    assert early["option 0"].tolist() == pytest.approx([10.5] * 7, rel=1e-4)
    assert early["option 1"].tolist() == pytest.approx([4.5] * 7, rel=1e-4)


def test_the_dearer_option_runs_as_much_as_the_cheaper_one() -> None:
    """No more is bought than is asked for, so that each option runs all that it can."""
    options = [Option(1.0, 1.0, 0.7), Option(0.2, 0.2, 0.3, running=5.0)]
    _, twin = solved_town(frozen_town(options))
    made = twin.activity[twin.activity["year"] >= PLAN_FROM].groupby("technology")["value"].min()
    assert made[["option 0", "option 1"]].tolist() == pytest.approx([70.0, 30.0], rel=0.006)


def test_nothing_but_money_for_resources_counts() -> None:
    _, twin = solved_town(frozen_town(TWO))
    assert twin.parts is not None and twin.parts.taste == pytest.approx(0.0, abs=1e-9)
    assert twin.objective == pytest.approx(twin.total_cost, rel=1e-6)


def test_written_shares_hold_before_those_of_the_year() -> None:
    town = frozen_town(TWO)
    written = replace(town, choices=tuple(replace(c, shares={"option 0": 0.4, "option 1": 0.6}) for c in town.choices))
    optimization, twin = solved_town(written)
    found = bought(twin)
    assert (found["option 0"] / found.sum(axis=1)).tolist() == pytest.approx([0.4] * len(PLANNED), rel=1e-5)
    assert optimization.frozen[0].basis == "written"


def test_what_stood_tells_the_shares_where_nothing_was_bought() -> None:
    optimization, _ = solved_town(frozen_town(TWO, year=2020))
    assert optimization.frozen[0].basis == "stock"
    assert optimization.frozen[0].shares == pytest.approx({"option 0": 0.7, "option 1": 0.3})


def test_years_before_tell_the_shares_where_next_to_nothing_was_bought_in_the_year() -> None:
    """Of one option 7 were bought in 2021, of the other 1: what rounding leaves of 2022 has no say."""
    optimization, twin = solved_town(frozen_town(TWO))
    tiny = {("option 1", 2022): 1e-5, ("option 0", 2022): 0.0, ("option 1", 2021): 1.0}
    bought = twin.new_capacity.copy()
    for (name, year), units in tiny.items():
        bought.loc[(bought["technology"] == name) & (bought["year"] == year), "value"] = units
    (found,) = frozen_shares(optimization.model, replace(twin, new_capacity=bought))
    assert found.basis == "purchases"
    assert found.shares == pytest.approx({"option 0": 7 / 8, "option 1": 1 / 8}, rel=1e-4)


def test_the_past_of_a_reference_tells_them_as_the_own_one_does() -> None:
    _, own = solved_town(frozen_town(TWO))
    _, reference = solved_town(choosing_town(TWO))
    later = Optimization(frozen_town(TWO), past=reference)
    twin = later.solve_twin()
    assert twin.objective == pytest.approx(own.objective, rel=1e-5)
    assert later.solve_plan(twin) is twin


def test_a_changed_cost_moves_no_share() -> None:
    _, reference = solved_town(choosing_town(TWO))
    variants = Variants(reference)
    variants.twin(frozen_town(TWO))
    changed = variants.twin(frozen_town([TWO[0]._replace(later=9.0), TWO[1]]))
    found = bought(changed)
    assert variants.built == 1
    assert (found["option 0"] / found.sum(axis=1)).tolist() == pytest.approx([0.7] * len(PLANNED), rel=1e-5)


def test_a_limit_that_frozen_shares_break_is_told() -> None:
    town = frozen_town(TWO)
    limit = Limit("cap", 2034, "<=", (Term("activity", "option 0", 2034, 1.0),), 10.0, "PJ", "limits.cap", "policy")
    twin = Optimization(replace(town, limits=(limit,))).solve_twin()
    assert twin.status == SolveStatus.INFEASIBLE
    assert any("limits.cap" in statement.paths or "cap" in str(statement.words) for statement in twin.explanation)

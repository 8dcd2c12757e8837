"""What is bought in the last year in which it may be is held against the five years before, and explained."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from carbonsim.analysis.behaviour.last_purchases import last_purchase_records
from carbonsim.optimization.solution.solution import Observed, ShareLimit, Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.energy_system import EnergySystem
from tests.optimization.choosing_systems import HEAT, YEARS, Option, choosing_town, solved_town

LAST, OPTIONS = 2030, (Option(9.0, 9.0, 0.5), Option(10.0, 10.0, 0.5))
NAMES = ("option 0", "option 1")


def ending_town(spread: float = 0.1) -> EnergySystem:
    """The first of two options is sold until 2030."""
    town = choosing_town(OPTIONS, spread)
    most = {("city", NAMES[0], year): 0.0 for year in YEARS if year > LAST}
    return replace(town, parameters={**town.parameters, "new_capacity_max": most})


def bought(first: dict[int, float], second: dict[int, float], **others: object) -> Solution:
    """Return a plan that buys so much of both a year, and serves half the heat with each in the last year."""
    rows = [
        ("city", name, year, one) for name, own in zip(NAMES, (first, second), strict=True) for year, one in own.items()
    ]
    run = [("city", name, "run", LAST, "year", HEAT / 2) for name in NAMES]
    columns = ["region", "technology", "year", "value"]
    seen = {("city", name): Observed(0.5, 10.0, 0.0, "purchases") for name in NAMES}
    return Solution(
        SolveStatus.OPTIMAL, observed_choices=seen, new_capacity=pd.DataFrame(rows, columns=columns),
        activity=pd.DataFrame(run, columns=["region", "technology", "mode", "year", "time_slice", "value"]),
        **others,  # type: ignore[arg-type]
    )  # fmt: skip


BEFORE = dict.fromkeys(range(LAST - 5, LAST), 10.0)


def told(record: dict[str, object]) -> list[str]:
    reasons = record["reasons"]
    assert isinstance(reasons, list)
    return [one["id"] for one in reasons]


def test_thirteen_tenths_of_the_mean_of_five_years_are_within() -> None:
    (record,) = last_purchase_records(None, ending_town(), bought({**BEFORE, LAST: 13.0}, {**BEFORE, LAST: 7.0}))
    assert (record["technology"], record["last_year"], record["unit"]) == ("option 0", LAST, "GW/yr")
    assert record["ratio"] == pytest.approx(1.3) and record["usual"] == pytest.approx(10.0)
    assert record["share_of_service"] == pytest.approx(0.5)
    assert record["within"] is True and record["reasons"] == []


def test_a_larger_share_of_as_many_purchases_is_told_with_the_limits_that_bind() -> None:
    limits = (ShareLimit("heat", LAST, "a.share_max", True), ShareLimit("heat", LAST - 1, "b.share_max", True))
    plan = bought({**BEFORE, LAST: 14.0}, {**BEFORE, LAST: 6.0}, share_limits=limits)
    (record,) = last_purchase_records(None, ending_town(), plan)
    assert record["within"] is False and record["ratio"] == pytest.approx(1.4)
    reasons = record["reasons"]
    assert isinstance(reasons, list)
    share, limited = reasons
    assert share["values"] == {"before": "50.0 %", "now": "70.0 %"}
    assert limited["values"] == {"paths": ["a.share_max"]}


def test_more_of_all_options_is_told_apart_from_a_larger_share() -> None:
    (record,) = last_purchase_records(None, ending_town(), bought({**BEFORE, LAST: 20.0}, {**BEFORE, LAST: 20.0}))
    (whole,) = told(record)
    assert whole.startswith("of all options together")
    (record,) = last_purchase_records(None, ending_town(), bought({**BEFORE, LAST: 20.0}, {**BEFORE, LAST: 10.0}))
    assert [one.split(" {")[0] for one in told(record)] == [
        "of all options together", "its share of what is bought goes from",
        "no limit on shares binds there: beside the others it is felt to cost less than before",
    ]  # fmt: skip


def test_what_was_never_bought_before_has_no_ratio_and_is_told() -> None:
    (record,) = last_purchase_records(None, ending_town(), bought({LAST: 5.0}, BEFORE))
    assert record["ratio"] is None and record["within"] is False


def test_an_option_of_less_than_a_hundredth_is_not_told() -> None:
    plan = bought({**BEFORE, LAST: 20.0}, BEFORE)
    small = plan.activity.assign(value=[0.9, 99.1])
    assert last_purchase_records(None, ending_town(), replace(plan, activity=small)) == []
    assert len(last_purchase_records(None, ending_town(), replace(plan, activity=small.assign(value=[1.1, 98.9])))) == 1


def test_years_before_the_first_that_may_buy_do_not_count() -> None:
    """The plan begins in 2023 and the model in 2020, whose year holds what stood: of 2021 and 2022 is the mean."""
    town = ending_town()
    most = {("city", NAMES[0], year): 0.0 for year in YEARS if year > 2023}
    plan = bought({2020: 99.0, 2021: 4.0, 2022: 6.0, 2023: 5.0}, {2021: 5.0, 2022: 5.0, 2023: 5.0})
    run = plan.activity.assign(year=2023)
    parameters = {**town.parameters, "new_capacity_max": most}
    (record,) = last_purchase_records(None, replace(town, parameters=parameters), replace(plan, activity=run))
    assert record["usual"] == pytest.approx(5.0) and record["within"] is True


@pytest.mark.parametrize("foresight", [None, 3])
def test_who_chooses_with_spread_does_not_lay_in(foresight: int | None) -> None:
    """An even stock and even prices: nothing but the end itself could make buyers of its last year more."""
    _, plan = solved_town(replace(ending_town(), foresight=foresight))
    (record,) = last_purchase_records(None, ending_town(), plan)
    assert record["within"] is True and record["ratio"] == pytest.approx(1.0, abs=0.3)


def test_where_nobody_chooses_nothing_is_told() -> None:
    assert last_purchase_records(None, ending_town(), Solution(SolveStatus.OPTIMAL)) == []

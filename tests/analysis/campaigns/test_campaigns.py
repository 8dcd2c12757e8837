"""Wedges on emissions that can be added up by hand: each campaign saves something, and two overlap."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonsim.analysis.campaigns.campaigns import Outcome, Subset, measure, shapley_shares
from carbonsim.analysis.campaigns.tables import cumulative, per_tonne
from carbonsim.system.tables import Years

SAVES = {"heat": 2.0, "cars": 3.0}
OVERLAP = 1.0  # both together save 4, not 5


def emit(chosen: Subset) -> Outcome:
    saved = sum(SAVES[name] for name in chosen) - (OVERLAP if len(chosen) == 2 else 0.0)
    return Outcome({2025: 10.0, 2030: 10.0 - saved}, 100.0 + 5.0 * saved)


def test_first_in_and_last_out_differ_by_the_overlap() -> None:
    wedges = measure(["heat", "cars"], emit, {2025: 10.0, 2030: 4.5})
    heat, cars = wedges.effects
    assert (heat.first_in[2030], heat.last_out[2030]) == (2.0, 1.0)
    assert (cars.first_in[2030], cars.last_out[2030]) == (3.0, 2.0)
    assert (heat.cost_first_in, heat.cost_last_out) == (10.0, 5.0)


def test_wedges_and_what_the_optimiser_chose_add_up_to_the_gap() -> None:
    wedges = measure(["heat", "cars"], emit, {2025: 10.0, 2030: 4.5})
    parts = [effect.wedge[2030] for effect in wedges.effects]
    assert parts == [1.5, 2.5]
    assert (wedges.overlap[2030], wedges.optimiser[2030]) == (0.0, 1.5)
    assert sum(parts) + wedges.overlap[2030] + wedges.optimiser[2030] == pytest.approx(10.0 - 4.5)


@given(
    st.dictionaries(st.frozensets(st.sampled_from("abc")), st.floats(0, 50), min_size=8, max_size=8), st.floats(0, 9)
)
def test_the_identity_holds_whatever_campaigns_do_to_each_other(table: dict[Subset, float], plan: float) -> None:
    def solve(chosen: Subset) -> Outcome:
        return Outcome({2030: table[chosen]}, 0.0)

    for shapley in (False, True):
        wedges = measure("abc", solve, {2030: plan}, shapley=shapley)
        parts = sum(effect.wedge[2030] for effect in wedges.effects)
        whole = parts + wedges.overlap[2030] + wedges.optimiser[2030]
        assert whole == pytest.approx(table[frozenset()] - plan, abs=1e-9)
        if shapley:
            assert wedges.overlap[2030] == pytest.approx(0.0, abs=1e-9)  # Shapley means leave nothing over


def test_with_the_constraints_on_a_campaign_is_worth_what_the_plan_costs_without_it() -> None:
    without = {"heat": 130.0, "cars": None}
    wedges = measure(["heat", "cars"], emit, {2025: 10.0, 2030: 4.0}, cost_without=without.get, plan_cost=120.0)
    heat, cars = wedges.effects
    assert (heat.cost_saving, heat.needed) == (10.0, False)
    assert (cars.cost_saving, cars.needed) == (None, True)


def test_shapley_is_exact_for_few_campaigns_and_solves_every_set_once() -> None:
    asked: list[Subset] = []

    def counted(chosen: Subset) -> Outcome:
        asked.append(chosen)
        return emit(chosen)

    wedges = measure(["heat", "cars"], counted, {2025: 10.0, 2030: 4.5}, shapley=True)
    assert [effect.shapley[2030] for effect in wedges.effects] == [1.5, 2.5]  # type: ignore[index]
    assert len(asked) == len(set(asked)) == 4


def test_beyond_five_shapley_is_drawn_and_tells_its_error() -> None:
    names = [f"campaign-{number}" for number in range(6)]

    def added(chosen: Subset) -> Outcome:
        return Outcome({2030: 50.0 - sum(float(name[-1]) for name in chosen)}, 0.0)

    def saturating(chosen: Subset) -> Outcome:
        return Outcome({2030: 50.0 - 10.0 * math.sqrt(len(chosen))}, 0.0)

    for name, (mean, error) in shapley_shares(names, added).items():
        assert mean[2030] == pytest.approx(float(name[-1])) and error is not None
        assert error[2030] == pytest.approx(0.0, abs=1e-12)
    for mean, error in shapley_shares(names, saturating).values():
        assert mean[2030] == pytest.approx(10.0 * math.sqrt(6) / 6)  # all are alike, and each comes first as often
        assert error is not None and error[2030] == pytest.approx(0.0, abs=1e-12)


def test_drawn_shares_come_close_to_the_exact_ones_and_know_how_close() -> None:
    names = [f"campaign-{number}" for number in range(6)]

    def overlapping(chosen: Subset) -> Outcome:
        return Outcome({2030: 50.0 - len(chosen) + (0.6 if {"campaign-0", "campaign-1"} <= chosen else 0.0)}, 0.0)

    few, many = shapley_shares(names, overlapping), shapley_shares(names, overlapping, blocks=200)
    assert sum(mean[2030] for mean, _ in few.values()) == pytest.approx(6 - 0.6)
    for name in names[:2]:
        mean, error = many[name]
        assert error is not None and few[name][1] is not None
        assert 0 < error[2030] < 0.02 < few[name][1][2030]  # type: ignore[index]
        assert mean[2030] == pytest.approx(1 - 0.3, abs=4 * error[2030])


def test_a_tonne_costs_discounted_money_over_discounted_tonnes() -> None:
    years = Years((2020, 2021), 2021, 0.05)
    weight = 1.05**-1.5
    assert per_tonne(80.0 * weight, {2020: 0.0, 2021: 2.0}, years) == pytest.approx(40.0)
    assert per_tonne(80.0, {2020: 0.0, 2021: 0.0}, years) is None
    assert cumulative({2020: 1.0, 2030: 2.0}, Years((2020, 2030), 2020, 0.05)) == 21.0

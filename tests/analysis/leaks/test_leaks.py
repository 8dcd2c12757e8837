"""Leaks of a town that can be reckoned by hand: heat from coal boilers turns to power from a coal plant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carbonsim.analysis.campaigns.tables import per_tonne
from carbonsim.analysis.leaks.leaks import Compared, abatement_year, warn_of_leaks
from carbonsim.analysis.leaks.places import BurningPlace, Emitted
from carbonsim.messages.label import Label
from carbonsim.system.tables import Years
from tests.analysis.leaks.warm_town import BOUGHT, HEAT, LAST, with_electric


def test_heat_that_turns_to_power_comes_back_in_the_power_plant(tmp_path: Path) -> None:
    """Coal has 90 kg/GJ; boilers give 0.8 and the network 0.9 of it, the plant 0.36 and the grid 0.95."""
    (leak,) = with_electric(tmp_path, 0.5).summary.leaks
    turned = 0.5 * HEAT
    saved = turned / 0.9 / 0.8 * 0.09
    more = (turned - turned / 0.9 * 0.02) / 0.95  # pumps of the network need less
    returned = more / 0.36 * 0.09
    assert (leak.kind, leak.name, leak.year) == ("campaign", "electric", LAST)
    assert leak.saved_Mt[LAST] == pytest.approx(saved)
    assert leak.returned_Mt[LAST] == pytest.approx(returned)
    assert leak.leak[LAST] == pytest.approx(returned / saved)
    moved = {(one.place, one.priced): one.change_Mt[LAST] for one in leak.places}
    assert moved == {("heat", False): pytest.approx(-saved), ("power", True): pytest.approx(returned)}


def test_a_further_mwh_is_of_the_coal_plant_and_the_average_holds_what_is_bought(tmp_path: Path) -> None:
    """A further MWh takes 0.9 t, as 90 kg/GJ over 0.36; what is bought has 0.6 t."""
    (leak,) = with_electric(tmp_path, 0.5).summary.leaks
    supply = (10.0 + HEAT / 0.9 * 0.02) / 0.95  # lights and pumps, PJ
    average = (0.9 * (supply - BOUGHT) + 0.6 * BOUGHT) / supply
    assert leak.marginal_t_MWh[LAST] == pytest.approx(0.9)
    assert leak.average_t_MWh[LAST] == pytest.approx(average)


def test_a_leak_above_thirty_per_cent_is_warned_of_with_where(tmp_path: Path) -> None:
    done = with_electric(tmp_path, 0.5)
    (warning,) = (one for one in done.summary.warnings if one.message["id"].startswith("{name}: {leak} %"))
    assert warning.text == "electric: 206 % of what it saves in 2025 comes back, in power plants"
    assert warning.rendered("zh") != warning.text


def test_a_campaign_that_saves_next_to_nothing_has_no_leak_and_no_cost_of_a_tonne(tmp_path: Path) -> None:
    """A share of 4 % turned saves 0.045 Mt, one of 5 % saves 0.056 Mt."""
    for share, told in ((0.04, False), (0.05, True)):
        done = with_electric(tmp_path, share)
        (leak,) = done.summary.leaks
        assert (LAST in leak.leak) is told


def test_no_cost_of_a_tonne_is_told_below_0_05_mt_in_the_leak_year() -> None:
    """Whatever is avoided in other years, nor where emissions rise: 2025 ends the first five-year plan of the plan."""
    years = Years((2020, 2021, 2025, 2030), 2021, 0.05)
    assert abatement_year(years) == 2025
    for avoided, told in ((0.05, True), (0.0499, False), (-0.86, False)):
        cost = per_tonne(10.0, {2020: 0.0, 2021: 1.0, 2025: avoided, 2030: 2.0}, years)
        assert (cost is not None) is told


def test_places_that_emit_less_and_more_add_up_to_the_change() -> None:
    heat, power, boilers = BurningPlace("heat", True), BurningPlace("power", True), BurningPlace("heat", False)
    zero = {2030: 0.0}
    without = Emitted({heat: {2030: 3.0}, power: {2030: 5.0}, boilers: {2030: 1.0}}, {2030: 5.0}, {2030: 10.0})
    under = Emitted({heat: {2030: 2.0}, power: {2030: 5.2}, boilers: {2030: 1.5}}, {2030: 5.2}, {2030: 10.0})
    one = Compared("policy", "price", Label("price", "价"), without, under)
    assert (one.saved(2030), one.returned(2030)) == (pytest.approx(1.0), pytest.approx(0.7))
    assert one.leak(2030) == pytest.approx(0.7)
    assert one.further_intensity(2030) is None  # no power more or less
    (warning,) = warn_of_leaks([one], Years((2030,), 2030, 0.05))
    assert str(warning) == (
        "price: 70 % of what it saves in 2030 comes back, in heat plants without a carbon price, power plants"
    )
    slight = replace(one, least_warned=1.01)
    assert slight.leak(2030) == one.leak(2030) and warn_of_leaks([slight], Years((2030,), 2030, 0.05)) == []
    plant = Compared("project", "plant", Label("plant", "厂"), without, under)
    assert plant.leak(2030) == pytest.approx(0.7)
    grown = Compared("project", "plant", Label("plant", "厂"), under, without)
    assert grown.leak(2030) is None  # it adds 0.3 Mt in all: that is no leak
    nothing = Compared("policy", "price", Label("price", "价"), without, without)
    assert (nothing.saved(2030), nothing.leak(2030)) == (zero[2030], None)

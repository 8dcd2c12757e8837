"""Limits on shares that are left beside a spread: where they stand, and where they cost something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbonsim.analysis.behaviour.share_limits import share_limit_records
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Limit, Technology, Term
from tests.optimization.choosing_systems import HEAT, PLAN_FROM, YEARS, Option, choosing_town, solved_town

FIRST, SECOND = "option 0", "option 1"
PLANNED = [year for year in YEARS if year >= PLAN_FROM]


def limited_town(limits: tuple[Limit, ...] = (), **bounds: dict[int, float]) -> EnergySystem:
    """Two options that cost alike, half of the stock each, and bounds of the first by year."""
    town = choosing_town((Option(10.0, 10.0, 0.5), Option(10.0, 10.0, 0.5)))
    parameters = {
        name: {**town.parameters[name], **{("city", FIRST, year): value for year, value in own.items()}}
        for name, own in bounds.items()
    }
    named = tuple(replace(one, path=f"homes.{one.name}", keys=KEYS) for one in town.technologies)
    assert isinstance(named[0], Technology)
    return replace(town, technologies=named, limits=limits, parameters={**town.parameters, **parameters})


KEYS = (("activity_min", "share_min"), ("activity_max", "share_max"))


def records(system: EnergySystem) -> dict[str, object]:
    _, plan = solved_town(system)
    assert plan.status == "optimal"
    (record,) = share_limit_records(None, system, plan)
    return record


def test_without_limits_every_year_is_free() -> None:
    record = records(limited_town())
    assert (record["years"], record["limited"], record["binding"]) == (len(PLANNED), [], [])


def test_a_floor_above_what_people_choose_binds_and_one_below_does_not() -> None:
    record = records(limited_town(activity_min={2030: 0.3 * HEAT, 2033: 0.7 * HEAT}))
    assert record["limited"] == [2030, 2033]
    assert record["binding"] == [2033]
    assert record["paths"] == ["homes.option 0.share_min"]


def test_so_does_a_ceiling() -> None:
    record = records(limited_town(activity_max={2030: 0.7 * HEAT, 2033: 0.3 * HEAT}))
    assert record["limited"] == [2030, 2033]
    assert record["binding"] == [2033] and record["paths"] == ["homes.option 0.share_max"]


def test_and_a_limit_on_how_a_share_rises() -> None:
    """It gets cheaper in 2024: by half it would not rise to 2025, by more than a thousandth it would to 2026."""
    limits = tuple(
        Limit(
            f"rise of {FIRST}", year, "<=",
            (Term("activity", FIRST, year, 1.0 / HEAT), Term("activity", FIRST, year - 1, -1.0 / HEAT)),
            most, "share", f"homes.share_rise_max.{year}", "plausibility", None,
        )
        for year, most in ((2025, 0.5), (2026, 0.001))
    )  # fmt: skip
    cheap = choosing_town((Option(10.0, 8.0, 0.5), Option(10.0, 10.0, 0.5)))
    record = records(replace(cheap, limits=limits))
    assert record["limited"] == [2025, 2026]
    assert record["binding"] == [2026] and record["paths"] == ["homes.share_rise_max.2026"]


def test_a_limit_over_several_sets_is_none_on_a_share() -> None:
    whole = Limit(
        "all of it", 2030, "<=", (Term("activity", FIRST, 2030, 1.0), Term("emissions", None, 2030, 1.0)),
        HEAT, "PJ", "limits.all", "policy", None,
    )  # fmt: skip
    assert records(replace(limited_town(), limits=(whole,)))["limited"] == []


@pytest.mark.parametrize("foresight", [3, 5])
def test_in_windows_as_with_perfect_foresight(foresight: int) -> None:
    system = limited_town(activity_min={2030: 0.3 * HEAT, 2033: 0.7 * HEAT})
    record = records(replace(system, foresight=foresight))
    assert record["limited"] == [2030, 2033] and record["binding"] == [2033]

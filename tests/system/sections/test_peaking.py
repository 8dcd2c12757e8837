"""What a planner writes under `peaking`, as the equations read it."""

from __future__ import annotations

from pathlib import Path

from carbonsim.system.sections.peaking import resolve_peaking
from tests.system import town


def test_without_peaking_there_is_no_plan(tmp_path: Path) -> None:
    assert resolve_peaking(town.read(tmp_path)) == ()


def test_every_field_arrives_in_plain_numbers(tmp_path: Path) -> None:
    peaking = {
        "by": 2021,
        "monotone": True,
        "max_level": "46000 kt",
        "decline_after": "1.5 %/yr",
        "budget": {"from": 2021, "to": 2025, "at_most": "225 Mt"},
        "emission_cap": {2025: "42 Mt"},
        "guard": False,
    }
    (plan,) = resolve_peaking(town.read(tmp_path, {"peaking": peaking}))
    assert (plan.by, plan.monotone, plan.guard) == (2021, True, False)
    assert plan.max_level == 46.0
    assert plan.decline_after == 0.015
    assert plan.budget == (2021, 2025, 225.0)
    assert plan.emission_cap == {2025: 42.0}


def test_the_guard_is_on_by_default(tmp_path: Path) -> None:
    (plan,) = resolve_peaking(town.read(tmp_path, {"peaking": {"by": 2021}}))
    assert plan.guard


def test_sectors_follow_the_whole_and_know_their_place(tmp_path: Path) -> None:
    changes = {"peaking": {"by": 2025, "sectors": {"buildings": {"by": 2021}}}}
    whole, homes = resolve_peaking(town.read(tmp_path, changes))
    assert (whole.sector, whole.path) == (None, "peaking")
    assert (homes.sector, homes.by, homes.path) == ("buildings", 2021, "peaking.sectors.buildings")

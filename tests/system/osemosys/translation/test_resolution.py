"""Which technologies and fuels are counted by the year, on networks small enough to see why."""

from __future__ import annotations

from typing import Any

import numpy as np

from carbonsim.system.osemosys.translation.resolution import FlowNetwork, Pairs, find_yearly

TECHNOLOGIES = ("mine", "plant", "boiler", "works")
FUELS = ("coal", "power", "steam", "goods")


def network(uses: list[tuple[str, str]], gives: list[tuple[str, str]], **marks: Any) -> FlowNetwork:
    def numbered(pairs: list[tuple[str, str]]) -> Pairs:
        places = [(TECHNOLOGIES.index(technology), FUELS.index(fuel)) for technology, fuel in pairs]
        return Pairs(*np.array(places, dtype=np.int64).reshape(-1, 2).T)

    def marked(name: str, members: tuple[str, ...], usual: tuple[str, ...]) -> np.ndarray[Any, Any]:
        return np.array([member in marks.get(name, usual) for member in members])

    return FlowNetwork(
        numbered(uses), numbered(gives), marked("follows", TECHNOLOGIES, ("mine",)),
        marked("even", TECHNOLOGIES, ("mine", "boiler", "works")), marked("timed", TECHNOLOGIES, ()),
        marked("by_slice", FUELS, ("power",)),
    )  # fmt: skip


USES = [("plant", "coal"), ("boiler", "coal"), ("works", "steam")]
GIVES = [("mine", "coal"), ("plant", "power"), ("boiler", "steam"), ("works", "goods")]


def named(found: tuple[Any, Any]) -> tuple[set[str], set[str]]:
    technologies, fuels = found
    return (
        {name for name, yearly in zip(TECHNOLOGIES, technologies, strict=True) if yearly},
        {name for name, yearly in zip(FUELS, fuels, strict=True) if yearly},
    )


def test_a_mine_follows_the_plant_and_the_works_run_evenly() -> None:
    found = named(find_yearly(network(USES, GIVES)))
    assert found == ({"mine", "boiler", "works"}, {"coal", "steam", "goods"})


def test_a_mine_with_capacity_cannot_follow_a_plant_that_runs_by_slice() -> None:
    found = named(find_yearly(network(USES, GIVES, follows=())))
    assert found == (set(), {"goods"})


def test_steam_that_the_plant_uses_too_is_tied_to_its_slices() -> None:
    technologies, fuels = named(find_yearly(network([*USES, ("plant", "steam")], GIVES)))
    assert "steam" not in fuels
    assert not technologies & {"boiler", "works"}


def test_works_that_give_power_are_tied_to_the_slices_of_power() -> None:
    technologies, _ = named(find_yearly(network(USES, [*GIVES, ("works", "power")])))
    assert technologies == {"mine"}


def test_storage_and_reserve_ask_when_a_technology_runs() -> None:
    technologies, fuels = named(find_yearly(network(USES, GIVES, timed=("boiler",))))
    assert technologies == {"mine"}
    assert fuels == {"coal", "goods"}

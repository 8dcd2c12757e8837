"""Sets of options of a scenario, the spread that holds for each, and every finding of what is written wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.sections.choices import MONEY_PER, best_match, known_spreads

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
CHOOSING = Path(__file__).parents[2] / "scenario" / "choosing.yaml"


def assembled(folder: Path, choices: str) -> tuple[EnergySystem | None, dict[str, str]]:
    file = folder / "choosing.yaml"
    file.write_text(f"extends: {CHOOSING}\nname: Choosing\nchoices: {choices}\n", encoding="utf-8")
    scenario, findings = read_scenario(file)
    system = None
    if scenario is not None:
        system, findings = assemble(scenario)
    return system, {finding.path: str(finding) for finding in findings}


def test_every_use_with_more_than_one_way_is_a_set(tmp_path: Path) -> None:
    system, findings = assembled(tmp_path, "{}")
    assert system is not None and not findings
    sets = {one.service: one.options for one in system.choices}
    assert sets == {
        "buildings/homes/heating": tuple(f"buildings/homes/heating/{name}-heat" for name in ("network", "gas"))
    }
    for service, options in sets.items():
        assert len(options) > 1 and all(option.startswith(f"{service}/") for option in options)


def test_without_the_key_or_switched_off_there_is_none(tmp_path: Path) -> None:
    scenario, _ = read_scenario(TUTORIAL)
    assert scenario is not None
    system, _ = assemble(scenario)
    assert system is not None and system.choices == ()
    system, _ = assembled(tmp_path, "{on: false}")
    assert system is not None and system.choices == ()


def test_the_nearest_pattern_holds() -> None:
    table = {"*/*/*": 1.0, "transport/*/*": 2.0, "transport/car/*": 3.0}
    assert best_match(table, "transport/car/distance") == 3.0
    assert best_match(table, "transport/bus/distance") == 2.0
    assert best_match(table, "buildings/homes/heating") == 1.0
    assert best_match({}, "buildings/homes/heating") is None


def test_every_spread_of_the_library_has_unit_source_year_and_quality() -> None:
    for spread in known_spreads():
        assert 0.0 < spread.value < 1.0 and spread.unit and spread.source and spread.year > 2000
        assert spread.quality in ("official", "literature", "derived", "assumption")
    assert best_match({one.sets: one.value for one in known_spreads()}, "land/fields/heat")


def test_a_written_spread_holds_before_that_of_the_library(tmp_path: Path) -> None:
    system, _ = assembled(tmp_path, "{}")
    assert system is not None
    service = system.choices[0].service
    system, _ = assembled(tmp_path, f"{{spread: {{{service}: 40 %}}}}")
    assert system is not None
    assert system.choices[0].spread == pytest.approx(0.4)
    assert system.choices[0].path == f"choices.spread.{service}"


def test_what_is_written_wrongly_is_told_all_at_once(tmp_path: Path) -> None:
    system, _ = assembled(tmp_path, "{}")
    assert system is not None
    service, options = system.choices[0].service, system.choices[0].options
    first = options[0].removeprefix(f"{service}/")
    _, findings = assembled(
        tmp_path,
        f"{{spread: {{nothing/at/all: 10 %}}, entry: {{no/such/option/here: 1 %}}, drift: {{neither/this/one/is: 2 %}},"
        f" shares: {{{service}: {{{first}: 60 %}}, nothing/else: {{one: 100 %}}}}}}",
    )
    assert set(findings) == {
        "choices.spread.nothing/at/all",
        "choices.entry.no/such/option/here",
        "choices.drift.neither/this/one/is",
        f"choices.shares.{service}",
        "choices.shares.nothing/else",
    }
    assert "shares of 0.6 in all" in findings[f"choices.shares.{service}"]


def test_without_years_before_the_plan_the_stock_stands_in_and_is_told(tmp_path: Path) -> None:
    system, _ = assembled(tmp_path, "{}")
    assert system is not None
    (warning,) = [one for one in system.warnings if one.path == "choices"]
    assert "shares of what stood in the base year" in str(warning)


def test_a_spread_in_money_is_of_the_unit_of_the_service(tmp_path: Path) -> None:
    """A gigajoule of heat for a yuan is a petajoule for a million."""
    system, _ = assembled(tmp_path, "{spread_cost: {buildings/homes/heating: 3 CNY/GJ}}")
    assert system is not None
    assert system.choices[0].spread_cost == pytest.approx(3.0)
    _, findings = assembled(tmp_path, "{spread_cost: {buildings/homes/heating: 3 CNY/vkm}}")
    assert "expected a quantity in CNY/GJ" in findings["choices.spread_cost.buildings/homes/heating"]


def test_a_yuan_a_kilometre_is_a_billion_for_a_billion_kilometres() -> None:
    assert MONEY_PER["Gvkm"] == ("CNY/vkm", pytest.approx(1e9 / 1e6))

"""Targets as a planner writes them: figures with units, changes against a year, what is refused or warned of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.scenario.sections.targets import Change, read_change
from tests.system import town


def write(tmp_path: Path, **target: Any) -> tuple[Any, list[str], list[str]]:
    system, findings = town.attempt(tmp_path, {"targets": {"mine": target}})
    warnings = [] if system is None else [str(warning) for warning in system.warnings]
    return system, [str(finding) for finding in findings], warnings


@pytest.mark.parametrize(
    ("figure", "value"), [("25 %", 25.0), (25, 25.0), ("0.25 %", 0.25)]
)  # fmt: skip
def test_a_share_is_read_in_percent(tmp_path: Path, figure: object, value: float) -> None:
    system, *_ = write(tmp_path, indicator="non_fossil_share", year=2025, at_least=figure)
    assert [t.figure for t in system.targets] == [pytest.approx(value)]
    assert not system.targets[0].enforced and not [x for x in system.limits if x.kind == "policy"]


@pytest.mark.parametrize(("figure", "value"), [("3 Mtce", 3.0), ("3000 ktce", 3.0), ("29.3076 PJ", 1.0)])
def test_a_level_takes_any_unit_of_its_dimension(tmp_path: Path, figure: str, value: float) -> None:
    system, *_ = write(tmp_path, indicator="coal_use", year=2025, at_most=figure, strength="enforce")
    (limit,) = [limit for limit in system.limits if limit.kind == "policy"]
    assert (limit.name, limit.sense, limit.path) == ("target mine", "<=", "targets.mine")
    assert limit.bound == pytest.approx(value)


def test_figures_by_year_and_a_figure_for_every_year_of_the_plan(tmp_path: Path) -> None:
    system, *_ = write(tmp_path, indicator="coal_use", at_most={2021: 4, 2025: 3})
    assert {t.year: t.figure for t in system.targets} == {2021: 4.0, 2025: 3.0}
    system, *_ = write(tmp_path, indicator="coal_use", at_most=4)
    assert [t.year for t in system.targets] == [2021, 2025]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("-17 % against 2025", Change(-0.17, 2025)),
        ("−17% against 2025", Change(-0.17, 2025)),
        ("+5 % against 2024", Change(0.05, 2024)),
        ("25 %", None),
        (25.0, None),
    ],
)
def test_a_change_names_its_year(text: str | float, change: Change | None) -> None:
    assert read_change(text) == change


def test_a_wrong_unit_is_refused_with_the_unit_expected(tmp_path: Path) -> None:
    _, findings, _ = write(tmp_path, indicator="coal_use", year=2025, at_most="3 CNY")
    assert len(findings) == 1
    assert (
        "targets.mine.at_most: found '3 CNY' with unit CNY, which is not a Mtce; expected a figure in Mtce"
        in findings[0]
    )


def test_an_indicator_without_contributions_is_tracked_but_not_enforced(tmp_path: Path) -> None:
    system, findings, _ = write(tmp_path, indicator="grain_output", year=2025, at_least=1)
    assert not findings and system.targets[0].indicator == "grain_output"
    _, findings, _ = write(tmp_path, indicator="grain_output", year=2025, at_least=1, strength="enforce")
    assert "grain_output, to which nothing in this scenario contributes" in findings[0]


def test_a_floor_that_the_base_year_breaks_is_warned_of_where_no_plan_can_change_it(tmp_path: Path) -> None:
    _, findings, warnings = write(tmp_path, indicator="gdp", year=2025, at_least=160)
    assert not findings
    assert "100 billion CNY in 2020: the base year already breaks this target" in warnings[0]


def test_what_no_plan_can_change_is_not_enforced_against_the_scenario(tmp_path: Path) -> None:
    system, findings, _ = write(tmp_path, indicator="gdp", year=2025, at_least=140, strength="enforce")
    assert not findings and not [x for x in system.limits if x.kind == "policy"]
    _, findings, _ = write(tmp_path, indicator="gdp", year=2025, at_least=160, strength="enforce")
    assert "150 billion CNY in 2025, which no plan can change" in findings[0]


def test_a_floor_under_emissions_is_refused(tmp_path: Path) -> None:
    _, findings, _ = write(tmp_path, indicator="co2_emissions", year=2025, at_least=1, strength="enforce")
    assert "a floor under emissions" in findings[0]


def test_check_tells_the_warning_and_finds_nothing_wrong(tmp_path: Path) -> None:
    town.read(tmp_path, {"targets": {"mine": {"indicator": "gdp", "year": 2025, "at_least": 160}}})
    done = CliRunner().invoke(app, ["check", str(tmp_path / "changed.yaml")])
    assert done.exit_code == 0
    assert "warning:" in done.output and "the base year already breaks this target" in done.output

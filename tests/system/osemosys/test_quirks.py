"""However a data set is written down, it has the same optimum; what it says that nobody understands is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from tests.optimization.regional_systems import regional_data
from tests.reference.random_data import Maker
from tests.reference.test_published import case
from tests.system.osemosys.quirks import QUIRKS

TOGETHER = (
    "a long configuration", "rows that stand twice", "whole numbers as floats", "columns of units and notes",
    "columns in another order", "no files without rows", "headers in small letters", "spaces around cells",
    "a byte-order mark",
)  # fmt: skip


def assembled(file: Path) -> EnergySystem:
    scenario, findings = read_scenario(file)
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, "\n".join(map(str, findings))
    return system


def least_cost(file: Path) -> float | None:
    return Optimization(assembled(file)).solve_twin().objective


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> float:
    found = least_cost(regional_data().write(tmp_path_factory.mktemp("plain")))
    assert found is not None
    return found


@pytest.mark.parametrize("name", QUIRKS)
def test_a_quirk_changes_nothing(name: str, plain: float, tmp_path: Path) -> None:
    file = regional_data().write(tmp_path)
    QUIRKS[name](tmp_path)
    assert least_cost(file) == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_many_quirks_at_once_change_nothing_of_a_random_data_set(seed: int, tmp_path: Path) -> None:
    data = Maker(seed).make()
    expected = least_cost(data.write(tmp_path / "plain"))
    file = data.write(tmp_path / "odd")
    for name in TOGETHER:
        QUIRKS[name](tmp_path / "odd")
    found = least_cost(file)
    assert found == (None if expected is None else pytest.approx(expected, rel=1e-9))


@pytest.mark.parametrize("name", ["super_simple", "otoole_validation", "simplicity_release", "nemo_storage"])
def test_a_published_case_keeps_its_optimum(name: str, tmp_path: Path) -> None:
    text = "name: case\nsystem: {osemosys: csv, config: config.yaml}\n"
    found = []
    for place in (tmp_path / "plain", tmp_path / "odd"):
        shutil.copytree(case(name), place)
        (place / "scenario.yaml").write_text(text, encoding="utf-8")
    for quirk in TOGETHER:
        QUIRKS[quirk](tmp_path / "odd")
    found = [least_cost(tmp_path / place / "scenario.yaml") for place in ("plain", "odd")]
    assert found[1] == pytest.approx(found[0], rel=1e-8)


def test_a_file_that_is_missing_is_told_though_its_default_stands(tmp_path: Path) -> None:
    file = regional_data().write(tmp_path)
    for name in ("TradeRoute", "RETagFuel"):
        (tmp_path / "csv" / f"{name}.csv").unlink()
    whole = assembled(regional_data().write(tmp_path / "whole")).warnings
    told = [str(warning) for warning in assembled(file).warnings if "REMinProductionTarget" not in warning.path]
    (warning,) = [line for line in told if "found no file for" in line]
    assert "found no file for RETagFuel, TradeRoute; expected a file for each parameter" in warning
    assert len(told) == len(whole) + 1


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("UDCConstant", "UDC,VALUE\nlimit,3\n", "UDCConstant.csv:1: found columns UDC, VALUE; expected columns REGION"),
        (
            "InputToNewCapacityRatio",
            "REGION,VALUE\nnorth,1\n",
            "expected columns REGION, TECHNOLOGY, FUEL, YEAR, VALUE",
        ),
        (
            "EmissionToActivityChangeRatio",
            "REGION,VALUE\nnorth,1\n",
            "found EmissionToActivityChangeRatio in use, which",
        ),
        ("STORAGEINTRADAY", "VALUE\ndam\n", "STORAGEINTRADAY.csv:2: STORAGEINTRADAY: found STORAGEINTRADAY in use"),
        ("CapitalCost", "REGION,TECHNOLOGY,YEAR,VALUE\nnorth,wind,2020,3,5\n", "CapitalCost.csv:2: found 5 values"),
        ("CapitalCost", "REGION;TECHNOLOGY;YEAR;VALUE\nnorth;wind;2020;3\n", "CapitalCost.csv:1: found columns"),
        ("CapitalCost", "REGION,TECHNOLOGY,YEAR,VALUE\nnorth,wind,2020,\n", "CapitalCost.csv:2: VALUE: found ''"),
        (
            "CapitalCost",
            "REGION,TECHNOLOGY,YEAR,VALUE,VALUE\nnorth,wind,2020,3,3\n",
            "CapitalCost.csv:1: found columns",
        ),
        ("TECHNOLOGY", "", "TECHNOLOGY.csv:1: found no member; expected at least one member of TECHNOLOGY"),
    ],
)
def test_what_a_data_set_says_beyond_that_is_told(name: str, text: str, expected: str, tmp_path: Path) -> None:
    file = regional_data().write(tmp_path)
    (tmp_path / "csv" / f"{name}.csv").write_text(text, encoding="utf-8")
    scenario, findings = read_scenario(file)
    assert scenario is not None
    _, findings = assemble(scenario)
    assert any(expected in str(finding) for finding in findings), findings


def test_a_thousand_rows_that_are_wrong_in_one_way_are_not_told_one_by_one(tmp_path: Path) -> None:
    file = regional_data().write(tmp_path)
    rows = "".join(f"north,wind,{2020 + n % 2},\n" for n in range(1000))
    (tmp_path / "csv" / "CapitalCost.csv").write_text("REGION,TECHNOLOGY,YEAR,VALUE\n" + rows, encoding="utf-8")
    scenario, _ = read_scenario(file)
    assert scenario is not None
    _, findings = assemble(scenario)
    assert len(findings) == 11
    assert "CapitalCost.csv:12: VALUE: found the same in 990 rows from here on" in str(findings[-1])

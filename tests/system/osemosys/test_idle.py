"""A price, a limit or a target of a data set that acts on nothing is told at its first row; others are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.report.phrases import finding_in_chinese
from tests.reference.data_set import Data
from tests.system.osemosys.test_slices import cost, plain_data, system_of

Rows = list[tuple[str, float, dict[str, Any]]]
REACHING_NOTHING: dict[str, tuple[Rows, str]] = {
    "price": ([("EmissionsPenalty", 50, {})], "EmissionsPenalty: found a value of CO2 in a that reaches no row"),
    "limit": ([("AnnualEmissionLimit", 3, {})], "AnnualEmissionLimit: found a value of CO2 in a that"),
    "budget": ([("ModelPeriodEmissionLimit", 3, {})], "ModelPeriodEmissionLimit: found a value of CO2 in a that"),
    "price before anything emits": (
        [("EmissionsPenalty", 50, {"Y": 2020}), ("EmissionActivityRatio", 0.1, {"T": "old", "Y": 2021})],
        "EmissionsPenalty: found a value of CO2 in a that",
    ),
    "target": ([("REMinProductionTarget", 0.2, {})], "REMinProductionTarget: found a value of a that"),
    "target of a fuel nobody makes": (
        [("REMinProductionTarget", 0.2, {}), ("RETagFuel", 1, {"F": "heat"})],
        "REMinProductionTarget: found a value of a that",
    ),
    "margin": ([("ReserveMargin", 1.2, {})], "ReserveMargin: found a value of a that"),
    "profile": ([("SpecifiedDemandProfile", 0.5, {"F": "heat"})], "SpecifiedDemandProfile: found a value of heat in a"),
}
ACTING: dict[str, Rows] = {
    "price": [("EmissionsPenalty", 50, {}), ("EmissionActivityRatio", 0.1, {"T": "old"})],
    "limit": [("AnnualEmissionLimit", 30, {}), ("EmissionActivityRatio", 0.1, {"T": "old", "Y": 2021})],
    "budget": [("ModelPeriodEmissionLimit", 30, {}), ("ModelPeriodExogenousEmission", 1, {})],
    "no limit": [("AnnualEmissionLimit", -1, {})],
    "no price": [("EmissionsPenalty", 0, {})],
    "target": [("REMinProductionTarget", 0.2, {}), ("RETagFuel", 1, {"F": "power"}), ("RETagTechnology", 1, {})],
    "margin": [
        ("ReserveMargin", 1.2, {}), ("ReserveMarginTagFuel", 1, {"F": "power"}),
        ("ReserveMarginTagTechnology", 1, {"T": "old"}),
    ],
}  # fmt: skip


def with_rows(rows: Rows) -> Data:
    data = plain_data()
    data.sets["E"], data.sets["F"] = ["CO2"], ["power", "heat"]
    for parameter, value, places in rows:
        data.put(parameter, value, **places)
    return data


@pytest.mark.parametrize("name", REACHING_NOTHING)
def test_what_acts_on_nothing_is_told_and_changes_nothing(name: str, tmp_path: Path) -> None:
    rows, expected = REACHING_NOTHING[name]
    system = system_of(with_rows(rows), tmp_path)
    told = [warning for warning in system.warnings if "reaches no row" in warning.found]
    assert [expected in str(warning) for warning in told] == [True]
    assert (Path(told[0].file).name, told[0].line) == (f"{rows[0][0]}.csv", told[0].line)
    assert "的取值未进入模型" in finding_in_chinese(told[0])
    assert told[0].line > 1
    assert cost(system) == pytest.approx(cost(system_of(plain_data(), tmp_path / "without")), rel=1e-9)


@pytest.mark.parametrize("name", ACTING)
def test_what_acts_on_something_is_not_told(name: str, tmp_path: Path) -> None:
    assert [w for w in system_of(with_rows(ACTING[name]), tmp_path).warnings if "reaches no row" in w.found] == []

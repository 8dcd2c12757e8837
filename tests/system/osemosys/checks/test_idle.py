"""A price, a limit or a target of a data set that acts on nothing is told at its first row; others are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from tests.reference.data_set import Data
from tests.reference.random_data import Maker
from tests.system.osemosys.checks.test_slices import cost, plain_data, system_of

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
    "largest capacity": (
        [("TotalAnnualMaxCapacity", 3, {"T": "idle"})],
        "TotalAnnualMaxCapacity: found a value of idle in a that",
    ),
    "largest addition": (
        [("TotalAnnualMaxCapacityInvestment", 3, {"T": "idle", "Y": 2021})],
        "TotalAnnualMaxCapacityInvestment: found a value of idle in a that",
    ),
    "largest capacity above what stands for nothing": (
        [("TotalAnnualMaxCapacity", 3, {"T": "idle"}), ("ResidualCapacity", 2, {"T": "idle"})],
        "TotalAnnualMaxCapacity: found a value of idle in a that",
    ),
    "least capacity that costs nothing": (
        [("TotalAnnualMinCapacity", 3, {"T": "idle"})],
        "TotalAnnualMinCapacity: found a value of idle in a that",
    ),
    "least addition that costs nothing": (
        [("TotalAnnualMinCapacityInvestment", 3, {"T": "idle"})],
        "TotalAnnualMinCapacityInvestment: found a value of idle in a that",
    ),
    "unit size": (
        [("CapacityOfOneTechnologyUnit", 3, {"T": "idle"})],
        "CapacityOfOneTechnologyUnit: found a value of idle in a that",
    ),
    "largest activity": (
        [("TotalTechnologyAnnualActivityUpperLimit", 3, {"T": "idle"})],
        "TotalTechnologyAnnualActivityUpperLimit: found a value of idle in a that",
    ),
    "largest activity before its mode has an output": (
        [
            ("TotalTechnologyAnnualActivityUpperLimit", 3, {"T": "idle", "Y": 2020}),
            ("OutputActivityRatio", 1, {"T": "idle", "F": "power", "Y": 2021}), ("VariableCost", 90, {"T": "idle"}),
        ],
        "TotalTechnologyAnnualActivityUpperLimit: found a value of idle in a that",
    ),
    "largest activity in the dark": (
        [
            ("TotalTechnologyAnnualActivityUpperLimit", 3, {"T": "idle"}), ("CapacityFactor", 0, {"T": "idle"}),
            ("OutputActivityRatio", 1, {"T": "idle", "F": "power"}),
        ],
        "TotalTechnologyAnnualActivityUpperLimit: found a value of idle in a that",
    ),
    "largest activity of the period": (
        [("TotalTechnologyModelPeriodActivityUpperLimit", 3, {"T": "idle"})],
        "TotalTechnologyModelPeriodActivityUpperLimit: found a value of idle in a that",
    ),
    "least activity that nobody feels": (
        [("TotalTechnologyAnnualActivityLowerLimit", 3, {"T": "idle"})],
        "TotalTechnologyAnnualActivityLowerLimit: found a value of idle in a that",
    ),
    "least activity of the period that nobody feels": (
        [("TotalTechnologyModelPeriodActivityLowerLimit", 3, {"T": "idle"})],
        "TotalTechnologyModelPeriodActivityLowerLimit: found a value of idle in a that",
    ),
    "largest activity of a mode": (
        [("TechnologyActivityByModeUpperLimit", 3, {"T": "old", "M": 2})],
        "TechnologyActivityByModeUpperLimit: found a value of mode 2 of old in a that",
    ),
    "least activity of a mode that nobody feels": (
        [("TechnologyActivityByModeLowerLimit", 3, {"T": "idle", "M": 2})],
        "TechnologyActivityByModeLowerLimit: found a value of mode 2 of idle in a that",
    ),
    "growth of a mode after the last year": (
        [("TechnologyActivityIncreaseByModeLimit", 0.1, {"T": "old", "M": 1, "Y": 2021})],
        "TechnologyActivityIncreaseByModeLimit: found a value of mode 1 of old in a that",
    ),
    "decline of a mode that nobody feels": (
        [("TechnologyActivityDecreaseByModeLimit", 0.1, {"T": "idle", "M": 1})],
        "TechnologyActivityDecreaseByModeLimit: found a value of mode 1 of idle in a that",
    ),
    "rate of filling": ([("StorageMaxChargeRate", 3, {})], "StorageMaxChargeRate: found a value of dam in a that"),
    "rate of drawing": ([("StorageMaxDischargeRate", 3, {})], "StorageMaxDischargeRate: found a value of dam in a"),
    "least level": ([("MinStorageCharge", 0.3, {})], "MinStorageCharge: found a value of dam in a that"),
    "tag of what gives nothing": (
        [
            ("RETagTechnology", 1, {"T": "idle"}), ("REMinProductionTarget", 0.01, {}),
            ("RETagFuel", 1, {"F": "power"}), ("RETagTechnology", 1, {"T": "new"}),
        ],
        "RETagTechnology: found a value of idle in a that",
    ),
    "tag of a fuel nobody makes": (
        [
            ("RETagFuel", 1, {"F": "heat"}), ("REMinProductionTarget", 0.01, {}), ("RETagFuel", 1, {"F": "power"}),
            ("RETagTechnology", 1, {"T": "new"}),
        ],
        "RETagFuel: found a value of heat in a that",
    ),
    "demand that nobody must serve": (
        [("AccumulatedAnnualDemand", 5, {"F": "heat"})],
        "AccumulatedAnnualDemand: found a value of heat in a that",
    ),
    "constant of a constraint of nothing": (
        [("UDCConstant", 5, {}), ("UDCTag", 0, {})],
        "UDCConstant: found a value of own in a that",
    ),
    "multiplier of a constraint without a tag": (
        [("UDCMultiplierActivity", 5, {"T": "old"})],
        "UDCMultiplierActivity: found a value of own in a that",
    ),
}  # fmt: skip
ACTING: dict[str, Rows] = {
    "price": [("EmissionsPenalty", 50, {}), ("EmissionActivityRatio", 0.1, {"T": "old"})],
    "limit": [("AnnualEmissionLimit", 30, {}), ("EmissionActivityRatio", 0.1, {"T": "old", "Y": 2021})],
    "budget": [("ModelPeriodEmissionLimit", 30, {}), ("ModelPeriodExogenousEmission", 1, {})],
    "no limit": [("AnnualEmissionLimit", -1, {})],
    "no price": [("EmissionsPenalty", 0, {})],
    "target": [
        ("REMinProductionTarget", 0.2, {}), ("RETagFuel", 1, {"F": "power"}), ("RETagTechnology", 1, {"T": "old"}),
    ],
    "margin": [
        ("ReserveMargin", 1.2, {}), ("ReserveMarginTagFuel", 1, {"F": "power"}),
        ("ReserveMarginTagTechnology", 1, {"T": "old"}),
    ],
    "no largest capacity": [
        ("TotalAnnualMaxCapacity", 999999, {"T": "idle"}), ("TotalAnnualMaxCapacityInvestment", -1, {"T": "idle"}),
    ],
    "largest capacity": [("TotalAnnualMaxCapacity", 99, {"T": "old"})],
    "largest capacity beside a least one": [
        ("TotalAnnualMaxCapacity", 99, {"T": "idle"}), ("TotalAnnualMinCapacity", 9, {"T": "idle"}),
    ],
    "least capacity that costs": [("TotalAnnualMinCapacity", 9, {"T": "idle"}), ("FixedCost", 9, {"T": "idle"})],
    "largest activity in one year": [
        ("TotalTechnologyAnnualActivityUpperLimit", 3, {"T": "idle"}),
        ("OutputActivityRatio", 1, {"T": "idle", "F": "power", "Y": 2021}),
    ],
    "least activity that needs capacity": [
        ("TotalTechnologyAnnualActivityLowerLimit", 3, {"T": "idle"}), ("CapitalCost", 9, {"T": "idle"}),
    ],
    "largest activity of a mode": [("TechnologyActivityByModeUpperLimit", 9, {"T": "old", "M": 1})],
    "growth of a mode": [("TechnologyActivityIncreaseByModeLimit", 0.1, {"T": "old", "M": 1, "Y": 2020})],
    "rate of filling": [
        ("StorageMaxChargeRate", 3, {}), ("TechnologyToStorage", 1, {"T": "old", "M": 1}),
        ("StorageMaxDischargeRate", 0, {}),
    ],
    "tag without a target": [("RETagTechnology", 1, {"T": "idle"}), ("RETagFuel", 1, {"F": "heat"})],
    "constraint": [("UDCConstant", 500, {}), ("UDCMultiplierActivity", 5, {"T": "old"}), ("UDCTag", 0, {})],
    "constraint that is switched off": [
        ("UDCConstant", 500, {}), ("UDCMultiplierActivity", 5, {"T": "old"}), ("UDCTag", 2, {}),
    ],
    "limit of what a hidden bound closes": [
        ("TotalAnnualMaxCapacity", 9, {"T": "old"}), ("EmissionActivityRatio", -1, {"T": "old"}),
    ],
    "constraint that cannot hold": [("UDCConstant", -5, {}), ("UDCTag", 0, {})],
}  # fmt: skip


def with_rows(rows: Rows) -> Data:
    data = plain_data()
    data.sets["E"], data.sets["F"] = ["CO2"], ["power", "heat"]
    data.sets["T"], data.sets["M"], data.sets["U"] = [*data.sets["T"], "idle"], [1, 2], ["own"]
    if any("Storage" in parameter for parameter, *_ in rows):
        data.sets.update(S=["dam"], Q=[1], D=[1], H=[1, 2])
        for parameter, places in (
            ("Conversionls", {}), ("Conversionld", {}), ("Conversionlh", {"L": "day", "H": 1}),
            ("Conversionlh", {"L": "night", "H": 2}),
        ):  # fmt: skip
            data.put(parameter, 1, **places)
        data.put("OperationalLifeStorage", 5)
    for parameter, value, places in rows:
        data.put(parameter, value, **places)
    return data


@pytest.mark.parametrize("name", REACHING_NOTHING)
def test_what_acts_on_nothing_is_told_and_changes_nothing(name: str, tmp_path: Path) -> None:
    rows, expected = REACHING_NOTHING[name]
    system = system_of(with_rows(rows), tmp_path)
    told = [warning for warning in system.warnings if "reaches no row" in str(warning.found)]
    assert [expected in str(warning) for warning in told] == [True]
    assert (Path(told[0].file).name, told[0].line) == (f"{rows[0][0]}.csv", told[0].line)
    assert "的取值未进入模型" in told[0].rendered("zh")
    assert told[0].line > 1
    assert cost(system) == pytest.approx(cost(system_of(plain_data(), tmp_path / "without")), rel=1e-9)


@pytest.mark.parametrize("name", ACTING)
def test_what_acts_on_something_is_not_told(name: str, tmp_path: Path) -> None:
    assert [w for w in system_of(with_rows(ACTING[name]), tmp_path).warnings if "reaches no row" in str(w.found)] == []


def test_of_many_the_first_are_told_one_by_one_and_the_rest_by_their_number(tmp_path: Path) -> None:
    data = with_rows([])
    data.sets["T"] = [*data.sets["T"], *(f"idle-{number}" for number in range(12))]
    for technology in data.sets["T"][3:]:
        data.put("TotalAnnualMaxCapacity", 3, T=technology)
    told = [warning for warning in system_of(data, tmp_path).warnings if "reaches no row" in str(warning.found)]
    assert len(told) == 11
    assert str(told[-1].found) == "a value of 2 others that reaches no row and no cost of the model"
    assert told[-1].rendered("zh").count("另有 2 项") == 1
    rows = (tmp_path / "csv/TotalAnnualMaxCapacity.csv").read_text(encoding="utf-8").splitlines()
    assert rows[told[-1].line - 1].startswith("a,idle-10,2020")


def test_a_mode_is_named_in_both_languages(tmp_path: Path) -> None:
    rows, _ = REACHING_NOTHING["largest activity of a mode"]
    (told,) = [w for w in system_of(with_rows(rows), tmp_path).warnings if "reaches no row" in str(w.found)]
    assert "old：a 的运行模式 2 的取值" in told.rendered("zh")


def test_modes_that_are_closed_by_the_scenario_are_asked_for_what_runs_without_them(tmp_path: Path) -> None:
    """A floor of a technology without any ratio is met for nothing by empty modes, and by nothing without them."""
    data = with_rows([("TotalTechnologyAnnualActivityLowerLimit", 3, {"T": "idle"})])
    file = data.write(tmp_path)
    text = file.read_text(encoding="utf-8").replace("config.yaml}", "config.yaml, empty_modes: false}")
    file.write_text(text, encoding="utf-8")
    scenario, _ = read_scenario(file)
    assert scenario is not None
    system, _ = assemble(scenario)
    assert system is not None
    assert [warning for warning in system.warnings if "reaches no row" in str(warning.found)] == []
    assert cost(system) is None


@pytest.mark.parametrize("seed", [0, 7, 39, 49, 53, 65, 87, 194])
def test_without_what_is_told_a_data_set_costs_the_same(seed: int, tmp_path: Path) -> None:
    """Rows of random data sets that are told to act on nothing are taken out, all at once."""
    data = Maker(seed, additions=seed % 2 == 1).make()
    system = system_of(data, tmp_path)
    told = [warning for warning in system.warnings if "reaches no row" in str(warning.found)]
    for name in {warning.path for warning in told}:
        members = {frozenset(_members(str(warning.found))) for warning in told if warning.path == name}
        kept = {key: value for key, value in data.rows[name].items() if not any(m <= _words(key) for m in members)}
        assert len(kept) < len(data.rows[name])
        data.rows[name] = kept
    least = cost(system)
    assert least is not None
    assert cost(system_of(data, tmp_path / "without")) == pytest.approx(least, rel=1e-7)


def _members(found: str) -> list[str]:
    named = found.removeprefix("a value of ").partition(" that reaches")[0]
    return named.removeprefix("mode ").replace(" of ", " in ").split(" in ")


def _words(key: tuple[object, ...]) -> frozenset[str]:
    return frozenset(map(str, key))

"""Data and tracked targets of a longer horizon are no mistake where a scenario looks less far ahead."""

from __future__ import annotations

from pathlib import Path

from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
SHORTER = "time: {{years: [2025, 2026, 2027, 2028, 2030, 2032]}}"
TARGET = "targets: {{far: {{indicator: wind_capacity, at_least: 5 GW, year: 2040, strength: {strength}}}}}"


def read(folder: Path, *lines: str, **words: str) -> tuple[Scenario | None, list[str]]:
    file = folder / "shorter.yaml"
    file.write_text("\n".join(["extends: " + str(TUTORIAL), *lines]).format(**words), encoding="utf-8")
    scenario, findings = read_scenario(file)
    return scenario, [str(finding) for finding in findings]


def test_figures_beyond_a_shorter_horizon_tell_the_way_there(tmp_path: Path) -> None:
    shorter, findings = read(tmp_path, SHORTER, TARGET, strength="track")
    whole, _ = read_scenario(TUTORIAL)
    assert shorter is not None, findings
    assert whole is not None
    assert any(year > 2032 for _, quantity in shorter.quantities() for year in quantity.years)
    system, findings = assemble(shorter)
    assert system is not None, findings
    assert not [target for target in system.targets if target.year > 2032]
    longer, _ = assemble(whole)
    assert longer is not None
    demand = {key: value for key, value in longer.parameters["demand"].items() if int(key[2]) <= 2032}
    assert demand == dict(system.parameters["demand"])


def test_what_a_plan_must_reach_beyond_its_horizon_is_a_mistake(tmp_path: Path) -> None:
    _, findings = read(tmp_path, SHORTER, TARGET, strength="enforce")
    assert any("targets.far.year: found the year 2040, outside the horizon" in one for one in findings)

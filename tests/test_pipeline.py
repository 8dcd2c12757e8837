"""The story from end to end: what a run leaves, who may judge the peak, and what is refused on the way."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import carbonsim
from carbonsim.errors import ScenarioError

TUTORIAL = Path(__file__).parents[1] / "scenarios" / "tutorial.yaml"
ASKED = {  # keys a planner's own scripts may rely on
    "scenario", "name", "status", "objective", "total_cost", "peak", "base_year", "emissions_Mt", "targets",
    "calibration", "lp", "timings_s", "solver",
}  # fmt: skip
NESTED = {
    "peak": {"year", "level_Mt", "status", "rule", "plateau"},
    "base_year": {"energy_Mtce", "emissions_Mt"},
    "total_cost": {"value", "unit"},
    "lp": {"rows", "columns", "nonzeros"},
    "timings_s": {"read", "assemble", "build", "compile", "solve", "results", "report", "total"},
}


def written(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    file = folder / name
    file.write_text(f"extends: {TUTORIAL}\n{text}", encoding="utf-8")
    return file


def summary_of(folder: Path, file: Path) -> dict[str, Any]:
    carbonsim.run(file, out=folder / "out")
    found: dict[str, Any] = json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))
    return found


def test_the_summary_has_the_same_keys_with_and_without_a_plan(tmp_path: Path) -> None:
    good = summary_of(tmp_path, TUTORIAL)
    bad = summary_of(tmp_path, written(tmp_path, "peaking: {emission_cap: {2026: 0 Mt}}\n"))
    assert (good["status"], bad["status"]) == ("optimal", "infeasible")
    assert set(good) == set(bad) >= ASKED
    for key, inner in NESTED.items():
        assert set(good[key]) >= inner and set(bad[key]) >= inner, key
    assert bad["objective"] is None and bad["total_cost"]["value"] is None
    assert all(value is None for value in bad["peak"].values())
    assert bad["explanation"] and bad["emissions_Mt"] == {}
    assert good["total_cost"]["value"] == pytest.approx(good["objective"], rel=2e-6)


def test_a_run_leaves_one_table_in_memory_and_on_disk(tmp_path: Path) -> None:
    done = carbonsim.run(TUTORIAL, out=tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "results.csv")
    assert list(table.columns) == ["model", "scenario", "region", "variable", "unit", "year", "value"]
    assert len(table) == len(done.table)
    assert table["value"].to_numpy() == pytest.approx(done.table["value"].to_numpy(), rel=1e-7)
    resolved = carbonsim.load(tmp_path / "out" / "scenario.resolved.yaml")
    assert resolved.model_dump() == done.scenario.model_dump()
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert list(record["inputs_sha256"]) == [str(TUTORIAL)]


HISTORY = """
history:
  seen:
    {{label: Seen, scope: {scope}, boundary: Tutorial town, status: {status}, source: us, quality: assumption, unit: kt,
     values: {{2010: 9e3, 2012: 9500, 2013: 9300, 2014: 9e3, 2016: 8500, 2018: 7e3, 2020: 6e3, 2022: 5500, 2024: 5e3}}}}
"""


def test_a_confirmed_history_judges_and_a_shown_one_never_does(tmp_path: Path) -> None:
    """9500 kt in 2012 and falling ever since, against a projection that never passes 5 Mt."""
    confirmed = written(tmp_path, HISTORY.format(scope="administrative", status="confirmed"))
    peak = carbonsim.run(confirmed, write_results=False).summary["peak"]
    assert (peak["year"], peak["level_Mt"], peak["status"]) == (2012, 9.5, "peaked (historic)")
    alone = carbonsim.run(TUTORIAL, write_results=False).summary["peak"]
    shown = written(tmp_path, HISTORY.format(scope="energy and process CO2", status="shown"))
    assert carbonsim.run(shown, write_results=False).summary["peak"] == alone
    assert alone["year"] >= 2025


def test_a_mistake_is_raised_with_every_finding_and_writes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, "time: {plan_from: soon}\nenergy: {plants: {wind: {capital_cost: -1, profle: x}}}\n")
    with pytest.raises(ScenarioError) as raised:
        carbonsim.run(file, out=tmp_path / "out")
    assert [finding.line for finding in raised.value.findings] == [2, 3, 3]
    assert not (tmp_path / "out").exists()


def test_findings_of_the_system_come_at_once_too(tmp_path: Path) -> None:
    text = "energy: {plants: {coal-plant: {fuel: cole}, wind: {profile: wnd}}}\n"
    uses = "buildings: {classes: {homes: {uses: {appliances: {technologies: [lihgts]}}}}}\n"
    with pytest.raises(ScenarioError) as raised:
        carbonsim.load(written(tmp_path, text + uses))
    told = str(raised.value)
    assert "commodity cole" in told and "profile wnd" in told and "did you mean lights?" in told


def test_a_level_below_the_past_is_wrong_and_not_infeasible(tmp_path: Path) -> None:
    """The town emits 4.09 Mt in 2025, before the plan: no plan can have its highest level at 4 Mt."""
    with pytest.raises(ScenarioError, match=r"mine.yaml:2: peaking.max_level: found 4 Mt, below the past") as raised:
        carbonsim.run(written(tmp_path, "peaking: {max_level: 4 Mt}\n"), out=tmp_path / "out")
    assert "expected at least 4.086 Mt, which were emitted in 2025" in str(raised.value)
    assert not (tmp_path / "out").exists()
    loose = carbonsim.run(written(tmp_path, "peaking: {max_level: 4.5 Mt}\n"), write_results=False)
    assert loose.summary["status"] == "optimal"


@pytest.mark.parametrize(("years", "last"), [("[2025]", 2025), ("[2025, 2026]", 2026)])
def test_a_town_with_few_model_years_runs_and_proves_nothing(tmp_path: Path, years: str, last: int) -> None:
    text = TUTORIAL.read_text(encoding="utf-8").split("peaking:")[0]
    text = re.sub(r"years: \[.*\]", f"years: {years}", text).replace("plan_from: 2026", f"plan_from: {last}")
    text = re.sub(r"\{2025: ([^,}]+), 2040: [^}]+\}", r"\1", text)
    file = tmp_path / "few.yaml"
    file.write_text(text, encoding="utf-8")
    done = carbonsim.run(file, out=tmp_path / "out")
    assert done.summary["status"] == "optimal"
    assert done.summary["peak"]["status"] == "unproven"
    assert (tmp_path / "out" / "report.html").is_file()


def test_a_child_that_calls_its_region_otherwise_has_the_past_of_its_reference(tmp_path: Path) -> None:
    change = "energy: {fuels: {raw_coal: {price: 31 CNY/GJ}}}\n"
    named = written(tmp_path, f"name: Child\nregion: Elsewhere\n{change}", "named.yaml")
    same = written(tmp_path, f"name: Child\n{change}", "same.yaml")
    one, two = (carbonsim.run(file, write_results=False) for file in (named, same))
    assert one.summary["status"] == "optimal", one.summary["explanation"]
    assert set(one.table["region"]) == {"Elsewhere"}
    assert one.summary["objective"] == pytest.approx(two.summary["objective"], rel=1e-9)


def test_a_system_without_a_region_has_one_past_whatever_its_scenarios_are_called(tmp_path: Path) -> None:
    """The region is called as the scenario is; coal of 2020 was burnt in the child too, though gas would be cheaper."""
    root = """
name: Root
time: {years: [2020, 2030], plan_from: 2030, discount_rate: 0}
system:
  commodities: {heat: {}}
  technologies:
    coal: {outputs: {heat: 1}, variable_cost: 2, emission_factors: {CO2: 0.1}}
    gas: {outputs: {heat: 1}, variable_cost: 3, emission_factors: {CO2: 0.05}}
  demands: {heat: {amount: 10}}
"""
    (tmp_path / "root.yaml").write_text(root, encoding="utf-8")
    child = tmp_path / "child.yaml"
    child.write_text("extends: root.yaml\nname: Child\nsystem: {technologies: {gas: {variable_cost: 1}}}\n", "utf-8")
    run = carbonsim.run(child, write_results=False)
    assert run.summary["status"] == "optimal", run.summary["explanation"]
    assert run.results is not None
    assert run.results.series("Peaking Emissions") == {2020: pytest.approx(1.0), 2030: pytest.approx(0.5)}


def test_a_region_under_another_name_than_in_the_reference_is_told_and_not_left_without_a_past(tmp_path: Path) -> None:
    (tmp_path / "root.yaml").write_text(
        """
name: Root
time: {years: [2020, 2021], plan_from: 2021, discount_rate: 5 %/yr}
system:
  regions: [North, South]
  commodities: {heat: {}}
  technologies: {boiler: {outputs: {heat: 1}, variable_cost: 1}}
  demands: {heat: {amount: 10}}
""",
        encoding="utf-8",
    )
    (tmp_path / "child.yaml").write_text(
        "extends: root.yaml\nname: Child\nsystem: {regions: [North, Delta]}\n", encoding="utf-8"
    )
    with pytest.raises(ScenarioError) as wrong:
        carbonsim.run(tmp_path / "child.yaml", write_results=False)
    (finding,) = wrong.value.findings
    assert str(finding).startswith(f"{tmp_path / 'child.yaml'}:3: system.regions: found region Delta")
    assert "of which South is missing" in str(finding)

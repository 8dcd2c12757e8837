"""Futures of hand-made systems: solved by hand, the same for any number of workers, and after any kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import carbonsim
from carbonsim.cli import app
from carbonsim.errors import InfeasibleError, ScenarioError
from carbonsim.studies.ensemble import EXPLAINED, PART, Ensemble

HEAD = """
    schema: 1
    name: Two ways
    quality: assumption
    source: made up
"""
GROWING = (
    HEAD
    + """
    time: {years: [2025, 2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033], plan_from: 2026, discount_rate: 0}
    system:
      commodities:
        heat: {group: heat, balance: yearly}
      technologies:
        coal: {outputs: {heat: 1}, variable_cost: 20 CNY/GJ, emission_factors: {CO2: 100 kg/GJ}}
        clean: {outputs: {heat: 1}, variable_cost: {value: 40 CNY/GJ, low: 30, high: 60}}
      demands:
        heat: {amount: {2025: 10 PJ, 2028: 13 PJ, 2033: 8 PJ}}
    peaking: {by: 2026}
"""
)
BUILDING = (
    HEAD
    + """
    time: {years: [2026, 2027], plan_from: 2026, discount_rate: 0}
    system:
      commodities:
        heat: {group: heat, balance: yearly}
      technologies:
        plant: {outputs: {heat: 1}, capacity_unit: PJ/yr, capital_cost: 100, lifetime: 2}
        fuel: {outputs: {heat: 1}, variable_cost: {value: 30 CNY/GJ, low: 20, high: 80, shape: uniform}}
      demands:
        heat: {amount: 10 PJ}
"""
)
KILLED = """
import os, signal, sys
from pathlib import Path
from carbonsim.studies import ensemble
solve_part, mark = ensemble.solve_part, Path(sys.argv[2])
def killed_once(part):
    if part.number == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return solve_part(part)
ensemble.solve_part = killed_once
if __name__ == "__main__":
    ensemble.ensemble(sys.argv[1], futures=25, workers=2, out=sys.argv[3])
"""


def write(folder: Path, text: str, name: str = "two-ways.yaml") -> Path:
    file = folder / name
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return file


@cache
def growing(folder: Path) -> Ensemble:
    return carbonsim.ensemble(write(folder, GROWING), futures=25, workers=1, out=folder / "two-ways-ensemble")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ensemble")


def test_each_future_is_planned_anew(folder: Path) -> None:
    """From 2026 on 11 PJ of coal may burn: 1, 2 and 1 PJ from 2027 on are clean, at what that draw costs more."""
    table = growing(folder).table
    assert table["future"].tolist() == list(range(25))
    assert (table["status"] == "optimal").all()
    drawn = table["drawn.system.technologies.clean.variable_cost"]
    assert table["price"].to_numpy() == pytest.approx(4.0 * (drawn.to_numpy() - 20.0), abs=1e-5)
    assert table["cost"].to_numpy() == pytest.approx(96.0 * 20.0 + table["price"].to_numpy(), rel=1e-9)
    assert table["emissions.2028"].to_numpy() == pytest.approx(1.1)
    assert (table["peak_year"] == 2026).all()
    assert (table["plateau_end"] == 2030).all()
    assert table["twin_peak_level"].to_numpy() == pytest.approx(1.3)
    assert table["runs.clean.2028"].to_numpy() == pytest.approx(2.0)
    assert drawn.between(30.0, 60.0).all()


def test_what_is_told_of_them_is_what_the_table_holds(folder: Path) -> None:
    found = growing(folder)
    drivers = found.shown.data["drivers"].set_index("outcome")
    assert drivers.loc["price", "rank_correlation"] == pytest.approx(1.0)
    spread = found.shown.data["outcomes"].set_index("outcome")
    assert spread.loc["price", "p50"] == np.percentile(found.table["price"], 50, method="inverted_cdf")
    chances = found.shown.data["peak-by-year"].set_index("year")
    assert chances.loc[[2026, 2027, 2028], "plan"].tolist() == [1.0, 1.0, 1.0]
    assert chances.loc[[2026, 2027, 2028], "twin"].tolist() == [0.0, 0.0, 1.0]
    assert "25 futures" in str(found.shown.sentence)
    assert (found.folder / "ensemble.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_killed_process_costs_its_own_futures_and_they_are_solved_again(folder: Path, tmp_path: Path) -> None:
    """To the bit the same as from one process that nothing happened to."""
    before, script = growing(folder), tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    words = [sys.executable, str(script), str(folder / "two-ways.yaml"), str(tmp_path / "mark"), str(tmp_path / "out")]
    subprocess.run(words, check=True, env=dict(os.environ), capture_output=True)
    assert (tmp_path / "mark").exists()
    for part in sorted((before.folder / "ensemble.parquet").iterdir()):
        assert (tmp_path / "out" / "ensemble.parquet" / part.name).read_bytes() == part.read_bytes()


def test_a_half_finished_folder_goes_on(folder: Path) -> None:
    before = growing(folder)
    first, second = sorted((before.folder / "ensemble.parquet").iterdir())
    stood, lost = first.stat().st_mtime_ns, second.read_bytes()
    second.unlink()
    again = carbonsim.ensemble(folder / "two-ways.yaml", futures=25, workers=1, out=before.folder)
    pd.testing.assert_frame_equal(again.table, before.table)
    assert second.read_bytes() == lost
    assert first.stat().st_mtime_ns == stood
    assert len(pd.read_parquet(second)) == 25 - PART


def test_a_run_beside_it_tells_the_chance_and_the_window(folder: Path, tmp_path: Path) -> None:
    growing(folder)
    beside = carbonsim.run(folder / "two-ways.yaml", out=folder / "two-ways").summary
    told = {"first": 2026, "last": 2026, "runs": 25, "by": 2026, "share": 1.0, "twin_share": 0.0}
    assert beside.peak["ensemble"] == told
    page = (folder / "two-ways" / "report.html").read_text(encoding="utf-8")
    assert "By 2026 emissions peak in 100% of them, without the peaking plan in 0%" in page
    assert '<section id="futures"' in page and 'data-chart="emission_fan"' in page
    other = write(tmp_path, GROWING.replace("Two ways", "Another"))
    (tmp_path / "two-ways-ensemble").symlink_to(folder / "two-ways-ensemble")
    assert "ensemble" not in carbonsim.run(other, out=tmp_path / "two-ways").summary.peak.plain()
    assert 'id="futures"' not in (tmp_path / "two-ways" / "report.html").read_text(encoding="utf-8")


def test_another_ensemble_does_not_go_on_in_the_folder(folder: Path) -> None:
    before = growing(folder)
    with pytest.raises(ScenarioError, match="another ensemble: futures, seed differ"):
        carbonsim.ensemble(folder / "two-ways.yaml", futures=26, seed=1, workers=1, out=before.folder)


def test_what_the_plan_builds_is_held_and_costs_what_it_should_not_have_done(tmp_path: Path) -> None:
    """Fuel at 30 is cheaper than a plant of 1,000 for two years of 10 PJ each, so nothing is built in 2026.

    Where fuel costs more than 50, the plant pays at once; held back for a year it costs 500 of its two years, and the
    fuel of the first year comes on top: 10 r + 500 in place of 1,000.
    """
    file = write(tmp_path, BUILDING)
    table = carbonsim.ensemble(
        file, futures=20, method="sobol", seed=4, workers=1, committed_until=2026, out=tmp_path / "out"
    ).table
    drawn = table["drawn.system.technologies.fuel.variable_cost"].to_numpy()
    assert table["regret"].to_numpy() == pytest.approx(np.maximum(10.0 * drawn - 500.0, 0.0), abs=1e-5)
    assert table["committed_meets_demand"].all()
    assert (table["stands.plant.2026"].to_numpy() > 9.0).tolist() == (drawn > 50.0).tolist()


def test_a_future_without_a_plan_is_a_row_and_stops_no_other(tmp_path: Path) -> None:
    """What may be clean is drawn from 1.5 to 3 PJ, and 2 PJ have to be so."""
    scarce = GROWING.replace(
        "low: 30, high: 60}", "low: 30, high: 60}, activity_max: {value: 2.5 PJ, low: 1.5, high: 3}"
    )
    file = write(tmp_path, scarce)
    found = carbonsim.ensemble(file, futures=20, workers=1, out=tmp_path / "out")
    fails = found.table["drawn.system.technologies.clean.activity_max"] < 2.0
    assert (found.table["status"] == "infeasible").tolist() == fails.tolist()
    assert 0 < fails.sum() < 20
    assert found.table.loc[fails, "peak_year"].isna().all()
    conflicts = found.table["conflicts"]
    assert conflicts.notna().tolist() == (fails & (fails.cumsum() <= EXPLAINED)).tolist()
    limit = "system.technologies.clean.activity_max"
    assert all({limit, "peaking.by"} <= set(told.split(", ")) for told in conflicts.dropna())
    known = found.shown.data["conflicts"].set_index("path")["futures"]
    assert known[limit] == known["peaking.by"] == min(EXPLAINED, fails.sum())
    box = found.shown.data["boxes"]
    assert box["input"].unique().tolist() == ["system.technologies.clean.activity_max"]
    assert box["failed"].tolist() == [1.0]


def test_a_scenario_without_ranges_or_plan_is_refused(tmp_path: Path) -> None:
    plain = write(tmp_path, GROWING.replace(", low: 30, high: 60", ""), "plain.yaml")
    done = CliRunner().invoke(app, ["ensemble", str(plain), "--out", str(tmp_path / "plain")])
    assert done.exit_code == 2
    assert "write low and high beside a value" in done.output
    assert not (tmp_path / "plain").exists()
    cold = write(tmp_path, GROWING.replace("coal: {", "coal: {activity_max: 1 PJ, ").replace(
        "clean: {", "clean: {activity_max: 1 PJ, "), "cold.yaml")  # fmt: skip
    with pytest.raises(InfeasibleError, match="there is no plan"):
        carbonsim.ensemble(cold, futures=3, workers=1, out=tmp_path / "cold")
    with pytest.raises(ScenarioError, match="one of latin-hypercube"):
        carbonsim.ensemble(write(tmp_path, GROWING), futures=3, method="grid", out=tmp_path / "grid")


def test_the_command_line_prints_tables_or_json(tmp_path: Path) -> None:
    file = write(tmp_path, GROWING)
    words = ["ensemble", str(file), "--futures", "3", "--workers", "1", "--out", str(tmp_path / "out"), "--json"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0
    assert json.loads(done.output[done.output.index("{") :])["peak-by-year"][0]["year"] == 2026

"""A results folder read again: the same answers as the run gave, and nothing solved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import carbonsim
from carbonsim.errors import ScenarioError

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"


def test_a_folder_tells_what_the_run_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = carbonsim.run(TUTORIAL, out=tmp_path / "out")
    monkeypatch.setattr("carbonsim.pipeline.optimise", None)
    again = carbonsim.read(tmp_path / "out")
    assert again.status == run.status == "optimal"
    assert again.objective == pytest.approx(run.objective, rel=1e-12)
    assert again.summary.peak == run.summary.peak
    assert again.scenario.time == run.scenario.time
    columns = ["region", "variable", "unit", "year"]
    assert again.table[columns].to_numpy().tolist() == run.table[columns].to_numpy().tolist()
    assert np.allclose(again.table["value"], run.table["value"], rtol=1e-7)
    assert again.results is not None
    assert again.to_xarray().sizes["time"] == len(run.scenario.time.years)
    drawn = again.figures.path()
    assert any(trace.x is not None and 2028 in list(trace.x) for trace in drawn.data)


def test_a_folder_of_a_run_without_a_plan_says_why_and_has_no_table(tmp_path: Path) -> None:
    file = tmp_path / "tight.yaml"
    file.write_text(f"extends: {TUTORIAL}\npeaking: {{emission_cap: {{2026: 0 Mt}}}}\n", encoding="utf-8")
    carbonsim.run(file, out=tmp_path / "out")
    again = carbonsim.read(tmp_path / "out")
    assert again.status == "infeasible" and again.results is None and again.objective is None
    assert again.summary.explanation
    with pytest.raises(ValueError, match="no results: the run is infeasible"):
        _ = again.table


def test_a_folder_that_no_run_left_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"no summary\.json"):
        carbonsim.read(tmp_path)

"""A time limit is for the whole run: whatever is under way ends, and what is known by then is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from carbonsim import pipeline
from carbonsim.analysis.campaigns import wedges
from carbonsim.cli import app
from carbonsim.clock import SHARE_TO_SOLVE, Clock
from carbonsim.errors import OutOfTimeError
from carbonsim.optimization.planning import twin_and_plan as planning
from carbonsim.optimization.planning.twin_and_plan import Optimization
from tests.analysis.campaigns.test_wedges import SAVING, campaign
from tests.system import town

SCENARIOS = Path(__file__).parents[1] / "scenarios"
TUTORIAL = SCENARIOS / "tutorial.yaml"
LIMIT = 3.0


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pipeline.run(TUTORIAL, write_results=False)  # whatever is read once is read


def endless(*_: Any, **__: Any) -> Any:
    """Go on for a minute, in small steps."""
    until = time.monotonic() + 60.0
    while time.monotonic() < until:
        pass
    pytest.fail("nothing ended it")


def told(*words: str) -> tuple[int, str, float]:
    start = time.perf_counter()
    done = CliRunner().invoke(app, ["run", *words, "--time-limit", str(LIMIT)])
    return done.exit_code, done.output, time.perf_counter() - start


@pytest.mark.parametrize("stage", ["read_scenario", "assemble"])
def test_what_comes_before_a_solve_ends_in_time(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, stage, endless)
    code, output, seconds = told(str(TUTORIAL))
    assert code == 4
    assert "the time limit of 3 s was up before anything was solved" in output
    assert SHARE_TO_SOLVE * LIMIT <= seconds < 3 * LIMIT
    assert not Path("results").exists()


@pytest.mark.parametrize("step", ["derive", "compile_model"])
def test_a_model_that_is_long_to_build_ends_in_time(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, step, endless)
    code, output, seconds = told(str(TUTORIAL))
    assert code == 4 and "before anything was solved" in output
    assert seconds < 3 * LIMIT


def test_a_twin_that_is_known_is_told_and_earlier_results_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    twin = pipeline.run(TUTORIAL, out="results/tutorial").plans.twin
    before = Path("results/tutorial/summary.json").read_bytes()
    monkeypatch.setattr(Optimization, "solve_plan", endless)
    code, output, _ = told(str(TUTORIAL), "--json")
    assert code == 4
    assert '"status": "time_limit"' in output and '"out_of_time": ["plan"]' in output
    assert "The time limit was up before a plan was found" in output
    highest = twin.scope.loc[twin.scope["total"].idxmax()]
    assert "Known by then: the scenario without its peaking plan costs" in output
    assert f"emits most in {highest['year']:.0f}" in output
    assert Path("results/tutorial/summary.json").read_bytes() == before


def test_a_plan_without_its_campaigns_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    town.read(tmp_path, {"campaigns": {"saving": campaign({SAVING: 0.7})}})
    whole = pipeline.run("changed.yaml", write_results=False)
    assert whole.summary["out_of_time"] == [] and whole.summary["campaigns"]
    monkeypatch.setattr(wedges, "measure", endless)
    code, output, _ = told("changed.yaml", "--json")
    summary = json.loads(output[output.index("{") :])
    assert (code, summary["status"], summary["out_of_time"]) == (4, "optimal", ["campaigns"])
    assert summary["warnings"][-1]["text"] == "campaigns could not be measured: the time limit was up"
    assert summary["objective"] == pytest.approx(whole.objective)
    assert Path("results/changed/report.html").exists()


def test_that_there_is_no_plan_is_told_though_not_why(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("town.yaml").write_text(
        f"extends: {TUTORIAL}\npeaking: {{max_level: 4.1 Mt, emission_cap: {{2026: 0 Mt}}}}\n", encoding="utf-8"
    )
    monkeypatch.setattr(planning, "explain", endless)
    code, output, seconds = told("town.yaml", "--json")
    assert code == 3 and seconds < 3 * LIMIT
    assert "No plan exists, and the time limit was up before it was found out why" in output


def test_a_run_in_time_is_not_cut_short() -> None:
    done = pipeline.run(TUTORIAL, write_results=False, time_limit=600.0)
    assert done.status == "optimal" and done.summary["out_of_time"] == []


def test_no_time_at_all_is_told_before_anything_is_read() -> None:
    with pytest.raises(OutOfTimeError, match="the time limit of 0 s was up before anything was solved"):
        pipeline.run(TUTORIAL, time_limit=0.0)


def in_a_thread(work: Callable[[], Any]) -> list[Any]:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found


def test_beside_the_main_thread_the_time_is_looked_at_between_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """No signal comes there: what is under way ends by itself, and nothing more is begun."""
    assemble = pipeline.assemble

    def slow(*given: Any) -> Any:
        time.sleep(1.0)
        return assemble(*given)

    def work() -> str:
        try:
            return pipeline.run(TUTORIAL, write_results=False, time_limit=0.9).status
        except OutOfTimeError as error:
            return str(error)

    monkeypatch.setattr(pipeline, "assemble", slow)
    (words,) = in_a_thread(work)
    assert words.startswith("the time limit") and words.endswith("was up before anything was solved")


def test_the_last_stages_run_whatever_the_clock_says() -> None:
    clock = Clock(time_limit=0.0)
    with clock.stage("results"):
        pass
    with pytest.raises(OutOfTimeError), clock.stage("assemble"):
        pass
    assert Clock().left is None and not Clock().is_up

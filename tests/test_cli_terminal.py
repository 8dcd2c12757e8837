"""The terminal: colours, completion by the shell, the report in the browser, and what a notebook displays."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import carbonsim
from carbonsim.cli import app

TUTORIAL = Path(__file__).parents[1] / "scenarios" / "tutorial.yaml"
SPEAKS = "from carbonsim.cli import run_command_line; run_command_line()"
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7]|38)")


def written(folder: Path, **environment: str) -> str:
    """Run the tutorial as from a terminal that can show colours; return what it printed."""
    command = [sys.executable, "-c", SPEAKS, "run", str(TUTORIAL), "--out", str(folder)]
    environment = {**os.environ, "FORCE_COLOR": "1", "LANG": "C.UTF-8", **environment}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def test_no_colour_is_printed_where_none_is_wanted(tmp_path: Path) -> None:
    assert not COLOUR.search(written(tmp_path / "plain", NO_COLOR="1"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_can_complete_commands_and_options(shell: str) -> None:
    script = CliRunner().invoke(app, [], prog_name="carbonsim", env={"_CARBONSIM_COMPLETE": f"source_{shell}"})
    assert script.exit_code == 0
    assert "carbonsim" in script.output
    offered = CliRunner().invoke(
        app, [], prog_name="carbonsim",
        env={"_CARBONSIM_COMPLETE": "complete_bash", "COMP_WORDS": "carbonsim c", "COMP_CWORD": "1"},
    )  # fmt: skip
    assert offered.output.split() == ["compare", "check"]


def test_the_report_opens_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(typer, "launch", opened.append)
    done = CliRunner().invoke(app, ["run", str(TUTORIAL), "--out", str(tmp_path / "out"), "--open", "--quiet"])
    assert done.exit_code == 0
    assert opened == [str(tmp_path / "out" / "report.html")]


def test_a_run_and_its_scenario_display_themselves() -> None:
    run = carbonsim.run(TUTORIAL, write_results=False)
    shown = run._repr_html_()
    assert "Tutorial" in shown
    assert str(run.summary["peak"]["year"]) in shown
    assert "plotly" in shown.lower() or "<svg" in shown
    told = run.scenario._repr_html_()
    assert "Tutorial" in told
    assert "2025" in told
    assert "2040" in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("words", [("show", str(TUTORIAL)), ("run", str(TUTORIAL), "--json"), ("--help",)])
def test_an_output_that_cannot_be_written_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-c", SPEAKS, *words]
        environment = {**os.environ, "LANG": "C.UTF-8"}
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert done.stderr == "the output cannot be written: No space left on device\n"
    assert (tmp_path / "results" / "tutorial" / "report.html").exists() == ("run" in words)


def test_a_closed_output_disturbs_nothing() -> None:
    command = f'"{sys.executable}" -c "{SPEAKS}" check "{TUTORIAL}" >&-'
    done = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

"""The command line: exit codes, what is printed, and what happens when it is interrupted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import carbonsim.pipeline
from carbonsim.cli import app
from carbonsim.errors import IdentityError, SolverError
from tests.export.results_folder.folders import OURS, listed, written

ROOT = Path(__file__).parents[1]
TUTORIAL = ROOT / "scenarios" / "tutorial.yaml"
COMMANDS = ("run", "compare", "check", "show", "new", "schema", "equations")


def called(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def infeasible(folder: Path, name: str = "town.yaml") -> Path:
    file = folder / name
    file.write_text(
        f"extends: {TUTORIAL}\npeaking: {{max_level: 4.1 Mt, emission_cap: {{2026: 0 Mt}}}}\n", encoding="utf-8"
    )
    return file


def test_run_writes_a_folder_and_ends_with_a_verdict(tmp_path: Path) -> None:
    code, output = called("run", TUTORIAL)
    assert code == 0
    assert "optimal" in output and "results/tutorial/report.html" in output
    names = {file.name for file in (tmp_path / "results" / "tutorial").iterdir()}
    assert names == {
        "report.html", "iamc.csv", "inventory.csv", "results.csv", "results.xlsx", "summary.json",
        "scenario.resolved.yaml", "run.json",
    }  # fmt: skip
    assert [entry.name for entry in (tmp_path / "results").iterdir()] == ["tutorial"]


def test_quiet_prints_the_folder_and_nothing_else(tmp_path: Path) -> None:
    assert called("run", TUTORIAL, "--quiet", "--out", tmp_path / "here") == (0, f"{tmp_path / 'here'}\n")


def test_infeasible_exits_with_three_and_replaces_earlier_results_by_a_report(tmp_path: Path) -> None:
    town = tmp_path / "town.yaml"
    town.write_text(f"extends: {TUTORIAL}\n", encoding="utf-8")
    assert called("run", town, "--quiet")[0] == 0
    code, output = called("run", infeasible(tmp_path))
    assert code == 3
    assert "infeasible" in output and "peaking.emission_cap" in output
    names = {file.name for file in (tmp_path / "results" / "town").iterdir()}
    assert "report.html" in names and "results.csv" not in names
    summary = json.loads((tmp_path / "results" / "town" / "summary.json").read_text(encoding="utf-8"))
    assert summary["status"] == "infeasible" and summary["objective"] is None


@pytest.mark.parametrize(("error", "code"), [(SolverError("gave up"), 4), (IdentityError("a sum is off"), 70)])
def test_failures_of_ours_leave_earlier_results_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    assert called("run", TUTORIAL, "--quiet")[0] == 0
    before = (tmp_path / "results" / "tutorial" / "summary.json").read_text(encoding="utf-8")

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(carbonsim.pipeline, "collect", fails)
    assert called("run", TUTORIAL, "--quiet") == (code, f"{error}\n")
    assert (tmp_path / "results" / "tutorial" / "summary.json").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("where", ["a-file", "a-file/below", "."])
def test_a_place_that_cannot_hold_results_is_told_before_solving(tmp_path: Path, where: str) -> None:
    (tmp_path / "a-file").write_text("mine", encoding="utf-8")
    code, output = called("run", TUTORIAL, "--quiet", "--out", where)
    assert code == 2
    assert "expected a new folder, or one of earlier results" in output
    assert (tmp_path / "a-file").read_text(encoding="utf-8") == "mine"


MISTAKEN = """
import sys
from importlib import import_module
from carbonsim import cli
def mistaken(*_, **__):
    raise ValueError("one\\nand two")
module, name = sys.argv.pop(1).split(":")
setattr(import_module(f"carbonsim.{module}"), name, mistaken)
cli.run_command_line()
"""


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("pipeline:collect", ("run", TUTORIAL, "--quiet")),
        ("report.terminal.tables:run_tables", ("run", TUTORIAL)),
        ("pipeline:check", ("check", TUTORIAL)),
        ("report.terminal.tables:check_lines", ("check", TUTORIAL)),
        ("batch:compare", ("compare", TUTORIAL, TUTORIAL)),
        ("pipeline:start_city", ("new", "city")),
        ("pipeline:read_checked", ("show", TUTORIAL)),
        ("optimization.compiling.document:document", ("equations",)),
    ],
)
def test_a_mistake_of_ours_exits_with_70_and_is_told_in_words(place: str, words: tuple[object, ...]) -> None:
    command = [sys.executable, "-c", MISTAKEN, place, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 70, done.stderr
    line, advice = done.stderr.splitlines()[-2:]
    assert line == "a mistake of carbonsim, please report it: ValueError in <string>:6: one and two"
    assert advice == "to report it with its whole traceback, run it again with CARBONSIM_TRACEBACK=1"
    assert "Traceback" not in done.stderr


def test_a_mistake_of_ours_is_told_whole_where_it_is_asked_for_and_in_chinese() -> None:
    command = [sys.executable, "-c", MISTAKEN, "pipeline:check", "check", str(TUTORIAL)]
    environment = {**os.environ, "CARBONSIM_TRACEBACK": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 70
    assert done.stderr.startswith("a mistake of carbonsim, please report it: ValueError in ")
    assert "\nTraceback (most recent call last):\n" in done.stderr and "in check_command\n" in done.stderr
    environment = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=environment)
    assert done.stderr == (
        "程序错误（carbonsim 自身的问题），请告知我们： ValueError in <string>:6: one and two\n"
        "如需附上完整的错误回溯，请设置 CARBONSIM_TRACEBACK=1 后重新运行\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("run",),
        ("run", "a.yaml", "--out"),
        ("run", "a.yaml", "--sloth"),
        ("run", "a", "--language", "xx"),
    ],
)
def test_a_command_that_is_none_exits_with_two(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "carbonsim", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "mistake" not in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a pipe without a reader is told otherwise there")
def test_a_reader_that_leaves_interrupts() -> None:
    there, here = os.pipe()
    os.close(there)
    command = [sys.executable, "-m", "carbonsim", "equations"]
    done = subprocess.run(command, stdout=here, stderr=subprocess.PIPE, text=True, check=False)
    os.close(here)
    assert (done.returncode, done.stderr) == (130, "")


INTERRUPTED = """
import os, signal, sys
from carbonsim import cli, pipeline
number = getattr(signal, sys.argv.pop(1))
stage = sys.argv.pop(1)
tell = pipeline.Clock.stage
def interrupted(self, name):
    if name == stage:
        os.kill(os.getpid(), number)
    return tell(self, name)
pipeline.Clock.stage = interrupted
if stage == "write":
    from carbonsim.export import excel
    excel.write_workbook = lambda *_: os.kill(os.getpid(), number)
cli.run_command_line()
"""


@pytest.mark.parametrize(
    ("name", "stage"), [("SIGINT", "read"), ("SIGINT", "write"), ("SIGTERM", "results"), ("SIGTERM", "write")]
)
def test_an_interrupted_run_exits_with_130_and_leaves_earlier_results_whole(
    tmp_path: Path, name: str, stage: str
) -> None:
    earlier = written(tmp_path / "results" / "tutorial", "earlier")
    command = [sys.executable, "-c", INTERRUPTED, name, stage, "run", str(TUTORIAL), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 130, done.stderr
    assert done.stderr == "interrupted; earlier results are as they were\n"
    assert [entry.name for entry in (tmp_path / "results").iterdir()] == ["tutorial"]
    assert listed(earlier) == dict.fromkeys(OURS, "earlier")


def test_check_says_that_nothing_is_wrong_and_how_solid_the_values_are() -> None:
    code, output = called("check", ROOT / "scenarios" / "changchun" / "peak-2030.yaml")
    assert code == 0
    assert "nothing wrong" in output
    assert " values: " in output and " assumption" in output and " official" in output


def test_show_prints_a_scenario_as_it_is_written_or_resolved() -> None:
    assert called("show", TUTORIAL) == (0, TUTORIAL.read_text(encoding="utf-8") + "\n")
    code, output = called("show", TUTORIAL, "--resolved")
    assert code == 0
    assert "plan_from: 2026" in output and "# tutorial.yaml:13" in output


def test_new_says_what_to_type_next(tmp_path: Path) -> None:
    code, output = called("new", "my city", "--name", "Here")
    assert code == 0
    assert output.endswith("next: carbonsim run 'my city/peak.yaml'\n")
    assert (tmp_path / "my city" / "peak.yaml").is_file()


def test_compare_needs_two_scenarios() -> None:
    code, output = called("compare", TUTORIAL)
    assert code == 2
    assert "found 1 scenario; expected two to six" in output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_text_with_an_example(command: str) -> None:
    code, output = called(command, "--help")
    assert code == 0
    assert "Example: carbonsim" in output


def test_help_names_every_command_and_version_prints_a_number() -> None:
    code, output = called("--help")
    assert code == 0
    assert all(f" {command} " in output for command in COMMANDS)
    code, output = called("--version")
    assert code == 0
    assert output.startswith("carbonsim ") and output.strip()[-1].isdigit()


def test_a_scenario_may_have_any_file_name(tmp_path: Path) -> None:
    file = tmp_path / "春 city #1.yaml"
    file.write_text(f"extends: {TUTORIAL}\n", encoding="utf-8")
    assert called("run", file, "--quiet") == (0, f"{Path('results') / '春 city #1'}\n")
    assert (tmp_path / "results" / "春 city #1" / "report.html").is_file()


def test_a_file_without_the_right_to_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "closed.yaml"
    file.write_text("name: x\n", encoding="utf-8")

    def refused(self: Path) -> bytes:  # the user of a container may read everything
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert called("check", file) == (2, f"{file}: Permission denied\n")


def test_a_folder_runs_its_scenarios_side_by_side_and_one_that_is_wrong_stops_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "one.yaml").write_text(f"extends: {TUTORIAL}\nname: One\n", encoding="utf-8")
    (folder / "two.yaml").write_text(f"extends: {TUTORIAL}\nname: Two\nnonsense: 1\n", encoding="utf-8")
    (folder / "part.yaml").write_text("energy: {}\n", encoding="utf-8")
    code, output = called("run", folder, "--quiet")
    assert code == 2
    assert "results/one" in output and "nonsense" in output
    assert [entry.name for entry in (tmp_path / "results").iterdir()] == ["one"]


def test_a_folder_without_a_scenario_says_so(tmp_path: Path) -> None:
    code, output = called("run", tmp_path)
    assert code == 2
    assert "no scenario in this folder" in output


def test_json_is_the_summary_and_nothing_else() -> None:
    code, output = called("run", TUTORIAL, "--json")
    assert code == 0
    assert (
        json.loads(output)["peak"]["year"]
        == json.loads(Path("results/tutorial/summary.json").read_text())["peak"]["year"]
    )


def test_finished_folders_are_compared_without_solving(monkeypatch: pytest.MonkeyPatch) -> None:
    called("run", TUTORIAL, "--quiet", "--out", "results/one")
    called("run", TUTORIAL, "--quiet", "--out", "results/two")
    monkeypatch.setattr(carbonsim.pipeline, "run", lambda *_, **__: pytest.fail("solved again"))
    code, output = called("compare", "results/one", "results/two", "--json")
    assert code == 0
    told = json.loads(output)
    assert told["summaries"][0]["peak"] == told["summaries"][1]["peak"]
    assert Path("results/compare.html").stat().st_size > 1_000_000


def test_a_folder_that_no_run_left_cannot_be_compared(tmp_path: Path) -> None:
    code, output = called("compare", tmp_path, TUTORIAL)
    assert code == 2
    assert "no summary.json" in output


def test_a_chinese_locale_gets_a_chinese_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    code, output = called("run", TUTORIAL)
    assert code == 0
    assert "求解状态" in output and "已得最优解" in output
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "status" in called("run", TUTORIAL)[1]


def test_a_stage_that_comes_again_at_once_is_told_once(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["run", str(TUTORIAL), "--out", str(tmp_path / "out")]).stderr.splitlines()
    assert told.count("  solve …") == 1
    assert [line.split()[0] for line in told] == list(dict.fromkeys(line.split()[0] for line in told))


def test_the_package_runs_as_a_module_too() -> None:
    command = [sys.executable, "-m", "carbonsim", "check", str(TUTORIAL)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Tutorial" in done.stdout


FULL = """
import resource, sys
from carbonsim import cli
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
cli.run_command_line()
"""


@pytest.mark.parametrize("room", [9, 110_000])
def test_a_disk_that_takes_no_more_leaves_earlier_results_whole(tmp_path: Path, room: int) -> None:
    earlier = written(tmp_path / "results" / "tutorial", "earlier")
    command = [sys.executable, "-c", FULL, str(room), "run", str(TUTORIAL), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("results/tutorial: found ") and done.stderr.count("\n") == 1
    assert "a file larger than may be written" in done.stderr
    assert listed(earlier) == dict.fromkeys(OURS, "earlier")
    assert [entry.name for entry in (tmp_path / "results").iterdir()] == ["tutorial"]

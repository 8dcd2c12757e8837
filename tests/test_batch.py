"""Several runs are several: one that fails, breaks or is killed leaves the others' results and is named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carbonsim import batch
from carbonsim.cli import app
from tests.optimization.regional_systems import regional_data

TUTORIAL = Path(__file__).parents[1] / "scenarios" / "tutorial.yaml"
BROKEN = """
import os, signal
from carbonsim import batch
run = batch.run
def broken(path, **options):
    if path.stem == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if path.stem == "mistaken":
        raise KeyError("ours")
    return run(path, **options)
batch.run = broken
if __name__ == "__main__":
    from carbonsim.cli import run_command_line
    run_command_line()
"""


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def scenario(file: str) -> str:
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_text(f"extends: {TUTORIAL}\n", encoding="utf-8")
    return file


def called(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output


def test_one_that_is_killed_and_one_that_is_mistaken_leave_the_others_their_results(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(BROKEN, encoding="utf-8")
    names = ["killed", "one", "mistaken", "two"]
    command = [sys.executable, "broken.py", "run", *(scenario(f"{name}.yaml") for name in names), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 130, done.stderr
    assert done.stdout.split() == ["results/one", "results/two"]
    assert sorted(entry.name for entry in Path("results").iterdir()) == ["one", "two"]
    assert "killed.yaml has no new results:\nits process was ended by SIGKILL\n" in done.stderr
    mistake = "a mistake of carbonsim, please report it: KeyError in broken.py:"
    assert f"mistaken.yaml has no new results:\n{mistake}" in done.stderr
    assert "Traceback" not in done.stderr
    environment = {**os.environ, "CARBONSIM_TRACEBACK": "1"}
    command = [*command[:3], "mistaken.yaml", "two.yaml", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 70, done.stderr
    assert mistake in done.stderr and "\nTraceback (most recent call last):\n" in done.stderr


@pytest.mark.parametrize("files", [("a/s.yaml", "b/s.yaml"), ("a/s.yaml", "b/S.yaml", "c.yaml"), ("s.yaml", "s.yml")])
@pytest.mark.parametrize("out", [(), ("--out", "here")])
def test_two_that_would_write_one_folder_are_told_before_anything_is_solved(
    files: tuple[str, ...], out: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "share_out", lambda *_: pytest.fail("solved"))
    code, output = called("run", *map(scenario, files), *out)
    assert code == 2
    assert f"{files[1]}: found the folder {'here' if out else 'results'}/" in output
    assert f"which {files[0]} writes too" in output and "rename one of the two files" in output
    assert not Path("results").exists() and not Path("here").exists()


def test_folders_that_links_make_one_are_told() -> None:
    for folder in ("results", "there"):
        Path(folder).mkdir()
    Path("results/b").symlink_to("a")
    Path("results/a").mkdir()
    code, output = called("run", scenario("a.yaml"), scenario("b.yaml"))
    assert code == 2
    assert "b.yaml: found the folder results/b, which a.yaml writes too" in output


def test_one_scenario_named_twice_is_run_once() -> None:
    file = scenario("town/a.yaml")
    scenario("town/b.yaml")
    Path("link").symlink_to("town")
    paths = [
        Path(one) for one in (file, "town/../town/a.yaml", "./town/a.yaml", str(Path(file).absolute()), "link/a.yaml")
    ]
    assert batch.scenarios_in(paths) == [Path(file)]
    assert batch.scenarios_in([Path("town"), *paths]) == [Path("town/a.yaml"), Path("town/b.yaml")]


def test_a_data_sets_run_is_compared_when_its_folder_and_its_data_lie_elsewhere(tmp_path: Path) -> None:
    file = regional_data().write(tmp_path / "data")
    assert called("run", str(file), "--quiet", "--out", "results/one")[0] == 0
    done = called("compare", str(file), "results/one", "--json")
    assert done[0] == 0
    assert json.loads(done[1].splitlines()[-1])["differences"] == {"results/one": []}
    Path("results/one").rename("two")
    shutil.rmtree(tmp_path / "data")
    code, output = called("compare", "two", "two", "--quiet", "--out", "far/page.html")
    assert (code, output) == (0, "far/page.html\n")
    summary = json.loads(Path("two/summary.json").read_text(encoding="utf-8"))
    Path("two/summary.json").write_text(json.dumps({**summary, "years": []}), encoding="utf-8")
    code, output = called("compare", "two", "two", "--quiet")
    assert code == 2 and "no folder" in output

"""A scenario to start from, at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from carbonsim.cli import app


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def called(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*words])
    return done.exit_code, done.output


def test_an_example_is_written_and_the_next_command_told() -> None:
    code, told = called("new", "--example", "tutorial")
    assert (code, told) == (0, "wrote tutorial/tutorial.yaml\nnext: carbonsim run tutorial/tutorial.yaml\n")
    assert called("check", "tutorial/tutorial.yaml")[0] == 0
    assert called("new", "elsewhere", "--example", "island")[0] == 0
    assert Path("elsewhere/island.yaml").is_file()


@pytest.mark.parametrize("words", [(), ("x", "--example", "tutorial", "--workbook")])
def test_what_does_not_fit_together_is_told(words: tuple[str, ...]) -> None:
    code, told = called("new", *words)
    assert code == 2 and "--example" in told
    assert not Path("x").exists()

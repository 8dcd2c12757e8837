"""One broken file per rule: each gives its line, at once, with file, line, path, found, expected."""

from __future__ import annotations

import json
import time
import tracemalloc
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.errors import Finding
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble

BROKEN = Path(__file__).parent / "broken"
EXPECTED: dict[str, str] = json.loads((BROKEN / "expected.json").read_text(encoding="utf-8"))
PARTS = {"circular_extends_back"}


def findings_of(path: Path) -> list[Finding]:
    scenario, findings = read_scenario(path)
    if scenario is None:
        return findings
    return assemble(scenario)[1]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_broken_file_gets_its_line(name: str) -> None:
    lines = [str(finding) for finding in findings_of(BROKEN / f"{name}.yaml")]
    assert any(EXPECTED[name] in line for line in lines), "\n".join(lines)


def test_every_broken_file_has_an_expected_line() -> None:
    assert {file.stem for file in BROKEN.glob("*.yaml")} - PARTS == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_command_line_exits_with_two_and_shows_no_traceback(name: str) -> None:
    done = CliRunner().invoke(app, ["check", str(BROKEN / f"{name}.yaml")])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert EXPECTED[name].split("; expected")[0] in done.output


def test_all_findings_come_at_once(tmp_path: Path) -> None:
    tutorial = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
    file = tmp_path / "many.yaml"
    file.write_text(
        f"extends: {tutorial}\nenergy:\n  plants:\n    coal-plant: {{capital_cost: -1, lifetme: 3, lifetime: 5 GW}}\n"
        "    wind: {availability: 130 %}\n",
        encoding="utf-8",
    )
    paths = {finding.path for finding in findings_of(file)}
    plants = "energy.plants."
    assert paths == {
        f"{plants}coal-plant.capital_cost", f"{plants}coal-plant.lifetme", f"{plants}coal-plant.lifetime",
        f"{plants}wind.availability",
    }  # fmt: skip


def refused_quickly(path: Path, words: str) -> None:
    tracemalloc.start()
    start = time.perf_counter()
    lines = [str(finding) for finding in findings_of(path)]
    seconds = time.perf_counter() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert any(words in line for line in lines), lines
    assert seconds < 5
    assert peak < 100e6


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as stream:
        stream.truncate(200_000_000)
    refused_quickly(file, "a file of 200 MB; expected at most 5 MB")


def test_a_file_just_too_large_is_not_told_to_be_within_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"#" * 5_000_100)
    refused_quickly(file, "a file of 5.0001 MB; expected at most 5 MB")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text("a: " + "[" * 100_000, encoding="utf-8")
    refused_quickly(file, "more than 40 levels")


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.yaml"
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    file.write_text("\n".join(lines), encoding="utf-8")
    refused_quickly(file, "an alias")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes(b"name: fine\nregion: Caf\xe9\n")
    refused_quickly(file, "latin.yaml:2: found byte 0xe9, which is not UTF-8; expected text in UTF-8")


def test_a_folder_is_not_a_scenario(tmp_path: Path) -> None:
    refused_quickly(tmp_path, "found a folder; expected a scenario file")


def test_an_earlier_result_stays_when_the_scenario_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "results" / "unknown_key"
    folder.mkdir(parents=True)
    (folder / "report.html").write_text("earlier", encoding="utf-8")
    done = CliRunner().invoke(app, ["run", str(BROKEN / "unknown_key.yaml")])
    assert done.exit_code == 2
    assert (folder / "report.html").read_text(encoding="utf-8") == "earlier"
    assert [entry.name for entry in (tmp_path / "results").iterdir()] == ["unknown_key"]

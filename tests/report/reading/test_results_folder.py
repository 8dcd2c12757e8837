"""A results folder that is damaged in any way ends in findings: no traceback, and no wrong number on a page."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import carbonsim
from carbonsim.errors import ScenarioError
from carbonsim.report.reading.results_folder import read_results_folder

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
NOT_AS_WRITTEN = "results.csv: found a table that was edited, cut short, or is of another run"


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("left") / "tutorial"
    carbonsim.run(TUTORIAL, out=folder)
    return folder


def damaged(left: Path, tmp_path: Path, name: str, change: Callable[[bytes], bytes]) -> str:
    """Return what is told of a folder in which one file was changed; the record of the run does not know the files."""
    folder = tmp_path / "run"
    shutil.copytree(left, folder)
    (folder / "run.json").unlink()
    (folder / name).write_bytes(change((folder / name).read_bytes()))
    with pytest.raises(ScenarioError) as refused:
        read_results_folder(folder)
    return str(refused.value)


def test_what_a_run_left_is_read(left: Path) -> None:
    content = read_results_folder(left)
    assert content.plan is not None
    assert content.series("Peaking Emissions")[2028] == pytest.approx(content.summary["peak"]["level_Mt"], rel=1e-6)


@pytest.mark.parametrize("name", ["summary.json", "results.csv", "scenario.resolved.yaml"])
@pytest.mark.parametrize("kind", ["missing", "empty", "half", "noise", "a folder"])
def test_a_file_that_is_no_longer_whole_is_named(left: Path, tmp_path: Path, name: str, kind: str) -> None:
    folder = tmp_path / "run"
    shutil.copytree(left, folder)
    file, content = folder / name, (left / name).read_bytes()
    file.unlink()
    if kind == "a folder":
        file.mkdir()
    elif kind != "missing":
        file.write_bytes({"empty": b"", "half": content[: len(content) // 2], "noise": b"\x00\xff\x81" * 99}[kind])
    with pytest.raises(ScenarioError) as refused:
        read_results_folder(folder)
    assert name in str(refused.value)


TABLES: dict[str, tuple[Callable[[str], bytes], str]] = {
    "semicolons": (lambda text: text.replace(",", ";").encode(), "results.csv:1: found columns parted by semicolons"),
    "tabs": (lambda text: text.replace(",", "\t").encode(), "results.csv:1: found columns parted by tabs"),
    "UTF-16": (lambda text: text.encode("utf-16"), "results.csv: found text in UTF-16"),
    "GBK": (lambda text: text.replace("town", "城镇").encode("gbk"), "results.csv: found text in GBK"),
    "thousands": (
        lambda text: text.replace(",2025,", ',2025,"2,0').replace("\n", '"\n').replace('value"', "value").encode(),
        "results.csv:2: value: found '2,0",
    ),
    "a word": (lambda text: text.replace(",2026,", ",2026,n/a #", 1).encode(), "results.csv:3: value: found 'n/a #"),
    "not finite": (lambda text: text.replace(",2026,", ",2026,1e999", 1).encode(), "value: found '1e999"),
    "a column less": (
        lambda text: text.replace("model,", "").encode(),
        "results.csv:1: found columns scenario, region",
    ),
    "rows cut": (lambda text: "".join(text.splitlines(True)[:3]).encode(), NOT_AS_WRITTEN),
    "a number cut": (lambda text: text.rstrip("\n")[:-1].encode(), "found an end in the middle of a row"),
    "a row twice": (lambda text: (text + text.splitlines(True)[1]).encode(), "a second time, first on line 2"),
    "a cell too large": (lambda text: (text + "x" * 200_000 + "\n").encode(), "text that is no table: field larger"),
    "a quotation mark": (lambda text: text.replace("carbonsim", '"carbonsim', 1).encode(), "text that is no table"),
    "another run": (lambda text: text.replace(",2028,4.", ",2028,5.").encode(), NOT_AS_WRITTEN),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_was_saved_by_another_hand_is_refused(left: Path, tmp_path: Path, name: str) -> None:
    change, told = TABLES[name]
    assert told in damaged(left, tmp_path, "results.csv", lambda content: change(content.decode()))


def test_a_blank_row_says_nothing(left: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(left, folder)
    (folder / "run.json").unlink()
    text = (folder / "results.csv").read_text(encoding="utf-8")
    (folder / "results.csv").write_text(text.replace("\n", "\n,,,,,,\n\n", 5), encoding="utf-8-sig")
    assert read_results_folder(folder).plan.table.equals(read_results_folder(left).plan.table)  # type: ignore[union-attr]


def test_a_pipe_for_a_record_is_let_be(left: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(left, folder)
    (folder / "run.json").unlink()
    os.mkfifo(folder / "run.json")
    assert read_results_folder(folder).plan is not None


def test_a_table_that_the_record_does_not_know_is_refused(left: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(left, folder)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    (folder / "run.json").write_text(json.dumps({**record, "outputs_sha256": {"results.csv": "0" * 64}}))
    with pytest.raises(ScenarioError, match="edited, cut short"):
        read_results_folder(folder)


SUMMARIES: dict[str, tuple[Any, str]] = {
    "total_cost": (5, "summary.json: total_cost: found 5; expected a mapping of keys"),
    "peak.level_Mt": ("high", "peak.level_Mt: found 'high'; expected a number"),
    "peak.year": (2028.5, "peak.year: found 2028.5; expected a whole number"),
    "emissions_Mt": ({"soon": 1.0}, "emissions_Mt.soon"),
    "emissions_Mt.2028": (None, "emissions_Mt.2028: found None; expected a number"),
    "targets": ([{"name": "x"}], "targets.0.label: found nothing"),
    "explanation": (["why"], "1 sentences of explanation, and 0 in Chinese; expected as many in both languages"),
    "status": ("fine", "status: found 'fine'"),
    "name": (["x"], "name: found ['x']; expected a text"),
    "binding": ("yes", "binding: found 'yes'; expected true or false"),
}


@pytest.mark.parametrize("path", SUMMARIES)
def test_a_summary_of_wrong_kinds_is_told_by_its_key(left: Path, tmp_path: Path, path: str) -> None:
    value, told = SUMMARIES[path]

    def change(content: bytes) -> bytes:
        summary = json.loads(content)
        *owners, last = path.split(".")
        place = summary
        for owner in owners:
            place = place[owner]
        place[last] = value
        return json.dumps(summary).encode()

    assert told in damaged(left, tmp_path, "summary.json", change)


@pytest.mark.parametrize("text", ["[]", "null", "NaN", "[" * 100_000, '{"a": ' + "9" * 5000 + "}", "﻿{}"])
def test_what_is_no_summary_is_told(left: Path, tmp_path: Path, text: str) -> None:
    assert "summary.json" in damaged(left, tmp_path, "summary.json", lambda _: text.encode())


def test_a_key_that_no_run_writes_is_let_pass(left: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(left, folder)
    text = (folder / "summary.json").read_text(encoding="utf-8")
    (folder / "summary.json").write_text(text.replace("{", '{"remark": "ours",', 1), encoding="utf-8")
    assert read_results_folder(folder).summary["remark"] == "ours"

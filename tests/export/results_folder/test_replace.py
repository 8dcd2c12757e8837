"""The folder a run leaves: whole or as it was, and never in place of something else."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carbonsim.errors import Finding, ScenarioError
from carbonsim.export.results_folder import carry, exchange, made_ready, make_ready, meanwhile_changed, replaced_folder
from tests.export.results_folder.folders import OURS, listed, names, with_others, written

OTHERS = {"note.txt": "mine", "link": "mine", "drafts/plan.docx": "mine too"}


@pytest.fixture(params=["in one step", "in moves"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in moves":
        monkeypatch.setattr(exchange, "_in_one_step", lambda *_: False)


@pytest.mark.usefixtures("_both_ways")
def test_the_new_folder_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    target = written(tmp_path / "results" / "one", "earlier")
    (target / "results.csv").unlink()
    with replaced_folder(target, {}) as fresh:
        (fresh / "summary.json").write_text("new", encoding="utf-8")
        assert listed(target) == {"summary.json": "earlier"}
    assert listed(target) == {"summary.json": "new"}
    assert names(target.parent) == ["one"]


@pytest.mark.usefixtures("_both_ways")
def test_what_others_put_beside_results_stays(tmp_path: Path) -> None:
    target = with_others(written(tmp_path / "one", "earlier"))
    make_ready(target)
    written(target, "new")
    assert listed(target) == dict.fromkeys(OURS, "new") | OTHERS
    assert (target / "link").readlink() == Path("note.txt")
    assert names(tmp_path) == ["one"]


def test_where_the_disk_knows_no_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = with_others(written(tmp_path / "one", "earlier"))

    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(carry.os, "link", refused)
    written(target, "new")
    assert listed(target) == dict.fromkeys(OURS, "new") | OTHERS
    assert names(tmp_path) == ["one"]


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, ValueError])
def test_an_interrupted_write_leaves_the_old_folder_whole(tmp_path: Path, stop: type[BaseException]) -> None:
    target = with_others(written(tmp_path / "one", "earlier"))
    with pytest.raises(stop), replaced_folder(target, {}) as fresh:
        (fresh / "summary.json").write_text("half", encoding="utf-8")
        raise stop
    assert listed(target) == dict.fromkeys(OURS, "earlier") | OTHERS
    assert names(tmp_path) == ["one"]


@pytest.mark.parametrize("place", [1, 2])
@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_between_two_moves_leaves_one_whole_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException], place: int
) -> None:
    target, moves, rename = written(tmp_path / "one", "earlier"), [0], Path.rename
    monkeypatch.setattr(exchange, "_in_one_step", lambda *_: False)

    def interrupted(self: Path, to: Path) -> Path:
        moves[0] += not str(to).endswith("one") or os.path.lexists(self.with_name("one")) is False
        if moves[0] == place:
            moves[0] = 9
            raise stop
        return rename(self, to)

    monkeypatch.setattr(exchange.Path, "rename", interrupted)
    with pytest.raises(stop), replaced_folder(target, {}) as fresh:
        (fresh / "summary.json").write_text("new", encoding="utf-8")
    assert listed(target) == dict.fromkeys(OURS, "earlier")
    assert names(tmp_path) == ["one"]


def test_a_file_of_ours_that_was_edited_stops_the_next_run_before_it_begins(tmp_path: Path) -> None:
    target = written(tmp_path / "one", "earlier")
    make_ready(target)
    (target / "summary.json").write_text("edited", encoding="utf-8")
    (target / "plan.docx").write_text("not from a run", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        make_ready(target)
    assert [Path(finding.file).name for finding in refused.value.findings] == ["plan.docx", "summary.json"]
    assert "found a file that was edited" in str(refused.value)
    for name in ("summary.json", "plan.docx"):
        (target / name).rename(target / f"my-{name}")
    make_ready(target)
    assert listed(written(target, "new"))["my-plan.docx"] == "not from a run"


def test_an_edited_record_is_an_edited_file(tmp_path: Path) -> None:
    target = written(tmp_path / "one", "earlier")
    record = (target / "run.json").read_text(encoding="utf-8")
    (target / "run.json").write_text(record.replace('"carbonsim": "earlier"', '"carbonsim": "mine"'), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"run\.json: found a file that was edited"):
        make_ready(target)
    (target / "run.json").write_text("not JSON", encoding="utf-8")
    with pytest.raises(ScenarioError, match="results without a list of what the run wrote"):
        make_ready(target)


def test_what_is_edited_while_a_run_solves_is_kept_under_another_name(tmp_path: Path) -> None:
    target = written(tmp_path / "one", "earlier")
    (target / "summary.json").write_text("edited", encoding="utf-8")
    (target / "summary-edited.json").write_text("of before", encoding="utf-8")
    assert "it is kept as summary-edited-2.json" in str(meanwhile_changed(target)[0])
    assert listed(written(target, "new")) == dict.fromkeys(OURS, "new") | {
        "summary-edited.json": "of before",
        "summary-edited-2.json": "edited",
    }


def test_what_arrives_while_folders_change_places_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, swap = written(tmp_path / "one", "earlier"), exchange._in_one_step

    def late(fresh: Path, place: Path) -> bool:
        (place / "late.txt").write_text("mine", encoding="utf-8")
        (place / "results.csv").write_text("edited", encoding="utf-8")
        return swap(fresh, place)

    monkeypatch.setattr(exchange, "_in_one_step", late)
    found = listed(written(target, "new"))
    assert found == dict.fromkeys(OURS, "new") | {"late.txt": "mine", "results-edited.csv": "edited"}
    assert names(tmp_path) == ["one"]


def test_what_is_wrong_with_the_scenario_is_told_at_once_with_the_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused, made_ready(tmp_path):
        raise ScenarioError([Finding("town.yaml", 3, "time", "nothing", "years")])
    assert [finding.file for finding in refused.value.findings] == [str(tmp_path), "town.yaml"]


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "one").symlink_to("there")
    for text in ("first", "second"):
        make_ready(tmp_path / "one")
        written(tmp_path / "one", text)
    assert (tmp_path / "one").is_symlink()
    assert listed(tmp_path / "there") == dict.fromkeys(OURS, "second")


def test_a_disk_that_refuses_is_told_in_words(tmp_path: Path) -> None:
    target = written(tmp_path / "one", "earlier")
    with pytest.raises(ScenarioError, match="no room left on the disk"), replaced_folder(target, {}) as fresh:
        (fresh / "summary.json").write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")
    assert listed(target) == dict.fromkeys(OURS, "earlier")
    assert names(tmp_path) == ["one"]


def test_a_writer_of_spreadsheets_that_names_what_the_disk_refused_is_told_too(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def half_written() -> Iterator[int]:
        try:
            yield 1
        finally:
            raise ValueError("not in an element")

    target = written(tmp_path / "one", "earlier")
    with pytest.raises(ScenarioError, match="no room left on the disk"), replaced_folder(target, {}):
        _write_half(half_written())
    with pytest.raises(ValueError, match="IO_"), replaced_folder(target, {}):
        raise ValueError("IO_ of another kind")
    gc.collect()
    assert capfd.readouterr().err == ""
    assert listed(target) == dict.fromkeys(OURS, "earlier")


def _write_half(rows: Iterator[int]) -> None:
    next(rows)
    raise RuntimeError("IO_ENOSPC")

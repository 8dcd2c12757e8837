"""Every place that cannot hold results is told in words, before anything is solved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from carbonsim.export.results_folder import findings_of_shared, findings_of_target
from carbonsim.export.results_folder import target as room
from tests.export.results_folder.folders import names, written


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def found(target: Path | str) -> str:
    findings = findings_of_target(Path(target))
    assert len(findings) <= 1
    return str(findings[0].found) if findings else ""


def test_a_new_an_empty_and_an_earlier_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    written(tmp_path / "earlier", "earlier")
    before = names(tmp_path)
    for name in ("new", "deep/er/new", "empty", "earlier"):
        assert findings_of_target(tmp_path / name) == []
    assert names(tmp_path) == before


def test_a_folder_of_other_things_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("mine", encoding="utf-8")
    assert found(tmp_path / "letters") == "a folder that holds other things"


def test_results_without_a_marker_may_hold_edits_and_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    for name in ("summary.json", "report.html", "run.json"):
        (tmp_path / "old" / name).write_text("{}", encoding="utf-8")
    assert found(tmp_path / "old").startswith("results without a list of what the run wrote")


def test_a_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("mine", encoding="utf-8")
    assert found(tmp_path / "one") == "a file"
    assert found(tmp_path / "one" / "deep" / "er") == "a file on the way there"
    assert found("/dev/null") == "a file"


def test_where_the_command_runs_nothing_is_replaced(tmp_path: Path) -> None:
    for name in (".", "..", "/", tmp_path, tmp_path / "work", tmp_path / "work" / ".." / "work"):
        assert found(name) == "the folder that this command runs in, or one above it"


def test_a_home_folder_is_never_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert found(tmp_path / "home") == "a home folder"


def test_a_volume_is_never_replaced() -> None:
    assert found("/proc") == "a disk or a volume of its own"


def test_links_are_followed_and_where_they_lead_nowhere_told(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "good").symlink_to(tmp_path / "there")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "circle").symlink_to("circle")
    assert found(tmp_path / "good") == ""
    for name in ("dangling", "dangling/below"):
        assert found(tmp_path / name) == "a link to nowhere, which is not there"
    assert found(tmp_path / "circle") == "a link that leads back to itself"


@pytest.mark.parametrize("name", ["x" * 250, "x" * 300, "城" * 90])
def test_a_name_too_long_is_told(tmp_path: Path, name: str) -> None:
    assert found(tmp_path / name) == "a name too long for this disk"
    assert found(tmp_path / name / "below") == ("" if len(name.encode()) < 256 else "a name too long for this disk")
    assert names(tmp_path) == ["work"]


def test_a_name_that_no_file_may_have_is_told(tmp_path: Path) -> None:
    assert found(tmp_path / "a\0b") == "a name with a character that no file may have"


@pytest.mark.parametrize(("number", "words"), [(13, "no right to write there"), (30, "a disk that can only be read"),
                                               (28, "no room left on the disk")])  # fmt: skip
def test_a_place_that_refuses_is_told_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(room.Path, "mkdir", refused)  # the user of a container may write everywhere
    assert found(tmp_path / "one") == words


def test_a_folder_without_the_right_to_write_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    monkeypatch.setattr(room.os, "access", lambda *_: False)
    assert found(tmp_path / "closed") == "no right to write there"


def test_every_reason_of_a_disk_is_told_in_chinese() -> None:
    assert [words for words in room._REASONS.values() if words.rendered("zh") == str(words)] == []


def test_scenarios_that_would_write_one_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "one")
    folders = {"a.yaml": "one", "b.yaml": "two", "c.yaml": "./one", "d.yaml": "Two", "e.yaml": "three/../link",
               "f.yaml": "two/below", "g.yaml": "three"}  # fmt: skip
    (tmp_path / "one").mkdir()
    findings = findings_of_shared({file: tmp_path / folder for file, folder in folders.items()})
    assert [finding.file for finding in findings] == ["c.yaml", "d.yaml", "e.yaml", "f.yaml"]
    assert str(findings[0].found) == f"the folder {tmp_path / 'one'}, which a.yaml writes too"

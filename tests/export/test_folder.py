"""The folder a run leaves: whole or as it was, and never in place of something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.errors import ScenarioError
from carbonsim.export import folder as room
from carbonsim.export.folder import findings_of_target, replaced_folder


def earlier(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text("earlier", encoding="utf-8")
    (folder / "results.csv").write_text("earlier", encoding="utf-8")
    return folder


def listed(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


def test_the_new_folder_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    target = earlier(tmp_path / "results" / "one")
    with replaced_folder(target) as fresh:
        (fresh / "summary.json").write_text("new", encoding="utf-8")
        assert listed(target)["summary.json"] == "earlier"
    assert listed(target) == {"summary.json": "new"}
    assert [entry.name for entry in target.parent.iterdir()] == ["one"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, OSError, ValueError])
def test_an_interrupted_write_leaves_the_old_folder_whole(tmp_path: Path, stop: type[BaseException]) -> None:
    target = earlier(tmp_path / "one")
    with pytest.raises(stop), replaced_folder(target) as fresh:
        (fresh / "summary.json").write_text("half", encoding="utf-8")
        raise stop
    assert listed(target) == {"summary.json": "earlier", "results.csv": "earlier"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["one"]


@pytest.mark.parametrize("place", [1, 2])
@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, OSError])
def test_an_interrupt_between_the_two_moves_leaves_one_whole_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException], place: int
) -> None:
    target, moves, rename = earlier(tmp_path / "one"), [0], Path.rename

    def interrupted(self: Path, to: Path) -> Path:
        moves[0] += 1
        if moves[0] == place:
            raise stop
        return rename(self, to)

    monkeypatch.setattr(room.Path, "rename", interrupted)
    with pytest.raises(stop), replaced_folder(target) as fresh:
        (fresh / "summary.json").write_text("new", encoding="utf-8")
    assert listed(target) == {"summary.json": "earlier", "results.csv": "earlier"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["one"]


def test_a_folder_of_other_things_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="a folder that holds other things"), replaced_folder(tmp_path):
        pass
    assert listed(tmp_path) == {"letter.txt": "mine"}


def test_a_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("mine", encoding="utf-8")
    assert "found a file; expected a new folder" in str(findings_of_target(tmp_path / "one")[0])
    assert "found a file" in str(findings_of_target(tmp_path / "one" / "deep" / "er")[0])


def test_a_new_an_empty_and_an_earlier_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    earlier(tmp_path / "earlier")
    for name in ("new", "deep/er/new", "empty", "earlier"):
        assert findings_of_target(tmp_path / name) == []


def test_a_place_without_the_right_to_write_is_told_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room.os, "access", lambda *_: False)  # the user of a container may write everywhere
    assert f"no right to write to {tmp_path}" in str(findings_of_target(tmp_path / "one")[0])

"""A page takes the place of a page of its own only, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.errors import ScenarioError
from carbonsim.export.results_folder import findings_of_page, page_file, replaced_page
from tests.export.results_folder.folders import names


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8").splitlines()[0]


def test_a_page_of_its_own_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "deep" / "er" / "compare.html"
    for text in ("<p>one\n", "<p>二\n"):
        assert findings_of_page(page) == []
        replaced_page(page, text)
        assert text_of(page) == text.strip()
    assert names(page.parent) == ["compare.html"]


def test_every_other_file_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "compare.html"
    replaced_page(page, "one")
    content = page.read_bytes()
    for other in (content.replace(b"one", b"two"), content + b"more", b"<p>mine", b"", content[:-9]):
        page.write_bytes(other)
        assert "no page of a comparison, or was edited" in str(findings_of_page(page)[0].found)
    (tmp_path / "folder").mkdir()
    assert str(findings_of_page(tmp_path / "folder")[0].found) == "a folder"
    assert str(findings_of_page(tmp_path)[0].found) == "a folder"
    assert str(findings_of_page(page / "below")[0].found) == "a file on the way there"
    assert str(findings_of_page(Path("/dev/null"))[0].found) == "something that is no file"
    (tmp_path / "dangling").symlink_to("nowhere")
    assert str(findings_of_page(tmp_path / "dangling")[0].found) == "a link to nowhere, which is not there"
    assert str(findings_of_page(tmp_path / ("x" * 255))[0].found) == "a name too long for this disk"


def test_a_link_to_a_page_stays_a_link(tmp_path: Path) -> None:
    replaced_page(tmp_path / "there.html", "one")
    (tmp_path / "here.html").symlink_to("there.html")
    assert findings_of_page(tmp_path / "here.html") == []
    replaced_page(tmp_path / "here.html", "two")
    assert (tmp_path / "here.html").is_symlink()
    assert text_of(tmp_path / "there.html") == "two"


def test_what_is_put_there_while_scenarios_are_solved_is_kept(tmp_path: Path) -> None:
    (tmp_path / "compare.html").write_text("mine", encoding="utf-8")
    replaced_page(tmp_path / "compare.html", "new")
    assert text_of(tmp_path / "compare.html") == "new"
    assert (tmp_path / "compare-edited.html").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_leaves_the_page_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced_page(tmp_path / "compare.html", "old")

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(page_file, "_marked", full)
    with pytest.raises(ScenarioError, match="no room left on the disk"):
        replaced_page(tmp_path / "compare.html", "new")
    assert text_of(tmp_path / "compare.html") == "old"
    assert names(tmp_path) == ["compare.html"]

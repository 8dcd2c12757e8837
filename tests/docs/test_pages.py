"""Every code block of the documentation runs, and what a page says is printed is printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from carbonsim.cli import app
from carbonsim.scenario.describing.json_schema import scenario_schema
from tests.docs.blocks import Block, Reader, blocks_of, read_page

jsonschema = pytest.importorskip("jsonschema")
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
CLUSTER = DOCS / "cluster.md"  # recipes of machines that are not here; of their commands the options are checked
GENERATED = ("reference/", "explanation/equations.md")
INSTALLING = (ROOT / "README.md").read_text(encoding="utf-8") + "pip install .\n"
COMMANDS: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
CHECKED = jsonschema.Draft7Validator(scenario_schema())


@pytest.mark.parametrize("path", sorted({*PAGES} - {CLUSTER}), ids=lambda path: path.relative_to(DOCS).as_posix())
def test_every_block_of_a_page_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "")
    read_page(path, INSTALLING)


def test_the_recipes_of_a_cluster_name_options_that_there_are() -> None:
    text = CLUSTER.read_text(encoding="utf-8").replace("\\\n", " ")
    typed = [line.split() for line in re.findall(r"^carbonsim .*$", text, re.MULTILINE)]
    assert typed
    for words in typed:
        known = {option for one in COMMANDS[words[1]].params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= known, words


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_what_a_page_writes_fits_the_schema(path: Path) -> None:
    """A file with a slip is there to show what is said of it."""
    for block in blocks_of(path.read_text(encoding="utf-8")):
        if block.language == "yaml" and "typo" not in block.file:
            written = _as_an_editor_sees(YAML(typ="safe").load(block.text))
            assert [error.message for error in CHECKED.iter_errors(written)] == [], block.text


def _as_an_editor_sees(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_an_editor_sees(child) for key, child in value.items()}
    return [_as_an_editor_sees(child) for child in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_every_link_leads_to_a_page(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+\.md)[^)]*\)", path.read_text(encoding="utf-8")):
        place = (path.parent / target).resolve().relative_to(DOCS).as_posix()
        assert (DOCS / place).is_file() or place.startswith(GENERATED), target


def test_every_page_is_in_the_navigation_once() -> None:
    config = YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    listed = list(_pages_in(config["nav"]))
    there = {path.relative_to(DOCS).as_posix() for path in PAGES}
    assert len(listed) == len(set(listed))
    assert there == {page for page in listed if not page.startswith(GENERATED)}


def _pages_in(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [page for part in parts for page in _pages_in(part)]


def test_no_page_asks_a_foreign_host_for_a_font() -> None:
    config = YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config["theme"]["font"] is False
    assert "extra_javascript" not in config and "extra_css" not in config


@pytest.mark.parametrize(
    "page",
    [
        "```sh\ncarbonsim check nowhere.yaml\n```\n",
        "```sh\nrm -rf results\n```\n",
        "```python\nassert 1 == 2\n```\n",
        "```sh\ncarbonsim new --example island\n```\n\n```text\nwrote something else\n```\n",
    ],
)
def test_what_does_not_hold_is_seen(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reader = Reader(INSTALLING)
    with pytest.raises(AssertionError):
        for block in blocks_of(page):
            reader.follow(block)


def test_blocks_are_found_with_their_language_and_file() -> None:
    found = list(blocks_of('# x\n\n```yaml title="a.yaml"\nname: x\n```\n\n```sh\nls\n```\n'))
    assert found == [Block("yaml", "a.yaml", "name: x\n", 3), Block("sh", "", "ls\n", 7)]

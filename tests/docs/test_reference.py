"""The generated reference: whole, and of the code as it is."""

from __future__ import annotations

import csv
import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

import carbonsim
from carbonsim.optimization.equations import EQUATIONS
from carbonsim.scenario.describing.keys import every_key

ROOT = Path(__file__).parents[2]
SMALL = [ROOT / "scenarios" / name for name in ("tutorial.yaml", "island.yaml", "accounting.yaml")]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        found: dict[str, str] = import_module("reference").pages(SMALL)
    finally:
        sys.path.remove(str(ROOT / "docs"))
    return found


def test_every_key_stands_on_a_page_with_its_sentence(pages: dict[str, str]) -> None:
    text = "\n".join(page for path, page in pages.items() if path.startswith("reference/keys"))
    for key in every_key():
        assert key.sentence.replace("|", "&#124;") in text, key.path
        assert key.path.replace("*", "&#42;") in text


def test_every_command_and_public_name_has_a_heading(pages: dict[str, str]) -> None:
    commands = pages["reference/commands.md"]
    for name in ("run", "check", "schema", "ensemble", "new", "equations"):
        assert f"## carbonsim {name}\n" in commands
    assert "--quiet" in commands and "--example" in commands
    assert all(f"## carbonsim.{name}\n" in pages["reference/python.md"] for name in carbonsim.__all__)


def test_every_equation_has_its_formula(pages: dict[str, str]) -> None:
    text = pages["explanation/equations.md"]
    assert all(f"## {one.name}\n" in text and one.formula in text for one in EQUATIONS.values())


def test_every_variable_of_the_results_is_listed_under_a_sentence(pages: dict[str, str]) -> None:
    text = pages["reference/variables.md"]
    table = carbonsim.run(SMALL[0], write_results=False).table
    assert all(f"<code>{name.replace('|', '&#124;')}</code>" in text for name in table["variable"].unique())
    heads = [part.split("\n\n")[1] for part in text.split("\n## ")[1:]]
    assert not [part for part in heads if part.startswith("| ")], "a kind of variable without a sentence"


def test_every_indicator_is_listed(pages: dict[str, str]) -> None:
    library = ROOT / "src" / "carbonsim" / "library" / "indicators.csv"
    with library.open(encoding="utf-8") as stream:
        names = [row["name"] for row in csv.DictReader(stream)]
    assert all(f"<code>{name}</code>" in pages["reference/indicators.md"] for name in names)


def test_no_table_is_broken_by_what_stands_in_it(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        lines = text.splitlines()
        for above, line in pairwise(lines):
            if above.startswith("| ") and line.startswith("| "):
                assert above.count(" | ") == line.count(" | "), f"{path}: {line}"

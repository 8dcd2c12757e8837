"""The code blocks of a page, and how each is run: commands in this process, Python in one room, YAML into files."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from typer.testing import CliRunner

from carbonsim.cli import app

FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"#\s*exit (\d+)")


class Block(NamedTuple):
    """A block of a page: its language, the file that it is, and the line at which it begins."""

    language: str
    file: str
    text: str
    line: int


def blocks_of(page: str) -> Iterator[Block]:
    """Yield the blocks of a page in order."""
    for found in FENCE.finditer(page):
        yield Block(found[1], found[2] or "", found[3], page.count("\n", 0, found.start()) + 1)


@dataclass
class Reader:
    """Somebody who reads a page from top to bottom and types what it says, in a folder of their own."""

    installing: str  # text that holds the lines by which it is installed, which are run elsewhere
    printed: str = ""
    names: dict[str, Any] = field(default_factory=dict)

    def follow(self, block: Block) -> None:
        """Do what a block says."""
        {"sh": self.type, "python": self.run, "yaml": self.write, "text": self.compare}[block.language](block)

    def type(self, block: Block) -> None:
        """Type commands."""
        self.printed = ""
        for line in block.text.splitlines():
            self._command(line)

    def _command(self, line: str) -> None:
        expected = int(found[1]) if (found := EXIT.search(line)) else 0
        words = shlex.split(line, comments=True)
        if words and words[0] != "carbonsim":
            assert line in self.installing, f"not run by a test: {line}"
            return
        done = CliRunner().invoke(app, words[1:])
        assert done.exit_code == expected, f"{line}: exit {done.exit_code}\n{done.output}"
        self.printed += done.output

    def run(self, block: Block) -> None:
        """Run Python, which knows what earlier blocks of the page made."""
        exec(compile(block.text, f"line {block.line}", "exec"), self.names)

    def write(self, block: Block) -> None:
        """Write the file that a block is; what is no file is a part of one, and parses."""
        assert isinstance(YAML(typ="safe").load(block.text), dict)
        if block.file:
            Path(block.file).write_text(block.text, encoding="utf-8")

    def compare(self, block: Block) -> None:
        """Hold what a page says is printed against what was."""
        printed = " ".join(self.printed.split())
        for line in block.text.splitlines():
            assert " ".join(line.split()) in printed, f"not printed: {line}\n{self.printed}"


def read_page(path: Path, installing: str) -> Reader:
    """Follow a page from top to bottom; a page in Chinese is read where the locale is."""
    os.environ["LC_ALL"] = "zh_CN.UTF-8" if path.parent.name == "zh" else "en_GB.UTF-8"
    reader = Reader(installing)
    for block in blocks_of(path.read_text(encoding="utf-8")):
        reader.follow(block)
    return reader

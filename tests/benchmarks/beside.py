"""Ours beside commit 50ceaf7 on the same scenarios: `python -m tests.benchmarks.beside [--cpu] [NAME …]`.

That commit is checked out in a temporary folder with an environment of its own, from its own pins, and solves its own
scenarios; ours solves those of `tests/benchmarks/before`, the same in today's schema. First rows, columns, non-zeros
and objective of each side are shown; with `--cpu` then processor seconds of whole runs, in turns, the least of five.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carbonsim.batch import scenarios_in

COMMIT = "50ceaf7"
ROOT = Path(__file__).parents[2]
BEFORE = Path(__file__).with_name("before")
FILES = scenarios_in([BEFORE, BEFORE / "changchun"])
NAMES = tuple(str(file.relative_to(BEFORE).with_suffix("")) for file in FILES)
TURNS = 5
COUNT = """
import json, sys
import carbonsim
done = carbonsim.run(sys.argv[1], write_results=False)
print(json.dumps({"lp": done.summary["lp"], "objective": done.objective, "peak": done.summary["peak"]}))
"""


@dataclass(frozen=True)
class Side:
    """One of the two: its interpreter, the folder of its scenarios and its own sources."""

    python: Path
    scenarios: Path
    source: Path

    def run(self, code: Sequence[str]) -> tuple[str, float]:
        """Run something with this side's carbonsim; return what it printed and its processor seconds."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = {**os.environ, "PYTHONPATH": str(self.source)}
        done = subprocess.run([str(self.python), *code], capture_output=True, text=True, check=True, env=told)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def answer(self, name: str) -> dict[str, Any]:
        """Solve a scenario and return the size of its programme, its objective and its peak."""
        text, _ = self.run(["-c", COUNT, str(self.scenarios / f"{name}.yaml")])
        return dict(json.loads(text.splitlines()[-1]))

    def seconds(self, name: str, out: Path) -> float:
        """Return the processor seconds of one whole run of the command line, all that it writes included."""
        file = str(self.scenarios / f"{name}.yaml")
        return self.run(["-m", "carbonsim", "run", file, "--out", str(out / "out"), "--quiet"])[1]


@contextmanager
def that_commit() -> Iterator[Side]:
    """Check that commit out beside an environment of its own."""
    with tempfile.TemporaryDirectory() as folder:
        tree, home = Path(folder) / "tree", Path(folder) / "environment"
        subprocess.run(["git", "worktree", "add", "-q", "--detach", str(tree), COMMIT], cwd=ROOT, check=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
            python = home / "bin" / "python"
            subprocess.run([str(python), "-m", "pip", "install", "-q", f"{tree}[test]"], check=True)
            yield Side(python, tree / "scenarios", tree / "src")
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)


def compare_answers(ours: Side, theirs: Side, names: Sequence[str]) -> None:
    """Print rows, columns, non-zeros and objective of both, and by how much the objectives differ."""
    for name in names:
        now, then = ours.answer(name), theirs.answer(name)
        sizes = "  ".join(f"{then['lp'].get(key)} → {now['lp'].get(key)}" for key in then["lp"])
        change = now["objective"] / then["objective"] - 1.0 if then["objective"] else 0.0
        tell(f"{name:32} {sizes}  {then['objective']!r} → {now['objective']!r} ({change:+.2e})")


def compare_seconds(ours: Side, theirs: Side, names: Sequence[str]) -> None:
    """Print the least processor seconds of both, taken in turns, and their ratio."""
    for name in names:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:  # no side replaces the other's
            sides = ((ours, Path(one)), (theirs, Path(two)))
            turns = [[side.seconds(name, folder) for side, folder in sides] for _ in range(TURNS)]
        now, then = (min(column) for column in zip(*turns, strict=True))
        tell(f"{name:32} {then:.2f} s → {now:.2f} s, {now / then:.3f}")


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(words: Sequence[str]) -> None:
    """Compare the named scenarios, or all."""
    names = [word for word in words if not word.startswith("--")] or list(NAMES)
    ours = Side(Path(sys.executable), BEFORE, ROOT / "src")
    with that_commit() as theirs:
        compare_answers(ours, theirs, names)
        if "--cpu" in words:
            compare_seconds(ours, theirs, names)


if __name__ == "__main__":
    main(sys.argv[1:])

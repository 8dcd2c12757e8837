"""Ours beside commit 50ceaf7 on the same scenarios: `python -m tests.benchmarks.beside [--cpu] [--in=FOLDER] [NAME …]`.

That commit is checked out with an environment of its own, from its own pins, and solves its own scenarios; ours solves
those of `tests/benchmarks/before`, the same in today's schema, without choice and with perfect foresight. First rows,
columns, non-zeros and objective of each side are shown, and which intended differences explain by how much they part:
the command ends with 1 where none does. With `--cpu` then processor seconds of whole runs, in turns, the least of five.
`--in` takes the checked out commit (`tree`) and its `environment` from a folder, and leaves them there for next time.
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
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from carbonsim.batch import scenarios_in

COMMIT = "50ceaf7"
ROOT = Path(__file__).parents[2]
BEFORE = Path(__file__).with_name("before")
FILES = scenarios_in([BEFORE, BEFORE / "changchun"])
NAMES = tuple(str(file.relative_to(BEFORE).with_suffix("")) for file in FILES)
TURNS = 5
EQUAL = 1e-9  # of an objective
COUNT = """
import json, sys
import carbonsim
done = carbonsim.run(sys.argv[1], write_results=False)
print(json.dumps({"lp": done.summary["lp"], "objective": done.objective, "peak": done.summary["peak"]}))
"""


class Difference(NamedTuple):
    """What was changed on purpose since, on which scenarios, and between which shares it moves their objective."""

    what: str
    scenarios: str
    least: float
    most: float


DIFFERENCES = (
    Difference("preferences among plans of equal cost stand in no cost any more", "tutorial", 0.0, 5e-5),
    Difference("preferences among plans of equal cost stand in no cost any more", "changchun/*", 0.0, 1.2e-5),
    Difference("growth limits begin from what stands", "changchun/*", -2.2e-5, 0.0),
)


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
def that_commit(kept: Path | None = None) -> Iterator[Side]:
    """Check that commit out beside an environment of its own, or take both from where they were kept."""
    with tempfile.TemporaryDirectory() as folder:
        tree, home = (kept or Path(folder)) / "tree", (kept or Path(folder)) / "environment"
        if tree.exists() and home.exists():
            yield Side(home / "bin" / "python", tree / "scenarios", tree / "src")
            return
        subprocess.run(["git", "worktree", "add", "-q", "--detach", str(tree), COMMIT], cwd=ROOT, check=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
            python = home / "bin" / "python"
            subprocess.run([str(python), "-m", "pip", "install", "-q", f"{tree}[test]"], check=True)
            yield Side(python, tree / "scenarios", tree / "src")
        finally:
            if kept is None:
                subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)


def compare_answers(ours: Side, theirs: Side, names: Sequence[str]) -> bool:
    """Print sizes and objective of both, and what explains where they part; say whether all is explained."""
    explained = True
    for name in names:
        now, then = ours.answer(name), theirs.answer(name)
        sizes = "  ".join(f"{then['lp'].get(key)} → {now['lp'].get(key)}" for key in then["lp"])
        change = now["objective"] / then["objective"] - 1.0 if then["objective"] else 0.0
        reasons = why(name, change) if now["lp"] == then["lp"] else None
        explained = explained and reasons is not None
        tell(f"{name:32} {sizes}  {then['objective']!r} → {now['objective']!r} ({change:+.2e})")
        tell(f"{'':32} {'not explained' if reasons is None else '; '.join(reasons) or 'equal'}")
    return explained


def why(name: str, change: float) -> list[str] | None:
    """Return the intended differences that move an objective by such a share: none where equal; None if they cannot."""
    known = [one for one in DIFFERENCES if fnmatchcase(name, one.scenarios)]
    if abs(change) <= EQUAL:
        return []
    within = sum(one.least for one in known) <= change <= sum(one.most for one in known)
    return [one.what for one in known] if within and known else None


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
    kept = next((Path(word.removeprefix("--in=")).resolve() for word in words if word.startswith("--in=")), None)
    with that_commit(kept) as theirs:
        explained = compare_answers(ours, theirs, names)
        if "--cpu" in words:
            compare_seconds(ours, theirs, names)
    if not explained:
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])

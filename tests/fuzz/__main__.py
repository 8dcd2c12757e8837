"""`python -m tests.fuzz --count 5000 --seed 1`: change small inputs in every way, and read them all.

No input may end in a traceback, in our own exit code 70 or not at all; each that does is kept with what was said.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from time import monotonic

from tests.fuzz.cases import make
from tests.fuzz.inputs import KINDS, write_inputs
from tests.fuzz.workers import Verdict, attempt, try_all


def main() -> int:
    """Try inputs and tell what became of them; return 1 where any was guilty."""
    asked = _asked()
    inputs = Path(tempfile.mkdtemp(prefix="fuzz-inputs-"))
    write_inputs(inputs)
    if asked.only is not None:
        return _again(asked.only, asked.seed, inputs)
    start, counts, guilty, slowest = monotonic(), Counter[tuple[str, int]](), 0, 0.0
    numbers = iter(range(asked.first, asked.first + asked.count))
    for verdict in try_all(numbers, asked.seed, inputs, asked.workers, asked.timeout):
        counts[verdict.kind, verdict.code] += 1
        slowest = max(slowest, verdict.seconds)
        if verdict.problem:
            guilty += 1
            _keep(verdict, asked.seed, inputs, asked.out)
        if sum(counts.values()) % 250 == 0:
            _say(f"{sum(counts.values())} tried, {guilty} guilty, {monotonic() - start:.0f} s")
    _tell(counts, guilty, monotonic() - start, slowest, asked.out)
    return 1 if guilty else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--only", type=int, help="try this input alone, here, and show its traceback")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds of work an input may take")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "carbonsim-fuzz")
    return parser.parse_args()


def _again(number: int, seed: int, inputs: Path) -> int:
    case = make(number, seed, inputs, inputs / f"input-{number}")
    _say(f"{case.kind} {case.file} ({case.what}): carbonsim {' '.join(case.words)}")
    code, problem = attempt(case)
    _say(f"{problem}exit code {code}")
    return 1 if problem else 0


def _keep(verdict: Verdict, seed: int, inputs: Path, out: Path) -> None:
    """Keep a guilty input, made again from its number, with what was said."""
    folder = out / f"{seed}-{verdict.number}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        case = make(verdict.number, seed, inputs, folder)
        told = f"{case.kind} {case.file} ({case.what})\ncarbonsim {' '.join(case.words)}\n\n{verdict.problem}\n"
        (folder / "what.txt").write_text(told, encoding="utf-8")
    _say(f"guilty: {folder}: {verdict.problem.strip().splitlines()[-1][:150]}")


def _tell(counts: Counter[tuple[str, int]], guilty: int, seconds: float, slowest: float, out: Path) -> None:
    codes = sorted({code for _, code in counts})
    _say("kind".ljust(12) + "".join(str(code).rjust(8) for code in codes))
    for kind in _present(counts):
        _say(kind.ljust(12) + "".join(str(counts[kind, code]).rjust(8) for code in codes))
    whole = sum(counts.values())
    _say(f"{whole} inputs in {seconds:.0f} s, {whole / seconds:.1f} a second; the slowest took {slowest:.1f} s")
    _say(f"{guilty} guilty{f', kept in {out}' if guilty else ''}")


def _present(counts: Iterable[tuple[str, int]]) -> list[str]:
    kinds = {kind for kind, _ in counts}
    return [kind for kind in (*KINDS, "?") if kind in kinds]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

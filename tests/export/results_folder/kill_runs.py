"""Kill processes that write results, at random times: `python -m tests.export.results_folder.kill_runs`.

Outside the gate and by a fixed seed: a hundred kills of a process that replaces a small folder again and again,
so that most hit the change of places, and twenty of one that writes a solved run's results.
After each, results are old or new whole with what others put beside them, and nothing is left after the next run.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import carbonsim
from carbonsim.export.results_folder import make_ready
from carbonsim.export.results_folder.manifest import belongings
from tests.export.results_folder.folders import OURS, listed, names, with_others, written

REPLACEMENTS, WRITES, SEED = 100, 20, 18
TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
OTHERS = {"note.txt": "mine", "link": "mine", "drafts/plan.docx": "mine too"}


def killed_after(seconds: float, work: Callable[[], None]) -> bool:
    """Do some work in a process of its own, and kill that after a while; say whether it was still at it."""
    ready, begun = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(begun, b"!")
        work()
        os._exit(0)
    os.read(ready, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(ready)
    os.close(begun)
    return code == -signal.SIGKILL


def kill_replacements(folder: Path, chance: random.Random) -> dict[str, int]:
    """Kill a process that replaces a small folder without end; results must say one number, whole."""
    target, told = with_others(written(folder / "one", "0")), {"kills": 0, "left over": 0, "bad": 0}

    def replace() -> None:
        start = int((target / OURS[0]).read_text(encoding="utf-8"))
        for number in count(start + 1):
            make_ready(target)
            written(target, str(number))

    for _ in range(REPLACEMENTS):
        told["kills"] += killed_after(chance.uniform(0.0, 0.1), replace)
        before = listed(target) if target.is_dir() else {}
        told["left over"] += names(folder) != ["one"]
        make_ready(target)
        whole = dict.fromkeys(OURS, before.get(OURS[0], "")) | OTHERS
        told["bad"] += before != whole or listed(target) != whole or names(folder) != ["one"]
    return told


def kill_writes(folder: Path, chance: random.Random) -> dict[str, int]:
    """Kill a process that writes a solved run; results must be as their record says, of the old or of the new one."""
    done, target = carbonsim.run(TUTORIAL, write_results=False), folder / "town"
    with_others(done.write(target))
    begun = time.monotonic()
    done.write(target)
    takes, told = time.monotonic() - begun, {"kills": 0, "left over": 0, "bad": 0}
    for _ in range(WRITES):
        told["kills"] += killed_after(chance.uniform(0.0, 1.2) * takes, lambda: done.write(target) and None)
        told["left over"] += names(folder) != ["town"]
        kept = belongings(target)
        make_ready(target)
        after = belongings(target)
        wrong = kept != after or after.changed or len(after.written) != 8
        told["bad"] += bool(wrong) or after.foreign != ("drafts", "link", "note.txt") or names(folder) != ["town"]
    return told


def main() -> int:
    """Kill, tell and return how many went wrong."""
    chance, bad = random.Random(SEED), 0
    for kill in (kill_replacements, kill_writes):
        with tempfile.TemporaryDirectory() as folder:
            told = kill(Path(folder), chance)
        bad += told["bad"]
        sys.stdout.write(f"{kill.__name__}: {told}\n")
    return bad


if __name__ == "__main__":
    sys.exit(main())

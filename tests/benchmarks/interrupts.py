"""How soon a run ends when it is interrupted: many runs of one scenario, each with a signal at a random moment.

Run it by itself: `python -m tests.benchmarks.interrupts --times 100`. Of five runs one is interrupted while it is
loaded and read, four while it solves. It prints what each took and fails where one was slow, ended otherwise than with
exit code 130, changed earlier results or left a folder behind.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from carbonsim import pipeline
from tests.benchmarks.long_solve import long_solve_data

SOON, MOST, SHARE = 1.0, 3.0, 0.95  # seconds in so many of all cases, and in any
START = 3.0  # seconds in which a run is loaded and read
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Ended:
    """One run that was interrupted: by what, when, how long it took to end, with which exit code, and what is wrong."""

    name: str
    after: float
    seconds: float
    code: int
    wrong: str


def interrupted(command: list[str], folder: Path, number: signal.Signals, after: float, stage: str = "") -> Ended:
    """Start a run in a folder, interrupt it some seconds after it began or came to a stage, and wait for its end."""
    before = listed(folder)
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while stage and (line := process.stderr.readline()) and stage not in line:
        pass
    time.sleep(after)
    if process.poll() is not None:
        return Ended(number.name, after, 0.0, process.returncode, "it had ended before")
    start = time.perf_counter()
    process.send_signal(number)
    _, error = process.communicate()
    seconds = time.perf_counter() - start
    wrong = []
    if process.returncode != 130:
        wrong.append(error[-300:])
    if "Traceback" in error:
        wrong.append("a traceback")
    if (now := listed(folder)) != before:
        wrong.append(f"changed: {sorted(set(now.items()) ^ set(before.items()))[:3]}")
    return Ended(number.name, after, seconds, process.returncode, "; ".join(wrong))


def listed(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every file below a folder with its time and size, and every folder by its name alone."""
    found = [Path(place) / name for place, folders, files in os.walk(folder) for name in (*folders, *files)]
    facts = ((file, file.stat()) for file in found)
    return {str(file): (0, 0) if file.is_dir() else (known.st_mtime_ns, known.st_size) for file, known in facts}


def moments(times: int, most: float, seed: int) -> Iterator[tuple[signal.Signals, float, str]]:
    """Yield signals in turn, each with a random moment after the start or after a stage begins."""
    draw = random.Random(seed)
    for place in range(times):
        number = SIGNALS[place % len(SIGNALS)]
        yield (number, draw.uniform(0.1, START), "") if place % 5 == 0 else (number, draw.uniform(0.0, most), "solve")


def main() -> None:
    """Measure, print and judge."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=100)
    asked.add_argument("--most", type=float, default=30.0, help="seconds of solving, at most")
    asked.add_argument("--seed", type=int, default=18)
    asked.add_argument("scenarios", nargs="*", help="to run; one of a minute or more if absent")
    given = asked.parse_args()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the runs shall hear it, also where this is started by nohup
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        scenarios = [str(Path(file).absolute()) for file in given.scenarios]
        if not scenarios:
            (folder / "data").mkdir()
            scenarios = [str(long_solve_data().write(folder / "data"))]
        earlier(folder / "results" / Path(scenarios[0]).stem)
        command = [sys.executable, "-m", "carbonsim", "run", *scenarios]
        ended = []
        for number, after, stage in moments(given.times, given.most, given.seed):
            one = interrupted(command, folder, number, after, stage)
            where = stage or "start"
            tell(f"{one.name:8} {one.after:5.2f} s after {where}: {one.seconds:5.2f} s, exit {one.code} {one.wrong}")
            ended.append(one)
    judge(ended)


def earlier(folder: Path) -> None:
    """Leave results where those of the scenario will be."""
    tutorial = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
    pipeline.run(tutorial, out=folder)


def tell(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201


def judge(ended: list[Ended]) -> None:
    """Print the distribution and fail where a run was slow or went wrong."""
    seconds = sorted(one.seconds for one in ended)
    soon = sum(one <= SOON for one in seconds) / len(seconds)
    at = {share: seconds[min(int(share * len(seconds)), len(seconds) - 1)] for share in (0.5, 0.9, 0.95, 0.99)}
    told = ", ".join(f"{share:.0%} within {value:.2f} s" for share, value in at.items())
    wrong = [one for one in ended if one.wrong]
    tell(f"{len(seconds)} runs: {told}, the slowest {seconds[-1]:.2f} s")
    tell(f"{soon:.0%} within {SOON:g} s; {len(wrong)} wrong")
    if soon < SHARE or seconds[-1] > MOST or wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()

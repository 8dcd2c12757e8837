"""Solve draws of shipped scenarios and tell which have no plan: `python -m tests.benchmarks.draws --draws 200`.

A row a draw is appended to the file as soon as it is known, so that it can be stopped and goes on where it was.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from pathlib import Path

from carbonsim.analysis.security.last_resort import last_resort_records
from carbonsim.clock import Clock
from carbonsim.errors import CarbonsimError
from carbonsim.memory import Memory
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.pipeline import assembled, read_checked
from carbonsim.scenario.reading.change import change
from carbonsim.scenario.scenario import Scenario
from tests.benchmarks.draws.drawing import drawn

CITY = Path(__file__).parents[3] / "scenarios" / "changchun"
SCENARIOS = ("baseline", "peak-2030", "all-campaigns")
COLUMNS = ("scenario", "draw", "status", "peak_year", "peak_Mt", "last_resort_PJ", "cpu_s", "why")


def main() -> None:
    """Solve what is not known yet, and tell how many have no plan."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--out", type=Path, default=Path("draws.csv"))
    parser.add_argument("--scenarios", nargs="*", default=list(SCENARIOS))
    asked = parser.parse_args()
    known = known_draws(asked.out)
    scenarios = {name: read_checked(CITY / f"{name}.yaml") for name in asked.scenarios}
    memories = {name: Memory() for name in scenarios}
    for number in range(asked.draws):
        for name, scenario in scenarios.items():
            if (name, number) not in known:
                append(asked.out, solved(scenario, name, number, memories[name]))
    counts = Counter((row["scenario"], row["status"]) for row in read(asked.out))
    sys.stdout.write("\n".join(f"{name}: {count} {status}" for (name, status), count in sorted(counts.items())) + "\n")


def read(file: Path) -> list[dict[str, str]]:
    """Return the rows that are known."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def known_draws(file: Path) -> set[tuple[str, int]]:
    """Return which draws of which scenarios are known."""
    return {(row["scenario"], int(row["draw"])) for row in read(file)}


def append(file: Path, row: dict[str, object]) -> None:
    """Write a row behind those that are known."""
    begun = file.exists()
    with file.open("a", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS)
        if not begun:
            writer.writeheader()
        writer.writerow(row)


def solved(scenario: Scenario, name: str, number: int, memory: Memory) -> dict[str, object]:
    """Solve a draw of a scenario, by itself: its past is its own, which a draw does not touch."""
    before, row = time.process_time(), {"scenario": name, "draw": number}
    try:
        system = assembled(change(scenario, drawn(scenario, number)), Clock(), memory)
        optimization = Optimization(system, memory=memory)
        plan = twin = optimization.solve_twin()
        if twin.status == "optimal" and system.peaking:
            plan = optimization.solve_plan(twin)
    except CarbonsimError as error:
        return {**row, "status": type(error).__name__, "why": str(error)[:300], "cpu_s": time.process_time() - before}
    row |= {"status": str(plan.status), "cpu_s": round(time.process_time() - before, 1)}
    if plan.status != "optimal":
        return {**row, "why": " ".join(str(one) for one in plan.explanation)[:300]}
    emitted = plan.judged_emissions
    year = max(emitted, key=lambda one: emitted[one])
    used = sum(sum(one["amount_PJ"].values()) for one in last_resort_records(system, plan))  # type: ignore[attr-defined]
    return {**row, "peak_year": year, "peak_Mt": round(emitted[year], 2), "last_resort_PJ": round(used, 3)}


if __name__ == "__main__":
    main()

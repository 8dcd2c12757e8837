"""The audit's experiments with ours, and with commit 50ceaf7 before it: `python -m tests.benchmarks.audit [--before]`.

Each side solves its own city: ours that of `scenarios/`, that commit the one it came with. The tables tell the peak,
emissions of some years and from the plan on, those that pay a carbon price, cost in its parts, and the share of
new-energy cars in sales of 2030; then what a price of equal steps does, and the range of those sales. `--only WORD`
runs experiments whose name has the word.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.benchmarks.audit.experiments import BY_LIMITS, FROZEN, SINGLE, SWEEP, Experiment, car_buyers
from tests.benchmarks.beside import ROOT, Side, tell, that_commit

SCRIPT = Path(__file__).with_name("side.py")
BASELINE = "changchun/baseline.yaml"
NAMED = 6  # technologies whose emissions move most in the largest step
TOLERANCE = 1e-4  # Mt, of a sum of decades
HEADS = (
    "peak", "2030 Mt", "2035 Mt", "2060 Mt", "2026-60 Mt", "that pay, Mt", "resource and transfers",
    "of it paid for CO2", "financing", "taste", "surplus", "new-energy cars 2030", "CPU s",
)  # fmt: skip

Answer = dict[str, Any]


def answers(side: Side, experiments: Sequence[Experiment]) -> dict[str, Answer]:
    """Run experiments on one side; return what each found, by name."""
    command = [str(side.python), str(SCRIPT), str(side.scenarios / BASELINE)]
    done = subprocess.run(
        command, input=json.dumps(experiments), capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(side.source)},
    )  # fmt: skip
    return named(done.stdout)


def named(lines: str) -> dict[str, Answer]:
    """Return the answers that a side printed, by name."""
    return {answer["name"]: answer for answer in map(json.loads, lines.splitlines())}


def table(found: dict[str, Answer]) -> Iterator[str]:
    """Yield the rows of a table of experiments."""
    yield "| experiment | " + " | ".join(HEADS) + " |"
    yield "|---" * (len(HEADS) + 1) + "|"
    for name, answer in found.items():
        if "status" in answer:
            yield f"| {name} | " + " | ".join(_cells(answer)) + " |"


def _cells(answer: Answer) -> list[str]:
    if answer["status"] != "optimal":
        return [f"{answer['status']}: {answer.get('why')}", *[""] * (len(HEADS) - 1)]
    parts, years = answer["parts"] or {}, answer["by_year"]
    felt = [f"{parts[key]:,.0f}" if key in parts else "–" for key in ("financing", "taste", "surplus")]
    sold = answer["new_energy_2030"]
    return [
        f"{answer['peak'][0]}, {answer['peak'][1]:.2f}", *(f"{years[year]:.2f}" for year in ("2030", "2035", "2060")),
        f"{answer['sum']:.1f}", f"{answer['covered']:.1f}", f"{answer['total_cost']:,.0f}",
        f"{answer['components'].get('carbon_price', 0.0):,.0f}", *felt,
        "–" if sold is None else f"{100 * sold:.1f} %", f"{answer['cpu']:.1f}",
    ]  # fmt: skip


def price_steps(found: dict[str, Answer]) -> Iterator[str]:
    """Yield how emissions that pay fall along equal steps of price, whether they ever rise, and what switches most."""
    swept = [found[name] for name, _ in SWEEP if found.get(name, {}).get("status") == "optimal"]
    if len(swept) < 2:
        return
    for key, words in (("covered", "emissions that pay"), ("sum", "all emissions")):
        steps = [later[key] - earlier[key] for earlier, later in pairwise(swept)]
        risen = [later["name"] for (_, later), step in zip(pairwise(swept), steps, strict=True) if step > TOLERANCE]
        told = ", ".join(f"{step:+.2f}" for step in steps)
        yield f"{words}, 2026-60, Mt by step: {told}; " + (f"rising at {', '.join(risen)}" if risen else "never rising")
    earlier, later = min(pairwise(swept), key=lambda pair: pair[1]["covered"] - pair[0]["covered"])
    yield f"largest step: {earlier['name']} to {later['name']}, {later['covered'] - earlier['covered']:+.2f} Mt"
    names = earlier["added"].keys() | later["added"].keys()
    moved = {name: later["added"].get(name, 0.0) - earlier["added"].get(name, 0.0) for name in names}
    most = sorted(moved, key=lambda name: -abs(moved[name]))[:NAMED]
    yield "  what switches: " + ", ".join(f"{name} {moved[name]:+.2f} Mt" for name in most)


def sales(found: dict[str, Answer]) -> Iterator[str]:
    """Yield the range of new-energy cars in sales of 2030 over how buyers differ and how tastes drift."""
    shares = {name: found[name].get("new_energy_2030") for name, _ in car_buyers() if name in found}
    known = {name: share for name, share in shares.items() if share is not None}
    if known:
        low, high = (choose(known, key=lambda name: known[name]) for choose in (min, max))
        yield f"new-energy cars, 2030: {100 * known[low]:.1f} % ({low}) to {100 * known[high]:.1f} % ({high})"


def show(title: str, found: dict[str, Answer]) -> None:
    """Print what one side found."""
    for line in (f"## {title}", *table(found), *price_steps(found), *sales(found)):
        tell(line)


def main(words: Sequence[str]) -> None:
    """Run the experiments, all or those that are named."""
    only = words[words.index("--only") + 1] if "--only" in words else ""

    def wanted(*groups: Sequence[Experiment]) -> list[Experiment]:
        return [one for group in groups for one in group if only in one[0]]

    ours = Side(Path(sys.executable), ROOT / "scenarios", ROOT / "src")
    if "--before" in words:
        with that_commit() as theirs:
            show("before", answers(theirs, wanted(SINGLE, BY_LIMITS, SWEEP)))
    show("now", answers(ours, wanted(SINGLE, FROZEN, SWEEP, car_buyers())))


if __name__ == "__main__":
    main(sys.argv[1:])

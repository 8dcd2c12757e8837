"""The solver has nothing to say of the shipped scenarios: no number is far too small or far too large for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import carbonsim
from tests.shipped.solved import CITY, logged

TOWNS = (CITY.parent / "tutorial.yaml", CITY.parent / "island.yaml")
BEFORE = Path(__file__).parents[1] / "benchmarks" / "before" / "changchun" / "baseline.yaml"


def ranges(log: str, name: str) -> tuple[float, float]:
    """Return the range of coefficients that the solver told last, with one digit."""
    low, high = re.findall(rf"{name} +\[([^,]+), ([^\]]+)\]", log)[-1]
    return float(low), float(high)


def check(log: str, told: dict[str, list[float]]) -> None:
    assert "Coefficient ranges:" in log
    assert not [line for line in log.splitlines() if "WARNING" in line.upper() or "excessive" in line]
    for name, key in (("Matrix", "matrix"), ("RHS", "rhs")):  # costs last stand with the price that breaks ties
        assert told[key] == pytest.approx(ranges(log, name), rel=0.5), name


@pytest.mark.parametrize("file", [*TOWNS, BEFORE], ids=lambda file: file.stem)
def test_the_solver_warns_of_nothing(file: Path) -> None:
    """The city is the one of before: in windows, what is bought in pieces leaves small right sides, and it says so."""
    with logged() as log:
        run = carbonsim.run(file, write_results=False)
        check(Path(log).read_text(encoding="utf-8"), run.summary["coefficient_ranges"])

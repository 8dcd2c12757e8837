"""The solver has nothing to say of the shipped scenarios: no number is far too small or far too large for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import carbonsim
from tests.shipped.solved import CITY, NAMES, logged, solved

TOWNS = ("tutorial", "island")


def ranges(log: str, name: str) -> tuple[float, float]:
    """Return the range of coefficients that the solver told last, with one digit."""
    low, high = re.findall(rf"{name} +\[([^,]+), ([^\]]+)\]", log)[-1]
    return float(low), float(high)


def check(log: str, told: dict[str, list[float]]) -> None:
    assert "Coefficient ranges:" in log
    assert not [line for line in log.splitlines() if "WARNING" in line.upper() or "excessive" in line]
    for name, key in (("Matrix", "matrix"), ("RHS", "rhs")):  # costs last stand with the price that breaks ties
        assert told[key] == pytest.approx(ranges(log, name), rel=0.5), name


@pytest.mark.parametrize("name", NAMES)
def test_the_solver_warns_of_nothing_in_the_city(name: str) -> None:
    done = solved(name)
    check(done.log, done.summary["coefficient_ranges"])


@pytest.mark.parametrize("name", TOWNS)
def test_the_solver_warns_of_nothing_in_a_town(name: str) -> None:
    with logged() as file:
        run = carbonsim.run(CITY.parent / f"{name}.yaml", write_results=False)
        check(Path(file).read_text(encoding="utf-8"), run.summary["coefficient_ranges"])

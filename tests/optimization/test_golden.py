"""Each equation has a small golden LP: a few of its rows, read and found right.

Renew them with `python -m tests.optimization.golden_rows`, then read what changed.
"""

from __future__ import annotations

import pytest

from carbonsim.optimization.equations import EQUATIONS
from tests.optimization.golden_rows import GOLDEN, golden_texts


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return golden_texts()


@pytest.mark.parametrize("name", sorted(EQUATIONS))
def test_an_equation_builds_its_golden_rows(name: str, texts: dict[str, str]) -> None:
    assert texts[name] == (GOLDEN / f"{name}.lp").read_text(encoding="utf-8")


def test_there_is_no_golden_file_of_an_equation_that_is_gone() -> None:
    assert {file.stem for file in GOLDEN.glob("*.lp")} == set(EQUATIONS)

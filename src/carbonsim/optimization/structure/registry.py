"""The registry of equations: each is a function whose docstring is its document."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Rule = Callable[..., Any]


@contextmanager
def uncollected(*, kept: bool = False) -> Iterator[None]:
    """Let no garbage be collected meanwhile: a model is millions of small objects, none of which is garbage.

    What is to be kept for long is then old at once, so that the next collection of young objects need not walk it.
    Not for what is made again and again: it would put off the collection of old garbage each time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if kept and not gc.get_freeze_count():  # somebody's frozen objects stay frozen
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@dataclass(frozen=True)
class Equation:
    """One family of constraints: `rule(model, *index)` builds the row of one index.

    `together` names the last part of the index where the rule takes the rest and builds the rows of all at once.
    """

    name: str
    index: tuple[str, ...]
    unit: str
    rule: Rule
    together: str = ""

    @property
    def sentence(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.rule) or "").splitlines()[0]

    @property
    def formula(self) -> str:
        """The LaTeX formula of the docstring."""
        text = inspect.getdoc(self.rule) or ""
        return " ".join(text.split(".. math::")[1].split()) if ".. math::" in text else ""


EQUATIONS: dict[str, Equation] = {}


def equation(*, index: str, unit: str, together: str = "") -> Callable[[Rule], Rule]:
    """Register a function as an equation; its rows are those listed under its name in `Coefficients.rows`."""

    def register(rule: Rule) -> Rule:
        EQUATIONS[rule.__name__] = Equation(rule.__name__, tuple(index.split()), unit, rule, together)
        return rule

    return register

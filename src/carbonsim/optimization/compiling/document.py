"""Print the equations: text that is generated from the functions that build them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from carbonsim.errors import Finding, ScenarioError
from carbonsim.optimization.equations import EQUATIONS
from carbonsim.optimization.structure.registry import Equation
from carbonsim.optimization.structure.symbols import SYMBOLS, used_by


def document(name: str | None = None) -> str:
    """Return one equation or all of them as text; raises ScenarioError with the nearest name if unknown."""
    if name is None:
        return "\n\n".join(_entry(equation) for equation in EQUATIONS.values())
    if name not in EQUATIONS:
        near = difflib.get_close_matches(name, EQUATIONS, n=1)
        advice = f"did you mean {near[0]}?" if near else "run `carbonsim equations` for all of them"
        raise ScenarioError([Finding("equations", 0, "", name, "the name of an equation", advice)])
    return _entry(EQUATIONS[name])


def _entry(equation: Equation) -> str:
    return "\n".join(_lines(equation))


def _lines(equation: Equation) -> Iterator[str]:
    yield equation.name
    yield f"  {equation.sentence}"
    yield f"  {equation.formula}"
    yield f"  index: {', '.join(equation.index)}; unit: {equation.unit}"
    for name in used_by(equation.rule):
        symbol = SYMBOLS[name]
        yield f"  {symbol.latex}: {symbol.meaning}, {symbol.unit} ({name})"

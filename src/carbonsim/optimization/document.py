"""Print the equations: text that is generated from the functions that build them."""

from __future__ import annotations

import difflib

import carbonsim.optimization.equations as _equations  # noqa: F401  registers every equation
from carbonsim.errors import Finding, ScenarioError
from carbonsim.optimization.registry import EQUATIONS, Equation


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
    lines = [equation.name, f"  {equation.sentence}", f"  {equation.formula}"]
    lines.append(f"  index: {', '.join(equation.index)}; unit: {equation.unit}")
    return "\n".join(lines)

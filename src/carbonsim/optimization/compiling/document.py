"""Print the equations: text that is generated from the functions that build them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from carbonsim.errors import Finding, ScenarioError
from carbonsim.messages.message import message
from carbonsim.optimization.equations import EQUATIONS, symbols
from carbonsim.optimization.structure.registry import Equation
from carbonsim.optimization.structure.symbols import names_in


def document(name: str | None = None) -> str:
    """Return one equation or all of them as text; raises ScenarioError with the nearest name if unknown."""
    return "\n\n".join("\n".join(_lines(equation)) for equation in _named(name))


def equations_as_plain(name: str | None = None) -> list[dict[str, object]]:
    """Return one equation or all of them as plain values; raises ScenarioError with the nearest name if unknown."""
    known = symbols()
    return [
        {
            "name": one.name, "sentence": one.sentence, "formula": one.formula, "index": list(one.index),
            "unit": one.unit,
            "symbols": {
                used: {"symbol": known[used].latex, "meaning": known[used].meaning, "unit": known[used].unit}
                for used in used_by(one)
            },
        }
        for one in _named(name)
    ]  # fmt: skip


def _named(name: str | None) -> list[Equation]:
    """Return the equation of a name, or all; raises ScenarioError with the nearest name if unknown."""
    if name is None:
        return list(EQUATIONS.values())
    if name not in EQUATIONS:
        near = difflib.get_close_matches(name, EQUATIONS, n=1)
        advice = (
            message("did you mean {name}?", name=near[0])
            if near
            else message("run `carbonsim equations` for all of them")
        )
        raise ScenarioError([Finding("equations", 0, "", name, message("the name of an equation"), advice)])
    return [EQUATIONS[name]]


def _lines(equation: Equation) -> Iterator[str]:
    yield equation.name
    yield f"  {equation.sentence}"
    yield f"  {equation.formula}"
    yield f"  index: {', '.join(equation.index)}; unit: {equation.unit}"
    known = symbols()
    for name in used_by(equation):
        yield f"  {known[name].latex}: {known[name].meaning}, {known[name].unit} ({name})"


def used_by(equation: Equation) -> tuple[str, ...]:
    """Return the columns and tables that the code of an equation reads, or that bound the column it defines."""
    known = symbols()
    found = names_in(equation.rule, known, equation.by_name) | equation.tables.keys()
    return tuple(name for name in known if name in found)

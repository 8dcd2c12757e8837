"""What the symbols of the equations stand for, with their units: the columns here, tables beside their equations.

Which of them an equation uses is read from its code, so that the list printed beside a formula cannot go stale.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from types import FunctionType


@dataclass(frozen=True)
class Symbol:
    """A symbol as it stands in formulas, its unit, and what it means in a phrase."""

    latex: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class ColumnFamily(Symbol):
    """A family of columns: `free` of sign or never below zero, perhaps in `whole` numbers.

    `keyed_as` names the family that has the same keys, where it has none of its own. `year` is the place of the model
    year in a key, None where a column is of all years; one that `opens` a year with the index 0 is what the year before
    it left.
    """

    free: bool = False
    whole: bool = False
    keyed_as: str = ""
    year: int | None = 2
    opens: bool = False


COLUMNS: dict[str, ColumnFamily] = {  # in the order in which they stand in a programme
    "activity": ColumnFamily(
        r"x_{rtmyl}", "activity unit", "activity of a technology in a mode and time slice", year=3
    ),
    "new_capacity": ColumnFamily(r"n_{rty}", "capacity unit", "capacity built over the span of a model year"),
    "capacity": ColumnFamily(r"K_{rty}", "capacity unit", "capacity that stands in a year"),
    "yearly_activity": ColumnFamily(r"A_{rty}", "activity unit", "activity over the year, all modes and time slices"),
    "storage_level": ColumnFamily(r"L_{yl}", "PJ", "level of a storage after a day-part of a season's first day"),
    "season_level": ColumnFamily(r"S_{ys}", "PJ", "level of a seasonal storage at the start of a season"),
    "shaped_use": ColumnFamily(
        r"u_{rcsy}", "commodity unit", "net output of all technologies that share a load shape", free=True, year=3
    ),
    "inside_emissions": ColumnFamily(
        r"E^{in}_{gy}, E_y", "Mt", "emissions inside the boundary, with counted imports E_y", free=True, year=1
    ),
    "net_import": ColumnFamily(r"N_{cy}", "PJ", "net import over the year", free=True, year=1),
    "imported": ColumnFamily(r"I_{cy}", "PJ", "imports that count, never below zero", keyed_as="net_import", year=1),
    "peak_level": ColumnFamily(r"\hat{P}", "Mt", "level that no year of the plan exceeds", year=None),
    "units": ColumnFamily(r"u_{rty}", "1", "number of whole units built", whole=True),
    "trade": ColumnFamily(r"z_{rpcyl}", "commodity unit", "flow from a region to its partner", free=True, year=3),
    "emissions": ColumnFamily(r"E_{rey}", "emission unit", "emissions of a region in a year", free=True),
    "reservoir_capacity": ColumnFamily(r"C_{rsy}", "reservoir unit", "capacity of a reservoir"),
    "reservoir_new_capacity": ColumnFamily(r"n_{rsv}", "reservoir unit", "capacity of a reservoir built in a year"),
    "reservoir_level": ColumnFamily(
        r"L_{rsyq}, X_{rsyqdhk}", "reservoir unit", "level at the start of a season", opens=True
    ),
    "reservoir_day_start": ColumnFamily(
        r"S_{d}, X_{rsyqdhk}", "reservoir unit", "level at the start of a type's first day"
    ),
    "reservoir_day_finish": ColumnFamily(
        r"F_{d}, X_{rsyqdhk}", "reservoir unit", "level at the end of a type's last day"
    ),
    "reservoir_part": ColumnFamily(r"W_{h}, X_{rsyqdhk}", "reservoir unit", "level after a part of a type's first day"),
    "reservoir_day_end": ColumnFamily(
        r"W_{d,H}, X_{rsyqdhk}", "reservoir unit", "level after the last part of a first day", free=True
    ),
    "choice_piece": ColumnFamily(r"z_{rtvk}", "service unit", "service committed by a purchase, in pieces of a share"),
    "demand_change": ColumnFamily(
        r"y_{rcyk}", "commodity unit", "what less or more is demanded than was asked for, in pieces of its price"
    ),
}


def names_in(function: Callable[..., object], known: Container[str], by_name: Sequence[str] = ()) -> set[str]:
    """Return which of the known symbols the code of an equation reads of its model, helper functions included.

    Where it asks the model for a family by a name in the data, it reads those that are given `by_name`.
    """
    return set(_names(function, known, by_name, frozenset()))


def _names(
    function: Callable[..., object], known: Container[str], by_name: Sequence[str], seen: frozenset[str]
) -> Iterator[str]:  # fmt: skip
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in known and _is_model(node.value):
            yield node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called = function.__globals__.get(node.func.id)
            if node.func.id == "getattr" and _is_model(node.args[0]):
                yield from by_name
            elif (
                isinstance(called, FunctionType)
                and called.__module__ == function.__module__
                and called.__name__ not in seen
            ):
                yield from _names(called, known, by_name, seen | {called.__name__})


def _is_model(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "m"

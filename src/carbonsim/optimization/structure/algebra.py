"""The algebra that the equations are written in when they become arrays: linear terms packed in whole numbers.

A coefficient is ± one cell of a table. A term, which is such a coefficient times a column, is one whole number: the
place of the cell in its upper half, that of the column in its lower half, its sign the coefficient's. Hundreds of
thousands of them become an array at once, without an object each. The lowest byte of a term is one: what was added or
multiplied otherwise shows there, and is refused.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from carbonsim.system.tables import Key

CELL, COLUMN = 32, 8  # the bit where each place begins
MASK = (1 << CELL) - 1


def _refuse(one: object, other: object) -> NoReturn:
    raise TypeError(f"a term is ± one cell times one column, not {one!r} with {other!r}")


class Column(int):
    """A column, which is also the term of it alone, with the cell at place zero, one."""

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = _refuse


class Cell(int):
    """A cell of a table; negative where its sign is turned."""

    __add__ = __radd__ = __sub__ = __rsub__ = _refuse

    def __mul__(self, column: int) -> int:
        """Return the term of this cell and a column."""
        if column.__class__ is not Column:
            _refuse(self, column)
        return self | column if self >= 0 else -(int.__neg__(self) | column)

    def __neg__(self) -> Cell:
        """Return the cell with its sign turned."""
        return Cell(int.__neg__(self))


class Each:
    """Cells, or terms, of many rows, one a row."""

    __slots__ = ("are_cells", "codes")

    def __init__(self, codes: NDArray[np.int64], *, are_cells: bool = False) -> None:
        """Take the codes of cells or of terms."""
        self.codes, self.are_cells = codes, are_cells

    def __mul__(self, column: int) -> Each:
        """Return the terms of these cells and one column."""
        if column.__class__ is not Column or not self.are_cells:
            _refuse(self, column)
        return Each(self.codes | int(column))

    def __neg__(self) -> Each:
        """Return the terms with their signs turned."""
        if self.are_cells:
            _refuse(self, -1)
        return Each(-self.codes)


def each(family: Mapping[Key, int], keys: Sequence[Key]) -> Each:
    """Return the columns, or the cells, of so many keys, one a row."""
    are_cells = isinstance(family[keys[0]], Cell)
    return Each(np.fromiter(map(family.__getitem__, keys), np.int64, len(keys)), are_cells=are_cells)


def columns_from(first: int, count: int) -> map[Column]:
    """Return columns at so many places from the first."""
    return map(Column, range(first << COLUMN | 1, (first + count) << COLUMN | 1, 1 << COLUMN))


def cells_from(first: int, count: int) -> map[Cell]:
    """Return cells at so many places from the first."""
    return map(Cell, range(first << CELL, (first + count) << CELL, 1 << CELL))


CONSTANTS = (1.0, -np.inf, np.inf, 0.0)  # what the first cells hold
ONE, LOWEST, HIGHEST, ZERO = cells_from(0, len(CONSTANTS))
Bounded = tuple["TermSum", Cell, Cell]  # a form, its lower and its upper bound


class TermSum(list[Any]):
    """A sum of terms; comparing it with a cell, or with zero, makes it a row, or many where its terms are of many."""

    __slots__ = ()
    __hash__ = None

    def __le__(self, bound: Any) -> Bounded:  # type: ignore[override]
        """Return the row in which the form is at most the bound."""
        return self, LOWEST, bound if bound.__class__ is Cell else _zero(bound)

    def __ge__(self, bound: Any) -> Bounded:  # type: ignore[override]
        """Return the row in which the form is at least the bound."""
        return self, bound if bound.__class__ is Cell else _zero(bound), HIGHEST

    def __eq__(self, bound: Any) -> Bounded:  # type: ignore[override]
        """Return the row in which the form equals the bound."""
        same = bound if bound.__class__ is Cell else _zero(bound)
        return self, same, same


def _zero(bound: Any) -> Cell:
    if bound != 0.0:
        raise TypeError(f"a bound is ± one cell or zero, not {bound!r}")
    return ZERO


def unpack(terms: array[int] | list[int]) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return sign, place of the cell and place of the column of every term; raises TypeError where one is none."""
    codes = np.array(terms, dtype=np.int64)
    size = np.abs(codes)
    if ((size & (1 << COLUMN) - 1) != 1).any():
        raise TypeError("a term is ± one cell times one column, not a sum or a multiple of terms")
    return np.where(codes < 0, -1.0, 1.0), size >> CELL, (size & MASK) >> COLUMN


def unpack_cells(cells: array[int] | NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return sign and place of cells."""
    codes = np.array(cells, dtype=np.int64)
    return np.where(codes < 0, -1.0, 1.0), np.abs(codes) >> CELL

"""The bounds of columns: which parameter bounds which column, on which side, and what a reader is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carbonsim.messages.message import Message, message
from carbonsim.optimization.structure.symbols import COLUMNS
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@dataclass(frozen=True)
class ColumnBound:
    """A bound of a column of a technology's year, by the parameter that is written: which column, side and cells.

    `words` are for a conflict, with `{name}` and `{value}`; `name` is for a list of prices, what they are per `per`.
    """

    column: str
    side: Literal["low", "high"]
    table: str
    words: Message
    name: Message
    per: str


COLUMN_BOUNDS = {
    "activity_min": ColumnBound(
        "yearly_activity", "low", "activity_low", message("at least {value} of {name}"),
        message("least activity"), "unit of activity",
    ),
    "activity_max": ColumnBound(
        "yearly_activity", "high", "activity_high", message("at most {value} of {name}"),
        message("most activity"), "unit of activity",
    ),
    "capacity_min": ColumnBound(
        "capacity", "low", "capacity_min", message("at least {value} of {name} standing"),
        message("least capacity"), "unit of capacity",
    ),
    "capacity_max": ColumnBound(
        "capacity", "high", "capacity_max", message("at most {value} of {name} standing"),
        message("most capacity"), "unit of capacity",
    ),
    "new_capacity_min": ColumnBound(
        "new_capacity", "low", "new_capacity_min", message("at least {value} of new {name}"),
        message("least new capacity"), "unit of capacity",
    ),
    "new_capacity_max": ColumnBound(
        "new_capacity", "high", "new_capacity_max", message("at most {value} of new {name}"),
        message("most new capacity"), "unit of capacity",
    ),
}  # fmt: skip
BOUNDS = (*(name for name, one in COLUMN_BOUNDS.items() if name == one.table), "reservoir_new_max")


def columns_of(data: Coefficients, family: str) -> Sequence[Key]:
    """Return the keys of a family of columns."""
    return data.families[COLUMNS[family].keyed_as or family]


def column_bounds(data: Coefficients) -> Iterator[tuple[str, Key, str, str, Key]]:
    """Yield every bound of a column that is a cell: family and key of the column, side, table and key of the cell."""
    tables = data.tables
    for bound in COLUMN_BOUNDS.values():
        for key in tables[bound.table]:
            if (column := _bounded(data, bound.column, key)) is not None:
                yield *column, bound.side, bound.table, key
    known = set(data.families["reservoir_new_capacity"])
    for key in tables["reservoir_new_max"]:
        if key in known:
            yield "reservoir_new_capacity", key, "high", "reservoir_new_max", key
    for key in tables["slice_activity_low"]:
        yield "activity", key, "low", "slice_activity_low", key
    for key in tables["slice_activity_high"]:
        yield "activity", key, "high", "slice_activity_high", key
    for key in tables["most_level"]:
        yield "storage_level", key, "high", "most_level", key
    for key in tables["piece_width"]:
        yield "choice_piece", key, "high", "piece_width", key
    for key in tables["change_width"]:
        yield "demand_change", key, "high", "change_width", key


def _bounded(data: Coefficients, family: str, key: Key) -> tuple[str, Key] | None:
    """Return the column that a bound of a technology's year acts on; None where there is none."""
    if family == "yearly_activity":
        return (family, key) if key in data.summed else ("activity", data.columns[key][0])
    known = data.built if family == "new_capacity" else data.vintages
    return (family, key) if key in known else None

"""Cells of text: what begins like a formula, or is called like an error, stays the text it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonsim.results.csv_text import harmless

if TYPE_CHECKING:
    from openpyxl.cell import Cell


def as_text(cell: Cell) -> Cell:
    """Return a cell of a workbook whose text no spreadsheet calculates, not even after somebody edits it."""
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.quotePrefix = harmless(cell.value) != cell.value
    return cell

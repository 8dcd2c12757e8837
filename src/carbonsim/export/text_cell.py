"""Cells of text: what begins like a formula, or is called like an error, stays the text it is."""

from __future__ import annotations

from typing import Any

from carbonsim.results.csv_text import harmless


def as_text(cell: Any) -> Any:
    """Return a cell of a workbook whose text no spreadsheet calculates, not even after somebody edits it."""
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.quotePrefix = harmless(cell.value) != cell.value
    return cell

"""A study of many solves for the terminal."""

from __future__ import annotations

from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from carbonsim.messages.message import rendered
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.report.terminal.language import localized, terminal_language


def study_tables(shown: ShownStudy, page: Path) -> list[Table | str]:
    """Return how it was decided, the sentence, the tables, and where the page is."""
    language = terminal_language()
    told: list[Table | str] = [localized(shown.basis), localized(shown.sentence)]
    for one in shown.tables:
        table = Table(title=rendered(one.title, language), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
        for place, column in enumerate(one.columns):
            table.add_column(rendered(column, language), justify="right" if place else "left", overflow="fold")
        for row in one.rows:
            table.add_row(*(rendered(cell, language) for cell in row))
        told.append(table)
    return [*told, str(page)]

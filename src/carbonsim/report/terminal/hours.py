"""The hourly check of a planned year for the terminal."""

from __future__ import annotations

from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from carbonsim.messages.message import rendered
from carbonsim.report.hours.shown import ShownHours
from carbonsim.report.hours.table import COLUMNS, hourly_verdict, price_note, tables
from carbonsim.report.terminal.language import localized, terminal_language


def hours_tables(shown: ShownHours, page: Path) -> list[Table | str]:
    """Return the verdict in a sentence, a table of power and one of heat, and where the page is."""
    language = terminal_language()
    told: list[Table | str] = [localized(hourly_verdict(shown))]
    for name, rows in tables(shown):
        table = Table(title=rendered(name, language), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
        table.add_column("", overflow="fold")
        for column in COLUMNS:
            table.add_column(rendered(column, language), justify="right")
        for row in rows:
            cells = (rendered(row.hours, language), rendered(row.plan, language), rendered(row.near, language))
            table.add_row(rendered(row.name, language), *cells, style="red" if row.short else None)
        told.append(table)
    note = price_note(shown)
    return [*told, *([] if note is None else [localized(note)]), str(page)]

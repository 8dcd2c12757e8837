"""What a study of many solves shows: a sentence, notes and tables, the same in the terminal and on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

import pandas as pd

from carbonsim.messages.catalogue import ENGLISH
from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, Value, rendered
from carbonsim.report.counted import amounts_kept
from carbonsim.report.figures.chart import Chart
from carbonsim.report.page import (
    downloads,
    draw,
    island,
    packed,
    packed_views,
    page_texts,
    shared,
    template,
    unit_families,
    widened,
)
from carbonsim.report.words import Language
from carbonsim.results.csv_text import harmless, mapped_texts


class StudyTable(NamedTuple):
    """A table for a reader: what it is, its columns, and its rows, each of which begins with its name."""

    title: Value
    columns: tuple[Value, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: Value = ""


@dataclass(frozen=True, repr=False)
class ShownStudy:
    """A study as it is told; `data` are its tables as numbers, by the name of their file, the main one first.

    `basis` says first of all how the years were decided that it tells of; `has_plan` is false where nothing that was
    asked for has a plan.
    """

    title: Label
    stem: str
    kind: Message
    basis: Message
    sentence: Message
    notes: tuple[Message, ...]
    tables: tuple[StudyTable, ...]
    data: Mapping[str, pd.DataFrame]
    has_plan: bool = True
    figures: Mapping[str, Callable[[ShownStudy, Language], Chart | None]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<ShownStudy {self.stem}, {rendered(self.title, ENGLISH)!r}: {self.sentence}>"

    @property
    def table(self) -> pd.DataFrame:
        """The main table as numbers."""
        return next(iter(self.data.values()))

    def page(self) -> str:
        """Return the page as HTML; it carries its tables as CSV."""
        with amounts_kept():
            files = {f"{name}.csv": _as_csv(table) for name, table in self.data.items()}
            charts = draw(self, self.figures)
            carried = shared() if charts else {**shared(), "library": {}}
            return str(
                template("study.html").render(
                    shown=self,
                    title=self.title,
                    description="",
                    files=downloads(files),
                    charts=charts,
                    wide=widened([*charts], charts),
                    views=downloads({"views.json": packed_views(charts)}) if charts else {},
                    island=island(
                        {"charts": packed(charts), "stem": self.stem, **page_texts(), **unit_families(charts)}
                    ),
                    **carried,
                )
            )

    def plain(self) -> dict[str, object]:
        """Return the sentence and all tables as plain values."""
        tables = {name: table.astype(object).where(table.notna(), None) for name, table in self.data.items()}
        told = {"basis": str(self.basis), "sentence": str(self.sentence), "notes": [str(note) for note in self.notes]}
        return {**told, **{name: table.to_dict(orient="records") for name, table in tables.items()}}

    def _repr_html_(self) -> str:
        """Show the sentence and the tables in a notebook."""
        parts = [f"<p>{escape(str(self.basis))}</p><p><b>{escape(str(self.sentence))}</b></p>"]
        for table in self.tables:
            head = "".join(f"<th>{escape(rendered(column, ENGLISH))}</th>" for column in table.columns)
            rows = (
                "".join(f"<td>{escape(rendered(cell, ENGLISH))}</td>" for cell in row) for row in table.rows
            )  # fmt: skip
            body = "".join(f"<tr>{row}</tr>" for row in rows)
            parts.append(f"<h4>{escape(rendered(table.title, ENGLISH))}</h4><table><tr>{head}</tr>{body}</table>")
        return "".join(parts)


def _as_csv(table: pd.DataFrame) -> bytes:
    text: str = mapped_texts(table, harmless).to_csv(index=False, float_format="%.8g")
    return text.encode("utf-8-sig")

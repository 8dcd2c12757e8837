"""A CSV file: cells, rows and columns changed, or the whole saved again by a spreadsheet."""

from __future__ import annotations

import csv
import io
from random import Random

from tests.fuzz import hostile

Rows = list[list[str]]


def change(content: bytes, draw: Random) -> bytes:
    """Change a table at one place, or save it otherwise."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) or [["VALUE"]]
    for _ in range(draw.choice([1, 1, 2])):
        draw.choice([_cell, _cell, _cell, _row, _column, _header, _blank])(rows, draw)
    marks = {"delimiter": ",", "quoting": csv.QUOTE_MINIMAL}
    if draw.random() < 0.15:
        marks = {"delimiter": draw.choice(";\t|,"), "quoting": draw.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])}
    stream = io.StringIO(newline="")
    csv.writer(stream, **marks).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue().encode("utf-8", "surrogatepass")


def _cell(rows: Rows, draw: Random) -> None:
    row = rows[draw.randrange(len(rows))]
    if row:
        found = draw.choice(
            [hostile.scalar(draw), hostile.scalar(draw), "x" * 200_000 if draw.random() < 0.05 else "2,000"]
        )
        row[draw.randrange(len(row))] = "" if found is None else str(found)


def _row(rows: Rows, draw: Random) -> None:
    place = draw.randrange(len(rows))
    what = draw.choice(["lose", "double", "short", "long", "header"])
    if what == "lose" and len(rows) > 1:
        del rows[place]
    elif what == "double":
        rows.insert(place, list(rows[draw.randrange(len(rows))]))
    elif what == "short":
        rows[place] = rows[place][:-1]
    elif what == "long":
        rows[place] = [*rows[place], hostile.text(draw)]
    else:
        rows.insert(place, list(rows[0]))


def _column(rows: Rows, draw: Random) -> None:
    place = draw.randrange(max(len(row) for row in rows) or 1)
    other = draw.randrange(max(len(row) for row in rows) or 1)
    lose = draw.random() < 0.5
    for row in rows:
        if max(place, other) < len(row):
            if lose:
                del row[place]
            else:
                row[place], row[other] = row[other], row[place]


def _header(rows: Rows, draw: Random) -> None:
    if rows[0]:
        place = draw.randrange(len(rows[0]))
        rows[0][place] = draw.choice(
            [str(hostile.key(draw)), rows[0][draw.randrange(len(rows[0]))], rows[0][place].lower()]
        )


def _blank(rows: Rows, draw: Random) -> None:
    rows.insert(draw.randrange(len(rows) + 1), draw.choice([[], [""] * len(rows[0]), [" "]]))

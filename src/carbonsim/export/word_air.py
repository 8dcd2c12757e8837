"""Air pollutants as tables of the document a bureau files."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.export.word_tables import WordTable
from carbonsim.messages.message import Value, message
from carbonsim.report.air import tables as air
from carbonsim.report.content import Content


def air_word_tables(content: Content) -> Iterator[WordTable]:
    """Yield pollutants by sector and fuel with what is avoided, then what campaigns avoid; none without factors."""
    years = air.air_years(content)
    rows: list[tuple[Value, ...]] = []
    for group in air.air_groups(content):
        rows += [
            (message("{pollutant}: {name}", pollutant=group.name, name=row.name), *row.cells) for row in group.rows
        ]
    if rows:
        caption = message("{title}, {unit}", title=air.TITLE, unit=air.air_unit())
        header: tuple[Value, ...] = (message("Pollutant"), *map(str, years))
        widths = (10.0, *(2.6 for _ in years))
        yield WordTable(caption, header, rows, air.SCOPE, widths, tuple(range(1, len(header))))
    kept = [(row.name, *row.cells) for row in air.avoided_rows(content)]
    if kept:
        caption = message("{title}, {unit}", title=air.CAMPAIGNS, unit=air.air_unit())
        yield WordTable(caption, (message("Campaign"), *air.campaign_columns()), kept, air.campaign_scope(content),
                        (10.0, 3.0, 3.0, 3.0), (1, 2, 3))  # fmt: skip

"""The objective in its parts, as a table of the document a bureau files."""

from __future__ import annotations

from carbonsim.export.word_tables import WordTable
from carbonsim.messages.message import message
from carbonsim.report.content import Content
from carbonsim.report.tables.objective_parts import SCOPE, TITLE, part_rows

COLUMNS = (message("Part"), message("Plan"), message("Twin (no peaking target)"), message("Difference"))


def objective_table(content: Content) -> WordTable | None:
    """Return the parts of the objective of plan and twin; none where nothing but the cost that is told decides."""
    rows = [(row.name, *row.texts) for row in part_rows(content.summary)]
    return WordTable(TITLE, COLUMNS, [*rows], SCOPE, figures=(1, 2, 3)) if rows else None

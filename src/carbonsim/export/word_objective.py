"""What decides, as tables of the document a bureau files: the objective in its parts, campaigns, leaks, foresight."""

from __future__ import annotations

from carbonsim.export.word_tables import WordTable
from carbonsim.messages.message import Message, in_context, message
from carbonsim.report import cost_lines
from carbonsim.report.content import Content
from carbonsim.report.first_steps import rows as first_steps
from carbonsim.report.security import last_resort
from carbonsim.report.tables import campaign_parts, foresight, leaks
from carbonsim.report.tables.objective_parts import SCOPE, TITLE, part_rows

MOST_FIRST_STEPS = 12  # of a kind that the document lists
COLUMNS = (message("Part"), message("Plan"), message("Twin (no peaking target)"), message("Difference"))


def first_steps_table(content: Content) -> WordTable | None:
    """Return what the plan does first, the weightiest of each kind; none where it does nothing."""
    summary = content.summary
    columns = first_steps.first_step_columns(summary)
    header = (in_context("first steps", "Kind"), *columns)
    rows = [
        (first_steps.KINDS[kind], *row.cells)
        for kind, found in first_steps.first_step_rows(summary, MOST_FIRST_STEPS)
        for row in found
    ]
    caption = message("{title}, {years}", title=first_steps.TITLE, years=first_steps.first_step_years(summary))
    widths = (2.2, 6.6, 4.0, *[12.9 / (len(columns) - 2)] * (len(columns) - 2))
    figures = tuple(range(3, len(header)))
    return WordTable(caption, header, [*rows], first_steps.SCOPE, widths, figures) if rows else None


def objective_table(content: Content) -> WordTable | None:
    """Return the parts of the objective of plan and twin; none where nothing but the cost that is told decides."""
    rows = [(row.name, *row.texts) for row in part_rows(content.summary)]
    return WordTable(TITLE, COLUMNS, [*rows], SCOPE, figures=(1, 2, 3)) if rows else None


def cost_lines_table(content: Content) -> WordTable | None:
    """Return what the plan costs in three lines; none where they are not known."""
    told = content.summary.cost_lines
    if told is None:
        return None
    rows = [(line.name, *cost_lines.cost_line_cells(line, told)) for line in cost_lines.cost_line_rows(content.summary)]
    scope = cost_lines.cost_lines_scope(told)
    return WordTable(cost_lines.TITLE, cost_lines.COLUMNS, [*rows], scope, figures=(1, 2, 3))


def campaign_parts_table(content: Content) -> WordTable | None:
    """Return what campaigns add to the parts of the objective; none where they move nothing but the cost."""
    rows = campaign_parts.campaign_part_rows(content.summary)
    table = [(message("{name} *", name=row.name) if row.mended else row.name, *row.texts) for row in rows]
    header = (message("Campaign"), *campaign_parts.COLUMNS)
    figures = tuple(range(1, len(header)))
    return WordTable(campaign_parts.TITLE, header, [*table], campaign_parts.SCOPE, figures=figures) if rows else None


def mended_failures(content: Content) -> list[Message]:
    """Return the failures of the market that campaigns mend, as the notes of that table."""
    rows = campaign_parts.campaign_part_rows(content.summary)
    return [row.mended for row in rows if row.mended is not None]


def last_resort_table(content: Content) -> WordTable | None:
    """Return what is used where nothing else serves; none where nothing is."""
    rows = [
        (row.name, row.years, row.most, row.price, row.cost) for row in last_resort.last_resort_rows(content.summary)
    ]
    figures = (2, 3, 4)
    return (
        WordTable(last_resort.TITLE, last_resort.COLUMNS, [*rows], last_resort.SCOPE, figures=figures) if rows else None
    )


def leak_table(content: Content) -> WordTable | None:
    """Return where each measure saves and where emissions come back; none where none was measured."""
    rows = [row.cells for row in leaks.leak_rows(content.summary)]
    caption = message("{title}, {year}, {unit}", title=leaks.TITLE, year=leaks.leak_year(content.summary) or "–",
                      unit=leaks.leak_unit())  # fmt: skip
    widths = (4.6, 1.8, 6.0, 1.8, 6.0, 1.6, 3.6)
    return WordTable(caption, leaks.COLUMNS, [*rows], leaks.SCOPE, widths, leaks.FIGURES) if rows else None


def foresight_table(content: Content) -> WordTable | None:
    """Return what short foresight alone does; none where it was not solved for."""
    rows = [(row.name, *row.texts) for row in foresight.foresight_rows(content)]
    header = (message("Figure"), *foresight.COLUMNS)
    return WordTable(foresight.TITLE, header, [*rows], foresight.SCOPE, figures=(1, 2, 3)) if rows else None

"""The page on a planned year by hour."""

from __future__ import annotations

from carbonsim.report.counted import amounts_kept
from carbonsim.report.hours import figures, table
from carbonsim.report.hours.shown import ShownHours, hours_table
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
)

FIGURES = {one.__name__: one for one in (figures.duration, figures.power_week, figures.heat_week)}


def render_hours(shown: ShownHours) -> str:
    """Return the page as HTML; it carries every hour as CSV."""
    with amounts_kept():
        charts = draw(shown, FIGURES)
        hours = hours_table(shown).to_csv(index=False).encode("utf-8")
        return str(
            template("hours.html").render(
                shown=shown,
                table=table,
                charts=charts,
                title=shown.title,
                description="",
                files=downloads({f"hours-{shown.check.year}.csv": hours}),
                views=downloads({"views.json": packed_views(charts)}),
                island=island({"charts": packed(charts), "stem": shown.stem, **page_texts(), **unit_families(charts)}),
                **shared(),
            )
        )

"""How a run shows itself in a notebook."""

from __future__ import annotations

from html import escape

from carbonsim.messages.catalogue import ENGLISH
from carbonsim.messages.message import rendered
from carbonsim.report import verdict
from carbonsim.report.content import Content
from carbonsim.report.figures import FIGURES


def show_run(content: Content) -> str:
    """Return the verdict, its tiles and the path chart as HTML; the chart brings its own script along."""
    told = rendered(verdict.sentence(content), ENGLISH)
    tiles = "".join(
        f"<td style='padding:4px 16px 4px 0'><small>{escape(rendered(tile.name, ENGLISH))}</small><br>"
        f"<b>{escape(rendered(tile.value, ENGLISH))}</b></td>"
        for tile in verdict.tiles(content)
    )
    reasons = "".join(f"<li>{escape(rendered(line, ENGLISH))}</li>" for line in content.explanation)
    head = f"<h3>{escape(content.text('name', 'en'))}</h3><p><b>{escape(told)}</b></p>"
    chart = FIGURES["path"](content, "en")
    plot = "" if chart is None else chart.figure().to_html(full_html=False, include_plotlyjs=True)
    return f"{head}<table><tr>{tiles}</tr></table>{f'<ul>{reasons}</ul>' if reasons else ''}{plot}"

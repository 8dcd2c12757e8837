"""Opening a page: the verdict and the first screen stand at once, the rest follows while the page answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from carbonsim.report.page import draw, part
from tests.report import small_content

WATCH = """
window.seen = {};
new MutationObserver(() => {
  const said = document.documentElement?.dataset;
  if (!said?.ready || window.seen.ready) return;
  const sentence = document.querySelector('.sentence').innerText;
  window.seen = { ready: true, drawn: document.querySelectorAll('.js-plotly-plot').length, sentence };
}).observe(document, { attributes: true, subtree: true });
"""
SECONDS_OF_WORK = 2.0  # of the main thread alone, so that a busy machine does not count


def opened(browser: Any, path: Path) -> tuple[dict[str, Any], float]:
    """Open a page; return what stood when it was ready, and the seconds the main thread worked until all was drawn."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.add_init_script(WATCH)
    meter = context.new_cdp_session(page)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]")
    seen = page.evaluate("window.seen")
    work = {one["name"]: one["value"] for one in meter.send("Performance.getMetrics")["metrics"]}["TaskDuration"]
    context.close()
    return seen, work


def test_the_first_screen_is_drawn_before_the_rest(browser: Any, files: dict[str, Path]) -> None:
    seen, work = opened(browser, files["full"])
    assert "2028" in seen["sentence"]
    assert 1 <= seen["drawn"] <= 3  # of 26 charts
    assert work < SECONDS_OF_WORK


def test_the_library_draws_every_kind_of_trace_there_is() -> None:
    kinds = set()
    for versions in draw(small_content.full()).values():
        for view in (versions["en"], *versions["en"].views.values()):
            kinds |= {trace["type"] for trace in view.traces}
    library = str(part("plotly.min.js"))
    assert {"scatter", "bar", "sankey", "waterfall"} >= kinds
    assert all(f'moduleType:"trace",name:"{kind}"' in library for kind in kinds)
    assert "MIT License" in library[:2000]
    assert len(library) < 1_600_000

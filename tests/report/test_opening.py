"""Opening a page: the verdict and the first screen stand at once, the rest follows while the page answers."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path
from typing import Any

from plotly.offline import get_plotlyjs

from carbonsim.report.page import packed_library

WATCH = """
window.seen = {};
new MutationObserver(() => {
  const said = document.documentElement?.dataset;
  if (!said?.ready || window.seen.ready) return;
  const sentence = document.querySelector('.sentence').innerText;
  window.seen = { ready: true, drawn: document.querySelectorAll('.js-plotly-plot').length, sentence };
}).observe(document, { attributes: true, subtree: true });
"""
NEVER = """
window.DecompressionStream = class {
  constructor() { Object.assign(this, { readable: new ReadableStream(), writable: new WritableStream() }); }
};
"""


def test_the_first_screen_is_drawn_before_the_rest(browser: Any, files: dict[str, Path]) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(files["full"].as_uri())
    page.wait_for_selector("html[data-ready]")
    seen = page.evaluate("window.seen")
    context.close()
    assert "2028" in seen["sentence"]
    assert 1 <= seen["drawn"] <= 3  # of 26 charts


def test_the_words_stand_before_the_library_that_draws_is_unpacked(browser: Any, files: dict[str, Path]) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.add_init_script(NEVER)
    page.goto(files["full"].as_uri())
    assert page.locator("h2:visible").first.inner_text() == "达峰结论"
    assert page.evaluate("typeof Plotly") == "undefined"
    context.close()


def test_the_library_that_draws_is_that_of_the_installed_package_and_travels_compressed(files: dict[str, Path]) -> None:
    ((name, (packing, held)),) = packed_library().items()
    assert gzip.decompress(base64.b64decode(held)).decode("utf-8") == get_plotlyjs()
    assert packing == "gzip"
    assert f'data-file="{name}"' in files["full"].read_text(encoding="utf-8")
    assert len(held) < 2_300_000


def test_a_browser_that_cannot_unpack_the_library_says_so_and_shows_the_rest(
    browser: Any, files: dict[str, Path]
) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.add_init_script("delete window.DecompressionStream")
    page.goto(files["full"].as_uri())
    page.wait_for_selector("html[data-ready]")
    assert "浏览器版本过旧" in page.locator("[data-chart] .plot").first.inner_text()
    assert "2028" in page.locator(".sentence").inner_text()
    assert not troubles
    context.close()

"""One browser for all tests; pages are written once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from carbonsim.report.compare_page import render_comparison
from carbonsim.report.page import write_report
from tests.report import small_content

PATIENCE = 180_000  # milliseconds: a machine that is busy is slow, not wrong


def skip_or_fail(reason: str) -> None:
    """Skip where a tool is absent; on the build server that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium")
    if path is None:
        skip_or_fail("chromium is not installed: the page cannot be looked at")
    if find_spec("playwright") is None:
        skip_or_fail("playwright is not installed: the page cannot be looked at")
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--headless"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {name: folder / f"{name}.html" for name in ("full", "infeasible", "tiny", "comparison")}
    for name in ("full", "infeasible", "tiny"):
        write_report(getattr(small_content, name)(), made[name])
    baseline = small_content.full("Baseline", small_content.TWIN_LEVELS)
    made["comparison"].write_text(render_comparison([baseline, small_content.full()]), encoding="utf-8")
    return made


class Visitor:
    """Opens pages and listens: nothing may be logged as an error or asked of a network.

    A page is opened once and shared by the tests that only look; those that change it ask for a fresh one.
    """

    def __init__(self, browser: Any) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._context: Any = None
        self._shared: dict[Path, Any] = {}

    def __call__(self, path: Path, *, fresh: bool = False, address: str = "") -> Any:
        if fresh or address:
            return self._open(self._new_context(), path, address)
        if path not in self._shared:
            self._context = self._context or self._new_context()
            self._shared[path] = self._open(self._context, path, "")
        page = self._shared[path]
        page.evaluate("scrollTo(0, 0)")
        return page

    def _new_context(self) -> Any:
        size = {"width": 1440, "height": 900}
        context = self._browser.new_context(viewport=size, accept_downloads=True, locale="en-GB")
        context.set_default_timeout(PATIENCE)
        return context

    def _open(self, context: Any, path: Path, address: str) -> Any:
        page = context.new_page()
        page.on("console", self._line)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)
        page.goto(path.as_uri() + address)
        page.wait_for_selector("html[data-drawn=all]")
        return page

    def _line(self, line: Any) -> None:
        if line.type in ("error", "warning"):
            self.complaints.append(line.text)

    def _request(self, asked: Any) -> None:
        if not asked.url.startswith(("file:", "data:", "blob:")):
            self.complaints.append(asked.url)


@pytest.fixture(scope="session")
def visitor(browser: Any) -> Visitor:
    return Visitor(browser)


@pytest.fixture
def visit(visitor: Visitor) -> Iterator[Visitor]:
    visitor.complaints.clear()
    yield visitor
    assert visitor.complaints == []

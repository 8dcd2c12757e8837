"""One browser for all tests; pages are written once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from carbonsim.report.compare_page import write_comparison
from carbonsim.report.page import write_report
from tests.report import small_content


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
    write_comparison([baseline, small_content.full()], None, made["comparison"])
    return made


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page; afterwards nothing may have been logged as an error or asked of a network."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True, locale="en-GB")

    def watch(page: Any) -> None:
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda ask: None if ask.url.startswith(("file:", "data:", "blob:")) else complaints.append(ask.url),
        )

    def go(path: Path) -> Any:
        page = context.new_page()
        watch(page)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready=yes]")
        return page

    yield go
    context.close()
    assert complaints == []

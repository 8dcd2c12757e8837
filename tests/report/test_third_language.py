"""A third language is one more catalogue: pages hold it beside the two, and no text of theirs escapes it."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carbonsim.messages import catalogue
from carbonsim.messages.message import message
from carbonsim.report.compare_page import render_comparison
from carbonsim.report.page import render_report
from carbonsim.report.terminal.language import localized, terminal_language
from tests.messages.extraction import CATALOGUES
from tests.messages.pseudo_language import write_catalogue
from tests.report import small_content

THIRD = "eo"  # a language that Babel knows and nobody made a catalogue for
PAGES = ("full", "infeasible", "comparison")
# Texts of the planner, of the solver and of sources; paths of YAML, equations and notes are told as they are written.
OWN = (
    "Small City", "Peak in 2028", "Baseline", "City inventory, old boundary", "energy and process CO2", "CO2 per GDP",
    "Clean heating brings the <peak> forward & cheaply.", "first year at the maximum; 5 years of horizon left",
    "Grain output", "Bureau", "Energy transition", "Wind in the west", "Energy Bureau", "Total energy",
    "Industry electricity", "Metered heat", "of another boundary", "a published inventory", "HiGHS", "version",
    "emission_cap 2035 (30 Mt) and the guard clash; raising the cap by 4.2 Mt would make a plan possible",
    "automobile", "Automobile", "steel", "cement", "North", "South", "carbonsim", "t/10^4 CNY",
    "peaking.by", "peaking.max_level",
)  # fmt: skip
ALONE = ("old", "CNY")  # a cell; the last line of a unit that is wrapped
UNITS = (
    "billion CNY", "million CNY", "million vehicles", "CNY per household", "tce per 10⁴ CNY", "t per 10⁴ CNY",
    "kWh per 10⁴ CNY", "kWh per 10⁴", "Mt CO₂e", "Mt CO₂", "t/MWh", "Mtce", "TWh", "PJ", "GW", "CNY/t", "Mt", "EJ",
    "10⁴ tce", "10⁸ CNY", "CO₂", "SO₂", "SO2", "NOx", "PM2.5", "kt", "million", " per ",
)  # fmt: skip
PLAIN = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+")
MARKS = re.compile(r"%\{[^}]*\}|<[^>]*>|&#\d+;")
SEEN = """() => {
  const kept = 'td.long, #inputs tbody, code, pre, .equations, #policies td:nth-child(2), #differences tbody, script,'
    + 'style, [data-language]';
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement;
    if (!box.closest(kept) && (box.getClientRects().length || box.tagName === 'OPTION')) found.push(node.textContent);
  }
  for (const box of document.querySelectorAll('.choices [aria-label], .plot[aria-label], .units [aria-label]')) {
    found.push(box.getAttribute('aria-label'));
  }
  return found;
}"""
TOLD = {"finding", "scope", "unit", "source", "name", "text", "hovertemplate", "customdata", "ticktext", "label",
        "told", "words", "x", "y", "valuesuffix"}  # fmt: skip


def rendered_pages() -> dict[str, str]:
    plans = [small_content.full("Baseline", small_content.TWIN_LEVELS), small_content.full()]
    return {
        "full": render_report(small_content.full()),
        "infeasible": render_report(small_content.infeasible()),
        "comparison": render_comparison(plans),
    }


@pytest.fixture(scope="module")
def with_two() -> dict[str, str]:
    return rendered_pages()


@pytest.fixture(scope="module")
def with_three(with_two: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return the pages, which were made with two languages before, where a folder of catalogues holds one more."""
    assert set(with_two) == set(PAGES)
    folder = tmp_path_factory.mktemp("catalogues")
    for file in CATALOGUES.glob("*.po"):
        shutil.copy(file, folder)
    write_catalogue(folder, THIRD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "folder", lambda: folder)
        forget()
        yield rendered_pages()
    forget()


def forget() -> None:
    catalogue.languages.cache_clear()
    catalogue.catalogue.cache_clear()


def escaped(texts: list[str]) -> set[str]:
    """Return the words without marks that neither a planner nor a unit brought along."""
    words = set()
    for text in texts:
        if text.strip() in ALONE:
            continue
        for known in sorted((*OWN, *UNITS), key=len, reverse=True):
            text = text.replace(known, " ")
        words |= set(PLAIN.findall(MARKS.sub(" ", text)))
    return words


def charts_of(page: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the charts of a page as first shown, and their other views."""
    island = re.search(r'id="island">(.*?)</script>', page)
    views = re.search(r'data-file="views.json" data-packed="gzip">([^<]*)<', page)
    assert island and views
    return json.loads(island[1])["charts"], json.loads(gzip.decompress(base64.b64decode(views[1])))["charts"]


def told_in(data: Any, key: str = "") -> Iterator[str]:
    """Yield the texts of a chart; of the options of a choice what a reader sees, not their keys."""
    if isinstance(data, dict):
        for name, part in data.items():
            yield from (text for _, text in part) if name == "options" else told_in(part, name)
    elif isinstance(data, list):
        for part in data:
            yield from told_in(part, key)
    elif isinstance(data, str) and key in TOLD:
        yield data


def test_there_is_one_more_language(with_three: dict[str, str]) -> None:
    assert catalogue.languages() == ("en", THIRD, "zh")
    for page in with_three.values():
        charts, _ = charts_of(page)
        assert all(set(versions) == {"en", THIRD, "zh"} for versions in charts.values())


@pytest.mark.parametrize("name", PAGES)
def test_a_third_language_changes_nothing_of_the_others(
    name: str, with_two: dict[str, str], with_three: dict[str, str]
) -> None:
    for before, after in zip(charts_of(with_two[name]), charts_of(with_three[name]), strict=True):
        assert before == {
            chart: {language: one for language, one in versions.items() if language != THIRD}
            for chart, versions in after.items()
        }


@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_any_view_escapes(name: str, with_three: dict[str, str]) -> None:
    for charts in charts_of(with_three[name]):
        assert charts
        texts = [text for versions in charts.values() for text in told_in(versions[THIRD])]
        assert escaped(texts) == set()


@pytest.mark.parametrize("name", PAGES)
def test_no_text_that_a_reader_sees_escapes(name: str, with_three: dict[str, str], tmp_path: Path, visit: Any) -> None:
    file = tmp_path / f"{name}.html"
    file.write_text(with_three[name], encoding="utf-8")
    page = visit(file, fresh=True)
    assert page.locator("[data-language]").all_inner_texts() == ["English", "Éńĝĺíśĥ", "中文"]
    page.click(f"[data-language={THIRD}]")
    page.wait_for_selector("html[data-drawn=all]")
    assert page.evaluate("document.documentElement.lang") == THIRD
    seen = page.evaluate(SEEN)
    assert len(seen) > 100
    assert escaped(seen) == set()


def test_the_terminal_speaks_it_where_the_locale_does(
    with_three: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert with_three
    for locale, language in ((f"{THIRD}.UTF-8", THIRD), ("zh_CN.UTF-8", "zh"), ("de_DE.UTF-8", "en"), ("C", "en")):
        monkeypatch.setenv("LC_ALL", locale)
        assert terminal_language() == language
    monkeypatch.setenv("LC_ALL", f"{THIRD}.UTF-8")
    assert localized(message("no file {file}", file="a.yaml")) == "ńó ƒíĺé a.yaml"

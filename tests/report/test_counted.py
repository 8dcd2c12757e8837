"""Amounts of a page carry value and unit as data; nothing on the page is read back from its words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from carbonsim.messages.message import rendered
from carbonsim.report.compare_page import render_comparison
from carbonsim.report.counted import CLOSE, NEXT, OPEN, CountedAmount, amounts_kept, parts_of, words_of
from carbonsim.report.page import render_report
from carbonsim.report.verdict import sentence
from carbonsim.report.words import MT_CO2, SIZES, Unit, amount, bare_amount
from tests.report import small_content

SCRIPT = Path(__file__).parents[2] / "src" / "carbonsim" / "report" / "parts" / "page.js"


def test_an_amount_is_its_words_where_no_page_is_made() -> None:
    assert amount(48.8371, MT_CO2, "en") == "48.8 Mt CO₂"
    assert bare_amount(48.8371, MT_CO2, "zh") == "4,884"
    assert MT_CO2.name("zh") == "万吨二氧化碳"


def test_on_a_page_it_keeps_its_value_and_its_unit() -> None:
    with amounts_kept():
        told = f"It peaks at {amount(48.8371, MT_CO2, 'en')}, in {MT_CO2.name('en')}."
        bare = bare_amount(48.8371, MT_CO2, "zh")
    kept = CountedAmount("48.8 Mt CO₂", "Mt CO₂", 48.8371, 3)
    assert parts_of(told) == ["It peaks at ", kept, ", in ", CountedAmount("Mt CO₂", "Mt CO₂"), "."]
    assert parts_of(bare) == [CountedAmount("4,884", "万吨二氧化碳", pytest.approx(4883.71), 4, bare=True)]
    assert words_of(told) == "It peaks at 48.8 Mt CO₂, in Mt CO₂."


def test_a_unit_that_no_reader_changes_is_a_word() -> None:
    with amounts_kept():
        assert amount(3.0, Unit("t/MWh", "吨/兆瓦时"), "en") == "3.00 t/MWh"
        assert amount(float("nan"), MT_CO2, "en") == "– Mt CO₂"


@pytest.mark.parametrize("text", ["", "plain", "48.8 Mt CO₂ as a planner wrote it", f"{OPEN}of a planner{CLOSE}"])
def test_what_was_not_kept_is_words(text: str) -> None:
    assert parts_of(text) == [text] and words_of(text) == text


def pages() -> dict[str, str]:
    full = small_content.full()
    other = small_content.full("Other", small_content.TWIN_LEVELS)
    return {"report": render_report(full), "compare": render_comparison([full, other])}


def amounts(told: Any) -> list[dict[str, Any]]:
    """Return every amount in the data of a page's charts."""
    if isinstance(told, dict):
        own = [part for part in told.get("told", ()) if isinstance(part, dict)]
        return own + [one for value in told.values() for one in amounts(value)]
    return [one for value in told for one in amounts(value)] if isinstance(told, list) else []


@pytest.mark.parametrize("name", ["report", "compare"])
def test_a_page_holds_amounts_as_data_and_no_sign_of_ours(name: str) -> None:
    page = pages()[name]
    assert not set(page) & {OPEN, NEXT, CLOSE}
    spans = re.findall(r'<span class="amount" data-unit="([^"]*)"(?: data-value="([^"]*)" data-digits="[34]")?', page)
    assert len(spans) > 20 and {unit for unit, _ in spans} <= set(SIZES)
    assert 48.8 in {float(value) for _, value in spans if value}
    island = re.search(r'id="island">(.*?)</script>', page, re.DOTALL)
    assert island is not None
    found = amounts(json.loads(island[1])["charts"])
    assert len(found) > 20 and {one["unit"] for one in found} <= set(SIZES)


def test_a_text_outside_the_page_is_as_before() -> None:
    content = small_content.full()
    before = sentence(content)
    render_report(content)
    assert sentence(content) == before and not set(rendered(before, "en")) & {OPEN, CLOSE}


def test_the_script_finds_no_number_and_no_unit_in_a_text() -> None:
    """What is left of patterns there reads our own marks, names of axes, and cells that spreadsheets would run."""
    script = SCRIPT.read_text(encoding="utf-8")
    assert "RegExp" not in script and "Number(words" not in script and "parseFloat(text" not in script
    assert not re.search(r"replaceAll\(\",\", \"\"\)", script)

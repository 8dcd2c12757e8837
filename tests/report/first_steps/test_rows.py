"""What is to be done this year and next stands first: on the page, in Word, in the terminal and in the workbook."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from rich.console import Console

import carbonsim
from carbonsim.export import word
from carbonsim.export.excel import write_workbook
from carbonsim.pipeline import Run
from carbonsim.report.first_steps.rows import MOST, TITLE, first_step_rows, first_step_sentence, rest_of
from carbonsim.report.page import render_report
from carbonsim.report.terminal.tables import run_tables

TOWN = """
    schema: 1
    name: Two ways
    name_zh: 两条路径
    quality: assumption
    source: made up
    time: {years: [2025, 2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033], plan_from: 2026, discount_rate: 0}
    system:
      commodities:
        heat: {group: heat, balance: yearly}
      technologies:
        coal: {outputs: {heat: 1}, variable_cost: 20 CNY/GJ, emission_factors: {CO2: 100 kg/GJ}}
        old-works:
          {label: {en: Old works, zh: 旧厂}, outputs: {heat: 1}, capacity_unit: PJ/yr, variable_cost: 10 CNY/GJ,
           lifetime: 30, residual_capacity: {2025: 3 PJ/yr, 2027: 1 PJ/yr}, emission_factors: {CO2: 100 kg/GJ}}
        heat-pumps:
          {label: {en: Heat pumps, zh: 热泵}, outputs: {heat: 1}, capacity_unit: PJ/yr, capital_cost: 1000,
           lifetime: 30}
      demands:
        heat: {amount: {2025: 10 PJ, 2028: 13 PJ, 2033: 8 PJ}}
    peaking: {by: 2026}
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """From 2026 on 11 PJ may burn, and 12 are asked for in 2027: one PJ of heat pumps has to be built by then."""
    file = tmp_path_factory.mktemp("first") / "town.yaml"
    file.write_text(textwrap.dedent(TOWN), encoding="utf-8")
    return carbonsim.run(file, write_results=False)


def test_the_summary_holds_what_was_worked_out_by_hand(run: Run) -> None:
    built, retired = run.summary.first_steps
    assert (built.kind, built.plan, built.twin) == ("built", pytest.approx(1.0), pytest.approx(0.0, abs=1e-9))
    assert (built.money, built.twin_money) == (pytest.approx(1000.0), pytest.approx(0.0, abs=1e-6))
    assert (retired.kind, retired.plan, retired.twin) == ("retired", pytest.approx(2.0), pytest.approx(2.0))
    assert built.years == (2026, 2027)


def test_rows_say_what_the_twin_does_and_what_is_spent_more(run: Run) -> None:
    (_, (built,)), (_, (retired,)) = first_step_rows(run.summary)
    told = [str(cell) if not hasattr(cell, "rendered") else cell.rendered("en") for cell in built.cells]
    assert told == ["Heat pumps", "–", "1.00 PJ", "0 PJ", "1.00 billion CNY", "+1.00 billion CNY"]
    assert built.differs and not retired.differs
    sentence = first_step_sentence(run.summary)
    assert str(sentence).startswith("In 2026–2027 1.00 billion CNY (+1.00 billion CNY against no peaking plan)")
    assert "10亿元" in sentence.rendered("zh").replace(".0", "")  # type: ignore[union-attr]


def test_what_the_page_leaves_out_at_first_is_counted(run: Run) -> None:
    built, _ = run.summary.first_steps
    many = run.summary.model_copy(update={"first_steps": (built,) * (MOST + 3)})
    assert rest_of(first_step_rows(many)) == 3
    page = render_report(run.content.with_summary(first_steps=many.first_steps))
    assert page.count("Heat pumps</span>") == MOST + 3 and 'id="more-first-steps"' in page
    assert 'id="more-first-steps"' not in render_report(run.content)
    assert 'id="first-steps"' not in render_report(run.content.with_summary(first_steps=()))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_comes_right_after_the_verdict_and_fits_any_screen(
    run: Run, language: str, visit: Any, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_text(render_report(run.content), encoding="utf-8")
    page = visit(file, fresh=True, address=f"#verdict?lang={language}")
    screens = page.eval_on_selector_all("section.screen", "all => all.map(one => one.id)")
    assert screens[:2] == ["verdict", "first-steps"]
    assert page.locator("#first-steps h2").inner_text() == TITLE.rendered(language)
    assert page.locator("nav a").nth(1).inner_text() == TITLE.rendered(language)
    name = page.locator("#first-step-list tbody th[scope=row]").first
    assert name.inner_text() == {"en": "Heat pumps", "zh": "热泵"}[language]
    for width in (390, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_word_begins_with_it(run: Run, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    word.write_document(tmp_path / "plan.docx", run.content, language)
    document = Document(str(tmp_path / "plan.docx"))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]  # type: ignore[union-attr]
    assert headings[0] == TITLE.rendered(language)
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells[:2] == {"en": ["Built", "Heat pumps"], "zh": ["新建", "热泵"]}[language]


def test_terminal_and_workbook_tell_it(run: Run, tmp_path: Path) -> None:
    console = Console(width=100, record=True, file=(tmp_path / "terminal.txt").open("w", encoding="utf-8"))
    for table in run_tables(run.summary, tmp_path):
        console.print(table)
    told = console.export_text()
    assert "This year’s list, 2026–2027" in told
    (line,) = [line for line in told.splitlines() if line.lstrip().startswith("Heat pumps")]
    assert line.split() == [
        "Heat",
        "pumps",
        "1.00",
        "PJ",
        "0",
        "PJ",
        "1.00",
        "billion",
        "CNY",
        "+1.00",
        "billion",
        "CNY",
    ]
    write_workbook(tmp_path / "results.xlsx", run.content)
    head, built, _ = openpyxl.load_workbook(tmp_path / "results.xlsx")["First steps"].iter_rows(values_only=True)
    assert len(head) == 9 and built[1] == "Heat pumps 热泵" and built[3] == pytest.approx(1.0)
    assert built[6:8] == (pytest.approx(1000.0), pytest.approx(0.0, abs=1e-6))

"""Why there is no plan, in the language of marked letters: on every surface, what bears none escaped the catalogue."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from typer.testing import CliRunner

from carbonsim import pipeline
from carbonsim.cli import app
from carbonsim.export import word
from carbonsim.export.excel import write_workbook
from carbonsim.export.word import write_document
from carbonsim.messages import catalogue, message
from carbonsim.messages.message import Amount, Message, Value
from carbonsim.optimization.equations import EQUATIONS
from carbonsim.optimization.infeasibility.kinds import KINDS, SUBJECTS, counted
from carbonsim.optimization.infeasibility.messages import STATUSES
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Statement
from carbonsim.optimization.structure.families import COLUMN_BOUNDS
from carbonsim.report.page import render_report
from tests.messages.extraction import CATALOGUES
from tests.messages.pseudo_language import pseudo, write_catalogue
from tests.optimization.infeasibility.test_explain import GREEN, REMOVING
from tests.optimization.infeasibility.test_explain_conflicts import ABSENT, FLOORS
from tests.optimization.infeasibility.test_explain_conflicts import SUN as DARK
from tests.optimization.infeasibility.test_physical_limits import HEAD, SUN
from tests.report.test_third_language import THIRD, forget
from tests.test_infeasible_run import TUTORIAL
from tests.written_systems import written

PLAIN = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+")
ENGLISH_SPAN = re.compile(r'<span lang="en">.*?</span>')
TAG = re.compile(r"<[^>]*>")


@pytest.fixture(autouse=True, scope="module")
def in_place_of_chinese() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(message, "catalogue", pseudo)
        patch.setattr(word, "draw_pictures", lambda *_: {})
        patch.setenv("LC_ALL", "zh_CN.UTF-8")
        yield


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tutorial with a level that its coal plant, which must run, does not allow."""
    text = TUTORIAL.replace("group: coal, branch: power,", "group: coal, branch: power, output_min: 2.5 TWh,")
    text = text.replace("peaking:\n", "peaking:\n  emission_cap: {2030: 1.5 Mt}\n")
    file = tmp_path_factory.mktemp("pseudo") / "town.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def done(town: Path) -> pipeline.Run:
    run = pipeline.run(town, write_results=False)
    assert run.status == "infeasible"
    return run


def escaped(told: str, *planners: str) -> set[str]:
    """Return the words that have no marks, but for those of a planner."""
    return set(PLAIN.findall(told)) - {one for text in planners for one in PLAIN.findall(text)}


def test_nothing_of_it_escapes_in_the_terminal(town: Path, tmp_path: Path) -> None:
    wide = {"COLUMNS": "400"}  # no path is broken, wherever the folder is
    ran = CliRunner().invoke(app, ["run", str(town), "--out", str(tmp_path / "out")], env=wide)
    assert ran.exit_code == 3
    assert escaped(ran.output, town.read_text(encoding="utf-8"), str(town), str(tmp_path / "out/report.html")) == set()


def test_nothing_of_it_escapes_in_the_summary(town: Path, done: pipeline.Run) -> None:
    known = town.read_text(encoding="utf-8"), str(town)
    listed = [row[key] for row in done.summary["conflict"] for key in ("limit_zh", "relaxation_zh") if row[key]]
    told = [*(done.content.summary.explanation_zh or ()), *listed]
    assert len(told) > 3
    assert [text for text in told if escaped(text, *known)] == []


def test_nothing_of_it_escapes_on_the_page(town: Path, done: pipeline.Run) -> None:
    told = unescape(TAG.sub(" ", ENGLISH_SPAN.sub(" ", conflict_of(render_report(done.content)))))
    assert "emission_cap" in told
    assert escaped(told, town.read_text(encoding="utf-8"), str(town)) == set()


def test_nothing_of_it_escapes_in_a_third_language(
    town: Path, done: pipeline.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in CATALOGUES.glob("*.po"):
        shutil.copy(file, tmp_path)
    write_catalogue(tmp_path, THIRD)
    monkeypatch.setattr(catalogue, "folder", lambda: tmp_path)
    forget()
    try:
        block = conflict_of(render_report(done.content))
    finally:
        forget()
    told = [unescape(TAG.sub(" ", text)) for text in re.findall(f'<span lang="{THIRD}">(.*?)</span>', block)]
    assert any("emission_cap" in text for text in told) and len(told) > 5
    assert [text for text in told if escaped(text, town.read_text(encoding="utf-8"), str(town))] == []


def conflict_of(page: str) -> str:
    """Return the part of a page that says why there is no plan."""
    start = page.index('<div class="conflict">')
    return page[start : page.index("</table>", start)]


def test_nothing_of_it_escapes_in_word_and_excel(town: Path, done: pipeline.Run, tmp_path: Path) -> None:
    known = town.read_text(encoding="utf-8"), str(town)
    write_document(tmp_path / "plan.docx", done.content, "zh")
    reasons = [one.text for one in Document(str(tmp_path / "plan.docx")).paragraphs if one.style.name == "List Bullet"]
    write_workbook(tmp_path / "results.xlsx", done.content)
    cover = openpyxl.load_workbook(tmp_path / "results.xlsx")["Verdict"].iter_rows(values_only=True)
    reasons += [str(row[1]).rpartition("\n")[2] for row in cover if "emission_cap" in str(row[1])]
    assert len(reasons) >= 2
    assert [text for text in reasons if escaped(text, *known)] == []


def without_own_words(told: Value) -> Value:
    """Return a value with its amounts and sentences, and without what a planner wrote."""
    if isinstance(told, Amount):
        return told if told.unit in message.UNITS else Amount(told.low, told.high, "")
    if isinstance(told, Message):
        return replace(told, values=tuple((name, without_own_words(value)) for name, value in told.values))
    return ""


def statements(text: str) -> tuple[Statement, ...]:
    solution = Optimization(written(text)).solve_twin()
    assert solution.status in ("infeasible", "unbounded")
    return solution.explanation


def filled(text: str, **places: str) -> str:
    """Return a scenario with values in its places, which are written in capitals."""
    for name, value in places.items():
        text = text.replace(name, value)
    return textwrap.dedent(text)


@pytest.mark.parametrize(
    "text",
    [
        filled(GREEN, SHARE="50 %"),
        filled(REMOVING.replace(", BOUND", ""), PRICE="60"),
        filled(ABSENT, BOUND="new_capacity_max: 0, activity_min: 5", LIMITS=""),
        filled(FLOORS, SIZE="1.5", AMOUNT="20", CAP="1.2"),
        filled(DARK, LEAST="{2020: 1.5, 2021: 1}", MOST="{2020: 1, 2021: 9}", STANDING="{2020: 8, 2021: 1}"),
        filled(HEAD) + filled(SUN, WHEN="summer_night", LIMITS="fixed_cost: 0", STORE="capacity_max: 1"),
    ],
    ids=["share", "unbounded", "absent", "floors", "apart", "storage"],
)
def test_nothing_of_a_statement_escapes(text: str) -> None:
    for statement in statements(text):
        told = [statement.with_places(), *(limit.words for limit in statement.limits)]
        told += [limit.given for limit in statement.limits if limit.given is not None]
        assert [one for one in told if escaped(str_of(without_own_words(one)))] == []


def str_of(told: Value) -> str:
    return message.rendered(told, "zh")


def test_nothing_of_what_is_counted_or_declared_escapes() -> None:
    roles = [*(equation.role for equation in EQUATIONS.values()), *COLUMN_BOUNDS.values()]
    told = [getattr(role, name, None) for role in roles for name in ("words", "name")]
    told += [counted(2, kind, whose) for kind in KINDS for whose in SUBJECTS]
    told += [*STATUSES.values(), *message.UNITS.values()]
    ours = [re.sub(r"\{\w+\}", "", one.rendered("zh")) for one in told if one is not None]
    assert len(ours) > 300
    assert [text for text in ours if escaped(text)] == []

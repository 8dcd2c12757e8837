"""What a planner wrote is text: no name becomes a link, a line break or a number on a page, or a formula in a file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from carbonsim.report.compare_page import render_comparison
from carbonsim.report.content import Content
from carbonsim.report.figures.chart import Chart, bar, hover
from carbonsim.report.figures.marked import Marked, escaped
from carbonsim.report.page import write_report
from carbonsim.report.words import Unit
from carbonsim.results.results import Results
from tests.report import small_content

MARKS = '<a href="https://foreign.example/">{}</a><br>&lt;b&gt;$x^2$%{{y}}'
OWN = ("steel", "cement", "North", "heat pump", "gas boiler", "Battery-Electric", "oil")  # names of a planner
PLACES = [*OWN, "Wind in the west", "西部风电", "Grain output", "粮食产量"]
PLACES += ["City inventory, old boundary", "Peak in 2028"]
DRAWN_NAMES = """() => [...document.querySelectorAll('.plot')].flatMap(plot => [...plot.querySelectorAll(
    '.legendtext, .xtick text, .ytick text, .annotation-text, .node-label, .xtitle, .ytitle, .hoverlayer text')]
    .map(one => one.textContent))"""


def named(text: Any) -> Any:
    """Return a text with marks around every name that a planner may write."""
    if not isinstance(text, str):
        return text
    return "|".join(MARKS.format(part) if part in PLACES else part for part in text.split("|"))


def hostile(content: Content) -> Content:
    """Return a content in which every name of a planner's holds marks that Plotly would read."""

    def table(one: pd.DataFrame) -> pd.DataFrame:
        return one.map(named)

    def plan(results: Results | None) -> Results:
        assert results is not None
        return Results(table(results.table), table(results.dispatch))

    past = content.scenario.history["ceads"]
    label = past.label.model_copy(update={"en": named(past.label.en), "zh": named(past.label.en)})
    scenario = SimpleNamespace(**vars(content.scenario) | {"name": named(content.scenario.name)})
    scenario.history = {"ceads": past.model_copy(update={"label": label})}
    rows = [{key: named(value) for key, value in row.items()} for row in content.summary["campaigns"]]
    targets = [{key: named(value) for key, value in row.items()} for row in content.summary["targets"]]
    return replace(
        content,
        scenario=scenario,
        summary=small_content.with_summary(content, name=scenario.name, campaigns=rows, targets=targets).summary,
        plan=plan(content.plan),
        twin=plan(content.twin),
        reference=plan(content.reference),
        wedges=table(content.wedges),
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("text")
    content = hostile(small_content.full())
    write_report(content, folder / "report.html")
    other = small_content.full("Other", small_content.TWIN_LEVELS)
    (folder / "compare.html").write_text(render_comparison([content, other]), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in ("report", "compare")}


@pytest.mark.parametrize("name", ["report", "compare"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_is_read_as_marks(name: str, language: str, pages: dict[str, Path], visit: Any) -> None:
    page = visit(pages[name], address=f"#verdict?lang={language}")
    assert page.locator(".plot a").count() == 0
    drawn = page.evaluate(DRAWN_NAMES)
    assert not [text for text in drawn if "&#" in text]
    held = [text for text in drawn if "foreign.example" in text]
    assert held
    assert all("</a><br>" in text for text in held)
    assert any(text.endswith("&lt;b&gt;$x^2$%{y}") for text in held)


def test_what_is_pointed_at_is_told_as_it_is_called(pages: dict[str, Path], visit: Any) -> None:
    page = visit(pages["report"], fresh=True)
    for chart, name in (("industry_split", "steel"), ("heat", "heat pump"), ("districts", "North")):
        page.evaluate("chart => Plotly.Fx.hover(document.querySelector(`#chart-${chart} .plot`), {xval: 2030})", chart)
        page.wait_for_timeout(200)
        told = " ".join(page.locator(f"#chart-{chart} .hoverlayer text").all_text_contents())
        assert "foreign" in told.lower(), name
        assert page.locator(f"#chart-{chart} .hoverlayer a").count() == 0


def test_a_picture_has_the_finding_as_it_is(pages: dict[str, Path], visit: Any) -> None:
    page = visit(pages["report"], fresh=True)
    page.evaluate("() => { Plotly.downloadImage = (drawn) => { window.asked = drawn.layout.title.text; }; }")
    page.click("#chart-wedges [data-action=png]")
    text = page.evaluate("asked")
    assert "<a" not in text
    assert "&#60;a href" in text


def downloaded(page: Any, button: str) -> list[list[str]]:
    with page.expect_download() as waiting:
        page.click(button)
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_table_of_the_page_has_names_as_they_are(pages: dict[str, Path], visit: Any) -> None:
    page = visit(pages["report"], fresh=True)
    series = {row[0] for row in downloaded(page, "#chart-heat [data-action=csv]")}
    assert any("foreign.example" in one for one in series)
    assert not any("&#" in one for one in series)


def test_the_page_writes_no_formula(tmp_path: Path, visit: Any) -> None:
    content = small_content.full()
    inputs = content.data.assign(note=["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "'=x"] * 10, value=-5)
    write_report(replace(content, data=inputs), tmp_path / "report.html")
    page = visit(tmp_path / "report.html")
    rows = downloaded(page, "#inputs-csv")
    notes = [dict(zip(rows[0], row, strict=True))["note"] for row in rows[1:7]]
    assert notes == ["'=1+1", "'+cmd|' /C calc'!A0", "-2", "'@SUM(A1)", "'\t=1", "''=x"]
    assert rows[1][rows[0].index("value")] == "-5"


def test_marks_of_ours_stay_and_all_others_are_letters() -> None:
    trace = bar("<b>a</b>", ["x & y"], [1.0], "#fff", hovertemplate=hover(Unit("<i>%{x}", "$"), "en"))
    drawn = escaped(trace)
    assert drawn["name"] == "&#60;b&#62;a&#60;/b&#62;"
    assert drawn["x"] == ["x &#38; y"]
    assert drawn["hovertemplate"] == "%{y:,.4~r} &#60;i&#62;&#37;{x}"
    assert drawn["y"] == [1.0]
    assert str(Marked("<b>{}</b>").format("<")) == "<b>&#60;</b>"
    assert str(Marked("<br>").join(["a<", "b"])) == "a&#60;<br>b"


def test_a_figure_in_a_notebook_is_escaped_too() -> None:
    chart = Chart("x", "x", "<a>finding</a>", "<a>scope</a>", "$", "x", [bar("$x$", [1], [1.0], "#fff")])
    figure = chart.figure()
    assert "<a>" not in figure.layout.title.text
    assert figure.data[0].name == "&#36;x&#36;"

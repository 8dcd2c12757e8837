"""How demand answered prices is told in summary, page and workbook, where a scenario says that it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import carbonsim
from carbonsim.analysis.summary.summary import Summary
from carbonsim.export.excel import write_workbook
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report
from carbonsim.report.tables.demands import demand_columns, demand_rows

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
ELASTIC = 'price_elasticities: {"buildings/*/heating": {value: -0.3, quality: assumption, source: a test}}\n'
COLDER = "buildings: {outdoor_temperature: -7, classes: {homes: {indoor_temperature: %s}}}\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A child of the tutorial in which coal is dearer and rooms are kept a degree colder from 2026 on."""
    folder = tmp_path_factory.mktemp("answering")
    warm, cold = COLDER % "22", COLDER % "{2025: 22, 2026: 21}"
    parent, child = folder / "warm.yaml", folder / "cold.yaml"
    parent.write_text(f"extends: {TUTORIAL}\nreference: warm.yaml\n{warm}", encoding="utf-8")
    prices = "energy: {fuels: {raw_coal: {price: {2025: 30, 2026: 60}}}}\n"
    child.write_text(f"extends: warm.yaml\nreference: warm.yaml\n{ELASTIC}{cold}{prices}", encoding="utf-8")
    return carbonsim.run(child, write_results=False)


def test_the_summary_tells_amount_price_and_worth_by_year(run: Run) -> None:
    (record,) = run.summary.demands
    assert record.service == "buildings/homes/heating" and record.elasticity == -0.3 and record.unit == "PJ"
    for year in record.years:
        curve = year.asked * (year.price / year.usual_price) ** -0.3
        assert year.demanded == pytest.approx(curve, rel=1e-6)
        assert year.price > year.usual_price and year.demanded < year.asked
        wanted = year.asked * 29.0 / 28.0
        lost = year.usual_price * wanted * (1.0 - (28.0 / 29.0) ** (1.0 - 1.0 / 0.3)) / (1.0 - 1.0 / 0.3)
        assert year.given_up == pytest.approx(lost, rel=1e-6)
    parts = run.summary.objective_parts
    assert parts is not None and parts.surplus == pytest.approx(record.surplus, rel=1e-6)
    assert 0.0 < record.given_up < -record.surplus


def test_what_comfort_is_worth_is_more_than_what_its_heat_cost(run: Run) -> None:
    """A degree of 29 is given up: the area below the demand is a little more than price times heat."""
    (record,) = run.summary.demands
    for year in record.years:
        spared = year.asked / 28.0
        assert 1.0 < year.given_up / (year.usual_price * spared) < 1.1


def test_the_page_tells_each_service_in_both_languages(run: Run) -> None:
    (row,) = demand_rows(run.summary)
    assert "Homes" in row.name.rendered("en") and "Heating" in row.name.rendered("en")  # type: ignore[union-attr]
    assert len(row.figures) + 1 == len(demand_columns(run.summary))
    page = render_report(run.content)
    assert 'id="demand-list"' in page and "How demand answers prices" in page and "需求对价格的响应" in page


def test_the_workbook_tells_every_year(run: Run, tmp_path: Path) -> None:
    write_workbook(tmp_path / "results.xlsx", run.content)
    rows = [*load_workbook(tmp_path / "results.xlsx", read_only=True)["Demands"].values]
    (record,) = run.summary.demands
    assert len(rows) == 1 + len(record.years)
    assert [row[3] for row in rows[1:]] == [year.year for year in record.years]
    assert [row[5] for row in rows[1:]] == pytest.approx([year.demanded for year in record.years])


def test_a_summary_is_read_back_with_it(run: Run) -> None:
    assert Summary.model_validate(run.summary.plain()).demands == run.summary.demands


def test_where_none_answers_nothing_is_told(run: Run) -> None:
    bare = Summary.model_validate({**run.summary.plain(), "demands": []})
    assert not demand_rows(bare)

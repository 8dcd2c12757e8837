"""What is avoided of air pollutants: by the plan, by each campaign alone, and told alike in every place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from carbonsim import pipeline
from carbonsim.export.excel import write_workbook
from carbonsim.export.word_air import air_word_tables
from carbonsim.messages.message import rendered
from carbonsim.pipeline import Run
from carbonsim.report.air.tables import SAME, air_groups, air_years, avoided_rows
from carbonsim.report.figures.emissions.air import air_pollution
from carbonsim.report.page import render_report
from carbonsim.report.words import number
from tests.system import town

FACTORS = {
    "coal": {"sector": "energy", "fuels": ["coal"], "emission_factors": {"SO2": 100, "NOx": 50, "PM25": 10}},
    "gas": {"sector": "energy", "fuels": ["gas"], "emission_factors": {"NOx": 40}},
}
SAVING = {
    "category": "urban-rural", "owner": "Energy Bureau", "start": 2021, "full_by": 2025,
    "changes": {"buildings.classes.homes.uses.heating.intensity": 0.7},
}  # fmt: skip


def run(folder: Path, **changes: Any) -> Run:
    folder.mkdir(exist_ok=True)
    town.read(folder, {"air": {"factors": FACTORS}, **changes})
    return pipeline.run(folder / "changed.yaml", write_results=False)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run]:
    """The town with a campaign, and without it."""
    base = tmp_path_factory.mktemp("air")
    return run(base / "with", campaigns={"saving": SAVING}), run(base / "without")


def test_what_a_campaign_avoids_is_what_two_runs_are_apart(runs: tuple[Run, Run]) -> None:
    with_it, without = runs
    avoided = with_it.summary.campaigns[0].air_avoided_kt
    assert set(avoided) == {"SO2", "NOx", "PM2.5"}
    for one, other in zip(with_it.summary.air, without.summary.air, strict=True):
        apart = {year: other.plan_kt[year] - kept for year, kept in one.plan_kt.items()}
        assert avoided[one.pollutant] == pytest.approx(apart, abs=1e-6)
    assert max(avoided["SO2"].values()) > 0.0


def test_the_table_adds_up_and_tells_no_difference_as_none(runs: tuple[Run, Run]) -> None:
    content = runs[0].content
    groups, years = air_groups(content), air_years(content)
    assert [group.name for group in groups] == ["SO2", "NOx", "PM2.5"]
    for group in groups:
        assert all(len(row.cells) == len(years) for row in group.rows)
    total = content.series("Air Pollution|SO2")[years[0]]
    assert rendered(groups[0].rows[0].cells[0], "en") == number(total)
    (row,) = avoided_rows(content)
    assert any(rendered(cell, "en") != SAME.rendered("en") for cell in row.cells)


def test_page_workbook_and_document_tell_it(runs: tuple[Run, Run], tmp_path: Path) -> None:
    content = runs[0].content
    page = render_report(content)
    assert 'id="air-list"' in page and 'id="air-campaigns"' in page
    write_workbook(tmp_path / "results.xlsx", content)
    book = openpyxl.load_workbook(tmp_path / "results.xlsx", read_only=True)
    assert {"Air", "Air avoided"} <= set(book.sheetnames)
    tables = list(air_word_tables(content))
    assert len(tables) == 2 and len(tables[0].rows) == sum(len(group.rows) for group in air_groups(content))
    for language in ("en", "zh"):
        chart = air_pollution(content, language)
        assert chart is not None and set(chart.views) >= {"SO2.sector", "SO2.fuel", "PM25.sector"}


def test_without_factors_nothing_stands_of_air(tmp_path: Path) -> None:
    town.read(tmp_path, {})
    content = pipeline.run(tmp_path / "changed.yaml", write_results=False).content
    assert not content.summary.air and not list(air_word_tables(content)) and air_pollution(content) is None
    assert 'id="air-list"' not in render_report(content)

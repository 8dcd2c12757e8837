"""What was seen of options is told on the page where people choose, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

import carbonsim
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report
from carbonsim.report.tables.choices import choice_rows

CHOOSING = Path(__file__).parents[2] / "scenario" / "choosing.yaml"


def run_with(folder: Path, choices: str) -> Run:
    file = folder / "chosen.yaml"
    file.write_text(f"extends: {CHOOSING}\nreference: chosen.yaml\n{choices}", encoding="utf-8")
    return carbonsim.run(file, write_results=False)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_with(tmp_path_factory.mktemp("choosing"), "choices: {}\n")


def test_each_option_of_the_set_has_a_row_with_its_figures(run: Run) -> None:
    (found,) = choice_rows(run.summary)
    assert found.unit == "million CNY/PJ"
    network, gas = found.options
    assert [row.basis.id for row in found.options] == ["the stock", "the stock"]
    shares = [float(row.figures[0].removesuffix(" %")) for row in (network, gas)]
    assert sum(shares) == pytest.approx(100.0, abs=0.11)
    records = {record.technology.rsplit("/", 1)[1]: record for record in run.summary.choices}
    spread = 0.167 * sum(record.share * record.cost for record in records.values())
    for record in records.values():
        assert record.spread == pytest.approx(spread, rel=1e-6)
        assert record.own_price_elasticity == pytest.approx(-(1.0 - record.share) * record.cost / spread)


def test_the_page_tells_it_in_both_languages(run: Run) -> None:
    page = render_report(run.content)
    assert 'id="choice-list"' in page
    assert "How people and firms choose" in page and "Gas heating" in page and "燃气供暖" in page


def test_a_run_without_choices_has_no_such_table(tmp_path: Path) -> None:
    plain = run_with(tmp_path, "choices: {on: false}\n")
    assert plain.summary.choices == ()
    assert 'id="choice-list"' not in render_report(plain.content)

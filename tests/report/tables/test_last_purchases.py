"""What is bought in the last year in which it may be is told on the page, and how many limits on shares bind."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import carbonsim
from carbonsim.analysis.summary.summary import Summary
from carbonsim.export.excel import side_by_side, write_workbook
from carbonsim.messages.message import Wording, rendered
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report
from carbonsim.report.tables.last_purchases import last_purchase_rows, share_limit_sentence

CHOOSING = Path(__file__).parents[2] / "scenario" / "choosing.yaml"
ENDING = """
choices: {}
buildings:
  technologies:
    gas-heat: {last_year: 2032, share_max: 60 %}
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    file = tmp_path_factory.mktemp("ending") / "ending.yaml"
    file.write_text(f"extends: {CHOOSING}\nreference: ending.yaml\n{ENDING}", encoding="utf-8")
    return carbonsim.run(file, write_results=False)


def test_the_option_that_ends_has_a_row(run: Run) -> None:
    (row,) = last_purchase_rows(run.summary)
    (record,) = run.summary.last_purchases
    built = run.plans.plan.new_capacity
    last = built[built["technology"].str.endswith("gas-heat") & (built["year"] == record.last_year)]["value"].sum()
    span = run.plans.system.years.span(record.last_year)
    assert record.bought == pytest.approx(last / len(span)) and 2032 - len(span) < record.last_year <= 2032
    assert row.figures[0] == str(record.last_year)
    assert row.within is (record.ratio is not None and record.ratio <= 1.3)
    assert bool(row.why) is not row.within


def test_the_workbook_has_a_sheet_of_them(run: Run, tmp_path: Path) -> None:
    write_workbook(tmp_path / "ending.xlsx", run.content)
    head, (service, option, year, share, bought, usual, unit, *_) = openpyxl.load_workbook(tmp_path / "ending.xlsx")[
        "Last purchases"
    ].iter_rows(values_only=True)
    (record,) = run.summary.last_purchases
    assert len(head) == 9 and (service, option) == ("Homes, Heating 住宅，供暖", side_by_side(row_name(run)))
    assert (year, share, unit) == (record.last_year, pytest.approx(record.share_of_service), "GW/yr")
    assert (bought, usual) == pytest.approx((record.bought, record.usual))


def row_name(run: Run) -> Wording:
    (row,) = last_purchase_rows(run.summary)
    return row.name


def test_a_service_is_told_with_who_uses_it(run: Run) -> None:
    (row,) = last_purchase_rows(run.summary)
    assert (rendered(row.service, "en"), rendered(row.service, "zh")) == ("Homes, Heating", "住宅，供暖")


def test_limits_on_shares_are_counted_over_all_set_years(run: Run) -> None:
    (record,) = run.summary.share_limits
    planned = [year for year in run.summary.years if year >= (run.summary.plan_from or 0)]
    assert record.years == len(planned) and [*record.limited] == planned
    sentence = share_limit_sentence(run.summary)
    assert sentence is not None and f"stand in {len(planned)} of {len(planned)} set-years" in str(sentence)


def test_those_that_bind_are_named(run: Run) -> None:
    (record,) = run.summary.share_limits
    free = record.model_copy(update={"years": 5, "limited": (2030, 2031), "binding": (), "paths": ()})
    bound = free.model_copy(update={"binding": (2031,), "paths": ("a.share_max",)})
    sentence = str(share_limit_sentence(run.summary.model_copy(update={"share_limits": (bound, free)})))
    assert "stand in 4 of 10 set-years and bind in 1 (10 %): a.share_max." in sentence


def test_of_many_a_few_are_named(run: Run) -> None:
    (record,) = run.summary.share_limits
    many = record.model_copy(update={"binding": record.limited, "paths": tuple(f"key{place}" for place in range(8))})
    sentence = str(share_limit_sentence(run.summary.model_copy(update={"share_limits": (many,)})))
    assert sentence.endswith("key5 and 2 other keys.") and "key6" not in sentence


def test_the_page_shows_both_in_both_languages(run: Run) -> None:
    page = render_report(run.content)
    assert 'id="last-purchase-list"' in page and 'id="share-limits"' in page
    assert "What is bought in the last year in which it may be" in page and "可购置的最后一年的购置量" in page


def test_without_choices_neither_is_told(run: Run) -> None:
    bare = Summary.model_validate({**run.summary.plain(), "share_limits": [], "last_purchases": []})
    assert last_purchase_rows(bare) == [] and share_limit_sentence(bare) is None

"""What foresight alone does is told apart where it is asked for: worked out by hand, and in summary and page."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import carbonsim
from carbonsim.export.excel import write_workbook
from carbonsim.export.word_objective import foresight_table
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report
from carbonsim.report.tables.foresight import foresight_line, foresight_rows
from carbonsim.report.terminal.tables import run_tables, terminal_foresight_table

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
# Coal is dear from 2023 on, and three pumps can be built in a year: ten need four years, of which one is seen.
SCENARIO = """
    schema: 1
    name: Seen too late
    foresight: {foresight}
    time: {{years: [2020, 2021, 2022, 2023, 2024], discount_rate: 0 %/yr}}
    scope: {{name: territorial}}
    system:
      commodities: {{coal: {{emission_factors: {{CO2: 100 kg/GJ}}}}, heat: {{}}}}
      technologies:
        mine: {{outputs: {{coal: 1}}, variable_cost: {{2022: 1, 2023: 100}}}}
        boiler: {{inputs: {{coal: 1}}, outputs: {{heat: 1}}}}
        pump:
          outputs: {{heat: 1}}
          lifetime: 20
          capacity_to_activity: 1
          capital_cost: 100
          new_capacity_max: 3
      demands: {{heat: {{amount: 10}}}}
    """
EMITTED = {"short": [1.0, 1.0, 0.7, 0.4, 0.1], "perfect": [0.9, 0.6, 0.3, 0.0, 0.0]}


def run(folder: Path, foresight: str = "{years: 0}", **options: bool) -> Run:
    file = folder / "late.yaml"
    file.write_text(SCENARIO.format(foresight=foresight), encoding="utf-8")
    return carbonsim.run(file, write_results=False, **options)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(tmp_path_factory.mktemp("late"), perfect=True)


def test_both_paths_are_those_worked_out_by_hand(done: Run) -> None:
    seen = done.summary.foresight
    assert seen is not None and seen.short is not None and seen.perfect is not None
    for name, path in (("short", seen.short), ("perfect", seen.perfect)):
        assert [*path.emissions_Mt.values()] == pytest.approx(EMITTED[name], abs=1e-9), name
        assert path.cumulative_Mt == pytest.approx(sum(EMITTED[name]))


def test_so_are_the_resources(done: Run) -> None:
    """A pump that stands for n of its 20 years uses up 5 n; coal costs 1, and 100 from 2023 on."""
    seen = done.summary.foresight
    assert seen is not None and seen.short is not None and seen.perfect is not None
    pumps = {"short": [0, 0, 3, 3, 3], "perfect": [1, 3, 3, 3, 0]}
    for name, path in (("short", seen.short), ("perfect", seen.perfect)):
        stood = sum(built * 5.0 * (5 - place) for place, built in enumerate(pumps[name]))
        burnt = [10.0 * one for one in EMITTED[name]]
        assert path.resource == pytest.approx(stood + sum(burnt[:3]) + 100.0 * sum(burnt[3:]))


def test_a_run_with_perfect_foresight_comes_to_the_same(done: Run, tmp_path: Path) -> None:
    alone = run(tmp_path, "perfect", perfect=True)
    assert alone.summary.foresight is None and foresight_line(alone.content) is None
    whole = run(tmp_path, "{years: 10}").content  # further than the horizon
    assert str(foresight_line(whole)) == "Decided with perfect foresight: all years are in sight at once."
    seen = done.summary.foresight
    assert seen is not None and seen.perfect is not None
    assert [*alone.summary.emissions_Mt.values()] == pytest.approx([*seen.perfect.emissions_Mt.values()])
    assert alone.summary.total_cost.value == pytest.approx(seen.perfect.resource)


def test_the_page_tells_it_as_a_line_apart(done: Run) -> None:
    page = render_report(done.content)
    assert 'id="foresight-list"' in page and 'id="foresight"' in page
    assert "What foresight alone does" in page and "预见期本身的影响" in page
    named = {str(row.name): [str(text) for text in row.texts] for row in foresight_rows(done.content)}
    assert len(named) == 4 and any("together" in name for name in named)


def test_the_document_tells_the_same(done: Run, tmp_path: Path) -> None:
    table = foresight_table(done.content)
    assert table is not None
    assert table.rows == [(row.name, *row.texts) for row in foresight_rows(done.content)]
    assert foresight_table(run(tmp_path).content) is None


def test_what_demands_answered_stays_as_it_was(tmp_path: Path) -> None:
    """A tax that halves what is asked for halves it with all years in sight too: only foresight differs."""
    folder = TUTORIAL.parent
    text = (
        f"extends: {folder / 'tutorial.yaml'}\nreference: {folder / 'tutorial.yaml'}\nforesight: {{years: 5}}\n"
        "price_elasticities: {'*': -0.3}\nenergy: {carbon_price: 300 CNY/t}\n"
    )
    (tmp_path / "taxed.yaml").write_text(text, encoding="utf-8")
    done = carbonsim.run(tmp_path / "taxed.yaml", write_results=False, perfect=True)
    twin, perfect = done.plans.twin, done.plans.perfect
    assert perfect is not None and perfect.status == "optimal" and not perfect.answered
    answered = {key: one for key, one in twin.answered.items() if abs(one.demanded / one.asked - 1.0) > 1e-4}
    assert answered
    (_, service, year), one = next(iter(answered.items()))
    used = {str(key[1]) for key in done.plans.system.parameters["output_ratio"] if key[3] == service}
    served = perfect.activity[perfect.activity["technology"].isin(used) & (perfect.activity["year"] == year)]
    assert served["value"].sum() == pytest.approx(one.demanded, rel=1e-6)


def test_where_it_was_not_asked_for_the_page_says_how_to_get_it(tmp_path: Path) -> None:
    plain = run(tmp_path)
    assert plain.summary.foresight is not None and plain.summary.foresight.short is None
    assert foresight_rows(plain.content) == []
    page = render_report(plain.content)
    assert "run with --perfect to see it" in page and 'id="foresight-list"' not in page
    assert "Decided year after year with 0 years more in sight" in page


def test_workbook_and_terminal_tell_the_same(done: Run, tmp_path: Path) -> None:
    write_workbook(tmp_path / "late.xlsx", done.content)
    read = openpyxl.load_workbook(tmp_path / "late.xlsx")
    head, *rows = read["Foresight"].iter_rows(values_only=True)
    assert [row[0] for row in rows] == [2020, 2021, 2022, 2023, 2024] and len(head) == 4
    for (_, *told), short, perfect in zip(rows, EMITTED["short"], EMITTED["perfect"], strict=True):
        assert told == pytest.approx([short, perfect, short - perfect], abs=1e-9)
    cover = {row[0].value: row[1].value for row in read["Verdict"].iter_rows(min_row=2)}
    assert "0 years more in sight" in cover["How years are decided 各年决策方式"]
    verdict, *_, alone = run_tables(done.summary, tmp_path)
    assert "foresight" in [*verdict.columns[0].cells]
    assert [[*column.cells][-1] for column in alone.columns[1:]] == ["617", "178", "439"]  # 90 + 527, 160 + 18


def test_no_sheet_is_written_of_what_was_not_asked_for(tmp_path: Path) -> None:
    plain = run(tmp_path)
    write_workbook(tmp_path / "late.xlsx", plain.content)
    assert "Foresight" not in openpyxl.load_workbook(tmp_path / "late.xlsx").sheetnames
    assert terminal_foresight_table(plain.summary) is None

"""Tables of record in the report: published series, budgets, projects, actuals and the inventory, in two languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import carbonsim
from carbonsim.export.excel import write_workbook
from carbonsim.messages.message import rendered
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report, write_report
from carbonsim.report.tables import inventory, records
from carbonsim.report.terminal.tables import terminal_economy_table
from carbonsim.report.words import number

ROOT = Path(__file__).parents[3]
TOWN = f"""
extends: {ROOT / "src" / "carbonsim" / "library" / "city" / "peak.yaml"}
name: Recorded
history:
  followed:
    label: {{en: Our balance, zh: 本市平衡}}
    variable: Emissions|CO2|Energy
    unit: 万吨
    scope: {{en: energy, zh: 能源活动}}
    boundary: {{en: the city, zh: 全市}}
    followed: true
    values: {{2025: 548}}
    source: a balance
    quality: derived
    note: {{en: it rests on the official total, zh: 以官方总量为基础}}
  grid:
    label: {{en: A grid, zh: 网格数据}}
    scope: {{en: all, zh: 全部}}
    boundary: {{en: a square, zh: 方格}}
    values: {{2019: 2, 2020: 2.5, 2021: 3}}
    source: a satellite
    quality: literature
    note: {{en: half of the coal is missing, zh: 缺少一半煤炭}}
  grown:
    label: {{en: Value added, zh: 增加值}}
    variable: GDP
    unit: 亿元
    scope: {{en: all branches, zh: 全部行业}}
    boundary: {{en: the city, zh: 全市}}
    status: confirmed
    values: {{2024: 900}}
    source: the yearbook
    quality: official
districts:
  keys: {{energy: plants, industry: works, transport: people, buildings: people, imports: people}}
  areas:
    north: {{label: {{en: North, zh: 北区}}, shares: {{plants: 100 %, works: 25 %, people: 40 %}}}}
    south: {{label: {{en: South, zh: 南区}}, shares: {{plants: 0, works: 75 %, people: 60 %}}}}
projects:
  works:
    label: {{en: New works, zh: 新工厂}}
    branch: manufacturing
    start: 2027
    energy: {{raw_coal: 3 PJ}}
    value_added: 2
    jobs: 1200
actuals:
  emitted:
    label: {{en: CO2 of the city, zh: 全市二氧化碳}}
    unit: 万吨
    values: {{2025: 600}}
    source: the statistics office
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Run:
    file = tmp_path_factory.mktemp("town") / "recorded.yaml"
    file.write_text(TOWN, encoding="utf-8")
    return carbonsim.run(file, write_results=False)


@pytest.fixture(scope="module")
def page(town: Run) -> str:
    return render_report(town.content)


def shown(page: str, table: str) -> str:
    found = re.search(rf'<table[^>]*id="{table}".*?</table>', page, re.S)
    assert found is not None
    return found[0]


def test_every_published_series_is_listed_the_followed_one_first_with_the_reason(town: Run, page: str) -> None:
    rows = records.published(town.content)
    assert [rendered(row.name, "en") for row in rows] == ["Our balance", "A grid", "Value added"]
    assert [rendered(row.standing, "zh") for row in rows] == ["模型据此校核", "仅供对照", "已确认"]
    table = shown(page, "published-series")
    for text in ("half of the coal is missing", "缺少一半煤炭", "a satellite", "followed", "模型据此校核"):
        assert text in table


def test_the_model_stands_beside_a_series_in_its_unit(town: Run) -> None:
    """548 ten thousands of tonnes are told so in Chinese, and as 5.48 Mt in English; so is the model's figure."""
    (balance, grid, grown) = records.published(town.content)
    assert town.results is not None
    inside = town.results.series("Emissions|CO2|Energy")[2025]
    assert (rendered(balance.figures, "en"), rendered(balance.figures, "zh")) == (
        "2025: 5.48 Mt CO₂",
        "2025年548万吨二氧化碳",
    )
    assert rendered(balance.model, "en") == f"2025: {number(inside)} Mt CO₂"
    assert rendered(balance.model, "zh").startswith(f"2025年{100 * inside:,.0f}万吨")
    assert rendered(grid.figures, "en") == "2020: 2.50 Mt CO₂, 2021: 3.00 Mt CO₂ (2019–2021)"
    assert rendered(grown.model, "zh") == f"2025年{number(10 * town.results.series('GDP')[2025])}亿元"


def test_only_series_of_carbon_are_drawn_and_only_in_megatonnes(town: Run) -> None:
    drawn = {past.name: past for past in town.content.history}
    assert set(drawn) == {"followed", "grid"}
    assert drawn["followed"].values == pytest.approx({2025: 5.48})
    assert not any(past.confirmed for past in drawn.values())


def test_a_confirmed_series_of_something_else_has_no_say_in_the_verdict(town: Run) -> None:
    assert town.content.peak.year >= 2025


def test_the_budget_tells_every_year_its_total_and_its_sectors(town: Run, page: str) -> None:
    (table, *_) = records.budgets(town.content)
    assert (table.first, table.last, table.years) == (2026, 2030, (2026, 2027, 2028, 2029, 2030))
    assert town.results is not None
    cells = table.groups[0][1][0][1]
    assert len(cells) == 6
    assert float(rendered(cells[0], "zh").replace(",", "")) == pytest.approx(
        100 * town.results.series("Peaking Emissions")[2026], rel=1e-3
    )
    assert "2026—2030年碳排放预算" in page and "Carbon budget 2026–2030" in page


def test_what_changes_in_the_economy_is_told_with_gdp_and_jobs(town: Run, page: str) -> None:
    """The works add 2 billion CNY, 20 of the Chinese hundred millions, and 1,200 jobs, in every year from 2027."""
    table = records.economy_table(town.content.summary)
    assert table is not None
    ((name, cells),) = table.rows
    assert rendered(name, "zh") == "新工厂"
    count = len(table.years)
    assert [rendered(cell, "en") for cell in cells] == ["+2.00"] * count + ["+1,200"] * count
    assert rendered(cells[0], "zh") == "+20.0"
    written = dict(zip(("en", "zh"), ("What the scenario changes in the economy", "本情景对经济的改变"), strict=True))
    assert all(text in page for text in written.values())
    assert town.results is not None
    gdp, change = (town.results.series(one) for one in ("GDP", "Change of GDP|Works"))
    assert change[2030] == pytest.approx(2) and change[2025] == 0
    assert gdp[2030] == pytest.approx(sum(town.results.series(f"GDP|{one}")[2030] for one in
                                          ("Primary", "Secondary", "Tertiary")))  # fmt: skip


def test_terminal_and_workbook_tell_what_changes_in_the_economy(town: Run, tmp_path: Path) -> None:
    shown = terminal_economy_table(town.summary)
    assert shown is not None and {"+2.00", "+1,200"} <= {str(cell) for one in shown.columns for cell in one.cells}
    write_workbook(tmp_path / "results.xlsx", town.content)
    head, *rows = load_workbook(tmp_path / "results.xlsx")["Economic changes"].iter_rows(values_only=True)
    assert "of which suppliers, billion CNY" in str(head[5])
    told = {row[3]: (row[1], row[2], *row[4:]) for row in rows}
    assert told[2030] == ("新工厂", "projects.works", 2, 0, 1200)
    assert told[2025][2:] == (0, 0, 0)


def test_the_budget_is_told_by_sector_and_district_by_place_and_by_responsibility(town: Run, page: str) -> None:
    """All plants stand in the north; who uses their power and heat is responsible for what they emit."""
    place, user, *_ = records.district_tables(town.content)
    assert [rendered(name, "zh") for name in place.districts] == ["北区", "南区"]
    cells = {
        table: {rendered(name, "en"): [float(rendered(cell, "en").replace(",", "")) for cell in row]
                for name, row in one.rows}
        for table, one in (("place", place), ("user", user))
    }  # fmt: skip
    north, south, both = cells["place"]["Power and heat"]
    assert (south, both) == (0, north) and north > 0
    north, south, both = cells["user"]["Industry"]
    assert (north, south) == (pytest.approx(0.25 * both, rel=2e-3), pytest.approx(0.75 * both, rel=2e-3))
    (budget, *_) = records.budgets(town.content)
    total = float(rendered(budget.groups[0][1][0][1][-1], "en").replace(",", ""))
    assert [one["Total"][-1] for one in cells.values()] == pytest.approx([total, total], rel=2e-3)
    assert "who is responsible" in page and "按责任主体" in page


def test_a_project_is_told_with_and_without(town: Run, page: str) -> None:
    """3 PJ of raw coal at 90.9 kg/GJ are 0.273 Mt, which nothing else makes room for in the twin."""
    (row,) = records.projects(town.content)
    assert (rendered(row.alone, "en"), rendered(row.alone, "zh")) == ("+0.273", "+27.3")
    assert row.years == "2027" and row.jobs == "1,200"
    for told, key in ((row.peak_with, "peak_with"), (row.peak_without, "peak_without")):
        peak = town.summary["projects"][0][key]
        assert rendered(told, "en") == f"{peak['year']}, {number(peak['level_Mt'], 4)}"
    assert "新工厂" in shown(page, "project-list")


def test_an_actual_stands_beside_the_plan_in_the_units_of_each_language(town: Run, page: str) -> None:
    (row,) = records.actuals(town.content)
    assert (rendered(row.actual, "en"), rendered(row.actual, "zh"), rendered(row.unit, "zh")) == (
        "6.000",
        "600.0",
        "万吨二氧化碳",
    )
    assert town.results is not None
    gap = 6 - town.results.series("Peaking Emissions")[2025]
    assert float(rendered(row.gap, "en")) == pytest.approx(gap, rel=1e-2)
    assert "全市二氧化碳" in shown(page, "actual-list")


def test_the_inventory_is_there_in_both_standards_with_keys(town: Run, page: str) -> None:
    ipcc, gpc = shown(page, "ipcc"), shown(page, "gpc")
    assert "1A1aii" in ipcc and "热电联产" in ipcc and ">NE<" in ipcc and ">IE<" in ipcc
    assert "I.1" in gpc and "居民建筑" in gpc and "BASIC+" in gpc
    lines = {line.code: line for line in inventory.by_category(town.content) if line.code}
    assert lines["1A"].counted == "yes" and lines["2"].counted == ""
    assert "coal-equivalent" in shown(page, "conventions") and "当量值" in shown(page, "conventions")


def test_the_accounting_scope_is_told_above_the_inventory(town: Run) -> None:
    english, chinese = (rendered(inventory.scope_line(town.content), language) for language in ("en", "zh"))
    assert "net imported power" in english and "without process CO₂ and land" in english
    assert "不计入工业生产过程、土地利用" in chinese


def test_a_reader_finds_the_tables_in_either_language(town: Run, tmp_path: Path, visit: Any) -> None:
    file = tmp_path / "recorded.html"
    write_report(town.content, file)
    page = visit(file, fresh=True)
    for language, heading in (("en", "Inventory"), ("zh", "温室气体清单")):
        page.click(f'button[data-language="{language}"]')
        assert page.inner_text("#inventory h2") == heading
        assert page.is_visible("#project-list") and page.is_visible("#actual-list")
        for anchor in ("records", "inventory"):
            assert page.is_visible(f'nav a[href="#{anchor}"]')
    body = page.inner_text("#ipcc tbody")
    assert "热电联产" in body and "Combined heat" not in body


def amounts(page: Any, table: str, language: str) -> list[float]:
    cells = page.locator(table).first.locator(f"td.n span[lang={language}]").all_text_contents()
    plain = (cell.replace(",", "").replace("−", "-").replace("+", "") for cell in cells)
    return [float(cell) for cell in plain if re.fullmatch(r"-?\d+(\.\d+)?", cell)]


@pytest.mark.parametrize(
    ("language", "other", "emissions", "energy"), [("en", "wt", 100.0, 0.0293076), ("zh", "mt", 0.01, 0.000293076)]
)
def test_units_reach_the_tables_of_record_and_their_heads(
    language: str, other: str, emissions: float, energy: float, town: Run, tmp_path: Path, visit: Any
) -> None:
    file = tmp_path / "recorded.html"
    write_report(town.content, file)
    page = visit(file, fresh=True)
    page.click(f'button[data-language="{language}"]')
    heads = "all => all.map(one => one.innerText)"
    ratios = {".budget-table": emissions, "#ipcc": emissions, "#gpc": emissions, "#conventions": energy}
    before = {table: amounts(page, table, language) for table in ratios}
    codes = page.locator("#ipcc td:first-child").all_inner_texts()
    titles = page.eval_on_selector_all("small.counted", heads)
    with_project = page.locator(f"#project-list td:nth-child(10) span[lang={language}]")
    year, level = re.split("[,，] ?", with_project.inner_text(), maxsplit=1)
    page.click(f".units [data-unit={other}]")
    page.click(".units [data-unit=EJ]")
    page.wait_for_selector("html[data-drawn=all]")
    for table, ratio in ratios.items():
        after = amounts(page, table, language)
        assert len(after) == len(before[table]) > 5
        assert after == pytest.approx([value * ratio for value in before[table]], rel=0.02, abs=5e-5), table
    assert page.locator("#ipcc td:first-child").all_inner_texts() == codes
    assert all(one != two for one, two in zip(page.eval_on_selector_all("small.counted", heads), titles, strict=True))
    year_then, level_then = re.split("[,，] ?", with_project.inner_text(), maxsplit=1)
    assert year_then == year
    assert float(level_then.replace(",", "")) == pytest.approx(float(level.replace(",", "")) * emissions, rel=0.01)


def test_a_scenario_without_records_has_none_of_these_tables() -> None:
    page = render_report(carbonsim.run(ROOT / "scenarios" / "island.yaml", write_results=False).content)
    for table in ("published-series", "project-list", "actual-list", "ipcc", "gpc"):
        assert f'id="{table}"' not in page

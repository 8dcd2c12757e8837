"""A base year as a workbook: it goes out and comes back the same, closes line by line, and works in an office."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from typer.testing import CliRunner

from carbonsim import pipeline
from carbonsim.cli import app
from carbonsim.errors import ScenarioError
from carbonsim.export.city_folder import new_workbook_city
from carbonsim.results.flows import yearly_flows
from carbonsim.scenario.reading.workbook_layout import BALANCE, RECORD, SUPPLY_ROWS
from carbonsim.system.assemble import assemble
from carbonsim.system.base_year.energy_balance import base_year_balance
from tests.export.office import edit

CHANGCHUN = Path(__file__).parents[2] / "scenarios" / "changchun"
PJ_PER_10K_TCE = 0.293076  # 29.3076 GJ a tonne (GB/T 2589-2020)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "desk"
    new_workbook_city(folder, "", CHANGCHUN / "peak-2030.yaml")
    return folder


def find_cell(page: object, key: str, header: str) -> str:
    """Return the cell in the row of a key, under a header that stands above it."""
    rows = list(page.iter_rows())  # type: ignore[attr-defined]
    row = next(place for place, cells in enumerate(rows) if cells[0].value == key)
    for cells in reversed(rows[:row]):
        for cell in cells[2:]:
            if str(cell.value or "").startswith(header):
                return f"{cell.column_letter}{row + 1}"
    raise LookupError(header)


def test_a_city_goes_out_as_a_workbook_and_comes_back_the_same(desk: Path) -> None:
    before = pipeline.read_checked(CHANGCHUN / "peak-2030.yaml")
    after = pipeline.read_checked(desk / "peak-2030.yaml")
    one, two = assemble(before)[0], assemble(after)[0]
    assert one is not None
    assert two is not None
    assert one.digest() == two.digest()
    assert after.peaking == before.peaking
    assert not (after.data_table()["quality"].fillna("") == "").any(), "every figure says what it rests on"
    assert after.calibration == before.calibration
    assert after.industry is not None
    coal = after.industry.branches["food"].uses["steam"].final_energy["raw_coal"]
    assert coal.at(2020) == 17.2
    assert coal.quality == "assumption"
    assert str(coal.source).startswith("the calibration item: it closes the official total")


def test_every_value_stands_in_one_place(desk: Path) -> None:
    scenario = pipeline.read_checked(desk / "baseline.yaml")
    places = [scenario.locate(path)[0] for path, _ in scenario.quantities()]
    held = [place for place in places if "city.xlsx" in place]
    assert len(held) > 300
    assert scenario.locate("transport.fleets.car.stock")[0].endswith("city.xlsx:交通!D4")
    text = (desk / "model.yaml").read_text(encoding="utf-8")
    assert "final_energy: {}" in text
    assert "floor_area:" not in text


def test_the_balance_is_laid_out_as_the_national_table(desk: Path) -> None:
    book = openpyxl.load_workbook(desk / "city.xlsx")
    page = book[BALANCE]
    names = [str(cell.value or "").strip("　") for cell in page["B"]]
    order = [
        "一、可供本地区消费的能源量", *SUPPLY_ROWS.values(), "二、加工转换投入（－）产出（＋）量", "三、损失量与自用量",
        "四、终端消费量", "1.农、林、牧、渔业", "2.工业", "3.建筑业", "4.交通运输、仓储和邮政业",
        "5.批发、零售、住宿、餐饮及其他服务业", "6.居民生活", "五、平衡差额（须为0）",
    ]  # fmt: skip
    assert [name for name in names if name in order] == order
    headers = [str(cell.value) for cell in page[4][2:] if cell.value]
    assert "原煤（万吨标准煤）" in headers
    assert all(text.endswith("（万吨标准煤）") or text in ("来源", "数据质量") for text in headers)
    assert page.column_dimensions["A"].hidden
    assert book[RECORD].sheet_state == "hidden"


def test_formulas_are_locked_figures_open_and_qualities_chosen_from_a_list(desk: Path) -> None:
    book = openpyxl.load_workbook(desk / "city.xlsx")
    for name in book.sheetnames:
        page = book[name]
        assert page.protection.sheet, name
        formulas = [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
        assert all(cell.protection.locked for cell in formulas)
    page = book[BALANCE]
    assert not page[find_cell(page, "supply.inflow", "原煤")].protection.locked
    assert len([cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]) > 300
    lists = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert lists[0].formula1 == '"官方,文献,推算,假设"'
    assert {rule.type for rule in page.data_validations.dataValidation} == {"list", "decimal"}


def test_a_new_city_comes_with_a_workbook_and_runs_as_it_is(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["new", str(tmp_path / "city"), "--workbook", "--name", "某市"])
    assert done.exit_code == 0, done.output
    assert sorted(file.name for file in (tmp_path / "city").iterdir()) == [
        "baseline.yaml", "carbonsim.schema.json", "city.xlsx", "model.yaml", "peak.yaml",
    ]  # fmt: skip
    ran = pipeline.run(tmp_path / "city" / "peak.yaml", write_results=False)
    assert ran.summary["status"] == "optimal"
    assert ran.scenario.region == "某市"
    lines = base_year_balance(ran.scenario)
    supply = sum(lines.need(name) + lines.primary(name) for name in lines.commodities())
    assert ran.results is not None
    assert supply / 29.3076 == pytest.approx(ran.results.series("Energy Consumption|Calorific")[2025], rel=1e-4)


def test_nothing_is_written_over_and_from_needs_the_workbook(desk: Path, tmp_path: Path) -> None:
    before = (desk / "city.xlsx").read_bytes()
    with pytest.raises(ScenarioError, match="already there") as raised:
        new_workbook_city(desk, "", CHANGCHUN / "baseline.yaml")
    assert len(raised.value.findings) == 5  # workbook, model, baseline and two files of series
    assert (desk / "city.xlsx").read_bytes() == before
    done = CliRunner().invoke(app, ["new", str(tmp_path / "x"), "--from", str(CHANGCHUN / "baseline.yaml")])
    assert done.exit_code == 2
    assert "--from without --workbook" in done.output
    assert not (tmp_path / "x").exists()


def test_a_city_without_sectors_has_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="a scenario without sectors"):
        new_workbook_city(tmp_path / "x", "", CHANGCHUN.parent / "island.yaml")
    assert not (tmp_path / "x").exists()


def test_a_plant_that_nothing_tells_of_is_named(tmp_path: Path) -> None:
    file = tmp_path / "town.yaml"
    file.write_text(
        f"extends: {CHANGCHUN.parent / 'tutorial.yaml'}\nenergy: {{plants: {{coal-plant: {{history: null}}}}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError, match=r"energy\.plants\.coal-plant: found nothing on what it made in 2025"):
        new_workbook_city(tmp_path / "x", "", file)


def test_three_cells_changed_in_an_office_are_read_run_and_filed(desk: Path, tmp_path: Path) -> None:
    """What a clerk does: more coal in food processing, bought outside, and a revised GDP; the rest is recalculated."""
    book = openpyxl.load_workbook(desk / "city.xlsx")
    page, economy = book[BALANCE], book["经济社会"]
    coal = find_cell(page, "industry.branches.food.uses.steam.final_energy", "原煤")
    bought = find_cell(page, "supply.inflow", "原煤")
    gdp = find_cell(economy, "economy.growth_corridor.central", "2020年")
    more = 20.0
    cells = {
        (BALANCE, coal): page[coal].value + more,
        (BALANCE, bought): page[bought].value + more,
        ("经济社会", gdp): 6700.0,
    }
    for name in ("model.yaml", "baseline.yaml", "peak-2030.yaml", "use-by-hour.csv", "wind-and-sun.csv"):
        (tmp_path / name).write_bytes((desk / name).read_bytes())
    edit(desk / "city.xlsx", tmp_path / "city.xlsx", cells, tmp_path, "nobody has filled in the workbook")

    told = openpyxl.load_workbook(tmp_path / "city.xlsx", data_only=True)[BALANCE]
    checks = next(row for row in told.iter_rows(values_only=True) if row[0] == "~check")
    assert [abs(value) for value in checks[2:] if value is not None] == pytest.approx(
        [0.0] * len([value for value in checks[2:] if value is not None]), abs=5e-4
    )

    before = pipeline.read_checked(desk / "baseline.yaml")
    done = pipeline.run(tmp_path / "peak-2030.yaml", out=tmp_path / "out", word="zh")
    assert done.summary["status"] == "optimal"
    assert done.scenario.economy is not None
    assert done.scenario.economy.gdp.at(2020) == 670.0
    lines = base_year_balance(done.scenario)
    raw = lines.need("raw_coal") - base_year_balance(before).need("raw_coal")
    assert raw == pytest.approx(more * PJ_PER_10K_TCE)
    assert told[bought].value * PJ_PER_10K_TCE == pytest.approx(lines.need("raw_coal"), rel=1e-6)

    flows = yearly_flows(done.plans.system, done.plans.plan)
    taken, given = (table[table["year"] == 2020] for table in (flows.taken, flows.given))
    for line in lines.lines:  # what was optimised closes on what was filled in, line by line
        for commodity, flow in line.flows.items():
            where = _where(line.key, commodity, flow.value)
            if where is not None:
                table = taken if where[0] == "taken" else given
                found = table[(table["technology"] + "/").str.startswith(where[1]) & table["commodity"].isin(where[2])]
                assert found["value"].sum() == pytest.approx(abs(flow.value), rel=1e-5, abs=1e-4), (line.key, commodity)

    memo = {str(row[0]): row for row in told.iter_rows(values_only=True)}
    whole = [cell.value for cell in told[4]].index("合计（万吨标准煤）")
    flared = 0.1836 / PJ_PER_10K_TCE  # landfill gas that is burnt off, which the results count and the sheet does not
    assert memo["~memo/coal-equivalent"][whole] + flared == pytest.approx(
        100 * done.summary["base_year"]["energy_Mtce"], rel=2e-5
    )

    draft = Document(str(tmp_path / "out" / "plan.docx"))
    energy = next(table for table in draft.tables if table.rows[0].cells[0].text == "品种")
    total = float(energy.rows[-1].cells[1].text.replace(",", ""))
    assert total == pytest.approx(1910.9 + more, rel=4e-3)  # the official total of 2020, and the coal that was added


def _where(key: str, commodity: str, flow: float) -> tuple[str, str, list[str]] | None:
    """Return where the optimum has a line: what is taken or given, by which technologies, under which names."""
    at_plant = {"electricity": ["electricity_supply"], "district_heat": ["heat_supply"]}.get(commodity, [commodity])
    if key.startswith("plant/"):
        if flow > 0 and commodity == "electricity":
            return None  # gross here, net of own use there
        name = key.removeprefix("plant/")
        branch = "heat" if name.endswith(("boiler", "pump")) else "power"
        return ("given" if flow > 0 else "taken", f"{branch}/{name}/", at_plant)
    if key.startswith("losses/"):
        return None
    steps = key.split(".")
    if steps[0] == "transport" and steps[1] == "fleets":
        return "taken", f"transport/{steps[2]}/distance/", [commodity]
    sector = "buildings" if steps[0] == "economy" else steps[0]
    return "taken", f"{sector}/{steps[2]}/{steps[4]}/", [commodity]


def test_a_workbook_of_a_workbook_keeps_its_balance(desk: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(desk / "city.xlsx")
    page = book[BALANCE]
    bought, made = (find_cell(page, f"supply.{key}", "原煤") for key in ("inflow", "production"))
    page[made].value, page[bought].value = 30.0, page[bought].value - 30.0
    for name in ("model.yaml", "baseline.yaml", "use-by-hour.csv", "wind-and-sun.csv"):
        (tmp_path / name).write_bytes((desk / name).read_bytes())
    book.save(tmp_path / "city.xlsx")
    new_workbook_city(tmp_path / "again", "", tmp_path / "baseline.yaml")
    again = openpyxl.load_workbook(tmp_path / "again" / "city.xlsx")[BALANCE]
    assert again[made].value == pytest.approx(30.0)
    assert again[bought].value == pytest.approx(page[bought].value)
    one, two = (assemble(pipeline.read_checked(folder / "baseline.yaml"))[0] for folder in (desk, tmp_path / "again"))
    assert one is not None
    assert two is not None
    assert one == two


BEHAVIOUR = """
choices: {shares: {buildings/rural-residential/heating: {straw-heat: 60 %, rural-coal-heat: 40 %}}}
price_elasticities: {buildings/urban-residential/heating: -0.2}
"""


def test_how_people_behave_goes_out_and_comes_back_the_same(tmp_path: Path) -> None:
    shutil.copytree(CHANGCHUN, tmp_path / "city")
    source = tmp_path / "city" / "baseline.yaml"
    (tmp_path / "city" / "behaving.yaml").write_text(BEHAVIOUR, encoding="utf-8")
    text = re.sub(r"(?m)^(include: \[.*)\]$", r"\1, behaving.yaml]", source.read_text(encoding="utf-8"))
    source.write_text(text, encoding="utf-8")
    new_workbook_city(tmp_path / "desk", "", source)
    book = openpyxl.load_workbook(tmp_path / "desk" / "city.xlsx")
    assert {"投资者", "选择行为", "需求弹性"} <= set(book.sheetnames)
    assert book["投资者"][find_cell(book["投资者"], "actors.energy", "各年不变值")].value == pytest.approx(10.0)
    drift = "choices.drift.transport/car/distance/battery-electric"
    assert book["选择行为"][find_cell(book["选择行为"], drift, "2030年")].value == pytest.approx(-9.0)
    names = [str(cell.value) for cell in book["选择行为"]["B"]]
    assert any("私人小汽车" in name and name.endswith("纯电动") for name in names)
    before, after = pipeline.read_checked(source), pipeline.read_checked(tmp_path / "desk" / "baseline.yaml")
    sections = (
        "actors.",
        "choices.spread.",
        "choices.shares.",
        "choices.entry.",
        "choices.drift.",
        "price_elasticities.",
    )
    held = [path for path, _ in after.quantities() if path.startswith(sections)]
    assert len(held) >= 8 and all("city.xlsx" in after.locate(path)[0] for path in held)
    one, two = assemble(before)[0], assemble(after)[0]
    assert one is not None and two is not None
    assert one.digest() == two.digest()

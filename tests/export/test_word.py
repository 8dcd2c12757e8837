"""The document a bureau files: it holds the run's own figures, in both languages, and opens in LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from ruamel.yaml import YAML
from typer.testing import CliRunner

import carbonsim
from carbonsim import pipeline
from carbonsim.analysis.summary.records import PlanIntensityRecord
from carbonsim.cli import app
from carbonsim.export import word
from carbonsim.export.word import write_document
from carbonsim.report.figures.emissions.emissions import sectors
from carbonsim.report.target_words import document_titles
from carbonsim.report.words import Language
from tests.export.office import find_office
from tests.optimization.regional_systems import regional_data

PATH = re.compile(r"\b[a-z-]+\.[a-z]+[._][a-z_.-]+")
LIBRARY = Path(carbonsim.__file__).parent / "library"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
TEXT = f"""
extends: {SCENARIOS / "tutorial.yaml"}
targets:
  wind-2030:
    {{indicator: wind_capacity, year: 2030, at_least: 0.05, attribute: obligatory,
     level: city, lead: {{en: Wind Bureau, zh: 风电局}}}}
  wind-of-the-nation-2030: {{indicator: wind_capacity, year: 2030, at_least: 0.09, level: national}}
  coal-2030:
    {{indicator: coal_use, year: 2030, at_most: -5 % against 2025, wording: about, level: national, date: "2026-03-05",
     source: Outline of the 15th Five-Year Plan}}
  travel-2030:
    {{label: {{en: Green travel, zh: 绿色出行比例}}, unit: "%", year: 2030, at_least: 77, wording: aim, level: city,
     action: all-people, lead: {{en: Transport Bureau, zh: 交通局}}, source: City plan, entered: {{2030: 70}}}}
assessments:
  yearly:
    label: {{en: Yearly evaluation, zh: 年度考核}}
    indicators:
      coal: {{kind: control, label: {{en: Coal, zh: 煤炭}}, indicator: coal_use}}
      sinks: {{kind: supporting, label: {{en: Sinks, zh: 碳汇}}}}
document:
  requirements: {{stability: {{en: Seek progress while keeping stability., zh: 坚持稳中求进。}}}}
  tasks: {{transport: {{buses: {{en: Buses come first., zh: 公交优先。}}}}}}
actuals:
  emissions: {{label: {{en: Emissions, zh: 排放}}, source: bulletin, values: {{2025: 4.3}}}}
projects:
  works:
    {{label: {{en: Works, zh: 工厂}}, branch: homes, start: 2028, energy: {{raw_coal: 0.1 Mtce}},
     value_added: 2, jobs: 300}}
campaigns:
  cheap-gas:
    {{label: {{en: Gas for boilers, zh: 煤改气}}, category: urban-rural, owner: {{en: Housing Bureau, zh: 住建局}},
     start: 2027, full_by: 2030, changes: {{energy.fuels.natural_gas.price: 60}}}}
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Run:
    file = tmp_path_factory.mktemp("word") / "town.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return pipeline.run(file, write_results=False)


def tables_of(file: Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(str(file)).tables]


def test_the_tables_are_those_of_the_run_in_ten_thousands(
    done: pipeline.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    write_document(tmp_path / "plan.docx", done.content, "zh")
    tables = tables_of(tmp_path / "plan.docx")
    first, energy, emissions, costs, goals, indicators, campaigns, projects, economy, leaks, bureaus, budget, *_ = (
        tables
    )
    evaluation, actuals, _, annex = tables[-4:]
    assert first[0][:3] == ["类别", "项目", "责任单位"]
    assert [row[0] for row in costs[1:]] == ["较基准情景", "重点行动公共资金", "不含私人车辆的能源系统"]
    assert energy[-1][0] == emissions[-1][0] == "合计"
    told = float(emissions[-1][1].replace(",", ""))
    assert told == pytest.approx(100 * done.summary["base_year"]["emissions_Mt"], rel=1e-3)
    assert sum(float(row[1].replace(",", "")) for row in emissions[1:-1]) == pytest.approx(told, rel=1e-3)
    years = ["2025", "2026", "2027", "2028", "2030"]  # the base, then the model years of the first five-year plan
    assert indicators[0] == ["指标", "单位", *years, "目标", "属性", "牵头单位"]
    wind = next(row for row in indicators if row[0] == "风电装机容量")
    assert wind[-3:] == ["2030：≥ 5.000（市）", "约束性", "风电局"], "the city's own target, not the nation's"
    assert [row[0] for row in campaigns[1:]] == ["煤改气"]
    assert {row[0] for row in goals[1:]} == {"“十五五”（2026–2030）"}
    assert ["绿色出行比例", "2030", "≥ 77.00%", "力争", "市", "70.00%", "未及力争目标（人工填报）"] in [
        row[1:] for row in goals
    ]
    assert [row[0] for row in leaks[1:]] == ["煤改气（重点行动）", "工厂（项目）", "达峰方案（政策）"]
    assert ["交通局", "绿色出行比例", "–"] in bureaus and ["住建局", "–", "煤改气"] in bureaus
    assert evaluation[-1][-2:] == ["待填报", "无目标值：由人工填报完成与否"]
    assert projects[1][:5] == ["工厂", "–", "2028", "2028", "10.00"]
    assert projects[1][6:8] == ["20.0", "300.0"]
    assert economy[0][:2] == ["变化", "2030年地区生产总值，亿元"]
    assert economy[1] == ["工厂", "+20.0", "+20.0", "+20.0", "+300", "+300", "+300"]
    total = done.summary["carbon_budget"][0]["total_Mt"]
    assert float(budget[1][-1].replace(",", "")) == pytest.approx(100 * total, rel=1e-3)
    assert budget[0] == ["项目", "2026", "2027", "2028", "2029", "2030", "五年合计"]
    assert annex[0] == ["假设", "单位", "2025", "2030", "2035", "2040", "依据"]
    assert all(len(row[-1]) > 10 for row in annex[1:]), "every assumption says what it rests on"
    assert ["住宅，建筑面积", "万平方米"] in [row[:2] for row in annex]
    assert actuals[1][:4] == ["排放", "2025", "万吨", "430.0"]


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh", "天然气，价格：75 → 60元/吉焦（2030年）"), ("en", "Natural gas, price: 75 → 60 CNY/GJ (2030)")],
)
def test_campaigns_tell_what_they_set_in_words(
    done: pipeline.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language, told: str
) -> None:
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    write_document(tmp_path / "plan.docx", done.content, language)
    tables = tables_of(tmp_path / "plan.docx")
    assert told in [row[1] for table in tables for row in table if len(row) > 1]
    cells = [cell for table in tables for row in table for cell in row]
    assert not [cell for cell in cells if PATH.search(cell)], "no path of the scenario file is shown to a reader"


def test_chapters_follow_the_order_that_published_plans_have(
    done: pipeline.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    write_document(tmp_path / "plan.docx", done.content, "zh")
    paragraphs = [(p.style.name, p.text) for p in Document(str(tmp_path / "plan.docx")).paragraphs if p.style]
    chapters = [text for style, text in paragraphs if style == "Heading 1"]
    order = ["编制依据", "总体要求", "分阶段目标", "重点任务", "保障措施", "组织实施与评价考核"]
    assert chapters.pop(0) == "年度任务清单"
    assert [text.split("、")[1] for text in chapters[:6]] == order
    assert all(text.startswith("附件：") for text in chapters[6:])
    actions = [text for style, text in paragraphs if style == "Heading 2"]
    assert len(actions) == 11 and actions[0] == "（1）能源绿色低碳转型行动" and actions[-1] == "重点项目"
    told = [text for _, text in paragraphs]
    assert told.index("公交优先。") == told.index("（5）交通运输绿色低碳行动") + 1
    sector = next(text for text in told if text.startswith("到2030年，煤炭消费总量"))
    assert told.index(actions[0]) < told.index(sector) < told.index(actions[1]), "a sector target stands in its action"
    basis = told[told.index(chapters[0]) + 1 : told.index(chapters[1])]
    assert basis == ["国民经济和社会发展第十五个五年规划纲要（2026-03-05）", "City plan"]
    assert "坚持稳中求进。" in told


def test_every_document_behind_a_shipped_target_has_a_title_in_chinese() -> None:
    written: set[str] = set()
    for file in (LIBRARY / "policy").glob("*.yaml"):
        content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        for one in (*content["targets"].values(), *content.get("assessments", {}).values()):
            written |= set(one["source"].split("; "))
    assert written == set(document_titles())


def test_tables_are_numbered_and_no_page_end_parts_a_row(
    done: pipeline.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    write_document(tmp_path / "plan.docx", done.content, "zh")
    document = Document(str(tmp_path / "plan.docx"))
    captions = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert [text.split("　")[0] for text in captions] == [f"表{n}" for n in range(1, len(document.tables) + 1)]
    for table in document.tables:
        assert all(row._tr.trPr is not None and "cantSplit" in row._tr.trPr.xml for row in table.rows)


def test_without_a_renderer_a_line_says_so(done: pipeline.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kaleido", None)
    for language, words in (("zh", "未安装绘图组件"), ("en", "No renderer is installed")):
        write_document(tmp_path / f"{language}.docx", done.content, language)  # type: ignore[arg-type]
        document = Document(str(tmp_path / f"{language}.docx"))
        assert any(words in paragraph.text for paragraph in document.paragraphs)
        assert not document.inline_shapes


def test_with_a_renderer_figures_are_pictures(done: pipeline.Run, tmp_path: Path) -> None:
    pytest.importorskip("kaleido", reason="the extra `word` is not installed: pip install 'carbonsim[word]'")
    if shutil.which("chromium") is None:
        told = "chromium is not installed: nothing draws the figures of the draft"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
    write_document(tmp_path / "plan.docx", done.content, "en")
    assert len(Document(str(tmp_path / "plan.docx")).inline_shapes) >= 2


def test_a_draft_says_what_was_calculated_and_never_that_the_city_has_peaked(
    done: pipeline.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    write_document(tmp_path / "plan.docx", done.content, "zh")
    text = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "plan.docx")).paragraphs)
    assert "教程示例市碳达峰实施方案（测算稿）" in text
    assert "已达峰" not in text
    assert "预测" not in text
    assert "判定规则" in text
    assert "到2030年，绿色出行比例≥ 77.00%（市，力争）；测算结果70.00%" in text


def test_a_draft_tells_co2_per_gdp_of_both_five_year_plans(
    done: pipeline.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    plans = ({"first": 2020, "last": 2025, "change": -0.1394}, {"first": 2025, "last": 2030, "change": -0.2024})
    content = done.content
    told = tuple(PlanIntensityRecord(**one) for one in plans)
    content = replace(content, summary=content.summary.model_copy(update={"plan_intensities": told}))
    write_document(tmp_path / "plan.docx", content, "en")
    text = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "plan.docx")).paragraphs)
    assert "CO₂ per GDP: -13.94% in 2020–2025 and -20.24% in 2025–2030." in text


def test_the_command_line_writes_the_draft_and_libreoffice_opens_it(tmp_path: Path) -> None:
    file = tmp_path / "town.yaml"
    file.write_text(TEXT, encoding="utf-8")
    command = ["run", str(file), "--out", str(tmp_path / "out"), "--word", "--language", "en", "--quiet"]
    assert CliRunner().invoke(app, command).exit_code == 0
    office = find_office("the draft cannot be opened")
    draft = tmp_path / "out" / "plan.docx"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(draft)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = (tmp_path / "plan.txt").read_text(encoding="utf-8-sig")
    assert "Carbon peaking plan of Tutorial town (draft)" in text
    assert "Carbon budget 2026–2030" in text


def test_an_infeasible_plan_is_a_draft_with_its_reasons(tmp_path: Path) -> None:
    file = tmp_path / "tight.yaml"
    file.write_text(
        f"extends: {SCENARIOS / 'tutorial.yaml'}\npeaking: {{emission_cap: {{2028: 0.1 Mt}}}}\n", encoding="utf-8"
    )
    done = pipeline.run(file, out=tmp_path / "out", word="en")
    assert done.summary["status"] == "infeasible"
    text = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "out" / "plan.docx")).paragraphs)
    assert done.summary["explanation"][0] in text
    assert done.summary["explanation_zh"][0] not in text  # a document has one language


def test_a_system_without_sectors_has_no_empty_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    done = pipeline.run(SCENARIOS / "island.yaml", write_results=False)
    write_document(tmp_path / "plan.docx", done.content, "zh")
    assert all(len(table) > 1 for table in tables_of(tmp_path / "plan.docx"))
    paragraphs = [paragraph.text for paragraph in Document(str(tmp_path / "plan.docx")).paragraphs]
    assert "本情景没有可列的指标。" in paragraphs


def test_a_data_set_has_a_draft_in_its_own_names_and_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A technology called coal is no fuel of ours, and nobody knows that the emissions are in tonnes."""
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    scenario = regional_data().write(tmp_path, "description: two regions\n")
    for file in tmp_path.rglob("*.csv"):
        file.write_text(file.read_text(encoding="utf-8").replace("plant", "coal"), encoding="utf-8")
    done = pipeline.run(scenario, write_results=False)
    write_document(tmp_path / "plan.docx", done.content, "zh")
    first, emitted, *_ = tables_of(tmp_path / "plan.docx")
    assert {row[0] for row in first[1:]} == {"新建"}
    assert [row[0] for row in emitted[1:]] == ["coal", "模型以外", "合计"]
    total = done.content.series("Peaking Emissions")[2020]
    assert float(emitted[-1][1]) == pytest.approx(total, rel=1e-3)
    paragraphs = [paragraph.text for paragraph in Document(str(tmp_path / "plan.docx")).paragraphs]
    assert any("2020年排放（数据单位）" in text for text in paragraphs)
    assert "核算口径：数据集全部区域：CO2。" in paragraphs
    drawn = sectors(done.content, "zh")
    assert drawn is not None and [trace["name"] for trace in drawn.traces] == ["coal", "模型以外", "合计"]

"""Where nothing is emitted there is no peak to judge, and no output tells one."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from typer.testing import CliRunner

import carbonsim
from carbonsim.cli import app

NOTHING = "nothing is emitted; there is no peak to judge"
NEVER = "never more is emitted than taken up; there is no peak to judge"
SYSTEM = """
    name: NAME
    time: {years: [2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030], discount_rate: 0.05}
    system:
      commodities: {power: {}}
      technologies: {plant: {outputs: {power: 1}, variable_cost: 5, emission_factors: {CO2: FACTOR}}}
      demands: {power: {amount: AMOUNT}}
    """
CITY = Path(carbonsim.__file__).parent / "library" / "city" / "peak.yaml"
CLEAN = """
    extends: CITY
    name: Clean
    energy:
      fuels: {raw_coal: ZERO, natural_gas: ZERO, gasoline: ZERO, diesel: ZERO}
      trade: {emission_factor: 0}
    """
CASES = {
    "zero": SYSTEM.replace("FACTOR", "0").replace("AMOUNT", "10"),
    "sink": SYSTEM.replace("FACTOR", "-0.1").replace("AMOUNT", "10"),
    "later": SYSTEM.replace("FACTOR", "0.1").replace("AMOUNT", "{2020: 10, 2024: 0}"),
    "clean": CLEAN.replace("CITY", str(CITY)).replace("ZERO", "{emission_factors: {CO2: 0}}"),
}
REASONS = {"zero": NOTHING, "sink": NEVER, "clean": NOTHING}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """Folder and terminal of each case, the last in Chinese."""
    folder = tmp_path_factory.mktemp("nothing")
    made = {}
    for name, text in CASES.items():
        file = folder / f"{name}.yaml"
        lines = [line[4:] for line in text.replace("NAME", name.capitalize()).strip("\n").splitlines()]
        file.write_text("\n".join(lines), encoding="utf-8")
        tongue = {"LC_ALL": "zh_CN.UTF-8" if name == "clean" else "en_US.UTF-8", "COLUMNS": "300"}
        done = CliRunner().invoke(app, ["run", str(file), "--out", str(folder / name), "--word"], env=tongue)
        assert done.exit_code == 0, done.output
        made[name] = folder / name, done.output
    return made


@pytest.mark.parametrize("name", REASONS)
def test_no_peak_is_in_the_summary_and_its_keys_stay(told: dict[str, tuple[Path, str]], name: str) -> None:
    summary = json.loads((told[name][0] / "summary.json").read_text(encoding="utf-8"))
    assert summary["peak"] == dict.fromkeys(["year", "level_Mt", "status", "rule", "plateau", "window"])


def test_the_terminal_says_why(told: dict[str, tuple[Path, str]]) -> None:
    assert NOTHING in told["zero"][1] and NEVER in told["sink"][1]
    assert "各年均无排放，不作达峰判定" in told["clean"][1] and "达峰判定规则" not in told["clean"][1]
    assert "First year within" not in told["zero"][1] + told["sink"][1]


@pytest.mark.parametrize("name", REASONS)
def test_report_workbook_and_document_say_why(told: dict[str, tuple[Path, str]], name: str) -> None:
    folder = told[name][0]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert f"This is the least-cost plan: {REASONS[name]}." in page
    assert "不作达峰判定。" in page and ">Peak year<" not in page and ">Peak rule" not in page
    verdict = openpyxl.load_workbook(folder / "results.xlsx")["Verdict"]
    rows = {str(row[0].value): row[1].value for row in verdict.iter_rows(max_col=2)}
    assert rows["Peak year 达峰年份"] is None and rows["Rule 达峰判定规则"] is None
    assert str(rows["Verdict 达峰判定"]).startswith(REASONS[name]) and "不作达峰判定" in str(rows["Verdict 达峰判定"])
    (file,) = folder.glob("*.docx")
    text = "\n".join(paragraph.text for paragraph in Document(str(file)).paragraphs)
    assert "there is no peak to judge" in text or "不作达峰判定" in text
    assert "Mann" not in text


def test_a_path_that_ends_at_nothing_has_its_peak(told: dict[str, tuple[Path, str]]) -> None:
    """1 Mt in 2020, none from 2024 on."""
    peak = json.loads((told["later"][0] / "summary.json").read_text(encoding="utf-8"))["peak"]
    assert (peak["year"], peak["level_Mt"], peak["status"]) == (2020, pytest.approx(1.0), "peaked (projected)")


def test_runs_with_and_without_a_peak_are_compared(told: dict[str, tuple[Path, str]]) -> None:
    folder = told["zero"][0].parent
    for names in (("zero", "sink"), ("zero", "later"), ("sink", "later", "clean")):
        page = folder / f"{'-'.join(names)}.html"
        done = CliRunner().invoke(app, ["compare", *(str(folder / name) for name in names), "--out", str(page)])
        assert done.exit_code == 0, done.output
        assert ("peaks first, in 2020" in page.read_text(encoding="utf-8")) == ("later" in names)


def test_a_notebook_shows_why(told: dict[str, tuple[Path, str]]) -> None:
    shown = carbonsim.run(told["zero"][0].parent / "zero.yaml", write_results=False)._repr_html_()
    assert NOTHING in shown

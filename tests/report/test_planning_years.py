"""The years of tables, tiles and figures are the scenario's own, and no planning year stands in the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from typer.testing import CliRunner

import carbonsim
from carbonsim.analysis.milestones import milestones_of
from carbonsim.cli import app
from carbonsim.report.tables.targets import budget_rows

SOURCE = Path(carbonsim.__file__).parent
ROOMS = ("report", "analysis", "export", "results", "system", "optimization", "scenario")
YEAR = re.compile(r"(?<![\d.#])(?:19|20)\d\d(?![\d.%])")
ALLOWED = {  # file → texts in which a year stands that is no planning year
    "analysis/carbon_budget.py": {"2021"},  # the calendar of five-year plans
    "report/parts/inventory.html": {"IPCC 2006"},
    "report/peak_years.py": {"2006 IPCC Guidelines"},
    "report/parts/page.js": {"1900"},  # what may be a year at all
    "scenario/section.py": {"1900"},
    "scenario/describing/keys.py": {"1900"},
    "scenario/quantity.py": {"1900"},
    "scenario/reading/validate.py": {"1900"},
    "scenario/reading/csv_tables.py": {"a year such as 2030"},
    "results/results_csv.py": {"a year such as 2030", "a number such as 2000.5"},
    "scenario/rules/peaking.py": {"for other figures in other years write emission_cap: {2030: …, 2035: …}"},
    "system/targets.py": {'or a change such as "-17 % against 2025"'},
    "scenario/sections/targets.py": {
        'floor in the unit of the indicator, by year, or a change such as "-17 % against 2025"',
    },
}  # fmt: skip


def literals(file: Path) -> list[tuple[int, str]]:
    """Numbers and texts of a Python file that hold a year, without docstrings; lines of a template."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        return [(number, line) for number, line in enumerate(text.splitlines(), 1) if YEAR.search(line)]
    tree, found = ast.parse(text), list[tuple[int, str]]()
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told and YEAR.search(str(node.value)):
            found.append((node.lineno, str(node.value)))
    return found


def test_no_planning_year_stands_in_the_code() -> None:
    files = [
        file
        for room in ROOMS
        for ending in ("*.py", "*.html", "*.js")
        for file in sorted((SOURCE / room).rglob(ending))
    ]  # fmt: skip
    assert len(files) > 150
    told = []
    for file in files:
        name = file.relative_to(SOURCE).as_posix()
        allowed = ALLOWED.get(name, set())
        told += [
            f"{name}:{line}: {text[:80]}"
            for line, text in literals(file)
            if not any(known in text for known in allowed) and not SOURCED.search(text)
        ]
    assert not told, "\n".join(told)


SOURCED = re.compile(r"IPCC \(?20|IPCC 2006|GB/T|_20\d\d\b")  # guidelines, standards, names of data


@pytest.mark.parametrize(
    ("years", "plan_from", "columns", "ends"),
    [
        ([*range(2020, 2036), 2040, 2060], 2026, (2020, 2025, 2026, 2027, 2028, 2029, 2030), (2030, 2035, 2060)),
        ([*range(2022, 2031), 2035, 2040, 2045], 2024, (*range(2022, 2031),), (2030, 2035, 2045)),
        ([2022, 2024, 2028, 2033, 2045], 2024, (2022, 2024, 2028, 2033), (2033, 2045)),
        (list(range(1990, 2011)), None, (1990, 1991, 1992, 1993, 1994, 1995), (1995, 2000, 2010)),
        ([2025, 2026, 2027], 2026, (2025, 2026, 2027), (2027,)),
        ([*range(2014, 2061)], 2022, (2014, 2021, 2022, 2023, 2024, 2026, 2027, 2028, 2030), (2030, 2035, 2060)),
        ([2020], None, (2020,), (2020,)),
    ],
)
def test_milestones_come_from_base_plan_and_five_year_plans(
    years: list[int], plan_from: int | None, columns: tuple[int, ...], ends: tuple[int, ...]
) -> None:
    """2021–2025 and 2026–2030 are five-year plans; the first that lies wholly in the plan is the first told."""
    known = milestones_of(years, plan_from)
    assert known is not None and known.ends == ends
    assert known.columns == columns and len(columns) <= 9


def test_no_years_have_no_milestones() -> None:
    assert milestones_of([]) is None


CITY = """
extends: {city}
name: City of 2022
targets:
  clean: {{indicator: non_fossil_share, year: 2030, at_least: 12 %, level: city}}
campaigns:
  homes: {{label: {{en: Warm homes, zh: 暖房}}, category: urban-rural, owner: {{en: Housing, zh: 住建局}}, start: 2025,
          full_by: 2030, changes: {{energy.fuels.natural_gas.price: 60}}}}
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library's city three years earlier: base 2022, plan from 2024, horizon 2045, with a document."""
    folder = tmp_path_factory.mktemp("city")
    for file in (SOURCE / "library" / "city").glob("*.yaml"):
        moved = re.sub(r"\b20[2-5]\d\b", lambda found: str(min(int(found[0]) - 3, 2045)), file.read_text("utf-8"))
        moved = re.sub(r"years: \[.*\]", f"years: [{', '.join(map(str, YEARS))}]", moved)
        moved = re.sub(r"plan_from: \d+", "plan_from: 2024", moved).replace("last_year: 2022", "last_year: 2023")
        (folder / file.name).write_text(moved, encoding="utf-8")
    (folder / "town.yaml").write_text(CITY.format(city="peak.yaml"), encoding="utf-8")
    done = CliRunner().invoke(app, ["run", str(folder / "town.yaml"), "--out", str(folder / "out"), "--word"])
    assert done.exit_code == 0, done.output
    (folder / "terminal.txt").write_text(done.output, encoding="utf-8")
    return folder


YEARS = (*range(2022, 2031), 2035, 2040, 2045)
FOREIGN = re.compile(r"\b(?:2020|2021|2060|2050|2055)\b")


def test_a_city_of_another_base_year_has_its_own_columns_on_the_page(city: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((city / "out" / "report.html").as_uri())
    page.wait_for_selector("#budget", state="attached")
    heads = page.eval_on_selector_all("table th[class~=n]", "cells => cells.map(cell => cell.textContent.trim())")
    assert [head for head in heads if head.isdigit()][:9] == [str(year) for year in range(2022, 2031)]
    assert any("Abatement in 2030" in head for head in heads)
    rows = page.eval_on_selector_all("#budget tbody th", "cells => cells.map(cell => cell.textContent.trim())")
    assert rows == [str(year) for year in (*range(2024, 2031), 2035)]
    page.evaluate("document.querySelectorAll('svg').forEach((drawn) => drawn.remove())")  # round years on axes are none
    shown = page.evaluate("document.body.innerText")
    assert not FOREIGN.search(shown), [line for line in shown.splitlines() if FOREIGN.search(line)]
    page.close()


def test_its_document_workbook_and_terminal_tell_its_own_years(city: Path) -> None:
    document = Document(str(next((city / "out").glob("*.docx"))))
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert any([cell for cell in head if cell.isdigit()] == [str(year) for year in range(2022, 2031)] for head in heads)
    assert any("2030年减排量（万吨）" in head or "Abatement 2030, 10⁴ t" in head for head in heads)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts = cells + [paragraph.text for paragraph in document.paragraphs]
    assert not [text for text in texts if FOREIGN.search(text)]
    book = openpyxl.load_workbook(city / "out" / "results.xlsx", read_only=True)
    heads_ = [str(cell.value) for name in book.sheetnames for row in book[name].iter_rows(max_row=3) for cell in row]
    assert "2022" in heads_ and not [head for head in heads_ if FOREIGN.search(head)]
    assert "Mt in 2030" in (city / "terminal.txt").read_text(encoding="utf-8")


def test_the_change_of_the_carbon_budget_is_a_year(city: Path) -> None:
    """Over the five years from 2030 to 2035 the yearly change is the fifth root of the whole one."""
    run = carbonsim.run(city / "town.yaml", write_results=False)
    path = run.content.series("Peaking Emissions", "plan")
    rows = {row.year: row for row in budget_rows(run.content)}
    for year, before, steps in ((2030, 2029, 1), (2035, 2030, 5)):
        told = float(rows[str(year)].change.rstrip("%").replace("−", "-"))
        assert (1 + told / 100) ** steps == pytest.approx(path[year] / path[before], abs=1e-3 * steps)
    page = (city / "out" / "report.html").read_text(encoding="utf-8")
    assert "Change a year" in page and "年均变化" in page and "on the year before" not in page

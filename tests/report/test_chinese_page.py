"""The Chinese page has no English left but proper names, codes, units and what a planner wrote."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import carbonsim
from tests.optimization.regional_systems import regional_data

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "scenarios" / "tutorial.yaml"
UTOPIA = ROOT.parent / "shared" / "cases" / "osemosys" / "utopia"
# Sources, notes, YAML paths and equations are told as they are written.
TEXTS = """() => {
  const kept = '.source, td.long, #inputs tbody, code, pre, .equations, #policies td:nth-child(2), script, style';
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement;
    if (!box.closest(kept) && box.getClientRects().length) found.push(node.textContent.trim());
  }
  return found;
}"""
FILES = re.compile(r"[\w./-]+\.(?:yaml|csv|xlsx)(?::\d+)?|\b[a-z_]+(?:\.[\w-]+)+")
WORD = re.compile(r"[A-Za-z]{3,}")
NAMES = {
    "English", "carbonsim", "HiGHS",  # the other language's button, this tool, the solver
    "CSV", "YAML", "IAMC", "Excel", "Inventory",  # formats and a sheet
    "LMDI", "Kaya", "Tapio", "Mann", "Kendall", "CEADs", "Carbon", "Monitor", "Cities",  # methods and data sets
    "IPCC", "GPC", "BASIC", "III", "aii", "aiii", "biii", "biv", "bii",  # guidelines and their codes
}  # fmt: skip

KEYS = ["hidden", "bounds", "empty", "modes", "system", "false"]  # of the YAML that a warning says to write


def words_left(page: Any) -> set[str]:
    """Return the words in Latin letters that the page shows and no list allows."""
    text = " ".join(page.evaluate(TEXTS))
    return set(WORD.findall(FILES.sub(" ", text))) - NAMES


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("runs")
    impossible = folder / "impossible.yaml"
    cap = "peaking: {emission_cap: {2026: 0.01 Mt}}"
    impossible.write_text(f"extends: {TUTORIAL.as_posix()}\nname: No way\nname_zh: 无法实现\n{cap}\n", encoding="utf-8")
    names = "description: two regions\nname_zh: 两区域\nregion_zh: 示例地区\ndescription_zh: 示例\n"
    data = regional_data().write(folder, names)
    files = {"tiny": TUTORIAL, "infeasible": impossible, "data": data, "written": ROOT / "scenarios" / "island.yaml"}
    for name, file in files.items():
        carbonsim.run(file, out=folder / name)
    return {name: folder / name / "report.html" for name in files}


@pytest.mark.parametrize("name", ["tiny", "infeasible"])
def test_no_english_is_left_on_the_chinese_page(name: str, runs: dict[str, Path], visit: Any) -> None:
    page = visit(runs[name], address="#verdict?lang=zh")
    assert page.locator("h2:visible").first.inner_text() == "达峰结论"
    assert words_left(page) == set()


@pytest.mark.parametrize("name", ["data", "written"])
def test_what_a_planner_named_in_one_language_is_all_that_is_left(name: str, runs: dict[str, Path], visit: Any) -> None:
    page = visit(runs[name], address="#verdict?lang=zh")
    resolved = (runs[name].parent / "scenario.resolved.yaml").read_text(encoding="utf-8")
    tables = [file.read_text() for file in runs["data"].parents[1].rglob("*.csv") if file.stem.isupper()]
    files = [file.stem for file in runs["data"].parents[1].rglob("*.csv")]
    own = {word.lower() for word in WORD.findall(" ".join([resolved, *tables, *files])) + KEYS}
    assert {word for word in words_left(page) if word.lower() not in own} == set()


def drawn_whole(page: Any) -> None:
    """Assert that every screen has a height and every chart draws inside its card."""
    screens = page.eval_on_selector_all("section.screen", "all => all.map(one => [one.id, one.offsetHeight])")
    assert {"verdict", "path", "sectors", "energy", "costs", "method"} <= {name for name, _ in screens}
    assert all(height > 50 for _, height in screens)
    inside = page.eval_on_selector_all(
        "[data-chart]",
        """all => all.map(one => { const card = one.getBoundingClientRect(),
        plot = one.querySelector('.main-svg').getBoundingClientRect();
        return plot.width > 300 && plot.right <= card.right + 1; })""",
    )
    assert inside
    assert all(inside)


def test_a_data_set_gets_every_screen_that_makes_sense(runs: dict[str, Path], visit: Any) -> None:
    page = visit(runs["data"])
    drawn_whole(page)
    values = page.evaluate(
        "document.querySelector('#chart-path .plot').data.filter(one => one.name.startsWith('Plan'))"
    )
    assert values
    with page.expect_download() as waiting:
        page.click("#chart-path [data-action=csv]")
    assert "units of the data" in Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.skipif(not UTOPIA.is_dir(), reason="the OSeMOSYS cases are not beside this checkout")
def test_a_published_data_set_gets_its_screens_in_both_languages(tmp_path: Path, visit: Any) -> None:
    file = tmp_path / "utopia.yaml"
    system = f"system: {{osemosys: {UTOPIA.as_posix()}/csv, config: {UTOPIA.as_posix()}/config.yaml}}"
    file.write_text(f"name: Utopia\n{system}\npeaking: {{by: 2000}}\n", encoding="utf-8")
    carbonsim.run(file, out=tmp_path / "out")
    drawn_whole(visit(tmp_path / "out" / "report.html"))
    page = visit(tmp_path / "out" / "report.html", address="#verdict?lang=zh")
    assert page.locator("h2:visible").first.inner_text() == "达峰结论"
    assert "单年最高为2000年" in page.locator(".sentence").inner_text()

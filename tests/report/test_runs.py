"""Pages of real runs: the tutorial, and the tutorial under a cap that cannot be kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import carbonsim
from carbonsim.messages.message import rendered
from carbonsim.report.verdict import sentence

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
IMPOSSIBLE = """
extends: {tutorial}
name: Impossible
peaking:
  emission_cap: {{2026: 0.01 Mt}}
"""


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("solved") / "tutorial"
    carbonsim.run(TUTORIAL, out=folder)
    return folder


@pytest.fixture(scope="module")
def unsolved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unsolved")
    scenario = folder / "impossible.yaml"
    scenario.write_text(IMPOSSIBLE.format(tutorial=TUTORIAL.as_posix()), encoding="utf-8")
    carbonsim.run(scenario, out=folder / "out")
    return folder / "out"


def _plotted(page: Any, chart: str) -> dict[str, dict[int, float]]:
    drawn = page.evaluate(
        f"""() => document.querySelector('#chart-{chart} .plot').data
        .map(one => [one.name, one.x.map((x, i) => [x, one.y[i]])])"""
    )
    return {name: {int(x): float(y) for x, y in pairs} for name, pairs in drawn}


def test_values_on_the_page_equal_the_results(solved: Path, visit: Any) -> None:
    page = visit(solved / "report.html")
    table = pd.read_csv(solved / "results.csv")
    sectors = _plotted(page, "sectors")
    assert len(sectors) >= 2
    for name, series in sectors.items():
        variable = "Peaking Emissions" if name == "Total" else f"Peaking Emissions|{name}"
        rows = table[table["variable"].str.lower() == variable.lower()]
        expected = dict(zip(rows["year"].astype(int), rows["value"], strict=True))
        assert series == pytest.approx(expected, rel=1e-4, abs=1e-9)


def test_every_figure_of_a_small_system_draws(solved: Path, visit: Any) -> None:
    page = visit(solved / "report.html")
    drawn = page.eval_on_selector_all(
        "[data-chart]", "all => all.map(one => one.querySelectorAll('.trace path, .point path, .sankey-link').length)"
    )
    assert len(drawn) >= 8
    assert min(drawn) > 0
    assert page.locator("#checks .broken").count() == 0
    assert page.locator("#inputs tbody tr").count() > 40


def test_an_infeasible_run_still_has_a_page_that_says_why(unsolved: Path, visit: Any) -> None:
    page = visit(unsolved / "report.html")
    assert page.locator(".badge").inner_text() == "infeasible"
    assert page.locator(".conflict li").count() >= 1
    assert "emission_cap" in page.locator(".conflict").inner_text()
    assert page.locator("[data-tile=peak-year]").count() == 0


@pytest.mark.parametrize(("by", "said"), [("2028", False), ("2034, decline_after: 9 %/yr", True)])
def test_an_idle_deadline_is_told_only_where_the_twin_peaks_in_time(by: str, said: bool, tmp_path: Path) -> None:
    """The tutorial's twin peaks in 2034: a deadline of 2028 does bind, though the decline carries its price."""
    file = tmp_path / "town.yaml"
    file.write_text(f"extends: {TUTORIAL}\npeaking: {{by: {by}}}\n", encoding="utf-8")
    verdict = sentence(carbonsim.run(file, write_results=False).content)
    assert ("The deadline itself does not bind" in rendered(verdict, "en")) is said
    assert ("达峰期限本身未起作用" in rendered(verdict, "zh")) is said

"""Ceilings that hold the plan are ranked by how long they do, with what one more unit is worth: by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from carbonsim import run
from carbonsim.export.excel import write_workbook
from carbonsim.optimization.shadow_prices.ceilings import closes
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report
from carbonsim.report.security.ceilings import ceiling_rows
from carbonsim.system.tables import Limit, Term
from tests.system import town
from tests.system.sectors import test_heat_by_slice as heat_pump

CHANGES = {
    "energy": {
        "plants": {"chp": {"capacity": {2020: 1, 2021: 0}, "last_year": 2020}, "wind": {"last_year": 2020}},
        "trade": {"import_price": 100, "import_ceiling": {2020: 20, 2021: 4}},
        "last_resort": {"unserved_electricity": 5000},
    }
}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("held")
    town.read(folder, CHANGES)
    return run(folder / "changed.yaml", write_results=False)


def test_one_more_unit_bought_saves_what_is_not_served_less_its_price(held: Run) -> None:
    """A PJ bought at 100 CNY/GJ brings 0.95 PJ that nobody need go without at 5,000 CNY/GJ."""
    first = held.summary.ceilings[0]
    assert first.path == "energy.trade.import_ceiling"
    assert (first.years, first.share, first.unit) == ((2021, 2025), 1.0, "PJ")
    assert first.worth[2025] == pytest.approx(0.95 * 5000 - 100, rel=1e-6)
    assert first.worth[2021] == pytest.approx(0.95 * 5000 - 100, rel=1e-6)


def test_what_holds_nothing_is_not_told(held: Run) -> None:
    assert "energy.trade.import_power" not in {one.path for one in held.summary.ceilings}


def test_weather_that_closes_a_way_to_run_is_no_ceiling(tmp_path: Path) -> None:
    """In the cold a heat pump would rather run as it does when it is mild: worth much, and nobody can add to it."""
    town.read(tmp_path, heat_pump.changes())
    held = run(tmp_path / "changed.yaml", write_results=False)
    plan, limits = held.plans.plan, held.plans.system.limits
    assert any(limit.path.endswith(".heat_profile") and closes(limit) for limit in limits)
    assert not [one.path for one in plan.ceilings if one.path.endswith(".heat_profile")]


def test_a_share_of_others_is_a_ceiling_though_its_right_side_is_nothing() -> None:
    one, other = (Term("activity", name, 2025, 1.0) for name in ("energy/wind", "energy/chp"))
    limit = Limit("share", 2025, "<=", (one,), 0.0, "PJ", "energy.share")
    assert closes(limit)
    assert not closes(replace(limit, terms=(one, replace(other, coefficient=-0.2))))
    assert not closes(replace(limit, bound=4.0))


def test_page_and_workbook_tell_them(held: Run, tmp_path: Path) -> None:
    page = render_report(held.content)
    assert 'id="ceiling-list"' in page and "energy.trade.import_ceiling" in page
    row = ceiling_rows(held.summary)[0]
    assert (row.years, row.share) == ("2021–2025", "100 %")
    write_workbook(tmp_path / "results.xlsx", held.content)
    head, line, *_ = load_workbook(tmp_path / "results.xlsx")["Ceilings"].iter_rows(values_only=True)
    assert line[head.index("2025")] == pytest.approx(0.95 * 5000 - 100, rel=1e-6)

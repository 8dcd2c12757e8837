"""The model beside official figures, and the input that was chosen to meet one."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.analysis.calibration import calibrate
from carbonsim.pipeline import run

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"


def test_error_and_balancing_item(tmp_path: Path) -> None:
    file = tmp_path / "town.yaml"
    lines = (
        f"extends: {TUTORIAL}",
        "calibration:",
        "  output: {label: Output, variable: GDP, year: 2025, unit: billion CNY, value: 50, source: this test,",
        "           quality: official, balancing_item: economy.gdp}",
        "  unknown: {label: Unknown, variable: No Such Variable, year: 2025, unit: Mt, value: 2, source: this test,",
        "            quality: assumption}",
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    done = run(file, write_results=False)
    assert done.results is not None
    rows = calibrate(done.scenario, done.results).set_index("name")
    output = done.scenario.economy.gdp.at(2025)
    assert rows.loc["output", "model"] == output
    assert rows.loc["output", "error"] == pytest.approx(output / 50 - 1.0)
    assert rows.loc["output", "balancing_share"] == pytest.approx(output / 50)
    assert rows.loc["unknown", ["model", "error", "balancing_share"]].isna().all()

"""No seam: growth of the first planned years beside that of the five before, beyond what GDP explains."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from carbonsim.analysis.history.continuity import Break, continuity_records, plan_intensities
from carbonsim.scenario.sections.policy import Continuity

GDP = {2020: 100.0, 2025: 100 * 1.04**5, 2028: 100 * 1.04**5 * 1.05**3}


@dataclass
class Written:
    """As much of the results as is asked of them."""

    series_of: dict[str, dict[int, float]]
    table: pd.DataFrame = field(init=False)

    def __post_init__(self) -> None:
        self.table = pd.DataFrame({"variable": list(self.series_of)})

    def series(self, variable: str) -> dict[int, float]:
        """Return a series by year, empty where there is none."""
        return self.series_of.get(variable, {})


def scenario_with(continuity: dict[str, Any], reference: Path | None = None) -> Any:
    chosen = Continuity.model_validate(continuity)
    return SimpleNamespace(time=SimpleNamespace(plan_from=2026), continuity=chosen, reference_path=reference)


def power(later: float) -> Any:
    """Power that grows by 3 per cent a year and later by another rate; GDP by 4 and then 5."""
    use = {2020: 10.0, 2025: 10 * 1.03**5}
    return Written({"GDP": GDP, "Electricity Consumption": use | {2028: use[2025] * later**3}})


def test_trends_are_what_gdp_does_not_explain() -> None:
    """By hand: 1.03 / 1.04 - 1 = -0.9615 per cent before, 1.035 / 1.05 - 1 = -1.4286 after, 0.4670 points apart."""
    (row,) = continuity_records(scenario_with({}), power(1.035))
    assert row["name"] == "power_use"
    assert (row["past_growth"], row["planned_growth"]) == pytest.approx((0.03, 0.035))
    assert (row["past_trend"], row["planned_trend"]) == pytest.approx((-0.0096154, -0.0142857), abs=1e-7)
    assert row["gap"] == pytest.approx(-0.0046703, abs=1e-7)
    assert row["standing"] == Break.NONE


def test_half_an_elasticity_explains_half_of_the_growth() -> None:
    """By hand: 1.03 / 1.04^0.5 - 1 = 1.0 per cent."""
    (row,) = continuity_records(scenario_with({"gdp_elasticity": 0.5}), power(1.035))
    assert row["past_trend"] == pytest.approx(1.03 / 1.0198039 - 1, abs=1e-7)


POLICY = {"text": {"en": "Boilers close", "zh": "锅炉关停"}, "since": 2026, "source": "Bureau, 2026"}


@pytest.mark.parametrize(
    ("written", "reference", "standing"),
    [
        ({}, None, Break.OPEN),
        ({"within": "3 %/yr"}, None, Break.NONE),
        ({"policies": {"power_use": POLICY}}, None, Break.EXPLAINED),
        ({"policies": {"emissions": POLICY}}, None, Break.OPEN),
        ({}, Path("baseline.yaml"), Break.PLANNED),
    ],
)
def test_a_break_is_explained_or_said(written: dict[str, Any], reference: Path | None, standing: Break) -> None:
    (row,) = continuity_records(scenario_with(written, reference), power(1.01))
    assert abs(float(str(row["gap"]))) > 0.02
    assert row["standing"] == standing


def test_without_the_years_or_gdp_nothing_is_told() -> None:
    assert continuity_records(scenario_with({"years": 4}), power(1.03)) == []
    assert continuity_records(scenario_with({}), None) == []
    assert plan_intensities(scenario_with({}), power(1.03)) == []


def test_intensity_falls_by_five_year_plan() -> None:
    known: Any = Written({"CO2 per GDP": {2020: 0.8, 2025: 0.6, 2030: 0.45}})
    before, after = plan_intensities(scenario_with({}), known)
    assert (before["first"], before["last"], before["change"]) == (2020, 2025, pytest.approx(-0.25))
    assert (after["first"], after["last"], after["change"]) == (2025, 2030, pytest.approx(-0.25))

"""The past of the city is that of the statistics, and the first planned years go on from it."""

from __future__ import annotations

import pytest

from carbonsim.analysis.history.calibration import TOLERANCE, Standing
from tests.shipped.solved import solved

JILIN = {2020: 80.5, 2021: 84.3, 2022: 85.2, 2023: 92.8, 2024: 95.01}  # TWh: NEA and CEC, held by CREA, 2025


def test_every_figure_that_counts_is_met_or_explained() -> None:
    rows = solved("baseline").summary["calibration"]
    counted = [row for row in rows if row["counts"]]
    assert len(counted) >= 25
    missed = [(row["name"], row["year"]) for row in counted if row["standing"] not in (Standing.WITHIN, "explained")]
    assert missed == []
    assert sum(row["standing"] == Standing.EXPLAINED for row in counted) <= 3
    assert [row["name"] for row in rows if row["standing"] in (Standing.OPPOSED, Standing.NOT_COMPARED)] == []


def test_power_use_grows_as_the_province_published() -> None:
    use = solved("baseline").results.series("Electricity Consumption")
    for year, published in JILIN.items():
        assert use[year] / use[2020] == pytest.approx(published / JILIN[2020], rel=TOLERANCE)


def test_the_dip_of_2020_and_its_rebound_are_seen() -> None:
    """1,952.9 and 1,910.89 of 10^4 tce in 2019 and 2020: down where output grew; up again in 2021."""
    done = solved("baseline")
    energy = done.scenario.history["energy"].values
    model = done.results.series("Energy Consumption|Coal-equivalent")
    assert energy[2019] > energy[2020] * 1.02
    assert model[2021] > model[2020] * 1.02


def test_there_is_no_seam_between_past_and_plan() -> None:
    trends = solved("baseline").summary["continuity"]
    assert [row["name"] for row in trends] == ["emissions", "power_use", "energy_per_gdp"]
    assert all(abs(row["gap"]) <= 0.01 for row in trends)

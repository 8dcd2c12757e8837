"""What wind could give and nobody takes, against the balance of power by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim import pipeline
from tests.system import town

OFFERED = 5 * 8.76 * ((0.3 + 0.4) / 2 * 165 / 365 + (0.1 + 0.2) / 2 * 200 / 365)  # TWh of 5 GW of wind


def test_curtailment_closes_the_balance_of_power(tmp_path: Path) -> None:
    """All power that is fed in or bought is used behind the grid, pumps of heat included, or thrown away."""
    changes = {"energy": {"plants": {"wind": {"capacity": 5}}, "trade": {"export_power": 0}}}
    town.read_alone(tmp_path, changes)
    results = pipeline.run(tmp_path / "alone.yaml", write_results=False).results
    assert results is not None
    lost, share = (results.series(name) for name in ("Curtailment|Electricity", "Curtailed Share of Wind and Solar"))
    made, heat = results.series("Generation|Electricity"), results.series("Generation|Heat")
    used = results.series("Final Energy|Electricity")
    for year in (2020, 2025):
        pumps = 0.02 * heat[year] / 3.6
        fed_in = (used[year] * 1000 / 3.6 + pumps) / 0.95
        assert lost[year] == pytest.approx(made[year] - fed_in, rel=1e-6)
        assert share[year] == pytest.approx(100 * lost[year] / OFFERED, rel=1e-6)
        assert lost[year] > 1.0

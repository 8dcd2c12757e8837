"""What a scenario holds fixed, or does away with, stands in its summary."""

from __future__ import annotations

from pathlib import Path

import pytest

import carbonsim
from carbonsim.analysis.summary.frozen import no_price_from
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario

CHOOSING = Path(__file__).parents[2] / "scenario" / "choosing.yaml"
HEATING = "buildings/homes/heating"


def priced(folder: Path, price: str) -> Scenario:
    file = folder / "priced.yaml"
    file.write_text(f"extends: {CHOOSING}\nname: Priced\nenergy: {{carbon_price: {price}}}\n", encoding="utf-8")
    scenario, findings = read_scenario(file)
    assert scenario is not None and not findings
    return scenario


def test_every_frozen_set_is_told_with_year_basis_and_shares(tmp_path: Path) -> None:
    """Of 11 PJ of heat by carrier, nine come from the network and two from gas, each at its efficiency."""
    file = tmp_path / "frozen.yaml"
    text = f"extends: {CHOOSING}\nreference: frozen.yaml\nchoices: {{on: false, frozen: {{{HEATING}: 2025}}}}\n"
    file.write_text(text, encoding="utf-8")
    summary = carbonsim.run(file, write_results=False).summary
    (found,) = summary.frozen
    assert (found.service, found.year, found.basis) == (HEATING, 2025, "stock")
    assert sum(found.shares.values()) == pytest.approx(1.0)
    efficiency = {"network-heat": 0.98, "gas-heat": 0.9}
    scenario, _ = read_scenario(file)
    assert scenario is not None and scenario.buildings is not None
    for name in efficiency:
        efficiency[name] = scenario.buildings.technologies[name].efficiency.at(2025)
    useful = {"network-heat": 9.0 * efficiency["network-heat"], "gas-heat": 2.0 * efficiency["gas-heat"]}
    whole = sum(useful.values())
    expected = {f"{HEATING}/{name}": amount / whole for name, amount in useful.items()}
    assert dict(found.shares) == pytest.approx(expected, rel=1e-4)
    assert summary.choices == () and summary.no_price_from is None


@pytest.mark.parametrize(
    ("own", "other", "year"),
    [
        ("0", "100", 2026),
        ("{2025: 50, 2026: 0}", "{2025: 50, 2026: 60}", 2026),
        ("{2030: 0, 2040: 5}", "100", None),
        ("0", "0", None),
        ("100", "100", None),
    ],
)
def test_no_price_is_told_where_a_reference_pays_one(tmp_path: Path, own: str, other: str, year: int | None) -> None:
    assert no_price_from(priced(tmp_path, own), priced(tmp_path, other)) == year

"""Caps by district: what may be emitted in each, by hand, and a clash told as any other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim import pipeline
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Limit
from tests.system import town

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
KEYS = {"energy": "plants", "buildings": "people", "imports": "people"}


def districts(north: dict[str, Any] | None = None, south: dict[str, Any] | None = None) -> dict[str, Any]:
    areas = {
        "north": {"label": {"en": "North", "zh": "北区"}, "shares": {"plants": {2020: 0.8, 2025: 0.6}, "people": 0.4}},
        "south": {"label": {"en": "South", "zh": "南区"}, "shares": {"plants": {2020: 0.2, 2025: 0.4}, "people": 0.6}},
    }
    return {"districts": {"keys": KEYS, "areas": {"north": {**areas["north"], **(north or {})},
                                                  "south": {**areas["south"], **(south or {})}}}}  # fmt: skip


def system_of(folder: Path, changes: dict[str, Any]) -> EnergySystem:
    system, findings = assemble(town.read_alone(folder, changes))
    assert system is not None, findings
    return system


def limits_of(system: EnergySystem) -> list[Limit]:
    return [limit for limit in system.limits if limit.path.startswith("districts")]


def test_a_cap_sums_the_shares_of_a_district_in_every_year_of_the_plan(tmp_path: Path) -> None:
    """Of plants in 2021 the north has 0.76, in 2025 0.6; of people 0.4."""
    first, last = limits_of(system_of(tmp_path, districts({"cap": {2021: 2, 2025: 1}})))
    assert [(first.year, first.bound), (last.year, last.bound)] == [(2021, 2), (2025, 1)]
    shares = {term.technology: term.coefficient for term in first.terms}
    assert shares == pytest.approx({"energy": 0.76, "buildings": 0.4, "imports": 0.4})
    assert {term.technology: term.coefficient for term in last.terms}["energy"] == pytest.approx(0.6)


def test_a_cap_holds_from_the_first_year_that_is_written(tmp_path: Path) -> None:
    (only,) = limits_of(system_of(tmp_path, districts(south={"sector_caps": {"energy": {2025: 1}}})))
    assert (only.year, only.path) == (2025, "districts.areas.south.sector_caps.energy")
    assert [term.technology for term in only.terms] == ["energy"]


def test_no_cap_leaves_the_system_as_it_was(tmp_path: Path) -> None:
    assert not limits_of(system_of(tmp_path, districts()))


TIGHT = f"""
extends: {TUTORIAL}
districts:
  keys: {{energy: plants, buildings: people}}
  areas:
    north:
      label: {{en: North, zh: 北区}}
      shares: {{plants: 80 %, people: 40 %}}
      cap: 0.01 Mt
      sector_caps: {{energy: {{2030: 0.008 Mt}}}}
    south: {{label: {{en: South, zh: 南区}}, shares: {{plants: 20 %, people: 60 %}}}}
"""


def test_what_a_capped_district_emits_is_its_cap(tmp_path: Path) -> None:
    """The south has a fifth of the plants, which alone burn anything: 0.75 Mt there are 3.75 Mt in all."""
    file = tmp_path / "capped.yaml"
    caps = TIGHT.replace("cap: 0.01 Mt", "cap: 9 Mt").replace("energy: {2030: 0.008 Mt}", "energy: 3 Mt")
    file.write_text(caps, encoding="utf-8")
    scenario, _ = read_scenario(file)
    assert scenario is not None
    system, _ = assemble(scenario)
    assert system is not None
    twin = Optimization(system).solve_twin()
    emitted = {year: amount for year, amount in twin.judged_emissions.items() if year >= 2026}
    assert max(emitted.values()) == pytest.approx(3 / 0.8, rel=1e-6)


def test_a_clash_names_the_district(tmp_path: Path) -> None:
    file = tmp_path / "tight.yaml"
    file.write_text(TIGHT, encoding="utf-8")
    summary = pipeline.run(file, write_results=False).summary
    assert summary.status == "infeasible"
    assert any("emissions of North" in line for line in summary.explanation), summary.explanation
    assert any("北区" in line for line in summary.explanation_zh or ())


def test_a_sector_that_no_key_divides_has_no_cap(tmp_path: Path) -> None:
    file = tmp_path / "unkeyed.yaml"
    file.write_text(TIGHT.replace("{energy: {2030", "{transport: {2030"), encoding="utf-8")
    scenario, _ = read_scenario(file)
    assert scenario is not None
    _, findings = assemble(scenario)
    assert [finding.path for finding in findings] == ["districts.areas.north.sector_caps.transport"]

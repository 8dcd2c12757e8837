"""Price elasticities of a scenario: for which services they hold, and every finding of what is written wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from tests.library.test_sources import DATED

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
HEATING, APPLIANCES = "buildings/homes/heating", "buildings/homes/appliances"


def assembled(folder: Path, *lines: str) -> tuple[EnergySystem | None, dict[str, str]]:
    file = folder / "answering.yaml"
    file.write_text("\n".join([f"extends: {TUTORIAL}", "name: Answering", *lines]) + "\n", encoding="utf-8")
    scenario, findings = read_scenario(file)
    system = None
    if scenario is not None:
        system, findings = assemble(scenario)
    return system, {finding.path: str(finding) for finding in findings}


def elasticities(folder: Path, written: str) -> dict[str, float]:
    system, findings = assembled(folder, f"price_elasticities: {written}")
    assert system is not None and not findings
    return {str(key[1]): value for key, value in system.parameters["price_elasticity"].items()}


def test_without_the_key_no_demand_answers(tmp_path: Path) -> None:
    system, _ = assembled(tmp_path)
    assert system is not None and not system.parameters["price_elasticity"]


def test_the_nearest_pattern_holds_and_nothing_is_none(tmp_path: Path) -> None:
    assert elasticities(tmp_path, '{"*/*/*": -0.2, "buildings/*/heating": -0.3}') == {HEATING: -0.3, APPLIANCES: -0.2}
    assert elasticities(tmp_path, '{"buildings/*/*": -0.2, buildings/homes/heating: 0}') == {APPLIANCES: -0.2}
    assert elasticities(tmp_path, "{buildings/homes/heating: {value: -0.27, source: Ito and Zhang}}") == {
        HEATING: -0.27
    }


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("{buildings/homes/heating: 0.2}", "0.2"),
        ("{buildings/homes/heating: -6}", "-6"),
        ("{buildings/homes/cooking: -0.2}", "buildings/homes/cooking, which is no service that is demanded"),
        ("{buildings/homes/heating: {2020: -0.2, 2030: -0.3}}", "price_elasticities.buildings/homes/heating"),
    ],
)
def test_what_is_written_wrongly_is_refused_with_its_place(tmp_path: Path, written: str, found: str) -> None:
    system, findings = assembled(tmp_path, f"price_elasticities: {written}")
    assert system is None and len(findings) == 1
    assert found in next(iter(findings.values()))


def test_the_citys_elasticities_name_its_services_and_their_sources(tmp_path: Path) -> None:
    """The baseline leaves them out; whoever includes the file has them, each for services that are there."""
    city = TUTORIAL.parent / "changchun"
    file = tmp_path / "answering.yaml"
    written = f"extends: {city / 'baseline.yaml'}\nname: Answering\ninclude: [{city / 'price-elasticities.yaml'}]\n"
    file.write_text(written, encoding="utf-8")
    scenario, findings = read_scenario(file)
    assert scenario is not None and not findings
    system, findings = assemble(scenario)
    assert system is not None and not findings
    known = {str(key[1]): value for key, value in system.parameters["price_elasticity"].items()}
    assert {"buildings/urban-residential/heating", "transport/car/distance"} <= known.keys()
    assert all(-1.0 < value < 0.0 for value in known.values())
    assert all(DATED.search(one.source or "") for one in scenario.price_elasticities.values())

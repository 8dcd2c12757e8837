"""The size of a programme, counted before it is built, is near that of the programme."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.optimization.compiling.arrays import compile_model
from carbonsim.optimization.compiling.derive import derive
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.checks.size import estimate_size
from tests.reference.random_data import Maker
from tests.system.sliced_systems import town, written

SCENARIOS = Path(__file__).parents[3] / "scenarios"
CASES = Path(__file__).parents[4] / "shared" / "cases" / "osemosys"
NAMES = [path.name for path in sorted(CASES.glob("*")) if path.is_dir()]


def held(file: Path, *, within: float, few: int = 0) -> None:
    """Hold rows, columns and non-zeros to those of the programme; a few that are left out do not matter."""
    scenario, findings = read_scenario(file)
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, findings
    arrays = compile_model(derive(system))
    real = (arrays.row_count, arrays.column_count, len(arrays.indices))
    for estimated, counted in zip(estimate_size(system), real, strict=True):
        assert (counted - few) / within <= estimated <= counted * within + few


@pytest.mark.parametrize(("seasons", "parts"), [(2, 2), (8, 6), (26, 12)])
def test_a_town_of_any_number_of_slices(seasons: int, parts: int, tmp_path: Path) -> None:
    held(town(tmp_path, seasons, parts), within=1.1, few=20)


@pytest.mark.parametrize(
    ("technologies", "years", "seasons", "parts", "regions"), [(3, 4, 1, 2, 1), (20, 12, 4, 6, 2), (6, 3, 52, 12, 3)]
)
def test_a_system_written_directly(
    technologies: int, years: int, seasons: int, parts: int, regions: int, tmp_path: Path
) -> None:
    held(written(tmp_path, technologies, years, seasons, parts, regions), within=1.2, few=10)


@pytest.mark.parametrize("name", NAMES)
def test_a_published_data_set(name: str, tmp_path: Path) -> None:
    case, file = (CASES / name).as_posix(), tmp_path / "case.yaml"
    file.write_text(f"name: case\nsystem: {{osemosys: {case}/csv, config: {case}/config.yaml}}\n", encoding="utf-8")
    held(file, within=1.2, few=10)


@pytest.mark.parametrize("seed", range(12))
def test_a_random_data_set(seed: int, tmp_path: Path) -> None:
    held(Maker(seed).make().write(tmp_path), within=1.3, few=10)


def test_a_city() -> None:
    held(SCENARIOS / "changchun" / "peak-2030.yaml", within=1.2)


def test_demands_that_answer_prices(tmp_path: Path) -> None:
    """Pieces in which a demand moves are counted, all of them."""
    sizes = []
    for number, elastic in enumerate(("{}", '{"buildings/*/*": -0.2}')):
        file = tmp_path / f"{number}.yaml"
        file.write_text(f"extends: {SCENARIOS / 'tutorial.yaml'}\nprice_elasticities: {elastic}\n", encoding="utf-8")
        held(file, within=1.2, few=10)
        scenario, _ = read_scenario(file)
        assert scenario is not None
        system, _ = assemble(scenario)
        assert system is not None
        arrays = compile_model(derive(system))
        sizes.append((estimate_size(system).columns, arrays.column_count))
    (before, real_before), (after, real_after) = sizes
    assert after - before == real_after - real_before > 0

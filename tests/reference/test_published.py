"""The published OSeMOSYS cases beside the checkout give their published objective through the whole pipeline."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import carbonsim

CASES = Path(__file__).parents[3] / "shared" / "cases" / "osemosys"
NAMES = (
    "atlantis", "nemo_storage", "otoole_validation", "simplicity_release", "super_simple", "utopia",
    "utopia_carbon_price", "utopia_co2_budget", "utopia_hurdle_rate", "utopia_mip_units", "utopia_re_target",
    "utopia_straight_line", "utopia_two_region_trade",
)  # fmt: skip


def case(name: str) -> Path:
    """Return the folder of a case; skip where the shared folder is absent, fail in CI if only the case is."""
    folder = CASES / name
    if not folder.is_dir():
        if CASES.is_dir() and os.environ.get("CI") == "true":
            pytest.fail(f"{CASES} is there, but not the case {name}")
        pytest.skip(f"the published cases are not beside the checkout ({CASES.parent})")
    return folder


def scenario(name: str, folder: Path, peaking: str = "") -> Path:
    """Write a scenario that points to a case."""
    data, file = case(name), folder / f"{name}.yaml"
    text = f"name: {name}\nsystem: {{osemosys: {data / 'csv'}, config: {data / 'config.yaml'}}}\n{peaking}"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", NAMES)
def test_a_published_case_has_its_objective(name: str, tmp_path: Path) -> None:
    expected = json.loads((case(name) / "expected.json").read_text(encoding="utf-8"))
    run = carbonsim.run(scenario(name, tmp_path), write_results=False)
    assert run.summary["status"] == "optimal"
    assert run.summary["objective"] == pytest.approx(expected["objective"], rel=expected["relative_tolerance"])


def test_every_case_in_the_folder_is_run() -> None:
    folder = case(NAMES[0]).parent
    assert {entry.name for entry in folder.iterdir() if entry.is_dir()} == set(NAMES)


def peaked(folder: Path, peaking: str) -> tuple[dict[int, float], dict[int, float]]:
    """Return emissions of plan and twin of UTOPIA with a peaking plan."""
    run = carbonsim.run(scenario("utopia", folder, peaking), write_results=False)
    plan, twin = run.content.plan, run.content.twin
    assert plan is not None and twin is not None
    return plan.series("Peaking Emissions"), twin.series("Peaking Emissions")


def test_a_bare_peak_makes_utopia_emit_more_until_its_peak_year(tmp_path: Path) -> None:
    """What the guard is for: without it the peak year is blown up, so that later years may emit more."""
    plan, twin = peaked(tmp_path, "peaking: {by: 2000, guard: false}\n")
    assert twin[2000] == pytest.approx(6.25, abs=0.01)
    assert plan[2000] > 1.5 * twin[2000]


def test_a_bare_monotone_peak_of_utopia_goes_from_6_25_to_9_81(tmp_path: Path) -> None:
    plan, twin = peaked(tmp_path, "peaking: {by: 2000, monotone: true, guard: false}\n")
    assert (twin[2000], plan[2000]) == (pytest.approx(6.25, abs=0.01), pytest.approx(9.81, abs=0.01))


@pytest.mark.parametrize("monotone", ["", ", monotone: true"])
def test_with_the_guard_utopia_peaks_in_time_and_no_year_before_exceeds_the_twin(monotone: str, tmp_path: Path) -> None:
    plan, twin = peaked(tmp_path, f"peaking: {{by: 2000{monotone}}}\n")
    assert plan[2000] == pytest.approx(6.25, abs=0.01)
    for year, level in plan.items():
        ceiling = twin[year] if year <= 2000 else plan[2000]
        assert level <= ceiling * (1 + 2e-6) + 1e-8, year


def test_an_emission_is_named_and_its_level_is_in_the_datas_unit(tmp_path: Path) -> None:
    peaking = "peaking: {by: 2000, emission: NOX, max_level: 0.5}\n"
    run = carbonsim.run(scenario("utopia", tmp_path, peaking), write_results=False)
    assert run.summary["emission"] == "NOX"
    assert max(run.results.series("Peaking Emissions").values()) <= 0.5 * (1 + 1e-6)  # type: ignore[union-attr]

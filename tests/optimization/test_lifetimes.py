"""Lives no longer than a step between model years: each year of service is counted, and a warning tells of it."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from carbonsim import pipeline
from tests.written_systems import by_year, solved

STEPS = "[2020, 2025, 2030]"
YEARS = f"[{', '.join(str(year) for year in range(2020, 2031))}]"
IRREGULAR = "[2020, 2022, 2027, 2037]"


def lit(years: str, lifetime: float, *, rate: str = "0 %/yr", sun: str = "", demand: str = "1") -> str:
    """Return a town that needs 1 PJ of light a year from lamps of 1 PJ a year, 100 million CNY each."""
    return f"""
        name: Lit
        time: {{years: {years}, discount_rate: {rate}}}
        system:
          commodities: {{light: {{}}}}
          technologies:
            sun: {{outputs: {{light: 1}}, lifetime: {lifetime}, capacity_to_activity: 1, capital_cost: 100, {sun}}}
          demands: {{light: {{amount: {demand}}}}}
        """


@pytest.mark.parametrize("lifetime", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("years", [STEPS, YEARS, "[2020, 2026, 2032]", "[2020, 2025, 2037]"])
def test_without_interest_a_year_of_service_costs_the_same_whatever_the_steps(years: str, lifetime: int) -> None:
    """One lamp serves `lifetime` years, and what outlives the horizon is paid back: a year costs 100 / lifetime."""
    horizon = int(years.strip("]").rpartition(" ")[2]) - 2020 + 1
    assert solved(lit(years, lifetime)).objective == pytest.approx(100 * horizon / lifetime)


@pytest.mark.parametrize("lifetime", [1, 2, 3])
def test_steps_of_several_lengths_cost_the_same_too(lifetime: int) -> None:
    assert solved(lit(IRREGULAR, lifetime)).objective == pytest.approx(100 * 18 / lifetime)


@pytest.mark.parametrize("lifetime", [2, 3, 4, 5])
def test_with_interest_steps_come_within_four_per_cent_of_years_of_their_own(lifetime: int) -> None:
    stepped, yearly = (solved(lit(years, lifetime, rate="5 %/yr")).objective for years in (STEPS, YEARS))
    assert stepped == pytest.approx(yearly, rel=0.04)


def test_what_is_built_in_the_first_year_serves_on_into_the_step() -> None:
    """Five years from 2020: all of 2020, and four of the five years to 2025, so that a fifth is built anew there."""
    run = solved(lit(STEPS, 5))
    assert by_year(run, "new_capacity", "sun") == pytest.approx([1, 0.2, 1])
    assert by_year(run, "capacity", "sun") == pytest.approx([1, 1, 1])


def test_what_may_only_be_built_first_supplies_as_long_as_it_serves() -> None:
    """Four fifths of the step to 2025 are served by what was built in 2020."""
    run = solved(lit(STEPS, 5, sun="last_year: 2020", demand="{2020: 1, 2025: 0.8, 2030: 0}"))
    assert by_year(run, "new_capacity", "sun") == pytest.approx([1])


def warned(text: str, tmp_path: Path) -> list[str]:
    file = tmp_path / "s.yaml"
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return [f"{warning.path}:{warning.line}: {warning.found!s}" for warning in pipeline.check(file)[1]]


@pytest.mark.parametrize(
    ("years", "lifetime", "steps"),
    [(STEPS, 5, "2025, 2030"), (STEPS, 3, "2025, 2030"), (STEPS, 6, ""), (YEARS, 1, ""), (IRREGULAR, 7, "2037")],
)
def test_a_life_not_above_a_step_is_told_with_its_line(years: str, lifetime: int, steps: str, tmp_path: Path) -> None:
    told = f"system.technologies.sun.lifetime:7: a life of {lifetime} yr, not above the steps to {steps}"
    assert warned(lit(years, lifetime), tmp_path) == ([told] if steps else [])


def test_what_stands_and_is_never_built_needs_no_warning(tmp_path: Path) -> None:
    assert warned(lit(STEPS, 3, sun="residual_capacity: 1, last_year: 2019"), tmp_path) == []


def test_every_lifetime_of_a_city_is_told_where_it_is_written(tmp_path: Path) -> None:
    """A step of 35 years is above the life of everything in the tutorial's town."""
    text = (Path(__file__).parents[2] / "scenarios" / "tutorial.yaml").read_text(encoding="utf-8")
    text, _, _ = text.partition("peaking:")
    years = "[2025, 2026, 2027, 2028, 2030, 2032, 2034, 2036, 2038, 2040]"
    assert years in text
    told = [line for line in warned(text.replace(years, "[2025, 2026, 2061]"), tmp_path) if "a life of" in line]
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "lifetime:" in line]
    assert sorted(int(line.split(":")[1]) for line in told) == lines
    assert all(line.partition(":")[0].endswith(".lifetime") for line in told)

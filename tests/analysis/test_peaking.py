"""When is a peak a peak: every case that must come out right, and the statistics by hand."""

from __future__ import annotations

import pytest

from carbonsim.analysis.peaking import find_peak, highest_year, mann_kendall, rule_words, tapio, years_alike


def path(first: int, *values: float, step: int = 1) -> dict[int, float]:
    return {first + step * place: value for place, value in enumerate(values)}


def test_a_rise_and_a_fall_in_the_projection_is_a_projected_peak() -> None:
    peak = find_peak(path(2025, 40, 42, 44, 46, 44, 42, 40, 38, 36, 34))
    assert (peak.year, peak.level, peak.status) == (2028, 46, "peaked (projected)")
    assert peak.plateau is None


def test_a_one_year_dip_at_the_end_is_not_a_peak() -> None:
    history = path(2010, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 46)
    peak = find_peak({}, history)
    assert peak.status not in ("peaked (historic)", "peaked (projected)")
    assert peak.year == 2019


def test_a_flat_line_is_a_plateau_from_its_first_year() -> None:
    peak = find_peak(path(2020, *[30.0] * 12))
    assert (peak.year, peak.status) == (2020, "plateau")
    assert peak.plateau is not None
    assert (peak.plateau.first, peak.plateau.last, peak.plateau.mean) == (2020, 2031, 30.0)


def test_of_two_equal_maxima_the_first_is_the_peak() -> None:
    peak = find_peak(path(2020, 40, 45, 42, 45, 40, 38, 36, 34, 32, 30))
    assert (peak.year, peak.status) == (2021, "peaked (projected)")


def test_a_later_year_within_the_tolerance_is_not_above() -> None:
    peak = find_peak(path(2020, 40, 45, 45 * (1 + 5e-7), 40, 38, 36, 34, 32, 30))
    assert peak.year == 2021


def test_a_maximum_in_the_base_year_is_a_projected_peak() -> None:
    peak = find_peak(path(2020, 50, 48, 46, 44, 42, 40, 38, 36, 34))
    assert (peak.year, peak.status) == (2020, "peaked (projected)")


def test_five_year_steps_count_years_and_not_points() -> None:
    series = path(2025, 40, 41, 42, 43, 44, 45) | path(2035, 44, 40, step=5)
    assert find_peak(series).status == "peaked (projected)"
    short = path(2020, 40, 41, 42, 43, 44, 45, 46) | {2030: 47.0, 2034: 40.0}
    assert find_peak(short).status == "rising"


def test_fewer_than_five_years_of_horizon_prove_nothing() -> None:
    peak = find_peak(path(2020, 40, 41, 42, 43, 44, 45, 46, 47, 40, 39, 38))
    assert (peak.year, peak.status) == (2027, "rising")


def test_a_peak_in_the_last_year_is_rising() -> None:
    assert find_peak(path(2020, *range(30, 42))).status == "rising"


def test_seven_points_are_unproven() -> None:
    assert find_peak(path(2020, 40, 45, 40, 38, 36, 34, 32)).status == "unproven"


def test_an_optimum_on_its_cap_for_years_is_a_plateau_by_constraint() -> None:
    series = path(2024, 40, 43, *[45.0] * 12)
    peak = find_peak(series, ceiling=dict.fromkeys(range(2026, 2040), 45.0))
    assert (peak.status, peak.by_constraint) == ("plateau", True)
    assert find_peak(series, ceiling=dict.fromkeys(range(2026, 2040), 46.0)).by_constraint is False


def test_a_plateau_that_ends_is_told_beside_the_peak() -> None:
    peak = find_peak(path(2024, 40, 45, 44.5, 44.2, 44.0, 40, 36, 32, 28, 24, 20))
    assert peak.status == "peaked (projected)"
    assert peak.plateau is not None
    assert (peak.plateau.first, peak.plateau.last) == (2025, 2028)
    assert peak.plateau.mean == pytest.approx((45 + 44.5 + 44.2 + 44.0) / 4)


def test_a_confirmed_history_that_fell_for_years_has_peaked() -> None:
    history = path(2005, 200, 220, 240, 250, 255, 260, 262, 265, 255, 245, 235, 225, 215, 205, 198)
    peak = find_peak(path(2020, 197, 195, 190), history)
    assert (peak.year, peak.status) == (2012, "peaked (historic)")


def test_a_series_that_is_only_shown_never_judges() -> None:
    """The old series would put the peak in 2012; without a say, the projection is judged alone."""
    projection = path(2020, 44, 45, 46, 47, 46, 45, 44, 43, 42, 41)
    old = {2012: 68.3, 2015: 57.9, 2019: 57.2}
    assert find_peak(projection, old).year == 2012
    assert find_peak(projection).year == 2023


def test_the_rule_prints_its_parameters() -> None:
    words = str(rule_words(years_after=7, band=0.05))
    assert "at least 7" in words and "5%" in words and "no national standard" in words


@pytest.mark.parametrize(
    ("values", "score"),
    [
        ([1, 2, 3, 4], (6 - 1) / (4 * 3 * 13 / 18) ** 0.5),  # S = 6
        ([4, 3, 2, 1], -(6 - 1) / (4 * 3 * 13 / 18) ** 0.5),
        ([1, 1, 1, 1], 0.0),
        ([1, 2, 2, 3], (5 - 1) / ((4 * 3 * 13 - 2 * 1 * 9) / 18) ** 0.5),  # one tie of two, S = 5
    ],
)
def test_mann_kendall_by_hand(values: list[float], score: float) -> None:
    assert mann_kendall(values) == pytest.approx(score)


@pytest.mark.parametrize(
    ("emissions", "output", "elasticity", "state"),
    [
        ((100, 95), (100, 110), -0.5, "strong decoupling"),
        ((100, 105), (100, 110), 0.5, "weak decoupling"),
        ((100, 110), (100, 110), 1.0, "coupled"),
        ((100, 120), (100, 110), 2.0, "expansive negative decoupling"),
        ((100, 105), (100, 90), -0.5, "strong negative decoupling"),
        ((100, 95), (100, 90), 0.5, "weak negative decoupling"),
        ((100, 90), (100, 90), 1.0, "recessive coupling"),
        ((100, 80), (100, 90), 2.0, "recessive decoupling"),
    ],
)
def test_tapio_has_eight_states(
    emissions: tuple[float, float], output: tuple[float, float], elasticity: float, state: str
) -> None:
    found, name = tapio(emissions, output)
    assert found == pytest.approx(elasticity)
    assert name == state


def test_tapio_is_undefined_where_output_stands_still() -> None:
    assert tapio((100, 90), (50, 50)) == (None, "undefined")


YEARS = range(2020, 2031)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (dict.fromkeys(YEARS, 0.0), "nothing emitted"),
        ({year: 1e-12 * (-1) ** year for year in YEARS}, "nothing emitted"),
        ({2020: 0.0}, "nothing emitted"),
        ({year: 2020.0 - year for year in YEARS}, "no net emissions"),
        (dict.fromkeys(YEARS, -3.0), "no net emissions"),
    ],
)
def test_where_nothing_is_emitted_there_is_no_peak(path: dict[int, float], status: str) -> None:
    peak = find_peak(path)
    assert (peak.year, peak.level, peak.plateau, peak.status) == (None, None, None, status)


def test_emissions_that_fall_below_nothing_have_their_peak() -> None:
    peak = find_peak({year: 2025.0 - year for year in YEARS})
    assert (peak.year, peak.level, peak.status) == (2020, 5.0, "peaked (projected)")
    past = find_peak(dict.fromkeys(YEARS, 0.0), {2015: 3.0, 2016: 4.0, 2017: 1.0})
    assert (past.year, past.level) == (2016, 4.0)


def test_the_highest_year_is_the_first_of_equal_maxima_within_the_tolerance() -> None:
    assert highest_year({2028: 50.0, 2030: 50.0}) == (2028, 50.0)
    assert highest_year({2028: 50.0, 2030: 50.0 * (1 + 5e-7)})[0] == 2028
    assert highest_year({2028: 50.0, 2030: 50.001})[0] == 2030


def test_years_within_the_window_cannot_be_told_from_the_highest() -> None:
    """Of 50: 49.6 lies 0.8 % below, 49.5 just 1 % and 49.4 more; with 2 % all but 48 belong to it."""
    levels = path(2025, 48.0, 49.6, 50.0, 49.5, 49.4, 48.0, 40.0, 30.0)
    assert years_alike(levels) == (2026, 2027)
    assert years_alike(levels, 0.02) == (2026, 2027, 2028, 2029)
    assert find_peak(levels).window == (2026, 2027)
    assert find_peak(levels, window=0.02).year == 2027


def test_without_a_window_the_highest_stands_alone_and_equal_years_stay_together() -> None:
    assert years_alike(path(2025, 40.0, 50.0, 49.9), 0.0) == (2026,)
    assert years_alike(path(2025, 50.0, 40.0, 50.0), 0.0) == (2025, 2027)


def test_a_window_may_have_gaps_and_reach_into_the_past() -> None:
    peak = find_peak(path(2025, 46.6, 45.0, 46.5, 44.0, 42.0, 40.0, 38.0), {2023: 46.58, 2024: 46.0})
    assert peak.window == (2023, 2025, 2027)


def test_a_window_is_not_the_plateau() -> None:
    """A plateau begins with the highest year and reaches 3 % down; the window reaches 1 % down, on either side."""
    peak = find_peak(path(2025, 49.8, 50.0, 49.0, 48.6, 45.0, 43.0, 41.0, 39.0, 37.0))
    assert peak.window == (2025, 2026)
    assert peak.plateau is not None
    assert (peak.plateau.first, peak.plateau.last) == (2026, 2028)


def test_too_few_years_have_a_window_and_nothing_emitted_has_none() -> None:
    assert find_peak({2020: 10.0, 2030: 9.95}).window == (2020, 2030)
    assert find_peak(dict.fromkeys(range(2020, 2030), 0.0)).window == ()

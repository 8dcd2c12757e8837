"""Carbon budgets: the total of each five-year plan, the quota of each year, and what actuals leave."""

from __future__ import annotations

from collections.abc import Mapping

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.results.results import Results
from carbonsim.results.variables import PEAKING
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.actuals import Actual
from carbonsim.units import UnitError, figure_factor

EMISSIONS = PEAKING
PARTS = {"districts_by_place_Mt": PEAKING, "districts_by_user_Mt": "Emissions by User"}
FIRST_PERIOD = 2021  # of the 14th Five-Year Plan; every other starts a multiple of five years from it
FIRST_NUMBER = 14
LENGTH = 5
Path = Mapping[int, float]


def budget_carbon(scenario: Scenario, results: Results | None) -> list[dict[str, object]]:
    """Return a record for each five-year plan from `plan_from` on: its total and every year's quota in Mt.

    Quotas are told by sector, and by district where the scenario has districts. A year between model years has the
    emissions of the model year that stands for it, as in the sum that `budget` bounds.
    """
    if results is None:
        return []
    years = scenario.time.years
    total = over_calendar(results.series(EMISSIONS), years)
    sectors = {name: over_calendar(path, years) for name, path in results.children(EMISSIONS).items()}
    districts = {name: over_calendar(path, years) for name, path in _districts(results).items()}
    parts = {key: _parts_of_districts(results, variable, list(districts), years) for key, variable in PARTS.items()}
    return [
        {
            "from": first, "to": last, "total_Mt": _sum(total, first, last),
            "sectors_Mt": {name: _sum(path, first, last) for name, path in sectors.items()},
            "districts_Mt": {name: _sum(path, first, last) for name, path in districts.items()},
            **{key: _sums(found, first, last) for key, found in parts.items()},
            "quotas": [
                {
                    "year": year, "total_Mt": total[year],
                    "sectors_Mt": {name: path[year] for name, path in sectors.items()},
                    "districts_Mt": {name: path[year] for name, path in districts.items()},
                }
                for year in range(first, last + 1)
            ],
        }
        for first, last in _periods(scenario)
    ]  # fmt: skip


def _districts(results: Results) -> dict[str, dict[int, float]]:
    """Return the emissions of every district that the results tell of, by its name in them."""
    ending = f"|{EMISSIONS}"
    names = [name for name in results.table["variable"].unique() if name.startswith("District|")]
    return {name.split("|")[1]: results.series(name) for name in names if name.endswith(ending)}


def _parts_of_districts(
    results: Results, variable: str, districts: list[str], years: list[int]
) -> dict[str, dict[str, dict[int, float]]]:
    """Return what a variable of every district consists of, over calendar years."""
    return {
        name: {
            part: over_calendar(path, years) for part, path in results.children(f"District|{name}|{variable}").items()
        }
        for name in districts
    }


def _sums(parts: Mapping[str, Mapping[str, Path]], first: int, last: int) -> dict[str, dict[str, float]]:
    return {
        name: {part: _sum(path, first, last) for part, path in found.items()} for name, found in parts.items() if found
    }


def over_calendar(path: Path, model_years: list[int]) -> dict[int, float]:
    """Return a path over calendar years: a model year stands for the years after the one before it."""
    found: dict[int, float] = {}
    for place, year in enumerate(model_years):
        first = year if place == 0 else model_years[place - 1] + 1
        found.update(dict.fromkeys(range(first, year + 1), path.get(year, 0.0)))
    return found


def period_of(year: int) -> tuple[int, int]:
    """Return the five-year plan that a year belongs to."""
    first = year - (year - FIRST_PERIOD) % LENGTH
    return first, first + LENGTH - 1


def number_of_period(year: int) -> int:
    """Return which five-year plan a year belongs to: 14 is that of 2021–2025."""
    return FIRST_NUMBER + (year - FIRST_PERIOD) // LENGTH


def _periods(scenario: Scenario) -> list[tuple[int, int]]:
    """Return the five-year plans that lie in the plan and within the horizon, from their first year to their last."""
    start, end = scenario.time.plan_from, scenario.time.years[-1]
    found = dict.fromkeys(period_of(year) for year in range(start, end + 1))
    return [(first, last) for first, last in found if first >= start and last <= end]


def _sum(path: Path, first: int, last: int) -> float:
    return sum(path[year] for year in range(first, last + 1))


def hold_actuals(scenario: Scenario, results: Results | None) -> list[dict[str, object]]:
    """Return a record for each actual and year: the plan's figure, the gap, and what it means for the years left.

    For emissions, `left_Mt` is what the budget of the five-year plan leaves after the actuals so far (and the plan's
    figures of years without one), and `change_needed` by what share the years left must stay under what was planned.
    """
    if results is None:
        return []
    return [
        {
            "name": name, "label": actual.label.en, "label_zh": actual.label.zh, "variable": actual.variable,
            "unit": actual.unit, "year": year, "actual": actual.values[year], **_gap(actual, year, scenario, results),
            "source": actual.source, "quality": actual.quality, "note": actual.note,
        }
        for name, actual in scenario.actuals.items()
        for year in sorted(actual.values)
    ]  # fmt: skip


def find_actuals_without_a_plan(scenario: Scenario, held: list[dict[str, object]]) -> list[Finding]:
    """Return a finding for each actual that the results have no figure for, or one of another dimension."""
    lost = {str(row["name"]): str(row["variable"]) for row in held if row["plan"] is None}
    expected, advice = message("a variable of results.csv"), message("copy the name from results.csv")
    found = {
        name: message("variable {variable}, which the results do not have in this unit", variable=variable)
        for name, variable in lost.items()
    }
    paths = {name: f"actuals.{name}.variable" for name in lost}
    return [Finding(*scenario.locate(paths[name]), paths[name], told, expected, advice) for name, told in found.items()]


def _gap(actual: Actual, year: int, scenario: Scenario, results: Results) -> dict[str, object]:
    """Return plan and gap in the actual's unit; none where the results have no such variable or another dimension."""
    series, scale = results.series(actual.variable), _scale(actual, results)
    path = over_calendar(series, scenario.time.years) if series and scale else {}
    plan = None if path.get(year) is None else path[year] / scale
    gap = None if plan is None else actual.values[year] - plan
    known = {earlier: value * scale for earlier, value in actual.values.items()}
    left = _left(known, year, path, scenario) if actual.variable == EMISSIONS and path else {}
    nothing = dict.fromkeys(("from", "to", "budget_Mt", "spent_Mt", "left_Mt", "years_left", "planned_left_Mt"))
    return {
        "plan": plan, "gap": gap, "gap_share": None if gap is None or not plan else gap / plan,
        **nothing, "change_needed": None, **left,
    }  # fmt: skip


def _scale(actual: Actual, results: Results) -> float:
    """Return by what an actual is multiplied to be in the unit of the results; 0 where it cannot be."""
    units = results.table.loc[results.table["variable"] == actual.variable, "unit"]
    try:
        return figure_factor(actual.unit, str(units.iloc[0])) if len(units) else 0.0
    except UnitError:
        return 0.0


def _left(actuals: Path, year: int, path: Path, scenario: Scenario) -> dict[str, object]:
    """Return what is left of the budget of the five-year plan after a year in Mt; nothing where there is none."""
    first, last = period_of(year)
    if (first, last) not in _periods(scenario):
        return {}
    budget = _sum(path, first, last)
    spent = sum(actuals.get(earlier, path[earlier]) for earlier in range(first, year + 1))
    planned = _sum(path, year + 1, last)
    left = budget - spent
    return {
        "from": first, "to": last, "budget_Mt": budget, "spent_Mt": spent, "left_Mt": left, "years_left": last - year,
        "planned_left_Mt": planned, "change_needed": left / planned - 1.0 if planned else None,
    }  # fmt: skip

"""Calibration: the model against every figure of the statistics that the scenario names, series by series, by year."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pandas as pd

from carbonsim.errors import Finding
from carbonsim.messages.message import Message, marked, message
from carbonsim.results.results import Results
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.policy import OfficialFigure
from carbonsim.units import UnitError, figure_factor

TOLERANCE = 0.03  # what official figures and the literature may be missed by without a word
COUNTED = ("official", "literature")  # what is derived or assumed is shown, and proves nothing
COLUMNS = [
    "name",
    "label",
    "label_zh",
    "variable",
    "quantity",
    "compare",
    "year",
    "unit",
    "official",
    "model",
    "error",
    "counts",
    "standing",
    "explanation",
    "explanation_zh",
    "source",
    "quality",
    "note",
    "balancing_item",
    "balancing_share",
    "problem",
]


class Standing(StrEnum):
    """How the model stands to a figure."""

    WITHIN = "within 3%"
    EXPLAINED = "explained"
    UNEXPLAINED = "not explained"
    SHOWN = "shown only"  # derived or assumed
    ALIKE = "same direction"
    OPPOSED = "other direction"
    NOT_COMPARED = "not compared"
    NO_COUNTERPART = marked("no counterpart")  # the model holds nothing like it, and says why


def calibrate(scenario: Scenario, results: Results) -> pd.DataFrame:
    """Return a row for each figure and year, the model told in the figure's unit; `error` is relative to the figure.

    Where figures are compared by their change, both are indices, 100 in the first year, which has no row. Where an
    input was chosen to meet a figure, `balancing_item` names it and `balancing_share` is its part of it. A figure that
    cannot be compared has no model and says why in `problem`; one that the model has no counterpart of, in
    `explanation`.
    """
    written = dict(scenario.quantities())
    units = dict(zip(results.table["variable"], results.table["unit"], strict=True))
    rows = [
        row
        for name, figure in scenario.calibration.items()
        for row in _rows(name, figure, _held(figure, results, units, written, scenario), written)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"model": float, "error": float, "official": float, "balancing_share": float}
    )


def find_what_cannot_be_compared(scenario: Scenario, calibration: pd.DataFrame) -> list[Finding]:
    """Return a finding for each figure that has no counterpart in the results, or another dimension."""
    findings = []
    for row in calibration.drop_duplicates("name").to_dict("records"):
        if row["problem"]:
            key = "variable" if "variable" in dict(row["problem"].values) else "unit"
            path = f"calibration.{row['name']}.{key}"
            expected = (
                message("a unit of the dimension of {variable}", variable=row["variable"])
                if key == "unit"
                else message("a variable of results.csv")
            )
            advice = (
                message("look {variable} up in results.csv", variable=row["variable"])
                if key == "unit"
                else message("copy the name from results.csv")
            )
            findings.append(Finding(*scenario.locate(path), path, row["problem"], expected, advice))
    return findings


def _rows(
    name: str, figure: OfficialFigure, held: Mapping[int, tuple[float | None, Message | None]],
    written: Mapping[str, Quantity],
) -> list[tuple[object, ...]]:  # fmt: skip
    """Return the rows of a figure, as an index of its first year where it is compared by its change."""
    first = next(iter(figure.figures))
    by_change = figure.compare != "level"
    unit = f"{first} = 100" if by_change else figure.unit
    rows: list[tuple[object, ...]] = []
    for year, value in figure.figures.items():
        if by_change and year == first:
            continue
        model, problem = held[year]
        start, start_problem = held[first]
        if by_change:
            value, problem = 100 * value / figure.figures[first], problem or start_problem
            model = 100 * model / start if model is not None and start else None
        error = None if model is None or not value else model / value - 1.0
        explanation = figure.explanation or figure.no_counterpart
        rows.append(
            (
                name, figure.label.en, figure.label.zh, figure.variable, figure.quantity, figure.compare, year, unit,
                value, model, error, _counts(figure), _standing(figure, value, model, error),
                None if explanation is None else explanation.en, None if explanation is None else explanation.zh,
                figure.source, figure.quality, figure.note, figure.balancing_item,
                _share(written.get(figure.balancing_item or ""), figure, year), problem,
            )
        )  # fmt: skip
    return rows


def _counts(figure: OfficialFigure) -> bool:
    return figure.quality in COUNTED and figure.compare != "direction" and figure.no_counterpart is None


def _standing(figure: OfficialFigure, value: float, model: float | None, error: float | None) -> Standing:
    """Return how the model stands to a figure, or to an index where only the direction counts."""
    if figure.no_counterpart is not None:
        return Standing.NO_COUNTERPART
    if model is None or error is None:
        return Standing.NOT_COMPARED
    if figure.compare == "direction":
        alike = (model - 100.0) * (value - 100.0) >= 0.0
        return Standing.ALIKE if alike else Standing.EXPLAINED if figure.explanation else Standing.OPPOSED
    if not _counts(figure):
        return Standing.SHOWN
    if abs(error) <= TOLERANCE:
        return Standing.WITHIN
    return Standing.EXPLAINED if figure.explanation else Standing.UNEXPLAINED


def _held(
    figure: OfficialFigure, results: Results, units: Mapping[str, str], written: Mapping[str, Quantity],
    scenario: Scenario,
) -> dict[int, tuple[float | None, Message | None]]:  # fmt: skip
    """Return what the model holds of each year of a figure, in its unit, or none and why."""
    if figure.no_counterpart is not None:
        return dict.fromkeys(figure.figures, (None, None))
    if figure.quantity is not None:
        item = written[figure.quantity]
        known, unit = {year: item.at(year) for year in figure.figures}, item.unit
    elif (variable := figure.variable or "") in units:
        known, unit = results.series(variable), units[variable]
    else:
        problem = message("variable {variable}, which the results do not have", variable=variable)
        return dict.fromkeys(figure.figures, (None, problem))
    try:
        same = figure.unit == unit  # also what no dimension tells, such as Mt of cement
        factor = 1.0 if same else figure_factor(figure.unit, unit, scenario.time.years[0])
    except UnitError as error:
        return dict.fromkeys(figure.figures, (None, error.problem))
    return {year: _of_year(figure, known.get(year), year, factor) for year in figure.figures}


def _of_year(
    figure: OfficialFigure, found: float | None, year: int, factor: float
) -> tuple[float | None, Message | None]:
    if found is None:
        variable = figure.variable or ""
        return None, message("variable {variable}, which is not told for {year}", variable=variable, year=year)
    return found / factor, None


def _share(item: Quantity | None, figure: OfficialFigure, year: int) -> float | None:
    value = figure.figures[year]
    if item is None or not value:
        return None
    try:
        return item.at(year) * figure_factor(item.unit, figure.unit) / value
    except UnitError:
        return None

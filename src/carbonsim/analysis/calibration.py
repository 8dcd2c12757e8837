"""Calibration: the model against every official figure the scenario names, line by line."""

from __future__ import annotations

import pandas as pd

from carbonsim.errors import Finding
from carbonsim.messages.message import Message, message
from carbonsim.results.results import Results
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.policy import OfficialFigure
from carbonsim.units import UnitError, figure_factor

COLUMNS = [
    "name",
    "label",
    "label_zh",
    "variable",
    "year",
    "unit",
    "official",
    "model",
    "error",
    "source",
    "quality",
    "note",
    "balancing_item",
    "balancing_share",
    "problem",
]


def calibrate(scenario: Scenario, results: Results) -> pd.DataFrame:
    """Return a row for each official figure, the model told in the figure's unit; `error` is relative to the figure.

    Where an input was chosen to meet a figure, `balancing_item` names it and `balancing_share` is its part of it. A
    figure that cannot be compared has no model and says why in `problem`.
    """
    written = dict(scenario.quantities())
    units = dict(zip(results.table["variable"], results.table["unit"], strict=True))
    rows = []
    for name, figure in scenario.calibration.items():
        model, problem = _model(figure, results, units, scenario)
        error = None if model is None or not figure.value else model / figure.value - 1.0
        rows.append(
            (
                name, figure.label.en, figure.label.zh, figure.variable, figure.year, figure.unit, figure.value, model,
                error, figure.source, figure.quality, figure.note, figure.balancing_item,
                _share(written.get(figure.balancing_item or ""), figure), problem,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"model": float, "error": float, "official": float, "balancing_share": float}
    )


def find_what_cannot_be_compared(scenario: Scenario, calibration: pd.DataFrame) -> list[Finding]:
    """Return a finding for each official figure that has no counterpart in the results, or another dimension."""
    findings = []
    for row in calibration.to_dict("records"):
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


def _model(
    figure: OfficialFigure, results: Results, units: dict[str, str], scenario: Scenario
) -> tuple[float | None, Message | None]:
    """Return the model's figure in the unit of the official one, or none and why."""
    if figure.variable not in units:
        return None, message("variable {variable}, which the results do not have", variable=figure.variable)
    found = results.series(figure.variable).get(figure.year)
    if found is None:
        return None, message(
            "variable {variable}, which is not told for {year}", variable=figure.variable, year=figure.year
        )
    try:
        return found / figure_factor(figure.unit, units[figure.variable], scenario.time.years[0]), None
    except UnitError as error:
        return None, error.problem


def _share(item: Quantity | None, figure: OfficialFigure) -> float | None:
    if item is None or not figure.value:
        return None
    try:
        return item.at(figure.year) * figure_factor(item.unit, figure.unit) / figure.value
    except UnitError:
        return None

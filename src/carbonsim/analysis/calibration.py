"""Calibration: the model against every official figure the scenario names, line by line."""

from __future__ import annotations

import pandas as pd

from carbonsim.results.results import Results
from carbonsim.scenario.policy import OfficialFigure
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.units import factor

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
]


def calibrate(scenario: Scenario, results: Results) -> pd.DataFrame:
    """Return a row for each official figure; `error` is the model's relative difference, empty where unknown.

    Where an input was chosen to meet a figure, `balancing_item` names it and `balancing_share` is its part of it.
    """
    written = dict(scenario.quantities())
    units = dict(zip(results.table["variable"], results.table["unit"], strict=True))
    rows = []
    for name, figure in scenario.calibration.items():
        model = results.series(figure.variable).get(figure.year) if figure.variable in units else None
        error = None if model is None or not figure.value else model / figure.value - 1.0
        rows.append(
            (
                name, figure.label.en, figure.label.zh, figure.variable, figure.year, figure.unit, figure.value, model,
                error, figure.source, figure.quality, figure.note, figure.balancing_item,
                _share(written.get(figure.balancing_item or ""), figure),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"model": float, "error": float, "official": float, "balancing_share": float}
    )


def _share(item: Quantity | None, figure: OfficialFigure) -> float | None:
    if item is None or not figure.value:
        return None
    return item.at(figure.year) * factor(item.unit, figure.unit) / figure.value

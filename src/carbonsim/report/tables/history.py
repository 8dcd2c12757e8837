"""The error table: the model beside every figure of the statistics that the scenario names, as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from carbonsim.analysis.history.calibration import Standing
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Message, Value, from_json, message
from carbonsim.report.content import Content
from carbonsim.report.words import Unit, number, reader_unit, wording
from carbonsim.system.tables import Label

TITLE = message("The model beside the statistics")
SCOPE = message(
    "Official figures and the literature may be missed by 3% without a word; what is derived or assumed is shown only. "
    "Where the figures are of another area, both are told as an index of the first year, or only by their direction."
)
NOTHING = "–"


class ErrorRow(NamedTuple):
    """A figure beside the model's, by how much they differ, and what is said of it."""

    title: Value
    year: int
    official: Value
    model: Value
    unit: Value
    error: str
    size: str
    quality: Value
    standing: Value
    notes: tuple[Value, ...]
    source: str


def error_rows(calibration: pd.DataFrame) -> list[ErrorRow]:
    """Return every figure and year with the model's and the error in percent; notes and source once a series."""
    rows: list[ErrorRow] = []
    told: set[str] = set()
    for row in calibration.to_dict("records"):
        first = row["name"] not in told
        told.add(row["name"])
        rows.append(_row(row, first=first))
    return rows


def error_line(content: Content) -> Message | None:
    """Say how many figures count, how many of them are met, and what is said of the others; None without figures."""
    if content.calibration.empty:
        return None
    known = content.calibration.to_dict("records")
    counted = Counter(str(row.get("standing")) for row in known if row.get("counts"))
    return message(
        "{all} figures are official or of the literature: {met} are met within 3%, {explained} are explained, {open} "
        "are not explained. {shown} more are derived or assumed, or tell a direction only.",
        all=sum(counted.values()),
        met=counted[Standing.WITHIN],
        explained=counted[Standing.EXPLAINED],
        open=counted[Standing.UNEXPLAINED] + counted[Standing.NOT_COMPARED],
        shown=len(known) - sum(counted.values()),
    )


def _row(row: Mapping[str, object], *, first: bool) -> ErrorRow:
    official, model = _number(row["official"]), _number(row["model"])
    error = 100 * (model / official - 1) if official and model == model else float("nan")
    size = "" if error != error else "small" if abs(error) <= 3 else "medium" if abs(error) <= 10 else "large"
    told = number(error, 2) + "%" if error == error else NOTHING
    by_change = row.get("compare") in ("growth", "direction")
    unit = None if by_change else reader_unit(str(row["unit"]))
    notes = [_problem(row), _explanation(row) if first else None, _balance(row)]
    return ErrorRow(
        Label(str(row["label"]), str(row["label_zh"])),
        int(_number(row["year"])),
        _both(official, unit),
        _both(model, unit),
        message("index, {unit}", unit=str(row["unit"])) if unit is None else in_each(unit.words),
        "+" + told if error > 0 and told != "0%" else told,
        size if row.get("counts") else "",
        wording(str(row["quality"])),
        wording(str(row["standing"])),
        tuple(note for note in notes if note is not None),
        str(row["source"]) if first else "",
    )


def _number(value: object) -> float:
    return float("nan") if value is None else float(str(value))


def _problem(row: Mapping[str, object]) -> Value | None:
    """Say why a figure cannot be compared."""
    problem = row.get("problem")
    if not problem:
        return None
    return message("not compared: {problem}", problem=problem if isinstance(problem, Message) else from_json(problem))


def _explanation(row: Mapping[str, object]) -> Value | None:
    told, chinese = row.get("explanation"), row.get("explanation_zh")
    return Label(str(told), str(chinese)) if isinstance(told, str) else None


def _balance(row: Mapping[str, object]) -> Value | None:
    """Say which input was chosen so that the model meets a figure, and how large it is."""
    share = _number(row.get("balancing_share"))
    if share != share:
        return None
    item, told = str(row["balancing_item"]), number(100 * share, 2)
    return message("balancing item: {item}, {told}% of it", item=item, told=told)


def _both(value: float, unit: Unit | None) -> Value:
    """Print a value in the unit of each language."""
    if value != value:
        return NOTHING
    return in_each(lambda language: number(value * (1.0 if unit is None else unit.factor(language)), 4))

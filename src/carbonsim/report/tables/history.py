"""The past as text: the model beside every figure of the statistics, and how the first planned years go on from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from carbonsim.analysis.history.calibration import Standing
from carbonsim.analysis.summary.records import ContinuityRecord
from carbonsim.analysis.summary.summary import Summary
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
SEAM = message("From the past into the plan")
SEAM_SCOPE = message(
    "Growth a year over the five years before the plan and over its first years, and what is left of it beyond what GDP"
    " explains. Where both lie further apart than {within} points a year, a dated policy says why."
)
TRENDS = {
    "emissions": message("Emissions that are judged"),
    "power_use": message("Electricity consumption"),
    "energy_per_gdp": message("Energy consumption, per GDP once GDP is taken out"),
}


class ErrorRow(NamedTuple):
    """A figure beside the model's, by how much they differ, and what is said of it; `span` 0 below a series' head."""

    title: Value
    span: int
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
    known = calibration.to_dict("records")
    left = Counter(str(row["name"]) for row in known)
    return [_row(row, left.pop(str(row["name"]), 0)) for row in known]


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


class TrendRow(NamedTuple):
    """A trend: growth and what is left of it beyond GDP, before the plan and in it, and how far they lie apart."""

    name: Value
    past: str
    past_trend: str
    planned: str
    planned_trend: str
    gap: str
    standing: Value
    note: Value | None


def trend_rows(summary: Summary) -> list[TrendRow]:
    """Return the trends of the past beside those of the first planned years, in per cent and points a year."""
    return [
        TrendRow(
            TRENDS[row.name],
            _percent(row.past_growth),
            _percent(row.past_trend),
            _percent(row.planned_growth),
            _percent(row.planned_trend),
            _percent(row.gap, ""),
            wording(row.standing),
            _policy(row),
        )
        for row in summary.continuity
    ]


def trend_columns(summary: Summary) -> tuple[Value, ...]:
    """Return the headings of the trends; there are some."""
    row = summary.continuity[0]
    past = message("{first}–{last}, a year", first=row.first, last=row.last)
    planned = message("{first}–{last}, a year", first=row.last, last=row.planned)
    beyond = message("beyond GDP ({growth})", growth=_percent(row.past_gdp))
    later = message("beyond GDP ({growth})", growth=_percent(row.planned_gdp))
    return past, beyond, planned, later, message("Apart, points a year")


def seam_scope(summary: Summary) -> Message:
    """Return what the trends tell; there are some."""
    return SEAM_SCOPE.filled(within=number(100 * summary.continuity[0].within, 2))


def intensities_line(summary: Summary) -> Message | None:
    """Say by how much CO2 per GDP changes over both five-year plans, side by side; None where only one is known."""
    if len(summary.plan_intensities) < 2:
        return None
    before, after = summary.plan_intensities[:2]
    return message(
        "CO₂ per GDP: {before} in {first}–{last} and {after} in {last}–{end}.",
        before=_percent(before.change),
        first=before.first,
        last=before.last,
        after=_percent(after.change),
        end=after.last,
    )


def _policy(row: ContinuityRecord) -> Value | None:
    if row.policy is None:
        return None
    told = Label(row.policy, row.policy_zh or row.policy)
    return message("{policy} (since {year}: {source})", policy=told, year=str(row.since), source=row.source or NOTHING)


def _percent(share: float, unit: str = "%") -> str:
    told = f"{100 * share:.2f}"
    return ("+" if share > 0 and float(told) else "") + told + unit


def _row(row: Mapping[str, object], span: int) -> ErrorRow:
    official, model = _number(row["official"]), _number(row["model"])
    error = 100 * (model / official - 1) if official and model == model else float("nan")
    size = "" if error != error else "small" if abs(error) <= 3 else "medium" if abs(error) <= 10 else "large"
    told = number(error, 2) + "%" if error == error else NOTHING
    by_change = row.get("compare") in ("growth", "direction")
    unit = None if by_change else reader_unit(str(row["unit"]))
    notes = [_problem(row), _explanation(row), _balance(row)] if span else []
    return ErrorRow(
        Label(str(row["label"]), str(row["label_zh"])),
        span,
        int(_number(row["year"])),
        _both(official, unit),
        _both(model, unit),
        message("index, {unit}", unit=str(row["unit"])) if unit is None else in_each(unit.words),
        "+" + told if error > 0 and told != "0%" else told,
        size if row.get("counts") else "",
        wording(str(row["quality"])),
        wording(str(row["standing"])),
        tuple(note for note in notes if note is not None),
        str(row["source"]) if span else "",
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

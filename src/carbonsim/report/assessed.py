"""Evaluations by a rule as rows of text: the grade of each year, and how every indicator counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from carbonsim.analysis.summary.assessments import AssessedRecord, AssessmentRecord, Counted, Grade
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.label import Label, in_each
from carbonsim.messages.message import Message, Value, Wording, in_context, message
from carbonsim.report.target_words import dated_document
from carbonsim.report.words import amount, target_unit

GRADES = {
    Grade.EXCELLENT: in_context("grade", "excellent"),
    Grade.PASS: in_context("grade", "pass"),
    Grade.FAIL: in_context("grade", "fail"),
    Grade.OPEN: in_context("grade", "open"),
}
COUNTED = {
    Counted.MET: in_context("assessed", "met"),
    Counted.MISSED: in_context("assessed", "missed"),
    Counted.SHORT: in_context("assessed", "short of an aim"),
    Counted.OPEN: in_context("assessed", "open"),
}
KINDS = {"control": in_context("assessed", "control"), "supporting": in_context("assessed", "supporting")}
COLOURS = {Counted.MET: "good", Counted.MISSED: "bad", Counted.SHORT: "warn", Counted.OPEN: "none"}


class AssessedRow(NamedTuple):
    """One indicator: its kind, how it counts in each year, and what judges it in the last year that something does."""

    name: Value
    kind: Wording
    years: tuple[Wording, ...]
    colours: tuple[str, ...]
    judged: Value


class AssessmentTable(NamedTuple):
    """One evaluation: its name, where the rule is from, its years, a sentence for each, and its indicators."""

    name: Value
    source: Value
    years: tuple[int, ...]
    sentences: tuple[Message, ...]
    rows: tuple[AssessedRow, ...]


def assessment_tables(summary: Summary) -> list[AssessmentTable]:
    """Return a table for each evaluation."""
    return [_table(list(found)) for _, found in groupby(summary.assessments, key=lambda one: one.name)]


def _table(found: Sequence[AssessmentRecord]) -> AssessmentTable:
    last = found[-1]
    source = dated_document(last.source, last.date or None) if last.source else last.date or ""
    columns = [tuple(one.rows) for one in found]
    rows = tuple(_row([column[place] for column in columns]) for place in range(len(last.rows)))
    years = tuple(one.year for one in found)
    return AssessmentTable(Label(last.label, last.label_zh), source, years, tuple(map(grade_sentence, found)), rows)


def _row(cells: Sequence[AssessedRecord]) -> AssessedRow:
    judged = next((cell for cell in reversed(cells) if cell.judged_by is not None), cells[-1])
    return AssessedRow(
        Label(judged.label, judged.label_zh),
        KINDS[judged.kind],
        tuple(COUNTED[cell.counted] for cell in cells),
        tuple(COLOURS[cell.counted] for cell in cells),
        _judged(judged),
    )


def _judged(cell: AssessedRecord) -> Value:
    """Say what judges an indicator: a result beside a figure, what was entered, or nothing yet."""
    if cell.judged_by is None:
        return message("no figure: enter met or missed by hand")
    if cell.target is None or cell.result is None:
        return message("entered by hand")
    unit = target_unit(cell.indicator or "", cell.unit or "")
    result, figure = cell.result, cell.target
    return message(
        "{result} beside {figure}",
        result=in_each(lambda language: amount(result, unit, language, 4)),
        figure=in_each(lambda language: amount(figure, unit, language, 4)),
    )


def grade_sentence(one: AssessmentRecord) -> Message:
    """Say what an evaluation of a year comes to, and what counts against it."""
    kinds = [row.kind for row in one.rows]
    return message(
        "{name} {year}: {grade}. Control indicators missed: {control} of {controls}, and {fails_control} would fail it;"
        " supporting ones: {supporting} of {supports}, and {fails_supporting} would;"
        " without a figure or an entry: {open}.",
        name=Label(one.label, one.label_zh),
        year=str(one.year),
        grade=GRADES[one.grade],
        control=one.control_missed,
        controls=kinds.count("control"),
        fails_control=one.fails_at_control,
        supporting=one.supporting_missed,
        supports=kinds.count("supporting"),
        fails_supporting=one.fails_at_supporting,
        open=one.open,
    )


def missed_indicators(one: AssessmentRecord) -> Iterator[Value]:
    """Yield the names of the indicators that count as missed."""
    return (Label(row.label, row.label_zh) for row in one.rows if row.counted == Counted.MISSED)

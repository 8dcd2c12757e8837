"""Evaluations by a rule that counts misses: what each indicator is held to in a year, and the grade that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Literal

from pydantic import Field

from carbonsim.analysis.milestones import milestones_of
from carbonsim.analysis.summary.part import Number, SummaryPart, Year
from carbonsim.analysis.summary.records import TargetRecord
from carbonsim.analysis.targets import MET, TargetStatus
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.targets import AssessedIndicator, Assessment, FailsAt

NEAREST = ("city", None, "province", "national")  # whose target a city is held to first


class Grade(StrEnum):
    """What an evaluation comes to."""

    EXCELLENT = "excellent"  # every indicator met
    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"  # not failed so far, but what has no figure was not entered


class Counted(StrEnum):
    """How an indicator counts in a year."""

    MET = "met"
    MISSED = "missed"
    SHORT = "short of aim"  # short of an aim: neither met nor a miss
    OPEN = "open"  # no figure for the year, and nothing entered


class AssessedRecord(SummaryPart):
    """An indicator of an evaluation in one year."""

    name: str = Field(description="name of the indicator in the evaluation")
    label: str = Field(description="what it is, in English")
    label_zh: str = Field(description="what it is, in Chinese")
    kind: Literal["control", "supporting"] = Field(description="control or supporting")
    counted: Counted = Field(description="met, missed, short of an aim, or open")
    judged_by: str | None = Field(description="name of the target, hand where it was entered, null where it is open")
    level: str | None = Field(None, description="who set that target")
    target: Number | None = Field(None, description="its figure")
    result: Number | None = Field(None, description="result of the plan")
    indicator: str | None = Field(None, description="name of the indicator it is held to")
    unit: str | None = Field(None, description="unit of both")


class AssessmentRecord(SummaryPart):
    """An evaluation of one year: its grade, and how many indicators of each kind are missed or open."""

    name: str = Field(description="name of the evaluation in the scenario")
    label: str = Field(description="what it is called, in English")
    label_zh: str = Field(description="what it is called, in Chinese")
    year: Year = Field(description="year that is evaluated")
    grade: Grade = Field(description="excellent, pass, fail, or open")
    control_missed: int = Field(description="control indicators missed")
    supporting_missed: int = Field(description="supporting indicators missed")
    open: int = Field(description="indicators without a figure for the year and without an entry")
    fails_at_control: int = Field(description="misses of control indicators that make it fail")
    fails_at_supporting: int = Field(description="misses of supporting indicators that make it fail")
    rows: tuple[AssessedRecord, ...] = Field(description="every indicator")
    source: str | None = Field(None, description="the document that sets the rule")
    date: str | None = Field(None, description="when it was published")
    quality: str | None = Field(None, description="official, literature, derived or assumption")
    note: str | None = Field(None, description="what to know about it")


def assess(scenario: Scenario, targets: Sequence[TargetRecord]) -> list[AssessmentRecord]:
    """Return every evaluation of the model years of the first five-year plan."""
    milestones = milestones_of(scenario.time.years, scenario.time.plan_from)
    years = () if milestones is None or not targets else milestones.plan
    return [
        _assessed(name, assessment, year, targets)
        for name, assessment in scenario.assessments.items()
        for year in years
    ]


def _assessed(name: str, assessment: Assessment, year: int, targets: Sequence[TargetRecord]) -> AssessmentRecord:
    rows = tuple(_counted(key, one, year, targets) for key, one in assessment.indicators.items())
    missed = {
        kind: sum(row.counted == Counted.MISSED and row.kind == kind for row in rows)
        for kind in ("control", "supporting")
    }
    return AssessmentRecord(
        name=name, label=assessment.label.en, label_zh=assessment.label.zh, year=year,
        grade=grade_of(rows, missed, assessment.fails_at), control_missed=missed["control"],
        supporting_missed=missed["supporting"], open=sum(row.counted == Counted.OPEN for row in rows),
        fails_at_control=assessment.fails_at.control, fails_at_supporting=assessment.fails_at.supporting, rows=rows,
        source=assessment.source, date=assessment.date, quality=assessment.quality, note=assessment.note,
    )  # fmt: skip


def grade_of(rows: Sequence[AssessedRecord], missed: Mapping[str, int], fails_at: FailsAt) -> Grade:
    """Return the grade: fail as soon as misses suffice, open while something is, excellent where all is met."""
    if missed["control"] >= fails_at.control or missed["supporting"] >= fails_at.supporting:
        return Grade.FAIL
    if any(row.counted == Counted.OPEN for row in rows):
        return Grade.OPEN
    return Grade.EXCELLENT if all(row.counted == Counted.MET for row in rows) else Grade.PASS


def _counted(name: str, one: AssessedIndicator, year: int, targets: Sequence[TargetRecord]) -> AssessedRecord:
    told = {"name": name, "label": one.label.en, "label_zh": one.label.zh, "kind": one.kind}
    if year in one.entered:
        return AssessedRecord.model_validate({**told, "counted": one.entered[year], "judged_by": "hand"})
    row = _judging(one, year, targets)
    if row is None:
        return AssessedRecord.model_validate({**told, "counted": Counted.OPEN, "judged_by": None})
    judged = {
        "judged_by": row.name, "level": row.level, "target": row.target, "result": row.result, "unit": row.unit,
        "indicator": row.indicator,
    }  # fmt: skip
    return AssessedRecord.model_validate({**told, **judged, "counted": _by_status(row.status)})


def _judging(one: AssessedIndicator, year: int, targets: Sequence[TargetRecord]) -> TargetRecord | None:
    """Return the target of the year that judges an indicator, of those of several levels that of the nearest."""
    judged = {*MET, TargetStatus.SHORT, TargetStatus.FAIL}
    found = [
        row
        for row in targets
        if row.year == year
        and row.status in judged
        and (row.name == one.target if one.target else row.indicator is not None and row.indicator == one.indicator)
    ]
    return min(found, key=lambda row: NEAREST.index(row.level), default=None)


def _by_status(status: TargetStatus) -> Counted:
    if status in MET:
        return Counted.MET
    return Counted.SHORT if status == TargetStatus.SHORT else Counted.MISSED

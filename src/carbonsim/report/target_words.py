"""How a target is told: its unit, the class of the document's words, how it went, and by those words what is missed."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources

from carbonsim.analysis.summary.records import TargetRecord
from carbonsim.analysis.targets import MET, TargetStatus
from carbonsim.messages.label import Label, in_each
from carbonsim.messages.message import Message, Value, Wording, in_context, message
from carbonsim.report.words import Unit, amount, number, target_unit, wording

WORDINGS = {  # class of a document's words → its name
    "set": in_context("wording", "set"),
    "at_least": in_context("wording", "at least"),
    "about": in_context("wording", "about"),
    "aim": in_context("wording", "aim"),
}
AT_MOST = in_context("wording", "at most")  # where the figure that is set is a ceiling
MOST_TOLD = 12  # misses in sentences; the tracker has them all


@lru_cache(maxsize=1)
def document_titles() -> dict[str, Label]:
    """Return the documents that shipped targets rest on: name as the scenario writes it → title in both languages."""
    text = resources.files("carbonsim.library").joinpath("documents.csv").read_text(encoding="utf-8")
    return {row["name"]: Label(row["name"], row["zh"]) for row in csv.DictReader(text.splitlines())}


def dated_document(name: str, date: str | None) -> Value:
    """Name a document by its title, with its date where it has one."""
    title = document_titles().get(name, name)
    return title if date is None else message("{document}, {date}", document=title, date=date)


def unit_of_target(row: TargetRecord) -> Unit:
    """Return the unit a target is told in; one that is entered by hand has its own."""
    if row.indicator is None:
        return Unit(row.unit, row.unit_zh or row.unit)
    return target_unit(row.indicator, row.unit)


def wording_words(row: TargetRecord) -> Wording:
    """Name the class of the words that set a target."""
    if row.wording == "at_least" and row.sense == "<=":
        return AT_MOST
    return WORDINGS.get(row.wording, row.wording)


def status_words(row: TargetRecord) -> Wording:
    """Say how a target went, and whether somebody entered that."""
    told = wording(row.status)
    if row.judged_by == "hand" and row.status != TargetStatus.BY_HAND:
        return message("{status}, entered by hand", status=told)
    return told


def status_kind(status: TargetStatus) -> str:
    """Return how the page colours a status: good, warn, bad or none."""
    if status in MET:
        return "good"
    return {TargetStatus.SHORT: "warn", TargetStatus.FAIL: "bad"}.get(status, "none")


def miss_words(row: TargetRecord) -> Message:
    """Say by how much a target is missed, in the sense of the words that set it."""
    unit = unit_of_target(row)
    told = {
        "name": Label(row.label, row.label_zh),
        "year": str(row.year),
        "figure": _amount(row.target, unit),
        "result": _amount(row.result, unit),
        "gap": _gap(row, unit),
    }
    if row.gap is None:
        return message("{name} {year}: entered as missed", name=told["name"], year=told["year"])
    if row.status == TargetStatus.NEAR:
        return message("{name} {year}: {result} for about {figure}, which is within its leeway", **told)
    if row.wording == "about":
        share = f"{number(100 * (row.leeway or 0.0), 2)}%"
        leeway = share if row.change is None else message("{share} of the change", share=share)
        return message(
            "{name} {year}: {result} for about {figure}, {gap} off and beyond the leeway of {leeway}",
            leeway=leeway,
            **told,
        )
    if row.wording == "aim":
        return message("{name} {year}: {result} for an aim of {figure}; {gap} short of an aim is no failure", **told)
    if row.wording == "at_least":
        least = message("{name} {year}: {result} where at least {figure} is asked, {gap} below the least", **told)
        most = message("{name} {year}: {result} where at most {figure} is allowed, {gap} above the most", **told)
        return most if row.sense == "<=" else least
    return message("{name} {year}: {result} where {figure} is set, missed by {gap}", **told)


def _gap(row: TargetRecord, unit: Unit) -> Value:
    """Tell a gap; between shares it is of percentage points."""
    if row.gap is not None and row.unit == "%":
        return message("{gap} points", gap=number(abs(row.gap), 3))
    return _amount(None if row.gap is None else abs(row.gap), unit)


def _amount(value: float | None, unit: Unit) -> Value:
    return message("–") if value is None else in_each(lambda language: amount(value, unit, language, 4))

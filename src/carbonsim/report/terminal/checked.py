"""What a check found, as plain values for an editor or a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from carbonsim.analysis.summary.records import warning_record
from carbonsim.errors import Finding, Warned
from carbonsim.messages.message import rendered
from carbonsim.report.content import Content
from carbonsim.report.terminal.language import terminal_language
from carbonsim.scenario.scenario import Scenario


def findings_as_plain(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return findings with their place, each sentence in the language of the terminal."""
    language = terminal_language()
    return [
        {
            "file": one.file, "line": one.line or None, "path": one.path, "found": rendered(one.found, language),
            "expected": rendered(one.expected, language), "advice": rendered(one.advice, language),
            "text": one.rendered(language),
        }
        for one in findings
    ]  # fmt: skip


def check_as_plain(scenario: Scenario, warnings: Sequence[Warned], calibrated: Content | None) -> dict[str, object]:
    """Return what a check of a scenario without a mistake says; with `calibrated`, the model beside the statistics."""
    told = [warning_record(warning).model_dump(mode="json", exclude={"message"}) for warning in warnings]
    qualities = Counter(quality or "without a source" for quality in scenario.data_table()["quality"])
    plain: dict[str, object] = {"name": scenario.name, "findings": [], "warnings": told, "values": dict(qualities)}
    if calibrated is not None:
        table = calibrated.calibration.astype(object)
        plain["calibration"] = table.where(table.notna(), None).to_dict(orient="records")
    return plain

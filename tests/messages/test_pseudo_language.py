"""A third language is one more catalogue: with one that marks every letter, what bears none escaped from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import carbonsim
from carbonsim.cli import app
from carbonsim.messages import message
from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, Value, rendered
from carbonsim.report.terminal.tables import run_tables
from tests.messages.pseudo_language import pseudo
from tests.report.terminal.test_tables import text
from tests.scenario.test_broken import BROKEN, EXPECTED, findings_of

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "scenarios" / "tutorial.yaml"
PLAIN = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+")
KEPT = {
    "CNY", "Mt", "Mtce", "GW", "CO", "亿元", "万千瓦",  # units and formulas
    "平衡差额",  # of a Chinese table, beside its English
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_place_of_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message, "catalogue", pseudo)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def without_own_words(told: Value) -> Value:
    """Return a message without what a planner wrote in its places."""
    if isinstance(told, Message):
        return replace(told, values=tuple((name, without_own_words(value)) for name, value in told.values))
    return tuple(map(without_own_words, told)) if isinstance(told, tuple) and not isinstance(told, Label) else ""


def own_words(*texts: str) -> set[str]:
    return {word for one in texts for word in PLAIN.findall(one)} | KEPT


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_nothing_of_a_finding_escapes(name: str) -> None:
    for finding in findings_of(BROKEN / f"{name}.yaml"):
        ours = rendered(without_own_words(finding.message), "zh")
        assert set(PLAIN.findall(ours)) <= KEPT, ours


@pytest.mark.parametrize("name", ["unknown_key", "emission_cap_unit", "negative_cost"])
def test_nothing_of_a_refused_file_escapes_on_the_command_line(name: str) -> None:
    file = BROKEN / f"{name}.yaml" if (BROKEN / f"{name}.yaml").is_file() else BROKEN / "unknown_key.yaml"
    done = CliRunner().invoke(app, ["check", str(file)])
    assert done.exit_code == 2
    values = [rendered(value, "en") for one in findings_of(file) for value in values_of(one.message)]
    assert set(PLAIN.findall(done.output)) <= own_words(str(file), *values)


def values_of(told: Message) -> Iterator[Value]:
    """Yield what a planner wrote in the places of a message."""
    for _, value in told.values:
        if isinstance(value, Message):
            yield from values_of(value)
        else:
            yield value


def test_nothing_of_a_check_escapes_on_the_command_line() -> None:
    done = CliRunner().invoke(app, ["check", str(TUTORIAL)])
    assert done.exit_code == 0
    assert set(PLAIN.findall(done.output)) <= own_words(str(TUTORIAL), TUTORIAL.read_text(encoding="utf-8"))


def test_nothing_of_a_run_escapes_in_the_terminal() -> None:
    done = carbonsim.run(TUTORIAL, write_results=False)
    shown = "".join(text(table) for table in run_tables(done.summary, Path("out")))
    known = own_words(TUTORIAL.read_text(encoding="utf-8"), "out report html")
    assert set(PLAIN.findall(shown)) - known == set()

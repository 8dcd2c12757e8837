"""What is wrong is told in Chinese where the locale is Chinese, and nothing of it is left in English."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.messages.message import Message, Value, rendered
from tests.scenario.test_broken import BROKEN, EXPECTED, findings_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
A_SENTENCE = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")
WORD = re.compile(r"(?<!\S)[a-z]{2,}(?=[\s,;:?]|$)")
QUOTED = re.compile(r"'[^']*'|`[^`]*`|\"[^\"]*\"|\{[^}]*\}")


def without_own_words(told: Value) -> Value:
    """Return a message without what a planner wrote in its places."""
    if isinstance(told, tuple):
        return tuple(map(without_own_words, told))
    if not isinstance(told, Message):
        return ""
    return replace(told, values=tuple((name, without_own_words(value)) for name, value in told.values))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_broken_file_is_told_in_chinese(name: str) -> None:
    for finding in findings_of(BROKEN / f"{name}.yaml"):
        for told in (finding.found, finding.expected, finding.advice):
            chinese = rendered(told, "zh")
            ours = rendered(without_own_words(told), "zh")
            assert not A_SENTENCE.search(QUOTED.sub("", ours)), ours
            assert CHINESE.search(chinese) or len(WORD.findall(QUOTED.sub("", str(told)))) < 2, told
        line = finding.rendered("zh")
        assert "现为：" in line
        assert "found" not in line.replace(finding.file, "")
        assert finding.path in line


def test_the_command_line_speaks_the_language_of_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    file = str(BROKEN / "unknown_key.yaml")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    chinese = CliRunner().invoke(app, ["check", file])
    assert chinese.exit_code == 2
    assert (
        "capitl_cost: 现为：未知的键 capitl_cost；应为：此处可用的键；建议：是否应为 capital_cost？" in chinese.output
    )
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert EXPECTED["unknown_key"] in CliRunner().invoke(app, ["check", file]).output

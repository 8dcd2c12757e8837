"""What is wrong is told in Chinese where the locale is Chinese: every rule, and nothing of it left in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.errors import Finding
from carbonsim.report.phrases import finding_in_chinese, line_in_chinese, phrase_in_chinese
from carbonsim.scenario.quantity import EitherMeasure, Measure
from carbonsim.scenario.scenario import Scenario
from tests.scenario.test_broken import BROKEN, EXPECTED, findings_of

SOURCE = Path(__file__).parents[2] / "src" / "carbonsim"
SPEAKING = ["scenario", "system", "units.py", "analysis/past.py", "export/results_folder", "export/city_folder.py",
            "report/reading", "results/results_csv.py", "optimization/compiling/document.py",
            "optimization/idle_keys/idle_keys.py", "optimization/idle_keys/idle_figures.py",
            "compiled.py"]  # fmt: skip
CALLS = {
    "Finding",
    "Mistake",
    "tell",
    "_report",
    "report",
    "warn",
    "finding",
    "_finding",
    "_refuse",
    "refuse",
    "UnitError",
    "_RefusedError",
    "Place",
}
TOLD = {"found", "expected", "advice"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
A_SENTENCE = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")
WORD = re.compile(r"(?<!\S)[a-z]{2,}(?=[\s,;:?]|$)")
QUOTED = re.compile(r"'[^']*'|`[^`]*`|\"[^\"]*\"|\{[^}]*\}")


def pattern(node: ast.AST) -> str | None:
    """Return a text, or a text with `{}` where something is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def said_by(file: Path) -> Iterator[str]:
    """Yield the texts that a module puts into findings: arguments of the calls, and names of what they are told."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
              if part is not node}  # fmt: skip
    for node in ast.walk(tree):
        wanted: list[ast.AST] = []
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            wanted = [*node.args, *(keyword.value for keyword in node.keywords)] if name in CALLS else []
        elif isinstance(node, ast.Assign):
            names = {getattr(one, "id", "") for target in node.targets for one in ast.walk(target)}
            wanted = [node.value] if names & TOLD else []
        for part in (inner for one in wanted for inner in ast.walk(one) if id(inner) not in inside):
            text = pattern(part)
            if text and len(WORD.findall(text)) > 1:
                yield text


def modules() -> list[Path]:
    return sorted(file for name in SPEAKING for file in
                  ([SOURCE / name] if name.endswith(".py") else (SOURCE / name).rglob("*.py")))  # fmt: skip


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(SOURCE)))
def test_every_phrase_of_a_rule_is_in_the_book(file: Path) -> None:
    lacking = [text for text in said_by(file) if not CHINESE.search(phrase_in_chinese(text.replace("{}", "x")))]
    assert lacking == []


def test_the_search_for_phrases_finds_some() -> None:
    found = {text for file in modules() for text in said_by(file)}
    assert len(found) > 200
    assert {"365 days in all", "unknown unit {}"} <= found


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_broken_file_is_told_in_chinese(name: str) -> None:
    for finding in findings_of(BROKEN / f"{name}.yaml"):
        for english in (finding.found, finding.expected, finding.advice):
            chinese = phrase_in_chinese(english)
            assert not A_SENTENCE.search(QUOTED.sub("", chinese)), chinese
            assert CHINESE.search(chinese) or len(WORD.findall(QUOTED.sub("", english))) < 2, english
        line = finding_in_chinese(finding)
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


def test_a_line_alone_is_told_like_its_finding() -> None:
    finding = Finding("a.yaml", 3, "time.plan_from", "'soon'", "a whole number", "correct the value")
    assert (
        line_in_chinese(str(finding))
        == finding_in_chinese(finding)
        == ("a.yaml:3: time.plan_from: 现为：'soon'；应为：整数；建议：请改正取值")
    )


def test_a_key_keeps_its_name_and_yaml_its_braces() -> None:
    assert phrase_in_chinese("did you mean lifetime?") == "是否应为 lifetime？"
    assert "run: {electricity: 40 %}" in phrase_in_chinese("at least one mode, such as run: {electricity: 40 %}")


@pytest.mark.parametrize("name", ["CO2", "O2", "of the", "of O2", "二氧化碳", "CO₂", "N2O_x", "a/b-c"])
def test_a_name_in_a_phrase_stays_whole(name: str) -> None:
    assert phrase_in_chinese(f"-0.1 of {name}") == f"{name}：-0.1"
    assert phrase_in_chinese(f"-0.1 of {name} in 2020–2030") == f"{name}：-0.1（2020–2030）"
    assert phrase_in_chinese(f"branch {name}, which is not known") == f"分支 {name} 未知"
    assert phrase_in_chinese(f"no file '{name} and more.yaml'") == f"没有文件 '{name} and more.yaml'"


@pytest.mark.parametrize(("count", "ending"), [(1, ""), (3, "s")])
def test_an_ending_of_a_word_may_be_none(count: int, ending: str) -> None:
    assert phrase_in_chinese(f"the same in {count} row{ending} from here on") == f"自此起 {count} 行相同"
    assert phrase_in_chinese(f"the same in {count} year{ending} more") == f"另有 {count} 年同样如此"
    english = f"{count} time slice{ending} of no length and no demand: a, b"
    assert phrase_in_chinese(english) == f"{count} 个时间片没有长度也没有需求：a, b"


def test_no_phrase_leaves_open_where_one_place_ends_and_the_next_begins() -> None:
    book = (SOURCE / "report" / "parts" / "phrases_zh.tsv").read_text(encoding="utf-8").splitlines()
    assert [line for line in book if "{}{}" in line.split("\t")[0]] == []


def required(model: type[BaseModel], seen: set[Any]) -> Iterator[str]:
    """Yield the descriptions of what must be written and is no quantity."""
    if model in seen:
        return
    seen.add(model)
    for info in model.model_fields.values():
        if info.is_required() and not any(isinstance(one, Measure | EitherMeasure) for one in info.metadata):
            yield info.description or ""
        waiting = [info.annotation]
        while waiting:
            here = waiting.pop()
            waiting += getattr(here, "__args__", ())
            if isinstance(here, type) and issubclass(here, BaseModel):
                yield from required(here, seen)


def test_what_is_missing_is_named_in_chinese() -> None:
    assert [one for one in required(Scenario, set()) if not CHINESE.search(phrase_in_chinese(one.rstrip(".")))] == []

"""Every catalogue has the ids of the source: none is missing, none left over, and the same places stand in both."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from pydantic import BaseModel

from carbonsim.messages.catalogue import catalogue, languages
from carbonsim.scenario.quantity import EitherMeasure, Measure
from carbonsim.scenario.scenario import Scenario
from tests.messages.extraction import KEYWORDS, SOURCE, extracted, text_of, updated, written

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
OTHERS = [language for language in languages() if language != "en"]
CALLS = {"Finding", "Mistake", "tell", "report", "warn", "finding", "_finding", "refuse", "refused", "UnitError",
         "_RefusedError", "Typo", "ChangedPlace", "report_rows", "meant"}  # fmt: skip
IDS = {"message": slice(1), "counting": slice(2), "marked": slice(1), "in_context": slice(1, 2)}  # places of ids
TOLD = {"found", "expected", "advice"}
UNSAID = {"{name}: {first}–{last} estimates": {"first", "last"}}  # places that no other language needs to tell
WORD = re.compile(r"(?<!\S)[a-z]{2,}(?=[\s,;:?]|$)")


def forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def ids(catalog: Catalog) -> set[tuple[str, ...]]:
    return {forms(one.id) for one in catalog if one.id}


def test_there_is_a_catalogue_beside_english() -> None:
    assert languages()[0] == "en" and "zh" in OTHERS
    assert len(ids(extracted())) > 700


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_the_ids_of_the_source_and_no_other(language: str) -> None:
    assert ids(written(language)) == ids(extracted()), "run python -m tests.messages.extraction"
    file = SOURCE / "messages" / f"{language}.po"
    assert file.read_text(encoding="utf-8") == text_of(updated(language))


@pytest.mark.parametrize("language", OTHERS)
def test_every_id_has_a_text_with_the_same_places(language: str) -> None:
    odd = []
    for one in written(language):
        if one.id:
            here = {name for text in forms(one.id) for name in PLACE.findall(text)}
            known = here - UNSAID.get(str(one.id), set())
            odd += [one.id for text in forms(one.string) if not text or not known <= set(PLACE.findall(text)) <= here]
    assert odd == []


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield every call of a marking function, those within f-strings too, which Babel does not see."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            yield node


def test_every_id_is_a_literal_that_babel_finds() -> None:
    known = {text for one in ids(extracted()) for text in one}
    lost = []
    for file in SOURCE.rglob("*.py"):
        for call in calls(ast.parse(file.read_text(encoding="utf-8"))):
            for part in call.args[IDS[call.func.id] if isinstance(call.func, ast.Name) else IDS["message"]]:
                text = part.value if isinstance(part, ast.Constant) else None
                lost += [] if text in known else [f"{file.relative_to(SOURCE)}:{call.lineno}: {text}"]
    assert lost == []


def text_of_node(node: ast.AST) -> str:
    """Return a text, or one with `{}` where something is put in; nothing for what is none."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def plain_texts(file: Path) -> Iterator[str]:
    """Yield the sentences that a finding is told as texts: no message would carry them to another language."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    marked = {id(part) for call in calls(tree) for argument in call.args for part in ast.walk(argument)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            marked |= {id(part) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        wanted: list[ast.AST] = []
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            wanted = [*node.args, *(keyword.value for keyword in node.keywords)] if name in CALLS else []
        elif isinstance(node, ast.Assign):
            names = {getattr(one, "id", "") for target in node.targets for one in ast.walk(target)}
            wanted = [node.value] if names & TOLD else []
        for part in (inner for one in wanted for inner in ast.walk(one) if id(inner) not in marked):
            text = text_of_node(part)
            if len(WORD.findall(text)) > 1:
                yield f"{file.relative_to(SOURCE)}: {text}"


def test_what_a_finding_tells_is_a_message() -> None:
    assert [
        text for file in sorted(SOURCE.rglob("*.py")) if "figures" not in file.parts for text in plain_texts(file)
    ] == []


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
    assert [one for one in required(Scenario, set()) if one.rstrip(".") not in catalogue("zh")] == []

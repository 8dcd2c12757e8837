"""A plain mapping → Scenario: every finding of the models and of the rules between fields, at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from carbonsim.errors import Finding
from carbonsim.scenario.campaigns import apply_campaigns
from carbonsim.scenario.data_set import with_calendar
from carbonsim.scenario.fields import inner_type
from carbonsim.scenario.quantity import Measure
from carbonsim.scenario.reading.written_paths import PATHS
from carbonsim.scenario.rules.every import broken_rules
from carbonsim.scenario.scenario import Scenario, Trace
from carbonsim.scenario.typos import DOT, key_typo, meant, text_typo, without_dot

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_KINDS = {
    "model_": "a mapping of keys",
    "dict_": "a mapping of keys",
    "list_": "a list",
    "string_too_short": "a text that is not empty",
    "string_": "a text",
    "int_": "a whole number",
    "float_": "a number",
    "finite_number": "a finite number",
    "bool_": "true or false",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "invalid_key": "a text as a key",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
}
_QUOTED = re.compile(r"'([^']*)'")
_WORDS_OF_YAML = {"None": "null", "True": "true", "False": "false"}
Origins = Mapping[str, tuple[str, int]]


def validate(
    plain: dict[str, object],
    origins: Origins,
    file: str,
    known: Mapping[str, BaseModel] | None = None,
    left: Sequence[int] | None = None,
) -> tuple[Scenario | None, list[Finding]]:
    """Validate a merged scenario; return it, or None and what is wrong with it.

    `known` sections were validated; `left` are the model years of a run that left it, whose files may be elsewhere.
    """
    trace = Trace(dict(origins), plain, file)
    plain, findings = with_calendar(plain, trace, left or ())
    if findings:
        return None, findings
    try:
        scenario = Scenario.model_validate({**plain, **(known or {})}, context={}).with_trace(trace)
    except ValidationError as error:
        return None, [_finding(detail, trace) for detail in error.errors(include_url=False)]
    findings = [finding for finding in broken_rules(scenario) if left is None or finding.path not in PATHS]
    return (None if findings else apply_campaigns(scenario)), findings


def _finding(detail: ErrorDetails, trace: Trace) -> Finding:
    location = [part for part in detail["loc"] if not _is_internal(part)]
    path = _path(location, trace.resolved)
    file, line = trace.locate(path)
    found, expected, advice = _words(detail, location, trace.resolved)
    return Finding(file, line, path, found, expected, advice)


def _is_internal(part: object) -> bool:
    return isinstance(part, str) and (part.endswith("]") or part.startswith("function-") or "[" in part)


def _path(location: Iterable[object], plain: object) -> str:
    """Return a location as a YAML path: places of a list in brackets, keys with points."""
    path = ""
    here = plain
    for part in location:
        if isinstance(here, Mapping):
            part = next((key for key in here if key == part), part)  # true, which equals 1, by its own name
        listed = isinstance(part, int) and not isinstance(here, Mapping) and not 1900 <= part <= 2200
        path += f"[{part}]" if listed else f".{part}" if path else str(part)
        if isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
        else:
            here = here.get(part) if isinstance(here, Mapping) else None
    return path


def _words(detail: ErrorDetails, location: Sequence[object], plain: object) -> tuple[str, str, str]:
    kind, message = detail["type"], detail["msg"]
    if kind == "extra_forbidden":
        known = _known_keys(location[:-1])
        expected = f"one of {', '.join(known)}" if len(known) <= 14 else "a key that exists here"
        advice = key_typo(str(location[-1])) or meant(str(location[-1]), known, "remove it, or check the spelling")
        return f"unknown key {location[-1]}", expected, advice
    if kind == "missing":
        return "nothing", _expected_unit(location), f"add {location[-1]}{_or_another_name(location, plain)}"
    if "\t" in message:
        found, expected, *more = message.split("\t")
        return found, expected, more[0] if more else "correct the value or its unit"
    value, is_key = detail.get("input"), detail["loc"][-1:] == ("[key]",)
    shown = f"the name {_WORDS_OF_YAML.get(str(value), value)}" if is_key else repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    return shown, expected_kind(kind, detail.get("ctx") or {}, message), _advice(value, detail, is_key)


def _advice(value: object, detail: ErrorDetails, is_key: bool) -> str:
    """Say what to do about a value of another kind: a number that is a name, a word misspelt, another slip."""
    if isinstance(value, int) and is_key and 1900 <= value <= 2200:
        return f"call it otherwise, such as {value}_1"  # in quotes too it would be read as a year
    if isinstance(value, float) and is_key and DOT in str(value):
        return without_dot(str(value))
    if detail["type"] in ("string_type", "invalid_key") and not isinstance(value, list | dict):
        return "write it in quotes" if is_key or value is not None else "write a text"
    if detail["type"] == "literal_error":
        return meant(value, _QUOTED.findall(detail["ctx"]["expected"]), "correct the value")
    return (text_typo(value) if isinstance(value, str) else "") or "correct the value"


def _or_another_name(location: Sequence[object], plain: object) -> str:
    """Say which entry was perhaps meant, where one that lacks something is hardly spelt unlike another."""
    *owner, name = location[:-1] or [""]
    if not owner:
        return ""
    siblings = plain
    for part in owner:
        siblings = siblings.get(part) if isinstance(siblings, Mapping) else None
    others = [str(key) for key in siblings if str(key) != str(name)] if isinstance(siblings, Mapping) else []
    near = meant(str(name), others, cutoff=0.8).removesuffix("?")
    return f", or {near} by {name}?" if near and _model_at(owner) is None else ""


def expected_kind(kind: str, context: Mapping[str, object], message: str) -> str:
    """Say in a planner's words what pydantic says in a programmer's."""
    for start, words in _KINDS.items():
        if kind.startswith(start):
            return words.format(**context)
    return message[0].lower() + message[1:]


def _expected_unit(location: Sequence[object]) -> str:
    model = _model_at(location[:-1])
    field = model.model_fields.get(str(location[-1])) if model else None
    for extra in field.metadata if field else ():
        if isinstance(extra, Measure):
            return extra.words
    return (field.description or "a value").rstrip(".") if field else "a value"


def _known_keys(location: Sequence[object]) -> list[str]:
    model = _model_at(location)
    if model is None:
        return []
    return [info.alias or name for name, info in model.model_fields.items()]


def _model_at(location: Sequence[object]) -> type[BaseModel] | None:
    current: object = Scenario
    for part in location:
        current = inner_type(current, part)
    return current if isinstance(current, type) and issubclass(current, BaseModel) else None

"""A plain mapping → Scenario: every finding of the models and of the rules between fields, at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from carbonsim.errors import Finding
from carbonsim.messages.message import Message, Wording, message
from carbonsim.scenario.campaigns import apply_campaigns
from carbonsim.scenario.data_set import with_calendar
from carbonsim.scenario.expected import REFUSED, allowed_words, expected_kind
from carbonsim.scenario.fields import inner_type
from carbonsim.scenario.hourly.slices import with_slices
from carbonsim.scenario.quantity import Measure
from carbonsim.scenario.reading.written_paths import PATHS
from carbonsim.scenario.rules.every import broken_rules
from carbonsim.scenario.scenario import Scenario, Trace
from carbonsim.scenario.typos import DOT, key_typo, meant, nearest, text_typo, without_dot

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

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
    plain, trace, odd = with_slices(plain, trace, left=left is not None)
    if findings := [*findings, *odd]:
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


def _words(detail: ErrorDetails, location: Sequence[object], plain: object) -> tuple[Wording, Wording, Wording]:
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = _known_keys(location[:-1])
        expected = (
            message("one of {names}", names=tuple(known)) if len(known) <= 14 else message("a key that exists here")
        )
        advice = key_typo(str(location[-1])) or meant(
            str(location[-1]), known, message("remove it, or check the spelling")
        )
        return message("unknown key {key}", key=str(location[-1])), expected, advice
    if kind == "missing":
        return message("nothing"), _expected_unit(location), _addition(location, plain)
    context = detail.get("ctx") or {}
    if kind == REFUSED:
        return context["found"], context["expected"], context["advice"]
    value, is_key = detail.get("input"), detail["loc"][-1:] == ("[key]",)
    name = _WORDS_OF_YAML.get(str(value), str(value))
    shown = message("the name {name}", name=_cut(name, 51)) if is_key else _cut(repr(value), 60)
    return shown, expected_kind(kind, context, detail["msg"]), _advice(value, detail, is_key)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 3] + "…"


def _advice(value: object, detail: ErrorDetails, is_key: bool) -> Wording:
    """Say what to do about a value of another kind: a number that is a name, a word misspelt, another slip."""
    if isinstance(value, int) and is_key and 1900 <= value <= 2200:
        return message("call it otherwise, such as {name}_1", name=value)  # in quotes too it would be read as a year
    if isinstance(value, float) and is_key and DOT in str(value):
        return without_dot(str(value))
    if detail["type"] in ("string_type", "invalid_key") and not isinstance(value, list | dict):
        return message("write it in quotes") if is_key or value is not None else message("write a text")
    if detail["type"] == "literal_error":
        return meant(value, allowed_words(detail["ctx"]), message("correct the value"))
    return (text_typo(value) if isinstance(value, str) else "") or message("correct the value")


def _addition(location: Sequence[object], plain: object) -> Message:
    """Say what to add, and which entry was perhaps meant where one that lacks it is hardly spelt unlike another."""
    key = str(location[-1])
    *owner, name = location[:-1] or [""]
    if not owner:
        return message("add {key}", key=key)
    siblings = plain
    for part in owner:
        siblings = siblings.get(part) if isinstance(siblings, Mapping) else None
    others = [str(key) for key in siblings if str(key) != str(name)] if isinstance(siblings, Mapping) else []
    near = nearest(str(name), others, cutoff=0.8)
    if not near or _model_at(owner) is not None:
        return message("add {key}", key=key)
    return message("add {key}, or did you mean {near} by {name}?", key=key, near=near, name=str(name))


def _expected_unit(location: Sequence[object]) -> Message:
    model = _model_at(location[:-1])
    field = model.model_fields.get(str(location[-1])) if model else None
    for extra in field.metadata if field else ():
        if isinstance(extra, Measure):
            return extra.words
    described = field.description if field else None
    return Message(described.rstrip(".")) if described else message("a value")


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

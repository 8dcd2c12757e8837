"""What pydantic says in a programmer's words, said in a planner's."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic_core import PydanticCustomError

from carbonsim.messages.message import Message, Wording, message

REFUSED = "refused"  # the type of error of a validator of ours
_KINDS = {
    "model_": message("a mapping of keys"),
    "dict_": message("a mapping of keys"),
    "list_": message("a list"),
    "string_too_short": message("a text that is not empty"),
    "string_": message("a text"),
    "int_": message("a whole number"),
    "float_": message("a number"),
    "finite_number": message("a finite number"),
    "bool_": message("true or false"),
    "invalid_key": message("a text as a key"),
}
_QUOTED = re.compile(r"'[^']*'")


def expected_kind(kind: str, context: Mapping[str, object], text: str) -> Wording:
    """Return what was expected where pydantic found an error of a kind; `text` is what it says itself."""
    if kind in ("literal_error", "enum"):
        return _alternatives(str(context["expected"]))
    if kind == "greater_than_equal":
        return message("at least {least}", least=str(context["ge"]))
    if kind == "less_than_equal":
        return message("at most {most}", most=str(context["le"]))
    known = next((words for start, words in _KINDS.items() if kind.startswith(start)), None)
    return known or text[0].lower() + text[1:]


def refused(found: Wording, expected: Wording, advice: Wording = "") -> PydanticCustomError:
    """Return the error of a validator of ours: its context tells what was found, what was expected and what to do."""
    told = {"found": found, "expected": expected, "advice": advice or message("correct the value or its unit")}
    return PydanticCustomError(REFUSED, "{found}", told)


def allowed_words(context: Mapping[str, object]) -> list[str]:
    """Return the words that pydantic allows where it found another."""
    return [word.strip("'") for word in _QUOTED.findall(str(context["expected"]))]


def _alternatives(text: str) -> Message | str:
    *others, last = _QUOTED.findall(text) or [text]
    return message("{first} or {last}", first=tuple(others), last=last) if others else last

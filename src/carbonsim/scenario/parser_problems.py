"""What the parsers of YAML and CSV say is wrong, as sentences of ours; the rest stays in their words."""

from __future__ import annotations

import re

from carbonsim.messages.message import Message, Value, Wording, message, one_of

_KNOWN: dict[str, Message] = {
    "mapping values are not allowed here": message("mapping values are not allowed here"),
    "mapping values are not allowed in this context": message("mapping values are not allowed in this context"),
    "did not find expected key": message("did not find expected key"),
    "could not find expected ':'": message("could not find expected ':'"),
    "found character that cannot start any token": message("found character that cannot start any token"),
    "found a tab character that violates indentation": message("found a tab character that violates indentation"),
    "found unexpected end of stream": message("found unexpected end of stream"),
    "found unknown escape character": message("found unknown escape character"),
    "unexpected end of data": message("unexpected end of data"),
    "control characters are not allowed": message("control characters are not allowed"),
}
_EXPECTED = re.compile(r"did not find expected (.+)")
_FIELD = re.compile(r"field larger than field limit \((\d+)\)")
_GOT = re.compile(r"expected (.+?), but got (.+)")


def _either(tokens: str) -> Value:
    return one_of(tokens.split(" or "))


def parser_problem(text: str) -> Wording:
    """Return what a parser said, as a message where it is known."""
    if text in _KNOWN:
        return _KNOWN[text]
    if match := _EXPECTED.fullmatch(text):
        return message("did not find expected {token}", token=_either(match[1]))
    if match := _GOT.fullmatch(text):
        return message("expected {token}, but got {other}", token=_either(match[1]), other=match[2])
    if match := _FIELD.fullmatch(text):
        return message("field larger than field limit ({limit})", limit=match[1])
    return text or message("something unreadable")

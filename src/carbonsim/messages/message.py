"""A sentence of ours as data: an id, which is its English with named places, and what stands in the places.

Sentences travel as data and are rendered at the edge, in the language of whoever reads. What a planner wrote is a
plain text or a number among the values and is told as it is; a message among the values is rendered in its turn.
Babel finds the ids in the source by the names of the functions here: `message`, `counting`, `in_context` and `marked`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carbonsim.messages.catalogue import ENGLISH, catalogue, key_of
from carbonsim.messages.label import Label

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Message:
    """A sentence of ours: its id, the values of its places by name, its id for several, and where its id has a twin."""

    id: str
    values: tuple[tuple[str, Value], ...] = ()
    several: str = ""
    context: str = ""

    def rendered(self, language: str) -> str:
        """Render the sentence; an id that a catalogue lacks is told in English. Other braces than places are text."""
        values = dict(self.values)
        words = self.several if self.several and values.get("count") != 1 else self.id
        words = catalogue(language).get(key_of(self.several or self.id, self.context)) or words
        return _PLACE.sub(lambda place: rendered(values.get(place[1], place[0]), language), words)

    def __str__(self) -> str:
        """Render the sentence in English."""
        return self.rendered(ENGLISH)

    def __lt__(self, other: Message) -> bool:
        """Order sentences by their data, whatever the kinds of their values."""
        return repr(self) < repr(other)

    def as_json(self) -> dict[str, object]:
        """Return the id and the values in what JSON knows."""
        more = {"several": self.several} if self.several else {}
        more |= {"context": self.context} if self.context else {}
        return {"id": self.id, **more, "values": {name: _as_json(value) for name, value in self.values}}


Value = str | int | float | Message | Label | tuple["Value", ...]
Wording = str | Message  # what a planner wrote, or a sentence of ours


def message(id: str, /, **values: Value) -> Message:  # noqa: A002
    """Return a sentence of ours: its English as a literal, with a value for each `{place}`.

    >>> str(message("{name}, which is not defined", name="coal"))
    'coal, which is not defined'
    """
    return Message(id, tuple(values.items()))


def counting(one: str, several: str, /, count: int, **values: Value) -> Message:
    """Return a sentence that counts: its English for one and for several, with `{count}` among its places.

    >>> str(counting("{count} row", "{count} rows", count=2))
    '2 rows'
    """
    return Message(one, (("count", count), *values.items()), several)


def in_context(context: str, id: str, /, **values: Value) -> Message:  # noqa: A002
    """Return a sentence whose English says another thing elsewhere; the context tells a translator which is meant."""
    return Message(id, tuple(values.items()), context=context)


def label_of(told: Message) -> Label:
    """Return a sentence in the two languages of a page."""
    return Label(told.rendered("en"), told.rendered("zh"))


def marked(id: str) -> str:  # noqa: A002
    """Return a text as it is: an id that is made a message elsewhere, marked for who looks for ids."""
    return id


def rendered(value: Value, language: str) -> str:
    """Render a sentence of ours, or several as a list; what a planner wrote stays as it is."""
    if isinstance(value, Message | Label):
        return value.rendered(language)
    if isinstance(value, tuple):
        return _BETWEEN.rendered(language).join(rendered(one, language) for one in value)
    return str(value)


def one_of(values: Sequence[Value]) -> Value:
    """Return values of which one holds as a list whose last is parted by "or"."""
    *others, last = values
    return message("{first} or {last}", first=tuple(others), last=last) if others else last


def first_of(values: Sequence[Value], most: int) -> Value:
    """Return the first of several values as a list that says how many more there are."""
    more = len(values) - most
    return message("{names} and {count} others", names=tuple(values[:most]), count=more) if more > 0 else tuple(values)


def located(file: str, line: int, path: str, what: Wording) -> Message:
    """Return a sentence with the place it is about: a file and its line, and the path of a key; or what is told."""
    where = f"{file}:{line}" if line else file
    if where and path:
        return message("{where}: {path}: {what}", where=where, path=path, what=what)
    return message("{where}: {what}", where=where or path, what=what) if where or path else message("{what}", what=what)


def from_json(data: object) -> Wording:
    """Return what a message or a planner's words were written as; raises ValueError for anything else."""
    if isinstance(data, str):
        return data
    if isinstance(data, Mapping) and isinstance(data.get("id"), str) and isinstance(data.get("values"), Mapping):
        values = tuple((str(name), _value(value)) for name, value in data["values"].items())
        return Message(data["id"], values, str(data.get("several", "")), str(data.get("context", "")))
    raise ValueError(f"no message: {data!r}")


def wording_as_json(wording: Wording) -> object:
    """Return a wording in what JSON knows: a text as it is, a message as its id and values."""
    return _as_json(wording)


_BETWEEN = message(", ")


def _as_json(value: Value) -> object:
    if isinstance(value, Label):
        return value._asdict()
    if isinstance(value, tuple):
        return [_as_json(one) for one in value]
    return value.as_json() if isinstance(value, Message) else value


def _value(data: object) -> Value:
    if isinstance(data, list):
        return tuple(_value(one) for one in data)
    if isinstance(data, Mapping) and data.keys() == {"en", "zh"}:
        return Label(str(data["en"]), str(data["zh"]))
    return data if isinstance(data, str | int | float) else from_json(data)

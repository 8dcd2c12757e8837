"""A sentence of ours as data: an id, which is its English with named places, and what stands in the places.

Sentences travel as data and are rendered at the edge, in the language of whoever reads. What a planner wrote is a
plain text or a number among the values and is told as it is; a message among the values is rendered in its turn.
Babel finds the ids in the source by the names of the functions here: `message`, `counting`, `in_context` and `marked`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import reduce

from carbonsim.messages.catalogue import ENGLISH, catalogue, key_of
from carbonsim.messages.label import Label, TextByLanguage
from carbonsim.messages.sizes import SIZES, counted_in, three_digits

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Message:
    """A sentence of ours: its id, the values of its places by name, its id for several, and where its id has a twin."""

    id: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str = ""
    context: str = ""

    def rendered(self, language: str) -> str:
        """Render the sentence; an id that a catalogue lacks is told in English. Other braces than places are text."""
        values = dict(self.values)
        words = self.plural if self.plural and values.get("count") != 1 else self.id
        words = catalogue(language).get(key_of(self.plural or self.id, self.context)) or words
        return _PLACE.sub(lambda place: rendered(values.get(place[1], place[0]), language), words)

    def __str__(self) -> str:
        """Render the sentence in English."""
        return self.rendered(ENGLISH)

    def __lt__(self, other: Message) -> bool:
        """Order sentences by their data, whatever the kinds of their values."""
        return repr(self) < repr(other)

    def filled(self, **values: Value) -> Message:
        """Return the sentence with values in its places, and in those of sentences among its values that are open."""
        known = {name: _filled(value, values) for name, value in self.values}
        own = {name: value for name, value in values.items() if f"{{{name}}}" in self.id + self.plural}
        return replace(self, values=tuple({**known, **own}.items()))

    def has_place(self, name: str) -> bool:
        """Say whether a place is named in the sentence, or in one among its values."""
        return f"{{{name}}}" in self.id or any(
            value.has_place(name) for _, value in self.values if isinstance(value, Message)
        )

    def as_json(self) -> dict[str, object]:
        """Return the id and the values in what JSON knows."""
        more = {"plural": self.plural} if self.plural else {}
        more |= {"context": self.context} if self.context else {}
        return {"id": self.id, **more, "values": {name: _as_json(value) for name, value in self.values}}


@dataclass(frozen=True)
class Amount:
    """An amount in a unit of ours or of a planner, or a range of it: told in the size that a language counts in."""

    low: float
    high: float
    unit: str

    def rendered(self, language: str) -> str:
        """Render the amount with three significant digits and its unit."""
        size = SIZES.get(language, {}).get(self.unit, 1.0)
        low, high = three_digits(size * self.low), three_digits(size * self.high)
        figure = low if low == high else f"{low}–{high}"
        if language == ENGLISH:
            return counted_in(figure, self.unit)
        told = in_context("amount", "{figure} {unit}", figure=figure, unit=UNITS.get(self.unit, self.unit))
        return told.rendered(language).strip()


Value = str | int | float | Message | Label | Amount | TextByLanguage | tuple["Value", ...]
Name = Label | Message  # of a planner's, or of ours
Wording = str | Message  # what a planner wrote, or a sentence of ours


def message(id: str, /, **values: Value) -> Message:  # noqa: A002
    """Return a sentence of ours: its English as a literal, with a value for each `{place}`.

    >>> str(message("{name}, which is not defined", name="coal"))
    'coal, which is not defined'
    """
    return Message(id, tuple(values.items()))


def counting(one: str, plural: str, /, count: int, **values: Value) -> Message:
    """Return a sentence that counts: its English for one and for several, with `{count}` among its places.

    >>> str(counting("{count} row", "{count} rows", count=2))
    '2 rows'
    """
    return Message(one, (("count", count), *values.items()), plural)


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
    if isinstance(value, Message | Label | Amount | TextByLanguage):
        return value.rendered(language)
    if isinstance(value, tuple):
        return _BETWEEN.rendered(language).join(rendered(one, language) for one in value)
    return str(value)


def one_of(values: Sequence[Value]) -> Value:
    """Return values of which one holds as a list whose last is parted by "or"."""
    *others, last = values
    return message("{first} or {last}", first=tuple(others), last=last) if others else last


def joined_by_and(values: Sequence[Value]) -> Value:
    """Return values that hold together as a list whose last is joined by "and"."""
    *others, last = values
    if not others:
        return last
    first = reduce(lambda told, more: in_context("all", "{told}, {more}", told=told, more=more), others)
    return in_context("all", "{first} and {last}", first=first, last=last)


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
        return Message(data["id"], values, str(data.get("plural", "")), str(data.get("context", "")))
    raise ValueError(f"no message: {data!r}")


def wording_as_json(wording: Wording) -> object:
    """Return a wording in what JSON knows: a text as it is, a message as its id and values."""
    return _as_json(wording)


_BETWEEN = message(", ")


def _filled(value: Value, values: Mapping[str, Value]) -> Value:
    if not isinstance(value, Message):
        return value
    known = dict(value.values)
    return value.filled(**{name: one for name, one in values.items() if name not in known})


UNITS = {  # that languages have a word of their own for
    unit.id: unit
    for unit in (
        in_context("unit", "Mt"),
        in_context("unit", "Mt CH4"),
        in_context("unit", "Mtce"),
        in_context("unit", "TWh"),
        in_context("unit", "PJ"),
        in_context("unit", "GW"),
        in_context("unit", "Mha"),
        in_context("unit", "Gvkm"),
        in_context("unit", "million vehicles"),
        in_context("unit", "million CNY"),
        in_context("unit", "percentage points"),
        in_context("unit", "%"),
        in_context("unit", "h"),
        in_context("unit", "units of the data"),
        in_context("unit", "cost units of the data"),
        in_context("unit", "units of firm output"),
    )
}


def _as_json(value: Value) -> object:
    if isinstance(value, Label):
        return value._asdict()
    if isinstance(value, Amount):
        return asdict(value)
    if isinstance(value, TextByLanguage):
        return value.rendered(ENGLISH)
    if isinstance(value, tuple):
        return [_as_json(one) for one in value]
    return value.as_json() if isinstance(value, Message) else value


def _value(data: object) -> Value:
    if isinstance(data, list):
        return tuple(_value(one) for one in data)
    if isinstance(data, Mapping) and data.keys() == {"en", "zh"}:
        return Label(str(data["en"]), str(data["zh"]))
    if isinstance(data, Mapping) and data.keys() == {"low", "high", "unit"}:
        return Amount(float(data["low"]), float(data["high"]), str(data["unit"]))
    return data if isinstance(data, str | int | float) else from_json(data)

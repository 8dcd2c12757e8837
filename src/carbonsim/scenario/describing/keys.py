"""Every key that a scenario may hold: what it says, what may be written, what its absence stands for."""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from carbonsim.errors import Finding, ScenarioError
from carbonsim.messages.message import Message, Value, Wording, message, one_of
from carbonsim.scenario.describing.show import as_flow
from carbonsim.scenario.quantity import EitherMeasure, Measure, Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.section import Text
from carbonsim.scenario.typos import meant

ANY_NAME = "*"
FIRST_YEAR = 1900
LEVELS = {  # keys that the reader knows, beside those of the models
    "extends": message("file of the scenario that this one changes; it says only what differs"),
    "include": message("files that are laid under this one's own keys, in order; library:NAME is one of ours"),
}
A_FILE = message("a file name")
FILES = message("a file name or a list of file names")


@dataclass(frozen=True)
class Kind:
    """What may be written at a place: a type of Python, and the measure of a quantity."""

    type: object
    measure: Measure | EitherMeasure | None = None
    is_year: bool = False

    @property
    def inner(self) -> Kind:
        """What stands in a list, or under the names of a mapping."""
        return kind_of(get_args(self.type)[-1])

    @property
    def is_section(self) -> bool:
        """Whether it is a mapping with keys of its own; a name in two languages counts as one text."""
        return isinstance(self.type, type) and issubclass(self.type, BaseModel) and self.type is not Text

    @property
    def words(self) -> Wording:
        """What may be written, as a phrase."""
        if isinstance(self.measure, Measure):
            path = message("{what}, or a path over years", what=self.measure.words)
            return self.measure.words if self.measure.constant else path
        if self.measure is not None:
            return self.measure.words
        if self.is_year:
            return message("a year")
        return self._words_of_type()

    def _words_of_type(self) -> Wording:
        if get_origin(self.type) is Literal:
            return one_of(tuple(map(str, get_args(self.type))))  # type: ignore[return-value]
        if get_origin(self.type) is dict:
            inner = self.inner.words
            by_year = kind_of(get_args(self.type)[0]).type is int
            return message("by year: {what}", what=inner) if by_year else message("by name: {what}", what=inner)
        if get_origin(self.type) is list:
            return message("a list, each entry {what}", what=self.inner.words)
        if isinstance(self.type, tuple):
            words: tuple[Value, ...] = tuple(kind.words for kind in self.type)
            return one_of(words)  # type: ignore[return-value]
        return _WORDS.get(self.type, message("a section"))


_WORDS: dict[object, Message] = {
    str: message("a text"),
    Text: message("a text, or its English and Chinese: {form}", form="{en: …, zh: …}"),
    bool: message("true or false"),
    int: message("a whole number"),
    float: message("a number"),
    Any: message("any value"),
    Quantity: message("a quantity"),
}


def kind_of(annotation: object, metadata: Sequence[object] = ()) -> Kind:
    """Return what an annotation lets somebody write; of several forms the type is a tuple of kinds."""
    metadata = [more for one in metadata for more in (one.metadata if isinstance(one, FieldInfo) else [one])]
    measure = next((one for one in metadata if isinstance(one, Measure | EitherMeasure)), None)
    if get_origin(annotation) is Annotated:
        inner, *told = get_args(annotation)
        return kind_of(inner, (*metadata, *told))
    if get_origin(annotation) in (Union, types.UnionType):
        forms = [one for one in get_args(annotation) if one is not type(None)]
        if len(forms) > 1:
            return Kind(tuple(kind_of(one) for one in forms))
        return kind_of(forms[0], metadata)
    return Kind(annotation, measure, any(getattr(one, "ge", None) == FIRST_YEAR for one in metadata))


@dataclass(frozen=True)
class ScenarioKey:
    """A key by its path, in which a star stands for any name; `default` is what its absence stands for, as YAML."""

    path: str
    sentence: str
    kind: Kind = field(repr=False)
    default: str | None
    required: bool = False
    model: type[BaseModel] | None = field(default=None, repr=False)
    info: FieldInfo | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The key itself: the last step of the path."""
        return self.path.rsplit(".", 1)[-1]

    @property
    def words(self) -> Wording:
        """What may be written, as a phrase."""
        if self.info is None:
            return FILES if self.name == "include" else A_FILE
        return self.kind.words

    @property
    def unit(self) -> str:
        """The unit of a quantity, also of one that stands under names; nothing where there is none."""
        kind = self.kind
        while kind.measure is None and get_origin(kind.type) in (dict, list):
            kind = kind.inner
        measure = kind.measure.first if isinstance(kind.measure, EitherMeasure) else kind.measure
        return "" if measure is None or measure.unit == "1" else measure.unit.replace("{", "").replace("}", "")


@cache
def every_key() -> tuple[ScenarioKey, ...]:
    """Return every key of a scenario, those of a section behind the section."""
    text = Kind(str)
    levels = (ScenarioKey(name, str(sentence), text, None) for name, sentence in LEVELS.items())
    return (*levels, *_keys(Scenario, ""))


def _keys(model: type[BaseModel], above: str) -> Iterator[ScenarioKey]:
    for name, info in model.model_fields.items():
        kind = kind_of(info.annotation, info.metadata)
        path = f"{above}{info.alias or name}"
        default = None if info.is_required() else _default(info)
        yield ScenarioKey(path, info.description or "", kind, default, info.is_required(), model, info)
        steps = path
        while get_origin(kind.type) is dict:
            kind, steps = kind.inner, f"{steps}.{ANY_NAME}"
        if kind.is_section:
            yield from _keys(kind.type, f"{steps}.")  # type: ignore[arg-type]


def _default(info: FieldInfo) -> str | None:
    """Return what the absence of a key stands for as YAML; None where it stands for nothing."""
    value = info.get_default(call_default_factory=True)
    if value is None or value is PydanticUndefined or isinstance(value, BaseModel) or value in ({}, [], "", ()):
        return None
    if isinstance(value, Quantity):
        unit = "" if value.unit == "1" else f" {value.unit.replace('{', '').replace('}', '')}"
        return f"{value.points[0][1]:g}{unit}"
    return as_flow(value)


def find_keys(wanted: str) -> list[ScenarioKey]:
    """Return the keys of a path, else those that end in it; raises ScenarioError with the nearest name.

    `energy.plants.wind.lifetime` is that of every plant; `lifetime` alone is found wherever it stands.
    """
    steps = [step for step in wanted.strip().split(".") if step]
    whole = [key for key in every_key() if len(key.path.split(".")) == len(steps) and _ends_in(key, steps)]
    if found := whole or [key for key in every_key() if _ends_in(key, steps)]:
        return found
    names = {name for key in every_key() for name in (key.name, key.path)}
    expected, near = message("a key of a scenario, or its path"), meant(wanted, names)
    raise ScenarioError([Finding("schema", 0, "", wanted or "''", expected, near)])


def _ends_in(key: ScenarioKey, steps: Sequence[str]) -> bool:
    last = key.path.split(".")[-len(steps) :]
    if not steps or len(last) < len(steps) or key.name != steps[-1]:
        return False
    return all(known in (ANY_NAME, step) for known, step in zip(last, steps, strict=True))


def keys_within(key: ScenarioKey) -> list[str]:
    """Return the names of the keys that stand in a section, or under each name of a mapping of sections."""
    kind = key.kind
    while get_origin(kind.type) is dict:
        kind = kind.inner
    if not kind.is_section:
        return []
    return [info.alias or name for name, info in kind.type.model_fields.items()]  # type: ignore[attr-defined]

"""The JSON Schema of what a file of a scenario may hold, for editors: made of the models that read it.

No key is required, since a file says only what differs, and any may be null, which removes what is inherited.
"""

from __future__ import annotations

import json
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from carbonsim.messages.catalogue import ENGLISH
from carbonsim.messages.message import rendered
from carbonsim.scenario.describing.keys import LEVELS, Kind, kind_of
from carbonsim.scenario.quantity import QUALITIES, SHAPES, Quantity
from carbonsim.scenario.scenario import PERFECT, Foresight, Scenario
from carbonsim.scenario.section import Text

SCHEMA_FILE = "carbonsim.schema.json"
HEADER = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
DIALECT = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]
_NULL: Schema = {"type": "null"}
_TEXT: Schema = {"type": "string"}
_FIGURE: Schema = {"type": ["number", "string"]}
_ON_TOP = {  # what the head of a block says of the values below it
    "source": {"type": ["string", "null"], "description": "source of every value below that names none"},
    "quality": {"enum": [*QUALITIES, None], "description": "quality of every value below that names none"},
    "note": {"type": ["string", "null"], "description": "note on every value below that has none"},
}
_PLAIN: dict[object, Schema] = {
    str: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: _FIGURE,
    Any: {},
}


def scenario_schema() -> Schema:
    """Return the schema of a scenario, a draft-07 document."""
    writing = _Writing()
    whole = writing.section(Scenario)
    properties = {
        "extends": {"type": ["string", "null"], "description": str(LEVELS["extends"])},
        "include": {
            "anyOf": [_TEXT, {"type": "array", "items": _TEXT}, _NULL], "description": str(LEVELS["include"]),
        },
        **whole["properties"],
    }  # fmt: skip
    title = {"$schema": DIALECT, "title": "carbonsim scenario"}
    definitions = {**_quantities(), **writing.definitions}
    return {**title, **whole, "properties": properties, "definitions": definitions}


def schema_text() -> str:
    """Return the schema as it stands in a file."""
    return json.dumps(scenario_schema(), ensure_ascii=False, separators=(",", ":")) + "\n"


class _Writing:
    """One act of writing: the sections that were met, by name."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def section(self, model: type[BaseModel]) -> Schema:
        """Return the schema of a section, whose keys may say what their values have in common."""
        properties = {info.alias or name: self.key(info) for name, info in model.model_fields.items()}
        return {"type": "object", "additionalProperties": False, "properties": {**_ON_TOP, **properties}}

    def key(self, info: Any) -> Schema:
        """Return the schema of a key: its sentence, what may be written, and null."""
        kind = kind_of(info.annotation, info.metadata)
        told = f"{info.description}: {rendered(kind.words, ENGLISH)}"
        return {"description": told, "anyOf": [*self.forms(kind), _NULL]}

    def forms(self, kind: Kind) -> list[Schema]:
        """Return what may be written, in one of several forms."""
        if isinstance(kind.type, tuple):
            return [form for one in kind.type for form in self.forms(one)]
        if kind.type is Quantity:
            return [{"$ref": "#/definitions/quantity"}]
        if kind.type is Text:
            return [{"$ref": "#/definitions/text"}]
        if get_origin(kind.type) is Literal:
            return [{"enum": list(get_args(kind.type))}]
        if get_origin(kind.type) is list:
            return [{"type": "array", "items": {"anyOf": self.forms(kind.inner)}}]
        if get_origin(kind.type) is dict:
            return self.by_name(kind)
        if kind.is_section:
            return self.reference(kind.type)  # type: ignore[arg-type]
        return [_PLAIN.get(kind.type, {})]

    def by_name(self, kind: Kind) -> list[Schema]:
        """Return a mapping whose names are free, or of a few; a table of a system may be a CSV file instead."""
        inner: Schema = {"anyOf": [*self.forms(kind.inner), _NULL]}
        names = kind_of(get_args(kind.type)[0])
        if get_origin(names.type) is Literal:
            properties = {**_ON_TOP, **{str(name): inner for name in get_args(names.type)}}
            return [{"type": "object", "properties": properties, "additionalProperties": False}]
        texts = kind.inner.type in (str, Text)
        free: Schema = {"type": "object", "additionalProperties": inner}
        table = [{"type": "string", "pattern": r"\.csv$"}] if kind.inner.is_section else []
        return [free if texts else {**free, "properties": _ON_TOP}, *table]

    def reference(self, model: type[BaseModel]) -> list[Schema]:
        """Return where a section is defined; once is enough, however often it is met."""
        if model.__name__ not in self.definitions:
            self.definitions[model.__name__] = {}
            self.definitions[model.__name__] = self.section(model)
        met: Schema = {"$ref": f"#/definitions/{model.__name__}"}
        return [met, {"const": PERFECT}] if model is Foresight else [met]


def _quantities() -> dict[str, Schema]:
    """Return the forms of a quantity, and of a text in two languages."""
    years = {"^(19|20|21)[0-9][0-9]$": _FIGURE}
    growth = {"growth": {**_FIGURE, "description": "growth a year after the last year given, such as 3 %/yr"}}
    path = {"type": "object", "patternProperties": years, "properties": growth, "additionalProperties": False}
    plain: Schema = {"anyOf": [_FIGURE, path]}
    beside = {
        "value": {**plain, "description": "the value: a number in the field's unit, with a unit, or by year"},
        "source": {"type": ["string", "null"], "description": "where it comes from"},
        "quality": {"enum": [*QUALITIES, None], "description": "how it is known"},
        "note": {"type": ["string", "null"], "description": "what a reader should know"},
        "low": {**plain, "description": "nothing below is possible"},
        "high": {**plain, "description": "nothing above is possible"},
        "shape": {"enum": list(SHAPES), "description": "how it is drawn between them"},
        "varies_with": {"type": "string", "description": "a range it varies with"},
        "correlation": {**_FIGURE, "description": "of ranks, with what it varies with"},
    }
    whole = {"type": "object", "properties": beside, "required": ["value"], "additionalProperties": False}
    languages = {"en": _TEXT, "zh": _TEXT}
    text = {"type": "object", "properties": languages, "required": ["en"], "additionalProperties": False}
    return {
        "quantity": {"anyOf": [_FIGURE, whole, path]},
        "text": {"anyOf": [_TEXT, text]},
    }

"""Rules of names: what no key that a planner chooses may be called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args, get_origin

from pydantic import BaseModel

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.quantity import is_quantity
from carbonsim.scenario.rules.finding import finding
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.inventory import Inventory
from carbonsim.scenario.sections.policy import Campaign
from carbonsim.scenario.typos import DOT, without_dot


def a_name_is_no_word_of_a_quantity(scenario: Scenario) -> Iterator[Finding]:
    """A mapping with `value`, `growth` or a year in it is read as one quantity: nothing in it may be so called."""
    for path, section in scenario.sections():
        for name, alias in _named_by_text(type(section)):
            for key in getattr(section, name):
                if is_quantity({key: None}):
                    place = ".".join(filter(None, (path, alias, key)))
                    expected = message(
                        "a name other than value, growth and a year: with one its mapping is read as a quantity"
                    )
                    yield finding(
                        scenario,
                        place,
                        message("the name {name}", name=key),
                        expected,
                        message("call it otherwise, such as {name}_1", name=key),
                    )


@cache
def _named_by_text(kind: type[BaseModel]) -> list[tuple[str, str]]:
    """Return the fields of a section that are mappings by name, with their keys in YAML."""
    fields = [(name, info.alias or name, info.annotation) for name, info in kind.model_fields.items()]
    return [(name, key) for name, key, of in fields if get_origin(of) is dict and get_args(of)[0] is str]


PATHS_AND_CODES = ((Campaign, "changes"), (Inventory, "notation"))  # whose keys are no names


def a_name_has_no_dot(scenario: Scenario) -> Iterator[Finding]:
    """A path tells the keys that lead to a value with dots between them: a name with one would be two keys of it."""
    for path, section in scenario.sections():
        for name, info in type(section).model_fields.items():
            value = getattr(section, name)
            if not isinstance(value, Mapping) or (type(section), name) in PATHS_AND_CODES:
                continue
            for place, key in _keys_in(value, ".".join(filter(None, (path, info.alias or name)))):
                if DOT in key:
                    expected = message("a name without a dot, which stands between the keys of a path")
                    yield finding(scenario, place, message("the name {name}", name=key), expected, without_dot(key))


def _keys_in(owner: Mapping[object, object], path: str) -> Iterator[tuple[str, str]]:
    """Yield the keys that are text in a mapping and in those within it, each after its path."""
    for key, child in owner.items():
        if isinstance(key, str):
            yield f"{path}.{key}", key
        if isinstance(child, Mapping):
            yield from _keys_in(child, f"{path}.{key}")

"""An example of each key: as a shipped scenario writes it, else made of what may be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from ruamel.yaml import YAML

from carbonsim.scenario.describing.keys import ANY_NAME, Kind, ScenarioKey, every_key, kind_of
from carbonsim.scenario.describing.show import as_flow
from carbonsim.scenario.quantity import EitherMeasure, Measure
from carbonsim.scenario.reading.shipped import shipped_scenarios
from carbonsim.scenario.section import Text

LONGEST = 90  # signs of an example, which stands on one line
Steps = tuple[str, ...]
Field = tuple[type[BaseModel] | None, str]  # a model and a key of it
_PLAIN: dict[object, object] = {str: "name", Text: "Name", bool: True, int: 1, float: 1.0, Any: 1.0}


class KeyExample(NamedTuple):
    """A value as YAML, and the shipped file that writes it; none where it is made up."""

    text: str
    file: str


def example_of(key: ScenarioKey) -> KeyExample | None:
    """Return an example of a key; none of a section, whose keys have one each."""
    own, alike = _written()
    if key.path in own:
        return own[key.path]
    if (key.model, key.name) in alike:
        return alike[key.model, key.name]
    made = key.name if key.info is None else _made(key.kind)
    return None if made is None else KeyExample(as_flow(made), "")


@cache
def _written() -> tuple[dict[str, KeyExample], dict[Field, KeyExample]]:
    """Return the first short example that a shipped scenario writes, a small one before the city: by path, by field."""
    keys = {tuple(key.path.split(".")): key for key in every_key()}
    ways = {path[:length] for path in keys for length in range(1, len(path) + 1)}
    own: dict[str, KeyExample] = {}
    alike: dict[Field, KeyExample] = {}
    for file in _files():
        whole = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        for steps, value in _flat(whole, (), ways):
            plain = value["value"] if isinstance(value, Mapping) and "value" in value else value
            text = as_flow(plain)
            if steps in keys and plain not in (None, {}, []) and len(text) <= LONGEST:
                example = KeyExample(text, file.name)
                own.setdefault(keys[steps].path, example)
                alike.setdefault((keys[steps].model, keys[steps].name), example)
    return own, alike


def _files() -> Iterator[Path]:
    """Yield the files of shipped scenarios: single ones, those of `new` and of the library, then those of cities."""
    shipped = shipped_scenarios().values()
    library = Path(str(resources.files("carbonsim.library")))
    yield from (entry for entry in shipped if entry.is_file())
    yield from (file for name in ("city", "policy") for file in sorted((library / name).glob("*.yaml")))
    yield from (file for entry in shipped if entry.is_dir() for file in sorted(entry.glob("*.yaml")))


def _flat(value: object, steps: Steps, ways: set[Steps]) -> Iterator[tuple[Steps, object]]:
    """Yield what is written below the steps, with a star for each name, as far as keys are known."""
    for name, child in value.items() if isinstance(value, Mapping) else ():
        here = next((way for way in ((*steps, str(name)), (*steps, ANY_NAME)) if way in ways), None)
        if here is not None:
            yield here, child
            yield from _flat(child, here, ways)


def _made(kind: Kind) -> object:
    """Return a value that may be written; None for a section."""
    if kind.measure is not None:
        return _quantity(kind.measure.first if isinstance(kind.measure, EitherMeasure) else kind.measure)
    if isinstance(kind.type, tuple):
        return _made(kind.type[0])
    if kind.is_year:
        return int(_written()[0]["time.plan_from"].text)
    if get_origin(kind.type) is Literal:
        return get_args(kind.type)[0]
    if get_origin(kind.type) is list:
        return None if kind.inner.is_section else [_made(kind.inner)]
    if get_origin(kind.type) is dict:
        inner, name = _made(kind.inner), _made(kind_of(get_args(kind.type)[0]))
        return None if inner is None else {name: inner}
    return _PLAIN.get(kind.type)


def _quantity(measure: Measure) -> object:
    """Return an amount between the bounds of a measure, with its unit where that is one."""
    usual = {"1": 0.2, "1/yr": 0.02}.get(measure.unit, 10.0)
    amount = max(usual, measure.minimum) if measure.minimum is not None else usual
    amount = measure.maximum / 2 if measure.maximum is not None and amount > measure.maximum else amount
    if measure.unit == "1" or "{" in measure.unit:
        return amount
    return f"{100 * amount:g} %/yr" if measure.unit == "1/yr" else f"{amount:g} {measure.unit}"

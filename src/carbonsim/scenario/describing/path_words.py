"""A YAML path in a planner's words: the labels along the path, then the name of what stands at its end."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from pydantic import BaseModel

from carbonsim.messages.message import label_of, message
from carbonsim.scenario.scenario import SECTORS, Scenario
from carbonsim.scenario.section import Text


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, str]]:
    """Return the names of fields: key → English, Chinese; empty where a key says nothing to a planner."""
    text = resources.files("carbonsim.library").joinpath("path_words.csv").read_text(encoding="utf-8")
    return {row["key"]: (row["en"], row["zh"]) for row in csv.DictReader(text.splitlines())}


def describe_path(scenario: Scenario, path: str) -> Text:
    """Return a path in words: "Cars, Battery electric, most of sales" for transport.fleets.car….sales_share_max."""
    steps = path.split(".")
    names: list[tuple[str, str]] = []
    value: object = scenario
    for place, step in enumerate(steps):
        value, named = _child(value, step)
        label = getattr(value, "label", None)
        if isinstance(label, Text):
            names.append((label.en, label.zh))
        elif place == 0 and step in SECTORS:
            continue
        elif named:  # a name without a label, such as a fuel that something takes, or a way to run
            names.append(_of_a_name(scenario, step))
        elif step in _words():
            names.append(_words()[step])
    kept = [name for name in dict.fromkeys(names) if name[0]]
    return Text(en=", ".join(name[0] for name in kept), zh="，".join(name[1] for name in kept))


def _child(value: object, step: str) -> tuple[object, bool]:
    """Return what stands under a key, and whether the key is a name that a planner gave."""
    if isinstance(value, BaseModel):
        fields = {info.alias or name: name for name, info in type(value).model_fields.items()}
        return (getattr(value, fields[step]) if step in fields else None), False
    return (value.get(step), True) if isinstance(value, Mapping) else (None, False)


def _of_a_name(scenario: Scenario, name: str) -> tuple[str, str]:
    known = {"electricity": label_of(message("Electricity")), "district_heat": label_of(message("District heat"))}
    fuels = {} if scenario.energy is None else scenario.energy.fuels
    if name in fuels:
        return fuels[name].label.en, fuels[name].label.zh
    return known.get(name) or _words().get(name) or (name.replace("_", " ").replace("-", " "), name)

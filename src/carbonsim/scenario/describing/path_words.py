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


def _of_an_option(scenario: Scenario, name: str) -> tuple[str, str] | None:
    """Return who chooses and what of a name such as transport/car/distance/petrol, by their labels."""
    sector, *steps = name.split("/")
    whole = found = getattr(scenario, sector, None) if sector in SECTORS else None
    labels: list[Text] = []
    for step in steps if whole is not None else ():
        parts = [part for one in (found, whole) for part in vars(one).values() if isinstance(part, Mapping)]
        found = next((part[step] for part in parts if step in part), found)
        label = getattr(found, "label", None)
        if isinstance(label, Text) and label not in labels:
            labels.append(label)
    return (", ".join(label.en for label in labels), "，".join(label.zh for label in labels)) if labels else None


def _of_a_name(scenario: Scenario, name: str) -> tuple[str, str]:
    if "/" in name and (option := _of_an_option(scenario, name)) is not None:
        return option
    known = {"electricity": label_of(message("Electricity")), "district_heat": label_of(message("District heat"))}
    fuels = {} if scenario.energy is None else scenario.energy.fuels
    if name in fuels:
        return fuels[name].label.en, fuels[name].label.zh
    plain = name.replace("_", " ").replace("-", " "), name
    return known.get(name) or _words().get(name) or (_of_a_set(scenario, name) if "/" in name else plain)


def _of_a_set(scenario: Scenario, name: str) -> tuple[str, str]:
    """Name a set of options, or one of them, such as transport/car/distance; one with a star keeps its pattern."""
    sector, branch, *within = name.split("/")
    owner = _named_in(getattr(scenario, sector, None), branch) if sector in SECTORS else None
    steps: list[object] = [owner, *(_named_in(owner, step) or step for step in within[:1])]
    if len(within) > 1:
        steps.append(_named_in(owner, within[1]) or _named_in(getattr(scenario, sector, None), within[1]))
    labels = [getattr(step, "label", None) for step in steps]
    words = [_words().get(step) if isinstance(step, str) else None for step in steps]
    told = [(one.en, one.zh) if isinstance(one, Text) else word for one, word in zip(labels, words, strict=True)]
    known = [one for one in told if one is not None]
    if "*" in name or len(known) < len(told):
        return name, name
    return ", ".join(one[0] for one in known), "，".join(one[1] for one in known)


def _named_in(owner: object, name: str) -> object:
    """Return what stands under a name in any of the tables of a section; None where there is no such."""
    tables = (getattr(owner, field, None) for field in type(owner).model_fields) if isinstance(owner, BaseModel) else ()
    return next((table[name] for table in tables if isinstance(table, Mapping) and name in table), None)

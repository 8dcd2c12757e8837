"""A mapping, as YAML or JSON holds it: keys lost, doubled, misspelt, values of another kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from ruamel.yaml import YAML

from tests.fuzz import hostile

Place = tuple[Any, Any]  # the mapping or list, and the key or place in it


def read_yaml(content: bytes) -> Any:
    """Return what a YAML file says."""
    return YAML(typ="safe").load(content.decode("utf-8"))


def change(tree: Any, draw: Random) -> Any:
    """Change a tree at one place, or at a few."""
    for _ in range(draw.choice([1, 1, 1, 2, 4])):
        places = list(_places(tree))
        if places:
            _at(*draw.choice(places), draw)
    return tree


def _places(tree: Any) -> Iterator[Place]:
    children = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    for key, child in children:
        yield tree, key
        yield from _places(child)


def _at(owner: Any, key: Any, draw: Random) -> None:
    what = draw.choice(["value", "value", "value", "lose", "rename", "add", "wrap", "copy", "number"])
    if what == "lose":
        del owner[key]
    elif what == "rename" and isinstance(owner, dict):
        name = str(key)
        near = [name[:-1], name + "s", name.upper(), name.replace("_", "-"), name[1:], hostile.key(draw)]
        owner[draw.choice(near)] = owner.pop(key)
    elif what == "add" and isinstance(owner, dict):
        owner[hostile.key(draw)] = hostile.value(draw)
    elif what == "wrap":
        owner[key] = draw.choice([[owner[key]], {"value": owner[key]}, {2026: owner[key]}, str(owner[key])])
    elif what == "copy" and isinstance(owner, dict):
        owner[hostile.key(draw)] = owner[key]
    elif what == "number" and isinstance(owner[key], int | float):
        owner[key] = draw.choice([-owner[key], owner[key] * 1e6, owner[key] * 1e-6, 0, owner[key] + 1])
    else:
        owner[key] = hostile.value(draw)


def as_yaml(tree: Any) -> bytes:
    """Write a tree as YAML, in braces, with every text in quotes: what is written is what was meant."""
    return _flow(tree).encode("utf-8", "surrogatepass")


def as_json(tree: Any) -> bytes:
    """Write a tree as JSON."""
    return json.dumps(tree, default=str, skipkeys=True).encode()


def _flow(tree: Any) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(child)}" for key, child in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(_flow, tree)) + "]"
    if isinstance(tree, str):
        return json.dumps(tree)
    if isinstance(tree, bool) or tree is None:
        return json.dumps(tree)
    return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(repr(tree), repr(tree))

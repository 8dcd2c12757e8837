"""`null` removes an inherited key: one that removes nothing, but is spelt hardly unlike what is there, is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import get_args

from pydantic import BaseModel

from carbonsim.messages.message import Wording
from carbonsim.scenario.reading.node import Node
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.typos import meant

ALIKE = 0.8


def idle_removals(base: Node, over: Node, path: str = "") -> Iterator[tuple[Node, str, Wording]]:
    """Yield what removes nothing of a mapping: its node, its path, and the question which name was meant."""
    if not (isinstance(base.value, Mapping) and isinstance(over.value, Mapping)):
        return
    for key, child in over.value.items():
        here = f"{path}.{key}" if path else str(key)
        if key in base.value:
            yield from idle_removals(base.value[key], child, here)
        elif child.value is None and str(key) not in known_keys() and (near := meant(key, base.value, cutoff=ALIKE)):
            yield child, here, near


@lru_cache(maxsize=1)
def known_keys() -> frozenset[str]:
    """Return every key that a section knows: to set one to nothing says something even where nothing is inherited."""
    found: set[str] = set()
    waiting: list[object] = [Scenario]
    seen: set[object] = set()
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        waiting += get_args(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            found |= {info.alias or name for name, info in here.model_fields.items()}
            waiting += [info.annotation for info in here.model_fields.values()]
    return frozenset(found)

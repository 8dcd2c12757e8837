"""What stands at the head of a block holds below it: `source`, `quality` and `note` written once for many values.

It is short for writing it beside every quantity of the block, in the same file, that tells nothing of its own; so a
value laid over the block in another file is never told by a source it does not come from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from pydantic import BaseModel

from carbonsim.messages.message import message
from carbonsim.scenario.fields import inner_type
from carbonsim.scenario.quantity import QUALITIES, Quantity, is_quantity
from carbonsim.scenario.reading.node import Node
from carbonsim.scenario.section import Text
from carbonsim.scenario.typos import meant

TOLD = ("source", "quality", "note")


def spread_sources(root: Node, model: type[BaseModel], report: Callable[..., None]) -> Node:
    """Return a file in which each quantity tells its own source, the nearest above it where it had none."""
    return _spread(root, model, {}, "", report)


def _spread(node: Node, kind: object, told: Mapping[str, Node], path: str, report: Callable[..., None]) -> Node:
    if kind is Quantity:
        return _told(node, told)
    if kind is None or not isinstance(node.value, dict) or is_quantity(node.value):
        return node
    here = _head(node, kind, path, report)
    below = here if "source" in here else {**told, **here}
    kept = {key: child for key, child in node.value.items() if key not in here or _is_field(kind, key)}
    spread = {
        key: _spread(child, inner_type(kind, key), below, f"{path}.{key}" if path else str(key), report)
        for key, child in kept.items()
    }
    return Node(spread, node.file, node.line)


def _head(node: Node, kind: object, path: str, report: Callable[..., None]) -> dict[str, Node]:
    """Return what a block tells of the values in it; a block whose entries are texts has entries of these names."""
    if {str, Text} & set(get_args(kind)[1:]):
        return {}
    head = {key: node.value[key] for key in TOLD if key in node.value and isinstance(node.value[key].value, str)}
    quality = head.get("quality")
    if quality is not None and quality.value not in QUALITIES and not _is_field(kind, "quality"):
        where = f"{path}.quality" if path else "quality"
        found, expected = repr(quality.value), message("one of {names}", names=tuple(QUALITIES))
        report(quality.file, quality.line, where, found, expected, meant(quality.value, QUALITIES))
    return head


def _is_field(kind: object, key: str) -> bool:
    """Say whether a section has a field of this name, which then is told of the section itself too."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return False
    return key in {info.alias or name for name, info in kind.model_fields.items()}


def _told(node: Node, told: Mapping[str, Node]) -> Node:
    """Return a quantity with the source above it, unless it tells something itself or removes what was there."""
    if not told or node.value is None or isinstance(node.value, list):
        return node
    if isinstance(node.value, dict) and "value" in node.value:
        own = node.value
        return node if any(key in own for key in TOLD) else Node({**own, **told}, node.file, node.line)
    return Node({"value": node, **told}, node.file, node.line)

"""Comparison: what differs in the inputs of two scenarios, key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from carbonsim.scenario.quantity import is_quantity


def compare_inputs(one: Mapping[str, object], two: Mapping[str, object]) -> pd.DataFrame:
    """Return the YAML paths whose values differ: path, a, b; None where a key is absent."""
    a, b = dict(_leaves(one, "")), dict(_leaves(two, ""))
    paths = [path for path in {**a, **b} if a.get(path) != b.get(path)]
    return pd.DataFrame([(path, a.get(path), b.get(path)) for path in paths], columns=["path", "a", "b"])


def _leaves(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping) and not is_quantity(value):
        for key, child in value.items():
            yield from _leaves(child, f"{path}.{key}" if path else str(key))
    else:
        yield path, value

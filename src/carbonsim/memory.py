"""Results of pure functions, remembered by what they were given: what is asked again is not worked out again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar, cast

T = TypeVar("T")
KEPT = 3  # results of one use of a function: those that were asked for last


class Memory:
    """Remembers what pure functions returned; what it returns may have been returned before, so nobody changes it."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._known: dict[tuple[object, str], list[tuple[tuple[object, ...], object]]] = defaultdict(list)

    def recall(self, label: str, function: Callable[..., T], *given: object) -> T:
        """Return what a function gives for what compares equal; `label` tells one use of it from another."""
        known = self._known[function, label]
        for place, (before, result) in enumerate(known):
            if before == given:
                known.insert(0, known.pop(place))
                return cast("T", result)
        fresh = function(*given)
        known.insert(0, (given, fresh))
        del known[KEPT:]
        return fresh

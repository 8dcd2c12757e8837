"""Years of one target that fare alike, as one row."""

from __future__ import annotations

from collections.abc import Iterable

from carbonsim.analysis.summary.records import TargetRecord
from carbonsim.analysis.targets import TargetStatus


def join_years(targets: Iterable[TargetRecord]) -> list[tuple[str, TargetRecord]]:
    """Return years of one target with one figure and verdict as one row.

    The year with the least room stands for all; of years that fail, the one that fails most.
    A year in which an enforced target binds stands alone, for its price is its own.
    """
    alike: dict[tuple[object, ...], list[TargetRecord]] = {}
    for target in targets:
        priced = target.year if target.binding else None
        alike.setdefault((target.name, target.sense, target.target, target.status, priced), []).append(target)
    rows = []
    for found in alike.values():
        first, last = found[0].year, found[-1].year
        rows.append((str(first) if first == last else f"{first}–{last}", min(found, key=_room)))
    return rows


def _room(target: TargetRecord) -> float:
    """Return how far a target is from failing; below zero for one that fails, so that the worst year comes first."""
    room = abs(target.gap or 0.0)
    return -room if target.status == TargetStatus.FAIL else room

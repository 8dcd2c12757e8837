"""What a pure function gave for equal values is given again; what is long ago is forgotten."""

from __future__ import annotations

from carbonsim.memory import KEPT, Memory

asked: list[object] = []


def doubled(value: list[int]) -> list[int]:
    asked.append(value)
    return [2 * part for part in value]


def test_equal_values_are_worked_out_once() -> None:
    asked.clear()
    memory = Memory()
    first = memory.recall("", doubled, [1, 2])
    assert memory.recall("", doubled, [1, 2]) is first == [2, 4]
    assert memory.recall("", doubled, [3]) == [6] and len(asked) == 2


def test_uses_under_other_labels_are_apart() -> None:
    asked.clear()
    memory = Memory()
    memory.recall("a", doubled, [1])
    memory.recall("b", doubled, [1])
    assert len(asked) == 2


def test_what_was_asked_last_is_kept() -> None:
    asked.clear()
    memory = Memory()
    for value in range(KEPT + 1):
        memory.recall("", doubled, [value])
        memory.recall("", doubled, [0])
    assert len(asked) == KEPT + 1
    memory.recall("", doubled, [1])
    assert len(asked) == KEPT + 2

"""What is made once for all processes of a session is made by the first who asks, and the others wait for it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.once import FOLDER, once


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return []


def test_who_asks_meanwhile_waits_and_reads(calls: list[int]) -> None:
    def make() -> dict[str, int]:
        calls.append(1)
        time.sleep(0.05)
        return {"made": len(calls)}

    with ThreadPoolExecutor(4) as pool:  # each opens the lock for itself, as processes do
        found = list(pool.map(lambda _: once("a", make), range(4)))
    assert found == [{"made": 1}] * 4 and len(calls) == 1
    assert once("b", make) == {"made": 2}


def test_what_could_not_be_made_is_made_by_the_next(calls: list[int]) -> None:
    def fail() -> int:
        raise ValueError("nothing")

    with pytest.raises(ValueError, match="nothing"):
        once("a", fail)
    assert once("a", lambda: 7) == 7 and calls == []


def test_outside_a_session_everybody_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER)
    assert [once("a", lambda: 1), once("a", lambda: 2)] == [1, 2]

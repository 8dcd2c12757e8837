"""Tasks shared out to processes: each is answered, and what ends one process ends no other."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing import active_children
from typing import Any

from carbonsim.workers import share_out


def doubled(task: Any) -> Any:
    if task == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "left":
        os._exit(7)
    if task == "asleep":
        time.sleep(600)
    return (task * 2, os.getpid())


def lost(task: Any, code: int) -> tuple[Any, int]:
    return (f"{task} lost", code)


def test_what_ends_one_process_leaves_the_others_their_answers() -> None:
    tasks = [1, "killed", 2, "left", 3, 4]
    answers = dict(share_out(tasks, doubled, lost))
    assert [answers[place][0] for place in range(6)] == [2, "killed lost", 4, "left lost", 6, 8]
    assert (answers[1][1], answers[3][1]) == (-signal.SIGKILL, 7)
    assert len({answers[place][1] for place in (0, 2, 4, 5)}) < 5


def test_processes_end_with_whoever_asked_for_them() -> None:
    answers = share_out([1, "asleep"], doubled, lost)
    assert next(answers)[1][0] == 2
    answers.close()
    for child in active_children():
        child.join(10)
    assert active_children() == []


def test_nothing_to_do_starts_no_process() -> None:
    assert list(share_out([], doubled, lost)) == []

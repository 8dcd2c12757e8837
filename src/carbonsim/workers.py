"""Tasks shared out to processes, one a core: one that is killed takes no other with it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from carbonsim.interrupts import end_on_signals, hear_again, unheard, when_interrupted

Task = TypeVar("Task")
Answer = TypeVar("Answer")
PATIENCE = 0.6  # seconds that a process which is asked to end may take


class Worker(Generic[Task, Answer]):
    """A process that does one task after the other; `place` is that of the task it is at."""

    def __init__(self, work: Callable[[Task], Answer]) -> None:
        """Start the process; `work` is a function of a module, and what it takes and gives can be pickled."""
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.place = -1
        self._process = context.Process(target=_serve, args=(theirs, work))
        resource_tracker.ensure_running()  # started with the process, it would hear Ctrl-C again
        with unheard():
            self._process.start()
        theirs.close()  # so that the pipe ends when the process does

    def give(self, place: int, task: Task) -> None:
        """Hand a task over; that the process is gone is noticed when its answer is asked for."""
        self.place = place
        with suppress(OSError):
            self.pipe.send(task)

    def answer(self) -> Answer:
        """Return what the task gave; raises EOFError where the process ended before it was done."""
        try:
            answer: Answer = self.pipe.recv()
        except OSError as error:
            raise EOFError from error
        return answer

    def dismiss(self) -> None:
        """Let the process end, as there is nothing more to do."""
        self.pipe.close()

    def ask_to_end(self) -> None:
        """Ask the process to clear up and end, whatever it does."""
        self._process.terminate()

    def end(self, patience: float = PATIENCE) -> int:
        """End the process whatever it does, and return its exit code; that of a signal is negative."""
        self.dismiss()
        self.ask_to_end()
        self._process.join(patience)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(PATIENCE)
        return self._process.exitcode or 0


def share_out(
    tasks: Sequence[Task],
    work: Callable[[Task], Answer],
    lost: Callable[[Task, int], Answer],
    workers: int | None = None,
) -> Iterator[tuple[int, Answer]]:
    """Yield the place of each task and its answer, as they come.

    `lost` answers for a task whose process ended before it was done, given the exit code of the process. There are so
    many `workers` at most, one a core where none are told.
    """
    most = workers or os.cpu_count() or 1
    waiting = list(range(len(tasks)))[::-1]
    busy: dict[Any, Worker[Task, Answer]] = {}  # by the end of its pipe that is read

    def end_all() -> None:
        for worker in busy.values():
            worker.ask_to_end()
        until = time.monotonic() + PATIENCE
        for worker in busy.values():
            worker.end(max(until - time.monotonic(), 0.0))

    with ExitStack() as stack:
        stack.callback(end_all)
        stack.enter_context(when_interrupted(end_all))
        while waiting or busy:
            while waiting and len(busy) < most:
                _employ(Worker(work), waiting.pop(), tasks, busy)
            for pipe in wait(list(busy)):
                worker = busy.pop(pipe)
                place = worker.place
                try:
                    answer = worker.answer()
                except EOFError:
                    yield place, lost(tasks[place], worker.end())
                    continue
                if waiting:
                    _employ(worker, waiting.pop(), tasks, busy)
                else:
                    worker.dismiss()
                yield place, answer


def _employ(
    worker: Worker[Task, Answer], place: int, tasks: Sequence[Task], busy: dict[Any, Worker[Task, Answer]]
) -> None:
    busy[worker.pipe] = worker
    worker.give(place, tasks[place])


def _serve(pipe: Connection, work: Callable[[Task], Answer]) -> None:
    """Do tasks as they come, until the pipe ends; signals end the process, and so does the end of the first one."""
    first = parent_process()
    end_on_signals(parent=None if first is None else int(first.sentinel))
    hear_again()
    with suppress(EOFError):
        while True:
            pipe.send(work(pipe.recv()))

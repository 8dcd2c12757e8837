"""Tasks shared out to processes, one a core: one that is killed takes no other with it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

PATIENCE = 1.0  # seconds that a process which is asked to end may take


class Worker:
    """A process that does one task after the other; `place` is that of the task it is at."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        """Start the process; `work` is a function of a module, and what it takes and gives can be pickled."""
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.place = -1
        self._process = context.Process(target=_serve, args=(theirs, work))
        self._process.start()
        theirs.close()  # so that the pipe ends when the process does

    def give(self, place: int, task: Any) -> None:
        """Hand a task over; that the process is gone is noticed when its answer is asked for."""
        self.place = place
        with suppress(OSError):
            self.pipe.send(task)

    def answer(self) -> Any:
        """Return what the task gave; raises EOFError where the process ended before it was done."""
        try:
            return self.pipe.recv()
        except OSError as error:
            raise EOFError from error

    def dismiss(self) -> None:
        """Let the process end, as there is nothing more to do."""
        self.pipe.close()

    def end(self) -> int:
        """End the process whatever it does, and return its exit code; that of a signal is negative."""
        self.dismiss()
        self._process.terminate()
        self._process.join(PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(PATIENCE)
        return self._process.exitcode or 0


def share_out(
    tasks: Sequence[Any], work: Callable[[Any], Any], lost: Callable[[Any, int], Any]
) -> Iterator[tuple[int, Any]]:
    """Yield the place of each task and its answer, as they come.

    `lost` answers for a task whose process ended before it was done, given the exit code of the process.
    """
    waiting = list(range(len(tasks)))[::-1]
    busy: dict[Any, Worker] = {}  # by the end of its pipe that is read
    try:
        while waiting or busy:
            while waiting and len(busy) < (os.cpu_count() or 1):
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
    finally:
        for worker in busy.values():
            worker.end()


def _employ(worker: Worker, place: int, tasks: Sequence[Any], busy: dict[Any, Worker]) -> None:
    busy[worker.pipe] = worker
    worker.give(place, tasks[place])


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """Do tasks as they come, until the pipe ends; it is the first process that hears an interrupt and ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError):
        while True:
            pipe.send(work(pipe.recv()))

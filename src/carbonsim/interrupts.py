"""Ctrl-C and other signals that ask a run to end, heard wherever the run is: in Python, in the solver, in an import.

A handler of Python's runs between two steps of the main thread's own code, so a solver that computes for a minute does
not hear it for a minute. Two ways help, and neither raises an exception inside the solver, which breaks it.
The command line has a thread that waits for the byte that Python's C handler writes at once (`signal.set_wakeup_fd`):
it clears up and ends the process, while the main thread stands still. In a notebook the solver asks from time to time
whether Ctrl-C has come, stops in order, and the usual exception is raised once it has returned.
"""

from __future__ import annotations

import _thread
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from carbonsim.errors import EXIT_INTERRUPTED
from carbonsim.messages.message import message

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
INTERRUPTED = message("interrupted; earlier results are as they were")
CLEARING_SECONDS, TELLING_SECONDS = 1.0, 0.3  # that each may take before the process ends all the same
LEAST_SECONDS = 1e-3  # of a timer: none stops it
STANDARD_ERROR = 2
_to_clear: list[Callable[[], None]] = []


@contextmanager
def when_interrupted(clear: Callable[[], None]) -> Iterator[None]:
    """Have something cleared up by `clear` where a signal ends the command line within the block."""
    _to_clear.append(clear)
    try:
        yield
    finally:
        _to_clear.remove(clear)


def end_on_signals(ending: str = "", told: Callable[[], str] | None = None, parent: int | None = None) -> None:
    """End the process with exit code 130 as soon as a signal comes, or `parent`, a descriptor, can be read.

    What `when_interrupted` was given is cleared up first, the last first. The ending goes to standard error, as `told`
    says it where that is known in time. A second call changes nothing.
    """
    if os.name == "nt" or signal.getsignal(signal.SIGINT) is _stand_still:  # Windows waits for sockets alone
        return
    heard, written = os.pipe()
    os.set_blocking(written, False)
    signal.set_wakeup_fd(written, warn_on_full_buffer=False)
    waiting = [heard] if parent is None else [heard, parent]
    _thread.start_new_thread(_end, (waiting, ending, told))
    for number in SIGNALS:
        if number == signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:  # `nohup` asks not to hear one
            signal.signal(number, _stand_still)  # a script that starts a run beside itself asks so for SIGINT, in vain


def ends_processes() -> bool:
    """Say whether signals end this process at once, as they do on the command line: then libraries clear up nothing."""
    return signal.getsignal(signal.SIGINT) is _stand_still


def end_children(of: str = "self") -> None:
    """End the processes that a library has started, and theirs; where the system tells of them."""
    for thread in Path(f"/proc/{of}/task").glob("*/children"):
        with suppress(OSError):
            for child in thread.read_text().split():
                end_children(child)
                os.kill(int(child), signal.SIGKILL)


def hear_again() -> None:
    """Hear Ctrl-C in a process that was started within `unheard`."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextmanager
def unheard() -> Iterator[None]:
    """Start processes that hear no Ctrl-C until they `hear_again`: none then ends amid its imports with a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stand_still(_: int, __: FrameType | None) -> None:
    """Keep the main thread from writing anything more: the thread that waits for signals ends the process."""
    while True:
        time.sleep(60.0)


def _end(waiting: list[int], ending: str, told: Callable[[], str] | None) -> None:
    """Wait for a signal, clear up and leave; a second signal disturbs nothing, and a stuck lock holds nothing up."""
    while select.select(waiting, [], [])[0] == [waiting[0]] and os.read(waiting[0], 1)[0] not in SIGNALS:
        pass  # the timer of a run, which the main thread hears
    _try(_clear, CLEARING_SECONDS)
    said = [ending]
    if told is not None:
        _try(lambda: said.append(told()), TELLING_SECONDS)
    if ending:
        encoding, errors = getattr(sys.stderr, "encoding", "utf-8"), getattr(sys.stderr, "errors", "replace")
        with suppress(OSError, UnicodeError):
            os.write(STANDARD_ERROR, f"{said[-1]}\n".encode(encoding, errors))
    os._exit(EXIT_INTERRUPTED)


def _try(work: Callable[[], None], seconds: float) -> None:
    """Do some work, but wait no longer for it: the main thread may stand still with a lock that it needs."""
    done = _thread.allocate_lock()
    done.acquire()

    def trying() -> None:
        with suppress(Exception):
            work()
        done.release()

    _thread.start_new_thread(trying, ())  # `threading` has locks of its own
    done.acquire(timeout=seconds)


def _clear() -> None:
    for clear in reversed(_to_clear):
        with suppress(Exception):
            clear()


class _Held:
    """What has come while the solver computes: it is raised when that has returned."""

    def __init__(self) -> None:
        self.depth = 0
        self.errors: list[BaseException] = []

    def rings(self, error: BaseException) -> None:
        """Raise an error now, or when what is under way has ended."""
        if self.depth == 0:
            raise error
        self.errors.append(error)


_held = _Held()


@contextmanager
def held_back() -> Iterator[Callable[[], bool] | None]:
    """Hold back Ctrl-C and the end of `raised_after` until the block has ended; yields what tells whether one has come.

    Yields None where neither raises anything here: in another thread than the main one, or with other handlers.
    """
    if threading.current_thread() is not threading.main_thread():
        yield None
        return
    usual = signal.getsignal(signal.SIGINT)
    hears = usual is signal.default_int_handler
    _held.depth += 1
    try:
        if hears:
            signal.signal(signal.SIGINT, lambda *_: _held.rings(KeyboardInterrupt()))
        yield (lambda: bool(_held.errors)) if hears or _time_is_kept() else None
    finally:
        if hears:
            signal.signal(signal.SIGINT, usual)
        _held.depth -= 1
        if _held.errors and _held.depth == 0:
            error = _held.errors[-1]
            _held.errors.clear()
            raise error


@contextmanager
def raised_after(seconds: float | None, error: Callable[[], BaseException]) -> Iterator[None]:
    """Raise an error in this block once so many seconds have passed; where that cannot be, the block takes its time.

    It can be in the main thread alone, on systems with timers, and where nobody else has set one.
    """
    usable = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    if seconds is None or not usable or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGALRM, lambda *_: _held.rings(error()))
    signal.setitimer(signal.ITIMER_REAL, max(seconds, LEAST_SECONDS))
    try:
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
        finally:  # it may ring in between
            signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _time_is_kept() -> bool:
    return hasattr(signal, "getitimer") and signal.getitimer(signal.ITIMER_REAL)[0] > 0.0

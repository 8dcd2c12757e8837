"""The clock of a run: how long each stage took, which one runs, and how much time is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from carbonsim.errors import OutOfTimeError
from carbonsim.interrupts import raised_after
from carbonsim.messages.message import message

Progress = Callable[[str], None]
STAGES = ("read", "assemble", "build", "compile", "solve", "campaigns", "results", "report")
LAST_STAGES = ("results", "report")  # in which what is known is told, whatever the clock says
SHARE_TO_SOLVE = 0.9  # of a time limit, before what is known by then is reported


class Clock:
    """Times each stage and tells the listener which one runs."""

    def __init__(self, progress: Progress | None = None, time_limit: float | None = None) -> None:
        """Start the clock of the whole run; `time_limit` is in seconds, the report included."""
        self.timings: dict[str, float] = dict.fromkeys(STAGES, 0.0)
        self.progress = progress or (lambda _: None)
        self._start = time.perf_counter()
        self._time_limit = time_limit
        self._running: tuple[str, float] | None = None  # the stage under way and when it began
        self._stopped: float | None = None

    @property
    def left(self) -> float | None:
        """The seconds that are left before what is known has to be reported; None where there is no limit."""
        if self._time_limit is None:
            return None
        return max(SHARE_TO_SOLVE * self._time_limit - (time.perf_counter() - self._start), 0.0)

    @property
    def is_up(self) -> bool:
        """Whether it is time to report what is known."""
        return self.left == 0.0

    @contextmanager
    def limit(self) -> Iterator[None]:
        """Raise OutOfTimeError in this block when its time is up, also amid a stage."""
        with raised_after(self.left, self._out_of_time):
            yield

    def _out_of_time(self) -> OutOfTimeError:
        return OutOfTimeError(
            message("the time limit of {seconds} s was up before anything was solved", seconds=f"{self._time_limit:g}")
        )

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage; several visits add up, and one after `stop` counts on from there.

        Raises OutOfTimeError where the time is up and the stage is not one that tells what is known.
        """
        if self._stopped is not None:
            self._start += time.perf_counter() - self._stopped
            self._stopped = None
        self._running = (name, time.perf_counter())
        if self.is_up and name not in LAST_STAGES:
            raise self._out_of_time()
        self.progress(name)
        try:
            yield
        finally:
            self.timings[name] += self._since(name)
            self._running = None

    def stop(self) -> None:
        """Stand still until another stage begins."""
        self._stopped = time.perf_counter()

    def add(self, timings: dict[str, float]) -> None:
        """Add what the optimisation timed itself."""
        for name, seconds in timings.items():
            self.timings[name] = self.timings.get(name, 0.0) + seconds

    def _since(self, name: str) -> float:
        running = self._running
        return time.perf_counter() - running[1] if running and running[0] == name else 0.0

    def total(self) -> dict[str, float]:
        """Return all timings with the total so far, in seconds; a stage that runs counts until now."""
        return {
            **{k: round(v + self._since(k), 3) for k, v in self.timings.items()},
            "total": round(time.perf_counter() - self._start, 3),
        }

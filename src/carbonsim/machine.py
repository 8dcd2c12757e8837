"""How much memory there is for this process: what is free, within every limit that it runs under."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from pathlib import Path

PROC, CGROUP = Path("/proc"), Path("/sys/fs/cgroup")


def memory_there() -> float | None:
    """Return the bytes that this process may come to hold, its own of now counted; None where nobody tells."""
    own = _kilobytes(PROC / "self" / "status").get("VmRSS", 0.0)
    free = _kilobytes(PROC / "meminfo").get("MemAvailable")
    whole = None if free is not None else _physical()
    left = [room for room in (free, *_left_in_groups(), _left_to_address()) if room is not None]
    bounds = [own + max(room, 0.0) for room in left] + ([] if whole is None else [whole])
    return min(bounds, default=None)


def _kilobytes(path: Path) -> dict[str, float]:
    """Return the amounts of a file of the kernel that tells them in kB, in bytes by name."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    cells = (line.replace(":", " ").split() for line in lines)
    return {cell[0]: float(cell[1]) * 1024.0 for cell in cells if len(cell) == 3 and cell[2] == "kB"}


def _left_in_groups() -> Iterator[float]:
    """Yield what is left in the control groups of the process, of either version, and in those around them."""
    try:
        told = (PROC / "self" / "cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in told:
        _, controllers, path = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        names = ("memory.limit_in_bytes", "memory.usage_in_bytes") if controllers else ("memory.max", "memory.current")
        top = CGROUP / "memory" if controllers else CGROUP
        here = top / path.strip("/")
        for folder in (here, *here.parents):
            limit, used = (_number(folder / name) for name in names)
            if limit is not None and used is not None:
                yield limit - used + _forgettable(folder / "memory.stat")
            if folder == top:
                break


def _number(path: Path) -> float | None:
    try:
        return float(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # `max`: no limit
        return None


def _forgettable(path: Path) -> float:
    """Return the bytes of files that a group counts as used and lets go of when memory is short."""
    try:
        cells = dict(line.split() for line in path.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return 0.0
    return float(cells.get("total_inactive_file", cells.get("inactive_file", 0)))


def _left_to_address() -> float | None:
    """Return what a limit on the addresses of the process leaves (`ulimit -v`)."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return None
    return float(limit) - _kilobytes(PROC / "self" / "status").get("VmSize", 0.0)


def _physical() -> float | None:
    """Return the memory that the machine has, where the kernel does not tell what is free."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE")) * float(os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, OSError, ValueError):
        return _of_windows()


class _Status(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_ulong), ("load", ctypes.c_ulong), ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong), ("rest", ctypes.c_ulonglong * 5),
    )  # fmt: skip


def _of_windows() -> float | None:
    library = getattr(ctypes, "windll", None)
    if library is None:
        return None
    status = _Status(length=ctypes.sizeof(_Status))
    known = library.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return float(status.free) if known else None

"""What several test files need is made once, by whichever process of the session asks first; the others read it."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")
FOLDER = "CARBONSIM_TESTS_SESSION"  # where: tests/conftest.py names a folder that all processes of a session share


def once(name: str, make: Callable[[], Made]) -> Made:
    """Return what was made under this name, or make it, while others who ask for the same wait."""
    if FOLDER not in os.environ:
        return make()
    file = Path(os.environ[FOLDER]) / f"{name}.pickle"
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if file.is_file():
            found: Made = pickle.loads(file.read_bytes())
            return found
        made = make()
        file.write_bytes(pickle.dumps(made))
        return made

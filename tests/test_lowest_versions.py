"""Every dependency has a lower bound, which the gate installs; what is tested is no older."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(lines: list[str]) -> dict[str, tuple[int, ...]]:
    """Return versions by name."""
    known = [line.partition(";")[0].strip().split("==") for line in lines if "==" in line and ".*" not in line]
    return {name: tuple(int(part) for part in version.split(".")) for name, version in known}


@pytest.fixture(scope="module")
def lowest() -> dict[str, tuple[int, ...]]:
    command = [sys.executable, str(ROOT / ".ci" / "lowest_versions.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return pins(done.stdout.splitlines())


def test_every_dependency_has_a_lower_bound(lowest: dict[str, tuple[int, ...]]) -> None:
    names = {dependency.partition(">=")[0] for dependency in PROJECT["dependencies"]}
    assert names <= set(lowest)


def test_what_is_tested_is_no_older(lowest: dict[str, tuple[int, ...]]) -> None:
    tested = pins(PROJECT["optional-dependencies"]["test"])
    assert {name: tested[name] for name in lowest if tested[name] < lowest[name]} == {}


def test_a_dependency_without_a_lower_bound_is_refused() -> None:
    code = "import lowest_versions; lowest_versions.constraint('numpy')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / ".ci", capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "numpy declares no lower bound" in done.stderr

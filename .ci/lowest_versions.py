"""Print pip's constraints for the lowest versions that pyproject.toml declares: a lower bound is a promise."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

DECLARED = re.compile(r"(?P<name>[\w.-]+)>=(?P<version>[\w.]+)(?P<condition>;.*)?")


def constraint(dependency: str) -> str:
    """Turn a lower bound into a pin; raises ValueError where there is none."""
    found = DECLARED.fullmatch(dependency)
    if found is None:
        raise ValueError(f"{dependency} declares no lower bound")
    return f"{found['name']}=={found['version']}{found['condition'] or ''}"


if __name__ == "__main__":
    written = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    lowest = [constraint(dependency.replace(" ", "")) for dependency in written["project"]["dependencies"]]
    sys.stdout.write("\n".join([*lowest, ""]))

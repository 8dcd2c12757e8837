"""Where the shipped scenarios lie: in a checkout its `scenarios`, else those that the wheel carries."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

IN_THE_WHEEL = "scenarios"  # below the library; what is put there is told in pyproject.toml


def shipped_scenarios() -> dict[str, Path]:
    """Return the shipped scenarios by name: a file, or the folder of a city."""
    library = Path(str(resources.files("carbonsim.library")))
    packed, checkout = library / IN_THE_WHEEL, library.parents[2] / "scenarios"
    folder = packed if packed.is_dir() else checkout
    found = [entry for entry in sorted(folder.iterdir()) if entry.is_dir() or entry.suffix == ".yaml"]
    return {entry.stem: entry for entry in found}

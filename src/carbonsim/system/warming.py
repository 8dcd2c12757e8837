"""Global warming potentials by named set, from the library."""

from __future__ import annotations

import csv
from importlib import resources


def warming_potentials(name: str) -> dict[str, float]:
    """Return the 100-year potentials of CH4, N2O and HFC (as HFC-134a) of a set: AR4, AR5 or AR6."""
    text = resources.files("carbonsim.library").joinpath("warming_potentials.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["gas"]: float(row["value"]) for row in rows if row["set"] == name}

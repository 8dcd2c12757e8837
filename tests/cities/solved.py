"""Amsterdam and Greater Mendoza, each scenario solved once; `python -m tests.cities.solved` renews the figures held.

Renew them only with a reason, which belongs into the commit.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from carbonsim import pipeline
from carbonsim.pipeline import Run

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FIGURES = Path(__file__).with_name("figures.json")
CITIES = {
    "amsterdam": ("amsterdam/baseline", "amsterdam/roadmap"),
    "mendoza": ("mendoza/baseline", "mendoza/sun-and-air"),
}
NAMES = tuple(name for names in CITIES.values() for name in names)
YEARS = (2030, 2040, 2050)


@cache
def solved(name: str) -> Run:
    """Return a scenario of the two cities as it was solved, once in a session of tests."""
    return pipeline.run(SCENARIOS / f"{name}.yaml", write_results=False)


def figures_of(run: Run) -> dict[str, object]:
    """Return what a scenario is held to: cost, peak, and emissions of some years."""
    summary = run.summary
    assert summary.objective is not None
    assert summary.peak.level_Mt is not None
    return {
        "objective": round(summary.objective, 1),
        "peak_year": summary.peak.year,
        "peak_level": round(summary.peak.level_Mt, 4),
        "emissions": {str(year): round(summary.emissions_Mt[year], 4) for year in YEARS},
    }


if __name__ == "__main__":
    found = {name: figures_of(solved(name)) for name in NAMES}
    FIGURES.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

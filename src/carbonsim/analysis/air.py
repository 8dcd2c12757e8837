"""Air pollutants of the plan beside its twin and the baseline."""

from __future__ import annotations

from carbonsim.results.air.pollution import AIR, POLLUTANTS, UNTOLD
from carbonsim.results.results import Results


def air_records(plan: Results | None, twin: Results | None, baseline: Results | None) -> list[dict[str, object]]:
    """Return a row for each pollutant, in kt by year; none without a plan or without factors."""
    if plan is None:
        return []
    rows: list[dict[str, object]] = []
    for name in POLLUTANTS.values():
        paths = [{} if one is None else one.series(f"{AIR}|{name}") for one in (plan, twin, baseline)]
        if paths[0]:
            keys = ("plan_kt", "twin_kt", "baseline_kt")
            told = dict(zip(keys, paths, strict=True))
            rows.append({"pollutant": name, **told, "untold_PJ": untold(plan, name)})
    return rows


def untold(plan: Results, pollutant: str) -> dict[int, float]:
    """Return the fuel that is burnt and has no factor of a pollutant, PJ by year."""
    start, total = f"{UNTOLD}|{pollutant}|", dict[int, float]()
    for name, path in plan.by_variable.items():
        if name.startswith(start):
            total = {year: total.get(year, 0.0) + value for year, value in path.items()}
    return total

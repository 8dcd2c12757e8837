"""Solution → yearly flows of every technology with its tags: what it takes, gives and emits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.energy_system import EnergySystem
from carbonsim.units import PJ_PER_GW_YEAR

TAGS = ["technology", "sector", "branch", "use", "group"]


@dataclass(frozen=True)
class Flows:
    """Yearly flows by technology, mode and year: `taken` and `given` in the commodity's unit, `emitted` in Mt."""

    taken: pd.DataFrame
    given: pd.DataFrame
    emitted: pd.DataFrame
    technologies: pd.DataFrame
    commodities: pd.DataFrame


def yearly_flows(system: EnergySystem, solution: Solution) -> Flows:
    """Multiply yearly activity by its ratios and join the tags."""
    activity = solution.activity.groupby(["technology", "mode", "year"], as_index=False, sort=False)["value"].sum()
    technologies = pd.DataFrame(
        [(t.name, t.sector, t.branch, t.use, t.group) for t in system.technologies], columns=TAGS
    )
    commodities = pd.DataFrame([(c.name, c.group) for c in system.commodities], columns=["commodity", "carrier"])

    def times(parameter: str, name: str) -> pd.DataFrame:
        table = _table(system, parameter, ["region", "technology", "mode", name, "year"])
        joined = activity.merge(table, on=["technology", "mode", "year"], suffixes=("", "_ratio"))
        joined["value"] *= joined.pop("value_ratio")
        joined = joined.merge(technologies, on="technology")
        return joined.merge(commodities, on="commodity") if name == "commodity" else joined

    return Flows(
        times("input_ratio", "commodity"), times("output_ratio", "commodity"), times("emission_factor", "emission"),
        technologies, commodities,
    )  # fmt: skip


def _table(system: EnergySystem, parameter: str, columns: Iterable[str]) -> pd.DataFrame:
    rows = system.parameters[parameter]
    names = list(columns)
    frame = pd.DataFrame(list(rows), columns=names)
    frame["value"] = list(rows.values())
    return frame.drop(columns="region")


def power_on_offer(system: EnergySystem, solution: Solution) -> pd.DataFrame:
    """Return what plants without fuel could give in each year and do, PJ: year, offered, given.

    What they could give is capacity times availability in every time slice, as wind blows and the sun shines.
    """
    fuelled = {str(key[1]) for key in system.parameters["input_ratio"]}
    names = [t.name for t in system.technologies if (t.sector, t.branch) == ("energy", "power") and t.slices]
    hours = {part.name: part.share * PJ_PER_GW_YEAR for part in system.time_slices}
    share: dict[tuple[str, int], float] = {}
    for (_, name, year, part), value in system.parameters["availability"].items():
        if str(name) not in fuelled:
            share[str(name), int(year)] = share.get((str(name), int(year)), 0.0) + value * hours[str(part)]
    known = {name for name, _ in share} & set(names)
    standing = solution.capacity[solution.capacity["technology"].isin(known)]
    keys = zip(standing["technology"], standing["year"], strict=True)
    offered = standing["value"] * [share.get((str(name), int(year)), 0.0) for name, year in keys]
    given = solution.activity[solution.activity["technology"].isin(known)]
    table = pd.DataFrame({"year": list(system.years)}).set_index("year")
    table["offered"] = offered.groupby(standing["year"]).sum()
    table["given"] = given.groupby("year")["value"].sum()
    return table.fillna(0.0).reset_index()


def dispatch_table(system: EnergySystem, solution: Solution) -> pd.DataFrame:
    """Return how plants, storages and trade run: mean GW in each time slice, what they use negative."""
    slices = pd.DataFrame(
        [(s.name, s.season, s.day_part, s.share) for s in system.time_slices],
        columns=["time_slice", "season", "day_part", "share"],
    )
    sliced = {t.name for t in system.technologies if t.slices and t.branch != "grid"}
    activity = solution.activity[solution.activity["technology"].isin(sliced)].drop(columns="region")
    frames = []
    for parameter, sign in (("output_ratio", 1.0), ("input_ratio", -1.0)):
        ratios = _table(system, parameter, ["region", "technology", "mode", "commodity", "year"])
        ratios = ratios[ratios["commodity"].isin(["electricity_supply", "heat_supply"])]
        joined = activity.merge(ratios, on=["technology", "mode", "year"], suffixes=("", "_ratio"))
        frames.append(joined.assign(value=sign * joined["value"] * joined.pop("value_ratio")))
    table = pd.concat(frames).merge(slices, on="time_slice")
    table["value"] /= table.pop("share") * PJ_PER_GW_YEAR
    groups = {t.name: t.group for t in system.technologies}
    table["group"] = table["technology"].map(groups)
    keys = ["commodity", "group", "technology", "year", "season", "day_part", "time_slice"]
    return table.groupby(keys, as_index=False, sort=False)["value"].sum()

"""Coefficients of capacity: what it allows, what remains of it, its bounds, and how fast it may grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonsim.optimization.structure.families import COLUMN_BOUNDS
from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.activity import derive_columns
from carbonsim.optimization.terms.balance import derive_flows
from carbonsim.optimization.terms.far_flows import derive_delays
from carbonsim.system.checks.growth import growth_begins
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@derivation(derive_columns)
def derive_capacities(data: Coefficients) -> None:
    """Write what capacity consists of and what it allows, in every slice and year, and the sizes of its units."""
    parameters, system = data.system.parameters, data.system
    sliced = {(technology.region, technology.name): technology.slices for technology in system.technologies}
    available = parameters["availability"]
    for key in data.families["capacity"]:
        region, name, _ = key
        data.rows[_capacity_family(data, key)].append(key)
        data.tables["residual_capacity"][key] = parameters["residual_capacity"].get(key, 0.0)
        yield_of_capacity = parameters["capacity_to_activity"].get((region, name), 1.0)
        share_of_year = parameters["availability_year"].get(key)
        if sliced[region, name]:  # type: ignore[index]
            if rows := data.slice_rows.get(key):
                shares, potentials = data.shares[key[2]], data.tables["slice_potential"]
                for row in rows:
                    potentials[row] = yield_of_capacity * available.get(row, 1.0) * shares[row[3]]
                data.rows["slice_capacity"] += rows
                data.together["slice_capacity"].append(key)
            if share_of_year is None:
                continue
        if data.columns.get(key):
            data.tables["yearly_potential"][key] = yield_of_capacity * (1.0 if share_of_year is None else share_of_year)
            data.rows["yearly_capacity"].append(key)
    for side, table in (("min", "slice_activity_low"), ("max", "slice_activity_high")):
        bounds = parameters[f"slice_activity_{side}"]
        data.tables[table] = {key: bound for key, bound in bounds.items() if key in data.running}
    for name, bound in COLUMN_BOUNDS.items():
        if bound.table == name:
            data.tables[name] = dict(parameters[name])
    built = set(data.families["new_capacity"])
    data.families["units"] = [key for key in parameters["unit_size"] if key in built]
    data.rows["unit_size"] = list(data.families["units"])
    data.tables["unit_size"] = {key: parameters["unit_size"][key] for key in data.families["units"]}


def _capacity_family(data: Coefficients, key: Key) -> str:
    """Return which equation bounds a year's capacity; the plan may retire what is allowed to go early."""
    region, name, year = key
    years = data.system.years
    if int(year) < years.plan_from or not data.system.parameters["early_retirement"].get((region, name)):
        return "capacity_definition"
    previous: Key = (region, name, years.previous(int(year)) or 0)
    if previous in data.vintages:
        residual = data.system.parameters["residual_capacity"]
        data.rows["retirement"].append(key)
        data.tables["added_stock"][key] = max(residual.get(key, 0.0) - residual.get(previous, 0.0), 0.0)
    return "capacity_stock"


@derivation(derive_columns, derive_flows, derive_delays, derive_capacities)
def bound_activity(data: Coefficients) -> None:
    """Bound yearly activity; every year before the plan gets a row, so that the past can be pinned."""
    low, high = (data.system.parameters[name] for name in ("activity_min", "activity_max"))
    for key, columns in data.columns.items():
        past = int(key[2]) < data.system.years.plan_from
        if not (past or key in low or key in high):
            continue
        data.tables["activity_low"][key] = low.get(key, 0.0)
        data.tables["activity_high"][key] = high.get(key, float("inf"))
        if len(columns) != 1:
            data.families["yearly_activity"].append(key)
    for key in low.keys() - data.columns.keys():  # nothing can run: the row says so, and no plan exists
        data.tables["activity_low"][key] = low[key]
        data.tables["activity_high"][key] = high.get(key, float("inf"))
        data.columns[key] = []
        data.families["yearly_activity"].append(key)
    _summed_activities(data)


def _summed_activities(data: Coefficients) -> None:
    """Give technologies whose yearly activity stands in a limit one column for it: limits stay sparse."""
    known = set(data.families["yearly_activity"])
    for limit in data.system.limits:
        for term in limit.terms:
            key: Key = (term.region or data.system.region, term.technology, term.year)
            whole = term.kind == "activity" and term.mode is None and term.time_slice is None
            if whole and key not in known and len(data.columns.get(key, ())) > 1:
                known.add(key)
                data.families["yearly_activity"].append(key)
    for key in (*data.system.parameters["activity_max_period"], *data.system.parameters["activity_min_period"]):
        for year in data.system.years:
            row: Key = (*key, year)
            if row not in known and len(data.columns.setdefault(row, [])) != 1:
                known.add(row)
                data.families["yearly_activity"].append(row)
    data.rows["yearly_activity"] = list(data.families["yearly_activity"])


@derivation(derive_columns)
def derive_growth(data: Coefficients) -> None:
    """Lay out limits on how fast new capacity a year may grow and fall, from a seed and, at first, from what stands."""
    parameters, years = data.system.parameters, data.system.years
    begun: set[Key] = set()
    for key in data.families["new_capacity"]:
        technology = (str(key[0]), str(key[1]))
        if technology in parameters["growth_limit"]:
            seed = parameters["growth_seed"].get(technology, 0.0)
            first = technology not in begun
            _growth_row(
                data, "growth", key, growth_begins(parameters, technology, int(key[2]), years) if first else seed
            )
            begun.add(technology)
        if technology in parameters["degrowth_limit"] and years.previous(int(key[2])) is not None:
            _growth_row(data, "degrowth", key, -parameters["degrowth_seed"].get(technology, 0.0))


def _growth_row(data: Coefficients, family: str, key: Key, seed: float) -> None:
    """Write the row of one year: what is built a year against what the year before was built, if that is known."""
    region, name, year = key
    years = data.system.years
    data.rows[f"{family}_limit"].append(key)
    data.tables[f"{family}_seed"][key] = seed
    data.tables[f"{family}_own"][key] = 1.0 / len(years.span(int(year)))
    previous = years.previous(int(year))
    if previous is not None and (region, name, previous) in data.built:
        rate = data.system.parameters[f"{family}_limit"][region, name]
        kept = 1.0 + rate if family == "growth" else 1.0 - rate
        data.tables[f"{family}_previous"][key] = kept ** (int(year) - previous) / len(years.span(previous))

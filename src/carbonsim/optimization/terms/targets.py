"""Reserve, renewable and emission targets, activity over the whole period, and floors of variable cost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.capacity import bound_activity
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@dataclass
class TargetTerms:
    """The cells that each target sums."""

    backers: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    reserved: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    renewables: dict[Key, list[Key]] = field(default_factory=dict)
    emitted: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    costed: dict[Key, list[Key]] = field(default_factory=dict)


@derivation(bound_activity, fills=TargetTerms)
def derive_targets(data: Coefficients) -> None:
    """Lay out the rows of every target the system names."""
    outputs = _outputs(data)
    _reserve(data, outputs)
    _renewable(data, outputs)
    _emissions(data)
    _period(data)
    _cost_floors(data)


def _outputs(data: Coefficients) -> dict[Key, dict[Key, float]]:
    """Return gross outputs by region and year: (technology, mode, commodity) → ratio; what a line carries is none."""
    lines = {(t.region, t.name) for t in data.system.technologies if t.destination}
    wanted = {(key[0], key[1]) for name in ("reserve_ratio", "renewable_share_min") for key in _positive(data, name)}
    found: dict[Key, dict[Key, float]] = defaultdict(dict)
    for (region, name, mode, commodity, year), ratio in data.system.parameters["output_ratio"].items():
        made = ratio and (region, name) not in lines
        if made and (region, year) in wanted and (region, name, year) in data.columns:
            found[region, year][name, mode, commodity] = ratio
    return found


def _positive(data: Coefficients, parameter: str) -> list[Key]:
    return [key for key, value in data.system.parameters[parameter].items() if value > 0]


def _reserve(data: Coefficients, outputs: dict[Key, dict[Key, float]]) -> None:
    parameters = data.system.parameters
    for region, year in _positive(data, "reserve_ratio"):
        needs: dict[Key, float] = defaultdict(float)
        for (name, mode, commodity), ratio in outputs[region, year].items():
            share = parameters["reserve_output"].get((region, commodity, year), 0.0)
            needs[name, mode] += parameters["reserve_ratio"][region, year] * share * ratio
        _reserve_rows(data, region, year, {key: need for key, need in needs.items() if need})


def _reserve_rows(data: Coefficients, region: str | int, year: str | int, needs: dict[Key, float]) -> None:
    if not needs:
        return
    parameters = data.system.parameters
    names: list[str | int] = [t.name for t in data.system.technologies if t.region == region]
    for name in names:
        credit = parameters["reserve_credit"].get((region, name, year), 0.0)
        if credit and (region, name, year) in data.vintages:
            firm = credit * parameters["capacity_to_activity"].get((region, name), 1.0)
            data.tables["reserve_firm"][region, name, year] = firm
            data.of(TargetTerms).backers[region, year].append((region, name, year))
    for part in data.system.time_slices:
        row: Key = (region, year, part.name)
        share = data.slice_share(part.name, year)
        for (name, mode), need in needs.items():
            column: Key = (region, name, mode, year, part.name)
            if column in data.running:
                data.tables["reserve_need"][column] = need / share
                data.of(TargetTerms).reserved[row].append(column)
        if data.of(TargetTerms).reserved[row]:
            data.rows["reserve_ratio"].append(row)


def _renewable(data: Coefficients, outputs: dict[Key, dict[Key, float]]) -> None:
    parameters = data.system.parameters
    for region, year in _positive(data, "renewable_share_min"):
        least = parameters["renewable_share_min"][region, year]
        terms: dict[Key, float] = defaultdict(float)
        for (name, mode, commodity), ratio in outputs[region, year].items():
            counted = parameters["renewable_output"].get((region, commodity, year), 0.0)
            credit = parameters["renewable_credit"].get((region, name, year), 0.0)
            terms[region, name, mode, year] += (credit - least * counted) * ratio
        terms = {key: value for key, value in terms.items() if value and data.mode_columns(key)}
        if any(value < 0 for value in terms.values()):
            data.tables["renewable_term"].update(terms)
            data.of(TargetTerms).renewables[region, year] = list(terms)
            data.rows["renewable_share_min"].append((region, year))


def _emissions(data: Coefficients) -> None:
    """Give an emission of a region a column a year where a limit, of the year or of the period, needs it."""
    parameters, years = data.system.parameters, data.system.years
    limits, whole = parameters["emission_limit"], parameters["emission_limit_period"]
    least = parameters["emission_min_period"]
    columns = dict.fromkeys(limits)
    for region, emission in (*whole, *least):
        columns.update({(region, emission, year): None for year in years})
    data.families["emissions"] = list(columns)
    data.rows["emissions"] = list(columns)
    known = set(columns)
    for (region, name, mode, emission, year), factor in parameters["emission_factor"].items():
        if factor and (region, emission, year) in known:
            cell: Key = (region, name, mode, emission, year)
            data.tables["emission_term"][cell] = factor
            data.of(TargetTerms).emitted[region, emission, year].append((cell, (region, name, mode, year)))
    for key, limit in limits.items():
        outside = parameters["exogenous_emission"].get(key, 0.0)
        data.tables["emission_room"][key] = limit - outside
        data.rows["emission_limit"].append(key)
    for name, table in (("emission_limit_period", whole), ("emission_min_period", least)):
        for key, limit in table.items():
            outside = parameters["exogenous_emission_period"].get(key, 0.0)
            data.tables[f"{name}_room"][key] = limit - outside
            data.rows[name].append(key)


def _period(data: Coefficients) -> None:
    for name in ("activity_max_period", "activity_min_period"):
        for key, bound in data.system.parameters[name].items():
            data.tables[name][key] = bound
            data.rows[name].append(key)


def _cost_floors(data: Coefficients) -> None:
    floors = data.system.parameters["variable_cost_min"]
    if not floors:
        return
    costs: dict[Key, list[Key]] = defaultdict(list)
    for key in data.system.parameters["variable_cost"]:
        region, name, mode, year = key
        costs[region, name, year].append((region, name, mode, year))
    for key, least in floors.items():
        if key in data.columns:
            data.tables["variable_cost_floor"][key] = least
            data.of(TargetTerms).costed[key] = costs[key]
            data.tables["variable_cost"].update(
                {cell: data.system.parameters["variable_cost"][cell] for cell in costs[key]}
            )
            data.rows["variable_cost_min"].append(key)

"""Coefficients of the equations: every product is formed here, in plain numbers, before the build.

`derive` turns an EnergySystem into index lists and tables of coefficients. What an equation
needs is one look-up away; filters and defaults stop here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from carbonsim.optimization.adequacy import lay_out_reserves
from carbonsim.optimization.delays import lay_out_delays
from carbonsim.optimization.levels import lay_out_storages
from carbonsim.optimization.registry import uncollected
from carbonsim.optimization.terms.reservoir import Terms, derive_reservoirs
from carbonsim.optimization.terms.targets import derive_targets
from carbonsim.optimization.terms.trade import derive_trade
from carbonsim.system import finance
from carbonsim.system.tables import YEAR, EnergySystem, Key, Limit, Peaking, Technology, Term

ALL = "all"  # the emission group that holds the whole scope


@dataclass
class Coefficients:
    """Index lists (one per set of columns or rows) and coefficient tables, keyed alike."""

    system: EnergySystem
    peaking: tuple[Peaking, ...]
    # columns
    activity: list[Key] = field(default_factory=list)  # region technology mode year slice
    new_capacity: list[Key] = field(default_factory=list)  # region technology year
    capacity: list[Key] = field(default_factory=list)
    yearly_activity: list[Key] = field(default_factory=list)  # region technology year, of sliced technologies
    storage_level: list[Key] = field(default_factory=list)  # region technology year slice
    season_level: list[Key] = field(default_factory=list)  # region technology year season, of seasonal storages
    shaped_use: list[Key] = field(default_factory=list)  # region commodity shape year
    inside_emissions: list[Key] = field(default_factory=list)  # group year
    net_import: list[Key] = field(default_factory=list)  # commodity year
    peak_level: list[Key] = field(default_factory=list)  # plan
    units: list[Key] = field(default_factory=list)  # region technology year, in whole numbers
    trade: list[Key] = field(default_factory=list)  # region partner commodity year slice
    emissions: list[Key] = field(default_factory=list)  # region emission year
    reservoir_capacity: list[Key] = field(default_factory=list)  # region reservoir year
    reservoir_new_capacity: list[Key] = field(default_factory=list)
    reservoir_level: list[Key] = field(default_factory=list)  # region reservoir year season, at its start
    reservoir_day_start: list[Key] = field(default_factory=list)  # region reservoir year season day_type
    reservoir_day_finish: list[Key] = field(default_factory=list)
    reservoir_part: list[Key] = field(default_factory=list)  # region reservoir year season day_type day_part
    reservoir_day_end: list[Key] = field(default_factory=list)
    # look-ups
    columns: dict[Key, list[Key]] = field(default_factory=dict)  # region technology year → activity columns
    flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    delayed_flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    shaped_flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    shapes_of: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    emitters: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    vintages: dict[Key, list[int]] = field(default_factory=dict)
    firm: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))  # cells of firm capacity
    users: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    level_before: dict[Key, Key] = field(default_factory=dict)  # storage level → the one of the day-part before
    season_before: dict[Key, Key] = field(default_factory=dict)  # first level of a season → the season's start
    seasons: dict[Key, tuple[Key, Key]] = field(default_factory=dict)  # season's start → next start, its last level
    by_mode: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))  # region technology mode year
    by_slice: dict[Key, tuple[Key, ...]] = field(default_factory=dict)  # region technology year slice
    slice_rows: dict[Key, list[Key]] = field(default_factory=dict)  # region technology year → keys of `by_slice`
    traded: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    backers: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    reserved: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    renewables: dict[Key, list[Key]] = field(default_factory=dict)
    emitted: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    costed: dict[Key, list[Key]] = field(default_factory=dict)
    reservoir_first: dict[Key, Key] = field(default_factory=dict)
    reservoir_steps: dict[Key, tuple[Key, Key]] = field(default_factory=dict)
    reservoir_flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=dict)
    reservoir_chains: dict[Key, tuple[Key, ...]] = field(default_factory=dict)
    reservoir_readings: dict[Key, Terms] = field(default_factory=dict)
    reservoir_rates: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    # tables
    tables: dict[str, dict[Key, float]] = field(default_factory=lambda: defaultdict(dict))
    # rows
    rows: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def built(self) -> set[Key]:
        """New-capacity columns, once all are known."""
        return set(self.new_capacity)

    @cached_property
    def running(self) -> set[Key]:
        """Activity columns, once all are known."""
        return set(self.activity)

    @cached_property
    def summed(self) -> set[Key]:
        """Yearly-activity columns, once all are known."""
        return set(self.yearly_activity)

    def mode_columns(self, key: Key) -> list[Key]:
        """Return the activity columns of a region, technology, mode and year."""
        return self.by_mode.get(key, [])

    def alive_shares(self, lifetime: float, year: int) -> dict[int, float]:
        """Return the share of every vintage that is alive in a year, where there is one."""
        if (lifetime, year) not in self._alive:
            spans = {vintage: span for vintage, span in self.spans.items() if vintage <= year}
            shares = {vintage: finance.alive_share(lifetime, span, year) for vintage, span in spans.items()}
            self._alive[lifetime, year] = {vintage: share for vintage, share in shares.items() if share > 0}
        return self._alive[lifetime, year]

    @cached_property
    def _alive(self) -> dict[tuple[float, int], dict[int, float]]:
        return {}

    def slice_share(self, time_slice: str, year: str | int) -> float:
        """Return the length of a time slice in a year, as a share of the year."""
        return self.shares[year][time_slice]

    @cached_property
    def shares(self) -> dict[str | int, dict[str | int, float]]:
        """The length of every time slice in every year."""
        own, parts = self.system.parameters["slice_share"], self.system.time_slices
        return {
            year: {part.name: own.get((part.name, year), part.share) for part in parts} for year in self.system.years
        }

    @cached_property
    def spans(self) -> dict[int, range]:
        """The calendar years that every model year stands for."""
        return {year: self.system.years.span(year) for year in self.system.years}

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The names of the time slices."""
        return tuple(part.name for part in self.system.time_slices)


@uncollected()
def derive(system: EnergySystem, peaking: tuple[Peaking, ...] = ()) -> Coefficients:
    """Derive index lists and coefficients; the peaking rows are laid out too, free until told otherwise."""
    data = Coefficients(system, peaking)
    for technology in system.technologies:
        _columns(data, technology)
    _flows(data)
    lay_out_delays(data)
    derive_trade(data)
    _balances(data)
    _capacities(data)
    lay_out_storages(data)
    lay_out_reserves(data)
    derive_reservoirs(data)
    _emissions(data)
    derive_targets(data)
    _limits(data)
    _growth(data)
    _costs(data)
    _peaking(data)
    return data


def _columns(data: Coefficients, technology: Technology) -> None:
    parameters, years = data.system.parameters, data.system.years
    key = (technology.region, technology.name)
    lifetime = parameters["lifetime"].get(key)
    most, least = parameters["new_capacity_max"], parameters["new_capacity_min"]
    buildable = [year for year in years if most.get((*key, year), 1.0) > 0 or least.get((*key, year), 0.0) > 0]
    for year in years:
        if lifetime is not None:
            alive = data.alive_shares(lifetime, year)
            living = [vintage for vintage in buildable if vintage in alive]
            if year in buildable:
                data.new_capacity.append((*key, year))
            held = any(parameters[name].get((*key, year), 0.0) > 0 for name in ("residual_capacity", "capacity_min"))
            if not living and not held:
                continue
            data.capacity.append((*key, year))
            data.vintages[*key, year] = living
            data.tables["alive"].update({(*key, vintage, year): alive[vintage] for vintage in living})
        _activity(data, technology, year)


def _activity(data: Coefficients, technology: Technology, year: int) -> None:
    """Give a technology a column for each mode that is open and each time slice in which it can run."""
    parameters, key = data.system.parameters, (technology.region, technology.name)
    closed, share = parameters["mode_closed"], parameters["availability"]
    dark = () if data.system.sectors else (0.0,)  # a city may be given another availability later
    parts = data.parts if technology.slices else (YEAR,)
    rows: list[Key] = [(*key, year, part) for part in parts]
    if dark:
        rows = [row for row in rows if share.get(row, 1.0) not in dark]
    columns: list[Key] = []
    modes: list[list[Key]] = []
    for mode in technology.modes:
        if not closed.get((*key, mode, year)):
            own: list[Key] = [(*key, mode, year, row[3]) for row in rows]
            columns += own
            modes.append(own)
            data.by_mode[*key, mode, year] = own
    if technology.slices and modes:
        data.slice_rows[*key, year] = rows
        data.by_slice.update(zip(rows, zip(*modes, strict=True), strict=True))
    data.columns[*key, year] = columns
    data.activity.extend(columns)


def _net_outputs(system: EnergySystem) -> dict[Key, float]:
    """Return output less input by region, technology, mode, commodity and year; what goes elsewhere stands apart."""
    net: dict[Key, float] = defaultdict(float)
    elsewhere = {(t.region, t.name): t.destination for t in system.technologies if t.destination}
    for key, value in system.parameters["output_ratio"].items():
        away = elsewhere.get((str(key[0]), str(key[1])))
        net[(*key, away) if away else key] += value
    for key, value in system.parameters["input_ratio"].items():
        net[key] -= value
    return net


def _flows(data: Coefficients) -> None:
    system = data.system
    by_slice = {commodity.name: commodity.balance == "slice" for commodity in system.commodities}
    sliced = {(technology.region, technology.name): technology.slices for technology in system.technologies}
    shape_names = _shape_names(data)
    net = _net_outputs(system)
    for key, value in net.items():
        data.tables["net_output" if len(key) == 5 else "delivered"][key] = value
    for key in net:
        region, name, mode, commodity, year = key[:5]
        home = key[5] if len(key) > 5 else region  # the region whose balance it enters
        if (region, name, year) not in data.columns:
            continue
        if not sliced[region, name] and by_slice[commodity]:  # type: ignore[index]
            shape = shape_names[region, name, commodity]
            data.shaped_flows[home, commodity, shape, year].append((key, (region, name, mode, year, YEAR)))
            continue
        for column in data.mode_columns((region, name, mode, year)):
            row: Key = (home, commodity, year, column[4]) if by_slice[commodity] else (home, commodity, year)  # type: ignore[index]
            data.flows[row].append((key, column))
    data.shaped_use = list(data.shaped_flows)
    data.rows["shaped_use"] = list(data.shaped_flows)
    for use in data.shaped_use:
        data.shapes_of[use[0], use[1], use[3]].append(use)


def _shape_names(data: Coefficients) -> dict[Key, str]:
    """Give equal load shapes one name, so that all their users share one column a year."""
    shares: dict[Key, list[tuple[Key, float]]] = defaultdict(list)
    for (region, technology, commodity, part), share in data.system.parameters["shape"].items():
        shares[region, technology, commodity].append(((part,), share))
    known: dict[tuple[tuple[Key, float], ...], str] = {}
    names: dict[Key, str] = {}
    for (region, technology, commodity), parts in shares.items():
        name = known.setdefault(tuple(parts), f"shape_{len(known) + 1}")
        names[region, technology, commodity] = name
        for (part,), share in parts:
            data.tables["shape_share"][region, commodity, name, part] = share
    return names


def _balances(data: Coefficients) -> None:
    system = data.system
    regions = sorted({*system.regions, *(t.destination for t in system.technologies if t.destination)})
    free = system.parameters["free_supply"]
    for commodity in system.commodities:
        suffix = "_surplus" if commodity.surplus else ""
        for region in regions:
            for year in system.years:
                if (region, commodity.name, year) in free:
                    continue
                if commodity.balance == "yearly":
                    _balance(data, "yearly_balance" + suffix, "demand", (region, commodity.name, year))
                    continue
                for part in system.time_slices:
                    row: Key = (region, commodity.name, year, part.name)
                    _balance(data, "slice_balance" + suffix, "demand_slice", row)
    for key, least in system.parameters["demand_whole"].items():
        if key not in free:
            data.tables["demand_whole"][key] = least
            data.rows["whole_balance"].append(key)


def _balance(data: Coefficients, family: str, parameter: str, row: Key) -> None:
    demand = data.system.parameters[parameter].get(row, 0.0)
    shaped = data.shapes_of.get(row[:3], []) if parameter == "demand_slice" else []
    traded = data.traded.get(row, [])
    delayed = row in data.delayed_flows
    if not (demand or row in data.flows or shaped or traded or delayed):
        return
    others = bool(shaped or traded or delayed)
    if family.endswith("_surplus") and demand <= 0 and not others and _only_output(data, row):
        return
    data.rows[family].append(row)
    data.tables[parameter][row] = demand


def _only_output(data: Coefficients, row: Key) -> bool:
    """Say whether nothing uses the commodity: what may be in surplus is then in balance by itself."""
    net = data.tables["net_output"]
    return all(net[cell] >= 0 for cell, _ in data.flows.get(row, ()))


def _capacities(data: Coefficients) -> None:
    parameters, system = data.system.parameters, data.system
    sliced = {(technology.region, technology.name): technology.slices for technology in system.technologies}
    available = parameters["availability"]
    for key in data.capacity:
        region, name, _ = key
        data.rows[_capacity_family(data, key)].append(key)
        data.tables["residual_capacity"][key] = parameters["residual_capacity"].get(key, 0.0)
        yield_of_capacity = parameters["capacity_to_activity"].get((region, name), 1.0)
        share_of_year = parameters["availability_year"].get(key)
        if sliced[region, name]:  # type: ignore[index]
            rows, shares = data.slice_rows.get(key, []), data.shares[key[2]]
            potentials = {row: yield_of_capacity * available.get(row, 1.0) * shares[row[3]] for row in rows}
            data.tables["slice_potential"].update(potentials)
            data.rows["slice_capacity"] += rows
            if share_of_year is None:
                continue
        if data.columns.get(key):
            data.tables["yearly_potential"][key] = yield_of_capacity * (1.0 if share_of_year is None else share_of_year)
            data.rows["yearly_capacity"].append(key)
    for name in ("capacity_min", "capacity_max", "new_capacity_min", "new_capacity_max"):
        data.tables[name] = dict(parameters[name])
    built = set(data.new_capacity)
    data.units = [key for key in parameters["unit_size"] if key in built]
    data.rows["unit_size"] = list(data.units)
    data.tables["unit_size"] = {key: parameters["unit_size"][key] for key in data.units}
    _activity_bounds(data)


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


def _activity_bounds(data: Coefficients) -> None:
    """Bound yearly activity; every year before the plan gets a row, so that the past can be pinned."""
    low, high = (data.system.parameters[name] for name in ("activity_min", "activity_max"))
    for key, columns in data.columns.items():
        past = int(key[2]) < data.system.years.plan_from
        if not (past or key in low or key in high):
            continue
        data.tables["activity_low"][key] = low.get(key, 0.0)
        data.tables["activity_high"][key] = high.get(key, float("inf"))
        if len(columns) != 1:
            data.yearly_activity.append(key)
    for key in low.keys() - data.columns.keys():  # nothing can run: the row says so, and no plan exists
        data.tables["activity_low"][key] = low[key]
        data.tables["activity_high"][key] = high.get(key, float("inf"))
        data.columns[key] = []
        data.yearly_activity.append(key)
    _summed_activities(data)


def _summed_activities(data: Coefficients) -> None:
    """Give technologies whose yearly activity stands in a limit one column for it: limits stay sparse."""
    known = set(data.yearly_activity)
    for limit in data.system.limits:
        for term in limit.terms:
            key: Key = (term.region or data.system.region, term.technology, term.year)
            whole = term.kind == "activity" and term.mode is None and term.time_slice is None
            if whole and key not in known and len(data.columns.get(key, ())) > 1:
                known.add(key)
                data.yearly_activity.append(key)
    for key in (*data.system.parameters["activity_max_period"], *data.system.parameters["activity_min_period"]):
        for year in data.system.years:
            row: Key = (*key, year)
            if row not in known and len(data.columns.setdefault(row, [])) != 1:
                known.add(row)
                data.yearly_activity.append(row)
    data.rows["yearly_activity"] = list(data.yearly_activity)


def _emissions(data: Coefficients) -> None:
    system, scope = data.system, data.system.scope
    sectors = {(technology.region, technology.name): technology.sector for technology in system.technologies}
    groups = {peak.sector for peak in data.peaking if peak.sector}
    factors: dict[Key, float] = defaultdict(float)
    for (region, name, mode, emission, year), factor in system.parameters["emission_factor"].items():
        weight = scope.weights.get(str(emission), 0.0)
        if weight and factor and (region, name, year) in data.columns:
            factors[region, name, mode, year] += weight * factor
    data.tables["scope_factor"] = factors
    for key in factors:
        region, name, mode, year = key
        members = [ALL, *(group for group in groups if group == sectors[region, name])]  # type: ignore[index]
        for column in data.columns[region, name, year]:
            if column[2] == mode:
                for group in members:
                    data.emitters[group, year].append((key, column))
    data.inside_emissions = [(group, year) for group in sorted({ALL, *groups}) for year in system.years]
    data.rows["inside_emissions"] = list(data.inside_emissions)
    data.tables["scope_exogenous"] = dict.fromkeys(data.inside_emissions, 0.0)
    for (_, emission, year), outside in system.parameters["exogenous_emission"].items():
        data.tables["scope_exogenous"][ALL, year] += scope.weights.get(str(emission), 0.0) * outside
    for commodity in scope.imports:
        for year in system.years:
            data.net_import.append((commodity, year))
            data.tables["import_factor"][commodity, year] = scope.import_factor.get((commodity, year), 0.0)
    data.rows["net_import"] = list(data.net_import)
    data.rows["import_floor"] = list(data.net_import)


def _limits(data: Coefficients) -> None:
    for limit in data.system.limits:
        row: Key = (limit.name, limit.year)
        columns = _limit_columns(data, limit.terms)
        if not columns:
            continue
        family = {"<=": "limit_above", ">=": "limit_below", "==": "limit_exact"}[limit.sense]
        data.rows[family].append(row)
        for place, (kind, column) in enumerate(columns):
            data.flows[(*row, "limit")].append(((*row, place), (kind, *column)))
            data.tables["limit_term"][*row, place] = columns[kind, column]
        data.tables["limit_bound"][row] = limit.bound


def limit_cells(data: Coefficients, limit: Limit) -> dict[tuple[str, Key], float]:
    """Return the cells of the row of a limit: its bound and its coefficients; none where the row has no column."""
    row: Key = (limit.name, limit.year)
    columns = _limit_columns(data, limit.terms)
    cells: dict[tuple[str, Key], float] = {("limit_bound", row): limit.bound} if columns else {}
    for place, coefficient in enumerate(columns.values()):
        cells["limit_term", (*row, place)] = coefficient
    return cells


def _limit_columns(data: Coefficients, terms: tuple[Term, ...]) -> dict[tuple[str, Key], float]:
    built, summed = data.built, data.summed
    columns: dict[tuple[str, Key], float] = defaultdict(float)
    for term in terms:
        key: Key = (term.region or data.system.region, term.technology, term.year)
        if term.kind == "activity" and term.mode is None and term.time_slice is None and key in summed:
            columns["yearly_activity", key] += term.coefficient
        elif term.kind == "activity":
            for column in data.columns.get(key, []):
                if term.mode in (None, column[2]) and term.time_slice in (None, column[4]):
                    columns["activity", column] += term.coefficient
        elif term.kind == "new_capacity" and key in built:
            columns["new_capacity", key] += term.coefficient
        elif term.kind == "capacity" and key in data.vintages:
            columns["capacity", key] += term.coefficient
        elif term.kind == "emissions":
            columns["inside_emissions", (ALL, term.year)] += term.coefficient
            counted = "net_import" if data.system.scope.credit_exports else "imported"
            for commodity in data.system.scope.imports:
                factor = data.tables["import_factor"][commodity, term.year]
                columns[counted, (commodity, term.year)] += term.coefficient * factor
    return columns


def _growth(data: Coefficients) -> None:
    """Lay out limits on how fast new capacity a year may grow and fall, from a seed."""
    parameters, years = data.system.parameters, data.system.years
    built = set(data.new_capacity)
    for family, sign in (("growth", 1.0), ("degrowth", -1.0)):
        for key in data.new_capacity:
            region, name, year = key
            rate = parameters[f"{family}_limit"].get((region, name))
            previous = years.previous(int(year))
            if rate is None or previous is None:
                continue
            data.rows[f"{family}_limit"].append(key)
            data.tables[f"{family}_seed"][key] = sign * parameters[f"{family}_seed"].get((region, name), 0.0)
            data.tables[f"{family}_own"][key] = 1.0 / len(years.span(int(year)))
            if (region, name, previous) in built:
                step = int(year) - previous
                grown = (1.0 + sign * rate) ** step / len(years.span(previous))
                data.tables[f"{family}_previous"][key] = grown


def _costs(data: Coefficients) -> None:
    years, system = data.system.years, data.system
    rates = {
        region: system.parameters["discount_rate"].get((region,), years.discount_rate) for region in system.regions
    }
    flow: dict[Key, float] = {
        (region, year): finance.flow_weight(rate, years.span(year), years.base_year)
        for region, rate in rates.items()
        for year in years
    }
    for key in data.new_capacity:
        _investment(data, key, rates[str(key[0])])
    for key in data.capacity:
        if cost := system.parameters["fixed_cost"].get(key, 0.0):
            data.tables["fixed"][key] = cost * flow[key[0], key[2]]
    for name, table in (("variable", "variable_cost"), ("carbon_price", "carbon_price")):
        for key, cost in system.parameters[table].items():
            if cost and (key[0], key[1], key[3]) in data.columns:
                data.tables[name][key] = cost * flow[key[0], key[3]]
    rate, base = years.discount_rate, years.base_year
    data.tables["flow_weight"] = {(year,): finance.flow_weight(rate, years.span(year), base) for year in years}


def _investment(data: Coefficients, key: Key, rate: float) -> None:
    """What new capacity costs, paid back at the hurdle rate, and what of it is left after the last year."""
    parameters, years = data.system.parameters, data.system.years
    region, name, year = key
    cost, lifetime = parameters["capital_cost"].get(key, 0.0), parameters["lifetime"][region, name]
    if not cost:
        return
    cost *= finance.hurdle_factor(parameters["hurdle_rate"].get((region, name), rate), rate, lifetime)
    span, base, last = years.span(int(year)), years.base_year, years.model[-1]
    data.tables["investment"][key] = cost * finance.investment_weight(rate, span, base)
    if data.system.salvage:
        straight = bool(parameters["straight_line"].get((region,), 0.0))
        left = finance.salvage_weight(rate, lifetime, span, base, last, straight_line=straight)
        if left:
            data.tables["salvage"][key] = cost * left


def _peaking(data: Coefficients) -> None:
    for number, peak in enumerate(data.peaking):
        _peak_rows(data, number, peak)
    for table, values in ceilings(data).items():
        data.tables[table] = values


def ceilings(data: Coefficients, twin_net_import: Mapping[Key, float] | None = None) -> dict[str, dict[Key, float]]:
    """Return import factors as they stand in ceilings: zero where the twin's net import is negative."""
    years = data.system.years
    gross = data.system.scope.name == "gross_imports"
    factors: dict[Key, float] = {}
    for key in data.net_import:
        counts = gross or twin_net_import is None or twin_net_import.get(key, 0.0) >= 0.0
        factors[key] = data.tables["import_factor"][key] if counts else 0.0
    declines: dict[Key, float] = {}
    for (number, year), share in data.tables["decline_share"].items():
        for commodity in data.system.scope.imports:
            declines[number, commodity, year] = share * factors[commodity, years.previous(int(year)) or year]
    return {"ceiling_import_factor": factors, "decline_import_factor": declines}


def _peak_rows(data: Coefficients, number: int, peak: Peaking) -> None:
    years = data.system.years
    plan = [year for year in years if year >= years.plan_from]
    later = [year for year in years if peak.by is not None and year > peak.by]
    if peak.objective == "earliest_peak":
        later = plan[1:]
    for year in later:
        if peak.by is not None:
            data.rows["peak_by"].append((number, year))
        previous = years.previous(year)
        if peak.monotone and previous != peak.by:
            data.rows["peak_monotone"].append((number, year))
        if peak.decline_after is not None and previous is not None:
            data.rows["peak_decline"].append((number, year))
            data.tables["decline_share"][number, year] = (1.0 - peak.decline_after) ** (year - previous)
    if peak.max_level is not None:
        data.rows["peak_max_level"] += [(number, year) for year in plan]
        data.tables["peak_level_bound"].update({(number, year): peak.max_level for year in plan})
    for year, cap in peak.emission_cap.items():
        data.rows["peak_emission_cap"].append((number, year))
        data.tables["peak_cap_bound"][number, year] = cap
    if peak.budget is not None:
        first, last, amount = peak.budget
        data.rows["peak_budget"].append((number,))
        data.tables["peak_budget_bound"][number,] = amount
        counted = {year: sum(first <= k <= last for k in years.span(year)) for year in years}
        data.tables["budget_years"].update({(number, year): float(n) for year, n in counted.items() if n})
        for key in data.net_import:
            factor = data.tables["import_factor"][key] * counted[int(key[1])]
            data.tables["budget_import_factor"][(number, *key)] = factor
    until = plan[-1] if peak.objective == "earliest_peak" else peak.by
    if until is not None and peak.guard:
        data.rows["peak_guard"] += [(number, year) for year in plan if year <= until]
        data.tables["guard_bound"].update({(number, year): float("inf") for year in plan if year <= until})
    if peak.objective != "cheapest":
        _aim_rows(data, number, peak, plan)


def _aim_rows(data: Coefficients, number: int, peak: Peaking, plan: list[int]) -> None:
    """Lay out what the lowest and the earliest peak need: one column that no year of the plan may exceed."""
    data.peak_level.append((number,))
    data.rows["peak_highest"] += [(number, year) for year in plan]
    if peak.objective == "earliest_peak":
        data.rows["peak_candidate"] += [(number, year) for year in plan[:-1]]
        return
    data.rows["peak_cost"].append((number,))
    data.tables["peak_cost_bound"][number,] = float("inf")
    if peak.max_level is None:
        data.rows["peak_max_level"] += [(number, year) for year in plan]
        data.tables["peak_level_bound"].update({(number, year): float("inf") for year in plan})


def emission_group(peak: Peaking) -> str:
    """Return the emission group a peaking plan acts on: a sector, or the whole scope."""
    return peak.sector or ALL


PEAKING_FAMILIES = (
    "peak_by",
    "peak_monotone",
    "peak_decline",
    "peak_max_level",
    "peak_emission_cap",
    "peak_budget",
    "peak_guard",
    "peak_highest",
    "peak_candidate",
    "peak_cost",
)


def path_of(family: str) -> str:
    """Return the key under `peaking:` that a family of rows comes from."""
    keys = {
        "peak_decline": "decline_after", "peak_highest": "objective", "peak_candidate": "objective",
        "peak_cost": "cost_ceiling",
    }  # fmt: skip
    return keys.get(family, family.removeprefix("peak_"))

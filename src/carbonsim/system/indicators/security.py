"""Security of supply as indicators: heat left when the largest source fails, imports in the cold, gas in winter.

They are forms like any other, so that a target can track or enforce them.
"""

from __future__ import annotations

from carbonsim.scenario.sectors.energy import Security
from carbonsim.system.calendar import coldest_slices
from carbonsim.system.context import Context
from carbonsim.system.forms import Form
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.security.last_resort import is_bought
from carbonsim.system.tables import Technology, Term
from carbonsim.units import PJ_PER_GW_YEAR

POWER, HEAT = "electricity_supply", "heat_supply"


def indicate_security(security: Security | None, context: Context, rows: SystemBuilder) -> None:
    """Write the three indicators; nothing where no slice is heated."""
    heating = context.shapes.get("heating")
    if heating is None or not any(heating.values()):
        return
    hours = {part.name: part.share for part in context.time_slices}
    coldest = max(heating, key=lambda name: heating[name] / hours[name])
    if security is not None:
        rows.indicator("heat_reserve", _heat_reserve(security, coldest, hours[coldest], rows), path="energy")
    cold = coldest_slices(context.time_slices, heating)
    bought = Form()
    for name in (one.name for one in rows.technologies.values() if is_bought(one.name)):
        bought = bought.plus(_in_slices(name, cold, rows))
    used = _in_slices("grid/electricity", cold, rows)
    if bought.terms and used.terms:
        rows.indicator("cold_import_share", bought, used, scale=100.0, anchor="demand", path="energy.trade", unit="PJ")
    heated = [name for name, share in heating.items() if share > 0]
    rows.indicator("winter_gas_use", winter_use("gas", heated, context, rows), path="energy.fuels")


def _heat_reserve(security: Security, coldest: str, hours: float, rows: SystemBuilder) -> Form:
    """Heat of all plants at full load, less the largest source, less the load of the coldest hour, in GW."""
    terms: dict[int, tuple[Term, ...]] = {}
    constants: dict[int, float] = {}
    for year in rows.years:
        found = [
            Term("capacity", technology.name, year, ratio)
            for technology in rows.technologies.values()
            if (ratio := _heat_ratio(technology, year, rows)) > 0
        ]
        load = security.coldest_hour.at(year) / (hours * PJ_PER_GW_YEAR)
        source = rows.parameters["input_ratio"].get((rows.region, "grid/district-heat", "deliver", HEAT, year), 0.0)
        if not found or not source:
            return Form()
        found.append(Term("activity", "grid/district-heat", year, -load * source, time_slice=coldest))
        terms[year], constants[year] = tuple(found), -security.largest_heat_source.at(year)
    return Form(terms, constants)


def _heat_ratio(technology: Technology, year: int, rows: SystemBuilder) -> float:
    """Heat in GW that a GW of capacity can give in the mode that gives most."""
    if technology.branch not in ("power", "heat"):
        return 0.0
    ratios = rows.parameters["output_ratio"]
    return max(ratios.get((rows.region, technology.name, mode, HEAT, year), 0.0) for mode in technology.modes)


def _in_slices(name: str, slices: list[str], rows: SystemBuilder) -> Form:
    if (rows.region, name) not in rows.technologies:
        return Form()
    return Form(
        {year: tuple(Term("activity", name, year, 1.0, time_slice=part) for part in slices) for year in rows.years}
    )


def winter_use(group: str, heated: list[str], context: Context, rows: SystemBuilder) -> Form:
    """Use of fuels of a group in the heated slices; yearly technologies spread it by the load shape of their use."""
    fuels = {name for name, commodity in rows.commodities.items() if commodity.group == group}
    days = sum(part.share for part in context.time_slices if part.name in heated)
    terms: dict[int, list[Term]] = {}
    for (region, name, mode, commodity, year), ratio in rows.parameters["input_ratio"].items():
        technology = rows.technologies[str(region), str(name)]
        if commodity not in fuels:
            continue
        found = terms.setdefault(int(year), [])
        if technology.slices:
            found += [
                Term("activity", technology.name, int(year), ratio, mode=str(mode), time_slice=part) for part in heated
            ]
            continue
        shape = context.use_shapes.get(technology.name)
        share = days if shape is None else sum(shape[part] for part in heated)
        found.append(Term("activity", technology.name, int(year), ratio * share))
    return Form({year: tuple(found) for year, found in terms.items()})

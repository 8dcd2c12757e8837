"""Indicators: linear forms, or ratios of two, over what the optimisation decides; the ones that cut across sectors.

Sectors write theirs with `SystemBuilder.indicator` in a function `indicate`, called when every technology is written.
What an indicator is called, its unit, formula and definition stand in `library/indicators.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from carbonsim.system.context import Context
from carbonsim.system.forms import Form
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Technology, Term


def capacity_form(rows: SystemBuilder, names: Iterable[str], kind: Literal["capacity", "new_capacity"]) -> Form:
    """Return the capacity, or the new capacity over the span, of some technologies."""
    chosen = sorted(names)
    if not chosen:
        return Form()
    return Form({year: tuple(Term(kind, name, year, 1.0) for name in chosen) for year in rows.years})


def emission_form(rows: SystemBuilder) -> Form:
    """Return the emissions that the scope counts, imports included, in Mt."""
    return Form({year: (Term("emissions", "", year, 1.0),) for year in rows.years})


def emitted_by(rows: SystemBuilder, sector: str) -> Form:
    """Return the CO2 that technologies of a sector give off where they stand, in Mt."""
    terms: dict[int, list[Term]] = {}
    for (region, name, mode, emission, year), factor in rows.parameters["emission_factor"].items():
        if emission == "CO2" and rows.technologies[str(region), str(name)].sector == sector:
            terms.setdefault(int(year), []).append(Term("activity", str(name), int(year), factor, mode=str(mode)))
    return Form({year: tuple(found) for year, found in terms.items()})


def indicate_whole(context: Context, rows: SystemBuilder) -> None:
    """Write the indicators that cut across sectors: emissions, and final energy of all users."""
    rows.indicator("co2_emissions", emission_form(rows), path="scope")
    _final_energy(rows)
    if "population" in context.drivers:
        _indicate_economy(context, rows)


def _indicate_economy(context: Context, rows: SystemBuilder) -> None:
    years = rows.years.model
    people = Form.constant(years, context.drivers["population"])
    emitted = emission_form(rows)
    if "gdp" in context.drivers:
        gdp = Form.constant(years, context.drivers["gdp"])
        rows.indicator("gdp", gdp, path="economy.gdp")
        rows.indicator("co2_per_gdp", emitted, gdp, scale=10.0, path="scope")
    rows.indicator("co2_per_head", emitted, people, path="scope")


def _final_energy(rows: SystemBuilder) -> None:
    carriers = ("coal", "oil", "gas", "biomass", "waste", "electricity", "heat", "hydrogen")
    flows = rows.flows

    def user(technology: Technology, _: int) -> float:
        return float(technology.sector != "energy")

    whole = flows.taken(*flows.carriers(*carriers), weight=user)
    power = flows.taken(*flows.carriers("electricity"), weight=user)
    rows.indicator(
        "electricity_share_of_final_energy", power, whole, scale=100.0, anchor="demand", path="energy", unit="PJ"
    )

"""Waste → refuse and its routes, landfill gas years later, and wastewater."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carbonsim.messages.message import message
from carbonsim.scenario.sectors.waste import Capture, IndustrialWastewater, Landfill, Refuse, Route, Waste, Wastewater
from carbonsim.system.context import Context
from carbonsim.system.delay import add_kernels, first_order_decay
from carbonsim.system.forms import Form
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.sectors.end_use import limit_share_rise, past_bounds, relative_to_first
from carbonsim.system.sectors.energy import text_label
from carbonsim.system.tables import Term
from carbonsim.units import DAYS_A_YEAR

Array = NDArray[np.float64]

METHANE_PER_CARBON = 16.0 / 12.0
NITROUS_OXIDE_PER_NITROGEN = 44.0 / 28.0
METHANE_ENERGY = 50.0  # PJ per Mt, lower heating value
REFUSE, GAS = "waste/refuse", "landfill_gas"
PATH = "waste.refuse"


def translate(waste: Waste, context: Context, rows: SystemBuilder) -> None:
    """Write refuse and wastewater."""
    if waste.refuse is not None:
        _refuse(waste.refuse, context, rows)
    for name, water in waste.wastewater.items():
        _wastewater(name, water, context, rows)
    for name, works in waste.industrial_wastewater.items():
        _industrial_wastewater(name, works, context, rows)


def refuse_amount(refuse: Refuse, context: Context) -> Array:
    """Return refuse in Mt a year: people × refuse a head × income relative to the first year ^ elasticity."""
    years = context.years
    income = context.drivers.get("gdp_per_capita", np.ones(len(years)))
    per_person = refuse.per_person.over(years) * (income / income[0]) ** refuse.income_elasticity.over(years)
    return np.asarray(context.drivers[refuse.people] * per_person * DAYS_A_YEAR / 1000.0)


def indicate(waste: Waste, context: Context, rows: SystemBuilder) -> None:  # noqa: ARG001  every sector is asked alike
    """Write the share of refuse that is burnt."""
    if waste.refuse is None:
        return
    amount = [rows.parameters["demand"][rows.region, "waste/refuse", year] for year in rows.years]
    burnt = rows.flows.given("waste/refuse", weight=lambda t, _: float(t.name == "waste/refuse/incineration"))
    collected = Form.constant(rows.years.model, amount)
    rows.indicator("waste_burnt_share", burnt, collected, scale=100.0, path="waste.refuse")


def _refuse(refuse: Refuse, context: Context, rows: SystemBuilder) -> None:
    """Each tonne goes one of the routes; what is buried gives gas in later years."""
    if refuse.people not in context.drivers:
        context.report_unknown(f"{PATH}.people", message("driver"), refuse.people, context.drivers)
        return
    if not _sound(refuse, context):
        return
    amount = refuse_amount(refuse, context)
    rows.commodity(REFUSE, unit="Mt", balance="yearly", group="service", label=message("Refuse"), path=PATH)
    rows.demand(REFUSE, amount)
    if refuse.landfill is not None:
        rows.commodity(
            GAS, unit="Mt CH4", balance="yearly", group="waste", label=message("Landfill gas"),
            path=f"{PATH}.landfill",
        )  # fmt: skip
        _gas(refuse.landfill, rows)
    for name, route in refuse.routes.items():
        _route(name, route, refuse, amount, rows)
    _sorting(refuse, amount, rows)


def _sound(refuse: Refuse, context: Context) -> bool:
    """Report routes that do not add up or have nowhere to go."""
    before = len(context.findings)
    past = [year for year in context.years if year < context.years.plan_from]
    whole = sum(route.share.over(past) for route in refuse.routes.values())
    if (np.abs(whole - 1.0) > 1e-6).any():
        found = message("shares of {total} in all before the plan", total=f"{np.atleast_1d(whole)[0]:.4g}")
        context.report(f"{PATH}.routes", found, message("100 % in all"), message("change one share"))
    for name, route in refuse.routes.items():
        if route.buried and refuse.landfill is None:
            context.report(
                f"{PATH}.routes.{name}.buried", message("no landfill"), "waste.refuse.landfill", message("add it")
            )
    parts = sum(part.share.at(0) for part in refuse.landfill.fractions.values()) if refuse.landfill else 0.0
    if parts > 1.0 + 1e-6:
        found = message("shares of {total} in all", total=f"{parts:.4g}")
        context.report(
            f"{PATH}.landfill.fractions", found, message("at most 100 % in all"), message("change one share")
        )
    return len(context.findings) == before


def _route(name: str, route: Route, refuse: Refuse, amount: Array, rows: SystemBuilder) -> None:
    years, path, technology = rows.years, f"{PATH}.routes.{name}", f"{REFUSE}/{name}"
    plan = np.array([year >= years.plan_from for year in years])
    low, high = past_bounds(amount * route.share.over(years), rows)
    most = route.share_max.over(years)
    rows.technology(TechnologySpec(
        name=technology, sector="waste", branch="refuse", use="treatment", group="waste", label=text_label(route.label),
        path=path, activity_unit="Mt", slices=False,
        modes={
            "run": Mode(
                outputs={REFUSE: 1.0, **{fuel: energy.over(years) for fuel, energy in route.energy.items()}},
                emissions={gas: factor.over(years) / 1000.0 for gas, factor in route.emissions.items()},
                variable_cost=route.cost.over(years),
            )
        },
        activity_min=np.where(plan, route.share_min.over(years) * amount, low),
        activity_max=np.where(plan, most * amount, high),
    ))  # fmt: skip
    limit_share_rise(technology, amount, route.share_change_max.at(years.base_year), f"{path}.share_change_max", rows)
    if route.buried and refuse.landfill is not None:
        _bury(technology, refuse.landfill, rows)


def methane_kernel(landfill: Landfill) -> tuple[float, ...]:
    """Return methane generated by age per tonne buried: IPCC first-order decay, added over the fractions."""
    share = landfill.degradable.at(0) * landfill.correction.at(0) * landfill.methane_share.at(0) * METHANE_PER_CARBON
    parts = landfill.fractions.values()
    return add_kernels(
        first_order_decay(part.share.at(0) * part.carbon.at(0) * share, part.decay.at(0)) for part in parts
    )


def _bury(technology: str, landfill: Landfill, rows: SystemBuilder) -> None:
    base, deposits = rows.years.base_year, landfill.past_deposits
    first = min(deposits.years, default=base)
    charge = (1.0 - landfill.oxidation.at(0)) * landfill.methane_charge.at(rows.years.model[-1])
    rows.delayed_output(
        technology, "run", GAS, methane_kernel(landfill), price=charge,
        past={year: deposits.at(year) for year in range(first, base)},
    )  # fmt: skip


def _gas(landfill: Landfill, rows: SystemBuilder) -> None:
    """Write where landfill gas may go: into the air through the cover, or into wells."""
    years, path = rows.years, f"{PATH}.landfill"
    escaped = 1.0 - landfill.oxidation.over(years)
    rows.technology(TechnologySpec(
        name=f"{REFUSE}/gas/release", sector="waste", branch="landfill", use="gas", group="waste", path=path,
        label=message("Landfill gas into the air"), activity_unit="Mt CH4", slices=False,
        modes={
            "run": Mode(
                inputs={GAS: 1.0}, emissions={"CH4": escaped}, combustion=False,
                variable_cost=escaped * landfill.methane_charge.over(years),
            )
        },
    ))  # fmt: skip
    if landfill.capture is not None:
        _capture(landfill.capture, rows)


def _capture(capture: Capture, rows: SystemBuilder) -> None:
    years, path, technology = rows.years, f"{PATH}.landfill.capture", f"{REFUSE}/gas/capture"
    rows.technology(TechnologySpec(
        name=technology, sector="waste", branch="landfill", use="gas", group="waste", path=path,
        label=message("Landfill gas captured"), activity_unit="Mt CH4", slices=False,
        modes={
            "run": Mode(
                inputs={GAS: 1.0}, outputs={capture.fuel: METHANE_ENERGY}, combustion=False,
                variable_cost=capture.cost.over(years) * METHANE_ENERGY,
            )
        },
    ))  # fmt: skip
    rows.technology(TechnologySpec(
        name=f"{REFUSE}/gas/flare", sector="waste", branch="landfill", use="gas", group="waste", path=path,
        label=message("Gas flared"), activity_unit="PJ", slices=False,
        modes={"run": Mode(inputs={capture.fuel: 1.0}, variable_cost=capture.flare_cost.over(years))},
    ))  # fmt: skip
    for year in years:
        past = year < years.plan_from
        bounds = (capture.share, capture.share) if past else (capture.share_min, capture.share_max)
        for word, sense, share in zip(("least", "most"), (">=", "<="), bounds, strict=True):
            limit = f"{word} landfill gas captured"
            part = share.at(year)
            terms = [
                Term("activity", technology, year, 1.0 - part),
                Term("activity", f"{REFUSE}/gas/release", year, -part),
            ]
            kind = "calibration" if past else "plausibility"
            percent = f"{100 * part:.3g}"
            words = (
                message("at least {share} % of landfill gas captured", share=percent)
                if word == "least"
                else message("at most {share} % of landfill gas captured", share=percent)
            )
            here = f"{path}.share" if past else f"{path}.share_{'min' if word == 'least' else 'max'}"
            rows.limit(
                limit, year, sense, terms, 0.0, unit="Mt CH4", path=here, kind=kind, label=words,  # type: ignore[arg-type]
            )  # fmt: skip


def _sorting(refuse: Refuse, amount: Array, rows: SystemBuilder) -> None:
    """Routes for sorted refuse take no more than can be sorted at source."""
    sorted_routes = [name for name, route in refuse.routes.items() if route.separate]
    for year, share, whole in zip(rows.years, refuse.separate_share_max.over(rows.years), amount, strict=True):
        if sorted_routes and year >= rows.years.plan_from:
            terms = [Term("activity", f"{REFUSE}/{name}", year, 1.0) for name in sorted_routes]
            path = f"{PATH}.separate_share_max"
            words = message("refuse sorted at source")
            rows.limit("sorted refuse", year, "<=", terms, float(share * whole), unit="Mt", path=path, label=words)


def _wastewater(name: str, water: Wastewater, context: Context, rows: SystemBuilder) -> None:
    path, commodity, years = f"waste.wastewater.{name}", f"waste/{name}", rows.years
    if water.people not in context.drivers:
        context.report_unknown(f"{path}.people", message("driver"), water.people, context.drivers)
        return
    rows.commodity(
        commodity, unit="million persons", balance="yearly", group="service", label=text_label(water.label), path=path
    )
    rows.demand(commodity, context.drivers[water.people])
    load = water.organic_load.over(years) * DAYS_A_YEAR / 1000.0  # kg a person and year
    _treatment(commodity, load, water, path, rows)


def _industrial_wastewater(name: str, water: IndustrialWastewater, context: Context, rows: SystemBuilder) -> None:
    """Write what the wastewater of a branch gives off: load × yield × correction, less what is collected."""
    path, commodity, years = f"waste.industrial_wastewater.{name}", f"waste/{name}", rows.years
    if water.branch not in context.drivers:
        context.report_unknown(f"{path}.branch", message("branch"), water.branch, context.drivers)
        return
    rows.commodity(
        commodity, unit="base year = 1", balance="yearly", group="service", label=text_label(water.label), path=path
    )
    rows.demand(commodity, relative_to_first(context.drivers[water.branch]))
    _treatment(commodity, water.organic_load.over(years), water, path, rows)


def _treatment(
    commodity: str, load: Array, water: Wastewater | IndustrialWastewater, path: str, rows: SystemBuilder
) -> None:
    """Write what treatment gives off: CH4 is load × yield × correction less what is collected, N2O that of nitrogen."""
    years = rows.years
    methane = load * water.methane_yield.over(years) * water.correction.over(years)
    nitrogen = water.nitrogen.over(years) * water.nitrous_oxide.over(years)
    emissions = {
        "CH4": methane * (1.0 - water.recovered.over(years)) / 1000.0,
        "N2O": nitrogen * NITROUS_OXIDE_PER_NITROGEN / 1000.0,
    }
    rows.technology(TechnologySpec(
        name=f"{commodity}/treatment", sector="waste", branch="wastewater", use="treatment", group="waste",
        label=text_label(water.label), path=path, activity_unit=rows.commodities[commodity].unit, slices=False,
        modes={"run": Mode(outputs={commodity: 1.0}, emissions=emissions)},
    ))  # fmt: skip

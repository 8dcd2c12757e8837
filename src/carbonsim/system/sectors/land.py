"""Land → crops on arable land with their straw, herds, forests, and farm energy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from carbonsim.messages.message import Name, in_context, message
from carbonsim.scenario.sectors.land import Arable, Crop, Forest, Herd, Land, Practice, Straw
from carbonsim.system.context import Context
from carbonsim.system.forms import Form
from carbonsim.system.rows import Mode, Series, SystemBuilder, TechnologySpec
from carbonsim.system.sectors.end_use import User, limit_share_rise, past_bounds, serve
from carbonsim.system.sectors.energy import text_label
from carbonsim.system.tables import Label, Term

Array = NDArray[np.float64]
NITROUS_OXIDE_PER_NITROGEN = 44.0 / 28.0
STRAW = "land/straw"
SET_ASIDE = message("Set aside")


def translate(land: Land, context: Context, rows: SystemBuilder) -> None:
    """Write farm energy, then crops and straw, herds and forests."""
    for name, farm in land.farms.items():
        user = User("land", name, farm.activity.over(rows.years), f"land.farms.{name}")
        serve(user, farm.uses, land.technologies, {}, context, rows, "land.technologies")
    if land.straw is not None and land.crops:
        words = message("Straw")
        rows.commodity(STRAW, unit="Mt", balance="yearly", group="service", label=words, path="land.straw")
        _straw(land.straw, land.crops, context, rows)
    for name, crop in land.crops.items():
        _crop(name, crop, land.straw, rows)
    if land.arable is not None:
        _arable(land.arable, land.crops, context, rows)
    for name, herd in land.herds.items():
        _herd(name, herd, land.straw is not None and bool(land.crops), rows)
    for name, forest in land.forests.items():
        _forest(name, forest, context, rows)


def indicate(land: Land, context: Context, rows: SystemBuilder) -> None:  # noqa: ARG001  every sector is asked alike
    """Write arable land by both definitions, grain, the use of straw and forest cover."""
    years = rows.years
    if land.arable is not None:
        area, surveyed = land.arable.area, land.arable.surveyed
        rows.indicator("cropped_area", Form.constant(years.model, area.over(years)), path="land.arable.area")
        if surveyed is not None:
            rows.indicator("arable_area", Form.constant(years.model, surveyed.over(years)), path="land.arable.surveyed")
    rows.indicator("grain_output", _grain_form(land.crops, rows), path="land.crops")
    if STRAW in rows.commodities:
        used = rows.flows.taken(STRAW, weight=lambda t, _: float(t.name != f"{STRAW}/burning"))
        gathered = rows.flows.given(STRAW)
        rows.indicator("straw_use_share", used, gathered, scale=100.0, anchor="twin", path="land.straw", unit="Mt")
    if land.area is not None and land.forests:
        whole = Form.constant(years.model, land.area.over(years))
        rows.indicator("forest_cover", _forest_form(land, rows), whole, scale=100.0, path="land.forests", unit="kha")


def _grain_form(crops: Mapping[str, Crop], rows: SystemBuilder) -> Form:
    grown = [(name, grain_of(crop, practice, rows)) for name, crop, practice in _grown(crops)]
    return Form(
        {
            year: tuple(Term("activity", name, year, float(grain[place])) for name, grain in grown if grain[place])
            for place, year in enumerate(rows.years)
        }
        if grown
        else {}
    )


def _forest_form(land: Land, rows: SystemBuilder) -> Form:
    """Forest that stands, and what was planted up to a year over the spans of the model years."""
    years = rows.years
    stands = sum((forest.area.over(years) for forest in land.forests.values()), np.zeros(len(years)))
    planted = [f"land/{name}/planting" for name, forest in land.forests.items() if forest.uptake_by_age]
    terms = {
        year: tuple(
            Term("activity", name, earlier, float(len(years.span(earlier))))
            for name in planted
            for earlier in years
            if earlier <= year
        )
        for year in years
    }
    return Form(terms).plus(Form.constant(years.model, stands))


@dataclass(frozen=True)
class Way:
    """One way to grow a crop or keep a herd: what a unit gives, takes and emits."""

    outputs: Mapping[str, Array]
    inputs: Mapping[str, Array]
    emissions: Mapping[str, Array]


def _ways(
    name: str, kind: str, usual: Way, ways: Mapping[str, Way], practices: Mapping[str, Practice], amount: Array,
    branch: str, words: Name, rows: SystemBuilder,
) -> None:  # fmt: skip
    """Write the usual way and every practice as technologies that share the area or the herd."""
    commodity, path, years = f"land/{name}", f"land.{kind}.{name}", rows.years
    unit = "Mha" if kind == "crops" else "million heads"
    rows.commodity(commodity, unit=unit, balance="yearly", group="service", label=words, path=path)
    rows.demand(commodity, amount)
    plan = np.array([year >= years.plan_from for year in years])
    rest = 1.0 - sum((practice.share.over(years) for practice in practices.values()), np.zeros(len(years)))
    low, high = past_bounds(amount * rest, rows)
    rows.technology(TechnologySpec(
        name=f"{commodity}/usual", sector="land", branch=branch, use="nature", group="land", label=words, path=path,
        activity_unit=unit, slices=False,
        modes={"run": Mode({**usual.inputs}, {**usual.outputs, commodity: 1.0}, usual.emissions, combustion=False)},
        activity_min=np.where(plan, 0.0, low), activity_max=np.where(plan, np.inf, high),
    ))  # fmt: skip
    for key, practice in practices.items():
        way, here = ways[key], f"{path}.practices.{key}"
        low, high = past_bounds(amount * practice.share.over(years), rows)
        fuels = {fuel: energy.over(years) for fuel, energy in practice.energy.items()}
        rows.technology(TechnologySpec(
            name=f"{commodity}/{key}", sector="land", branch=branch, use="nature", group="land",
            label=text_label(practice.label), path=here, activity_unit=unit, slices=False,
            modes={
                "run": Mode(
                    {**way.inputs}, {**way.outputs, **fuels, commodity: 1.0}, way.emissions, combustion=False,
                    variable_cost=practice.cost.over(years),
                )
            },
            activity_min=np.where(plan, practice.share_min.over(years) * amount, low),
            activity_max=np.where(plan, practice.share_max.over(years) * amount, high),
        ))  # fmt: skip
        limit_share_rise(
            f"{commodity}/{key}",
            amount,
            practice.share_change_max.at(years.base_year),
            f"{here}.share_change_max",
            rows,
        )


def _crop_way(crop: Crop, straw: Straw | None, practice: Practice | None, rows: SystemBuilder) -> Way:
    years = rows.years
    oxide = crop.nitrogen.over(years) * crop.nitrous_oxide.over(years) * NITROUS_OXIDE_PER_NITROGEN / 1000.0
    methane = crop.methane.over(years) / 1000.0
    gathered = grain_of(crop, practice, rows) * crop.straw.over(years)
    if practice is not None:
        oxide, methane = oxide * practice.nitrous_oxide.over(years), methane * practice.methane.over(years)
    outputs = {} if straw is None else {STRAW: gathered * straw.collectable.over(years)}
    return Way(outputs, {}, {"CH4": methane, "N2O": oxide})


def grain_of(crop: Crop, practice: Practice | None, rows: SystemBuilder) -> Array:
    """Return grain in Mt of a million hectares."""
    usual = crop.grain.over(rows.years)
    return usual if practice is None else usual * practice.grain.over(rows.years)


def _crop(name: str, crop: Crop, straw: Straw | None, rows: SystemBuilder) -> None:
    area = crop.area.over(rows.years)
    branch = "rice" if crop.methane.over(rows.years).any() else "crops"
    usual = _crop_way(crop, straw, None, rows)
    ways = {key: _crop_way(crop, straw, practice, rows) for key, practice in crop.practices.items()}
    _ways(name, "crops", usual, ways, crop.practices, area, branch, text_label(crop.label), rows)
    rows.technology(TechnologySpec(
        name=f"land/{name}/set-aside", sector="land", branch=branch, use="nature", group="land", label=SET_ASIDE,
        path=f"land.crops.{name}", activity_unit="Mha", slices=False,
        modes={"run": Mode(outputs={f"land/{name}": 1.0}, variable_cost=crop.net_return.over(rows.years))},
        activity_max=np.where([year >= rows.years.plan_from for year in rows.years], np.inf, 0.0),
    ))  # fmt: skip


def _grown(crops: Mapping[str, Crop]) -> list[tuple[str, Crop, Practice | None]]:
    """Return every technology that grows a crop, with its crop and practice."""
    found: list[tuple[str, Crop, Practice | None]] = []
    for name, crop in crops.items():
        found.append((f"land/{name}/usual", crop, None))
        found += [(f"land/{name}/{key}", crop, practice) for key, practice in crop.practices.items()]
    return found


def _arable(arable: Arable, crops: Mapping[str, Crop], context: Context, rows: SystemBuilder) -> None:
    """Hold crops to the arable land there is, and grain to its floor."""
    years, area = rows.years, arable.area.over(rows.years)
    floor = None if arable.floor is None else arable.floor.over(years)
    grain_floor = None if arable.grain_floor is None else arable.grain_floor.over(years)
    grown = _grown(crops)
    for place, year in enumerate(years):
        if year < years.plan_from:
            continue
        if floor is not None and area[place] < floor[place] * (1.0 - 1e-9):
            found = message(
                "{area} Mha of arable land in {year}, below the floor", area=f"{area[place]:.4g}", year=year
            )
            context.report(
                "land.arable.area",
                found,
                message("at least {area} Mha", area=f"{floor[place]:.4g}"),
                message("raise area, or floor"),
            )
            return
        terms = [Term("activity", name, year, 1.0) for name, _, _ in grown]
        path = "land.arable.area"
        words = in_context("limit", "arable land")
        rows.limit(
            "arable land", year, "<=", terms, float(area[place]), unit="Mha", path=path, kind="policy", label=words
        )
        if grain_floor is not None:
            terms = [
                Term("activity", name, year, float(grain_of(crop, practice, rows)[place]))
                for name, crop, practice in grown
            ]
            path, bound = "land.arable.grain_floor", float(grain_floor[place])
            words = message("grain")
            rows.limit("grain floor", year, ">=", terms, bound, unit="Mt", path=path, kind="policy", label=words)


def _gathered(straw: Straw, crops: Mapping[str, Crop], rows: SystemBuilder) -> Array:
    """Return straw gathered in Mt a year if every crop is grown as meant."""
    years = rows.years
    amounts = (crop.area.over(years) * crop.grain.over(years) * crop.straw.over(years) for crop in crops.values())
    return np.asarray(sum(amounts, np.zeros(len(years))) * straw.collectable.over(years))


def _straw(straw: Straw, crops: Mapping[str, Crop], context: Context, rows: SystemBuilder) -> None:
    years = rows.years
    whole = _gathered(straw, crops, rows)
    plan = np.array([year >= years.plan_from for year in years])
    low, high = past_bounds(whole * straw.burnt_open.over(years), rows)
    smoke = {gas: factor.over(years) / 1000.0 for gas, factor in straw.burning_emissions.items()}
    back = Mode({STRAW: 1.0}, variable_cost=straw.return_cost.over(years))
    burning = Mode({STRAW: 1.0}, emissions=smoke, combustion=False)
    _straw_use("return", back, message("Returned to the field"), 0.0, np.inf, rows)
    _straw_use("energy", Mode({STRAW: 1.0}), message("For energy"), 0.0, np.inf, rows)
    most = np.where(plan, whole * straw.burnt_open_max.over(years), high)
    _straw_use("burning", burning, message("Burnt in the open"), np.where(plan, 0.0, low), most, rows)
    _straw_energy(straw, context, rows)
    _straw_returned(straw, crops, rows)


def _straw_use(key: str, mode: Mode, words: Name, least: Series, most: Series, rows: SystemBuilder) -> None:
    rows.technology(TechnologySpec(
        name=f"{STRAW}/{key}", sector="land", branch="straw", use="straw", group="land", label=words, path="land.straw",
        activity_unit="Mt", slices=False, modes={"run": mode}, activity_min=least, activity_max=most,
    ))  # fmt: skip


def _straw_energy(straw: Straw, context: Context, rows: SystemBuilder) -> None:
    """Fuels made of straw hold the energy of the straw taken for them, and of other biomass."""
    known = [name.split("/", 1)[1] for _, name in rows.technologies if name.startswith("supply/")]
    for place, fuel in enumerate(straw.fuels):
        if fuel not in known:
            context.report_unknown(f"land.straw.fuels[{place}]", message("fuel"), fuel, known)
            return
    rows.technology(TechnologySpec(
        name="land/other-biomass", sector="land", branch="straw", use="straw", group="land", path="land.straw",
        label=message("Other biomass"), activity_unit="PJ", slices=False, modes={"run": Mode()},
        activity_max=straw.other_biomass.over(rows.years),
    ))  # fmt: skip
    for year, energy in zip(rows.years, straw.heating_value.over(rows.years), strict=True):
        terms = [Term("activity", f"supply/{fuel}", year, 1.0) for fuel in straw.fuels]
        terms.append(Term("activity", f"{STRAW}/energy", year, -float(energy)))
        terms.append(Term("activity", "land/other-biomass", year, -1.0))
        words = message("straw taken for energy as fuels hold it")
        rows.limit("straw for energy", year, "==", terms, 0.0, unit="PJ", path="land.straw", label=words)


def _straw_returned(straw: Straw, crops: Mapping[str, Crop], rows: SystemBuilder) -> None:
    years, least, kept = rows.years, straw.returned_min.over(rows.years), straw.collectable.over(rows.years)
    for place, year in enumerate(years):
        if year >= years.plan_from and least[place] > 0:
            terms = [Term("activity", f"{STRAW}/return", year, 1.0)]
            for name, crop, practice in _grown(crops):
                given = grain_of(crop, practice, rows)[place] * crop.straw.at(year) * kept[place]
                terms.append(Term("activity", name, year, -float(least[place] * given)))
            words = message("at least {least} % of straw returned", least=f"{100 * least[place]:.3g}")
            path = "land.straw.returned_min"
            rows.limit("straw returned", year, ">=", terms, 0.0, unit="Mt", path=path, label=words)


def _herd_way(herd: Herd, practice: Practice | None, fed: bool, rows: SystemBuilder) -> Way:
    years = rows.years
    enteric, manure = herd.enteric.over(years), herd.manure_methane.over(years)
    oxide = herd.manure_nitrous_oxide.over(years)
    if practice is not None:
        enteric, manure = enteric * practice.methane.over(years), manure * practice.manure_methane.over(years)
        oxide = oxide * practice.nitrous_oxide.over(years)
    inputs = {STRAW: herd.straw.over(years)} if fed else {}
    return Way({}, inputs, {"CH4": (enteric + manure) / 1000.0, "N2O": oxide / 1000.0})


def _herd(name: str, herd: Herd, fed: bool, rows: SystemBuilder) -> None:
    usual = _herd_way(herd, None, fed, rows)
    ways = {key: _herd_way(herd, practice, fed, rows) for key, practice in herd.practices.items()}
    heads = herd.heads.over(rows.years)
    _ways(name, "herds", usual, ways, herd.practices, heads, "livestock", text_label(herd.label), rows)


def _forest(name: str, forest: Forest, context: Context, rows: SystemBuilder) -> None:
    commodity, path, years = f"land/{name}", f"land.forests.{name}", rows.years
    words = text_label(forest.label)
    rows.commodity(commodity, unit="kha", balance="yearly", group="service", label=words, path=path)
    rows.demand(commodity, forest.area.over(years))
    uptake = -forest.uptake.over(years) / 1000.0
    rows.technology(TechnologySpec(
        name=f"{commodity}/stand", sector="land", branch="forest", use="nature", group="land", label=words, path=path,
        activity_unit="kha", slices=False,
        modes={"run": Mode(outputs={commodity: 1.0}, emissions={"CO2_land": uptake})},
    ))  # fmt: skip
    if not forest.uptake_by_age:
        if forest.planting.over(years).any():
            found = message("planting without uptake_by_age")
            context.report(f"{path}.planting", found, message("CO2 taken up by age"), message("add uptake_by_age"))
        return
    _planting(name, forest, rows)


def uptake_kernel(forest: Forest) -> tuple[float, ...]:
    """Return CO2 in Mt that a thousand hectares take up at each age, from one year on; nothing after the last age."""
    ages = sorted(forest.uptake_by_age)
    curve = [forest.uptake_by_age[age].at(0) / 1000.0 for age in ages]
    return (0.0, *(float(np.interp(age, ages, curve)) for age in range(1, ages[-1] + 1)))


def _planting(name: str, forest: Forest, rows: SystemBuilder) -> None:
    commodity, path, years = f"land/{name}/growth", f"land.forests.{name}", rows.years
    words = message("Planting: {label}", label=Label(forest.label.en, forest.label.zh))
    rows.commodity(commodity, unit="Mt CO2", balance="yearly", group="service", label=words, path=path)
    planted = forest.planting.over(years)
    low, high = past_bounds(planted, rows)
    plan = np.array([year >= years.plan_from for year in years])
    most = planted if forest.planting_max is None else forest.planting_max.over(years)
    rows.technology(TechnologySpec(
        name=f"land/{name}/planting", sector="land", branch="forest", use="planting", group="land", label=words,
        path=path,
        activity_unit="kha/yr", slices=False,
        modes={"run": Mode(variable_cost=forest.planting_cost.over(years) / 1000.0)},
        activity_min=np.where(plan, planted, low), activity_max=np.where(plan, np.maximum(most, planted), high),
    ))  # fmt: skip
    rows.delayed_output(f"land/{name}/planting", "run", commodity, uptake_kernel(forest))
    rows.technology(TechnologySpec(
        name=f"{commodity}/uptake", sector="land", branch="forest", use="nature", group="land", label=words, path=path,
        activity_unit="Mt CO2", slices=False,
        modes={"run": Mode(inputs={commodity: 1.0}, emissions={"CO2_land": -1.0}, combustion=False)},
    ))  # fmt: skip

"""Energy → fuels, networks, plants, storage and trade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from carbonsim.messages.message import Name, message, one_of
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.section import Text
from carbonsim.scenario.sectors.energy import Contract, Energy, Fuel, Network, Plant, PlantMode, Store, Trade
from carbonsim.system.context import Context
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec, closing_key
from carbonsim.system.sectors.heat_by_slice import as_weather_is, hold_to_weather, modes_by_weather
from carbonsim.system.sectors.sites import write_sites
from carbonsim.system.security.last_resort import (
    CONTRACT,
    HEAT,
    POWER,
    extended_name,
    write_beyond_ceiling,
    write_last_resort,
)
from carbonsim.system.tables import Label, Term
from carbonsim.units import PJ_PER_GW_YEAR

DELIVERED = {POWER: "electricity", HEAT: "district_heat"}
PAST_SPREAD = 0.02  # of what was seen or estimated between the base year and the plan
BASE_SPREAD = 1e-6
TAKEN_FIRST = -1.0  # a preference: wind and sun are fed in, so that what nobody can use shows as curtailment
FOR_A_REASON = 1.0  # a preference: no heat is thrown away, and nothing stored and taken back, for want of one
Array = NDArray[np.float64]


def translate(energy: Energy, context: Context, rows: SystemBuilder) -> None:
    """Declare fuels and networks, then plants, storages and trade."""
    _shapes(energy, context)
    for name, profile in energy.profiles.items():
        _every_slice(profile, f"energy.profiles.{name}", context)
    for name, fuel in energy.fuels.items():
        _fuel(name, fuel, rows)
    _networks(energy, rows)
    for name, plant in energy.plants.items():
        _plant(name, plant, energy, context, rows)
    for name, store in energy.stores.items():
        _store(name, store, context, rows)
    if energy.trade is not None:
        _trade(energy.trade, energy, context, rows)
    for name, contract in energy.contracts.items():
        _contract(name, contract, energy, context, rows)
    write_last_resort(energy, context, rows)
    _rejection(rows)


def text_label(text: Text) -> Label:
    """Return a label from a text of the scenario."""
    return Label(text.en, text.zh)


def _shapes(energy: Energy, context: Context) -> None:
    context.shapes["flat"] = {part.name: part.share for part in context.time_slices}
    for name, index in energy.shapes.items():
        context.shapes[name] = context.shapes["flat"]
        if not _every_slice(index, f"energy.shapes.{name}", context):
            continue
        shares = {p.name: index[p.name].at(context.years.base_year) * p.share for p in context.time_slices}
        whole = sum(shares.values())
        if whole <= 0.0:
            context.report(
                f"energy.shapes.{name}", message("zero in every time slice"), message("a value above 0 in one at least")
            )
            continue
        context.shapes[name] = {part: share / whole for part, share in shares.items()}


def _every_slice(index: Mapping[str, object], path: str, context: Context) -> bool:
    """Say whether every time slice has a value; what is missing and what is unknown is reported."""
    known = [part.name for part in context.time_slices]
    for name in index:
        if name not in known:
            context.report_unknown(f"{path}.{name}", message("time slice"), name, known)
    missing = [name for name in known if name not in index]
    if missing:
        context.report(path, message("no {what}", what=tuple(missing)), message("a value for every time slice"))
    return not missing


def _fuel(name: str, fuel: Fuel, rows: SystemBuilder) -> None:
    path = f"energy.fuels.{name}"
    factors = {str(gas): factor.over(rows.years) / 1000.0 for gas, factor in fuel.emission_factors.items()}
    rows.commodity(
        name, unit="PJ", balance="yearly", group=fuel.group, label=text_label(fuel.label), path=path,
        emission_factor=factors, biogenic=fuel.biogenic.over(rows.years) / 1000.0,
    )  # fmt: skip
    if not fuel.supplied:
        return
    ceiling = np.inf if fuel.ceiling is None else fuel.ceiling.over(rows.years)
    if fuel.ceiling is not None and fuel.price_beyond_ceiling is not None:
        write_beyond_ceiling(name, fuel.price_beyond_ceiling, path, text_label(fuel.label), rows)
    rows.technology(TechnologySpec(
        name=f"supply/{name}", sector="energy", branch="supply", group="supply", label=text_label(fuel.label),
        path=path,
        slices=False, modes={"supply": Mode(outputs={name: 1.0}, variable_cost=price_or_nothing(fuel.price, rows))},
        activity_max=ceiling, keys={"activity_max": "ceiling"},
    ))  # fmt: skip


def price_or_nothing(price: Quantity | None, rows: SystemBuilder) -> Array:
    """Return a price over the model years; what has none in this city's data costs nothing."""
    return np.zeros(len(rows.years)) if price is None else price.over(rows.years)


def _networks(energy: Energy, rows: SystemBuilder) -> None:
    names = {POWER: message("Electricity at the plants"), "electricity": message("Electricity")}
    if energy.heat_network is not None:
        names |= {HEAT: message("District heat at source"), "district_heat": message("District heat")}
    for commodity, words in names.items():
        group = "electricity" if "electricity" in commodity else "heat"
        rows.commodity(commodity, unit="PJ", balance="slice", group=group, label=words, path="energy")
    _network("grid/electricity", energy.electricity_network, POWER, rows, message("Power grid"))
    if energy.heat_network is not None:
        _network("grid/district-heat", energy.heat_network, HEAT, rows, message("District heating network"))


def _network(name: str, network: Network, source: str, rows: SystemBuilder, words: Name) -> None:
    kept = 1.0 - network.losses.over(rows.years)
    inputs: dict[str, Array] = {source: 1.0 / kept}
    pumps = network.pump_electricity.over(rows.years) / kept
    if pumps.any():
        inputs["electricity"] = pumps
    rows.technology(TechnologySpec(
        name=name, sector="energy", branch="grid", group="grid", label=words, path="energy", slices=True,
        modes={"deliver": Mode(inputs=inputs, outputs={DELIVERED[source]: 1.0}, combustion=False)},
    ))  # fmt: skip


def _plant(name: str, plant: Plant, energy: Energy, context: Context, rows: SystemBuilder) -> None:
    path = f"energy.plants.{name}"
    if not plant.modes:
        context.report(
            f"{path}.modes", message("no way to run"), message("at least one mode, such as run: {electricity: 40 %}")
        )
        return
    if not _main_is_named(plant, path, context):
        return
    plant, weather = modes_by_weather(plant, energy, path, context)
    _possible(plant, path, context, rows)
    main = _main_output(plant.modes[plant.main_mode], plant, rows)
    if not (main > 0).all():
        context.report(
            f"{path}.modes",
            message("no main output in the main mode"),
            message("{commodity} from the main mode", commodity=plant.branch),
        )
        return
    price = energy.carbon_price.over(rows.years) if plant.carbon_market else 0.0
    order = sorted(plant.modes, key=lambda key: (key != plant.main_mode, key))
    modes = {key: _mode(plant.modes[key], plant, main, price, rows) for key in order}
    modes = as_weather_is(modes, weather) if weather else modes
    spec = TechnologySpec(
        name=f"{plant.branch}/{name}", sector="energy", branch=plant.branch, group=plant.group,
        label=text_label(plant.label), path=path, slices=True, modes=modes, capacity_to_activity=PJ_PER_GW_YEAR,
        follows=f"energy.profiles.{plant.profile}" if plant.profile else "",
        lifetime=plant.lifetime.at(rows.years.base_year), capital_cost=plant.capital_cost.over(rows.years),
        fixed_cost=plant.fixed_cost.over(rows.years), residual_capacity=_stock(plant.capacity, rows, plant.retire_by),
        availability=_availability(plant, energy, path, context), availability_year=_yearly_availability(plant, rows),
        capacity_max=np.inf if plant.capacity_max is None else plant.capacity_max.over(rows.years),
        new_capacity_max=_new_capacity_max(plant, rows),
        activity_min=_activity_min(plant, rows), activity_max=_activity_max(plant, rows),
        keys={
            "activity_min": "output_min", "activity_max": "output_max", "residual_capacity": "capacity",
            "availability_year": "yearly_availability", "new_capacity_max": closing_key(plant.model_fields_set),
            **_profile_keys(plant, context),
        },
        growth_limit=None if plant.growth_limit is None else plant.growth_limit.at(rows.years.base_year),
        growth_seed=plant.growth_seed.at(rows.years.base_year), early_retirement=plant.early_retirement,
    )  # fmt: skip
    rows.technology(replace(spec, growth_limit=None, new_capacity_max=0.0) if plant.sites else spec)
    names = [spec.name, *_extended(spec, plant, rows), *write_sites(spec, plant, rows)]
    _history(spec.name, plant, main, path, rows)
    _heat_max(names, plant, main, path, rows)
    for one in names:
        _least_load(one, plant, path, context, rows)
        hold_to_weather(one, plant, weather, path, rows)


def _extended(spec: TechnologySpec, plant: Plant, rows: SystemBuilder) -> list[str]:
    """Write what of a plant runs on after its age, a technology of its own; return its name, if there is any.

    In a year as much may be overhauled as closes by age in it. What both give together stays within the plant's
    output_max.
    """
    extension = plant.life_extension
    if extension is None:
        return []
    name, path = extended_name(spec.name), f"{spec.path}.life_extension"
    keys = {key: f".{spec.path}.{spec.keys.get(key, key)}" for key in ("availability", "availability_year")}
    own = {key: f".{spec.path}.{key}" for key in ("capacity_max", "growth_limit", "early_retirement")}
    rows.technology(replace(
        spec, name=name, path=path, label=message("{plant}, run on after an overhaul", plant=spec.label),
        lifetime=extension.years.at(rows.years.base_year), capital_cost=extension.capital_cost.over(rows.years),
        fixed_cost=(extension.fixed_cost or plant.fixed_cost).over(rows.years), residual_capacity=0.0,
        capacity_max=np.inf, new_capacity_max=_closing_by_age(plant, rows), growth_limit=None, activity_min=0.0,
        keys={
            **{key: where if where.startswith(".") else f".{spec.path}.{where}" for key, where in spec.keys.items()},
            **keys, **own, "new_capacity_max": f".{spec.path}.capacity", "lifetime": "years",
            **({"fixed_cost": f".{spec.path}.fixed_cost"} if extension.fixed_cost is None else {}),
        },
    ))  # fmt: skip
    _output_of_both(spec, name, plant, rows)
    if plant.early_retirement:
        _what_stood_runs_on(spec, name, plant, rows)
    return [name]


def _output_of_both(spec: TechnologySpec, extended: str, plant: Plant, rows: SystemBuilder) -> None:
    """Hold a plant and what of it runs on to what the plant may give in a year."""
    most = _from_plan(plant.output_max, np.inf, rows)
    for year, bound in zip(rows.years, most, strict=True):
        if np.isfinite(bound):
            terms = [Term("activity", one, year, 1.0) for one in (spec.name, extended)]
            rows.limit(
                f"output_max of {spec.name}", year, "<=", terms, float(bound), unit="PJ/yr",
                path=f"{spec.path}.output_max", label=message("output of {label}", label=text_label(plant.label)),
            )  # fmt: skip


def _what_stood_runs_on(spec: TechnologySpec, extended: str, plant: Plant, rows: SystemBuilder) -> None:
    """Let only run on what still stood: units that closed before their age are gone."""
    for year, closing in zip(rows.years, _closing_by_age(plant, rows), strict=True):
        before = rows.years.previous(year)
        if closing > 0.0 and before is not None:
            terms = [
                Term("new_capacity", extended, year, 1.0),
                Term("capacity", spec.name, year, 1.0),
                Term("capacity", spec.name, before, -1.0),
            ]
            rows.limit(
                f"what stood of {spec.name}", year, "<=", terms, 0.0, unit="GW", path=f"{spec.path}.life_extension",
                label=message("what still stands of {label} runs on", label=text_label(plant.label)),
            )  # fmt: skip


def _closing_by_age(plant: Plant, rows: SystemBuilder) -> Array:
    """Return the capacity that closes by age in each model year of the plan, nothing once the plant has to close."""
    stock, years = plant.capacity.over(rows.years), np.array(list(rows.years))
    closing = np.maximum(-np.diff(stock, prepend=stock[:1]), 0.0)
    last = years[-1] if plant.retire_by is None else plant.retire_by
    return np.where((years >= rows.years.plan_from) & (years <= last), closing, 0.0)


def _main_is_named(plant: Plant, path: str, context: Context) -> bool:
    """Say whether it is clear in which mode capacity and output are counted; report where it is not."""
    if plant.main is None and len(plant.modes) > 1:
        first, *others = plant.modes
        found = message("{count} ways to run, none of them named as the main one", count=len(plant.modes))
        advice = message(
            "add main: {mode}, if capacity and output are those of {mode}; their order says nothing", mode=first
        )
        context.report(
            f"{path}.modes",
            found,
            message("main: {mode}", mode=one_of([first, *others])),
            advice,
        )
        return False
    if plant.main is not None and plant.main not in plant.modes:
        context.report_unknown(f"{path}.main", message("mode"), plant.main, plant.modes)
        return False
    return True


def _possible(plant: Plant, path: str, context: Context, rows: SystemBuilder) -> None:
    """Report bounds that leave no room for what already stands, or none at all."""
    stock, most = _stock(plant.capacity, rows, plant.retire_by), plant.capacity_max
    for year, standing in zip(rows.years, stock, strict=True):
        if most is not None and standing > most.at(year) * (1 + BASE_SPREAD):
            found = message(
                "{capacity} GW in {year}, below the {standing} GW that stand",
                capacity=f"{most.at(year):g}",
                year=year,
                standing=f"{standing:g}",
            )
            context.report(
                f"{path}.capacity_max", found, message("at least `capacity`"), message("raise one or lower the other")
            )
            break
    if plant.output_min is not None and plant.output_max is not None:
        low, high = plant.output_min.over(rows.years), plant.output_max.over(rows.years)
        if (low > high * (1 + BASE_SPREAD)).any():
            place = int((low - high).argmax())
            found = message(
                "{amount} PJ in {year}, above output_max", amount=f"{low[place]:g}", year=rows.years.model[place]
            )
            context.report(f"{path}.output_min", found, message("at most {amount} PJ", amount=f"{high[place]:g}"))
    _duty_within_stock(plant, path, context, rows)


def _duty_within_stock(plant: Plant, path: str, context: Context, rows: SystemBuilder) -> None:
    """Warn of a duty above what stands is able to give, other than of a plant that has closed: it is held to that."""
    asked, held = _from_plan(plant.output_min, 0.0, rows), _activity_min(plant, rows)
    open_still = np.array([plant.retire_by is None or year <= plant.retire_by for year in rows.years])
    over = np.where(open_still, asked - held * (1 + BASE_SPREAD), 0.0)
    if (over > 0.0).any():
        place = int(over.argmax())
        found = message(
            "{amount} PJ in {year}, of which what stands can give {possible} PJ",
            amount=f"{asked[place]:g}",
            year=rows.years.model[place],
            possible=f"{held[place]:g}",
        )
        advice = message("the duty is held to what stands: lower it, or raise capacity")
        context.warn(f"{path}.output_min", found, message("at most {amount} PJ", amount=f"{held[place]:g}"), advice)


def _least_load(name: str, plant: Plant, path: str, context: Context, rows: SystemBuilder) -> None:
    """Keep units that are lit for heat running through the heating season, windy nights included."""
    least = plant.least_load.over(rows.years)
    if not least.any():
        return
    heating = context.shape("heating", f"{path}.least_load")
    shares = {part.name: part.share for part in context.time_slices if heating[part.name] > 0}
    season = sum(shares.values())
    for year, share in zip(rows.years, least, strict=True):
        for here in shares:
            terms = [
                Term("activity", name, year, (part == here) / shares[here] - float(share) / season, time_slice=part)
                for part in shares
            ]
            rows.limit(
                f"least load of {name} in {here}", year, ">=", terms, 0.0, unit="PJ/yr", path=f"{path}.least_load",
                label=message("least load of {label}", label=text_label(plant.label)),
            )  # fmt: skip


def _main_output(mode: PlantMode, plant: Plant, rows: SystemBuilder) -> Array:
    return (mode.electricity if plant.branch == "power" else mode.heat).over(rows.years)


def _mode(mode: PlantMode, plant: Plant, main: Array, price: Array | float, rows: SystemBuilder) -> Mode:
    power = mode.electricity.over(rows.years) * (1.0 - plant.own_use.over(rows.years))
    heat = mode.heat.over(rows.years)
    outputs = {commodity: flow / main for commodity, flow in ((POWER, power), (HEAT, heat)) if flow.any()}
    if plant.branch == "heat" and plant.fuel == "electricity":
        inputs = {POWER: 1.0 / main}
    else:
        inputs = {plant.fuel: 1.0 / main} if plant.fuel else {}
    return Mode(
        inputs=inputs,
        outputs=outputs,
        variable_cost=plant.variable_cost.over(rows.years),
        preference=TAKEN_FIRST if plant.profile else 0.0,
        carbon_price=price,
        capture=plant.capture.over(rows.years),
    )


def _stock(capacity: Quantity, rows: SystemBuilder, retire_by: int | None = None) -> Array:
    stock = capacity.over(rows.years)
    return stock if retire_by is None else np.where(np.array(list(rows.years)) > retire_by, 0.0, stock)


def _from_plan(bound: Quantity | None, absent: float, rows: SystemBuilder) -> Array:
    path = np.full(len(rows.years), absent) if bound is None else bound.over(rows.years)
    return np.where([year >= rows.years.plan_from for year in rows.years], path, absent)


def _activity_min(plant: Plant, rows: SystemBuilder) -> Array:
    """Return the least output, which no duty can raise above what the existing stock is able to give."""
    able = _stock(plant.capacity, rows, plant.retire_by) * PJ_PER_GW_YEAR
    able *= plant.availability.over(rows.years) * _yearly_availability(plant, rows)
    return np.minimum(_from_plan(plant.output_min, 0.0, rows), able)


def _activity_max(plant: Plant, rows: SystemBuilder) -> Array:
    most = _from_plan(plant.output_max, np.inf, rows)
    return most if plant.retire_by is None else np.minimum(most, _until(plant.retire_by, rows))


def _until(last: int, rows: SystemBuilder) -> Array:
    return np.where(np.array(list(rows.years)) > last, 0.0, np.inf)


def _yearly_availability(plant: Plant, rows: SystemBuilder) -> Array:
    return plant.yearly_availability.over(rows.years)


def _availability(plant: Plant, energy: Energy, path: str, context: Context) -> Mapping[str, Array]:
    general = plant.availability.over(context.years)
    if plant.profile is None:
        return {} if (general == 1.0).all() else {part.name: general for part in context.time_slices}
    if plant.profile not in energy.profiles:
        known = ", ".join(energy.profiles) or "none are defined"
        context.report(
            f"{path}.profile",
            message("profile {profile}", profile=plant.profile),
            message("one under energy.profiles: {names}", names=known),
        )
        return {}
    profile = energy.profiles[plant.profile]
    if not all(part.name in profile for part in context.time_slices):
        return {}  # told once, where the profile stands
    return {part.name: general * profile[part.name].over(context.years) for part in context.time_slices}


def _profile_keys(plant: Plant, context: Context) -> Mapping[str, str]:
    """Return where the availability of each time slice is written, where a profile tells it."""
    if plant.profile is None:
        return {}
    return {
        f"availability.{part.name}": f".energy.profiles.{plant.profile}.{part.name}" for part in context.time_slices
    }


def _new_capacity_max(plant: Plant, rows: SystemBuilder) -> Array:
    first = plant.first_year or rows.years.plan_from
    last = min(plant.last_year or rows.years.model[-1], plant.retire_by or rows.years.model[-1])
    most = np.full(len(rows.years), np.inf)
    if plant.new_capacity_max is not None:
        spans = np.array([len(rows.years.span(year)) for year in rows.years])
        most = plant.new_capacity_max.over(rows.years) * spans
    years = np.array(list(rows.years))
    return np.where((years < first) | (years > last), 0.0, most)


SEEN = {"heat": message("heat of {plant} as seen"), "electricity": message("electricity of {plant} as seen")}


def _history(name: str, plant: Plant, main: Array, path: str, rows: SystemBuilder) -> None:
    """Hold gross main output and heat before the plan to what was seen or estimated."""
    seen = {"history": plant.history, "heat_history": plant.heat_history}
    for key, quantity in seen.items():
        if quantity is None:
            continue
        for place, year in enumerate(rows.years):
            if year >= rows.years.plan_from:
                break
            kind = "heat" if key == "heat_history" else ("electricity" if plant.branch == "power" else "heat")
            terms = _output_terms(name, plant, kind, year, main[place])
            spread = BASE_SPREAD if year == rows.years.base_year else PAST_SPREAD
            value = quantity.at(year)
            for word, sense, bound in (("least", ">=", value * (1 - spread)), ("most", "<=", value * (1 + spread))):
                rows.limit(
                    f"{word} {kind} of {plant.label.en}", year, sense, terms, bound,  # type: ignore[arg-type]
                    unit="PJ", path=f"{path}.{key}", kind="calibration",
                    label=SEEN[kind].filled(plant=text_label(plant.label)),
                )  # fmt: skip


def _output_terms(name: str, plant: Plant, kind: str, year: int, main: float) -> list[Term]:
    """Return gross power or heat of a plant in a year, over the modes that give it."""
    return [
        Term("activity", name, year, float(getattr(mode, kind).at(year) / main), mode=mode_name)
        for mode_name, mode in plant.modes.items()
        if getattr(mode, kind).at(year) > 0
    ]


def _heat_max(names: list[str], plant: Plant, main: Array, path: str, rows: SystemBuilder) -> None:
    """Hold the heat that a plant gives in a year to what its connections take, from the plan on."""
    if plant.heat_max is None:
        return
    for place, year in enumerate(rows.years):
        terms = [term for name in names for term in _output_terms(name, plant, "heat", year, main[place])]
        most = plant.heat_max.at(year)
        if year >= rows.years.plan_from and terms and np.isfinite(most):
            rows.limit(
                f"most heat of {names[0]}", year, "<=", terms, most, unit="PJ", path=f"{path}.heat_max",
                label=message("heat of {label}", label=text_label(plant.label)),
            )  # fmt: skip


def _store(name: str, store: Store, context: Context, rows: SystemBuilder) -> None:
    one_way = float(np.sqrt(store.efficiency.at(context.years.base_year)))
    first = store.first_year or rows.years.plan_from
    years = np.array(list(rows.years))
    rows.storage(
        f"storage/{name}", store.commodity, duration=store.duration.at(context.years.base_year),
        charge_efficiency=one_way, discharge_efficiency=one_way, loss_per_hour=store.loss.at(context.years.base_year),
        preference=FOR_A_REASON, sector="energy", branch="storage", group=store.group, label=text_label(store.label),
        path=f"energy.stores.{name}", capacity_to_activity=PJ_PER_GW_YEAR,
        lifetime=store.lifetime.at(context.years.base_year), capital_cost=store.capital_cost.over(rows.years),
        fixed_cost=store.fixed_cost.over(rows.years), residual_capacity=store.capacity.over(rows.years),
        capacity_max=np.inf if store.capacity_max is None else store.capacity_max.over(rows.years),
        new_capacity_max=np.where(years < first, 0.0, np.inf),
        growth_limit=None if store.growth_limit is None else store.growth_limit.at(context.years.base_year),
        growth_seed=store.growth_seed.at(context.years.base_year), keys={"residual_capacity": "capacity"},
    )  # fmt: skip


def _contract(name: str, contract: Contract, energy: Energy, context: Context, rows: SystemBuilder) -> None:
    """Write power that comes by contract as its plants outside give it, less what the line loses."""
    path, first = f"energy.contracts.{name}", contract.first_year or rows.years.plan_from
    if contract.profile not in energy.profiles:
        context.report_unknown(f"{path}.profile", message("profile"), contract.profile, energy.profiles)
        return
    profile, kept = energy.profiles[contract.profile], 1.0 - contract.losses.over(rows.years)
    parts = [part.name for part in context.time_slices if part.name in profile]  # what lacks is told at the profile
    rows.technology(TechnologySpec(
        name=f"{CONTRACT}{name}", sector="energy", branch="trade", group="import", label=text_label(contract.label),
        path=path, slices=True, capacity_to_activity=PJ_PER_GW_YEAR, follows=f"energy.profiles.{contract.profile}",
        lifetime=contract.lifetime.at(context.years.base_year),
        modes={"trade": Mode(outputs={POWER: 1.0}, variable_cost=contract.price.over(rows.years) / kept)},
        availability={part: profile[part].over(rows.years) * kept for part in parts},
        capital_cost=contract.line_cost.over(rows.years), fixed_cost=contract.fixed_cost.over(rows.years),
        residual_capacity=contract.capacity.over(rows.years),
        capacity_max=np.inf if contract.capacity_max is None else contract.capacity_max.over(rows.years),
        new_capacity_max=np.where(np.array(list(rows.years)) < first, 0.0, np.inf),
        growth_limit=None if contract.growth_limit is None else contract.growth_limit.at(context.years.base_year),
        growth_seed=contract.growth_seed.at(context.years.base_year),
        keys={
            "residual_capacity": "capacity", "capital_cost": "line_cost", "variable_cost": "price",
            **{f"availability.{part}": f".energy.profiles.{contract.profile}.{part}" for part in parts},
        },
    ))  # fmt: skip


def _spared(trade: Trade, energy: Energy, context: Context) -> Mapping[str, Array]:
    """Return the share of import_power that neighbours spare by time slice, where a profile tells it."""
    if trade.import_profile is None:
        return {}
    if trade.import_profile not in energy.profiles:
        context.report_unknown("energy.trade.import_profile", message("profile"), trade.import_profile, energy.profiles)
        return {}
    profile = energy.profiles[trade.import_profile]
    known = (part.name for part in context.time_slices if part.name in profile)  # what lacks is told at the profile
    return {name: profile[name].over(context.years) for name in known}


def _trade(trade: Trade, energy: Energy, context: Context, rows: SystemBuilder) -> None:
    flows = {
        "import": (
            Mode(outputs={POWER: 1.0}, variable_cost=price_or_nothing(trade.import_price, rows)),
            trade.import_power,
        ),
        "export": (
            Mode(inputs={POWER: 1.0}, variable_cost=-trade.export_price.over(rows.years), combustion=False),
            trade.export_power,
        ),
    }
    words = {"import": message("Power import"), "export": message("Power export")}
    for name, (mode, power) in flows.items():
        rows.technology(TechnologySpec(
            name=f"trade/{name}", sector="energy", branch="trade", group=name, label=words[name], path="energy.trade",
            slices=True, modes={"trade": mode}, lifetime=100, capacity_to_activity=PJ_PER_GW_YEAR,
            residual_capacity=power.over(rows.years), new_capacity_max=0.0,
            availability=_spared(trade, energy, context) if name == "import" else {},
            activity_max=trade.import_ceiling.over(rows.years) if name == "import" else np.inf,
            activity_min=_from_plan(trade.import_floor, 0.0, rows) if name == "import" else 0.0,
            keys={
                "activity_min": f"{name}_floor", "activity_max": f"{name}_ceiling",
                "residual_capacity": f"{name}_power",
                **{f"availability.{part.name}": f".energy.profiles.{trade.import_profile}.{part.name}"
                   for part in context.time_slices if trade.import_profile},
            },
        ))  # fmt: skip


def _rejection(rows: SystemBuilder) -> None:
    """Exact balances need a way out: power that nobody takes, heat that must be cooled away."""
    for name, branch, source, words, preference in (
        ("power/curtailment", "power", POWER, message("Curtailed power"), 0.0),
        ("heat/rejection", "heat", HEAT, message("Rejected heat"), FOR_A_REASON),
    ):
        if source not in rows.commodities:
            continue
        rows.technology(TechnologySpec(
            name=name, sector="energy", branch=branch, group="curtailment", label=words, path="energy", slices=True,
            modes={"reject": Mode(inputs={source: 1.0}, preference=preference, combustion=False)},
        ))  # fmt: skip

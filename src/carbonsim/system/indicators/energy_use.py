"""Energy use, power and heat as China counts them: the indicators of the energy sector as linear forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.sectors.energy import Energy
from carbonsim.system.context import Context
from carbonsim.system.forms import Form
from carbonsim.system.indicators.whole import capacity_form
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.security.last_resort import CONTRACT, IMPORTS, is_bought, plant_name
from carbonsim.system.tables import Technology, Term
from carbonsim.units import MTCE_PER_TWH, PJ_PER_MTCE, PJ_PER_TWH

POWER, HEAT = "electricity_supply", "heat_supply"
BIOMASS_HEAT_EFFICIENCY = 0.85  # of the heat part of a biomass CHP plant's fuel, as the 2020 balance counts it
HEAT_FACTOR = 0.11  # Mt of CO2 per PJ of heat sold: default of the enterprise guidelines of 2015
NON_FOSSIL_POWER = ("wind", "solar", "hydro", "biomass", "waste", "nuclear")
CLEAN_POWER = ("wind", "solar", "hydro", "biomass")
RENEWABLE_POWER = (*CLEAN_POWER, "waste")
STORED_POWER = (POWER, "electricity")


@dataclass(frozen=True)
class Accounted:
    """What the statistics of energy use need to know of the sector: no price and no limit is among it."""

    coal_equivalent: Quantity
    own_use: Mapping[str, Quantity]  # of power plants
    groups: Mapping[str, str]  # of fuels
    gathered: frozenset[str]  # fuels that nobody buys
    contracts: Mapping[str, tuple[str, Quantity]]  # what each is made of, and the share that counts as non-fossil
    renewable_share: Quantity  # of what is bought beside contracts
    hydro_share: Quantity

    @classmethod
    def of(cls, energy: Energy) -> Accounted:
        """Take it out of the section."""
        own_use = {name: plant.own_use for name, plant in energy.plants.items()}
        groups = {name: fuel.group for name, fuel in energy.fuels.items()}
        gathered = frozenset(name for name, fuel in energy.fuels.items() if not fuel.commercial)
        contracts = {name: (one.source, one.non_fossil) for name, one in energy.contracts.items()}
        none, trade = Quantity.constant(0, "1"), energy.trade
        shares = (trade.renewable_share, trade.hydro_share) if trade else (none, none)
        return cls(energy.coal_equivalent, own_use, groups, gathered, contracts, *shares)


@dataclass(frozen=True)
class EnergyUse:
    """Total energy and its pieces: power in TWh, energy in Mtce. What nobody took is no generation."""

    energy: Accounted
    rows: SystemBuilder

    def fuel(self, *groups: str) -> Form:
        """Return fuels bought or gathered, by calorific value."""
        flows = self.rows.flows
        return flows.given(*flows.carriers(*groups)).times(1.0 / PJ_PER_MTCE)

    def feedstock(self) -> Form:
        """Return fossil fuel that is not burnt but becomes a product."""
        flows, unburnt = self.rows.flows, self.rows.unburnt
        fossil = flows.carriers("coal", "oil", "gas")
        used = flows.taken(*fossil, weight=lambda t, _: float(t.sector != "energy" and t.name in unburnt))
        return used.times(1.0 / PJ_PER_MTCE)

    def curtailed(self) -> Form:
        """Return power that nobody took."""
        taken = self.rows.flows.taken(POWER, weight=lambda t, _: float(t.name == "power/curtailment"))
        return taken.times(1.0 / PJ_PER_TWH)

    def gross_power(self, groups: tuple[str, ...] = ()) -> Form:
        """Return gross generation of all power plants, or of some groups; curtailed power is taken off."""

        def gross(technology: Technology, year: int) -> float:
            counts = technology.branch == "power" and (not groups or technology.group in groups)
            return self._gross(technology, year) if counts else 0.0

        made = self.rows.flows.given(POWER, weight=gross)
        return made.times(1.0 / PJ_PER_TWH).plus(self.curtailed(), -1.0)

    def _gross(self, technology: Technology, year: int) -> float:
        own_use = self.energy.own_use.get(plant_name(technology.name))
        return 1.0 if own_use is None else 1.0 / (1.0 - own_use.at(year))

    def net_import(self) -> Form:
        """Return power bought outside less power sold there."""
        flows = self.rows.flows
        bought = flows.given(POWER, weight=lambda t, _: float(is_bought(t.name)))
        sold = flows.taken(POWER, weight=lambda t, _: float(t.name == "trade/export"))
        return bought.plus(sold, -1.0).times(1.0 / PJ_PER_TWH)

    def contracted(self, *sources: str) -> Form:
        """Return power bought by contract that counts as non-fossil, made of some sources or of any."""

        def counted(technology: Technology, year: int) -> float:
            source, share = self.energy.contracts.get(technology.name.removeprefix(CONTRACT), ("", None))
            return 0.0 if share is None or (sources and source not in sources) else share.at(year)

        bought = self.rows.flows.given(POWER, weight=lambda t, y: counted(t, y) if t.name.startswith(CONTRACT) else 0.0)
        return bought.times(1.0 / PJ_PER_TWH)

    def renewable(self, *, hydro: bool) -> Form:
        """Return renewable power that is used: made here, bought by contract, and brought by the grid outside."""
        groups = RENEWABLE_POWER if hydro else tuple(group for group in RENEWABLE_POWER if group != "hydro")
        share, less = self.energy.renewable_share, self.energy.hydro_share

        def counted(technology: Technology, year: int) -> float:
            bought = technology.name in IMPORTS[:1]
            return max(share.at(year) - (0.0 if hydro else less.at(year)), 0.0) if bought else 0.0

        brought = self.rows.flows.given(POWER, weight=counted).times(1.0 / PJ_PER_TWH)
        return self.gross_power(groups).plus(self.contracted(*(() if hydro else ("wind", "solar")))).plus(brought)

    def biomass_for_heat(self) -> Form:
        """Return commercial biomass burnt for heat, and the heat part of CHP plants."""
        flows = self.rows.flows
        known = self.energy.groups.items()
        fuels = [name for name, group in known if group == "biomass" and name not in self.energy.gathered]
        burners = {name for fuel in fuels for name, *_ in flows.tables["input_ratio"].get(fuel, ())}
        direct = flows.taken(*fuels, weight=lambda t, _: float(t.branch != "power"))
        heat = flows.given(HEAT, weight=lambda t, _: float(t.branch == "power" and t.name in burners))
        return direct.plus(heat, 1.0 / BIOMASS_HEAT_EFFICIENCY).times(1.0 / PJ_PER_MTCE)

    def non_fossil(self, rate: Mapping[int, float]) -> Form:
        """Return non-fossil energy inside the boundary, power at a rate in Mtce per TWh by year."""
        power = self.gross_power(NON_FOSSIL_POWER)
        return power.plus(self.contracted()).times(rate).plus(self.biomass_for_heat())

    def total(self, rate: Mapping[int, float]) -> Form:
        """Return total energy consumption, power at a rate in Mtce per TWh by year."""
        whole = self.fuel("coal", "oil", "gas", "hydrogen").plus(self.net_import().times(rate))
        return whole.plus(self.gross_power(NON_FOSSIL_POWER).times(rate)).plus(self.biomass_for_heat())


def indicate_energy(energy: Accounted, context: Context, rows: SystemBuilder) -> None:
    """Write the indicators of energy use, power and heat."""
    use = EnergyUse(energy, rows)
    _indicate_use(use, context)
    _indicate_power(use)
    _indicate_capacity(rows)
    _indicate_heat(energy, rows)


def _indicate_use(use: EnergyUse, context: Context) -> None:
    rows, path = use.rows, "energy"
    rate = dict(zip(rows.years, use.energy.coal_equivalent.over(rows.years), strict=True))
    total, clean, feedstock = use.total(rate), use.non_fossil(rate), use.feedstock()
    calorific = use.total(dict.fromkeys(rows.years, MTCE_PER_TWH))
    power = use.gross_power(NON_FOSSIL_POWER)
    added = power.plus(power.of_year(rows.years.base_year), -1.0).times(rate)
    rows.indicator("total_energy", total, path=path)
    rows.indicator("total_energy_2022", total.plus(added, -1.0).plus(feedstock, -1.0), path=path)
    rows.indicator("total_energy_2024", total.plus(clean, -1.0).plus(feedstock, -1.0), path=path)
    rows.indicator("non_fossil_share", clean, total, scale=100.0, anchor="demand", path=path, unit="Mtce")
    if "gdp" in context.drivers:
        gdp = Form.constant(rows.years.model, context.drivers["gdp"])
        rows.indicator("energy_per_gdp", total, gdp, scale=10.0, path=path)
        rows.indicator("energy_per_gdp_calorific", calorific, gdp, scale=10.0, path=path)
    for fuel in ("coal", "oil", "gas"):
        rows.indicator(f"{fuel}_use", use.fuel(fuel), path="energy.fuels")
    for fuel in ("coal", "gas"):
        share = {"scale": 100.0, "anchor": "demand", "path": "energy.fuels", "unit": "Mtce"}
        rows.indicator(f"{fuel}_share", use.fuel(fuel), total, **share)  # type: ignore[arg-type]


def _indicate_power(use: EnergyUse) -> None:
    rows, flows = use.rows, use.rows.flows
    used = use.gross_power().plus(use.net_import())
    rows.indicator("electricity_use", used, path="energy")
    rows.indicator(
        "import_share", use.net_import(), used, scale=100.0, anchor="demand", path="energy.trade", unit="TWh"
    )
    for name, hydro in (("renewable_power_share", True), ("non_hydro_renewable_power_share", False)):
        share = use.renewable(hydro=hydro)
        rows.indicator(name, share, used, scale=100.0, anchor="demand", path="energy", unit="TWh")
    made = flows.given(POWER, weight=lambda t, _: float(t.branch == "power"))
    clean = flows.given(POWER, weight=lambda t, _: float(t.branch == "power" and t.group in CLEAN_POWER))
    net = made.times(1.0 / PJ_PER_TWH).plus(use.curtailed(), -1.0)
    clean = clean.times(1.0 / PJ_PER_TWH).plus(use.curtailed(), -1.0)
    path = "energy.plants"
    rows.indicator("clean_generation_share", clean, net, scale=100.0, anchor="twin", path=path, unit="TWh")
    whole = use.gross_power()
    for name, groups in (("non_fossil", NON_FOSSIL_POWER), ("wind_solar", ("wind", "solar"))):
        part = use.gross_power(groups)
        rows.indicator(f"{name}_generation_share", part, whole, scale=100.0, anchor="twin", path=path, unit="TWh")
    heat = flows.given(HEAT, weight=lambda t, _: float(t.branch == "power"))
    emitted = _power_emissions(rows).plus(heat, -HEAT_FACTOR)
    rows.indicator("power_carbon_intensity", emitted, net, anchor="twin", path=path, unit="Mt")


def _power_emissions(rows: SystemBuilder) -> Form:
    terms: dict[int, list[Term]] = {}
    for (region, name, mode, emission, year), factor in rows.parameters["emission_factor"].items():
        if emission == "CO2" and rows.technologies[str(region), str(name)].branch == "power":
            terms.setdefault(int(year), []).append(Term("activity", str(name), int(year), factor, mode=str(mode)))
    return Form({year: tuple(found) for year, found in terms.items()})


def _indicate_capacity(rows: SystemBuilder) -> None:
    for name, groups in (("wind", {"wind"}), ("solar", {"solar"}), ("wind_solar", {"wind", "solar"})):
        plants = {t.name for t in rows.technologies.values() if t.branch == "power" and t.group in groups}
        rows.indicator(f"{name}_capacity", capacity_form(rows, plants, "capacity"), path="energy.plants")
    power = {t.name: t.group for t in rows.technologies.values() if t.branch == "power"}
    whole, some = (
        capacity_form(rows, [name for name, group in power.items() if not groups or group in groups], "capacity")
        for groups in ((), ("wind", "solar"))
    )
    rows.indicator(
        "wind_solar_capacity_share", some, whole, scale=100.0, anchor="twin", path="energy.plants", unit="GW"
    )
    renewable = [name for name, group in power.items() if group in RENEWABLE_POWER]
    rows.indicator("renewable_capacity", capacity_form(rows, renewable, "capacity"), path="energy.plants")
    filled = rows.parameters["input_ratio"]
    stores = {str(name) for _, name, _, commodity, _ in filled if commodity in STORED_POWER}
    stores &= {t.name for t in rows.technologies.values() if t.branch == "storage"}
    rows.indicator("storage_capacity", capacity_form(rows, stores, "capacity"), path="energy.stores")


def _indicate_heat(energy: Accounted, rows: SystemBuilder) -> None:
    """Write the clean heating share: heat at source and of single buildings; rejected heat counts as none."""
    flows = rows.flows
    rejected = flows.taken(HEAT, weight=lambda t, _: float(t.name == "heat/rejection"))
    made = flows.given(HEAT, weight=lambda t, _: float(t.branch in ("power", "heat")))
    clean = flows.given(HEAT, weight=lambda t, _: float(t.branch in ("power", "heat") and t.group != "coal boiler"))
    fuels = _fuels_of_single_buildings(rows)
    services = [name for name in rows.commodities if name.startswith("buildings/") and name.endswith("/heating")]
    own = flows.given(*services, weight=lambda t, _: float(t.name in fuels))
    own_clean = flows.given(*services, weight=lambda t, _: float(t.name in fuels and _is_clean(fuels[t.name], energy)))
    share = clean.plus(rejected, -1.0).plus(own_clean)
    whole = made.plus(rejected, -1.0).plus(own)
    rows.indicator("clean_heating_share", share, whole, scale=100.0, anchor="demand", path="buildings", unit="PJ")


def _fuels_of_single_buildings(rows: SystemBuilder) -> dict[str, str]:
    """Return what each technology takes that heats a building without the network."""
    taken: dict[str, str] = {}
    for region, name, _, commodity, _ in rows.parameters["input_ratio"]:
        technology = rows.technologies[str(region), str(name)]
        if technology.sector == "buildings" and technology.use == "heating" and commodity != "district_heat":
            taken[str(name)] = str(commodity)
    return taken


def _is_clean(fuel: str, energy: Accounted) -> bool:
    """Say whether a fuel heats cleanly: neither coal nor what households gather."""
    return energy.groups.get(fuel) != "coal" and fuel not in energy.gathered

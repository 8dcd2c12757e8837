"""An OSeMOSYS data set → the reference energy system.

What OSeMOSYS leaves to hidden bounds of its variables (no negative emissions, use, production or cost) is written out
here as closed modes, bounds and rows, only where the data could make them bind; `hidden_bounds` says whether at all.
Howells et al. 2011.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.osemosys.data.data_set import Floats
from carbonsim.system.osemosys.data.layout import PARTNER
from carbonsim.system.osemosys.data.operation import LINKS, RATIOS, Operation
from carbonsim.system.osemosys.data.places import PATH, DataPlaces
from carbonsim.system.osemosys.data.present import OFF, limited
from carbonsim.system.osemosys.data.sparse import Keys, Sparse, negative, nonzero, not_above_zero, positive
from carbonsim.system.osemosys.translation.resolution import FlowNetwork, Pairs, find_yearly
from carbonsim.system.parameters import PARAMETERS, Key
from carbonsim.system.tables import Bracket, Commodity, Label, Reservoir, Scope, Technology, TimeSlice, Years

Mask = NDArray[np.bool_]
SETS = {
    "R": "REGION", "P": PARTNER, "T": "TECHNOLOGY", "F": "FUEL", "M": "MODE_OF_OPERATION", "L": "TIMESLICE",
    "Y": "YEAR", "E": "EMISSION", "S": "STORAGE",
}  # fmt: skip
UNIT = "units of the data"


def translate_data_set(operation: Operation, name: str, emission: str | None) -> EnergySystem:
    """Translate a data set that was checked; `emission` is the one that counts, if any."""
    return _Translation(operation, name, emission).system()


@dataclass
class _Translation:
    operation: Operation
    name: str
    emission: str | None

    def __post_init__(self) -> None:
        self.tables: dict[str, dict[Key, float]] = {parameter: {} for parameter in PARAMETERS}
        self.labels: dict[str, Any] = {}
        self.present, self.dialect = self.operation.present, self.operation.dialect
        self.data = self.present.data
        self.of, self.where = self.present.of, self.present.where
        for axis, one in SETS.items():
            members = self.data.sets[one]
            self.labels[axis] = np.array([str(m) for m in members] if axis != "Y" else members, dtype=object)

    def put(self, parameter: str, keys: Keys, values: Floats | Sparse | float, order: str = "") -> None:
        """Write values of keys into a table, keyed in the order given."""
        if isinstance(values, Sparse):
            values = values.at(keys)
        columns = {axis: self.labels[axis][place].tolist() for axis, place in keys.places.items()}
        named = zip(*(columns[axis] for axis in order or keys.axes), strict=True)
        listed = np.broadcast_to(values, len(keys)).tolist()
        self.tables[parameter].update(zip(named, listed, strict=True))

    def put_where(self, parameter: str, name: str, holds: Callable[[Floats], Mask], among: Keys | None = None) -> None:
        """Write the values of a parameter of the data of which something holds, among some keys or all."""
        keys = self.where(name, holds)
        self.put(parameter, keys if among is None else keys & among, self.of(name))

    def system(self) -> EnergySystem:
        """Write every table and return the system."""
        self._time()
        self._modes()
        self._costs()
        self._capacity()
        self._activity()
        self._commodities()
        self._targets()
        self._emissions()
        self._reservoirs()
        self._additions()
        years = [int(year) for year in self.data.sets["YEAR"]]
        regions = [str(region) for region in self.data.sets["REGION"]]
        rate = self.tables["discount_rate"][regions[0],]
        return EnergySystem(
            name=self.name,
            region=", ".join(regions),
            years=Years(tuple(years), years[0], rate, apart=True),
            time_slices=self._time_slices(),
            commodities=self._fuels(),
            technologies=self._technologies(),
            storages=(),
            emissions=tuple(str(e) for e in self.data.sets["EMISSION"]),
            parameters=self.tables,
            limits=self.dialect.limits(),
            scope=Scope("data", {self.emission: 1.0} if self.emission else {}),
            reservoirs=self._stores(),
            brackets=self._brackets(),
            sectors=False,
            places=DataPlaces(self.data),
            warnings=tuple(self.data.warnings),
        )

    # time

    def _time(self) -> None:
        self.put("slice_share", self.present.all("LY"), self.of("YearSplit"))

    def _time_slices(self) -> tuple[TimeSlice, ...]:
        """Return the slices as long as they are in the first year, each with its first season and part of the day."""
        shares = self.data.dense("YearSplit")[:, 0]
        season, part = self.data.dense("Conversionls"), self.data.dense("Conversionlh")
        slices = []
        for place, name in enumerate(self.labels["L"]):
            names = [
                str(self.data.sets[one][int(np.argmax(rows[place]))]) if rows.shape[1] and rows[place].any() else name
                for one, rows in (("SEASON", season), ("DAILYTIMEBRACKET", part))
            ]
            slices.append(TimeSlice(name, names[0], names[1], float(shares[place]), 365.0, 24.0))
        return tuple(slices)

    def _brackets(self) -> tuple[Bracket, ...]:
        seasons, types, parts = (self.data.dense(f"Conversionl{one}") == 1 for one in "sdh")
        if not self.data.sets["STORAGE"]:
            return ()
        found = []
        for season in range(seasons.shape[1]):
            for kind in range(types.shape[1]):
                for part in range(parts.shape[1]):
                    within = seasons[:, season] & types[:, kind] & parts[:, part]
                    found.append(Bracket(season, kind, part, tuple(self.labels["L"][within].tolist())))
        return tuple(found)

    # technologies

    @cached_property
    def _yearly(self) -> tuple[Mask, Mask]:
        """Which technologies and which fuels need no time slices."""
        inputs, outputs = RATIOS[:2]
        uses = (self.where(inputs, positive) | self.where(outputs, negative)) & self.operation.open_modes
        gives = (self.where(outputs, positive) | self.where(inputs, negative)) & self.operation.open_modes
        lit = self._every("T", self.where("CapacityFactor", not_above_zero))
        given = gives.only("TMF").summed("TM", np.ones(len(gives.only("TMF"))))
        single = self._every("T", given.where(lambda count: count > 1))
        reserved = self.where("ReserveMarginTagFuel", nonzero) & self.where("ReserveMargin", positive)
        timed = (gives & reserved).only("T")
        for name in LINKS:
            timed |= self.where(name, positive)
        by_slice = self._demanded.keys.only("F") | self.where("TradeRoute", nonzero)
        held = self.operation.held.only("T")
        free = self._every("T", held)
        network = FlowNetwork(
            uses=_pairs(uses),
            gives=_pairs(gives),
            follows=free & lit & single,
            even=self._same & (lit | self._every("T", self.present.technologies - self.operation.held)),
            timed=~self._every("T", timed),
            by_slice=~self._every("F", by_slice),
        )
        return find_yearly(network)

    def _every(self, axis: str, but: Keys) -> Mask:
        """Say of each member of a set whether it is in none of some keys."""
        mask = np.ones(self.present.sizes[axis], dtype=bool)
        mask[but.only(axis).codes] = False
        return mask

    @property
    def _same(self) -> Mask:
        """Which technologies may run the same in all slices, in every region and year."""
        share = self.of("CapacityFactor")
        usual = Sparse(share.keys, share.values).keys.summed("RTY", np.ones(len(share.values)))
        whole = usual.at(share.keys) == self.present.sizes["L"]
        first = np.unique(share.keys.codes_of("RTY"), return_index=True, return_inverse=True)
        expected = np.where(whole, share.values[first[1]][first[2].ravel()], share.default)
        return self._every("T", share.keys.chosen(share.values != expected))

    def _fuels(self) -> tuple[Commodity, ...]:
        found = []
        for place, fuel in enumerate(self.labels["F"]):
            balance: Literal["yearly", "slice"] = "yearly" if self._yearly[1][place] else "slice"
            found.append(Commodity(fuel, UNIT, balance, fuel, Label(fuel, fuel), PATH, surplus=True))
        return tuple(found)

    def _technologies(self) -> tuple[Technology, ...]:
        running = self.operation.open_modes.only("RTM")
        asked = self.where("TotalTechnologyAnnualActivityLowerLimit", positive).only("RT") | self.dialect.limited
        there = running.only("RT") | self.operation.held | asked  # what must run and cannot is there to be told
        first, last = (np.searchsorted(running.codes_of("RT"), there.codes, side) for side in ("left", "right"))
        modes, found = self.labels["M"][running.places["M"]], []
        for region, place, start, end in zip(*there.places.values(), first, last, strict=True):
            name = self.labels["T"][place]
            found.append(
                Technology(
                    name, self.labels["R"][region], "system", "", "", name, Label(name, name), UNIT, UNIT,
                    slices=not self._yearly[0][place], modes=tuple(modes[start:end].tolist()), path=PATH,
                )
            )  # fmt: skip
        return tuple(found)

    def _modes(self) -> None:
        self.put("mode_closed", self.operation.open_modes.only("RTM").along("Y") - self.operation.open_modes, 1.0)
        parameters = ("input_ratio", "output_ratio", "emission_factor")
        for name, parameter, axis in zip(RATIOS, parameters, "FFE", strict=True):
            self.put(parameter, self.where(name, nonzero) & self.operation.open_modes, self.of(name), f"RTM{axis}Y")

    def _costs(self) -> None:
        running, variable = self.operation.open_modes, self.operation.variable_cost
        self.put("variable_cost", variable.keys & running, variable)
        if self.operation.hidden_bounds:
            self.put("variable_cost_min", (variable.where(negative) & running).only("RTY"), 0.0)
        emitted = self.where("EmissionActivityRatio", nonzero)
        amount = self.of("EmissionActivityRatio").at(emitted) * self.of("EmissionsPenalty").at(emitted)
        price = emitted.summed("RTMY", amount)
        self.put("carbon_price", price.where(nonzero) & running, price)
        self.put("discount_rate", self.present.all("R"), self.of("DiscountRate"))
        self.put_where("hurdle_rate", "DiscountRateIdv", lambda rate: ~np.isnan(rate), self.operation.held)
        self.put("straight_line", self.where("DepreciationMethod", lambda method: method == 2), 1.0)

    def _capacity(self) -> None:
        held = self.operation.held
        capital, fixed = self.of("CapitalCost"), self.of("FixedCost")
        self.put("lifetime", held, self.of("OperationalLife"))
        self.put("capacity_to_activity", held, self.of("CapacityToActivityUnit"))
        self.put_where("capital_cost", "CapitalCost", nonzero, held)
        self.put_where("fixed_cost", "FixedCost", nonzero, held)
        self.put_where("residual_capacity", "ResidualCapacity", nonzero, held)
        for parameter, name, cost in (
            ("capacity_max", "TotalAnnualMaxCapacity", fixed),
            ("new_capacity_max", "TotalAnnualMaxCapacityInvestment", capital),
        ):
            earning = self.operation.met("FixedCost" if cost is fixed else "CapitalCost")
            keys = (self.where(name, limited) | earning) & held
            most = self.of(name).at(keys)
            none = np.minimum(np.where(most == OFF, np.inf, most), 0.0)
            self.put(parameter, keys, np.where(keys.are_in(earning), none, most))
        self.put_where("capacity_min", "TotalAnnualMinCapacity", positive)
        self.put_where("new_capacity_min", "TotalAnnualMinCapacityInvestment", positive)
        self.put_where("unit_size", "CapacityOfOneTechnologyUnit", nonzero)
        self._availability()

    @cached_property
    def _share(self) -> Sparse:
        """Capacity factor by region, technology, slice, year where it is not 1: none while a slice has no length."""
        keys = self.where("CapacityFactor", lambda share: share != 1.0)
        dark = self.where("YearSplit", lambda length: length == 0.0)
        if len(dark):
            keys |= self.present.all("RTLY") & dark
        share = np.where(keys.are_in(dark), 0.0, self.of("CapacityFactor").at(keys))
        return Sparse(keys, share, 1.0)

    def _availability(self) -> None:
        share, year, length = self._share, self.of("AvailabilityFactor"), self.of("YearSplit")
        yearly = Keys(self.present.sizes, "T", np.flatnonzero(self._yearly[0]))
        matters = (share.keys & self.operation.held) | share.where(lambda one: one == 0.0)
        self.put("availability", matters - yearly, share, "RTYL")
        keys = self.where("AvailabilityFactor", lambda one: one < 1.0) & self.operation.held
        keys |= (self.operation.held & yearly).along("Y")
        self.put("availability_year", keys, self._possible(keys, share, length) * np.minimum(year.at(keys), 1.0))

    def _possible(self, keys: Keys, share: Sparse, length: Sparse) -> Floats:
        """Return the capacity factor of technologies over the slices of a year."""
        whole = self.present.all("LY")
        usual = whole.summed("Y", length.at(whole)).at(keys)
        own = keys & share.keys.only("RTY")
        sliced = own.along("L")
        summed = sliced.summed("RTY", share.at(sliced) * length.at(sliced))
        return np.where(keys.are_in(own), summed.at(keys), usual)

    def _activity(self) -> None:
        for name, parameter in (
            ("TotalTechnologyAnnualActivityUpperLimit", "activity_max"),
            ("TotalTechnologyModelPeriodActivityUpperLimit", "activity_max_period"),
        ):
            self.put_where(parameter, name, limited)
        for name, parameter in (
            ("TotalTechnologyAnnualActivityLowerLimit", "activity_min"),
            ("TotalTechnologyModelPeriodActivityLowerLimit", "activity_min_period"),
        ):
            self.put_where(parameter, name, positive)

    # commodities and targets

    @cached_property
    def _demanded(self) -> Sparse:
        """Demand by region, fuel, slice, year, where there is any."""
        keys = self.where("SpecifiedAnnualDemand", nonzero).along("L").only("RFLY")
        demand = self.of("SpecifiedAnnualDemand").at(keys) * self.of("SpecifiedDemandProfile").at(keys)
        return Sparse(keys.chosen(nonzero(demand)), demand[nonzero(demand)])

    def _commodities(self) -> None:
        demand = self._demanded
        self.put("demand_slice", demand.keys, demand, "RFYL")
        whole, asked = self.of("AccumulatedAnnualDemand"), self.where("AccumulatedAnnualDemand", positive)
        yearly = Keys(self.present.sizes, "F", np.flatnonzero(self._yearly[1]))
        by_slice = asked - yearly
        more = whole.at(by_slice) > demand.keys.summed("RFY", demand.values).at(by_slice)
        self.put("demand_whole", by_slice.chosen(more) | (self.dialect.used - yearly), whole)
        self.put("demand", asked & yearly, whole)
        self.put("free_supply", self._unmade, 1.0)
        self.put_where("trade_route", "TradeRoute", nonzero)

    @property
    def _unmade(self) -> Keys:
        """What somebody uses, demands or trades in a region and year though its outputs there sum to 0."""
        outputs = self.where("OutputActivityRatio", nonzero)
        made = outputs.summed("RFY", self.of("OutputActivityRatio").at(outputs))
        routes = self.where("TradeRoute", nonzero)
        touched = made.keys | self.where("InputActivityRatio", nonzero) | self._demanded.keys
        touched |= self.where("AccumulatedAnnualDemand", nonzero) | self.dialect.used
        touched |= routes.only("RFY")
        touched |= routes.only("PFY").renamed("RFY")
        return touched - made.where(nonzero)

    def _targets(self) -> None:
        self.put_where("reserve_ratio", "ReserveMargin", positive)
        self.put_where("renewable_share_min", "REMinProductionTarget", positive)
        for name, parameter in (
            ("ReserveMarginTagFuel", "reserve_output"),
            ("ReserveMarginTagTechnology", "reserve_credit"),
            ("RETagFuel", "renewable_output"),
            ("RETagTechnology", "renewable_credit"),
        ):
            self.put_where(parameter, name, nonzero)

    def _emissions(self) -> None:
        self.put_where("emission_limit", "AnnualEmissionLimit", limited)
        self.put_where("emission_limit_period", "ModelPeriodEmissionLimit", limited)
        self.put_where("exogenous_emission", "AnnualExogenousEmission", nonzero)
        self.put_where("exogenous_emission_period", "ModelPeriodExogenousEmission", nonzero)
        self.put("emission_min_period", self.operation.met("ModelPeriodExogenousEmission"), 0.0)

    # additions of dialects

    def _additions(self) -> None:
        """Write limits by mode and what capacity uses; a use that is negative forbids what uses it."""
        self.tables.update(self.dialect.limits_by_mode())
        for parameter, ratios in self.dialect.uses().items():
            self.tables[parameter] = ratios
            bound = "new_capacity_max" if parameter == "new_capacity_use" else "capacity_max"
            for (region, technology, _, year), ratio in ratios.items():
                if ratio < 0 and self.operation.hidden_bounds:
                    key = (region, technology, year)
                    self.tables[bound][key] = min(self.tables[bound].get(key, 0.0), 0.0)

    # storages

    def _stores(self) -> tuple[Reservoir, ...]:
        there, labels = self.present.storages.places, self.labels
        named = zip(labels["R"][there["R"]], labels["S"][there["S"]], strict=True)
        return tuple(Reservoir(name, region, UNIT, Label(name, name)) for region, name in named)

    def _reservoirs(self) -> None:
        if not self.data.sets["STORAGE"]:
            return
        running = self.operation.open_modes.only("RTM")
        for name, parameter in zip(LINKS, ("reservoir_inflow", "reservoir_outflow"), strict=True):
            self.put(parameter, self.where(name, positive) & running, self.of(name), "RTMS")
        self.put_where("reservoir_capital_cost", "CapitalCostStorage", nonzero)
        self.put("reservoir_new_max", self.operation.met("CapitalCostStorage"), 0.0)
        self.put_where("reservoir_discount_rate", "DiscountRateStorage", lambda rate: ~np.isnan(rate))
        for name, parameter in (
            ("OperationalLifeStorage", "reservoir_lifetime"),
            ("StorageLevelStart", "reservoir_level_start"),
            ("StorageMaxChargeRate", "reservoir_inflow_max"),
            ("StorageMaxDischargeRate", "reservoir_outflow_max"),
            ("ResidualStorageCapacity", "reservoir_residual"),
            ("MinStorageCharge", "reservoir_level_min"),
        ):
            self.put(parameter, self.present.all(self.of(name).keys.axes), self.of(name))
        self._days()

    def _days(self) -> None:
        years = [int(year) for year in self.data.sets["YEAR"]]
        for name, parameter in (("DaysInDayType", "days_of_type"), ("DaySplit", "day_part_share")):
            for place, value in np.ndenumerate(self.data.dense(name)):
                self.tables[parameter][*place[:-1], years[place[-1]]] = float(value)


def _pairs(keys: Keys) -> Pairs:
    both = keys.only("TF").places
    return Pairs(both["T"], both["F"])

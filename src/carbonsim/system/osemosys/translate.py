"""An OSeMOSYS data set → the reference energy system.

What OSeMOSYS leaves to hidden bounds of its variables (no negative emissions, use, production or cost) is written out
here as closed modes, bounds and rows, only where the data could make them bind. Howells et al. 2011.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from carbonsim.system.osemosys.data_set import DataSet, Floats
from carbonsim.system.osemosys.dialect import Dialect
from carbonsim.system.osemosys.layout import PARTNER
from carbonsim.system.osemosys.places import PATH, Places
from carbonsim.system.osemosys.resolution import Network, find_yearly
from carbonsim.system.parameters import PARAMETERS, Key
from carbonsim.system.tables import (
    Bracket,
    Commodity,
    EnergySystem,
    Label,
    Reservoir,
    Scope,
    Technology,
    TimeSlice,
    Years,
)

Mask = NDArray[np.bool_]
OFF = -1.0  # an upper limit of exactly this is none
SETS = {
    "R": "REGION", "P": PARTNER, "T": "TECHNOLOGY", "F": "FUEL", "M": "MODE_OF_OPERATION", "L": "TIMESLICE",
    "Y": "YEAR", "E": "EMISSION", "S": "STORAGE",
}  # fmt: skip
UNIT = "units of the data"


def translate(data: DataSet, name: str, emission: str | None) -> EnergySystem:
    """Translate a data set that was checked; `emission` is the one that counts, if any."""
    return _Translation(data, name, emission).system()


@dataclass
class _Translation:
    data: DataSet
    name: str
    emission: str | None

    def __post_init__(self) -> None:
        self.tables: dict[str, dict[Key, float]] = {parameter: {} for parameter in PARAMETERS}
        self.dialect = Dialect(self.data)
        self.labels: dict[str, Any] = {}
        for axis, one in SETS.items():
            members = self.data.sets[one]
            self.labels[axis] = np.array([str(m) for m in members] if axis != "Y" else members, dtype=object)

    def of(self, name: str) -> Floats:
        """Return a parameter of the data set over its index sets."""
        return self.data.dense(name)

    def put(self, parameter: str, axes: str, values: Floats, chosen: Mask, order: str = "") -> None:
        """Write the chosen values of an array into a table, keyed in the order given."""
        places = np.nonzero(chosen)
        columns = {axis: self.labels[axis][place].tolist() for axis, place in zip(axes, places, strict=True)}
        keys = zip(*(columns[axis] for axis in order or axes), strict=True)
        self.tables[parameter].update(zip(keys, values[places].tolist(), strict=True))

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
            reservoirs=tuple(
                Reservoir(str(s), region, UNIT, Label(str(s), str(s)))
                for region in regions
                for s in self.data.sets["STORAGE"]
            ),
            brackets=self._brackets(),
            sectors=False,
            places=Places(self.data),
            warnings=tuple(self.data.warnings),
        )

    # time

    def _time(self) -> None:
        split = self.of("YearSplit")
        self.put("slice_share", "LY", split, np.ones_like(split, dtype=bool))

    def _time_slices(self) -> tuple[TimeSlice, ...]:
        """Return the slices as long as they are in the first year, each with its first season and part of the day."""
        shares = self.of("YearSplit")[:, 0]
        season, part = self.of("Conversionls"), self.of("Conversionlh")
        slices = []
        for place, name in enumerate(self.labels["L"]):
            names = [
                str(self.data.sets[one][int(np.argmax(rows[place]))]) if rows.shape[1] and rows[place].any() else name
                for one, rows in (("SEASON", season), ("DAILYTIMEBRACKET", part))
            ]
            slices.append(TimeSlice(name, names[0], names[1], float(shares[place]), 365.0, 24.0))
        return tuple(slices)

    def _brackets(self) -> tuple[Bracket, ...]:
        seasons, types, parts = (self.of(f"Conversionl{one}") == 1 for one in "sdh")
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
    def _variable(self) -> Floats:
        """Variable cost by region, technology, mode, year; none where it sums to exactly 0 over the modes."""
        cost = self.of("VariableCost")
        return np.where((cost.sum(axis=2) == 0.0)[:, :, None, :], 0.0, cost)

    @cached_property
    def _emitted(self) -> Floats:
        """Emissions per activity by region, technology, emission, mode, year."""
        return self.of("EmissionActivityRatio")

    @cached_property
    def _links(self) -> tuple[Floats, Floats]:
        return self.of("TechnologyToStorage"), self.of("TechnologyFromStorage")

    @cached_property
    def _open(self) -> Mask:
        """Which modes can run, by region, technology, mode, year: no ratio is negative, and some reason to run."""
        inputs, outputs, emitted = self.of("InputActivityRatio"), self.of("OutputActivityRatio"), self._emitted
        penalty = self.of("EmissionsPenalty")[:, None, :, None, :]
        closed = _any(inputs < 0, 2) | _any(outputs < 0, 2) | _any(emitted < 0, 2)
        closed |= _any((penalty < 0) & (emitted > 0), 2)
        useful = _any(inputs != 0, 2) | _any(outputs != 0, 2) | _any(emitted != 0, 2)
        for link in self._links:
            useful |= _any(link > 0, 2)[..., None]
        floors = _any(self.of("TotalTechnologyAnnualActivityLowerLimit") > 0, 2)
        floors |= self.of("TotalTechnologyModelPeriodActivityLowerLimit") > 0
        earns = _any(self._variable < 0, 2)[:, :, None, :]
        asked = floors[:, :, None, None] | self.dialect.runs[..., None]
        return _mask(~closed & (useful | asked | earns))

    @cached_property
    def _free(self) -> Mask:
        """Which technologies need no capacity: it costs nothing, nothing bounds it and nothing counts it."""
        tagged = (self.of("ReserveMarginTagTechnology") != 0) & (self.of("ReserveMargin") > 0)[:, None, :]
        nothing = (self.of("CapitalCost") == 0) & (self.of("FixedCost") == 0)
        nothing &= (self.of("TotalAnnualMaxCapacity") == OFF) & (self.of("TotalAnnualMaxCapacityInvestment") == OFF)
        nothing &= (self.of("TotalAnnualMinCapacity") <= 0) & (self.of("TotalAnnualMinCapacityInvestment") <= 0)
        nothing &= (self.of("CapacityOfOneTechnologyUnit") == 0) & (self.of("AvailabilityFactor") > 0) & ~tagged
        nothing &= ~self.dialect.counts_capacity[..., None]
        fine = (self.of("CapacityFactor") >= 0).all(axis=(2, 3)) & (self.of("CapacityToActivityUnit") > 0)
        return _mask(nothing.all(axis=2) & fine)

    @cached_property
    def _yearly(self) -> tuple[Mask, Mask]:
        """Which technologies and which fuels need no time slices."""
        ways = self._open[:, :, None]
        uses = _mask((self.of("InputActivityRatio") != 0) & ways)
        gives = _mask((self.of("OutputActivityRatio") != 0) & ways)
        share = self.of("CapacityFactor")
        same = _mask((share == share[:, :, :1]).all(axis=(0, 2, 3)))
        lit = _mask((share > 0).all(axis=(0, 2, 3)))
        single = _mask(gives.any(axis=(0, 4)).sum(axis=1) <= 1).all(axis=1)
        reserved = (self.of("ReserveMarginTagFuel") != 0) & (self.of("ReserveMargin") > 0)[:, None, :]
        timed = _mask((gives & reserved[:, None, :, None, :]).any(axis=(0, 2, 3, 4)))
        for link in self._links:
            timed |= _mask((link > 0).any(axis=(0, 2, 3)))
        demanded = self.of("SpecifiedAnnualDemand")[:, :, None, :] * self.of("SpecifiedDemandProfile") != 0
        by_slice = demanded.any(axis=(0, 2, 3)) | (self.of("TradeRoute") != 0).any(axis=(0, 1, 3))
        network = Network(
            uses=_mask(uses.any(axis=(0, 3, 4))),
            gives=_mask(gives.any(axis=(0, 3, 4))),
            follows=_mask(self._free.all(axis=0) & lit & single),
            even=same & (lit | ~self._free.any(axis=0)),  # without capacity only its slices keep it from running
            timed=timed,
            by_slice=_mask(by_slice),
        )
        return find_yearly(network)

    def _fuels(self) -> tuple[Commodity, ...]:
        found = []
        for place, fuel in enumerate(self.labels["F"]):
            balance: Literal["yearly", "slice"] = "yearly" if self._yearly[1][place] else "slice"
            found.append(Commodity(fuel, UNIT, balance, fuel, Label(fuel, fuel), PATH, surplus=True))
        return tuple(found)

    def _technologies(self) -> tuple[Technology, ...]:
        running = _any(self._open, 3)
        modes = self.labels["M"]
        found = []
        for r, region in enumerate(self.labels["R"]):
            for t, name in enumerate(self.labels["T"]):
                own = tuple(modes[running[r, t]].tolist())
                if own or not self._free[r, t]:
                    label, slices = Label(name, name), not self._yearly[0][t]
                    found.append(
                        Technology(
                            name,
                            region,
                            "system",
                            "",
                            "",
                            name,
                            label,
                            UNIT,
                            UNIT,
                            slices=slices,
                            modes=own,
                            path=PATH,
                        )
                    )
        return tuple(found)

    def _modes(self) -> None:
        running = self._open
        closed = ~running & _any(running, 3)[..., None]
        self.put("mode_closed", "RTMY", np.ones(closed.shape), closed)
        for name, parameter, axis in (
            ("InputActivityRatio", "input_ratio", "F"),
            ("OutputActivityRatio", "output_ratio", "F"),
            ("EmissionActivityRatio", "emission_factor", "E"),
        ):
            ratios = self.of(name)
            chosen = (ratios != 0) & running[:, :, None]
            self.put(parameter, f"RT{axis}MY", ratios, chosen, f"RTM{axis}Y")

    def _costs(self) -> None:
        running, variable = self._open, self._variable
        self.put("variable_cost", "RTMY", variable, (variable != 0) & running)
        floor = _any((variable < 0) & running, 2)
        self.put("variable_cost_min", "RTY", np.zeros(floor.shape), floor)
        price = np.einsum("rey,rtemy->rtmy", self.of("EmissionsPenalty"), self._emitted)
        self.put("carbon_price", "RTMY", price, (price != 0) & running)
        rate = self.of("DiscountRate")
        self.put("discount_rate", "R", rate, np.ones_like(rate, dtype=bool))
        hurdle = self.of("DiscountRateIdv")
        self.put("hurdle_rate", "RT", hurdle, ~np.isnan(hurdle))
        method = self.of("DepreciationMethod")
        self.put("straight_line", "R", np.ones_like(method), method == 2)

    def _capacity(self) -> None:
        held, years = ~self._free, len(self.data.sets["YEAR"])
        held_years = np.repeat(held[:, :, None], years, axis=2)
        capital, fixed = self.of("CapitalCost"), self.of("FixedCost")
        self.put("lifetime", "RT", self.of("OperationalLife"), held)
        self.put("capacity_to_activity", "RT", self.of("CapacityToActivityUnit"), held)
        self.put("capital_cost", "RTY", capital, (capital > 0) & held_years)
        self.put("fixed_cost", "RTY", fixed, (fixed > 0) & held_years)
        residual = self.of("ResidualCapacity")
        self.put("residual_capacity", "RTY", residual, (residual != 0) & held_years)
        most, new = self.of("TotalAnnualMaxCapacity"), self.of("TotalAnnualMaxCapacityInvestment")
        most = np.where(fixed < 0, np.minimum(np.where(most == OFF, np.inf, most), 0.0), most)
        new = np.where(capital < 0, np.minimum(np.where(new == OFF, np.inf, new), 0.0), new)
        self.put("capacity_max", "RTY", most, (most != OFF) & held_years)
        self.put("new_capacity_max", "RTY", new, (new != OFF) & held_years)
        for name, parameter in (("TotalAnnualMinCapacity", "capacity_min"),
                                ("TotalAnnualMinCapacityInvestment", "new_capacity_min")):  # fmt: skip
            least = self.of(name)
            self.put(parameter, "RTY", least, least > 0)
        unit = self.of("CapacityOfOneTechnologyUnit")
        self.put("unit_size", "RTY", unit, unit != 0)
        self._availability(held)

    def _availability(self, held: Mask) -> None:
        length = self.of("YearSplit")
        share, year = np.where(length == 0, 0.0, self.of("CapacityFactor")), self.of("AvailabilityFactor")
        yearly = self._yearly[0]
        matters = (share != 1) & (held[:, :, None, None] | (share == 0)) & ~yearly[:, None, None]
        self.put("availability", "RTLY", share, matters, "RTYL")
        possible = np.einsum("rtly,ly->rty", share, length) * np.minimum(year, 1.0)
        self.put("availability_year", "RTY", possible, ((year < 1) | yearly[:, None]) & held[:, :, None])

    def _activity(self) -> None:
        for name, parameter, axes in (
            ("TotalTechnologyAnnualActivityUpperLimit", "activity_max", "RTY"),
            ("TotalTechnologyModelPeriodActivityUpperLimit", "activity_max_period", "RT"),
        ):
            most = self.of(name)
            self.put(parameter, axes, most, most != OFF)
        for name, parameter, axes in (
            ("TotalTechnologyAnnualActivityLowerLimit", "activity_min", "RTY"),
            ("TotalTechnologyModelPeriodActivityLowerLimit", "activity_min_period", "RT"),
        ):
            least = self.of(name)
            self.put(parameter, axes, least, least > 0)

    # commodities and targets

    def _commodities(self) -> None:
        demand = self.of("SpecifiedAnnualDemand")[:, :, None, :] * self.of("SpecifiedDemandProfile")
        self.put("demand_slice", "RFLY", demand, demand != 0, "RFYL")
        whole, yearly = self.of("AccumulatedAnnualDemand"), self._yearly[1][:, None]
        self.put("demand_whole", "RFY", whole, (whole > demand.sum(axis=2)) & ~yearly)
        self.put("demand", "RFY", whole, (whole > 0) & yearly)
        unmade = self.of("OutputActivityRatio").sum(axis=(1, 3)) == 0
        self.put("free_supply", "RFY", np.ones(unmade.shape), unmade)
        route = self.of("TradeRoute")
        self.put("trade_route", "RPFY", route, route != 0)

    def _targets(self) -> None:
        for name, parameter, axes in (
            ("ReserveMargin", "reserve_ratio", "RY"),
            ("REMinProductionTarget", "renewable_share_min", "RY"),
        ):
            least = self.of(name)
            self.put(parameter, axes, least, least > 0)
        for name, parameter, axes in (
            ("ReserveMarginTagFuel", "reserve_output", "RFY"),
            ("ReserveMarginTagTechnology", "reserve_credit", "RTY"),
            ("RETagFuel", "renewable_output", "RFY"),
            ("RETagTechnology", "renewable_credit", "RTY"),
        ):
            tag = self.of(name)
            self.put(parameter, axes, tag, tag != 0)

    def _emissions(self) -> None:
        yearly, whole = self.of("AnnualEmissionLimit"), self.of("ModelPeriodEmissionLimit")
        self.put("emission_limit", "REY", yearly, yearly != OFF)
        self.put("emission_limit_period", "RE", whole, whole != OFF)
        outside, beside = self.of("AnnualExogenousEmission"), self.of("ModelPeriodExogenousEmission")
        self.put("exogenous_emission", "REY", outside, outside != 0)
        self.put("exogenous_emission_period", "RE", beside, beside != 0)
        self.put("emission_min_period", "RE", np.zeros(beside.shape), beside < 0)

    # additions of dialects

    def _additions(self) -> None:
        """Write limits by mode and what capacity uses; a use that is negative forbids what uses it."""
        self.tables.update(self.dialect.limits_by_mode())
        for parameter, ratios in self.dialect.uses().items():
            self.tables[parameter] = ratios
            bound = "new_capacity_max" if parameter == "new_capacity_use" else "capacity_max"
            for (region, technology, _, year), ratio in ratios.items():
                if ratio < 0:
                    key = (region, technology, year)
                    self.tables[bound][key] = min(self.tables[bound].get(key, 0.0), 0.0)
        for region, _, fuel, year in (
            key for name in ("new_capacity_use", "capacity_use") for key in self.tables[name]
        ):
            if not self._yearly[1][self.labels["F"].tolist().index(fuel)]:
                self.tables["demand_whole"].setdefault((region, fuel, year), self._whole[region, fuel, year])

    @cached_property
    def _whole(self) -> dict[Key, float]:
        whole = self.of("AccumulatedAnnualDemand")
        labels = [self.labels[axis].tolist() for axis in "RFY"]
        return {(labels[0][r], labels[1][f], labels[2][y]): float(value) for (r, f, y), value in np.ndenumerate(whole)}

    # storages

    def _reservoirs(self) -> None:
        if not self.data.sets["STORAGE"]:
            return
        for link, parameter in zip(self._links, ("reservoir_inflow", "reservoir_outflow"), strict=True):
            running = _any(self._open, 3)
            self.put(parameter, "RTSM", link, (link > 0) & running[:, :, None, :], "RTMS")
        cost, rate = self.of("CapitalCostStorage"), self.of("DiscountRateStorage")
        self.put("reservoir_capital_cost", "RSY", cost, cost > 0)
        self.put("reservoir_new_max", "RSY", np.zeros(cost.shape), cost < 0)
        self.put("reservoir_discount_rate", "RS", rate, ~np.isnan(rate))
        for name, parameter, axes in (
            ("OperationalLifeStorage", "reservoir_lifetime", "RS"),
            ("StorageLevelStart", "reservoir_level_start", "RS"),
            ("StorageMaxChargeRate", "reservoir_inflow_max", "RS"),
            ("StorageMaxDischargeRate", "reservoir_outflow_max", "RS"),
            ("ResidualStorageCapacity", "reservoir_residual", "RSY"),
            ("MinStorageCharge", "reservoir_level_min", "RSY"),
        ):
            values = self.of(name)
            self.put(parameter, axes, values, np.ones(values.shape, dtype=bool))
        self._days()

    def _days(self) -> None:
        years = [int(year) for year in self.data.sets["YEAR"]]
        for name, parameter in (("DaysInDayType", "days_of_type"), ("DaySplit", "day_part_share")):
            for place, value in np.ndenumerate(self.of(name)):
                self.tables[parameter][*place[:-1], years[place[-1]]] = float(value)


def _any(condition: Any, axis: int) -> Mask:
    """Say where a condition holds anywhere along an axis."""
    return np.asarray(condition.any(axis=axis), dtype=bool)


def _mask(condition: Any) -> Mask:
    return np.asarray(condition, dtype=bool)

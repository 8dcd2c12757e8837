"""Random small data sets that, between them, use every parameter and most of the traps of the formulation."""

from __future__ import annotations

import numpy as np

from tests.reference.data_set import Data


class Maker:
    """Draws one data set; every feature comes with its own chance, so that most data sets mix a few."""

    def __init__(self, seed: int, *, additions: bool = False) -> None:
        self.draw = np.random.default_rng(seed)
        self.additions = additions  # those of the kits of CLEWs, MUIO and CCG

    def chance(self, share: float) -> bool:
        return bool(self.draw.random() < share)

    def between(self, low: float, high: float) -> float:
        return round(float(self.draw.uniform(low, high)), 3)

    def make(self) -> Data:
        regions = ["north", "south"][: 2 if self.chance(0.35) else 1]
        stored = self.chance(0.5)
        seasons, types, parts = ([1, 2][: 1 + self.chance(0.6)] for _ in range(3))
        slices = len(seasons) * len(types) * len(parts) if stored else int(self.draw.integers(1, 4))
        first = 2020
        years = list(range(first, first + int(self.draw.integers(1, 5))))
        if not stored and len(years) > 2 and self.chance(0.2):
            years.pop(1)
        sets: dict[str, list[str] | list[int]] = {
            "R": regions, "T": ["mine", "plant", "wind", "pump", "last", "boiler", "works"],
            "F": ["coal", "power", "heat", "steam", "goods"], "M": [1, 2],
            "L": [f"s{n}" for n in range(slices)], "Y": years, "E": ["CO2", "NOX"][: int(self.draw.integers(1, 3))],
            "S": ["dam"] if stored else [], "Q": seasons if stored else [], "D": types if stored else [],
            "H": parts if stored else [],
        }  # fmt: skip
        self.data = Data(sets)
        self._time()
        self._chain()
        for feature in (self._capacities, self._activities, self._emissions, self._targets, self._money, self._odd):
            feature()
        if len(regions) > 1:
            self._trade()
        if stored:
            self._storage()
        if self.chance(0.7):
            self._works()
        if self.additions:
            self._modes()
            self._own_constraints()
            self._capacity_uses()
        return self.data

    def _time(self) -> None:
        shares = self.draw.uniform(0.5, 1.5, len(self.data.sets["L"]))
        shares *= (1.0 if self.chance(0.8) else 1.00004) / shares.sum()  # as far as the public model lets it
        for name, share in zip(self.data.sets["L"], shares, strict=True):
            self.data.put("YearSplit", round(float(share), 5), L=name)

    def _chain(self) -> None:
        put, between = self.data.put, self.between
        for r in self.data.sets["R"]:
            put("OutputActivityRatio", 1, R=r, T="mine", F="coal", M=1)
            put("InputActivityRatio", between(1.5, 3), R=r, T="plant", F="coal", M=1)
            put("OutputActivityRatio", 1, R=r, T="plant", F="power", M=1)
            if self.chance(0.5):
                put("OutputActivityRatio", between(0.2, 0.8), R=r, T="plant", F="heat", M=1)
            put("OutputActivityRatio", 1, R=r, T="wind", F="power", M=1)
            for fuel, mode in (("power", 1), ("heat", 2)):
                put("OutputActivityRatio", 1, R=r, T="last", F=fuel, M=mode)
                put("VariableCost", between(200, 400), R=r, T="last", M=mode)
            put("VariableCost", between(1, 10), R=r, T="mine", M=1)
            put("InputActivityRatio", 1, R=r, T="pump", F="power", M=1)
            put("OutputActivityRatio", between(0.6, 1), R=r, T="pump", F="power", M=2)
            put("OutputActivityRatio", between(0.2, 2), R=r, T="pump", F="heat", M=1)
            for part in self.data.sets["L"]:
                put("CapacityFactor", float(self.draw.choice([0, 0.3, 0.9])), R=r, T="wind", L=part)
                put("SpecifiedDemandProfile", between(0.1, 0.6), R=r, F="power", L=part)
            put("SpecifiedAnnualDemand", between(5, 20), R=r, F="power")
            if self.chance(0.7):
                put("AccumulatedAnnualDemand", between(1, 12), R=r, F=str(self.draw.choice(["heat", "power"])))
        if self.chance(0.3):
            self.data.defaults["VariableCost"] = 1e-3

    def _capacities(self) -> None:
        put, between, years = self.data.put, self.between, self.data.sets["Y"]
        if self.chance(0.7):
            put("CapacityToActivityUnit", between(1, 31.536), T="plant")
        for t in ("plant", "wind", "pump"):
            put("OperationalLife", float(self.draw.choice([1, 2, 2.5, 3, 10])), T=t)
            if self.chance(0.8):
                put("CapitalCost", between(5, 100), T=t)
            if self.chance(0.5):
                put("FixedCost", between(0, 5), T=t)
            if self.chance(0.4):
                put("ResidualCapacity", between(0, 3), T=t, Y=years[0])
            if self.chance(0.2):
                put("TotalAnnualMaxCapacity", between(4, 30), T=t)
            if self.chance(0.2):
                put("TotalAnnualMinCapacity", between(0, 3), T=t, Y=years[-1])
            if self.chance(0.2):
                put("TotalAnnualMaxCapacityInvestment", between(2, 20), T=t)
            if self.chance(0.1):
                put("TotalAnnualMinCapacityInvestment", between(0, 1), T=t, Y=years[0])
            if self.chance(0.2):
                put("AvailabilityFactor", between(0.3, 1), T=t)
        if self.chance(0.25):
            put("CapacityOfOneTechnologyUnit", between(0.5, 3), T=str(self.draw.choice(["plant", "wind"])))

    def _activities(self) -> None:
        put, between = self.data.put, self.between
        if self.chance(0.3):
            put("TotalTechnologyAnnualActivityUpperLimit", between(2, 15), T=str(self.draw.choice(["mine", "wind"])))
        if self.chance(0.3):
            put("TotalTechnologyAnnualActivityLowerLimit", between(0, 3), T=str(self.draw.choice(["plant", "wind"])))
        if self.chance(0.3):
            put("TotalTechnologyModelPeriodActivityUpperLimit", between(5, 60), T="mine")
        if self.chance(0.3):
            put("TotalTechnologyModelPeriodActivityLowerLimit", between(0, 6), T="last")

    def _emissions(self) -> None:
        put, between = self.data.put, self.between
        for e in self.data.sets["E"]:
            put("EmissionActivityRatio", between(0.05, 0.2), T="mine", E=e, M=1)
            if self.chance(0.3):
                put("EmissionActivityRatio", between(-0.1, 0.1), T=str(self.draw.choice(["wind", "pump"])), E=e, M=1)
            if self.chance(0.4):
                put("EmissionsPenalty", between(-5, 60), E=e)
            if self.chance(0.3):
                put("AnnualEmissionLimit", between(0.5, 4), E=e)
            if self.chance(0.3):
                put("AnnualExogenousEmission", between(0, 0.4), E=e)
            if self.chance(0.3):
                put("ModelPeriodEmissionLimit", between(1, 12), E=e)
            if self.chance(0.3):
                put("ModelPeriodExogenousEmission", between(-2, 1), E=e)

    def _targets(self) -> None:
        put, between = self.data.put, self.between
        if self.chance(0.4):
            put("ReserveMargin", between(0.5, 1.5))
            put("ReserveMarginTagFuel", 1, F="power")
            for t in ("plant", "wind", "last"):
                put("ReserveMarginTagTechnology", between(0, 1), T=t)
        if self.chance(0.4):
            put("REMinProductionTarget", between(0, 0.6), Y=self.data.sets["Y"][-1])
            put("RETagFuel", 1, F="power")
            put("RETagTechnology", 1, T="wind")
            put("RETagTechnology", between(0, 1), T="plant")

    def _money(self) -> None:
        put, between = self.data.put, self.between
        for r in self.data.sets["R"]:
            put("DiscountRate", between(0.01, 0.12), R=r)
        put("DepreciationMethod", float(self.draw.integers(1, 3)))
        if self.chance(0.4):
            put("DiscountRateIdv", between(0.02, 0.2), T="wind")

    def _odd(self) -> None:
        """Traps: costs that cancel, costs and ratios below zero, modes without ratios, a fuel nobody makes."""
        put, between = self.data.put, self.between
        if self.chance(0.2):
            cost = between(1, 5)
            put("VariableCost", cost, T="pump", M=1)
            put("VariableCost", -cost if self.chance(0.5) else between(-5, 5), T="pump", M=2)
        if self.chance(0.15):
            put("VariableCost", between(-8, 5), T=str(self.draw.choice(["wind", "plant"])), M=1)
        if self.chance(0.15):
            put("VariableCost", between(-8, 20), T=str(self.draw.choice(["wind", "plant"])), M=2)
        if self.chance(0.1):
            put("CapitalCost", -3, T="wind")
        if self.chance(0.1):
            put("FixedCost", -1, T="pump")
        if self.chance(0.15):
            put("InputActivityRatio", -0.2, T="wind", F="heat", M=1)
        if self.chance(0.1):
            put("OutputActivityRatio", -0.1, T="plant", F="heat", M=2)
        if self.chance(0.1):
            put("OutputActivityRatio", 0, T="mine", F="coal", M=1, Y=self.data.sets["Y"][0])

    def _works(self) -> None:
        """A chain that is asked for goods at any time of the year: what of it may be counted by the year differs."""
        put, between = self.data.put, self.between
        put("InputActivityRatio", between(1, 2), T="boiler", F="coal" if self.chance(0.7) else "power", M=1)
        put("OutputActivityRatio", 1, T="boiler", F="steam", M=1)
        put("InputActivityRatio", between(0.5, 2), T="works", F="steam", M=1)
        put("OutputActivityRatio", 1, T="works", F="goods", M=1)
        put("AccumulatedAnnualDemand", between(1, 8), F="goods")
        if self.chance(0.3):
            put("InputActivityRatio", between(0.1, 0.5), T="plant", F="steam", M=1)
        if self.chance(0.3):
            put("OutputActivityRatio", between(0.1, 0.5), T="works", F="power", M=1)
        for t in ("boiler", "works"):
            if self.chance(0.6):
                put("CapitalCost", between(1, 60), T=t)
                put("OperationalLife", float(self.draw.choice([1, 2, 5])), T=t)
            if self.chance(0.3):
                put("CapacityFactor", between(0.3, 1), T=t)
            for part in self.data.sets["L"] if self.chance(0.3) else ():
                put("CapacityFactor", float(self.draw.choice([0, 0.5, 1])), T=t, L=part)
            if self.chance(0.3):
                put("AvailabilityFactor", between(0.3, 1), T=t)
            if self.chance(0.2):
                put("VariableCost", between(0, 5), T=t, M=1)
        if self.chance(0.2):
            put("TotalTechnologyAnnualActivityUpperLimit", between(3, 40), T="boiler")

    def _modes(self) -> None:
        """Limits on modes, some of which have no ratio of their own, and on their change."""
        put, between, years = self.data.put, self.between, self.data.sets["Y"]
        for t, m in (("mine", 1), ("plant", 1), ("last", 2), ("pump", 2), ("boiler", 2), ("wind", 1)):
            if self.chance(0.3):
                put("TechnologyActivityByModeUpperLimit", between(8, 40), T=t, M=m)
            if self.chance(0.25):
                put("TechnologyActivityByModeLowerLimit", between(0, 1), T=t, M=m, Y=years[-1])
            if self.chance(0.25):
                put("TechnologyActivityIncreaseByModeLimit", between(0.05, 1), T=t, M=m, Y=years[0])
            if self.chance(0.25):
                put("TechnologyActivityDecreaseByModeLimit", between(0.05, 0.9), T=t, M=m)

    def _own_constraints(self) -> None:
        put, between = self.data.put, self.between
        self.data.sets["U"] = ["share", "match", "none"]
        for u, tag in (("share", 0), ("match", 1)):
            if not self.chance(0.5):
                continue
            put("UDCTag", tag, U=u)
            for what in ("TotalCapacity", "NewCapacity", "Activity"):
                if self.chance(0.6):
                    for t in ("plant", "wind", "boiler"):
                        put(f"UDCMultiplier{what}", between(-1, 1) if self.chance(0.7) else 0, T=t, U=u)
            for t, sign in (("last", 1), ("pump", -1)):  # which can always run a little more
                put("UDCMultiplierActivity", sign * between(0.1, 1), T=t, U=u)
            put("UDCConstant", between(0, 6) if tag == 0 else between(0, 2), U=u)
        put("UDCMultiplierActivity", 1, T="mine", U="none")

    def _capacity_uses(self) -> None:
        put, between = self.data.put, self.between
        for what, t, f in (("New", "wind", "goods"), ("Total", "plant", "heat"), ("New", "plant", "power"),
                           ("Total", "wind", "steam"), ("Total", "boiler", "coal")):  # fmt: skip
            if self.chance(0.3):
                negative = self.chance(0.1)
                put(f"InputTo{what}CapacityRatio", between(-0.1 if negative else 0, 0.5), T=t, F=f, M=1)

    def _trade(self) -> None:
        years = self.data.sets["Y"]
        for y in years:
            if self.chance(0.8):
                for pair in (("north", "south"), ("south", "north")):
                    self.data.put("TradeRoute", 1, R=pair[0], P=pair[1], F="power", Y=y)
        if self.chance(0.1):
            self.data.put("TradeRoute", 0.5, R="north", P="south", F="power", Y=years[-1])

    def _storage(self) -> None:
        put, between, sets = self.data.put, self.between, self.data.sets
        places = [(q, d, h) for q in sets["Q"] for d in sets["D"] for h in sets["H"]]
        if self.chance(0.3) and len(places) > 2:
            places[1] = places[0]  # one bracket with two slices, one with none
        for name, (q, d, h) in zip(sets["L"], places, strict=True):
            put("Conversionls", 1, L=name, Q=q)
            put("Conversionld", 1, L=name, D=d)
            put("Conversionlh", 1, L=name, H=h)
        put("TechnologyToStorage", between(0.7, 1), T="pump", S="dam", M=1)
        put("TechnologyFromStorage", between(0.9, 1.3), T="pump", S="dam", M=2)
        put("StorageMaxChargeRate", between(1, 60))
        put("StorageMaxDischargeRate", between(1, 60))
        put("DaySplit", between(0.001, 0.01))
        put("DaysInDayType", between(1, 7))
        put("OperationalLifeStorage", float(self.draw.choice([0, 1, 2, 5.5, 20])))
        put("CapitalCostStorage", between(-2 if self.chance(0.1) else 1, 40))
        put("ResidualStorageCapacity", between(0, 4))
        put("DiscountRateStorage", float(self.draw.choice([0.0, 0.04, 0.1])))
        if self.chance(0.6):
            put("StorageLevelStart", between(0, 2))
        if self.chance(0.4):
            put("MinStorageCharge", between(0, 0.4))

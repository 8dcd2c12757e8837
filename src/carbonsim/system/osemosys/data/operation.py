"""Which modes of a data set can run and which technologies need capacity, by what its rows say."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from carbonsim.system.osemosys.data.dialect import Dialect
from carbonsim.system.osemosys.data.present import Present, limited
from carbonsim.system.osemosys.data.sparse import Keys, Sparse, negative, nonzero, not_above_zero, positive

RATIOS = ("InputActivityRatio", "OutputActivityRatio", "EmissionActivityRatio")
LINKS = ("TechnologyToStorage", "TechnologyFromStorage")


class Operation:
    """What of a data set can run, with the hidden bounds of the long formulation and its empty modes or without."""

    def __init__(self, present: Present, *, hidden_bounds: bool = True, empty_modes: bool = True) -> None:
        """Keep the data set; nothing is gone through yet."""
        self.present, self.dialect = present, Dialect(present)
        self.hidden_bounds, self.empty_modes = hidden_bounds, empty_modes

    def met(self, name: str) -> Keys:
        """Return where a value below 0 meets a hidden bound: nowhere if those are dropped."""
        return self.present.where(
            name, negative if self.hidden_bounds else lambda value: np.zeros_like(value, dtype=bool)
        )

    @cached_property
    def variable_cost(self) -> Sparse:
        """Variable cost by region, technology, mode, year; none where it sums to exactly 0 over the modes."""
        keys = self.present.where("VariableCost", nonzero)
        cost = self.present.of("VariableCost").at(keys)
        lasting = nonzero(keys.summed("RTY", cost).at(keys))
        return Sparse(keys.chosen(lasting), cost[lasting])

    @cached_property
    def wanted_modes(self) -> Keys:
        """Which modes have some reason to run, by region, technology, mode, year; a hidden bound may close them."""
        useful = self.present.none("RTMY")
        for name in RATIOS:
            useful |= self.present.where(name, nonzero)
        for name in LINKS:
            useful |= self.present.where(name, positive).only("RTM").along("Y")
        if not self.empty_modes:
            return (self.present.technologies.along("M") & useful.only("TM")).along("Y")
        floors = self.present.where("TotalTechnologyAnnualActivityLowerLimit", positive).only("RT")
        floors |= self.present.where("TotalTechnologyModelPeriodActivityLowerLimit", positive)
        earning = self.variable_cost.where(negative).only("RTY")
        asked = floors.along("M") | self.dialect.runs
        return useful | asked.along("Y") | earning.along("M")

    @cached_property
    def open_modes(self) -> Keys:
        """Which modes can run: they have some reason to, and no ratio is negative."""
        closed = self.present.where("EmissionActivityRatio", positive) & self.met("EmissionsPenalty")
        closed = self.present.none("RTMY") | closed
        for name in RATIOS:
            closed |= self.met(name)
        return self.wanted_modes - closed

    @cached_property
    def held(self) -> Keys:
        """Which technologies need capacity: it costs something, something bounds it or counts it."""
        held = self.present.where("ReserveMarginTagTechnology", nonzero) & self.present.where("ReserveMargin", positive)
        held = held.only("RT") | self.dialect.counts_capacity
        for name, holds in (
            ("CapitalCost", nonzero), ("FixedCost", nonzero),
            ("TotalAnnualMaxCapacity", limited), ("TotalAnnualMaxCapacityInvestment", limited),
            ("TotalAnnualMinCapacity", positive), ("TotalAnnualMinCapacityInvestment", positive),
            ("CapacityOfOneTechnologyUnit", nonzero), ("AvailabilityFactor", not_above_zero),
            ("CapacityFactor", negative), ("CapacityToActivityUnit", not_above_zero),
        ):  # fmt: skip
            held |= self.present.where(name, holds)
        return held

"""Plans that emit less in one year, below a cap or at a price on what it emits; each warm from the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from carbonsim.optimization.compiling.arrays import Floats
from carbonsim.optimization.planning.objectives import Pursuit
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.terms.emissions import ALL
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Peaking

CAP = "peak_emission_cap"


@dataclass(frozen=True)
class Priced:
    """A plan at a price on a year's emissions, and what it would pay for them, in million CNY, discounted."""

    plan: Solution
    paid: float


def with_open_cap(system: EnergySystem, year: int) -> EnergySystem:
    """Return a system whose peaking plan has a cap on a year, that of the plan or none as yet."""
    plan = next((one for one in system.peaking if one.sector is None), Peaking(guard=False))
    caps = {**plan.emission_cap, year: plan.emission_cap.get(year, float("inf"))}
    others = tuple(one for one in system.peaking if one.sector is not None)
    return replace(system, peaking=(replace(plan, emission_cap=caps), *others))


class Abating:
    """Solves the plan of a system of `with_open_cap` with less emissions in its year."""

    def __init__(self, optimization: Optimization, twin: Solution, year: int) -> None:
        """Take an optimisation whose twin was solved last."""
        self._search: Pursuit = optimization.pursuit(twin)
        self._model, self._year = optimization.model, year
        self.weight = self._model.data.tables["flow_weight"][year,]  # discounted years that the year stands for

    def below(self, cap: float) -> Solution:
        """Return the cheapest plan that emits so many Mt in the year at most, or why there is none."""
        program = self._model.program()
        high, row = program.row_high.copy(), self._model.arrays.rows[CAP][0, self._year]
        high[row] = min(high[row], cap)
        return self._search.settle(replace(program, row_high=high), None)

    def at_price(self, price: float) -> Priced:
        """Return the cheapest plan where each tonne of the year costs so many CNY more."""
        program, counted = self._model.program(), self._counted()
        plan = self._search.settle(replace(program, costs=program.costs + price * self.weight * counted), None)
        return Priced(plan, price * self.weight * plan.judged_emissions.get(self._year, 0.0))

    def _counted(self) -> Floats:
        """Return what of each column the scope counts as emissions of the year, in Mt."""
        model = self._model
        columns, scope = model.arrays.columns, model.system.scope
        counted = np.zeros(model.arrays.column_count)
        counted[columns["inside_emissions"][ALL, self._year]] = 1.0
        family = "net_import" if scope.credit_exports else "imported"
        for commodity in scope.imports:
            factor = model.data.tables["import_factor"][commodity, self._year]
            counted[columns[family][commodity, self._year]] += factor
        return counted

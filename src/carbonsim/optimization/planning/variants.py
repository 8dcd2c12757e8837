"""Systems that differ in numbers: one compiled model, new values gathered, solved warm one after another.

A system of another structure (a row or a column more) is built once and kept, so that switching back costs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace

from carbonsim.memory import Memory
from carbonsim.optimization.choice.constants import Option
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.equations import cell_tables
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Observed, Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key

LAYOUT = tuple(part.name for part in fields(Coefficients) if part.name not in ("system", "tables"))


@dataclass
class Variants:
    """Solves one system after another; the past of all is that of one reference, and what was `observed` of choices.

    `built` counts models that were built, `solved` answers.
    """

    reference: Solution | None = None
    observed: Mapping[Option, Observed] | None = None
    models: list[Optimization] = field(default_factory=list)
    built: int = 0
    solved: int = 0
    seconds: float = 0.0
    memory: Memory = field(default_factory=Memory)

    def adopt(self, optimization: Optimization) -> None:
        """Take over a model that was built already, and what it remembers."""
        optimization.past, self.memory = self.reference, optimization.memory
        optimization.observed = self.observed
        self.models.append(optimization)

    def load(self, system: EnergySystem) -> Optimization:
        """Return a live model that holds the numbers of a system."""
        for model in self.models:
            if model.model.system is system:
                return model
        data = derive(system, self.memory)
        for model in self.models:
            if same_layout(model.model.data, data):
                _put(model.model, data)
                return model
        self.built += 1
        left = self.models[0].left if self.models else None
        model = Optimization(system, past=self.reference, observed=self.observed, time_limit=left, memory=self.memory)
        self.models.append(model)
        return model

    def twin(self, system: EnergySystem) -> Solution:
        """Solve a system without its peaking plan."""
        return self._timed(lambda: self.load(system).solve_twin())

    def plan(self, system: EnergySystem, twin: Solution | None = None) -> Solution:
        """Solve a system with its peaking plan, guarded by its own twin, which may be known already."""
        model = self.load(system)
        twin = twin or self._timed(model.solve_twin)
        return self._timed(lambda: model.solve_plan(twin)) if twin.status == SolveStatus.OPTIMAL else twin

    def _timed(self, work: Callable[[], Solution]) -> Solution:
        start = time.perf_counter()
        solution = work()
        self.seconds += time.perf_counter() - start
        self.solved += 1
        return solution


def same_layout(one: Coefficients, two: Coefficients) -> bool:
    """Say whether two systems have the same rows, columns and cells, so that they differ in numbers only."""
    parts = ((getattr(one, name), getattr(two, name)) for name in LAYOUT)
    if any(mine is not theirs and mine != theirs for mine, theirs in parts):
        return False
    return all(one.tables.get(name, {}).keys() == two.tables.get(name, {}).keys() for name in cell_tables())


def _put(model: CompiledModel, data: Coefficients) -> None:
    """Put the numbers of a system of the same layout into a compiled model; what waited for a twin waits again."""
    cells: dict[tuple[str, Key], float] = {}
    for name in cell_tables():
        held, table = model.data.tables.get(name, {}), data.tables.get(name, {})
        if table is not held:
            cells.update({(name, key): value for key, value in table.items() if value != held[key]})
    model.arrays.cells = model.arrays.with_values(cells)
    model.renew(data)


def without_targets(system: EnergySystem, names: frozenset[str]) -> EnergySystem:
    """Return a system in which the ceilings of some targets are free: the layout stays."""
    if not names:
        return system
    paths = {f"targets.{name}" for name in names}
    rows = tuple(replace(row, bound=float("inf")) if row.path in paths else row for row in system.limits)
    targets = tuple(target for target in system.targets if target.name not in names)
    return replace(system, limits=rows, targets=targets)

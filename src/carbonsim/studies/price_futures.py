"""Futures in which prices alone differ: the costs of one programme, in proportion to what is drawn.

Nothing is assembled again. A twin begins where the one known that would cost least at the new prices ended, or, once
many are known, at the optimum of what differs among them; from there the solver goes on to the optimum of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from carbonsim.errors import ScenarioError
from carbonsim.optimization.compiling.arrays import Floats
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.equations import cell_tables
from carbonsim.optimization.equations.cost import COST_COMPONENTS
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import same_layout
from carbonsim.optimization.solver.kernel import Kernel
from carbonsim.optimization.solver.solve import Start
from carbonsim.scenario.futures.inputs import UncertainInput
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

EXACT = 1e-9  # of the largest number of a cell, where costs are in proportion to what is drawn
FEW = 40  # known twins: of fewer, what they have alike says little
Assembled = Callable[[Scenario], EnergySystem]


@dataclass
class KnownTwins:
    """Twins that were solved: how columns and rows stand in each, and what each pays in every direction of prices."""

    statuses: list[NDArray[np.int8]] = field(default_factory=list)
    paid: list[Floats] = field(default_factory=list)

    def cheapest(self, weights: Floats) -> NDArray[np.int8]:
        """Return how the one stands that would cost least at other prices."""
        return self.statuses[int(np.argmin(np.array(self.paid) @ weights))]


class PriceFutures:
    """A live model whose prices are drawn; what is solved depends on nothing but the draw and what was known."""

    def __init__(
        self, optimization: Optimization, directions: Floats, weigh: Callable[[Sequence[float]], Floats]
    ) -> None:
        """Take a model whose twin and plan were solved, and its cells in every direction, as written first."""
        self.optimization, self._weigh = optimization, weigh
        arrays = optimization.model.arrays
        self._costs = np.array([arrays.costs_of_columns(one) for one in directions])
        self._cells, self._drawn = directions[0], np.flatnonzero((directions[1:] != 0.0).any(axis=0))
        self._steps = directions[:, self._drawn]
        optimization.solve_twin()
        optimization.ready_for_many()
        optimization.explaining = optimization.pricing = False
        self._program = optimization.model.free_program()
        self._first = KnownTwins()
        self._remember(self._first)
        self._known, self._learning = self._first, True
        self._kernel: Kernel | None = None

    def begin(self, known: KnownTwins | None = None) -> None:
        """Begin a part: from twins that others know, or from that of the scenario as written, to remember more."""
        self._learning = known is None
        if known is None:
            self._known, self._kernel = KnownTwins([*self._first.statuses], [*self._first.paid]), None
        elif known is not self._known:
            self._known = known
            bases = np.array(known.statuses)
            many = len(bases) >= FEW
            self._kernel = self.optimization.twin_solver.kernel(self._program, bases, self._costs) if many else None

    @property
    def learnt(self) -> KnownTwins:
        """The twins that were solved since a part began."""
        return KnownTwins(self._known.statuses[1:], self._known.paid[1:])

    def load(self, quantiles: Sequence[float]) -> Optimization:
        """Return the model with what is drawn, its twin about to begin near its optimum."""
        weights = self._weigh(quantiles)
        model = self.optimization.model
        model.arrays.cells = self._cells.copy()
        model.arrays.cells[self._drawn] = weights @ self._steps
        model.renew(model.data)
        start = self._known.cheapest(weights)
        found = None if self._kernel is None else self._kernel.optimum(weights, start)
        self.optimization.twin_start = Start(start, is_a_plan=True) if found is None else Start(found, is_a_plan=False)
        return self.optimization

    def as_written(self) -> None:
        """Put the prices of the scenario as it is written back."""
        self.optimization.model.arrays.cells = self._cells.copy()

    def solved_twin(self) -> None:
        """Remember the twin that was solved last, while a part learns."""
        if self._learning:
            self._remember(self._known)

    def _remember(self, known: KnownTwins) -> None:
        assert self.optimization.decided is not None
        known.statuses.append(self.optimization.twin_solver.statuses)
        known.paid.append(self._costs @ self.optimization.decided[1].columns)


def price_futures(
    scenario: Scenario, inputs: Sequence[UncertainInput], optimization: Optimization, assembled: Assembled
) -> PriceFutures | None:
    """Return what solves futures of inputs that move costs alone, each in proportion; None where one does not.

    Each is moved alone to learn its direction, then all together to their ends: what they then cost has to be known.
    """
    system, model = optimization.model.system, optimization.model
    if system.choices or system.foresight is not None or model.own or len(optimization.twin_solver.program.integers):
        return None
    if system.parameters["price_elasticity"]:
        return None
    places = [(one, year) for one in inputs for year, _ in sorted(one.ends[1].items(), key=lambda item: item[0] or 0)]
    central = {one.name: one.ends[1] for one in inputs}

    def cells(drawn: Mapping[str, Mapping[int | None, float]]) -> Floats | None:
        values = {path: value for one in inputs for path, value in one.moved_to(drawn[one.name], scenario).items()}
        try:
            return _cells(optimization, assembled(scenario.with_(values)))
        except ScenarioError:
            return None

    first, rows, steps = cells(central), [], []
    for one, year in places:
        low, usual, high = (ends[year] for ends in one.ends)
        end = high if high > usual else low
        moved = cells({**central, one.name: {**central[one.name], year: end}})
        if first is None or moved is None:
            return None
        steps.append(usual)
        step = np.zeros_like(first)
        differ = moved != first
        step[differ] = (moved[differ] - first[differ]) / (end - usual)
        rows.append(step)
    if first is None:
        return None
    directions, centre = np.array([first, *rows]), np.array(steps)

    def weights(drawn: Mapping[str, Mapping[int | None, float]]) -> Floats:
        return np.concatenate([[1.0], np.array([drawn[one.name][year] for one, year in places]) - centre])

    for end in (0, 2):
        corner = {one.name: one.ends[end] for one in inputs}
        there = cells(corner)
        if there is None or not _alike(weights(corner) @ directions, there):
            return None

    def weigh(quantiles: Sequence[float]) -> Floats:
        return weights({one.name: one.drawn(quantile) for one, quantile in zip(inputs, quantiles, strict=True)})

    return PriceFutures(optimization, directions, weigh)


def _cells(optimization: Optimization, system: EnergySystem) -> Floats | None:
    """Return the cells of a system that differs from that of a model in costs alone; None where more differs."""
    model, data = optimization.model, derive(system, optimization.memory)
    known, names = model.data.tables, {*cell_tables()}
    if not same_layout(model.data, data):
        return None
    pairs = {name: (known.get(name, {}), data.tables.get(name, {})) for name in {*known, *data.tables}}
    differ = {name for name, (mine, theirs) in pairs.items() if mine is not theirs and mine != theirs}
    if not differ <= {*COST_COMPONENTS} & names:
        return None
    return model.arrays.cells_of(data.tables, sorted(differ))


def _alike(one: Floats, two: Floats) -> bool:
    finite = np.isfinite(one) & np.isfinite(two)
    size = np.maximum(np.abs(one[finite]), np.abs(two[finite]))
    near = (np.abs(one[finite] - two[finite]) <= EXACT * size).all()
    return bool(near and np.array_equal(one[~finite], two[~finite]))

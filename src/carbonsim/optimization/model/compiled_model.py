"""The compiled model: numbers of a system in, the programme out; it holds no solver."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from carbonsim.optimization.compiling.arrays import Arrays, Floats, Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.structure.families import COLUMN_BOUNDS
from carbonsim.optimization.structure.roles import PeakingLine
from carbonsim.optimization.terms.emissions import ALL
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key, Limit, Peaking

if TYPE_CHECKING:
    from carbonsim.optimization.compiling.pyomo_model import PyomoModel as Built
    from carbonsim.optimization.model.own_constraints import OwnConstraints

PREFERENCE = 0.1  # Mt that a unit of activity is taken to emit, times its preference, where ties are broken
PAST_TOLERANCE = 1e-6
SLACK_ABSOLUTE = 1e-9
ROUNDING = 1e-6  # new capacity in the past that only the spread of calibration calls for
ROOM = 1e-4  # what such rounding may grow to: a bound that the solver can tell from zero


class CompiledModel:
    """A system as coefficients and arrays, with the values that were changed since and the past that is pinned."""

    def __init__(self, data: Coefficients, arrays: Arrays) -> None:
        """Take coefficients and the arrays that were compiled of them."""
        self.data, self.arrays = data, arrays
        self.own: OwnConstraints | None = None
        self.settled_limits: tuple[Limit, ...] = ()  # of targets told against a base year, once that is known
        self.figures: dict[tuple[str, int], float] = {}  # of those targets: name, year → figure
        self.settled = False  # whether they are known
        self._past: Solution | None = None
        self._pins: dict[str, dict[Key, tuple[float, float]]] = {}
        self._cells: dict[tuple[str, Key], float] = {}
        self._committed: Mapping[Key, float] = {}

    @property
    def system(self) -> EnergySystem:
        """The system whose numbers it holds."""
        return self.data.system

    @property
    def peaking(self) -> tuple[Peaking, ...]:
        """The peaking plans of that system."""
        return self.data.system.peaking

    def with_own(self, own: OwnConstraints) -> CompiledModel:
        """Return the same model with constraints of one's own in twin and plan."""
        beside = copy(self)
        beside.own, beside._cells, beside.settled = own, dict(self._cells), False
        return beside

    def to_pyomo(self, *, with_peaking: bool) -> Built:
        """Return the Pyomo model with the numbers as they stand, with or without the rows of the peaking plan."""
        from carbonsim.optimization.compiling.pyomo_model import build  # Pyomo is for whoever asks for it

        model = build(self.data)
        for (table, key), value in self._cells.items():
            getattr(model, table)[key].set_value(value)
        by_place = {place: (family, key) for family, keys in self.arrays.columns.items() for key, place in keys.items()}
        for place, (low, high) in self.pins().items():
            family, key = by_place[place]
            variable = getattr(model, family)[key]
            variable.setlb(low)
            variable.setub(high)
        if not with_peaking:
            for equation, _ in with_role(PeakingLine):
                if (rows := model.pyomo.component(f"eq_{equation.name}")) is not None:
                    rows.deactivate()
        return model

    def pin_past(self, reference: Solution | None) -> None:
        """Fix yearly activity and new capacity before the plan to those of an optimum; free them where none is given.

        One region is one region: its past is found whatever a scenario calls it.
        """
        if reference is self._past:
            return
        self._past, self._pins = reference, {}
        if reference is None:
            return
        plan_from = self.system.years.plan_from
        reference = self._renamed(reference)
        activity = reference.activity.groupby(["region", "technology", "year"])["value"].sum().to_dict()
        built = reference.new_capacity.set_index(["region", "technology", "year"])["value"].to_dict()
        past = [key for key in self.data.columns if int(key[2]) < plan_from]
        self._pins["activity"] = {key: _around(activity.get(key, 0.0)) for key in past}
        new = [key for key in self.data.families["new_capacity"] if int(key[2]) < plan_from]
        self._pins["new_capacity"] = {key: built_bounds(built.get(key, 0.0)) for key in new}

    @property
    def past(self) -> Solution | None:
        """The optimum whose years before the plan are held, its one region called as here; None where they are free."""
        return None if self._past is None else self._renamed(self._past)

    def _renamed(self, reference: Solution) -> Solution:
        """Return a reference of one region under the name that this system gives its one region."""
        own, theirs = self.system.regions, reference.activity["region"].unique().tolist()
        if len(own) != 1 or len(theirs) != 1 or [*own] == theirs:
            return reference
        tables = {name: getattr(reference, name).assign(region=own[0]) for name in ("activity", "new_capacity")}
        return replace(reference, **tables)

    def renew(self, data: Coefficients) -> None:
        """Take the numbers of a system of the same layout; nothing is known of its twin yet."""
        if data.system.years != self.system.years:
            self.pin_past(None)
        self.data = data
        self._cells, self.settled, self.figures, self.settled_limits = {}, False, {}, ()

    def commit(self, new_capacity: Mapping[Key, float]) -> None:
        """Fix new capacity, by region, technology and year, in all that is solved next; what is not named is free."""
        self._committed = new_capacity

    def change(self, values: Mapping[tuple[str, Key], float]) -> None:
        """Give cells of the model, by table and key, other values for every solve that follows."""
        self._cells.update(values)

    def settle(
        self, cells: Mapping[tuple[str, Key], float], figures: dict[tuple[str, int], float], limits: tuple[Limit, ...]
    ) -> None:
        """Take what targets that waited for a twin turn out to ask."""
        self._cells.update(cells)
        self.figures, self.settled_limits, self.settled = figures, limits, True

    @property
    def has_a_past(self) -> bool:
        """Whether any of its past is pinned."""
        return bool(self._pins)

    def program(self, *, with_past: bool = True) -> Program:
        """Gather the numbers of the model as they stand, the past pinned."""
        program = self.arrays.gather(self.arrays.with_values(self._cells))
        low, high = program.column_low.copy(), program.column_high.copy()
        for column, (floor, ceiling) in self.pins().items() if with_past else ():
            low[column], high[column] = floor, ceiling
        built = self.arrays.columns["new_capacity"]
        for key, amount in self._committed.items():
            if key in built:
                low[built[key]], high[built[key]] = built_bounds(amount)
        program = replace(program, column_low=low, column_high=high)
        return program if self.own is None else self.own.add_to(program, self.arrays)

    def pins(self) -> dict[int, tuple[float, float]]:
        """Return the bounds of every column that the past fixes."""
        built = self.arrays.columns["new_capacity"]
        run = {self.activity_column(key): bounds for key, bounds in self._pins.get("activity", {}).items()}
        return run | {built[key]: bounds for key, bounds in self._pins.get("new_capacity", {}).items()}

    def activity_column(self, key: Key) -> int:
        """Return the column of a bounded yearly activity: the sum over slices and modes, or its only part."""
        summed = self.arrays.columns["yearly_activity"]
        return summed[key] if key in summed else self.arrays.columns["activity"][self.data.columns[key][0]]

    def bounded_column(self, parameter: str, key: Key) -> int | None:
        """Return the column that a bound of a technology's year acts on; None where there is none."""
        family = COLUMN_BOUNDS[parameter].column
        if family == "yearly_activity":
            known = key in self.arrays.columns["yearly_activity"] or self.data.columns.get(key)
            return self.activity_column(key) if known else None
        return self.arrays.columns[family].get(key)

    def free_program(self, *, with_past: bool = True) -> Program:
        """Gather the numbers of the twin: the rows of the peaking plan are free."""
        program = self.program(with_past=with_past)
        low, high = program.row_low.copy(), program.row_high.copy()
        for equation, _ in with_role(PeakingLine):
            places = list(self.arrays.rows.get(equation.name, {}).values())
            low[places], high[places] = -np.inf, np.inf
        return replace(program, row_low=low, row_high=high)

    @property
    def _column_count(self) -> int:
        return self.arrays.column_count + (0 if self.own is None else len(self.own.columns))

    def emission_prices(self) -> Floats:
        """Return each column's emissions in the scope, in Mt, summed over model years."""
        weights = np.zeros(self._column_count)
        for (group, _), column in self.arrays.columns["inside_emissions"].items():
            weights[column] = 1.0 if group == ALL else 0.0
        for key, column in self.arrays.columns["imported"].items():
            weights[column] = self.data.tables["import_factor"][key]
        return weights

    def preferences(self) -> Floats:
        """Return what each column is taken to emit, in Mt, for its activity to be taken first or last."""
        weights = np.zeros(self._column_count)
        columns, years = self.arrays.columns["activity"], self.system.years
        for key, weight in self.system.parameters["preference"].items():
            for column in (column for year in years for column in self.data.mode_columns((*key, year))):
                weights[columns[column]] = PREFERENCE * weight
        return weights


def built_bounds(value: float) -> tuple[float, float]:
    """Return the bounds of new capacity that is held at a value: as far around it as a solver can tell."""
    return (0.0, ROOM) if SLACK_ABSOLUTE < value < ROUNDING else _around(value)


def _around(value: float) -> tuple[float, float]:
    if abs(value) <= SLACK_ABSOLUTE:
        return 0.0, 0.0
    spread = PAST_TOLERANCE * abs(value) + SLACK_ABSOLUTE
    return max(value - spread, 0.0), value + spread

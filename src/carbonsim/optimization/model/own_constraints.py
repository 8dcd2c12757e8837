"""What somebody wrote into the Pyomo model of a scenario → rows, columns and bounds beside those of the equations.

The Pyomo model is the one that `Model.pyomo` gave. What is linear and stands beside the equations is taken over: added
constraints and variables, other bounds, fixed variables, rows of the equations that were deactivated. What would change
the equations themselves (their numbers, the objective) is refused by name: numbers are written as changes by path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

from carbonsim.errors import Finding, ScenarioError
from carbonsim.messages.message import Message, Wording, counting, message
from carbonsim.optimization.compiling.arrays import Arrays, Floats, Program
from carbonsim.optimization.compiling.pyomo_model import PyomoModel
from carbonsim.optimization.equations import cell_tables
from carbonsim.optimization.solution.solution import OWN_COLUMNS
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.structure.symbols import COLUMNS
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from pyomo.core.base.constraint import ConstraintData
    from pyomo.core.base.var import VarData

Handed: TypeAlias = "tuple[Place, VarData, tuple[float, float]]"  # a column with its bounds as it was handed out
Place = tuple[str, Key]  # family and key of a column or a row
UNREADABLE = ("SOSConstraint", "Complementarity", "Disjunct", "Disjunction", "LogicalConstraint")
NUMBERS = message("write it as a change by path: model.solve({path: value})")


@dataclass(frozen=True)
class OwnRow:
    """A linear constraint: low ≤ Σ coefficient × column ≤ high, the columns of the model by place, own ones by name."""

    name: str
    terms: Mapping[Place | str, float]
    low: float
    high: float


@dataclass(frozen=True)
class OwnColumn:
    """A variable that the equations do not know."""

    low: float
    high: float
    whole: bool


@dataclass(frozen=True)
class OwnConstraints:
    """All that was written into a Pyomo model; nothing where it was left as it was."""

    rows: tuple[OwnRow, ...] = ()
    columns: Mapping[str, OwnColumn] = field(default_factory=dict)
    bounds: Mapping[Place, tuple[float, float]] = field(default_factory=dict)
    freed: frozenset[Place] = frozenset()

    def __bool__(self) -> bool:
        """Say whether anything was written."""
        return bool(self.rows or self.bounds or self.freed)

    def notice(self) -> Message:
        """Say in a sentence what holds beside the equations."""
        names = dict.fromkeys(row.name.partition("[")[0] for row in self.rows)
        more = (
            [counting("{count} bound of a column", "{count} bounds of columns", len(self.bounds))]
            if self.bounds
            else []
        )
        more += [counting("{count} row left out", "{count} rows left out", len(self.freed))] if self.freed else []
        return message("constraints of one's own hold in twin and plan: {names}", names=(*names, *more))

    def table(self, first: int, reported: Answer, answer: Answer) -> pd.DataFrame:
        """Return each constraint, the first of which is row `first`: value, bounds, what it costs at the margin."""
        rows = [
            (own.name, float(reported.rows[place]), own.low, own.high, float(answer.duals[place]))
            for place, own in enumerate(self.rows, first)
        ]
        return pd.DataFrame(rows, columns=list(OWN_COLUMNS))

    def missing(self, arrays: Arrays) -> list[str]:
        """Return the columns that own constraints name and a compiled model does not have."""
        named = {place for row in self.rows for place in row.terms if not isinstance(place, str)} | set(self.bounds)
        return sorted(f"{family}{list(key)}" for family, key in named if key not in arrays.columns[family])

    def add_to(self, program: Program, arrays: Arrays) -> Program:
        """Return a programme with the own rows and columns behind those of the equations."""
        low, high = program.column_low.copy(), program.column_high.copy()
        for (family, key), (floor, ceiling) in self.bounds.items():
            place = arrays.columns[family][key]
            low[place], high[place] = floor, ceiling
        row_low, row_high = program.row_low.copy(), program.row_high.copy()
        for family, key in self.freed:
            if (row := arrays.rows.get(family, {}).get(key)) is not None:
                row_low[row], row_high[row] = -np.inf, np.inf
        own, first = list(self.columns.values()), len(program.costs)
        whole = [first + place for place, column in enumerate(own) if column.whole]
        indices, values, lengths = self._entries(arrays, first)
        return replace(
            program,
            starts=np.concatenate([program.starts, program.starts[-1] + np.cumsum(lengths)]).astype(np.int64),
            indices=np.concatenate([program.indices, np.array(indices, dtype=np.int64)]),
            values=np.concatenate([program.values, np.array(values, dtype=float)]),
            row_low=np.concatenate([row_low, [row.low for row in self.rows]]),
            row_high=np.concatenate([row_high, [row.high for row in self.rows]]),
            column_low=np.concatenate([low, [column.low for column in own]]),
            column_high=np.concatenate([high, [column.high for column in own]]),
            costs=np.concatenate([program.costs, np.zeros(len(own))]),
            integers=np.concatenate([program.integers, np.array(whole, dtype=np.int64)]),
        )

    def _entries(self, arrays: Arrays, first: int) -> tuple[list[int], list[float], list[int]]:
        own = {name: first + place for place, name in enumerate(self.columns)}
        indices, values, lengths = list[int](), list[float](), list[int]()
        for row in self.rows:
            placed = {
                own[place] if isinstance(place, str) else arrays.columns[place[0]][place[1]]: value
                for place, value in row.terms.items()
            }
            indices += sorted(placed)
            values += [placed[column] for column in sorted(placed)]
            lengths.append(len(placed))
        return indices, values, lengths


class Original:
    """A Pyomo model as it was handed out, so that what is written into it afterwards can be told."""

    def __init__(self, model: PyomoModel) -> None:
        """Remember variables with their bounds, constraints, numbers and the objective."""
        self.pyomo = model.pyomo
        named = ((family, key, column) for family in COLUMNS for key, column in getattr(model, family).items())
        self._columns: dict[int, Handed] = {
            id(column): ((family, key), column, _bounds(column)) for family, key, column in named
        }
        self._domains = {family: _domain(model.pyomo.component(family)) for family in COLUMNS}
        self._numbers = {
            (name, key): (cell, cell.value) for name in cell_tables() for key, cell in getattr(model, name).items()
        }
        self._rows: dict[int, tuple[Place, ConstraintData, object, bool]] = {
            id(row): ((rows.name.removeprefix("eq_"), _key(index)), row, row.expr, row.active)
            for rows in model.pyomo.component_objects(pyo.Constraint)
            for index, row in rows.items()
        }
        self._objective = model.pyomo.total_cost.expr

    def read(self, pyomo: object, file: str) -> OwnConstraints:
        """Return what was written into the model; raises ScenarioError with all that cannot be taken over."""
        if pyomo is not self.pyomo:
            found = (
                message("a Pyomo model of another origin")
                if isinstance(pyomo, pyo.Block)
                else f"{type(pyomo).__name__}"
            )
            raise ScenarioError([Finding(file, 0, "pyomo", found, message("the model that `model.pyomo` gave"))])
        findings = [*self._changed_numbers(file), *self._changed_equations(file), *self._unreadable(file)]
        rows, columns = list[OwnRow](), dict[str, OwnColumn]()
        for row in self._own_rows():
            read = _read_row(row, self._columns)
            if read is None:
                findings.append(
                    _finding(file, row, message("a constraint that is not linear"), message("a linear one"))
                )
                continue
            rows.append(read[0])
            columns.update(read[1])
        if findings:
            raise ScenarioError(findings)
        return OwnConstraints(tuple(rows), columns, dict(self._moved()), self._freed())

    def touched(self) -> bool:
        """Say whether anything was written into the model since it was handed out."""
        known = {*self._changed_numbers(""), *self._changed_equations(""), *self._unreadable("")}
        return bool(known or self._freed() or any(True for _ in self._moved()) or any(True for _ in self._own_rows()))

    def load(self, columns: Floats, arrays: Arrays, own: OwnConstraints) -> None:
        """Give the variables the values of a solution, as a solver of Pyomo's does."""
        for (family, key), column, _ in self._columns.values():
            if key in arrays.columns[family]:
                column.set_value(float(columns[arrays.columns[family][key]]), skip_validation=True)
        for place, name in enumerate(own.columns, arrays.column_count):
            self.pyomo.find_component(name).set_value(float(columns[place]), skip_validation=True)

    def _own_rows(self) -> Iterator[ConstraintData]:
        for row in self.pyomo.component_data_objects(pyo.Constraint, active=True, descend_into=True):
            if id(row) not in self._rows:
                yield row

    def _moved(self) -> Iterator[tuple[Place, tuple[float, float]]]:
        for place, column, before in self._columns.values():
            if (now := _bounds(column)) != before:
                yield place, now

    def _freed(self) -> frozenset[Place]:
        standing = {id(row) for row in self.pyomo.component_data_objects(pyo.Constraint, active=True)}
        known = self._rows.items()
        return frozenset(place for one, (place, _, _, active) in known if active and one not in standing)

    def _changed_numbers(self, file: str) -> Iterator[Finding]:
        names = dict.fromkeys(name for (name, _), (cell, value) in self._numbers.items() if cell.value != value)
        for name in names:
            yield Finding(
                file, 0, f"pyomo.p_{name}", message("another number"), message("the numbers of the scenario"), NUMBERS
            )

    def _changed_equations(self, file: str) -> Iterator[Finding]:
        for (family, key), row, expression, _ in self._rows.values():
            if row.active and row.expr is not expression:
                found, advice = message("another expression"), message("deactivate the row and add one of your own")
                yield Finding(file, 0, f"pyomo.eq_{family}{list(key)}", found, message("the equation as it is"), advice)
        for family, domain in self._domains.items():
            if _domain(self.pyomo.component(family)) != domain:
                advice = message("add variables of your own")
                yield Finding(
                    file, 0, f"pyomo.{family}", message("another domain"), message("the variables as they are"), advice
                )
        objectives = list(self.pyomo.component_data_objects(pyo.Objective, active=True))
        if (
            len(objectives) != 1
            or objectives[0] is not self.pyomo.component("total_cost")
            or objectives[0].expr is not self._objective
        ):
            advice = message("solve it with a solver of Pyomo's, or set a ceiling on what you would weigh")
            yield Finding(
                file, 0, "pyomo.total_cost", message("another objective"), message("the least total cost"), advice
            )

    def _unreadable(self, file: str) -> Iterator[Finding]:
        for part in self.pyomo.component_objects(active=True, descend_into=True):
            if part.ctype.__name__ in UNREADABLE:
                yield _finding(
                    file,
                    part,
                    message("a component {kind}", kind=part.ctype.__name__),
                    message("constraints and variables"),
                )


def _read_row(row: ConstraintData, known: Mapping[int, Handed]) -> tuple[OwnRow, dict[str, OwnColumn]] | None:
    """Return a constraint as a row, and the variables of its own; None where it is not linear."""
    body = generate_standard_repn(row.body, compute_values=True)
    if not body.is_linear():
        return None
    low, high = (None if side is None else float(pyo.value(side)) - float(body.constant) for side in (row.lb, row.ub))
    terms: dict[Place | str, float] = {}
    columns: dict[str, OwnColumn] = {}
    for coefficient, column in zip(body.linear_coefs, body.linear_vars, strict=True):
        own = id(column) not in known
        place = column.name if own else known[id(column)][0]
        terms[place] = terms.get(place, 0.0) + float(coefficient)
        if own:
            columns[column.name] = OwnColumn(*_bounds(column), whole=not column.is_continuous())
    sides = (-np.inf if low is None else low, np.inf if high is None else high)
    return OwnRow(row.name, terms, *sides), columns


def _bounds(column: VarData) -> tuple[float, float]:
    if column.fixed:
        return float(column.value), float(column.value)
    low, high = column.bounds
    return (-np.inf if low is None else float(low)), (np.inf if high is None else float(high))


def _domain(family: pyo.Var | None) -> set[str] | None:
    """Return the domains of a family of variables; None where it is gone."""
    return None if family is None else {column.domain.name for column in family.values()}


def _key(index: object) -> Key:
    return index if isinstance(index, tuple) else (index,)


def _finding(file: str, part: pyo.Component, found: Wording, expected: Wording) -> Finding:
    return Finding(
        file, 0, f"pyomo.{part.name}", found, expected, message("leave it out, or solve it with a solver of Pyomo's")
    )

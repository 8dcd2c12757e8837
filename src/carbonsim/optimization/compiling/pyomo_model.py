"""EnergySystem → Pyomo model: one column family a line, one equation family a loop.

An ordinary run needs no Pyomo: `compile` reads the same equations as arrays. This model is for whoever wants to add
constraints or to use another solver, and for the proof that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

import pyomo.environ as pyo
from pyomo.core.expr.numeric_expr import LinearExpression

from carbonsim.optimization.equations import EQUATIONS, cell_tables
from carbonsim.optimization.equations.cost import COST_COMPONENTS, cost_terms, total_cost
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.structure.families import column_bounds, columns_of
from carbonsim.optimization.structure.reading import Reading
from carbonsim.optimization.structure.registry import Equation
from carbonsim.optimization.structure.symbols import COLUMNS
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from pyomo.core.base.param import ParamData
    from pyomo.core.base.var import VarData
    from pyomo.core.expr.numvalue import NumericValue
    from pyomo.core.expr.relational_expr import RelationalExpression


class PyomoEach:
    """Parameters, or linear terms, of many rows, one a row."""

    def __init__(self, parts: Iterable[NumericValue]) -> None:
        """Take one part a row."""
        self.parts = list(parts)

    def __mul__(self, column: NumericValue) -> PyomoEach:
        """Multiply every part by one column."""
        return PyomoEach(part * column for part in self.parts)

    def __neg__(self) -> PyomoEach:
        """Turn the sign of every part."""
        return PyomoEach(-part for part in self.parts)

    def __le__(self, bound: NumericValue) -> PyomoEach:
        """Bound every part from above."""
        return PyomoEach(part <= bound for part in self.parts)


class PyomoModel:
    """The Pyomo model with plain dictionaries for its columns and cells, which the equations read."""

    number = staticmethod(float)  # a plain number in front of a column

    def __init__(self, data: Coefficients) -> None:
        """Declare every table as a mutable parameter and every column family as a variable."""
        self.data = data
        self.pyomo = pyo.ConcreteModel(data.system.name)
        for name in cell_tables():
            setattr(self, name, self._cells(name, data.tables[name]))
        for family in COLUMNS:
            setattr(self, family, self._columns(family))
        self.costs: dict[str, list[NumericValue]] = {}

    @staticmethod
    def total(terms: Iterable[NumericValue | PyomoEach]) -> LinearExpression | PyomoEach:
        """Return the sum of linear terms as one expression, or one a row where they are of many rows."""
        listed = list(terms)
        if listed and isinstance(listed[0], PyomoEach):
            return PyomoEach(LinearExpression(list(row)) for row in zip(*(term.parts for term in listed), strict=True))
        return LinearExpression(listed)

    @staticmethod
    def each(family: Mapping[Key, NumericValue], keys: Iterable[Key]) -> PyomoEach:
        """Return the columns, or the parameters, of so many keys, one a row."""
        return PyomoEach(family[key] for key in keys)

    def _cells(self, name: str, values: dict[Key, float]) -> dict[Key, ParamData]:
        parameter = pyo.Param(list(values), initialize=dict(values), mutable=True, within=pyo.Any)
        self.pyomo.add_component(f"p_{name}", parameter)
        return dict(zip(values, parameter.values(), strict=True))  # keys stay tuples, those of one part too

    def _columns(self, family: str) -> dict[Key, VarData]:
        keys, one = columns_of(self.data, family), COLUMNS[family]
        domain = pyo.Reals if one.free else pyo.NonNegativeIntegers if one.whole else pyo.NonNegativeReals
        variable = pyo.Var(list(keys), within=domain)
        self.pyomo.add_component(family, variable)
        return dict(zip(keys, variable.values(), strict=True))


def _written(model: PyomoModel, equation: Equation) -> Iterator[RelationalExpression]:
    """Write the rows of an equation in order."""
    if not equation.together:
        return (equation.rule(model, *key) for key in model.data.rows[equation.name])
    return (row for key in model.data.together[equation.name] for row in equation.rule(model, *key).parts)


def build(data: Coefficients) -> PyomoModel:
    """Build the Pyomo model: bounds of columns, every registered equation that has rows, the objective."""
    model = PyomoModel(data)
    reading = cast(Reading, model)  # its terms are expressions of Pyomo
    model.costs = {component: cost_terms(reading, component) for component in COST_COMPONENTS}
    for family, key, side, table, cell in column_bounds(data):
        column, bound = getattr(model, family)[key], getattr(model, table)[cell]
        column.setlb(bound) if side == "low" else column.setub(bound)
    for name, equation in EQUATIONS.items():
        if rows := data.rows.get(name):
            written = dict(zip(rows, _written(model, equation), strict=True))
            constraint = pyo.Constraint(rows, rule=lambda _, *index, written=written: written[index])
            model.pyomo.add_component(f"eq_{name}", constraint)
    model.pyomo.add_component("total_cost", pyo.Objective(expr=total_cost(reading)))
    return model

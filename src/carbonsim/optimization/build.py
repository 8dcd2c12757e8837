"""EnergySystem → Pyomo model: one column family a line, one equation family a loop.

An ordinary run needs no Pyomo: `compile` reads the same equations as arrays. This model is for whoever wants to add
constraints or to use another solver, and for the proof that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyomo.environ as pyo
from pyomo.core.expr.numeric_expr import LinearExpression

import carbonsim.optimization.equations as _equations  # noqa: F401  registers every equation
from carbonsim.optimization.coefficients import Coefficients
from carbonsim.optimization.equations.cost import COST_COMPONENTS, cost_terms, total_cost
from carbonsim.optimization.families import BOUNDS, COLUMN_FAMILIES, FREE, TABLES, WHOLE, column_bounds, columns_of
from carbonsim.optimization.registry import EQUATIONS, uncollected
from carbonsim.system.tables import Key


class Model:
    """The Pyomo model with plain dictionaries for its columns and cells, which the equations read."""

    number = staticmethod(float)  # a plain number in front of a column

    def __init__(self, data: Coefficients) -> None:
        """Declare every table as a mutable parameter and every column family as a variable."""
        self.data = data
        self.pyomo = pyo.ConcreteModel(data.system.name)
        for name in (*TABLES, *BOUNDS):
            setattr(self, name, self._cells(name, data.tables[name]))
        for family in COLUMN_FAMILIES:
            setattr(self, family, self._columns(family))
        self.costs: dict[str, list[Any]] = {}

    @staticmethod
    def total(terms: Iterable[Any]) -> Any:
        """Return the sum of linear terms as one expression."""
        return LinearExpression(list(terms))

    def _cells(self, name: str, values: dict[Key, float]) -> dict[Key, Any]:
        parameter = pyo.Param(list(values), initialize=dict(values), mutable=True, within=pyo.Any)
        self.pyomo.add_component(f"p_{name}", parameter)
        return dict(zip(values, parameter.values(), strict=True))  # keys stay tuples, those of one part too

    def _columns(self, family: str) -> dict[Key, Any]:
        keys = columns_of(self.data, family)
        domain = pyo.Reals if family in FREE else pyo.NonNegativeIntegers if family in WHOLE else pyo.NonNegativeReals
        variable = pyo.Var(list(keys), within=domain)
        self.pyomo.add_component(family, variable)
        return dict(zip(keys, variable.values(), strict=True))


@uncollected()
def build(data: Coefficients) -> Model:
    """Build the Pyomo model: bounds of columns, every registered equation that has rows, the objective."""
    model = Model(data)
    model.costs = {component: cost_terms(model, component) for component in COST_COMPONENTS}
    for family, key, side, table, cell in column_bounds(data):
        column, bound = getattr(model, family)[key], getattr(model, table)[cell]
        column.setlb(bound) if side == "low" else column.setub(bound)
    for name, equation in EQUATIONS.items():
        if rows := data.rows.get(name):
            rule = equation.rule
            constraint = pyo.Constraint(rows, rule=lambda _, *index, rule=rule: rule(model, *index))
            model.pyomo.add_component(f"eq_{name}", constraint)
    model.pyomo.add_component("total_cost", pyo.Objective(expr=total_cost(model)))
    return model

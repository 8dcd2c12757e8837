"""Which ceilings of power and heat hold a plan, in which years, and what one more unit would be worth.

A ceiling is a bound on capacity, on what is built or on yearly output of the energy sector, what can flow in, how fast
new capacity grows, and what a limit of the sector holds of several together. Floors, and what is closed, are none.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solution.solution import Ceiling
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.structure.roles import GrowthLimit, LinearLimit, StandingStock
from carbonsim.system.tables import Key, Limit, Technology

PRICE = 1e-4  # million CNY a unit in the year: below it nothing binds
BOUNDS = ("capacity_max", "activity_max", "new_capacity_max")


def binding_ceilings(model: CompiledModel, program: Program, answer: Answer) -> tuple[Ceiling, ...]:
    """Return every ceiling of the energy sector that costs something in a year of the plan, in money of that year."""
    if not model.system.sectors:
        return ()
    known = {(one.region, one.name): one for one in model.system.technologies if one.sector == "energy"}
    found = (*_bounds(model, answer, known), *_flows(model, answer, known), *_growth(model, answer, known))
    every = (*found, *_limits(model, program, answer))
    return tuple(one for one in every if one.worth > PRICE and one.year >= model.system.years.plan_from)


def _weight(model: CompiledModel, year: int) -> float:
    return float(model.data.tables["flow_weight"][(year,)])


def _bounds(model: CompiledModel, answer: Answer, known: dict[tuple[str, str], Technology]) -> Iterator[Ceiling]:
    """Yield bounds on columns: at a ceiling one more unit costs less."""
    for parameter in BOUNDS:
        for key, bound in model.system.parameters[parameter].items():
            technology, year = known.get((str(key[0]), str(key[1]))), int(key[2])
            if technology is None or not 0.0 < bound < np.inf:
                continue
            if (place := model.bounded_column(parameter, key)) is not None:
                worth = -float(answer.reduced_costs[place]) / _weight(model, year)
                unit = technology.activity_unit if parameter == "activity_max" else technology.capacity_unit
                yield Ceiling(technology.label, technology.path_of(parameter), year, bound, worth, unit)


def _flows(model: CompiledModel, answer: Answer, known: dict[tuple[str, str], Technology]) -> Iterator[Ceiling]:
    """Yield what can flow in at once: what stands of a line to which nothing can be added."""
    rows = {key: row for one, _ in with_role(StandingStock) for key, row in model.arrays.rows.get(one.name, {}).items()}
    for key, row in rows.items():
        technology, stock = known.get((str(key[0]), str(key[1]))), _stock(model, key)
        if technology is not None and technology.branch == "trade" and key not in model.data.built and stock > 0.0:
            worth = abs(float(answer.duals[row])) / _weight(model, int(key[2]))
            path = technology.path_of("residual_capacity")
            yield Ceiling(technology.label, path, int(key[2]), stock, worth, technology.capacity_unit)


def _stock(model: CompiledModel, key: Key) -> float:
    return float(model.system.parameters["residual_capacity"].get(key, 0.0))


def _growth(model: CompiledModel, answer: Answer, known: dict[tuple[str, str], Technology]) -> Iterator[Ceiling]:
    for equation, growth in with_role(GrowthLimit):
        rows = model.arrays.rows.get(equation.name, {}) if growth.seed == "growth_seed" else {}
        for key, row in rows.items():
            if (technology := known.get((str(key[0]), str(key[1])))) is not None:
                worth = abs(float(answer.duals[row])) / _weight(model, int(key[2]))
                rate = model.system.parameters["growth_limit"][key[:2]]
                unit = f"{technology.capacity_unit}/yr"
                yield Ceiling(technology.label, technology.path_of("growth_limit"), int(key[2]), rate, worth, unit)


def _limits(model: CompiledModel, program: Program, answer: Answer) -> Iterator[Ceiling]:
    """Yield what limits of the sector hold from above of several technologies together."""
    rows = {key: row for one, _ in with_role(LinearLimit) for key, row in model.arrays.rows.get(one.name, {}).items()}
    for limit in model.system.limits:
        row = rows.get((limit.name, limit.year))
        if row is None or limit.kind != "plausibility" or not limit.path.startswith("energy.") or limit.label is None:
            continue
        if limit.sense == "<=" and not closes(limit) and np.isfinite(program.row_high[row]):
            worth = abs(float(answer.duals[row])) / _weight(model, limit.year)
            yield Ceiling(limit.label, limit.path, limit.year, limit.bound, worth, limit.unit)


def closes(limit: Limit) -> bool:
    """Say whether a limit from above leaves nothing, as the ways in which a heat pump runs in other weather."""
    return limit.bound == 0.0 and all(term.coefficient > 0.0 for term in limit.terms)

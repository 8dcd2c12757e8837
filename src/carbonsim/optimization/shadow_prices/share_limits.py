"""Which floors, ceilings and rise limits of shares hold those who choose: their rows and bounds that have a price."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solution.solution import ShareLimit
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.structure.families import COLUMN_BOUNDS
from carbonsim.optimization.structure.roles import LinearLimit

PRICE = 1e-6  # million CNY per unit: below it nothing binds
SHARES = ("activity_min", "activity_max")  # as which a share of what is asked is written


def share_limits(model: CompiledModel, program: Program, answer: Answer) -> tuple[ShareLimit, ...]:
    """Return every limit of the plan on options among which people or firms choose, and whether it binds."""
    sets = {(one.region, option): one.service for one in model.system.choices for option in one.options}
    return (*_rows(model, program, answer, sets), *_bounds(model, answer, sets)) if sets else ()


def _rows(
    model: CompiledModel, program: Program, answer: Answer, sets: dict[tuple[str, str], str]
) -> Iterator[ShareLimit]:
    """Yield the limits whose terms are all of options of one set."""
    system = model.system
    rows = {key: row for one, _ in with_role(LinearLimit) for key, row in model.arrays.rows.get(one.name, {}).items()}
    for limit in system.limits:
        row = rows.get((limit.name, limit.year))
        if row is None or limit.year < system.years.plan_from or not limit.terms:
            continue
        served = {sets.get((term.region or system.region, term.technology or "")) for term in limit.terms}
        if len(served) == 1 and (service := served.pop()) is not None and _is_limited(program, row):
            yield ShareLimit(service, limit.year, limit.path, bool(abs(answer.duals[row]) > PRICE))


def _is_limited(program: Program, row: int) -> bool:
    return bool(np.isfinite(program.row_low[row]) or np.isfinite(program.row_high[row]))


def _bounds(model: CompiledModel, answer: Answer, sets: dict[tuple[str, str], str]) -> Iterator[ShareLimit]:
    """Yield floors and ceilings of what an option may serve; at a floor more, at a ceiling less costs less."""
    system = model.system
    technologies = {(one.region, one.name): one for one in system.technologies}
    for parameter in SHARES:
        is_floor = COLUMN_BOUNDS[parameter].side == "low"
        for key, bound in system.parameters[parameter].items():
            option, year = (str(key[0]), str(key[1])), int(key[2])
            if option not in sets or year < system.years.plan_from or (bound <= 0.0 if is_floor else np.isinf(bound)):
                continue
            if (place := model.bounded_column(parameter, key)) is not None:
                reduced = float(answer.reduced_costs[place])
                binds = reduced > PRICE if is_floor else reduced < -PRICE
                yield ShareLimit(sets[option], year, technologies[option].path_of(parameter), binds)

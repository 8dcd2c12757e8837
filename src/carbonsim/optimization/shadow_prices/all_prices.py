"""All that a solved programme tells of worth: of policies, of emissions, of ceilings and of limits on shares."""

from __future__ import annotations

from dataclasses import replace

from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.shadow_prices.ceilings import binding_ceilings
from carbonsim.optimization.shadow_prices.policies import Prices
from carbonsim.optimization.shadow_prices.share_limits import share_limits
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.solve import Answer


def with_prices(solution: Solution, model: CompiledModel, program: Program, answer: Answer) -> Solution:
    """Return a solution with what policies, ceilings and limits on shares are worth."""
    prices = Prices(model, program, answer)
    return replace(
        solution,
        duals=prices.duals(solution),
        emission_prices=prices.emission_prices(),
        share_limits=share_limits(model, program, answer),
        ceilings=binding_ceilings(model, program, answer),
    )

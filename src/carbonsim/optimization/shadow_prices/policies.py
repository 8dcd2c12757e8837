"""Shadow prices: what every policy constraint costs at the margin, discounting undone, and what a tonne is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np
import pandas as pd

from carbonsim.messages.message import Message, message
from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.shadow_prices.bounds import PricedRow, TargetPrices, place_words, priced_row
from carbonsim.optimization.shadow_prices.price_units import CNY_A_TONNE, discounted_unit, price_unit
from carbonsim.optimization.solution.solution import DUAL_COLUMNS, Solution
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.structure.roles import LinearLimit, PeakingLine
from carbonsim.optimization.terms.emissions import ALL
from carbonsim.optimization.terms.peaking import emission_group
from carbonsim.system.tables import Key, Limit, Peaking

OUR_LIMITS = {"arable land": message("arable land"), "grain floor": message("grain floor")}
PRICE_COLUMNS = ["group", "year", "shadow_price", "ceiling_value", "unit"]


class Prices:
    """The duals of a solved programme, by the policies they belong to."""

    def __init__(self, model: CompiledModel, program: Program, answer: Answer) -> None:
        """Keep what the rows mean and what the solver said of them."""
        self._rows, self._peaking = model.arrays.rows, model.peaking
        self._system, self._tables = model.system, model.data.tables
        self._program, self._answer = program, answer
        self._targets = TargetPrices(model, program, answer)
        of_data = self._system.from_data_set
        self._unit = price_unit("unit of emission", of_data=True) if of_data else CNY_A_TONNE

    def duals(self, solution: Solution) -> pd.DataFrame:
        """Return every policy row with its price, slack and bound; prices in money of the year, never discounted.

        A target that is a ratio is priced per unit of the ratio, a share per percentage point: dual × denominator. The
        price of a budget, which has no year of its own, is discounted to the base year and says so. `kind` tells
        policies from bounds of a technology, which are listed where no sector stands behind the system.
        """
        policies = [*self._peaking_duals(), *self._limit_duals(solution), *self._targets.targets()]
        rows = [*((*row, "policy") for row in policies), *((*row, "bound") for row in self._targets.bounds())]
        return pd.DataFrame(rows, columns=list(DUAL_COLUMNS))

    def _peaking_rows(self) -> list[tuple[str, PeakingLine, Key, int]]:
        return [
            (equation.name, line, key, row)
            for equation, line in with_role(PeakingLine)
            for key, row in self._rows.get(equation.name, {}).items()
            if np.isfinite(self._program.row_high[row])
        ]

    def _peaking_duals(self) -> Iterator[PricedRow]:
        for family, line, key, row in self._peaking_rows():
            year = int(key[1]) if len(key) > 1 else None
            price = -self._answer.duals[row] / (self._weight(year) if year else 1.0)
            bound = self._program.row_high[row]
            slack = bound - self._answer.rows[row]
            path = f"{self._peaking[int(key[0])].path}.{line.key}"
            unit = self._unit if year else discounted_unit(self._unit)
            yield priced_row(family, line.name, path, year, price, slack, bound, unit)

    def _weight(self, year: int) -> float:
        return self._tables["flow_weight"][(year,)]

    @cached_property
    def _limits(self) -> list[tuple[Limit, int]]:
        limits = {(limit.name, limit.year): limit for limit in self._system.limits if limit.kind == "policy"}
        families = [equation.name for equation, _ in with_role(LinearLimit)] if limits else []
        rows = [(key, row) for family in families for key, row in self._rows.get(family, {}).items()]
        return [(limits[str(key[0]), int(key[1])], row) for key, row in rows if (key[0], key[1]) in limits]

    def _limit_duals(self, solution: Solution) -> Iterator[PricedRow]:
        for limit, row in self._limits:
            per, unit, figure = self._ratio(limit, solution)
            whole = len({term.year for term in limit.terms}) > 1  # of all years together: no year of its own
            price = abs(self._answer.duals[row]) / (1.0 if whole else self._weight(limit.year)) * per
            sides = [side for side in (self._program.row_low[row], self._program.row_high[row]) if np.isfinite(side)]
            if not sides:
                continue  # free, such as a change against an undefined base
            slack = abs(sides[0] - self._answer.rows[row]) / per
            bound = sides[0] + limit.outside if figure is None else figure
            year, path = None if whole else limit.year, place_words(limit.place) or limit.path
            told = price_unit(unit, of_data=self._system.from_data_set, discounted=whole)
            yield priced_row(limit.name, _words(limit), path, year, price, slack, bound, told)

    def _ratio(self, limit: Limit, solution: Solution) -> tuple[float, str, float | None]:
        """Return by what a unit of a ratio moves the row of a target, its unit and figure; one where it is no ratio."""
        indicators = {indicator.name: indicator for indicator in self._system.indicators}
        for target in self._system.targets:
            if limit.name != f"target {target.name}" or target.indicator not in indicators:
                continue
            indicator = indicators[target.indicator]
            unit = "percentage point" if indicator.card.unit == "%" else indicator.card.unit
            if indicator.denominator is None or indicator.denominator.is_constant:
                return 1.0, unit, None
            below = solution.amounts.of_form(indicator.denominator, limit.year) / indicator.scale
            return (below, unit, target.figure) if below > 0.0 else (1.0, limit.unit, None)
        return 1.0, limit.unit, None

    def emission_prices(self) -> pd.DataFrame:
        """Return what one tonne less costs in each year, and what a year earns as the ceiling of later ones.

        `shadow_price` adds the duals of all rows that bound a year's emissions from above, over the year's discounted
        weight; `ceiling_value` is what one more tonne in that year would save later, told apart.
        """
        above: dict[tuple[str, int], float] = defaultdict(float)
        ceiling: dict[tuple[str, int], float] = defaultdict(float)
        for _, line, key, row in self._peaking_rows():
            peak, price = self._peaking[int(key[0])], -float(self._answer.duals[row])
            group = emission_group(peak)
            for year, factor in self._counted(line, key):
                above[group, year] += price * factor / self._weight(year)
            if (source := self._ceiling_year(line, peak, key)) is not None:
                kept = self._tables[line.kept].get(key, 1.0) if line.kept else 1.0
                ceiling[group, source] += price * kept / self._weight(source)
        for limit, row in self._limits:
            for term in limit.terms:
                if term.kind == "emissions" and limit.sense != ">=":
                    above[ALL, term.year] -= float(self._answer.duals[row]) * term.coefficient / self._weight(term.year)
            if (weight := self._system.scope.weights.get(limit.caps, 0.0)) > 0.0:
                years = sorted({term.year for term in limit.terms})
                for year in years:
                    count = len(self._system.years.span(year)) if len(years) > 1 else 1
                    above[ALL, year] -= float(self._answer.duals[row]) * count / weight / self._weight(year)
        for year, price in self._targets.emission_prices():
            above[ALL, year] += price
        return self._price_table(above, ceiling)

    def _ceiling_year(self, line: PeakingLine, peak: Peaking, key: Key) -> int | None:
        """Return the year whose emissions are the ceiling of a row; None where a number is."""
        if line.ceiling in ("none", "by"):
            return peak.by if line.ceiling == "by" else None
        return int(key[1]) if line.ceiling == "own" else self._system.years.previous(int(key[1]))

    def _counted(self, line: PeakingLine, key: Key) -> list[tuple[int, float]]:
        """Return the years whose emissions a row bounds from above, and how often each counts."""
        if line.bounds != "budget":
            return [(int(key[1]), 1.0)] if line.bounds == "year" else []
        return [(int(y), n) for (number, y), n in self._tables["budget_years"].items() if number == key[0]]

    def _price_table(self, above: dict[tuple[str, int], float], ceiling: dict[tuple[str, int], float]) -> pd.DataFrame:
        groups = dict.fromkeys([ALL, *(emission_group(peak) for peak in self._peaking)])
        rows = [
            (group, year, above.get((group, year), 0.0), ceiling.get((group, year), 0.0), str(self._unit))
            for group in groups
            for year in self._system.years
        ]
        return pd.DataFrame(rows, columns=PRICE_COLUMNS)


def _words(limit: Limit) -> Message | None:
    """Return what a limit of ours is called in a list of prices; None where its planner named it."""
    if not isinstance(limit.label, Message) or limit.label.has_place("value"):
        return None
    return OUR_LIMITS.get(limit.name, limit.label)

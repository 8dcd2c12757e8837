"""The years that tables, tiles and figures speak of: the scenario's own base, plan and five-year plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carbonsim.analysis.carbon_budget import LENGTH, period_of

MOST_COLUMNS = 9  # of a table by year: what a page holds


@dataclass(frozen=True)
class Milestones:
    """Model years that stand for a scenario: its base, the last before the plan, ends of two five-year plans, its last.

    The first five-year plan is the first that lies wholly in the plan. Where the horizon ends before one, its last year
    stands for the end.
    """

    base: int
    before: int
    first: int
    second: int
    last: int
    plan: tuple[int, ...]  # model years from the start of the plan to the end of the first five-year plan
    calendar: tuple[int, ...]  # the ends of the two five-year plans, also between model years

    @property
    def ends(self) -> tuple[int, ...]:
        """The ends of the two five-year plans and of the horizon."""
        return tuple(sorted({self.first, self.second, self.last}))

    @property
    def two(self) -> tuple[int, ...]:
        """The ends of the two five-year plans."""
        return tuple(sorted({self.first, self.second}))

    @property
    def all(self) -> tuple[int, ...]:
        """Every year that has a picture of its own."""
        return tuple(sorted({self.base, self.before, *self.ends}))

    @property
    def columns(self) -> tuple[int, ...]:
        """The years of a table: base, before the plan, and the plan up to its first end, as many as a page holds."""
        past = sorted({self.base, self.before})
        room = MOST_COLUMNS - len(past)
        plan = self.plan
        if len(plan) > room:
            plan = tuple(plan[place * (len(plan) - 1) // (room - 1)] for place in range(room))
        return tuple(dict.fromkeys((*past, *plan)))


def milestones_of(years: Sequence[int], plan_from: int | None = None) -> Milestones | None:
    """Return the milestones of model years whose plan begins in a year, or at once; None where there are no years."""
    if not years:
        return None
    base, last = years[0], years[-1]
    start = base if plan_from is None else plan_from
    first = _end_of_period(start, last)
    second = first if first == last else min(_end_of_period(first + 1, last), last)
    ends = tuple(dict.fromkeys((first, second)))
    first, second = (next((year for year in years if year >= end), last) for end in (first, second))
    before = max((year for year in years if year < start), default=base)
    plan = tuple(year for year in years if start <= year <= first)
    return Milestones(base, before, first, second, last, plan, ends)


def _end_of_period(start: int, last: int) -> int:
    """Return the end of the first five-year plan that begins in a year or later; the horizon's where it ends before."""
    first, end = period_of(start)
    return min(end if first >= start else end + LENGTH, last)


def shared_years(found: Iterable[Milestones | None], years: Sequence[Sequence[int]], last: bool) -> list[int]:
    """Return the ends of five-year plans, and of the horizon if asked for, that every one of several scenarios has."""
    known = [one for one in found if one is not None]
    wanted = {year for one in known for year in (one.ends if last else one.two)}
    return sorted(year for year in wanted if all(year in own for own in years))

"""Conflicts as sentences, in which the places of limits in the YAML are still to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from carbonsim.messages.message import Amount, Message, Value, counting, joined_by_and, message
from carbonsim.optimization.infeasibility.grouping import (
    Group,
    conflicting_limit,
    count,
    dated,
    grouped,
    limit_amount,
    named,
    own_places,
    reaching,
    sized,
)
from carbonsim.optimization.infeasibility.named_limits import NamedLimit
from carbonsim.optimization.solution.solution import WITH_PLACE, Solution, Statement, stands_at, with_place
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.tables import Technology

NAMED = 4  # of many limits that stand on one side
STATUSES = {
    "time_limit": message("The time limit was up before a plan was found: give it more with --time-limit."),
    "unbounded": message(
        "Costs can fall without end, so there is no cheapest plan: look for something that earns money without a bound,"
        " such as an export or a negative cost without a ceiling."
    ),
    "error": message(
        "The solver met numerical trouble and gave no plan: look at the coefficient ranges for values that are far too"
        " small or far too large, such as a wrong unit."
    ),
}


def out_of_time(known: Solution | None, which: Message, *, units: bool) -> Solution:
    """Return the answer where the time was up before there was a plan, with what of another solution is known."""
    told = [Statement(STATUSES["time_limit"])]
    if known is not None and known.status == SolveStatus.OPTIMAL:
        told.append(Statement(_known_by_then(known, which, units=units)))
    return Solution(SolveStatus.TIME_LIMIT, explanation=tuple(told))


def _known_by_then(known: Solution, which: Message, *, units: bool) -> Message:
    cost, money, mass = known.total_cost or 0.0, message("{cost} million CNY"), message("{emissions} Mt")
    told: Value = Amount(cost, cost, "")
    told = money.filled(cost=told) if units else told
    levels = known.judged_emissions
    if not any(levels.values()):
        return message("Known by then: {which} costs {cost}.", which=which, cost=told)
    year = max(levels, key=lambda one: levels[one])
    highest: Value = Amount(levels[year], levels[year], "")
    highest = mass.filled(emissions=highest) if units else highest
    return message(
        "Known by then: {which} costs {cost} and emits most in {year}, {level}.",
        which=which, cost=told, year=year, level=highest,
    )  # fmt: skip


def unexplained() -> Statement:
    """Say that no plan exists, and that there was no time to find out why."""
    return Statement(
        message(
            "No plan exists, and the time limit was up before it was found out why: give it more with --time-limit."
        )
    )


def unbounded_plan(earners: Sequence[Technology], *, paid: bool) -> Statement:
    """Say that costs can fall without end, and which technologies earn it; `paid`: by the price of what they remove."""
    if not earners:
        return Statement(STATUSES["unbounded"])
    return Statement(
        counting(
            "Costs can fall without end, so there is no cheapest plan: the more of {technologies} runs or is built, the"
            " more it earns{why}. Bound it (activity_max, capacity_max, or what the activity needs), or correct a cost"
            " that is below 0.",
            "Costs can fall without end, so there is no cheapest plan: the more of {technologies} runs or is built, the"
            " more they earn{why}. Bound them (activity_max, capacity_max, or what the activity needs), or correct a"
            " cost that is below 0.",
            len(earners),
            technologies=joined_by_and([with_place(technology.label, technology.path) for technology in earners]),
            why=message(": the carbon price pays for what is removed") if paid else "",
        )
    )


def without_plan() -> Statement:
    """Say that the peaking plan is not what makes the scenario impossible."""
    return Statement(message("The scenario has no solution even without its peaking plan."))


def without_window(first: int, last: int, plan_from: int) -> Statement:
    """Say in which years short foresight leads to no plan: those that are seen first, or some after others."""
    if first <= plan_from:
        return Statement(
            message("With this foresight there is no plan for {first} to {last}.", first=plan_from, last=last)
        )
    return Statement(
        message(
            "With this foresight there is no plan for {first} to {last}, as the years before were decided.",
            first=first,
            last=last,
        )
    )


def past_moved(paths: Sequence[str], plan_from: int) -> Statement:
    """Say that the years before the plan, held to the reference, leave no plan, and what is written otherwise there."""
    shown, more = list(map(stands_at, paths[:NAMED])), len(paths) - NAMED
    places = reduce(lambda told, path: message("{told}; {path}", told=told, path=path), shown)
    if more > 0:
        places = message("{places} and {count} further values", places=places, count=more)
    return Statement(
        message(
            "The years before {year} are held to what the reference did, and here they cannot be: with that past free"
            " a plan exists. Other values than in the reference are written for those years in {places}. Let them begin"
            " in {year}, or change the reference alike.",
            year=plan_from,
            places=places,
        )
    )


def apart_from_each_other(number: int) -> Statement:
    """Say that there are several conflicts, each with a relaxation of its own."""
    return Statement(message("{number} clashes stand apart, and each needs its own relaxation.", number=number))


def without_reference(reference: Solution, file: str) -> Solution:
    """Return the answer for a scenario whose reference has none: its past is not known."""
    if reference.status == SolveStatus.TIME_LIMIT:
        return reference
    words = message("The reference of this scenario, {file}, has no solution, so its past is not known.", file=file)
    return replace(reference, explanation=(Statement(words), *reference.explanation))


def no_year(tried: Sequence[int], bound: float, path: str) -> Statement:
    """Say that no year can be the peak within the cost ceiling."""
    words = message(
        "No year from {first} to {last} can be the peak at a cost of at most {cost} million CNY",
        first=tried[0], last=tried[-1], cost=Amount(bound, bound, ""),
    )  # fmt: skip
    return Statement(message("{told}: allow a higher cost.", told=with_place(words, f"{path}.cost_ceiling")))


def too_dear(cost: float, bound: float, path: str) -> Statement:
    """Say that the cheapest plan that keeps all else is dearer than the cost ceiling."""
    words = message(
        "The cheapest plan that keeps all other targets costs {cost} million CNY, and may cost at most {bound}",
        cost=Amount(cost, cost, ""), bound=Amount(bound, bound, ""),
    )  # fmt: skip
    return Statement(message("{told}: allow a higher cost.", told=with_place(words, f"{path}.cost_ceiling")))


def no_relaxation(against: Sequence[Sequence[NamedLimit]], status: str | None = None, iterations: int = 0) -> Statement:
    """Say that nothing that may give way helps, and what conflicts as far as it is known.

    `status`: why the search for a relaxation came to no end, where it did not, in so many iterations.
    """
    ended = _ended(status, iterations)
    if not against and status is not None:
        return Statement(message("No plan exists; {ended}.", ended=ended))
    if not against:
        return Statement(
            message(
                "No plan exists, and no relaxation of targets, duties, growth limits or demand makes one: check the"
                " inputs."
            )
        )
    groups = _groups(against)
    words = message("{conflict}; {ended}.", conflict=_conflict([], groups), ended=ended)
    return Statement(words, tuple(map(conflicting_limit, groups)))


def at_least(
    gives: Sequence[tuple[NamedLimit, float]], against: Sequence[Sequence[NamedLimit]], status: str, iterations: int
) -> Statement:  # fmt: skip
    """Say what cannot hold together and what that alone asks for, where the search for all else came to no end."""
    alone = message("{conflict}: this clash alone asks for {sizes}; {ended}.", ended=_ended(status, iterations))
    return _statement(alone, gives, against)


def _ended(status: str | None, iterations: int) -> Message:
    """Say how the search for a relaxation ended."""
    if status is None:
        return message("no relaxation was found")
    if status == "iteration_limit":
        return message(
            "the search for the smallest relaxation of all ended after {iterations} iterations of the solver",
            iterations=f"{iterations:,}",
        )
    if status == SolveStatus.TIME_LIMIT:
        return message("the time was up before the smallest relaxation of all was found")
    return message("the search for the smallest relaxation of all met numerical trouble")


def conflict_statement(gives: Sequence[tuple[NamedLimit, float]], against: Sequence[Sequence[NamedLimit]]) -> Statement:
    """Say what cannot hold joined_by_and, and the smallest relaxation that works.

    Both sides come heaviest first; of many the first are named and the others counted, and all are listed beside.
    """
    return _statement(message("{conflict}: the smallest relaxation that works is {sizes}."), gives, against)


def _statement(
    sentence: Message, gives: Sequence[tuple[NamedLimit, float]], against: Sequence[Sequence[NamedLimit]]
) -> Statement:
    yielding = _heaviest(gives)
    known = {group[0][0].key for group in yielding}
    others = [group for group in _groups(against) if group[0][0].key not in known]
    asked = [[(limit, limit.value) for limit, _ in group] for group in yielding]
    words = sentence.filled(conflict=_conflict(asked, others), sizes=_sizes(yielding))
    return Statement(words, (*map(conflicting_limit, asked, yielding), *map(conflicting_limit, others)))


def _groups(against: Sequence[Sequence[NamedLimit]]) -> list[Group]:
    limits = [limit for some in against for limit in some]
    return grouped(limits, [limit.value for limit in limits])


def _heaviest(gives: Sequence[tuple[NamedLimit, float]]) -> list[Group]:
    """Return what gives way by what it says, that which was declared and gives most of itself first."""
    groups = grouped([limit for limit, _ in gives], [given for _, given in gives])
    weights = [sum(given * limit.per_unit / limit.size for limit, given in group) for group in groups]
    order = sorted(range(len(groups)), key=lambda place: (not groups[place][0][0].policy, -weights[place]))
    return [groups[place] for place in order] if len(groups) > NAMED else groups


def _conflict(yielding: list[Group], others: list[Group]) -> Message:
    """Say what cannot hold together: each limit by name, or of many those that come first, and a count of the rest."""
    few = len(yielding) <= NAMED and len(others) <= NAMED
    more = [*yielding[NAMED:], *others[NAMED:]]
    ours, theirs = list(map(_placed, yielding[:NAMED])), list(map(_placed, others[:NAMED]))
    if few or not more:
        return _cannot_hold([*ours, *theirs])
    rest = counting("{count} further limit ({kinds})", "{count} further limits ({kinds})", len(more), kinds=count(more))
    if not ours or not theirs:
        return message("{limits} cannot all hold", limits=joined_by_and([*ours, *theirs, rest]))
    return message(
        "{limits} cannot hold beside {others}", limits=joined_by_and(ours), others=joined_by_and([*theirs, rest])
    )


def _placed(group: Group) -> Message:
    """Name a limit with its size, its years and its place."""
    path, own, told = group[0][0].path, own_places(group), named(group)
    if own:
        return WITH_PLACE.filled(what=told, where=own)
    return with_place(told, path) if path else told


def _cannot_hold(limits: Sequence[Message]) -> Message:
    told = joined_by_and(limits)
    if len(limits) == 1:
        return message("{limit} cannot hold beside the rest of the scenario", limit=told)
    if len(limits) == len(("one", "the other")):
        return message("{limits} cannot both hold", limits=told)
    return message("{limits} cannot all hold", limits=told)


def _sizes(groups: list[Group]) -> Value:
    """Say by how much each limit gives way; of many, the first by how much and the others by their number."""
    told = [_size(group, len(groups) > 1) for group in groups[:NAMED]]
    if more := groups[NAMED:]:
        told.append(message("what {more} further limits give", more=len(more)))
    return joined_by_and(told)


def _size(group: Group, several: bool) -> Message:
    """Say by how much a limit gives way."""
    size = dated(limit_amount(group), group)
    return reaching(message("{size} for “{limit}”", size=size, limit=sized(group)) if several else size, group)

"""Conflicts as sentences in English and Chinese; `{0}`, `{1}` stand where places in the YAML belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from carbonsim.messages.message import label_of, message
from carbonsim.optimization.infeasibility.grouping import (
    Group,
    conflicting_limit,
    conjoined,
    count,
    grouped,
    limit_amount,
    limit_number,
    limit_years,
    named,
    own_places,
    shares,
    sized,
)
from carbonsim.optimization.infeasibility.named_limits import NamedLimit
from carbonsim.optimization.solution.solution import NOTHING, Solution, Statement
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.tables import Label, Technology

SMALLEST = Label("the smallest relaxation that works is", "可行的最小放宽量为")
ALONE = Label("this clash alone asks for", "仅此冲突即须放宽")
NAMED = 4  # of many limits that stand on one side
STATUSES = {
    "time_limit": Label(
        "The time limit was up before a plan was found: give it more with --time-limit.",
        "在限定时间内未得出规划方案：请用 --time-limit 放宽时间。",
    ),
    "unbounded": Label(
        "Costs can fall without end, so there is no cheapest plan: look for something that earns money without a bound,"
        " such as an export or a negative cost without a ceiling.",
        "成本可以无限下降，不存在最低成本方案：请检查是否有无上限的收益项，例如未设上限的外送或负成本。",
    ),
    "error": Label(
        "The solver met numerical trouble and gave no plan: look at the coefficient ranges for values that are far too"
        " small or far too large, such as a wrong unit.",
        "求解遇到数值困难，未得出方案：请检查系数范围，是否有过大或过小的数值，例如单位有误。",
    ),
}


def out_of_time(known: Solution | None, which: Label, *, units: bool) -> Solution:
    """Return the answer where the time was up before there was a plan, with what of another solution is known."""
    told = [Statement(STATUSES["time_limit"])]
    if known is not None and known.status == SolveStatus.OPTIMAL:
        told.append(Statement(_known_by_then(known, which, units=units)))
    return Solution(SolveStatus.TIME_LIMIT, explanation=tuple(told))


def _known_by_then(known: Solution, which: Label, *, units: bool) -> Label:
    cost, scope = limit_number(known.total_cost or 0.0), known.scope
    money, mass = (label_of(message(" million CNY")), label_of(message(" Mt"))) if units else (NOTHING, NOTHING)
    en, zh = f"Known by then: {which.en} costs {cost}{money.en}", f"当时已知：{which.zh}总成本{cost}{money.zh}"
    if scope.empty or not scope["total"].any():
        return Label(f"{en}.", f"{zh}。")
    highest = scope.loc[scope["total"].idxmax()]
    year, level = int(highest["year"]), limit_number(float(highest["total"]))
    return Label(f"{en} and emits most in {year}, {level}{mass.en}.", f"{zh}，{year}年排放最高，为{level}{mass.zh}。")


def unexplained() -> Statement:
    """Say that no plan exists, and that there was no time to find out why."""
    return Statement(
        label_of(
            message(
                "No plan exists, and the time limit was up before it was found out why: give it more with --time-limit."
            )
        )
    )


def unbounded_plan(earners: Sequence[Technology], *, paid: bool) -> Statement:
    """Say that costs can fall without end, and which technologies earn it; `paid`: by the price of what they remove."""
    if not earners:
        return Statement(STATUSES["unbounded"])
    paths = tuple(technology.path for technology in earners)
    en = conjoined([f"{technology.label.en} ({{{number}}})" for number, technology in enumerate(earners)])
    zh = "、".join(f"{technology.label.zh}（{{{number}}}）" for number, technology in enumerate(earners))
    why = label_of(message(": the carbon price pays for what is removed")) if paid else Label("", "")
    one = len(earners) == 1
    words = Label(
        f"Costs can fall without end, so there is no cheapest plan: the more of {en} runs or is built, the more"
        f" {'it earns' if one else 'they earn'}{why.en}. Bound {'it' if one else 'them'} (activity_max, capacity_max,"
        " or what the activity needs), or correct a cost that is below 0.",
        f"成本可以无限下降，不存在最低成本方案：{zh}运行或建设越多，收益越高{why.zh}。"
        "请为其设置上限（activity_max、capacity_max或所需投入），或更正负成本。",
    )
    return Statement(words, paths)


def without_plan() -> Statement:
    """Say that the peaking plan is not what makes the scenario impossible."""
    return Statement(label_of(message("The scenario has no solution even without its peaking plan.")))


def without_window(first: int, last: int) -> Statement:
    """Say in which years short foresight leads to no plan."""
    return Statement(
        label_of(
            message(
                "With this foresight there is no plan for {first} to {last}, as the years before were decided.",
                first=first,
                last=last,
            )
        )
    )


def past_moved(paths: Sequence[str], plan_from: int) -> Statement:
    """Say that the years before the plan, held to the reference, leave no plan, and what is written otherwise there."""
    shown, more = tuple(paths[:NAMED]), len(paths) - NAMED
    slots = [f"{{{number}}}" for number in range(len(shown))]
    further = Label(f" and {more} further values", f"等{len(paths)}项") if more > 0 else Label("", "")
    words = Label(
        f"The years before {plan_from} are held to what the reference did, and here they cannot be: with that past free"
        f" a plan exists. Other values than in the reference are written for those years in {'; '.join(slots)}"
        f"{further.en}. Let them begin in {plan_from}, or change the reference alike.",
        f"{plan_from}年以前各年按参照情景固定，在本情景下无法成立；若不固定，则有可行方案。"
        f"这些年份取值与参照情景不同的有：{'；'.join(slots)}{further.zh}。"
        f"请将改动写在{plan_from}年及以后，或同步修改参照情景。",
    )
    return Statement(words, shown)


def apart_from_each_other(number: int) -> Statement:
    """Say that there are several conflicts, each with a relaxation of its own."""
    return Statement(
        label_of(message("{number} clashes stand apart, and each needs its own relaxation.", number=number))
    )


def without_reference(reference: Solution, file: str) -> Solution:
    """Return the answer for a scenario whose reference has none: its past is not known."""
    if reference.status == SolveStatus.TIME_LIMIT:
        return reference
    words = label_of(
        message("The reference of this scenario, {file}, has no solution, so its past is not known.", file=file)
    )
    return replace(reference, explanation=(Statement(words), *reference.explanation))


def no_year(tried: Sequence[int], bound: float, path: str) -> Statement:
    """Say that no year can be the peak within the cost ceiling."""
    cost = limit_number(bound)
    words = Label(
        f"No year from {tried[0]} to {tried[-1]} can be the peak at a cost of at most {cost} million CNY ({{0}}): allow"
        " a higher cost.",
        f"{tried[0]}—{tried[-1]}年均无法在成本不超过{cost}百万元的前提下达峰（{{0}}）：请提高成本上限。",
    )
    return Statement(words, (f"{path}.cost_ceiling",))


def no_relaxation(against: Sequence[Sequence[NamedLimit]], status: str | None = None, iterations: int = 0) -> Statement:
    """Say that nothing that may give way helps, and what conflicts as far as it is known.

    `status`: why the search for a relaxation came to no end, where it did not, in so many iterations.
    """
    en, zh = _ended(status, iterations)
    if not against and status is not None:
        return Statement(Label(f"No plan exists; {en}.", f"没有可行方案；{zh}。"))
    if not against:
        return Statement(
            label_of(
                message(
                    "No plan exists, and no relaxation of targets, duties, growth limits or demand makes one: check the"
                    " inputs."
                )
            )
        )
    groups = _groups(against)
    told, paths = _conflict_words([], groups)
    return Statement(Label(f"{told.en}; {en}.", f"{told.zh}；{zh}。"), paths, tuple(map(conflicting_limit, groups)))


def at_least(
    gives: Sequence[tuple[NamedLimit, float]], against: Sequence[Sequence[NamedLimit]], status: str, iterations: int
) -> Statement:  # fmt: skip
    """Say what cannot hold together and what that alone asks for, where the search for all else came to no end."""
    conflict, (en, zh) = conflict_statement(gives, against), _ended(status, iterations)
    words = Label(
        conflict.words.en.replace(SMALLEST.en, ALONE.en)[:-1] + f"; {en}.",
        conflict.words.zh.replace(SMALLEST.zh, ALONE.zh)[:-1] + f"；{zh}。",
    )
    return replace(conflict, words=words)


def _ended(status: str | None, iterations: int) -> Label:
    """Say how the search for a relaxation ended."""
    if status is None:
        return label_of(message("no relaxation was found"))
    if status == "iteration_limit":
        return label_of(
            message(
                "the search for the smallest relaxation of all ended after {iterations} iterations of the solver",
                iterations=f"{iterations:,}",
            )
        )
    if status == SolveStatus.TIME_LIMIT:
        return label_of(message("the time was up before the smallest relaxation of all was found"))
    return label_of(message("the search for the smallest relaxation of all met numerical trouble"))


def conflict_statement(gives: Sequence[tuple[NamedLimit, float]], against: Sequence[Sequence[NamedLimit]]) -> Statement:
    """Say what cannot hold together, and the smallest relaxation that works.

    Both sides come heaviest first; of many the first are named and the others counted, and all are listed beside.
    """
    yielding = _heaviest(gives)
    known = {group[0][0].key for group in yielding}
    others = [group for group in _groups(against) if group[0][0].key not in known]
    asked = [[(limit, limit.value) for limit, _ in group] for group in yielding]
    told, paths = _conflict_words(asked, others)
    sizes = _sizes(yielding)
    words = label_of(message("{told}: {smallest} {sizes}.", told=told, smallest=SMALLEST, sizes=sizes))
    return Statement(words, paths, (*map(conflicting_limit, asked, yielding), *map(conflicting_limit, others)))


def _groups(against: Sequence[Sequence[NamedLimit]]) -> list[Group]:
    limits = [limit for some in against for limit in some]
    return grouped(limits, [limit.value for limit in limits])


def _heaviest(gives: Sequence[tuple[NamedLimit, float]]) -> list[Group]:
    """Return what gives way by what it says, that which was declared and gives most of itself first."""
    groups = grouped([limit for limit, _ in gives], [given for _, given in gives])
    weights = [sum(given * limit.per_unit / limit.size for limit, given in group) for group in groups]
    order = sorted(range(len(groups)), key=lambda place: (not groups[place][0][0].policy, -weights[place]))
    return [groups[place] for place in order] if len(groups) > NAMED else groups


def _conflict_words(yielding: list[Group], others: list[Group]) -> tuple[Label, tuple[str, ...]]:
    """Say what cannot hold together: each limit by name, or of many those that come first, and a count of the rest."""
    few = len(yielding) <= NAMED and len(others) <= NAMED
    first, more = yielding[:NAMED], [*yielding[NAMED:], *others[NAMED:]]
    told, paths = _named_groups([*first, *others[:NAMED]])
    if few or not more:
        return _cannot_hold(told), paths
    ours, theirs = told[: len(first)], told[len(first) :]
    kinds, plural = count(more), "s" if len(more) > 1 else ""
    last = Label(f"{len(more)} further limit{plural} ({kinds.en})", f"另外{len(more)}项限制（{kinds.zh}）")
    if not ours or not theirs:
        names = [*told, last]
        en, zh = conjoined([one.en for one in names]), "、".join(one.zh for one in names)
        return Label(f"{en} cannot all hold", f"{zh}无法同时成立"), paths
    en = f"{conjoined([one.en for one in ours])} cannot hold beside {conjoined([one.en for one in (*theirs, last)])}"
    zh = f"{'、'.join(one.zh for one in ours)}与{'、'.join(one.zh for one in (*theirs, last))}无法同时成立"
    return Label(en, zh), paths


def _named_groups(groups: Sequence[Group]) -> tuple[list[Label], tuple[str, ...]]:
    """Name each limit with its size, its years and a slot for its place."""
    told: list[Label] = []
    paths: list[str] = []
    for group in groups:
        path, own, (en, zh) = group[0][0].path, own_places(group), named(group)
        slot = own if own else f"{{{len(paths)}}}" if path else ""
        if path and not own:
            paths.append(path)
        told.append(Label(f"{en} ({slot})", f"{zh}（{slot}）") if slot else Label(en, zh))
    return told, tuple(paths)


def _cannot_hold(told: Sequence[Label]) -> Label:
    en = conjoined([label.en for label in told])
    zh = "、".join(label.zh for label in told)
    if len(told) == 1:
        return Label(f"{en} cannot hold beside the rest of the scenario", f"{zh}与情景的其余部分无法同时成立")
    return Label(f"{en} cannot {'both' if len(told) == 2 else 'all'} hold", f"{zh}无法同时成立")


def _sizes(groups: list[Group]) -> Label:
    """Say by how much each limit gives way; of many, the first by how much and the others by their number."""
    told = [_size(group, len(groups) > 1) for group in groups[:NAMED]]
    if more := groups[NAMED:]:
        told.append(label_of(message("what {more} further limits give", more=len(more))))
    return Label(conjoined([one.en for one in told]), "、".join(one.zh for one in told))


def _size(group: Group, several: bool) -> Label:
    """Say by how much a limit gives way."""
    (en, zh), when, words, (share, share_zh) = limit_amount(group), limit_years(group), sized(group), shares(group)
    if not several:
        return Label(f"{en}{when.en}{share}", f"{when.zh}{zh}{share_zh}")
    return Label(f"{en}{when.en} for “{words.en}”{share}", f"“{words.zh}”{when.zh}{zh}{share_zh}")

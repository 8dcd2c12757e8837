"""Conflicting limits in words: those that say the same of several years are one, with its place and its sizes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from carbonsim.messages.message import Amount, Message, Value, in_context, joined_by_and, message
from carbonsim.optimization.infeasibility.kinds import counted
from carbonsim.optimization.infeasibility.named_limits import NamedLimit
from carbonsim.optimization.solution.solution import ConflictingLimit
from carbonsim.system.calendar import name_of

A_YEAR = " a year"
SLICES = 2  # that are named; of more, the years alone are
KINDS_NAMED = 3  # of the kinds of limits that are counted

Group = list[tuple[NamedLimit, float]]  # limits that say the same, each with an amount


def grouped(limits: Iterable[NamedLimit], amounts: Iterable[float]) -> list[Group]:
    """Return limits with their amounts, those that say the same together."""
    groups: dict[tuple[Message, str], Group] = {}
    for limit, amount in zip(limits, amounts, strict=True):
        groups.setdefault(limit.key, []).append((limit, amount))
    return list(groups.values())


def sized(group: Group) -> Message:
    """Return what a limit asks for, with its size and without its years."""
    size = _asked(group) or limit_amount([(limit, limit.value) for limit, _ in group])
    return group[0][0].words.filled(value=size)


def named(group: Group) -> Message:
    """Return what a limit asks for, with its size and its years."""
    return dated(sized(group), group) if group[0][0].dated else sized(group)


def own_places(group: Group) -> str:
    """Tell the rows of a table of data where a limit stands; empty where it stands at a path of the scenario."""
    places = [limit.place for limit, _ in group if limit.place is not None and limit.place.file]
    if not places:
        return ""
    lines = sorted({place.line for place in places if place.file == places[0].file})
    told = ", ".join(map(str, lines[:3])) + (" …" if len(lines) > 3 else "")
    if len(lines) > 1 and lines[-1] - lines[0] == len(lines) - 1:
        told = f"{lines[0]}–{lines[-1]}"
    return f"{places[0].path}, {Path(places[0].file).name}:{told}"


def conflicting_limit(group: Group, given: Group | None = None) -> ConflictingLimit:
    """Return limits that say the same as a row of the list of all, `given` by how much it gives way in which year."""
    first = group[0][0]
    when = tuple(sorted({limit.year for limit, _ in group if limit.year is not None}))
    relaxed = tuple((limit.year, limit.part.name if limit.part else "", size) for limit, size in given or ())
    place = first.place if first.place is not None and first.place.file else None
    gives = reaching(dated(limit_amount(given), given), given) if given else None
    return ConflictingLimit(named(group), first.path, own_places(group), place, when, relaxed, first.unit, gives)


def count(groups: Sequence[Group]) -> Value:
    """Count limits by kind and by whose they are, the most first, as far as a reader follows."""
    kinds: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in groups:
        kinds[group[0][0].kind, group[0][0].subject].append(group)
    most = sorted(kinds.items(), key=lambda item: -len(item[1]))
    chosen = most if len(most) <= KINDS_NAMED + 1 else most[:KINDS_NAMED]
    told: list[Value] = [
        dated(counted(len(some), *kind), [one for group in some for one in group], parts=False) for kind, some in chosen
    ]
    if others := sum(len(some) for _, some in most[len(chosen) :]):
        told.append(message("{others} others", others=others))
    return joined_by_and(told)


def limit_amount(group: Group) -> Value:
    """Return the amounts of a group as one number or a range, with their unit."""
    unit, amounts = group[0][0].unit, [size for _, size in group]
    low, high = min(amounts), max(amounts)
    if unit.endswith(A_YEAR):
        return message("{amount} a year", amount=Amount(low, high, unit.removesuffix(A_YEAR)))
    if unit.endswith("/yr"):
        return message("{amount}/yr", amount=Amount(low, high, unit.removesuffix("/yr")))
    return Amount(low, high, unit)


def _asked(group: Group) -> Value | None:
    """Return the shares that are asked for; None where it is not shares that are."""
    known = [limit.share for limit, _ in group if limit.share is not None]
    return _shares([share.figure for share in known], known[0].unit) if known else None


def _shares(figures: Sequence[float], unit: str) -> Value:
    """Return figures of a share, in the unit that they were written in."""
    if unit == "%":
        return Amount(min(figures), max(figures), unit)
    return message("{figure} {unit}", figure=Amount(min(figures), max(figures), ""), unit=unit)


def reaching(what: Message, group: Group) -> Message:
    """Return what gives way with the shares that are reached in place of those asked for, where any is told."""
    known = [
        (limit.share, limit.reached) for limit, _ in group if limit.share is not None and limit.reached is not None
    ]
    if len(known) < len(group):
        return what
    unit = known[0][0].unit
    reached, asked = _shares([left for _, left in known], unit), _shares([share.figure for share, _ in known], unit)
    return message("{what} ({reached} in place of {asked})", what=what, reached=reached, asked=asked)


def dated(what: Value, group: Group, *, parts: bool = True) -> Message:
    """Return what is told with its years, and with its time slices where they are few."""
    known = sorted({limit.year for limit, _ in group if limit.year is not None})
    if not known:
        return what if isinstance(what, Message) else message("{what}", what=what)
    when = in_context("when", "{year}", year=known[0])
    if len(known) > 1:
        when = in_context("when", "{first}–{last}", first=known[0], last=known[-1])
    slices = {limit.part.name: name_of(limit.part) for limit, _ in group if limit.part is not None}
    if parts and 0 < len(slices) <= SLICES and all(limit.part is not None for limit, _ in group):
        names = [slices[name] for name in sorted(slices)]
        when = in_context("when", "{years}, {slices}", years=when, slices=joined_by_and(names))
    return in_context("when", "{what} in {years}", what=what, years=when)

"""Conflicting limits in words: those that say the same of several years are one, with its place and its sizes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from carbonsim.messages.message import label_of, message
from carbonsim.optimization.infeasibility.kinds import counted
from carbonsim.optimization.infeasibility.named_limits import NamedLimit
from carbonsim.optimization.solution.solution import NOTHING, ConflictingLimit
from carbonsim.system.tables import Label
from carbonsim.units import counted_in

IN_CHINESE = {
    "Mt": ("万吨", 100.0), "TWh": ("亿千瓦时", 10.0), "PJ": ("万吉焦", 100.0), "GW": ("万千瓦", 100.0),
    "Mtce": ("万吨标准煤", 100.0), "Mt CH4": ("万吨甲烷", 100.0), "Gvkm": ("亿车公里", 10.0), "Mha": ("万公顷", 100.0),
    "million vehicles": ("万辆", 100.0), "million CNY": ("百万元", 1.0), "percentage points": ("个百分点", 1.0),
    "%": ("%", 1.0), "h": ("小时", 1.0),
    "units of the data": ("数据单位", 1.0), "cost units of the data": ("数据货币单位", 1.0),
    "units of firm output": ("可靠出力单位", 1.0),
}  # fmt: skip
A_YEAR = " a year"
SLICES = 2  # that are named; of more, the years alone are
KINDS_NAMED = 3  # of the kinds of limits that are counted

Group = list[tuple[NamedLimit, float]]  # limits that say the same, each with an amount


def grouped(limits: Iterable[NamedLimit], amounts: Iterable[float]) -> list[Group]:
    """Return limits with their amounts, those that say the same together."""
    groups: dict[tuple[Label, str], Group] = {}
    for limit, amount in zip(limits, amounts, strict=True):
        groups.setdefault(limit.key, []).append((limit, amount))
    return list(groups.values())


def sized(group: Group) -> Label:
    """Return what a limit asks for, with its size and without its years."""
    words, size = group[0][0].words, _asked(group) or limit_amount([(limit, limit.value) for limit, _ in group])
    return Label(words.en.replace("{value}", size.en), words.zh.replace("{value}", size.zh))


def named(group: Group) -> Label:
    """Return what a limit asks for, with its size and its years."""
    told, when = sized(group), limit_years(group) if group[0][0].dated else NOTHING
    return Label(f"{told.en}{when.en}", f"{when.zh}{told.zh}")


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
    relaxed = tuple((limit.year, limit.part.en, size) for limit, size in given or ())
    place = first.place if first.place is not None and first.place.file else None
    gives = NOTHING
    if given:
        (en, zh), span, (share, share_zh) = limit_amount(given), limit_years(given), shares(given)
        gives = Label(f"{en}{span.en}{share}", f"{span.zh}{zh}{share_zh}")
    return ConflictingLimit(named(group), first.path, own_places(group), place, when, relaxed, first.unit, gives)


def count(groups: Sequence[Group]) -> Label:
    """Count limits by kind and by whose they are, the most first, as far as a reader follows."""
    kinds: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in groups:
        kinds[group[0][0].kind, group[0][0].subject].append(group)
    most = sorted(kinds.items(), key=lambda item: -len(item[1]))
    chosen = most if len(most) <= KINDS_NAMED + 1 else most[:KINDS_NAMED]
    told = [
        counted(len(some), *kind, limit_years([one for group in some for one in group], parts=False))
        for kind, some in chosen
    ]
    if others := sum(len(some) for _, some in most[len(chosen) :]):
        told.append(label_of(message("{others} others", others=others)))
    return Label(conjoined([one.en for one in told]), "、".join(one.zh for one in told))


def limit_amount(group: Group) -> Label:
    """Return the amounts of a group as one number or a range, with their unit."""
    unit = group[0][0].unit
    bare = unit.removesuffix(A_YEAR).removesuffix("/yr")
    name, factor = IN_CHINESE.get(bare, (bare, 1.0))
    name += "/年" if bare != unit else ""
    amounts = [size for _, size in group]
    return Label(counted_in(_range(amounts), unit), f"{_range([factor * a for a in amounts])}{name}")


def _asked(group: Group) -> Label | None:
    """Return the shares that are asked for; None where it is not shares that are."""
    known = [limit.share for limit, _ in group if limit.share is not None]
    if not known:
        return None
    figure, unit = _range([share.figure for share in known]), known[0].unit
    return Label(f"{figure} {unit}", f"{figure}%" if unit == "%" else f"{figure} {unit}")


def shares(group: Group) -> Label:
    """Return the shares that are reached in place of those asked for, in brackets; nothing where none is told."""
    known = [
        (limit.share, limit.reached) for limit, _ in group if limit.share is not None and limit.reached is not None
    ]
    if len(known) < len(group):
        return NOTHING
    unit, asked = known[0][0].unit, _range([share.figure for share, _ in known])
    left = _range([reached for _, reached in known])
    tail = unit if unit == "%" else f" {unit}"
    return Label(f" ({left} {unit} in place of {asked} {unit})", f"（由{asked}{tail}放宽至{left}{tail}）")


def _range(amounts: Sequence[float]) -> str:
    low, high = limit_number(min(amounts)), limit_number(max(amounts))
    return low if low == high else f"{low}–{high}"


def limit_number(value: float) -> str:
    """Return a number with three significant digits, never in powers of ten where a reader can do without."""
    return f"{float(f'{value:.3g}'):,g}"


def limit_years(group: Group, *, parts: bool = True) -> Label:
    """Return when a limit asks for something, with the time slices where they are few."""
    known = sorted({limit.year for limit, _ in group if limit.year is not None})
    if not known:
        return NOTHING
    span = str(known[0]) if len(known) == 1 else f"{known[0]}–{known[-1]}"
    slices = sorted({limit.part for limit, _ in group})
    if not parts or not slices[0].en or len(slices) > SLICES:
        return Label(f" in {span}", f"{span.replace('–', '—')}年")
    en, zh = conjoined([part.en for part in slices]), "、".join(part.zh for part in slices)
    return Label(f" in {span}, {en}", f"{span.replace('–', '—')}年{zh}时段")


def conjoined(names: Sequence[str]) -> str:
    """Return names as an English list."""
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]

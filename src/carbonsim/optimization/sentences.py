"""Clashes as sentences in English and Chinese; `{0}`, `{1}` stand where places in the YAML belong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from carbonsim.optimization.claims import Claim
from carbonsim.optimization.solution import Solution, Statement
from carbonsim.system.tables import Label, Technology

IN_CHINESE = {
    "Mt": ("万吨", 100.0), "TWh": ("亿千瓦时", 10.0), "PJ": ("万吉焦", 100.0), "GW": ("万千瓦", 100.0),
    "Mtce": ("万吨标准煤", 100.0), "Mt CH4": ("万吨甲烷", 100.0), "Gvkm": ("亿车公里", 10.0), "Mha": ("万公顷", 100.0),
    "million vehicles": ("万辆", 100.0), "million CNY": ("百万元", 1.0), "share": ("", 1.0), "%": ("%", 1.0),
    "h": ("小时", 1.0),
    "units of the data": ("数据单位", 1.0), "cost units of the data": ("数据货币单位", 1.0),
    "units of firm output": ("可靠出力单位", 1.0),
}  # fmt: skip
A_YEAR = " a year"
SLICES = 2  # that are named; of more, the years alone are
NAMED = 4  # of many limits that stand against a target
STATUSES = {
    "time_limit": Label(
        "The solver ran out of time before it found a plan: give it more with --time-limit.",
        "求解在限定时间内未完成：请用 --time-limit 放宽时间。",
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


def endless(earners: Sequence[Technology], *, paid: bool) -> Statement:
    """Say that costs can fall without end, and which technologies earn it; `paid`: by the price of what they remove."""
    if not earners:
        return Statement(STATUSES["unbounded"])
    paths = tuple(technology.path for technology in earners)
    en = _and([f"{technology.label.en} ({{{number}}})" for number, technology in enumerate(earners)])
    zh = "、".join(f"{technology.label.zh}（{{{number}}}）" for number, technology in enumerate(earners))
    why = Label(": the carbon price pays for what is removed", "：其负排放按碳价获得收益") if paid else Label("", "")
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
    return Statement(
        Label("The scenario has no solution even without its peaking plan.", "即使不设达峰约束，本情景也没有可行方案。")
    )


def without_reference(reference: Solution, file: str) -> Solution:
    """Return the answer for a scenario whose reference has none: its past is not known."""
    words = Label(
        f"The reference of this scenario, {file}, has no solution, so its past is not known.",
        f"本情景的参照情景 {file} 没有可行方案，无法确定历史年份。",
    )
    return replace(reference, explanation=(Statement(words), *reference.explanation))


def no_year(tried: Sequence[int], bound: float, path: str) -> Statement:
    """Say that no year can be the peak within the cost ceiling."""
    cost = number(bound)
    words = Label(
        f"No year from {tried[0]} to {tried[-1]} can be the peak at a cost of at most {cost} million CNY ({{0}}): allow"
        " a higher cost.",
        f"{tried[0]}—{tried[-1]}年均无法在成本不超过{cost}百万元的前提下达峰（{{0}}）：请提高成本上限。",
    )
    return Statement(words, (f"{path}.cost_ceiling",))


def no_relaxation(parties: Sequence[Claim], late: float | None = None) -> Statement:
    """Say that nothing that may give way helps, and what clashes as far as it is known.

    `late`: the seconds after which the search for a relaxation was given up.
    """
    en = "no relaxation was found" if late is None else f"the search for a relaxation was given up after {late:g} s"
    zh = "未找到可行的放宽办法" if late is None else f"放宽办法的搜索在{late:g}秒后中止"
    if not parties and late is not None:
        return Statement(Label(f"No plan exists; {en}.", f"没有可行方案；{zh}。"))
    if not parties:
        return Statement(
            Label(
                "No plan exists, and no relaxation of targets, duties, growth limits or demand makes one: check the"
                " inputs.",
                "没有可行方案，放宽目标、运行要求、增速上限或需求均无法得出方案：请检查输入参数。",
            )
        )
    told, paths = _parties(parties)
    clash = _cannot_hold(told)
    return Statement(Label(f"{clash.en}; {en}.", f"{clash.zh}；{zh}。"), paths)


def clash_of(gives: Sequence[tuple[Claim, float]], parties: Sequence[Claim]) -> Statement:
    """Say what cannot hold together, and the smallest relaxation that works."""
    yielding = [claim for claim, _ in gives]
    named = {claim.key for claim in yielding}
    told, paths = _parties([*yielding, *(claim for claim in parties if claim.key not in named)])
    return _with_relaxation(_cannot_hold(told), gives, paths)


def beside(gives: Sequence[tuple[Claim, float]], against: Sequence[Sequence[Claim]]) -> Statement:
    """Say what cannot hold beside the heaviest of many limits, and the smallest relaxation that works."""
    yielding = [claim for claim, _ in gives]
    if len(against) <= NAMED:
        return clash_of(gives, [claim for claims in against for claim in claims])
    told, paths = _parties([*yielding, *(claim for claims in against[:NAMED] for claim in claims)])
    count = len({claim.key for claim in yielding})
    more = len(against) - NAMED
    en = f"{_and([one.en for one in told[:count]])} cannot hold beside "
    en += f"{', '.join(one.en for one in told[count:])} and {more} further limit{'s' if more > 1 else ''}"
    zh = "、".join(one.zh for one in told[:count]) + "与"
    zh += "、".join(one.zh for one in told[count:]) + f"等{more + NAMED}项限制无法同时成立"
    return _with_relaxation(Label(en, zh), gives, paths)


def _with_relaxation(clash: Label, gives: Sequence[tuple[Claim, float]], paths: tuple[str, ...]) -> Statement:
    groups = _grouped([claim for claim, _ in gives], [amount for _, amount in gives])
    sizes = [_size(group, len(groups) > 1) for group in groups]
    return Statement(
        Label(
            f"{clash.en}: the smallest relaxation that works is {_and([size.en for size in sizes])}.",
            f"{clash.zh}：可行的最小放宽量为{'、'.join(size.zh for size in sizes)}。",
        ),
        paths,
    )


Group = list[tuple[Claim, float]]


def _grouped(claims: Iterable[Claim], amounts: Iterable[float]) -> list[Group]:
    groups: dict[tuple[Label, str], Group] = {}
    for claim, amount in zip(claims, amounts, strict=True):
        groups.setdefault(claim.key, []).append((claim, amount))
    return list(groups.values())


def _parties(claims: Sequence[Claim]) -> tuple[list[Label], tuple[str, ...]]:
    """Name each party once, with its size, its years and a slot for its place."""
    told: list[Label] = []
    paths: list[str] = []
    for group in _grouped(claims, [claim.value for claim in claims]):
        first = group[0][0]
        own = _own_places(group)
        slot = f" ({own})" if own else f" ({{{len(paths)}}})" if first.path else ""
        if first.path and not own:
            paths.append(first.path)
        en, zh = _amount(group)
        years = _years(group)
        told.append(
            Label(
                f"{first.words.en.replace('{value}', en)}{years.en}{slot}",
                f"{years.zh}{first.words.zh.replace('{value}', zh)}{slot.replace(' (', '（').replace(')', '）')}",
            )
        )
    return told, tuple(paths)


def _own_places(group: Group) -> str:
    """Tell the rows of a table of data where a party stands; empty where it stands at a path of the scenario."""
    places = [claim.place for claim, _ in group if claim.place is not None and claim.place.file]
    if not places:
        return ""
    lines = sorted({place.line for place in places if place.file == places[0].file})
    named = ", ".join(map(str, lines[:3])) + (" …" if len(lines) > 3 else "")
    if len(lines) > 1 and lines[-1] - lines[0] == len(lines) - 1:
        named = f"{lines[0]}–{lines[-1]}"
    return f"{places[0].path}, {Path(places[0].file).name}:{named}"


def _cannot_hold(told: Sequence[Label]) -> Label:
    en = _and([label.en for label in told])
    zh = "、".join(label.zh for label in told)
    if len(told) == 1:
        return Label(f"{en} cannot hold beside the rest of the scenario", f"{zh}与情景的其余部分无法同时成立")
    return Label(f"{en} cannot {'both' if len(told) == 2 else 'all'} hold", f"{zh}无法同时成立")


def _size(group: Group, named: bool) -> Label:
    """Say by how much a party gives way."""
    en, zh = _amount(group)
    years, words = _years(group), group[0][0].words
    if not named:
        return Label(f"{en}{years.en}", f"{years.zh}{zh}")
    asked = _amount([(claim, claim.value) for claim, _ in group])
    return Label(
        f"{en}{years.en} for “{words.en.replace('{value}', asked.en)}”",
        f"“{words.zh.replace('{value}', asked.zh)}”{years.zh}{zh}",
    )


def _amount(group: Group) -> Label:
    unit = group[0][0].unit
    bare = unit.removesuffix(A_YEAR)
    name, factor = IN_CHINESE.get(bare, (bare, 1.0))
    name += "/年" if bare != unit else ""
    amounts = [amount for _, amount in group]
    return Label(f"{_range(amounts)} {unit}".strip(), f"{_range([factor * a for a in amounts])}{name}")


def _range(amounts: Sequence[float]) -> str:
    low, high = number(min(amounts)), number(max(amounts))
    return low if low == high else f"{low}–{high}"


def number(value: float) -> str:
    """Return a number with three significant digits, never in powers of ten where a reader can do without."""
    return f"{float(f'{value:.3g}'):,g}"


def _years(group: Group) -> Label:
    known = sorted({claim.year for claim, _ in group if claim.year is not None})
    if not known:
        return Label("", "")
    span = str(known[0]) if len(known) == 1 else f"{known[0]}–{known[-1]}"
    parts = sorted({claim.part for claim, _ in group})
    if not parts[0] or len(parts) > SLICES:
        return Label(f" in {span}", f"{span.replace('–', '—')}年")
    return Label(f" in {span}, {_and(parts)}", f"{span.replace('–', '—')}年{'、'.join(parts)}时段")


def _and(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]

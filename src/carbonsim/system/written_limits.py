"""Limits of a system written directly → linear forms over activity, capacity and new capacity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from carbonsim.scenario.system import Group, WrittenLimit
from carbonsim.system.context import Context
from carbonsim.system.rows import Rows
from carbonsim.system.tables import Label, Technology, Term

BOUND_WORDS = {
    "at_least": Label("lower bound", "下限"),
    "at_most": Label("upper bound", "上限"),
    "share_min": Label("least share", "最低占比"),
    "share_max": Label("most share", "最高占比"),
}
RATIOS = {"input": "input_ratio", "output": "output_ratio", "emissions": "emission_factor"}


def write_limit(name: str, limit: WrittenLimit, context: Context, rows: Rows) -> None:
    """Write the rows of one limit: bounds on its sum, and shares of it in the whole."""
    path = f"system.limits.{name}"
    if not _makes_sense(limit, path, context, rows):
        return
    first, last = limit.first_year or rows.years.plan_from, limit.last_year or rows.years.model[-1]
    years = [year for year in rows.years if first <= year <= last]
    for group in [years] if limit.over == "horizon" else [[year] for year in years]:
        if group:
            _write(name, limit, group, path, rows)


def _write(name: str, limit: WrittenLimit, years: list[int], path: str, rows: Rows) -> None:
    """Write the rows of one year, or of all years together; the last one stands for them."""
    last, outside = years[-1], _outside(limit, years, rows)
    own = list(_terms(limit, limit, years, rows))
    bounds: list[tuple[str, Literal["<=", ">="], Sequence[Term], float]] = []
    if limit.at_least is not None:
        bounds.append(("at_least", ">=", own, limit.at_least.at(last) - outside))
    if limit.at_most is not None:
        bounds.append(("at_most", "<=", own, limit.at_most.at(last) - outside))
    whole = list(_terms(limit, limit.of, years, rows)) if limit.share_min or limit.share_max else []
    if limit.share_min is not None:
        bounds.append(("share_min", ">=", [*own, *_times(whole, limit.share_min.at(last))], 0.0))
    if limit.share_max is not None:
        bounds.append(("share_max", "<=", [*own, *_times(whole, limit.share_max.at(last))], 0.0))
    for key, sense, terms, bound in bounds:
        rows.limit(
            f"{name} {key}", last, sense, terms, bound, unit=limit.unit, path=f"{path}.{key}", kind="policy",
            label=_label(name, limit, key), caps=_capped(limit, key), outside=outside if key.startswith("at_") else 0.0,
        )  # fmt: skip


def _capped(limit: WrittenLimit, key: str) -> str:
    """Return the emission of which a limit bounds all there is; empty if it bounds a part, or something else."""
    whole = limit.measure == "emissions" and key == "at_most" and not (limit.technologies or limit.regions)
    return (limit.emission or "") if whole else ""


def _outside(limit: WrittenLimit, years: Sequence[int], rows: Rows) -> float:
    """Return what a limit on all emissions counts beside those of technologies."""
    if limit.measure != "emissions" or limit.technologies:
        return 0.0
    counted = {year: float(len(rows.years.span(year))) if limit.over == "horizon" else 1.0 for year in years}
    total = 0.0
    for (region, emission, year), amount in rows.parameters["exogenous_emission"].items():
        here = not limit.regions or str(region) in limit.regions
        if emission == limit.emission and here:
            total += counted.get(int(year), 0.0) * amount
    return total


def _label(name: str, limit: WrittenLimit, key: str) -> Label:
    """Name one side of a limit: by its label, or by its key in quotes."""
    en, zh = BOUND_WORDS[key]
    known = Label(name, f"限制“{name}”") if limit.label is None else Label(limit.label.en, limit.label.zh)
    return Label(f"{known.en}, {en}", f"{known.zh}，{zh}")


def _times(terms: Sequence[Term], share: float) -> Iterator[Term]:
    for term in terms:
        yield replace(term, coefficient=-share * term.coefficient)


def _terms(limit: WrittenLimit, group: Group, years: Sequence[int], rows: Rows) -> Iterator[Term]:
    chosen = {
        key: technology
        for key, technology in rows.technologies.items()
        if technology.name in (group.technologies or [technology.name])
        and technology.region in (limit.regions or [technology.region])
    }
    for year in years:
        weight = float(len(rows.years.span(year))) if limit.over == "horizon" else 1.0
        if limit.measure in RATIOS:
            yield from _flows(limit, group, year, weight, chosen, rows)
            continue
        for region, name in chosen:
            coefficient = _coefficient(limit, region, name, year, weight, rows)
            kind = "new_capacity" if limit.measure in ("new_capacity", "investment") else limit.measure
            if coefficient:
                yield Term(kind, name, year, coefficient, region=region)  # type: ignore[arg-type]


def _coefficient(limit: WrittenLimit, region: str, name: str, year: int, weight: float, rows: Rows) -> float:
    if limit.measure in ("new_capacity", "investment"):
        cost = rows.parameters["capital_cost"].get((region, name, year), 0.0)
        a_year = weight / len(rows.years.span(year))
        return a_year * (cost if limit.measure == "investment" else 1.0)
    return weight


def _flows(
    limit: WrittenLimit,
    group: Group,
    year: int,
    weight: float,
    chosen: dict[tuple[str, str], Technology],
    rows: Rows,
) -> Iterator[Term]:
    wanted = [limit.emission] if limit.measure == "emissions" else group.commodities or limit.commodities
    for (region, name, mode, flow, when), ratio in rows.parameters[RATIOS[limit.measure]].items():
        counts = when == year and (str(region), str(name)) in chosen and (not wanted or flow in wanted)
        if counts and ratio:
            yield Term("activity", str(name), year, weight * ratio, mode=str(mode), region=str(region))


def _named(limit: WrittenLimit, group: Group, known: set[str]) -> tuple[set[str], set[str]]:
    """Return the technologies and commodities that a group stands for."""
    return set(group.technologies) or known, set(group.commodities or limit.commodities)


def _makes_sense(limit: WrittenLimit, path: str, context: Context, rows: Rows) -> bool:
    """Report what a limit names that does not exist, and bounds that are missing or cannot be."""
    before = len(context.findings)
    if all(bound is None for bound in (limit.at_least, limit.at_most, limit.share_min, limit.share_max)):
        context.report(path, "no bound", "at least one of at_least, at_most, share_min, share_max", "add one")
    if (limit.measure == "emissions") != (limit.emission is not None):
        found = "no emission" if limit.emission is None else f"an emission beside measure {limit.measure}"
        context.report(path, found, "`emission` where, and only where, emissions are summed")
    known = {technology.name for technology in rows.technologies.values()}
    shared = limit.share_min is not None or limit.share_max is not None
    if shared and _named(limit, limit, known) == _named(limit, limit.of, known):
        expected = "a larger whole: technologies or commodities under `of` besides those of the limit"
        context.report(path, "a share of itself", expected, "name them under `of`")
    regions = {technology.region for technology in rows.technologies.values()}
    emissions = {str(key[3]) for key in rows.parameters["emission_factor"]}
    emissions |= {str(key[1]) for key in rows.parameters["exogenous_emission"]}
    for key, kind, names, there in (
        ("technologies", "technology", limit.technologies, known),
        ("of.technologies", "technology", limit.of.technologies, known),
        ("commodities", "commodity", limit.commodities, set(rows.commodities)),
        ("of.commodities", "commodity", limit.of.commodities, set(rows.commodities)),
        ("regions", "region", limit.regions, regions),
    ):
        for place, name in enumerate(names):
            if name not in there:
                context.report_unknown(f"{path}.{key}[{place}]", kind, name, there)
    if limit.emission is not None and limit.emission not in emissions:
        context.report_unknown(f"{path}.emission", "emission", limit.emission, emissions)
    return len(context.findings) == before

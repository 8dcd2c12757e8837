"""Limits of a system written directly → linear forms over activity, capacity and new capacity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from carbonsim.errors import Finding
from carbonsim.messages.message import Message, in_context, message
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.written_system import Group, WrittenLimit
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Label, Ratio, Technology, Term
from carbonsim.system.written.units import conversion

BOUND_WORDS = {
    "at_least": message("lower bound"),
    "at_most": message("upper bound"),
    "share_min": message("least share"),
    "share_max": message("most share"),
}
RATIOS = {"input": "input_ratio", "output": "output_ratio", "emissions": "emission_factor"}
Counted = tuple[str, Term]  # a term with the unit of what it counts


def write_limit(name: str, limit: WrittenLimit, context: Context, rows: SystemBuilder) -> None:
    """Write the rows of one limit: bounds on its sum, and shares of it in the whole."""
    path = f"system.limits.{name}"
    if not _makes_sense(limit, path, context, rows) or limit.counts == "public_money":
        return
    first, last = limit.first_year or rows.years.plan_from, limit.last_year or rows.years.model[-1]
    years = [year for year in rows.years if first <= year <= last]
    shared = limit.share_min is not None or limit.share_max is not None
    counted = {
        tuple(group): (
            list(_terms(limit, limit, group, rows)), list(_terms(limit, limit.of, group, rows)) if shared else [],
        )
        for group in ([years] if limit.over == "horizon" else [[year] for year in years]) if group
    }  # fmt: skip
    if not counted:
        known = ", ".join(map(str, rows.years.model[-5:]))
        expected = message("a range that holds a model year: … {years}", years=known)
        context.report(
            path,
            message("no model year from {first} to {last}", first=first, last=last),
            expected,
            message("change first_year or last_year"),
        )
    elif not any(own for own, _ in counted.values()) and not _outside(limit, years, rows):
        found, expected = (
            message("nothing that it counts"),
            message("`{key}` of a technology that has it", key=limit.measure),
        )
        context.report(path, found, expected, message("correct the names, or remove the limit"))
    units = _conversions(limit, [term for sides in counted.values() for side in sides for term in side], path, context)
    for group, (own, whole) in counted.items():
        _write(name, limit, group, _in_one_unit(own, units), _in_one_unit(whole, units), path, rows)


def _conversions(limit: WrittenLimit, counted: Sequence[Counted], path: str, context: Context) -> dict[str, float]:
    """Return what each unit that is added up is times; one that is not the limit's in other words is reported.

    A share has no unit of its own: it takes the first that it adds up.
    """
    examples = {unit: term.technology for unit, term in reversed(counted)}
    bounded = limit.at_least is not None or limit.at_most is not None
    wanted = limit.unit if bounded else next((unit for unit, _ in counted), "")
    if limit.measure == "emissions" and bounded:
        wanted = "Mt" if conversion(limit.unit, "Mt") else limit.unit
    found = {unit: conversion(unit, wanted) for unit in examples}
    for unit, times in found.items():
        if times is None:
            expected = (
                message("{unit}, the unit of the limit", unit=wanted)
                if bounded
                else message("{unit}, as that of {name}", unit=wanted, name=examples[wanted])
            )
            told = message("`{key}` of {names} in {unit}", key=limit.measure, names=examples[unit], unit=unit)
            advice = (
                message("write `unit: {unit}`", unit=unit)
                if bounded and len(found) == 1
                else message("name technologies that count alike")
            )
            context.report(path, told, expected, advice)
    return {unit: times or 1.0 for unit, times in found.items()}


def _in_one_unit(counted: Sequence[Counted], units: Mapping[str, float]) -> list[Term]:
    return [replace(term, coefficient=units[unit] * term.coefficient) for unit, term in counted]


def _write(
    name: str, limit: WrittenLimit, years: Sequence[int], own: Sequence[Term], whole: Sequence[Term], path: str,
    rows: SystemBuilder,
) -> None:  # fmt: skip
    """Write the rows of one year, or of all years together; the last one stands for them."""
    last, outside, unit, scale = years[-1], _outside(limit, years, rows), limit.unit, 1.0
    if limit.measure == "emissions":  # prices of carbon are read from its dual, per Mt
        unit, scale = "Mt", conversion(limit.unit, "Mt") or 1.0
    bounds: list[tuple[str, Literal["<=", ">="], Sequence[Term], float]] = []
    if limit.at_least is not None:
        bounds.append(("at_least", ">=", own, scale * limit.at_least.at(last) - outside))
    if limit.at_most is not None:
        bounds.append(("at_most", "<=", own, scale * limit.at_most.at(last) - outside))
    if limit.share_min is not None:
        bounds.append(("share_min", ">=", [*own, *_times(whole, limit.share_min.at(last))], 0.0))
    if limit.share_max is not None:
        bounds.append(("share_max", "<=", [*own, *_times(whole, limit.share_max.at(last))], 0.0))
    for key, sense, terms, bound in bounds:
        share = getattr(limit, key) if key.startswith("share_") else None
        rows.limit(
            f"{name} {key}", last, sense, terms, bound, unit=unit, path=f"{path}.{key}", kind="policy",
            label=_label(name, limit, key), caps=_capped(limit, key), outside=outside if key.startswith("at_") else 0.0,
            ratio=None if share is None else Ratio(100.0 * share.at(last), "%", 100.0, tuple(whole)),
        )  # fmt: skip
        if limit.counts == "above_baseline":
            rows.limits[-1] = replace(rows.limits[-1], above_baseline=True)


def _capped(limit: WrittenLimit, key: str) -> str:
    """Return the emission of which a limit bounds all there is; empty if it bounds a part, or something else."""
    whole = limit.measure == "emissions" and key == "at_most" and not (limit.technologies or limit.regions)
    return (limit.emission or "") if whole else ""


def _outside(limit: WrittenLimit, years: Sequence[int], rows: SystemBuilder) -> float:
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


def _label(name: str, limit: WrittenLimit, key: str) -> Message:
    """Name one side of a limit: by its label, or by its key."""
    own = limit.label
    known = in_context("limit", "{name}", name=name) if own is None else Label(own.en, own.zh)
    return message("{limit}, {bound}", limit=known, bound=BOUND_WORDS[key])


def _times(terms: Sequence[Term], share: float) -> Iterator[Term]:
    for term in terms:
        yield replace(term, coefficient=-share * term.coefficient)


def _terms(limit: WrittenLimit, group: Group, years: Sequence[int], rows: SystemBuilder) -> Iterator[Counted]:
    chosen = {
        key: technology
        for key, technology in rows.technologies.items()
        if technology.name in (group.technologies or [technology.name])
        and technology.region in (limit.regions or [technology.region])
        and (group.technologies or not _passes_on(limit, technology, rows))
        and not (technology.private and limit.measure == "investment" and limit.counts != "everything")
    }
    for year in years:
        weight = float(len(rows.years.span(year))) if limit.over == "horizon" else 1.0
        if limit.measure in RATIOS:
            yield from _flows(limit, group, year, weight, chosen, rows)
            continue
        for (region, name), technology in chosen.items():
            coefficient = _coefficient(limit, region, name, year, weight, rows)
            kind = "new_capacity" if limit.measure in ("new_capacity", "investment") else limit.measure
            unit = technology.activity_unit if limit.measure == "activity" else technology.capacity_unit
            if coefficient:
                term = Term(kind, name, year, coefficient, region=region)  # type: ignore[arg-type]
                yield "million CNY" if limit.measure == "investment" else unit, term


def _passes_on(limit: WrittenLimit, technology: Technology, rows: SystemBuilder) -> bool:
    """Say whether a technology only moves what it gives, in place or in time, where inputs or outputs are summed."""
    stores = any(
        (storage.region, storage.technology) == (technology.region, technology.name) for storage in rows.storages
    )
    return limit.measure in ("input", "output") and (stores or bool(technology.destination))


def _coefficient(limit: WrittenLimit, region: str, name: str, year: int, weight: float, rows: SystemBuilder) -> float:
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
    rows: SystemBuilder,
) -> Iterator[Counted]:
    wanted = [limit.emission] if limit.measure == "emissions" else group.commodities or limit.commodities
    for (region, name, mode, flow, when), ratio in rows.parameters[RATIOS[limit.measure]].items():
        counts = when == year and (str(region), str(name)) in chosen and (not wanted or flow in wanted)
        if counts and ratio:
            unit = "Mt" if limit.measure == "emissions" else rows.commodities[str(flow)].unit
            yield unit, Term("activity", str(name), year, weight * ratio, mode=str(mode), region=str(region))


def _named(limit: WrittenLimit, group: Group, known: set[str]) -> tuple[set[str], set[str]]:
    """Return the technologies and commodities that a group stands for."""
    return set(group.technologies) or known, set(group.commodities or limit.commodities)


def _makes_sense(limit: WrittenLimit, path: str, context: Context, rows: SystemBuilder) -> bool:
    """Report what a limit names that does not exist, and bounds that are missing or cannot be."""
    before = len(context.findings)
    if all(bound is None for bound in (limit.at_least, limit.at_most, limit.share_min, limit.share_max)):
        context.report(
            path,
            message("no bound"),
            message("at least one of at_least, at_most, share_min, share_max"),
            message("add one"),
        )
    if (limit.measure == "emissions") != (limit.emission is not None):
        found = (
            message("no emission")
            if limit.emission is None
            else message("an emission beside measure {measure}", measure=limit.measure)
        )
        context.report(path, found, message("`emission` where, and only where, emissions are summed"))
    known = {technology.name for technology in rows.technologies.values()}
    shared = limit.share_min is not None or limit.share_max is not None
    if shared and _named(limit, limit, known) == _named(limit, limit.of, known):
        expected = message("a larger whole: technologies or commodities under `of` besides those of the limit")
        context.report(path, message("a share of itself"), expected, message("name them under `of`"))
    regions = {technology.region for technology in rows.technologies.values()}
    emissions = {str(key[3]) for key in rows.parameters["emission_factor"]}
    emissions |= {str(key[1]) for key in rows.parameters["exogenous_emission"]}
    for key, kind, names, there in (
        ("technologies", message("technology"), limit.technologies, known),
        ("of.technologies", message("technology"), limit.of.technologies, known),
        ("commodities", message("commodity"), limit.commodities, set(rows.commodities)),
        ("of.commodities", message("commodity"), limit.of.commodities, set(rows.commodities)),
        ("regions", message("region"), limit.regions, regions),
    ):
        for place, name in enumerate(names):
            if name not in there:
                context.report_unknown(f"{path}.{key}[{place}]", kind, name, there)
    for key in ("at_least", "at_most", "share_min", "share_max") if limit.over == "horizon" else ():
        bound = getattr(limit, key)
        if bound is not None and not bound.is_constant:
            context.report(
                f"{path}.{key}",
                message("a path over time"),
                message("one value for all years together"),
                message("write one, or `over: year`"),
            )
    if limit.emission is not None and limit.emission not in emissions:
        context.report_unknown(f"{path}.emission", message("emission"), limit.emission, emissions)
    return len(context.findings) == before


def ceilings_without_a_baseline(scenario: Scenario) -> list[Finding]:
    """Return a finding for every ceiling on what is invested above the baseline in a scenario that has none."""
    limits = {} if scenario.system is None or scenario.reference_path is not None else scenario.system.limits
    paths = [f"system.limits.{name}.counts" for name, limit in limits.items() if limit.counts == "above_baseline"]
    found = message("a ceiling above the baseline, in the baseline itself")
    expected = message("a scenario that extends the baseline, or names it as its reference")
    advice = message("choose energy_system, everything or public_money")
    return [Finding(*scenario.locate(path), path, found, expected, advice) for path in paths]

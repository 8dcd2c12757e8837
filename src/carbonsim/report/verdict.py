"""The first screen in words: when emissions peak, by which rule, and six numbers a mayor asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carbonsim.analysis.accounts.differences import OF_GDP, discounted_gdp, money_differs
from carbonsim.analysis.peaking import PEAKED, PeakStatus, find_peak, highest_year
from carbonsim.analysis.summary.summary import PeakSummary
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Value, in_context, message
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.report.content import EMISSIONS, Content, Series, attribute
from carbonsim.report.cost_lines import NO_DIFFERENCE
from carbonsim.report.figures.emissions.emissions import (
    SPLITS,
    against_twin,
    emission_unit,
    plateau_years,
    scope_words,
)
from carbonsim.report.frozen import frozen_sentences
from carbonsim.report.peak_years import (
    ensemble_words,
    joined,
    past_words,
    peak_words,
    plateau_words,
    share,
    window_years,
)
from carbonsim.report.tables.objective_parts import decides_beside
from carbonsim.report.words import MTCE, READERS_UNITS, Language, Unit, amount, number, word, wording
from carbonsim.report.words import money as cash
from carbonsim.units import ResultUnit

LEAST = share(OF_GDP)
FULL_STOP = in_context("sentence", ".")


@dataclass(frozen=True)
class Tile:
    """One number with its name and what to know about it."""

    name: Value
    value: Value
    note: Value
    key: str


def badge(content: Content) -> tuple[str, Value]:
    """Return the status as a class of the badge and its words."""
    if content.status != SolveStatus.OPTIMAL:
        return "bad", wording(content.status)
    if content.silent or content.peakless:
        return "good", wording(SolveStatus.OPTIMAL)
    peak = content.summary.peak
    status = peak.status or PeakStatus.UNPROVEN
    if status == PeakStatus.PLATEAU:
        held = peak.plateau is not None and peak.plateau.by_constraint
        return "warn", wording("plateau by constraint" if held else status)
    return "good" if status in PEAKED else "bad", wording(status)


def sentence(content: Content) -> Value:
    """Say the verdict in one sentence, and what a counterfactual freezes beside it."""
    return in_each(lambda language: _sentence(content, language) + _frozen(content, language))


def _frozen(content: Content, language: Language) -> str:
    told = (in_context("sentence", " {next}", next=one) for one in frozen_sentences(content.summary))
    return "".join(one.rendered(language) for one in told)


def _sentence(content: Content, language: Language) -> str:
    if content.status == SolveStatus.INFEASIBLE:
        return _infeasible(content, language)
    peak = content.summary.peak
    if content.status == SolveStatus.OPTIMAL and content.silent:
        return message("This is the least-cost plan; the data set has no emissions, so no peak is judged.").rendered(
            language
        )
    if content.status == SolveStatus.OPTIMAL and content.peakless:
        reason = word(content.peakless, language)
        return message("This is the least-cost plan: {reason}.", reason=reason).rendered(language)
    if content.status != SolveStatus.OPTIMAL:
        return message("No plan was found: {told}.", told=badge(content)[1]).rendered(language)
    if peak.year is None or peak.level_Mt is None:
        return message("The plan has too few years to judge a peak.").rendered(language)
    level = amount(peak.level_Mt, emission_unit(content), language)
    region, status = content.text("region", language), peak.status
    subject = message("{region}’s emissions", region=region).rendered(language)
    text = peak_words(subject, peak, level, content.years, plural=True)
    return (
        text.rendered(language)
        + _doubt(status, language)
        + _plateau(content, language)
        + _binding(content, language)
        + _objective(content, language)
        + _ensemble(content, language)
    )


def _doubt(status: str | None, language: Language) -> str:
    """Say why the highest year is not called a peak."""
    if status == PeakStatus.RISING:
        return message(", too near the end of the horizon to be called a peak").rendered(language)
    if status == PeakStatus.UNPROVEN:
        return message(", in too few years to judge a peak").rendered(language)
    return ""


def _plateau(content: Content, language: Language) -> str:
    years = plateau_years(content)
    if years is None:
        return ""
    return plateau_words(*years).rendered(language)


def _binding(content: Content, language: Language) -> str:
    end = FULL_STOP.rendered(language)
    if content.binding is None:
        return end
    if not content.binding:
        return message("; the peaking target is not binding.").rendered(language)
    return against_twin(content, emission_unit(content), language) + end + _idle_deadline(content, language)


def _idle_deadline(content: Content, language: Language) -> str:
    """Say so where the peak year asked for costs nothing: emissions peak in time without it."""
    deadline, twin = content.deadline, content.series(EMISSIONS, "twin")
    idle = content.summary.binding_by_path.get("peaking.by") is False
    if not idle or deadline is None or not twin or highest_year(twin)[0] > deadline:
        return ""
    return message(" The deadline itself does not bind (price 0): emissions peak in time without it.").rendered(
        language
    )


def _ensemble(content: Content, language: Language) -> str:
    """Say where an ensemble has the peak, where one stands beside the run."""
    told = ensemble_words(content.summary.peak)
    return "" if told is None else in_context("sentence", " {next}", next=told).rendered(language)


def _objective(content: Content, language: Language) -> str:
    """Say what the plan was made for, where it is not simply the cheapest."""
    objective = content.summary.planning_objective
    if objective.objective not in ("lowest_peak", "earliest_peak") or objective.cost_bound is None:
        return ""
    cost = cash(objective.cost_bound / 1000, language)
    perceived = decides_beside(content.summary)
    if objective.objective == "lowest_peak":
        told = message(" It is the plan of lowest peak that costs at most {cost}.", cost=cost)
        if perceived:
            told = message(" It is the plan of lowest peak whose perceived cost is at most {cost}.", cost=cost)
    else:
        told = message(" It is the plan of earliest peak that costs at most {cost}.", cost=cost)
        if perceived:
            told = message(" It is the plan of earliest peak whose perceived cost is at most {cost}.", cost=cost)
    return told.rendered(language) + _past(content, language)


def _past(content: Content, language: Language) -> str:
    """Say where the past holds the peak that is asked for."""
    level = content.summary.planning_objective.level_Mt
    told = past_words(content.summary, "" if level is None else amount(level, emission_unit(content), language))
    return "" if told is None else in_context("sentence", " {next}", next=told).rendered(language)


def _infeasible(content: Content, language: Language) -> str:
    name = content.text("name", language)
    return message("No plan satisfies “{name}”: its targets cannot all be met.", name=name).rendered(language)


def rule_label_of(content: Content) -> Value:
    """Return the rule that judged, as data."""
    return rule_label(content.summary.peak)


def rule_label(peak: PeakSummary) -> Value:
    """Return the rule that judged as data; in the words of a run that left nothing but them."""
    return peak.judged_by()


def tiles(content: Content) -> list[Tile]:
    """Return the tiles that this scenario can fill: six of the plan, or the base year where there is none."""
    base = (_base_energy, _base_emissions)
    planned = (_peak_year, _peak_level, _intensity, _non_fossil, _energy_intensity, _cost)
    made = planned if content.plan else base
    found = [tile for make in made if (tile := make(content)) is not None]
    if content.plan and 0 < len(found) < len(planned):
        found += [tile for make in base if (tile := make(content)) is not None][: len(planned) - len(found)]
    return found


def second_line(content: Content) -> Value | None:
    """Say what the rule makes of all gases; None where there is no such series."""
    series = content.series(SPLITS["gases"][0], "plan")
    if not series or content.status != SolveStatus.OPTIMAL:
        return None
    known = content.summary.peak.window
    peak = find_peak(series) if known is None else find_peak(series, window=known.window)
    if peak.year is None or peak.level is None:
        return None
    unit, status = emission_unit(content, SPLITS["gases"][0]), wording(peak.status)
    level = peak.level
    if len(peak.window) > 1:
        return message(
            "All greenhouse gases: highest in {years}, the highest single year {year}, at {level}: {status}.",
            years=joined(peak.window, content.years),
            year=peak.year,
            level=in_each(lambda language: amount(level, unit, language)),
            status=status,
        )
    return message(
        "All greenhouse gases: highest in {year}, at {level}: {status}.",
        year=peak.year,
        level=in_each(lambda language: amount(level, unit, language)),
        status=status,
    )


def _peak_year(content: Content) -> Tile | None:
    peak, note = content.summary.peak, badge(content)[1]
    if peak.year is None:
        return None
    alike = window_years(peak)
    if len(alike) > 1:
        note = message("cannot be told apart; highest in {year}; {status}", year=peak.year, status=note)
    return Tile(
        wording("Peak year"), in_context("peak", "{year}", year=joined(alike, content.years)), note, "peak-year"
    )


def _peak_level(content: Content) -> Tile | None:
    peak, level = content.summary.peak, content.summary.peak.level_Mt
    if level is None:
        return None
    value = in_each(lambda language: amount(level, emission_unit(content), language))
    note: Value = in_each(lambda language: scope_words(content, language))
    if peak.window is not None and peak.window.level:
        note = message("±{uncertainty}, alike in all years. {scope}", uncertainty=share(peak.window.level), scope=note)
    return Tile(wording("Peak level"), value, note, "peak-level")


def discounted_cost(content: Content, which: Literal["plan", "twin"]) -> float | None:
    """Return the discounted cost of a plan in billion CNY, where the summary has it."""
    cost = content.summary.total_cost if which == "plan" else content.summary.twin_total_cost
    return None if cost is None or cost.value is None else cost.value / 1000


def _data_cost(content: Content) -> Tile | None:
    """Tell the cost of a data set in its own unit."""
    total = content.summary.total_cost.value
    if total is None:
        return None
    unit = READERS_UNITS[ResultUnit.COST_OF_THE_DATA]
    value = in_each(lambda language: amount(total, unit, language))
    base = content.years[0] if content.years else ""
    return Tile(wording("Plan cost"), value, message("discounted to {base}", base=base), "cost")


def _cost(content: Content) -> Tile | None:
    if not content.sectors:
        return _data_cost(content)
    total, twin = discounted_cost(content, "plan"), discounted_cost(content, "twin")
    if total is None:
        return None
    base = content.years[0] if content.years else ""
    if twin is None or content.binding is None:
        value = in_each(lambda language: cash(total, language))
        part = of_gdp(content, total)
        told = message("whole energy system, present value of {year}", year=base)
        if part:
            told = message("whole energy system, present value of {year}; {share} of GDP", year=base, share=part)
        note = told
        return Tile(wording("Plan cost"), value, note, "cost")
    return _extra_cost(content, total - twin)


def _extra_cost(content: Content, extra: float) -> Tile:
    base = content.years[0] if content.years else ""
    name, of_output = wording("Extra cost of the plan"), of_gdp(content, extra)
    if not costs_differ(content, extra):
        least = message("less than {least} of GDP against the twin, present value of {year}", least=LEAST, year=base)
        return Tile(name, NO_DIFFERENCE, least, "cost")
    value = in_each(lambda language: ("+" if extra > 0 else "") + cash(extra, language))
    told = message("against the twin, present value of {year}", year=base)
    if of_output:
        told = message("against the twin, present value of {year}; {share} of GDP", year=base, share=of_output)
    return Tile(name, value, told, "cost")


def of_gdp(content: Content, cost: float) -> str:
    """Return a discounted cost in billion CNY as a share of GDP discounted alike, empty where GDP is unknown."""
    whole = present_gdp(content)
    share_of = 100 * cost / whole if whole else 0.0
    return ("<0.001" if 0 < abs(share_of) < 0.001 else number(share_of, 2)) + "%" if whole else ""


def present_gdp(content: Content) -> float | None:
    """Return GDP of all years together in billion CNY, discounted as costs are; None where it is unknown."""
    gdp, rate = content.series("GDP"), attribute(content.scenario, "time.discount_rate")
    if not gdp or rate is None:
        return None
    return discounted_gdp(gdp, float(rate.at(min(gdp))) if hasattr(rate, "at") else float(rate))


def costs_differ(content: Content, gap: float) -> bool:
    """Say whether a difference of discounted costs in billion CNY is one: by 0.01 % of GDP, where that is known."""
    whole = present_gdp(content)
    return gap != 0.0 if not whole else money_differs(gap, whole)


def _change(content: Content, variable: str) -> tuple[Series, int, int] | None:
    series = content.series(variable)
    known = content.milestones
    if known is None or not series.get(known.before) or known.first not in series or known.before >= known.first:
        return None
    return series, known.before, known.first


def _intensity(content: Content) -> Tile | None:
    return _fall(content, "CO2 per GDP", "CO₂ per GDP", "co2-per-gdp")


def _energy_intensity(content: Content) -> Tile | None:
    return _fall(content, "Energy per GDP", "Energy per GDP", "energy-per-gdp")


def _fall(content: Content, variable: str, name: str, key: str) -> Tile | None:
    found = _change(content, variable)
    if found is None:
        return None
    series, base, year = found
    change = 100 * (series[year] / series[base] - 1)
    told = ("+" if change > 0 else "") + number(change, 3) + "%"
    own = content.units.get(variable, "")
    unit = READERS_UNITS.get(own, Unit(own, own))
    level = in_each(lambda language: amount(series[year], unit, language))
    note = message("{base} to {year}; {level} in {year}", base=base, year=year, level=level)
    return Tile(wording(name), told, note, key)


def _non_fossil(content: Content) -> Tile | None:
    series = content.series("Non-fossil Share")
    if not series:
        return None
    first_end = None if content.milestones is None else content.milestones.first
    year = first_end if first_end in series else max(series)
    first = min(series)
    told = f"{number(series[year])}%"
    note = message(
        "in {year}; {number}% in {first} (coal-equivalent method)",
        year=year,
        number=number(series[first], 2),
        first=first,
    )
    return Tile(wording("Non-fossil share"), told, note, "non-fossil")


def _base_energy(content: Content) -> Tile | None:
    energy = None if content.summary.base_year is None else content.summary.base_year.energy_Mtce
    if energy is None:
        return None
    value = in_each(lambda language: amount(energy, MTCE, language))
    base = content.years[0] if content.years else ""
    return Tile(
        wording("Base-year energy"),
        value,
        message("{base}, coal-equivalent method", base=base),
        "base-energy",
    )


def _base_emissions(content: Content) -> Tile | None:
    level = None if content.summary.base_year is None else content.summary.base_year.emissions_Mt
    if level is None or content.silent:
        return None
    value = in_each(lambda language: amount(level, emission_unit(content), language))
    base = content.years[0] if content.years else ""
    note = in_each(
        lambda language: message("{base} · {scope}", base=base, scope=scope_words(content, language)).rendered(language)
    )
    name = wording("Base-year CO₂") if content.sectors else message("First-year emissions")
    return Tile(name, value, note, "base-emissions")

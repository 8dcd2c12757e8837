"""When emissions are highest, in words: years that cannot be told apart, the highest of them, how sure its level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carbonsim.analysis.peaking import BAND, DOUBTED
from carbonsim.analysis.summary.summary import PeakSummary, PlateauSummary, Summary
from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, Value, in_context, message
from carbonsim.scenario.sections.verdict import YEAR_TO_YEAR

SHORTEST_PLATEAU = 2  # years from the first to the last
REASON = message(
    "most of what makes the level uncertain, emission factors and what the statistics cover, is alike in all years and"
    " falls out of their difference (2006 IPCC Guidelines, volume 1, chapter 3); what is left is an assumption"
)
WITHOUT_REASON = message("as the scenario says, which gives no reason")


def joined(years: Sequence[int], known: Iterable[int] = ()) -> Value:
    """Return years as ranges: those that follow each other among the known years, or in the calendar, are joined."""
    order = {year: place for place, year in enumerate(sorted({*known, *years}))}
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and order[year] - order[runs[-1][-1]] == 1 and (known or year - runs[-1][-1] == 1):
            runs[-1].append(year)
        else:
            runs.append([year])
    return tuple(
        str(run[0]) if len(run) == 1 else in_context("years", "{first}–{last}", first=run[0], last=run[-1])
        for run in runs
    )


def window_years(peak: PeakSummary) -> tuple[int, ...]:
    """Return the years that cannot be told from the highest, that year among them; of an older run that year alone."""
    if peak.window is not None and peak.window.years:
        return tuple(peak.window.years)
    return () if peak.year is None else (peak.year,)


def share(value: float) -> str:
    """Print a share in per cent, with as many digits as it has."""
    return f"{100 * value:.3g}%"


def plateau_within(plateau: PlateauSummary | None) -> tuple[int, int] | None:
    """Return the first and last year of a plateau that is longer than two years."""
    if plateau is None or plateau.last - plateau.first < SHORTEST_PLATEAU:
        return None
    return plateau.first, plateau.last


def plateau_words(first: int, last: int) -> Message:
    """Name the plateau by its band, which is another than the window of years that cannot be told apart."""
    return message(", on the {band} plateau {years}–{years_2}", band=share(BAND), years=first, years_2=last)


def uncertain_level(level: Value, peak: PeakSummary) -> Value:
    """Say a level with its uncertainty, where that is known."""
    if peak.window is None or not peak.window.level:
        return level
    return message("{level} (±{uncertainty}, alike in all years)", level=level, uncertainty=share(peak.window.level))


def highest_words(
    subject: Value, year: int, level: Value, status: str | None, last: int, *, plural: bool = False
) -> Message:
    """Say when a path is highest, and call it a peak only where the rule does; a `plural` subject is many emissions."""
    if year == last:
        one, many = (
            message("{subject} still rises in {year}, to {level}", subject=subject, year=year, level=level),
            message("{subject} still rise in {year}, to {level}", subject=subject, year=year, level=level),
        )
    elif status in DOUBTED:
        one, many = (
            message("{subject} is highest in {year}, at {level}", subject=subject, year=year, level=level),
            message("{subject} are highest in {year}, at {level}", subject=subject, year=year, level=level),
        )
    else:
        one, many = (
            message("{subject} peaks in {year} at {level}", subject=subject, year=year, level=level),
            message("{subject} peak in {year} at {level}", subject=subject, year=year, level=level),
        )
    return many if plural else one


def peak_words(
    subject: Value, peak: PeakSummary, level: Value, known: Sequence[int], *, plural: bool = False
) -> Message:
    """Say in which years a path is highest: all that cannot be told apart, and the single highest beside them."""
    assert peak.year is not None
    alike, told = window_years(peak), uncertain_level(level, peak)
    if len(alike) < 2 or peak.window is None:
        return highest_words(subject, peak.year, told, peak.status, known[-1], plural=plural)
    values = {
        "subject": subject, "years": joined(alike, known), "window": share(peak.window.window), "year": peak.year,
        "level": told,
    }  # fmt: skip
    if peak.status in DOUBTED:
        one, many = (
            message("{subject} is highest in {years}, which differ by less than {window} and cannot be told apart; the"
                    " highest single year is {year}, at {level}", **values),
            message("{subject} are highest in {years}, which differ by less than {window} and cannot be told apart; the"
                    " highest single year is {year}, at {level}", **values),
        )  # fmt: skip
    else:
        one, many = (
            message("{subject} peaks in {years}, which differ by less than {window} and cannot be told apart; the"
                    " highest single year is {year}, at {level}", **values),
            message("{subject} peak in {years}, which differ by less than {window} and cannot be told apart; the"
                    " highest single year is {year}, at {level}", **values),
        )  # fmt: skip
    return many if plural else one


def peak_cell(peak: PeakSummary, known: Iterable[int] = ()) -> Value:
    """Return the years in short: those that cannot be told apart, and the highest of them."""
    alike = window_years(peak)
    if len(alike) < 2:
        return in_context("peak", "{year}", year=peak.year or "–")
    return message("{years} (highest: {year})", years=joined(alike, known), year=peak.year or "")


def alike_words(peak: PeakSummary) -> Message | None:
    """Say in short how close to the highest years cannot be told apart; None where no peak is judged."""
    if peak.window is None:
        return None
    return message(
        "years within {window} of the highest cannot be told apart", window=share(peak.window.window)
    )  # fmt: skip


def window_line(peak: PeakSummary) -> Message | None:
    """Say which years cannot be told apart, why, and how sure the level is; None where no peak is judged."""
    known = peak.window
    if known is None:
        return None
    default = REASON if known.window == YEAR_TO_YEAR else WITHOUT_REASON
    reason: Value = default if known.reason is None else Label(known.reason, known.reason_zh or known.reason)
    return message(
        "Years whose emissions lie within {window} of the highest cannot be told apart: {reason}. The level is known to"
        " ±{level}, alike in all years, which moves no year. The {band} of the plateau is another measure: how long"
        " emissions stay high.",
        window=share(known.window),
        reason=reason,
        level=share(known.level),
        band=share(BAND),
    )


def past_words(summary: Summary, level: Value) -> Message | None:
    """Say where the past holds the peak that a plan of lowest or earliest peak asks for; None where it does not.

    `level` is the lowest that was found, where that was asked for.
    """
    peak, start, objective = summary.peak, summary.plan_from, summary.planning_objective.objective
    before = [year for year in window_years(peak) if start is not None and year < start]
    if objective not in ("lowest_peak", "earliest_peak") or peak.year is None or not before:
        return None
    if peak.year >= (start or 0):
        return message(
            "As far as years can be told apart the past may hold the peak: {years}.",
            years=joined(before, summary.years),
        )
    if objective == "earliest_peak":
        return message("The past holds the peak, in {year}: no plan has an earlier one.", year=peak.year)
    return message(
        "The past holds the peak, in {year}, which no plan can lower; from {start} on no year emits more than {level}.",
        year=peak.year,
        start=start or "",
        level=level,
    )


def ensemble_words(peak: PeakSummary) -> Message | None:
    """Say where an ensemble that stands beside the run has the peak; None without one."""
    found = peak.ensemble
    if found is None:
        return None
    told = message(
        "Over {runs} runs of an ensemble, 5–95% of the peak years lie in {first}–{last}.",
        runs=found.runs,
        first=found.first,
        last=found.last,
    )
    if found.share is None or found.twin_share is None:
        return told
    return message(
        "{sentence} By {year} emissions peak in {share} of them, without the peaking plan in {twin}.",
        sentence=told,
        year=found.by or found.last,
        share=f"{found.share:.0%}",
        twin=f"{found.twin_share:.0%}",
    )

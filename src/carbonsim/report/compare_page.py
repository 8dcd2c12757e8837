"""The comparison of two to six scenarios: paths, verdicts, milestone years and what was changed in the inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from carbonsim.analysis.accounts.differences import OF_EMISSIONS, OF_GDP
from carbonsim.analysis.summary.assessments import AssessmentRecord, Grade
from carbonsim.analysis.summary.records import TargetRecord
from carbonsim.analysis.summary.summary import CostLinesSummary, PeakSummary
from carbonsim.analysis.targets import JUDGED
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Value, message, rendered
from carbonsim.report import verdict
from carbonsim.report.assessed import GRADES
from carbonsim.report.colours import SCENARIOS
from carbonsim.report.content import EMISSIONS, Content
from carbonsim.report.cost_lines import NO_DIFFERENCE, cost_line_cells, cost_line_rows, gap_words
from carbonsim.report.counted import amounts_kept
from carbonsim.report.figures.comparing.comparison import milestones, paths, sector_paths
from carbonsim.report.figures.comparing.contrast import cost_of_abatement, peak_plane, sector_bars
from carbonsim.report.figures.emissions.emissions import emission_unit, what_counts
from carbonsim.report.figures.emissions.steps import steps
from carbonsim.report.page import (
    downloads,
    draw,
    island,
    packed,
    packed_views,
    page_texts,
    shared,
    template,
    unit_families,
)
from carbonsim.report.peak_years import peak_cell, window_years
from carbonsim.report.tables.targets import level_words
from carbonsim.report.target_words import status_kind, status_words, unit_of_target
from carbonsim.report.words import BILLION_CNY, Unit, amount, in_sentence, number, wording
from carbonsim.scenario.quantity import is_quantity
from carbonsim.system.tables import Label

COMPARISONS = (paths, sector_paths, peak_plane, milestones, sector_bars, steps, cost_of_abatement)
SAME = 2e-5  # costs closer than this share are told as equal where no GDP is known
NOTHING = message("–")
TITLES = ("name", "name_zh", "description", "description_zh", "reference")
LONGEST = 160  # characters of a value in the table of differences


class ComparisonRow(NamedTuple):
    """One line of the verdict table; `value` and `gap` (against the reference) by scenario."""

    name: Value
    values: tuple[Value, ...]
    gaps: tuple[Value, ...]


class TargetLine(NamedTuple):
    """One target of the matrix: its name, year, and by scenario whether it is met and by how much."""

    name: Value
    year: str
    cells: tuple[tuple[str, Value], ...]


class Difference(NamedTuple):
    """A key whose value is not the same in every scenario."""

    key: str
    values: tuple[str, ...]


def render_comparison(contents: Sequence[Content], base: int = 0) -> str:
    """Return the comparison as HTML; `base` is the place of the scenario that differences are told against."""
    with amounts_kept():
        return _comparison(contents, base)


def _comparison(contents: Sequence[Content], base: int) -> str:
    charts = draw(contents, {figure.__name__: figure for figure in COMPARISONS})
    return str(
        template("compare.html").render(
            contents=contents,
            base=base,
            charts=charts,
            rows=[verdict_rows(contents, place) for place in range(len(contents))],
            target_rows=[*target_rows(contents), *evaluation_rows(contents)],
            differences=differences(contents),
            badges=[verdict.badge(content) for content in contents],
            colours=SCENARIOS,
            title=wording("Scenario comparison"),
            names=[content.own("name") for content in contents],
            description="",
            files={},
            views=downloads({"views.json": packed_views(charts)}),
            island=island(
                {
                    "charts": packed(charts),
                    "stem": "comparison",
                    "base": base,
                    **page_texts(),
                    **unit_families(charts),
                }
            ),
            **shared(),
        )
    )


def verdict_rows(contents: Sequence[Content], base: int) -> list[ComparisonRow]:
    """Return the table of verdicts, each number beside its distance from the reference."""
    unit = emission_unit(contents[base])
    scopes = [_scope(content) for content in contents]
    rows = [ComparisonRow(wording("Accounting scope"), tuple(scopes), ("",) * len(scopes))]
    rows = [*(rows if len(set(scopes)) > 1 else []), _years_row(contents, base)]
    rows.append(_row(wording("Peak level"), [_level(content) for content in contents], base, unit, OF_EMISSIONS))
    for year in sorted({year for content in contents if content.milestones for year in content.milestones.two}):
        found = [content.series(EMISSIONS, "plan").get(year) for content in contents]
        if any(value is not None for value in found):
            rows.append(_row(message("CO₂ in {year}", year=year), found, base, unit, OF_EMISSIONS))
    costs, gdp = [verdict.discounted_cost(content, "plan") for content in contents], verdict.present_gdp(contents[base])
    share = SAME if gdp is None else OF_GDP * gdp / abs(costs[base] or 1.0)
    rows.append(_row(wording("Plan cost"), costs, base, BILLION_CNY, share))
    rows += _cost_rows(contents, base)
    return [row for row in rows if any(value not in (NOTHING, "–") for value in row.values)]


def _cost_rows(contents: Sequence[Content], base: int) -> list[ComparisonRow]:
    """Return the three lines of cost, each scenario's own; gaps against the base of the comparison."""
    told = [content.summary.cost_lines for content in contents]
    if any(one is None for one in told):
        return []
    lines = [cost_line_rows(content.summary) for content in contents]
    rows = []
    for place, line in enumerate(lines[base]):
        here = [one[place] for one in lines]
        cells = [cost_line_cells(one, known)[0] for one, known in zip(here, told, strict=True) if known is not None]
        gaps = [
            "" if number == base or line.is_gap else _cost_gap(one.value, line.value, told[base])
            for number, one in enumerate(here)
        ]
        rows.append(ComparisonRow(line.name, tuple(cells), tuple(gaps)))
    return rows


def _cost_gap(value: float | None, base: float | None, told: CostLinesSummary | None) -> Value:
    return "" if value is None or base is None or told is None else gap_words(value - base, told)


def _scope(content: Content) -> Value:
    return what_counts(content)


def _level(content: Content) -> float | None:
    return content.summary.peak.level_Mt


def _years_row(contents: Sequence[Content], base: int) -> ComparisonRow:
    peaks = [content.summary.peak for content in contents]
    gaps = [_years_gap(peak, peaks[base]) if place != base else "" for place, peak in enumerate(peaks)]
    told = tuple(peak_cell(peak, content.years) for peak, content in zip(peaks, contents, strict=True))
    return ComparisonRow(wording("Peak year"), told, tuple(gaps))


def _years_gap(peak: PeakSummary, base: PeakSummary) -> Value:
    """Return how far peak years lie apart; where windows share a year, they cannot be told apart."""
    if peak.year is None or base.year is None:
        return ""
    if set(window_years(peak)) & set(window_years(base)):
        return NO_DIFFERENCE
    return message("{text} years", text=f"{peak.year - base.year:+d}".replace("-", "−"))


def _row(name: Value, found: Sequence[float | None], base: int, unit: Unit, least: float) -> ComparisonRow:
    """Return a line of numbers; what is apart by less than a share of the base's is no difference."""
    told = tuple(_told(value, unit) for value in found)
    gaps = tuple(_gap(value, found[base], unit, least) if place != base else "" for place, value in enumerate(found))
    return ComparisonRow(name, told, gaps)


def _told(value: float | None, unit: Unit) -> Value:
    return NOTHING if value is None else in_each(lambda language: amount(value, unit, language, 4))


def _gap(value: float | None, base: float | None, unit: Unit, least: float) -> Value:
    if value is None or base is None:
        return ""
    gap = value - base
    if gap == 0.0 or abs(gap) < least * abs(base):
        return NO_DIFFERENCE
    sign = "+" if gap > 0 else ""
    return in_each(lambda language: sign + amount(gap, unit, language))


def target_rows(contents: Sequence[Content]) -> list[TargetLine]:
    """Return every target that any scenario has: met or not, and the gap, by scenario."""
    tables = [{row.name: row for row in content.summary.targets} for content in contents]
    lines = []
    for name in dict.fromkeys(name for table in tables for name in table):
        row = next(table[name] for table in tables if name in table)
        cells = tuple(_met(table.get(name)) for table in tables)
        level = in_each(partial(_level_within, row.level or ""))
        told = message("{target} ({level})", target=Label(row.label, row.label_zh), level=level)
        lines.append(TargetLine(told, str(row.year), cells))
    return lines


def evaluation_rows(contents: Sequence[Content]) -> list[TargetLine]:
    """Return every evaluation that any scenario has, in its last year: the grade by scenario."""
    tables = [{one.name: one for one in content.summary.assessments} for content in contents]
    lines = []
    for name in dict.fromkeys(name for table in tables for name in table):
        one = next(table[name] for table in tables if name in table)
        cells = tuple(graded(table.get(name)) for table in tables)
        lines.append(TargetLine(Label(one.label, one.label_zh), str(one.year), cells))
    return lines


def graded(one: AssessmentRecord | None) -> tuple[str, Value]:
    """Return how a grade is coloured and what it is called."""
    if one is None:
        return "", NOTHING
    colour = {Grade.FAIL: "bad", Grade.OPEN: "none"}.get(one.grade, "good")
    return colour, GRADES[one.grade]


def _level_within(level: str, language: str) -> str:
    return in_sentence(rendered(level_words(level), language), language)


def _met(row: TargetRecord | None) -> tuple[str, Value]:
    if row is None:
        return "", NOTHING
    told = status_words(row)
    if row.status not in JUDGED or row.gap is None:
        return status_kind(row.status), told
    unit, missed = unit_of_target(row), row.gap
    sign = "+" if missed > 0 else ""
    gap: Value = in_each(lambda language: sign + amount(missed, unit, language))
    if row.unit == "%":
        gap = message("{gap} points", gap=sign + number(missed, 3))
    return status_kind(row.status), message("{status} {gap}", status=told, gap=gap)


def differences(contents: Sequence[Content]) -> list[Difference]:
    """Return the keys of the resolved scenarios whose values differ."""
    flat = [dict(_leaves(content.inputs)) for content in contents]
    keys = sorted(dict.fromkeys(key for leaves in flat for key in leaves), key=_weight)
    found = (Difference(key, tuple(_shown(leaves.get(key)) for leaves in flat)) for key in keys)
    return [one for one in found if len(set(one.values)) > 1]


def _weight(key: str) -> int:
    """Order the peaking plan first and what a scenario is called last."""
    return 0 if key.startswith("peaking") else 2 if key.split(".")[0] in TITLES else 1


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Walk to the quantities, which are leaves in any of their forms."""
    if isinstance(value, Mapping) and value and not is_quantity(value):
        for key, child in value.items():
            yield from _leaves(child, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        if "value" in value:
            return _shown(value["value"])
        value = ", ".join(f"{key}: {one}" for key, one in value.items())
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

"""The comparison of two to six scenarios: paths, verdicts, milestone years and what was changed in the inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from carbonsim.analysis.summary.records import TargetRecord
from carbonsim.analysis.targets import JUDGED, TargetStatus
from carbonsim.messages.message import label_of, message
from carbonsim.report import verdict
from carbonsim.report.colours import SCENARIOS
from carbonsim.report.content import EMISSIONS, Content
from carbonsim.report.counted import amounts_kept
from carbonsim.report.figures.chart import Chart
from carbonsim.report.figures.comparing.comparison import milestones, paths, sector_paths
from carbonsim.report.figures.comparing.contrast import cost_of_abatement, peak_plane, sector_bars
from carbonsim.report.figures.emissions.emissions import emission_unit, what_counts
from carbonsim.report.figures.emissions.steps import steps
from carbonsim.report.page import downloads, island, packed, packed_views, shared, template, unit_families
from carbonsim.report.tables.targets import level_words
from carbonsim.report.words import BILLION_CNY, LANGUAGES, Language, Unit, amount, target_unit, word_label
from carbonsim.scenario.quantity import is_quantity
from carbonsim.system.tables import Label

COMPARISONS = (paths, sector_paths, peak_plane, milestones, sector_bars, steps, cost_of_abatement)
SAME = 2e-5  # numbers closer than this share are told as equal
TITLES = ("name", "name_zh", "description", "description_zh", "reference")
LONGEST = 160  # characters of a value in the table of differences


class ComparisonRow(NamedTuple):
    """One line of the verdict table; `value` and `gap` (against the reference) by scenario."""

    name: Label
    values: tuple[Label, ...]
    gaps: tuple[Label, ...]


class TargetLine(NamedTuple):
    """One target of the matrix: its name, year, and by scenario whether it is met and by how much."""

    name: Label
    year: str
    cells: tuple[tuple[str, Label], ...]


class Difference(NamedTuple):
    """A key whose value is not the same in every scenario."""

    key: str
    values: tuple[str, ...]


def render_comparison(contents: Sequence[Content], base: int = 0) -> str:
    """Return the comparison as HTML; `base` is the place of the scenario that differences are told against."""
    with amounts_kept():
        return _comparison(contents, base)


def _comparison(contents: Sequence[Content], base: int) -> str:
    charts: dict[str, dict[Language, Chart]] = {}
    for figure in COMPARISONS:
        drawn = {language: chart for language in LANGUAGES if (chart := figure(contents, language)) is not None}
        if drawn:
            charts[figure.__name__] = drawn
    return str(
        template("compare.html").render(
            contents=contents,
            base=base,
            charts=charts,
            rows=[verdict_rows(contents, place) for place in range(len(contents))],
            target_rows=target_rows(contents),
            differences=differences(contents),
            badges=[verdict.badge(content) for content in contents],
            colours=SCENARIOS,
            title=word_label("Scenario comparison"),
            names=[Label(content.text("name", "en"), content.text("name", "zh")) for content in contents],
            description=Label("", ""),
            files={},
            views=downloads({"views.json": packed_views(charts)}),
            island=island({"charts": packed(charts), "stem": "comparison", "base": base, **unit_families(charts)}),
            **shared(),
        )
    )


def verdict_rows(contents: Sequence[Content], base: int) -> list[ComparisonRow]:
    """Return the table of verdicts, each number beside its distance from the reference."""
    unit = emission_unit(contents[base])
    scopes = [_scope(content) for content in contents]
    rows = [ComparisonRow(word_label("Accounting scope"), tuple(scopes), (Label("", ""),) * len(scopes))]
    rows = [*(rows if len(set(scopes)) > 1 else []), _years_row(contents, base)]
    rows.append(_row(word_label("Peak level"), [_level(content) for content in contents], base, unit))
    for year in sorted({year for content in contents if content.milestones for year in content.milestones.two}):
        found = [content.series(EMISSIONS, "plan").get(year) for content in contents]
        if any(value is not None for value in found):
            rows.append(_row(label_of(message("CO₂ in {year}", year=year)), found, base, unit))
    rows.append(
        _row(
            word_label("Plan cost"),
            [verdict.discounted_cost(content, "plan") for content in contents],
            base,
            BILLION_CNY,
        )
    )
    return [row for row in rows if any(value.en != "–" for value in row.values)]


def _scope(content: Content) -> Label:
    return label_of(what_counts(content))


def _level(content: Content) -> float | None:
    return content.summary.peak.level_Mt


def _years_row(contents: Sequence[Content], base: int) -> ComparisonRow:
    years = [content.summary.peak.year for content in contents]
    gaps = [_years_gap(year, years[base]) if place != base else Label("", "") for place, year in enumerate(years)]
    return ComparisonRow(
        word_label("Peak year"), tuple(Label(str(year or "–"), str(year or "–")) for year in years), tuple(gaps)
    )


def _years_gap(year: int | None, base: int | None) -> Label:
    if year is None or base is None:
        return Label("", "")
    text = f"{year - base:+d}".replace("-", "−") if year != base else "±0"
    return label_of(message("{text} years", text=text))


def _row(name: Label, found: Sequence[float | None], base: int, unit: Unit) -> ComparisonRow:
    told = tuple(_told(value, unit) for value in found)
    gaps = tuple(
        _gap(value, found[base], unit) if place != base else Label("", "") for place, value in enumerate(found)
    )
    return ComparisonRow(name, told, gaps)


def _told(value: float | None, unit: Unit) -> Label:
    return label_of(message("–")) if value is None else verdict.both(lambda language: amount(value, unit, language, 4))


def _gap(value: float | None, base: float | None, unit: Unit) -> Label:
    if value is None or base is None:
        return Label("", "")
    gap = value - base
    if abs(gap) <= SAME * abs(base):
        return label_of(message("±0"))
    sign = "+" if gap > 0 else ""
    return verdict.both(lambda language: sign + amount(gap, unit, language))


def target_rows(contents: Sequence[Content]) -> list[TargetLine]:
    """Return every target that any scenario has: met or not, and the gap, by scenario."""
    tables = [{row.name: row for row in content.summary.targets} for content in contents]
    lines = []
    for name in dict.fromkeys(name for table in tables for name in table):
        row = next(table[name] for table in tables if name in table)
        cells = tuple(_met(table.get(name)) for table in tables)
        level = level_words(row.level or "")
        level = Label(level.en.lower(), level.zh)
        told = label_of(message("{target} ({level})", target=Label(row.label, row.label_zh), level=level))
        lines.append(TargetLine(told, str(row.year), cells))
    return lines


def _met(row: TargetRecord | None) -> tuple[str, Label]:
    if row is None:
        return "", label_of(message("–"))
    if row.status not in JUDGED:
        return "none", word_label(row.status)
    unit, missed = target_unit(row.indicator, row.unit), row.gap or 0.0
    sign = "+" if missed > 0 else ""
    gap = verdict.both(lambda language: sign + amount(missed, unit, language))
    told = word_label(row.status)
    return "good" if row.status == TargetStatus.PASS else "bad", Label(f"{told.en} {gap.en}", f"{told.zh} {gap.zh}")


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

"""What the plan does first, as rows that page, terminal, document and workbook print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from carbonsim.analysis.first_steps.first_steps import SAME
from carbonsim.analysis.summary.first_step_records import FirstStepRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Message, Value, counting, from_json, in_context, message
from carbonsim.report.security.sheets import SecuritySheet
from carbonsim.report.words import READERS_UNITS, Language, amount, money, reader_unit
from carbonsim.units import ResultUnit

TITLE = message("This year’s list")
KINDS = {
    "built": in_context("first steps", "Built"),
    "retired": in_context("first steps", "Retired"),
    "converted": in_context("first steps", "Converted"),
    "begun": in_context("first steps", "Begun"),
    "bought": in_context("first steps", "Bought by people and firms"),
}
SCOPE = message(
    "What differs most from the path without the peaking plan stands first. Money is that of building, or the public "
    "money of a campaign, in these years together, undiscounted. Converted is what is served otherwise than before the "
    "plan; what serves it then stands among what is built too. Campaigns and projects begin on both paths."
)
COLUMNS = (message("What"), message("Owner"), message("Amount"), in_context("first steps", "Money"))
BESIDE = (message("Without the peaking plan"), message("Money that is spent more"))
NOTHING, AS_MUCH = message("–"), message("as much")
MOST = 6  # rows of a kind that stand on the page before the rest is opened


class FirstStepRow(NamedTuple):
    """A step in words; `cells` stand under the columns, the first of which is its name."""

    kind: str
    cells: tuple[Value, ...]
    differs: bool


def first_step_years(summary: Summary) -> str:
    """Return the calendar years in which the first steps are done; empty where there is none."""
    years = sorted({year for one in summary.first_steps for year in one.years})
    return "" if not years else f"{years[0]}–{years[-1]}" if years[-1] > years[0] else str(years[0])


def first_step_columns(summary: Summary) -> tuple[Message, ...]:
    """Return the columns: what the twin does stands in two of them where it is known."""
    what, owner, plan, spent = COLUMNS
    if not _beside(summary):
        return what, owner, plan, spent
    without, more = BESIDE
    return what, owner, plan, without, spent, more


def first_step_sentence(summary: Summary) -> Message | None:
    """Say what is spent on building in the first years, and how much begins; None where there is no step."""
    if not summary.first_steps:
        return None
    begun = sum(one.kind == "begun" for one in summary.first_steps)
    told = message(
        "In {years} {plants} goes into plants and networks, and {others} into what people and firms buy and convert",
        years=first_step_years(summary), plants=_spent(summary, "built"), others=_spent(summary, "bought", "converted"),
    )  # fmt: skip
    if not begun:
        return message("{told}.", told=told)
    begins = counting("{count} campaign or project begins", "{count} campaigns and projects begin", count=begun)
    return message("{told}; {begins}.", told=told, begins=begins)


def _spent(summary: Summary, *kinds: str) -> Value:
    """Return what is spent on steps of some kinds, and how much more than without the peaking plan."""
    found = [one for one in summary.first_steps if one.kind in kinds]
    plan, twin = (sum(getattr(one, name) or 0.0 for one in found) for name in ("money", "twin_money"))
    if not _beside(summary):
        return _cash(plan, summary)
    more = _more(plan, twin, summary)
    if more is AS_MUCH:
        return message("{money} (as much as without the peaking plan)", money=_cash(plan, summary))
    return message("{money} ({more} against no peaking plan)", money=_cash(plan, summary), more=more)


def first_step_rows(summary: Summary, most: int | None = None) -> list[tuple[str, list[FirstStepRow]]]:
    """Return the rows of each kind that has any, so many at most, the weightiest first."""
    found = []
    for kind in KINDS:
        records = [one for one in summary.first_steps if one.kind == kind]
        if records:
            found.append((kind, [_row(one, summary) for one in records[:most]]))
    return found


def first_step_sheets(summary: Summary) -> Iterator[SecuritySheet]:
    """Yield the sheet of a workbook, with all steps as numbers; none where there is no step."""
    columns = (
        in_context("first steps", "Kind"), *COLUMNS[:2], message("Amount in the plan"), BESIDE[0], message("Unit"),
        message("Money in the plan, million CNY"), message("Money without the peaking plan, million CNY"),
        message("Note"),
    )  # fmt: skip
    rows: list[list[Message | str | int | float | None]] = [
        [
            KINDS[one.kind], _told(one.label_message), _told(one.owner_message), one.plan, one.twin, one.unit,
            one.money, one.twin_money, _told(one.note),
        ]
        for one in summary.first_steps
    ]  # fmt: skip
    if rows:
        yield SecuritySheet("First steps", columns, rows)


def _told(data: object) -> Message | str | None:
    return None if data is None else from_json(data)


def _beside(summary: Summary) -> bool:
    return any(one.twin is not None for one in summary.first_steps)


def _row(one: FirstStepRecord, summary: Summary) -> FirstStepRow:
    name, note = from_json(one.label_message), _told(one.note)
    told: Value = name if note is None else message("{what} ({note})", what=name, note=note)
    owner = _told(one.owner_message) or NOTHING
    plan = _amount(one.plan, one.unit, summary)
    spent = NOTHING if one.money is None else _cash(one.money, summary)
    if not _beside(summary):
        return FirstStepRow(one.kind, (told, owner, plan, spent), False)
    same = one.plan is None or one.twin is None or abs(one.plan - one.twin) <= SAME * max(one.plan, one.twin)
    if one.twin is None:
        without: Value = message("begins too") if one.kind == "begun" else NOTHING
    else:
        without = AS_MUCH if same else _amount(one.twin, one.unit, summary)
    more = NOTHING if one.money is None or one.kind == "begun" else _more(one.money, one.twin_money or 0.0, summary)
    return FirstStepRow(one.kind, (told, owner, plan, without, spent, more), not same)


def _amount(value: float | None, own: str, summary: Summary) -> Value:
    """Return an amount in the unit that readers know; a data set names none."""
    if value is None:
        return NOTHING
    unit = READERS_UNITS[ResultUnit.OF_THE_DATA] if summary.scope == "data" else reader_unit(own)
    return in_each(lambda language: amount(value, unit, language))


def _cash(million: float, summary: Summary) -> Value:
    """Return money, which a data set counts in units of its own."""
    return in_each(lambda language: _cash_in(million, summary, language))


def _cash_in(million: float, summary: Summary, language: Language) -> str:
    if summary.scope == "data":
        return amount(million, READERS_UNITS[ResultUnit.COST_OF_THE_DATA], language)
    return money(million / 1000.0, language)


def _more(spent: float, beside: float, summary: Summary) -> Value:
    """Return what is spent more, with its sign."""
    if abs(spent - beside) <= SAME * max(spent, beside):
        return AS_MUCH
    sign = "+" if spent > beside else "−"
    return in_each(lambda language: sign + _cash_in(abs(spent - beside), summary, language))


def rest_of(groups: Sequence[tuple[str, list[FirstStepRow]]]) -> int:
    """Return how many rows of a full list do not stand on the page at once."""
    return sum(max(len(rows) - MOST, 0) for _, rows in groups)

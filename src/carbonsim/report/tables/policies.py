"""The policies of a run as rows of the report: bound, slack and shadow price, in both languages."""

from __future__ import annotations

from typing import Any

from carbonsim.messages.message import label_of
from carbonsim.optimization.equations import EQUATIONS
from carbonsim.optimization.structure.families import COLUMN_BOUNDS, ColumnBound
from carbonsim.optimization.structure.roles import HiddenBound, ModeLimit, PeakingLine, RegionTarget
from carbonsim.report.content import Content
from carbonsim.report.words import number, word_label
from carbonsim.system.tables import Label

PRICE = 1e-9  # below it a row does not bind
UNITS = {
    "million CNY per ": "百万元/",
    "cost unit per ": "数据货币单位/",
    "percentage point": "个百分点",
    "unit of emission": "排放单位",
    "unit of firm output a year": "每年可靠出力单位",
    "unit of activity": "活动量单位",
    "unit of capacity": "装机单位",
    "cost unit": "数据货币单位",
    "CNY/t": "元/吨",
    ", discounted": "（折现）",
    "/Mha": "/百万公顷",
    "/Mt": "/百万吨",
    "/million CNY/yr": "/（百万元/年）",
}


def policy_rows(content: Content) -> list[dict[str, object]]:
    """Return every policy with shadow price and slack, and of the bounds of technologies those that bind."""
    rows = []
    for row in content.duals.to_dict("records"):
        price = row.get("dual")
        known = price is not None and price == price
        binding = known and abs(float(price)) > PRICE
        if row.get("kind") == "bound" and not binding:
            continue
        rows.append(
            {
                **row,
                "title": _title(str(row.get("constraint"))),
                "binding": binding,
                "dual": number(float(price)) if known else "–",
                "year": "" if _unknown(row.get("year")) else str(int(row["year"])),
                "slack": _told(row.get("slack")),
                "bound": _told(row.get("bound") or None),
                "unit": _unit(str(row.get("unit"))),
            }
        )
    return sorted(rows, key=lambda row: (not row["binding"], str(row.get("constraint")), row["year"]))


def _title(constraint: str) -> Label:
    """Name a constraint: targets of a data set by their kind, others by the planner's own name."""
    if (equation := EQUATIONS.get(constraint)) and isinstance(equation.role, PeakingLine):
        return label_of(equation.role.name)
    for english, chinese in _names():
        if constraint.startswith(f"{english} "):
            return Label(constraint, f"{chinese}：{constraint.removeprefix(f'{english} ')}")
    return word_label(constraint)


def _names() -> list[Label]:
    """Return the names of kinds of targets and of bounds, the longest first: one may begin with another."""
    roles = [*(one.role for one in EQUATIONS.values()), *COLUMN_BOUNDS.values()]
    named = [
        label_of(role.name) for role in roles if isinstance(role, RegionTarget | ModeLimit | HiddenBound | ColumnBound)
    ]
    return sorted(named, key=lambda name: -len(name.en))


def _unit(unit: str) -> Label:
    chinese = unit
    for english, word in UNITS.items():
        chinese = chinese.replace(english, word)
    return Label(unit, chinese)


def _unknown(value: object) -> bool:
    return value is None or value != value


def _told(value: Any) -> str:
    return "–" if _unknown(value) else number(float(value), 4)

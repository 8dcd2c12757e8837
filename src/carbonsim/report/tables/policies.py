"""The policies of a run as rows of the report: bound, slack and shadow price, in words of any language."""

from __future__ import annotations

from typing import Any

from carbonsim.report.content import Content
from carbonsim.report.words import number

PRICE = 1e-9  # below it a row does not bind


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
                "title": row.get("constraint_message") or str(row["constraint"]),
                "binding": binding,
                "dual": number(float(price)) if known else "–",
                "year": "" if _unknown(row.get("year")) else str(int(row["year"])),
                "slack": _told(row.get("slack")),
                "bound": _told(row.get("bound") or None),
                "unit": row.get("unit_message") or str(row["unit"]),
            }
        )
    return sorted(rows, key=lambda row: (not row["binding"], str(row.get("constraint")), row["year"]))


def _unknown(value: object) -> bool:
    return value is None or value != value


def _told(value: Any) -> str:
    return "–" if _unknown(value) else number(float(value), 4)

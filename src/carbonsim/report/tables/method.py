"""The last screen as data: inputs, policies, checks, equations and how the solver ran."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from carbonsim.messages.message import Value, message
from carbonsim.report.content import EMISSIONS, Content
from carbonsim.report.figures.plan.costs import costs_by

CLOSE = 1e-6


class Check(NamedTuple):
    """A sum that must hold, and by how much it misses."""

    name: Value
    miss: float
    holds: bool


class EquationText(NamedTuple):
    """An equation as a document."""

    name: str
    sentence: str
    formula: str
    unit: str


def checks(content: Content) -> list[Check]:
    """Add up what must add up: sectors to emissions, cost parts to the yearly total."""
    found = []
    total, parts = content.series(EMISSIONS), content.children(EMISSIONS)
    if total and parts:
        name = message("Sectors sum to the emissions that are judged")
        if not content.sectors:
            name = message("Technologies sum to the emissions that are judged")
        found.append(_check(name, total, list(parts.values())))
    cost = content.series("Cost")
    if cost:
        found.append(
            _check(
                message("Cost parts sum to the yearly cost"),
                cost,
                list(costs_by(content, "component").values()),
            )
        )
    for variable, told in (
        ("Generation|Electricity", message("Sources sum to electricity supplied")),
        ("Generation|Heat", message("Sources sum to district heat supplied")),
    ):
        if content.series(variable) and content.children(variable):
            found.append(_check(told, content.series(variable), list(content.children(variable).values())))
    return found


def _check(name: Value, total: Mapping[int, float], parts: list[Mapping[int, float]] | list[dict[int, float]]) -> Check:
    misses = [
        abs(sum(part.get(year, 0.0) for part in parts) - value) / max(abs(value), 1.0) for year, value in total.items()
    ]
    return Check(name, max(misses), max(misses) <= CLOSE)


def equation_rows() -> list[EquationText]:
    """Return every equation of the model as its docstring tells it."""
    from carbonsim.optimization.equations import EQUATIONS

    return [EquationText(one.name, one.sentence, one.formula, one.unit) for one in EQUATIONS.values()]


def inputs(data: pd.DataFrame) -> dict[str, object]:
    """Pack the table of inputs: each text once, each row as positions in the texts."""
    texts: dict[str, int] = {}
    rows = []
    for row in data.to_dict("records"):
        file = "/".join(Path(str(row.get("file") or "")).parts[-2:])
        where = f"{file}:{row.get('line') or ''}".strip(":")
        cells = (
            row.get("path"),
            _value(row.get("value")),
            row.get("unit"),
            row.get("quality"),
            row.get("source"),
            row.get("note"),
            where,
        )
        rows.append([texts.setdefault(_plain(cell), len(texts)) for cell in cells])
    return {"texts": list(texts), "rows": rows}


def _plain(value: object) -> str:
    return "" if value is None or value != value else str(value)


def _value(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_value(inner)}" for key, inner in value.items())
    return value


QUALITIES = ("official", "literature", "derived", "assumption", "")


def qualities(data: pd.DataFrame) -> dict[str, int]:
    """Count the inputs of each quality, the unstated last."""
    counts = data["quality"].fillna("").value_counts().to_dict() if "quality" in data else {}
    return {quality: int(counts[quality]) for quality in QUALITIES if counts.get(quality)}


def resolved_text(content: Content) -> str:
    """Return the resolved scenario as text: the YAML given, else JSON, which is YAML too."""
    if content.resolved:
        return content.resolved
    resolved = getattr(content.scenario, "resolved", None)
    return "" if resolved is None else json.dumps(resolved, ensure_ascii=False, indent=1, default=str)

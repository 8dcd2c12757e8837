"""How a scenario shows itself in a notebook."""

from __future__ import annotations

from html import escape
from typing import Any


def show_scenario(scenario: Any) -> str:
    """Return the name, years and policies of a scenario as HTML."""
    years = scenario.time.years
    policies = [f"{name}: {value}" for name, value in _policies(scenario)]
    rows = [("years", f"{years[0]}–{years[-1]}, {len(years)} model years, plan from {scenario.time.plan_from}")]
    rows.append(("policies", "; ".join(policies) or "none"))
    told = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<h3>{escape(scenario.name)}</h3><p>{escape(scenario.description)}</p><table>{told}</table>"


def _policies(scenario: Any) -> list[tuple[str, str]]:
    peaking = scenario.resolved.get("peaking") or {}
    found = [(f"peaking.{key}", _plain(value)) for key, value in peaking.items()]
    for block in ("targets", "campaigns"):
        named = getattr(scenario, block, None) or {}
        if named:
            found.append((block, ", ".join(named)))
    return found


def _plain(value: Any) -> str:
    return str(value.get("value", dict(value))) if hasattr(value, "get") else str(value)

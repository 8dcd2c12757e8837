"""Districts → limits on what the plan may emit in each, whole and by sector, by place of burning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from carbonsim.messages.message import Name, in_context, message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.sections.districts import Districts
from carbonsim.system.context import Array, Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Label, Term

EMITTING = {
    "energy": in_context("sector", "energy"),
    "industry": in_context("sector", "industry"),
    "transport": in_context("sector", "transport"),
    "buildings": in_context("sector", "buildings"),
    "land": in_context("sector", "land"),
    "waste": in_context("sector", "waste"),
    "imports": in_context("sector", "imports"),
}


def translate_districts(districts: Districts, context: Context, rows: SystemBuilder) -> None:
    """Write the caps of every district: its share of each sector by the stated key, over the years of the plan."""
    shares = shares_of(districts, context)
    for name, area in districts.areas.items():
        path, label = f"districts.areas.{name}", Label(area.label.en, area.label.zh)
        if area.cap is not None:
            told = message("emissions of {district}", district=label)
            _cap(f"cap of {name}", told, area.cap, shares[name], f"{path}.cap", rows)
        for sector, cap in area.sector_caps.items():
            here = f"{path}.sector_caps.{sector}"
            if sector not in shares[name]:
                context.report_unknown(here, message("key of a sector"), sector, shares[name])
                continue
            told = message("emissions of {sector} in {district}", sector=EMITTING[sector], district=label)
            _cap(f"cap of {name} {sector}", told, cap, {sector: shares[name][sector]}, here, rows)


def shares_of(districts: Districts, context: Context) -> dict[str, dict[str, Array]]:
    """Return the share of every district in each sector that a key divides, over the model years."""
    divided = [(sector, key) for sector, key in districts.keys.items() if sector in EMITTING]
    found: dict[str, dict[str, Array]] = {name: {} for name in districts.areas}
    for sector, key in divided:
        parts = {name: area.shares[key].over(context.years) for name, area in districts.areas.items()}
        whole = sum(parts.values(), np.zeros(len(context.years)))
        for name, part in parts.items():
            found[name][sector] = part / whole
    return found


def _cap(limit: str, label: Name, cap: Quantity, shares: Mapping[str, Array], path: str, rows: SystemBuilder) -> None:
    years = rows.years
    for place, year in enumerate(years):
        if year < max(years.plan_from, *_first(cap.years)):
            continue
        terms = [
            Term("emissions", sector, year, float(share[place])) for sector, share in shares.items() if share[place]
        ]
        rows.limit(limit, year, "<=", terms, cap.at(year), unit="Mt", path=path, kind="policy", label=label)


def _first(years: Sequence[int]) -> tuple[int, ...]:
    return (0, *years[:1])

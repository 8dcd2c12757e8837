"""Sites of a plant: new plants stand on one class of sites or another, which differ in room, grid cost and output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from carbonsim.messages.message import message
from carbonsim.scenario.sectors.energy import Plant, Site
from carbonsim.system.rows import Series, SystemBuilder, TechnologySpec
from carbonsim.system.security.last_resort import site_name
from carbonsim.system.tables import Label, Term


def write_sites(spec: TechnologySpec, plant: Plant, rows: SystemBuilder) -> list[str]:
    """Write what of a plant is new on each class of sites, a technology each; return their names.

    What stands stays with the plant itself, which builds nothing; bounds and growth of the plant hold of all together.
    """
    names = [_site(name, site, spec, plant, rows) for name, site in plant.sites.items()]
    if names:
        _bound_all([spec.name, *names], spec, rows)
        _grow_together(names, spec, rows)
    return names


def _site(name: str, site: Site, spec: TechnologySpec, plant: Plant, rows: SystemBuilder) -> str:
    path, output = f"{spec.path}.sites.{name}", site.output.over(rows.years)
    label = name if site.label is None else Label(site.label.en, site.label.zh)
    written = {key: where if where.startswith(".") else f".{spec.path}.{where}" for key, where in spec.keys.items()}
    own = ("lifetime", "fixed_cost", "availability", "availability_year", "variable_cost", "growth_limit")
    known = {key: f".{spec.path}.{key}" for key in own}
    if "new_capacity_max" not in spec.keys:
        known["new_capacity_max"] = f".{spec.path}.new_capacity_max"
    return rows.technology(replace(
        spec, name=site_name(spec.name, name), path=path, residual_capacity=0.0, activity_min=0.0,
        activity_max=np.inf, growth_limit=None, capacity_max=site.capacity_max.over(rows.years),
        capital_cost=plant.capital_cost.over(rows.years) + site.grid_cost.over(rows.years),
        availability={
            part: np.minimum(rows.over(share) * output, 1.0) for part, share in _every_slice(spec, rows).items()
        },
        label=message("{plant}, {site}", plant=spec.label, site=label),
        keys={**known, **written, "capital_cost": "grid_cost"},
    ))  # fmt: skip


def _every_slice(spec: TechnologySpec, rows: SystemBuilder) -> dict[str, Series]:
    return dict(spec.availability) or {part.name: 1.0 for part in rows.time_slices}


def _bound_all(names: Sequence[str], spec: TechnologySpec, rows: SystemBuilder) -> None:
    """Hold the plant on all sites to the capacity and the output that it may have."""
    most = rows.over(spec.capacity_max), rows.over(spec.activity_max)
    for kind, key, bounds, unit in (
        ("capacity", "capacity_max", most[0], "GW"),
        ("activity", "output_max", most[1], "PJ/yr"),
    ):
        for year, bound in zip(rows.years, bounds, strict=True):
            if np.isfinite(bound) and year >= rows.years.plan_from:
                terms = [Term(kind, name, year, 1.0) for name in names]  # type: ignore[arg-type]
                rows.limit(
                    f"{key} of {spec.name} on all sites", year, "<=", terms, float(bound), unit=unit,
                    path=f"{spec.path}.{key}", label=message("{plant} on all sites", plant=spec.label),
                )  # fmt: skip


def _grow_together(names: Sequence[str], spec: TechnologySpec, rows: SystemBuilder) -> None:
    """Let new capacity on all sites together grow by no more than a share a year, from a seed and what stands."""
    if spec.growth_limit is None:
        return
    years, rate, begun = rows.years, spec.growth_limit, False
    able = rows.over(spec.new_capacity_max)
    stock = dict(zip(years, rows.over(spec.residual_capacity), strict=True))
    for year, most in zip(years, able, strict=True):
        if most <= 0.0:
            continue
        before = years.previous(year) or year
        terms = [Term("new_capacity", name, year, 1.0 / len(years.span(year))) for name in names]
        bound = spec.growth_seed
        if begun:
            kept = (1.0 + rate) ** (year - before) / len(years.span(before))
            terms += [Term("new_capacity", name, before, -kept) for name in names]
        elif spec.lifetime:
            bound += rate * float(stock[before]) / spec.lifetime
        begun = True
        rows.limit(
            f"growth of {spec.name} on all sites", year, "<=", terms, bound, unit="GW/yr",
            path=f"{spec.path}.growth_limit", label=message("growth of {plant} on all sites", plant=spec.label),
        )  # fmt: skip

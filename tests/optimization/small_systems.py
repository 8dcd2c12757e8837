"""Small reference energy systems whose optimum can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.rows import Mode, Series, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Label, Scope, TimeSlice, Years

ONE_SLICE = (TimeSlice("year_all", "year", "all", 1.0, 365.0, 24.0),)
TWO_SLICES = (
    TimeSlice("day_light", "day", "light", 0.5, 365.0, 12.0),
    TimeSlice("day_dark", "day", "dark", 0.5, 365.0, 12.0),
)


def label(name: str) -> Label:
    return Label(name, name)


def rows_for(
    years: Sequence[int], plan_from: int, rate: float = 0.05, slices: Sequence[TimeSlice] = ONE_SLICE
) -> SystemBuilder:
    rows = SystemBuilder("city", Years(tuple(years), plan_from, rate), slices)
    rows.commodity("coal", unit="PJ", balance="yearly", group="coal", label=label("coal"), emission_factor={"CO2": 0.1})
    rows.commodity("gas", unit="PJ", balance="yearly", group="gas", label=label("gas"), emission_factor={"CO2": 0.05})
    for fuel, price in (("coal", 20.0), ("gas", 60.0)):
        rows.technology(
            TechnologySpec(
                name=f"supply/{fuel}",
                sector="energy",
                branch="supply",
                group="supply",
                label=label(fuel),
                slices=False,
                modes={"supply": Mode(outputs={fuel: 1.0}, variable_cost=price)},
            )
        )
    return rows


def boiler(rows: SystemBuilder, fuel: str, output: str, *, efficiency: float = 1.0, **options: object) -> None:
    settings: dict[str, object] = {
        "sector": "energy",
        "branch": "heat",
        "group": fuel,
        "label": label(f"{fuel} boiler"),
        "slices": False,
        "modes": {"run": Mode(inputs={fuel: 1.0 / efficiency}, outputs={output: 1.0})},
    }
    rows.technology(TechnologySpec(name=f"boiler/{fuel}", **{**settings, **options}))  # type: ignore[arg-type]


def finish(rows: SystemBuilder, scope: Scope | None = None, name: str = "small") -> EnergySystem:
    return EnergySystem(
        name=name,
        region="city",
        years=rows.years,
        time_slices=rows.time_slices,
        commodities=tuple(rows.commodities.values()),
        technologies=tuple(rows.technologies.values()),
        storages=tuple(rows.storages),
        emissions=("CO2",),
        parameters=rows.parameters,
        limits=tuple(rows.limits),
        delays=tuple(rows.delays),
        scope=scope or Scope("territorial", {"CO2": 1.0}),
    )


def heated_city(
    years: Sequence[int],
    demand: Series,
    plan_from: int,
    *,
    coal_cost: Series = 0.0,
    gas_cost: Series = 0.0,
    options: Mapping[str, Mapping[str, object]] | None = None,
) -> SystemBuilder:
    """A city that heats with coal (cheap, 0.1 Mt/PJ) or gas (dear, 0.05 Mt/PJ); no capacity is needed."""
    rows = rows_for(years, plan_from)
    rows.commodity("heat", unit="PJ", balance="yearly", group="heat", label=label("heat"))
    options = options or {}
    boiler(rows, "coal", "heat", **options.get("coal", {}))
    boiler(rows, "gas", "heat", **options.get("gas", {}))
    del coal_cost, gas_cost
    rows.demand("heat", np.asarray(demand, dtype=float))
    return rows


def told(solution: Solution) -> list[str]:
    """The sentences of an explanation, in English."""
    return [str(statement.with_places()) for statement in solution.explanation]

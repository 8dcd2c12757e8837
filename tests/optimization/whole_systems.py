"""Small systems that together use every family of equations."""

from __future__ import annotations

from pathlib import Path

from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Peaking, Scope, Term
from tests.optimization.answering_systems import priced_town
from tests.optimization.choosing_systems import Option, choosing_town, frozen_town
from tests.optimization.kit_systems import kit_system
from tests.optimization.regional_systems import regional_system
from tests.optimization.small_systems import TWO_SLICES, boiler, finish, label, rows_for

YEARS = [2020, 2021, 2022, 2023]
COMMON = {"sector": "energy", "slices": True, "capacity_to_activity": 31.536}


def electric_city() -> SystemBuilder:
    """Two day-parts, a plant, sun that shines in one of them, a battery, trade, a shaped yearly use."""
    rows = rows_for(YEARS, 2021, slices=TWO_SLICES)
    rows.commodity("power", unit="PJ", balance="slice", group="electricity", label=label("power"))
    rows.commodity("warmth", unit="PJ", balance="yearly", group="heat", label=label("warmth"), surplus=True)
    rows.commodity("light", unit="PJ", balance="slice", group="service", label=label("light"), surplus=True)
    burn = {"run": Mode(inputs={"coal": 2.5}, outputs={"power": 1.0})}
    rows.technology(TechnologySpec(name="plant", branch="power", group="coal", label=label("plant"), modes=burn,
        lifetime=30,
                    residual_capacity=1.0, capital_cost=4000.0, fixed_cost=50.0, availability_year=0.8,
                    activity_min=[5.0, 0, 0, 0], **COMMON))  # type: ignore[arg-type]  # fmt: skip
    rows.technology(TechnologySpec(name="sun", branch="power", group="solar", label=label("sun"),
                    modes={"run": Mode(outputs={"power": 1.0})}, lifetime=25, capital_cost=2000.0,
                    availability={"day_light": 0.4, "day_dark": 0.0}, growth_limit=0.5, growth_seed=0.1,
                    **COMMON))  # type: ignore[arg-type]  # fmt: skip
    rows.technology(
        TechnologySpec(
            name="lamp",
            branch="light",
            group="light",
            label=label("lamp"),
            modes={"run": Mode(inputs={"power": 1.0}, outputs={"light": 1.0})},
            **COMMON,
        )
    )  # type: ignore[arg-type]
    rows.storage("battery", "power", duration=4.0, charge_efficiency=0.9, discharge_efficiency=0.9,
                 sector="energy", branch="storage", group="battery", label=label("battery"),
                 capacity_to_activity=31.536, lifetime=15, capital_cost=1000.0)  # fmt: skip
    for name, mode in (("import", Mode(outputs={"power": 1.0}, variable_cost=100.0)),
                       ("export", Mode(inputs={"power": 1.0}, variable_cost=-1.0))):  # fmt: skip
        rows.technology(
            TechnologySpec(name=name, branch="trade", group=name, label=label(name), modes={"run": mode}, **COMMON)
        )  # type: ignore[arg-type]
    boiler(rows, "power", "warmth", shapes={"power": {"day_light": 0.25, "day_dark": 0.75}})
    rows.demand("warmth", [2.0, 2.0, 2.0, 2.0])
    rows.demand("light", [4.0, 4.0, 4.0, 4.0], {"day_light": 0.25, "day_dark": 0.75})
    for sense in ("<=", ">=", "=="):
        term = Term("activity", "boiler/power", 2022, 1.0)
        rows.limit(f"warmth {sense}", 2022, sense, [term], 2.0, unit="PJ", path="limits")  # type: ignore[arg-type]
    return rows


def electric_system() -> EnergySystem:
    factors = {("power", year): 0.1 for year in YEARS}
    return finish(
        electric_city(), Scope("administrative", {"CO2": 1.0}, {"power": (("import",), ("export",))}, factors)
    )


PLAN = Peaking(
    by=2021, monotone=True, decline_after=0.01, max_level=5.0, budget=(2021, 2022, 9.0), emission_cap={2023: 4.0}
)


def firm_system() -> EnergySystem:
    """The same with a plant that may retire early, new sun that may not collapse, firm capacity, a seasonal store."""
    rows = electric_city()
    rows.storage("cavern", "power", duration=500.0, charge_efficiency=0.7, discharge_efficiency=0.9, seasonal=True,
                 sector="energy", branch="storage", group="cavern", label=label("cavern"),
                 capacity_to_activity=31.536, lifetime=15, capital_cost=1000.0)  # fmt: skip
    rows.parameters["early_retirement"]["city", "plant"] = 1.0
    rows.parameters["actor_rate"].update({("city", "sun", year): 0.12 for year in YEARS})
    rows.parameters["degrowth_limit"]["city", "sun"] = 0.1
    for year in YEARS:
        rows.parameters["peak_margin"]["city", "power", year] = 0.15
        rows.parameters["capacity_credit"]["city", "plant", year] = 0.9
    return finish(rows)


def every_family(folder: Path) -> dict[str, tuple[EnergySystem, tuple[Peaking, ...]]]:
    """Return the systems by name, each with its peaking plans; a data set is written into `folder`."""
    return {
        "electric": (electric_system(), (PLAN,)),
        "lowest": (electric_system(), (Peaking(objective="lowest_peak", cost_share=0.01),)),
        "earliest": (electric_system(), (Peaking(objective="earliest_peak", cost_share=0.01),)),
        "firm": (firm_system(), ()),
        "regional": (regional_system(folder), ()),
        "kit": (kit_system(folder / "kit"), ()),
        "choosing": (choosing_town([Option(1.0, 1.0, 0.7), Option(1.2, 1.2, 0.3)]), ()),
        "answering": (priced_town(elasticity=-0.3), ()),
        "frozen": (frozen_town([Option(1.0, 1.0, 0.7), Option(1.2, 1.2, 0.3)]), ()),
    }

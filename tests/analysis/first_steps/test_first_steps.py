"""What a plan does first, worked out by hand: built, retired, converted and begun, beside the twin."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from carbonsim.analysis.first_steps.first_steps import FirstStep, first_step_records, first_steps
from carbonsim.messages.message import rendered
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.sections.policy import Campaign
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.rows import Mode, TechnologySpec
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import finish, label, rows_for

YEARS = (2025, 2026, 2027, 2028)


def town(campaigns: dict[str, Campaign] | None = None) -> Any:
    """Return what of a scenario is asked: it has no sector of its own."""
    return SimpleNamespace(
        mode="optimize", campaigns=campaigns or {}, projects={}, buildings=None, economy=None, transport=None,
        industry=None,
    )  # fmt: skip


def small_town(years: tuple[int, ...] = YEARS, plan_from: int = 2026) -> EnergySystem:
    """A power plant, and two ways to make steam in a works."""
    rows = rows_for(years, plan_from)
    rows.commodity("industry/works/steam", unit="PJ", balance="yearly", group="service", label=label("works, steam"))
    costs = np.linspace(4000.0, 4000.0 - 200.0 * (len(years) - 1), len(years))
    rows.technology(TechnologySpec(
        name="plants/wind", sector="energy", branch="power", group="wind", label=label("wind"), slices=False,
        modes={"run": Mode()}, capacity_unit="GW", lifetime=20, capital_cost=costs,
    ))  # fmt: skip
    for fuel in ("coal", "gas"):
        rows.technology(TechnologySpec(
            name=f"industry/works/steam/{fuel}", sector="industry", branch="works", use="steam", group=fuel,
            label=label(f"{fuel} boiler"), slices=False, lifetime=20, capital_cost=np.full(len(years), 100.0),
            capacity_unit="GW", modes={"run": Mode(inputs={fuel: 1.0}, outputs={"industry/works/steam": 1.0})},
        ))  # fmt: skip
    return replace(finish(rows), peaking=(Peaking(by=plan_from),))


def solution(
    built: dict[tuple[str, int], float], stands: dict[tuple[str, int], float], runs: dict[tuple[str, int], float]
) -> Solution:
    def table(amounts: dict[tuple[str, int], float], **more: str) -> pd.DataFrame:
        rows = [{"region": "city", "technology": name, "year": year, **more, "value": value}
                for (name, year), value in amounts.items()]  # fmt: skip
        return pd.DataFrame(rows, columns=["region", "technology", "year", *more, "value"])

    return Solution(
        SolveStatus.OPTIMAL, capacity=table(stands), new_capacity=table(built),
        activity=table(runs, mode="run", time_slice="year"),
    )  # fmt: skip


def only(steps: list[FirstStep], kind: str) -> FirstStep:
    (found,) = [one for one in steps if one.kind == kind]
    return found


def told(step: FirstStep) -> tuple[str, str]:
    return rendered(step.label, "en"), rendered(step.owner or "", "en")


def test_what_is_built_is_told_with_its_money_and_owner() -> None:
    """1 GW at 3,800 and 0.5 GW at 3,600 million CNY a GW; what is built in the third year is none of it."""
    wind = "plants/wind"
    plan = solution({(wind, 2026): 1.0, (wind, 2027): 0.5, (wind, 2028): 9.0}, {}, {})
    twin = solution({(wind, 2026): 0.25}, {}, {})
    built = only(first_steps(town(), small_town(), plan, twin), "built")
    assert (built.plan, built.twin, built.unit) == (1.5, 0.25, "GW")
    assert (built.money, built.twin_money) == (pytest.approx(3800.0 + 1800.0), pytest.approx(950.0))
    assert told(built) == ("wind", "power companies")
    bought = solution({("industry/works/steam/gas", 2026): 2.0}, {}, {})
    steam = only(first_steps(town(), small_town(), bought, twin), "bought")
    assert (steam.plan, steam.money, told(steam)[1]) == (2.0, 200.0, "industrial firms")


def test_what_retires_is_what_stood_and_was_built_less_what_stands() -> None:
    wind = "plants/wind"
    plan = solution({(wind, 2026): 1.5}, {(wind, 2025): 10.0, (wind, 2026): 11.0, (wind, 2027): 9.5}, {})
    twin = solution({}, {(wind, 2025): 10.0, (wind, 2026): 9.5, (wind, 2027): 9.0}, {})
    retired = only(first_steps(town(), small_town(), plan, twin), "retired")
    assert (retired.plan, retired.twin, retired.money) == (2.0, 1.0, None)
    boiler = "industry/works/steam/coal"
    worn = solution({}, {(boiler, 2025): 10.0, (boiler, 2027): 4.0}, {})
    assert first_steps(town(), small_town(), worn, worn) == []


def test_what_is_converted_is_what_left_its_share() -> None:
    """Gas served 2 of 10 PJ; of 12 PJ in 2027 that share is 2.4 PJ, and it serves 7."""
    coal, gas = "industry/works/steam/coal", "industry/works/steam/gas"
    plan = solution({}, {}, {(coal, 2025): 8.0, (gas, 2025): 2.0, (coal, 2027): 5.0, (gas, 2027): 7.0})
    twin = solution({}, {}, {(coal, 2025): 8.0, (gas, 2025): 2.0, (coal, 2027): 9.6, (gas, 2027): 2.4})
    converted = only(first_steps(town(), small_town(), plan, twin), "converted")
    assert (converted.plan, converted.twin) == (pytest.approx(4.6), pytest.approx(0.0))
    assert told(converted)[0] == "works, steam: from coal boiler to gas boiler"
    assert first_steps(town(), small_town(), twin, twin) == []


def test_campaigns_that_begin_are_told_with_who_leads_them() -> None:
    """0.2 billion CNY a year from 2026 on: two years of it. One that begins in 2028 is not among them."""
    begins = Campaign.model_validate({
        "category": "energy", "owner": {"en": "Energy Bureau", "zh": "能源局"}, "start": 2026, "full_by": 2030,
        "public_cost": "0.2 billion CNY", "changes": {}, "label": {"en": "Sun on roofs", "zh": "屋顶光伏"},
    })  # fmt: skip
    late, off = begins.model_copy(update={"start": 2028}), begins.model_copy(update={"enabled": False})
    plan = solution({}, {}, {})
    (one,) = first_steps(town({"sun": begins, "late": late, "off": off}), small_town(), plan, plan)
    assert (one.kind, one.money, str(one.note)) == ("begun", pytest.approx(400.0), "full effect by 2030")
    assert told(one) == ("Sun on roofs", "Energy Bureau")


def test_what_differs_from_the_twin_stands_first() -> None:
    wind, gas, coal = "plants/wind", "industry/works/steam/gas", "industry/works/steam/coal"
    plan = solution({(coal, 2026): 50.0, (gas, 2026): 1.0, (wind, 2026): 0.1}, {}, {})
    twin = solution({(coal, 2026): 50.001, (gas, 2026): 0.5, (wind, 2026): 0.1}, {}, {})
    found = first_steps(town(), small_town(), plan, twin)
    assert [told(one)[0] for one in found] == ["wind", "gas boiler", "coal boiler"]


def test_the_calendar_years_are_those_the_first_two_model_years_stand_for() -> None:
    plan = solution({("plants/wind", 2030): 1.0, ("plants/wind", 2035): 1.0, ("plants/wind", 2040): 1.0}, {}, {})
    (record,) = first_step_records(town(), small_town((2025, 2030, 2035, 2040), 2030), plan, plan)
    assert (record["years"], record["plan"]) == ([2026, 2035], 2.0)


def test_without_a_peaking_plan_nothing_is_told_of_a_twin_and_without_a_plan_nothing_at_all() -> None:
    plan = solution({("plants/wind", 2026): 1.0}, {}, {})
    (one,) = first_steps(town(), replace(small_town(), peaking=()), plan, plan)
    assert (one.plan, one.twin, one.twin_money) == (1.0, None, None)
    assert first_steps(town(), small_town(), Solution(SolveStatus.INFEASIBLE), plan) == []

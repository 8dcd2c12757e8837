"""What is told beside a clash is what that clash asks for; what is not there is named; each relaxation works."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import carbonsim
from carbonsim.optimization.infeasibility.explain import _Explanation
from carbonsim.optimization.infeasibility.named_limits import NamedLimit
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solver.solve import Solver
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.forms import indicator_cards
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import told
from tests.reference.data_set import Data
from tests.written_systems import written

CITY = Path(carbonsim.__file__).parent / "library" / "city" / "peak.yaml"


def sentences(text: str) -> list[str]:
    solution = Optimization(written(text)).solve_twin()
    assert solution.status == "infeasible"
    return told(solution)


Given = list[tuple[NamedLimit, float]]


def holds(optimization: Optimization, search: _Explanation, gives: Given, part: frozenset[int], share: float) -> bool:
    """Say whether there is a plan where claims have given way, those of one part by a share of what was told."""
    shares = dict.fromkeys(part, share)
    program = search._relaxed((claim, shares.get(id(claim), 1.0 + 1e-5) * amount) for claim, amount in gives)
    return Solver(program, optimization.solver.options).solve().status == "optimal"


def works(system: EnergySystem, *peaking: Peaking) -> int:
    """Hold that the relaxation works in full and that of no clash nine tenths do; return how many clashes there are."""
    optimization = Optimization(replace(system, peaking=peaking))
    solution = optimization.solve_twin()
    if solution.status == "optimal":
        solution = optimization.solve_plan(solution)
    assert solution.status == "infeasible"
    search = _Explanation(optimization.model, optimization.solver, 100.0)
    found = search._relaxation(search.solver.program, search.sides)
    assert found is not None
    conflicts = search._conflicts(*found)
    everything = frozenset(id(claim) for claim, _ in found[0])
    assert holds(optimization, search, found[0], everything, 1.01)
    assert not holds(optimization, search, found[0], everything, 0.9)
    for conflict in conflicts:
        assert not holds(optimization, search, found[0], conflict.gives, 0.9)
    assert sum(len(conflict.gives) for conflict in conflicts) == (len(found[0]) if conflicts else 0)
    return len(conflicts)


SUN = """
    name: Sun
    time: {years: [2020, 2021, 2022], discount_rate: 0.05, seasons: {all: {days: 365}},
      day_parts: {day: {hours: 12}, night: {hours: 12}}}
    system:
      commodities: {power: {balance: slice}}
      technologies:
        sun: {outputs: {power: 1}, lifetime: 1, capacity_to_activity: 1, availability_by_slice: {all_day: 0.5,
          all_night: 0}, activity_min: LEAST, activity_max: MOST, capacity_max: STANDING}
        coal: {outputs: {power: 1}, variable_cost: 9}
        spill: {inputs: {power: 1}}
      demands: {power: {amount: 1}}
    """


def sun(least: str, most: str, standing: str) -> str:
    return SUN.replace("LEAST", least).replace("MOST", most).replace("STANDING", standing)


def test_of_two_clashes_over_one_floor_the_one_that_asks_for_the_amount_is_named() -> None:
    """1 GW at a half in half of the year gives 0.25 of 1.5; the ceiling of 1 asks for 0.5 only."""
    text = sun("{2020: 1.5, 2021: 1}", "1", "1")
    (sentence,) = sentences(text)
    assert "at most 1 GW of sun standing in 2020–2022" in sentence
    assert "sun at no more than 50 % of its capacity in 2020–2022" in sentence
    assert "(system.technologies.sun.availability_by_slice.all_night)" in sentence
    assert "at most 1 PJ of sun" not in sentence
    assert sentence.endswith("the smallest relaxation that works is 0.75–1.25 PJ in 2020–2022.")
    assert works(written(text)) == 1


def test_clashes_over_one_floor_in_different_years_are_told_one_after_the_other() -> None:
    """Of 1.5 a ceiling leaves 1 in 2020; of 1 a single GW leaves 0.25 from 2021 on."""
    text = sun("{2020: 1.5, 2021: 1}", "{2020: 1, 2021: 9}", "{2020: 8, 2021: 1}")
    first, *others = sentences(text)
    assert first.startswith("2 clashes stand apart")
    ceiling, standing = sorted(others, key=lambda sentence: "standing" in sentence)
    assert "at most 1 PJ of sun in 2020" in ceiling and "standing" not in ceiling
    assert ceiling.endswith("cannot both hold: the smallest relaxation that works is 0.5 PJ in 2020.")
    assert "at least 1 PJ of sun in 2021–2022" in standing and "at most 1 GW of sun standing in 2021–2022" in standing
    assert standing.endswith("the smallest relaxation that works is 0.75 PJ in 2021–2022.")
    assert works(written(text)) == 2


ABSENT = """
    name: Absent
    time: {years: [2020, 2021, 2022], discount_rate: 0.05}
    system:
      commodities: {power: {}}
      technologies:
        plant: {outputs: {power: 1}, lifetime: 30, residual_capacity: {2020: 1, 2022: 0}, BOUND}
        sun: {outputs: {power: 1}, lifetime: 1, capital_cost: 5}
      demands: {power: {amount: 10}}
      LIMITS
    """


@pytest.mark.parametrize(
    ("bound", "limits", "asked", "closed"),
    [
        ("new_capacity_max: 0, activity_min: 5", "", "at least 5 PJ of plant in 2022", "new_capacity_max"),
        ("last_year: 2019, activity_min: {2020: 0, 2022: 5}", "", "at least 5 PJ of plant in 2022", "last_year"),
        ("first_year: 2030, activity_min: {2020: 0, 2022: 5}", "", "at least 5 PJ of plant in 2022", "first_year"),
        ("new_capacity_max: 0", "limits: {old: {measure: output, technologies: [plant], at_least: 3}}",
         "old, lower bound (at least 3 PJ) in 2022", "new_capacity_max"),
    ],
)  # fmt: skip
def test_a_floor_against_capacity_that_is_not_there_names_the_capacity(
    bound: str, limits: str, asked: str, closed: str
) -> None:  # fmt: skip
    text = ABSENT.replace("BOUND", bound).replace("LIMITS", limits)
    (sentence,) = sentences(text)
    assert asked in sentence
    nothing = "plant with 0 GW standing and nothing new in 2022 (system.technologies.plant.residual_capacity)"
    assert nothing in sentence
    assert f"at most 0 GW of new plant in 2020–2022 (system.technologies.plant.{closed})" in sentence
    assert works(written(text)) == 1


def test_a_demand_that_nothing_can_serve_names_what_could(tmp_path: Path) -> None:
    """A stock that is gone in 2021, of a plant that may not be built again: by file and line."""
    data = Data({
        "R": ["HERE"], "T": ["PLANT"], "F": ["POWER"], "M": ["1"], "L": ["YEAR"], "Y": [2020, 2021], "E": [], "S": [],
        "Q": ["1"], "D": ["1"], "H": ["1"],
    })  # fmt: skip
    for name, value in (
        ("YearSplit", 1), ("OutputActivityRatio", 1), ("SpecifiedAnnualDemand", 1), ("SpecifiedDemandProfile", 1),
        ("OperationalLife", 9), ("TotalAnnualMaxCapacityInvestment", 0), ("Conversionls", 1), ("Conversionld", 1),
        ("Conversionlh", 1),
    ):  # fmt: skip
        data.put(name, value)
    data.put("ResidualCapacity", 2, Y=2020)
    (sentence,) = carbonsim.run(data.write(tmp_path), write_results=False).summary["explanation"]
    assert "demand for POWER in 2021, YEAR (system.osemosys, SpecifiedAnnualDemand.csv:3)" in sentence
    assert "PLANT with 0 units of the data standing and nothing new in 2021" in sentence
    assert "new PLANT in 2020–2021 (system.osemosys, TotalAnnualMaxCapacityInvestment.csv:2–3)" in sentence


FLOORS = """
    name: Floors
    time: {years: [2020, 2021], discount_rate: 0.05}
    system:
      regions: [north, south]
      commodities: {power: {}}
      technologies:
        coal: {outputs: {power: 1}, variable_cost: 1, emission_factors: {CO2: 0.1}, activity_min: {2020: 0, 2021: 6}}
        gas: {outputs: {power: 1}, variable_cost: 2, emission_factors: {CO2: 0.05}, activity_max: 5}
        wind: {outputs: {power: 1}, variable_cost: 9, lifetime: 20, capacity_to_activity: 1, unit_size: SIZE,
               new_capacity_max: 2}
      demands: {power: {amount: {2020: 8, 2021: AMOUNT}}}
      limits: {air: {measure: emissions, emission: CO2, at_most: CAP}}
    """


@pytest.mark.parametrize("size", ["0.001", "1.5"])
@pytest.mark.parametrize(("amount", "cap"), [("10", "0.55"), ("20", "1.2"), ("14", "0.65")])
@pytest.mark.parametrize("regions", ["[north]", "[north, south]"])
def test_each_relaxation_works_in_full_and_not_by_nine_tenths(size: str, amount: str, cap: str, regions: str) -> None:
    text = FLOORS.replace("SIZE", size).replace("AMOUNT", amount).replace("CAP", cap)
    works(written(text.replace("[north, south]", regions)))


DRAWN = """
    name: Drawn
    time: {years: YEARS, discount_rate: 0.05, seasons: {all: {days: 365}},
      day_parts: {day: {hours: 12}, night: {hours: 12}}}
    system:
      REGIONS
      commodities: {power: {balance: slice}, gas: {}, heat: {}}
      technologies:
        mine: {outputs: {gas: 1}, variable_cost: 3, activity_max: <2-40>}
        coal: {outputs: {power: 1}, emission_factors: {CO2: 0.1}, lifetime: 20, capacity_to_activity: 1,
               residual_capacity: {2020: <0-10>, 2030: 0}, activity_min: <0-6>, new_capacity_max: <0-2>}
        gasplant: {inputs: {gas: 2}, outputs: {power: 1}, emission_factors: {CO2: 0.05}, capacity_max: <0-8>,
                   lifetime: 25, capacity_to_activity: 1, activity_min: <0-5>, availability: 0.8}
        boiler: {inputs: {gas: 1.1}, outputs: {heat: 1}, emission_factors: {CO2: 0.06}, activity_max: <0-6>}
        pump: {inputs: {power: 0.4}, outputs: {heat: 1}, lifetime: 15, capacity_to_activity: 1, growth_limit: 20 %/yr,
               growth_seed: 0.4 UNIT}
        sun: {outputs: {power: 1}, lifetime: 20, capacity_to_activity: 1, activity_min: <0-3>, new_capacity_max: <1-3>,
              availability_by_slice: {all_day: 0.4, all_night: 0}}
        spill: {inputs: {power: 1}}
      demands:
        power: {amount: {2020: <2-20>, 2030: <2-25>}, profile: {all_day: 0.6, all_night: 0.4}}
        heat: {amount: <1-6>}
      limits:
        air: {measure: emissions, emission: CO2, at_most: <0-2>}
        green: {measure: output, technologies: [sun], commodities: [power], share_min: <0-40> %}
    """


@pytest.mark.parametrize("seed", range(8))
def test_random_scenarios_that_have_no_plan_have_one_with_what_is_told(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    text = re.sub(r"<(\d+)-(\d+)>", lambda found: f"{drawn.uniform(int(found[1]), int(found[2])):.3f}", DRAWN)
    years = "[2020, 2021, 2022]" if seed % 2 else "[2020, 2022, 2025, 2030]"
    text = text.replace("YEARS", years).replace("2030: ", f"{years[-5:-1]}: ")
    text = text.replace("REGIONS", "regions: [north, south]" if seed % 3 == 0 else "")
    works(written(text.replace(" UNIT", ", unit_size: 0.7" if seed % 4 == 3 else "")))


def told_of(target: str) -> list[dict]:  # type: ignore[type-arg]
    """Return the parties of the clash of the library's city with one enforced target."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "town.yaml"
        file.write_text(
            f"extends: {CITY}\nname: T\ntargets: {{fall: {{{target}, strength: enforce}}}}", encoding="utf-8"
        )
        run = carbonsim.run(file, write_results=False)
    assert run.status == "infeasible"
    assert not any("inf" in sentence.split() for sentence in run.summary["explanation"])
    return run.summary["conflict"]


@pytest.mark.parametrize(
    ("indicator", "sense", "change", "years"),
    [("co2_emissions", "at_most", -90, "year: 2035"), ("co2_per_gdp", "at_most", -99, "years: [2032, 2035]"),
     ("electricity_share_of_final_energy", "at_least", 400, "year: 2030")],
)  # fmt: skip
def test_a_target_against_a_base_year_is_explained_as_the_same_in_its_unit_is(
    indicator: str, sense: str, change: int, years: str
) -> None:
    base = base_of(indicator)
    asked = f"indicator: {indicator}, {years}, {sense}: {{}}"
    by_change, by_figure = (
        [row for row in told_of(asked.format(figure)) if row["path"] == "targets.fall"]
        for figure in (f'"{change} % against 2025"', repr((1 + change / 100) * base))
    )
    amounts = [[one["amount"] for row in rows for one in row["relaxed_by"]] for rows in (by_change, by_figure)]
    assert len(amounts[0]) == years.count("20")
    assert amounts[0] == pytest.approx(amounts[1], rel=1e-5)
    assert f"target fall, {change:+d} % against 2025" in by_change[0]["limit"]
    assert f"（较2025年{change:+d}%）" in by_change[0]["limit_zh"]
    assert by_change[0]["unit"] == by_figure[0]["unit"]
    assert ("in place of" in by_change[0]["relaxation"]) == ("in place of" in by_figure[0]["relaxation"])


def base_of(indicator: str) -> float:
    table = carbonsim.run(CITY, write_results=False).table
    card = indicator_cards()[indicator]
    found = table[(table["variable"] == card.variable) & (table["year"] == 2025)]["value"]
    return float(found.iloc[0])

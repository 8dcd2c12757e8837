"""Random small data sets have the optimum of the long formulation, written out independently."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from tests.reference.data_set import Data
from tests.reference.long_form import LongForm
from tests.reference.random_data import Maker


def least_cost(data: Data, folder: Path, *, hidden_bounds: bool = True, empty_modes: bool = True) -> float | None:
    """Return what the engine finds, None where it says that no plan exists."""
    file = data.write(folder)
    keys = "".join(f", {name}: false" for name, kept in (("hidden_bounds", hidden_bounds), ("empty_modes", empty_modes))
                   if not kept)  # fmt: skip
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("config.yaml}", f"config.yaml{keys}}}"), encoding="utf-8")
    scenario, findings = read_scenario(file)
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    if solution.status == "unbounded" and not hidden_bounds:
        return -float("inf")
    assert solution.status in ("optimal", "infeasible")
    return solution.objective


@pytest.mark.parametrize("seed", [*range(40), 1093, 1305, 1480, 40064, 41786])
def test_a_random_data_set_has_the_optimum_of_the_long_formulation(seed: int, tmp_path: Path) -> None:
    data = Maker(seed).make()
    expected = LongForm(data).solve()
    found = least_cost(data, tmp_path)
    assert (found is None) == (expected is None)
    if expected is not None:
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", range(2000, 2040))
def test_limits_by_mode_own_constraints_and_uses_of_capacity_have_the_optimum_of_the_long_formulation(
    seed: int, tmp_path: Path
) -> None:
    data = Maker(seed, additions=True).make()
    expected, found = LongForm(data).solve(), least_cost(data, tmp_path)
    assert (found is None) == (expected is None)
    if expected is not None:
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(2040, 2060))
def test_without_empty_modes_the_optimum_is_that_of_the_long_formulation_without_them(
    seed: int, tmp_path: Path
) -> None:
    data = Maker(seed, additions=True).make()
    data.put("TotalTechnologyAnnualActivityLowerLimit", 0.5, T="wind")
    expected = LongForm(data, empty_modes=False).solve()
    found = least_cost(data, tmp_path, empty_modes=False)
    assert (found is None) == (expected is None)
    if expected is not None:
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def below_nothing(seed: int) -> Data:
    """Return a random data set in which something earns, takes back emissions, or gives what it should use."""
    data, drawn = Maker(seed).make(), random.Random(seed)
    for technology in drawn.sample(["mine", "plant", "wind", "boiler"], 2):
        name, value = drawn.choice([("VariableCost", -4), ("EmissionActivityRatio", -0.05), ("FixedCost", -0.5)])
        places = {} if name == "FixedCost" else {"M": 1}
        data.put(name, value, T=technology, **places)
        data.put("TotalTechnologyAnnualActivityUpperLimit", 30, T=technology)
        data.put("TotalAnnualMaxCapacity", 40, T=technology)
    if drawn.random() < 0.4:
        data.put("InputActivityRatio", -0.2, T="wind", F="heat", M=1)
    if drawn.random() < 0.4:
        data.put("OutputActivityRatio", -0.1, T="plant", F="heat", M=1)
    data.put("CapitalCost", 1 if drawn.random() < 0.7 else -1, T="pump")
    data.put("TotalAnnualMaxCapacity", 5, T="pump")
    return data


@pytest.mark.parametrize("hidden_bounds", [True, False])
@pytest.mark.parametrize("seed", range(3000, 3020))
def test_values_below_nothing_have_the_optimum_with_and_without_hidden_bounds(
    seed: int, hidden_bounds: bool, tmp_path: Path
) -> None:
    data = below_nothing(seed)
    expected = LongForm(data, hidden_bounds=hidden_bounds).solve()
    found = least_cost(data, tmp_path, hidden_bounds=hidden_bounds)
    assert (found is None) == (expected is None)
    if expected is not None:
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-8)


@pytest.mark.parametrize(("there", "back"), [(0.5, 1.0), (1.0, 2.0), (0.5, 2.0), (0.5, 0.0), (1.0, 0.0)])
@pytest.mark.parametrize("seed", [2, 11, 12, 32, 53, 58])
def test_routes_of_other_weights_have_the_optimum_of_the_long_formulation(
    seed: int, there: float, back: float, tmp_path: Path
) -> None:
    """A route of exactly 1 ties what goes and what comes; of other weights each direction stands for itself."""
    data = Maker(seed).make()
    for year in data.sets["Y"]:
        for pair, weight in ((("north", "south"), there), (("south", "north"), back)):
            data.put("TradeRoute", weight, R=pair[0], P=pair[1], F="power", Y=year)
    expected, found = LongForm(data).solve(), least_cost(data, tmp_path)
    assert (found is None) == (expected is None)
    if expected is not None:
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)


def widened(seed: int) -> Data:
    """Return a random data set in which some technologies cost up to a million times as much, or take a millionth."""
    data, drawn = Maker(seed).make(), random.Random(seed)
    dear = {name: 10.0 ** drawn.choice([0, 0, 4, 6]) for name in data.sets["T"]}
    slight = {name: 10.0 ** drawn.choice([0, 0, -4, -6]) for name in data.sets["T"]}
    for factors, tables in (
        (dear, ("VariableCost", "CapitalCost", "FixedCost")),
        (slight, ("EmissionActivityRatio", "InputActivityRatio")),
    ):
        for rows in (data.rows.get(table, {}) for table in tables):
            rows.update({key: value * factors[key[1]] for key, value in rows.items()})
    return data


@pytest.mark.parametrize("seed", [*range(30, 36), *range(50, 56), 490])
def test_costs_and_flows_far_apart_have_the_optimum_of_the_long_formulation(seed: int, tmp_path: Path) -> None:
    """With units of whole sizes too: 54 has none within the most exacting tolerances, 490 none that can be proven."""
    data = widened(seed)
    expected = LongForm(data).solve()
    found = least_cost(data, tmp_path)
    assert (found is None) == (expected is None)
    if expected is not None:
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)

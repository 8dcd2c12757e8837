"""The additions of the kits of CLEWs, MUIO and CCG on an island whose optimum can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.optimization.compiling.arrays import Arrays, compile_model
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.pipeline import run
from carbonsim.results.system_table import tabulate_system
from carbonsim.system.tables import Key
from tests.optimization.kit_systems import kit_data, kit_system, system_of
from tests.reference.data_set import Data
from tests.system.osemosys.data.test_naming import findings
from tests.system.osemosys.quirks import read, write

W = [1.05**-0.5, 1.05**-1.5, 1.05**-2.5]  # weights of the years at 5 %


def cost(data: Data, folder: Path) -> float | None:
    return Optimization(system_of(data, folder)).solve_twin().objective


def test_without_additions_land_grows_all(tmp_path: Path) -> None:
    assert cost(kit_data(), tmp_path) == pytest.approx(10 * (3 + 5) * sum(W), rel=1e-9)


@pytest.mark.parametrize(("limit", "grown"), [(8, 8), (0, 10), (12, 10)])
def test_at_most_so_much_runs_in_a_mode_and_nothing_is_no_limit(limit: float, grown: float, tmp_path: Path) -> None:
    data = kit_data()
    data.put("TechnologyActivityByModeUpperLimit", limit, T="land", M=1)
    yearly = 3 * grown + 100 * (10 - grown) + 50
    assert cost(data, tmp_path) == pytest.approx(yearly * sum(W), rel=1e-9)


def test_at_least_so_much_runs_in_a_mode(tmp_path: Path) -> None:
    data = kit_data()
    data.put("TechnologyActivityByModeLowerLimit", 2, T="shop", M=2, Y=2021)
    assert cost(data, tmp_path) == pytest.approx(80 * sum(W) + 2 * (100 - 5) * W[1], rel=1e-9)


def test_a_mode_without_ratios_runs_where_a_limit_asks_for_it(tmp_path: Path) -> None:
    """Mode 2 of the well gives nothing: three of it cost 7 each."""
    data = kit_data()
    data.put("TechnologyActivityByModeLowerLimit", 3, T="well", M=2, Y=2022)
    data.put("VariableCost", 7, T="well", M=2)
    assert cost(data, tmp_path) == pytest.approx(80 * sum(W) + 21 * W[2], rel=1e-9)


def test_activity_in_a_mode_rises_by_a_share_written_in_the_earlier_year(tmp_path: Path) -> None:
    """Four of rice in 2020, a quarter more in 2021, and in 2022, for which 2021 has no limit, all ten."""
    data = kit_data()
    data.put("TechnologyActivityByModeUpperLimit", 4, T="land", M=2, Y=2020)
    data.put("TechnologyActivityIncreaseByModeLimit", 0.25, T="land", M=2, Y=2020)
    data.put("TechnologyActivityIncreaseByModeLimit", 0.01, T="land", M=2, Y=2022)
    bought = [6, 5, 0]
    expected = sum((80 + 95 * more) * weight for more, weight in zip(bought, W, strict=True))
    assert cost(data, tmp_path) == pytest.approx(expected, rel=1e-9)


def test_activity_in_a_mode_falls_by_a_share_written_in_the_earlier_year(tmp_path: Path) -> None:
    """Eight are bought in 2020 because they must; a quarter of them may go each year."""
    data = kit_data()
    data.put("TechnologyActivityByModeLowerLimit", 8, T="shop", M=1, Y=2020)
    data.put("TechnologyActivityDecreaseByModeLimit", 0.25, T="shop", M=1)
    expected = sum((80 + 97 * more) * weight for more, weight in zip([8, 6, 4.5], W, strict=True))
    assert cost(data, tmp_path) == pytest.approx(expected, rel=1e-9)


def test_a_change_over_more_than_a_year_has_no_limit(tmp_path: Path) -> None:
    """As in the kits, whose rows ask for two years that follow each other."""
    data = kit_data()
    data.sets["Y"] = [2020, 2022]
    data.rows = {name: {k: v for k, v in rows.items() if 2021 not in k} for name, rows in data.rows.items()}
    data.put("TechnologyActivityByModeUpperLimit", 4, T="land", M=2, Y=2020)
    data.put("TechnologyActivityIncreaseByModeLimit", 0.25, T="land", M=2)
    assert cost(data, tmp_path) == pytest.approx(80 * (W[0] + W[2]) + 95 * 6 * W[0], rel=1e-9)


@pytest.mark.parametrize("default", [-1, 99999, 9999999])
def test_a_default_of_minus_one_or_of_nines_is_no_limit(default: float, tmp_path: Path) -> None:
    """Written out in rows or left out, for every limit by mode and for the constant of a constraint."""
    data = kit_data()
    for name in ("ByModeUpperLimit", "IncreaseByModeLimit", "DecreaseByModeLimit"):
        data.defaults[f"TechnologyActivity{name}"] = default
        data.put(f"TechnologyActivity{name}", default, T="shop")
    data.sets["U"] = ["never"]
    data.defaults["UDCConstant"] = default
    data.put("UDCTag", 1)
    data.put("UDCMultiplierActivity", 1, T="land")
    assert cost(data, tmp_path) == pytest.approx(80 * sum(W), rel=1e-9)


def test_a_default_that_is_an_ordinary_number_holds_for_every_mode(tmp_path: Path) -> None:
    data = kit_data()
    data.defaults["TechnologyActivityByModeUpperLimit"] = 9
    assert cost(data, tmp_path) == pytest.approx((80 + 97 + 95) * sum(W), rel=1e-9)


def own_constraint(tag: float, constant: float = 12) -> Data:
    """A constraint on what land grows in both modes."""
    data = kit_data()
    data.sets["U"] = ["grown", "unused"]
    data.put("UDCTag", tag, U="grown")
    data.put("UDCMultiplierActivity", 1, T="land", U="grown")
    data.put("UDCConstant", constant, U="grown")
    return data


@pytest.mark.parametrize(
    ("tag", "constant", "yearly"),
    [(0, 12, 80 + 8 * 95), (0, 30, 80), (1, 14, 80 + 6 * 95), (1, 22, 80 + 2 * 3), (2, 12, 80), (-1, 12, 80)],
)
def test_tags_mean_what_muio_means(tag: float, constant: float, yearly: float, tmp_path: Path) -> None:
    """At most, exactly, or no constraint; land that must grow two too many grows maize, which costs less."""
    assert cost(own_constraint(tag, constant), tmp_path) == pytest.approx(yearly * sum(W), rel=1e-9)


@pytest.mark.parametrize(("tag", "yearly"), [(0, 80 + 6), (1, 80 + 6), (2, 80)])
def test_the_configuration_may_give_tags_another_meaning(tag: float, yearly: float, tmp_path: Path) -> None:
    file = own_constraint(tag, 22).write(tmp_path)
    config = tmp_path / "config.yaml"
    text = config.read_text(encoding="utf-8").replace("UDCTag:\n", 'UDCTag:\n  tags: {0: "=", 1: ">=", 2: <=}\n')
    config.write_text(text, encoding="utf-8")
    done = run(file, write_results=False)
    assert done.objective == pytest.approx(yearly * sum(W), rel=1e-9)
    assert any("found tags read as 0: =, 1: >=, 2: <=" in warning["text"] for warning in done.summary["warnings"])


def test_which_meaning_of_tags_was_taken_is_told_where_constraints_are_in_use(tmp_path: Path) -> None:
    (warning,) = system_of(own_constraint(0), tmp_path / "used").warnings
    assert "UDCTag.csv:2: UDCTag: found tags read as 0: <=, 1: =, 2: none, -1: none" in str(warning)
    data = own_constraint(0)
    data.rows.pop("UDCMultiplierActivity")
    data.rows.pop("UDCConstant")
    assert system_of(data, tmp_path / "unused").warnings == ()


def test_a_tag_without_a_meaning_is_refused_with_its_line(tmp_path: Path) -> None:
    (line,) = findings(own_constraint(3).write(tmp_path))
    assert "UDCTag.csv:2: UDCTag: found tag 3 of grown; expected one of 0: <=, 1: =, 2: none, -1: none" in line


def test_tags_that_cannot_be_read_are_told_with_their_line(tmp_path: Path) -> None:
    file = own_constraint(0).write(tmp_path)
    config = tmp_path / "config.yaml"
    text = config.read_text(encoding="utf-8").replace("UDCTag:\n", "UDCTag:\n  tags: {0: less}\n")
    config.write_text(text, encoding="utf-8")
    line = text.splitlines().index("UDCTag:") + 1
    assert any(
        f"config.yaml:{line}: UDCTag.tags: found {{0: 'less'}}; expected a sense" in one for one in findings(file)
    )


def test_constraints_count_capacity_of_either_kind(tmp_path: Path) -> None:
    """Land, which lives two years, is at most 15, and at most 9 of it are new: 9 and 15 are grown, maize first."""
    data = kit_data()
    data.put("OperationalLife", 2, T="land")
    data.sets["U"] = ["standing", "new"]
    data.put("UDCTag", 0)
    data.put("UDCMultiplierTotalCapacity", 1, T="land", U="standing")
    data.put("UDCConstant", 15, U="standing")
    data.put("UDCMultiplierNewCapacity", 2, T="land", U="new")
    data.put("UDCConstant", 18, U="new")
    solution = Optimization(system_of(data, tmp_path)).solve_twin()
    built = solution.new_capacity.set_index("year")["value"]
    assert built.max() <= 9 + 1e-6
    bought = [97 * 1 + 95 * 10, 95 * 5, 95 * 5]
    assert solution.objective == pytest.approx(sum((80 + more) * w for more, w in zip(bought, W, strict=True)))


def test_a_mode_without_ratios_meets_no_constraint(tmp_path: Path) -> None:
    """As stores are written in such kits: what the shop sells is at most 1/2 of what the well pumps, in its one mode.

    In the long formulation the well's other mode would run for nothing.
    """
    data = kit_data()
    data.put("TechnologyActivityByModeUpperLimit", 6, T="land", M=1)
    data.sets["U"] = ["sold"]
    data.put("UDCTag", 0)
    data.put("UDCMultiplierActivity", 1, T="shop")
    data.put("UDCMultiplierActivity", -0.5, T="well")
    assert cost(data, tmp_path) == pytest.approx((6 * 3 + 50 + 4 * 100 + 8 * 2) * sum(W), rel=1e-9)


@pytest.mark.parametrize("closed", [False, True])
def test_a_mode_without_ratios_that_runs_is_told_and_can_be_closed(closed: bool, tmp_path: Path) -> None:
    """The shop must sell three: the land's food is cheaper, and mode 3, which sells nothing, costs nothing."""
    data = kit_data()
    data.sets["M"] = [1, 2, 3]
    data.put("TotalTechnologyAnnualActivityLowerLimit", 3, T="shop")
    file = data.write(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("config.yaml}", "config.yaml, empty_modes: false}") if closed else text)
    done = run(file, write_results=False)
    told = [one for one in done.summary["warnings"] if "without any ratio: shop in mode 3" in one["text"]]
    assert done.objective == pytest.approx((80 + 3 * 95 * closed) * sum(W), rel=1e-9)
    assert len(told) == (0 if closed else 1)
    assert closed or "scenario.yaml:2: system.osemosys" in told[0]["text"]


def test_constraints_of_regions_have_their_own_constants(tmp_path: Path) -> None:
    data = own_constraint(0)
    data.sets["R"] = ["isle", "reef"]
    data.rows = {name: {**rows, **{("reef", *k[1:]): v for k, v in rows.items() if k[0] == "isle"}}
                 for name, rows in data.rows.items()}  # fmt: skip
    data.put("UDCConstant", 16, R="reef", U="grown")
    assert cost(data, tmp_path) == pytest.approx((160 + 8 * 95 + 4 * 95) * sum(W), rel=1e-9)


@pytest.mark.parametrize("by_mode", [True, False])
def test_capacity_uses_a_commodity_when_it_is_built_and_while_it_stands(by_mode: bool, tmp_path: Path) -> None:
    """Twenty of land live three years: half of it is drawn as water once, a quarter each year, at 2 a unit."""
    data = kit_data()
    data.put("OperationalLife", 3, T="land")
    data.put("InputToNewCapacityRatio", 0.5, T="land", F="water", M=1)
    data.put("InputToTotalCapacityRatio", 0.25, T="land", F="water", M=1)
    file = data.write(tmp_path)
    for name in () if by_mode else ("InputToNewCapacityRatio", "InputToTotalCapacityRatio"):
        rows = read(tmp_path / "csv" / f"{name}.csv")
        place = rows[0].index("MODE_OF_OPERATION")
        write(tmp_path / "csv" / f"{name}.csv", [[*row[:place], *row[place + 1 :]] for row in rows])
    assert findings(file) == []
    done = run(file, write_results=False)
    assert done.objective == pytest.approx(80 * sum(W) + 2 * (10 * W[0] + 5 * sum(W)), rel=1e-9)
    assert done.results is not None
    assert done.results.series("Use|water|land") == pytest.approx({2020: 15, 2021: 5, 2022: 5})
    assert done.results.series("Production|water") == pytest.approx({2020: 15, 2021: 5, 2022: 5})


def test_capacity_uses_power_over_the_year_though_power_is_balanced_by_slice(tmp_path: Path) -> None:
    """What capacity takes stands in the balance of the year alone: it may come at any time of it."""
    data = kit_data()
    data.put("SpecifiedAnnualDemand", 1, F="water")
    data.put("SpecifiedDemandProfile", 1, F="water")
    data.put("InputToNewCapacityRatio", 0.5, T="land", F="water", M=1)
    system = system_of(data, tmp_path)
    solution = Optimization(system).solve_twin()
    assert solution.objective == pytest.approx((80 + 2 * 10) * sum(W), rel=1e-9)  # the demand is not added to it
    table = tabulate_system("kit", system, solution).table
    assert table[table["variable"] == "Use|water|land"]["value"].tolist() == pytest.approx([10, 10, 10])


def row_of(arrays: Arrays, family: str, key: Key) -> tuple[dict[tuple[str, Key], float], float, float]:
    """Return the terms and the bounds of a row."""
    program, row = arrays.gather(), arrays.rows[family][key]
    names = {place: (kind, own) for kind, columns in arrays.columns.items() for own, place in columns.items()}
    entries = range(program.starts[row], program.starts[row + 1])
    terms = {names[int(program.indices[entry])]: float(program.values[entry]) for entry in entries}
    return terms, float(program.row_low[row]), float(program.row_high[row])


def test_uses_of_capacity_and_own_constraints_are_these_rows(tmp_path: Path) -> None:
    arrays = compile_model(derive(kit_system(tmp_path)))
    land: Key = ("isle", "land", 2021)
    terms, low, _ = row_of(arrays, "yearly_balance_surplus", ("isle", "water", 2021))
    well = ("activity", ("isle", "well", "1", 2021, "year"))
    assert terms == {well: 1.0, ("new_capacity", land): -0.5, ("capacity", land): -0.25}
    assert low == 0.0
    terms, _, high = row_of(arrays, "limit_above", ("half", 2021))
    assert terms == {("yearly_activity", land): 1.0, ("capacity", land): -0.9}
    assert high == 0.0
    terms, *bounds = row_of(arrays, "limit_exact", ("same", 2021))
    assert sum(terms.values()) == pytest.approx(1.0)
    assert bounds == [7.0, 7.0]


def explained(data: Data, folder: Path) -> dict[str, object]:
    file = data.write(folder)
    done = CliRunner().invoke(app, ["run", str(file), "--out", str(folder / "out")])
    assert done.exit_code == 3, done.output
    found: dict[str, object] = json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))
    return found


def test_limits_on_modes_that_clash_are_named_with_their_lines(tmp_path: Path) -> None:
    data = kit_data()
    data.put("TechnologyActivityByModeUpperLimit", 2, T="shop", M=1, Y=2021)
    data.put("TechnologyActivityByModeUpperLimit", 3, T="land", M=1, Y=2021)
    found = explained(data, tmp_path)
    (told,) = found["explanation"]  # type: ignore[misc]
    assert "land in mode 1 running at most 3 units of the data" in told
    assert "shop in mode 1 running at most 2 units of the data" in told
    assert "TechnologyActivityByModeUpperLimit.csv:2" in told
    (chinese,) = found["explanation_zh"]  # type: ignore[misc]
    assert "land模式1活动量至多3" in chinese


def test_changes_of_modes_that_clash_are_named(tmp_path: Path) -> None:
    data = kit_data()
    data.put("TechnologyActivityByModeUpperLimit", 2, T="land", M=2, Y=2020)
    data.put("TechnologyActivityIncreaseByModeLimit", 0.5, T="land", M=2, Y=2020)
    data.put("TechnologyActivityByModeLowerLimit", 5, T="land", M=2, Y=2021)
    found = explained(data, tmp_path)
    (told,) = found["explanation"]  # type: ignore[misc]
    assert "land in mode 2 rising by no more than 50 % on the year before" in told
    assert "land in mode 2 running at least 5 units of the data" in told
    assert "TechnologyActivityIncreaseByModeLimit.csv:2" in told


def test_own_constraints_that_clash_are_named_with_their_lines(tmp_path: Path) -> None:
    data = own_constraint(0, 4)
    data.put("TotalTechnologyAnnualActivityUpperLimit", 9, T="shop", Y=2022)
    found = explained(data, tmp_path)
    (told,) = found["explanation"]  # type: ignore[misc]
    assert "grown (at most 4 units of the data)" in told
    assert "UDCConstant.csv:" in told
    assert "at most 9 units of the data of shop" in told


def test_what_limits_on_modes_are_worth_stands_among_the_bounds(tmp_path: Path) -> None:
    data = own_constraint(0, 12)
    data.put("TechnologyActivityByModeUpperLimit", 7, T="land", M=2)
    done = run(data.write(tmp_path), write_results=False)
    duals = done.content.duals
    own = duals[duals["constraint"] == "most activity by mode isle land 2"]
    assert own["dual"].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)  # maize saves more than rice
    constraint = duals[duals["constraint"] == "grown"]
    assert constraint["dual"].tolist() == pytest.approx([95.0, 95.0, 95.0], rel=1e-6)
    assert set(constraint["unit"]) == {"cost unit per units of the data"}

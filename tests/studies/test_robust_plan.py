"""A robust plan from the file of a scenario: closed forms of two stages, what it is held against, what is refused."""

from __future__ import annotations

import json
import textwrap
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import carbonsim
from carbonsim.cli import app
from carbonsim.errors import InfeasibleError, ScenarioError
from carbonsim.pipeline import read_checked
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.report.terminal.studies import study_tables
from carbonsim.scenario.futures.draws import draw_quantiles, values_of_future
from carbonsim.scenario.futures.inputs import uncertain_inputs
from carbonsim.system.checks import fits

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
PRICE, YEARS = 30.0, 3  # million CNY a PJ that is bought, in each of the years of the plan
BUILT = 36.0  # million CNY for plant that gives a PJ in each of these years
TOWN = """
    schema: 1
    name: Town
    quality: assumption
    source: made up
    time: {years: [2025, 2026, 2027, 2028], plan_from: 2026, discount_rate: 0}
    foresight: {years: 1}
    system:
      commodities:
        heat: {group: heat, balance: yearly}
      technologies:
        plant: {outputs: {heat: 1}, capital_cost: 1135.296 CNY/kW, lifetime: 3, last_year: 2026}
        bought: {outputs: {heat: 1}, variable_cost: 30 CNY/GJ}
      demands:
        heat: {amount: 10 PJ}
    ranges:
      demand: {moves: [system.demands.heat.amount], low: 0.8, central: 1, high: 1.2, shape: uniform}
    robust: {futures: 4, commit_until: 2026}
"""
STANDING = """
    schema: 1
    name: Old plant
    quality: assumption
    source: made up
    time: {years: [2025, 2026, 2027, 2028], plan_from: 2026, discount_rate: 0}
    system:
      commodities:
        heat: {group: heat, balance: yearly}
      technologies:
        old: {outputs: {heat: 1}, variable_cost: 20 CNY/GJ, fixed_cost: 315.36 CNY/kW/yr, lifetime: 9, last_year: 2024,
              residual_capacity: 1 GW, retirement: early}
        bought: {outputs: {heat: 1}, variable_cost: 30 CNY/GJ}
      demands:
        heat: {amount: 50 PJ}
    ranges:
      price: {moves: [system.technologies.bought.variable_cost], low: 10, central: 30, high: 60, shape: uniform}
    robust: {futures: 4, commit_until: 2026}
"""
DOUBT = """
    ranges:
      coal: {moves: [energy.fuels.raw_coal.price], low: 25, central: 30, high: 45}
      wind: {moves: [energy.plants.wind.capital_cost], low: 4800, central: 6000, high: 7000}
"""


def write(folder: Path, text: str = TOWN, name: str = "town.yaml") -> Path:
    """Write a scenario."""
    file = folder / name
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return file


def tutorial(folder: Path, more: str = "") -> Path:
    """Write the tutorial with ranges."""
    return write(folder, f"    extends: {TUTORIAL}\n{DOUBT}{more}", "doubt.yaml")


def cost_of(built: float, demand: pd.Series) -> pd.Series:
    """Return what the town pays in each future, with plant for so many PJ a year; what is known is bought before."""
    return PRICE * 10.0 + BUILT * built + PRICE * YEARS * (demand - built).clip(lower=0.0)


def found(study: ShownStudy) -> tuple[pd.DataFrame, pd.Series]:
    """Return the futures of the town, and what is demanded in each."""
    return study.table, 10.0 * study.data["draws"]["drawn.demand"]


def test_a_town_builds_for_as_many_futures_as_pays(tmp_path: Path) -> None:
    """A PJ more of plant costs 36 and saves 90: it pays where more than 0.4 of four futures need it, up to the third.

    The plan as it is written builds for 10 PJ; a future that is known is built for.
    """
    table, demand = found(carbonsim.robust(write(tmp_path)))
    third = demand.sort_values().iloc[2]
    expected = {"own": cost_of(0.0, demand * 0.0) + BUILT * demand, "robust": cost_of(third, demand)}
    for way, costs in (*expected.items(), ("held", cost_of(10.0, demand))):
        assert table[f"{way}_cost_million_CNY"].to_numpy() == pytest.approx(costs.to_numpy(), rel=1e-6), way
    assert table["weight"].tolist() == [0.25] * 4


def test_the_first_stage_is_told_beside_the_plain_plan_and_known_futures(tmp_path: Path) -> None:
    study = carbonsim.robust(write(tmp_path))
    demand = found(study)[1].sort_values()
    told = study.data["first-stage"].set_index("group").loc["plant"]
    gigawatts = np.array([demand.iloc[2], 10.0, demand.iloc[0], demand.iloc[3]]) / 31.536
    assert told[["robust", "plain", "least", "most"]].to_numpy(float) == pytest.approx(gigawatts, rel=1e-5)
    assert told[["kind", "unit"]].tolist() == ["built", "GW"]


def test_measures_over_futures_are_sums_by_weight(tmp_path: Path) -> None:
    weights = [0.1, 0.2, 0.3, 0.4]
    study = carbonsim.robust(write(tmp_path), weights=weights, cvar_tail=0.5)
    table, measures = study.table, study.data["measures"].set_index("way")
    for way in ("own", "robust", "held"):
        costs = table[f"{way}_cost_million_CNY"].to_numpy()
        order = np.argsort(-costs)
        left, tail = 0.5, 0.0
        for place in order:
            tail += min(left, weights[place]) * costs[place] / 0.5
            left -= min(left, weights[place])
        expected = [costs @ weights, costs.max(), tail]
        assert measures.loc[way, ["expected", "worst", "tail"]].to_numpy(float) == pytest.approx(expected)
    regrets = (table["held_cost_million_CNY"] - table["own_cost_million_CNY"]).max()
    assert measures.loc["held", "regret"] == pytest.approx(regrets)


def test_who_minds_the_dearest_future_builds_for_it(tmp_path: Path) -> None:
    """The last PJ saves 90 in the dearest of four futures, which counts (1 - w)/4 + w: above 0.4 from w = 0.2 on."""
    table, demand = found(carbonsim.robust(write(tmp_path), cvar_weight="25 %", cvar_tail=0.25))
    assert table["robust_cost_million_CNY"].to_numpy() == pytest.approx(cost_of(demand.max(), demand), rel=1e-6)


@pytest.mark.parametrize(("fixed", "kept"), [(800.0, 0.0), (315.36, 1.0)])
def test_what_retires_early_is_decided_alike(tmp_path: Path, fixed: float, kept: float) -> None:
    """An old plant of 31.536 PJ costs its fixed cost, and saves what is bought above 20 million a PJ, if that is more.

    Kept through 2026, where the future is not known, it is kept on where it saves more than it costs; else it goes.
    """
    study = carbonsim.robust(write(tmp_path, STANDING.replace("315.36", str(fixed))))
    price = study.data["draws"]["drawn.price"].to_numpy(float)
    saved = 31.536 * np.maximum(price - 20.0, 0.0) - fixed  # in a year
    worth = saved + 2.0 * np.maximum(saved, 0.0)
    assert (worth.mean() > 0.0) == (kept == 1.0)
    bought = 50.0 * (3.0 * price + 30.0) - max(31.536 * 10.0, 0.0) + fixed  # the past is that of the plan as written
    assert study.table["robust_cost_million_CNY"].to_numpy() == pytest.approx(bought - kept * worth, rel=1e-6)
    assert study.table["own_cost_million_CNY"].to_numpy() == pytest.approx(bought - np.maximum(worth, 0), rel=1e-6)


@cache
def _doubted(folder: Path) -> ShownStudy:
    return carbonsim.robust(tutorial(folder), futures=5, commit_until=2028, seed=3)


@pytest.fixture(scope="module")
def doubted(tmp_path_factory: pytest.TempPathFactory) -> ShownStudy:
    return _doubted(tmp_path_factory.mktemp("doubted"))


def test_no_known_future_costs_more_and_the_plain_plan_costs_no_less(doubted: ShownStudy) -> None:
    table, measures = doubted.table, doubted.data["measures"].set_index("way")
    assert (table["robust_regret_million_CNY"] >= -1e-6).all() and table["robust_regret_million_CNY"].max() > 1.0
    assert measures.loc["own", "expected"] < measures.loc["robust", "expected"] < measures.loc["held", "expected"]
    assert (table["robust_peak_year"] <= 2028).all() and measures["in_time"].tolist() == [5, 5, 5]


def test_one_future_alone_is_planned_as_if_it_were_known(tmp_path: Path) -> None:
    """The plan of the same values by the usual way, with the same past, before ties are broken."""
    file = write(tmp_path, f"    extends: {tutorial(tmp_path).name}\n    name: Doubt with a past", "later.yaml")
    table = carbonsim.robust(file, futures=1, commit_until=2030).table
    scenario = read_checked(file)
    inputs = uncertain_inputs(scenario)
    values = values_of_future(scenario, inputs, draw_quantiles(inputs, 1, 0)[0])
    usual = carbonsim.compile(file).solve(values)
    assert usual.plans.plan.objective == pytest.approx(table.loc[0, "robust_cost_million_CNY"], rel=1e-9)
    assert table.loc[0, "own_cost_million_CNY"] == pytest.approx(table.loc[0, "robust_cost_million_CNY"], rel=1e-9)


def test_deciding_more_before_it_is_known_never_costs_less(tmp_path: Path) -> None:
    file = tutorial(tmp_path, "    peaking: null\n")
    costs = [
        carbonsim.robust(file, futures=3, commit_until=year).data["measures"]["expected"][1]
        for year in (2026, 2028, 2032)
    ]
    assert costs[0] <= costs[1] * (1 + 1e-9) and costs[1] <= costs[2] * (1 + 1e-9) and costs[0] < costs[2]


def test_a_future_without_a_plan_is_left_out_and_told(tmp_path: Path) -> None:
    scarce = TOWN.replace("variable_cost: 30", "activity_max: 11 PJ, variable_cost: 30")
    scarce = scarce.replace("last_year: 2026", "last_year: 2026, new_capacity_max: 0")
    study = carbonsim.robust(write(tmp_path, scarce))
    left = study.data["draws"].loc[10.0 * study.data["draws"]["drawn.demand"] <= 11.0, "future"].tolist()
    assert study.table["future"].tolist() == left and 0 < len(left) < 4
    assert study.table["weight"].tolist() == pytest.approx([1.0 / len(left)] * len(left))
    assert any("nothing that is decided first gives them a plan" in str(note) for note in study.notes)


def test_where_the_plain_plan_leaves_a_future_without_a_plan_that_is_told(tmp_path: Path) -> None:
    scarce = TOWN.replace("variable_cost: 30", "activity_max: 1 PJ, variable_cost: 30")
    scarce = scarce.replace("time: {years: [2025, ", "time: {years: [").replace(
        "activity_max: 1 PJ", "activity_max: 0.5 PJ"
    )
    study = carbonsim.robust(write(tmp_path, scarce))
    held = study.data["measures"].set_index("way").loc["held"]
    short = int((10.0 * study.data["draws"]["drawn.demand"] > 10.0 + 1e-3).sum())
    assert held["planned"] == 4 - short < 4 and np.isnan(held["expected"])
    assert f"leaves {short} of them without a plan" in str(study.sentence)


def test_that_all_years_are_in_sight_is_said_first(tmp_path: Path) -> None:
    study = carbonsim.robust(write(tmp_path))
    assert "sees 1 years ahead" in str(study.basis)
    assert str(study_tables(study, Path("page.html"))[0]) == str(study.basis)


def test_the_page_and_the_terminal_tell_the_same_in_both_languages(doubted: ShownStudy) -> None:
    page = doubted.page()
    for words in (doubted.sentence, doubted.basis, *doubted.notes, *(table.title for table in doubted.tables)):
        assert words.rendered("en") in page and words.rendered("zh") in page
        assert words.rendered("en") != words.rendered("zh")
    assert {f'data-download="{name}.csv"' in page for name in ("robust", "measures", "first-stage", "draws")} == {True}
    assert len(study_tables(doubted, Path("page.html"))) == 3 + len(doubted.tables) == 6


def test_the_command_takes_what_the_scenario_says_and_what_is_given(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    asked = ["robust", str(write(tmp_path)), "--futures", "2", "--cvar", "0.5", "--out", str(page), "--json"]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 0, told.output
    plain = json.loads(told.stdout)
    assert {"robust", "first-stage", "measures", "draws", "sentence"} <= plain.keys() and len(plain["robust"]) == 2
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"commit_until": 2028}, "robust.commit_until"),
        ({"weights": [0.5, 0.6], "futures": 2}, "robust.weights"),
        ({"cvar_weight": 1.0}, "robust.cvar_weight"),
        ({"cvar_tail": 0}, "robust.cvar_tail"),
    ],
)
def test_what_cannot_be_asked_is_refused(tmp_path: Path, options: dict[str, object], path: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        carbonsim.robust(write(tmp_path), **options)  # type: ignore[arg-type]
    assert [finding.path for finding in raised.value.findings] == [path]
    assert str(raised.value).startswith(
        ("--commit-until: ", "--cvar: ", "--tail: ", "changed in the program: robust.w")
    )


def test_until_when_is_decided_has_to_be_said(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="--commit-until"):
        carbonsim.robust(tutorial(tmp_path), futures=2)


def test_another_objective_is_refused(tmp_path: Path) -> None:
    file = tutorial(
        tmp_path, "    peaking: {by: null, decline_after: null, objective: lowest_peak, cost_ceiling: 1 %}\n"
    )
    with pytest.raises(ScenarioError) as raised:
        carbonsim.robust(file, futures=2, commit_until=2028)
    assert [finding.path for finding in raised.value.findings] == ["peaking.objective"]


def test_whole_units_are_built_alike(tmp_path: Path) -> None:
    """Units of 4 PJ: a third one costs 144 and saves 90 for each PJ above 8, as many of them in every future."""
    whole = TOWN.replace("last_year: 2026", "last_year: 2026, unit_size: 126.8392 MW")
    table, demand = found(carbonsim.robust(write(tmp_path, whole)))
    ways = {units: cost_of(4.0 * units, demand) for units in range(5)}
    best = min(ways, key=lambda units: ways[units].mean())
    assert table["robust_cost_million_CNY"].to_numpy() == pytest.approx(ways[best].to_numpy(), rel=1e-5)
    known = [min(ways[units][row] for units in ways) for row in table.index]
    assert table["own_cost_million_CNY"].to_numpy() == pytest.approx(known, rel=1e-5)


def test_where_people_choose_a_known_future_costs_no_more(tmp_path: Path) -> None:
    """What they like counts as it was laid out for each future alone, so that costs are compared in one programme."""
    burner = "gas-heat: {label: Gas heating, input: natural_gas, efficiency: 90 %, capital_cost: 400, lifetime: 15}"
    text = TUTORIAL.read_text(encoding="utf-8").replace("    network-heat: {", f"    {burner}\n    network-heat: {{")
    for one, other in (
        ("{district_heat: 9 PJ}", "{district_heat: 9 PJ, natural_gas: 2 PJ}"),
        ("[net", "[gas-heat, net"),
    ):
        text = text.replace(one, other)
    file = write(tmp_path, f"{text}\nchoices: {{spread: {{buildings/homes/heating: 0.2}}}}\n{textwrap.dedent(DOUBT)}")
    table = carbonsim.robust(file, futures=2, commit_until=2028).table
    assert (table["robust_regret_million_CNY"] >= -1e-6 * table["own_cost_million_CNY"]).all()
    assert table["robust_regret_million_CNY"].max() > 0.1
    alone = carbonsim.robust(file, futures=1, commit_until=2028).table
    assert alone.loc[0, "robust_cost_million_CNY"] == pytest.approx(alone.loc[0, "own_cost_million_CNY"], rel=1e-9)


def test_too_large_is_refused_with_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fits, "MOST_ROWS_TOGETHER", 1000)
    with pytest.raises(ScenarioError, match=r"4 futures of about \d+ rows .* at most 1,000 rows together") as raised:
        carbonsim.robust(tutorial(tmp_path), futures=4, commit_until=2028)
    assert [finding.path for finding in raised.value.findings] == ["robust.futures"]
    assert len(carbonsim.robust(tutorial(tmp_path), futures=1, commit_until=2028).table) == 1


def test_without_a_plan_of_the_scenario_it_says_why(tmp_path: Path) -> None:
    short = TOWN.replace("variable_cost: 30", "activity_max: 1 PJ, variable_cost: 30").replace(
        "last_year: 2026", "last_year: 2026, new_capacity_max: 0"
    )
    with pytest.raises(InfeasibleError):
        carbonsim.robust(write(tmp_path, short))

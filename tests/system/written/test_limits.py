"""A ceiling on investment says which money it means: with or without private vehicles, public, above the baseline."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

import carbonsim
from carbonsim import pipeline
from carbonsim.errors import ScenarioError
from carbonsim.scenario.sections.written_system import WrittenLimit
from carbonsim.system.context import Context
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Label, Years
from carbonsim.system.written.limits import write_limit
from tests.written_systems import by_year

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
BASE = """
    name: Base
    time: {years: [2020, 2021, 2022], plan_from: 2021, discount_rate: 0}
    system:
      commodities: {heat: {}}
      technologies:
        stove: {outputs: {heat: 1}, variable_cost: 1, emission_factors: {CO2: 0.1}}
        panel:
          {outputs: {heat: 1}, capital_cost: 3000 CNY/kW, lifetime: 10, capacity_to_activity: 10,
           new_capacity_min: {2020: 0, 2021: 0.1, 2022: 0.1}}
      demands: {heat: {amount: 100}}
"""
VARIANT = """
    extends: base.yaml
    name: Variant
    system:
      technologies: {stove: {variable_cost: 1000}}
      limits: {spending: {measure: investment, at_most: 600 million CNY/yr, counts: COUNTS}}
"""


def file_of(folder: Path, counts: str, text: str = VARIANT) -> Path:
    (folder / "base.yaml").write_text(dedent(BASE), encoding="utf-8")
    file = folder / "variant.yaml"
    file.write_text(dedent(text).replace("COUNTS", counts), encoding="utf-8")
    return file


def test_a_ceiling_above_the_baseline_leaves_it_what_it_invests(tmp_path: Path) -> None:
    """The baseline buys 0.1 GW a year for 300 million; 600 million more buy another 0.2."""
    run = carbonsim.run(file_of(tmp_path, "above_baseline"), write_results=False)
    assert by_year(run.plans.reference, "new_capacity", "panel") == pytest.approx([0.1, 0.1])
    assert by_year(run.plans.plan, "new_capacity", "panel") == pytest.approx([0.3, 0.3], rel=1e-5)


def test_a_ceiling_on_the_energy_system_counts_all_that_it_invests(tmp_path: Path) -> None:
    run = carbonsim.run(file_of(tmp_path, "energy_system"), write_results=False)
    assert by_year(run.plans.plan, "new_capacity", "panel") == pytest.approx([0.2, 0.2], rel=1e-5)


def test_a_changed_model_keeps_the_ceiling_above_the_baseline(tmp_path: Path) -> None:
    model = carbonsim.compile(file_of(tmp_path, "above_baseline"))
    wider = model.solve({"system.limits.spending.at_most": "900 million CNY/yr"})
    assert by_year(wider.plans.plan, "new_capacity", "panel") == pytest.approx([0.4, 0.4], rel=1e-5)
    again = model.solve()
    assert by_year(again.plans.plan, "new_capacity", "panel") == pytest.approx([0.3, 0.3], rel=1e-5)


def test_the_baseline_itself_has_none_to_be_above(tmp_path: Path) -> None:
    text = (
        BASE + "      limits: {spending: {measure: investment, at_most: 600 million CNY/yr, counts: above_baseline}}\n"
    )
    with pytest.raises(ScenarioError, match=r"variant.yaml:12: system.limits.spending.counts: found a ceiling above"):
        carbonsim.load(file_of(tmp_path, "", text))


@pytest.mark.parametrize(
    ("counts", "counted"), [("energy_system", {"plant"}), ("everything", {"plant", "car"}), ("", {"plant"})]
)
def test_private_vehicles_count_only_where_everything_does(counts: str, counted: set[str]) -> None:
    rows = SystemBuilder("city", Years((2020, 2021), 2020, 0.05), ())
    for name, private in (("car", True), ("plant", False)):
        rows.technology(TechnologySpec(
            name=name, sector="transport", branch=name, group=name, label=Label(name, name), slices=False,
            modes={"run": Mode(outputs={})},
            lifetime=10, capital_cost=100.0, private=private,
        ))  # fmt: skip
    written = {"measure": "investment", "at_most": 5} | ({"counts": counts} if counts else {})
    context = Context(rows.years, (), lambda _: ("a.yaml", 1))
    write_limit("spending", WrittenLimit.model_validate(written, context={}), context, rows)
    assert {term.technology for limit in rows.limits for term in limit.terms} == counted


def test_a_ceiling_on_public_money_is_checked_and_is_no_idle_key(tmp_path: Path) -> None:
    file = tmp_path / "public.yaml"
    text = f"""
        extends: {TUTORIAL}
        name: Public
        system: {{limits: {{public: {{measure: investment, at_most: 150 million CNY/yr, counts: public_money}}}}}}
    """
    file.write_text(dedent(text), encoding="utf-8")
    assert [one.path for one in pipeline.check(file)[1]] == []

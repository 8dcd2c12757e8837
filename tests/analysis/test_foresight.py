"""Where a year could not be decided in its turn, the reader is told, and where the scenario says how far is seen."""

from __future__ import annotations

from pathlib import Path

import carbonsim

SCENARIO = """
    schema: 1
    name: A ban
    foresight: {{years: 0}}
    time: {{years: [2020, 2021, 2022, 2023, 2024], discount_rate: 0 %/yr}}
    system:
      commodities: {{heat: {{}}}}
      technologies:
        coal: {{outputs: {{heat: 1}}, activity_max: {{2023: 100, 2024: 0}}}}
        pump:
          outputs: {{heat: 1}}
          lifetime: 20
          capacity_to_activity: 1
          capital_cost: 100
          new_capacity_max: {most}
      demands: {{heat: {{amount: 10}}}}
    """


def run(folder: Path, most: int) -> carbonsim.Run:
    file = folder / "ban.yaml"
    file.write_text(SCENARIO.format(most=most), encoding="utf-8")
    return carbonsim.run(file, write_results=False)


def test_a_year_that_had_no_plan_in_its_turn_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, 4)
    (warning,) = [one.text for one in done.summary.warnings if one.path == "foresight"]
    assert "no plan for 2024 year by year" in warning and "ban.yaml:4" in warning
    assert done.summary.foresight is not None and done.summary.foresight.again == (2024,)
    assert done.summary.solver["foresight_years"] == 0


def test_nothing_is_told_where_each_year_has_a_plan_in_its_turn(tmp_path: Path) -> None:
    done = run(tmp_path, 5)
    assert not [one for one in done.summary.warnings if one.path == "foresight"]
    assert done.summary.foresight is not None and done.summary.foresight.again == ()

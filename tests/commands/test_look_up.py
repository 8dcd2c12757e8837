"""What is looked up as JSON: the merged scenario and where it is written, findings, equations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.optimization.equations import EQUATIONS
from carbonsim.scenario.describing.keys import find_keys

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"


def called(*words: object) -> tuple[int, Any]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, json.loads(done.stdout)


def test_show_tells_the_merged_scenario_and_the_line_of_each_value(tmp_path: Path) -> None:
    child = tmp_path / "child.yaml"
    child.write_text(f"extends: {TUTORIAL}\nname: Child\npeaking:\n  by: 2030\n", encoding="utf-8")
    code, told = called("show", child, "--json")
    assert code == 0
    assert told["scenario"]["peaking"]["by"] == 2030 and told["scenario"]["time"]["plan_from"] == 2026
    assert told["written"]["peaking.by"] == [str(child), 4]
    file, line = told["written"]["time.plan_from"]
    assert "plan_from: 2026" in Path(file).read_text(encoding="utf-8").splitlines()[line - 1]


def test_a_check_tells_findings_and_warnings_with_their_places(tmp_path: Path) -> None:
    assert called("check", TUTORIAL, "--json")[1]["findings"] == []
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(f"extends: {TUTORIAL}\ntime: {{plan_from: soon}}\npeking: {{}}\n", encoding="utf-8")
    for command in ("check", "show"):
        code, told = called(command, wrong, "--json")
        assert code == 2
        assert [(one["line"], one["path"]) for one in told["findings"]] == [(2, "time.plan_from"), (3, "peking")]
        assert told["findings"][1]["advice"] == "did you mean peaking?"
    idle = tmp_path / "idle.yaml"
    idle.write_text(f"extends: {TUTORIAL}\nenergy: {{fuels: {{raw_coal: {{price_growth: 0.0}}}}}}\n", encoding="utf-8")
    code, told = called("check", idle, "--json")
    assert code == 2 and told["findings"][0]["file"] == str(idle)


def test_a_quiet_check_says_nothing_where_nothing_is_wrong(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["check", str(TUTORIAL), "-q"])
    assert (done.exit_code, done.stdout) == (0, "")
    idle = tmp_path / "idle.yaml"
    idle.write_text(f"extends: {TUTORIAL}\nenergy: {{plants: {{wind: {{min_load: 0.1}}}}}}\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(idle), "-q"])
    assert done.output.count("\n") >= 1


def test_equations_are_told_with_formula_unit_and_symbols() -> None:
    code, told = called("equations", "peak_by", "--json")
    assert code == 0
    (one,) = told
    assert one["name"] == "peak_by" and one["formula"].startswith("E_y - E_Y \\le 0") and one["unit"] == "Mt"
    assert one["symbols"]["inside_emissions"]["unit"] == "Mt"
    assert [each["name"] for each in called("equations", "--json")[1]] == list(EQUATIONS)
    code, told = called("equations", "peak_bye", "--json")
    assert code == 2 and told["findings"][0]["advice"] == "did you mean peak_by?"


@pytest.mark.parametrize("command", ["run", "check", "show", "new", "compare", "equations", "ensemble"])
def test_h_is_help(command: str) -> None:
    done = CliRunner().invoke(app, [command, "-h"])
    assert done.exit_code == 0 and "Usage" in done.stdout


def test_a_key_is_told_with_sentence_unit_and_example() -> None:
    done = CliRunner().invoke(app, ["schema", "energy.plants.wind.capital_cost"])
    assert done.exit_code == 0
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0] == "energy.plants.*.capital_cost"
    assert "unit: CNY/kW" in lines and "must be written" in lines
    assert any(line.startswith("example: capital_cost: ") for line in lines)
    code, told = called("schema", "peaking.by", "--json")
    assert code == 0 and told[0]["required"] is False and told[0]["to_write"] == "a year"
    assert called("schema", "peeking", "--json")[0] == 2


def test_what_stands_in_many_places_with_one_meaning_is_told_once() -> None:
    told = CliRunner().invoke(app, ["schema", "share_min"]).stdout.split("\n\n")
    assert len(told) < len(find_keys("share_min"))
    assert "land.technologies.*.share_min" in "".join(told)


def test_the_schema_of_all_is_json() -> None:
    code, told = called("schema")
    assert code == 0 and told["properties"]["peaking"]["description"].startswith("the peaking plan")

"""An infeasible scenario from the command line to the page: exit 3, the clash by name, place and size."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import carbonsim
from carbonsim.cli import app
from tests.export.results_folder.folders import OURS, listed, written

ROOT = Path(__file__).parents[1]
TUTORIAL = (ROOT / "scenarios" / "tutorial.yaml").read_text(encoding="utf-8")
COMMAND = CliRunner()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tutorial with a level that its coal plant, which must run, does not allow."""
    folder = tmp_path_factory.mktemp("town")
    text = TUTORIAL.replace("group: coal, branch: power,", "group: coal, branch: power, output_min: 2.5 TWh,")
    text = text.replace("  decline_after: 2 %/yr\n", "").replace(
        "peaking:\n", "peaking:\n  emission_cap: {2030: 1.5 Mt}\n"
    )
    (folder / "town.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def answered(town: Path) -> tuple[int, str]:
    done = COMMAND.invoke(app, ["run", str(town / "town.yaml"), "--out", str(town / "out")])
    return done.exit_code, done.output


def test_the_exit_code_is_three_and_the_terminal_says_why(answered: tuple[int, str]) -> None:
    code, output = answered
    assert code == 3
    assert "infeasible" in output
    assert "peaking.emission_cap" in output


@pytest.mark.usefixtures("answered")
def test_the_summary_names_the_clash_with_file_and_line(town: Path) -> None:
    summary = json.loads((town / "out" / "summary.json").read_text(encoding="utf-8"))
    lines = (town / "town.yaml").read_text(encoding="utf-8").splitlines()
    cap = next(number for number, line in enumerate(lines, 1) if "emission_cap" in line)
    duty = next(number for number, line in enumerate(lines, 1) if "output_min" in line)
    assert summary["status"] == "infeasible"
    assert summary["objective"] is None
    (sentence,) = summary["explanation"]
    assert f"a cap of 1.5 Mt in 2030 (peaking.emission_cap.2030, town.yaml:{cap})" in sentence
    assert f"at least 2.5 TWh of Coal power in 2030 (energy.plants.coal-plant.output_min, town.yaml:{duty})" in sentence
    assert "the smallest relaxation that works is" in sentence
    assert "燃煤发电至少25亿千瓦时" in summary["explanation_zh"][0]
    listed = {row["path"]: row for row in summary["conflict"]}
    assert listed["peaking.emission_cap.2030"]["line"] == cap and listed["peaking.emission_cap.2030"]["relaxed_by"]
    row = listed["energy.plants.coal-plant.output_min"]
    assert (row["file"], row["line"], row["years"], row["relaxed_by"]) == ("town.yaml", duty, [2030], [])


@pytest.mark.usefixtures("answered")
def test_the_report_is_written_with_the_clash_as_its_verdict(town: Path) -> None:
    page = (town / "out" / "report.html").read_text(encoding="utf-8")
    assert "No plan satisfies" in page
    assert "a cap of 1.5 Mt in 2030 (peaking.emission_cap.2030, town.yaml:" in page
    assert "燃煤发电至少25亿千瓦时" in page
    table = page[page.index('id="conflict-list"') :]
    table = table[: table.index("</table>")]
    assert "energy.plants.coal-plant.output_min, town.yaml:" in table and "相关限制一览" in page


def test_a_run_out_of_time_exits_with_four_and_leaves_old_results_whole(town: Path) -> None:
    out = written(town / "kept", "old")
    done = COMMAND.invoke(app, ["run", str(ROOT / "scenarios/tutorial.yaml"), "--out", str(out), "--time-limit", "0"])
    assert done.exit_code == 4
    assert "the time limit of 0 s was up before anything was solved" in done.output
    assert listed(out) == dict.fromkeys(OURS, "old")


def test_costs_without_a_bottom_exit_with_four_and_name_what_earns(tmp_path: Path) -> None:
    text = """
name: Town
time: {years: [2025], discount_rate: 5 %/yr}
system:
  commodities: {heat: {}}
  technologies:
    boiler: {outputs: {heat: 1}, variable_cost: 5, emission_factors: {CO2: 0.1}}
    capture: {emission_factors: {CO2: -1}, variable_cost: 30}
  demands: {heat: {amount: 10}}
  carbon_price: {CO2: 60 CNY/t}
"""
    (tmp_path / "town.yaml").write_text(text, encoding="utf-8")
    done = COMMAND.invoke(app, ["run", str(tmp_path / "town.yaml"), "--out", str(tmp_path / "out")])
    told = " ".join(done.output.replace("│", " ").split())
    assert done.exit_code == 4
    assert "unbounded" in told
    assert "capture (system.technologies.capture, town.yaml:8)" in told
    assert not (tmp_path / "out").exists()


def test_sums_that_coefficients_far_apart_break_exit_with_four(tmp_path: Path) -> None:
    """Emissions of a tenth of a millionth of a gram beside those of a world: no tolerance holds for both."""
    text = """
name: Town
time: {years: [2025, 2026, 2027], discount_rate: 0 %/yr}
system:
  commodities: {fuel: {}, heat: {}}
  technologies:
    mine: {outputs: {fuel: 1}, variable_cost: 1, emission_factors: {CO2: 1.0e-9}}
    boiler: {inputs: {fuel: 10}, outputs: {heat: 1}, variable_cost: 5, emission_factors: {CO2: 1}}
    other: {inputs: {fuel: 1.0e-9}, outputs: {heat: 1.0e9}, variable_cost: 5, emission_factors: {CO2: 1.0e-5}}
  demands: {heat: {amount: {2025: 10, 2026: 1.0e9, 2027: 1.0e-6}}}
"""
    (tmp_path / "town.yaml").write_text(text, encoding="utf-8")
    done = COMMAND.invoke(app, ["run", str(tmp_path / "town.yaml"), "--out", str(tmp_path / "out")])
    told = " ".join(done.output.split())
    assert done.exit_code == 4
    assert "numerical trouble" in told and "off by" in told
    assert not (tmp_path / "out").exists()


def test_a_past_that_is_moved_is_told_by_what_moved_it(tmp_path: Path) -> None:
    city = ROOT / "src" / "carbonsim" / "library" / "city" / "peak.yaml"
    motors = "{branches: {manufacturing: {uses: {motors: {final_energy: {electricity: 5.3 PJ}}}}}}"
    file = tmp_path / "moved.yaml"
    file.write_text(f"extends: {city}\nname: Moved\nindustry: {motors}\n", encoding="utf-8")
    result = carbonsim.run(file, write_results=False)
    assert result.status == "infeasible"
    (told,) = result.summary["explanation"]
    path = "industry.branches.manufacturing.uses.motors.final_energy.electricity"
    assert f"{path}, moved.yaml:3" in told and "Let them begin in 2026" in told and "peaking" not in told
    assert path in result.summary["explanation_zh"][0] and "参照情景" in result.summary["explanation_zh"][0]
    later = f"extends: {city}\nname: Later\neconomy: {{population: {{2025: 1.2, 2035: 1.3 million person}}}}\n"
    file.write_text(later, encoding="utf-8")
    assert carbonsim.run(file, write_results=False).status == "optimal"

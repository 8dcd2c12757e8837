"""A new city: complete, runs as it is, whatever its name, and never over what is already there."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import carbonsim
from carbonsim.errors import ScenarioError
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.starting.new import FILES, new_city


def test_a_new_city_runs_as_it_is(tmp_path: Path) -> None:
    new_city(tmp_path / "city", "My City")
    done = carbonsim.run(tmp_path / "city" / "peak.yaml", write_results=False)
    peak = done.summary["peak"]
    assert done.summary["status"] == "optimal"
    assert peak["year"] <= 2028
    emissions = {int(year): value for year, value in done.summary["emissions_Mt"].items()}
    assert max(emissions.values()) == pytest.approx(peak["level_Mt"])
    after = [value for year, value in emissions.items() if year >= 2028]
    assert all(later <= earlier * 0.985 * (1 + 1e-6) for earlier, later in pairwise(after))
    assert 1 < done.summary["base_year"]["energy_Mtce"] / 1.2 < 5, "tonnes of coal equivalent a head"


def test_a_new_city_shows_what_a_deadline_does(tmp_path: Path) -> None:
    new_city(tmp_path, "My City")
    plan, baseline = (carbonsim.run(tmp_path / f"{name}.yaml", write_results=False) for name in ("peak", "baseline"))
    assert baseline.summary["peak"]["year"] > 2028 >= plan.summary["peak"]["year"]
    assert plan.summary["binding"] is True
    emissions = [(int(year), value) for year, value in baseline.summary["emissions_Mt"].items() if int(year) <= 2032]
    steps = [(there - here, later / earlier) for (here, earlier), (there, later) in pairwise(emissions)]
    assert all(abs(change ** (1 / years) - 1) < 0.05 for years, change in steps), "nothing jumps"


def test_its_files_are_named_in_the_order_to_read_them(tmp_path: Path) -> None:
    assert [file.name for file in new_city(tmp_path, "Here")] == list(FILES)


def test_it_overwrites_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    new_city(folder, "My City")
    (folder / "baseline.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="already there") as raised:
        new_city(folder, "My City")
    assert len(raised.value.findings) == len(FILES)
    assert (folder / "baseline.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "name", ["Xi'an", 'The "Old" Town', "a: b", "#1", "长春", "back\\slash", "{x}", "no", "100 %", "- a"]
)
def test_any_printable_name_will_do(tmp_path: Path, name: str) -> None:
    new_city(tmp_path, name)
    scenario, findings = read_scenario(tmp_path / "peak.yaml")
    assert scenario is not None, findings
    assert (scenario.region, scenario.name) == (name, f"{name} peak by 2028")


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "bell\a"])
def test_a_name_that_would_break_the_files_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScenarioError, match="--name"):
        new_city(tmp_path / "city", name)
    assert not (tmp_path / "city").exists()


def test_a_file_is_no_folder_for_a_city(tmp_path: Path) -> None:
    (tmp_path / "city").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="found a file; expected a folder"):
        new_city(tmp_path / "city", "My City")

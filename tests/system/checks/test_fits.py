"""What is larger than the memory that is there is refused before it is built, with rows, columns and memory."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import carbonsim
from carbonsim.cli import app
from carbonsim.errors import ScenarioError
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.planning import twin_and_plan as planning
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system import assemble as assembling
from carbonsim.system.checks import fits
from carbonsim.system.osemosys.data import bulk
from tests.reference.data_set import Data
from tests.reference.random_data import Maker
from tests.system.sliced_systems import TUTORIAL, town, written

TOLD = re.compile(r"about ([\d,]+) rows and ([\d,]+) columns \(.*\), which take about ([\d.]+) GB of memory")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have 0.2 GB of memory, of which a bare run takes most."""
    for module in (fits, bulk):
        monkeypatch.setattr(module, "memory_there", lambda: 0.2e9)


def refused(*command: str) -> str:
    done = CliRunner().invoke(app, [*command])
    assert done.exit_code == 2, done.output
    return " ".join(done.output.split())


def files(folder: Path) -> dict[str, Path]:
    """Return a town, a system written directly and a data set, each with more slices than go into the memory."""
    (folder / "data").mkdir()
    data = Maker(11).make()
    parts = data.sets["L"] = [f"s{n}" for n in range(600)]
    data.sets.update({"S": [], "Q": [], "D": [], "H": []})
    stored = ("Storage", "Conversion", "Day", "YearSplit", "Profile", "CapacityFactor")
    data.rows = {name: rows for name, rows in data.rows.items() if not any(part in name for part in stored)}
    for name in parts:
        data.put("YearSplit", 1 / 600, L=name)
        data.put("SpecifiedDemandProfile", 1 / 600, L=name)
    return {
        "town": town(folder, 26, 12),
        "written": written(folder, 20, 12, 26, 12, 2),
        "data": data.write(folder / "data"),
    }


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("kind", ["town", "written", "data"])
def test_a_run_is_refused_before_anything_is_built(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = files(tmp_path)[kind]
    monkeypatch.setattr(planning, "derive", pytest.fail)
    told = refused("run", str(file), "--out", str(tmp_path / "out"))
    assert TOLD.search(told), told
    assert "no more than the 0.2 GB that are there; write fewer time slices, model years" in told
    assert not (tmp_path / "out").exists()
    assert TOLD.search(refused("check", str(file)))
    with pytest.raises(ScenarioError, match="GB that are there"):
        carbonsim.compile(file)
    with pytest.raises(ScenarioError, match="GB that are there"):
        carbonsim.compare([file, TUTORIAL], out=tmp_path / "page.html")


@pytest.mark.usefixtures("small")
def test_what_fits_is_not_told() -> None:
    assert CliRunner().invoke(app, ["check", str(TUTORIAL)]).exit_code == 0


def test_a_change_that_makes_it_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model = carbonsim.compile(TUTORIAL)
    monkeypatch.setattr(fits, "memory_there", lambda: 0.16e9)
    with pytest.raises(ScenarioError, match="GB that are there"):
        model.solve({"energy.plants.wind.lifetime": 21})


def test_slices_alone_are_told_before_they_are_assembled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year of hours is a line for each day and each hour, and tables of millions: what is told of it is near."""
    monkeypatch.setattr(fits, "memory_there", lambda: 0.5e9)
    monkeypatch.setattr(assembling, "_assembled", pytest.fail)
    told = refused("check", str(town(tmp_path, 365, 24)))
    assert "8,760 time slices × 10 years" in told


@pytest.mark.parametrize("kind", ["town", "written"])
def test_what_is_told_of_slices_alone_is_within_a_factor_of_two(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files(tmp_path)[kind]
    scenario, findings = read_scenario(file)
    assert scenario is not None, findings
    system, findings = assembling.assemble(scenario)
    assert system is not None, findings
    data = derive(system)
    rows = sum(map(len, data.rows.values()))
    monkeypatch.setattr(fits, "memory_there", lambda: 0.17e9)
    (told,) = fits.find_too_many_slices(scenario)
    match = TOLD.search(str(told.found))
    assert match is not None
    assert rows / 2 <= int(match[1].replace(",", "")) <= rows * 2
    assert len(data.families["activity"]) / 2 <= int(match[2].replace(",", "")) <= len(data.families["activity"]) * 2


def test_files_too_large_to_be_read_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = Maker(3).make().write(tmp_path)
    monkeypatch.setattr(bulk, "memory_there", lambda: 1e4)
    assert "which take about 0.0 GB of memory to read" in refused("check", str(file))


def test_a_default_that_says_something_of_everything_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data: Data = Maker(3).make()
    data.defaults["InputActivityRatio"] = 0.01
    monkeypatch.setattr(bulk, "memory_there", lambda: 1e4)
    monkeypatch.setattr(bulk, "OF_LARGEST", 0.0)
    monkeypatch.setattr(bulk, "OF_ALL", 0.0)
    told = refused("check", str(data.write(tmp_path)))
    assert "InputActivityRatio.default: found a default of 0.01 for" in told
    assert "config.yaml:" in told

"""The face that the package shows: the names it lists, how its objects show themselves, that its types are known."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import carbonsim
from carbonsim.report.figures import FIGURES, Figures

TUTORIAL = Path(__file__).parents[1] / "scenarios" / "tutorial.yaml"
LONGEST = 240  # signs of what an object says of itself on one line


def test_the_names_are_listed_before_any_is_loaded() -> None:
    code = "import carbonsim, sys; print(dir(carbonsim), 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    told, loaded = done.stdout.strip().rsplit(" ", 1)
    assert loaded == "False"
    names = json.loads(told.replace("'", '"'))
    assert set(carbonsim.__all__) <= set(names)
    assert not [name for name in names if not name.startswith("__") and name not in carbonsim.__all__]


@pytest.mark.parametrize("name", carbonsim.__all__)
def test_every_name_is_there_and_says_what_it_is(name: str) -> None:
    assert getattr(carbonsim, name).__doc__


def test_the_names_are_sorted_and_each_has_a_home() -> None:
    assert list(carbonsim.__all__) == sorted(carbonsim.__all__)
    assert carbonsim._HOMES.keys() == set(carbonsim.__all__)


def test_types_are_marked_as_known() -> None:
    assert (Path(carbonsim.__file__).parent / "py.typed").is_file()


def test_an_editor_completes_the_figures() -> None:
    """What a type checker sees of the class is what there is."""
    text = Path(sys.modules[Figures.__module__].__file__ or "").read_text(encoding="utf-8")
    declared = {line.split(":")[0].strip() for line in text.splitlines() if line.endswith(": Drawing")}
    assert declared == FIGURES.keys()


def test_objects_say_what_they_are_on_a_short_line(tmp_path: Path) -> None:
    run = carbonsim.run(TUTORIAL, out=tmp_path / "tutorial")
    model = carbonsim.compile(run.scenario)
    again = carbonsim.read(tmp_path / "tutorial")
    objects = (run, run.scenario, run.results, model, again, run.figures)
    told = {type(one).__name__: repr(one) for one in objects}
    assert not {name: text for name, text in told.items() if "\n" in text or not text.startswith(f"<{name} ")}
    assert all(len(told[name]) <= LONGEST for name in ("Run", "Scenario", "Results", "Model"))
    assert told["Run"] == "<Run 'Tutorial': optimal, highest 4.34 Mt in 2028>"
    assert told["Scenario"] == ("<Scenario 'Tutorial' of Tutorial town: 10 model years, 2025–2040, plan from 2026>")
    assert "Tutorial town" in told["Results"] and "10 model years" in told["Results"]
    assert f"{model.live.model.arrays.row_count} rows" in told["Model"]
    assert run.figures.path.__doc__ == FIGURES["path"].__doc__

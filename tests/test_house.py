"""The house: imports go one way through the rooms, and the top level holds what it should."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "carbonsim"
ROOMS = ["scenario", "system", "optimization", "results", "analysis", "report", "export"]
FOR_ALL = {"errors", "units", "library"}
LAST = ["pipeline", "compiled", "cli"]


def imports_of(file: Path) -> set[str]:
    """Return the rooms and modules of carbonsim that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "carbonsim" else [f"carbonsim.{a.name}" for a in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("carbonsim.")}
    return found


def place(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_module_imports_only_from_the_rooms_to_its_left(file: Path) -> None:
    order = [*ROOMS, *LAST]
    here = place(file)
    if here == "__init__":
        return
    if here in FOR_ALL:
        assert imports_of(file) <= FOR_ALL
        return
    allowed = FOR_ALL | set(order[: order.index(here) + 1])
    assert imports_of(file) <= allowed, f"{here} imports {sorted(imports_of(file) - allowed)}"


def test_every_folder_of_the_source_is_a_room() -> None:
    folders = {entry.name for entry in SOURCE.iterdir() if entry.is_dir() and not entry.name.startswith("__")}
    assert folders == {*ROOMS, "library"}


def test_the_top_level_is_as_designed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode != 0:
        pytest.skip("not a git checkout, so the list of tracked files is not known")
    top = {line.split("/")[0] for line in tracked.stdout.splitlines()}
    visible = {name for name in top if not name.startswith(".")}
    assert visible == {"pyproject.toml", "README.md", "LICENSE", "src", "scenarios", "tests", "notebooks"}


def test_only_one_file_names_the_solver_library() -> None:
    users = [file.name for file in SOURCE.rglob("*.py") if "import highspy" in file.read_text(encoding="utf-8")]
    assert users == ["solve.py"]


def test_only_the_optimisation_room_imports_pyomo() -> None:
    users = {place(file) for file in SOURCE.rglob("*.py") if "pyomo" in file.read_text(encoding="utf-8").lower()}
    assert users <= {"optimization", "pipeline", "compiled", "__init__"}


def test_help_loads_nothing_heavy() -> None:
    heavy = ("pyomo", "plotly", "pandas", "pint", "highspy")
    code = f"import sys, carbonsim.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

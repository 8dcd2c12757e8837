"""The wheel and the sdist: built as pip builds them, used where no checkout is."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]


def build(project: Path, target: Path) -> Path:
    """Build sdist and wheel with the build backend that pyproject.toml names; return the folder."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(target)]
    subprocess.run(command, cwd=project, check=True, capture_output=True, text=True)
    return target


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("dist"))


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def test_the_wheel_holds_the_package_its_types_and_every_shipped_scenario(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    held = names(wheel)
    package = ROOT / "src" / "carbonsim"
    files = {f"carbonsim/{file.relative_to(package).as_posix()}" for file in package.rglob("*.py")}
    scenarios = [file for file in (ROOT / "scenarios").rglob("*") if file.suffix in (".yaml", ".csv")]
    files |= {f"carbonsim/library/scenarios/{file.relative_to(ROOT / 'scenarios').as_posix()}" for file in scenarios}
    assert held >= files | {"carbonsim/py.typed", "carbonsim/messages/zh.po"}
    assert not [name for name in held if name.startswith(("tests/", "docs/"))]


def test_the_sdist_builds_the_same_wheel(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as opened:
        opened.extractall(tmp_path, filter="data")
    (project,) = tmp_path.iterdir()
    (again,) = build(project, tmp_path / "dist").glob("*.whl")
    (wheel,) = built.glob("*.whl")
    assert names(again) == names(wheel)


ELSEWHERE = """
import carbonsim
from carbonsim.scenario.reading.shipped import shipped_scenarios
from carbonsim.scenario.starting.examples import copy_example
print(carbonsim.__file__, *map(str, shipped_scenarios().values()), sep="\\n")
print(carbonsim.load(copy_example("tutorial")[-1]).name)
"""


def test_a_scenario_of_the_wheel_is_written_and_read_elsewhere(built: Path, tmp_path: Path) -> None:
    """As after `pip install`: the package is the wheel's, and no checkout lies beside it."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    command = [sys.executable, "-c", ELSEWHERE]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *files, name = done.stdout.splitlines()
    assert all(file.startswith(str(tmp_path / "site")) for file in files)
    assert name == "Tutorial" and (tmp_path / "tutorial" / "tutorial.yaml").is_file()


def test_the_changelog_and_the_citation_tell_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\n## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    cited = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["version"], cited["license"]) == (project["version"], project["license"])

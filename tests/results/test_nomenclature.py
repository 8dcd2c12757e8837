"""The strict table against nomenclature, the community's validator, which does not import beside pandas 3.

It needs an environment of its own: `pip install "nomenclature-iamc<0.30" "sqlalchemy<2.1"`, and the path of its
interpreter in NOMENCLATURE_PYTHON. The definitions are those of the library, as the common definitions have them.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from carbonsim.results.results import community_units
from tests.shipped.solved import written

PYTHON = os.environ.get("NOMENCLATURE_PYTHON", "")
VALIDATE = """
import sys, pyam
from nomenclature import DataStructureDefinition
definition = DataStructureDefinition(sys.argv[1], dimensions=["region", "variable"])
definition.validate(pyam.IamDataFrame(sys.argv[2]))
print("valid")
"""
pytestmark = pytest.mark.skipif(not PYTHON, reason="nomenclature needs an environment of its own")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nomenclature")
    for name in ("variable", "region"):
        (folder / "definitions" / name).mkdir(parents=True)
    variables = [{name: {"unit": unit, "description": name}} for name, unit in community_units().items()]
    (folder / "definitions" / "variable" / "ours.yaml").write_text(json.dumps(variables), encoding="utf-8")
    regions = [{"Cities": ["Changchun"]}]
    (folder / "definitions" / "region" / "cities.yaml").write_text(json.dumps(regions), encoding="utf-8")
    return folder


def validate(folder: Path, table: Path) -> subprocess.CompletedProcess[str]:
    command = [PYTHON, "-W", "ignore", "-c", VALIDATE, str(folder / "definitions"), str(table)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_strict_table_is_valid(folder: Path) -> None:
    done = validate(folder, written("peak-2030") / "iamc.csv")
    assert done.stdout.strip().endswith("valid"), done.stderr


@pytest.mark.parametrize(
    ("column", "found", "instead"),
    [
        ("unit", "Mt CO2/yr", "kt CO2/yr"),
        ("variable", "Emissions|CO2|Energy|Demand|AFOFI", "Emissions|CO2|Energy|Demand|Agriculture"),
    ],
)
def test_a_wrong_unit_and_a_tempting_name_are_refused(folder: Path, column: str, found: str, instead: str) -> None:
    table = pd.read_csv(written("peak-2030") / "iamc.csv")
    assert (table[column] == found).any()
    broken = folder / f"{column}.csv"
    table.assign(**{column: table[column].replace(found, instead)}).to_csv(broken, index=False)
    done = validate(folder, broken)
    assert done.returncode != 0
    assert instead in done.stderr

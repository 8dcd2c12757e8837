"""The table of an ensemble has one schema, whatever its first part holds, and keys keep their kind."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from carbonsim.analysis.ensembles.beside import TABLE
from carbonsim.studies.parts import EnsembleFolder

COLUMNS = {"future": "int64", "status": "string", "cost": "double", "peak_year": "int64", "meets": "bool"}
NOTHING = {"future": 0, "status": "001", "cost": None, "peak_year": None, "meets": None}
WHOLE = {"future": 1, "status": "optimal", "cost": 2.5, "peak_year": 2030, "meets": True}


def test_the_first_part_does_not_rule_the_columns(tmp_path: Path) -> None:
    """A first part without any value, as of futures without a plan, would make all columns after it nothing."""
    folder = EnsembleFolder(tmp_path, COLUMNS)
    folder.begin({})
    folder.write(0, [NOTHING])
    folder.write(1, [WHOLE])
    first, second = (pq.read_schema(tmp_path / TABLE / f"part-0000{part}.parquet") for part in (0, 1))
    assert first.equals(second)
    assert [str(field.type) for field in first] == ["int64", "string", "double", "int64", "bool"]
    table = folder.table([0, 1])
    assert table["cost"].tolist()[1] == 2.5 and table["peak_year"].tolist()[1] == 2030
    assert pd.read_parquet(tmp_path / TABLE)["cost"].tolist()[1] == 2.5


def test_a_name_such_as_001_does_not_come_back_as_a_number(tmp_path: Path) -> None:
    folder = EnsembleFolder(tmp_path / "002=3", COLUMNS)
    folder.begin({})
    folder.write(0, [NOTHING])
    table = folder.table([0])
    assert table["status"].tolist() == ["001"] and [*table] == [*COLUMNS]
    assert str(table["future"].dtype) == "int64"


def test_a_text_that_is_found_later_stands_in_its_row_alone(tmp_path: Path) -> None:
    folder = EnsembleFolder(tmp_path, COLUMNS)
    folder.begin({})
    folder.write(0, [NOTHING, WHOLE])
    folder.fill(0, "status", {1: "later"})
    assert folder.table([0])["status"].tolist() == ["001", "later"]
    at_once = EnsembleFolder(tmp_path / "at-once", COLUMNS)
    at_once.begin({})
    at_once.write(0, [NOTHING, {**WHOLE, "status": "later"}])
    files = [one / TABLE / "part-00000.parquet" for one in (tmp_path, tmp_path / "at-once")]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_value_of_another_kind_is_refused(tmp_path: Path) -> None:
    folder = EnsembleFolder(tmp_path, COLUMNS)
    folder.begin({})
    with pytest.raises(Exception, match="one"):
        folder.write(0, [{**WHOLE, "future": "one"}])
    assert not folder.has(0)

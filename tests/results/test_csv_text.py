"""Texts of CSV files: harmless in a spreadsheet, and the same again once they are read."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pandas as pd
import pytest

from carbonsim.results.csv_text import as_it_was, harmless, write_table

FORMULAS = ["=1+1", "+1+1", "-a", "@x", "\t=1", "\r=1", " =1", "＝1", "'=1", "''-x", "-", "=", "+5 GW", "-5 %"]
AS_THEY_ARE = ["-5", "+5", "-5.25e-3", "coal", "'coal'", "a=b", "", "−3", "5", "NA", "null"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_written_behind_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert as_it_was(harmless(text)) == text


@pytest.mark.parametrize("text", AS_THEY_ARE)
def test_what_no_spreadsheet_calculates_stays(text: str) -> None:
    assert harmless(text) == text
    assert as_it_was(text) == text


def test_any_text_comes_back() -> None:
    draw = random.Random(1)
    for _ in range(5000):
        text = "".join(draw.choices("='+-@\t\r\n 5a.", k=draw.randint(0, 6)))
        assert as_it_was(harmless(text)) == text


def test_numbers_of_a_table_stay_numbers(tmp_path: Path) -> None:
    table = pd.DataFrame({"name": ["=1", "coal"], "value": [-5.0, 1 / 3], "year": [2020, 2030]})
    write_table(table, tmp_path / "a.csv")
    assert list(csv.reader((tmp_path / "a.csv").open(newline=""))) == [
        ["name", "value", "year"], ["'=1", "-5", "2020"], ["coal", "0.33333333", "2030"],
    ]  # fmt: skip

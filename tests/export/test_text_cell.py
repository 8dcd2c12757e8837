"""Texts in workbooks: none is a formula or an error, and each comes back as it was."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import WriteOnlyCell

from carbonsim.export.sheet import Sheet
from carbonsim.export.text_cell import as_text

TEXTS = ["=1+1", "+1", "-1", "@x", "#N/A", "\t=1", "coal", "'=1"]


@pytest.mark.parametrize("write_only", [True, False])
def test_a_text_stays_a_text(tmp_path: Path, write_only: bool) -> None:
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet("texts")
    if write_only:
        for text in TEXTS:
            sheet.append([as_text(WriteOnlyCell(sheet, value=text))])
    else:
        for row, text in enumerate(TEXTS, 1):
            Sheet(sheet).words(row, 1, text)
    book.save(tmp_path / "a.xlsx")
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["texts"].iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in TEXTS]
    assert [bool(cell.quotePrefix) for cell in cells] == [text not in ("-1", "+1", "#N/A", "coal") for text in TEXTS]


def test_a_number_stays_a_number() -> None:
    sheet = openpyxl.Workbook().active
    assert as_text(sheet.cell(1, 1, -5)).data_type == "n"

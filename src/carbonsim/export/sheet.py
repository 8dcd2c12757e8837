"""One sheet of a workbook that is meant to be filled in: styles, protection, drop-downs and what must stay as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from carbonsim.export.text_cell import as_text
from carbonsim.export.typefaces import SONG
from carbonsim.scenario.reading.workbook_layout import QUALITIES

INPUT = PatternFill("solid", fgColor="FFF9E3")
CALCULATED = PatternFill("solid", fgColor="EEF1F4")
HEAD = PatternFill("solid", fgColor="D6E4F0")
GROUP = PatternFill("solid", fgColor="E8F0E4")
LINE = Border(*[Side("thin", color="C8CDD2")] * 4)
PLAIN, BOLD = Font(name=SONG, size=10), Font(name=SONG, size=10, bold=True)
TITLE, QUIET = Font(name=SONG, bold=True, size=14), Font(name=SONG, color="6B7280", size=9)
WRAP = Alignment(wrap_text=True, vertical="center", horizontal="center")
NUMBER = "#,##0.####"


class CellPlace(NamedTuple):
    """Where the base-year figure of a quantity stands, and what it is multiplied by to be in the scenario's unit."""

    sheet: str
    cell: str
    factor: float


@dataclass
class Sheet:
    """A protected sheet: cells that take figures are open, all others closed; keys stand in the hidden column A."""

    page: Worksheet
    rows: list[tuple[str, str]] = field(default_factory=list)  # path and name of every row that must stay
    formulas: list[tuple[str, str]] = field(default_factory=list)  # cell and formula that must stay
    figures: list[str] = field(default_factory=list)
    qualities: list[str] = field(default_factory=list)

    def text(
        self,
        row: int,
        column: int,
        value: str | int | None,
        *,
        fill: PatternFill | None = None,
        font: Font | None = None,
    ) -> Cell:
        """Write a closed cell of text."""
        cell = as_text(self.page.cell(row, column, value))
        cell.fill, cell.font, cell.border = fill or PatternFill(), font or PLAIN, LINE
        if fill is HEAD:
            cell.alignment, cell.font = WRAP, BOLD
        return cell

    def key(self, row: int, value: str) -> None:
        """Write what the reader knows a row by into the hidden column."""
        as_text(self.page.cell(row, 1, value))

    def figure(self, row: int, column: int, value: float | None) -> Cell:
        """Write an open cell that takes a number."""
        cell = self.page.cell(row, column, value)
        cell.fill, cell.border, cell.number_format, cell.font = INPUT, LINE, NUMBER, PLAIN
        cell.protection = Protection(locked=False)
        self.figures.append(cell.coordinate)
        return cell

    def words(self, row: int, column: int, value: str, *, quality: bool = False) -> None:
        """Write an open cell that takes text: a source, or one of the qualities."""
        cell = as_text(self.page.cell(row, column, value))
        cell.fill, cell.border, cell.font = INPUT, LINE, Font(name=SONG, size=9)
        cell.protection = Protection(locked=False)
        if quality:
            self.qualities.append(cell.coordinate)

    def formula(self, row: int, column: int, text: str, *, kept: bool = True, bold: bool = False) -> str:
        """Write a closed cell that calculates, and return where it stands."""
        cell = self.page.cell(row, column, text)
        cell.fill, cell.border, cell.number_format, cell.font = CALCULATED, LINE, NUMBER, BOLD if bold else PLAIN
        if kept:
            self.formulas.append((cell.coordinate, text))
        return str(cell.coordinate)

    def finish(self, freeze: str, widths: dict[int, float], *, landscape: bool = True) -> None:
        """Hide the keys, close the sheet, and set drop-downs, widths and paper."""
        page = self.page
        page.column_dimensions["A"].hidden = True
        for column, width in widths.items():
            page.column_dimensions[get_column_letter(column)].width = width
        page.freeze_panes = freeze
        page.protection.sheet = True
        page.protection.formatColumns = page.protection.formatRows = False
        self._drop_downs()
        page.page_setup.orientation = "landscape" if landscape else "portrait"
        page.page_setup.paperSize = 8 if landscape else 9  # A3, A4
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True

    def _drop_downs(self) -> None:
        if self.qualities:
            choice = DataValidation("list", f'"{",".join(QUALITIES)}"', allow_blank=True, showErrorMessage=True)
            choice.errorTitle, choice.error = "数据质量", f"请从下拉列表选择：{'、'.join(QUALITIES)}"
            for cell in self.qualities:
                choice.add(cell)
            self.page.add_data_validation(choice)
        if self.figures:
            check = DataValidation("decimal", "-1E+12", "1E+12", showErrorMessage=True)
            check.errorTitle, check.error = "数值", "此处只能填数字，单位见表头。"
            for cell in self.figures:
                check.add(cell)
            self.page.add_data_validation(check)

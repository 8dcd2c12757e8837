"""The document a bureau files: a Word draft of the plan, in Chinese or English, with tables that can be edited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from carbonsim.export import word_tables as tables
from carbonsim.export.word_annex import assumption_annex
from carbonsim.interrupts import end_children, when_interrupted
from carbonsim.messages.message import message
from carbonsim.report import verdict
from carbonsim.report.content import Content
from carbonsim.report.figures import FIGURES
from carbonsim.report.words import Language
from carbonsim.scenario.sections.policy import ScopeChoice
from carbonsim.system.tables import Label

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.table import CT_Row, CT_Tc
    from docx.table import Table

PICTURES = ("path", "sectors", "generation", "final_energy")
PICTURE = {"format": "png", "width": 1100, "height": 560}
_NUMBER = re.compile(r"[-−]?[\d,]*\.?\d+[%*]?$")
_ABSENT = ("–", "")
KEPT_TOGETHER = 18  # lines of a table that stays on one page
SCOPES = {
    "territorial": ("CO2 inside the boundary", "边界内二氧化碳排放"),
    "administrative": ("CO2 inside the boundary plus net imported power and heat", "边界内排放加净调入电力、热力"),
    "gross_imports": ("CO2 inside the boundary plus all imported power", "边界内排放加全部调入电力"),
}


def write_document(path: Path, content: Content, language: Language = "zh") -> None:
    """Write the draft of the plan; an infeasible one holds the reasons in place of tables."""
    document = Document()
    _style(document, language)
    zh = language == "zh"
    document.add_heading(_title(content, language), 0)
    document.add_paragraph(content.text("description", language))
    _heading(document, "一、测算结论" if zh else "1. Verdict")
    _verdict(document, content, language)
    if content.plan is not None:
        _chapters(document, content, language)
    document.save(str(path))


def _title(content: Content, language: Language) -> str:
    region = content.text("region", language)
    return message("Carbon peaking plan of {region} (draft)", region=region).rendered(language)


def _chapters(document: WordDocument, content: Content, language: Language) -> None:
    zh = language == "zh"
    _heading(document, "二、基准年能源消费与碳排放" if zh else "2. Base-year energy and emissions")
    for table in tables.base_year_tables(content, language):
        _table(document, table, language)
    _heading(document, "三、主要指标" if zh else "3. Indicators")
    indicators = tables.indicator_table(content, language)
    none = "本情景没有可列的指标。" if zh else "This scenario has no indicator to list."
    _table_or(document, indicators if indicators.rows else None, none, language)
    _heading(document, "四、重点行动" if zh else "4. Campaigns")
    _table(document, tables.word_campaign_table(content, language), language)
    _heading(document, "五、项目清单" if zh else "5. Projects")
    _table_or(
        document,
        tables.word_project_table(content, language),
        "情景中未列入项目。" if zh else "No project is listed.",
        language,
    )
    _heading(document, "六、碳排放预算" if zh else "6. Carbon budget")
    for table in tables.budget_tables(content, language):
        _table(document, table, language)
    nothing = "尚无统计值。" if zh else "No actuals are listed yet."
    _table_or(document, tables.actual_table(content, language), nothing, language)
    _heading(document, "七、附图" if zh else "7. Figures")
    _figures(document, content, language)
    _heading(document, "八、测算依据与判定规则" if zh else "8. Assumptions and rule")
    _assumptions(document, content, language)


def _verdict(document: WordDocument, content: Content, language: Language) -> None:
    zh = language == "zh"
    document.add_paragraph(_one(verdict.sentence(content), language))
    scope = SCOPES[content.scope][zh]
    document.add_paragraph(f"核算口径：{scope}。" if zh else f"Accounting scope: {scope}.")
    for reason in content.explanation:
        document.add_paragraph(_one(reason, language), style="List Bullet")


def _assumptions(document: WordDocument, content: Content, language: Language) -> None:
    zh = language == "zh"
    if rule := _one(verdict.rule_label_of(content), language):
        document.add_paragraph(f"{'判定规则：' if zh else 'Rule: '}{rule}")
    choice = content.scenario.scope
    document.add_paragraph(_scope_words(choice, zh))
    document.add_paragraph(
        "影子价格是模型为满足约束所需的边际减排成本，不是市场碳价。"
        if zh
        else "A shadow price is the model's marginal cost of keeping a constraint, not the market price of allowances."
    )
    _table(document, tables.assumption_table(content, language), language)
    annex = assumption_annex(content, language)
    if annex.rows:
        _table(document, annex, language)


def _scope_words(choice: ScopeChoice, zh: bool) -> str:
    process = (
        ("process CO2 is left out", "不含工业过程排放")
        if not choice.process
        else ("with process CO2", "含工业过程排放")
    )
    gases = (
        ("CO2", "二氧化碳")
        if choice.gases == "co2"
        else (f"all gases by {choice.gwp}", f"全部温室气体（{choice.gwp}）")
    )
    parts = (SCOPES[choice.name][zh], gases[zh], process[zh])
    return "；".join(parts) + "。" if zh else "; ".join(parts) + "."


def _one(label: Label, language: Language) -> str:
    return str(label.zh if language == "zh" else label.en)


def _style(document: WordDocument, language: Language) -> None:
    """Set paper, margins and fonts; a Chinese font is named for Chinese letters, else Word picks one."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)
    for name, size in (("Normal", 10.5), ("Title", 22), ("Heading 1", 14), ("Caption", 9)):
        font = document.styles[name].font
        font.size, font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        font.name = "Times New Roman" if language == "zh" else "Arial"
        if language == "zh":
            fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:eastAsia"), "宋体" if name in ("Normal", "Caption") else "黑体")
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption = document.styles["Caption"].paragraph_format
    caption.space_before, caption.space_after, caption.keep_with_next = Pt(10), Pt(3), True


def _heading(document: WordDocument, text: str) -> None:
    document.add_heading(text, 1)


def _table_or(document: WordDocument, table: tables.WordTable | None, otherwise: str, language: Language) -> None:
    if table is None:
        document.add_paragraph(otherwise).paragraph_format.space_before = Pt(4)
    else:
        _table(document, table, language)


def _table(document: WordDocument, table: tables.WordTable, language: Language) -> None:
    """Write one table with its number and caption; numbers stand to the right."""
    place = len(document.tables) + 1
    caption = message("Table {place}. {caption}", place=place, caption=table.caption).rendered(language)
    document.add_paragraph(caption, style="Caption")
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.header), style="Table Grid")
    _repeat_header(grid)
    lines = (table.header, *table.rows)
    numeric = [_is_numeric([row[place] for row in table.rows]) for place in range(len(table.header))]
    for line, (row, values) in enumerate(zip(grid._tbl.tr_lst, lines, strict=True)):
        together = line < len(lines) - 1 if len(lines) <= KEPT_TOGETHER else line == 0
        for place, (cell, text) in enumerate(zip(row.tc_lst, values, strict=True)):
            _fill(cell, text, grid, bold=line == 0, right=place > 0 and numeric[place], together=together)
        _mark_row(row, "w:cantSplit")
    _widen(grid, table.widths)
    if table.note:
        document.add_paragraph(table.note).paragraph_format.space_before = Pt(4)


def _repeat_header(grid: Table) -> None:
    """Let the first row stand on top of every page that the table runs over."""
    _mark_row(grid._tbl.tr_lst[0], "w:tblHeader")


def _is_numeric(cells: Sequence[str]) -> bool:
    """Say whether a column holds numbers: nothing else but what is absent."""
    return any(cells) and all(cell in _ABSENT or _NUMBER.match(cell) for cell in cells)


def _mark_row(row: CT_Row, name: str) -> None:
    """Mark a row: as a header that is repeated, or as one that no page end parts."""
    properties = row.get_or_add_trPr()
    properties.append(properties.makeelement(qn(name), {qn("w:val"): "true"}))


def _widen(grid: Table, widths: tuple[float, ...]) -> None:
    """Give columns their widths in cm; a table that names none is as wide as the page."""
    if not widths:
        return
    grid.autofit = False
    for column, width in zip(grid._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Cm(width)
    for row in grid._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Cm(width)


def _fill(cell: CT_Tc, text: str, parent: Table, *, bold: bool, right: bool, together: bool) -> None:
    paragraph = Paragraph(cell.p_lst[0], parent)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(8.5), bold
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
    paragraph.paragraph_format.keep_with_next = together
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _figures(document: WordDocument, content: Content, language: Language) -> None:
    """Add figures as pictures where something can draw them; else one line says that they are missing."""
    pictures = draw_pictures(content, language)
    for name, picture in pictures.items():
        document.add_picture(BytesIO(picture), width=Cm(14.2))
        place = len(document.inline_shapes)
        caption = message("Figure {place}. {name}", place=place, name=name).rendered(language)
        below = document.add_paragraph(caption, style="Caption").paragraph_format
        below.keep_with_next, below.space_before = False, Pt(2)
        document.paragraphs[-2].paragraph_format.keep_with_next = True
    if not pictures:
        document.add_paragraph(
            message("No renderer is installed (kaleido with Chromium); the figures are in report.html.").rendered(
                language
            )
        )


def draw_pictures(content: Content, language: Language) -> Mapping[str, bytes]:
    """Return figures as PNG by title; empty where kaleido or a Chromium for it is not there."""
    try:
        import kaleido

        drawn = {}
        with when_interrupted(end_children):  # the browser that draws
            kaleido.start_sync_server(silence_warnings=True)
            try:
                for name in PICTURES:
                    if (chart := FIGURES[name](content, language)) is not None:
                        drawn[chart.finding] = kaleido.calc_fig_sync(chart.figure(), opts=PICTURE)
            finally:
                kaleido.stop_sync_server(silence_warnings=True)
    except Exception:  # a renderer that is missing or does not start must not cost the tables
        return {}
    return drawn

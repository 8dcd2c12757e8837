"""The document a bureau files: a Word draft of the plan, in Chinese or English, with tables that can be edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from carbonsim.analysis.summary import absences
from carbonsim.export import word_plan as words
from carbonsim.export import word_tables as tables
from carbonsim.export.typefaces import HEI, SONG
from carbonsim.export.word_air import air_word_tables
from carbonsim.export.word_annex import assumption_annex
from carbonsim.export.word_objective import (
    campaign_parts_table,
    cost_lines_table,
    first_steps_table,
    foresight_table,
    last_resort_table,
    leak_table,
    mended_failures,
    objective_table,
)
from carbonsim.interrupts import end_children, when_interrupted
from carbonsim.messages.message import Message, Value, message, rendered
from carbonsim.report import verdict
from carbonsim.report.content import Content
from carbonsim.report.figures import FIGURES
from carbonsim.report.figures.emissions.emissions import what_counts
from carbonsim.report.first_steps.rows import TITLE, first_step_sentence
from carbonsim.report.peak_years import window_line
from carbonsim.report.tables.foresight import foresight_line
from carbonsim.report.tables.history import intensities_line
from carbonsim.report.tables.leaks import policies_unsolved
from carbonsim.report.tables.objective_parts import PRICES, decides_beside
from carbonsim.report.tables.targets import misses
from carbonsim.report.words import Language
from carbonsim.scenario.sections.policy import ScopeChoice

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.table import CT_Row, CT_Tc
    from docx.table import Table

PICTURES = ("path", "sectors", "generation", "final_energy")
PICTURE = {"format": "png", "width": 1100, "height": 560}
KEPT_TOGETHER = 18  # lines of a table that stays on one page
SCOPES = {
    "territorial": message("CO2 inside the boundary"),
    "administrative": message("CO2 inside the boundary plus net imported power and heat"),
    "gross_imports": message("CO2 inside the boundary plus all imported power"),
}


def write_document(path: Path, content: Content, language: Language = "zh") -> None:
    """Write the draft of the plan; an infeasible one holds the reasons in place of tables."""
    document = Document()
    _style(document, language)
    region = content.text("region", language)
    title = message("Carbon peaking plan of {region} (draft)", region=region)
    document.add_heading(title.rendered(language), 0)
    document.add_paragraph(content.text("description", language))
    if content.plan is None:
        _heading(document, message("Verdict"), language)
        _verdict(document, content, language)
    else:
        _chapters(document, content, language)
    document.save(str(path))


def _chapters(document: WordDocument, content: Content, language: Language) -> None:
    """Write the chapters in the order that published plans have, then what they rest on as annexes."""
    own = content.scenario.document
    _first_steps(document, content, language)
    _heading(document, message("1. Legal basis"), language)
    basis = [*words.own_sentences(own.legal_basis), *words.legal_basis(content)]
    _bullets(document, basis or [message("No document is named by the targets of this scenario.")], language)
    _heading(document, message("2. General requirements"), language)
    _bullets(document, [*words.own_sentences(own.requirements), *words.requirements(content)], language)
    for table in tables.base_year_tables(content, language):
        _table(document, table, language)
    _heading(document, message("3. Goals by period"), language)
    _goals(document, content, language)
    _heading(document, message("4. Key tasks"), language)
    _tasks(document, content, language)
    _heading(document, message("5. Safeguards"), language)
    _bullets(document, [*words.own_sentences(own.safeguards), *words.safeguards(content)], language)
    if (parts := objective_table(content)) is not None:
        _table(document, parts, language)
    _heading(document, message("6. Organisation and assessment"), language)
    _organisation(document, content, language)
    _heading(document, message("Annex: figures"), language)
    _figures(document, content, language)
    _heading(document, message("Annex: assumptions and rule"), language)
    _assumptions(document, content, language)


def _first_steps(document: WordDocument, content: Content, language: Language) -> None:
    """Write first of all what is to be done this year and next, by whom and for how much."""
    steps, told = first_steps_table(content), first_step_sentence(content.summary)
    if steps is not None and told is not None:
        _heading(document, TITLE, language)
        _say(document, told, language)
        _table(document, steps, language)


def _goals(document: WordDocument, content: Content, language: Language) -> None:
    """Write what the plan comes to, its goals by five-year plan, and the indicators year by year."""
    _verdict(document, content, language)
    if (goals := words.goal_table(content)) is not None:
        _table(document, goals, language)
    indicators = tables.indicator_table(content, language)
    no_indicator = message("This scenario has no indicator to list.")
    _table_or(document, indicators if indicators.rows else None, no_indicator, language)


def _tasks(document: WordDocument, content: Content, language: Language) -> None:
    """Write a section for each named action: its sector targets, then its campaigns; and the key projects."""
    for place, (action, name) in enumerate(words.actions_of(content).items(), start=1):
        _section(document, message("4.{place} {name}", place=str(place), name=name), language)
        own = words.own_sentences(content.scenario.document.tasks.get(action, {}))
        told = [*own, *words.tasks_of(content, action)]
        _bullets(document, told, language)
        campaigns = tables.word_campaign_table(content, action, language)
        if campaigns.rows:
            _table(document, campaigns, language)
        elif not told:
            _say(document, message("No target and no campaign of this scenario falls under this action."), language)
    _section(document, message("Key projects"), language)
    _table_or(document, tables.word_project_table(content), message("No project is listed."), language)
    if (economy := tables.word_economy_table(content)) is not None:
        _table(document, economy, language)
    if (added := campaign_parts_table(content)) is not None:
        _table(document, added, language)
        for told_of in mended_failures(content):
            _say(document, told_of, language)
    if (leaks := leak_table(content)) is not None:
        _table(document, leaks, language)
    if (unsolved := policies_unsolved(content)) is not None:
        _say(document, unsolved, language)
    for pollutants in air_word_tables(content):
        _table(document, pollutants, language)


def _organisation(document: WordDocument, content: Content, language: Language) -> None:
    """Write who answers for what, the yearly budget, the evaluation, and what the statistics said."""
    _bullets(document, words.own_sentences(content.scenario.document.organisation), language)
    if (bureaus := words.bureau_table(content, language)) is not None:
        _table(document, bureaus, language)
    for table in tables.budget_tables(content, language):
        _table(document, table, language)
    for sentence, evaluation in words.evaluation_tables(content):
        _say(document, sentence, language)
        _table(document, evaluation, language)
    _bullets(document, misses(content), language)
    _table_or(document, tables.actual_table(content, language), message("No actuals are listed yet."), language)


def _verdict(document: WordDocument, content: Content, language: Language) -> None:
    _say(document, verdict.sentence(content), language)
    scope = SCOPES[content.scope] if content.sectors else what_counts(content)
    _say(document, message("Accounting scope: {scope}.", scope=scope), language)
    if (both := intensities_line(content.summary)) is not None:
        _say(document, both, language)
    if (costs := cost_lines_table(content)) is not None:
        _table(document, costs, language)
    if (last := last_resort_table(content)) is not None:
        _table(document, last, language)
    for reason in content.explanation:
        document.add_paragraph(rendered(reason, language), style="List Bullet")


def _assumptions(document: WordDocument, content: Content, language: Language) -> None:
    if rule := rendered(verdict.rule_label_of(content), language):
        _say(document, message("Rule: {rule}", rule=rule), language)
    if (window := window_line(content.summary.peak)) is not None:
        _say(document, window, language)
    if content.sectors:
        _say(document, _scope_words(content.scenario.scope), language)
    if content.summary.no_data:
        _say(document, message("{title}:", title=absences.TITLE), language)
        _bullets(document, [one.wording for one in content.summary.no_data], language)
    price = message(
        "A shadow price is the model's marginal cost of keeping a constraint, not the market price of allowances."
    )
    _say(document, price, language)
    if decides_beside(content.summary):
        _say(document, PRICES, language)
    if (sight := foresight_line(content)) is not None:
        _say(document, sight, language)
    if (alone := foresight_table(content)) is not None:
        _table(document, alone, language)
    _table(document, tables.assumption_table(content), language)
    annex = assumption_annex(content, language)
    if annex.rows:
        _table(document, annex, language)


def _scope_words(choice: ScopeChoice) -> Message:
    """Say what the accounting scope counts."""
    gases = message("CO2") if choice.gases == "co2" else message("all gases by {gwp}", gwp=choice.gwp)
    process = message("with process CO2") if choice.process else message("process CO2 is left out")
    return message("{scope}; {gases}; {process}.", scope=SCOPES[choice.name], gases=gases, process=process)


def _say(document: WordDocument, told: Value, language: Language) -> None:
    document.add_paragraph(rendered(told, language)).paragraph_format.space_before = Pt(4)


def _style(document: WordDocument, language: Language) -> None:
    """Set paper, margins and fonts; a Chinese font is named for Chinese letters, else Word picks one."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)
    for name, size in (("Normal", 10.5), ("Title", 22), ("Heading 1", 14), ("Heading 2", 12), ("Caption", 9)):
        font = document.styles[name].font
        font.size, font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        font.name = "Times New Roman" if language == "zh" else "Arial"
        if language == "zh":
            fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:eastAsia"), SONG if name in ("Normal", "Caption") else HEI)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption = document.styles["Caption"].paragraph_format
    caption.space_before, caption.space_after, caption.keep_with_next = Pt(10), Pt(3), True


def _bullets(document: WordDocument, told: Iterable[Value], language: Language) -> None:
    for sentence in told:
        document.add_paragraph(rendered(sentence, language), style="List Bullet")


def _heading(document: WordDocument, told: Message, language: Language) -> None:
    document.add_heading(told.rendered(language), 1)


def _section(document: WordDocument, told: Message, language: Language) -> None:
    document.add_heading(told.rendered(language), 2)


def _table_or(document: WordDocument, table: tables.WordTable | None, otherwise: Message, language: Language) -> None:
    if table is None:
        document.add_paragraph(otherwise.rendered(language)).paragraph_format.space_before = Pt(4)
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
    for line, (row, values) in enumerate(zip(grid._tbl.tr_lst, lines, strict=True)):
        together = line < len(lines) - 1 if len(lines) <= KEPT_TOGETHER else line == 0
        for place, (cell, told) in enumerate(zip(row.tc_lst, values, strict=True)):
            text = rendered(told, language)
            _fill(cell, text, grid, bold=line == 0, right=place in table.figures, together=together)
        _mark_row(row, "w:cantSplit")
    _widen(grid, table.widths)
    if table.note:
        document.add_paragraph(rendered(table.note, language)).paragraph_format.space_before = Pt(4)


def _repeat_header(grid: Table) -> None:
    """Let the first row stand on top of every page that the table runs over."""
    _mark_row(grid._tbl.tr_lst[0], "w:tblHeader")


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
        missing = message("No renderer is installed (kaleido with Chromium); the figures are in report.html.")
        _say(document, missing, language)


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

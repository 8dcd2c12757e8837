"""The energy balance table (能源平衡表) of the base year as a sheet: fuels across, supply to final consumption down."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from carbonsim.export.sheet import GROUP, HEAD, QUIET, TITLE, CellPlace, Sheet
from carbonsim.export.text_cell import as_text
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.reading.workbook_layout import (
    BALANCE_UNIT,
    PER_PJ,
    QUALITIES,
    QUALITY,
    SOURCE,
    SUPPLY_ROWS,
    to_cell,
)
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.base_year.energy_balance import (
    HEAT,
    POWER,
    SMALLEST,
    TOLERANCE,
    BalanceLine,
    BaseYear,
    collected_fuel,
    commodity_label,
)
from carbonsim.system.base_year.figure import Figure
from carbonsim.system.indicators.energy_use import BIOMASS_HEAT_EFFICIENCY, NON_FOSSIL_POWER
from carbonsim.units import MTCE_PER_TWH

FINAL_GROUPS = {
    "farming": "1.农、林、牧、渔业", "industry": "2.工业", "construction": "3.建筑业",
    "transport": "4.交通运输、仓储和邮政业",
    "services": "5.批发、零售、住宿、餐饮及其他服务业", "homes": "6.居民生活",
}  # fmt: skip
PLANT_GROUPS = {"power": "1.发电与热电联产", "heat": "2.供热"}
RECKONED = "按本表各行用量推算，待以统计数替换"
ORDER = ("official", "literature", "derived", "assumption")
WORD_OF = {quality: word for word, quality in QUALITIES.items()}
RED = PatternFill("solid", bgColor="F4B6B6")
PER_KWH = 0.36 * PER_PJ  # 万吨标准煤 of 亿千瓦时, calorific
MEMO = {
    "memo/power": "附1：可供电力（亿千瓦时）",
    "memo/calorific": "附2：能源消费总量（电热当量计算法）",
    "memo/coal-equivalent": "附3：能源消费总量（发电煤耗计算法，与公布总量比较）",
}
_TOKEN = re.compile(r"\{([^{}]+)\}")


@dataclass
class SheetTable:
    """The table while it is written: its columns, and where lines and totals stand."""

    sheet: Sheet
    columns: dict[str, int]  # commodity → column
    whole: int  # column of the total
    counted: list[str]  # commodities that the total holds
    places: Mapping[str, CellPlace]  # of the quantities on the other sheets
    rows: dict[str, int] = field(default_factory=dict)  # line → row

    def resolve(self, figure: Figure) -> str:
        """Return the formula of a figure in PJ as one of the sheet's unit."""
        return f"=({self.refer(figure.text)})*{PER_PJ!r}"

    def refer(self, text: str) -> str:
        """Return a text with cells in the place of what stands in braces, in the units of the scenario."""
        return _TOKEN.sub(self._reference, text)

    def _reference(self, match: re.Match[str]) -> str:
        token = match.group(1)
        if token in self.places:
            place = self.places[token]
            return f"('{place.sheet}'!{place.cell}*{place.factor!r})"
        line, _, commodity = token.rpartition(":")
        return f"({get_column_letter(self.columns[commodity])}{self.rows[line]}/{PER_PJ!r})"

    def sums(self, row: int, rows: Sequence[int], *, signs: str = "") -> None:
        """Write a row of totals over other rows, in every column."""
        for column in (*self.columns.values(), self.whole):
            letter = get_column_letter(column)
            if signs:
                text = "=" + "".join(f"{sign}{letter}{place}" for sign, place in zip(signs, rows, strict=True))
            else:
                text = f"=SUM({_ranges(letter, rows)})" if rows else "=0"
            self.sheet.formula(row, column, text, bold=True)

    def total(self, row: int) -> None:
        """Write the total of a row over the commodities that energy statistics count."""
        letters = [self.columns[name] for name in self.counted]
        text = ",".join(f"{get_column_letter(column)}{row}" for column in letters)
        if letters == list(range(letters[0], letters[-1] + 1)):
            text = f"{get_column_letter(letters[0])}{row}:{get_column_letter(letters[-1])}{row}"
        self.sheet.formula(row, self.whole, f"=SUM({text})")


def _ranges(letter: str, rows: Sequence[int]) -> str:
    if len(rows) > 1 and list(rows) == list(range(rows[0], rows[-1] + 1)):
        return f"{letter}{rows[0]}:{letter}{rows[-1]}"
    return ",".join(f"{letter}{row}" for row in rows)


def write_balance(sheet: Sheet, scenario: Scenario, book: BaseYear, places: Mapping[str, CellPlace]) -> None:
    """Write the table with what the scenario has, its totals, and the row that has to be zero."""
    table = _columns(sheet, scenario, book, places)
    rows = _numbered(book)
    table.rows = {key: row for row, (key, _) in rows.items()}
    written = dict(scenario.quantities())
    for row, (key, content) in rows.items():
        if isinstance(content, BalanceLine):
            _line(table, row, content, written)
        elif key.startswith("supply."):
            _supply(table, row, key.removeprefix("supply."), scenario, book)
        else:
            table.sheet.text(row, 2, content, fill=GROUP)
            table.sheet.key(row, f"~{key}")
    _totals(table, rows)
    _memo(table, scenario, book)
    last = table.whole + len(table.columns) - len(table.counted) + 2
    widths = {2: 50.0, **dict.fromkeys(range(3, last + 1), 11.5), last - 1: 60.0, last: 10.0}
    sheet.finish("C5", widths)
    sheet.page.row_dimensions[3].hidden = True
    sheet.page.row_dimensions[4].height = 48


def _columns(sheet: Sheet, scenario: Scenario, book: BaseYear, places: Mapping[str, CellPlace]) -> SheetTable:
    """Write the header: what statistics count, the total, and what they do not count."""
    fuels = scenario.energy.fuels if scenario.energy else {}
    flowing = [*book.commodities(), *(() if POWER in book.commodities() else (POWER,))]
    counted = [name for name in flowing if name not in fuels or fuels[name].commercial]
    apart = [name for name in flowing if name not in counted]
    columns = {name: 3 + place for place, name in enumerate(counted)}
    whole = 3 + len(counted)
    columns |= {name: whole + 1 + place for place, name in enumerate(apart)}
    sheet.text(
        1, 2, f"{scenario.region_zh or scenario.region}能源平衡表（标准量） {book.year}年", font=TITLE
    ).border = None
    told = f"计量单位：{BALANCE_UNIT}；电力按电热当量计算法折标；加工转换投入为负、产出为正"
    sheet.text(2, 2, told, font=QUIET).border = None
    sheet.key(3, "#columns")
    sheet.key(4, f"#|标准量|{BALANCE_UNIT}|{PER_PJ!r}")
    sheet.text(4, 2, "项目", fill=HEAD)
    for name, column in columns.items():
        as_text(sheet.page.cell(3, column, name))
        told = commodity_label(name, scenario).rendered("zh") + ("，不计入合计" if name in apart else "")
        sheet.text(4, column, f"{told}（{BALANCE_UNIT}）", fill=HEAD)
    sheet.text(4, whole, f"合计（{BALANCE_UNIT}）", fill=HEAD)
    for place, told in enumerate((SOURCE, QUALITY)):
        sheet.text(4, whole + len(apart) + 1 + place, told, fill=HEAD)
    return SheetTable(sheet, columns, whole, counted, places)


def _numbered(book: BaseYear) -> dict[int, tuple[str, BalanceLine | str]]:
    """Return what stands in each row: a line of the balance, a row of supply, or the words of a group."""
    rows: list[tuple[str, BalanceLine | str]] = [("available", "一、可供本地区消费的能源量")]
    for key, words in SUPPLY_ROWS.items():
        rows.append((f"supply.{key}", words))
        if key == "production":
            rows += [(line.key, line) for line in book.lines if line.section == "primary"]
    rows.append(("transformation", "二、加工转换投入（－）产出（＋）量"))
    for group, words in PLANT_GROUPS.items():
        rows += _group(group, words, [line for line in book.lines if line.group == group])
    rows.append(("losses", "三、损失量与自用量"))
    rows += [(line.key, line) for line in book.lines if line.section == "losses"]
    rows.append(("final", "四、终端消费量"))
    for group, words in FINAL_GROUPS.items():
        found = [line for line in book.lines if line.section == "final" and line.group == group]
        rows += _group(group, words, found)
    rows.append(("check", "五、平衡差额（须为0）"))
    rows += MEMO.items()
    return dict(enumerate(rows, 5))


def _group(key: str, words: str, lines: Sequence[BalanceLine]) -> list[tuple[str, BalanceLine | str]]:
    return [(key, words), *((line.key, line) for line in lines)] if lines else []


def _line(table: SheetTable, row: int, line: BalanceLine, written: Mapping[str, Quantity]) -> None:
    """Write a line: open cells where final use is written, else what the other sheets come to."""
    sheet = table.sheet
    sheet.key(row, line.key if line.possible else f"~{line.key}")
    called = line.name.rendered("zh")
    sheet.text(row, 2, f"　　　　其中：{called}" if line.section == "primary" else f"　　{called}")
    if line.possible:
        sheet.rows.append((line.key, called))
    for name, column in table.columns.items():
        flow = line.flows.get(name)
        if line.possible and name in line.possible:
            sheet.figure(row, column, None if flow is None else to_cell(flow.value, PER_PJ))
        elif flow is not None:
            sheet.formula(row, column, table.resolve(flow))
        else:
            sheet.text(row, column, None)
    table.total(row)
    last = table.whole + len(table.columns) - len(table.counted)
    if line.possible:
        found = [written[path] for name in line.flows if (path := f"{line.key}.{name}") in written]
        sources = dict.fromkeys(text for one in found for text in (one.source, one.note) if text)
        sheet.words(row, last + 1, "；".join(sources))
        worst = max((one.quality for one in found if one.quality), key=ORDER.index, default="")
        sheet.words(row, last + 2, WORD_OF.get(worst, ""), quality=True)
    else:
        sheet.text(row, last + 1, "由活动水平表计算", font=QUIET)
        sheet.text(row, last + 2, None)


def _supply(table: SheetTable, row: int, key: str, scenario: Scenario, book: BaseYear) -> None:
    """Write a row of supply: what the scenario's balance has, else what the base year needs."""
    sheet = table.sheet
    sheet.key(row, f"supply.{key}")
    sheet.rows.append((f"supply.{key}", SUPPLY_ROWS[key]))
    sheet.text(row, 2, f"　　{SUPPLY_ROWS[key]}")
    fuels = scenario.energy.fuels if scenario.energy else {}
    figures: list[float | None] = []
    for name, column in table.columns.items():
        if name in fuels and not fuels[name].supplied:
            found = collected_fuel(name, book)
            if key == "production":
                sheet.formula(row, column, table.resolve(found))
            else:
                sheet.text(row, column, None)
        elif name == POWER and key == "production" and book.primary(POWER):
            lines = [table.rows[line.key] for line in book.lines if line.section == "primary"]
            sheet.formula(row, column, f"=SUM({_ranges(get_column_letter(column), lines)})")
        elif name == HEAT:
            sheet.text(row, column, None)
        else:
            figures.append(_supplied(name, key, scenario, book))
            sheet.figure(row, column, figures[-1])
    table.total(row)
    last = table.whole + len(table.columns) - len(table.counted)
    source, quality = _supply_rests_on(key, scenario, filled=any(figures))
    sheet.words(row, last + 1, source)
    sheet.words(row, last + 2, WORD_OF.get(quality, ""), quality=True)


def _supply_rests_on(key: str, scenario: Scenario, *, filled: bool) -> tuple[str, str]:
    """Return source and quality of a row of supply: what was written, else that it was reckoned from the uses."""
    if scenario.balance is None:
        return (RECKONED, "derived") if filled else ("", "")
    found = [lines[key] for lines in scenario.balance.supply.values() if key in lines]
    worst = max((one.quality for one in found if one.quality), key=ORDER.index, default="")
    return "；".join(dict.fromkeys(one.source for one in found if one.source)), worst


def _supplied(name: str, key: str, scenario: Scenario, book: BaseYear) -> float | None:
    """Return a figure of supply in the sheet's unit; what nobody wrote comes from outside, biomass from here."""
    if scenario.balance is not None:
        amount = scenario.balance.supply.get(name, {}).get(key)  # type: ignore[call-overload]
        return None if amount is None else to_cell(amount.at(book.year), PER_PJ)
    need = book.need(name)
    fuel = scenario.energy.fuels.get(name) if scenario.energy else None
    home = fuel is not None and fuel.group == "biomass"
    line = "production" if home else "inflow" if need >= 0 else "outflow"
    return float(f"{abs(need) * PER_PJ:.8g}") if key == line and need else None


def _totals(table: SheetTable, rows: Mapping[int, tuple[str, BalanceLine | str]]) -> None:
    """Write sums over groups and sections, the row that has to be zero, and power in kilowatt-hours."""
    at = table.rows
    for group, section in (
        *((name, "transformation") for name in PLANT_GROUPS),
        *((name, "final") for name in FINAL_GROUPS),
    ):
        if group in at:
            lines = [
                row for row, (_, line) in rows.items()
                if isinstance(line, BalanceLine) and line.group == group and line.section == section
            ]  # fmt: skip
            table.sums(at[group], lines)
    letter = {column: get_column_letter(column) for column in (*table.columns.values(), table.whole)}
    supply = [at[f"supply.{key}"] for key in SUPPLY_ROWS]
    table.sums(at["available"], supply, signs="++-+")
    table.sums(at["transformation"], [at[group] for group in PLANT_GROUPS if group in at])
    table.sums(
        at["losses"],
        [row for row, (_, line) in rows.items() if isinstance(line, BalanceLine) and line.section == "losses"],
    )
    table.sums(at["final"], [at[group] for group in FINAL_GROUPS if group in at])
    parts = [at[key] for key in ("available", "transformation", "losses", "final")]
    for column in (*table.columns.values(), table.whole):
        text = "=ROUND(" + "".join(f"{s}{letter[column]}{r}" for s, r in zip("++--", parts, strict=True)) + ",4)"
        table.sheet.formula(at["check"], column, text, bold=True)
    first, last = min(letter), max(letter)
    area = f"{letter[first]}{at['check']}:{letter[last]}{at['check']}"
    allowed = f"MAX({TOLERANCE}*ABS({letter[first]}${at['available']}),{SMALLEST * PER_PJ:.4g})"
    table.sheet.page.conditional_formatting.add(
        area, FormulaRule(formula=[f"ABS({letter[first]}{at['check']})>{allowed}"], fill=RED)
    )


def _memo(table: SheetTable, scenario: Scenario, book: BaseYear) -> None:
    """Write power in kilowatt-hours and total energy as statistics count it: non-fossil power in place of its fuel."""
    power, supplied = get_column_letter(table.columns[POWER]), table.rows["available"]
    table.sheet.formula(table.rows["memo/power"], table.columns[POWER], f"={power}{supplied}/{PER_KWH!r}")
    fuels = scenario.energy.fuels if scenario.energy else {}
    fossil = [
        f"{get_column_letter(column)}{supplied}"
        for name, column in table.columns.items()
        if name in fuels and fuels[name].group in ("coal", "oil", "gas", "hydrogen")
    ]
    clean, heat = [f"{power}{supplied}"], []
    plants = scenario.energy.plants if scenario.energy else {}
    for line in book.lines:
        plant = plants.get(line.key.removeprefix("plant/"))
        if line.section != "transformation" or plant is None:
            continue
        row, burnt = table.rows[line.key], str(plant.fuel)
        biomass = burnt in fuels and fuels[burnt].group == "biomass" and fuels[burnt].commercial
        if plant.branch == "power" and plant.group in NON_FOSSIL_POWER:
            clean.append(f"{power}{row}")
        if biomass and plant.branch == "power" and HEAT in line.flows:
            heat.append(f"{get_column_letter(table.columns[HEAT])}{row}/{BIOMASS_HEAT_EFFICIENCY}")
        elif biomass and plant.branch == "heat":
            heat.append(f"-{get_column_letter(table.columns[burnt])}{row}")
    for name, column in table.columns.items():
        if name in fuels and fuels[name].group == "biomass" and fuels[name].commercial:
            heat.append(f"{get_column_letter(column)}{table.rows['final']}")
    path = "energy.coal_equivalent"
    rate = f"{scenario.energy.coal_equivalent.at(book.year)!r}" if scenario.energy else "0.29"
    rates = {
        "memo/calorific": f"{MTCE_PER_TWH!r}",
        "memo/coal-equivalent": table.refer(f"{{{path}}}") if path in table.places else rate,
    }
    for key, told in rates.items():
        text = f"={'+'.join(fossil)}+({'+'.join(clean)})/{PER_KWH!r}*10*{told}" + "".join(f"+{part}" for part in heat)
        table.sheet.formula(table.rows[key], table.whole, text, bold=True)

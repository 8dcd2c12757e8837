"""The inventory as rows of text: by IPCC category, by GPC code, and energy by both conventions of electricity."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from carbonsim.analysis.inventory import ALL
from carbonsim.messages.message import Value, message
from carbonsim.report.content import Content, attribute
from carbonsim.report.figures.emissions.emissions import MORE, counted_scope, together
from carbonsim.report.tables.records import NOTHING, value_label
from carbonsim.report.words import MT_CO2, MT_CO2E, MTCE, Unit
from carbonsim.scenario.sections.inventory import categories, lineage
from carbonsim.system.tables import Label

KEYS = {
    "NO": message("not occurring"),
    "NE": message("not estimated"),
    "IE": message("included elsewhere"),
    "C": message("confidential, counted but not shown"),
}
SCOPES = ("scope 1", "scope 2", "scope 3")


class InventoryLine(NamedTuple):
    """A line of an inventory: code, name, depth of its level, whether the scope counts it, and cells."""

    code: str
    name: Value
    depth: int
    counted: str
    cells: tuple[Value, ...]
    note: Value = ""
    heading: bool = False


def shown_years(content: Content) -> tuple[int, ...]:
    """Return the years that the tables show: the first, the one in focus, and the last."""
    found = content.years
    return tuple(dict.fromkeys((found[0], content.focus_year or found[-1], found[-1]))) if found else ()


def gas_words(content: Content) -> Value:
    """Say which gases the table by category counts, as the accounting scope does."""
    if _gas(content) == "CO2":
        return message("CO₂")
    gwp = str(attribute(content.scenario, "scope.gwp") or "")
    return message("all gases, {gwp}", gwp=gwp)


def unit_words(content: Content) -> Value:
    """Name the unit of the table by category."""
    return _unit(_gas(content)).label()


def scope_line(content: Content) -> Value:
    """Say the accounting scope that the scenario chose, and what is counted in it."""
    choice, scope = attribute(content.scenario, "scope"), counted_scope(content)
    left = [words for name, words in MORE.items() if not getattr(choice, name)]
    return message("{scope}; without {left}", scope=scope, left=together(left)) if left else scope


def by_category(content: Content) -> list[InventoryLine]:
    """Return every IPCC category, direct and by user, then how the counted ones make up what is judged."""
    table, gas = content.inventory, _gas(content)
    if table.empty:
        return []
    part = table[(table["standard"] == "ipcc") & (table["gas"] == gas)]
    direct = part[part["view"] == "direct"].set_index("code")
    used = part[part["view"] == "by user"].set_index("code")
    lines = [
        InventoryLine(
            code, row["name"], len(lineage(code)) - 1, _counted(table, code, gas),
            (*_cells(content, row, gas), *_cells(content, used.loc[code], gas)), row["note"] or "",
        )
        for code, row in direct.iterrows()
    ]  # fmt: skip
    return [*lines, *_judged(content, table)]


def _judged(content: Content, table: pd.DataFrame) -> list[InventoryLine]:
    empty = (NOTHING,) * len(shown_years(content))
    rows = table[table["standard"] == "scope"].to_dict("records")
    return [
        InventoryLine("", row["name"], 0, "", (*_cells(content, row, row["gas"]), *empty), heading=True) for row in rows
    ]


def _counted(table: pd.DataFrame, code: str, gas: str) -> str:
    """Say whether the scope counts a category: all of it, none of it, or some of its gases."""
    found = table[(table["standard"] == "ipcc") & (table["code"] == code) & (table["view"] == "direct")]
    said = {row["counted"] for row in found.to_dict("records") if row["counted"] and gas in (row["gas"], ALL)}
    return "part" if len(said) > 1 else next(iter(said), "")


def by_gpc(content: Content) -> list[InventoryLine]:
    """Return every sub-sector of the GPC with its scopes in the first year and the one in focus; all gases."""
    table = content.inventory
    if table.empty:
        return []
    part = table[(table["standard"] == "gpc") & (table["gas"] == ALL)]
    cells = {(row["code"], row["view"]): row for row in part.to_dict("records")}
    shown = shown_years(content)[:2]
    lines = []
    for code, names in _subsectors().items():
        inside = {
            view: [row for (cell, v), row in cells.items() if v == view and _within(cell, code)] for view in SCOPES
        }
        values = tuple(_of(inside[view], year) for year in shown for view in SCOPES)
        lines.append(InventoryLine(code, Label(*names), 0, "", values))
    for (code, view), row in cells.items():
        if view == code:
            values = tuple(value_label(row[year], MT_CO2E) for year in shown)
            lines.append(InventoryLine(code, row["name"], 0, "", values, heading=True))
    return lines


def _subsectors() -> dict[str, tuple[str, str]]:
    """Return the sub-sectors of the GPC: two levels, such as I.1."""
    return {code: (row["name"], row["name_zh"]) for code, row in categories("gpc").items() if code.count(".") == 1}


def _within(code: str, subsector: str) -> bool:
    return code == subsector or code.startswith(f"{subsector}.")


def _of(rows: list[dict[object, Any]], year: int) -> Value:
    """Return the sum of the figures of a sub-sector and scope, else the keys of its cells."""
    figures = [row[year] for row in rows if not isinstance(row[year], str)]
    if figures:
        return value_label(sum(figures), MT_CO2E)
    keys = "/".join(dict.fromkeys(str(row[year]) for row in rows))
    return keys or NOTHING  # the standard has no such cell


def energy(content: Content) -> list[InventoryLine]:
    """Return total energy consumption by kind: coal-equivalent and calorific, in the years shown."""
    table = content.inventory[content.inventory["standard"] == "energy"] if not content.inventory.empty else None
    if table is None or table.empty:
        return []
    ways = {way: table[table["view"] == way].set_index("code") for way in ("coal-equivalent", "calorific")}
    lines = []
    for code, row in ways["coal-equivalent"].iterrows():
        cells = tuple(value_label(ways[way].loc[code][year], MTCE) for way in ways for year in shown_years(content))
        lines.append(InventoryLine("", row["name"], 0, "", cells, heading=code == "Total"))
    return lines


def _gas(content: Content) -> str:
    return "CO2" if attribute(content.scenario, "scope.gases") != "all" else ALL


def _unit(gas: str) -> Unit:
    return MT_CO2 if gas == "CO2" else MT_CO2E


def _cells(content: Content, row: Any, gas: str) -> tuple[Value, ...]:
    unit = _unit(gas)
    return tuple(
        str(row[year]) if isinstance(row[year], str) else value_label(row[year], unit) for year in shown_years(content)
    )

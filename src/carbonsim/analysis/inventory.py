"""The inventory as a table: by IPCC category and by GPC code, figures where there are some, else a notation key.

An empty cell would read as a zero: a category without a figure has NO (not occurring), NE (not estimated), IE (included
elsewhere) or C (confidential: counted above it, but not shown).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, cast

import pandas as pd

from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, Value, in_context, message, rendered
from carbonsim.results.inventory import DIRECT, UNITS, USED
from carbonsim.results.results import Results
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.inventory import Notation, categories, lineage
from carbonsim.scenario.sections.policy import ScopeChoice
from carbonsim.system.warming import warming_potentials
from carbonsim.units import ResultUnit

ALL = "all gases"
ALL_UNIT = ResultUnit.MT_CO2E_A_YEAR
VIEWS = {"direct": DIRECT, "by user": USED}
COLUMNS = ["standard", "code", "name", "view", "gas", "unit", "counted", "note"]
WRITTEN = {"en": "", "zh": "_zh"}  # languages of a file, and what ends their columns
REST = "1A2m"  # industry that is not told apart: what has no line of its own is in here
KINDS = {  # of energy, as the results call them
    "Total": message("Total"),
    "Coal": message("Coal"),
    "Oil": in_context("inventory", "Oil"),
    "Gas": message("Gas"),
    "Net Import of Electricity": message("Net Import of Electricity"),
    "Non-fossil Power": message("Non-fossil Power"),
    "Biomass for Heat": in_context("inventory", "Biomass for Heat"),
    "Hydrogen": in_context("inventory", "Hydrogen"),
}
NOTHING = 1e-9  # Mt: what rounding leaves
Path = dict[int, float]
Row = dict[str | int, object]
TOTALS = {
    "scope 1": message("Scope 1, all of the territory"),
    "BASIC": message("BASIC: scopes 1 and 2 without supply to the grid"),
    "BASIC+": message("BASIC+: with processes, land and journeys out"),
}
COUNTED = {  # by accounting scope
    "territorial": message("Counted categories (scope territorial)"),
    "administrative": message("Counted categories (scope administrative)"),
    "gross_imports": message("Counted categories (scope gross_imports)"),
}
Note = Label | Message | None  # of a planner, of a table of the library, or ours
Key = tuple[str, Note]  # of a cell without a figure, and why


@dataclass(frozen=True)
class Stock:
    """What the inventory is taken of: the results, and how the scenario wants them told."""

    scenario: Scenario
    results: Results

    @cached_property
    def years(self) -> list[int]:
        """The model years."""
        return list(self.scenario.time.years)

    @cached_property
    def paths(self) -> Mapping[str, Path]:
        """Every variable of the inventory by year."""
        table = self.results.table[self.results.table["variable"].str.startswith("Inventory")]
        return {
            str(name): dict(zip(part["year"].astype(int), part["value"].astype(float), strict=True))
            for name, part in table.groupby("variable", sort=False)
        }

    @cached_property
    def notation(self) -> Mapping[str, Notation]:
        """Notation keys that the scenario states, by code."""
        return {} if self.scenario.inventory is None else self.scenario.inventory.notation

    def path(self, view: str, gas: str, code: str) -> Path:
        """Return a category's emissions of a gas by year; all gases in Mt of CO2 equivalent. Empty where unknown."""
        if gas != ALL:
            return dict(self.paths.get("|".join((VIEWS[view], gas, *lineage(code))), {}))
        weights = warming_potentials(self.scenario.scope.gwp)
        return _sum((self.path(view, one, code), weights.get(one, 1.0) / UNITS[one][1]) for one in UNITS)

    def own(self, view: str, gas: str, code: str) -> Path:
        """Return what a category has beside the categories below it that are told apart."""
        below = _below().get(code, ())
        whole = self.path(view, gas, code)
        parts = [path for one in below if (path := self.path(view, gas, one))]
        rest = _sum([(whole, 1.0), *((part, -1.0) for part in parts)])
        return {} if parts and all(abs(value) < NOTHING for value in rest.values()) else rest


@cache
def _below() -> Mapping[str, Sequence[str]]:
    """Return the categories directly below each."""
    found: dict[str, list[str]] = {}
    for code in categories("ipcc"):
        for parent in lineage(code)[-2:-1]:
            found.setdefault(parent, []).append(code)
    return found


def _sum(weighted: Any) -> Path:
    total: Path = {}
    for path, weight in weighted:
        for year, value in path.items():
            total[year] = total.get(year, 0.0) + value * weight
    return total


def take_inventory(scenario: Scenario, results: Results | None) -> pd.DataFrame:
    """Return the inventory, years across: standard, code, name, view or scope, gas, unit, whether the scope counts it.

    Names and notes are words of any language; `written_inventory` tells them for a file. Standards: `ipcc` by category,
    direct and by user; `scope` how its counted part makes up the emissions that are judged; `gpc` by code; `energy`
    total consumption by both conventions of electricity. Empty for a data set.
    """
    if results is None or not any(name.startswith("Inventory|") for name in results.table["variable"].unique()):
        return pd.DataFrame(columns=COLUMNS)
    stock = Stock(scenario, results)
    rows = [*_ipcc(stock), *_scope(stock), *_gpc(stock), *_energy(stock)]
    return pd.DataFrame(rows, columns=[*COLUMNS, *stock.years])


def written_inventory(table: pd.DataFrame) -> pd.DataFrame:
    """Return an inventory as files hold it: names and notes in columns of their own for English and Chinese."""
    told: dict[str | int, object] = {}
    for name in table.columns:
        words = name in ("name", "note")
        told |= {f"{name}{end}": _rendered(table[name], language) for language, end in WRITTEN.items()} if words else {}
        told |= {} if words else {name: table[name]}
    return pd.DataFrame(told, index=table.index)


def _rendered(words: Any, language: str) -> list[str]:
    return ["" if one is None else rendered(cast("Value", one), language) for one in words]


def counts(choice: ScopeChoice, code: str, gas: str) -> bool:
    """Say whether the accounting scope counts a category's emissions of a gas."""
    if gas != "CO2":
        return choice.gases == "all"
    if code[0] == "1":
        return True
    return choice.land if code.startswith("3B") else choice.process


def _ipcc(stock: Stock) -> Iterator[Row]:
    for view in VIEWS:
        for code, category in categories("ipcc").items():
            for gas in (*category["gases"].split(), ALL):
                path = stock.path(view, gas, code)
                key, note = _key(stock, view, code) if not path else _shown(stock, code)
                if path and note is None:
                    note = _named(category, "note")
                unit = ALL_UNIT if gas == ALL else UNITS[gas][0]
                told = view == "direct" and gas != ALL and bool(path)
                is_counted = ("no", "yes")[counts(stock.scenario.scope, code, gas)] if told else ""
                cells, name = _cells(stock, path, key), _named(category, "name")
                yield _row("ipcc", code, name, view, gas, unit, cells, is_counted, note)


def _named(category: Mapping[str, str], what: str) -> Label | None:
    """Return a name or a note that a table of the library has in two languages; None where it has none."""
    return Label(category[what], category[f"{what}_zh"]) if category[what] or category[f"{what}_zh"] else None


def _key(stock: Stock, view: str, code: str) -> Key:
    """Return the notation key of a category that has no figure, and why."""
    if code in stock.notation:
        return _shown(stock, code)
    if view == "by user" and code.startswith("1A1") and stock.path("direct", ALL, code):
        return "IE", message("given to those who use power and heat")
    if code.startswith("1A2") and stock.path("direct", ALL, REST):
        return "IE", message("in {category}, industry that is not told apart", category=REST)
    return "NE", None


def _shown(stock: Stock, code: str) -> Key:
    """Return what the scenario states of a cell: its key and the reason."""
    stated = stock.notation.get(code)
    if stated is None:
        return "", None
    return stated.key, None if stated.reason is None else Label(stated.reason.en, stated.reason.zh)


def _cells(stock: Stock, path: Path, key: str) -> dict[int, object]:
    """Return a figure for every year, or the key: C hides figures, any other key gives way to them.

    What is modelled and emits in no year does not occur.
    """
    if not path or key == "C":
        return dict.fromkeys(stock.years, key)
    if all(value == 0.0 for value in path.values()):
        return dict.fromkeys(stock.years, "NO")
    return {year: path.get(year, 0.0) for year in stock.years}


def _row(
    standard: str, code: str, name: Note, view: str, gas: str, unit: str, cells: Mapping[Any, object],
    is_counted: str = "", note: Note = None,
) -> Row:  # fmt: skip
    return {
        "standard": standard, "code": code, "name": name, "view": view, "gas": gas, "unit": unit,
        "counted": is_counted, "note": note, **cells,
    }  # fmt: skip


def _scope(stock: Stock) -> Iterator[Row]:
    """Tell how categories make up the emissions that are judged; imported power stands apart."""
    choice, weights = stock.scenario.scope, {"CO2": 1.0, **warming_potentials(stock.scenario.scope.gwp)}
    tops = [(code, gas) for code in ("1", "2", "3", "4", "5") for gas in UNITS]
    land = {gas: _without(stock.path("direct", gas, "3"), stock.path("direct", gas, "3B")) for gas in UNITS}
    parts = [(stock.path("direct", gas, code), code, gas) for code, gas in tops if code != "3"]
    parts += [(land[gas], "3", gas) for gas in UNITS] + [(stock.path("direct", "CO2", "3B"), "3B", "CO2")]
    inside = _sum((path, weights[gas] / UNITS[gas][1]) for path, code, gas in parts if counts(choice, code, gas))
    imported = stock.results.series("Peaking Emissions|Imported Electricity")
    told = "CO2" if choice.gases == "co2" else ALL
    unit = UNITS["CO2"][0] if told == "CO2" else ALL_UNIT
    yield _row("scope", "inside", COUNTED[choice.name], "direct", told, unit, _full(stock, inside))
    name = message("Imported power, apart from every category")
    cells = _full(stock, imported) if imported else dict.fromkeys(stock.years, "NE")
    yield _row("scope", "imported", name, "imported", told, unit, cells)
    judged = _full(stock, _sum([(inside, 1.0), (imported, 1.0)]))
    yield _row("scope", "judged", message("Emissions that are judged"), "total", told, unit, judged)


def _without(path: Path, part: Path) -> Path:
    return _sum([(path, 1.0), (part, -1.0)])


def _full(stock: Stock, path: Path) -> dict[int, float]:
    return {year: path.get(year, 0.0) for year in stock.years}


def _gpc(stock: Stock) -> Iterator[Row]:
    for gas in (*UNITS, ALL):
        unit = ALL_UNIT if gas == ALL else UNITS[gas][0]
        cells = gpc_paths(stock, gas)
        for code, cell in categories("gpc").items():
            if not cell["key"]:  # a heading
                continue
            path = cells.get(code, {})
            key, note = _shown(stock, code) if path or code in stock.notation else _gpc_key(cell, cells)
            name, view = _named(cell, "name"), f"scope {gpc_scope(code)}"
            yield _row("gpc", code, name, view, gas, unit, _cells(stock, path, key), "", note)
        for total, told in TOTALS.items():
            path = _sum((cells[code], 1.0) for code in cells if in_total(total, code))
            yield _row("gpc", total, told, total, gas, unit, _full(stock, path))


def _gpc_key(cell: Mapping[str, str], cells: Mapping[str, Path]) -> Key:
    """Return the key of a cell without a figure: included elsewhere only where that other cell has one."""
    if cell["within"] and cell["within"] not in cells:
        return "NE", None
    return cell["key"], _named(cell, "reason")


def gpc_paths(stock: Stock, gas: str) -> dict[str, Path]:
    """Return emissions by GPC code: scope 1 where they arise, scope 2 what users cause in power and heat."""
    found: dict[str, list[tuple[Path, float]]] = {}
    for code, category in categories("ipcc").items():
        target = category["gpc"]
        direct, used = stock.own("direct", gas, code), stock.own("by user", gas, code)
        if direct:
            found.setdefault(target, []).append((direct, 1.0))
        caused = _without(used, direct) if code.startswith("1A") and not code.startswith("1A1") else {}
        if any(abs(value) > NOTHING for value in caused.values()):
            found.setdefault(f"{target.rpartition('.')[0]}.2", []).append((caused, 1.0))
    return {code: _sum(parts) for code, parts in found.items()}


def gpc_scope(code: str) -> int:
    """Return the scope of a GPC code.

    >>> gpc_scope("I.1.2"), gpc_scope("I.4.4"), gpc_scope("III.1.2"), gpc_scope("V.3"), gpc_scope("VI.1")
    (2, 1, 3, 1, 3)
    """
    sector, _, rest = code.partition(".")
    last = rest.rpartition(".")[2]
    if sector in ("IV", "V", "VI"):
        return 3 if sector == "VI" else 1
    if sector == "III":
        return 3 if last == "2" else 1
    return {"4": 1}.get(last, int(last))


def in_total(total: str, code: str) -> bool:
    """Say whether a GPC code belongs to a total: of scope 1, BASIC or BASIC+."""
    sector, last = code.split(".")[0], code.rpartition(".")[2]
    if total == "scope 1":
        return gpc_scope(code) == 1
    beyond = sector in ("IV", "V") or (sector in ("I", "II") and last == "3")
    basic = (sector in ("I", "II") and last in ("1", "2")) or (sector == "III" and last in ("1", "2"))
    return basic or (total == "BASIC+" and beyond)


def _energy(stock: Stock) -> Iterator[Row]:
    """Tell total energy consumption by both conventions of electricity, in Mtce."""
    words = {
        "Coal-equivalent": message("electricity by the coal it takes to make it"),
        "Calorific": message("electricity by its heat"),
    }
    for way, note in words.items():
        top = f"Energy Consumption|{way}"
        for name, path in {"Total": stock.results.series(top), **stock.results.children(top)}.items():
            if path:
                told = KINDS.get(name, Label(name, name))
                yield _row("energy", name, told, way.lower(), "", ResultUnit.MTCE, _full(stock, path), "", note)

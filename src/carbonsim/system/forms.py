"""Linear forms, and indicators as ratios of two, over what the optimisation decides."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Literal

from carbonsim.system.parameters import Key
from carbonsim.system.tables import Commodity, Label, Technology, Term

Anchor = Literal["exogenous", "demand", "twin"]
Weight = Callable[[Technology, int], float]


@dataclass(frozen=True)
class Card:
    """What the library says of an indicator: unit, names, formula, version of the definition, who leads."""

    name: str
    unit: str
    label: Label
    formula: str
    definition: str
    group: str  # economy, energy, livelihood, land
    attribute: str  # obligatory, expected
    lead: Label
    variable: str  # name in the results
    action: str  # the peaking action that its targets belong to


@dataclass(frozen=True)
class Form:
    """A linear form by model year: terms and a constant."""

    terms: Mapping[int, tuple[Term, ...]] = field(default_factory=dict)
    constants: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def constant(cls, years: Iterable[int], values: Iterable[float]) -> Form:
        """Return a form without terms, from a path over the model years."""
        return cls({}, {year: float(value) for year, value in zip(years, values, strict=True)})

    @property
    def is_constant(self) -> bool:
        """Whether nothing in it can be decided."""
        return not any(self.terms.values())

    def plus(self, other: Form, factor: float = 1.0) -> Form:
        """Return the sum with a multiple of another form."""
        terms = {year: list(found) for year, found in self.terms.items()}
        for year, found in other.terms.items():
            terms.setdefault(year, []).extend(_times(term, factor) for term in found)
        constants = dict(self.constants)
        for year, value in other.constants.items():
            constants[year] = constants.get(year, 0.0) + factor * value
        return Form({year: tuple(found) for year, found in terms.items()}, constants)

    def of_year(self, year: int) -> Form:
        """Return the form that has, in every year, what this one has in one year."""
        here, constant = self.terms.get(year, ()), self.constants.get(year, 0.0)
        return Form(dict.fromkeys(self.terms, here), dict.fromkeys(self.terms, constant))

    def times(self, factor: float | Mapping[int, float]) -> Form:
        """Return the form times a number, or a number by year."""
        by = (lambda _: factor) if isinstance(factor, int | float) else factor.__getitem__
        terms = {year: tuple(_times(term, by(year)) for term in found) for year, found in self.terms.items()}
        return Form(terms, {year: by(year) * value for year, value in self.constants.items()})


def _times(term: Term, factor: float) -> Term:
    return Term(term.kind, term.technology, term.year, term.coefficient * factor, term.mode, term.time_slice)


@dataclass(frozen=True)
class Indicator:
    """scale × numerator / denominator; without a denominator it is scale × numerator.

    `anchor` tells what keeps the denominator from shrinking to meet a share: it is exogenous, a demand bounds it, or,
    where neither does, an enforced target holds it to what the twin has.
    """

    card: Card
    numerator: Form
    denominator: Form | None = None
    scale: float = 1.0
    anchor: Anchor = "exogenous"
    path: str = ""
    unit: str = ""  # of the numerator, and so of the row of a target

    @property
    def name(self) -> str:
        """The name in YAML."""
        return self.card.name

    @property
    def is_exogenous(self) -> bool:
        """Whether no plan can change it."""
        return self.numerator.is_constant and (self.denominator is None or self.denominator.is_constant)


@lru_cache(maxsize=1)
def indicator_cards() -> dict[str, Card]:
    """Return the library's indicators by name."""
    text = resources.files("carbonsim.library").joinpath("indicators.csv").read_text(encoding="utf-8")
    return {row["name"]: _card(row) for row in csv.DictReader(text.splitlines())}


def _card(row: Mapping[str, str]) -> Card:
    return Card(
        row["name"], row["unit"], Label(row["en"], row["zh"]), row["formula"], row["definition"], row["group"],
        row["attribute"], Label(row["lead_en"], row["lead_zh"]), row["variable"] or f"Indicator|{row['en']}",
        row["action"],
    )  # fmt: skip


class FlowIndex:
    """Inputs and outputs of the city by commodity, as terms on activity; built when every technology is written."""

    def __init__(
        self,
        region: str,
        parameters: Mapping[str, Mapping[Key, float]],
        commodities: Mapping[str, Commodity],
        technologies: Mapping[tuple[str, str], Technology],
    ) -> None:
        """Index the flows of all technologies of a region."""
        self._region, self._commodities, self._technologies = region, commodities, technologies
        self.tables: dict[str, dict[str, list[tuple[str, str, int, float]]]] = {}
        for parameter in ("input_ratio", "output_ratio"):
            found: dict[str, list[tuple[str, str, int, float]]] = defaultdict(list)
            for (place, technology, mode, commodity, year), ratio in parameters[parameter].items():
                if place == region:
                    found[str(commodity)].append((str(technology), str(mode), int(year), ratio))
            self.tables[parameter] = found

    def carriers(self, *groups: str) -> list[str]:
        """Return the commodities of some groups."""
        return [name for name, commodity in self._commodities.items() if commodity.group in groups]

    def given(self, *commodities: str, weight: Weight | None = None) -> Form:
        """Return the output of commodities, times a weight by technology and year (0 leaves it out)."""
        return self._form("output_ratio", commodities, weight)

    def taken(self, *commodities: str, weight: Weight | None = None) -> Form:
        """Return the use of commodities, times a weight by technology and year (0 leaves it out)."""
        return self._form("input_ratio", commodities, weight)

    def _form(self, parameter: str, commodities: tuple[str, ...], weight: Weight | None) -> Form:
        terms: dict[int, list[Term]] = defaultdict(list)
        technologies = self._technologies
        for commodity in commodities:
            for name, mode, year, ratio in self.tables[parameter].get(commodity, ()):
                technology = technologies[self._region, name]
                factor = 1.0 if weight is None else weight(technology, year)
                if factor:
                    whole = None if len(technology.modes) == 1 else mode
                    terms[year].append(Term("activity", name, year, ratio * factor, mode=whole))
        return Form({year: tuple(found) for year, found in terms.items()})

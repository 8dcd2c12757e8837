"""Keys of a scenario that rule: limits, prices, shapes and switches with a value other than that of their absence.

Nothing is listed here but what merely describes or reports: a key that is new to a section is one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args, get_origin

import numpy as np
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from carbonsim.scenario.campaigns import FREE
from carbonsim.scenario.fields import plain_type
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario, quantities_in
from carbonsim.scenario.section import Text

MODELLED = ("energy", "industry", "transport", "buildings", "land", "waste", "system", "economy", "scope", "peaking")
PUBLIC = "public_money"
TOLD = frozenset(
    {
        "activity_unit", "attribute", "branch", "building_class", "capacity_unit", "carries", "coal_equivalent",
        "coldest_hour",
        "commercial", "corridor", "date", "emission", "group", "growth_corridor", "gwp", "income", "jobs", "label",
        "lead", "level", "note", "plant_jobs", "private", "quality", "sector", "security", "source",
        "supplier_multiplier", "surveyed", "tariffs", "unit", "value_added", "without",
    }  # what names, counts or reports
)  # fmt: skip
# what is told in a section, though it decides something elsewhere: there, indicators are made of it
TOLD_IN = frozenset(
    (section, key)
    for section, keys in {
        "energy": ("capacity_credit", "hydro_share", "non_fossil", "renewable_share"),
        "economy": ("gdp", "structure", "urbanisation", "household_size"),
    }.items()
    for key in keys
)
DESCRIBED = frozenset(
    {
        "amount", "area", "availability", "availability_by_slice", "balance", "biogenic", "both_ways", "buried",
        "burning_emissions", "burnt", "burnt_open", "capacity", "capacity_to_activity", "capital_cost",
        "charge_efficiency", "collectable", "combustion", "commodities", "commodity", "content", "correction", "cost",
        "customers", "cycle", "degradable", "discharge_efficiency", "efficiency", "elasticity", "electricity",
        "emission_factors", "emissions", "energy", "export_price", "fixed_cost", "flare_cost", "floor_area", "fuel",
        "fuels", "full_load_hours",
        "grain", "heat", "heat_history", "heated_by", "history", "income_elasticity", "indoor_temperature", "inputs",
        "intensity", "level_start", "lifetime", "loss", "losses", "manure_methane", "manure_nitrous_oxide", "metering",
        "methane", "methane_share", "methane_yield", "nitrogen", "nitrous_oxide", "of", "other_biomass",
        "outdoor_temperature", "outputs", "over", "own_use", "oxidation", "people", "per_person", "planting_cost",
        "price", "pump_electricity", "recovered", "refrigerant", "regions", "residual_capacity", "return_cost",
        "sales_share", "separate", "share", "shares", "stock_share", "straw", "surplus", "technologies",
        "uptake_by_age", "variable_cost", "yearly_availability",
    }  # what stands, or how a thing works: without it the thing would be another
)  # fmt: skip
OPEN = {"shapes", "profiles"}  # mappings of which every entry rules by its content
PROFILE = "profile"  # a mapping that rules as a whole
Steps = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class WrittenKey:
    """A key that was written: the steps to it, what it is, and the values that it is tried against.

    The first is what its absence stands for; the others are what it might have said instead. One that is `unseen` says
    something between or before the model years and in none of them.
    """

    steps: Steps
    value: object
    others: tuple[object, ...]
    unseen: bool = False

    @property
    def path(self) -> str:
        """The YAML path."""
        return ".".join(self.steps)


def written_keys(scenario: Scenario) -> list[WrittenKey]:
    """Return every key that rules and was written with a value other than that of its absence."""
    years = tuple(scenario.time.years)
    found: list[WrittenKey] = []
    for name in MODELLED:
        section = getattr(scenario, name)
        if isinstance(section, BaseModel):
            found += _keys(section, (name,), years, scenario.trace.origins)
    return _with_texts_said_elsewhere(found)


def _with_texts_said_elsewhere(keys: list[WrittenKey]) -> list[WrittenKey]:
    """Return keys that are a text with what the same key says in other places as other values."""
    said: dict[str, dict[str, None]] = defaultdict(dict)
    for key in keys:
        if isinstance(key.value, str):
            said[key.steps[-1]][key.value] = None
    return [
        replace(key, others=(*key.others, *[text for text in said[key.steps[-1]] if text != key.value][:3]))
        if isinstance(key.value, str)
        else key
        for key in keys
    ]


def _keys(
    section: BaseModel, steps: Steps, years: tuple[int, ...], origins: Mapping[str, object]
) -> Iterator[WrittenKey]:
    """Yield the keys of a section that rule, and those of what stands in it."""
    fields = type(section).model_fields.values()
    for (key, value), info in zip(children(section), fields, strict=True):
        here = (*steps, key)
        if key in TOLD or (here[0], key) in TOLD_IN or ".".join(here) not in origins:
            continue
        if key in OPEN:
            yield from (WrittenKey((*here, entry), each, (_bent(each),)) for entry, each in value.items())
        elif isinstance(value, BaseModel) and not isinstance(value, Text):
            yield from _keys(value, here, years, origins)
        elif isinstance(value, Mapping) and key == PROFILE:
            yield WrittenKey(here, value, ({}, _bent(value)))
        elif isinstance(value, Mapping):
            yield from _entries(value, here, years, origins, ruling=not info.is_required() and key not in DESCRIBED)
        elif not info.is_required() and key not in DESCRIBED:
            rest = info.get_default(call_default_factory=True)
            if not alike(value, rest, FREE.get(key), years):
                yield WrittenKey(here, value, (rest, *_instead(value, info, years)))
            elif _says_something_elsewhere(value, rest, FREE.get(key)):
                yield WrittenKey(here, value, (rest,), unseen=True)


def _entries(
    value: Mapping[Any, Any], here: Steps, years: tuple[int, ...], origins: Mapping[str, object], *, ruling: bool
) -> Iterator[WrittenKey]:
    """Yield what stands in a mapping by name: the keys of a section, or figures where each is a rule by itself."""
    for entry, each in value.items():
        place = (*here, str(entry))
        if getattr(each, "counts", "") == PUBLIC:
            continue  # a ceiling on what is written is checked, and reaches no model
        if isinstance(each, BaseModel):
            if here[0] != "economy" and _says_something(each, years):
                yield WrittenKey(place, each, (None,))
            yield from _keys(each, place, years, origins)
        elif isinstance(each, Quantity) and ruling and not alike(each, None, 0.0, years):
            yield WrittenKey(place, each, (None, _bent(each)))


def _says_something(section: BaseModel, years: tuple[int, ...]) -> bool:
    """Say whether one of the figures in a section is other than zero; a lever at rest is a lever."""
    figures = (figure.over(years) for _, figure in quantities_in(section))
    return any(figure.any() for figure in figures)


def alike(value: object, rest: object, free: float | None, years: tuple[int, ...]) -> bool:
    """Say whether a value says what its absence says, in every model year."""
    if not isinstance(value, Quantity):
        return bool(value == rest)
    default = rest.over(years) if isinstance(rest, Quantity) else free
    return default is not None and bool(np.array_equal(value.over(years), np.broadcast_to(default, len(years))))


def _says_something_elsewhere(value: object, rest: object, free: float | None) -> bool:
    """Say whether a value that says in the model years what its absence says was written with something else."""
    if not isinstance(value, Quantity):
        return False
    default = rest.over(value.years) if isinstance(rest, Quantity) else free
    return default is not None and not np.array_equal(
        value.over(value.years), np.broadcast_to(default, len(value.years))
    )


def _instead(value: object, info: FieldInfo, years: tuple[int, ...]) -> tuple[object, ...]:
    """Return other values that a key might have, of its kind."""
    kind = plain_type(info.annotation)
    if isinstance(value, Quantity):
        return (_times(value, 1.4), _times(value, 0.7))
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return tuple(year for year in (years[0] - 1, years[len(years) // 2], years[-1]) if year != value)
    if get_origin(kind) is Literal:
        return tuple(other for other in get_args(kind) if other != value)
    return ()


def _bent(value: Any) -> object:
    """Return a quantity, or several by name, of another size, the more so the later one stands."""
    if isinstance(value, Mapping):
        return {name: _times(each, 0.5 + 0.4 * place / len(value)) for place, (name, each) in enumerate(value.items())}
    return _times(value, 0.7)


def _times(value: Quantity, factor: float) -> Quantity:
    points = tuple((year, amount * factor if amount else factor) for year, amount in value.points)
    return Quantity(value.unit, points, value.growth)


def put(section: Any, steps: Steps, value: object) -> object:
    """Return a section or mapping with another value at the end of the steps, where they lead anywhere.

    None takes an entry of a mapping away.
    """
    if not steps or section is None:
        return value if not steps else None
    first, rest = steps[0], steps[1:]
    if isinstance(section, BaseModel):
        names = {info.alias or name: name for name, info in type(section).model_fields.items()}
        return section.model_copy(update={names[first]: put(getattr(section, names[first]), rest, value)})
    key = next((known for known in section if str(known) == first), None)
    if key is None:
        return section
    if not rest and value is None:
        return {known: each for known, each in section.items() if known != key}
    return {**section, key: put(section[key], rest, value)}


def at(section: object, steps: Steps) -> object:
    """Return what stands at the end of the steps; None where nothing does."""
    for step in steps:
        section = dict(children(section)).get(step)
    return section


def children(section: object) -> Iterator[tuple[str, Any]]:
    """Yield what stands in a section or a mapping, with its key in YAML; nothing of what is neither."""
    if isinstance(section, BaseModel):
        yield from ((info.alias or name, getattr(section, name)) for name, info in type(section).model_fields.items())
    elif isinstance(section, Mapping):
        yield from ((str(key), child) for key, child in section.items())

"""Campaigns: what each changes in the scenario, ramped from the value that stands there to the one at full effect."""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Annotated, Any, get_args

import numpy as np
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from carbonsim.messages.message import Wording, message
from carbonsim.scenario.expected import expected_kind
from carbonsim.scenario.fields import plain_type
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.scenario import SECTORS, Scenario
from carbonsim.scenario.sections.policy import Campaign
from carbonsim.scenario.typos import meant

CHANGEABLE = (*SECTORS, "actors", "choices.drift")
FREE = {
    **dict.fromkeys(("capacity_max", "new_capacity_max", "output_max", "heat_max", "ceiling"), math.inf),
    **dict.fromkeys(("output_min", "floor", "grain_floor"), 0.0),
}  # what a bound stands for where none is written
Told = tuple[Wording, Wording, Wording]  # found, expected, advice


@lru_cache(maxsize=1)
def national_actions() -> dict[str, tuple[str, str]]:
    """Return the ten national peaking actions: name → English, Chinese."""
    text = resources.files("carbonsim.library").joinpath("actions.csv").read_text(encoding="utf-8")
    return {row["name"]: (row["en"], row["zh"]) for row in csv.DictReader(text.splitlines())}


def action_names() -> list[str]:
    """Return the names of the national actions."""
    return list(national_actions())


@dataclass(frozen=True)
class ChangedPlace:
    """Where a path leads: the value that stands there and what may stand there, or why it leads nowhere."""

    value: Any = None
    annotation: Any = None
    problem: Told | None = None
    key: str = ""

    @property
    def free(self) -> float | None:
        """What an absent bound stands for: no ceiling, or a floor of zero; None for what is no bound."""
        return FREE.get(self.key)


def find_place(scenario: Scenario, path: str) -> ChangedPlace:
    """Follow a YAML path into the sectors of a scenario."""
    first, *rest = path.split(".")
    if not any(path == section or path.startswith(f"{section}.") for section in CHANGEABLE):
        expected = message("a path into one of {sections}", sections=CHANGEABLE)
        advice = meant(first, CHANGEABLE, message("a campaign acts on the city, not on its yardsticks"))
        return ChangedPlace(problem=(message("a path into {section}", section=first), expected, advice))
    value: object = getattr(scenario, first)
    annotation: object = Scenario.model_fields[first].annotation
    if value is None:
        return ChangedPlace(
            problem=(
                message("no sector {sector}", sector=first),
                message("a sector that the scenario has"),
                message("remove the change"),
            )
        )
    for place, step in enumerate(rest):
        if value is None:
            written = ".".join([first, *rest[:place]])
            advice = message("a campaign sets single values: write the section in the sector")
            return ChangedPlace(
                problem=(message("no {key} here", key=written), message("a section that the scenario has"), advice)
            )
        known = _children(value)
        if step not in known:
            expected = (
                message("one of {names}", names=tuple(list(known)[:12])) if known else message("the end of the path")
            )
            advice = meant(step, known, message("check the path against `show --resolved`"))
            return ChangedPlace(problem=(message("an unknown path: no {key} here", key=step), expected, advice))
        value, annotation = known[step], _inner(annotation, value, step)
    plain = plain_type(annotation)
    if isinstance(value, BaseModel | Mapping) or (isinstance(plain, type) and issubclass(plain, BaseModel)):
        return ChangedPlace(
            problem=(
                message("a section, not a value"),
                message("a path that ends at a value"),
                message("write the path to its end"),
            )
        )
    return ChangedPlace(value, annotation, key=path.rpartition(".")[2])


def _children(value: object) -> dict[str, object]:
    if isinstance(value, BaseModel):
        return {info.alias or name: getattr(value, name) for name, info in type(value).model_fields.items()}
    return {str(key): child for key, child in value.items()} if isinstance(value, Mapping) else {}


def _inner(annotation: object, value: object, step: str) -> object:
    if isinstance(value, BaseModel):
        info = next(i for n, i in type(value).model_fields.items() if (i.alias or n) == step)
        extra = [found for found in info.metadata if isinstance(found, Measure)]
        return Annotated[info.annotation, extra[0]] if extra else info.annotation
    return get_args(plain_type(annotation))[-1]


def find_measure(annotation: object) -> Measure | None:
    """Return the unit and range that a quantity field documents."""
    if isinstance(annotation, Measure):
        return annotation
    return next((found for part in get_args(annotation) if (found := find_measure(part)) is not None), None)


def starts_late_from_nothing(place: ChangedPlace, campaign: Campaign, plan_from: int) -> bool:
    """Say whether a campaign that starts after the plan sets a value which stands nowhere before, and is no bound."""
    absent = place.value is None and find_measure(place.annotation) is not None and place.free is None
    return absent and campaign.start > plan_from


def read_change_of(place: ChangedPlace, raw: object) -> Any:
    """Return what a campaign sets as a value of that place; or found, expected and advice where it does not fit."""
    measure = find_measure(place.annotation)
    try:
        if measure is None:
            return _Value(TypeAdapter(place.annotation).validate_python(raw))
        if measure.constant and place.value is not None:
            return (
                message("a value that holds for all years"),
                message("one that may change over time"),
                message("set it in the sector"),
            )
        return _Value(measure.read(raw))
    except PydanticCustomError as error:
        told = error.context or {}
        return (told["found"], told["expected"], message("correct the value or its unit"))
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        expected = expected_kind(detail["type"], detail.get("ctx") or {}, detail["msg"])
        return (repr(raw), expected, message("correct the value"))


@dataclass(frozen=True)
class _Value:
    """A value that was read, told apart from what is wrong with one."""

    value: object


def shared_paths(scenario: Scenario) -> dict[str, tuple[str, str]]:
    """Return paths that two campaigns set which are both on, with the two."""
    owners: dict[str, str] = {}
    shared: dict[str, tuple[str, str]] = {}
    for name, campaign in scenario.campaigns.items():
        for path in campaign.changes if campaign.enabled else ():
            if path in owners:
                shared.setdefault(path, (owners[path], name))
            owners.setdefault(path, name)
    return shared


def running(scenario: Scenario) -> list[str]:
    """Return the names of the campaigns that are on."""
    return [name for name, campaign in scenario.campaigns.items() if campaign.enabled]


def apply_campaigns(scenario: Scenario, names: Collection[str] | None = None) -> Scenario:
    """Return the scenario with the changes of its campaigns, of all that are on or of those named."""
    before = scenario.before_campaigns
    chosen = running(before) if names is None else [name for name in running(before) if name in names]
    values: dict[str, object] = {}
    for name in chosen:
        campaign = before.campaigns[name]
        for path, raw in campaign.changes.items():
            place = find_place(before, path)
            values[path] = _ramped(place, read_change_of(place, raw).value, campaign, before.time.years)
    return before.with_values(values, before) if before.campaigns else before


def _ramped(place: ChangedPlace, full: object, campaign: Campaign, years: Collection[int]) -> object:
    """Return the path from the value without the campaign to the one at full effect.

    What is no quantity changes whole; a bound that stands nowhere holds as written from the start on.
    """
    base, free = place.value, place.free
    if not isinstance(full, Quantity) or (base is None and free is None):
        return full
    share = np.array([campaign.share(year) for year in years])
    if base is None:
        path = np.where(share > 0.0, full.over(years), free or 0.0)
    else:
        path = base.over(years) + share * (full.over(years) - base.over(years))
    points = tuple((int(year), float(value)) for year, value in zip(years, path, strict=True))
    return Quantity(
        full.unit, points, None, full.source or campaign.source, full.quality or campaign.quality, full.note
    )

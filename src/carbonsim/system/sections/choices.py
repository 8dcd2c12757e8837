"""Choices → sets of technologies among which those who use a service choose, with how far they differ."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.sections.choices import Choices
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.sections.frozen import best_match, frozen_years, report_set
from carbonsim.system.tables import ENTRY, ChoiceSet

CHOOSING = ("industry", "transport", "buildings", "land")  # sectors whose services people and firms choose how to serve
MONEY_PER = {"PJ": ("CNY/GJ", 1.0), "Gvkm": ("CNY/vkm", 1000.0)}  # and million CNY per unit of a service in each
MOST_AWAY = 1e-3  # of one, that shares may be away from it in all


class Spread(NamedTuple):
    """How far costs differ from one buyer to another, as a share of the levelised cost, and where that was read."""

    sets: str
    value: float
    unit: str
    year: int
    source: str
    quality: str
    note: str


@lru_cache(maxsize=1)
def known_spreads() -> tuple[Spread, ...]:
    """Return the spreads of the library, by the pattern of the sets they hold for."""
    text = resources.files("carbonsim.library").joinpath("spreads.csv").read_text(encoding="utf-8")
    return tuple(
        Spread(row.pop("set"), float(row.pop("value")), row.pop("unit"), int(row.pop("year")), **row)
        for row in csv.DictReader(text.splitlines())
    )


def translate_choices(choices: Choices, context: Context, rows: SystemBuilder) -> None:
    """Write every set of at least two technologies that serve one use."""
    every = dict(option_sets(rows)) if choices.on or choices.frozen else {}
    frozen = frozen_years(choices.frozen, every, context)
    found = {service: options for service, options in every.items() if choices.on or service in frozen}
    if choices.on:
        _check_names(choices, found, context)
        _warn_of_no_history(found, context)
    for service, options in found.items():
        spread = best_match(choices.spread, service)
        cost = best_match(choices.spread_cost, service)
        library = best_match({one.sets: one.value for one in known_spreads()}, service)
        if spread is not None and cost is not None:
            context.report(
                f"choices.spread_cost.{service}",
                message("a spread in money beside one as a share of the cost"),
                message("one of the two"),
            )
        rows.choices.append(ChoiceSet(
            service=service, region=rows.region, options=options,
            spread=_first(spread, rows) or library or 0.0, spread_cost=_per_unit(cost, service, choices, context, rows),
            shares=_shares(choices, service), entry={option: _entry(choices, option, rows) for option in options},
            drift=_drift(choices.drift, options, rows), path=_path(choices, service), frozen=frozen.get(service),
        ))  # fmt: skip


def option_sets(rows: SystemBuilder) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every service with at least two technologies to buy that serve it and nothing else."""
    serving: dict[str, list[str]] = defaultdict(list)
    for (region, name), technology in rows.technologies.items():
        service = f"{technology.sector}/{technology.branch}/{technology.use}"
        bought = (region, name) in rows.parameters["lifetime"] and technology.group != "retrofit"
        if technology.sector in CHOOSING and bought and not technology.slices and service in rows.commodities:
            serving[service].append(name)
    return ((service, tuple(options)) for service, options in serving.items() if len(options) > 1)


def _first(quantity: Quantity | None, rows: SystemBuilder) -> float | None:
    return None if quantity is None else quantity.at(rows.years.plan_from)


def _per_unit(
    cost: Quantity | None, service: str, choices: Choices, context: Context, rows: SystemBuilder
) -> float | None:
    """Return a spread in million CNY per unit of a service; one in the money of another unit is reported."""
    if cost is None:
        return None
    unit, factor = MONEY_PER[rows.commodities[service].unit]
    if cost.unit != unit:
        found = message("{service} with a spread in {unit}", service=service, unit=cost.unit)
        context.report(_path(choices, service), found, message("a quantity in {unit}", unit=unit))
    return cost.at(rows.years.plan_from) * factor


def _path(choices: Choices, service: str) -> str:
    for name in ("spread_cost", "spread"):
        near = [pattern for pattern in getattr(choices, name) if fnmatchcase(service, pattern)]
        if near:
            return f"choices.{name}.{max(near, key=lambda pattern: len(pattern.replace('*', '')))}"
    return "choices"


def _entry(choices: Choices, option: str, rows: SystemBuilder) -> float:
    share = _first(best_match(choices.entry, option), rows)
    return ENTRY if share is None else share


def _shares(choices: Choices, service: str) -> dict[str, float]:
    written = choices.shares.get(service, {})
    return {f"{service}/{option}": share.at(0) for option, share in written.items()}


def _drift(
    drift: Mapping[str, Quantity], options: tuple[str, ...], rows: SystemBuilder
) -> dict[tuple[str, int], float]:
    found = ((option, best_match(drift, option)) for option in options)
    moving = ((option, path.over(rows.years).tolist()) for option, path in found if path is not None)
    return {
        (option, year): moved for option, path in moving for year, moved in zip(rows.years, path, strict=True) if moved
    }


def _check_names(choices: Choices, found: Mapping[str, tuple[str, ...]], context: Context) -> None:
    """Report sets and options that are not there, and shares that are not one in all."""
    for name in ("spread", "spread_cost"):
        for pattern in getattr(choices, name):
            if not any(fnmatchcase(service, pattern) for service in found):
                report_set(f"choices.{name}.{pattern}", pattern, found, context)
    options = [option for several in found.values() for option in several]
    for name in ("entry", "drift"):
        for option in getattr(choices, name):
            if not any(fnmatchcase(one, option) for one in options):
                context.report_unknown(f"choices.{name}.{option}", message("option"), option, options)
    for service, shares in choices.shares.items():
        path = f"choices.shares.{service}"
        if service not in found:
            report_set(path, service, found, context)
            continue
        for option in shares:
            if f"{service}/{option}" not in found[service]:
                own = [name.removeprefix(f"{service}/") for name in found[service]]
                context.report_unknown(f"{path}.{option}", message("option"), option, own)
        whole = sum(share.at(0) for share in shares.values())
        if abs(whole - 1.0) > MOST_AWAY:
            total = message("shares of {total} in all", total=f"{whole:.4g}")
            context.report(path, total, message("100 % in all"), message("change one share"))


def _warn_of_no_history(found: Mapping[str, tuple[str, ...]], context: Context) -> None:
    """Say that what stood in the base year tells what people choose, where no purchase before the plan is known."""
    years = context.years
    if found and not any(years.base_year < year < years.plan_from for year in years):
        context.warn(
            "choices",
            message("no year between the base year and the plan, in which something was bought"),
            message("years of history, or `shares` of what is bought"),
            message("shares of what stood in the base year are taken for it, an assumption"),
        )

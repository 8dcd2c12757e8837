"""Scenarios that differ in prices alone: the section they stand in is translated again, the rest stays as it is."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace

from carbonsim.scenario.campaigns import find_place
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import TRANSLATORS, Assembly
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.parameters import COSTS
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.sections.peaking import resolve_peaking
from carbonsim.system.sectors import economy
from carbonsim.system.tables import Key

BESIDE = {
    "name", "name_zh", "description", "description_zh", "reference", "peaking", "calibration", "history", "actuals",
}  # fmt: skip
Tables = Mapping[str, Mapping[Key, float]]


class Recost:
    """Assembles a scenario with other prices (CNY per something) by translating one section alone."""

    def __init__(self, scenario: Scenario, assembly: Assembly) -> None:
        """Keep what was assembled; nothing in it is changed."""
        self._scenario, self._assembly = scenario, assembly
        self._before: dict[str, SystemBuilder] = {}

    def warm_up(self) -> None:
        """Translate every section as it stands: a first change of prices then translates the changed one alone."""
        whole = self._assembly.rows
        if whole is None or self._has_no_sections():
            return
        for section in TRANSLATORS:
            if getattr(self._scenario, section) is not None:
                self._before[section] = self._alone(section, whole, self._scenario)

    def _has_no_sections(self) -> bool:
        return self._scenario.system is not None or self._scenario.accounting is not None

    def system(self, scenario: Scenario, paths: Iterable[str]) -> EnergySystem | None:
        """Return the system of the scenario with other values at some paths; None where that takes a whole assembly."""
        rows, old = self._assembly.rows, self._scenario
        if rows is None or self._has_no_sections() or not all(_is_price(find_place(old, path).value) for path in paths):
            return None
        changed = old.differs_in(scenario) - BESIDE
        if len(changed) > 1:
            return None
        costs: Tables | None = self._costs(changed.pop(), rows, scenario) if changed else {}
        if costs is None:
            return None
        system = self._assembly.system
        system = replace(
            system, name=scenario.name, peaking=resolve_peaking(scenario), parameters={**system.parameters, **costs}
        )
        return self._told(scenario, rows, system) if "variable_cost" in costs else system

    def _costs(self, section: str, whole: SystemBuilder, scenario: Scenario) -> Tables | None:
        """Return the tables of cost that are others, with those of one section as a scenario has them."""
        if section not in TRANSLATORS:
            return None
        if section not in self._before:
            self._before[section] = self._alone(section, whole, self._scenario)
        before, after = self._before[section], self._alone(section, whole, scenario)
        if _beside_costs(before) != _beside_costs(after):
            return None
        changed: dict[str, Mapping[Key, float]] = {}
        for name in COSTS:
            held, old, new = whole.parameters[name], before.parameters[name], after.parameters[name]
            if old.keys() != new.keys() or any(held.get(key) != value for key, value in old.items()):
                return None  # a cell comes or goes, or another section has a say in it
            if old != new:
                changed[name] = {**held, **new}
        return changed

    def _alone(self, section: str, whole: SystemBuilder, scenario: Scenario) -> SystemBuilder:
        """Return the rows of one section, written where it finds what all sections declared."""
        context = copy.copy(self._assembly.context)
        assert context is not None
        context.findings, context.warnings = [], []
        context.shapes, context.use_shapes = dict(context.shapes), dict(context.use_shapes)
        rows = SystemBuilder(whole.region, whole.years, whole.time_slices)
        rows.commodities, rows.technologies = dict(whole.commodities), dict(whole.technologies)
        rows.emission_factors, rows.biogenic = dict(whole.emission_factors), dict(whole.biogenic)
        TRANSLATORS[section](getattr(scenario, section), context, rows)
        return rows

    def _told(self, scenario: Scenario, whole: SystemBuilder, system: EnergySystem) -> EnergySystem | None:
        """Return the system with what households then pay for energy; None where a target acts on that."""
        rows, context = copy.copy(whole), copy.copy(self._assembly.context)
        if scenario.economy is None or context is None:
            return system
        rows.parameters, rows.indicators = dict(system.parameters), dict(whole.indicators)  # type: ignore[arg-type]
        economy.indicate(scenario.economy, scenario.buildings, context, rows)
        enforced = {target.indicator for target in system.targets if target.enforced}
        if any(rows.indicators[name] != whole.indicators[name] for name in enforced if name in whole.indicators):
            return None
        return replace(system, indicators=tuple(rows.indicators.values()))


def _is_price(value: object) -> bool:
    return isinstance(value, Quantity) and value.unit.startswith("CNY/")


def _beside_costs(rows: SystemBuilder) -> list[object]:
    tables = [table for name, table in rows.parameters.items() if name not in COSTS]
    return [*tables, rows.commodities, rows.technologies, rows.storages, rows.limits, rows.delays, rows.indicators]

"""What a scenario changes in the economy of its baseline: branches, services and projects, and their suppliers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.projects import Project
from carbonsim.scenario.sectors.economy import Economy, Service
from carbonsim.scenario.sectors.end_use import NO_SUPPLIERS, SupplierMultiplier
from carbonsim.scenario.sectors.industry import Branch
from carbonsim.system.context import Array, Context
from carbonsim.system.sectors.end_use import relative_to_first
from carbonsim.system.sectors.industry import branch_outputs

SECONDARY, TERTIARY = "secondary", "tertiary"
BRANCHES = "industry.branches."
GROWN = "area_by_services_"  # and a class of buildings: by what its area is more, as services in it add more value
NOTHING_ELSE: Mapping[str, object] = {"uses": {}, "actor": None}  # what a branch or a service has that adds no value


@dataclass(frozen=True)
class Makers:
    """Branches and services with what tells their value added, and nothing else of them."""

    branches: Mapping[str, Branch] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)


class Held(NamedTuple):
    """The services whose energy a class of buildings holds, in a scenario and in its baseline."""

    now: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True)
class EconomicChange:
    """The economy of a scenario beside that of its baseline, and the projects that stand in neither."""

    now: Makers = Makers()
    before: Makers = Makers()
    projects: Mapping[str, tuple[str, Project]] = field(default_factory=dict)  # each with the sector of its branch
    holds: Mapping[str, Held] = field(default_factory=dict)  # classes of buildings that the scenario leaves as they are


NO_CHANGE = EconomicChange()


@dataclass(frozen=True)
class AddedValue:
    """What one branch, service or project changes: value added in billion CNY of the base year over the model years.

    `jobs` in millions are given where a project tells its own.
    """

    name: str
    sector: str
    amount: Array
    suppliers: Mapping[str, Array]
    path: str
    jobs: Array | None = None

    @property
    def whole(self) -> Array:
        """What GDP gains or loses by it, suppliers included."""
        return self.amount + sum(self.suppliers.values())


def economic_change(scenario: Scenario) -> EconomicChange:
    """Return what a scenario changes in the economy of its baseline; nothing is told twice that stays as it was."""
    baseline = scenario.baseline
    now = Makers(
        {} if scenario.industry is None else _branches(scenario.industry.branches),
        {} if scenario.economy is None else _services(scenario.economy.services),
    )
    before = Makers(
        now.branches if baseline.industry is None else _branches(baseline.industry.branches),
        now.services if baseline.economy is None else _services(baseline.economy.services),
    )
    sectors = scenario.project_branches()
    projects = {
        name: (SECONDARY if sectors.get(project.branch) == "industry" else TERTIARY, _bare(project))
        for name, project in scenario.projects.items()
    }
    if now == before:
        return EconomicChange(projects=projects)
    return EconomicChange(now, before, projects, _held(scenario))


def _held(scenario: Scenario) -> dict[str, Held]:
    """Return the classes of buildings that hold services; one of another area than the baseline's says it itself."""
    baseline = scenario.baseline
    classes = {} if scenario.buildings is None else scenario.buildings.classes
    known = {} if baseline.buildings is None else baseline.buildings.classes
    found = {
        name: Held(_held_in(name, scenario.economy), _held_in(name, baseline.economy))
        for name, building in classes.items()
        if name not in known or known[name].floor_area == building.floor_area
    }
    return {name: held for name, held in found.items() if any(held)}


def _held_in(building: str, economy: Economy | None) -> tuple[str, ...]:
    services = {} if economy is None else economy.services
    return tuple(name for name, one in services.items() if one.building_class == building and not one.uses)


def _branches(branches: Mapping[str, Branch]) -> dict[str, Branch]:
    nothing = {**NOTHING_ELSE, "savings": {}, "process_emissions": {}}
    return {name: branch.model_copy(update=nothing) for name, branch in branches.items()}


def _services(services: Mapping[str, Service]) -> dict[str, Service]:
    return {name: service.model_copy(update=NOTHING_ELSE) for name, service in services.items()}


def _bare(project: Project) -> Project:
    return project.model_copy(update={"energy": {}, "process": {}})


def added_values(change: EconomicChange, context: Context) -> list[AddedValue]:
    """Return what each branch, service and project adds to GDP or takes from it, where it is anything.

    What follows GDP follows that which is written, in the baseline too, so that growth itself is no change.
    """
    before, now = dict(_made(change.before, context)), dict(_made(change.now, context))
    nothing = _Made(np.zeros(len(context.years)), NO_SUPPLIERS)
    found = []
    for path in dict.fromkeys((*now, *before)):
        amount = now.get(path, nothing).amount - before.get(path, nothing).amount
        sector = SECONDARY if path.startswith(BRANCHES) else TERTIARY
        found.append(_added(path, sector, amount, (now.get(path) or before[path]).multiplier, context))
    found += [_of_a_project(name, sector, project, context) for name, (sector, project) in change.projects.items()]
    return [each for each in found if each.amount.any() or (each.jobs is not None and each.jobs.any())]


def grown_classes(change: EconomicChange, context: Context) -> dict[str, Array]:
    """Return by what the area of a class of buildings is more than written, as the services in it add more value.

    Where it holds none in the baseline, it holds what all services together add.
    """
    if not change.holds:
        return {}
    now, before = dict(_made(change.now, context)), dict(_made(change.before, context))
    found = {}
    for name, held in change.holds.items():
        there, here = _together(before, held.before, context), _together(now, held.now, context)
        whole = np.where(there > 0.0, there, context.drivers.get("value_added_tertiary", there))
        if not whole.all():
            continue  # nothing is known of what it would be a part of
        found[name] = np.maximum(whole + here - there, 0.0) / whole
    return {name: factor for name, factor in found.items() if (factor != 1.0).any()}


def _together(made: Mapping[str, _Made], services: tuple[str, ...], context: Context) -> Array:
    return sum((made[f"economy.services.{name}"].amount for name in services), np.zeros(len(context.years)))


@dataclass(frozen=True)
class _Made:
    """Value added of a branch or service, and what it moves at suppliers."""

    amount: Array
    multiplier: SupplierMultiplier


def _made(makers: Makers, context: Context) -> Iterator[tuple[str, _Made]]:
    """Yield what every branch and service makes, by its YAML path."""
    unheard = Context(context.years, context.time_slices, context.locate)  # what is wrong is told by the sector
    unheard.departures = context.departures
    for name, output in (branch_outputs(makers.branches, unheard) or {}).items():
        branch = makers.branches[name]
        if branch.value_added is not None:
            amount = branch.value_added.at(context.years.base_year) * relative_to_first(output)
            yield f"{BRANCHES}{name}", _Made(amount, branch.supplier_multiplier)
    for name, service in makers.services.items():
        amount = unheard.follow(service.value_added.over(context.years), "value_added_tertiary", service.elasticity)
        yield f"economy.services.{name}", _Made(amount, service.supplier_multiplier)


def _added(
    path: str, sector: str, amount: Array, multiplier: SupplierMultiplier, context: Context, jobs: Array | None = None
) -> AddedValue:
    suppliers = {
        SECONDARY: amount * multiplier.secondary.over(context.years),
        TERTIARY: amount * multiplier.tertiary.over(context.years),
    }
    return AddedValue(path.rpartition(".")[2], sector, amount, suppliers, path, jobs)


def _of_a_project(name: str, sector: str, project: Project, context: Context) -> AddedValue:
    years, path = context.years, f"projects.{name}"
    load = np.array([project.load(year) for year in years])
    jobs = None if project.jobs is None else project.jobs.over(years) * load / 1e6
    return _added(path, sector, project.value_added.over(years) * load, project.supplier_multiplier, context, jobs)

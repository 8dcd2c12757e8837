"""Idle keys: what was written with a value other than that of its absence, and reaches no row and no cost.

A key is idle where the model is the same, number for number, without it and with another value in its place. Most
keys show at once that they are not: their figure stands in a cell that is read, or what is near them is translated
otherwise. What is left is taken out all together, assembled and compiled, and halved where that makes a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from pydantic import BaseModel

from carbonsim.errors import CarbonsimError, Finding
from carbonsim.memory import Memory
from carbonsim.messages.message import message
from carbonsim.optimization.compiling.arrays import Arrays, Program, compile_model
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.idle_keys.idle_figures import find_idle_figures
from carbonsim.optimization.idle_keys.reach import Reach
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.campaigns import running
from carbonsim.scenario.data_set import data_set_places
from carbonsim.scenario.describing.written_keys import TOLD, Steps, WrittenKey, alike, at, put, written_keys
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.alone import SECTIONS, Alone, Neighbours, owner_of
from carbonsim.system.assemble import assemble, scope_of, write_sections
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.fragments import NOTHING, Fragment
from carbonsim.system.parameters import PARAMETERS
from carbonsim.system.sections.peaking import resolve_peaking
from carbonsim.system.sections.projects import BY_SLICE
from carbonsim.system.tables import Limit

UNPAID = 1e-9  # of the cost of the plan: what is paid is less
Followed = Callable[[Mapping[str, float], str | None], bool]  # a load shape, by what was written at a path or anything
CEILINGS = frozenset({"activity_max", "activity_max_period", "ceiling", "heat_max", "output_max"})
SHARES = frozenset(
    {
        "sales_share_max", "sales_share_min", "share_change_max", "share_fall_max", "share_max", "share_min",
        "share_rise_max",
    }
)  # fmt: skip
WHOLE = 2  # values with which a whole section is translated again: what it cannot tell, the whole model does


def find_idle(scenario: Scenario, system: EnergySystem, memory: Memory) -> list[Finding]:
    """Return a warning for every key of a scenario that reaches no row, cost or figure of its model."""
    search = Search(scenario, system, memory)
    known = {warning.path for warning in system.warnings}
    paths = [*search.idle_keys(), *search.idle_changes(), *search.idle_targets(), *search.idle_projects()]
    found = [idle_finding(scenario.locate(path), path) for path in dict.fromkeys(paths) if path not in known]
    return [*found, *search.idle_figures()]


def find_idle_after(before: Scenario, after: Scenario, paths: Iterable[str], memory: Memory) -> list[Finding]:
    """Return what `find_idle` does for a scenario as it was changed in the program at some paths.

    What was changed to another value and makes no difference beside the other changes is told too, whatever it is.
    """
    system, _ = assemble(after, memory)
    if system is None:
        return []
    found = find_idle(after, system, memory)
    changed = {_to_figure(after, path): path for path in paths if _acted(path)}
    told = Search(after, system, memory).idle_values(before, changed)
    known = {warning.path for warning in found}
    return [*found, *(idle_finding(after.locate(path), path) for path in told if path not in known)]


def _acted(path: str) -> bool:
    """Say whether a path leads to what is meant to act on the model."""
    first, *rest = path.split(".")
    return first in (*SECTIONS, "actors", "scope", "peaking", "projects") and not TOLD.intersection(rest)


def _to_figure(scenario: Scenario, path: str) -> Steps:
    """Return the steps of a path, as far as the figure of which it tells one year."""
    steps = tuple(path.split("."))
    ends = (end for end in range(1, len(steps)) if isinstance(at(scenario, steps[:end]), Quantity))
    return steps[: next(ends, len(steps))]


def idle_finding(place: tuple[str, int], path: str) -> Finding:
    """Return the warning of what was written at a place and reaches nothing."""
    found, expected = (
        message("a value that reaches no row and no cost of the model"),
        message("a value that the model reads"),
    )
    return Finding(*place, path, found, expected, message("add what it acts on, or remove it"))


def find_unpaid_price(scenario: Scenario, system: EnergySystem, plan: Solution) -> list[Finding]:
    """Return a warning where a carbon price is written and nothing pays it in a plan: a higher one changes nothing."""
    prices = system.parameters["carbon_price"]
    paid = plan.costs[plan.costs["component"] == "carbon_price"]["value"].abs().sum()
    if (
        plan.status != SolveStatus.OPTIMAL
        or not any(prices.values())
        or paid > UNPAID * max(abs(plan.total_cost or 0.0), 1.0)
    ):
        return []
    known = system.place("carbon_price", next(key for key, price in prices.items() if price))
    paths = [path for path in ("energy.carbon_price", "system.carbon_price") if path in scenario.trace.origins]
    path = known.path if known else paths[0] if paths else "system"
    place = (known.file, known.line) if known and known.file else scenario.locate(path)
    found, expected = message("a price that nothing pays in the plan"), message("something that pays it and emits")
    return [Finding(*place, path, found, expected, message("a higher price changes nothing either"))]


@dataclass(frozen=True)
class Search:
    """The search for idle keys in one scenario."""

    scenario: Scenario
    system: EnergySystem
    memory: Memory

    @cached_property
    def _whole(self) -> Fragment | None:
        """What all sections wrote; none of a data set, of which the peaking plan alone is written here."""
        return None if data_set_places(self.scenario) else write_sections(self.scenario, self.memory)

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self.system)

    @cached_property
    def _alone(self) -> Alone:
        return Alone(self.scenario, self._whole or NOTHING)

    @cached_property
    def _neighbours(self) -> dict[str, Neighbours]:
        sections = {name: getattr(self.scenario, name) for name in SECTIONS}
        return {name: Neighbours(section) for name, section in sections.items() if section is not None}

    @cached_property
    def _known(self) -> dict[tuple[str, Steps | None], tuple[object, Fragment]]:
        return {}

    def idle_keys(self) -> list[str]:
        """Return the paths of keys that are idle; of an entry of which nothing stands, the entry's."""
        keys = written_keys(self.scenario)
        if self._whole is None:
            keys = [key for key in keys if key.steps[0] == "peaking"]
        keys = [key for key in keys if not self._is_released(key)]
        doubted = [key for key in keys if key.unseen or not self._acts(key)]
        in_vain = [key.path for key in keys if self._is_in_vain(key)]
        told = [self._told_at(key) for key in self._confirmed(doubted)]
        return _outermost([*told, *in_vain, *self._idle_centre()])

    def _idle_centre(self) -> list[str]:
        """Return the paths of the centre of the growth corridor where nothing follows how far GDP departs from it."""
        economy = self.scenario.economy
        corridor = None if economy is None else economy.growth_corridor
        elasticities = (getattr(section, "elasticity", None) for _, section in self.scenario.sections())
        if corridor is None or any(value for each in elasticities if each is not None for _, value in each.points):
            return []
        written = self.scenario.trace.origins
        parts = (("central", "gdp"), ("structure", "structure"))
        paths = [f"economy.growth_corridor.{centre}" for centre, own in parts if f"economy.{own}" in written]
        return [path for path in paths if any(key == path or key.startswith(f"{path}.") for key in written)]

    def idle_changes(self) -> list[str]:
        """Return the paths of campaigns that change nothing, and of changes by others that make no difference."""
        before = self.scenario.before_campaigns
        changes = {
            tuple(path.split(".")): f"campaigns.{name}.changes.{path}"
            for name in running(before)
            for path in before.campaigns[name].changes
        }
        empty = [f"campaigns.{name}" for name in running(before) if not before.campaigns[name].changes]
        return [*empty, *self._without_a_difference(before, changes)]

    def idle_values(self, before: Scenario, changes: Mapping[Steps, str]) -> list[str]:
        """Return those changes, told by their steps, that are others than before and make no difference."""
        pairs = {steps: (at(before, steps), at(self.scenario, steps)) for steps in changes}
        years = tuple(self.scenario.time.years)
        others = {steps: changes[steps] for steps, pair in pairs.items() if not alike(pair[1], pair[0], None, years)}
        return self._without_a_difference(before, others)

    def _without_a_difference(self, before: Scenario, changes: Mapping[Steps, str]) -> list[str]:
        if self._whole is None:
            changes = {steps: told for steps, told in changes.items() if steps[0] == "peaking"}
        keys = {
            WrittenKey(steps, at(self.scenario, steps), (at(before, steps),)): told for steps, told in changes.items()
        }
        doubted = [key for key in keys if not self._acts_near(key)]
        return [keys[key] for key in self._confirmed(doubted)]

    def idle_targets(self) -> list[str]:
        """Return the paths of enforced targets of which no row has a column."""
        enforced = [name for name, target in self.scenario.targets.items() if target.strength == "enforce"]
        return [
            f"targets.{name}"
            for name in enforced
            if not self._reach.sums(self._reach.limits.get(f"targets.{name}", ()))
        ]

    def idle_projects(self) -> list[str]:
        """Return the paths of projects that bring nothing, and of load shapes of those without power and heat."""
        years, found = self.scenario.time.years, []
        for name, project in self.scenario.projects.items():
            used = {commodity for commodity, energy in project.energy.items() if energy.over(years).any()}
            told = (*project.process.values(), project.value_added, project.jobs)
            if not used and not any(figure.over(years).any() for figure in told if figure is not None):
                found.append(f"projects.{name}")
            elif project.shape != "flat" and not used.intersection(BY_SLICE):
                found.append(f"projects.{name}.shape")
        return found

    def idle_figures(self) -> list[Finding]:
        """Return a warning for every key that only reports and reaches no figure."""
        if self.scenario.economy is None and self.scenario.districts is None:
            return []
        return find_idle_figures(self.scenario, self._whole, self._reach)

    def _told_at(self, key: WrittenKey) -> str:
        """Return where a key is told to be idle: at its entry where nothing of that can run, stand or be built."""
        owner = ".".join(key.steps[:-1])
        written = self._reach.technologies.get(owner, ())
        return owner if written and not any(map(self._reach.stands, written)) else key.path

    def _acts(self, key: WrittenKey) -> bool:
        """Say whether a key shows at once that it reaches something."""
        if self._reach.sums(self._reach.limits.get(key.path, ())) or self._is_followed(key):
            return True
        if isinstance(key.value, BaseModel | Mapping) and key.path in self._reach.made:
            return True
        if key.path in self._reach.technologies:  # of which none can run, stand or be built
            return False
        owner, name = ".".join(key.steps[:-1]), key.steps[-1]
        if isinstance(key.value, Quantity):
            years = self.system.years.model
            figures = dict(zip(years, key.value.over(years).tolist(), strict=True))
            if self._reach.holds_figure(owner, name, figures):
                return True
        return self._acts_near(key)

    def _is_in_vain(self, key: WrittenKey) -> bool:
        """Say whether a key is the load shape, or a limit, of what gives nothing that anybody wants."""
        if self._is_followed(key, self._reach.follows_in_vain):
            return True
        owner, name = ".".join(key.steps[:-1]), key.steps[-1]
        if name not in CEILINGS | SHARES:
            return False
        return self._reach.runs_in_vain(owner, with_capacity=name in SHARES)

    def _is_released(self, key: WrittenKey) -> bool:
        """Say whether a key bounds what is bought in shares that are frozen, so that it is meant not to hold."""
        frozen = {option for one in self.system.choices if one.frozen is not None for option in one.options}
        written = self._reach.technologies.get(".".join(key.steps[:-1]), ())
        return key.steps[-1] in SHARES and any(technology.name in frozen for technology in written)

    def _is_followed(self, key: WrittenKey, followed: Followed | None = None) -> bool:
        """Say whether a key is, or names, a load shape that something follows."""
        followed = followed or self._reach.follows
        shapes = {} if self._whole is None else self._whole.shapes
        if isinstance(key.value, str) and key.value in shapes:
            return followed(shapes[key.value], ".".join(key.steps[:-1]))
        return key.steps[1] == "shapes" and followed(shapes.get(key.steps[-1], {}), None)

    def _acts_near(self, key: WrittenKey) -> bool:
        """Say whether what is near a key is translated otherwise with another value."""
        first, *rest = key.steps
        if first == "peaking":
            return any(self._peaks_otherwise(key, other) for other in key.others)
        if first == "scope":
            return any(self._counts_otherwise(key, other) for other in key.others)
        if first == "actors":
            return any(self._pays_otherwise(key, other) for other in key.others)
        if first not in self._neighbours:
            return False
        entry = owner_of(tuple(rest), self._neighbours[first].words)
        near = self._differ(first, entry, tuple(rest), key.others) if entry else None
        whole = self._differ(first, None, tuple(rest), key.others[:WHOLE]) if near is None else near
        return bool(whole)

    def _differ(self, name: str, entry: Steps | None, steps: Steps, values: Sequence[object]) -> bool | None:
        """Say whether one of some values is translated otherwise; None where what is near is not whole without more."""
        answers = []
        for value in values:
            answers.append(self._differs(name, entry, steps, value))
            if answers[-1]:
                return True
        return None if None in answers else False

    def _differs(self, name: str, entry: Steps | None, steps: Steps, value: object) -> bool | None:
        try:
            section, own = self._written(name, entry)
            other = self._alone.write(name, put(section, steps, value))
        except (CarbonsimError, ArithmeticError, LookupError, TypeError, ValueError):
            return None
        if other.findings != own.findings or self._reached(own, other):
            return True
        return None if own.findings else False

    def _written(self, name: str, entry: Steps | None) -> tuple[object, Fragment]:
        if (name, entry) not in self._known:
            neighbours = self._neighbours[name]
            section = neighbours.section if entry is None else neighbours.near(entry)
            self._known[name, entry] = section, self._alone.write(name, section)
        return self._known[name, entry]

    def _reached(self, one: Fragment, two: Fragment) -> bool:
        """Say whether two fragments differ in what the equations read."""
        if (one.storages, one.delays, one.reservoirs) != (two.storages, two.delays, two.reservoirs):
            return True
        if self._reach.sums(_apart(one.limits, two.limits)):
            return True
        for name in one.parameters.keys() | two.parameters.keys():
            table, other, rest = one.table(name), two.table(name), PARAMETERS[name].default
            if table != other:
                both = table.keys() | other.keys()
                changed = (key for key in both if table.get(key, rest) != other.get(key, rest))
                if any(self._reach.reads(name, key) for key in changed):
                    return True
        return False

    def _peaks_otherwise(self, key: WrittenKey, value: object) -> bool:
        changed = resolve_peaking(self._with({key: value}))
        own = resolve_peaking(self.scenario)
        return self._reach.peaking_rows(own) != self._reach.peaking_rows(changed)

    def _pays_otherwise(self, key: WrittenKey, value: object) -> bool:
        """Say whether who buys something that may be built pays it back at another rate."""
        system, _ = assemble(self._with({key: value}), self.memory)
        own, other = ({} if one is None else one.parameters["actor_rate"] for one in (self.system, system))
        changed = (one for one in own.keys() | other.keys() if own.get(one) != other.get(one))
        return any(self._reach.reads("actor_rate", one) for one in changed)

    def _counts_otherwise(self, key: WrittenKey, value: object) -> bool:
        return self._counted(self.scenario) != self._counted(self._with({key: value}))

    def _counted(self, scenario: Scenario) -> tuple[object, ...]:
        """Return what a scope says of the emissions and the trade that there are."""
        scope, made = scope_of(scenario, self.system.years), self.system.emissions
        weights = {emission: scope.weights.get(emission, 0.0) for emission in made}
        told = scope.imports and (scope.gross, scope.credit_exports)
        return weights, scope.imports, scope.import_factor, told

    def _with(self, values: dict[WrittenKey, object]) -> Scenario:
        changed: Any = self.scenario
        for key, value in values.items():
            changed = put(changed, key.steps, value)
        result: Scenario = changed.with_trace(self.scenario.trace)
        return result

    def _confirmed(self, doubted: Sequence[WrittenKey]) -> list[WrittenKey]:
        """Return those of the keys with which the model stays the same, whichever other value they have."""
        decided = [key for key in doubted if key.steps[0] in ("peaking", "scope")]
        left = [key for key in doubted if key not in decided]
        for place in range(max((len(key.others) for key in left), default=0)):
            asked = [key for key in left if place < len(key.others)]
            same = set(self._unmoved(asked, place))
            left = [key for key in left if place >= len(key.others) or key in same]
        return [key for key in doubted if key in decided or key in left]

    def _unmoved(self, keys: Sequence[WrittenKey], place: int) -> list[WrittenKey]:
        if not keys:
            return []
        if self._is_the_same(self._with({key: key.others[place] for key in keys})):
            return list(keys)
        half = len(keys) // 2
        return [*self._unmoved(keys[:half], place), *self._unmoved(keys[half:], place)] if half else []

    def _is_the_same(self, scenario: Scenario) -> bool:
        """Say whether a scenario has the same model, number for number; one that cannot be assembled has not."""
        try:
            system, findings = assemble(scenario, self.memory)
        except (CarbonsimError, ArithmeticError, LookupError, TypeError, ValueError):
            return False
        if system is None or findings:
            return False
        if system.choices != self.system.choices:  # what people choose by stands in no row before it is solved
            return False
        return system == self.system or _same_model(self._arrays, _compiled(system))

    @cached_property
    def _arrays(self) -> Arrays:
        return _compiled(self.system)


def _outermost(paths: Sequence[str]) -> list[str]:
    """Return paths without those below another one."""
    return [path for path in dict.fromkeys(paths) if not any(path.startswith(f"{other}.") for other in paths)]


def _compiled(system: EnergySystem) -> Arrays:
    return compile_model(derive(system))


def _same_model(one: Arrays, two: Arrays) -> bool:
    """Say whether two models have the same columns, and rows, bounds and costs alike in every number."""
    if one.column_count != two.column_count:
        return False
    mine, theirs = _filled(one.gather()), _filled(two.gather())
    return all(np.array_equal(getattr(mine, part.name), getattr(theirs, part.name)) for part in fields(mine))


def _filled(program: Program) -> Program:
    """Return a programme without the rows that have nothing in them and hold."""
    holds = (program.row_low <= 0.0) & (program.row_high >= 0.0)
    kept = (np.diff(program.starts) > 0) | ~holds
    starts = np.concatenate([program.starts[:-1][kept], program.starts[-1:]])
    return replace(program, starts=starts, row_low=program.row_low[kept], row_high=program.row_high[kept])


def _apart(one: Sequence[Limit], two: Sequence[Limit]) -> list[Limit]:
    """Return what stands in one of two sequences and not at its place in the other."""
    if len(one) == len(two):
        return [each for pair in zip(one, two, strict=True) if pair[0] != pair[1] for each in pair]
    return list(set(one) ^ set(two))

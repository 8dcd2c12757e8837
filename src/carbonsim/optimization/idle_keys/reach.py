"""What of a system the equations would read: which technologies have columns, which limits have something to sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from carbonsim.optimization.equations import with_role
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.structure.roles import PeakingLine
from carbonsim.optimization.terms.activity import derive_columns
from carbonsim.optimization.terms.capacity import bound_activity
from carbonsim.optimization.terms.emissions import ALL, Emitters, derive_emissions
from carbonsim.optimization.terms.limits import limit_columns
from carbonsim.optimization.terms.peaking import derive_peaking
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.parameters import PARAMETERS
from carbonsim.system.tables import Key, Limit, Peaking, Technology


class Reach:
    """Answers what the equations read of a system, from its columns alone: no row is written for it."""

    def __init__(self, system: EnergySystem) -> None:
        """Lay out the columns of the system."""
        self.system = system
        self.data = Coefficients(system)
        derive_columns(self.data)
        bound_activity(self.data)
        derive_emissions(self.data)

    @cached_property
    def limits(self) -> Mapping[str, list[Limit]]:
        """Every limit by the path that it was written at."""
        found: dict[str, list[Limit]] = defaultdict(list)
        for limit in self.system.limits:
            found[limit.path].append(limit)
        return found

    @cached_property
    def technologies(self) -> Mapping[str, list[Technology]]:
        """Every technology by the path that it was written at."""
        found: dict[str, list[Technology]] = defaultdict(list)
        for technology in self.system.technologies:
            found[technology.path].append(technology)
        return found

    def sums(self, limits: Iterable[Limit]) -> bool:
        """Say whether one of the limits has a column to sum."""
        columns = (column for limit in limits for column in limit_columns(self.data, limit.terms))
        return any(family != "inside_emissions" or self.emits(str(key[0]), int(key[1])) for family, key in columns)

    def reads(self, parameter: str, key: Key) -> bool:
        """Say whether a cell stands where a column is, or decides whether there is one."""
        index = PARAMETERS[parameter].index
        if PARAMETERS[parameter].of == "existence" or "technology" not in index:
            return parameter != "peak_margin"  # a margin on what nobody uses is a row with nothing in it
        place = key[:2]
        if place not in self._written:
            return True
        if parameter == "capacity_credit" and key not in self._give_what_has_a_margin:
            return False
        years = [key[index.index("year")]] if "year" in index else self.system.years.model
        return any(self._has_column(parameter, (*place, year)) for year in years)

    @cached_property
    def _give_what_has_a_margin(self) -> set[Key]:
        """Region, technology and year of what gives a commodity of which a margin is held, or carries it elsewhere."""
        margins = {(commodity, year) for _, commodity, year in self.system.parameters["peak_margin"]}
        given = self.system.parameters["output_ratio"]
        return {(region, name, year) for region, name, _, commodity, year in given if (commodity, year) in margins}

    @cached_property
    def _written(self) -> set[Key]:
        return {(technology.region, technology.name) for technology in self.system.technologies}

    @cached_property
    def _followers(self) -> Mapping[frozenset[tuple[str, float]], set[str]]:
        """Every load shape with the paths of what follows it: technologies that can run, and what they give."""
        return self._followers_among(self._written)

    def _followers_among(self, places: Container[Key]) -> Mapping[frozenset[tuple[str, float]], set[str]]:
        shapes: dict[Key, list[tuple[str, float]]] = defaultdict(list)
        for key, share in self.system.parameters["shape"].items():
            if key[:2] in places and self.reads("shape", key):
                shapes[key[:3]].append((str(key[3]), share))
        paths = self._paths
        found: dict[frozenset[tuple[str, float]], set[str]] = defaultdict(set)
        for key, parts in shapes.items():
            found[frozenset(parts)] |= paths[key[:2]]
        return found

    @cached_property
    def _paths(self) -> Mapping[Key, set[str]]:
        """The paths of every technology: its own, and those of what it gives."""
        given = {commodity.name: commodity.path for commodity in self.system.commodities}
        found: dict[Key, set[str]] = {(each.region, each.name): {each.path} for each in self.system.technologies}
        for region, name, _, commodity, _ in self.system.parameters["output_ratio"]:
            found[region, name].add(given[str(commodity)])
        return found

    def follows(self, shape: Mapping[str, float], owner: str | None = None) -> bool:
        """Say whether something follows a load shape, such as what was written at a path."""
        return _names(self._followers, shape, owner)

    def follows_in_vain(self, shape: Mapping[str, float], owner: str | None = None) -> bool:
        """Say whether all that follows a load shape serves demands of nothing."""
        return self.follows(shape, owner) and not _names(self._serving_followers, shape, owner)

    def runs_in_vain(self, path: str, *, with_capacity: bool) -> bool:
        """Say whether what was written at a path gives only what nobody wants, and need not run."""
        places = {(technology.region, technology.name) for technology in self.technologies.get(path, ())}
        parameters = self.system.parameters
        floors = (parameters["activity_min"], parameters["activity_min_period"])
        kept = {key[:2] for table in floors for key, least in table.items() if least}
        if not with_capacity:
            kept |= {key[:2] for key in parameters["lifetime"]}
        return bool(places) and not places & (kept | self._serving)

    @cached_property
    def _serving_followers(self) -> Mapping[frozenset[tuple[str, float]], set[str]]:
        """Every load shape with the paths of what follows it and gives something that may be wanted."""
        return self._followers_among(self._serving)

    @cached_property
    def _serving(self) -> set[Key]:
        """Region and name of the technologies that give nothing at all, or something that may be wanted."""
        parameters, system = self.system.parameters, self.system
        wanted = {key[1] for name in ("demand", "demand_slice") for key, value in parameters[name].items() if value}
        wanted |= {key[3] for key in parameters["input_ratio"]}
        wanted |= {commodity.name for commodity in system.commodities if commodity.surplus}
        giving = {key[:2] for key in parameters["output_ratio"]}
        late = {(delay.region, delay.technology) for delay in system.delays}
        serving = {key[:2] for key in parameters["output_ratio"] if key[3] in wanted}
        return serving | late | (self._written - giving)

    def _has_column(self, parameter: str, key: Key) -> bool:
        of = PARAMETERS[parameter].of
        if of == "new_capacity":
            return key in self.data.built
        return key in self.data.vintages if of == "capacity" else bool(self.data.columns.get(key))

    @cached_property
    def made(self) -> set[str]:
        """Every path at or below which something was written that can run, stand or be built, or has a balance."""
        paths = {commodity.path for commodity in self.system.commodities}
        standing = [technology for technology in self.system.technologies if self.stands(technology)]
        paths |= {technology.path for technology in standing}
        paths |= {path for path, limits in self.limits.items() if path.startswith("system.") and self.sums(limits)}
        paths |= {key[1:] for technology in standing for _, key in technology.keys if key.startswith(".")}
        steps = [path.split(".") for path in paths]
        return {".".join(each[:end]) for each in steps for end in range(1, len(each) + 1)}

    def stands(self, technology: Technology) -> bool:
        """Say whether a technology can run, stand or be built in any year."""
        place = (technology.region, technology.name)
        keys: list[Key] = [(*place, year) for year in self.system.years]
        return any(self.data.columns.get(key) or key in self.data.vintages or key in self.data.built for key in keys)

    def holds_figure(self, owner: str, name: str, figures: Mapping[int, float]) -> bool:
        """Say whether figures by year stand under their own name in a technology that was written at a path."""
        for technology in self.technologies.get(owner, ()):
            own = {key: parameter for parameter, key in technology.keys}
            parameter = own.get(name, name)
            index = PARAMETERS[parameter].index if parameter in PARAMETERS else ()
            if index[:2] == ("region", "technology") and self._holds(parameter, technology, figures):
                return True
        return False

    def _holds(self, parameter: str, technology: Technology, figures: Mapping[int, float]) -> bool:
        table, by_year = self.system.parameters[parameter], "year" in PARAMETERS[parameter].index
        place = (technology.region, technology.name)
        for year, figure in figures.items():
            key: Key = (*place, year) if by_year else place
            spans = (1.0, float(len(self.system.years.span(year))))
            if key in table and table[key] in {figure * span for span in spans} and self.reads(parameter, key):
                return True
        return False

    def emits(self, group: str, year: int) -> bool:
        """Say whether anything counts as emissions of a sector, or of the whole scope, in a year."""
        if self.data.of(Emitters).emitters.get((group, year)):
            return True
        imports = (self.data.tables["import_factor"].get((name, year), 0.0) for name in self.system.scope.imports)
        return group == ALL and (any(imports) or bool(self.data.tables["scope_exogenous"].get((ALL, year))))

    def peaking_rows(self, peaking: tuple[Peaking, ...]) -> set[tuple[object, ...]]:
        """Return the rows of peaking plans that bound emissions which there are, each with its numbers."""
        data = Coefficients(replace(self.system, peaking=peaking))
        data.families["net_import"] = self.data.families["net_import"]
        data.tables["import_factor"] = self.data.tables["import_factor"]
        derive_peaking(data)
        told = {equation.name: line.numbers for equation, line in with_role(PeakingLine)}
        found: set[tuple[object, ...]] = set()
        for family, keys in data.rows.items():
            for number, *year in keys:
                plan = peaking[int(number)]
                years = [int(each) for each in year] or list(self.system.years)
                if any(self.emits(plan.sector or ALL, each) for each in years):
                    numbers = tuple(
                        (name, table[key]) for name, table in data.tables.items() if (key := (number, *year)) in table
                    )
                    late = tuple(getattr(plan, field) for field in told.get(family, ()))
                    found.add((family, plan.path, *year, numbers, late))
        return found


def _names(
    followers: Mapping[frozenset[tuple[str, float]], set[str]], shape: Mapping[str, float], owner: str | None
) -> bool:
    paths = followers.get(frozenset(shape.items()), set())
    return bool(paths) if owner is None else owner in paths

"""Actors → the rates at which those who invest pay back what they buy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Technology

Actors = Mapping[str, Quantity]
# section → the sector of its technologies, and its mappings of what may name an actor: plants, or else branches
SECTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "energy": ("energy", ("plants", "stores")),
    "industry": ("industry", ("branches",)),
    "transport": ("transport", ("fleets", "services")),
    "buildings": ("buildings", ("classes",)),
    "land": ("land", ("farms",)),
    "waste": ("waste", ()),
    "economy": ("buildings", ("services",)),
}


@dataclass(frozen=True)
class Investors:
    """Who invests in a sector: the actor that an entry of its section names, or none, by the path of the entry.

    What is of no entry here, and of no branch that stands `elsewhere`, is the sector's own, unless there is no `rest`.
    """

    sector: str
    entries: Mapping[str, str | None]
    elsewhere: frozenset[str] = frozenset()
    rest: bool = True

    def actor_of(self, technology: Technology) -> str | None:
        """Return who invests in a technology, where that is told here."""
        if technology.sector != self.sector:
            return None
        for path in (technology.path, self._branches.get(technology.branch, "")):
            if path in self.entries:
                return self.entries[path] or self.sector
        return self.sector if self.rest and technology.branch not in self.elsewhere else None

    @cached_property
    def _branches(self) -> dict[str, str]:
        """The path of the entry by its name, which is that of a branch where it is no plant."""
        return {path.rpartition(".")[2]: path for path in self.entries if not path.startswith("energy.")}


def investors_in(scenario: Scenario, section: str) -> Investors | None:
    """Return who invests in what a section describes; None where it is not there."""
    written = getattr(scenario, section)
    if written is None:
        return None
    sector, mappings = SECTIONS[section]
    entries = {
        f"{section}.{name}.{key}": each.actor for name in mappings for key, each in getattr(written, name).items()
    }
    services = scenario.economy.services if section == "buildings" and scenario.economy is not None else {}
    return Investors(sector, entries, frozenset(services), rest=sector == section)


def reads_investors(section: str) -> Callable[[Scenario], tuple[object, ...] | None]:
    """Return what reads the actors of a scenario and who invests in a section: nothing where neither is told."""

    def read(scenario: Scenario) -> tuple[object, ...] | None:
        found = investors_in(scenario, section)
        if found is None or not (scenario.actors or any(found.entries.values())):
            return None
        return (scenario.actors, found)

    return read


def write_rates(actors: Actors, investors: Investors, context: Context, rows: SystemBuilder) -> None:
    """Write the rate of whoever buys it for every technology of a sector that an actor invests in."""
    for path, actor in investors.entries.items():
        if actor is not None and actor not in actors:
            context.report_unknown(f"{path}.actor", message("actor"), actor, actors)
    rates = {name: rate.over(rows.years).tolist() for name, rate in actors.items()}
    table = rows.parameters["actor_rate"]
    for key, technology in rows.technologies.items():
        for year, rate in zip(rows.years, rates.get(investors.actor_of(technology) or "", ()), strict=False):
            table[(*key, year)] = rate


def read_actors(scenario: Scenario) -> tuple[object, ...] | None:
    """Return the actors of a scenario and the names of all who invest in it; nothing where there is no actor."""
    told = [found for section in SECTIONS if (found := investors_in(scenario, section)) is not None]
    named = {actor for found in told for actor in found.entries.values() if actor is not None}
    return (scenario.actors, frozenset(named | {found.sector for found in told})) if scenario.actors else None


def warn_of_actors(actors: Actors, investing: frozenset[str], context: Context, rows: SystemBuilder) -> None:
    """Warn of a rate below that of society, and of an actor whom nothing names."""
    social = rows.years.discount_rate
    for name, rate in actors.items():
        path, rates = f"actors.{name}", rate.over(rows.years)
        if (rates < social).any():
            place = int((rates < social).argmax())
            found = message(
                "{rate} a year in {year}, below the discount rate",
                rate=f"{100.0 * rates[place]:.4g} %",
                year=rows.years.model[place],
            )
            expected = message("at least the discount rate of {rate}", rate=f"{100.0 * social:.4g} %")
            context.warn(path, found, expected, message("raise it, or tell in its note who lends below that rate"))
        if name not in investing:
            context.warn(
                path,
                message("an actor that nothing names"),
                message(
                    "{name} as the actor of a plant, branch, fleet, class of buildings, farm or service", name=name
                ),
                message("name it there, or remove it"),
            )

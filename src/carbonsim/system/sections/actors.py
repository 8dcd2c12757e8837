"""Actors → the rates at which those who invest pay back what they buy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder

Actors = Mapping[str, Quantity]
# section → the sector of its technologies, and its mappings of those who may name an actor
SECTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "energy": ("energy", ()),
    "industry": ("industry", ("branches",)),
    "transport": ("transport", ("fleets", "services")),
    "buildings": ("buildings", ("classes",)),
    "land": ("land", ("farms",)),
    "waste": ("waste", ()),
    "economy": ("buildings", ("services",)),
}


@dataclass(frozen=True)
class Investors:
    """Who invests in a sector, by branch: the actor that is named, or none, with the path where one would be.

    What is of no branch here, and not of those that stand `elsewhere`, is the sector's own, unless there is no `rest`.
    """

    sector: str
    branches: Mapping[str, tuple[str, str | None]]
    elsewhere: frozenset[str] = frozenset()
    rest: bool = True

    def actor_of(self, branch: str) -> str | None:
        """Return who invests in a branch of the sector, where that is told here."""
        if branch in self.branches:
            return self.branches[branch][1] or self.sector
        return self.sector if self.rest and branch not in self.elsewhere else None


def investors_in(scenario: Scenario, section: str) -> Investors | None:
    """Return who invests in what a section describes; None where it is not there."""
    written = getattr(scenario, section)
    if written is None:
        return None
    sector, mappings = SECTIONS[section]
    branches = {
        branch: (f"{section}.{name}.{branch}.actor", each.actor)
        for name in mappings
        for branch, each in getattr(written, name).items()
    }
    services = scenario.economy.services if section == "buildings" and scenario.economy is not None else {}
    return Investors(sector, branches, frozenset(services), rest=sector == section)


def reads_investors(section: str) -> Callable[[Scenario], tuple[object, ...] | None]:
    """Return what reads the actors of a scenario and who invests in a section: nothing where neither is told."""

    def read(scenario: Scenario) -> tuple[object, ...] | None:
        found = investors_in(scenario, section)
        if found is None or not (scenario.actors or any(actor for _, actor in found.branches.values())):
            return None
        return (scenario.actors, found)

    return read


def write_rates(actors: Actors, investors: Investors, context: Context, rows: SystemBuilder) -> None:
    """Write the rate of whoever buys it for every technology of a sector that an actor invests in."""
    for path, actor in investors.branches.values():
        if actor is not None and actor not in actors:
            context.report_unknown(path, message("actor"), actor, actors)
    rates = {name: rate.over(rows.years).tolist() for name, rate in actors.items()}
    table = rows.parameters["actor_rate"]
    for key, technology in rows.technologies.items():
        actor = investors.actor_of(technology.branch) if technology.sector == investors.sector else None
        for year, rate in zip(rows.years, rates.get(actor or "", ()), strict=False):
            table[(*key, year)] = rate


def read_actors(scenario: Scenario) -> tuple[object, ...] | None:
    """Return the actors of a scenario and the names of all who invest in it; nothing where there is no actor."""
    told = [found for section in SECTIONS if (found := investors_in(scenario, section)) is not None]
    named = {actor for found in told for _, actor in found.branches.values() if actor is not None}
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
                message("{name} as the actor of a branch, fleet, class of buildings, farm or service", name=name),
                message("name it there, or remove it"),
            )

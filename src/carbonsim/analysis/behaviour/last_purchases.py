"""What is bought in the last year in which it may be: no more than usual, or it is explained.

Nobody is known to lay in coal boilers because they will be sold no more, so that what a plan buys in that year is held
against the five years before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from carbonsim.analysis.behaviour.service_names import service_messages
from carbonsim.messages.message import Message, message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.checks.growth import buildable_years
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import ChoiceSet, Technology

YEARS_BEFORE = 5
MOST = 1.3  # times what is usual
LEAST_SHARE = 0.01  # of what its set serves: of less nothing is told
NOTHING = 1e-6  # of what its set serves: a purchase of less is none
Bought = Mapping[tuple[str, str, int], float]


@dataclass(frozen=True)
class Purchase:
    """What is bought of an option in a calendar year of its last model year and of those before, and what its set buys.

    `whole` and `whole_before` are the service that all options of the set give a year that are bought in one.
    """

    system: EnergySystem
    choice: ChoiceSet
    technology: Technology
    last: int
    share_of_service: float
    bought: float
    usual: float
    whole: float
    whole_before: float

    @cached_property
    def able(self) -> float:
        """The service a year that a unit of the option gives."""
        return _able(self.system, self.choice.region, self.technology.name, self.last)

    @property
    def ratio(self) -> float | None:
        """How often the usual purchase is made in the last year; None where none was usual."""
        return self.bought / self.usual if self.usual * self.able > NOTHING * self.whole else None

    @property
    def within(self) -> bool:
        """Whether it is at most what is wanted."""
        return self.bought <= MOST * self.usual + NOTHING * self.whole / self.able

    @property
    def shares(self) -> tuple[float, float]:
        """Its share of what its set buys, in service, before and in the last year."""
        before, now = self.usual * self.able, self.bought * self.able
        return before / self.whole_before if self.whole_before > 0.0 else 0.0, now / self.whole if self.whole else 0.0


def last_purchase_records(scenario: Scenario | None, system: EnergySystem, plan: Solution) -> list[dict[str, object]]:
    """Return a row for every option that may be bought until a year and serves at least a little of its set."""
    services = service_messages(scenario, system)
    rows: list[dict[str, object]] = []
    for purchase in last_purchases(system, plan):
        technology, choice = purchase.technology, purchase.choice
        rows.append({
            "service": choice.service,
            "technology": technology.name,
            "service_message": services[choice.service],
            "technology_message": message("{what}", what=technology.label).as_json(),
            "last_year": purchase.last,
            "share_of_service": purchase.share_of_service,
            "bought": purchase.bought,
            "usual": purchase.usual,
            "unit": f"{technology.capacity_unit}/yr",
            "ratio": purchase.ratio,
            "within": purchase.within,
            "reasons": [told.as_json() for told in ([] if purchase.within else reasons(purchase, plan))],
        })  # fmt: skip
    return rows


def last_purchases(system: EnergySystem, plan: Solution) -> Iterator[Purchase]:
    """Yield the last purchases of options that serve at least a little of their set in that year."""
    if not plan.observed_choices:
        return
    named = {(one.region, one.name): one for one in system.technologies}
    run = plan.activity.groupby(["region", "technology", "year"])["value"].sum().to_dict()
    built: Bought = plan.new_capacity.set_index(["region", "technology", "year"])["value"].to_dict()
    for choice in system.choices:
        for option in choice.options:
            last = _last_year(system, choice.region, option)
            if last is None:
                continue
            served = {one: float(run.get((choice.region, one, last), 0.0)) for one in choice.options}
            whole, before = sum(served.values()), _calendar_years_before(system, last)
            if not before or whole <= 0.0 or served[option] < LEAST_SHARE * whole:
                continue
            bought = {one: _a_year(system, built, choice.region, one, [last]) for one in choice.options}
            usual = {one: _a_year(system, built, choice.region, one, before) for one in choice.options}
            able = {one: _able(system, choice.region, one, last) for one in choice.options}
            yield Purchase(
                system, choice, named[choice.region, option], last, served[option] / whole, bought[option],
                usual[option], *(sum(able[one] * units[one] for one in choice.options) for units in (bought, usual)),
            )  # fmt: skip


def reasons(purchase: Purchase, plan: Solution) -> list[Message]:
    """Return why more than usual is bought: more of all options, a larger share, and limits that hold the shares."""
    before, now = purchase.shares
    told: list[Message] = []
    if purchase.whole > purchase.whole_before * (1.0 + NOTHING):
        times = f"{purchase.whole / purchase.whole_before:.2f}" if purchase.whole_before else "–"
        told.append(
            message("of all options together {times} times as much is bought as in the years before", times=times)
        )
    if now > before:
        parts = {"before": f"{100 * before:.1f} %", "now": f"{100 * now:.1f} %"}
        told.append(message("its share of what is bought goes from {before} to {now}", **parts))
    service, year = purchase.choice.service, purchase.last
    bind = {limit.path for limit in plan.share_limits if limit.binds and (limit.service, limit.year) == (service, year)}
    if bind:
        told.append(message("limits on shares bind there: {paths}", paths=tuple(sorted(bind))))
    elif now > before:
        told.append(message("no limit on shares binds there: beside the others it is felt to cost less than before"))
    return told


def _last_year(system: EnergySystem, region: str, option: str) -> int | None:
    """Return the last model year in which an option may be bought, if it ends within the plan."""
    years = system.years
    built = buildable_years(system.parameters, (region, option), years)
    return built[-1] if built and years.plan_from <= built[-1] < years.model[-1] else None


def _calendar_years_before(system: EnergySystem, last: int) -> list[int]:
    """Return the model years of the calendar years before, one each; the base year only holds what stood."""
    years = system.years
    first = years.span(last)[0]
    model_year = {calendar: year for year in years for calendar in years.span(year) if year > years.base_year}
    return [model_year[one] for one in range(first - YEARS_BEFORE, first) if one in model_year]


def _a_year(system: EnergySystem, built: Bought, region: str, option: str, years: list[int]) -> float:
    """Return what is bought in a calendar year, on the mean of the model years of several."""
    bought = (max(float(built.get((region, option, one), 0.0)), 0.0) / len(system.years.span(one)) for one in years)
    return sum(bought) / len(years)


def _able(system: EnergySystem, region: str, option: str, year: int) -> float:
    """Return the service a year that a unit of capacity gives."""
    parameters = system.parameters
    whole = parameters["capacity_to_activity"].get((region, option), 1.0)
    return whole * parameters["availability_year"].get((region, option, year), 1.0)

"""The energy balance of the base year, line by line, told from what is written and not from what is optimised.

Final use is written or follows from activity (vehicles times distance times consumption), power and heat from what
plants made, losses from the networks. One heat plant without a past makes what the others leave, as it does in the
optimum; everything else has to be supplied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from carbonsim.messages.message import Name, Wording, message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.reading.workbook_layout import BALANCE_CHECK, BALANCE_UNIT
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.balance import Balance
from carbonsim.scenario.sectors.buildings import are_homes
from carbonsim.scenario.sectors.end_use import EndUseTechnology, Use
from carbonsim.scenario.sectors.energy import NO_LOSSES, Plant
from carbonsim.scenario.sectors.transport import Fleet
from carbonsim.system.base_year.figure import Figure, constant, total
from carbonsim.system.calendar import time_slices
from carbonsim.system.context import Context
from carbonsim.system.tables import Label
from carbonsim.units import HOURS_A_YEAR, PJ_PER_GW_YEAR

POWER, HEAT = "electricity", "district_heat"
TOLERANCE = 1e-3  # of what a commodity is supplied with: published balances round
EXACT = 1e-6  # of a ceiling; the solver knows no more
NOBODY = Quantity.constant(0, "1")  # in towns that are not told apart
SMALLEST = 0.005  # PJ, under which no difference is told
Flows = dict[str, Figure]


@dataclass(frozen=True)
class BalanceLine:
    """A line of the balance: flows in PJ by commodity, what is put into a transformation negative."""

    key: str  # where its figures are written, else its name within the balance
    section: str  # primary (wind and sun), transformation, losses or final
    group: str
    name: Name
    flows: Flows
    possible: tuple[str, ...] = ()  # commodities that may be written here; none where all is calculated


@dataclass(frozen=True)
class Mistake:
    """Why the balance of the base year cannot be told."""

    path: str
    found: Wording
    expected: Wording
    advice: Wording = ""


@dataclass
class BaseYear:
    """The balance while it is put together: its lines and what was wrong."""

    scenario: Scenario
    lines: list[BalanceLine] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def year(self) -> int:
        """The base year."""
        return self.scenario.time.years[0]

    def read(self, path: str, quantity: Quantity) -> Figure:
        """Return a quantity of the base year under its path; what nobody wrote is a constant."""
        value = quantity.at(self.year)
        return Figure(value, f"{{{path}}}") if path in self.scenario.trace.origins else constant(value)

    def final(self, commodity: str) -> Figure:
        """Return final use in PJ."""
        amounts = [
            line.flows[commodity].value for line in self.lines if line.section == "final" and commodity in line.flows
        ]
        return Figure(sum(amounts), f"{{final:{commodity}}}")

    def need(self, commodity: str) -> float:
        """Return what has to be supplied in PJ: final use and losses, less what plants give."""
        signs = {"final": 1.0, "losses": 1.0, "transformation": -1.0, "primary": -1.0}
        return sum(signs[line.section] * line.flows[commodity].value for line in self.lines if commodity in line.flows)

    def primary(self, commodity: str) -> float:
        """Return what wind and sun gave in PJ."""
        given = (line.flows for line in self.lines if line.section == "primary")
        return sum(flows[commodity].value for flows in given if commodity in flows)

    def commodities(self) -> list[str]:
        """Return what flows in the base year: fuels in the order they are written, then electricity and heat."""
        used = {name for line in self.lines for name, flow in line.flows.items() if flow.value}
        fuels = [] if self.scenario.energy is None else list(self.scenario.energy.fuels)
        return [name for name in (*fuels, POWER, HEAT) if name in used]


def base_year_balance(scenario: Scenario) -> BaseYear:
    """Return the balance of the base year; where it is not told by what is written, its mistakes say why."""
    book = BaseYear(scenario)
    book.lines += _end_uses(scenario, book)
    if scenario.transport is not None:
        for name, fleet in scenario.transport.fleets.items():
            book.lines.append(_fleet(name, fleet, book))
    if scenario.energy is not None:
        _plants(book)
    return book


def check_balance(scenario: Scenario, context: Context) -> None:
    """Report every column of the statistics bureau's balance that the base year does not use up."""
    balance = scenario.balance
    if balance is None:
        return
    if balance.year != scenario.time.years[0]:
        expected = message("{year}, the base year", year=scenario.time.years[0])
        context.report(
            "balance.year",
            message("a balance of {year}", year=balance.year),
            expected,
            message("fill in the base year's balance"),
        )
        return
    book = base_year_balance(scenario)
    for mistake in book.mistakes:
        context.report(mistake.path, mistake.found, mistake.expected, mistake.advice)
    if not book.mistakes:
        for commodity in dict.fromkeys((*book.commodities(), *balance.supply)):
            _close(commodity, book, balance, context)
        for commodity, path, ceiling in _ceilings(scenario):
            _keep_below(commodity, path, ceiling.at(book.year), book, context)


def _ceilings(scenario: Scenario) -> Iterator[tuple[str, str, Quantity]]:
    """Yield the ceilings that hold in the base year too: commodity, path and the most that can be had in PJ."""
    if scenario.energy is None:
        return
    for name, fuel in scenario.energy.fuels.items():
        if fuel.ceiling is not None and fuel.supplied:
            yield name, f"energy.fuels.{name}.ceiling", fuel.ceiling
    if scenario.energy.trade is not None:
        yield POWER, "energy.trade.import_ceiling", scenario.energy.trade.import_ceiling


def _keep_below(commodity: str, path: str, ceiling: float, book: BaseYear, context: Context) -> None:
    """Report a base year that needs more of a commodity than its ceiling lets pass: no plan could begin with it."""
    need = book.need(commodity)
    if need <= ceiling * (1.0 + EXACT) + EXACT:
        return
    file, line = context.locate(path)
    where = f"{path}, {Path(file).name}{f':{line}' if line else ''}"
    found = message(
        "{fuel} of {amount} in the base year, above its ceiling ({place})",
        fuel=_name(commodity, book.scenario),
        amount=_told(need),
        place=where,
    )
    largest = sorted(_rows(commodity, book), key=lambda row: -abs(row[1]))[:3]
    rows = "; ".join(f"{name} {_told(value)}" for name, value in largest)
    context.report(
        f"balance.supply.{commodity}", found, message("at most {amount}", amount=_told(ceiling)),
        message("correct the figures, or raise the ceiling; the largest rows: {rows}", rows=rows),
    )  # fmt: skip


def _close(commodity: str, book: BaseYear, balance: Balance, context: Context) -> None:
    fuel = book.scenario.energy.fuels.get(commodity) if book.scenario.energy else None
    if fuel is not None and not fuel.supplied and not balance.supply.get(commodity):
        return  # what another sector collects is not bought
    supplied, need = balance.supplied(commodity), book.need(commodity)
    excess = supplied - need
    if abs(excess) <= max(TOLERANCE * max(abs(supplied), abs(need)), SMALLEST):
        return
    told = {
        "row": BALANCE_CHECK,
        "commodity": _name(commodity, book.scenario),
        "supply": _told(supplied),
        "need": _told(need),
    }
    found = (
        message(
            "a balance that does not close ({row}): {commodity} is supplied with {supply}, {excess} more than the"
            " {need} that its rows use",
            **told,
            excess=_told(excess),
        )
        if excess > 0
        else message(
            "a balance that does not close ({row}): {commodity} is supplied with {supply}, {excess} less than the"
            " {need} that its rows use",
            **told,
            excess=_told(-excess),
        )
    )
    largest = sorted(_rows(commodity, book), key=lambda row: -abs(row[1]))[:3]
    rows = "; ".join(f"{name} {_told(value)}" for name, value in largest)
    context.report(
        f"balance.supply.{commodity}", found, message("supply equal to transformation, losses and final use"),
        message("correct the supply or the row that is wrong; the largest rows: {rows}", rows=rows),
    )  # fmt: skip


def _rows(commodity: str, book: BaseYear) -> Iterator[tuple[str, float]]:
    for line in book.lines:
        if commodity in line.flows:
            yield line.name.rendered("zh"), line.flows[commodity].value


def _told(energy: float) -> str:
    return f"{energy / 0.293076:.4g} {BALANCE_UNIT} ({energy:.4g} PJ)"


def _name(commodity: str, scenario: Scenario) -> str:
    return commodity_label(commodity, scenario).rendered("zh")


def commodity_label(commodity: str, scenario: Scenario) -> Name:
    """Return the name of a column of the balance."""
    known: dict[str, Name] = {POWER: message("Electricity"), HEAT: message("Heat")}
    fuels = {} if scenario.energy is None else scenario.energy.fuels
    if commodity in fuels:
        return Label(fuels[commodity].label.en, fuels[commodity].label.zh)
    return known.get(commodity, Label(commodity, commodity))


def _end_uses(scenario: Scenario, book: BaseYear) -> Iterator[BalanceLine]:
    """Yield a line for every use of every user, in the order of the national table."""
    for owner, group, label, uses, technologies in _users(scenario):
        for key, use in uses.items():
            path = f"{owner}.uses.{key}.final_energy"
            inputs = {technologies[name].input for name in use.technologies if name in technologies}
            flows = {name: Figure(amount.at(book.year)) for name, amount in use.final_energy.items()}
            name = message("{user}: {use}", user=Label(*label), use=Label(use.label.en, use.label.zh))
            yield BalanceLine(path, "final", group, name, flows, tuple(sorted(inputs)))


User = tuple[str, str, tuple[str, str], Mapping[str, Use], Mapping[str, EndUseTechnology]]


def _users(scenario: Scenario) -> Iterator[User]:
    land, industry, transport, buildings = scenario.land, scenario.industry, scenario.transport, scenario.buildings
    for name, farm in land.farms.items() if land else ():
        yield f"land.farms.{name}", "farming", (farm.label.en, farm.label.zh), farm.uses, land.technologies  # type: ignore[union-attr]
    for name, branch in industry.branches.items() if industry else ():
        group = "construction" if name == "construction" else "industry"
        yield f"industry.branches.{name}", group, (branch.label.en, branch.label.zh), branch.uses, industry.technologies  # type: ignore[union-attr]
    for name, service in transport.services.items() if transport else ():
        words = (service.label.en, service.label.zh)
        yield f"transport.services.{name}", "transport", words, service.uses, transport.technologies  # type: ignore[union-attr]
    if buildings is None:
        return
    for name, sold in scenario.economy.services.items() if scenario.economy else ():
        yield f"economy.services.{name}", "services", (sold.label.en, sold.label.zh), sold.uses, buildings.technologies
    for name, kind in buildings.classes.items():
        group = "homes" if are_homes(name) else "services"
        yield f"buildings.classes.{name}", group, (kind.label.en, kind.label.zh), kind.uses, buildings.technologies


def _fleet(name: str, fleet: Fleet, book: BaseYear) -> BalanceLine:
    """Vehicles times distance times share of the stock times consumption."""
    path = f"transport.fleets.{name}"
    driven = book.read(f"{path}.stock", fleet.stock) * book.read(f"{path}.distance", fleet.distance) / constant(1000.0)
    parts: dict[str, list[Figure]] = {}
    for key, drivetrain in fleet.drivetrains.items():
        here = f"{path}.drivetrains.{key}"
        share = book.read(f"{here}.stock_share", drivetrain.stock_share)
        for commodity, amount in drivetrain.consumption.items():
            used = share * book.read(f"{here}.consumption.{commodity}", amount)
            parts.setdefault(commodity, []).append(used)
    flows = {commodity: driven * total(used) for commodity, used in parts.items()}
    return BalanceLine(path, "final", "transport", Label(fleet.label.en, fleet.label.zh), flows)


def _plants(book: BaseYear) -> None:
    """Write what plants take and give, networks and own use; the one heat plant without a past comes last."""
    energy = book.scenario.energy
    assert energy is not None
    network = energy.heat_network or NO_LOSSES
    lost = book.read("energy.heat_network.losses", network.losses)
    at_source = book.final(HEAT) / (constant(1.0) - lost)
    pumps = at_source * book.read("energy.heat_network.pump_electricity", network.pump_electricity)
    losses = [BalanceLine("losses/heat", "losses", "losses", message("Heat network losses"), {HEAT: at_source * lost})]
    losses.append(BalanceLine("losses/pumps", "losses", "losses", message("Pumps of the heat network"), {POWER: pumps}))
    closers: list[str] = []
    own_use: list[Figure] = []
    made: list[Figure] = []
    for name, plant in energy.plants.items():
        flows = _plant(name, plant, book)
        if flows is None:
            closers.append(name)
            continue
        _add_plant(name, plant, flows, book, own_use)
        if HEAT in flows:
            made.append(Figure(flows[HEAT].value, f"{{plant/{name}:{HEAT}}}"))
    if closers:
        _closer(closers, at_source - total(made), book, own_use)
    grid = book.read("energy.electricity_network.losses", energy.electricity_network.losses)
    delivered = book.final(POWER) + Figure(pumps.value, f"{{losses/pumps:{POWER}}}")
    words = message("Grid losses")
    losses.insert(
        0, BalanceLine("losses/grid", "losses", "losses", words, {POWER: delivered * grid / (constant(1.0) - grid)})
    )
    losses.append(
        BalanceLine("losses/own", "losses", "losses", message("Own use of power plants"), {POWER: total(own_use)})
    )
    book.lines += [line for line in losses if any(flow.value for flow in line.flows.values())]


def _add_plant(name: str, plant: Plant, flows: Flows, book: BaseYear, own_use: list[Figure]) -> None:
    if not any(flow.value for flow in flows.values()):
        return
    label = Label(plant.label.en, plant.label.zh)
    section, group = ("transformation", plant.branch) if plant.fuel else ("primary", "primary")
    book.lines.append(BalanceLine(f"plant/{name}", section, group, label, flows))
    share = book.read(f"energy.plants.{name}.own_use", plant.own_use)
    if POWER in flows and share.value and plant.branch == "power":
        own_use.append(Figure(flows[POWER].value, f"{{plant/{name}:{POWER}}}") * share)


def _closer(names: Sequence[str], left: Figure, book: BaseYear, own_use: list[Figure]) -> None:
    """Let the one plant without a past make the heat that is left."""
    energy = book.scenario.energy
    assert energy is not None
    if len(names) > 1 or energy.plants[names[0]].branch != "heat":
        for name in names:
            told = "history" if energy.plants[name].branch == "heat" else message("history and heat_history")
            found = message("nothing on what it made in {year}", year=book.year)
            expected = message("its output of {year}", year=book.year)
            advice = message(
                "write {key}; one heat plant alone may go without: it makes what the others leave", key=told
            )
            book.mistakes.append(Mistake(f"energy.plants.{name}", found, expected, advice))
        return
    plant = energy.plants[names[0]]
    if left.value < -SMALLEST:
        found = message("{amount} more heat from the other plants than is used", amount=_told(-left.value))
        book.mistakes.append(
            Mistake(f"energy.plants.{names[0]}", found, message("heat of plants equal to what is used and lost"))
        )
        return
    efficiency = plant.main_mode
    path = f"energy.plants.{names[0]}.modes.{efficiency}.heat"
    used = left / book.read(path, plant.modes[efficiency].heat)
    flows = {HEAT: left} | ({plant.fuel: -used} if plant.fuel else {})
    _add_plant(names[0], plant, flows, book, own_use)


def _plant(name: str, plant: Plant, book: BaseYear) -> Flows | None:
    """Return what a plant takes and gives; None where nothing written tells it."""
    path = f"energy.plants.{name}"
    if plant.profile is not None:
        return _by_profile(name, plant, book)
    if plant.history is None and plant.capacity.at(book.year) <= 0.0:
        return {}
    first = plant.main_mode
    main = POWER if plant.branch == "power" else HEAT
    outputs = {}
    if plant.history is not None:
        outputs[main] = book.read(f"{path}.history", plant.history)
    if plant.heat_history is not None:
        outputs[HEAT] = book.read(f"{path}.heat_history", plant.heat_history)
    if main not in outputs:
        return _by_fuel(name, plant, book)
    if len(plant.modes) > 2 or (len(plant.modes) == 2 and HEAT not in outputs):
        return None
    if len(plant.modes) == 1:
        ratio = _ratio(path, plant, first, main, book)
        other = HEAT if main == POWER else POWER
        gives = _ratio(path, plant, first, other, book)
        flows = {main: outputs[main]} | ({other: outputs[main] / ratio * gives} if gives.value else {})
        return flows | ({plant.fuel: -(outputs[main] / ratio)} if plant.fuel else {})
    return _by_two_modes(path, plant, outputs[POWER], outputs[HEAT], book)


def _ratio(path: str, plant: Plant, mode: str, output: str, book: BaseYear) -> Figure:
    key = "electricity" if output == POWER else "heat"
    return book.read(f"{path}.modes.{mode}.{key}", getattr(plant.modes[mode], key))


def _by_two_modes(path: str, plant: Plant, power: Figure, heat: Figure, book: BaseYear) -> Flows:
    """Tell the fuel of two ways to run from power and heat: two equations."""
    one, two = plant.modes
    power_1, power_2 = (_ratio(path, plant, mode, POWER, book) for mode in (one, two))
    heat_1, heat_2 = (_ratio(path, plant, mode, HEAT, book) for mode in (one, two))
    whole = power_1 * heat_2 - power_2 * heat_1
    fuel = (power * heat_2 - heat * power_2 + heat * power_1 - power * heat_1) / whole
    return {POWER: power, HEAT: heat} | ({plant.fuel: -fuel} if plant.fuel else {})


def _by_profile(name: str, plant: Plant, book: BaseYear) -> Flows:
    """Wind and sun: capacity times the hours of its profile, nothing curtailed."""
    profile = book.scenario.energy.profiles.get(str(plant.profile), {}) if book.scenario.energy else {}
    hours = sum(
        part.share * profile[part.name].at(book.year) for part in time_slices(book.scenario) if part.name in profile
    )
    hours *= plant.availability.at(book.year) * HOURS_A_YEAR
    capacity = book.read(f"energy.plants.{name}.capacity", plant.capacity)
    return {POWER: capacity * constant(PJ_PER_GW_YEAR) * constant(hours) / constant(HOURS_A_YEAR)}


def _by_fuel(name: str, plant: Plant, book: BaseYear) -> Flows | None:
    """A plant that burns what is collected anyway, such as refuse, in the main one of its ways to run."""
    energy, waste = book.scenario.energy, book.scenario.waste
    if plant.fuel is None or energy is None or plant.fuel not in energy.fuels or energy.fuels[plant.fuel].supplied:
        return None
    if waste is None or waste.refuse is None or book.scenario.economy is None:
        return None
    path, mode = f"energy.plants.{name}", plant.main_mode
    collected = collected_fuel(plant.fuel, book)
    given = {POWER: collected * _ratio(path, plant, mode, POWER, book)}
    heat = _ratio(path, plant, mode, HEAT, book)
    return given | ({HEAT: collected * heat} if heat.value else {}) | {plant.fuel: -collected}


def collected_fuel(fuel: str, book: BaseYear) -> Figure:
    """Return what the routes of refuse give of a fuel in the base year, in PJ."""
    economy, waste = book.scenario.economy, book.scenario.waste
    if economy is None or waste is None or waste.refuse is None:
        return constant(0.0)
    refuse = waste.refuse
    people = book.read("economy.population", economy.population)
    urban = book.read("economy.urbanisation", economy.urbanisation or NOBODY)
    served = {"population": people, "urban_population": people * urban, "rural_population": people - people * urban}
    if refuse.people not in served:
        return constant(0.0)
    amount = served[refuse.people] * book.read("waste.refuse.per_person", refuse.per_person) * constant(0.365)
    parts = [
        book.read(f"waste.refuse.routes.{key}.share", route.share)
        * book.read(f"waste.refuse.routes.{key}.energy.{fuel}", route.energy[fuel])
        for key, route in refuse.routes.items()
        if fuel in route.energy and route.share.at(book.year) > 0
    ]
    return amount * total(parts)

"""The one pen with which sector translators write rows of the reference energy system."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Container, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from carbonsim.messages.message import Name
from carbonsim.system.delay import output_after, past_output
from carbonsim.system.forms import Anchor, FlowIndex, Form, Indicator, indicator_cards
from carbonsim.system.tables import (
    PARAMETERS,
    ChoiceSet,
    Commodity,
    Delay,
    Key,
    Limit,
    Place,
    Ratio,
    Reservoir,
    Storage,
    Technology,
    Term,
    TimeSlice,
    Years,
)

Array = NDArray[np.float64]
Series = float | Sequence[float] | Array


@dataclass(frozen=True)
class Mode:
    """One way a technology can run: flows, extra emissions and cost per unit of activity.

    `capture` is the share of combustion CO2 stored; `carbon_price` is in CNY per tonne of CO2 emitted.
    """

    inputs: Mapping[str, Series] = field(default_factory=dict)
    outputs: Mapping[str, Series] = field(default_factory=dict)
    emissions: Mapping[str, Series] = field(default_factory=dict)  # Mt per activity, beside combustion
    variable_cost: Series = 0.0  # million CNY per activity
    carbon_price: Series | Mapping[str, Series] = 0.0  # CNY per tonne of CO2 and CO2_process, or by emission
    capture: Series = 0.0
    preference: float = 0.0  # among plans of equal cost, per activity: below zero it is taken first
    combustion: bool = True  # False: inputs are not burnt (feedstock, losses)


@dataclass(frozen=True, kw_only=True)
class TechnologySpec:
    """A technology as a translator writes it, each parameter under its name in `PARAMETERS`.

    `lifetime=None` means it needs no capacity; `availability` is by time slice. A yearly technology (`slices=False`)
    that touches a commodity balanced by slice needs `shapes`: commodity → each time slice's share of the year's flow.
    What it gives goes to `destination`, if that is named; what its `return_mode` takes comes from there. `keys` says
    under which key of `path` a parameter is written, where it has a name of its own there: a bound, or
    `availability.<time slice>`. A key that begins with a dot is a whole path.

    Costs are in million CNY of the base year per activity unit, per capacity unit, or per capacity unit and year.
    """

    name: str
    sector: str
    branch: str
    group: str
    label: Name
    slices: bool
    modes: Mapping[str, Mode]
    use: str = ""
    path: str = ""
    quality: str = ""
    activity_unit: str = "PJ"
    capacity_unit: str = "GW"
    capacity_to_activity: float = 1.0
    lifetime: float | None = None
    capital_cost: Series = 0.0
    fixed_cost: Series = 0.0
    residual_capacity: Series = 0.0
    shapes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    availability: Mapping[str, Series] = field(default_factory=dict)
    availability_year: Series = 1.0
    capacity_max: Series = np.inf
    capacity_min: Series = 0.0
    new_capacity_max: Series = np.inf
    new_capacity_min: Series = 0.0
    activity_max: Series = np.inf
    activity_min: Series = 0.0
    growth_limit: float | None = None
    growth_seed: float = 0.0
    degrowth_limit: float | None = None
    degrowth_seed: float = 0.0
    hurdle_rate: float | None = None
    unit_size: Series = 0.0
    early_retirement: bool = False
    capacity_credit: Series = 0.0
    destination: str = ""
    return_mode: str = ""
    private: bool = False
    follows: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)


def technology_parameters(spec: type[TechnologySpec] | TechnologySpec) -> list[str]:
    """Return the parameters that a technology has by itself: one number each, or one a year."""
    alike = (("region", "technology"), ("region", "technology", "year"))
    return [part.name for part in fields(spec) if part.name in PARAMETERS and PARAMETERS[part.name].index in alike]


def _price_of(emission: str, mode: Mode) -> Series:
    if isinstance(mode.carbon_price, Mapping):
        return mode.carbon_price.get(emission, 0.0)
    return mode.carbon_price if emission in ("CO2", "CO2_process") else 0.0


class SystemBuilder:
    """Collects commodities, technologies, demands and limits; `assemble` turns it into an EnergySystem."""

    def __init__(self, region: str, years: Years, time_slices: Sequence[TimeSlice]) -> None:
        """Start empty for a region, its model years and its time slices."""
        self.region = region
        self.years = years
        self.time_slices = tuple(time_slices)
        self.commodities: MutableMapping[str, Commodity] = {}
        self.technologies: MutableMapping[tuple[str, str], Technology] = {}  # by region and name
        self.storages: list[Storage] = []
        self.reservoirs: list[Reservoir] = []
        self.limits: list[Limit] = []
        self.delays: list[Delay] = []
        self.choices: list[ChoiceSet] = []
        self.indicators: MutableMapping[str, Indicator] = {}
        self.unburnt: set[str] = set()  # technologies whose inputs are not burnt: feedstock, networks
        self.parameters: MutableMapping[str, MutableMapping[Key, float]] = {name: {} for name in PARAMETERS}
        self.emission_factors: MutableMapping[
            tuple[str, str], NDArray[np.float64]
        ] = {}  # (commodity, emission) → Mt/PJ by year
        self.biogenic: MutableMapping[
            str, NDArray[np.float64]
        ] = {}  # commodity → Mt/PJ by year, counted where captured
        self.places: dict[str, dict[Key, Place]] = defaultdict(dict)  # parameter → key → where it was written

    def within(self, region: str) -> SystemBuilder:
        """Return a pen that writes into the same tables for another region."""
        other = copy.copy(self)
        other.region = region
        return other

    def over(self, series: Series) -> NDArray[np.float64]:
        """Return a value or a path as an array over the model years."""
        return np.broadcast_to(np.asarray(series, dtype=float), (len(self.years),)).copy()

    def put(self, parameter: str, key: Key, series: Series, *, skip: float | None = 0.0) -> None:
        """Write a path into a parameter whose last index is the year; values equal to `skip` are left out."""
        table = self.parameters[parameter]
        if isinstance(series, float | int):
            if series == series and series != skip:
                table.update({(*key, year): float(series) for year in self.years})
            return
        for year, value in zip(self.years, self.over(series).tolist(), strict=True):
            if value == value and value != skip:  # one that is no number is no value
                table[(*key, year)] = value

    def commodity(
        self,
        name: str,
        *,
        unit: str,
        balance: Literal["yearly", "slice"],
        group: str,
        label: Name,
        path: str = "",
        surplus: bool = False,
        emission_factor: Mapping[str, Series] | None = None,
        biogenic: Series = 0.0,
    ) -> str:
        """Declare a commodity; `emission_factor` is Mt per unit burnt, by emission (CO2, CH4, N2O).

        `biogenic` is CO2 in Mt per unit burnt that counts only where it is captured, as removed.
        """
        self.commodities[name] = Commodity(name, unit, balance, group, label, path, surplus)
        for emission, series in (emission_factor or {}).items():
            self.emission_factors[name, emission] = self.over(series)
        if self.over(biogenic).any():
            self.biogenic[name] = self.over(biogenic)
        return name

    def technology(self, spec: TechnologySpec) -> str:
        """Write a technology."""
        key = (self.region, spec.name)
        self.technologies[key] = Technology(
            spec.name,
            self.region,
            spec.sector,
            spec.branch,
            spec.use,
            spec.group,
            spec.label,
            spec.activity_unit,
            spec.capacity_unit,
            spec.slices,
            tuple(spec.modes),
            spec.path,
            spec.quality,
            spec.destination,
            tuple(spec.keys.items()),
            spec.return_mode,
            spec.private,
            spec.follows,
        )
        for mode_name, mode in spec.modes.items():
            self._mode(key, mode_name, mode)
        for commodity, shape in spec.shapes.items():
            for time_slice, share in shape.items():
                self.parameters["shape"][(*key, commodity, time_slice)] = float(share)
        for time_slice, series in spec.availability.items() if spec.lifetime is not None else ():
            for year, value in zip(self.years, self.over(series), strict=True):
                self.parameters["availability"][(*key, year, time_slice)] = float(value)
        for name in technology_parameters(spec):
            if spec.lifetime is not None or PARAMETERS[name].of == "activity":
                self._parameter(name, key, spec)
        return spec.name

    def _parameter(self, name: str, key: tuple[str, str], spec: TechnologySpec) -> None:
        """Write a parameter of a technology: a path over the years, or one number where it says anything."""
        meaning, value = PARAMETERS[name], getattr(spec, name)
        if "year" in meaning.index:
            self.put(name, key, value, skip=meaning.default)
        elif (
            value is not None
            and value is not False
            and (not meaning.beside or getattr(spec, meaning.beside) is not None)
        ):
            self.parameters[name][key] = float(value)

    def _mode(self, key: tuple[str, str], mode_name: str, mode: Mode) -> None:
        paid = np.zeros(len(self.years))
        for commodity, series in mode.inputs.items():
            self.put("input_ratio", (*key, mode_name, commodity), series)
        for commodity, series in mode.outputs.items():
            self.put("output_ratio", (*key, mode_name, commodity), series)
        emissions = {emission: self.over(series) for emission, series in mode.emissions.items()}
        if mode.combustion:
            for (commodity, emission), factor in self.emission_factors.items():
                if commodity in mode.inputs:
                    kept = 1.0 - self.over(mode.capture) if emission == "CO2" else 1.0
                    burnt = self.over(mode.inputs[commodity]) * factor * kept
                    emissions[emission] = emissions.get(emission, np.zeros(len(self.years))) + burnt
            removed = self._removed(mode)
            if removed.any():
                emissions["CO2"] = emissions.get("CO2", np.zeros(len(self.years))) - removed
        else:
            self.unburnt.add(key[1])
        priced = np.zeros(len(self.years), dtype=bool)
        for emission, series in emissions.items():
            self.put("emission_factor", (*key, mode_name, emission), series)
            price = _price_of(emission, mode)
            paid += self.over(series) * self.over(price)
            priced |= (self.over(series) != 0.0) & (not isinstance(price, float))
        self.put("variable_cost", (*key, mode_name), mode.variable_cost)
        if mode.preference:
            self.parameters["preference"][(*key, mode_name)] = mode.preference
        # a price of nothing in a year of a path keeps its place, so that another value needs no other model
        self.put("carbon_price", (*key, mode_name), np.where(priced | (paid != 0.0), paid, np.nan), skip=None)

    def _removed(self, mode: Mode) -> NDArray[np.float64]:
        """Return CO2 of biomass in Mt per activity that a mode captures and stores."""
        burnt = (
            self.over(series) * self.biogenic[commodity]
            for commodity, series in mode.inputs.items()
            if commodity in self.biogenic
        )
        return np.asarray(sum(burnt, np.zeros(len(self.years))) * self.over(mode.capture))

    def storage(
        self,
        name: str,
        commodity: str,
        *,
        duration: float,
        charge_efficiency: float,
        discharge_efficiency: float,
        loss_per_hour: float = 0.0,
        variable_cost: Series = 0.0,
        preference: float = 0.0,
        seasonal: bool = False,
        **technology: object,
    ) -> str:
        """Write a storage: modes `charge` and `discharge` share the power capacity; `duration` in hours."""
        modes = {
            "charge": Mode(inputs={commodity: 1.0}, combustion=False),
            "discharge": Mode(outputs={commodity: 1.0}, variable_cost=variable_cost, preference=preference),
        }
        self.technology(TechnologySpec(name=name, slices=True, modes=modes, **technology))  # type: ignore[arg-type]
        self.storages.append(
            Storage(name, self.region, duration, charge_efficiency, discharge_efficiency, loss_per_hour, seasonal)
        )
        return name

    def delayed_output(
        self,
        technology: str,
        mode: str,
        commodity: str,
        kernel: Sequence[float],
        *,
        past: Mapping[int, float] | None = None,
        price: float = 0.0,
    ) -> None:
        """Let a yearly technology give a yearly commodity years later, by a kernel over its age.

        `past` is activity by calendar year before the first model year: what it still gives comes from a technology
        of its own, `<technology>/past`, that cannot but run. What comes out after the last model year is charged
        to the activity at `price`, that of the last year in million CNY per unit of the commodity.
        """
        deposits = tuple(sorted((past or {}).items()))
        self.delays.append(Delay(technology, self.region, mode, commodity, tuple(kernel), deposits))
        self._price_what_comes_late(technology, mode, kernel, price)
        origin = self.technologies[self.region, technology]
        given = [past_output(kernel, deposits, self.years.span(year)) for year in self.years]
        if not any(given):
            return
        self.technology(TechnologySpec(
            name=f"{technology}/past", sector=origin.sector, branch=origin.branch, use=origin.use, group=origin.group,
            label=origin.label, path=origin.path, slices=False, activity_unit=self.commodities[commodity].unit,
            modes={"run": Mode(outputs={commodity: 1.0})}, activity_min=given, activity_max=given,
        ))  # fmt: skip

    def _price_what_comes_late(self, technology: str, mode: str, kernel: Sequence[float], price: float) -> None:
        """Charge what comes after the horizon as if it came in the last year, undone of discounting until then."""
        if not price:
            return
        last, rate = self.years.model[-1], self.years.discount_rate
        for year in self.years:
            key: Key = (self.region, technology, mode, year)
            span = self.years.span(year)
            late = sum(output_after(kernel, laid, last) / (1.0 + rate) ** (last - laid) for laid in span) / len(span)
            costs = self.parameters["variable_cost"]
            costs[key] = costs.get(key, 0.0) + price * late

    def demand(self, commodity: str, series: Series, profile: Mapping[str, float] | None = None) -> None:
        """Add demand; a commodity balanced by slice takes `profile`, each slice's share of the year's demand."""
        if profile is None:
            table = self.parameters["demand"]
            for year, value in zip(self.years, self.over(series), strict=True):
                key: Key = (self.region, commodity, year)
                table[key] = table.get(key, 0.0) + float(value)
            return
        table = self.parameters["demand_slice"]
        for year, value in zip(self.years, self.over(series), strict=True):
            for time_slice, share in profile.items():
                key = (self.region, commodity, year, time_slice)
                table[key] = table.get(key, 0.0) + float(value) * share

    def exogenous_emission(self, emission: str, series: Series) -> None:
        """Add emissions of the region, in Mt, that no technology makes."""
        table = self.parameters["exogenous_emission"]
        for year, value in zip(self.years, self.over(series), strict=True):
            key: Key = (self.region, emission, year)
            table[key] = table.get(key, 0.0) + float(value)

    def limit(
        self,
        name: str,
        year: int,
        sense: Literal["<=", ">=", "=="],
        terms: Sequence[Term],
        bound: float,
        *,
        unit: str,
        path: str,
        kind: Literal["policy", "calibration", "plausibility"] = "plausibility",
        label: Name | None = None,
        caps: str = "",
        outside: float = 0.0,
        ratio: Ratio | None = None,
    ) -> None:
        """Write one linear constraint for one model year; `caps` names the emission of which it bounds all.

        `bound` is what the terms may add up to: that which was written, less what counts `outside` them.
        """
        self.limits.append(
            Limit(name, year, sense, tuple(terms), float(bound), unit, path, kind, label, caps, outside, ratio)
        )

    @cached_property
    def flows(self) -> FlowIndex:
        """Flows by commodity, once every technology is written."""
        return FlowIndex(self.region, self.parameters, self.commodities, self.technologies)

    def indicator(
        self,
        name: str,
        numerator: Form,
        denominator: Form | None = None,
        *,
        scale: float = 1.0,
        anchor: Anchor = "exogenous",
        path: str = "",
        unit: str | None = None,
    ) -> None:
        """Write an indicator of the library, `unit` that of its numerator; one with nothing in it stays unwritten."""
        if numerator.terms or numerator.constants:
            card = indicator_cards()[name]
            self.indicators[name] = Indicator(
                card, numerator, denominator, scale, anchor, path, card.unit if unit is None else unit
            )


CLOSING = ("new_capacity_max", "last_year", "retire_by", "first_year")


def closing_key(written: Container[str]) -> str:
    """Return the key that may forbid new capacity in a year, of those that are written the one that says it first."""
    return next((key for key in CLOSING if key in written), CLOSING[0])

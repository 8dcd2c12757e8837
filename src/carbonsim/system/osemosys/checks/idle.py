"""Targets, limits, prices and shapes of a data set that act on nothing: what they speak of is not there.

Nobody emits, makes or demands it; no mode of the technology can run; no link leads to the storage. What a technology
is (costs, factors, lives, and tags where no target asks for them) is no finding, nor is what another row forbids.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from carbonsim.errors import Finding
from carbonsim.messages.message import Message, Wording, message
from carbonsim.system.osemosys.data.data_set import MOST_ROWS, DataSet
from carbonsim.system.osemosys.data.dialect import CONSTANT, MULTIPLIERS, TAG
from carbonsim.system.osemosys.data.operation import LINKS, RATIOS, Operation
from carbonsim.system.osemosys.data.present import UNLIMITED, Present, limited
from carbonsim.system.osemosys.data.sparse import Floats, Holds, Keys, Mask, negative, nonzero, positive

SETS = {
    "R": "REGION", "E": "EMISSION", "F": "FUEL", "T": "TECHNOLOGY", "M": "MODE_OF_OPERATION", "S": "STORAGE",
    "U": "UDC",
}  # fmt: skip
MAXIMUM, NEW_MAXIMUM = "TotalAnnualMaxCapacity", "TotalAnnualMaxCapacityInvestment"
MINIMUM, NEW_MINIMUM = "TotalAnnualMinCapacity", "TotalAnnualMinCapacityInvestment"
UPPER, LOWER = "TotalTechnologyAnnualActivityUpperLimit", "TotalTechnologyAnnualActivityLowerLimit"
WHOLE_UPPER = "TotalTechnologyModelPeriodActivityUpperLimit"
WHOLE_LOWER = "TotalTechnologyModelPeriodActivityLowerLimit"
MODE_UPPER, MODE_LOWER = "TechnologyActivityByModeUpperLimit", "TechnologyActivityByModeLowerLimit"
INCREASE, DECREASE = "TechnologyActivityIncreaseByModeLimit", "TechnologyActivityDecreaseByModeLimit"
Acting = Callable[[Operation, Keys], Keys]  # which of the rows that say something act


@dataclass(frozen=True)
class Rule:
    """By which sets a parameter is told of, which of its values say something, and which of those act.

    `asked` gives the targets without which they are but a description.
    """

    group: str
    holds: Holds
    acting: Acting
    asked: Callable[[Operation], Keys] | None = None


def warn_of_idle_rows(operation: Operation) -> None:
    """Warn, by what a parameter speaks of, of those of which no row acts on anything, at the first of them."""
    present = operation.present
    for name, rule in RULES.items():
        said = _said(operation, name, rule)
        idle = said.only(rule.group) - rule.acting(operation, said).only(rule.group) if len(said) else said
        for place in range(min(len(idle), MOST_ROWS)):
            one = idle.chosen(np.arange(len(idle)) == place)
            _warn(present, name, said & one, _of_one(present.data, one))
        if (more := len(idle) - MOST_ROWS) > 0:
            others = said & idle.chosen(np.arange(len(idle)) >= MOST_ROWS)
            found = message("a value of {count} others that reaches no row and no cost of the model", count=more)
            _warn(present, name, others, found)


def _said(operation: Operation, name: str, rule: Rule) -> Keys:
    """Return the rows of a parameter that say something other than its default."""
    parameter = operation.present.of(name)
    said = parameter.where(lambda values: rule.holds(values) & (values != parameter.default))
    return said if rule.asked is None else said & rule.asked(operation)


def _warn(present: Present, name: str, keys: Keys, found: Message) -> None:
    data = present.data
    first = int(np.flatnonzero(present.rows(name).are_in(keys))[0])
    expected = message("a value that the model reads")
    file, line = data.file(name), int(data.tables[name].lines[first])
    data.warnings.append(Finding(file, line, name, found, expected, message("add what it acts on, or remove it")))


def _of_one(data: DataSet, key: Keys) -> Message:
    """Tell what reaches nothing of one key by its members: what a parameter speaks of, in its region."""
    members = {axis: str(data.sets[SETS[axis]][int(key.places[axis][0])]) for axis in key.axes}
    mode = members.pop("M", None)
    last, *others = members.values()
    named: Wording = last
    for one in others:
        named = message("{what} in {where}", what=one, where=named)
    if mode is None:
        return message("a value of {owner} that reaches no row and no cost of the model", owner=named)
    return message(
        "a value of mode {mode} of {owner} that reaches no row and no cost of the model", mode=mode, owner=named
    )


def _ceiling(values: Floats) -> Mask:
    """Say which upper limits say something: neither the one that means none nor a row of nines does."""
    digits = np.log10(np.maximum(values, 1.0) + 1.0)
    return np.asarray(limited(values) & ~((values >= UNLIMITED) & (digits == np.round(digits))))


def _slowed(values: Floats) -> Mask:
    """Say which limits on a decrease say something: one of the whole does not."""
    return nonzero(values) & negative(values - 1.0)


def _on(acted_on: Callable[[Operation], Keys]) -> Acting:
    """Return which rows act where they act on some keys."""
    return lambda operation, said: said & acted_on(operation)


# what emits, what is made and what is demanded


def _emitted(operation: Operation) -> Keys:
    return operation.present.where("EmissionActivityRatio", nonzero).only("REY")


def _counted(operation: Operation) -> Keys:
    return _emitted(operation) | operation.present.where("AnnualExogenousEmission", nonzero)


def _counted_ever(operation: Operation) -> Keys:
    return _counted(operation).only("RE") | operation.present.where("ModelPeriodExogenousEmission", nonzero)


def _given(operation: Operation) -> Keys:
    return operation.present.where("OutputActivityRatio", nonzero) & operation.wanted_modes


def _given_fuels(operation: Operation) -> Keys:
    return _given(operation).only("RFY")


def _giving(operation: Operation) -> Keys:
    return _given(operation).only("RTY")


def _made_of(tag: str) -> Callable[[Operation], Keys]:
    """Return what gives the regions and years in which a fuel of a tag is made."""
    return lambda operation: (_given_fuels(operation) & operation.present.where(tag, nonzero)).only("RY")


def _target(name: str, tag: str) -> Callable[[Operation], Keys]:
    """Return what gives the regions and years of a target that acts."""
    return lambda operation: operation.present.where(name, positive) & _made_of(tag)(operation)


def _balanced(operation: Operation) -> Keys:
    """Return the fuels with a balance: of what has no output at all the public model supplies any amount."""
    outputs = operation.present.where("OutputActivityRatio", nonzero)
    return outputs.summed("RFY", operation.present.of("OutputActivityRatio").at(outputs)).where(nonzero)


def _demanded(operation: Operation) -> Keys:
    return operation.present.where("SpecifiedAnnualDemand", nonzero)


# what runs


def _running(operation: Operation) -> Keys:
    """Return the modes that run in some part of a year, if no hidden bound closes them."""
    dark = operation.present.where("CapacityFactor", lambda share: share == 0.0)
    parts = dark.summed("RTY", np.ones(len(dark)))
    return operation.wanted_modes - parts.where(lambda count: count == operation.present.sizes["L"])


def _felt(operation: Operation) -> Keys:
    """Return the modes that can run and whose activity is felt: by a ratio, a cost, capacity or a constraint."""
    present, running = operation.present, _running(operation)
    felt = (running & operation.variable_cost.keys) | (running & operation.held)
    for name in RATIOS:
        felt |= running & present.where(name, nonzero).only("RTMY")
    for name in LINKS:
        felt |= running & present.where(name, positive).only("RTM")
    return felt | (
        running & (present.where("UDCMultiplierActivity", nonzero) & operation.dialect.requested).only("RTY")
    )


def _capped(present: Present) -> Keys:
    return present.where(UPPER, limited).only("RT") | present.where(WHOLE_UPPER, limited)


def _floor(operation: Operation, said: Keys) -> Keys:
    """Return the floors of technologies that are felt, stand against a ceiling or can by no means be met."""
    acting = said & _felt(operation).only("RT")
    acting |= said & _capped(operation.present)
    return acting | (said - _running(operation).only("RT"))


def _floor_of_a_mode(operation: Operation, said: Keys) -> Keys:
    """Return the floors of modes that do so, or share a floor with other modes."""
    present = operation.present
    beside = _capped(present) | present.where(LOWER, positive).only("RT") | present.where(WHOLE_LOWER, positive)
    acting = (said & _felt(operation)) | (said & beside)
    acting |= said & present.of(MODE_UPPER).where(nonzero)
    return acting | (said - _running(operation))


def _change(operation: Operation, said: Keys) -> Keys:
    """Return the limits on a change of modes that can run from a year to the next one, where the data have that."""
    years = np.array(operation.present.data.sets["YEAR"], dtype=np.int64)
    asked = said.chosen(np.isin(years + 1, years)[said.places["Y"]])
    others = operation.dialect.has_floors_of_modes | _capped(operation.present)
    return asked & (_felt(operation).only("RTM") | (_running(operation).only("RTM") & others))


# what stands


def _counts(operation: Operation) -> Keys:
    """Return the technologies whose capacity counts: they can run, or something asks for it."""
    present = operation.present
    margin = present.where("ReserveMarginTagTechnology", nonzero) & present.where("ReserveMargin", positive)
    counts = _running(operation).only("RT") | margin.only("RT") | operation.dialect.counts_capacity
    for name, holds in (
        (MINIMUM, positive),
        (NEW_MINIMUM, positive),
        ("CapitalCost", negative),
        ("FixedCost", negative),
    ):
        counts |= present.where(name, holds).only("RT")
    return counts


def _most(operation: Operation, said: Keys) -> Keys:
    """Return the ceilings of capacity that counts, and those below what stands."""
    present = operation.present
    stock = present.of("ResidualCapacity").at(said)
    below = said.chosen(present.of(MAXIMUM).at(said) < stock)
    return (said & _counts(operation)) | below


def _least(operation: Operation, said: Keys) -> Keys:
    """Return the floors of capacity that counts or costs, or stands against a ceiling."""
    present = operation.present
    margin = present.where("ReserveMarginTagTechnology", nonzero) & present.where("ReserveMargin", positive)
    counts = _running(operation).only("RT") | margin.only("RT") | operation.dialect.counts_capacity
    for name, holds in (
        ("CapitalCost", nonzero), ("FixedCost", nonzero), (MAXIMUM, limited), (NEW_MAXIMUM, limited),
    ):  # fmt: skip
        counts |= present.where(name, holds).only("RT")
    return said & counts


def _linked(*links: str) -> Acting:
    """Return which rows speak of a storage that a technology which can run is linked to by one of some links."""

    def acting(operation: Operation, said: Keys) -> Keys:
        running = operation.wanted_modes.only("RTM")
        found = operation.present.none("RS")
        for name in links:
            found |= (operation.present.where(name, positive) & running).only("RS")
        return said & found

    return acting


def _floor_of_a_storage(operation: Operation, said: Keys) -> Keys:
    present = operation.present
    stands = present.where("ResidualStorageCapacity", nonzero).only("RS") | present.where("StorageLevelStart", nonzero)
    return _linked(*LINKS)(operation, said) | (said & stands)


# constraints of one's own


def _not_switched_off(operation: Operation) -> Keys:
    """Return the constraints but for those of which a row says that there is none."""
    present = operation.present
    return Keys.all(present.sizes, "RU") - (present.of(TAG).keys - operation.dialect.requested.only("RU"))


def _summed(operation: Operation, said: Keys) -> Keys:
    return said & operation.dialect.requested


def _summed_activity(operation: Operation, said: Keys) -> Keys:
    return _summed(operation, said) & operation.wanted_modes.only("RTY")


def _constant(operation: Operation, said: Keys) -> Keys:
    """Return the constants of constraints that are asked for and have something to sum, or cannot hold."""
    present, terms = operation.present, operation.present.none("RUY")
    for name, kind in MULTIPLIERS.items():
        keys = present.where(name, nonzero)
        terms |= (keys & operation.wanted_modes.only("RTY") if kind == "activity" else keys).only("RUY")
    asked = said & operation.dialect.requested
    return (asked & terms) | (asked & operation.dialect.broken_by_nothing)


RULES: dict[str, Rule] = {
    "EmissionsPenalty": Rule("RE", nonzero, _on(_emitted)),
    "AnnualEmissionLimit": Rule("RE", _ceiling, _on(_counted)),
    "ModelPeriodEmissionLimit": Rule("RE", _ceiling, _on(_counted_ever)),
    "REMinProductionTarget": Rule("R", positive, _on(_made_of("RETagFuel"))),
    "RETagFuel": Rule("RF", nonzero, _on(_given_fuels), _target("REMinProductionTarget", "RETagFuel")),
    "RETagTechnology": Rule("RT", nonzero, _on(_giving), _target("REMinProductionTarget", "RETagFuel")),
    "ReserveMargin": Rule("R", positive, _on(_made_of("ReserveMarginTagFuel"))),
    "ReserveMarginTagFuel": Rule("RF", nonzero, _on(_given_fuels), _target("ReserveMargin", "ReserveMarginTagFuel")),
    "SpecifiedDemandProfile": Rule("RF", nonzero, _on(_demanded)),
    "SpecifiedAnnualDemand": Rule("RF", nonzero, _on(_balanced)),
    "AccumulatedAnnualDemand": Rule("RF", positive, _on(_balanced)),
    MAXIMUM: Rule("RT", _ceiling, _most),
    NEW_MAXIMUM: Rule("RT", _ceiling, _on(_counts)),
    MINIMUM: Rule("RT", positive, _least),
    NEW_MINIMUM: Rule("RT", positive, _least),
    "CapacityOfOneTechnologyUnit": Rule("RT", nonzero, _on(_counts)),
    UPPER: Rule("RT", _ceiling, _on(lambda operation: _running(operation).only("RTY"))),
    WHOLE_UPPER: Rule("RT", _ceiling, _on(lambda operation: _running(operation).only("RT"))),
    LOWER: Rule("RT", positive, _floor),
    WHOLE_LOWER: Rule("RT", positive, _floor),
    MODE_UPPER: Rule("RTM", _ceiling, _on(_running)),
    MODE_LOWER: Rule("RTM", nonzero, _floor_of_a_mode),
    INCREASE: Rule("RTM", _ceiling, _change),
    DECREASE: Rule("RTM", _slowed, _change),
    "StorageMaxChargeRate": Rule("RS", np.isfinite, _linked("TechnologyToStorage")),
    "StorageMaxDischargeRate": Rule("RS", np.isfinite, _linked("TechnologyFromStorage")),
    "MinStorageCharge": Rule("RS", positive, _floor_of_a_storage),
    CONSTANT: Rule("RU", nonzero, _constant, _not_switched_off),
    **{
        name: Rule("RU", nonzero, _summed_activity if kind == "activity" else _summed, _not_switched_off)
        for name, kind in MULTIPLIERS.items()
    },
}

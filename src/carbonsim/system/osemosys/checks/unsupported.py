"""What a data set may not hold because no equation here, or none at all, gives it a meaning: refused by name."""

from __future__ import annotations

import numpy as np

from carbonsim.messages.message import Wording, message
from carbonsim.system.osemosys.data.data_set import DataSet
from carbonsim.system.osemosys.data.present import Present
from carbonsim.system.osemosys.data.sparse import Floats, Holds, Mask, negative, nonzero, not_above_zero, positive

NOT_NEGATIVE = (
    "SpecifiedAnnualDemand", "SpecifiedDemandProfile", "MinStorageCharge", "DiscountRate", "DiscountRateIdv",
    "DiscountRateStorage", "AvailabilityFactor", "CapacityToActivityUnit", "OperationalLifeStorage",
)  # fmt: skip
STORAGE_SETS = ("YEAR", "SEASON", "DAYTYPE", "DAILYTIMEBRACKET")


def refuse_unsupported(data: DataSet) -> None:
    """Report, by name, every value that would not be solved as OSeMOSYS means it."""
    present = Present(data)
    for name in NOT_NEGATIVE:
        _refuse(present, name, negative, message("values not below 0"))
    stored = bool(data.sets["STORAGE"])
    split = not_above_zero if stored else negative  # a slice may have no length in one of the years
    _refuse(present, "YearSplit", split, message("a time slice of the year above 0"))
    _refuse(present, "OperationalLife", not_above_zero, message("a lifetime above 0"))
    _refuse(present, "DepreciationMethod", _no_method, message("1 (sinking fund) or 2 (straight line)"))
    _outputs(data, present)
    if data.sets["STORAGE"]:
        _storages(data, present)


def _no_method(values: Floats) -> Mask:
    return ~np.isin(values, (1, 2))


def _refuse(present: Present, name: str, odd: Holds, expected: Wording) -> None:
    """Report values of which something holds, with the lowest; the default too where rows are missing."""
    parameter = present.of(name)
    wrong = parameter.values[odd(parameter.values)]
    if not parameter.is_whole and parameter.holds_by_default(odd):
        wrong = np.append(wrong, parameter.default)
    if len(wrong):
        present.data.refuse(name, f"{wrong.min():g}", expected, odd(present.data.tables[name].values))


def _outputs(data: DataSet, present: Present) -> None:
    """Outputs of a technology that cancel over its modes, and targets on a commodity that nothing produces."""
    given = present.where("OutputActivityRatio", nonzero)
    ratios = present.of("OutputActivityRatio").at(given)
    cancel = given.summed("RTFY", ratios).where(lambda total: total == 0.0)
    if len(cancel):
        found = message("outputs of one technology that cancel over its modes")
        rows = present.rows("OutputActivityRatio").are_in(cancel)
        data.refuse("OutputActivityRatio", found, message("a sum over modes other than 0"), rows)
    used = present.where("InputActivityRatio", positive).only("RFY")
    used |= present.where("SpecifiedAnnualDemand", positive) | present.where("AccumulatedAnnualDemand", positive)
    used -= given.summed("RFY", ratios).where(nonzero)
    for tag, target in (("RETagFuel", "REMinProductionTarget"), ("ReserveMarginTagFuel", "ReserveMargin")):
        odd = present.where(tag, nonzero) & used & present.where(target, positive)
        if len(odd):
            found = message("a target on a fuel that no technology produces and something uses")
            data.refuse(tag, found, message("a fuel that is produced"), present.rows(tag).are_in(odd))


def _storages(data: DataSet, present: Present) -> None:
    for name in STORAGE_SETS:
        members = [int(member) for member in data.sets[name]]
        if not members or members != list(range(members[0], members[0] + len(members))):
            found = message("members {members} beside storages", members=", ".join(map(str, members)) or "none")
            data.report(name, 1, "VALUE", found, message("consecutive whole numbers, which storage levels run through"))
    for name in ("Conversionls", "Conversionld", "Conversionlh"):
        _refuse(present, name, lambda values: ~np.isin(values, (0, 1)), message("0 or 1"))

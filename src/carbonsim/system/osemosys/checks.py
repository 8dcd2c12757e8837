"""What a data set may not hold because no equation here, or none at all, gives it a meaning: refused by name."""

from __future__ import annotations

import numpy as np

from carbonsim.system.osemosys.data_set import DataSet

NOT_NEGATIVE = (
    "SpecifiedAnnualDemand", "SpecifiedDemandProfile", "MinStorageCharge", "DiscountRate", "DiscountRateIdv",
    "DiscountRateStorage", "AvailabilityFactor", "CapacityToActivityUnit", "OperationalLifeStorage",
)  # fmt: skip
STORAGE_SETS = ("YEAR", "SEASON", "DAYTYPE", "DAILYTIMEBRACKET")


def refuse_unsupported(data: DataSet) -> None:
    """Report, by name, every value that would not be solved as OSeMOSYS means it."""
    for name in NOT_NEGATIVE:
        values = data.dense(name)
        if (values < 0).any():
            data.refuse(name, f"{values.min():g}", "values not below 0", values < 0)
    stored = bool(data.sets["STORAGE"])
    for name, words, zero in (("YearSplit", "time slice of the year", stored), ("OperationalLife", "lifetime", True)):
        values = data.dense(name)
        odd = values <= 0 if zero else values < 0  # a slice may have no length in one of the years
        if odd.any():
            data.refuse(name, f"{values[odd].min():g}", f"a {words} above 0", odd)
    method = data.dense("DepreciationMethod")
    if not np.isin(method, (1, 2)).all():
        odd = ~np.isin(method, (1, 2))
        data.refuse("DepreciationMethod", f"{method[odd][0]:g}", "1 (sinking fund) or 2 (straight line)", odd)
    _outputs(data)
    if data.sets["STORAGE"]:
        _storages(data)


def _outputs(data: DataSet) -> None:
    """Outputs of a technology that cancel over its modes, and targets on a commodity that nothing produces."""
    ratios = data.dense("OutputActivityRatio")
    cancel = (ratios != 0).any(axis=3) & (ratios.sum(axis=3) == 0)
    if cancel.any():
        chosen = np.broadcast_to(cancel[:, :, :, None, :], ratios.shape)
        found = "outputs of one technology that cancel over its modes"
        data.refuse("OutputActivityRatio", found, "a sum over modes other than 0", chosen)
    unmade = ratios.sum(axis=(1, 3)) == 0  # region, fuel, year
    used = (data.dense("InputActivityRatio") > 0).any(axis=(1, 3))
    used |= (data.dense("SpecifiedAnnualDemand") > 0) | (data.dense("AccumulatedAnnualDemand") > 0)
    for tag, target in (("RETagFuel", "REMinProductionTarget"), ("ReserveMarginTagFuel", "ReserveMargin")):
        odd = (data.dense(tag) != 0) & unmade & used & (data.dense(target) > 0)[:, None, :]
        if odd.any():
            found = "a target on a fuel that no technology produces and something uses"
            data.refuse(tag, found, "a fuel that is produced", odd)


def _storages(data: DataSet) -> None:
    for name in STORAGE_SETS:
        members = [int(member) for member in data.sets[name]]
        if not members or members != list(range(members[0], members[0] + len(members))):
            found = f"members {', '.join(map(str, members)) or 'none'} beside storages"
            data.report(name, 1, "VALUE", found, "consecutive whole numbers, which storage levels run through")
    for name in ("Conversionls", "Conversionld", "Conversionlh"):
        values = data.dense(name)
        if not np.isin(values, (0, 1)).all():
            odd = ~np.isin(values, (0, 1))
            data.refuse(name, f"{values[odd][0]:g}", "0 or 1", odd)

"""What an OSeMOSYS data set holds: sets, parameters with their index, and defaults where a data set is silent."""

from __future__ import annotations

from typing import NamedTuple

WHOLE_NUMBERS = ("YEAR", "MODE_OF_OPERATION", "SEASON", "DAYTYPE", "DAILYTIMEBRACKET")
NEEDED_SETS = ("REGION", "TECHNOLOGY", "FUEL", "YEAR", "TIMESLICE", "MODE_OF_OPERATION")
NEEDED_PARAMETERS = ("YearSplit", "OutputActivityRatio")  # whose defaults make no system
SETS = (*NEEDED_SETS, "EMISSION", "STORAGE", "SEASON", "DAYTYPE", "DAILYTIMEBRACKET", "UDC")
PARTNER = "_REGION"  # the second region of a trade route


class Layout(NamedTuple):
    """The index of a parameter, and its value where neither a file nor the configuration knows it."""

    sets: tuple[str, ...]
    default: float


def _layout(index: str, default: float = 0.0) -> Layout:
    return Layout(tuple(index.split()), default)


_RTY, _RSY, _RFY, _REY = ("REGION TECHNOLOGY YEAR", "REGION STORAGE YEAR", "REGION FUEL YEAR", "REGION EMISSION YEAR")
_RT, _RS, _RE = "REGION TECHNOLOGY", "REGION STORAGE", "REGION EMISSION"
LAYOUTS: dict[str, Layout] = {
    "AccumulatedAnnualDemand": _layout(_RFY),
    "AnnualEmissionLimit": _layout(_REY, -1),
    "AnnualExogenousEmission": _layout(_REY),
    "AvailabilityFactor": _layout(_RTY, 1),
    "CapacityFactor": _layout("REGION TECHNOLOGY TIMESLICE YEAR", 1),
    "CapacityOfOneTechnologyUnit": _layout(_RTY),
    "CapacityToActivityUnit": _layout(_RT, 1),
    "CapitalCost": _layout(_RTY),
    "CapitalCostStorage": _layout(_RSY),
    "Conversionld": _layout("TIMESLICE DAYTYPE"),
    "Conversionlh": _layout("TIMESLICE DAILYTIMEBRACKET"),
    "Conversionls": _layout("TIMESLICE SEASON"),
    "DaySplit": _layout("DAILYTIMEBRACKET YEAR"),
    "DaysInDayType": _layout("SEASON DAYTYPE YEAR", 7),
    "DepreciationMethod": _layout("REGION", 1),
    "DiscountRate": _layout("REGION", 0.05),
    "DiscountRateIdv": _layout(_RT, float("nan")),
    "DiscountRateStorage": _layout(_RS, float("nan")),
    "EmissionActivityRatio": _layout("REGION TECHNOLOGY EMISSION MODE_OF_OPERATION YEAR"),
    "EmissionsPenalty": _layout(_REY),
    "FixedCost": _layout(_RTY),
    "InputActivityRatio": _layout("REGION TECHNOLOGY FUEL MODE_OF_OPERATION YEAR"),
    "MinStorageCharge": _layout(_RSY),
    "ModelPeriodEmissionLimit": _layout(_RE, -1),
    "ModelPeriodExogenousEmission": _layout(_RE),
    "OperationalLife": _layout(_RT, 1),
    "OperationalLifeStorage": _layout(_RS),
    "OutputActivityRatio": _layout("REGION TECHNOLOGY FUEL MODE_OF_OPERATION YEAR"),
    "REMinProductionTarget": _layout("REGION YEAR"),
    "RETagFuel": _layout(_RFY),
    "RETagTechnology": _layout(_RTY),
    "ReserveMargin": _layout("REGION YEAR"),
    "ReserveMarginTagFuel": _layout(_RFY),
    "ReserveMarginTagTechnology": _layout(_RTY),
    "ResidualCapacity": _layout(_RTY),
    "ResidualStorageCapacity": _layout(_RSY),
    "SpecifiedAnnualDemand": _layout(_RFY),
    "SpecifiedDemandProfile": _layout("REGION FUEL TIMESLICE YEAR"),
    "StorageLevelStart": _layout(_RS),
    "StorageMaxChargeRate": _layout(_RS),
    "StorageMaxDischargeRate": _layout(_RS),
    "TechnologyFromStorage": _layout("REGION TECHNOLOGY STORAGE MODE_OF_OPERATION"),
    "TechnologyToStorage": _layout("REGION TECHNOLOGY STORAGE MODE_OF_OPERATION"),
    "TotalAnnualMaxCapacity": _layout(_RTY, -1),
    "TotalAnnualMaxCapacityInvestment": _layout(_RTY, -1),
    "TotalAnnualMinCapacity": _layout(_RTY),
    "TotalAnnualMinCapacityInvestment": _layout(_RTY),
    "TotalTechnologyAnnualActivityLowerLimit": _layout(_RTY),
    "TotalTechnologyAnnualActivityUpperLimit": _layout(_RTY, -1),
    "TotalTechnologyModelPeriodActivityLowerLimit": _layout(_RT),
    "TotalTechnologyModelPeriodActivityUpperLimit": _layout(_RT, -1),
    "TradeRoute": _layout(f"REGION {PARTNER} FUEL YEAR"),
    "VariableCost": _layout("REGION TECHNOLOGY MODE_OF_OPERATION YEAR"),
    "YearSplit": _layout("TIMESLICE YEAR"),
    # of the dialects of CLEWs, MUIO and CCG
    "InputToNewCapacityRatio": _layout("REGION TECHNOLOGY FUEL MODE_OF_OPERATION YEAR"),
    "InputToTotalCapacityRatio": _layout("REGION TECHNOLOGY FUEL MODE_OF_OPERATION YEAR"),
    "TechnologyActivityByModeLowerLimit": _layout("REGION TECHNOLOGY MODE_OF_OPERATION YEAR"),
    "TechnologyActivityByModeUpperLimit": _layout("REGION TECHNOLOGY MODE_OF_OPERATION YEAR"),
    "TechnologyActivityDecreaseByModeLimit": _layout("REGION TECHNOLOGY MODE_OF_OPERATION YEAR"),
    "TechnologyActivityIncreaseByModeLimit": _layout("REGION TECHNOLOGY MODE_OF_OPERATION YEAR"),
    "UDCConstant": _layout("REGION UDC YEAR"),
    "UDCMultiplierActivity": _layout("REGION TECHNOLOGY UDC YEAR"),
    "UDCMultiplierNewCapacity": _layout("REGION TECHNOLOGY UDC YEAR"),
    "UDCMultiplierTotalCapacity": _layout("REGION TECHNOLOGY UDC YEAR"),
    "UDCTag": _layout("REGION UDC", 2),
}
WITHOUT_MODE = ("InputToNewCapacityRatio", "InputToTotalCapacityRatio")  # which most kits have by fuel alone
UNSUPPORTED = (
    "EmissionToActivityChangeRatio",
    "STORAGEINTRADAY",
    "STORAGEINTRAYEAR",
)  # of the dialects too: known by name, and no equation here reads them
DERIVED = (
    "INPUTxFUEL",
    "INPUTxNEWxCAPACITYperFUEL",
    "INPUTxTOTALxCAPACITYperFUEL",
    "MODEperTECHNOLOGY",
    "MODExTECHNOLOGYperEMISSION",
    "MODExTECHNOLOGYperEMISSIONChange",
    "MODExTECHNOLOGYperFUELin",
    "MODExTECHNOLOGYperFUELout",
    "MODExTECHNOLOGYperSTORAGEfrom",
    "MODExTECHNOLOGYperSTORAGEto",
)  # of the dialects too: sets that repeat what the parameters say

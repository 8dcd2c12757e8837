"""A data set of the size of a continental model: 3,813 technologies and 893 fuels, few of which meet each other.

Forty-seven countries in one region, 79 technologies each and a hundred lines between them; seven years, four time
slices, four modes. Most of what may be written is not: the defaults stand for it. Its numbers are drawn by a fixed
seed and mean nothing.
"""

from __future__ import annotations

import numpy as np

from tests.reference.data_set import Data

COUNTRIES = tuple(f"C{number:02d}" for number in range(47))
LINES = 100  # between neighbours, two and two
YEARS = list(range(2020, 2055, 5))
SLICES = ("S1D", "S1N", "S2D", "S2N")
PRIMARY = ("BIO", "COA", "CRU", "GEO", "HFO", "HYD", "LFO", "NGA", "SOL", "URN", "WAS", "WND")
USEFUL = ("COK", "HEA", "IND", "TRA")
FOUND = ("GEO", "HYD", "SOL", "WND")
MINED = ("BIO", "COA", "CRU", "LFO", "NGA", "URN", "WAS")
IMPORTED = ("BIO", "COA", "CRU", "HFO", "LFO", "NGA", "URN", "WAS")
BURNING = (("COA", 3), ("NGA", 4), ("HFO", 3), ("LFO", 3), ("BIO", 2), ("WAS", 1), ("URN", 1))
RENEWABLE = (("SOL", 4), ("WND", 4), ("HYD", 3), ("GEO", 1))
USES = ("ELC", "LFO", "LFO", "BIO", "NGA", "COA", "BIO")  # what the devices of a useful energy take
EMITTED = {"COA": 0.095, "NGA": 0.056, "HFO": 0.077, "LFO": 0.074, "CRU": 0.073}


def continental_data(seed: int = 5) -> Data:
    """Return the data set."""
    fuels = [f"{country}{fuel}" for country in COUNTRIES for fuel in (*PRIMARY, *USEFUL, "EL1", "EL2", "EL3")]
    data = Data({
        "R": ["LAND"], "T": [], "F": fuels, "M": [1, 2, 3, 4], "L": list(SLICES), "Y": YEARS, "E": ["CO2"],
        "S": [], "Q": [], "D": [], "H": [],
    })  # fmt: skip
    draw = np.random.default_rng(seed)
    data.put("YearSplit", 0.25)
    data.put("EmissionsPenalty", 15)
    for country in COUNTRIES:
        _supply(data, country, draw)
        for kinds in (BURNING, RENEWABLE):
            for kind, count in kinds:
                for number in range(count):
                    _plant(data, country, kind, number, draw)
        _grid(data, country)
        for useful in USEFUL:
            _use(data, country, useful, draw)
        _demands(data, country, draw)
    for number in range(LINES):
        _line(data, number, draw)
    return data


def _between(draw: np.random.Generator, low: float, high: float) -> float:
    return round(float(draw.uniform(low, high)), 4)


def _technology(data: Data, name: str, inputs: dict[str, float], outputs: dict[str, float], mode: int = 1) -> None:
    """Note a technology, and what one of its modes takes and gives."""
    if name not in data.sets["T"]:
        data.sets["T"].append(name)  # type: ignore[arg-type]
    for parameter, ratios in (("InputActivityRatio", inputs), ("OutputActivityRatio", outputs)):
        for fuel, ratio in ratios.items():
            data.put(parameter, ratio, T=name, F=fuel, M=mode)


def _supply(data: Data, country: str, draw: np.random.Generator) -> None:
    for kind, fuels, dear in (("MIN", MINED, 1.0), ("IMP", IMPORTED, 2.0), ("RNW", FOUND, 0.0)):
        for fuel in fuels:
            name = f"{country}{kind}{fuel}"
            _technology(data, name, {}, {f"{country}{fuel}": 1.0})
            if fuel in EMITTED:
                data.put("EmissionActivityRatio", EMITTED[fuel], T=name, M=1)
            price = _between(draw, 2, 8) * dear
            for place, year in enumerate(YEARS):
                data.put("VariableCost", round(price * 1.02**place, 4), T=name, M=1, Y=year)
            if kind == "MIN":
                data.put("TotalTechnologyAnnualActivityUpperLimit", _between(draw, 50, 400), T=name)
    name = f"{country}REF"
    _technology(data, name, {f"{country}CRU": 1.05}, {f"{country}HFO": 0.4, f"{country}LFO": 0.6})
    for mode, heavy in ((3, 0.6), (4, 0.2)):
        _technology(data, name, {f"{country}CRU": 1.1}, {f"{country}HFO": heavy, f"{country}LFO": 1 - heavy}, mode)
    _built(data, name, _between(draw, 5, 20), 30, 1.0)


def _built(data: Data, name: str, cost: float, lifetime: int, unit: float) -> None:
    for place, year in enumerate(YEARS):
        data.put("CapitalCost", round(cost * 0.99**place, 4), T=name, Y=year)
    data.put("FixedCost", round(cost / 40, 4), T=name)
    data.put("OperationalLife", lifetime, T=name)
    if unit != 1.0:
        data.put("CapacityToActivityUnit", unit, T=name)


def _plant(data: Data, country: str, kind: str, number: int, draw: np.random.Generator) -> None:
    name, burns = f"{country}PWR{kind}{number}", kind not in FOUND
    ratio = _between(draw, 1.7, 3.2) if burns else 1.0
    _technology(data, name, {f"{country}{kind}": ratio}, {f"{country}EL1": 1.0})
    if kind == "NGA":
        _technology(data, name, {f"{country}LFO": ratio}, {f"{country}EL1": 1.0}, mode=2)
    _built(data, name, _between(draw, 800, 4000), int(draw.integers(20, 45)), 31.536)
    data.put("AvailabilityFactor", 0.9, T=name)
    if burns:
        for place, year in enumerate(YEARS[:4]):
            data.put("ResidualCapacity", round(0.5 * (1 - place / 4), 4), T=name, Y=year)
        return
    data.put("TotalAnnualMaxCapacity", _between(draw, 2, 20), T=name)
    for part in SLICES:
        lit = 0.0 if kind == "SOL" and part.endswith("N") else _between(draw, 0.1, 0.7)
        data.put("CapacityFactor", lit, T=name, L=part)


def _grid(data: Data, country: str) -> None:
    for name, source, target in (("TRN", "EL1", "EL2"), ("DIS", "EL2", "EL3")):
        _technology(data, f"{country}{name}", {f"{country}{source}": 1.06}, {f"{country}{target}": 1.0})
        _built(data, f"{country}{name}", 400.0, 50, 31.536)


def _use(data: Data, country: str, useful: str, draw: np.random.Generator) -> None:
    for number, fuel in enumerate(USES):
        name = f"{country}{useful}{number}"
        taken = {f"{country}{'EL3' if fuel == 'ELC' else fuel}": _between(draw, 0.9, 3)}
        _technology(data, name, taken, {f"{country}{useful}": 1.0})
        _built(data, name, _between(draw, 20, 300), int(draw.integers(10, 25)), 1.0)
        data.put("ResidualCapacity", 5, T=name, Y=YEARS[0])


def _demands(data: Data, country: str, draw: np.random.Generator) -> None:
    amount = {useful: _between(draw, 10, 60) for useful in (*USEFUL, "EL3")}
    for part, share in zip(SLICES, (0.3, 0.2, 0.28, 0.22), strict=True):
        data.put("SpecifiedDemandProfile", share, F=f"{country}EL3", L=part)
    for place, year in enumerate(YEARS):
        for useful, first in amount.items():
            parameter = "SpecifiedAnnualDemand" if useful == "EL3" else "AccumulatedAnnualDemand"
            data.put(parameter, round(first * 1.03**place, 4), F=f"{country}{useful}", Y=year)


def _line(data: Data, number: int, draw: np.random.Generator) -> None:
    """Let power go either way between two countries, each way a mode."""
    one, other = COUNTRIES[2 * (number % 23)], COUNTRIES[2 * (number % 23) + 1]
    name = f"TRN{one}{other}{number // 23}"
    _technology(data, name, {f"{one}EL2": 1.0}, {f"{other}EL2": 0.95})
    _technology(data, name, {f"{other}EL2": 1.0}, {f"{one}EL2": 0.95}, mode=2)
    _built(data, name, _between(draw, 200, 900), 40, 31.536)

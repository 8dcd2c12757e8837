"""A made-up city in small tables: enough to draw every figure, small enough to check by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd

from carbonsim.analysis.summary.summary import Summary
from carbonsim.report.content import Content
from carbonsim.results.results import Results
from carbonsim.scenario.sections.policy import PastSeries
from carbonsim.system.tables import Label

COST_UNIT = "million CNY of 2020, discounted to 2020"
YEARS = (
    2020,
    2021,
    2022,
    2023,
    2024,
    2025,
    2026,
    2027,
    2028,
    2029,
    2030,
    2031,
    2032,
    2033,
    2034,
    2035,
    2040,
    2045,
    2050,
    2055,
    2060,
)
PLAN_LEVELS = (
    44.5,
    45.9,
    45.3,
    46.6,
    47.2,
    47.9,
    48.3,
    48.6,
    48.8,
    47.9,
    46.9,
    46.0,
    45.0,
    44.1,
    43.2,
    42.3,
    36.0,
    28.0,
    19.0,
    11.0,
    6.0,
)
TWIN_LEVELS = (
    *PLAN_LEVELS[:6],
    48.5,
    49.1,
    49.6,
    50.0,
    50.3,
    50.5,
    50.6,
    50.5,
    50.2,
    49.7,
    46.0,
    41.0,
    35.0,
    29.0,
    24.0,
)
SHARES = {"Power and Heat": 0.55, "Industry": 0.2, "Transport": 0.13, "Buildings": 0.1, "Imported Electricity": 0.02}


def _ramp(first: float, last: float) -> list[float]:
    return [first + (last - first) * (year - 2020) / 40 for year in YEARS]


def _variables(levels: tuple[float, ...], dearer: float) -> dict[str, tuple[str, list[float]]]:
    found: dict[str, tuple[str, list[float]]] = {"Peaking Emissions": ("Mt CO2/yr", list(levels))}
    for name, share in SHARES.items():
        found[f"Peaking Emissions|{name}"] = ("Mt CO2/yr", [level * share for level in levels])
    for name, (first, last) in {
        "coal CHP": (18, 3),
        "coal": (4, 0),
        "wind": (1.5, 25),
        "solar": (0.8, 15),
        "hydro": (0.5, 0.5),
        "biomass": (1, 2),
        "waste": (0.6, 1.2),
        "net import": (2, -1.5),
        "gas": (0, 1),
    }.items():
        found[f"Generation|Electricity|{name}"] = ("TWh", _ramp(first, last))
        if name != "net import":
            found[f"Capacity by Group|Electricity|{name}"] = ("GW", [value / 3 for value in _ramp(first, last)])
    for name, (first, last) in {
        "coal CHP": (62, 10),
        "coal boiler": (52, 0),
        "gas boiler": (6, 10),
        "biomass boiler": (0.5, 12),
        "heat pump": (0, 45),
        "waste heat": (0, 20),
        "electric boiler": (0, 8),
    }.items():
        found[f"Generation|Heat|{name}"] = ("PJ", _ramp(first, last))
    for name, (first, last) in {
        "Solids|Coal": (0.09, 0.01),
        "Liquids": (0.1, 0.04),
        "Gases": (0.03, 0.04),
        "Heat": (0.1, 0.09),
        "Electricity": (0.085, 0.2),
    }.items():
        found[f"Final Energy|{name}"] = ("EJ/yr", _ramp(first, last))
    for sector, size in {"Energy": 30.0, "Transport": 25.0, "Industry": 15.0, "Buildings": 8.0}.items():
        for component, part in {"Investment": 0.4, "Fixed": 0.15, "Variable": 0.4, "Carbon Price": 0.05}.items():
            path = [size * part * (1 + dearer * (year > 2025)) for year in YEARS]
            found[f"Cost|{sector}|{component}"] = ("billion CNY/yr", path)
    stock = "Stocks|Transportation|Light-Duty Vehicle"
    for name, (first, last) in {
        "Petrol": (1.9, 0.1),
        "Plug-in Hybrid": (0.01, 0.8),
        "Battery-Electric": (0.03, 3.0),
    }.items():
        found[f"{stock}|{name}"] = ("million", _ramp(first, last))
    found |= _users(levels)
    found |= {
        "GDP": ("billion CNY", _ramp(660, 2100)),
        "Non-fossil Share": ("%", _ramp(3.7, 62)),
        "CO2 per GDP": (
            "t/10^4 CNY",
            [10 * level / gdp for level, gdp in zip(levels, _ramp(660, 2100), strict=True)],
        ),
        "Energy per GDP": ("tce/10^4 CNY", _ramp(0.29, 0.11)),
    }
    return found


SEASONS = {"deep_winter": 31, "spring": 104, "summer": 92, "autumn": 138}
USERS = {"Industry": 0.3, "Transport": 0.15, "Residential": 0.3, "Commercial": 0.2, "Land": 0.04, "Waste": 0.01}


def _users(levels: tuple[float, ...]) -> dict[str, tuple[str, list[float]]]:
    mt, gases = "Mt CO2/yr", "Mt CO2-equiv/yr"
    found: dict[str, tuple[str, list[float]]] = {
        "Emissions by User": (mt, list(levels)),
        "All-gas Emissions": (gases, [1.2 * level for level in levels]),
        "All-gas Emissions by User": (gases, [1.2 * level for level in levels]),
        "Population": ("million", _ramp(9.07, 7.1)),
        "Energy Consumption|Coal-equivalent": ("Mtce", _ramp(19.1, 23.0)),
        "Clean Share of Generation": ("%", _ramp(7, 90)),
        "Carbon Intensity of Power": ("t/MWh", _ramp(0.6, 0.03)),
        "Electricity per GDP": ("kWh/10^4 CNY", _ramp(400, 220)),
        "Net Import|Electricity": ("TWh", _ramp(2, -1.5)),
        "Electricity Consumption": ("TWh", _ramp(27, 47)),
        "District|North|Peaking Emissions": (mt, [0.6 * level for level in levels]),
        "District|South|Peaking Emissions": (mt, [0.4 * level for level in levels]),
        "Indicator|Energy bill of an urban household": ("CNY/household", _ramp(3000, 3600)),
        "Indicator|Jobs": ("million", _ramp(4.5, 4.0)),
        "Indicator|Grain output": ("Mt", _ramp(10.9, 12.5)),
        "Production|Industry|automobile": ("million vehicles", _ramp(2.6, 2.4)),
        "Production|Industry|steel": ("Mt", _ramp(1, 2)),
        "Industry Emissions|Energy|automobile": (mt, _ramp(1, 0.4)),
        "Industry Emissions|Energy|steel": (mt, _ramp(2, 0.3)),
        "Industry Emissions|Process|cement": (mt, _ramp(2, 0.8)),
        "Emissions by Carrier|Industry|coal": (mt, _ramp(6, 0.5)),
        "Emissions by Carrier|Industry|gas": (mt, _ramp(2.9, 0.7)),
    }
    for name, share in USERS.items():
        found[f"Emissions by User|{name}"] = (mt, [level * share for level in levels])
        found[f"All-gas Emissions by User|{name}"] = (gases, [1.2 * level * share for level in levels])
    for name, share in SHARES.items():
        found[f"All-gas Emissions|{name}"] = (gases, [1.2 * level * share for level in levels])
    for name, (first, last) in {"Primary": (53, 90), "Secondary": (274, 640), "Tertiary": (333, 1370)}.items():
        found[f"GDP|{name}"] = ("billion CNY", _ramp(first, last))
    for name, size in {
        "Industry": 0.11,
        "Transportation": 0.09,
        "Residential": 0.12,
        "Commercial": 0.08,
        "Agriculture": 0.01,
    }.items():
        found[f"Final Energy|{name}"] = ("EJ/yr", _ramp(size, 0.8 * size))
    found |= _air()
    for (source, target), (first, last) in FLOWS.items():
        found[f"Energy Flow|{source}|{target}"] = ("PJ/yr", _ramp(first, last))
    return found


def _air() -> dict[str, tuple[str, list[float]]]:
    """Return pollutants of two sectors that burn one fuel each."""
    found: dict[str, tuple[str, list[float]]] = {}
    for name, (first, last) in {"SO2": (40, 12), "NOx": (66, 50), "PM2.5": (38, 18)}.items():
        for top, parts in (("Air Pollution", ("Industry", "Residential")), ("Air Pollution by Fuel", ("coal", "gas"))):
            found[f"{top}|{name}"] = ("kt/yr", _ramp(first, last))
            for part in parts:
                found[f"{top}|{name}|{part}"] = ("kt/yr", [amount / 2 for amount in _ramp(first, last)])
    return found


FLOWS = {
    ("coal", "power plants"): (200, 40),
    ("coal", "heat plants"): (60, 0),
    ("power plants", "electricity"): (80, 15),
    ("power plants", "district heat"): (60, 10),
    ("power plants", "losses"): (60, 15),
    ("heat plants", "district heat"): (50, 0),
    ("heat plants", "losses"): (10, 0),
    ("wind", "electricity"): (5, 90),
    ("electricity", "industry"): (40, 60),
    ("electricity", "residential"): (45, 45),
    ("district heat", "residential"): (110, 10),
    ("oil", "transport"): (70, 20),
}


def _table(levels: tuple[float, ...], dearer: float = 0.0) -> pd.DataFrame:
    rows = [
        ("carbonsim", "small", "Small City", variable, unit, year, value)
        for variable, (unit, path) in _variables(levels, dearer).items()
        for year, value in zip(YEARS, path, strict=True)
    ]
    return pd.DataFrame(rows, columns=["model", "scenario", "region", "variable", "unit", "year", "value"])


def _dispatch() -> pd.DataFrame:
    rows = []
    load = {"night": 2.4, "morning": 3.4, "noon": 3.2, "evening": 3.9}
    sun = {"night": 0.0, "morning": 0.5, "noon": 1.4, "evening": 0.0}
    for season, cold in {"deep_winter": 1.0, "spring": 0.4, "summer": 0.05, "autumn": 0.5}.items():
        for part, need in load.items():
            wind = 0.8 if part == "night" else 0.5
            for group, value in {
                "coal CHP": need - wind - sun[part] - 0.2,
                "wind": wind,
                "solar": sun[part],
                "net import": 0.2,
                "heat pump": -0.3 * cold,
                "curtailment": -0.05,
            }.items():
                rows.append(("electricity_supply", group, season, part, value))
            for group, value in {"coal CHP": 6 * cold, "coal boiler": 4 * cold, "heat pump": 1.0 * cold}.items():
                rows.append(("heat_supply", group, season, part, value))
    frame = pd.DataFrame(rows, columns=["commodity", "group", "season", "day_part", "value"])
    return frame.assign(technology=frame["group"], year=2028, time_slice=frame["season"] + "_" + frame["day_part"])


def _scenario(name: str = "Peak in 2028", *, peaking: bool = True) -> Any:
    past = PastSeries.model_validate(
        {
            "label": {"en": "City inventory, old boundary", "zh": "城市清单（旧边界）"},
            "scope": {"en": "energy and process CO2", "zh": "能源活动与生产过程二氧化碳"},
            "boundary": {"en": "old", "zh": "旧边界"},
            "values": {2005: 34.5, 2008: 46.9, 2010: 57.4, 2012: 68.3, 2015: 57.9, 2019: 57.2},
            "note": {"en": "of another boundary", "zh": "边界不同"},
            "source": "a published inventory",
            "quality": "literature",
        }
    )
    parts = {"night": 8, "morning": 4, "noon": 6, "evening": 6}
    return SimpleNamespace(
        name=name,
        description="Clean heating brings the <peak> forward & cheaply.",
        region="Small City",
        time=SimpleNamespace(
            years=list(YEARS),
            plan_from=2026,
            seasons={name: SimpleNamespace(days=days) for name, days in SEASONS.items()},
            day_parts={part: SimpleNamespace(hours=hours) for part, hours in parts.items()},
        ),
        peaking=SimpleNamespace(by=2028, max_level=49.0, emission_cap={2035: 42.5}) if peaking else None,
        scope=SimpleNamespace(name="administrative"),
        foresight=SimpleNamespace(years=None),
        history={"ceads": past},
        resolved={"schema": 1, "name": name, "note": "</script><script>alert(1)</script>"},
    )


def _summary(status: str = "optimal", **changes: object) -> Summary:
    solved = status == "optimal"
    told = {
        "scenario": "small",
        "name": "Peak in 2028",
        "status": status,
        "total_cost": {"value": 2_100_000.0 if solved else None, "unit": COST_UNIT},
        "twin_total_cost": {"value": 2_080_000.0, "unit": COST_UNIT},
        "peak": {
            "year": 2028 if solved else None,
            "level_Mt": 48.8 if solved else None,
            "status": "peaked (projected)" if solved else "unproven",
            "rule": "first year at the maximum; 5 years of horizon left",
            "plateau": {"first": 2025, "last": 2030, "mean_Mt": 48.2} if solved else None,
        },
        "emissions_Mt": {},
        "base_year": {"year": 2020, "energy_Mtce": 19.11, "emissions_Mt": 44.5},
        "lp": {"rows": 25000, "columns": 23000, "nonzeros": 110000},
        "timings_s": {"read": 0.4, "solve": 1.2},
        "solver": {"name": "HiGHS", "version": "1.10"},
    }
    return Summary.model_validate({**told, **changes})


def with_summary(content: Content, **changes: object) -> Content:
    """Return the content with other values of the summary, as summary.json would say them."""
    return replace(content, summary=Summary.model_validate({**content.summary.plain(), **changes}))


def _inputs() -> pd.DataFrame:
    qualities = ("official", "literature", "derived", "assumption")
    rows = [
        (
            f"energy.technologies.unit-{index}.capital_cost",
            3000 + index,
            "CNY/kW",
            "A <b>yearbook</b>",
            qualities[index % 4],
            "",
            "energy.yaml",
            index + 1,
        )
        for index in range(60)
    ]
    return pd.DataFrame(rows, columns=["path", "value", "unit", "source", "quality", "note", "file", "line"])


def _calibration() -> pd.DataFrame:
    none = float("nan")
    rows = [
        ("energy", "Total energy", "能源消费总量", 2020, 19.1089, 19.11, "Mtce", 0.0001, "official", True, "within 3%"),
        ("power", "Industry electricity", "工业用电", 2020, 10.0, 11.2, "TWh", 0.12, "literature", True, "explained"),
        ("heat", "Metered heat", "计量热量", 2020, 5.0, none, "PJ", none, "derived", False, "not compared"),
    ]
    columns = ["name", "label", "label_zh", "year", "official", "model", "unit", "error", "quality", "counts"]
    return pd.DataFrame(rows, columns=[*columns, "standing"]).assign(source="Bureau")


def _duals() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("peaking.by", "peaking.by", 2029, 120.0, 0.0, 48.8, "CNY/t"),
            ("peaking.max_level", "peaking.max_level", 2026, 0.0, 0.7, 49.0, "CNY/t"),
        ],
        columns=["constraint", "path", "year", "dual", "slack", "bound", "unit"],
    )


def _targets() -> list[dict[str, Any]]:
    shared = {"sense": "<=", "attribute": "obligatory", "lead": "Bureau", "lead_zh": "某局", "level": "national"}
    shared |= {"group": "economy", "source": "A plan", "date": "2026", "price_unit": "million CNY per t/10^4 CNY"}
    carbon = {"indicator": "co2_per_gdp", "variable": "CO2 per GDP", "unit": "t/10^4 CNY", "label": "CO2 per GDP"}
    carbon |= {"label_zh": "单位地区生产总值二氧化碳排放", "year": 2030, "result": 0.4597}
    grain = {"indicator": "grain_output", "variable": "Indicator|Grain output", "unit": "Mt", "label": "Grain output"}
    grain |= {"label_zh": "粮食产量", "level": "city", "group": "land", "sense": ">=", "year": 2025, "result": 11.2}
    idle = {"strength": "track", "binding": None, "shadow_price": None}
    bound = {"strength": "enforce", "binding": True, "shadow_price": 12.5}
    rows = [
        {"name": "carbon-2030", **carbon, **bound, "target": 0.55, "gap": -0.0903, "status": "pass"},
        {"name": "carbon-2005", **carbon, **idle, "target": None, "gap": None, "base_year": 2005, "status": "no base"},
        {"name": "grain-2025", **grain, **idle, "target": 13.0, "gap": -1.8, "status": "fail"},
    ]
    return [{**shared, **row} for row in rows]


def _campaign() -> dict[str, Any]:
    """Wind that avoids 1.0 (first in) or 0.8 Mt (last out) in 2030."""
    return {
        "name": "wind", "label": "Wind in the west", "label_zh": "西部风电", "category": "energy-transition",
        "category_en": "Energy transition", "category_zh": "能源转型行动", "owner": "Energy Bureau",
        "owner_zh": "能源局", "start": 2026, "full_by": 2030, "first_in_Mt": {"2030": 1.0},
        "last_out_Mt": {"2030": 0.8}, "wedge_Mt": {"2030": 0.9},
        "cumulative_first_in_Mt": 40.0, "cumulative_last_out_Mt": 32.0,
        "cost_first_in": 1200.0, "public_cost": 300.0, "cost_per_tonne_first_in": 60.0,
        "cost_per_tonne_last_out": 80.0, "cost_saving": 50.0, "needed": False, "changes": ["energy.plants.wind"],
    }  # fmt: skip


def _wedges() -> pd.DataFrame:
    labels = {
        "wind": ("Wind in the west", "西部风电", "campaign", 0.9),
        "overlap": ("Overlap", "重叠", "overlap", -0.1),
        "optimiser": ("Chosen by the optimiser", "优化选择", "optimiser", 0.6),
    }
    rows = [
        (name, *words[:3], year, words[3] * min(max((year - 2025) / 5, 0), 1))
        for name, words in labels.items()
        for year in YEARS
    ]
    return pd.DataFrame(rows, columns=["name", "label", "label_zh", "kind", "year", "value"])


def full(name: str = "Peak in 2028", levels: tuple[float, ...] = PLAN_LEVELS) -> Content:
    """Everything there is to draw."""
    plan, twin = Results(_table(levels, 0.02), _dispatch()), Results(_table(TWIN_LEVELS), _dispatch())
    return Content(
        _scenario(name),
        _summary(name=name, campaigns=[_campaign()], targets=_targets()),
        plan=plan,
        twin=twin,
        reference=twin,
        calibration=_calibration(),
        wedges=_wedges(),
        data=_inputs(),
        duals=_duals(),
    )


def infeasible() -> Content:
    """No plan; the twin is there and the clash is explained."""
    twin = Results(_table(TWIN_LEVELS), _dispatch())
    lines = (
        Label(
            "emission_cap 2035 (30 Mt) and the guard clash; raising the cap by 4.2 Mt would make a plan possible",
            "2035年排放上限与防冲高约束冲突",
        ),
    )
    return Content(
        _scenario(),
        _summary("infeasible"),
        twin=twin,
        reference=twin,
        calibration=_calibration(),
        data=_inputs(),
        explanation=lines,
    )


def tiny() -> Content:
    """Emissions in three years and nothing else."""
    table = _table(PLAN_LEVELS)
    table = table[(table["variable"] == "Peaking Emissions") & table["year"].isin([2020, 2025, 2030])]
    scenario = SimpleNamespace(
        name="Tiny",
        region="Nowhere",
        time=SimpleNamespace(years=[2020, 2025, 2030], plan_from=2025),
        foresight=SimpleNamespace(years=None),
    )
    nothing = dict.fromkeys(("year", "level_Mt", "status", "rule", "plateau"))
    told = _summary(scenario="tiny", total_cost={"value": None, "unit": COST_UNIT}, twin_total_cost=None, peak=nothing)
    told = told.model_copy(update={"base_year": None, "lp": {}, "timings_s": {}, "solver": {}})
    return Content(scenario, told, Results(table, pd.DataFrame()))

"""What the city's conference asks for, row by row: what a planner writes, and what must move which way.

Each row is one wish; peaking, campaigns and targets have scenarios and tests of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Way = Literal["more", "less"]


@dataclass(frozen=True)
class Row:
    """What is asked, what a planner writes, and what must move which way in a year."""

    ask: str
    changes: dict[str, Any]
    variable: str
    way: Way
    year: int = 2040
    beside: str = ""  # rows that do not touch each other are solved together


def technology(sector: str, name: str, **values: Any) -> dict[str, Any]:
    return {f"{sector}.technologies.{name}.{key}": value for key, value in values.items()}


def plant(name: str, **values: Any) -> dict[str, Any]:
    return {f"energy.plants.{name}.{key}": value for key, value in values.items()}


BRANCH, CLASS, SERVICE = "industry.branches", "buildings.classes", "economy.services"
CLINKER = f"{BRANCH}.building-materials.process_emissions.clinker.ways"
CARS = {2020: 1.6, 2022: 1.36, 2023: 1.56, 2025: 1.5, 2040: 2.2}
ROWS = (
    Row(
        "clean energy: wind of the west",
        plant("wind", capacity_max=8),
        "Generation|Electricity|wind",
        "more",
        beside="wind",
    ),
    Row(
        "clean energy: sun",
        plant("utility-pv", capacity_max=8),
        "Capacity by Group|Electricity|solar",
        "more",
        beside="supply",
    ),
    Row(
        "clean energy: the coal it replaces", plant("wind", capacity_max=8), "Indicator|Coal use", "less", beside="wind"
    ),
    Row(
        "clean energy: storage",
        {"energy.stores.battery.capital_cost": 300},
        "Capacity by Group|Storage|battery",
        "more",
        beside="supply",
    ),
    Row(
        "clean energy: less is bought",
        {"energy.trade.import_ceiling": {2020: 20, 2025: 10.5, 2026: 10.8, 2060: 11}, "energy.trade.import_floor": 0},
        "Generation|Electricity|net import",
        "less",
    ),
    Row(
        "clean energy: heat by pump",
        plant("sewage-heat-pump", capacity_max={2026: 0.2, 2040: 2}),
        "Generation|Heat|heat pump",
        "more",
        beside="supply",
    ),
    Row(
        "production: efficiency",
        technology("industry", "efficient-motor", efficiency=0.97),
        "Final Energy|Industry|Electricity",
        "less",
    ),
    Row(
        "production: steam without coal",
        technology("industry", "coal-steam-boiler", share_max={2026: 0.8, 2040: 0.2}),
        "Final Energy|Industry|Solids|Coal",
        "less",
        beside="works",
    ),
    Row(
        "production: industrial heat pumps",
        technology("industry", "steam-heat-pump", share_min={2026: 0, 2040: 0.2}),
        "Final Energy|Industry|Electricity",
        "more",
    ),
    Row(
        "production: hydrogen",
        {"energy.fuels.hydrogen.price": {2020: 400, 2040: 30}},
        "Final Energy|Industry|Hydrogen",
        "more",
    ),
    Row(
        "production: capture at kilns",
        {f"{CLINKER}.capture.share_min": {2032: 0, 2040: 0.12}},
        "Emissions|CO2|Industrial Processes",
        "less",
        beside="works",
    ),
    Row(
        "production: waste heat",
        plant("waste-heat-pump", capacity_max={2026: 0.1, 2040: 1.5}),
        "Generation|Heat|waste heat",
        "more",
        beside="works",
    ),
    Row(
        "life: from car to metro",
        {"transport.shifts.car-to-metro.share": {2025: 0, 2035: 0.1}},
        "Energy Service|Transportation|Passenger|car",
        "less",
        beside="life",
    ),
    Row(
        "life: fuller cars",
        {"transport.fleets.car.load": {2020: 1.5, 2025: 1.5, 2040: 1.8}},
        "Emissions|CO2|Energy|Demand|Transportation",
        "less",
    ),
    Row(
        "life: cooler rooms",
        {f"{CLASS}.urban-residential.indoor_temperature": {2025: 22, 2030: 20}},
        "Secondary Energy|Heat",
        "less",
        beside="life",
    ),
    Row(
        "life: heat billed by use",
        {f"{CLASS}.urban-residential.metering.share": {2025: 0.05, 2035: 0.9}},
        "Secondary Energy|Heat",
        "less",
    ),
    Row(
        "life: better appliances",
        technology("buildings", "efficient-appliances", efficiency=1.6),
        "Final Energy|Residential|Electricity",
        "less",
        beside="life",
    ),
    Row(
        "life: sorting at source",
        {"waste.refuse.routes.digestion.share_min": {2026: 0, 2040: 0.2}},
        "Waste|Treatment|Digestion",
        "more",
        beside="life",
    ),
    Row(
        "life: freight to rail",
        {
            "transport.shifts.truck-to-rail": {
                "label": "Trucks to rail",
                "from": "heavy-truck",
                "to": "rail",
                "share": {2025: 0, 2040: 0.15},
            }
        },
        "Energy Service|Transportation|Freight|heavy-truck",
        "less",
        beside="life",
    ),
    Row(
        "circular: remanufactured parts",
        {
            f"{BRANCH}.auto-parts.savings.remanufacturing.capital_cost": 1,
            f"{BRANCH}.auto-parts.savings.remanufacturing.potential": 0.5,
        },
        "Final Energy|Industry",
        "less",
        beside="round",
    ),
    Row(
        "circular: scrap",
        {
            f"{BRANCH}.steel-metal.savings.scrap-sorting.capital_cost": 1,
            f"{BRANCH}.steel-metal.savings.scrap-sorting.potential": 0.6,
        },
        "Final Energy|Industry",
        "less",
    ),
    Row(
        "circular: straw to energy",
        plant("biomass-boiler", output_max={2026: 2.2, 2040: 40}),
        "Generation|Heat|biomass boiler",
        "more",
        beside="supply",
    ),
    Row(
        "circular: waste to energy",
        {
            "waste.refuse.routes.incineration.share_max": {2026: 0.82, 2040: 0.5},
            "waste.refuse.routes.landfill.share_min": 0.2,
        },
        "Generation|Electricity|waste",
        "less",
    ),
    Row(
        "circular: less landfill gas is collected",
        {"waste.refuse.landfill.capture.share_max": {2026: 0.2, 2030: 0.3}},
        "Emissions|CH4|Waste",
        "more",
        beside="land",
    ),
    Row(
        "circular: blended cement",
        {f"{CLINKER}.blended.share_min": {2026: 0, 2040: 0.4}},
        "Emissions|CO2|Industrial Processes",
        "less",
        beside="round",
    ),
    Row(
        "new business: ice and snow",
        {f"{SERVICE}.ice-snow-tourism.value_added": {2020: 6, 2025: 12, 2040: 60}},
        "Services|Electricity|Ice Snow Tourism|Deep Winter",
        "more",
        beside="services",
    ),
    Row(
        "new business: summer leisure",
        {f"{SERVICE}.summer-leisure.value_added": {2020: 8, 2025: 14, 2040: 60}},
        "Services|Electricity|Summer Leisure|Summer",
        "more",
        beside="services",
    ),
    Row(
        "new business: health",
        {f"{SERVICE}.health.value_added": {2020: 15, 2025: 20, 2040: 90}},
        "Services|Energy|Health",
        "more",
        beside="services",
    ),
    Row(
        "new business: exhibitions",
        {f"{SERVICE}.exhibitions.value_added": {2020: 2.5, 2025: 5, 2040: 40}},
        "Value Added|Services|Exhibitions",
        "more",
        beside="services",
    ),
    Row(
        "new business: it brings value added",
        {f"{SERVICE}.health.value_added": {2020: 15, 2025: 20, 2040: 90}},
        "GDP",
        "more",
        beside="services",
    ),
    Row(
        "economy: growth",
        {
            "economy.gdp": {
                2020: 660.16,
                2021: 701.09,
                2022: 669.54,
                2023: 713.73,
                2024: 747.99,
                2025: 785.39,
                2030: 990,
                2035: 1200,
                2040: 1420,
                2060: 2200,
            }
        },
        "Peaking Emissions",
        "more",
    ),
    Row(
        "economy: fewer factories in the same GDP",
        {
            "economy.structure": {
                "primary": {2020: 0.0804, 2025: 0.076, 2030: 0.07, 2035: 0.063, 2040: 0.057},
                "secondary": {2020: 0.4155, 2025: 0.385, 2040: 0.3},
            }
        },
        "Final Energy|Industry",
        "less",
    ),
    Row(
        "science: wind becomes cheap later",
        plant("wind", capital_cost=9000),
        "Generation|Electricity|wind",
        "less",
        2030,
    ),
    Row(
        "science: hydrogen furnaces come later",
        {
            "energy.fuels.hydrogen.price": {2020: 400, 2040: 30},
            **technology("industry", "hydrogen-furnace", first_year=2050),
        },
        "Indicator|CO2 emissions of the scope",
        "less",
        2060,
    ),
    Row(
        "science: old plant is closed", plant("coal-condensing", retire_by=2034), "Generation|Electricity|coal", "less"
    ),
    Row(
        "chains: cars",
        {f"{BRANCH}.automobile.activity": CARS},
        "Production|Industry|auto-parts",
        "more",
        beside="chains",
    ),
    Row(
        "chains: what electric cars take",
        {f"{BRANCH}.automobile.activity": CARS},
        "Production|Industry|batteries",
        "more",
        beside="chains",
    ),
    Row(
        "chains: jobs of car makers",
        {f"{BRANCH}.automobile.activity": CARS},
        "Labor Force|Employed|Automobile",
        "more",
        beside="chains",
    ),
    Row("chains: jobs of the city", {f"{BRANCH}.automobile.activity": CARS}, "Indicator|Jobs", "more", beside="chains"),
    Row("chains: GDP of the city", {f"{BRANCH}.automobile.activity": CARS}, "GDP", "more", beside="chains"),
    Row(
        "chains: rail vehicles",
        {f"{BRANCH}.rail-vehicles.activity": {2020: 1, 2025: 1.125, 2040: 3}},
        "Final Energy|Industry|Electricity",
        "more",
        beside="chains",
    ),
    Row(
        "digital: data centres",
        {f"{CLASS}.data-centres.floor_area": {2020: 1, 2025: 2, 2040: 9}},
        "Services|Electricity|Computing",
        "more",
        beside="services",
    ),
    Row(
        "digital: better efficiency of data centres (PUE)",
        technology("buildings", "efficient-servers", efficiency=1.6),
        "Services|Electricity|Computing",
        "less",
    ),
    Row(
        "rural: fewer fields",
        {"land.arable.area": 1.60, "land.arable.floor": 1.55, "land.arable.grain_floor": None},
        "Indicator|Grain output",
        "less",
    ),
    Row(
        "rural: methane of rice",
        {"land.crops.rice.practices.intermittent-irrigation.share_min": {2026: 0, 2040: 0.5}},
        "Emissions|CH4|AFOLU|Agriculture|Rice",
        "less",
        beside="land",
    ),
    Row(
        "rural: nitrogen",
        {"land.crops.maize.practices.precise-nitrogen.share_min": {2026: 0, 2040: 0.5}},
        "Emissions|N2O|AFOLU|Agriculture|Managed Soils",
        "less",
        beside="land",
    ),
    Row(
        "rural: herds",
        {"land.herds.cattle.practices.better-feed.share_min": {2026: 0, 2040: 0.4}},
        "Emissions|CH4|AFOLU|Agriculture|Livestock",
        "less",
        beside="land",
    ),
    Row(
        "rural: straw burnt in the open",
        {"land.straw.burnt_open_max": {2026: 0.05, 2040: 0}},
        "Straw|Burning",
        "less",
        beside="land",
    ),
    Row(
        "rural: forests",
        {"land.forests.forest.planting": {2020: 2, 2025: 2, 2026: 2}, "land.forests.forest.planting_max": 2},
        "Emissions|CO2|AFOLU|Land",
        "less",
        beside="land",
    ),
    Row(
        "rural: clean heating",
        technology("buildings", "rural-coal-heat", share_max={2026: 0.3, 2040: 0.01}),
        "Emissions|CO2|Energy|Demand|Residential",
        "less",
        2035,
        beside="rooms",
    ),
    Row(
        "livelihood: what heat costs",
        {"economy.tariffs.district_heat": 120},
        "Indicator|Share of income spent on energy by urban people",
        "more",
        beside="bills",
    ),
    Row(
        "livelihood: what villages pay",
        {"economy.tariffs.electricity": "0.9 CNY/kWh"},
        "Indicator|Share of income spent on energy by rural people",
        "more",
        beside="bills",
    ),
    Row(
        "livelihood: old quarters renewed",
        {f"{CLASS}.urban-residential.savings.envelope-retrofit.capital_cost": 1},
        "Secondary Energy|Heat",
        "less",
        beside="rooms",
    ),
    Row(
        "livelihood: more floor space",
        {f"{CLASS}.urban-residential.floor_area": {2020: 215.234, 2025: 241.21, 2040: 330}},
        "Secondary Energy|Heat",
        "more",
    ),
    Row("livelihood: jobs in plants", {"economy.plant_jobs.wind": 3}, "Indicator|Jobs", "more", beside="bills"),
    Row(
        "security: reserve of heat",
        {"targets.heat-reserve": {"indicator": "heat_reserve", "at_least": "2.5 GW", "strength": "enforce"}},
        "Indicator|Heat reserve without the largest source",
        "more",
    ),
    Row(
        "security: less is bought in the coldest weeks",
        {
            "targets.cold-imports": {
                "indicator": "cold_import_share",
                "year": 2060,
                "at_most": "30 %",
                "strength": "enforce",
            }
        },
        "Indicator|Import share of power in the coldest season",
        "less",
        2060,
    ),
    Row(
        "security: less gas in winter",
        {
            "targets.winter-gas": {
                "indicator": "winter_gas_use",
                "at_most": "15 PJ",
                "strength": "enforce",
                "year": 2030,
            }
        },
        "Indicator|Gas use in the heating season",
        "less",
        2030,
    ),
    Row(
        "districts: more industry in the north",
        {"districts.areas.core.shares.industry": 0.7, "districts.areas.dehui.shares.industry": 0.135},
        "District|Dehui|Peaking Emissions|Industry",
        "more",
        beside="bills",
    ),
    Row(
        "supervision: a target that is enforced",
        {"targets.mine": {"indicator": "non_fossil_share", "year": 2030, "at_least": "17.5 %", "strength": "enforce"}},
        "Indicator|Non-fossil share of energy consumption",
        "more",
        2030,
    ),
    Row(
        "economy: a ceiling on investment",
        {"system.limits.wind-money": {"measure": "investment", "technologies": ["power/wind"], "at_most": 300}},
        "Generation|Electricity|wind",
        "less",
    ),
)

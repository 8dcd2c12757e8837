"""How the workbook of a city is laid out: its sheets, what stands on them, and the units in their headers.

Column A of every sheet is hidden and holds keys: `#|title|unit|factor` on a header row, the YAML path on a row of
figures. `factor` is what a figure of the scenario is multiplied by to be in the unit of the header.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.units import PJ_PER_MTCE, PJ_PER_TWH

FORMAT = "carbonsim 1"  # stands on the hidden sheet
RECORD, COVER, BALANCE = "carbonsim", "填表说明", "能源平衡表"
BALANCE_UNIT, PER_PJ = "万吨标准煤", 100.0 / PJ_PER_MTCE
BALANCE_CHECK = "平衡差额"  # the row that has to be zero
CONSTANT, GROWTH, SOURCE, QUALITY = "各年不变值", "以后年均增长（%）", "来源", "数据质量"
QUALITIES = {"官方": "official", "文献": "literature", "推算": "derived", "假设": "assumption"}
SUPPLY_ROWS = {
    "production": "一次能源生产量", "inflow": "外省（区、市）及市外调入量",
    "outflow": "本市调出量（填正数）", "stock_change": "库存减少（＋）或增加（－）量",
}  # fmt: skip
SIGNIFICANT = 12  # digits that count: what a change of units adds lies behind them


class Block(NamedTuple):
    """Figures of one kind: where they are written, their title, unit and factor."""

    sheet: str
    title: str
    unit: str
    factor: float
    pattern: str  # YAML path; * stands for any name

    @property
    def header(self) -> str:
        """The title with its unit, as it stands in the header."""
        return f"{self.title}（{self.unit}）"

    @property
    def key(self) -> str:
        """What stands in the hidden column of the header row."""
        return f"#|{self.title}|{self.unit}|{self.factor!r}"


_ECONOMY, _INDUSTRY, _BUILDINGS = "经济社会", "工业", "建筑"
_TRANSPORT, _PLANTS, _LAND, _WASTE = "交通", "电厂与热源", "农林", "废弃物"
_ACTORS, _CHOICES, _ELASTICITIES = "投资者", "选择行为", "需求弹性"
BLOCKS = (
    Block(_ECONOMY, "地区生产总值，基准年价", "亿元", 10.0, "economy.gdp"),
    Block(_ECONOMY, "地区生产总值，基准年价，中方案", "亿元", 10.0, "economy.growth_corridor.central"),
    Block(_ECONOMY, "产业增加值比重，中方案", "%", 100.0, "economy.growth_corridor.structure.*"),
    Block(_ECONOMY, "产业增加值占地区生产总值比重", "%", 100.0, "economy.structure.*"),
    Block(_ECONOMY, "常住人口", "万人", 100.0, "economy.population"),
    Block(_ECONOMY, "城镇化率", "%", 100.0, "economy.urbanisation"),
    Block(_ECONOMY, "户均人口", "人/户", 1.0, "economy.household_size.*"),
    Block(_ECONOMY, "居民人均可支配收入", "元", 1.0, "economy.income.*"),
    Block(_ECONOMY, "服务业增加值", "亿元", 10.0, "economy.services.*.value_added"),
    Block(_INDUSTRY, "产量或活动水平", "单位见方括号", 1.0, "industry.branches.*.activity"),
    Block(_INDUSTRY, "基准年增加值", "亿元", 10.0, "industry.branches.*.value_added"),
    Block(_INDUSTRY, "基准年工业过程排放", "万吨", 100.0, "industry.branches.*.process_emissions.*.amount"),
    Block(_BUILDINGS, "建筑面积", "万平方米", 100.0, "buildings.classes.*.floor_area"),
    Block(_BUILDINGS, "供暖期平均室内温度", "℃", 1.0, "buildings.classes.*.indoor_temperature"),
    Block(_BUILDINGS, "按热量计费面积比例", "%", 100.0, "buildings.classes.*.metering.share"),
    Block(_TRANSPORT, "车辆保有量", "万辆", 100.0, "transport.fleets.*.stock"),
    Block(_TRANSPORT, "年均行驶里程", "公里/辆", 1.0, "transport.fleets.*.distance"),
    Block(_TRANSPORT, "平均载客或载货", "人或吨/车", 1.0, "transport.fleets.*.load"),
    Block(_TRANSPORT, "基准年保有量构成", "%", 100.0, "transport.fleets.*.drivetrains.*.stock_share"),
    Block(_TRANSPORT, "车辆单耗", "兆焦/公里", 1.0, "transport.fleets.*.drivetrains.*.consumption.*"),
    Block(_TRANSPORT, "新车销量构成（规划起始年前）", "%", 100.0, "transport.fleets.*.drivetrains.*.sales_share"),
    Block(_TRANSPORT, "运输量或活动水平", "单位见方括号", 1.0, "transport.services.*.activity"),
    Block(_PLANTS, "已有装机容量", "万千瓦", 100.0, "energy.plants.*.capacity"),
    Block(_PLANTS, "发电量", "亿千瓦时", 10.0 / PJ_PER_TWH, "energy.plants.*.history"),
    Block(_PLANTS, "热源厂供热量", "万吉焦", 100.0, "energy.plants.*.history"),
    Block(_PLANTS, "热电联产供热量", "万吉焦", 100.0, "energy.plants.*.heat_history"),
    Block(_PLANTS, "发电效率", "%", 100.0, "energy.plants.*.modes.*.electricity"),
    Block(_PLANTS, "供热效率", "%", 100.0, "energy.plants.*.modes.*.heat"),
    Block(_PLANTS, "厂用电率", "%", 100.0, "energy.plants.*.own_use"),
    Block(_PLANTS, "网络损失率", "%", 100.0, "energy.*.losses"),
    Block(_PLANTS, "热网循环泵耗电率（占供热量）", "%", 100.0, "energy.heat_network.pump_electricity"),
    Block(_PLANTS, "电力折标系数（发电煤耗）", "克标准煤/千瓦时", 1000.0, "energy.coal_equivalent"),
    Block(_PLANTS, "装机容量上限", "万千瓦", 100.0, "energy.plants.*.capacity_max"),
    Block(_PLANTS, "燃料可供量上限", BALANCE_UNIT, PER_PJ, "energy.fuels.*.ceiling"),
    Block(_PLANTS, "外购电量上限", "亿千瓦时", 10.0 / PJ_PER_TWH, "energy.trade.import_ceiling"),
    Block(_LAND, "农业活动水平", "单位见方括号", 1.0, "land.farms.*.activity"),
    Block(_LAND, "耕地面积", "万公顷", 100.0, "land.arable.area"),
    Block(_LAND, "播种面积", "万公顷", 100.0, "land.crops.*.area"),
    Block(_LAND, "粮食单产", "吨/公顷", 1.0, "land.crops.*.grain"),
    Block(_LAND, "畜禽存栏", "万头（只）", 100.0, "land.herds.*.heads"),
    Block(_LAND, "森林面积", "千公顷", 1.0, "land.forests.*.area"),
    Block(_WASTE, "人均日产垃圾", "千克/人", 1.0, "waste.refuse.per_person"),
    Block(_WASTE, "垃圾处理构成", "%", 100.0, "waste.refuse.routes.*.share"),
    Block(_WASTE, "垃圾所供燃料热值", "吉焦/吨", 1.0, "waste.refuse.routes.*.energy.*"),
    Block(_ACTORS, "投资时要求的实际年收益率", "%", 100.0, "actors.*"),
    Block(_CHOICES, "购买者之间的成本差异，占服务成本比重", "%", 100.0, "choices.spread.*"),
    Block(_CHOICES, "近年购置份额", "%", 100.0, "choices.shares.*.*"),
    Block(_CHOICES, "尚无人购置的选项在成本相同时的份额", "%", 100.0, "choices.entry.*"),
    Block(_CHOICES, "感知成本的变化（负数为变便宜），占服务成本比重", "%", 100.0, "choices.drift.*"),
    Block(_ELASTICITIES, "需求的自价格弹性，不大于零", "无量纲", 1.0, "price_elasticities.*"),
)


def written(scenario: Scenario) -> list[tuple[Block, list[tuple[str, Quantity]]]]:
    """Return the blocks of a scenario with the quantities that are written there; none that stays empty."""
    here = dict(scenario.quantities())
    found = [(block, [(path, here[path]) for path in matches(block.pattern, here)]) for block in BLOCKS]
    told = [(block, [row for row in rows if _of_this_kind(block, row[0], scenario)]) for block, rows in found]
    return [(block, rows) for block, rows in told if rows]


def matches(pattern: str, paths: Mapping[str, object]) -> Iterator[str]:
    """Yield the paths that a pattern answers to; * stands for one step of any name."""
    wanted = pattern.split(".")
    for path in paths:
        steps = path.split(".")
        if len(steps) == len(wanted) and all(want in ("*", step) for want, step in zip(wanted, steps, strict=True)):
            yield path


def _of_this_kind(block: Block, path: str, scenario: Scenario) -> bool:
    """The output of a plant is power or heat, told in units of its own."""
    if not block.pattern.endswith(".history") or scenario.energy is None:
        return True
    plant = scenario.energy.plants[path.split(".")[2]]
    return (plant.branch == "power") == (block.unit == "亿千瓦时")


def unit_of_activity(scenario: Scenario, path: str) -> str:
    """Return what an activity is counted in, as it is written beside it; empty elsewhere."""
    owner: Any = scenario
    for step in path.split(".")[:-1]:
        owner = getattr(owner, step) if isinstance(owner, BaseModel) else owner[step]
    return str(getattr(owner, "activity_unit", "")) if path.endswith(".activity") else ""


def to_cell(value: float, factor: float) -> float:
    """Return a figure of the scenario as it stands in a cell."""
    return float(f"{value * factor:.15g}")


def from_cell(cell: float, factor: float) -> float:
    """Return the figure of a cell in the unit of the scenario, without what the change of units adds."""
    return float(f"{cell / factor:.{SIGNIFICANT}g}")

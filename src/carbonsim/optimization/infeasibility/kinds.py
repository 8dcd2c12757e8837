"""Kinds of limits and whose they are: how the many limits of a large conflict are counted."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.optimization.solution.solution import NOTHING
from carbonsim.system.tables import Label, Technology


class Kind(NamedTuple):
    """A kind of limit: one, several, and the same in Chinese."""

    one: str
    several: str
    zh: str


KINDS = {
    "peaking": Kind("line of the peaking plan", "lines of the peaking plan", "达峰约束"),
    "target": Kind("target", "targets", "目标"),
    "activity_min": Kind("floor on output", "floors on output", "产出下限"),
    "activity_max": Kind("ceiling on output", "ceilings on output", "产出上限"),
    "capacity_min": Kind("floor on capacity", "floors on capacity", "装机规模下限"),
    "capacity_max": Kind("ceiling on capacity", "ceilings on capacity", "装机规模上限"),
    "new_capacity_min": Kind("floor on new capacity", "floors on new capacity", "新增规模下限"),
    "new_capacity_max": Kind("ceiling on new capacity", "ceilings on new capacity", "新增规模上限"),
    "growth_limit": Kind("growth limit", "growth limits", "增速上限"),
    "degrowth_limit": Kind("degrowth limit", "degrowth limits", "降速上限"),
    "change": Kind("limit on the speed of change", "limits on the speed of change", "变化速度限制"),
    "operation": Kind("limit on shares and operation", "limits on shares and operation", "占比与运行限制"),
    "history": Kind("figure of the past", "figures of the past", "历史数据"),
    "past": Kind("fixed past", "fixed past", "既定历史"),
    "demand": Kind("demand", "demands", "需求"),
    "availability": Kind("limit on running hours", "limits on running hours", "利用小时数限制"),
    "stock": Kind("standing stock", "standing stocks", "存量规模"),
    "storage": Kind("limit of a storage", "limits of storages", "储能限制"),
    "own": Kind("constraint of one's own", "constraints of one's own", "自定义约束"),
    "outside": Kind("emission from elsewhere", "emissions from elsewhere", "模型外排放"),
}
SUBJECTS = {
    "power": Label("of power plants", "电厂"),
    "heat": Label("of heat plants", "热源"),
    "supply": Label("of fuel supply", "燃料供应"),
    "storage": Label("of storages", "储能"),
    "trade": Label("of traded power", "外购与外送电力"),
    "energy": Label("in energy", "能源"),
    "industry": Label("in industry", "工业"),
    "transport": Label("in transport", "交通"),
    "buildings": Label("in buildings", "建筑"),
    "land": Label("on the land", "农林"),
    "waste": Label("in waste", "废弃物"),
    "economy": Label("in the economy", "经济"),
}


def subject(technology: Technology | None, path: str = "") -> str:
    """Return whose a limit is: of a branch of energy or of a sector, that of the path where no technology tells it."""
    if technology is None:
        return path.partition(".")[0]
    return technology.branch if technology.sector == "energy" and technology.branch in SUBJECTS else technology.sector


def counted(number: int, kind: str, whose: str, years: Label) -> Label:
    """Return so many limits of one kind, as in "12 ceilings on output of power plants in 2026–2037"."""
    told, owner = KINDS[kind], SUBJECTS.get(whose, NOTHING)
    en = " ".join(filter(None, (str(number), told.one if number == 1 else told.several, owner.en)))
    return Label(f"{en}{years.en}", f"{years.zh}{owner.zh}{told.zh}{number}项")

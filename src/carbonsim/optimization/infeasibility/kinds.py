"""Kinds of limits and whose they are: how the many limits of a large conflict are counted."""

from __future__ import annotations

from carbonsim.messages.message import Message, counting, message
from carbonsim.system.tables import Technology

KINDS = {
    "peaking": counting("{count} line of the peaking plan", "{count} lines of the peaking plan", 0),
    "target": counting("{count} target", "{count} targets", 0),
    "activity_min": counting("{count} floor on output", "{count} floors on output", 0),
    "activity_max": counting("{count} ceiling on output", "{count} ceilings on output", 0),
    "capacity_min": counting("{count} floor on capacity", "{count} floors on capacity", 0),
    "capacity_max": counting("{count} ceiling on capacity", "{count} ceilings on capacity", 0),
    "new_capacity_min": counting("{count} floor on new capacity", "{count} floors on new capacity", 0),
    "new_capacity_max": counting("{count} ceiling on new capacity", "{count} ceilings on new capacity", 0),
    "growth_limit": counting("{count} growth limit", "{count} growth limits", 0),
    "degrowth_limit": counting("{count} degrowth limit", "{count} degrowth limits", 0),
    "change": counting("{count} limit on the speed of change", "{count} limits on the speed of change", 0),
    "operation": counting("{count} limit on shares and operation", "{count} limits on shares and operation", 0),
    "history": counting("{count} figure of the past", "{count} figures of the past", 0),
    "past": counting("{count} fixed past", "{count} fixed past", 0),
    "demand": counting("{count} demand", "{count} demands", 0),
    "availability": counting("{count} limit on running hours", "{count} limits on running hours", 0),
    "stock": counting("{count} standing stock", "{count} standing stocks", 0),
    "storage": counting("{count} limit of a storage", "{count} limits of storages", 0),
    "own": counting("{count} constraint of one's own", "{count} constraints of one's own", 0),
    "outside": counting("{count} emission from elsewhere", "{count} emissions from elsewhere", 0),
}
SUBJECTS = {
    "power": message("{limits} of power plants"),
    "heat": message("{limits} of heat plants"),
    "supply": message("{limits} of fuel supply"),
    "storage": message("{limits} of storages"),
    "trade": message("{limits} of traded power"),
    "energy": message("{limits} in energy"),
    "industry": message("{limits} in industry"),
    "transport": message("{limits} in transport"),
    "buildings": message("{limits} in buildings"),
    "land": message("{limits} on the land"),
    "waste": message("{limits} in waste"),
    "economy": message("{limits} in the economy"),
}


def subject(technology: Technology | None, path: str = "") -> str:
    """Return whose a limit is: of a branch of energy or of a sector, that of the path where no technology tells it."""
    if technology is None:
        return path.partition(".")[0]
    return technology.branch if technology.sector == "energy" and technology.branch in SUBJECTS else technology.sector


def counted(number: int, kind: str, whose: str) -> Message:
    """Return so many limits of one kind, as in "12 ceilings on output of power plants"."""
    limits = KINDS[kind].filled(count=number)
    return SUBJECTS[whose].filled(limits=limits) if whose in SUBJECTS else limits

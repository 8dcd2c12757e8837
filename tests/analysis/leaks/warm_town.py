"""A town that can be reckoned by hand: its heat may come of boilers, of power or of the one coal plant."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from carbonsim import pipeline
from carbonsim.pipeline import Run
from tests.system import town

LAST = 2025
HEAT = 9.0  # PJ of useful heat in the town, of which the campaign turns a share to power
HEATER = {"label": "Heater", "input": "electricity", "efficiency": 1, "capital_cost": 0, "lifetime": 10}
SHARE = "buildings.technologies.heater.share_min"
BOUGHT = 2.0  # PJ of power, neither more nor less
CONDENSING = {"condensing": {"electricity": 0.4}}


def electric(share: float) -> dict[str, Any]:
    """Return a campaign that turns a share of heating to power."""
    changes = {SHARE: share}
    return {"category": "energy-transition", "owner": "Bureau", "start": 2021, "full_by": LAST, "changes": changes}


def warm_town() -> dict[str, Any]:
    """Return the town with a power plant, boilers that pay no carbon price, heaters, and a fixed import."""
    own = copy.deepcopy(town.TOWN)
    energy, buildings = own["energy"], own["buildings"]
    energy["plants"]["chp"] |= {"modes": CONDENSING, "capacity": 3}
    energy["plants"]["boiler"] |= {"capacity": 3}
    energy["trade"] |= {"import_ceiling": BOUGHT, "import_floor": BOUGHT, "export_power": 0}
    del energy["plants"]["wind"], energy["profiles"]
    buildings["technologies"]["heater"] = {**HEATER, "share_change_max": "100 %/yr", "share_max": 0.5}
    buildings["technologies"]["network-heat"] |= {"share_change_max": "100 %/yr", "share_fall_max": 1}
    buildings["classes"]["homes"]["uses"]["heating"]["technologies"] = ["network-heat", "heater"]
    return own | {"choices": {"on": False}}


def run(folder: Path, own: dict[str, Any], *, policies: bool = False) -> Run:
    """Run a town."""
    path = folder / "town.yaml"
    YAML().dump(own, path)
    return pipeline.run(path, write_results=False, policies=policies)


def with_electric(folder: Path, share: float) -> Run:
    """Run the warm town with the campaign that turns a share of heating to power."""
    return run(folder, warm_town() | {"campaigns": {"electric": electric(share)}})

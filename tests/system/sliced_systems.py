"""Scenarios cut into so many slices: the tutorial, and a system written directly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"


def calendar(seasons: int, parts: int) -> dict[str, Any]:
    """Return the seasons and day-parts of a year, all of a length."""
    return {
        "seasons": {f"s{n}": {"days": 365 / seasons} for n in range(seasons)},
        "day_parts": {f"d{n}": {"hours": 24 / parts} for n in range(parts)},
    }


def town(folder: Path, seasons: int, parts: int) -> Path:
    """Return the tutorial with another calendar: its shapes and profiles have a value for each slice."""
    data = YAML(typ="safe").load(TUTORIAL.read_text(encoding="utf-8"))
    names = [f"s{s}_d{d}" for s in range(seasons) for d in range(parts)]
    data["time"].update(calendar(seasons, parts))
    data["energy"]["shapes"]["heating"] = {name: 1.0 + place % 2 for place, name in enumerate(names)}
    data["energy"]["profiles"]["wind"] = {name: f"{20 + place % 17} %" for place, name in enumerate(names)}
    return _written(folder / "town.yaml", data)


def written(folder: Path, technologies: int, years: int, seasons: int, parts: int, regions: int = 1) -> Path:
    """Return a system of plants, a storage and a device in so many regions, written directly."""
    plant = {"outputs": {"power": 1}, "capital_cost": 900, "lifetime": 25, "residual_capacity": 200}
    data = {
        "schema": 1, "name": "written", "region": "land",
        "time": {"years": list(range(2020, 2020 + years)), "plan_from": 2021, "discount_rate": "5 %/yr",
                 **calendar(seasons, parts)},
        "system": {
            "regions": [f"r{n}" for n in range(regions)],
            "commodities": {"power": {"balance": "slice"}, "light": {}},
            "technologies": {
                **{f"plant-{n}": {**plant, "capital_cost": 900 + n} for n in range(technologies)},
                "lamp": {"inputs": {"power": 1.1}, "outputs": {"light": 1}},
            },
            "storages": {"dam": {"commodity": "power", "duration": 8, "capital_cost": 400, "lifetime": 50}},
            "demands": {"power": {"amount": 100}, "light": {"amount": 10}},
        },
    }  # fmt: skip
    return _written(folder / "written.yaml", data)


def _written(file: Path, data: dict[str, Any]) -> Path:
    yaml = YAML()
    yaml.width = 10_000
    yaml.representer.ignore_aliases = lambda _: True
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(data, stream)
    return file

"""Shipped target sets: every figure has a document, a date and a quality, and stands in the published table."""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from carbonsim.scenario.sections.targets import WrittenTarget, read_change
from carbonsim.system.forms import indicator_cards

SETS = ("china", "jilin", "changchun")
LEVELS = {"china": "national", "jilin": "province", "changchun": "city"}
PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "policy_targets.csv"
WORDS = {
    "co2_per_gdp": "CO2 per GDP",
    "non_fossil_share": "non-fossil share of energy consumption",
    "energy_per_gdp": "energy use per GDP",
    "nev_sales_share": "NEV share of new car sales",
    "building_electricity_share": "electricity share of building energy",
    "gdp": "GDP growth target",
    "grain_output": "grain output",
    "arable_area": "arable land retained",
    "forest_cover": "forest coverage",
}


def targets(name: str) -> dict[str, dict[str, Any]]:
    text = resources.files("carbonsim.library").joinpath(f"policy/{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, dict[str, Any]] = YAML(typ="safe").load(text)["targets"]
    return content


@pytest.mark.parametrize("name", SETS)
def test_every_target_has_a_document_a_date_a_quality_and_a_known_indicator(name: str) -> None:
    for key, written in targets(name).items():
        target = WrittenTarget.model_validate(written)
        assert key.startswith(f"{name}-")
        assert target.indicator in indicator_cards()
        assert target.level == LEVELS[name]
        assert target.source and target.date and target.quality, key
        assert target.strength == "track", key


@pytest.mark.parametrize("name", SETS)
def test_every_figure_is_the_published_one(name: str) -> None:
    if not PUBLISHED.is_file():
        pytest.skip("the published table is not beside the checkout")
    with PUBLISHED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for key, written in targets(name).items():
        target = WrittenTarget.model_validate(written)
        ((_, year, figure),) = target.bounds()
        change = read_change(figure)
        value = 100 * change.share if change else float(str(figure).split()[0])
        level = "jilin" if target.level == "province" else "national" if target.level == "national" else "changchun"
        found = [
            row
            for row in rows
            if row["level"] == level
            and row["indicator"] == WORDS[target.indicator]
            and row["target_year"] == str(year)
            and row["value"]
            and float(row["value"]) == pytest.approx(value)
        ]
        assert found, key
        if change and found[0]["base_year"]:
            assert change.base_year in {int(row["base_year"]) for row in found if row["base_year"]}, key

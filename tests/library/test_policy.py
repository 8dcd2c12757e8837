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
SHARED = Path(__file__).parents[3] / "shared" / "data"
TABLES = ("policy_targets.csv", "china_2019_2026.csv")
PLACES = {"national": "national", "Jilin": "jilin", "Changchun": "changchun"}
WORDS = {
    "co2_per_gdp": "CO2 per GDP",
    "non_fossil_share": "non-fossil share of energy consumption",
    "energy_per_gdp": "energy use per GDP",
    "nev_sales_share": "NEV share of new car sales",
    "building_electricity_share": "electricity share of building energy",
    "gdp": ("GDP growth target", "GDP growth"),
    "grain_output": "grain output",
    "arable_area": "arable land retained",
    "forest_cover": "forest coverage",
    "non_fossil_generation_share": "non-fossil share of generation",
    "wind_solar_generation_share": "new-energy share of generation",
    "wind_solar_capacity_share": "wind + solar share of installed capacity",
    "gas_share": "natural gas share of energy",
    "nev_truck_sales_share": "NEV share of new commercial vehicles",
    "building_co2_per_area": "direct CO2 per building floor area, 2026-2030",
    "china-nev-sales-2030": "NEV share of new passenger cars",
    "china-demand-response-2030": "demand-side regulation capability",
    "china-market-sectors-2030": "CO2 per unit product of ETS sectors vs 2025",
    "china-public-institutions-co2-2030": "public institutions: CO2 per floor area vs 2025",
    "china-public-institutions-energy-2030": "public institutions: energy per floor area vs 2025",
    "china-new-car-fuel-2030": "average fuel use of new passenger cars",
    "china-core-digital-2030": "value added of core digital industries in GDP",
    "changchun-farmland-2035": "permanent basic farmland",
    "changchun-red-line-2035": "ecological protection red line",
    "changchun-urban-boundary-2035": "urban development boundary",
    "changchun-green-cover-2025": "built-up green coverage",
}


def rows() -> list[dict[str, str]]:
    """Return the rows of both published tables, in the words of the first."""
    found: list[dict[str, str]] = []
    for name in TABLES:
        with (SHARED / name).open(encoding="utf-8-sig") as file:
            found += list(csv.DictReader(file))
    return [
        row
        if "level" in row
        else {
            **row, "level": PLACES.get(row["place"], ""), "indicator": row["variable"], "target_year": row["year"],
            "base_year": "",
        }
        for row in found
    ]  # fmt: skip


def targets(name: str) -> dict[str, dict[str, Any]]:
    text = resources.files("carbonsim.library").joinpath(f"policy/{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, dict[str, Any]] = YAML(typ="safe").load(text)["targets"]
    return content


@pytest.mark.parametrize("name", SETS)
def test_every_target_has_a_document_a_date_a_quality_and_a_known_indicator(name: str) -> None:
    for key, written in targets(name).items():
        target = WrittenTarget.model_validate(written)
        assert key.startswith(f"{name}-")
        assert target.by_hand or target.indicator in indicator_cards()
        assert not target.by_hand or (target.label and target.lead and target.action), key
        assert target.level == LEVELS[name]
        assert target.source and target.date and target.quality, key
        assert target.strength == "track", key


@pytest.mark.parametrize("name", SETS)
def test_every_figure_is_the_published_one(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("shared/data, the published tables to compare with, is not beside the checkout")
    for key, written in targets(name).items():
        target = WrittenTarget.model_validate(written)
        ((_, year, figure),) = target.bounds()
        change = read_change(figure)
        if change is not None and change.share == 0.0:  # a peak that is told by its years: no more after them
            peaks = [row["value"] for row in rows() if row["indicator"] == "coal and oil consumption"]
            assert peaks == [f"peak within 2026-{change.base_year}"] and year > change.base_year, key
            continue
        value = 100 * change.share if change else float(str(figure).split()[0])
        words = WORDS.get(key) or WORDS[target.indicator or ""]
        level = "jilin" if target.level == "province" else "national" if target.level == "national" else "changchun"
        found = [
            row
            for row in rows()
            if row["level"] == level
            and row["indicator"] in ((words,) if isinstance(words, str) else words)
            and row["target_year"] == str(year)
            and _is_number(row["value"])
            and float(row["value"]) == pytest.approx(value)
        ]
        assert found, key
        if change and found[0]["base_year"]:
            assert change.base_year in {int(row["base_year"]) for row in found if row["base_year"]}, key
        if any("about" in row["unit"] for row in found):
            assert target.wording == "about", key
        if any(word in row["unit"] for row in found for word in ("more than", "at least")):
            assert target.wording == "at_least", key
        assert target.quality != "official" or found[0]["quality"] == "official", key


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdigit()

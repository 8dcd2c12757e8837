"""Targets that eight cities and provinces wrote in their own plans can each be written, in the words they chose."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import carbonsim
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.targets import WrittenTarget, read_change
from carbonsim.system.assemble import assemble

PLANS = Path(__file__).parent / "real_plans.yaml"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "china_2019_2026.csv"
PLACES = {
    "Beijing": 20, "Tianjin": 13, "Shanghai": 9, "Shenyang": 7, "Hebei": 6, "Yichun (Jiangxi)": 4, "Ganzhou": 2,
    "Jingdezhen": 1,
}  # fmt: skip
CLASSES = {"set": "set", "at least": "at_least", "more than": "at_least", "about": "about"}
GAS = 38.931  # MJ/m3, the calorific value of China's factors


def over(root: Path, folder: Path) -> Path:
    file = folder / "plans.yaml"
    file.write_text(f"extends: {root}\ninclude: [{PLANS}]\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    scenario, findings = read_scenario(over(SCENARIOS / "changchun" / "baseline.yaml", tmp_path_factory.mktemp("city")))
    assert scenario is not None, findings
    return scenario


@cache
def published() -> tuple[dict[str, str], ...]:
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as stream:
        return tuple(
            row for row in csv.DictReader(stream) if row["file_hint"] == "policy_targets.csv" and row["place"] in PLACES
        )


def own(scenario: Scenario) -> dict[str, WrittenTarget]:
    starts = tuple(f"{place.split(' ')[0].lower()}-" for place in PLACES)
    return {name: target for name, target in scenario.targets.items() if name.startswith(starts)}


def test_all_are_written_and_nothing_is_wrong_with_them(city: Scenario) -> None:
    counts = Counter(name.split("-")[0] for name in own(city))
    assert counts == {place.split(" ")[0].lower(): count for place, count in PLACES.items()}
    system, findings = assemble(city)
    assert system is not None and not findings
    known = {indicator.name for indicator in system.indicators}
    judged = {name for name, target in own(city).items() if target.indicator is not None}
    assert all(own(city)[name].indicator in known for name in judged), "a city of all sectors has every indicator"
    assert len(judged) == 31


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published table is not beside the checkout")
def test_each_is_the_published_figure_in_the_published_class_of_words(city: Scenario) -> None:
    written = Counter(
        (name.split("-")[0], year, round(abs(_figure(target)), 4), target.wording)
        for name, target in own(city).items()
        for year in target.named_years()
    )
    expected = Counter(
        (row["place"].split(" ")[0].lower(), int(row["year"]), round(_published(row), 4), _class(row))
        for row in published()
    )
    assert written == expected


def _figure(target: WrittenTarget) -> float:
    ((_, _, raw),) = target.bounds()
    change = read_change(raw)
    if change is not None:
        return 100.0 * change.share
    number = float(str(raw).split()[0])
    return number / GAS if target.indicator == "gas_use" else number


def _published(row: dict[str, str]) -> float:
    return float(row["value"])


def _class(row: dict[str, str]) -> str:
    told = re.search(r"attribute as worded: ([a-z ,]+)", row["notes"])
    assert told is not None
    if "(about)" in row["unit"]:
        return "about"
    return "aim" if told[1].startswith("aim") else CLASSES[told[1].strip()]


def test_what_no_variable_judges_says_that_it_is_entered_by_hand(tmp_path: Path) -> None:
    done = carbonsim.run(over(SCENARIOS / "tutorial.yaml", tmp_path), write_results=False)
    rows = done.content.summary.targets
    assert len(rows) == 62
    by_hand = [row for row in rows if row.judged_by == "hand"]
    assert len(by_hand) == 31 and {row.status for row in by_hand} == {"not entered"}
    assert all(row.label and row.unit and row.level for row in by_hand)

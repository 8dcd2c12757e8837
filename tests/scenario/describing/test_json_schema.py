"""The schema for editors: what is shipped fits it, and what the reader refuses for its form does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from carbonsim.scenario.describing.json_schema import SCHEMA_FILE, scenario_schema, schema_text
from carbonsim.scenario.starting.new import new_city

jsonschema = pytest.importorskip("jsonschema")
ROOT = Path(__file__).parents[3]
LIBRARY = ROOT / "src" / "carbonsim" / "library"
FILES = [
    *sorted((ROOT / "scenarios").rglob("*.yaml")), *sorted(LIBRARY.rglob("*.yaml")),
    *(ROOT / "tests" / "scenario" / name for name in ("whole.yaml", "written.yaml", "choosing.yaml")),
]  # fmt: skip
CHECKED = jsonschema.Draft7Validator(scenario_schema())


def plain(value: Any) -> Any:
    """Return what an editor sees: keys as texts; what is null is removed, wherever it stands."""
    if isinstance(value, dict):
        return {str(key): plain(child) for key, child in value.items() if child is not None}
    return [plain(child) for child in value] if isinstance(value, list) else value


def wrong(text: str) -> list[str]:
    return [error.message for error in CHECKED.iter_errors(plain(YAML(typ="safe").load(text)))]


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(scenario_schema())
    assert json.loads(schema_text()) == scenario_schema()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_is_shipped_fits(file: Path) -> None:
    assert wrong(file.read_text(encoding="utf-8").replace("{name}", "Town")) == []


@pytest.mark.parametrize(
    "text",
    [
        "peeking: {by: 2030}",
        "peaking: {by: soon}",
        "peaking: {guard: 3}",
        "time: {years: 2030}",
        "mode: optimal",
        "energy: {plants: {wind: {capital_cost: {value: 3, sorce: x}}}}",
        "energy: {plants: {wind: {capital_cost: {2030: {a: 1}}}}}",
        "targets: {t: {strength: force}}",
        "foresight: near",
    ],
)
def test_what_no_scenario_may_hold_does_not_fit(text: str) -> None:
    assert wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "extends: baseline.yaml\nname: {name: x}".replace("{name: x}", "x"),
        "include: [a.yaml, 'library:policy/china']",
        "foresight: perfect",
        "foresight: {years: 5}",
        "energy: {source: a yearbook, quality: official, plants: {wind: null}}",
        "energy: {plants: {wind: {capital_cost: {value: {2025: 5000, growth: -2 %/yr}, low: 1, high: 9000}}}}",
        "system: {technologies: technologies.csv}",
    ],
)
def test_every_form_that_may_be_written_fits(text: str) -> None:
    assert wrong(text) == []


def test_a_sentence_and_a_unit_stand_at_a_key() -> None:
    plant = scenario_schema()["definitions"]["Plant"]["properties"]["capital_cost"]
    assert "cost of new capacity" in plant["description"] and "CNY/kW" in plant["description"]


def test_a_new_city_names_its_schema_to_editors(tmp_path: Path) -> None:
    files = new_city(tmp_path / "town", "Town")
    assert (tmp_path / "town" / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text()
    first = {file.read_text(encoding="utf-8").splitlines()[0] for file in files if file.suffix == ".yaml"}
    assert first == {f"# yaml-language-server: $schema={SCHEMA_FILE}"}

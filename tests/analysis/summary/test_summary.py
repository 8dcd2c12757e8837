"""A summary is one frozen model: summary.json is what it writes, and its JSON schema holds for every run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

import carbonsim
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.message import rendered
from tests.system import town

SCENARIOS = Path(__file__).parents[3] / "scenarios"
WHOLE = f"""
extends: {SCENARIOS / "tutorial.yaml"}
projects:
  works: {{label: {{en: Works, zh: 工厂}}, branch: homes, start: 2027, energy: {{raw_coal: 1 PJ}}, jobs: 12}}
actuals:
  emitted: {{label: {{en: CO2, zh: 二氧化碳}}, unit: 万吨, values: {{2025: 400}}, source: the statistics office}}
targets:
  wind: {{indicator: wind_capacity, at_least: 0.1 GW, year: 2030, strength: enforce}}
  carbon: {{indicator: co2_emissions, at_most: -65 % against 2005, year: 2030}}
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> carbonsim.Run:
    file = tmp_path_factory.mktemp("whole") / "whole.yaml"
    file.write_text(WHOLE, encoding="utf-8")
    return carbonsim.run(file, write_results=False)


def parts(part: BaseModel) -> Iterator[BaseModel]:
    yield part
    for name in type(part).model_fields:
        value = getattr(part, name)
        for one in value if isinstance(value, tuple) else [value]:
            if isinstance(one, BaseModel):
                yield from parts(one)


def kinds() -> list[type[BaseModel]]:
    """Return the models that a summary is made of, by its schema."""
    names = {"Summary", *Summary.model_json_schema()["$defs"]}
    waiting, found = [Summary.__mro__[1]], []
    while waiting:
        here = waiting.pop()
        waiting += here.__subclasses__()
        found += [here] if here.__name__ in names else []
    return found


def test_what_a_run_writes_keeps_to_the_schema(run: carbonsim.Run) -> None:
    schema = Summary.model_json_schema()
    told = json.loads(run.summary.text())
    assert told["projects"] and told["actuals"] and told["carbon_budget"]
    assert [row["status"] for row in told["targets"]] == ["pass", "no base"]
    jsonschema.validate(told, schema, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError, match="'fine'"):
        jsonschema.validate({**told, "status": "fine"}, schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", ["accounting", "island"])
def test_a_scenario_that_ships_keeps_to_it(name: str) -> None:
    done = carbonsim.run(SCENARIOS / f"{name}.yaml", write_results=False)
    jsonschema.validate(done.summary.plain(), Summary.model_json_schema(), jsonschema.Draft202012Validator)
    assert Summary.model_validate_json(done.summary.text(), strict=True) == done.summary


def test_a_plan_that_cannot_be_keeps_to_it(tmp_path: Path) -> None:
    town.read(tmp_path, {})
    file = tmp_path / "tight.yaml"
    file.write_text("extends: town.yaml\npeaking: {emission_cap: {2025: 0 Mt}}\n", encoding="utf-8")
    told = carbonsim.run(file, write_results=False).summary
    assert told.status == "infeasible" and told.conflict and told.peak.year is None
    jsonschema.validate(told.plain(), Summary.model_json_schema(), jsonschema.Draft202012Validator)


def test_why_there_is_no_plan_is_read_as_sentences_and_of_an_older_run_as_texts(tmp_path: Path) -> None:
    impossible = "peaking: {emission_cap: {2030: 0.1 Mt}}"
    file = tmp_path / "impossible.yaml"
    file.write_text(f"extends: {SCENARIOS / 'tutorial.yaml'}\n{impossible}", encoding="utf-8")
    written = json.loads(carbonsim.run(file, write_results=False).summary.text())
    older = json.loads(json.dumps(written))
    del older["explanation_messages"]
    for row in older["conflict"]:
        del row["limit_message"], row["relaxation_message"]
    for told in (Summary.model_validate(written), Summary.model_validate(older)):
        for language, key in (("en", "explanation"), ("zh", "explanation_zh")):
            assert [rendered(reason, language) for reason in told.reasons] == written[key]
            limits = [rendered(row.wording, language) for row in told.conflict]
            given = [one and rendered(one, language) for one in (row.relaxation_wording for row in told.conflict)]
            assert limits == [row["limit" if language == "en" else "limit_zh"] for row in written["conflict"]]
            assert given == [row["relaxation" if language == "en" else "relaxation_zh"] for row in written["conflict"]]
    written["explanation_messages"] = [{"values": {}}]
    with pytest.raises(ValidationError, match="no message"):
        Summary.model_validate(written)


def test_what_was_written_is_read_again_as_it_was(run: carbonsim.Run) -> None:
    again = Summary.model_validate_json(run.summary.text(), strict=True)
    assert again == run.summary and again.text() == run.summary.text()


def test_every_key_of_a_run_is_a_field(run: carbonsim.Run) -> None:
    """What no field knows would have no description, and no kind that is checked."""
    assert not [(type(part).__name__, part.model_extra) for part in parts(run.summary) if part.model_extra]


def test_every_field_says_what_it_is_and_in_which_unit() -> None:
    units = {"Mt": "Mt", "PJ": "PJ", "Mtce": "Mtce", "CNY": "CNY"}
    found = kinds()
    assert len(found) > 15
    for kind in found:
        for name, field in kind.model_fields.items():
            assert field.description, f"{kind.__name__}.{name}"
            unit = units.get(name.rsplit("_", 1)[-1]) if "_" in name else None
            told = field.description + (" CNY" if name.endswith("million_CNY") else "")
            assert unit is None or unit in told, f"{kind.__name__}.{name} tells no {unit}"


def test_nothing_in_it_can_be_changed(run: carbonsim.Run) -> None:
    for part, name in ((run.summary, "status"), (run.summary.peak, "year"), (run.summary.targets[0], "gap")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(part, name, None)


def test_it_is_read_as_a_mapping_too(run: carbonsim.Run) -> None:
    told: Any = run.summary
    assert told["peak"]["year"] == told.peak.year == told.get("peak")["year"]
    assert told["emissions_Mt"] == {str(year): value for year, value in told.emissions_Mt.items()}
    assert told["carbon_budget"][0]["from"] == told.carbon_budget[0].first
    assert "peak" in told and "recompiled" not in told and told.get("recompiled", 1) == 1
    assert dict(told) == told.plain() == json.loads(told.text())
    assert list(told) == told.keys() and len(told) == len(told.keys())
    assert {**told, "name": "other"}["name"] == "other"
    with pytest.raises(KeyError):
        told["nothing"]

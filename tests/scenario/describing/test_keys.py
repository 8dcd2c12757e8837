"""Every key can be looked up: it has a sentence, and its example is one that the reader takes."""

from __future__ import annotations

import pytest
from pydantic import ConfigDict, ValidationError, create_model
from ruamel.yaml import YAML

from carbonsim.errors import ScenarioError
from carbonsim.scenario.describing.examples_of_keys import example_of
from carbonsim.scenario.describing.keys import ScenarioKey, every_key, find_keys, keys_within
from carbonsim.scenario.quantity import Measure

KEYS = every_key()


def read_alone(key: ScenarioKey, text: str) -> object:
    """Read a value as the field of a key does, with units of the record around it as they are by default."""
    assert key.info is not None
    model = create_model(
        "Alone", __config__=ConfigDict(arbitrary_types_allowed=True), value=(key.info.annotation, key.info)
    )
    name = key.info.alias or "value"
    units = {"unit": "PJ", "activity_unit": "PJ", "capacity_unit": "GW"}
    return model.model_validate({name: YAML(typ="safe").load(text)}, context=units)


def test_every_key_has_a_sentence_that_says_more_than_its_name() -> None:
    assert len({key.path for key in KEYS}) == len(KEYS)
    bare = [key.path for key in KEYS if len(key.sentence.split()) < 2 and key.sentence.lower() in ("", key.name)]
    assert not bare


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.path)
def test_every_key_has_an_example_that_can_be_written(key: ScenarioKey) -> None:
    example = example_of(key)
    if example is None:
        assert keys_within(key), "neither an example nor keys of its own"
        return
    if key.info is None or keys_within(key):  # a file name; a section of which a scenario writes what differs
        return
    try:
        read_alone(key, example.text)
    except ValidationError as error:  # the record of the example has units of its own
        own_unit = example.file and "unit" in str(error)
        assert own_unit and any("{" in unit for unit in units_of(key)), str(error)


def units_of(key: ScenarioKey) -> list[str]:
    kind, found = key.kind, []
    while True:
        if isinstance(kind.measure, Measure):
            found.append(kind.measure.unit)
        try:
            kind = kind.inner
        except IndexError:
            return found


def test_a_path_with_any_name_is_that_of_its_pattern() -> None:
    (key,) = find_keys("energy.plants.wind.capital_cost")
    assert (key.path, key.unit, key.required) == ("energy.plants.*.capital_cost", "CNY/kW", True)
    assert {one.path.split(".")[0] for one in find_keys("lifetime")} >= {"energy", "system", "industry"}
    (by,) = find_keys("peaking.by")
    assert str(by.words) == "a year" and by.default is None and not by.required


def test_what_absence_stands_for_is_told_as_it_is_written() -> None:
    assert find_keys("mode")[0].default == "optimize"
    assert find_keys("peaking.guard")[0].default == "true"
    assert find_keys("time.depreciation")[0].default == "sinking_fund"


def test_an_unknown_key_is_told_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"found lifetme; .* did you mean lifetime\?"):
        find_keys("lifetme")
    with pytest.raises(ScenarioError, match="a key of a scenario"):
        find_keys("")

"""What the parsers of YAML and CSV say is told as a sentence of ours where it is known."""

from __future__ import annotations

import csv
import io

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from carbonsim.messages.message import rendered
from carbonsim.scenario.parser_problems import parser_problem


@pytest.mark.parametrize("text", ["a: b: c", "a: [1, 2", 'a: "open', "a:\n\t- b", "a: @b", "- a\nb: c"])
def test_what_the_yaml_parser_says_is_told_in_chinese(text: str) -> None:
    with pytest.raises(MarkedYAMLError) as told:
        YAML(typ="safe").load(text)
    problem = " ".join(str(told.value.problem).split())
    assert str(parser_problem(problem)) == problem
    assert rendered(parser_problem(problem), "zh") != problem


def test_what_the_csv_parser_says_is_told_in_chinese() -> None:
    for text in ('"open', "x" * (csv.field_size_limit() + 1)):
        with pytest.raises(csv.Error) as told:
            list(csv.reader(io.StringIO(text), strict=True))
        assert str(parser_problem(str(told.value))) == str(told.value)
        assert rendered(parser_problem(str(told.value)), "zh") != str(told.value)


def test_what_is_not_known_stays_in_its_own_words() -> None:
    assert parser_problem("something new") == "something new"
    assert str(parser_problem("")) == "something unreadable"

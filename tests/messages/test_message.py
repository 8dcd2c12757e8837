"""A sentence of ours is data: its id and named values, equal where they are, rendered by whoever reads."""

from __future__ import annotations

import json

import pytest

from carbonsim.analysis.summary.records import WarningRecord, warning_record
from carbonsim.errors import Finding, ScenarioError
from carbonsim.messages.label import Label
from carbonsim.messages.message import (
    Amount,
    Message,
    counting,
    first_of,
    from_json,
    in_context,
    joined_by_and,
    label_of,
    message,
    rendered,
)

LIMIT = message("at most {amount}", amount=message("{count} values", count=3))


def test_a_message_is_told_in_english_and_by_the_catalogue() -> None:
    assert str(LIMIT) == "at most 3 values"
    assert LIMIT.rendered("zh") == "不大于 3 个取值"


def test_what_a_planner_wrote_is_never_translated() -> None:
    name = "at least one"  # is a sentence of ours, too
    assert message("no file {file}", file=name).rendered("zh") == "没有文件 at least one"
    assert rendered(name, "zh") == name


def test_only_places_are_filled_and_only_once() -> None:
    told = message("at least one mode, such as run: {electricity: 40 %}")
    assert "run: {electricity: 40 %}" in str(told) and "run: {electricity: 40 %}" in told.rendered("zh")
    assert str(message("no file {file}", file="{file} {size}")) == "no file {file} {size}"


def test_several_values_are_a_list_and_a_long_one_says_how_many_more() -> None:
    assert str(message("one of {names}", names=("a", message("nothing"), 3))) == "one of a, nothing, 3"
    assert rendered(first_of(["a", "b", "c"], 2), "en") == "a, b and 1 others"
    assert rendered(first_of(["a", "b"], 2), "en") == "a, b"


@pytest.mark.parametrize(("count", "english"), [(1, "1 row left out"), (3, "3 rows left out")])
def test_a_sentence_that_counts_has_a_form_for_one(count: int, english: str) -> None:
    told = counting("{count} row left out", "{count} rows left out", count)
    assert str(told) == english
    assert told.rendered("zh") == f"略去 {count} 行"


def test_an_id_without_a_text_is_told_in_english() -> None:
    assert Message("nobody ever wrote {this}", (("this", 1),)).rendered("zh") == "nobody ever wrote 1"


def test_a_place_left_open_is_filled_later_in_sentences_among_the_values_too() -> None:
    limit = message("{limit} (at most {value})", limit=message("heat of {label}", label="a plant"))
    sector = message("{line} in {sector}", line=limit, sector="energy")
    assert sector.has_place("value") and not LIMIT.has_place("value")
    assert str(sector.filled(value=Amount(1.0, 2.5, "Mt"))) == "heat of a plant (at most 1–2.5 Mt) in energy"
    assert str(limit.filled(value=3, label="another")) == "heat of a plant (at most 3)"  # what is filled stays


@pytest.mark.parametrize(
    ("names", "english", "chinese"),
    [(["a"], "a", "a"), (["a", "b"], "a and b", "a、b"), (["a", "b", "c"], "a, b and c", "a、b、c")],
)
def test_what_holds_together_is_a_list(names: list[str], english: str, chinese: str) -> None:
    told = joined_by_and(names)
    assert (rendered(told, "en"), rendered(told, "zh")) == (english, chinese)


def test_an_amount_is_written_and_read() -> None:
    told = message("{amount} a year", amount=Amount(0.5, 1.0, "GW"))
    assert from_json(json.loads(json.dumps(told.as_json()))) == told


def test_an_english_word_of_two_meanings_has_a_context() -> None:
    assert str(in_context("terminal", "cost")) == str(message("cost")) == "cost"
    assert in_context("terminal", "cost").rendered("zh") != message("cost").rendered("zh")


def test_a_name_in_two_languages_is_told_and_never_translated() -> None:
    told = message("no file {file}", file=Label("nothing", "无"))
    assert (str(told), told.rendered("zh")) == ("no file nothing", "没有文件 无")
    assert from_json(json.loads(json.dumps(told.as_json()))) == told
    assert label_of(told) == Label(str(told), told.rendered("zh"))


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        LIMIT.rendered("xx")


def test_messages_are_equal_by_their_data_and_are_written_and_read() -> None:
    written = json.loads(json.dumps(LIMIT.as_json()))
    assert from_json(written) == LIMIT and hash(from_json(written)) == hash(LIMIT)
    assert message("one of {names}", names=("a",)) != message("one of {names}", names=("b",))
    with pytest.raises(ValueError, match="no message"):
        from_json(3)


@pytest.mark.parametrize(
    "warned", [Finding("a.yaml", 3, "time", message("no year"), LIMIT), LIMIT], ids=["at a place", "without one"]
)
def test_a_warning_is_written_with_its_english_and_read_again(warned: Finding | Message) -> None:
    written = json.loads(json.dumps(warning_record(warned).plain()))
    assert written["text"] == str(warned)
    read = WarningRecord.model_validate(written)
    assert [read.rendered(language) for language in ("en", "zh")] == [warned.rendered(one) for one in ("en", "zh")]


def test_a_warning_without_a_message_is_refused() -> None:
    with pytest.raises(ValueError, match="no message"):
        WarningRecord.model_validate({"text": "told", "message": {"values": {}}})


def test_findings_are_told_in_the_order_of_their_places_whatever_they_say() -> None:
    one, two = Finding("a.yaml", 1, "x", "'planner'", LIMIT), Finding("a.yaml", 1, "x", LIMIT, "", message("add it"))
    error = ScenarioError([two, one, one])
    assert error.findings == (one, two)
    assert (
        str(error)
        == "a.yaml:1: x: found 'planner'; expected at most 3 values\na.yaml:1: x: found at most 3 values; add it"
    )
    assert error.rendered("zh").splitlines()[1] == "a.yaml:1: x: 现为：不大于 3 个取值；建议：请补充"

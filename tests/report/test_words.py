from __future__ import annotations

import re
from pathlib import Path

import pytest

import carbonsim.report
from carbonsim.report.colours import COLOURS
from carbonsim.report.words import TERMS, wording

ROOM = Path(carbonsim.report.__file__).parent
SOURCES = [*ROOM.glob("parts/*.html"), *ROOM.rglob("*.py")]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_every_term_a_page_uses_has_its_chinese(file: Path) -> None:
    used = re.findall(r"""(?<!\w)(?:t|word|label|legend)\("([^"{]+)"[),]""", file.read_text(encoding="utf-8"))
    assert [term for term in used if term not in TERMS] == []


def test_whatever_has_a_colour_has_a_chinese_name() -> None:
    own = {"system", "curtailment"}
    assert [name for name in COLOURS if name not in TERMS and name not in own] == []


def test_words_follow_the_bureaus() -> None:
    text = "".join(term.rendered("zh") for term in TERMS.values())
    assert "预测" not in text
    assert "孪生" not in text
    assert "已达峰" not in text


def test_a_name_of_the_planners_own_stands_for_itself() -> None:
    assert wording("My boiler") == "My boiler"

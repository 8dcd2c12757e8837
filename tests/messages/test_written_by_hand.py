"""Chinese stands in the catalogue: none is written beside its English in the source."""

from __future__ import annotations

import re

from tests.messages.extraction import SOURCE

CHINESE = re.compile("[\u3400-\u9fff]")
READ_OR_PRINTED_AS_IT_IS = {  # units, the sheets of a Chinese workbook, and how people write numbers
    "export/balance_sheet.py",
    "export/city_workbook.py",
    "export/sheet.py",
    "export/typefaces.py",
    "report/words.py",
    "scenario/reading/workbook.py",
    "scenario/reading/workbook_layout.py",
    "scenario/sections/balance.py",
    "scenario/sections/policy.py",
    "scenario/typos.py",
    "units.py",
}


def lines_of() -> dict[str, int]:
    """Return how many lines of each file of the source have Chinese in them."""
    files = [file for kind in ("py", "html", "js") for file in SOURCE.rglob(f"*.{kind}")]
    texts = {file.relative_to(SOURCE).as_posix(): file.read_text(encoding="utf-8").splitlines() for file in files}
    found = {name: sum(bool(CHINESE.search(line)) for line in text) for name, text in texts.items()}
    return {name: count for name, count in found.items() if count and name not in READ_OR_PRINTED_AS_IT_IS}


def test_no_file_writes_chinese_by_hand() -> None:
    assert lines_of() == {}, "write a message, and its Chinese into the catalogue"


def test_what_may_be_written_by_hand_is() -> None:
    assert [name for name in READ_OR_PRINTED_AS_IT_IS if not CHINESE.search((SOURCE / name).read_text("utf-8"))] == []

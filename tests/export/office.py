"""LibreOffice without a screen: convert a document, or change cells of a workbook and recalculate it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from html import escape
from pathlib import Path

import pytest

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Desk"/></library:library>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Desk" script:language="StarBasic">
Sub Change
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
{changes}
  book.calculateAll()
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName" : kind(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("{target}", kind())
  book.close(True)
End Sub
</script:module>
"""


def find_office(what: str) -> str:
    """Return soffice; without it the test is skipped, or fails in the gate."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"LibreOffice is not installed: {what}")
        pytest.skip(f"LibreOffice is not installed: {what}")
    return office


def edit(source: Path, target: Path, cells: Mapping[tuple[str, str], float], folder: Path, what: str) -> None:
    """Open a workbook, set numbers by sheet and cell, recalculate and save it as another, as a clerk would."""
    office, profile = find_office(what), folder / "profile"
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    library = profile / "user" / "basic" / "Standard"
    lines = [
        f'  book.Sheets.getByName("{sheet}").getCellRangeByName("{cell}").setValue({value!r})'
        for (sheet, cell), value in cells.items()
    ]
    text = MODULE.format(source=source.as_uri(), target=target.as_uri(), changes=escape("\n".join(lines), quote=False))
    (library / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (library / "Desk.xba").write_text(text, encoding="utf-8")
    subprocess.run([*command, "macro:///Standard.Desk.Change"], check=True, capture_output=True, timeout=180)
    assert target.exists(), "the macro did not save the workbook"

"""An OSeMOSYS data set as a scenario names it: where it lies, and the model years it brings."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.scenario import Scenario, Trace
from carbonsim.scenario.typos import is_there


def with_calendar(
    plain: dict[str, object], trace: Trace, years: Sequence[int] = ()
) -> tuple[dict[str, object], list[Finding]]:
    """Return a scenario with the model years of its data set, if it names one; or what is wrong with the folder.

    `years` are those that an earlier run found there.
    """
    system = plain.get("system")
    if not isinstance(system, Mapping) or not isinstance(system.get("osemosys"), str) or "time" in plain:
        return plain, []
    if years:
        return _calendar(plain, list(years)), []
    folder = trace.beside("system.osemosys", system["osemosys"])
    file, line = trace.locate("system.osemosys")
    expected = message("a folder with one CSV file for each set and parameter")
    if not folder.is_dir():
        advice = message("check the path; it is relative to this file")
        return plain, [
            Finding(
                file,
                line,
                "system.osemosys",
                message("no folder {folder}", folder=repr(system["osemosys"])),
                expected,
                advice,
            )
        ]
    found = _years(folder / "YEAR.csv")
    if not found:
        return plain, [Finding(str(folder / "YEAR.csv"), 0, "", message("no year"), message("years in a column VALUE"))]
    return _calendar(plain, found), []


def _calendar(plain: dict[str, object], years: list[int]) -> dict[str, object]:
    return {**plain, "time": {"years": years, "plan_from": years[0], "discount_rate": 0.0}}


def data_set_places(scenario: Scenario) -> tuple[Path, Path] | None:
    """Return the folder and the configuration of a scenario's data set; None where it has none."""
    system = scenario.system
    if system is None or system.osemosys is None or system.config is None:
        return None
    return (
        scenario.trace.beside("system.osemosys", system.osemosys),
        scenario.trace.beside("system.config", system.config),
    )


def data_set_digests(scenario: Scenario) -> dict[str, str]:
    """Return a hash of every file of a scenario's data set, so that a run says what it rests on."""
    places = data_set_places(scenario)
    if places is None:
        return {}
    folder, config = places
    files = [*sorted(folder.glob("*.csv")), config]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files if is_there(file)}


def _years(file: Path) -> list[int]:
    """Return the years of a set as far as they can be read; the data set itself is checked when it is assembled."""
    if not is_there(file):
        return []
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = list(csv.reader(stream)) or [[]]
        place = [column.strip().upper() for column in header].index("VALUE")
        return sorted({int(float(row[place])) for row in rows if len(row) > place and row[place].strip()})
    except (OSError, ValueError, OverflowError, csv.Error):
        return []

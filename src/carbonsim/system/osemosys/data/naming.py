"""What sets, columns and files are called: by OSeMOSYS, by its dialects, and by the configuration of a data set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from carbonsim.system.osemosys.data.layout import LAYOUTS, PARTNER, SETS, Layout

Configured = Mapping[str, Mapping[str, object]]
DIALECT = {
    "COMMODITY": "FUEL",
    "MODEOFOPERATION": "MODE_OF_OPERATION",
    "REGION.1": PARTNER,
    "RETagCommodity": "RETagFuel",
    "ReserveMarginTagCommodity": "ReserveMarginTagFuel",
}  # how another dialect says it → how OSeMOSYS says it


def canonical(named: Configured) -> dict[str, dict[str, object]]:
    """Return the entries of a configuration by the names that OSeMOSYS gives them."""
    return {DIALECT.get(name, name): dict(entry) for name, entry in named.items()}


def written_names(name: str, named: Configured) -> list[str]:
    """Return the names under which the file of a set or parameter may lie: its own, its short one, other dialects'."""
    short = named.get(name, {}).get("short_name")
    others = [other for other, own in DIALECT.items() if own == name]
    return list(dict.fromkeys([name, *([short] if isinstance(short, str) and short else []), *others]))


def find_files(folder: Path, named: Configured) -> dict[str, list[str]]:
    """Return the names of the files that are there for each set and parameter, its own name first."""
    there = {file.stem for file in folder.glob("*.csv")}
    found = {name: [one for one in written_names(name, named) if one in there] for name in (*SETS, *LAYOUTS)}
    own = {*SETS, *LAYOUTS}
    return {name: [one for one in names if one == name or one not in own] for name, names in found.items() if names}


def column_names(header: Sequence[str], layout: Layout, indices: object) -> list[str]:
    """Return the columns of a file by the sets they stand for; those that stand for none as they are, in capitals.

    The second of two columns REGION is the second region of a trade route. A name that only the configuration knows
    stands for the set at its place in the index.
    """
    alias = _aliases(layout, indices)
    names: list[str] = []
    for column in header:
        text = column.strip().upper()
        name = DIALECT.get(text, alias.get(text, text))
        names.append(PARTNER if name == "REGION" and "REGION" in names else name)
    return names


def _aliases(layout: Layout, indices: object) -> dict[str, str]:
    """Return the names that the index of a configuration gives to sets, where it tells them apart."""
    if not isinstance(indices, list) or len(indices) != len(layout.sets):
        return {}
    written = [str(one).strip().upper() for one in indices]
    known = {DIALECT.get(one, one) for one in written}
    strange = [one for one in written if DIALECT.get(one, one) not in (*SETS, PARTNER)]
    return dict(zip(strange, (one for one in layout.sets if one not in known), strict=False))

"""The rows of every equation as text, for a few of a small system; run this module to renew the golden files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from carbonsim.optimization.compiling.arrays import Arrays, Program, compile_model
from carbonsim.optimization.compiling.derive import derive
from tests.optimization.whole_systems import every_family

GOLDEN = Path(__file__).parent / "golden"
ROWS = 3
TWIN = 1.2  # Mt, what the guard is told of the twin
SHARE = 0.25  # of what is bought of each frozen option


def golden_texts() -> dict[str, str]:
    """Return each equation's first rows, in the first system that uses it."""
    texts: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        systems = every_family(Path(folder))
        for name, (system, plans) in systems.items():
            data = derive(replace(system, peaking=plans))
            arrays = compile_model(data)
            late = {("guard_bound", key): TWIN for key in arrays.rows.get("peak_guard", ())}
            weights = data.tables.get("frozen_weight", {})
            late |= {("frozen_weight", key): float(key[1] == key[3]) - SHARE for key in weights}
            program = arrays.gather(arrays.with_values(late))
            for family, rows in arrays.rows.items():
                if family not in texts and rows:
                    texts[family] = "\n".join(_text(family, name, arrays, program))
    return texts


def _text(family: str, system: str, arrays: Arrays, program: Program) -> Iterator[str]:
    rows = arrays.rows[family]
    names = {
        column: f"{kind}({', '.join(map(str, key))})"
        for kind, keys in arrays.columns.items()
        for key, column in keys.items()
    }
    yield f"\\ {family}: {min(ROWS, len(rows))} of {len(rows)} rows of the {system} system"
    for key, row in list(rows.items())[:ROWS]:
        yield f"{family}({', '.join(map(str, key))}):"
        entries = range(program.starts[row], program.starts[row + 1])
        terms = [(float(program.values[entry]), names[int(program.indices[entry])]) for entry in entries]
        yield from (f"  {value:+.6g} {name}" for value, name in terms if value)
        yield f"  {_bounds(program.row_low[row], program.row_high[row])}"
    yield ""


def _bounds(low: float, high: float) -> str:
    low, high = low + 0.0, high + 0.0  # no minus zero
    if low == high:
        return f"= {low:.6g}"
    return f"<= {high:.6g}" if np.isneginf(low) else f">= {low:.6g}"


def renew() -> None:
    """Write every golden file anew and remove those of equations that are gone."""
    texts = golden_texts()
    GOLDEN.mkdir(exist_ok=True)
    for file in GOLDEN.glob("*.lp"):
        if file.stem not in texts:
            file.unlink()
    for name, text in texts.items():
        (GOLDEN / f"{name}.lp").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    renew()

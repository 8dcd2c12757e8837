"""The folder of an ensemble: what was asked, and the rows of its futures in parts, each written whole or not at all."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from carbonsim.analysis.ensembles.beside import TABLE
from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.studies.price_futures import KnownTwins

if TYPE_CHECKING:
    import pyarrow as pa

RECORD, TWINS = "ensemble.json", "twins"
Cells = Mapping[str, object]


class EnsembleFolder:
    """Rows of futures as Parquet: `ensemble.parquet` is a folder of parts of one schema, keyed by the first future."""

    def __init__(self, path: Path, columns: Mapping[str, str]) -> None:
        """Name the folder and the columns with what they hold: int64, double, string or bool."""
        self.path, self._columns = path, dict(columns)

    def other_than(self, record: Mapping[str, object]) -> list[Finding]:
        """Return a finding where the folder holds another ensemble than the one that is asked for."""
        file = self.path / RECORD
        if not file.exists():
            return []
        known = json.loads(file.read_text(encoding="utf-8"))
        asked = json.loads(json.dumps(record))
        differ = sorted(key for key in {*known, *asked} if known.get(key) != asked.get(key))
        if not differ:
            return []
        return [
            Finding(
                str(file), 0, differ[0], message("another ensemble: {keys} differ", keys=tuple(differ)),
                message("the ensemble that is asked for, to go on with"), message("choose another folder with --out"),
            )
        ]  # fmt: skip

    def begin(self, record: Mapping[str, object]) -> None:
        """Write what is asked; what is there of it stays."""
        (self.path / TABLE).mkdir(parents=True, exist_ok=True)
        _replace(self.path / RECORD, json.dumps(record, indent=1, ensure_ascii=False).encode())

    def has(self, part: int) -> bool:
        """Whether a part is there."""
        return self._file(part).exists()

    def write(self, part: int, rows: Sequence[Cells]) -> None:
        """Write the rows of a part; a second time changes nothing."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = {name: [row.get(name) for row in rows] for name in self._columns}
        table = pa.table(columns, schema=self._schema())
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink)
        _replace(self._file(part), sink.getvalue().to_pybytes())

    def fill(self, part: int, column: str, texts: Mapping[int, str]) -> None:
        """Write texts into a column of a part, by future."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pq.read_table(self._file(part), schema=self._schema())
        keys, known = (table.column(name).to_pylist() for name in ("future", column))
        cells = [texts.get(key, cell) for key, cell in zip(keys, known, strict=True)]
        place = table.schema.get_field_index(column)
        filled = table.set_column(place, column, pa.array(cells, table.schema.field(column).type))
        sink = pa.BufferOutputStream()
        pq.write_table(filled, sink)
        _replace(self._file(part), sink.getvalue().to_pybytes())

    def write_twins(self, part: int, twins: KnownTwins) -> None:
        """Write the twins of a part for others to begin from: a cache, and no result."""
        sink = io.BytesIO()
        np.savez_compressed(sink, statuses=np.array(twins.statuses), paid=np.array(twins.paid))
        (self.path / TWINS).mkdir(exist_ok=True)
        _replace(self._twins_of(part), sink.getvalue())

    def twins(self, parts: int) -> KnownTwins | None:
        """Return the twins of the first parts, in order; None where there are none."""
        known = KnownTwins()
        for file in filter(Path.exists, map(self._twins_of, range(parts))):
            with np.load(file) as held:
                known.statuses.extend(held["statuses"])
                known.paid.extend(held["paid"])
        return known if known.statuses else None

    def _twins_of(self, part: int) -> Path:
        return self.path / TWINS / f"part-{part:05d}.npz"

    def table(self, parts: Sequence[int]) -> pd.DataFrame:
        """Return the rows of parts that are there, in order."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        read = [pq.read_table(self._file(part), schema=self._schema()) for part in parts if self.has(part)]
        whole = pa.concat_tables(read) if read else self._schema().empty_table()
        return whole.to_pandas(integer_object_nulls=False)

    def _schema(self) -> pa.Schema:
        import pyarrow as pa

        kinds = {"int64": pa.int64(), "double": pa.float64(), "string": pa.string(), "bool": pa.bool_()}
        return pa.schema([(name, kinds[kind]) for name, kind in self._columns.items()])

    def _file(self, part: int) -> Path:
        return self.path / TABLE / f"part-{part:05d}.parquet"


def _replace(file: Path, content: bytes) -> None:
    """Write a file in one step: who reads finds the old one or the new one."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(file)

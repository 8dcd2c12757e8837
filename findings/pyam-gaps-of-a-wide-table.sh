#!/usr/bin/env bash
# pyam 3.2.0 with pandas 3.1.1: a gap is no data in a long table, and a row without a value in a wide one.
#
# The wide IAMC layout is what most files of the community have, with an empty cell where a model reports nothing.
# pandas.DataFrame.stack no longer leaves gaps out, so IamDataFrame of a wide table holds rows of NaN: its length, its
# years, the regions of a variable and whatever counts rows then tell of data that nobody has. The same data written long
# are without them, so two frames of the same numbers differ.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check "pyam-iamc==3.2.0" "pandas==3.1.1" "sqlalchemy==2.0.58"
XDG_CACHE_HOME="$work" "$work/venv/bin/python" -W ignore - <<'PYTHON'
import logging

import pandas as pd

logging.disable(logging.CRITICAL)
import pyam

COLUMNS = ["model", "scenario", "region", "variable", "unit"]
wide = pd.DataFrame(
    [["m", "s", "World", "Primary Energy", "EJ/yr", 1.0, 3.0], ["m", "s", "World", "Emissions|CO2", "Mt CO2/yr", None, 2.0]],
    columns=[*COLUMNS, 2020, 2030],
)
long = wide.melt(COLUMNS, var_name="year", value_name="value")
print("pyam", pyam.__version__, "pandas", pd.__version__)
one, other = pyam.IamDataFrame(wide), pyam.IamDataFrame(long)
for label, frame in (("wide", one), ("long", other)):
    years = frame.filter(variable="Emissions|CO2").year
    print(f"{label}: {len(frame)} rows, {int(frame.data['value'].isna().sum())} without a value; years of Emissions|CO2 {years}")
assert (len(one), len(other)) == (4, 3), "the behaviour has changed"
assert one.filter(variable="Emissions|CO2").year == [2020, 2030], "the behaviour has changed"
assert other.filter(variable="Emissions|CO2").year == [2030], "the behaviour has changed"
PYTHON

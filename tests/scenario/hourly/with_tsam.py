"""Days of a year as tsam chooses them, without carbonsim: `python with_tsam.py YEAR.csv 8 < weights.json > tsam.json`.

tsam 4 caps pandas and highspy below what carbonsim is pinned to, so it runs in an environment of its own:
`python -m venv tsam; tsam/bin/pip install tsam==4.1.1`. What it gave is kept in tsam.json, with which ours is held;
`python -m tests.scenario.hourly.test_periods` writes the year and the weights that make its scaling ours.
"""

from __future__ import annotations

import json
import sys

import pandas as pd
import tsam

if __name__ == "__main__":
    file, days = sys.argv[1], int(sys.argv[2])
    year = pd.read_csv(file).drop(columns="hour")
    year.index = pd.date_range("2021-01-01", periods=len(year), freq="h")
    found = tsam.aggregate(
        year,
        n_clusters=days,
        period_duration=24,
        cluster=tsam.ClusterConfig(method="hierarchical", representation="medoid"),
        weights=json.load(sys.stdin),
        preserve_column_means=False,  # it scales what lies above the least value; ours scales all
    )
    told = {
        "tsam": tsam.__version__,
        "like": [int(one) for one in found.cluster_assignments],
        "noons": {title: table.unstack()[12].tolist() for title, table in found.cluster_representatives.items()},
    }
    sys.stdout.write(json.dumps(told) + "\n")

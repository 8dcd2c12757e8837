#!/usr/bin/env bash
# highspy 1.16.0: the same time_limit means two things, by whether any variable is whole.
#
# For a linear programme it is held against all seconds that the object has ever run: the second run of the same model
# with the same limit ends at once. With whole numbers each run has the limit to itself. A loop that solves one object
# again and again (an iteration of Benders, a frontier, a rolling horizon) so stops silently for the one and runs n times
# as long as it was allowed to for the other; adding getRunTime() to the limit, which mends the first, doubles the second.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check "highspy==1.16.0" "numpy==2.4.6"
"$work/venv/bin/python" - <<'PYTHON'
import time

import highspy
import numpy as np

LIMIT, SIZE, EACH = 2.0, 3000, 20


def covering():
    """Cover demands from sources that each serve a few: a linear programme of minutes."""
    draw = np.random.default_rng(1)
    highs, none = highspy.Highs(), np.empty(0, np.int32)
    highs.addCols(2 * SIZE, draw.uniform(1.0, 2.0, 2 * SIZE), np.zeros(2 * SIZE), np.full(2 * SIZE, 5.0), 0, none, none, np.empty(0))
    for _ in range(SIZE):
        places = draw.choice(2 * SIZE, EACH, replace=False).astype(np.int32)
        highs.addRow(float(draw.uniform(2.5, 5.0)), highspy.kHighsInf, EACH, places, draw.uniform(0.1, 1.0, EACH))
    return highs


def choosing(items=60):
    """Choose items of nearly equal worth under five weights: a search of hours."""
    draw = np.random.default_rng(5)
    weights = draw.integers(400, 600, (5, items)).astype(float)
    highs, none = highspy.Highs(), np.empty(0, np.int32)
    costs = -weights.mean(axis=0) - draw.uniform(0.0, 1.0, items)
    highs.addCols(items, costs, np.zeros(items), np.ones(items), 0, none, none, np.empty(0))
    for row in weights:
        highs.addRow(-highspy.kHighsInf, float(row.sum() // 2), items, np.arange(items, dtype=np.int32), row)
    highs.changeColsIntegrality(items, np.arange(items, dtype=np.int32), np.full(items, 1, dtype=np.uint8))
    return highs


def twice(label, highs):
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", LIMIT)
    took = []
    for _ in range(2):
        highs.clearSolver()
        start = time.perf_counter()
        highs.run()
        took.append(time.perf_counter() - start)
        assert highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit, "the machine is too fast for this model"
    print(f"{label}, time_limit {LIMIT} s: the first run took {took[0]:.1f} s, the second {took[1]:.1f} s")
    return took


print("HiGHS", highspy.Highs().version())
linear, whole = twice("linear", covering()), twice("whole numbers", choosing())
assert linear[0] > 0.8 * LIMIT and linear[1] < 0.25 * LIMIT, "the behaviour has changed"
assert min(whole) > 0.8 * LIMIT, "the behaviour has changed"
PYTHON

#!/usr/bin/env bash
# highspy 1.16.0: whoever solves first in a Python thread decides how many threads every later solver in it may ask for.
#
# HiGHS keeps its worker threads in one scheduler for each thread that calls it. A solver object that was never run, with
# an option of its own, is refused because of another object: run() returns kError, the status of the model stays kNotset,
# nothing is raised, and with output off nothing is said. In a fresh thread the same object solves. So two libraries in
# one process (say one that leaves `threads` alone and one that sets it) work or fail by the order in which they are used.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check "highspy==1.16.0" "numpy==2.4.6"
"$work/venv/bin/python" - <<'PYTHON'
import threading

import highspy


def model(threads):
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", threads)
    x = highs.addVariable(lb=2.0, obj=1.0)
    return highs


def told(label, highs):
    status, answer = highs.run(), highs.getModelStatus()
    print(f"{label}: run() {status.name}, model status {answer.name}")
    return status, answer


first, second = model(2), model(1)
print("HiGHS", first.version())
assert told("the first object, threads = 2", first)[0] == highspy.HighsStatus.kOk
refused = told("another object, threads = 1", second)
assert refused == (highspy.HighsStatus.kError, highspy.HighsModelStatus.kNotset), "the behaviour has changed"
found = []
thread = threading.Thread(target=lambda: found.append(told("the same object, in a fresh thread", second)))
thread.start()
thread.join()
assert found == [(highspy.HighsStatus.kOk, highspy.HighsModelStatus.kOptimal)], "the behaviour has changed"
PYTHON

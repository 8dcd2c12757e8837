"""A fuzzer of every reader, run by hand: `python -m tests.fuzz --count 5000 --seed 1`."""

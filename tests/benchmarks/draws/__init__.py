"""Draws from the ranges of what decides a northern city's peak: `python -m tests.benchmarks.draws`."""

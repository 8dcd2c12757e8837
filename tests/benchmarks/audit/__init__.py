"""Experiments by which a planner's auditor tries the city: `python -m tests.benchmarks.audit`."""

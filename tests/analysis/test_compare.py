"""What differs in the inputs: changed keys only; a quantity is one value."""

from __future__ import annotations

from carbonsim.analysis.compare import compare_inputs


def test_only_changed_keys_are_listed() -> None:
    one = {"name": "A", "peaking": {"by": 2030}, "energy": {"price": {2020: 1, 2030: 2}, "same": 3}}
    two = {"name": "B", "peaking": {"by": 2030, "monotone": True}, "energy": {"price": {2020: 1, 2030: 4}, "same": 3}}
    found = compare_inputs(one, two).set_index("path")
    assert set(found.index) == {"name", "peaking.monotone", "energy.price"}
    assert found.loc["energy.price", "b"] == {2020: 1, 2030: 4}
    assert found.loc["peaking.monotone", "a"] is None


def test_equal_scenarios_differ_in_nothing() -> None:
    assert compare_inputs({"a": {"b": 1}}, {"a": {"b": 1}}).empty

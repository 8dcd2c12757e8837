"""Keys and values by index say what whole arrays would say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from carbonsim.system.osemosys.data.sparse import Keys, Sparse, nonzero, positive

SIZES = {"R": 2, "T": 5, "M": 3, "Y": 4}
Array = np.ndarray[Any, Any]


def drawn(axes: str, seed: int) -> tuple[Keys, Array]:
    """Return random keys, and the array that is true where they are."""
    array = np.random.default_rng(seed).random([SIZES[axis] for axis in axes]) < 0.3
    return Keys(SIZES, axes, np.flatnonzero(array)), array


def dense(keys: Keys) -> Array:
    array = np.zeros([SIZES[axis] for axis in keys.axes], dtype=bool)
    array[tuple(keys.places[axis] for axis in keys.axes)] = True
    return array


@pytest.mark.parametrize("seed", range(5))
def test_sets_of_keys_are_arrays_of_truths(seed: int) -> None:
    one, one_array = drawn("RTMY", seed)
    other, other_array = drawn("RTMY", seed + 100)
    pairs, pairs_array = drawn("RT", seed + 200)
    assert (dense(one | other) == one_array | other_array).all()
    assert (dense(one - other) == one_array & ~other_array).all()
    assert (dense(one & pairs) == one_array & pairs_array[:, :, None, None]).all()
    assert (dense(one - pairs) == one_array & ~pairs_array[:, :, None, None]).all()
    assert (dense(one.only("RTY")) == one_array.any(axis=2)).all()
    assert (dense(one.only("TM")) == one_array.any(axis=(0, 3))).all()
    assert (dense(one.only("TR")) == one_array.any(axis=(2, 3)).T).all()
    assert (dense(pairs.along("MY")) == np.broadcast_to(pairs_array[:, :, None, None], one_array.shape)).all()
    assert (dense(pairs | one) == pairs_array | one_array.any(axis=(2, 3))).all()


@pytest.mark.parametrize("seed", range(5))
def test_values_are_arrays_with_a_default(seed: int) -> None:
    keys, array = drawn("RTMY", seed)
    values = np.random.default_rng(seed).integers(-2, 3, len(keys)).astype(float)
    whole = np.full(array.shape, 7.0)
    whole[array] = values
    parameter = Sparse(keys, values, 7.0)
    everything = Keys.all(SIZES, "RTMY")
    assert (parameter.at(everything).reshape(array.shape) == whole).all()
    assert (dense(parameter.where(positive)) == (whole > 0) & array).all()
    assert (
        keys.summed("RY", values).at(Keys.all(SIZES, "RY")) == np.where(array, whole, 0).sum(axis=(1, 2)).ravel()
    ).all()


def test_no_keys_at_all_are_keys_too() -> None:
    none = Keys(SIZES, "RT", np.zeros(0, dtype=np.int64))
    some, _ = drawn("RTY", 1)
    assert len(none.along("Y")) == len(none | none) == len(some & none) == 0
    assert (some - none).codes.tolist() == some.codes.tolist()
    assert Sparse(none, np.zeros(0), 3.0).at(some).tolist() == [3.0] * len(some)
    assert not len(Sparse(none, np.zeros(0)).where(nonzero))

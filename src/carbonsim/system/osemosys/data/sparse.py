"""Keys and values by index, only those that are there: never the product of all index sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Holds = Callable[[Floats], Mask]


@dataclass(frozen=True)
class Keys:
    """Members of a product of sets, each once and in order.

    `axes` are the letters of the sets, `sizes` how many members each has; `codes` number the members of the product.
    """

    sizes: Mapping[str, int]
    axes: str
    codes: Integers

    @staticmethod
    def all(sizes: Mapping[str, int], axes: str) -> Keys:
        """Return the whole product of some sets."""
        return Keys(sizes, axes, np.arange(int(np.prod([sizes[axis] for axis in axes])), dtype=np.int64))

    def __len__(self) -> int:
        """Count the keys."""
        return len(self.codes)

    @cached_property
    def places(self) -> dict[str, Integers]:
        """The place of every key in each of its sets, by axis."""
        shape = [self.sizes[axis] for axis in self.axes]
        return dict(zip(self.axes, np.unravel_index(self.codes, shape), strict=True))

    def codes_of(self, axes: str) -> Integers:
        """Return the number of every key's part on some axes."""
        return self.codes if axes == self.axes else codes_of(self.sizes, axes, self.places)

    def only(self, axes: str) -> Keys:
        """Return the parts of the keys on some axes, in the order given."""
        return self if axes == self.axes else Keys(self.sizes, axes, np.unique(self.codes_of(axes)))

    def along(self, axes: str) -> Keys:
        """Return every key with each member of further sets."""
        rest = Keys.all(self.sizes, axes)
        return Keys(self.sizes, self.axes + axes, np.add.outer(self.codes * len(rest), rest.codes).ravel())

    def renamed(self, axes: str) -> Keys:
        """Return the same keys over other sets of the same sizes."""
        return replace(self, axes=axes)

    def __or__(self, other: Keys) -> Keys:
        """Return the keys of either."""
        return replace(self, codes=np.union1d(self.codes, other.only(self.axes).codes))

    def __sub__(self, other: Keys) -> Keys:
        """Return the keys whose part on the axes of others is not among them."""
        return self.chosen(~self.are_in(other))

    def __and__(self, other: Keys) -> Keys:
        """Return the keys whose part on the axes of others is among them."""
        return self.chosen(self.are_in(other))

    def are_in(self, other: Keys) -> Mask:
        """Say of each key whether its part on the axes of others is among them."""
        _, found = _find(other.codes, self.codes_of(other.axes))
        return found

    def chosen(self, mask: Mask) -> Keys:
        """Return some of the keys."""
        return replace(self, codes=self.codes[mask])

    def summed(self, axes: str, values: Floats) -> Sparse:
        """Return the sum of a value of each key over all axes but some."""
        codes, group = np.unique(self.codes_of(axes), return_inverse=True)
        sums = np.bincount(group.ravel(), values, len(codes)).astype(float)
        return Sparse(Keys(self.sizes, axes, codes), sums)


@dataclass(frozen=True)
class Sparse:
    """A value for each of some keys, and the one of all others."""

    keys: Keys
    values: Floats
    default: float = 0.0

    def at(self, keys: Keys) -> Floats:
        """Return the values of keys that have at least its axes."""
        place, known = _find(self.keys.codes, keys.codes_of(self.keys.axes))
        found = np.full(len(keys), self.default)
        found[known] = self.values[place[known]]
        return found

    def chosen(self, keys: Keys) -> Sparse:
        """Return the values of some keys alone; those of all others are 0."""
        return Sparse(keys, self.at(keys))

    def where(self, holds: Holds) -> Keys:
        """Return the keys with a value of their own of which something holds."""
        return self.keys.chosen(holds(self.values))

    @property
    def is_whole(self) -> bool:
        """Whether every member of the product has a value of its own."""
        return len(self.keys) == int(np.prod([self.keys.sizes[axis] for axis in self.keys.axes]))

    def holds_by_default(self, holds: Holds) -> bool:
        """Say whether something holds of the value that keys without one of their own have."""
        return bool(holds(np.array([self.default]))[0])


def codes_of(sizes: Mapping[str, int], axes: str, places: Mapping[str, Integers]) -> Integers:
    """Number members of a product by their places in each set."""
    codes: Integers = np.zeros(len(next(iter(places.values()))), dtype=np.int64)
    for axis in axes:
        codes = codes * sizes[axis] + places[axis]
    return codes


def _find(known: Integers, wanted: Integers) -> tuple[Integers, Mask]:
    """Return where each number stands among known ones, which are in order, and whether it does."""
    if not len(known):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return place, known[place] == wanted


def nonzero(values: Floats) -> Mask:
    """Say which values are not 0."""
    return np.asarray(values != 0.0)


def positive(values: Floats) -> Mask:
    """Say which values are above 0."""
    return np.asarray(values > 0.0)


def negative(values: Floats) -> Mask:
    """Say which values are below 0."""
    return np.asarray(values < 0.0)


def not_above_zero(values: Floats) -> Mask:
    """Say which values are 0 or below."""
    return np.asarray(values <= 0.0)

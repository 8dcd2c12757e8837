"""Which technologies and fuels need no time slices: the optimum is the same when they are counted by the year.

OSeMOSYS balances every fuel in every slice. Where nothing ties a flow to a slice, a plan by the year can always be
spread over the slices again, so that a national model keeps its optimum with a fraction of its rows. A fuel may be
counted by the year if it is not traded, not demanded by slice, and one of three holds:

- nobody uses it;
- all its producers follow: they need no capacity, and each of their modes gives one fuel only, so that they produce
  in each slice what is used in it;
- all its producers and users are even: they can run in every slice in proportion to its length, because what they may
  run is the same in all slices.

A technology is counted by the year if all its fuels are, no storage and no reserve margin asks when it runs, and it
either follows or is even. Both sets are found by starting with all and striking out until nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Integers = NDArray[np.int64]


class Pairs(NamedTuple):
    """Technologies and fuels that touch, by number."""

    technology: Integers
    fuel: Integers


@dataclass(frozen=True)
class FlowNetwork:
    """Who uses and gives what, over all regions and years.

    `uses`, `gives`: pairs; `follows`, `even`, `timed`: of each technology; `by_slice`: of each fuel. `timed` are
    tied to slices by storage or reserve, `by_slice` by demand or trade.
    """

    uses: Pairs
    gives: Pairs
    follows: Mask
    even: Mask
    timed: Mask
    by_slice: Mask


def find_yearly(network: FlowNetwork) -> tuple[Mask, Mask]:
    """Return which technologies and which fuels may be counted by the year."""
    technologies = ~network.timed & (network.follows | network.even)
    fuels = ~network.by_slice
    while True:
        even = _even_technologies(network, technologies, fuels)
        kept = fuels & _balanced(network, technologies, even)
        bound = _touching(network.uses, ~kept, technologies) | _touching(network.gives, ~kept, technologies)
        may = technologies & (network.follows | even) & ~bound
        if (kept == fuels).all() and (may == technologies).all():
            return technologies, fuels
        technologies, fuels = may, kept


def _touching(pairs: Pairs, fuels: Mask, technologies: Mask) -> Mask:
    """Say of each technology whether it touches one of some fuels."""
    found = np.zeros(len(technologies), dtype=bool)
    found[pairs.technology[fuels[pairs.fuel]]] = True
    return found


def _unused(network: FlowNetwork) -> Mask:
    found = np.ones(len(network.by_slice), dtype=bool)
    found[network.uses.fuel] = False
    return found


def _even_technologies(network: FlowNetwork, technologies: Mask, fuels: Mask) -> Mask:
    """Return which technologies run in proportion to the slices: what they give is used in that proportion too."""
    even = technologies & network.even
    while True:
        kept = even & ~_touching(network.gives, ~(fuels & (_unused(network) | _touched_by(network, even))), even)
        if (kept == even).all():
            return even
        even = kept


def _balanced(network: FlowNetwork, technologies: Mask, even: Mask) -> Mask:
    followed = _all(network.gives, technologies & network.follows, network.by_slice)
    return _unused(network) | followed | _touched_by(network, even)


def _touched_by(network: FlowNetwork, members: Mask) -> Mask:
    """Say of each fuel whether all technologies that use or give it are members."""
    return _all(network.uses, members, network.by_slice) & _all(network.gives, members, network.by_slice)


def _all(pairs: Pairs, members: Mask, fuels: Mask) -> Mask:
    found = np.ones(len(fuels), dtype=bool)
    found[pairs.fuel[~members[pairs.technology]]] = False
    return found

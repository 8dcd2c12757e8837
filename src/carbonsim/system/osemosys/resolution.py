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

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Network:
    """Who uses and gives what, over all regions and years.

    `uses`, `gives`: technology × fuel; `follows`, `even`, `timed`: technology; `by_slice`: fuel. `timed` are tied to
    slices by storage or reserve, `by_slice` by demand or trade.
    """

    uses: Mask
    gives: Mask
    follows: Mask
    even: Mask
    timed: Mask
    by_slice: Mask


def find_yearly(network: Network) -> tuple[Mask, Mask]:
    """Return which technologies and which fuels may be counted by the year."""
    touches = network.uses | network.gives
    technologies = ~network.timed & (network.follows | network.even)
    fuels = ~network.by_slice
    while True:
        even = _even_technologies(network, technologies, fuels)
        kept = fuels & _balanced(network, technologies, even)
        may = technologies & (network.follows | even) & ~(touches & ~kept).any(axis=1)
        if (kept == fuels).all() and (may == technologies).all():
            return technologies, fuels
        technologies, fuels = may, kept


def _unused(network: Network) -> Mask:
    return np.asarray(~network.uses.any(axis=0))


def _even_technologies(network: Network, technologies: Mask, fuels: Mask) -> Mask:
    """Return which technologies run in proportion to the slices: what they give is used in that proportion too."""
    even = technologies & network.even
    while True:
        proportional = fuels & (_unused(network) | _all(network.uses | network.gives, even))
        kept = even & ~(network.gives & ~proportional).any(axis=1)
        if (kept == even).all():
            return np.asarray(even)
        even = kept


def _balanced(network: Network, technologies: Mask, even: Mask) -> Mask:
    followed = _all(network.gives, technologies & network.follows)
    return np.asarray(_unused(network) | followed | _all(network.uses | network.gives, even))


def _all(touched: Mask, members: Mask) -> Mask:
    """Say of each fuel whether all technologies that touch it are members."""
    return np.asarray(~(touched & ~members[:, None]).any(axis=0))

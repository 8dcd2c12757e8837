"""Which inputs decide an outcome over futures: rank correlation, first-order index, and the boxes in which it fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

TAIL = 0.2  # of the draws, lowest and highest, whose mean outcome is told
FEWEST = 65  # futures of which a first-order index can be told: twice as many as harmonics either way, and more
HARMONICS = 10
DEEPEST, SMALLEST_LEAF = 3, 0.05  # of a tree: questions on the way, share of all futures


def drivers_of(table: pd.DataFrame, inputs: Sequence[str], outcome: str) -> pd.DataFrame:
    """Return what each input does to an outcome, the one that decides most first.

    Columns: input; low and high, the mean outcome in the lowest and the highest fifth of its draws; rank correlation
    (Spearman); first_order, the share of the variance that it explains alone: the first-order Sobol index, estimated
    from any draws by random balance (Tarantola et al. 2006, corrected for bias as of Tissot and Prieur 2012).
    Futures in which the outcome has no value are left out before anything is estimated.
    """
    known = table[table[outcome].notna()] if outcome in table else table.iloc[:0]
    drawn = known[[f"quantile.{name}" for name in inputs]].to_numpy(float)
    values = known[outcome].to_numpy(float) if len(known) else np.zeros(0)
    varies = len(values) > 1 and float(np.ptp(values)) > 1e-9 * float(np.abs(values).max())
    rows = []
    first = first_order_indices(drawn, values) if varies else np.full(len(inputs), np.nan)
    for place, name in enumerate(inputs):
        order = np.argsort(drawn[:, place], kind="stable") if len(values) else np.zeros(0, int)
        tail = max(int(TAIL * len(values)), 1)
        low, high = (float(values[part].mean()) if len(values) else np.nan for part in (order[:tail], order[-tail:]))
        correlation = rank_correlation(drawn[:, place], values) if varies else np.nan
        rows.append((name, low, high, correlation, float(first[place])))
    found = pd.DataFrame(rows, columns=["input", "low", "high", "rank_correlation", "first_order"])
    order_of = found["rank_correlation"].abs().fillna(-1.0)
    return found.iloc[np.argsort(-order_of.to_numpy(float), kind="stable")].reset_index(drop=True)


def rank_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return Spearman's rank correlation."""
    from scipy.stats import spearmanr

    return float(spearmanr(one, other).statistic)


def first_order_indices(drawn: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the first-order index of each input (column); no number where there are too few futures.

    Raises ValueError where a value is missing: one alone would make every index nothing, without a word.
    """
    if not np.isfinite(values).all() or not np.isfinite(drawn).all():
        raise ValueError("an outcome or a draw is missing")
    if len(values) < FEWEST:
        return np.full(drawn.shape[1], np.nan)
    from SALib.analyze import rbd_fast

    names = [str(place) for place in range(drawn.shape[1])]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    found = rbd_fast.analyze(problem, drawn, values, M=HARMONICS, num_resamples=2, seed=0)
    return np.asarray(found["S1"], dtype=float)


def boxes_of(table: pd.DataFrame, inputs: Sequence[str], fails: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the boxes of drawn inputs in which most futures fail, by a classification tree (Breiman et al. 1984).

    Columns: box, futures, failed (both shares: of all futures, and of those in the box), input, least, most (of what is
    drawn; no number where a side is open). One row for each side of a box; none where all futures end alike.
    """
    columns = ["box", "futures", "failed", "input", "least", "most"]
    if fails.all() or not fails.any():
        return pd.DataFrame(columns=columns)
    from sklearn.tree import DecisionTreeClassifier

    drawn = table[[f"drawn.{name}" for name in inputs]].to_numpy(float)
    leaf = max(int(SMALLEST_LEAF * len(table)), 1)
    tree = DecisionTreeClassifier(max_depth=DEEPEST, min_samples_leaf=leaf, random_state=0).fit(drawn, fails)
    leaves, rows = tree.apply(drawn), []
    failing = {int(leaf): float(fails[leaves == leaf].mean()) for leaf in set(leaves)}
    worst = sorted((leaf for leaf, share in failing.items() if share > 0.5), key=lambda one: -failing[one])
    for box, node in enumerate(worst, 1):
        for name, (least, most) in _sides(tree.tree_, node, inputs).items():
            rows.append((box, float((leaves == node).mean()), failing[node], name, least, most))
    return pd.DataFrame(rows, columns=columns)


def _sides(tree: Tree, node: int, inputs: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Return the least and the most of each input that was asked on the way to a leaf of a tree."""
    sides: dict[str, tuple[float, float]] = {}
    while node != 0:
        left = list(tree.children_left).index(node) if node in tree.children_left else -1
        above = left if left >= 0 else list(tree.children_right).index(node)
        name, threshold = inputs[int(tree.feature[above])], float(tree.threshold[above])
        least, most = sides.get(name, (np.nan, np.nan))
        if left >= 0:
            sides[name] = least, float(np.nanmin([most, threshold]))
        else:
            sides[name] = float(np.nanmax([least, threshold])), most
        node = above
    return sides


class Tree(Protocol):
    """A fitted tree: nodes by number, the first the root, each with the question that it asks."""

    children_left: Sequence[int]
    children_right: Sequence[int]
    feature: Sequence[int]
    threshold: Sequence[float]

"""What decides: closed forms of sums, a missing result that does not make all indices nothing, and boxes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import qmc

from carbonsim.analysis.ensembles.drivers import boxes_of, drivers_of, first_order_indices

NAMES = ["one", "two", "three"]


def futures(count: int = 512) -> pd.DataFrame:
    """Quantiles and what is drawn, which is ten times as much; the outcome is 4 one − 2 two."""
    drawn = qmc.LatinHypercube(3, seed=np.random.default_rng(1)).random(count)
    table = pd.DataFrame({f"quantile.{name}": drawn[:, place] for place, name in enumerate(NAMES)})
    for name in NAMES:
        table[f"drawn.{name}"] = 10.0 * table[f"quantile.{name}"]
    return table.assign(level=4.0 * drawn[:, 0] - 2.0 * drawn[:, 1])


def test_the_variance_of_a_sum_is_shared_by_squares() -> None:
    """16 / 20 and 4 / 20 of it; the third has no say. Ranks of one term alone correlate by the root of that."""
    found = drivers_of(futures(), NAMES, "level").set_index("input")
    assert found["first_order"].to_dict() == pytest.approx({"one": 0.8, "two": 0.2, "three": 0.0}, abs=0.05)
    assert found.index.tolist()[:2] == ["one", "two"]
    assert found.loc["one", "rank_correlation"] > 0.8
    assert found.loc["two", "rank_correlation"] < -0.3
    assert found.loc["one", "high"] - found.loc["one", "low"] == pytest.approx(4.0 * 0.8, abs=0.1)


def test_a_missing_result_is_left_out_and_hides_no_index() -> None:
    table = futures()
    table.loc[7, "level"] = np.nan
    found = drivers_of(table, NAMES, "level").set_index("input")
    assert found.loc["one", "first_order"] == pytest.approx(0.8, abs=0.05)


def test_indices_of_missing_results_are_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        first_order_indices(np.full((100, 2), 0.5), np.array([np.nan] + [1.0] * 99))


def test_few_futures_have_no_index_and_an_outcome_that_never_changes_no_driver() -> None:
    assert drivers_of(futures(40), NAMES, "level")["first_order"].isna().all()
    still = drivers_of(futures().assign(level=5.0), NAMES, "level")
    assert still[["rank_correlation", "first_order"]].isna().all(axis=None)
    assert drivers_of(futures().assign(level=None), NAMES, "level")["low"].isna().all()


def test_the_box_of_what_fails_is_found_by_its_sides() -> None:
    table = futures(400)
    fails = ((table["drawn.one"] > 6.0) & (table["drawn.three"] <= 5.0)).to_numpy()
    boxes = boxes_of(table, NAMES, fails)
    assert boxes["box"].tolist() == [1, 1]
    sides = boxes.set_index("input")
    assert sides.loc["one", "least"] == pytest.approx(6.0, abs=0.1)
    assert sides.loc["three", "most"] == pytest.approx(5.0, abs=0.1)
    assert sides[["failed"]].to_numpy() == pytest.approx(1.0)
    assert sides["futures"].to_numpy() == pytest.approx(fails.mean())


@pytest.mark.parametrize("alike", [True, False])
def test_futures_that_all_end_alike_have_no_box(alike: bool) -> None:
    table = futures(30)
    assert boxes_of(table, NAMES, np.full(30, alike)).empty

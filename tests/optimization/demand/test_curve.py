"""Worth and pieces of a demand of constant elasticity, beside the integral of its prices."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from carbonsim.optimization.demand.curve import FARTHEST, change_pieces, worth
from carbonsim.system.tables import CHANGE_PIECES

ELASTICITIES = [-0.05, -0.3, -0.999999, -1.0, -2.5]


@pytest.mark.parametrize("elasticity", ELASTICITIES)
@pytest.mark.parametrize("amount", [0.7, 0.95, 1.0, 1.2])
def test_worth_is_the_area_below_the_demand(elasticity: float, amount: float) -> None:
    area, _ = quad(lambda q: q ** (1.0 / elasticity), 1.0, amount)
    assert worth(np.array([amount]), np.array([elasticity]))[0] == pytest.approx(area, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("elasticity", [-0.05, -0.3, -1.0, -2.5])
@pytest.mark.parametrize("moved", [-0.4, 0.0, 0.03, 0.69, 3.0])
def test_pieces_add_up_to_the_demand_and_its_worth(elasticity: float, moved: float) -> None:
    own = np.array([elasticity])
    widths, slopes = change_pieces(np.array([moved]), np.array([0.05]), own)
    less, more = widths[0, :CHANGE_PIECES].sum(), widths[0, CHANGE_PIECES:].sum()
    assert 1.0 - less == pytest.approx(np.exp(elasticity * FARTHEST), abs=1e-6)
    assert 1.0 + more == pytest.approx(np.exp(-elasticity * FARTHEST), abs=1e-6)
    lost = (widths * slopes)[0, :CHANGE_PIECES].sum()
    assert -lost == pytest.approx(worth(np.exp(own * FARTHEST), own)[0], rel=1e-4)


def test_less_costs_the_more_the_less_there_is_and_more_is_worth_the_less() -> None:
    widths, slopes = change_pieces(np.array([0.2]), np.array([0.05]), np.array([-0.4]))
    open_pieces = widths[0] > 0.0
    less, more = (slopes[0, side][open_pieces[side]] for side in (slice(CHANGE_PIECES), slice(CHANGE_PIECES, None)))
    assert (np.diff(less) > 0.0).all() and (less > 1.0).all()
    assert (np.diff(more) > 0.0).all() and (more < 0.0).all() and (more > -1.0).all()

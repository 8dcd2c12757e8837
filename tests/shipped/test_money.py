"""The city's cost is cost: it doubles with every cost, price and allowance."""

from __future__ import annotations

import pytest

from tests.money import plans_of, times
from tests.shipped.solved import solved


def test_the_city_costs_twice_as_much_where_all_is_twice_as_dear() -> None:
    done = solved("baseline")
    once, twice = done.plans.plan, plans_of(times(done.scenario, 2.0)).plan
    assert once.objective is not None
    assert once.total_cost is not None
    assert twice.objective == pytest.approx(2.0 * once.objective, rel=1e-9)
    assert twice.total_cost == pytest.approx(2.0 * once.total_cost, rel=1e-6)

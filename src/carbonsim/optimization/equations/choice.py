"""Choice with spread: what a purchase commits stands in pieces of a share, and none is bought to stand idle."""

from __future__ import annotations

from carbonsim.optimization.structure.reading import Part, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import ChoiceRow
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.choice import ServicePotentials, derive_choice_numbers, derive_choices
from carbonsim.system.tables import PIECES


@equation(
    index="region technology vintage",
    unit="service unit",
    role=ChoiceRow(),
    derived_by=derive_choices,
    tables={
        "committed_service": Symbol(
            r"A_{rtv}", "service unit per capacity unit", "service that a purchase commits, discounted"
        ),
        "piece_width": Symbol(r"(b_k - b_{k-1})\, \hat{D}_{gv}", "service unit", "width of a piece of a share"),
    },
)
def service_commitment(m: Reading, region: Part, technology: Part, vintage: int) -> Row:
    r"""The service that a purchase commits within the horizon is the sum of its pieces.

    .. math:: A_{rtv}\, n_{rtv} = \sum_k z_{rtvk}, \quad 0 \le z_{rtvk} \le (b_k - b_{k-1})\, \hat{D}_{gv}
    """
    key = (region, technology, vintage)
    pieces = [-m.choice_piece[*key, piece] for piece in range(PIECES)]
    return m.total([m.committed_service[key] * m.new_capacity[key], *pieces]) == 0.0


@equation(
    index="region technology year",
    unit="activity unit",
    role=ChoiceRow(),
    derived_by=derive_choice_numbers,
    tables={
        "least_use": Symbol(
            r"\varphi_{gy}\, \kappa_{rty}", "activity unit per capacity unit", "least activity of what stands"
        ),
    },
)
def least_use(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""What stands of an option runs, so that none is bought to stand idle: unless the demand fell below what stands.

    .. math:: \sum_m x_{rtmy} \ge \varphi_{gy}\, \kappa_{rty}\, K_{rty}
    """
    key = (region, technology, year)
    activity = [m.activity[column] for column in m.data.columns[key]]
    return m.total([*activity, -m.least_use[key] * m.capacity[key]]) >= 0.0


@equation(
    index="region technology year",
    unit="capacity unit",
    role=ChoiceRow(),
    derived_by=derive_choice_numbers,
    tables={
        "frozen_weight": Symbol(
            r"f_{rtjy}",
            "capacity unit per capacity unit",
            "one for an option itself, less its frozen share of what each can serve, told in its own units",
        ),
    },
)
def frozen_purchase(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""Where shares are frozen, an option is bought in its share of the service that all that is bought can give.

    .. math:: \sum_j f_{rtjy}\, n_{rjy} = 0
    """
    key = (region, technology, year)
    others = m.data.of(ServicePotentials).bought_together[key]
    return m.total([m.frozen_weight[*key, other] * m.new_capacity[region, other, year] for other in others]) == 0.0

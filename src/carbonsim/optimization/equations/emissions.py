"""Emissions of the accounting scope: inside the boundary, and the net imports that it counts."""

from __future__ import annotations

from carbonsim.optimization.structure.reading import LinearTerm, Part, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.emissions import Emitters, derive_emissions


@equation(
    index="group year",
    unit="Mt",
    derived_by=derive_emissions,
    tables={
        "scope_factor": Symbol(
            r"w_e \varepsilon_{rtmey}", "Mt per activity unit", "emissions as the scope weighs them"
        ),
        "scope_exogenous": Symbol(r"E^{exo}_{gy}", "Mt", "emissions that no technology here makes"),
    },
)
def inside_emissions(m: Reading, group: Part, year: int) -> Row:
    r"""Emissions inside the boundary, weighted by the scope, of all technologies or of one sector.

    .. math:: E^{in}_{gy} = \sum_{t \in g,\, m, l, e} w_e\, \varepsilon_{rtmey}\, x_{rtmyl} + E^{exo}_{gy}
    """
    emitters = m.data.of(Emitters).emitters.get((group, year), ())
    emitted = [m.scope_factor[cell] * m.activity[column] for cell, column in emitters]
    return m.total([*emitted, -m.inside_emissions[group, year]]) == -m.scope_exogenous[group, year]


def _trade(m: Reading, commodity: str, year: int, *, exports: bool) -> list[LinearTerm]:
    bought, sold = m.data.system.scope.imports[commodity]
    region, columns = m.data.system.region, m.data.columns
    flows = [m.activity[column] for name in bought for column in columns.get((region, name, year), ())]
    if exports:
        flows += [-m.activity[column] for name in sold for column in columns.get((region, name, year), ())]
    return flows


@equation(index="commodity year", unit="PJ", derived_by=derive_emissions)
def net_import(m: Reading, commodity: str, year: int) -> Row:
    r"""Net import of a commodity over the year is what is bought outside less what is sold there.

    .. math:: N_{cy} = \sum_{l} (x^{import}_{cyl} - x^{export}_{cyl})
    """
    flows = _trade(m, commodity, year, exports=True)
    return m.total([*flows, -m.net_import[commodity, year]]) == 0.0


@equation(index="commodity year", unit="PJ", derived_by=derive_emissions)
def import_floor(m: Reading, commodity: str, year: int) -> Row:
    r"""Imports that count are at least the net import and never below zero: exports earn nothing.

    In the scope `gross_imports` they are what is bought outside, whatever is sold.

    .. math:: I_{cy} \ge N_{cy}, \quad I_{cy} \ge 0
    """
    imported = m.imported[commodity, year]
    if m.data.system.scope.gross:
        return m.total([imported, *(-flow for flow in _trade(m, commodity, year, exports=False))]) == 0.0
    return m.total([imported, -m.net_import[commodity, year]]) >= 0.0

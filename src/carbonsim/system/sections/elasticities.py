"""Price elasticities → how the yearly demand for each service answers a price that is not that of the reference."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Quantity
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.sections.choices import CHOOSING
from carbonsim.system.sections.frozen import best_match

LEAST = 1e-6  # an elasticity nearer to zero is none


def translate_elasticities(elasticities: Mapping[str, Quantity], context: Context, rows: SystemBuilder) -> None:
    """Write the elasticity of every service that a pattern names, the nearest where several do."""
    services = services_in(rows)
    for pattern in elasticities:
        if not any(fnmatchcase(service, pattern) for service in services):
            found = message("{name}, which is no service that is demanded", name=pattern)
            expected = message("a service such as {names}", names=tuple(services[:4]))
            context.report(f"price_elasticities.{pattern}", found, expected)
    for service in services:
        elasticity = best_match(elasticities, service)
        if elasticity is not None and (value := elasticity.at(rows.years.plan_from)) < -LEAST:
            rows.parameters["price_elasticity"][rows.region, service] = value


def services_in(rows: SystemBuilder) -> list[str]:
    """Return the services that people and firms demand by the year, in order: sector/branch/use."""
    return [
        name
        for name, commodity in rows.commodities.items()
        if commodity.group == "service" and name.partition("/")[0] in CHOOSING and commodity.balance == "yearly"
    ]

"""Air → nothing that is optimised: only whether its factors name fuels and burners that are there."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.scenario.sections.air import Air
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Technology

KINDS = ("coal", "oil", "gas", "biomass", "waste", "hydrogen")


def burner_names(technology: Technology) -> frozenset[str]:
    """Return the names by which a factor may name a technology as one who burns."""
    own = technology.name.rpartition("/")[2]
    return frozenset({own, technology.branch, technology.use, technology.group}) - {""}


def check_air(air: Air, context: Context, rows: SystemBuilder) -> None:
    """Report fuels and burners that nothing answers to; it writes no row."""
    fuels = {name for name, commodity in rows.commodities.items() if commodity.group in KINDS}
    for name, factor in air.factors.items():
        path = f"air.factors.{name}"
        for place, fuel in enumerate(factor.fuels):
            if fuel not in fuels and fuel not in KINDS:
                context.report_unknown(f"{path}.fuels[{place}]", message("fuel"), fuel, (*fuels, *KINDS))
        burners = [one for one in rows.technologies.values() if one.sector == factor.sector]
        known = frozenset().union(*map(burner_names, burners))
        for place, burner in enumerate(factor.burners):
            if burner not in known:
                kind = message("burner in {sector}", sector=factor.sector)
                context.report_unknown(f"{path}.burners[{place}]", kind, burner, known)
        for pollutant in factor.abatement:
            if pollutant not in factor.emission_factors:
                found, expected = message("abatement of what has no factor"), message("an emission factor beside it")
                context.report(f"{path}.abatement.{pollutant}", found, expected, message("add it, or remove this"))

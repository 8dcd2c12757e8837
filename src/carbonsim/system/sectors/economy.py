"""Economy → the drivers that every other sector follows."""

from __future__ import annotations

from carbonsim.scenario.sectors.economy import Economy
from carbonsim.system.context import Context


def translate(economy: Economy, context: Context) -> None:
    """Fill the drivers: GDP and value added in billion CNY, people and households in millions."""
    years, drivers = context.years, context.drivers
    gdp, people = economy.gdp.over(years), economy.population.over(years)
    urban = economy.urbanisation.over(years)
    primary, secondary = economy.structure.primary.over(years), economy.structure.secondary.over(years)
    drivers.update(
        gdp=gdp,
        gdp_per_capita=gdp / people,
        population=people,
        urban_population=people * urban,
        rural_population=people * (1.0 - urban),
        urban_households=people * urban / economy.household_size.urban.over(years),
        rural_households=people * (1.0 - urban) / economy.household_size.rural.over(years),
        value_added_primary=gdp * primary,
        value_added_secondary=gdp * secondary,
        value_added_tertiary=gdp * (1.0 - primary - secondary),
    )
    if (primary + secondary > 1.0).any():
        context.report("economy.structure", "primary and secondary above 100 % of GDP", "a sum of at most 100 %")

"""Industry → process heat, motors, feedstock and process emissions of every branch."""

from __future__ import annotations

from carbonsim.scenario.sectors.industry import Industry
from carbonsim.system.context import Context
from carbonsim.system.rows import Mode, Rows
from carbonsim.system.sectors.end_use import User, relative, serve
from carbonsim.system.sectors.energy import label


def translate(industry: Industry, context: Context, rows: Rows) -> None:
    """Write every branch: its uses, savings and process emissions."""
    for name, branch in industry.branches.items():
        user = User("industry", name, branch.activity.over(rows.years), f"industry.branches.{name}")
        serve(user, branch.uses, industry.technologies, branch.savings, context, rows, "industry.technologies")
        for key, process in branch.process_emissions.items():
            output = f"industry/{name}/{key}"
            path = f"{user.path}.process_emissions.{key}"
            rows.commodity(
                output,
                unit=branch.activity_unit,
                balance="yearly",
                group="service",
                label=label(branch.label),
                path=path,
            )
            rows.demand(output, relative(user.activity))
            amount = process.amount.at(rows.years.base_year)
            rows.technology(
                f"{output}/process", sector="industry", branch=name, use="process", group="process",
                label=label(branch.label), path=path, activity_unit="base year = 1", slices=False,
                modes={"run": Mode(outputs={output: 1.0}, emissions={process.emission: amount})},
            )  # fmt: skip

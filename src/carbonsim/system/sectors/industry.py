"""Industry → process heat, motors, feedstock and process emissions of every branch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sectors.end_use import price_paid
from carbonsim.scenario.sectors.industry import Branch, Industry, ProcessEmission
from carbonsim.system.context import Array, Context
from carbonsim.system.rows import Mode, Series, SystemBuilder, TechnologySpec
from carbonsim.system.sectors.end_use import NO_PRICE, User, limit_share_rise, relative_to_first, serve
from carbonsim.system.sectors.energy import text_label


def read_industry(scenario: Scenario) -> tuple[object, ...] | None:
    """Return industry, and the carbon price where a kiln or a process pays it."""
    if scenario.industry is None:
        return None
    branches = scenario.industry.branches.values()
    covered = [one.carbon_market_from for branch in branches for one in branch.uses.values()]
    covered += [one.carbon_market_from for branch in branches for one in branch.process_emissions.values()]
    paid = scenario.energy is not None and any(year is not None for year in covered)
    return scenario.industry, scenario.energy.carbon_price if paid and scenario.energy is not None else NO_PRICE


def translate(industry: Industry, carbon_price: Quantity, context: Context, rows: SystemBuilder) -> None:
    """Write every branch: its uses, savings and process emissions."""
    outputs = branch_outputs(industry.branches, context)
    if outputs is None:
        return
    for name, branch in industry.branches.items():
        if branch.value_added is not None:
            context.drivers[name] = branch.value_added.at(rows.years.base_year) * relative_to_first(outputs[name])
        user = User("industry", name, outputs[name], f"industry.branches.{name}", carbon_price)
        serve(user, branch.uses, industry.technologies, branch.savings, context, rows, "industry.technologies")
        for key, process in branch.process_emissions.items():
            _process(name, key, branch, process, carbon_price, user, rows)


def _process(
    name: str, key: str, branch: Branch, process: ProcessEmission, carbon_price: Quantity, user: User,
    rows: SystemBuilder,
) -> None:  # fmt: skip
    """Write the usual way of a process, and the ways that emit less."""
    output, years = f"industry/{name}/{key}", rows.years
    path = f"{user.path}.process_emissions.{key}"
    words = text_label(branch.label)
    rows.commodity(output, unit=branch.activity_unit, balance="yearly", group="service", label=words, path=path)
    demand = relative_to_first(user.activity)
    rows.demand(output, demand)
    amount = process.amount.at(years.base_year) * relative_to_first(process.intensity.over(years))
    price: Series = price_paid(carbon_price, process.carbon_market_from, years)
    rows.technology(TechnologySpec(
        name=f"{output}/process", sector="industry", branch=name, use="process", group="process", label=words,
        path=path,
        activity_unit="base year = 1", slices=False,
        modes={"run": Mode(outputs={output: 1.0}, emissions={process.emission: amount}, carbon_price=price)},
    ))  # fmt: skip
    for key_of_way, way in process.ways.items():
        here, technology = f"{path}.ways.{key_of_way}", f"{output}/{key_of_way}"
        open_ = np.array([year >= (way.first_year or years.plan_from) for year in years])

        rows.technology(TechnologySpec(
            name=technology, sector="industry", branch=name, use="process", group="process",
            label=text_label(way.label), path=here, activity_unit="base year = 1", slices=False,
            modes={
                "run": Mode(
                    outputs={output: 1.0}, emissions={process.emission: amount * way.emissions.over(years)},
                    variable_cost=amount * way.cost.over(years), carbon_price=price,
                )
            },
            activity_min=np.where(open_, way.share_min.over(years) * demand, 0.0),
            activity_max=np.where(open_, way.share_max.over(years) * demand, 0.0),
        ))  # fmt: skip
        limit_share_rise(technology, demand, way.share_change_max.at(years.base_year), f"{here}.share_change_max", rows)


def branch_outputs(branches: Mapping[str, Branch], context: Context) -> dict[str, Array] | None:
    """Return every branch's output over the model years, the part that its customers drive included.

    Output relative to the base year is (1 − Σ shares) × own path + Σ share × customer's output × content.
    """
    outputs: dict[str, Array] = {}
    waiting = dict(branches)
    while waiting:
        ready = [name for name, branch in waiting.items() if set(branch.customers) <= set(outputs)]
        if not ready:
            _report_chain(waiting, branches, context)
            return None
        for name in ready:
            outputs[name] = _output(name, waiting.pop(name), outputs, context)
    return outputs


def _output(name: str, branch: Branch, outputs: Mapping[str, Array], context: Context) -> Array:
    years = context.years
    own = context.follow(branch.activity.over(years), "value_added_secondary", branch.elasticity)
    shares = {key: customer.share.at(years.base_year) for key, customer in branch.customers.items()}
    if sum(shares.values()) > 1.0 + 1e-9:
        path, found = (
            f"industry.branches.{name}.customers",
            message("shares of {total} in all", total=f"{sum(shares.values()):.4g}"),
        )
        context.report(path, found, message("at most 100 % in all"), message("change one share"))
    driven = sum(
        (
            shares[key] * relative_to_first(outputs[key]) * relative_to_first(customer.content.over(years))
            for key, customer in branch.customers.items()
        ),
        np.zeros(len(years)),
    )
    return np.asarray(own[0] * ((1.0 - sum(shares.values())) * relative_to_first(own) + driven))


def _report_chain(waiting: Mapping[str, Branch], branches: Mapping[str, Branch], context: Context) -> None:
    """Say which customer does not exist; where all do, that they buy from each other in a circle."""
    for name, branch in waiting.items():
        for customer in branch.customers:
            path = f"industry.branches.{name}.customers.{customer}"
            if customer not in branches:
                context.report_unknown(path, message("branch"), customer, branches)
                return
    name = next(iter(waiting))
    path, found = f"industry.branches.{name}.customers", message("a circle of customers: {names}", names=tuple(waiting))
    context.report(path, found, message("a chain that ends"), message("take one customer out"))

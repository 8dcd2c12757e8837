"""What does this project do to the peak? Every project with and without, in the plan and in its twin.

And what does the scenario change in the economy? Every branch, service and project against the baseline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carbonsim.analysis.peak_verdict import judge_emissions
from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.results.sectors import economy_drivers
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.section import Text
from carbonsim.scenario.sections.projects import Project
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.sectors.economy import changed_jobs
from carbonsim.system.sectors.value_added import added_values, economic_change
from carbonsim.units import PJ_PER_MTCE

SMALLEST = 1e-6  # PJ


@dataclass(frozen=True)
class Without:
    """The plan and its twin solved without one project."""

    plan: Solution
    twin: Solution


def compare_projects(
    scenario: Scenario, plan: Solution, twin: Solution, without: Mapping[str, Without]
) -> list[dict[str, object]]:
    """Return a record for each project: what it is, and what it does to emissions by year, to the peak and to cost.

    `effect_Mt` is the plan with the project less the plan without it; `twin_effect_Mt` the same where nothing makes
    emissions peak, so what the project itself adds. Cost is discounted, in million CNY of the base year.
    """
    return [
        {
            "name": name, "label": project.label.en, "label_zh": project.label.zh, **_figures(project, scenario),
            **_effect(scenario, plan, without[name].plan, ""), **_effect(scenario, twin, without[name].twin, "twin_"),
        }
        for name, project in scenario.projects.items()
        if name in without
    ]  # fmt: skip


def _figures(project: Project, scenario: Scenario) -> dict[str, object]:
    full = int(project.start + project.ramp.at(project.start) - 1)
    energy = {commodity: amount.at(full) for commodity, amount in project.energy.items()}
    return {
        "branch": project.branch, "district": project.district, "start": project.start, "full_from": full,
        "energy_PJ": energy, "energy_Mtce": sum(energy.values()) / PJ_PER_MTCE,
        "direct_CO2_Mt": _burnt(energy, full, scenario),
        "process_Mt": {emission: amount.at(full) for emission, amount in project.process.items()},
        "value_added_billion_CNY": project.value_added.at(full), "jobs": _jobs(project, full),
        "source": project.source, "quality": project.quality, "note": project.note,
    }  # fmt: skip


def _jobs(project: Project, year: int) -> float:
    return 0.0 if project.jobs is None else project.jobs.at(year)


def _burnt(energy: Mapping[str, float], year: int, scenario: Scenario) -> float:
    """Return CO2 of the fuels that the project burns itself, in Mt."""
    fuels = {} if scenario.energy is None else scenario.energy.fuels
    return sum(
        amount * fuels[name].emission_factors["CO2"].at(year) / 1000.0
        for name, amount in energy.items()
        if name in fuels and "CO2" in fuels[name].emission_factors
    )


def _effect(scenario: Scenario, here: Solution, there: Solution, start: str) -> dict[str, object]:
    """Return what differs between the solution with the project and the one without."""
    with_, without = here.judged_emissions, there.judged_emissions
    difference = {str(year): with_[year] - without[year] for year in with_ if year in without}
    cost = None if here.total_cost is None or there.total_cost is None else here.total_cost - there.total_cost
    return {
        f"{start}status_with": here.status, f"{start}status_without": there.status,
        f"{start}effect_Mt": difference, f"{start}peak_with": _peak(scenario, with_),
        f"{start}peak_without": _peak(scenario, without), f"{start}cost_million_CNY": cost,
    }  # fmt: skip


def _peak(scenario: Scenario, path: Mapping[int, float]) -> dict[str, object]:
    if not path:
        return {"year": None, "level_Mt": None, "status": None}
    peak = judge_emissions(scenario, path)
    return {"year": peak.year, "level_Mt": peak.level, "status": peak.status}


def economic_change_records(scenario: Scenario, system: EnergySystem) -> list[dict[str, object]]:
    """Return a record for each branch, service and project that changes GDP or jobs against the baseline, by year."""
    economy = scenario.economy
    if economy is None:
        return []
    context = economy_drivers(scenario, system)
    return [
        {
            "name": added.name, "path": added.path, **_label(added.path, scenario),
            "gdp_billion_CNY": _by_year(added.whole, system), "suppliers_billion_CNY": _by_year(
                added.whole - added.amount, system),
            "jobs": _by_year(1e6 * changed_jobs(added, economy, context), system),
        }
        for added in added_values(economic_change(scenario), context)
    ]  # fmt: skip


def warn_of_plants_that_leave(scenario: Scenario, system: EnergySystem, plan: Solution) -> list[Finding]:
    """Return a warning for each plant that leaves with energy which its branch no longer uses in a later year.

    By then the plant would have changed its fuel as the others did, so that what it takes away counts too much.
    """
    found = []
    for name, project in scenario.projects.items():
        for commodity, energy in project.energy.items():
            if min(value for _, value in energy.points) >= 0.0:
                continue
            used = _used(project.branch, commodity, system, plan)
            short = [year for year in system.years if used.get(year, 0.0) < -SMALLEST]
            if short:
                path = f"projects.{name}.energy.{commodity}"
                told = message("less {commodity} in {branch} than leaves, from {year}",
                               commodity=commodity, branch=project.branch, year=short[0])  # fmt: skip
                advice = message("let it fall over time, as {year}: 0", year=short[0])
                expected = message("no more than the branch still uses")
                found.append(Finding(*scenario.locate(path), path, told, expected, advice))
    return found


def _used(branch: str, commodity: str, system: EnergySystem, plan: Solution) -> dict[int, float]:
    """Return what a branch uses of a commodity by year, less what has left it, in PJ."""
    names = {each.name for each in system.technologies if each.branch == branch}
    ratios = {
        (str(key[1]), str(key[2]), int(key[4])): value
        for key, value in system.parameters["input_ratio"].items()
        if key[3] == commodity and key[1] in names
    }
    used: dict[int, float] = {}
    run = plan.activity[plan.activity["technology"].isin(names)]
    for name, mode, year, value in zip(run["technology"], run["mode"], run["year"], run["value"], strict=True):
        used[int(year)] = used.get(int(year), 0.0) + value * ratios.get((str(name), str(mode), int(year)), 0.0)
    return used


def _by_year(path: Iterable[float], system: EnergySystem) -> dict[str, float]:
    return {str(year): float(value) for year, value in zip(system.years, path, strict=True)}


def _label(path: str, scenario: Scenario) -> dict[str, str]:
    """Name a branch, service or project; one that the scenario took out is named as in the baseline."""
    baseline, name = scenario.baseline, path.rpartition(".")[2]
    known: dict[str, Text] = {}
    for industry in (baseline.industry, scenario.industry):
        known |= {f"industry.branches.{key}": one.label for key, one in (industry.branches if industry else {}).items()}
    for economy in (baseline.economy, scenario.economy):
        known |= {f"economy.services.{key}": one.label for key, one in (economy.services if economy else {}).items()}
    known |= {f"projects.{key}": project.label for key, project in scenario.projects.items()}
    label = known.get(path, Text(en=name, zh=name))
    return {"label": label.en, "label_zh": label.zh}

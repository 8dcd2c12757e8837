"""Solutions and what was asked of them → the summary of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import pandas as pd

from carbonsim.analysis.peaking import Peak
from carbonsim.analysis.summary.absences import absences
from carbonsim.analysis.summary.assessments import assess
from carbonsim.analysis.summary.plain import plain
from carbonsim.analysis.summary.records import TargetRecord, warning_record
from carbonsim.analysis.summary.summary import PeakSummary, PeakWindowSummary, PlateauSummary, Summary
from carbonsim.errors import Warned
from carbonsim.messages.message import Message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.results.results import Results
from carbonsim.results.variables import PEAKING
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.verdict import Verdict
from carbonsim.units import ResultUnit

COST_UNIT = ResultUnit.MILLION_CNY
PRICE = 1e-6  # below it nothing binds
DATA_COST_UNIT = ResultUnit.COST_OF_THE_DATA


def summarize(
    scenario: Scenario,
    plan: Solution,
    twin: Solution,
    results: Results | None,
    peak: Peak | None,
    calibration: pd.DataFrame | None,
    timings: Mapping[str, float],
    targets: pd.DataFrame | None = None,
    warnings: Sequence[Warned] = (),
    emission: str | None = None,
    explanation: Sequence[Message] = (),
    tables: Mapping[str, object] | None = None,
) -> Summary:
    """Return the summary of a run, an infeasible one too; `tables` are what else was asked, under the summary's keys.

    Raises pydantic.ValidationError, a bug of ours, where a value is not what its field says.
    """
    base = scenario.time.years[0]
    data = scenario.system is not None and scenario.system.osemosys is not None
    unit = f"{DATA_COST_UNIT}, discounted to {base}" if data else f"{COST_UNIT} of {base}, discounted to {base}"
    held = [] if targets is None else plain(targets.to_dict("records"))
    told = {
        "scenario": scenario.stem,
        "name": scenario.name,
        "name_zh": scenario.name_zh,
        "description": scenario.description,
        "region": scenario.region,
        "status": plan.status,
        "objective": plan.objective,
        "total_cost": {"value": plan.total_cost, "unit": unit},
        "twin_total_cost": {"value": twin.total_cost, "unit": unit},
        "objective_parts": _parts(plan),
        "twin_objective_parts": _parts(twin),
        "peak": _peak(peak, scenario.verdict),
        "binding": binding(plan),
        "binding_by_path": binding_by_path(plan),
        "scope": "data" if data else scenario.scope.name,
        "emission": emission,
        "emission_unit": ResultUnit.OF_THE_DATA if data else ResultUnit.MT,
        "mode": scenario.mode,
        "years": list(scenario.time.years),
        "plan_from": scenario.time.plan_from,
        "base_year": {
            "year": base,
            "energy_Mtce": _value(results, "Energy Consumption|Coal-equivalent", base),
            "emissions_Mt": _value(results, PEAKING, base),
            "energy_co2_inside_Mt": _value(results, "Emissions|CO2|Energy", base),
        },
        "emissions_Mt": {str(y): v for y, v in results.series(PEAKING).items()} if results else {},
        "targets": held,
        "assessments": assess(scenario, [TargetRecord.model_validate(row) for row in held]),
        "warnings": [warning_record(one) for one in warnings],
        "no_data": [one.plain() for one in absences(scenario)],
        "calibration": [] if calibration is None else plain(calibration.to_dict("records")),
        "shadow_prices": plain(plan.duals[priced(plan)].to_dict("records")),
        "planning_objective": dict(plan.planning_objective) or {"objective": "cheapest", "cost_bound": None},
        "emission_prices": _emission_prices(scenario, plan),
        "explanation": [str(told) for told in explanation],
        "explanation_zh": [told.rendered("zh") for told in explanation],
        "explanation_messages": [told.as_json() for told in explanation],
        "lp": plan.lp,
        "coefficient_ranges": plan.ranges,
        "timings_s": dict(timings),
        "solver": plan.solver,
        **(tables or {}),
    }
    return Summary.model_validate(told)


def _parts(solution: Solution) -> dict[str, float] | None:
    return None if solution.parts is None else asdict(solution.parts)


def _emission_prices(scenario: Scenario, plan: Solution) -> list[dict[str, object]]:
    """Return by year what a tonne less costs, the carbon price beside it, and what the year earns as a ceiling."""
    energy = getattr(scenario, "energy", None)
    told = []
    for row in plain(plan.emission_prices.to_dict("records")):
        price = None if energy is None else energy.carbon_price.at(int(row["year"]))
        told.append({**row, "carbon_price": price, "total": row["shadow_price"] + (price or 0.0)})
    return told


def priced(plan: Solution) -> pd.Series[bool]:
    """Say which rows are told: every policy with its slack, and of the bounds of technologies those that bind."""
    return (plan.duals["kind"] == "policy") | (plan.duals["dual"].abs() > PRICE)


def binding(plan: Solution) -> bool | None:
    """Say whether any row of the peaking plan has a price; None where there is none."""
    found = binding_by_path(plan)
    return any(found.values()) if found else None


def binding_by_path(plan: Solution) -> dict[str, bool]:
    """Say of each key of the peaking plan whether any of its rows has a price: one at price 0 changes nothing."""
    rows = plan.duals
    rows = rows[rows["path"].astype(str).str.startswith("peaking") & (rows["constraint"] != "peak_guard")]
    return {str(path): bool((part["dual"].abs() > PRICE).any()) for path, part in rows.groupby("path", sort=False)}


def _peak(peak: Peak | None, known: Verdict) -> PeakSummary:
    if peak is None or peak.year is None:
        return PeakSummary(year=None, level_Mt=None, status=None, rule=None, plateau=None)
    found, plateau = peak.plateau, None
    if found is not None:
        plateau = PlateauSummary(
            first=found.first, last=found.last, mean_Mt=found.mean, by_constraint=peak.by_constraint
        )
    return PeakSummary(
        year=peak.year, level_Mt=peak.level, status=peak.status, rule=str(peak.rule), plateau=plateau,
        window=_window(peak, known), rule_values=dict(peak.rule.values),
    )  # fmt: skip


def _window(peak: Peak, known: Verdict) -> PeakWindowSummary:
    window, level = (one.points[0][1] for one in (known.window, known.level))
    reason = {} if known.reason is None else {"reason": known.reason.en, "reason_zh": known.reason.zh}
    return PeakWindowSummary(years=peak.window, window=window, level=level, **reason)


def _value(results: Results | None, variable: str, year: int) -> float | None:
    return None if results is None else results.series(variable).get(year)

"""The summary of a run: what a planner asks first. A run writes it as summary.json, a comparison reads it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, Self

from pydantic import Field, model_validator

from carbonsim.analysis.peaking import PeakStatus, rule_words
from carbonsim.analysis.summary.absences import AbsenceRecord
from carbonsim.analysis.summary.air_records import AirRecord
from carbonsim.analysis.summary.assessments import AssessmentRecord
from carbonsim.analysis.summary.behaviour_records import (
    DemandRecord,
    ForesightSummary,
    LastPurchaseRecord,
    ShareLimitRecord,
)
from carbonsim.analysis.summary.first_step_records import FirstStepRecord
from carbonsim.analysis.summary.leak_records import LeakRecord
from carbonsim.analysis.summary.part import Number, SummaryPart, ToldMessage, Year, YearlyValues
from carbonsim.analysis.summary.records import (
    ActualRecord,
    BudgetRecord,
    CalibrationRecord,
    CampaignRecord,
    ChoiceRecord,
    ConflictRecord,
    ContinuityRecord,
    EconomicChangeRecord,
    EmissionPriceRecord,
    FrozenRecord,
    ObjectivePartsSummary,
    PlanIntensityRecord,
    ProjectRecord,
    ShadowPriceRecord,
    TargetRecord,
    WarningRecord,
    WedgeFrame,
)
from carbonsim.analysis.summary.security_records import CeilingRecord, LastResortRecord
from carbonsim.messages.label import Label
from carbonsim.messages.message import Wording, from_json, message
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.expected import refused


class CostSummary(SummaryPart):
    """A discounted cost with its unit."""

    value: Number | None = Field(description="the cost, in the unit; null where no plan exists")
    unit: str = Field(description="unit of the value: whose money, of which year, discounted to when")


class PlateauSummary(SummaryPart):
    """Years that stay just below the peak."""

    first: Year = Field(description="first year")
    last: Year = Field(description="last year")
    mean_Mt: Number | None = Field(None, description="mean emissions of these years, Mt")
    by_constraint: bool = Field(False, description="whether emissions sit on a cap in these years")


class PeakWindowSummary(SummaryPart):
    """Years that cannot be told from the highest, and how closely emissions are known."""

    years: tuple[Year, ...] = Field(description="years closer to the highest than the window, that year among them")
    window: Number = Field(description="uncertainty of the difference between years, share of the highest emissions")
    level: Number = Field(description="uncertainty of the level, which all years share, as a share of it")
    reason: str | None = Field(None, description="why the window is as wide, as the scenario says; null by default")
    reason_zh: str | None = Field(None, description="the same in Chinese")


class PeakRange(SummaryPart):
    """Where an ensemble of runs has the peak year: the 5th and the 95th percentile."""

    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"by", "share", "twin_share"})

    first: Year = Field(description="5th percentile of the peak years")
    last: Year = Field(description="95th percentile of the peak years")
    runs: int = Field(description="number of runs")
    by: Year | None = Field(None, description="year by which the peak is asked for; the last one where none is asked")
    share: Number | None = Field(None, description="share of the runs whose emissions peak by then, of all runs")
    twin_share: Number | None = Field(None, description="the same without the peaking plan")


class PeakSummary(SummaryPart):
    """The verdict on the plan's emissions."""

    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"rule_values", "ensemble"})

    year: Year | None = Field(description="first year of the highest emissions; null where there is no peak to judge")
    level_Mt: Number | None = Field(description="emissions of that year, Mt")
    status: PeakStatus | None = Field(description="what the rule says of it")
    rule: str | None = Field(description="the rule that judged, in words")
    plateau: PlateauSummary | None = Field(description="years that stay just below the peak; null where there are none")
    window: PeakWindowSummary | None = Field(
        None, description="years that cannot be told from the highest; null where there is no peak to judge"
    )
    ensemble: PeakRange | None = Field(
        None, description="peak years of an ensemble that stands beside the run; absent without one"
    )
    rule_values: Mapping[str, str | int] | None = Field(
        None, description="what stands in the places of the rule; absent where there is no peak to judge"
    )

    def judged_by(self) -> Wording:
        """Return the rule as a sentence of ours, in the words of an older run where its values are not known."""
        return (
            (self.rule or "")
            if self.rule_values is None
            else replace(rule_words(), values=tuple(self.rule_values.items()))
        )


class CostLinesSummary(SummaryPart):
    """What the plan costs in three lines, resources and transfers, discounted, in million CNY of the base year."""

    against_baseline: Number | None = Field(
        None, description="the plan less the baseline; null for the baseline itself, or where it has no plan"
    )
    public_money: Number = Field(description="public money of campaigns, which stands in no other cost")
    energy_system: Number = Field(description="the plan without what private vehicles cost to buy and keep")
    energy_system_against_baseline: Number | None = Field(None, description="the same less that of the baseline")
    private_vehicles: Number = Field(description="what private vehicles cost to buy and keep; their fuel is not in it")
    gdp: Number | None = Field(None, description="GDP of all years together, discounted alike; null where not known")
    baseline: str | None = Field(None, description="title of the baseline; null where nothing is told against one")
    baseline_zh: str | None = Field(None, description="the same in Chinese")


class BaseYearSummary(SummaryPart):
    """The base year as the model has it."""

    year: Year = Field(description="the base year")
    energy_Mtce: Number | None = Field(None, description="energy consumption, coal-equivalent method, Mtce")
    emissions_Mt: Number | None = Field(None, description="emissions that the peak is judged on, Mt")
    energy_co2_inside_Mt: Number | None = Field(None, description="CO2 of energy inside the city, Mt")


class ObjectiveSummary(SummaryPart):
    """What the plan was made for."""

    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"level_Mt", "year"})

    objective: str = Field("cheapest", description="cheapest, lowest_peak or earliest_peak")
    cost_bound: Number | None = Field(None, description="what the plan may cost at most, million CNY")
    level_Mt: Number | None = Field(None, description="lowest peak that was found, Mt; absent where not asked for")
    year: Year | None = Field(None, description="earliest peak that was found; absent where not asked for")


class Summary(SummaryPart):
    """What a run found; what is unknown is null and keys stay."""

    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"recompiled"})

    scenario: str = Field(description="short name of the scenario, as its folder of results is called")
    name: str = Field(description="title of the scenario")
    name_zh: str | None = Field(None, description="title of the scenario, in Chinese")
    description: str | None = Field(None, description="what the scenario shows")
    region: str | None = Field(None, description="name of the region")
    status: SolveStatus = Field(description="what the solver answered")
    objective: Number | None = Field(
        None,
        description="least cost as it is perceived: resource, transfers, financing and taste less surplus, in the unit"
        " of total_cost; null without a plan",
    )
    total_cost: CostSummary = Field(description="cost of the reported plan: resource and transfers")
    twin_total_cost: CostSummary | None = Field(None, description="cost of the scenario without its peaking plan")
    cost_lines: CostLinesSummary | None = Field(
        None, description="what the plan costs in three lines; null without a plan, or for an OSeMOSYS data set"
    )
    objective_parts: ObjectivePartsSummary | None = Field(
        None, description="the objective of the reported plan in its parts; null without a plan"
    )
    twin_objective_parts: ObjectivePartsSummary | None = Field(
        None, description="the same of the scenario without its peaking plan"
    )
    first_steps: tuple[FirstStepRecord, ...] = Field(
        (), description="what is built, retired, converted and begun in the first two planned years, beside the twin"
    )
    choices: tuple[ChoiceRecord, ...] = Field((), description="options among which people and firms choose")
    demands: tuple[DemandRecord, ...] = Field((), description="services whose demand answers prices")
    last_purchases: tuple[LastPurchaseRecord, ...] = Field(
        (), description="options that may be bought until a year, and what is bought of them then"
    )
    share_limits: tuple[ShareLimitRecord, ...] = Field((), description="where limits on shares hold those who choose")
    frozen: tuple[FrozenRecord, ...] = Field((), description="sets of options that are bought in shares of a year")
    no_price_from: Year | None = Field(
        None, description="year from which nobody pays for carbon, though who is compared with does; null elsewhere"
    )
    peak: PeakSummary = Field(description="the verdict")
    binding: bool | None = Field(None, description="whether the peaking plan costs something; null where there is none")
    binding_by_path: Mapping[str, bool] = Field({}, description="the same for each key of the peaking plan")
    scope: str = Field("administrative", description="name of the accounting scope; data where a data set is solved")
    emission: str | None = Field(None, description="emission of a data set that is judged; null elsewhere")
    emission_unit: str = Field("Mt", description="unit of all emissions here, those of keys that end in _Mt too")
    mode: str = Field("optimize", description="optimize, or accounting where paths are prescribed")
    years: tuple[Year, ...] = Field((), description="model years")
    foresight: ForesightSummary | None = Field(None, description="how far who decides sees; null where that is all")
    plan_from: Year | None = Field(None, description="first year that the plan may change")
    base_year: BaseYearSummary | None = Field(None, description="the base year as the model has it")
    emissions_Mt: YearlyValues = Field(description="emissions that the peak is judged on, by model year, Mt")
    targets: tuple[TargetRecord, ...] = Field((), description="each target in each of its years")
    assessments: tuple[AssessmentRecord, ...] = Field(
        (), description="each evaluation by a rule, in the model years of the first five-year plan"
    )
    warnings: tuple[WarningRecord, ...] = Field((), description="what to know about the inputs")
    no_data: tuple[AbsenceRecord, ...] = Field((), description="what the scenario has no data for")
    calibration: tuple[CalibrationRecord, ...] = Field(
        (), description="the model beside every figure of the statistics"
    )
    continuity: tuple[ContinuityRecord, ...] = Field((), description="the first planned years beside the trend before")
    plan_intensities: tuple[PlanIntensityRecord, ...] = Field((), description="CO2 per GDP, five-year plan by plan")
    shadow_prices: tuple[ShadowPriceRecord, ...] = Field((), description="every policy, and the bounds that bind")
    planning_objective: ObjectiveSummary = Field(ObjectiveSummary(), description="what the plan was made for")
    emission_prices: tuple[EmissionPriceRecord, ...] = Field((), description="what a tonne less costs by year")
    explanation: tuple[str, ...] = Field((), description="why there is no plan, in English")
    explanation_zh: tuple[str, ...] | None = Field(None, description="why there is no plan, in Chinese")
    explanation_messages: tuple[ToldMessage, ...] | None = Field(
        None, description="why there is no plan, as ids and values of sentences"
    )
    lp: Mapping[str, int] = Field({}, description="rows, columns and nonzeros of the linear programme")
    coefficient_ranges: Mapping[str, tuple[Number, ...]] = Field(
        {}, description="smallest and largest coefficient of matrix, cost, bound and rhs, in the solver's units"
    )
    timings_s: Mapping[str, Number] = Field({}, description="seconds of each stage, and in total")
    solver: Mapping[str, str | Number] = Field({}, description="name and version of the solver, share of the tie-break")
    campaigns: tuple[CampaignRecord, ...] = Field((), description="what each campaign avoids and costs")
    wedges: WedgeFrame | None = Field(None, description="what the wedges of campaigns stand between")
    ceilings: tuple[CeilingRecord, ...] = Field(
        (), description="ceilings of power and heat that hold the plan, those that hold it longest first"
    )
    last_resort: tuple[LastResortRecord, ...] = Field(
        (), description="what is used where nothing else serves: bought in an emergency, beyond a ceiling, not served"
    )
    leaks: tuple[LeakRecord, ...] = Field((), description="where each measure saves, and where emissions come back")
    air: tuple[AirRecord, ...] = Field((), description="air pollutants of what is burnt, beside twin and baseline")
    projects: tuple[ProjectRecord, ...] = Field((), description="what each project does to emissions, peak and cost")
    economic_changes: tuple[EconomicChangeRecord, ...] = Field(
        (), description="what branches, services and projects change in the economy against the baseline"
    )
    carbon_budget: tuple[BudgetRecord, ...] = Field((), description="the carbon budget of each five-year plan")
    actuals: tuple[ActualRecord, ...] = Field((), description="figures of the statistics beside the plan")
    out_of_time: tuple[str, ...] = Field(
        (), description="what a time limit left out: plan, projects, campaigns, perfect"
    )
    conflict: tuple[ConflictRecord, ...] = Field((), description="all limits that take part in a conflict")
    recompiled: bool | None = Field(None, description="whether a warm solve compiled again; absent of a fresh run")

    @model_validator(mode="after")
    def _explains_in_both_languages(self) -> Self:
        if self.explanation_zh is not None and len(self.explanation) != len(self.explanation_zh):
            found = message(
                "{count} sentences of explanation, and {count_zh} in Chinese",
                count=len(self.explanation),
                count_zh=len(self.explanation_zh),
            )
            raise refused(found, message("as many in both languages"))
        return self

    @property
    def reasons(self) -> tuple[Wording | Label, ...]:
        """Why there is no plan, in whatever language the run that left it could tell it."""
        if self.explanation_messages is not None:
            return tuple(map(from_json, self.explanation_messages))
        return tuple(map(Label, self.explanation, self.explanation_zh or self.explanation))

    def text(self) -> str:
        """Return the text of summary.json."""
        return json.dumps(self.plain(), indent=2, ensure_ascii=False)

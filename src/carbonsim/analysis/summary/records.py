"""Rows of the tables in a summary: targets, campaigns, projects, budgets, actuals, calibration, prices, conflicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from carbonsim.analysis.peaking import PeakStatus
from carbonsim.analysis.summary.part import Number, SummaryPart, ToldMessage, Year, YearlyValues
from carbonsim.analysis.targets import JUDGED, TargetStatus
from carbonsim.errors import Warned
from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, Wording, from_json, located, message
from carbonsim.optimization.solution.solution import Basis
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.expected import refused


class WarningRecord(SummaryPart):
    """What a planner should know though the result stands: a sentence as data, and the place it is about."""

    text: str = Field(description="the warning in English")
    file: str = Field("", description="file it is about; empty where it is about none")
    line: int = Field(0, description="line of the file; 0 where it is about the whole file, or a cell")
    path: str = Field("", description="path of the key it is about")
    message: ToldMessage = Field(description="id of the sentence, and the values of its places by name")

    def rendered(self, language: str) -> str:
        """Render the warning as a line, with its place."""
        return located(self.file, self.line, self.path, from_json(self.message)).rendered(language)


def warning_record(warned: Warned) -> WarningRecord:
    """Return a warning as the summary keeps it."""
    if isinstance(warned, Message):
        return WarningRecord(text=str(warned), message=warned.as_json())
    told = warned.what.as_json()
    return WarningRecord(text=str(warned), file=warned.file, line=warned.line, path=warned.path, message=told)


class TargetRecord(SummaryPart):
    """A target in one year: its figure, the result, and what it costs."""

    name: str = Field(description="name of the target in the scenario")
    label: str = Field(description="what it is called, in English")
    label_zh: str = Field(description="what it is called, in Chinese")
    indicator: str | None = Field(description="name of the indicator; null where no variable of the model judges")
    variable: str | None = Field(None, description="name of the indicator's variable in results.csv")
    unit: str = Field(description="unit of the figure, the result, the gap and the slack")
    year: Year = Field(description="year that the figure holds for")
    sense: str = Field("==", description="<=, >= or ==: what the result must be against the figure")
    target: Number | None = Field(None, description="the figure, in the unit; null where it is told against no base")
    result: Number | None = Field(None, description="result of the plan, in the unit")
    gap: Number | None = Field(description="result less figure, in the unit")
    status: TargetStatus = Field(description="how the target went, or why it cannot be judged")
    strength: str = Field("track", description="enforce or track")
    binding: bool | None = Field(None, description="whether an enforced target costs something; else null")
    shadow_price: Number | None = Field(None, description="what the last unit costs in its year, in price_unit")
    price_unit: str | None = Field(None, description="unit of the shadow price")
    price_unit_message: Mapping[str, object] | None = Field(
        None, description="that unit as id and values of a sentence"
    )
    slack: Number | None = Field(None, description="room that is left of an enforced target")
    change: Number | None = Field(None, description="figure as a change of the base value, -0.1 for 10 % less")
    base_year: Year | None = Field(None, description="year that a change is told against")
    base_value: Number | None = Field(None, description="value of that year, in the unit")
    start: Number | None = Field(None, description="value in the base year of the scenario, in the unit")
    broken_at_start: bool | None = Field(None, description="whether that value breaks the figure")
    attribute: str | None = Field(None, description="obligatory or expected")
    lead: str | None = Field(None, description="lead bureau, in English")
    lead_zh: str | None = Field(None, description="lead bureau, in Chinese")
    level: str | None = Field(description="national, province or city; null for a target of the scenario's own")
    group: str | None = Field(None, description="field that the indicator belongs to")
    definition: str | None = Field(None, description="how the indicator is counted")
    source: str | None = Field(None, description="where the figure is from")
    date: str | None = Field(None, description="when it was published")
    quality: str | None = Field(None, description="official, literature, derived or assumption")
    note: str | None = Field(None, description="what to know about it")
    wording: str = Field("set", description="class of the document's words: set, at_least, about or aim")
    leeway: Number | None = Field(None, description="share of a figure worded about by which a result may miss it")
    judged_by: Literal["model", "hand"] = Field("model", description="the model, or what was entered by hand")
    action: str | None = Field(None, description="the peaking action that it belongs to")
    unit_zh: str | None = Field(None, description="unit of what is entered by hand, in Chinese")

    @model_validator(mode="after")
    def _is_judged_by_its_gap(self) -> Self:
        if self.status in JUDGED and self.gap is None and self.judged_by == "model":
            raise refused(message("nothing as the gap of a target that is judged"), message("a number"))
        return self


class ChoiceRecord(SummaryPart):
    """An option among which people or firms choose: what was seen of it, and what follows for prices."""

    service: str = Field(description="what is served, by sector, branch and use")
    technology: str = Field(description="the option")
    service_message: Mapping[str, object] = Field(description="what the service is called, as id and values")
    technology_message: Mapping[str, object] = Field(description="what the option is called, as id and values")
    basis: Basis = Field(
        description="where its share was seen: written, purchases, stock, or entry of what nobody bought"
    )
    share: Number = Field(description="share of the service committed that was seen, or that it has at its entry")
    cost: Number = Field(description="its levelised cost at the beginning of the plan, in the unit")
    spread: Number = Field(description="how far costs differ from one who chooses to another, in the unit")
    constant: Number = Field(description="what it seems dearer by than it is, in the unit")
    own_price_elasticity: Number = Field(description="per cent by which its share moves for each of its cost")
    unit: str = Field(description="unit of cost, spread and constant")


class FrozenRecord(SummaryPart):
    """A set of options in which nobody chooses: its purchases keep the shares of a year before the plan."""

    service: str = Field(description="what is served, by sector, branch and use")
    service_message: Mapping[str, object] = Field(description="what the service is called, as id and values")
    year: int = Field(description="the year whose shares hold")
    basis: Basis = Field(description="where they were seen: written, purchases, stock, or entry where nowhere")
    shares: Mapping[str, Number] = Field(description="share of each option in the service that what is bought can give")


class ObjectivePartsSummary(SummaryPart):
    """The objective of a plan in its parts, each in the unit of total_cost."""

    resource: Number = Field(description="what the plan uses up, at the social discount rate")
    transfers: Number = Field(description="allowances, taxes and subsidies, counted where they act")
    financing: Number = Field(description="cost of investments beyond that at the rates of those who make them")
    taste: Number = Field(description="what choices cost beyond their money")
    surplus: Number = Field(description="what services are worth beyond those asked for, less comfort given up")


class CampaignRecord(SummaryPart):
    """What a campaign avoids and costs, first in (against no campaign) and last out (of all of them)."""

    name: str = Field(description="name of the campaign in the scenario")
    label: str = Field(description="what it is called, in English")
    label_zh: str = Field(description="what it is called, in Chinese")
    category: str | None = Field(None, description="name of the peaking action that it belongs to")
    category_en: str | None = Field(None, description="that action, in English")
    category_zh: str | None = Field(None, description="that action, in Chinese")
    owner: str | None = Field(None, description="responsible bureau, in English")
    owner_zh: str | None = Field(None, description="responsible bureau, in Chinese")
    start: Year | None = Field(None, description="first year")
    full_by: Year | None = Field(None, description="year of its full effect")
    ramp: str | None = Field(None, description="shape of the way to the full effect")
    first_in_Mt: YearlyValues | None = Field(None, description="avoided by year when it comes first, Mt")
    last_out_Mt: YearlyValues | None = Field(None, description="avoided by year when it goes last, Mt")
    wedge_Mt: YearlyValues | None = Field(None, description="its wedge by year, Mt")
    shapley_Mt: YearlyValues | None = Field(None, description="its Shapley mean by year, Mt; null where not asked for")
    shapley_error_Mt: YearlyValues | None = Field(None, description="standard error of that mean by year, Mt")
    air_avoided_kt: Mapping[str, YearlyValues] = Field(
        {}, description="air pollutants that it avoids by name and year when it comes first, kt"
    )
    cumulative_first_in_Mt: Number | None = Field(None, description="avoided over the horizon, first in, Mt")
    cumulative_last_out_Mt: Number | None = Field(None, description="avoided over the horizon, last out, Mt")
    cost_first_in: Number | None = Field(None, description="what it adds to the system's cost, first in, million CNY")
    cost_last_out: Number | None = Field(None, description="what it adds to the system's cost, last out, million CNY")
    public_cost: Number | None = Field(None, description="public money, discounted, million CNY")
    cost_per_tonne_first_in: Number | None = Field(None, description="cost of a tonne, first in, CNY/t")
    cost_per_tonne_last_out: Number | None = Field(None, description="cost of a tonne, last out, CNY/t")
    parts_first_in: ObjectivePartsSummary | None = Field(
        None, description="what it adds to each part of the objective, first in, million CNY"
    )
    parts_last_out: ObjectivePartsSummary | None = Field(
        None, description="what it adds to each part of the objective, last out, million CNY"
    )
    welfare_first_in: Number | None = Field(
        None,
        description="what is gained, first in, million CNY: resources and public money saved, surplus, and financing"
        " that falls where a failure of the market is mended",
    )
    welfare_last_out: Number | None = Field(None, description="the same, last out, million CNY")
    market_failure: str | None = Field(None, description="failure of the market that it mends, in English")
    market_failure_zh: str | None = Field(None, description="the same in Chinese")
    market_failure_source: str | None = Field(None, description="who found it")
    cost_saving: Number | None = Field(None, description="what it saves where emissions must peak, million CNY")
    needed: bool | None = Field(None, description="whether there is no plan without it")
    changes: tuple[str, ...] = Field((), description="YAML paths that it changes")
    source: str | None = Field(None, description="where its figures are from")
    quality: str | None = Field(None, description="official, literature, derived or assumption")
    note: str | None = Field(None, description="what to know about it")
    lowers_demand: bool | None = Field(None, description="whether it asks less of people, which has no price here")


class WedgeFrame(SummaryPart):
    """What the wedges of campaigns stand between."""

    without_campaigns_Mt: YearlyValues | None = Field(None, description="emissions by year without campaigns, Mt")
    all_campaigns_Mt: YearlyValues | None = Field(None, description="emissions by year with all campaigns, Mt")
    plan_Mt: YearlyValues | None = Field(None, description="emissions by year of the plan, Mt")
    overlap_Mt: YearlyValues | None = Field(None, description="what the wedges miss of all campaigns together, Mt")
    optimiser_Mt: YearlyValues | None = Field(None, description="what the plan avoids beside the campaigns, Mt")
    rule: str = Field(description="how the wedges are measured")


class ProjectPeak(SummaryPart):
    """The verdict on emissions with a project or without it."""

    year: Year | None = Field(None, description="year of the highest emissions; null where no plan exists")
    level_Mt: Number | None = Field(None, description="emissions of that year, Mt")
    status: PeakStatus | None = Field(None, description="what the rule says of it")


class ProjectRecord(SummaryPart):
    """A project, and what the plan and its twin are with it and without it."""

    name: str = Field(description="name of the project in the scenario")
    label: str = Field(description="what it is called, in English")
    label_zh: str = Field(description="what it is called, in Chinese")
    branch: str = Field(description="branch of industry or class of buildings that it belongs to")
    district: str | None = Field(None, description="district that it stands in")
    start: Year = Field(description="first year")
    full_from: Year = Field(description="first year at full load")
    energy_PJ: Mapping[str, Number] = Field({}, description="energy used a year at full load, by commodity, PJ")
    energy_Mtce: Number = Field(description="that energy in all, Mtce")
    direct_CO2_Mt: Number = Field(description="CO2 a year of the fuels that it burns itself, Mt")
    process_Mt: Mapping[str, Number] = Field({}, description="emissions a year of its process, by gas, Mt")
    value_added_billion_CNY: Number = Field(description="value added a year, billion CNY")
    jobs: Number = Field(description="jobs, persons")
    source: str | None = Field(None, description="where its figures are from")
    quality: str | None = Field(None, description="official, literature, derived or assumption")
    note: str | None = Field(None, description="what to know about it")
    status_with: SolveStatus = Field(description="what was answered with it, in the plan")
    status_without: SolveStatus = Field(description="what was answered without it, in the plan")
    effect_Mt: YearlyValues = Field({}, description="emissions of the plan with it less those without it, by year, Mt")
    peak_with: ProjectPeak = Field(description="verdict on the plan with it")
    peak_without: ProjectPeak = Field(description="verdict on the plan without it")
    cost_million_CNY: Number | None = Field(None, description="cost of the plan with it less without it, discounted")
    twin_status_with: SolveStatus = Field(description="what was answered with it, without a peaking plan")
    twin_status_without: SolveStatus = Field(description="what was answered without it, without a peaking plan")
    twin_effect_Mt: YearlyValues = Field({}, description="what it adds where nothing makes emissions peak, by year, Mt")
    twin_peak_with: ProjectPeak = Field(description="verdict on the twin with it")
    twin_peak_without: ProjectPeak = Field(description="verdict on the twin without it")
    twin_cost_million_CNY: Number | None = Field(None, description="what it adds to the cost of the twin, discounted")


class EconomicChangeRecord(SummaryPart):
    """What a branch, service or project changes in the economy against the baseline."""

    name: str = Field(description="name in the scenario")
    path: str = Field(description="where it stands in the scenario")
    label: str = Field(description="what it is called, in English")
    label_zh: str = Field(description="what it is called, in Chinese")
    gdp_billion_CNY: YearlyValues = Field(description="what GDP gains or loses, suppliers included, billion CNY")
    suppliers_billion_CNY: YearlyValues = Field(
        description="of that at suppliers, by the stated multiplier, billion CNY"
    )
    jobs: YearlyValues = Field(description="jobs that are gained or lost, persons")


class QuotaRecord(SummaryPart):
    """The emissions that a carbon budget leaves to one year."""

    year: Year = Field(description="calendar year")
    total_Mt: Number = Field(description="emissions of the year, Mt")
    sectors_Mt: Mapping[str, Number] = Field({}, description="those of each sector, Mt")
    districts_Mt: Mapping[str, Number] = Field({}, description="those of each district, Mt")


class BudgetRecord(SummaryPart):
    """The carbon budget of a five-year plan."""

    first: Year = Field(alias="from", description="first year of the five-year plan")
    last: Year = Field(alias="to", description="last year of the five-year plan")
    total_Mt: Number = Field(description="emissions of its years, Mt")
    sectors_Mt: Mapping[str, Number] = Field({}, description="those of each sector, Mt")
    districts_Mt: Mapping[str, Number] = Field({}, description="those of each district, Mt")
    districts_by_place_Mt: Mapping[str, Mapping[str, Number]] = Field(
        {}, description="those of each district by sector, where they are emitted, Mt"
    )
    districts_by_user_Mt: Mapping[str, Mapping[str, Number]] = Field(
        {}, description="those of each district by who is responsible for them, power and heat with who uses them, Mt"
    )
    quotas: tuple[QuotaRecord, ...] = Field((), description="the quota of each year")


class ActualRecord(SummaryPart):
    """A figure of the statistics beside the plan."""

    name: str = Field(description="name of the actual in the scenario")
    label: str = Field(description="what it is called, in English")
    label_zh: str = Field(description="what it is called, in Chinese")
    variable: str = Field(description="name of the variable in results.csv")
    unit: str = Field(description="unit of actual, plan and gap")
    year: Year = Field(description="calendar year")
    actual: Number = Field(description="figure of the statistics, in the unit")
    plan: Number | None = Field(None, description="figure of the plan, in the unit")
    gap: Number | None = Field(None, description="actual less plan, in the unit")
    gap_share: Number | None = Field(None, description="gap as a share of the plan's figure")
    first: Year | None = Field(None, alias="from", description="first year of the five-year plan that it counts in")
    last: Year | None = Field(None, alias="to", description="last year of that five-year plan")
    budget_Mt: Number | None = Field(None, description="carbon budget of that five-year plan, Mt")
    spent_Mt: Number | None = Field(None, description="what is spent of it by this year, Mt")
    left_Mt: Number | None = Field(None, description="what is left of it, Mt")
    years_left: int | None = Field(None, description="years that are left")
    planned_left_Mt: Number | None = Field(None, description="what was planned for the years left, Mt")
    change_needed: Number | None = Field(None, description="share by which those years must differ from the plan")
    source: str | None = Field(None, description="where the figure is from")
    quality: str | None = Field(None, description="official, literature, derived or assumption")
    note: str | None = Field(None, description="what to know about it")


class CalibrationRecord(SummaryPart):
    """The model beside a figure of the statistics, in one year."""

    name: str = Field(description="name of the figure in the scenario")
    label: str = Field(description="what it is called, in English")
    label_zh: str = Field(description="what it is called, in Chinese")
    variable: str | None = Field(description="name of the variable in results.csv; null where an input is compared")
    quantity: str | None = Field(None, description="path of the input that is compared; null where a variable is")
    compare: str = Field("level", description="level, growth or direction; but for level both figures are indices")
    year: Year = Field(description="calendar year")
    unit: str = Field(description="unit of both figures")
    official: Number | None = Field(description="official figure, in the unit")
    model: Number | None = Field(description="figure of the model, in the unit; null where they cannot be compared")
    error: Number | None = Field(description="model over official figure, less one")
    counts: bool = Field(True, description="whether it counts against 3 %: official figures and literature only")
    standing: str = Field("", description="within 3%, explained, not explained, shown only, or which direction")
    explanation: str | None = Field(None, description="why the model differs, in English; null where none is given")
    explanation_zh: str | None = Field(None, description="why the model differs, in Chinese")
    source: str | None = Field(None, description="where the figure is from")
    quality: str | None = Field(None, description="official, literature, derived or assumption")
    note: str | None = Field(None, description="what to know about it")
    balancing_item: str | None = Field(None, description="YAML path of an input that was chosen to meet the figure")
    balancing_share: Number | None = Field(None, description="that input as a share of the figure")
    problem: Mapping[str, object] | None = Field(
        None, description="why they cannot be compared, as id and values of a sentence; null where they can"
    )


class ContinuityRecord(SummaryPart):
    """The trend of the first planned years beside that of the five before, both beyond what GDP explains."""

    name: str = Field(description="emissions, power_use or energy_per_gdp")
    variable: str = Field(description="name of the variable in results.csv")
    first: Year = Field(description="year the past counts from")
    last: Year = Field(description="last year before the plan")
    planned: Year = Field(description="last planned year that counts")
    past_growth: Number = Field(description="growth a year of the past, as a share")
    planned_growth: Number = Field(description="growth a year of the planned years, as a share")
    past_gdp: Number = Field(description="growth a year of GDP in the past, as a share")
    planned_gdp: Number = Field(description="growth a year of GDP in the planned years, as a share")
    past_trend: Number = Field(description="growth a year of the past beyond what GDP explains, as a share")
    planned_trend: Number = Field(description="growth a year of the planned years beyond what GDP explains")
    gap: Number = Field(description="planned trend less that of the past, as a share a year")
    within: Number = Field(description="what the gap may be without a word, as a share a year")
    standing: str = Field(description="goes on, explained by a policy, what the plan does, or not explained")
    policy: str | None = Field(None, description="policy that explains a break, in English")
    policy_zh: str | None = Field(None, description="policy that explains a break, in Chinese")
    since: Year | None = Field(None, description="year the policy is in force from")
    source: str | None = Field(None, description="where the policy is published")


class PlanIntensityRecord(SummaryPart):
    """By how much CO2 per GDP changes over a five-year plan."""

    first: Year = Field(description="year it is counted from")
    last: Year = Field(description="last year of the five-year plan")
    change: Number = Field(description="change of CO2 per GDP, as a share; a fall is negative")


class ShadowPriceRecord(SummaryPart):
    """What the last unit of a policy or of a bound costs."""

    constraint: str = Field(description="name of the constraint")
    path: str | None = Field(None, description="YAML path that it is written under")
    year: Year | None = Field(None, description="model year; null for a constraint over many")
    dual: Number | None = Field(None, description="shadow price of its year, in the unit")
    slack: Number | None = Field(None, description="room that is left, in the unit of the bound")
    bound: Number | None = Field(None, description="the bound")
    unit: str | None = Field(None, description="unit of the shadow price")
    constraint_message: Mapping[str, object] | None = Field(
        None, description="the constraint as id and values of a sentence; null where the scenario named it"
    )
    unit_message: Mapping[str, object] | None = Field(None, description="the unit as id and values of a sentence")
    kind: str | None = Field(None, description="policy or bound")


class EmissionPriceRecord(SummaryPart):
    """What a tonne less costs in a year, over all policies."""

    group: str = Field(description="group of emissions that it is told for")
    year: Year = Field(description="model year")
    shadow_price: Number | None = Field(description="what a tonne less would cost, in the unit")
    ceiling_value: Number | None = Field(None, description="what the year earns as a ceiling of later years")
    unit: str = Field(description="unit of the prices")
    carbon_price: Number | None = Field(None, description="carbon price of the scenario, CNY/t")
    total: Number | None = Field(None, description="shadow price and carbon price together, in the unit")


class RelaxationRecord(SummaryPart):
    """By how much a limit gives way in one year or time slice."""

    year: Year | None = Field(None, description="model year; null for a limit over many")
    time_slice: str | None = Field(None, description="time slice; null for a limit of the whole year")
    amount: Number = Field(description="by how much, in the unit of the limit")


class ConflictRecord(SummaryPart):
    """A limit that takes part in a conflict, where it is written and by how much it would have to give way."""

    limit: str = Field(description="the limit in words, in English")
    limit_zh: str = Field(description="the limit in words, in Chinese")
    path: str = Field(description="YAML path that it is written under")
    file: str = Field(description="file that it is written in")
    line: int = Field(description="line of that file; 0 where none is known")
    place: str = Field(description="where it is written, in words")
    years: tuple[Year, ...] = Field((), description="model years that it takes part in")
    relaxed_by: tuple[RelaxationRecord, ...] = Field((), description="the smallest relaxation, by year and time slice")
    unit: str | None = Field(None, description="unit of the relaxation")
    relaxation: str | None = Field(None, description="the smallest relaxation in words, in English")
    relaxation_zh: str | None = Field(None, description="the smallest relaxation in words, in Chinese")
    limit_message: ToldMessage | None = Field(None, description="the limit as id and values of a sentence")
    relaxation_message: ToldMessage | None = Field(
        None, description="the smallest relaxation as id and values of a sentence; null where it gives no way"
    )

    @property
    def wording(self) -> Wording | Label:
        """The limit, in whatever language a run that left it could tell it."""
        return Label(self.limit, self.limit_zh) if self.limit_message is None else from_json(self.limit_message)

    @property
    def relaxation_wording(self) -> Wording | Label | None:
        """The smallest relaxation; None where the limit gives no way."""
        if self.relaxation_message is not None:
            return from_json(self.relaxation_message)
        return None if self.relaxation is None else Label(self.relaxation, self.relaxation_zh or self.relaxation)

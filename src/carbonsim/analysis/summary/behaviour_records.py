"""Rows of the tables in a summary that tell how people and firms behave: what they see, buy and are held to."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from carbonsim.analysis.summary.part import Number, SummaryPart, ToldMessage, Year, YearlyValues


class LastPurchaseRecord(SummaryPart):
    """What is bought of an option in the last year in which it may be, beside the years before."""

    service: str = Field(description="what is served, by sector, branch and use")
    technology: str = Field(description="the option")
    service_message: Mapping[str, object] = Field(description="what the service is called, as id and values")
    technology_message: Mapping[str, object] = Field(description="what the option is called, as id and values")
    last_year: Year = Field(description="the last model year in which it may be bought")
    share_of_service: Number = Field(description="its share of the service in that year")
    bought: Number = Field(description="what is bought of it in a calendar year then, in the unit")
    usual: Number = Field(description="the mean of the five calendar years before, as far as the model goes, the same")
    unit: str = Field(description="unit of what is bought in a year")
    ratio: Number | None = Field(None, description="the one by the other; null where nothing was bought before")
    within: bool = Field(description="whether it is at most 1.3")
    reasons: tuple[ToldMessage, ...] = Field((), description="why it is more, as ids and values of sentences")


class ShareLimitRecord(SummaryPart):
    """Where floors, ceilings and rise limits of shares hold those who choose among the options of a set."""

    service: str = Field(description="what is served, by sector, branch and use")
    service_message: Mapping[str, object] = Field(description="what the service is called, as id and values")
    years: int = Field(description="model years of the plan in which it is asked for")
    limited: tuple[Year, ...] = Field((), description="those in which a share has a floor, a ceiling or a rise limit")
    binding: tuple[Year, ...] = Field((), description="those in which such a limit costs something")
    paths: tuple[str, ...] = Field((), description="the keys of the limits that do")


class ForesightPath(SummaryPart):
    """What a scenario without its peaking plan comes to with some foresight."""

    peak_year: Year | None = Field(None, description="first year of the highest emissions; null without one")
    peak_level_Mt: Number | None = Field(None, description="emissions of that year, Mt")
    emissions_Mt: YearlyValues = Field(description="emissions that the peak is judged on, by model year, Mt")
    cumulative_Mt: Number = Field(description="emissions from the first year of the plan on, all together, Mt")
    resource: Number | None = Field(description="resources that it uses up, in the unit of total_cost")


class ForesightSummary(SummaryPart):
    """How far those who decide see, and what that alone does, where it was solved for."""

    years: int = Field(description="calendar years in sight beyond the one that is decided")
    windows: int = Field(description="how often years were decided, one after another")
    again: tuple[Year, ...] = Field((), description="years that had a plan only with the year before them open too")
    unheard: tuple[Year, ...] = Field((), description="years that had none while minding what later years are to be")
    short: ForesightPath | None = Field(None, description="the twin as it is decided; null where not asked for")
    perfect: ForesightPath | None = Field(None, description="the twin with all years in sight; null likewise")


class DemandYearRecord(SummaryPart):
    """What is demanded of a service in a year, at which price, and what that is worth, in million CNY."""

    year: Year = Field(description="model year")
    asked: Number = Field(description="what the scenario asks for, in the unit")
    demanded: Number = Field(description="what is demanded at the price of the plan, in the unit")
    usual_price: Number = Field(description="price of the reference, in million CNY per unit")
    price: Number = Field(description="price at which so much is demanded, in million CNY per unit")
    surplus: Number = Field(description="what that is worth beyond what is asked for, less comfort given up, a year")
    given_up: Number = Field(
        description="what the warmth was worth that the reference has and the plan has not, a year"
    )


class DemandRecord(SummaryPart):
    """A service whose demand answers prices: by how much, year by year, and what that is worth in all."""

    service: str = Field(description="what is demanded, by sector, branch and use")
    service_message: Mapping[str, object] = Field(description="what the service is called, as id and values")
    elasticity: Number = Field(description="per cent by which its demand moves for each that its price rises")
    unit: str = Field(description="unit of what is demanded")
    surplus: Number = Field(description="what it is worth beyond what is asked for, discounted, in million CNY")
    given_up: Number = Field(description="of that the comfort that is given up, discounted, in million CNY")
    years: tuple[DemandYearRecord, ...] = Field(description="its planned years")

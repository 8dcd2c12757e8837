"""Tables of campaigns: one row a campaign, and the wedges from no campaign to the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd

from carbonsim.analysis.campaigns.campaigns import Effect, Path, Wedges
from carbonsim.analysis.leaks.leaks import LEAST, Compared, abatement_year
from carbonsim.analysis.summary.plain import plain
from carbonsim.messages.label import Label
from carbonsim.messages.message import label_of, message
from carbonsim.optimization.solution.objective_parts import ObjectiveParts
from carbonsim.scenario.campaigns import national_actions
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.policy import Campaign, MarketFailure
from carbonsim.system import finance
from carbonsim.system.tables import Years

OVERLAP, OPTIMISER = "overlap", "optimiser"
WORDS = {
    OVERLAP: message("Overlap of campaigns"),
    OPTIMISER: message("Chosen by the optimiser"),
}
RULE = (
    "Measured without the peaking plan and enforced emission targets. The wedge of a campaign is the mean of first in "
    "and last out, or its Shapley mean; overlap is what these means miss of all campaigns together."
)


def campaign_summary(wedges: Wedges | None, scenario: Scenario, years: Years) -> dict[str, object]:
    """Return what the summary says of campaigns: a row each, and the frame of the wedges."""
    if wedges is None or wedges.problem:
        return {"campaigns": [], "wedges": None}
    rows = plain(campaign_table(wedges, scenario, years))
    return {"campaigns": rows, "wedges": wedge_summary(wedges)}


def compared_campaigns(wedges: Wedges | None, scenario: Scenario) -> list[Compared]:
    """Return emissions without any campaign and with each alone; none where they were not measured."""
    if wedges is None or wedges.without.emitted is None:
        return []
    named = ((effect, scenario.campaigns[effect.name]) for effect in wedges.effects)
    return [
        Compared("campaign", effect.name, _label(effect.name, campaign), wedges.without.emitted, effect.emitted)
        for effect, campaign in named
        if effect.emitted is not None
    ]


def _label(name: str, campaign: Campaign) -> Label:
    return Label(name, name) if campaign.label is None else Label(campaign.label.en, campaign.label.zh)


def campaign_table(wedges: Wedges, scenario: Scenario, years: Years) -> list[dict[str, object]]:
    """Return a row for each campaign: who, when, abatement by year in Mt as a range, costs and cost per tonne.

    Costs are discounted, in million CNY; costs per tonne divide them by discounted tonnes, public money included. None
    is told of a campaign that avoids less than 0.05 Mt in the year told.
    """
    return [
        {
            **_row(effect, scenario.campaigns[effect.name], scenario, years),
            "lowers_demand": effect.name in wedges.sparing,
        }
        for effect in wedges.effects
    ]


def _row(effect: Effect, campaign: Campaign, scenario: Scenario, years: Years) -> dict[str, object]:
    label = _label(effect.name, campaign)
    action = _action(campaign.category, scenario)
    public = public_cost(campaign, years)
    return {
        "name": effect.name, "label": label.en, "label_zh": label.zh, "category": campaign.category,
        "category_en": action[0], "category_zh": action[1], "owner": campaign.owner.en, "owner_zh": campaign.owner.zh,
        "start": campaign.start, "full_by": campaign.full_by, "ramp": campaign.ramp,
        "first_in_Mt": _texts(effect.first_in), "last_out_Mt": _texts(effect.last_out),
        "wedge_Mt": _texts(effect.wedge),
        "shapley_Mt": _texts(effect.shapley), "shapley_error_Mt": _texts(effect.shapley_error),
        "air_avoided_kt": {name: _texts(path) for name, path in effect.air_avoided.items()},
        "cumulative_first_in_Mt": cumulative(effect.first_in, years),
        "cumulative_last_out_Mt": cumulative(effect.last_out, years),
        "cost_first_in": effect.cost_first_in, "cost_last_out": effect.cost_last_out, "public_cost": public,
        "cost_per_tonne_first_in": per_tonne(effect.cost_first_in + public, effect.first_in, years),
        "cost_per_tonne_last_out": per_tonne(effect.cost_last_out + public, effect.last_out, years),
        **_parts(effect.parts_first_in, "first_in", campaign, public),
        **_parts(effect.parts_last_out, "last_out", campaign, public),
        **_failure(campaign.market_failure),
        "cost_saving": effect.cost_saving, "needed": effect.needed, "changes": list(campaign.changes),
        "source": campaign.source, "quality": campaign.quality, "note": campaign.note,
    }  # fmt: skip


def _parts(parts: ObjectiveParts | None, when: str, campaign: Campaign, public: float) -> dict[str, object]:
    """Return what a campaign adds to each part of the objective, and to welfare; nothing where no part is known."""
    if parts is None:
        return {f"parts_{when}": None, f"welfare_{when}": None}
    mended = campaign.market_failure is not None
    return {f"parts_{when}": asdict(parts), f"welfare_{when}": welfare(parts, public, mended=mended)}


def _failure(failure: MarketFailure | None) -> dict[str, object]:
    """Return the failure of the market that a campaign mends, in both languages, and who found it."""
    if failure is None:
        return dict.fromkeys(("market_failure", "market_failure_zh", "market_failure_source"))
    what = failure.what
    return {"market_failure": what.en, "market_failure_zh": what.zh, "market_failure_source": failure.source}


def welfare(parts: ObjectiveParts, public: float, *, mended: bool) -> float:
    """Return what is gained: resources and public money that are saved, and surplus.

    A barrier that falls is a gain only where it came of a failure of the market, and that is `mended`: else those who
    invest ask for as much with good reason, and what they no longer ask for is borne by somebody else.
    """
    barrier = -parts.financing if mended else 0.0
    return -(parts.resource + public) + parts.surplus + barrier


def _action(name: str, scenario: Scenario) -> tuple[str, str]:
    if name in scenario.actions:
        return scenario.actions[name].en, scenario.actions[name].zh
    return national_actions()[name]


def _texts(path: Path | None) -> dict[str, float] | None:
    return None if path is None else {str(year): float(value) for year, value in path.items()}


def public_cost(campaign: Campaign, years: Years) -> float:
    """Return the public money of a campaign from its start, discounted, in million CNY."""
    if campaign.public_cost is None:
        return 0.0
    rate, base = years.discount_rate, years.base_year
    return sum(
        1000.0 * campaign.public_cost.at(year) * finance.flow_weight(rate, [year], base)
        for model_year in years
        for year in years.span(model_year)
        if year >= campaign.start
    )


def cumulative(path: Path, years: Years) -> float:
    """Return abatement over the horizon in Mt; a model year stands for its span."""
    return sum(value * len(years.span(year)) for year, value in path.items())


def per_tonne(cost: float, path: Path, years: Years) -> float | None:
    """Return discounted cost over discounted abatement in CNY per tonne; None where hardly any is in the year told.

    Nor is there any where emissions rise: a cost over tonnes added would read as money saved.
    """
    if path.get(abatement_year(years), 0.0) < LEAST:
        return None
    rate, base = years.discount_rate, years.base_year
    tonnes = sum(value * finance.flow_weight(rate, years.span(year), base) for year, value in path.items())
    return cost / tonnes if tonnes > LEAST else None


def wedge_table(wedges: Wedges, scenario: Scenario) -> pd.DataFrame:
    """Return the wedges by year in Mt: name, label, kind, year, value; they add up to no campaign − plan."""
    rows: list[tuple[str, str, str, str, int, float]] = []
    for effect in wedges.effects:
        words = _label(effect.name, scenario.campaigns[effect.name])
        rows += [(effect.name, *words, "campaign", year, value) for year, value in effect.wedge.items()]
    for kind, path in ((OVERLAP, wedges.overlap), (OPTIMISER, wedges.optimiser)):
        words = label_of(WORDS[kind])
        rows += [(kind, *words, kind, year, value) for year, value in path.items()]
    return pd.DataFrame(rows, columns=["name", "label", "label_zh", "kind", "year", "value"])


def wedge_summary(wedges: Wedges) -> Mapping[str, object]:
    """Return the frame that the wedges stand in: emissions without campaigns, with all of them, and of the plan."""
    return {
        "without_campaigns_Mt": _texts(wedges.without.emissions), "all_campaigns_Mt": _texts(wedges.together.emissions),
        "plan_Mt": _texts(wedges.plan), "overlap_Mt": _texts(wedges.overlap), "optimiser_Mt": _texts(wedges.optimiser),
        "rule": RULE,
    }  # fmt: skip

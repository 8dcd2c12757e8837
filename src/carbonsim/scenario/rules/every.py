"""Every rule between fields: each is a sentence that must hold and a function that looks."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.scenario.futures import commitment, limits
from carbonsim.scenario.rules import (
    accounting,
    calendar,
    calibration,
    campaigns,
    economy,
    inventory,
    names,
    peaking,
    projects,
    record,
    sections,
    targets,
)
from carbonsim.scenario.rules.finding import Rule
from carbonsim.scenario.scenario import Scenario

RULES: tuple[Rule, ...] = (
    calendar.years_are_in_order,
    names.a_name_is_no_word_of_a_quantity,
    names.a_name_has_no_dot,
    sections.a_scenario_has_sectors_or_a_system,
    sections.a_data_set_stands_alone,
    sections.emissions_from_outside_stand_beside_no_sector,
    accounting.accounting_stands_alone,
    record.actuals_are_of_years_that_are_over,
    inventory.an_inventory_names_what_is_there,
    projects.projects_begin_in_the_plan,
    projects.a_plant_leaves_no_more_than_its_branch_uses,
    economy.a_multiplier_has_a_source,
    sections.heat_has_a_network,
    sections.the_carbon_market_covers_process_co2,
    sections.the_carbon_market_covers_uses_of_industry,
    sections.uses_and_processes_have_names_of_their_own,
    calendar.seasons_fill_the_year,
    calendar.quantities_stay_within_the_calendar,
    peaking.policy_years_are_model_years,
    peaking.decline_needs_a_peak_year,
    peaking.objectives_and_cost_ceilings_belong_together,
    peaking.the_guard_needs_a_peak_year,
    peaking.a_peaking_plan_is_in_single_numbers,
    peaking.the_first_year_is_not_after_the_last,
    peaking.budgets_lie_in_the_plan,
    peaking.sectors_with_a_peak_exist,
    calibration.balancing_items_exist,
    calibration.figures_name_what_they_are_held_against,
    calibration.figures_stand_beside_their_years,
    calibration.what_is_compared_by_change_has_two_years,
    peaking.a_window_is_no_wider_than_the_level,
    targets.targets_have_one_figure,
    targets.target_years_are_model_years,
    targets.changes_refer_to_a_model_year,
    targets.what_is_entered_by_hand_says_what_it_is,
    targets.what_is_assessed_names_one_judge,
    targets.a_leeway_is_that_of_about,
    targets.targets_fall_under_an_action,
    sections.a_ceiling_says_which_money_it_means,
    sections.public_money_stays_below_its_ceiling,
    sections.districts_share_the_whole,
    sections.what_follows_has_a_centre_to_depart_from,
    campaigns.campaigns_act_in_the_plan,
    campaigns.campaigns_fall_under_an_action,
    campaigns.campaigns_change_values_that_exist,
    campaigns.what_mends_a_failure_lowers_a_barrier,
    campaigns.no_two_campaigns_set_one_value,
    calibration.official_figures_are_of_a_model_year,
    record.what_judges_is_of_the_same_kind,
    record.past_emissions_are_emissions,
    record.history_is_past,
    record.one_series_judges_a_year,
    record.the_reference_is_there,
    limits.ranges_are_sound,
    commitment.a_first_stage_leaves_years_that_adapt,
    commitment.weights_are_of_the_futures,
    commitment.robust_plans_are_of_values_in_doubt,
)


def broken_rules(scenario: Scenario) -> Iterator[Finding]:
    """Return what every rule finds."""
    for look in RULES:
        yield from look(scenario)

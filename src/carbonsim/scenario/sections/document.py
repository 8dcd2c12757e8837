"""What a bureau says in its own words in the chapters of the plan that it files."""

from __future__ import annotations

from pydantic import Field

from carbonsim.scenario.section import Section, Text


class PlanDocument(Section):
    """Sentences of the bureau, by name, that stand first in their chapters of the Word draft."""

    legal_basis: dict[str, Text] = Field(
        default_factory=dict, description="documents the plan rests on, besides those that set its targets"
    )
    requirements: dict[str, Text] = Field(default_factory=dict, description="guiding thought and principles")
    tasks: dict[str, dict[str, Text]] = Field(
        default_factory=dict, description="sentences by peaking action: what is to be done in it"
    )
    safeguards: dict[str, Text] = Field(default_factory=dict, description="funds, law, market, people, statistics")
    organisation: dict[str, Text] = Field(default_factory=dict, description="who leads, reports and assesses")

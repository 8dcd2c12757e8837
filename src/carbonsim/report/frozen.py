"""What a counterfactual holds fixed or does away with, in sentences: page, documents and terminal tell the same."""

from __future__ import annotations

from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.message import Message, from_json, message

MOST_NAMED = 8  # sets: more are counted


def frozen_sentences(summary: Summary) -> tuple[Message, ...]:
    """Return what is frozen, a sentence a year, and that no carbon price is paid."""
    found: list[Message] = []
    for year in dict.fromkeys(one.year for one in summary.frozen):
        named = [from_json(one.service_message) for one in summary.frozen if one.year == year]
        if len(named) > MOST_NAMED:
            words = message(
                "Frozen: in {count} sets of options, purchases keep their shares of {year}.",
                count=len(named),
                year=year,
            )
        else:
            words = message(
                "Frozen: purchases for {services} keep their shares of {year}.", services=tuple(named), year=year
            )
        found.append(words)
    if summary.no_price_from is not None:
        found.append(message("No carbon price is paid from {year} on.", year=summary.no_price_from))
    return tuple(found)

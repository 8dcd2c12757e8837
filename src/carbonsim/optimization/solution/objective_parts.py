"""The objective in its parts: what is told as cost, and what only whoever chooses perceives."""

from __future__ import annotations

from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class ObjectiveParts:
    """Parts of the objective of a plan, discounted, in million CNY of the base year; of a data set in its cost unit.

    `resource` is what the plan uses up, at the social rate; `transfers` are allowances, taxes and subsidies, counted
    where they act; `financing` is what investments cost beyond that at the rates of those who make them; `taste` is
    what choices cost beyond their money; `surplus` is what services that are demanded
    are worth beyond those that were asked for, less comfort given up.
    """

    resource: float
    transfers: float
    financing: float = 0.0
    taste: float = 0.0
    surplus: float = 0.0

    def __sub__(self, other: ObjectiveParts) -> ObjectiveParts:
        """Return by how much each part is larger than that of another plan."""
        return ObjectiveParts(*(mine - theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def reported(self) -> float:
        """The cost that tables tell."""
        return self.resource + self.transfers

    @property
    def beside(self) -> float:
        """What decides beside the cost that is told."""
        return self.financing + self.taste - self.surplus

"""The equations of the model, one family a file; importing this package registers them all."""

from carbonsim.optimization.equations import (
    adequacy,
    balance,
    capacity,
    cost,
    emissions,
    limits,
    modes,
    peaking,
    reservoir,
    storage,
    targets,
)

__all__ = [
    "adequacy",
    "balance",
    "capacity",
    "cost",
    "emissions",
    "limits",
    "modes",
    "peaking",
    "reservoir",
    "storage",
    "targets",
]

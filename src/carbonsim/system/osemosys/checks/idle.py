"""Targets, limits and prices of a data set that act on nothing: nobody emits, makes or demands what they speak of."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from carbonsim.errors import Finding
from carbonsim.system.osemosys.data.data_set import MOST_ROWS, DataSet
from carbonsim.system.osemosys.data.present import Present, limited
from carbonsim.system.osemosys.data.sparse import Holds, Keys, nonzero, positive

SETS = {"R": "REGION", "E": "EMISSION", "F": "FUEL"}


def warn_of_idle_rows(data: DataSet) -> None:
    """Warn, by region and emission or fuel, of parameters of which no row acts on anything, at the first of them."""
    present = Present(data)
    for name, (group, holds, acted_on) in PARAMETERS.items():
        said = present.of(name).where(holds) & present.rows(name)
        idle = said.only(group) - (said & acted_on(present)).only(group)
        rows = present.rows(name)
        for place in range(min(len(idle), MOST_ROWS)):
            one = idle.chosen(np.arange(len(idle)) == place)
            first = int(np.flatnonzero(rows.are_in(one))[0])
            line = int(data.tables[name].lines[first])
            data.warnings.append(_warning(data, name, line, _named(data, one)))


def _warning(data: DataSet, name: str, line: int, members: str) -> Finding:
    found, expected = (
        f"a value of {members} that reaches no row and no cost of the model",
        "a value that the model reads",
    )
    return Finding(data.file(name), line, name, found, expected, "add what it acts on, or remove it")


def _named(data: DataSet, key: Keys) -> str:
    """Name one key by its members: the emission or fuel, where there is one, in its region."""
    members = [str(data.sets[SETS[axis]][int(key.places[axis][0])]) for axis in key.axes]
    return " in ".join(reversed(members))


def _emitted(present: Present) -> Keys:
    return present.where("EmissionActivityRatio", nonzero).only("REY")


def _counted(present: Present) -> Keys:
    return _emitted(present) | present.where("AnnualExogenousEmission", nonzero)


def _counted_ever(present: Present) -> Keys:
    return _counted(present).only("RE") | present.where("ModelPeriodExogenousEmission", nonzero)


def _made(tag: str) -> Callable[[Present], Keys]:
    """Return what gives the regions and years in which a fuel of a tag is made."""
    return lambda present: (
        present.where("OutputActivityRatio", nonzero).only("RFY") & present.where(tag, nonzero)
    ).only("RY")


def _demanded(present: Present) -> Keys:
    return present.where("SpecifiedAnnualDemand", nonzero)


PARAMETERS: dict[str, tuple[str, Holds, Callable[[Present], Keys]]] = {
    "EmissionsPenalty": ("RE", nonzero, _emitted),
    "AnnualEmissionLimit": ("RE", limited, _counted),
    "ModelPeriodEmissionLimit": ("RE", limited, _counted_ever),
    "REMinProductionTarget": ("R", positive, _made("RETagFuel")),
    "ReserveMargin": ("R", positive, _made("ReserveMarginTagFuel")),
    "SpecifiedDemandProfile": ("RF", nonzero, _demanded),
}  # by which sets a parameter is told of, which of its values say something, and what they act on

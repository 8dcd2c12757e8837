"""Projects → technologies that must run, one for each commodity they use and one for their process."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from carbonsim.scenario.sections.projects import Project
from carbonsim.system.context import Context, shape_path
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Key, Label

BY_SLICE = ("electricity", "district_heat")
START = "project/"
SIGNS = {1.0: "", -1.0: "/leaving"}  # what a project adds, and what one takes away that leaves


def translate_projects(
    projects: Mapping[str, Project], branches: Mapping[str, str], context: Context, rows: SystemBuilder
) -> None:
    """Write what every project uses and emits; `branches` gives the sector of every branch.

    A plant that leaves gives back what it used: its technologies run with minus signs.
    """
    for name, project in projects.items():
        load = np.array([project.load(year) for year in rows.years])
        path = f"projects.{name}"
        for commodity, energy in project.energy.items():
            shape = context.shape(project.shape, f"{path}.shape") if commodity in BY_SLICE else None
            shapes = {} if shape is None else {commodity: shape}
            for sign, ending in SIGNS.items():
                _run(f"{START}{name}/{commodity}{ending}", project, branches, energy.over(rows.years) * load * sign,
                     rows, f"{path}.energy.{commodity}", Mode(inputs={commodity: sign}), shapes)  # fmt: skip
        for emission, mass in project.process.items():
            place = f"{path}.process.{emission}"
            for sign, ending in SIGNS.items():
                _run(f"{START}{name}/{emission}{ending}", project, branches, mass.over(rows.years) * load * sign, rows,
                     place, Mode(emissions={emission: sign}), {})  # fmt: skip


def demands_of(name: str, system: EnergySystem) -> dict[Key, float]:
    """Return the demands that stand for a project, by key of the parameter `demand`."""
    start = f"{START}{name}/"
    return {key: value for key, value in system.parameters["demand"].items() if str(key[1]).startswith(start)}


def _sign_of(mode: Mode) -> float:
    """Return whether a mode adds or takes away, as the sign of what it uses or emits."""
    return float(next(iter((*mode.inputs.values(), *mode.emissions.values()))))  # type: ignore[arg-type]


def _run(
    technology: str, project: Project, branches: Mapping[str, str], amount: NDArray[np.float64], rows: SystemBuilder,
    path: str, mode: Mode, shapes: Mapping[str, Mapping[str, float]],
) -> None:  # fmt: skip
    """Write one technology and the demand that makes it run; none of a sign that the amount never has."""
    if not (amount > 0.0).any() and (_sign_of(mode) < 0.0 or amount.any()):
        return
    label = Label(project.label.en, project.label.zh)
    rows.commodity(technology, unit="PJ", balance="yearly", group="service", label=label, path=path)
    rows.demand(technology, np.maximum(amount, 0.0))
    outputs = Mode(mode.inputs, {technology: 1.0}, mode.emissions)
    rows.technology(TechnologySpec(
        name=technology, sector=branches.get(project.branch, "industry"), branch=project.branch, use="project",
        group="project", label=label, path=path, slices=False, modes={"run": outputs}, shapes=shapes,
        follows=shape_path(project.shape) if shapes else "",
    ))  # fmt: skip

"""Projects → technologies that must run, one for each commodity they use and one for their process."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from carbonsim.scenario.sections.projects import Project
from carbonsim.system.context import Context
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Key, Label

BY_SLICE = ("electricity", "district_heat")
START = "project/"


def translate_projects(
    projects: Mapping[str, Project], branches: Mapping[str, str], context: Context, rows: SystemBuilder
) -> None:
    """Write what every project uses and emits; `branches` gives the sector of every branch."""
    for name, project in projects.items():
        load = np.array([project.load(year) for year in rows.years])
        path = f"projects.{name}"
        for commodity, energy in project.energy.items():
            amount = energy.over(rows.years) * load
            shape = context.shape(project.shape, f"{path}.shape") if commodity in BY_SLICE else None
            _run(f"{START}{name}/{commodity}", project, branches, amount, rows, f"{path}.energy.{commodity}",
                 Mode(inputs={commodity: 1.0}), {} if shape is None else {commodity: shape})  # fmt: skip
        for emission, mass in project.process.items():
            mode = Mode(emissions={emission: 1.0})
            amount = mass.over(rows.years) * load
            place = f"{path}.process.{emission}"
            _run(f"{START}{name}/{emission}", project, branches, amount, rows, place, mode, {})


def demands_of(name: str, system: EnergySystem) -> dict[Key, float]:
    """Return the demands that stand for a project, by key of the parameter `demand`."""
    start = f"{START}{name}/"
    return {key: value for key, value in system.parameters["demand"].items() if str(key[1]).startswith(start)}


def _run(
    technology: str, project: Project, branches: Mapping[str, str], amount: NDArray[np.float64], rows: SystemBuilder,
    path: str, mode: Mode, shapes: Mapping[str, Mapping[str, float]],
) -> None:  # fmt: skip
    """Write one technology and the demand that makes it run."""
    label = Label(project.label.en, project.label.zh)
    rows.commodity(technology, unit="PJ", balance="yearly", group="service", label=label, path=path)
    rows.demand(technology, amount)
    outputs = Mode(mode.inputs, {technology: 1.0}, mode.emissions)
    rows.technology(TechnologySpec(
        name=technology, sector=branches.get(project.branch, "industry"), branch=project.branch, use="project",
        group="project", label=label, path=path, slices=False, modes={"run": outputs}, shapes=shapes,
    ))  # fmt: skip

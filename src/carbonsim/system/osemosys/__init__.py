"""An OSeMOSYS data set → the same reference energy system as a city's: read, check, translate."""

from __future__ import annotations

import difflib
from pathlib import Path

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.osemosys.checks.hidden_bounds import warn_of_hidden_bounds
from carbonsim.system.osemosys.checks.idle import warn_of_idle_rows
from carbonsim.system.osemosys.checks.lifetimes import warn_of_lives
from carbonsim.system.osemosys.checks.slices import check_years, warn_of_profiles, without_empty_slices
from carbonsim.system.osemosys.checks.statements import warn_of_statements
from carbonsim.system.osemosys.checks.unsupported import refuse_unsupported
from carbonsim.system.osemosys.data.bulk import find_too_large_files, find_wide_defaults
from carbonsim.system.osemosys.data.data_set import DataSet, read_data_set
from carbonsim.system.osemosys.data.dialect import check_tags
from carbonsim.system.osemosys.data.operation import Operation
from carbonsim.system.osemosys.data.present import Present
from carbonsim.system.osemosys.translation.translate import translate_data_set


def assemble_data_set(scenario: Scenario, folder: Path, config: Path) -> tuple[EnergySystem | None, list[Finding]]:
    """Assemble the system of a scenario's data set; return it, or None and everything that is wrong."""
    if findings := find_too_large_files(scenario.locate("system.osemosys"), folder):
        return None, findings
    data = read_data_set(folder, config)
    system = scenario.system
    hidden_bounds, empty_modes = (True, True) if system is None else (system.hidden_bounds, system.empty_modes)
    if not data.findings:
        data.findings.extend(find_wide_defaults(data))
    if not data.findings:
        data = checked(data)
    if hidden_bounds and not data.findings:
        warn_of_hidden_bounds(data)
    emissions = [str(member) for member in data.sets.get("EMISSION", [])]
    emission, findings = choose_emission(scenario, emissions)
    findings = [*data.findings, *(findings if emissions or not data.findings else ())]
    if findings:
        return None, findings
    operation = Operation(Present(data), hidden_bounds=hidden_bounds, empty_modes=empty_modes)
    warn_of_idle_rows(operation)
    return translate_data_set(operation, scenario.name, emission), []


def checked(data: DataSet) -> DataSet:
    """Return a data set as far as it counts, with what is wrong in its findings and what is odd in its warnings."""
    check_years(data)
    data = data if data.findings else without_empty_slices(data)
    refuse_unsupported(data)
    check_tags(data)
    warn_of_profiles(data)
    warn_of_statements(data)
    if not data.findings:
        warn_of_lives(data)
    return data


def choose_emission(scenario: Scenario, emissions: list[str]) -> tuple[str | None, list[Finding]]:
    """Return the emission that counts: the one named, the only one, or the only one that begins with CO2.

    Without a peaking plan the first of several stands for them; with one the choice must be clear.
    """
    peaking = scenario.peaking
    named = None if peaking is None else peaking.emission
    file, line = scenario.locate("peaking.emission" if named else "peaking")
    listed = message("one of {names}", names=tuple(emissions)) if emissions else message("a data set with emissions")
    if named is not None:
        if named in emissions:
            return named, []
        near = difflib.get_close_matches(named, emissions, n=1)
        advice = message("did you mean {name}?", name=near[0]) if near else ""
        return None, [
            Finding(file, line, "peaking.emission", message("emission {emission}", emission=named), listed, advice)
        ]
    carbon = [name for name in emissions if name.upper().startswith("CO2")]
    for found in (emissions, carbon):
        if len(found) == 1:
            return found[0], []
    if peaking is None:
        return next(iter(carbon or emissions), None), []
    words = message("{count} emissions", count=len(emissions)) if emissions else message("no emission")
    return None, [
        Finding(
            file,
            line,
            "peaking.emission",
            message("{what} to choose from", what=words),
            listed,
            message("add peaking.emission"),
        )
    ]

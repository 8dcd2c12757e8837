"""Rules of accounting mode: what must hold where nothing is optimised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.rules.finding import all_of
from carbonsim.scenario.scenario import SECTORS, Scenario
from carbonsim.scenario.sections.accounting import AccountedBranch, Accounting
from carbonsim.scenario.typos import meant

ROUNDED = 5e-3  # published tables round their shares to whole per cents or tenths of them


def accounting_stands_alone(scenario: Scenario) -> Iterator[Finding]:
    """Return what is wrong with accounting mode in a scenario; nothing where neither mode nor section is written."""
    accounting = scenario.accounting
    if scenario.mode == "optimize":
        if accounting is not None:
            yield _finding(
                scenario,
                "accounting",
                message("accounting without its mode"),
                message("mode: accounting"),
                message("write the mode"),
            )
        return
    if accounting is None:
        yield _finding(
            scenario,
            "mode",
            message("mode: accounting without a table"),
            message("a section `accounting`"),
            message("add {key}", key="accounting"),
        )
        return
    yield from _optimised_parts(scenario)
    for sector, name, branch in accounting.branches():
        yield from _branch_mistakes(scenario, accounting, f"accounting.sectors.{sector}.{name}", branch)
    for name, supply in accounting.supply.items():
        path = f"accounting.supply.{name}"
        yield from _whole(scenario, path, supply.shares())
        for key, source in supply.sources.items():
            if source.fuel is not None:
                yield from _known(scenario, f"{path}.sources.{key}.fuel", source.fuel, accounting.fuels)


def _finding(scenario: Scenario, path: str, found: Wording, expected: Wording, advice: Wording = "") -> Finding:
    file, line = scenario.locate(path)
    return Finding(file, line, path, found, expected, advice)


def _optimised_parts(scenario: Scenario) -> Iterator[Finding]:
    """What only an optimisation can answer has no place beside prescribed paths."""
    written = [name for name in (*SECTORS[1:], "system", "peaking") if getattr(scenario, name) is not None]
    further = {"actors": bool(scenario.actors), "foresight": scenario.foresight.years is not None}
    for name in (*written, *(name for name, is_there in further.items() if is_there)):
        expected = message("nothing that an optimisation would decide in mode: accounting")
        yield _finding(
            scenario,
            name,
            message("{name} beside mode: accounting", name=name),
            expected,
            message("remove it, or remove the mode"),
        )
    if scenario.projects:
        expected = message("branches under accounting.sectors")
        yield _finding(
            scenario,
            "projects",
            message("{name} beside mode: accounting", name="projects"),
            expected,
            message("write it as a branch"),
        )
    for name, target in scenario.targets.items():
        if target.strength == "enforce":
            path = f"targets.{name}.strength"
            yield _finding(
                scenario,
                path,
                message("enforce in mode: accounting"),
                message("track: prescribed paths cannot be changed"),
            )


def _branch_mistakes(
    scenario: Scenario, accounting: Accounting, path: str, branch: AccountedBranch
) -> Iterator[Finding]:
    product = branch.activity is not None and branch.intensity is not None
    if product == (branch.energy is not None):
        written = [key for key in ("activity", "intensity", "energy") if getattr(branch, key) is not None]
        found = all_of(written) if written else message("no energy")
        yield _finding(
            scenario, path, found, message("energy, or activity with intensity"), message("write one of the two")
        )
    if branch.process and branch.activity is None:
        yield _finding(
            scenario, f"{path}.process", message("no activity"), message("an activity that the process follows")
        )
    yield from _whole(scenario, f"{path}.shares", branch.shares)
    for name in branch.shares:
        yield from _known(scenario, f"{path}.shares.{name}", name, [*accounting.fuels, *accounting.supply])


def _known(scenario: Scenario, path: str, name: str, known: Iterable[str]) -> Iterator[Finding]:
    names = sorted(known)
    if name not in names:
        advice = meant(name, names, message("add it under accounting.fuels or accounting.supply"))
        yield _finding(
            scenario,
            path,
            message("{name}, which is not defined", name=name),
            message("one of {names}", names=tuple(names)),
            advice,
        )


def _whole(scenario: Scenario, path: str, shares: Mapping[str, Quantity]) -> Iterator[Finding]:
    """Shares add up to all of it in every model year; the first year that does not is named."""
    for year in scenario.time.years:
        total = sum(share.at(year) for share in shares.values())
        if abs(total - 1.0) > ROUNDED:
            found = message("shares of {total} % in all in {year}", total=f"{100 * total:.4g}", year=year)
            yield _finding(scenario, path, found, message("100 % in every model year"), message("change a share"))
            return

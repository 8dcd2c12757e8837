"""Rules of the inventory."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, message
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.inventory import categories
from carbonsim.scenario.typos import meant


def an_inventory_names_what_is_there(scenario: Scenario) -> Iterator[Finding]:
    """Categories and cells are of the IPCC Guidelines or the GPC, and branches are of the scenario."""
    if scenario.inventory is None:
        return
    branches = sorted(_branches(scenario))
    for key in ("energy", "process"):
        start = "1" if key == "energy" else "2"
        codes = [code for code in categories("ipcc") if code.startswith(start)]
        for branch, code in getattr(scenario.inventory, key).items():
            path = f"inventory.{key}.{branch}"
            if branch not in branches:
                yield _unknown(
                    scenario,
                    path,
                    message("branch {branch}", branch=branch),
                    branch,
                    branches,
                    message("a branch of this scenario"),
                )
            if code not in codes:
                expected = message("a code of the IPCC 2006 Guidelines that begins with {digit}", digit=start)
                yield _unknown(scenario, path, message("category {category}", category=code), code, codes, expected)
    known = [*categories("ipcc"), *categories("gpc")]
    for code in scenario.inventory.notation:
        if code not in known:
            expected = message("a code of the IPCC 2006 Guidelines or of the GPC")
            yield _unknown(
                scenario, f"inventory.notation.{code}", message("cell {code}", code=code), code, known, expected
            )


def _unknown(scenario: Scenario, path: str, found: Wording, name: str, known: list[str], expected: Wording) -> Finding:
    file, line = scenario.locate(path)
    return Finding(file, line, path, message("{what}, which is not known", what=found), expected, meant(name, known))


def _branches(scenario: Scenario) -> set[str]:
    found: set[str] = set()
    if scenario.industry is not None:
        found |= set(scenario.industry.branches)
    if scenario.buildings is not None:
        found |= set(scenario.buildings.classes)
    if scenario.transport is not None:
        found |= {*scenario.transport.fleets, *scenario.transport.services}
    if scenario.land is not None:
        found |= set(scenario.land.farms)
    if scenario.accounting is not None:
        found |= {name for _, name, _ in scenario.accounting.branches()}
    return found

"""Commands that look something up: what a scenario says or may say, what the model's equations are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from carbonsim.commands.answering import ScenarioFile, exit_codes
from carbonsim.report.terminal.streams import tell, tell_as_json, tell_exactly


def show_command(
    scenario: ScenarioFile,
    resolved: Annotated[bool, typer.Option("--resolved", help="print the whole scenario, merged")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="print the whole scenario, merged, and where each value is written, as JSON")
    ] = False,
) -> None:
    """Show what a scenario says: its own text, or with --resolved every value with the file and line it came from.

    Example: carbonsim show scenarios/changchun/peak-2030.yaml --resolved > whole.yaml
    """
    with exit_codes(as_json=as_json):
        from carbonsim.pipeline import read_checked
        from carbonsim.scenario.describing.show import resolved_as_plain, show_resolved

        read = read_checked(scenario)
        text = show_resolved(read) if resolved else Path(scenario).read_text(encoding="utf-8")
    if as_json:
        tell_as_json(resolved_as_plain(read))
    else:
        tell_exactly(text)


def schema_command(
    key: Annotated[
        str | None, typer.Argument(metavar="KEY", help="a key, or its path; the whole schema for editors if absent")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print what is known of the key as JSON")] = False,
) -> None:
    """Tell what a key of a scenario says: sentence, unit, what its absence stands for, an example.

    Example: carbonsim schema peaking.by

    Example: carbonsim schema > carbonsim.schema.json, the JSON Schema of a scenario, for editors
    """
    if key is None:
        from carbonsim.scenario.describing.json_schema import schema_text

        tell_exactly(schema_text().rstrip())
        return
    with exit_codes(as_json=as_json):
        from carbonsim.report.terminal.keys import key_lines, keys_as_plain
        from carbonsim.scenario.describing.keys import find_keys

        found = find_keys(key)
    if as_json:
        tell_as_json(keys_as_plain(found))
    else:
        tell_exactly(key_lines(found))


def equations_command(
    name: Annotated[str | None, typer.Argument(help="one equation; all if absent")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print them as JSON")] = False,
) -> None:
    """Print the equations of the model: sentence, formula, index and unit.

    Example: carbonsim equations peak_by
    """
    with exit_codes(as_json=as_json):
        from carbonsim.optimization.compiling.document import document, equations_as_plain

        text = document(name)
    if as_json:
        tell_as_json(equations_as_plain(name))
    else:
        tell(text)

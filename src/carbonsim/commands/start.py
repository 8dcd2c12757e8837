"""The command that writes a scenario to start from."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from carbonsim.commands.answering import exit_codes, rendered_here, show
from carbonsim.messages.message import message

NO_FOLDER = message("name the folder to write, or a shipped scenario with --example")
BESIDE = message("--example is a scenario of its own: without --workbook and --from")


def new_command(
    directory: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="folder to write, which must not hold a city yet")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="name of the city")] = "My City",
    example: Annotated[
        str | None,
        typer.Option("--example", metavar="NAME", help="a shipped scenario instead: changchun, tutorial, island …"),
    ] = None,
    workbook: Annotated[
        bool, typer.Option("--workbook", help="with an Excel workbook to fill in: energy balance table and activity")
    ] = False,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="SCENARIO.yaml", help="fill the workbook from this scenario")
    ] = None,
) -> None:
    """Write a small complete city of one's own that runs as it is; with --workbook its base year stands in Excel.

    Example: carbonsim new my-city --name "My City" && carbonsim run my-city/baseline.yaml

    Example: carbonsim new --example changchun && carbonsim run changchun/peak-2030.yaml

    Example: carbonsim new desk --workbook --from scenarios/changchun/peak-2030.yaml, its base year as a workbook
    """
    if example is None and directory is None:
        raise typer.BadParameter(rendered_here(NO_FOLDER))
    if example is not None and (workbook or source is not None):
        raise typer.BadParameter(rendered_here(BESIDE))
    with exit_codes():
        if example is not None:
            from carbonsim.scenario.starting.examples import copy_example

            written = copy_example(example, directory)
        else:
            from carbonsim.pipeline import start_city

            assert directory is not None
            written = start_city(directory, name, workbook=workbook, source=source)
    command = f"carbonsim run {shlex.quote(str(written[-1]))}"
    lines = [message("wrote {file}", file=str(file)) for file in written] + [
        message("next: {command}", command=command)
    ]
    show("\n".join(map(rendered_here, lines)))

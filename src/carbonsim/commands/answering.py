"""What all commands share: errors become lines and exit codes, stages are shown, sentences are rendered."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from carbonsim.errors import EXIT_INTERRUPTED
from carbonsim.interrupts import INTERRUPTED, STANDARD_ERROR, when_interrupted
from carbonsim.messages.message import Wording
from carbonsim.report.terminal.streams import tell, tell_as_json

if TYPE_CHECKING:
    from rich.progress import TaskID

ScenarioFile = Annotated[Path, typer.Argument(metavar="SCENARIO.yaml", help="the scenario file")]


@contextmanager
def exit_codes(*, as_json: bool = False) -> Iterator[None]:
    """Turn the error family into an exit code and lines on standard error, findings where asked into JSON."""
    try:
        yield
    except KeyboardInterrupt:
        _stop(rendered_here(INTERRUPTED), EXIT_INTERRUPTED)
    except Exception as error:
        from carbonsim.errors import CarbonsimError, ScenarioError

        if as_json and isinstance(error, ScenarioError):
            from carbonsim.report.terminal.checked import findings_as_plain

            tell_as_json({"findings": findings_as_plain(error.findings)})
            raise typer.Exit(error.exit_code) from None
        if isinstance(error, CarbonsimError):
            from carbonsim.report.terminal.language import translated

            _stop(translated(error), error.exit_code)
        if isinstance(error, OSError):
            _stop(f"{error.filename or ''}: {error.strerror or error}", 2)
        raise


def _stop(message: str, code: int) -> NoReturn:
    tell(message, error=True)
    raise typer.Exit(code)


@contextmanager
def stages(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show each stage while it runs; one that comes again at once is the same to who waits."""
    seen: list[str] = []

    def comes(stage: str) -> bool:
        new = seen[-1:] != [stage]
        seen[:] = [stage]
        return new

    if quiet or not sys.stderr.isatty():
        yield (lambda stage: tell(f"  {rendered_here(stage)} …", error=True) if comes(stage) and not quiet else None)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with when_interrupted(_show_cursor), Progress(*columns, console=Console(stderr=True)) as bar:
        running: list[TaskID] = []

        def progress(stage: str) -> None:
            if not comes(stage):
                return
            if running:
                bar.update(running[-1], total=1, completed=1)
            running.append(bar.add_task(rendered_here(stage), total=None))

        yield progress


def _show_cursor() -> None:
    """Show the cursor again, which a bar hides while it moves."""
    os.write(STANDARD_ERROR, b"\x1b[?25h")


def rendered_here(wording: Wording) -> str:
    """Say a sentence in the language of the terminal."""
    from carbonsim.report.terminal.language import localized

    return localized(wording)


def show(what: object) -> None:
    """Print a text or a table."""
    if isinstance(what, str):
        tell(what)
        return
    from rich.console import Console

    Console().print(what)

"""The command line: parse, call, show. No logic lives here, and heavy imports wait until a command needs them."""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from carbonsim.commands.answering import ScenarioFile, exit_codes, rendered_here, show, stages
from carbonsim.commands.look_up import equations_command, schema_command, show_command
from carbonsim.commands.start import new_command
from carbonsim.errors import EXIT_BUG, EXIT_INFEASIBLE, EXIT_INTERRUPTED, EXIT_SCENARIO
from carbonsim.interrupts import INTERRUPTED, end_on_signals
from carbonsim.messages.catalogue import languages
from carbonsim.messages.message import message
from carbonsim.report.terminal.streams import let_all_pass, tell, tell_as_json

app = typer.Typer(
    name="carbonsim",
    help="Find when a city's carbon emissions peak, how high, and the cheapest plan that makes it happen in time.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=True,
    pretty_exceptions_enable=False,
)
UNWRITTEN = message("the output cannot be written")


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        tell(f"carbonsim {version('carbonsim')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="print the version and leave")
    ] = False,
) -> None:
    """Find when a city's carbon emissions peak, how high, and the cheapest plan that makes it happen in time.

    Start with: carbonsim run scenarios/tutorial.yaml
    """


def _known_language(asked: str) -> str:
    """Return a language that there is a catalogue of; English needs none."""
    if asked not in languages():
        raise typer.BadParameter(rendered_here(message("one of {names}", names=languages())))
    return asked


@app.command("run")
def run_command(
    scenarios: Annotated[
        list[Path], typer.Argument(metavar="SCENARIO.yaml …", help="scenario files, or a folder that holds some")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="folder of the results; results/<file stem> if absent")
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", min=0, help="seconds for the whole run; what is known by then is told"),
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="print nothing but the folder of the results")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the summary as JSON and nothing else")] = False,
    open_: Annotated[bool, typer.Option("--open", help="open the report in the browser")] = False,
    shapley: Annotated[bool, typer.Option("--shapley", help="measure campaigns by Shapley means")] = False,
    perfect: Annotated[
        bool, typer.Option("--perfect", help="tell what short foresight alone does: one more solve, of the twin")
    ] = False,
    policies: Annotated[
        bool,
        typer.Option("--policies", help="tell what the carbon price and each enforced target do: a solve for each"),
    ] = False,
    word: Annotated[bool, typer.Option("--word", help="write the draft of the plan in Word too, plan.docx")] = False,
    language: Annotated[
        str,
        typer.Option(
            "--language", callback=_known_language, help="language of the draft: zh, en or another that has a catalogue"
        ),
    ] = "zh",
) -> None:
    """Optimise scenarios and write their results: an HTML report, tables and a summary.

    Example: carbonsim run scenarios/changchun/peak-2030.yaml

    Example: carbonsim run scenarios/changchun --quiet, all scenarios of a folder, one a core
    """
    options: dict[str, Any] = {
        "shapley": shapley, "perfect": perfect, "policies": policies, "time_limit": time_limit,
        "word": language if word else None,
    }  # fmt: skip
    with exit_codes(), stages(quiet or as_json) as progress:
        from carbonsim import batch, pipeline

        files = batch.scenarios_in(scenarios)
        answers: list[tuple[Path, object]]
        if len(files) == 1:
            folder = out or Path("results") / files[0].stem
            answers = [(folder, pipeline.run(files[0], out=folder, progress=progress, **options).summary)]
        else:
            answers = list(batch.run_each(files, out, progress, **options))
    raise typer.Exit(max(_tell(folder, answer, quiet, as_json, open_) for folder, answer in answers))


def _tell(folder: Path, answer: Any, quiet: bool, as_json: bool, open_: bool) -> int:
    """Print what one run answered and return its exit code."""
    from carbonsim import batch, pipeline
    from carbonsim.report.terminal.tables import run_tables

    if isinstance(answer, batch.Failure):
        tell(answer.message, error=True)
        return answer.exit_code
    if as_json:
        tell_as_json(answer.plain())
    else:
        for table in [str(folder)] if quiet else run_tables(answer, folder):
            show(table)
    if open_ and (folder / "report.html").exists():
        typer.launch(str(folder / "report.html"))
    return pipeline.exit_code(answer)


@app.command("compare")
def compare_command(
    scenarios: Annotated[
        list[Path], typer.Argument(metavar="A B …", help="two to six scenario files or results folders")
    ],
    reference: Annotated[Path | None, typer.Option("--reference", help="the one differences are told against")] = None,
    out: Annotated[Path, typer.Option("--out", help="the page to write")] = Path("results/compare.html"),
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="print nothing but the file of the page")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print summaries and differences as JSON")] = False,
    open_: Annotated[bool, typer.Option("--open", help="open the page in the browser")] = False,
) -> None:
    """Set scenarios side by side: paths, verdicts and what differs in their inputs.

    Example: carbonsim compare scenarios/changchun/baseline.yaml scenarios/changchun/peak-2030.yaml

    Example: carbonsim compare results/baseline results/peak-2030, finished folders that are not solved again
    """
    with exit_codes(), stages(quiet or as_json) as progress:
        from carbonsim import batch

        comparison = batch.compare(scenarios, reference=reference, out=out, progress=progress)
    from carbonsim.report.terminal.tables import comparison_table

    if as_json:
        tell_as_json(comparison.plain())
    else:
        show(str(out) if quiet else comparison_table(comparison.summaries, out))
    if open_:
        typer.launch(str(out))


@app.command("alternatives")
def alternatives_command(
    scenario: ScenarioFile,
    within: Annotated[
        str, typer.Option("--within", help="how much more than the cheapest plan another may cost, as perceived")
    ] = "1 %",
    year: Annotated[
        int | None,
        typer.Option("--year", help="the model year looked at; that of the peak, or ten years on, if absent"),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="groups of this sector or name alone, such as power; may be repeated"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="the page to write; results/<file stem>-alternatives.html if absent")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the tables as JSON")] = False,
) -> None:
    """Tell what plans of nearly the least cost that keep the peak do in any case, may choose, and never do.

    Example: carbonsim alternatives scenarios/tutorial.yaml --within 1%
    """
    page = out or Path("results") / f"{scenario.stem}-alternatives.html"
    with exit_codes(), stages(as_json) as progress:
        from carbonsim.studies.near_optimal import alternatives

        shown = alternatives(scenario, within=within, year=year, only=only or (), out=page, progress=progress)
    _show_study(shown, page, as_json)


@app.command("frontier")
def frontier_command(
    scenario: ScenarioFile,
    by: Annotated[str, typer.Option("--by", metavar="FIRST-LAST", help="peak years: a range of years, or one")],
    level: Annotated[
        list[str] | None, typer.Option("--level", help="no year above this level too, such as 42 Mt; may be repeated")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="the page to write; results/<file stem>-frontier.html if absent")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the tables as JSON")] = False,
) -> None:
    """Tell what it costs to peak in each of some years, below each of some levels, and what each earlier year costs.

    Example: carbonsim frontier scenarios/tutorial.yaml --by 2026-2034 --level "4 Mt"
    """
    page = out or Path("results") / f"{scenario.stem}-frontier.html"
    with exit_codes(), stages(as_json) as progress:
        from carbonsim.studies.peak_frontier import frontier

        shown = frontier(scenario, by=by, levels=level or (), out=page, progress=progress)
    _show_study(shown, page, as_json)


@app.command("ensemble")
def ensemble_command(
    scenario: ScenarioFile,
    futures: Annotated[int, typer.Option("--futures", min=1, help="how many futures are drawn")] = 100,
    seed: Annotated[int, typer.Option("--seed", min=0, help="the same seed draws the same futures")] = 0,
    method: Annotated[str, typer.Option("--method", help="latin-hypercube or sobol")] = "latin-hypercube",
    committed: Annotated[
        int | None,
        typer.Option("--committed-until", help="hold what the plan builds up to this year, and tell whether it keeps"),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="processes beside each other; one a core if absent")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="address of a Dask scheduler whose workers solve, such as tcp://HOST:8786"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="folder of the ensemble, or of one to go on with; results/<file stem>-ensemble"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the tables as JSON")] = False,
) -> None:
    """Solve a scenario in many futures drawn from its ranges: how likely is the peak, how high, at what price.

    Example: carbonsim ensemble scenarios/tutorial.yaml --futures 200 --committed-until 2030
    """
    with exit_codes(), stages(as_json) as progress:
        from carbonsim.studies.ensemble import PAGE, ensemble

        found = ensemble(
            scenario, futures=futures, seed=seed, method=method, committed_until=committed, workers=workers,
            scheduler=scheduler, out=out, progress=progress,
        )  # fmt: skip
    _show_study(found.shown, found.folder / PAGE, as_json)


@app.command("robust")
def robust_command(
    scenario: ScenarioFile,
    futures: Annotated[int | None, typer.Option("--futures", min=1, help="how many futures are drawn")] = None,
    until: Annotated[
        int | None, typer.Option("--commit-until", metavar="YEAR", help="up to when all futures are decided alike")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="the same seed draws the same futures")] = None,
    cvar: Annotated[
        str | None, typer.Option("--cvar", help="how much the dearest futures count beside the expected cost: 0.2")
    ] = None,
    tail: Annotated[
        str | None, typer.Option("--tail", help="with --cvar: share of futures that are the dearest, 20% if absent")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="the page to write; results/<file stem>-robust.html if absent")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the tables as JSON")] = False,
) -> None:
    """Find one first stage for several futures drawn from the ranges of a scenario, and what it costs in each.

    What is not given is taken from `robust` in the scenario.

    Example: carbonsim robust town.yaml --futures 8 --commit-until 2030 --cvar 0.2
    """
    page = out or Path("results") / f"{scenario.stem}-robust.html"
    with exit_codes(), stages(as_json) as progress:
        from carbonsim.studies.robust_plan import robust

        shown = robust(
            scenario, futures=futures, commit_until=until, seed=seed, cvar_weight=cvar, cvar_tail=tail, out=page,
            progress=progress,
        )  # fmt: skip
    _show_study(shown, page, as_json)


@app.command("abatement")
def abatement_command(
    scenario: ScenarioFile,
    year: Annotated[int | None, typer.Option("--year", help="with --up-to: the year whose emissions are cut")] = None,
    up_to: Annotated[
        str | None, typer.Option("--up-to", help="with --year: how much less than the plan, such as 2 Mt")
    ] = None,
    steps: Annotated[int, typer.Option("--steps", help="equal steps up to there")] = 4,
    delay: Annotated[
        list[str] | None,
        typer.Option("--delay", metavar="PATH=YEARS", help="what it costs to begin this later; may be repeated"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="the page to write; results/<file stem>-abatement.html if absent")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the tables as JSON")] = False,
) -> None:
    """Tell the cheapest next tonnes of a year, what changes in each step, and what waiting costs.

    Example: carbonsim abatement scenarios/tutorial.yaml --year 2030 --up-to "0.4 Mt"

    Example: carbonsim abatement scenarios/changchun/peak-2030.yaml --delay campaigns.clean-heating=3
    """
    page = out or Path("results") / f"{scenario.stem}-abatement.html"
    with exit_codes(), stages(as_json) as progress:
        from carbonsim.studies.asked import read_delays
        from carbonsim.studies.next_tonnes import abatement

        asked = {"year": year, "up_to": up_to, "steps": steps, "delay": read_delays("--delay", delay or [])}
        shown = abatement(scenario, **asked, out=page, progress=progress)  # type: ignore[arg-type]
    _show_study(shown, page, as_json)


def _show_study(shown: Any, page: Path, as_json: bool) -> None:
    """Print what a study found; leave with the code of no plan where nothing that was asked for has one."""
    from carbonsim.report.terminal.studies import study_tables

    if as_json:
        tell_as_json(shown.plain())
    for table in [] if as_json else study_tables(shown, page):
        show(table)
    if not shown.has_plan:
        raise typer.Exit(EXIT_INFEASIBLE)


@app.command("check")
def check_command(
    scenario: ScenarioFile,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="solve it too, and print the model against every official figure")
    ] = False,
    hourly: Annotated[
        list[Path] | None,
        typer.Option(
            "--hourly", metavar="FILE", help="solve it too, and run a year of its plan hour by hour; series from CSV"
        ),
    ] = None,
    year: Annotated[int, typer.Option("--year", help="with --hourly: the model year")] = 2030,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="with --hourly: the page to write; results/<file stem>-hours-<year>.html if absent"),
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="print nothing where nothing is wrong")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print findings and warnings, or hours, as JSON")] = False,
) -> None:
    """Check a scenario without solving it: one line per finding, exit code 2 if there is any.

    Example: carbonsim check scenarios/changchun/peak-2030.yaml

    Example: carbonsim check --calibration scenarios/changchun/baseline.yaml

    Example: carbonsim check --hourly profiles.csv --year 2030 scenarios/tutorial.yaml
    """
    if hourly:
        page = out or Path("results") / f"{scenario.stem}-hours-{year}.html"
        _check_hours(scenario, hourly, year, page, as_json)
        return
    with exit_codes(as_json=as_json):
        from carbonsim import pipeline

        checked, warnings = pipeline.check(scenario)
        calibrated = pipeline.check_calibration(scenario, lambda _: None) if calibration and as_json else None
    from carbonsim.report.terminal.checked import check_as_plain
    from carbonsim.report.terminal.tables import check_lines

    if as_json:
        tell_as_json(check_as_plain(checked, warnings, calibrated))
        return
    if warnings or not quiet:
        show(check_lines(checked, warnings, scenario))
    if calibration:
        raise typer.Exit(_calibrate(scenario))


def _check_hours(scenario: Path, hourly: list[Path], year: int, page: Path, as_json: bool) -> None:
    """Print what the hours of a planned year say, and write the page."""
    with exit_codes(), stages(as_json) as progress:
        from carbonsim.hourly import check_by_hour

        shown = check_by_hour(scenario, hourly, year, out=page, progress=progress)
    from carbonsim.report.terminal.hours import hours_tables

    if as_json:
        tell_as_json(shown.check.plain())
    for table in [] if as_json else hours_tables(shown, page):
        show(table)


def _calibrate(scenario: Path) -> int:
    """Print the model against official figures and return the exit code: that of the run, where nothing was solved."""
    from carbonsim import pipeline
    from carbonsim.report.terminal.language import localized
    from carbonsim.report.terminal.tables import calibration_table, verdict_table

    with exit_codes(), stages(False) as progress:
        content = pipeline.check_calibration(scenario, progress)
    if content.main is None:
        show(verdict_table(content.summary, scenario))
        return pipeline.exit_code(content.summary)
    show(calibration_table(content.calibration) or localized("no official figures to compare with"))
    return 0


app.command("show")(show_command)
app.command("new")(new_command)
app.command("schema")(schema_command)
app.command("equations")(equations_command)


def run_command_line() -> None:
    """Run the command line."""
    let_all_pass()
    code: list[int] = []
    atexit.register(_leave, code)  # the first to be registered is the last to be called
    end_on_signals(str(INTERRUPTED), lambda: rendered_here(INTERRUPTED))
    try:
        app()
    except SystemExit as leaving:
        given = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        code.append(EXIT_INTERRUPTED if given == 1 else given)  # 1: Ctrl-C, or the reader of a pipe that has left
        sys.exit(code[0])
    except OSError as problem:  # the disk behind the output is full; what a run has written stays
        code.append(EXIT_SCENARIO)
        with suppress(OSError):
            tell(f"{rendered_here(UNWRITTEN)}: {problem.strerror or problem}", error=True)
        sys.exit(EXIT_SCENARIO)
    except Exception as error:
        from carbonsim.report.terminal.language import fault_message

        code.append(EXIT_BUG)
        with suppress(OSError):
            tell(fault_message(error), error=True)
        sys.exit(EXIT_BUG)


def _leave(code: list[int]) -> None:
    """End the process as it stands: to free a model object by object takes longer than to solve it again."""
    if code:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None where a stream is closed
            with suppress(OSError, ValueError):  # the reader of a pipe may have left before
                stream.flush()
        os._exit(code[0])

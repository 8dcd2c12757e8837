"""An ensemble as it is told: how likely the peak is by a year, how outcomes are spread, what decides, what fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.analysis.ensembles.beside import table_beside
from carbonsim.analysis.ensembles.chances import (
    chances_of_a_peak,
    conflicting_keys,
    paths_of,
    solved_futures,
    spread_of_outcomes,
)
from carbonsim.analysis.ensembles.drivers import boxes_of, drivers_of
from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, Value, message, rendered
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.report.studies.ensemble_figures import FIGURES
from carbonsim.report.studies.shown import ShownStudy, StudyTable
from carbonsim.report.studies.words import (
    NOTHING,
    OUTCOMES,
    PATHS,
    decided_as_written,
    of_money,
    of_unit,
    title_of,
)
from carbonsim.scenario.describing.path_words import describe_path
from carbonsim.scenario.futures.inputs import UncertainInput, uncertain_inputs
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

MOST_DRIVERS = 10
DECIDED = ("twin_peak_level", "twin_peak_year", "peak_level", "price", "regret")
METHOD = message(
    "Each future draws all ranges at once and moves whole paths from the last year before the plan, which is known; no "
    "draw lies beyond the ends of a range. A percentile is the value of a future. A future without a plan, and one "
    "whose emissions do not fall again, has not peaked. Costs are as they are perceived, discounted."
)


def show_ensemble(
    scenario: Scenario,
    system: EnergySystem,
    inputs: Sequence[UncertainInput],
    table: pd.DataFrame,
    committed_until: int | None,
) -> ShownStudy:
    """Return what is told of the futures of an ensemble, a row of the table for each."""
    names = [one.name for one in inputs]
    planned = [year for year in system.years if year >= system.years.plan_from]
    chances = chances_of_a_peak(table, planned)
    spread = spread_of_outcomes(table, [name for name in OUTCOMES if name in table])
    decided = {name: drivers_of(table, names, name) for name in DECIDED if name in table}
    boxes = boxes_of(table, names, _fails(table, committed_until))
    tables = [_chances(chances), _spread(spread)]
    tables += [_drivers(scenario, inputs, name, found) for name, found in decided.items() if _varies(found)]
    tables += [_boxes(scenario, inputs, boxes)] if len(boxes) else []
    conflicts = conflicting_keys(table)
    tables += [_conflicts(scenario, conflicts, int(table["conflicts"].notna().sum()))] if len(conflicts) else []
    data = {
        "peak-by-year": chances,
        "outcomes": spread,
        "emissions": paths_of(table, "emissions"),
        "twin-emissions": paths_of(table, "twin_emissions"),
        "drivers": _labelled(scenario, inputs, decided),
        "boxes": boxes,
        "conflicts": conflicts,
    }
    solved = len(solved_futures(table))
    return ShownStudy(
        title_of(scenario), f"{scenario.stem}-ensemble", message("Futures"), decided_as_written(system.foresight),
        _sentence(scenario, table, chances, spread), (METHOD, *_left_out(table, committed_until)), tuple(tables), data,
        has_plan=solved > 0, figures=FIGURES,
    )  # fmt: skip


def ensemble_beside(scenario: Scenario, system: EnergySystem, folder: Path) -> ShownStudy | None:
    """Return what is told of the ensemble that stands beside the folder of a run; None where there is none."""
    found = table_beside(scenario, folder)
    return None if found is None else show_ensemble(scenario, system, uncertain_inputs(scenario), *found)


def _labelled(
    scenario: Scenario, inputs: Sequence[UncertainInput], decided: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return what decides each outcome, with what inputs are called in both languages."""
    found = pd.concat([one.assign(outcome=name) for name, one in decided.items()], ignore_index=True)
    labels = {one.name: input_label(scenario, inputs, one.name) for one in inputs}
    names = {column: [rendered(labels[name], language) for name in found["input"]]
             for column, language in (("label", "en"), ("label_zh", "zh"))}  # fmt: skip
    return found.assign(**names)


def _fails(table: pd.DataFrame, committed_until: int | None) -> NDArray[np.bool_]:
    column = "status" if committed_until is None else "committed_status"
    return np.asarray(table[column] != SolveStatus.OPTIMAL, dtype=bool)


def _sentence(scenario: Scenario, table: pd.DataFrame, chances: pd.DataFrame, spread: pd.DataFrame) -> Message:
    by = None if scenario.peaking is None else scenario.peaking.by
    solved = len(solved_futures(table))
    year = by if by is not None else int(chances["year"].iloc[len(chances) // 2])
    row = chances[chances["year"] == year].iloc[0]
    window = spread.set_index("outcome").loc["twin_peak_year"]
    told = message(
        "Of {count} futures {solved} have a plan. By {year} emissions peak in {plan} of them, and in {twin} without "
        "the peaking plan",
        count=len(table), solved=solved, year=year, plan=_percent(row["plan"]), twin=_percent(row["twin"]),
    )  # fmt: skip
    if window["futures"] == 0:
        return message("{sentence}.", sentence=told)
    return message(
        "{sentence}, where 5–95% of the peak years lie in {first}–{last}.", sentence=told,
        first=_year(window["p5"]), last=_year(window["p95"]),
    )  # fmt: skip


def _left_out(table: pd.DataFrame, committed_until: int | None) -> list[Message]:
    told = []
    if without := len(table) - len(solved_futures(table)):
        told.append(message("{count} futures have no plan; they are left out of what is spread.", count=without))
    if committed_until is not None:
        held = len(solved_futures(table, "committed_"))
        scarce = int((table["committed_meets_demand"] == False).sum())  # noqa: E712
        told.append(
            message(
                "Held is what the plan builds up to {year} of plants, stores and networks; what people and firms buy "
                "follows their demand. With it {held} of {count} futures keep all that the plan has to keep; in "
                "{scarce} what is built does not meet the demand, whatever is emitted.",
                year=committed_until,
                held=held,
                count=len(table),
                scarce=scarce,
            )
        )
    return told


def _chances(chances: pd.DataFrame) -> StudyTable:
    kept = [name for name in PATHS if name in chances]
    rows = [(str(int(one.year)), *(_percent(getattr(one, name)) for name in kept)) for one in chances.itertuples()]
    return StudyTable(
        message("How likely emissions peak by a year"), (message("By"), *(PATHS[name] for name in kept)), tuple(rows)
    )


def _spread(spread: pd.DataFrame) -> StudyTable:
    rows = []
    for one in spread.itertuples():
        label, unit = OUTCOMES[str(one.outcome)]
        rows.append((label, str(one.futures), *(_cell(getattr(one, part), unit) for part in ("p5", "p50", "p95"))))
    columns = message("Outcome"), message("Futures"), "5 %", message("Median"), "95 %"
    return StudyTable(message("How outcomes are spread"), columns, tuple(rows))


def _drivers(scenario: Scenario, inputs: Sequence[UncertainInput], outcome: str, found: pd.DataFrame) -> StudyTable:
    label, unit = OUTCOMES[outcome]
    rows = [
        (
            input_label(scenario, inputs, str(one.input)), _cell(one.low, unit), _cell(one.high, unit),
            f"{one.rank_correlation:+.2f}", _share(one.first_order),
        )
        for one in found.head(MOST_DRIVERS).itertuples()
    ]  # fmt: skip
    columns = (
        message("Input"), message("Lowest fifth of draws"), message("Highest fifth"), message("Rank correlation"),
        message("Explains alone"),
    )  # fmt: skip
    return StudyTable(message("What decides: {outcome}", outcome=label), columns, tuple(rows))


def _varies(found: pd.DataFrame) -> bool:
    return bool(found["rank_correlation"].notna().any())


def _boxes(scenario: Scenario, inputs: Sequence[UncertainInput], boxes: pd.DataFrame) -> StudyTable:
    units = {one.name: one.unit for one in inputs}
    rows = [
        (
            message("Box {number}", number=one.box), _percent(one.futures), _percent(one.failed),
            input_label(scenario, inputs, str(one.input)), _side(one.least), _side(one.most), units[str(one.input)],
        )
        for one in boxes.itertuples()
    ]  # fmt: skip
    columns = (
        message("Where there is no plan"), message("Share of futures"), message("Of them without a plan"),
        message("Input"), message("Above"), message("At most"), message("Unit"),
    )  # fmt: skip
    note = message("All conditions of a box hold at once. Found by a classification tree of three questions at most.")
    return StudyTable(message("Boxes in which the plan fails"), columns, tuple(rows), note)


def _conflicts(scenario: Scenario, conflicts: pd.DataFrame, sample: int) -> StudyTable:
    rows = []
    for one in conflicts.itertuples():
        words = describe_path(scenario, str(one.path))
        rows.append(
            (Label(words.en, words.zh) if words.en else str(one.path), str(one.path), f"{one.futures}/{sample}")
        )
    return StudyTable(
        message("What clashes where there is no plan"), (message("Limit"), message("Key"), message("Futures")),
        tuple(rows), message("Found for the first futures without a plan; a key counts where it takes part."),
    )  # fmt: skip


def input_label(scenario: Scenario, inputs: Sequence[UncertainInput], name: str) -> Value:
    """Return what an input is called: its label, or the path of its value in words."""
    one = next(one for one in inputs if one.name == name)
    text = one.label or (describe_path(scenario, name) if one.place == name else None)
    return name if text is None else Label(text.en, text.zh)


def _cell(value: float, unit: str) -> Value:
    if np.isnan(value):
        return NOTHING
    if unit == "year":
        return _year(value)
    return of_money(value) if unit == "money" else of_unit(value, unit)


def _year(value: float) -> str:
    return f"{value:.0f}"


def _side(value: float) -> Value:
    return NOTHING if np.isnan(value) else f"{value:.4g}"


def _share(index: float) -> Value:
    """Return a first-order index, which an estimate may put a little below nothing."""
    return NOTHING if np.isnan(index) else _percent(max(index, 0.0))


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f}%"

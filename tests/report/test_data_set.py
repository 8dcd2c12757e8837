"""The report of an OSeMOSYS data set: its own names and units, and not a word of a city."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import carbonsim
from carbonsim.report.figures import FIGURES
from carbonsim.report.page import render_report
from carbonsim.report.words import LANGUAGES, Language
from tests.optimization.regional_systems import regional_data

SHOWN = {"path", "sectors", "production", "system_capacity", "costs", "investment"}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> carbonsim.Run:
    file = regional_data().write(tmp_path_factory.mktemp("regions"), "description: two regions\n")
    return carbonsim.run(file, write_results=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_of_a_data_set_say_what_they_found(run: carbonsim.Run, language: Language) -> None:
    charts = {name: figure(run.content, language) for name, figure in FIGURES.items()}
    drawn = {name: chart for name, chart in charts.items() if chart is not None}
    assert set(drawn) == SHOWN
    for chart in drawn.values():
        assert all((chart.topic, chart.finding, chart.scope, chart.unit, chart.source))
        assert ("数据" in chart.unit) == (language == "zh")


def test_the_table_adds_up_over_technologies_and_regions(run: carbonsim.Run) -> None:
    assert run.results is not None
    power = run.results.series("Production|power")
    assert sum(part[2020] for part in run.results.children("Production|power").values()) == pytest.approx(power[2020])
    used = run.results.series("Use|power")
    assert power[2020] - used.get(2020, 0.0) >= 16.0 - 1e-6  # both regions ask for 8
    emitted = run.results.children("Emissions|CO2")
    assert emitted["Outside the model"] == {2020: 1.0, 2021: 1.0}


def test_the_summary_has_objective_emission_and_units(run: carbonsim.Run) -> None:
    assert run.summary["status"] == "optimal"
    assert run.summary["total_cost"]["value"] == pytest.approx(run.summary["objective"], rel=1e-9)
    assert run.summary["emission"] == "CO2"
    assert run.summary["scope"] == "data"
    assert run.summary["total_cost"]["unit"] == "cost unit of the data, discounted to 2020"
    assert "fixed at their optimum" in run.summary["solver"]["integers"]


def test_the_page_says_nothing_of_a_city(run: carbonsim.Run) -> None:
    page = render_report(run.content)
    body = re.sub(r"<script.*?</script>|<style.*?</style>|<details>.*?</details>", "", page, flags=re.S)
    for word in ("Changchun", "city", "CNY", "Mt CO", "市域", "万吨", "长春"):
        assert not re.search(rf"\b{word}\b" if word.isascii() else word, body), word


def test_without_emissions_there_is_no_peak_to_judge(tmp_path: Path) -> None:
    data = regional_data()
    data.sets["E"] = []
    data.rows = {name: {k: v for k, v in rows.items() if "CO2" not in k} for name, rows in data.rows.items()}
    run = carbonsim.run(data.write(tmp_path), write_results=False)
    assert run.summary["status"] == "optimal"
    assert run.summary["peak"]["year"] is None
    assert FIGURES["path"](run.content, "en") is None
    assert "no peak is judged" in render_report(run.content)

"""The model beside official figures, and the input that was chosen to meet one."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from carbonsim import pipeline
from carbonsim.analysis.history.calibration import Standing, calibrate
from carbonsim.cli import app
from carbonsim.pipeline import run
from carbonsim.units import UnitError, figure_factor

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"


def test_error_and_balancing_item(tmp_path: Path) -> None:
    file = tmp_path / "town.yaml"
    lines = (
        f"extends: {TUTORIAL}",
        "calibration:",
        "  output: {label: Output, variable: GDP, year: 2025, unit: billion CNY, value: 50, source: this test,",
        "           quality: official, balancing_item: economy.gdp}",
        "  unknown: {label: Unknown, variable: No Such Variable, year: 2025, unit: Mt, value: 2, source: this test,",
        "            quality: assumption}",
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    done = run(file, write_results=False)
    assert done.results is not None
    rows = calibrate(done.scenario, done.results).set_index("name")
    output = done.scenario.economy.gdp.at(2025)
    assert rows.loc["output", "model"] == output
    assert rows.loc["output", "error"] == pytest.approx(output / 50 - 1.0)
    assert rows.loc["output", "balancing_share"] == pytest.approx(output / 50)
    assert rows.loc["unknown", ["model", "error", "balancing_share"]].isna().all()
    assert "No Such Variable" in str(rows.loc["unknown", "problem"])


SERIES = """
  output: {label: A, variable: GDP, unit: 亿元, values: {2025: 400, 2030: 500}, source: this test, quality: official}
  grown: {label: B, variable: GDP, unit: 亿元, values: {2025: 4, 2030: 8}, compare: growth, source: this test,
          quality: literature, explanation: {en: a slump, zh: 衰退}}
  fallen: {label: C, variable: GDP, unit: 亿元, values: {2025: 4, 2030: 3}, compare: direction, source: this test,
           quality: official}
  written: {label: D, quantity: economy.gdp, unit: 亿元, values: {2025: 400}, source: this test, quality: derived}
"""


def test_a_series_is_compared_year_by_year_by_level_growth_or_direction(tmp_path: Path) -> None:
    """The figures are hand-made; output of the town by itself comes from its own scenario."""
    done = run(town_with(tmp_path, SERIES), write_results=False)
    assert done.results is not None
    rows = calibrate(done.scenario, done.results).set_index(["name", "year"])
    gdp = {year: 10 * done.scenario.economy.gdp.at(year) for year in (2025, 2030)}
    assert rows.loc[("output", 2030), "error"] == pytest.approx(gdp[2030] / 500 - 1)
    assert ("grown", 2025) not in rows.index
    assert rows.loc[("grown", 2030), ["official", "unit"]].tolist() == [200.0, "2025 = 100"]
    assert rows.loc[("grown", 2030), "model"] == pytest.approx(100 * gdp[2030] / gdp[2025])
    assert rows.loc[("grown", 2030), "standing"] == Standing.EXPLAINED
    assert gdp[2030] > gdp[2025]
    assert rows.loc[("fallen", 2030), ["standing", "counts"]].tolist() == [Standing.OPPOSED, False]
    assert rows.loc[("written", 2025), "model"] == pytest.approx(gdp[2025])
    assert rows.loc[("written", 2025), ["standing", "counts"]].tolist() == [Standing.SHOWN, False]


@pytest.mark.parametrize(("off", "standing"), [(1.029, Standing.WITHIN), (1.031, Standing.UNEXPLAINED)])
def test_an_official_figure_may_be_missed_by_three_per_cent(tmp_path: Path, off: float, standing: Standing) -> None:
    output = pipeline.load(TUTORIAL).economy.gdp.at(2025)
    figure = f"{{label: A, variable: GDP, year: 2025, unit: billion CNY, value: {output / off}, source: x, quality: "
    done = run(town_with(tmp_path, f"\n  one: {figure}official}}\n  two: {figure}assumption}}\n"), write_results=False)
    assert done.results is not None
    rows = calibrate(done.scenario, done.results).set_index("name")
    assert rows["standing"].tolist() == [standing, Standing.SHOWN]


TARIFF = """
  fee: {label: A, no_counterpart: {en: no network charge, zh: 不计输配电价}, unit: CNY/MWh, values: {2025: 151.3},
        source: x, quality: official}
"""


def test_a_figure_that_the_model_has_nothing_like_says_why_and_counts_for_nothing(tmp_path: Path) -> None:
    done = run(town_with(tmp_path, TARIFF), write_results=False)
    assert done.results is not None
    (row,) = calibrate(done.scenario, done.results).to_dict("records")
    assert (row["standing"], row["counts"], row["official"]) == (Standing.NO_COUNTERPART, False, 151.3)
    assert (row["explanation"], row["explanation_zh"], row["problem"]) == ("no network charge", "不计输配电价", None)
    assert row["model"] != row["model"]
    assert not [one for one in done.summary.warnings if "calibration" in one.text]


FIGURES = """
  in-tens: {label: A, variable: GDP, year: 2025, unit: 亿元, value: 500, source: this test, quality: official}
  carbon: {label: B, variable: Emissions|CO2, year: 2025, unit: 10^4 t, value: 430, source: us, quality: official}
"""


def town_with(tmp_path: Path, figures: str) -> Path:
    file = tmp_path / "town.yaml"
    file.write_text(f"extends: {TUTORIAL}\ncalibration:{figures}", encoding="utf-8")
    return file


def test_a_figure_is_compared_in_its_own_unit(tmp_path: Path) -> None:
    """A billion CNY are ten times 10^8 CNY, an Mt a hundred times 10^4 t."""
    done = run(town_with(tmp_path, FIGURES), write_results=False)
    assert done.results is not None
    rows = calibrate(done.scenario, done.results).set_index("name")
    gdp, carbon = (done.results.series(name)[2025] for name in ("GDP", "Emissions|CO2"))
    assert rows.loc["in-tens", "model"] == pytest.approx(10 * gdp)
    assert rows.loc["carbon", "model"] == pytest.approx(100 * carbon)
    assert rows.loc["carbon", "error"] == pytest.approx(100 * carbon / 430 - 1)


def test_the_command_line_prints_every_line_and_exits_with_zero(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = town_with(tmp_path, FIGURES)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    done = CliRunner().invoke(app, ["check", "--calibration", str(file)])
    assert done.exit_code == 0
    assert all(word in done.output for word in ("亿元", "10^4 t", "统计值", "误差"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "Statistics" in CliRunner().invoke(app, ["check", "--calibration", str(file)]).output


def test_a_figure_of_another_dimension_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    wrong = (
        "\n  power: {label: A, variable: GDP, year: 2025, unit: TWh, value: 5, source: this test, quality: official}\n"
    )
    done = CliRunner().invoke(app, ["check", "--calibration", str(town_with(tmp_path, wrong))])
    assert done.exit_code == 2
    assert "town.yaml:3: calibration.power.unit: found unit TWh, which is not a billion CNY" in done.output
    assert "Traceback" not in done.output


def test_a_scenario_that_is_wrong_is_not_compared(tmp_path: Path) -> None:
    file = town_with(tmp_path, FIGURES)
    file.write_text(f"{file.read_text(encoding='utf-8')}peaking: {{max_level: 0.1 Mt}}\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["check", "--calibration", str(file)])
    assert (done.exit_code, "Traceback" in done.output) == (2, False)


@pytest.mark.parametrize(
    ("found", "wanted", "factor"),
    [
        ("10^4 tce", "Mtce", 0.01), ("万吨标准煤", "Mtce", 0.01), ("PJ", "EJ/yr", 0.001), ("万人", "million", 0.01),
        ("吨标准煤/万元", "tce/10^4 CNY", 1.0), ("kg/CNY", "t/10^4 CNY", 10.0), ("TWh", "Mtce", 3.6 / 29.3076),
        ("亿千瓦时", "TWh", 0.1), ("million vehicles", "million vehicles", 1.0), ("Mt CO2", "Mt CO2/yr", 1.0),
    ],
)  # fmt: skip
def test_units_of_published_figures(found: str, wanted: str, factor: float) -> None:
    assert figure_factor(found, wanted) == pytest.approx(factor, rel=1e-12)


@pytest.mark.parametrize(("found", "wanted"), [("Mt CH4", "Mt CO2/yr"), ("km", "Mt"), ("bananas", "Mt"), ("", "Mt")])
def test_another_gas_or_dimension_is_refused(found: str, wanted: str) -> None:
    with pytest.raises(UnitError):
        figure_factor(found, wanted)

"""The base year of Amsterdam and of Greater Mendoza against the balances that they come from, sector by carrier."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from carbonsim.results.flows import yearly_flows
from tests.cities.solved import CITIES, solved

WITHIN = 0.03
ROWS = list(csv.DictReader(Path(__file__).with_name("balances.csv").open(encoding="utf-8")))


def sector_of(city: str, sector: str, branch: str) -> str:
    """Return the sector of the statistics that a branch of the model is counted in."""
    if sector == "buildings":
        return "households" if branch == "homes" else "buildings"
    return {"land": "agriculture" if city == "amsterdam" else "irrigation"}.get(sector, sector)


def model_balance(city: str) -> dict[tuple[str, str], float]:
    """Return final energy of the base year in TJ by sector and commodity, as the twin's optimum has it."""
    run = solved(CITIES[city][0])
    system, solution = run.plans.system, run.plans.plan
    taken = yearly_flows(system, solution).taken
    year = system.years.base_year
    used = taken[(taken["year"] == year) & (taken["sector"] != "energy")]
    found: dict[tuple[str, str], float] = defaultdict(float)
    for row in used.itertuples():
        found[sector_of(city, str(row.sector), str(row.branch)), str(row.commodity)] += 1000.0 * float(row.value)
    return found


@pytest.mark.parametrize("city", CITIES)
def test_the_base_year_is_the_balance(city: str) -> None:
    published: dict[tuple[str, str], float] = defaultdict(float)
    for row in ROWS:
        if row["city"] == city and row["kind"] == "final":
            published[row["sector"], row["commodity"]] += float(row["value_TJ"])
    model = model_balance(city)
    assert set(model) == set(published)
    for key, value in published.items():
        assert model[key] == pytest.approx(value, rel=WITHIN), key


@pytest.mark.parametrize("city", CITIES)
def test_plants_made_what_the_statistics_say(city: str) -> None:
    """Fuel that went into plants, and what wind and sun gave, within 3 % too."""
    run = solved(CITIES[city][0])
    system, solution = run.plans.system, run.plans.plan
    flows, year = yearly_flows(system, solution), system.years.base_year
    rows = [row for row in ROWS if row["city"] == city and row["kind"] == "plant"]
    assert rows
    for row in rows:
        table = flows.given if row["commodity"] == "electricity_supply" else flows.taken
        mine = table[(table["year"] == year) & (table["technology"] == row["sector"])]
        amount = 1000.0 * float(mine[mine["commodity"] == row["commodity"]]["value"].sum())
        assert amount == pytest.approx(float(row["value_TJ"]), rel=WITHIN), row["sector"]


def test_every_figure_has_a_source() -> None:
    assert all(row["source"] and row["year"] for row in ROWS)

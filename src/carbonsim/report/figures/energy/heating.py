"""Heat in a north-eastern winter: who warms the city on the coldest day, and through the year."""

from __future__ import annotations

import pandas as pd

from carbonsim.messages.message import message
from carbonsim.report.colours import COLOURS, colour
from carbonsim.report.content import Content
from carbonsim.report.figures.chart import Chart, Choice, Trace, area, axis, bar, hover, rounded, titled, with_choices
from carbonsim.report.figures.emissions.emissions import model_source
from carbonsim.report.figures.energy.dispatch import (
    chosen_years,
    coldest,
    day_lengths,
    heat_table,
    season_name,
    time_of_day,
)
from carbonsim.report.figures.marked import Marked
from carbonsim.report.words import GW, Language, amount, legend, number, word
from carbonsim.scenario.hourly.dates import day_name

ORDER = {name: place for place, name in enumerate(COLOURS)}


def cold_day(content: Content, language: Language = "en") -> Chart | None:
    """Draw the heat of the coldest part of the year by source, over the years: what must not fail."""
    table = heat_table(content)
    if table.empty:
        return None
    season, part = coldest(table)
    chosen = table[(table["season"] == season) & (table["day_part"] == part)]
    grid = chosen.pivot_table(index="group", columns="year", values="value", aggfunc="sum", fill_value=0.0)
    years, factor = list(content.years), GW.factor(language)
    grid = grid.reindex(columns=years, fill_value=0.0)
    traces = [
        area(
            legend(str(group), language),
            years,
            [rounded(float(value) * factor) for value in grid.loc[group]],
            colour(str(group)),
            hovertemplate=hover(GW, language),
        )
        for group in sorted(grid.index, key=lambda name: ORDER.get(name, len(ORDER)))
    ]
    when = message("{season}, {part}", season=season_name(season, language), part=time_of_day(part, language))
    scope = message("Scope: district heat at source, mean of {when}", when=when).rendered(language)
    return Chart(
        "cold_day",
        word("Heat on the coldest days", language),
        _cold_finding(grid, years, language),
        scope,
        GW.name(language),
        model_source(content, language),
        traces,
        {"yaxis": titled(GW.name(language))},
    )


def _cold_finding(grid: pd.DataFrame, years: list[int], language: Language) -> str:
    totals = grid.sum()
    most = int(max(years, key=lambda year: totals[year]))
    last = years[-1]
    main = str(grid[last].idxmax())
    share = number(100 * float(grid[last].max()) / float(totals[last]), 2) if totals[last] else "0"
    told = amount(float(totals[most]), GW, language)
    return message(
        "The coldest hours need most heat in {most}, {told}; by {last} {word} carries {share}% of it",
        most=most,
        told=told,
        last=last,
        word=word(main, language),
        share=share,
    ).rendered(language)


def heat_seasons(content: Content, language: Language = "en") -> Chart | None:
    """Draw the mean heat load of each season by source; a bar is as wide as its season is long."""
    table, seasons = heat_table(content), day_lengths(content)
    if table.empty or not seasons:
        return None
    views = {
        str(year): _seasons(content, table, year, seasons, language)
        for year in chosen_years(content)
        if year in set(table["year"])
    }
    start = str(content.focus_year)
    choice = Choice(word("Year", language), tuple((key, key) for key in views), start=start if start in views else "")
    return with_choices(views, choice)


def _seasons(content: Content, table: pd.DataFrame, year: int, seasons: dict[str, float], language: Language) -> Chart:
    load = _season_load(content, table[table["year"] == year])
    order = sorted(seasons, key=lambda season: -float(load[season].sum()) if season in load else 0.0)
    starts, day = {}, 0.0
    for season in order:
        starts[season] = day
        day += seasons[season]
    names = [Marked("<br>").join(season_name(season, language).split(" ")) for season in order]
    traces: list[Trace] = [
        bar(
            legend(str(group), language),
            [starts[season] for season in order],
            [
                rounded(float(load.at[group, season]) * GW.factor(language)) if season in load else 0.0
                for season in order
            ],
            colour(str(group)),
            width=[seasons[season] for season in order],
            offset=0,
            customdata=names,
            hovertemplate=Marked("%{customdata}: ") + hover(GW, language),
        )
        for group in sorted(load.index, key=lambda name: ORDER.get(name, len(ORDER)))
    ]
    # Short seasons stand close: every second name hangs a line lower.
    hung = [name if place % 2 == 0 else Marked("<br>") * (1 + names[place - 1].count("<br>")) + name
            for place, name in enumerate(names)]  # fmt: skip
    middles = [starts[season] + seasons[season] / 2 for season in order]
    layout = {
        "barmode": "stack",
        "bargap": 0,
        "hovermode": "closest",
        "yaxis": titled(GW.name(language)),
        "xaxis": axis("xaxis", tickvals=middles, ticktext=hung, range=[0, day], tickformat="", dtick=None, tickangle=0),
    }
    return Chart(
        "heat_seasons",
        word("Heat load through the year", language),
        _season_finding(load, order[0], year, language),
        message("Scope: district heat at source, {year}; width of a bar: days of the season", year=year).rendered(
            language
        ),
        GW.name(language),
        model_source(content, language),
        traces,
        layout,
    )


def _season_load(content: Content, table: pd.DataFrame) -> pd.DataFrame:
    """Return the mean load by group and season: day-parts weighed by their hours."""
    time = getattr(content.scenario, "time", None)
    parts = getattr(time, "day_parts", None) or {}
    hours = {name: _hours(part) for name, part in parts.items()}
    whole = sum(hours.values()) or 1.0
    weights = table["day_part"].map(hours).fillna(whole / max(table["day_part"].nunique(), 1)) / whole
    weighed = table.assign(value=table["value"] * weights)
    return weighed.pivot_table(index="group", columns="season", values="value", aggfunc="sum", fill_value=0.0)


def _hours(part: object) -> float:
    hours = getattr(part, "hours", 24.0)
    return float(hours.at(0)) if hasattr(hours, "at") else float(hours)


def _season_finding(load: pd.DataFrame, season: str, year: int, language: Language) -> str:
    cold = load[season] if season in load else load.iloc[:, 0]
    total = float(cold.sum())
    main = str(cold.idxmax())
    share, told = number(100 * float(cold.max()) / total, 2) if total else "0", amount(total, GW, language)
    name = season_name(season, language)
    if day_name(season) is not None:
        return message(
            "On {day} of {year} the mean load is {told}; {word} gives {share}% of it",
            day=name, year=year, told=told, word=word(main, language), share=share,
        ).rendered(language)  # fmt: skip
    return message(
        "In the {name} of {year} the mean load is {told}; {word} gives {share}% of it",
        name=name,
        year=year,
        told=told,
        word=word(main, language),
        share=share,
    ).rendered(language)

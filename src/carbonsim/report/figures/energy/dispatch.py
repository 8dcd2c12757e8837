"""How power and heat run on typical days."""

from __future__ import annotations

import pandas as pd

from carbonsim.messages.message import Value, counting, message
from carbonsim.report.colours import COLOURS, INK, MUTED, colour
from carbonsim.report.content import Content
from carbonsim.report.figures.chart import Chart, Choice, Layout, Trace, bar, hover, titled, with_choices
from carbonsim.report.figures.emissions.emissions import boundary, model_source
from carbonsim.report.figures.marked import Marked
from carbonsim.report.figures.panels import PANEL
from carbonsim.report.words import GW, Language, amount, legend, number, word
from carbonsim.scenario.hourly.dates import day_name, part_name
from carbonsim.system.calendar import season_days, time_slices

ORDER = {name: place for place, name in enumerate(COLOURS)}
GAP, ROW_GAP = 0.07, 0.2  # between panels, of width and height
WHOLE = 0.05  # days: as far as a count may be from a whole number


def chosen_years(content: Content) -> list[int]:
    """Return the years that snapshots are drawn for: milestones, the focus year and the last."""
    wanted = {*(content.milestones.all if content.milestones else ()), content.focus_year}
    return [year for year in content.years if year in wanted]


def season_name(season: str, language: Language) -> str:
    """Say a season's key as a reader would: a typical day by its date."""
    if (date := day_name(season)) is not None:
        return date.rendered(language)
    return word(season.replace("_", " ").replace("-", " "), language)


def time_of_day(part: str, language: Language) -> str:
    """Say the key of a part of the day as a reader would."""
    if (hours := part_name(part)) is not None:
        return hours.rendered(language)
    return word(part.replace("_", " "), language)


def day_lengths(content: Content) -> dict[str, float]:
    """Return the days of each season."""
    time = getattr(content.scenario, "time", None)
    if getattr(time, "time_slices", None):
        return season_days(time_slices(content.scenario))
    seasons = getattr(time, "seasons", None) or {}
    return {
        name: float(one.days.at(0)) if hasattr(one.days, "at") else float(one.days) for name, one in seasons.items()
    }


def counted_days(days: float) -> Value:
    """Say how many days there are: whole ones are counted."""
    whole = round(days)
    if abs(days - whole) < WHOLE:
        return counting("{count} day", "{count} days", whole)
    return message("{days} days", days=number(days, 3))


def heat_table(content: Content) -> pd.DataFrame:
    """Return the supply of district heat of every year, season and day-part, empty where there is none."""
    table = None if content.main is None else content.main.dispatch
    if table is None or table.empty:
        return pd.DataFrame(columns=["group", "year", "season", "day_part", "value"])
    return table[table["commodity"].isin(["heat_supply", "district_heat"]) & (table["value"] > 1e-6)]


def coldest(table: pd.DataFrame) -> tuple[str, str]:
    """Return the season and day-part of the highest heat load."""
    load = table.groupby(["season", "day_part", "year"])["value"].sum().groupby(["season", "day_part"]).max()
    season, part = load.idxmax()
    return str(season), str(part)


def dispatch(content: Content, language: Language = "en") -> Chart | None:
    """Draw power on a deep-winter, a winter and a summer day, and heat on the deep-winter day, for several years."""
    views = {}
    for year in chosen_years(content) if content.years else ():
        chart = _dispatch(content, year, language)
        if chart is not None:
            views[str(year)] = chart
    if not views:
        return None
    start = str(content.focus_year)
    choice = Choice(word("Year", language), tuple((key, key) for key in views), start=start if start in views else "")
    return with_choices(views, choice)


def _dispatch(content: Content, year: int, language: Language) -> Chart | None:
    table = _dispatch_table(content, year)
    if table is None or table.empty:
        return None
    winter, summer = _seasons(table)
    typical = _typical(content, table, winter)
    hours = _hours(content, table)
    wanted = [("electricity", winter), ("electricity", summer), ("heat", winter)]
    if typical:
        wanted.insert(1, ("electricity", str(typical)))
    if summer == winter:
        wanted = [("electricity", winter), ("heat", winter)]
    panels = [(kind, season, part) for kind, season in wanted if not (part := _day(table, kind, season)).empty]
    traces: list[Trace] = []
    seen: set[str] = set()
    for place, (_, _, part) in enumerate(panels):
        traces += _panel(part, hours, place, seen, language)
    return Chart(
        "dispatch",
        word("Dispatch on typical days", language),
        _dispatch_finding(year, table, winter, language),
        boundary(language) + (message("; year {year}", year=year).rendered(language)),
        GW.name(language),
        model_source(content, language),
        traces,
        _panel_layout(panels, day_lengths(content), language),
        1.6 if len(panels) == 4 else 1.1,
        wide=True,
    )


def _dispatch_table(content: Content, year: int) -> pd.DataFrame | None:
    if content.main is None:
        return None
    table = content.main.dispatch
    if table is None or table.empty:
        return None
    table = table[(table["year"] == year) & (table["value"].abs() > 1e-6)]
    kind = table["commodity"].map(
        {
            "electricity_supply": "electricity",
            "electricity": "electricity",
            "heat_supply": "heat",
            "district_heat": "heat",
        }
    )
    supply = {"electricity": "electricity_supply", "heat": "heat_supply"}
    at_source = [supply.get(name) for name in kind] == table["commodity"]
    keep = at_source if at_source.any() else kind.notna()
    return table.assign(kind=kind)[keep]


def _seasons(table: pd.DataFrame) -> tuple[str, str]:
    """Return the coldest season (most heat, else most power) and the one named summer (else with least)."""
    which = "heat" if (table["kind"] == "heat").any() else "electricity"
    chosen = table[(table["kind"] == which) & (table["value"] > 0)]
    load = chosen.groupby("season")["value"].sum()
    all_seasons = list(table["season"].unique())
    summer = next((name for name in all_seasons if "summer" in name), None)
    return str(load.idxmax()), str(summer or load.reindex(all_seasons, fill_value=0.0).idxmin())


def _typical(content: Content, table: pd.DataFrame, winter: str) -> str | None:
    """Return the winter season beside the coldest: the one called so, or the heated typical day of most days.

    Heated is a day with a third of the heat of the coldest; some is asked for all year.
    """
    load = table[(table["kind"] == "heat") & (table["value"] > 0)].groupby("season")["value"].sum()
    heated = set(load.index[load >= load.max() / 3])
    others = [str(name) for name in table["season"].unique() if name != winter]
    days = {name: length for name, length in day_lengths(content).items() if day_name(name) and name in heated}
    most = max((name for name in others if name in days), key=lambda name: days[name], default=None)
    return "winter" if "winter" in others else most


def _hours(content: Content, table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return where each day-part starts and how long it is."""
    time = getattr(content.scenario, "time", None)
    parts = getattr(time, "day_parts", None) or dict.fromkeys(table["day_part"].unique())
    lengths = {name: _length(part, 24 / len(parts)) for name, part in parts.items()}
    starts, clock = {}, 0.0
    for name, length in lengths.items():
        starts[name] = (clock, length)
        clock += length
    return starts


def _length(part: object, default: float) -> float:
    hours = getattr(part, "hours", default)
    return float(hours.at(0)) if hasattr(hours, "at") else float(hours)


def _day(table: pd.DataFrame, kind: str, season: str) -> pd.DataFrame:
    chosen = table[(table["kind"] == kind) & (table["season"] == season)]
    return chosen.groupby(["group", "day_part"], as_index=False)["value"].sum()


def _panel(
    part: pd.DataFrame, hours: dict[str, tuple[float, float]], place: int, seen: set[str], language: Language
) -> list[Trace]:
    traces, factor = [], GW.factor(language)
    axes = {"xaxis": f"x{place + 1}" if place else "x", "yaxis": f"y{place + 1}" if place else "y"}
    names = list(hours)
    grid = part.set_index(["group", "day_part"])["value"].unstack(fill_value=0.0).reindex(columns=names, fill_value=0.0)
    for group in sorted(grid.index, key=lambda name: ORDER.get(name, len(ORDER))):
        numbers = [round(float(value) * factor, 4) for value in grid.loc[group]]
        traces.append(
            bar(
                legend(group, language),
                [hours[name][0] for name in names],
                numbers,
                colour(group),
                width=[hours[name][1] for name in names],
                offset=0,
                legendgroup=group,
                showlegend=group not in seen,
                hovertemplate=hover(GW, language),
                customdata=[time_of_day(name, language) for name in names],
                **axes,
            )
        )
        seen.add(group)
    return traces


def _panel_layout(panels: list[tuple[str, str, pd.DataFrame]], days: dict[str, float], language: Language) -> Layout:
    """Put the panels side by side; four in two rows."""
    layout: Layout = {
        "barmode": "relative",
        "bargap": 0,
        "annotations": [],
        "legend": {"x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top", "traceorder": "reversed"},
        "margin": {"l": 64, "r": 16, "t": 44, "b": 56},
    }
    columns, rows = (2, 2) if len(panels) == 4 else (max(len(panels), 1), 1)
    width, height = (1 - GAP * (columns - 1)) / columns, (1 - ROW_GAP * (rows - 1)) / rows
    for place, (kind, season, _) in enumerate(panels):
        row, column = divmod(place, columns)
        left, top, suffix = column * (width + GAP), 1 - row * (height + ROW_GAP), str(place + 1) if place else ""
        layout[f"xaxis{suffix}"] = {
            "domain": [left, left + width],
            "anchor": f"y{suffix}",
            "showline": True,
            "linecolor": MUTED,
            "showgrid": False,
            "tickvals": [0, 6, 12, 18, 24],
            "range": [0, 24],
            "title": {"text": word("Hour of the day", language), "font": {"color": MUTED, "size": 12}, "standoff": 4},
        }
        layout[f"yaxis{suffix}"] = {
            **titled(GW.name(language) if column == 0 else ""),
            "domain": [max(top - height, 0.0), top],
            "anchor": f"x{suffix}",
            "zeroline": True,
            "zerolinecolor": INK,
            "nticks": 6,
        }
        if place and kind == panels[0][0]:
            layout[f"yaxis{suffix}"]["matches"] = "y"
        layout["annotations"].append(_title(_panel_name(kind, season, days, language), left, top, suffix))
    return layout


def _title(text: str, left: float, top: float, suffix: str) -> Layout:
    return {
        "name": f"{PANEL}{suffix}",
        "text": Marked("<b>{}</b>").format(text),
        "x": left,
        "y": top + 0.01,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14},
    }


def _panel_name(kind: str, season: str, days: dict[str, float], language: Language) -> str:
    name = season_name(season, language)
    if day_name(season) is not None and season in days:
        name = message("{day} ({days} like it)", day=name, days=counted_days(days[season])).rendered(language)
    if kind == "electricity":
        return message("Electricity, {season}", season=name).rendered(language)
    return message("District heat, {season}", season=name).rendered(language)


def _dispatch_finding(year: int, table: pd.DataFrame, winter: str, language: Language) -> str:
    power = table[(table["kind"] == "electricity") & (table["season"] == winter)]
    up = power[power["value"] > 0]
    parts = up.groupby("day_part")["value"].sum()
    if parts.empty:
        return word("Dispatch on typical days", language)
    tight, level = str(parts.idxmax()), float(parts.max())
    first = up[up["day_part"] == tight].groupby("group")["value"].sum()
    main, share = str(first.idxmax()), 100 * float(first.max()) / level
    told, when, name = amount(level, GW, language), time_of_day(tight, language), season_name(winter, language)
    by, part = word(main, language), number(share, 2)
    if day_name(winter) is not None:
        return message(
            "On {day} of {year} most power is supplied in the {when}, {told}; {main} gives {share}% of it",
            day=name, year=year, when=when, told=told, main=by, share=part,
        ).rendered(language)  # fmt: skip
    return message(
        "On a {season} day of {year} most power is supplied in the {when}, {told}; {main} gives {share}% of it",
        season=name, year=year, when=when, told=told, main=by, share=part,
    ).rendered(language)  # fmt: skip

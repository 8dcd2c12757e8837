"""Power, heat and final energy: by source over the years, and on typical days."""

from __future__ import annotations

from typing import Any

import pandas as pd

from carbonsim.report.colours import COLOURS, INK, MUTED, colour
from carbonsim.report.content import Content, Series
from carbonsim.report.figures.chart import Chart, Trace, area, bar, hover, titled, values
from carbonsim.report.figures.emissions import model_source
from carbonsim.report.words import GW, PJ, PJ_FINAL, TWH, Language, Unit, amount, legend, number, word

ORDER = {name: place for place, name in enumerate(COLOURS)}
CLEAN_POWER = ("wind", "solar", "hydro", "biomass", "waste", "nuclear")
COAL = ("coal CHP", "coal", "coal boiler")
PJ_PER_EJ = 1000.0


def _ordered(children: dict[str, Series]) -> list[str]:
    return sorted(children, key=lambda name: ORDER.get(name, len(ORDER)))


def _stack(content: Content, children: dict[str, Series], unit: Unit, language: Language) -> list[Trace]:
    """Layer groups above zero, and what is negative in some year (exports) below."""
    years, traces = list(content.years), []
    for name in _ordered(children):
        series = children[name]
        for sign, group in ((1, "up"), (-1, "down")):
            part = {year: value for year, value in series.items() if value * sign > 1e-9}
            if part:
                title = name if sign > 0 or name not in ("net import", "import") else name.replace("import", "export")
                traces.append(
                    area(
                        legend(title, language),
                        years,
                        values(part, unit, language, years),
                        colour(title),
                        group,
                        hovertemplate=hover(unit, language),
                    )
                )
    return traces


def _total(children: dict[str, Series], year: int) -> float:
    return sum(series.get(year, 0.0) for series in children.values())


def _share(children: dict[str, Series], names: tuple[str, ...], year: int) -> float:
    total = sum(max(series.get(year, 0.0), 0.0) for series in children.values())
    return (
        100 * sum(max(children[name].get(year, 0.0), 0.0) for name in names if name in children) / total
        if total
        else 0.0
    )


def _boundary(language: Language) -> str:
    return "Scope: within the city boundary" if language == "en" else "口径：市域行政区划"


def _yearly(
    content: Content,
    language: Language,
    *,
    name: str,
    topic: str,
    variable: str,
    unit: Unit,
    finding: str,
    scope: str = "",
) -> Chart | None:
    children = content.children(variable)
    if not children:
        return None
    layout = {"yaxis": titled(unit.name(language))}
    return Chart(
        name,
        word(topic, language),
        finding,
        scope or _boundary(language),
        unit.name(language),
        model_source(content, language),
        _stack(content, children, unit, language),
        layout,
    )


def generation(content: Content, language: Language = "en") -> Chart | None:
    """Draw electricity by source, imports included."""
    variable = "Generation|Electricity"
    children = content.children(variable)
    if not children:
        return None
    first, last = content.years[0], content.focus_year or content.years[-1]
    clean = [number(_share(children, CLEAN_POWER, year), 2) for year in (first, last)]
    finding = (
        f"Clean sources supply {clean[0]}% of electricity in {first} and {clean[1]}% in {last}"
        if language == "en"
        else f"非化石能源供电占比由{first}年的{clean[0]}%变为{last}年的{clean[1]}%"
    )
    scope = "Scope: generation in the city plus net import" if language == "en" else "口径：市域发电量加净调入"
    return _yearly(
        content,
        language,
        name="generation",
        topic="Electricity by source",
        variable=variable,
        unit=TWH,
        finding=finding,
        scope=scope,
    )


def capacity(content: Content, language: Language = "en") -> Chart | None:
    """Draw installed power capacity by group."""
    power, storage = content.children("Capacity by Group|Electricity"), content.children("Capacity by Group|Storage")
    children = power | {name: series for name, series in storage.items() if "heat" not in name}
    if not children:
        return None
    first, last = content.years[0], content.years[-1]
    renewable = [sum(children.get(name, {}).get(year, 0.0) for name in ("wind", "solar")) for year in (first, last)]
    told = [amount(value, GW, language) for value in renewable]
    finding = (
        f"Wind and solar capacity goes from {told[0]} in {first} to {told[1]} in {last}"
        if language == "en"
        else f"风电、太阳能发电装机由{first}年的{told[0]}变为{last}年的{told[1]}"
    )
    layout = {"yaxis": titled(GW.name(language))}
    return Chart(
        "capacity",
        word("Installed capacity", language),
        finding,
        _boundary(language),
        GW.name(language),
        model_source(content, language),
        _stack(content, children, GW, language),
        layout,
    )


def heat(content: Content, language: Language = "en") -> Chart | None:
    """Draw district heat by source."""
    variable = "Generation|Heat"
    children = content.children(variable)
    if not children:
        return None
    first, last = content.years[0], content.years[-1]
    coal = [number(_share(children, COAL, year), 2) for year in (first, last)]
    finding = (
        f"Coal supplies {coal[0]}% of district heat in {first} and {coal[1]}% in {last}"
        if language == "en"
        else f"燃煤供热占集中供热的比重由{first}年的{coal[0]}%变为{last}年的{coal[1]}%"
    )
    scope = "Scope: district heat at source" if language == "en" else "口径：集中供热热源出口"
    return _yearly(
        content,
        language,
        name="heat",
        topic="District heat by source",
        variable=variable,
        unit=PJ,
        finding=finding,
        scope=scope,
    )


# Reader's carrier → IAMC variable under Final Energy; the first that is there wins.
CARRIERS: dict[str, tuple[str, ...]] = {
    "coal": ("Solids|Coal",),
    "biomass": ("Solids|Biomass",),
    "waste": ("Solids|Waste",),
    "oil": ("Liquids",),
    "gas": ("Gases",),
    "district heat": ("Heat",),
    "electricity": ("Electricity",),
    "hydrogen": ("Hydrogen",),
    "solar heat": ("Solar",),
}


def final_energy(content: Content, language: Language = "en") -> Chart | None:
    """Draw final energy by carrier."""
    children = _carriers(content)
    if not children:
        return None
    first, last = content.years[0], content.years[-1]
    electric = [number(_share(children, ("electricity",), year), 2) for year in (first, last)]
    finding = (
        f"Electricity is {electric[0]}% of final energy in {first} and {electric[1]}% in {last}"
        if language == "en"
        else f"电能占终端用能比重由{first}年的{electric[0]}%变为{last}年的{electric[1]}%"
    )
    scope = "Scope: final energy, calorific value" if language == "en" else "口径：终端消费，电热当量法"
    layout = {"yaxis": titled(PJ_FINAL.name(language))}
    return Chart(
        "final_energy",
        word("Final energy by carrier", language),
        finding,
        scope,
        PJ_FINAL.name(language),
        model_source(content, language),
        _stack(content, children, PJ_FINAL, language),
        layout,
    )


def _carriers(content: Content) -> dict[str, Series]:
    found: dict[str, Series] = {}
    for carrier, names in CARRIERS.items():
        for name in names:
            series = content.series(f"Final Energy|{name}")
            if any(value > 1e-9 for value in series.values()):
                found[carrier] = {year: value * PJ_PER_EJ for year, value in series.items()}
                break
    return found


def dispatch(content: Content, language: Language = "en") -> Chart | None:
    """Draw power on a deep-winter and a summer day of the focus year, and heat on the winter day."""
    table = _dispatch_table(content)
    if table is None or table.empty:
        return None
    winter, summer = _seasons(table)
    hours = _hours(content, table)
    wanted = [("electricity", winter), ("electricity", summer), ("heat", winter)]
    if summer == winter:
        wanted = wanted[::2]
    panels = [(kind, season, part) for kind, season in wanted if not (part := _day(table, kind, season)).empty]
    traces: list[Trace] = []
    seen: set[str] = set()
    for place, (_, _, part) in enumerate(panels):
        traces += _panel(part, hours, place, seen, language)
    return Chart(
        "dispatch",
        word("Dispatch on typical days", language),
        _dispatch_finding(content, table, winter, language),
        _boundary(language) + (f"; year {content.focus_year}" if language == "en" else f"；{content.focus_year}年"),
        GW.name(language),
        model_source(content, language),
        traces,
        _panel_layout(panels, language),
        1.1,
    )


def _dispatch_table(content: Content) -> pd.DataFrame | None:
    if content.main is None:
        return None
    table = content.main.dispatch
    if table is None or table.empty:
        return None
    table = table[(table["year"] == content.focus_year) & (table["value"].abs() > 1e-6)]
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


def _length(part: Any, default: float) -> float:
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
    grid = part.pivot_table(index="group", columns="day_part", values="value", aggfunc="sum", fill_value=0.0)
    grid = grid.reindex(columns=names, fill_value=0.0)
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
                customdata=[word(name, language) for name in names],
                **axes,
            )
        )
        seen.add(group)
    return traces


def _panel_layout(panels: list[tuple[str, str, pd.DataFrame]], language: Language) -> dict[str, Any]:
    layout: dict[str, Any] = {
        "barmode": "relative",
        "bargap": 0,
        "annotations": [],
        "legend": {"x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top", "traceorder": "reversed"},
    }
    gap, count = 0.07, max(len(panels), 1)
    width = (1 - gap * (count - 1)) / count
    for place, (kind, season, _) in enumerate(panels):
        suffix, left = (str(place + 1) if place else ""), place * (width + gap)
        ticks = {"tickvals": [0, 6, 12, 18, 24], "range": [0, 24]}
        title = {"text": word("Hour of the day", language), "font": {"color": MUTED, "size": 12}}
        base = titled(GW.name(language) if place == 0 else "")
        layout[f"xaxis{suffix}"] = {
            "domain": [left, left + width],
            "anchor": f"y{suffix}",
            "showline": True,
            "linecolor": MUTED,
            "title": title,
            "showgrid": False,
            **ticks,
        }
        layout[f"yaxis{suffix}"] = {**base, "anchor": f"x{suffix}", "zeroline": True, "zerolinecolor": INK}
        if place and kind == panels[0][0]:
            layout[f"yaxis{suffix}"]["matches"] = "y"
        layout["annotations"].append(
            {
                "text": f"<b>{_panel_name(kind, season, language)}</b>",
                "x": left,
                "y": 1.02,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 14},
            }
        )
    layout["margin"] = {"l": 64, "r": 16, "t": 44, "b": 56}
    return layout


def _panel_name(kind: str, season: str, language: Language) -> str:
    what = {"electricity": ("Electricity", "电力"), "heat": ("District heat", "集中供热")}[kind]
    name = word(season.replace("_", " ").replace("-", " "), language)
    return f"{what[0]}, {name}" if language == "en" else f"{what[1]}，{name}"


def _dispatch_finding(content: Content, table: pd.DataFrame, winter: str, language: Language) -> str:
    power = table[(table["kind"] == "electricity") & (table["season"] == winter)]
    up = power[power["value"] > 0]
    parts = up.groupby("day_part")["value"].sum()
    if parts.empty:
        return word("Dispatch on typical days", language)
    tight, level = str(parts.idxmax()), float(parts.max())
    first = up[up["day_part"] == tight].groupby("group")["value"].sum()
    main, share = str(first.idxmax()), 100 * float(first.max()) / level
    told = amount(level, GW, language)
    when, season = word(tight.replace("_", " "), language), word(winter.replace("_", " "), language)
    if language == "zh":
        return (
            f"{content.focus_year}年{season}{when}供电最多，为{told}，其中{word(main, language)}占{number(share, 2)}%"
        )
    most = f"On a {season} day of {content.focus_year} most power is supplied in the {when}, {told}"
    return f"{most}; {word(main, language)} gives {number(share, 2)}% of it"

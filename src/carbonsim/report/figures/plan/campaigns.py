"""Campaigns: the wedges from no campaign to the plan, and the cost curve."""

from __future__ import annotations

from carbonsim.analysis.campaigns.tables import WORDS
from carbonsim.analysis.summary.records import CampaignRecord
from carbonsim.messages.label import Label
from carbonsim.messages.message import message, rendered
from carbonsim.report.colours import BRANCHES, INK, MUTED, PLAN
from carbonsim.report.content import EMISSIONS, Content, Series
from carbonsim.report.figures.chart import Chart, Trace, area, axis, bar, hover, line, rounded, titled, values
from carbonsim.report.figures.emissions.emissions import emission_unit, model_source, scope_words
from carbonsim.report.figures.marked import Marked
from carbonsim.report.words import CNY_PER_TONNE, Language, Unit, amount, number, word

SHARED = {"overlap": "#d3d8dc", "optimiser": "#9aa3ab"}
SMALLEST = 1e-4  # Mt


def campaign_rows(content: Content) -> list[CampaignRecord]:
    """Return the campaigns of the summary, empty where none was measured."""
    return list(content.summary.campaigns)


def campaign_colours(content: Content) -> dict[str, str]:
    """Return the colour of every campaign, the same in every figure."""
    names = [str(row.name) for row in campaign_rows(content)]
    return {**{name: BRANCHES[place % len(BRANCHES)] for place, name in enumerate(names)}, **SHARED}


def wedges(content: Content, language: Language = "en") -> Chart | None:
    """Draw what lies between emissions without campaigns and the plan, wedge by wedge."""
    plan = content.series(EMISSIONS, "plan")
    if content.wedges.empty or not plan:
        return None
    unit, shades, years = emission_unit(content), campaign_colours(content), list(content.years)
    found = _wedges(content, language)
    floor = area(
        word("Plan", language),
        years,
        values(plan, unit, language, years),
        "rgba(11,95,165,0.06)",
        "up",
        hoverinfo="skip",
        showlegend=False,
        meta="mark",
    )
    traces: list[Trace] = [floor]
    shown: set[str] = set()
    for name, told, series in found:
        for group, keep in (("up", 1), ("down", -1)):
            part = {year: value for year, value in series.items() if value * keep > SMALLEST}
            if part:
                numbers = values(part, unit, language, years)
                layer = area(told, years, numbers, shades[name], group, hovertemplate=hover(unit, language))
                traces.append({**layer, "legendgroup": name, "showlegend": name not in shown})
                shown.add(name)
    traces += _edges(content, plan, found, unit, language)
    layout = {
        "yaxis": titled(unit.name(language)),
        "xaxis": axis("xaxis", range=[content.plan_from or years[0], years[-1]]),
    }
    return Chart(
        "wedges",
        word("Wedges of the campaigns", language),
        _wedge_finding(found, wedge_year(content), unit, language),
        scope_words(content, language),
        unit.name(language),
        model_source(content, language),
        traces,
        layout,
        1.2,
        wide=True,
    )


Found = list[tuple[str, str, Series]]


def _wedges(content: Content, language: Language) -> Found:
    found: Found = []
    for name, part in content.wedges.groupby("name", sort=False):
        own = Label(str(part["label"].iloc[0]), str(part["label_zh"].iloc[0]))
        told = rendered(WORDS.get(str(name), own), language)
        series = {int(year): float(value) for year, value in zip(part["year"], part["value"], strict=True)}
        found.append((str(name), told, series))
    return sorted(found, key=lambda one: (one[0] in SHARED, -sum(one[2].values())))


def _edges(content: Content, plan: Series, found: Found, unit: Unit, language: Language) -> list[Trace]:
    years = list(content.years)
    without = {year: plan[year] + sum(series.get(year, 0.0) for _, _, series in found) for year in years}
    edges = (("Without campaigns", without, INK, "4px,3px"), ("Plan", plan, PLAN, "solid"))
    return [
        line(
            word(name, language),
            years,
            values(series, unit, language, years),
            shade,
            line={"dash": dash, "width": 2.5},
            hovertemplate=hover(unit, language),
        )
        for name, series, shade, dash in edges
    ]


def wedge_year(content: Content) -> int:
    """Return the year for which abatement is told: the end of the first five-year plan."""
    return content.years[-1] if content.milestones is None else content.milestones.first


def _wedge_finding(found: Found, year: int, unit: Unit, language: Language) -> str:
    own = [(told, series.get(year, 0.0)) for name, told, series in found if name not in SHARED]
    most, size = max(own, key=lambda one: one[1])
    told, whole = amount(size, unit, language), amount(sum(value for _, value in own), unit, language)
    return message(
        "In {year} the campaigns avoid {whole}; the largest part is “{most}”, {told}",
        year=year,
        whole=whole,
        most=most,
        told=told,
    ).rendered(language)


def cost_curve(content: Content, language: Language = "en") -> Chart | None:
    """Draw the cost of a tonne of each campaign, as wide as what it avoids over the horizon, cheapest first."""
    rows = [row for row in campaign_rows(content) if _price(row) is not None and _tonnes(row) > SMALLEST]
    if not rows:
        return None
    rows.sort(key=lambda row: _price(row) or 0.0)
    unit, shades = emission_unit(content), campaign_colours(content)
    factor, traces, start = unit.factor(language), [], 0.0
    for row in rows:
        width = rounded(_tonnes(row) * factor)
        name = Label(row.label, row.label_zh).rendered(language)
        bounds = sorted(
            value for value in (row.cost_per_tonne_first_in, row.cost_per_tonne_last_out) if value is not None
        )
        reach = f"{number(bounds[0])}–{number(bounds[-1])}"
        traces.append(
            bar(
                name,
                [start],
                [rounded(_price(row) or 0.0)],
                shades[str(row.name)],
                width=[width],
                offset=0,
                customdata=[f"{reach} {CNY_PER_TONNE.name(language)}; {amount(_tonnes(row), unit, language)}"],
                hovertemplate=Marked("%{{customdata}}<extra>{}</extra>").format(name),
                meta="plain",
            )
        )
        start += width
    layout = {
        "xaxis": axis(
            "xaxis",
            tickformat=",",
            dtick=None,
            tick0=None,
            title={
                "text": f"{word('Avoided over the horizon', language)}, {unit.name(language)}",
                "font": {"color": MUTED},
            },
        ),
        "yaxis": {
            **titled(CNY_PER_TONNE.name(language)),
            "rangemode": "normal",
            "zeroline": True,
            "zerolinecolor": INK,
        },
        "hovermode": "closest",
        "bargap": 0,
    }
    return Chart(
        "cost_curve",
        word("Abatement cost curve", language),
        _curve_finding(rows, language),
        scope_words(content, language),
        CNY_PER_TONNE.name(language),
        model_source(content, language),
        traces,
        layout,
        wide=True,
    )


def _price(row: CampaignRecord) -> float | None:
    known = [price for price in (row.cost_per_tonne_first_in, row.cost_per_tonne_last_out) if price is not None]
    return sum(known) / len(known) if known else None


def _tonnes(row: CampaignRecord) -> float:
    return ((row.cumulative_first_in_Mt or 0.0) + (row.cumulative_last_out_Mt or 0.0)) / 2.0


def _curve_finding(rows: list[CampaignRecord], language: Language) -> str:
    saving = [row for row in rows if (_price(row) or 0.0) < 0.0]
    dear = rows[-1]
    name, price = Label(dear.label, dear.label_zh), number(_price(dear) or 0.0)
    return message(
        "{saving} of {rows} campaigns save money; dearest is “{name}”, {price} CNY/t",
        saving=len(saving),
        rows=len(rows),
        name=name,
        price=price,
    ).rendered(language)

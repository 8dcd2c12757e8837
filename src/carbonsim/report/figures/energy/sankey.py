"""The flow of energy from sources through plants and networks to users, year by year."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.report.colours import colour
from carbonsim.report.content import Content, Series
from carbonsim.report.figures.chart import Chart, Choice, Trace, rounded, with_choices
from carbonsim.report.figures.emissions.emissions import model_source
from carbonsim.report.figures.marked import Marked
from carbonsim.report.words import PJ_FINAL, Language, amount, legend, number, word

FLOW = "Energy Flow"
PLANTS = ("power plants", "heat plants")
NETWORKS = ("electricity", "district heat")
SMALLEST = 0.05  # PJ a year
FADED = 0.42


def sankey(content: Content, language: Language = "en") -> Chart | None:
    """Draw the flows of every model year, one shown at a time."""
    links = {pair: series for name, series in content.tree(FLOW).items() if len(pair := tuple(name.split("|"))) == 2}
    if not links:
        return None
    views = {str(year): _year(content, links, year, language) for year in content.years}
    options = tuple((str(year), str(year)) for year in content.years)
    choice = Choice(word("Year", language), options, "slider", str(content.focus_year or content.years[-1]))
    return with_choices(views, choice)


def _year(content: Content, links: dict[tuple[str, ...], Series], year: int, language: Language) -> Chart:
    shown = {pair: series.get(year, 0.0) for pair, series in links.items() if series.get(year, 0.0) > SMALLEST}
    scope = message("Scope: energy inside the city boundary, calorific value, {year}", year=year).rendered(language)
    return Chart(
        "sankey",
        word("Energy flows", language),
        _finding(shown, year, language),
        scope,
        PJ_FINAL.name(language),
        model_source(content, language),
        [_trace(shown, language)],
        {"margin": {"l": 16, "r": 16, "t": 20, "b": 20}},
        1.35,
        wide=True,
    )


def _trace(shown: dict[tuple[str, ...], float], language: Language) -> Trace:
    nodes = list(dict.fromkeys(name for pair in shown for name in pair))
    nodes.sort(key=_column)
    place = {name: index for index, name in enumerate(nodes)}
    unit = PJ_FINAL.name(language)
    return {
        "type": "sankey",
        "arrangement": "snap",
        "valueformat": ",.4~r",
        "valuesuffix": f" {unit}",
        "node": {
            "label": [legend(_reader(name), language) for name in nodes],
            "color": [colour(_reader(name)) for name in nodes],
            "pad": 16,
            "thickness": 18,
            "line": {"width": 0},
            "hovertemplate": Marked("%{label}: %{value:,.4~r} ") + unit + Marked("<extra></extra>"),
        },
        "link": {
            "source": [place[pair[0]] for pair in shown],
            "target": [place[pair[1]] for pair in shown],
            "value": [rounded(value * PJ_FINAL.factor(language)) for value in shown.values()],
            "color": [_faded(colour(_reader(pair[0]))) for pair in shown],
            "hovertemplate": Marked("%{source.label} → %{target.label}: %{value:,.4~r} ")
            + unit
            + Marked("<extra></extra>"),
        },
    }


def _column(name: str) -> int:
    return 1 if name in PLANTS else 2 if name in NETWORKS else 3 if name.lower() == name and name in USERS else 0


# Users as the flows name them, and as readers know them.
USERS = {
    "industry": "Industry",
    "transport": "Transport",
    "residential": "Residential",
    "commercial": "Commercial",
    "land": "Land",
    "losses": "losses",
    "export": "export",
}


def _reader(name: str) -> str:
    return USERS.get(name, name)


def _faded(shade: str) -> str:
    red, green, blue = (int(shade[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{FADED})"


def _finding(shown: dict[tuple[str, ...], float], year: int, language: Language) -> str:
    entering: dict[str, float] = {}
    targets = {pair[1] for pair in shown}
    for (source, _), value in shown.items():
        if source not in targets:
            entering[source] = entering.get(source, 0.0) + value
    whole = sum(entering.values())
    if not whole:
        return word("Energy flows", language)
    most = max(entering, key=lambda name: entering[name])
    share, told = number(100 * entering[most] / whole, 2), amount(whole, PJ_FINAL, language)
    lost = number(100 * sum(value for pair, value in shown.items() if pair[1] == "losses") / whole, 2)
    return message(
        "Of {told} that enter in {year}, {word} is {share}%; {lost}% is lost on the way",
        told=told,
        year=year,
        word=word(most, language),
        share=share,
        lost=lost,
    ).rendered(language)

"""Emissions over the years: what they are made of, and the words that every figure of them shares."""

from __future__ import annotations

from carbonsim.analysis.accounts.differences import OF_EMISSIONS, emissions_differ
from carbonsim.analysis.peaking import PeakStatus, highest_year, without_peak
from carbonsim.messages.message import Message, Wording, in_context, message
from carbonsim.report.colours import HISTORY, PALETTE, colour
from carbonsim.report.content import EMISSIONS, Content, Series, attribute
from carbonsim.report.figures.chart import Chart, Choice, Trace, area, hover, line, titled, values, with_choices
from carbonsim.report.peak_years import plateau_within, share, window_years
from carbonsim.report.words import READERS_UNITS, Language, Unit, amount, legend, number, within, word, wording
from carbonsim.units import ResultUnit

# By what is counted: the series told directly by sector, and by user.
SPLITS = {
    "co2": (EMISSIONS, "Emissions by User"),
    "gases": ("All-gas Emissions", "All-gas Emissions by User"),
}


def nothing_emitted(content: Content) -> bool:
    """Say whether no gas is emitted and none taken up, so that there is no path to draw."""
    totals = [content.series(direct) for direct, _ in SPLITS.values()]
    return all(without_peak(total.values()) == PeakStatus.NOTHING_EMITTED for total in totals if total)


def emission_unit(content: Content, variable: str = EMISSIONS) -> Unit:
    """Return the unit emissions are told in: the readers' for Mt, else the data's own."""
    own = content.units.get(variable, ResultUnit.MT_CO2_A_YEAR)
    return READERS_UNITS.get(own, Unit(own, own))


MORE = {"process": message("process CO₂"), "land": in_context("scope", "land")}  # what a scope may count besides
WHERE = {
    "territorial": message("inside the city boundary"),
    "administrative": message("inside the city boundary plus net imported power"),
    "gross_imports": message("inside the city boundary plus all imported power"),
}


def scope_words(content: Content, language: Language) -> str:
    """Say the accounting scope as a reader finds it above a chart."""
    return counted_scope(content).rendered(language)


def counted_scope(content: Content) -> Message:
    """Return the accounting scope as a reader finds it above a chart."""
    return message("Scope: {counted}", counted=what_counts(content))


def what_counts(content: Content) -> Message:
    """Say what the accounting scope counts: the emission of a data set, or gases, where, and what besides."""
    if not content.sectors:
        emission = content.summary.emission or "–"
        return message("all regions of the data set: {emission}", emission=emission)
    choice = attribute(content.scenario, "scope")
    where: Wording = WHERE.get(content.scope) or wording(content.scope)
    told = message("CO₂, {where}", where=where)
    if getattr(choice, "gases", "co2") == "all":
        told = message("all greenhouse gases, {where}", where=where)
    more = [words for name, words in MORE.items() if getattr(choice, name, False)]
    return message("{counted}; with {more}", counted=told, more=together(more)) if more else told


def together(words: list[Message]) -> Message:
    """Return one or two names as a list."""
    if len(words) == 1:
        return words[0]
    return in_context("counted", "{first} and {last}", first=words[0], last=words[-1])


def data_scope(language: Language) -> str:
    """Say what a data set without sectors counts: all that is in it."""
    return message("Scope: all regions of the data set").rendered(language)


def split_scope(content: Content, gases: bool, language: Language, *, by_user: bool = False) -> str:
    """Say the scope of a split of emissions: which gases, and where power and heat are counted."""
    text = scope_words(content, language)
    if gases:
        gwp = attribute(content.scenario, "scope.gwp") or ""
        told = message("Scope: CO₂, CH₄ and N₂O of all sources and sinks, net imported power included")
        if gwp:
            told = message(
                "Scope: CO₂, CH₄ and N₂O of all sources and sinks ({gwp}), net imported power included", gwp=gwp
            )
        text = told.rendered(language)
    if by_user:
        text += message("; power and heat counted where they are used").rendered(language)
    return text


def boundary(language: Language) -> str:
    """Say that a figure counts what is inside the city."""
    return message("Scope: within the city boundary").rendered(language)


def model_source(content: Content, language: Language) -> str:
    """Say where plotted model results come from."""
    name = content.text("name", language)
    return message("carbonsim, scenario “{name}”", name=name).rendered(language)


def plateau_years(content: Content) -> tuple[int, int] | None:
    """Return the first and last year of the plateau, if the verdict names one longer than two years."""
    return plateau_within(content.summary.peak.plateau)


def against_twin(content: Content, unit: Unit, language: Language) -> str:
    """Say what the peaking target changes: nothing, the years after the peak, or the peak itself."""
    plan, twin = content.series(EMISSIONS), content.series(EMISSIONS, "twin")
    if content.drawn != "plan" or not twin or content.binding is None:
        return ""
    if not content.binding:
        return message(", as it would without a peaking target").rendered(language)
    year, level = highest_year(twin)
    alike = {highest_year(plan)[0], *window_years(content.summary.peak)}
    if year in alike and not emissions_differ(level - highest_year(plan)[1], level):
        return _later(plan, twin, unit, language)
    told = amount(level, unit, language)
    return message("; without the peaking target it would be {year}, at {told}", year=year, told=told).rendered(
        language
    )


def _later(plan: Series, twin: Series, unit: Unit, language: Language) -> str:
    gaps = {year: twin.get(year, level) - level for year, level in plan.items()}
    most = max(gaps, key=lambda year: gaps[year])
    if not emissions_differ(gaps[most], twin.get(most, plan[most])):
        least = share(OF_EMISSIONS)
        return message("; the target makes no difference of {least} in any year", least=least).rendered(language)
    told = amount(gaps[most], unit, language)
    return message("; the target leaves the peak as it is and cuts {told} in {most}", told=told, most=most).rendered(
        language
    )


def sectors(content: Content, language: Language = "en") -> Chart | None:
    """Draw what emissions are made of as a stack: by sector, by user, or one sector by the fuel it burns."""
    if not content.children(EMISSIONS) or nothing_emitted(content):
        return None
    views = {}
    for gas, (direct, user) in SPLITS.items():
        for split, variable in (("direct", direct), ("user", user)):
            if content.children(variable):
                views[f"{split}-{gas}"] = _stack(content, variable, direct, language)
    for sector in content.children(EMISSIONS):
        if content.children(f"Emissions by Carrier|{sector}"):
            views[sector] = _carriers(content, sector, language)
    if len(views) == 1:
        return views["direct-co2"]
    return with_choices(views, _splits(views, language))


def _splits(views: dict[str, Chart], language: Language) -> Choice:
    named = {
        "direct-co2": "CO₂ by sector",
        "user-co2": "CO₂ by user",
        "direct-gases": "All gases by sector",
        "user-gases": "All gases by user",
    }
    options = [(key, word(term, language)) for key, term in named.items() if key in views]
    options += [(name, legend(name, language)) for name in views if name not in named]
    return Choice(word("Emissions counted", language), tuple(options))


def _layers(content: Content, children: dict[str, Series], unit: Unit, language: Language) -> list[Trace]:
    years = list(content.years)
    order = sorted(children, key=lambda name: -sum(children[name].values()))
    return [
        area(
            content.called(name, language, legend),
            years,
            values(children[name], unit, language, years),
            colour(name) if content.sectors else PALETTE[place % len(PALETTE)],
            "up" if min(children[name].values()) >= -1e-9 else "down",
            hovertemplate=hover(unit, language),
            meta={"opens": name},
        )
        for place, name in enumerate(order)
    ]


def _total_line(content: Content, total: Series, unit: Unit, language: Language) -> Trace:
    years = list(content.years)
    return line(
        word("Total", language),
        years,
        values(total, unit, language, years),
        HISTORY,
        line={"width": 1.5},
        hovertemplate=hover(unit, language),
    )


def _stack(content: Content, variable: str, direct: str, language: Language) -> Chart:
    children, unit = content.children(variable), emission_unit(content, direct)
    traces = [
        *_layers(content, children, unit, language),
        _total_line(content, content.series(direct), unit, language),
    ]
    return Chart(
        "sectors",
        word("Emissions by sector" if content.sectors else "Emissions by technology", language),
        _sectors_finding(content, children, content.series(direct), unit, language),
        split_scope(content, direct != EMISSIONS, language, by_user=variable != direct),
        unit.name(language),
        model_source(content, language),
        traces,
        {"yaxis": titled(unit.name(language))},
        1.1,
        wide=True,
    )


def _carriers(content: Content, sector: str, language: Language) -> Chart:
    """Draw one sector by the fuel that its technologies burn most of."""
    children, unit = content.children(f"Emissions by Carrier|{sector}"), emission_unit(content)
    total = content.series(f"{EMISSIONS}|{sector}")
    year = content.focus_year or content.years[-1]
    most = max(children, key=lambda carrier: children[carrier].get(year, 0.0))
    share = number(100 * children[most].get(year, 0.0) / (total.get(year) or 1.0), 2)
    finding = message(
        "{name} emits {told} in {year}; {fuel} is {share}% of it",
        name=wording(sector),
        told=amount(total.get(year, 0.0), unit, language),
        year=year,
        fuel=within(most, language),
        share=share,
    ).rendered(language)
    return Chart(
        "sectors",
        word("Emissions by sector", language),
        finding,
        split_scope(content, False, language),
        unit.name(language),
        model_source(content, language),
        [*_layers(content, children, unit, language), _total_line(content, total, unit, language)],
        {"yaxis": titled(unit.name(language))},
        1.1,
        wide=True,
    )


def _sectors_finding(
    content: Content, children: dict[str, Series], total: Series, unit: Unit, language: Language
) -> str:
    first, last = content.years[0], content.years[-1]
    change = {name: series.get(last, 0.0) - series.get(first, 0.0) for name, series in children.items()}
    largest = max(children, key=lambda name: children[name].get(first, 0.0))
    share = 100 * children[largest].get(first, 0.0) / (total.get(first) or 1.0)
    falls = min(change, key=lambda name: change[name])
    fall, most = amount(-change[falls], unit, language), number(share, 2)
    name = content.called(largest, language, legend)
    told = message("{name} made {share}% of emissions in {first}", name=name, share=most, first=first)
    if change[falls] < 0 and falls == largest:
        told = message(
            "{name} made {share}% of emissions in {first}; it falls most by {last}, by {fall}",
            name=name, share=most, first=first, last=last, fall=fall,
        )  # fmt: skip
    elif change[falls] < 0:
        other = content.called(falls, language, within)
        told = message(
            "{name} made {share}% of emissions in {first}; {other} falls most by {last}, by {fall}",
            name=name, share=most, first=first, other=other, last=last, fall=fall,
        )  # fmt: skip
    return told.rendered(language)

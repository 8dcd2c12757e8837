"""The report of one scenario: one HTML file that works offline."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from carbonsim.analysis.summary import absences
from carbonsim.messages.catalogue import ENGLISH, languages
from carbonsim.messages.label import TextByLanguage, in_each
from carbonsim.messages.message import Value, in_context, message, rendered
from carbonsim.report import cost_lines, verdict
from carbonsim.report.air import tables as air
from carbonsim.report.assessed import assessment_tables
from carbonsim.report.content import Content
from carbonsim.report.counted import CountedAmount, amounts_kept, parts_of, words_of
from carbonsim.report.figures import FIGURES, SCREENS, Chart
from carbonsim.report.figures.plan.campaigns import wedge_year
from carbonsim.report.first_steps import rows as first_steps
from carbonsim.report.peak_years import window_line
from carbonsim.report.security import ceilings, last_resort
from carbonsim.report.tables import (
    campaign_parts,
    campaigns,
    choices,
    demands,
    foresight,
    history,
    inventory,
    last_purchases,
    leaks,
    method,
    objective_parts,
    policies,
    records,
    targets,
)
from carbonsim.report.words import FAMILIES, LANGUAGE, MASSES, READERS_UNITS, SIZES, Language, number, word, wording

Drawn = dict[str, dict[Language, Chart]]
Shown = TypeVar("Shown")
RESOLVED = "scenario.resolved.yaml"
LIBRARY = "plotly.min.js"


class StudyScreen(Protocol):
    """What a study of many solves puts on the page of a run: figures, a sentence and tables."""

    @property
    def figures(self) -> Mapping[str, Callable[[Any, Language], Chart | None]]:
        """The figures, each drawn of the study itself."""


def write_report(
    content: Content, path: Path, files: Mapping[str, bytes] | None = None, futures: StudyScreen | None = None
) -> None:
    """Write the report of one scenario; `files` are carried inside, and `futures` are a screen of their own."""
    path.write_text(render_report(content, files, futures), encoding="utf-8")


def render_report(
    content: Content, files: Mapping[str, bytes] | None = None, futures: StudyScreen | None = None
) -> str:
    """Return the report as HTML."""
    with amounts_kept():
        return _report(content, {RESOLVED: method.resolved_text(content).encode(), **(files or {})}, futures)


def _report(content: Content, carried: Mapping[str, bytes], futures: StudyScreen | None) -> str:
    charts = draw(content, FIGURES)
    beside = draw(futures, futures.figures) if futures is not None else {}
    screens = {name: [chart for chart in names if chart in charts] for name, names in SCREENS.items()}
    return str(
        template("report.html").render(
            content=content,
            charts=charts,
            futures=futures,
            beside=beside,
            wide_beside=widened([*beside], beside),
            screens={name: names for name, names in screens.items() if names},
            wide={one for names in screens.values() for one in widened(names, charts)},
            badge=verdict.badge(content),
            sentence=verdict.sentence(content),
            second=verdict.second_line(content),
            rule=verdict.rule_label_of(content),
            window=window_line(content.summary.peak),
            tiles=verdict.tiles(content),
            explanation=content.explanation,
            warnings=[in_each(one.rendered) for one in content.summary.warnings],
            conflict=content.summary.conflict,
            absent=absences,
            method=method,
            history=history,
            policies=policies,
            objective=objective_parts,
            costing=cost_lines,
            choosing=choices,
            ending=last_purchases,
            first=first_steps,
            answering=demands,
            sight=foresight,
            added=campaign_parts,
            leaks=leaks,
            resort=last_resort,
            held=ceilings,
            air=air,
            targets=targets,
            assessed=assessment_tables(content.summary),
            actions=campaigns.actions(content),
            wedge_year=wedge_year(content) if content.years else "",
            target_groups=targets.groups(content),
            budget=targets.budget_rows(content),
            **_records(content),
            title=content.own("name"),
            description=content.own("description"),
            equations=method.equation_rows(),
            files=downloads({name: data for name, data in carried.items() if data}),
            views=downloads({"views.json": packed_views({**charts, **beside}, method.inputs(content.data))}),
            island=island(
                {
                    "charts": packed({**charts, **beside}),
                    "stem": content.stem,
                    **page_texts(),
                    **unit_families({**charts, **beside}),
                }
            ),
            **shared(),
        )
    )


def _records(content: Content) -> dict[str, object]:
    """Return what the tables of record show: budgets, projects, actuals, published series and the inventory."""
    found = {
        "budgets": records.budgets(content),
        "district_tables": records.district_tables(content),
        "economy": records.economy_table(content.summary),
        "projects": records.projects(content),
        "actuals": records.actuals(content),
    }
    return {
        **found,
        "recorded": any(found.values()),
        "economy_title": records.ECONOMY,
        "series": records.published(content),
        "emission_unit": records.emission_unit_label(content),
        "inventory": inventory,
        "counted": not content.inventory.empty,
    }


def widened(names: list[str], charts: Drawn) -> set[str]:
    """Return the charts that take the whole width: those that want to, and any that would stand beside a gap."""
    wide, pair = set(), False
    for place, name in enumerate(names):
        ahead = charts[names[place + 1]]["en"].wide if place + 1 < len(names) else True
        if charts[name]["en"].wide or (ahead and not pair):
            wide.add(name)
            pair = False
        else:
            pair = not pair
    return wide


def draw(shown: Shown, figures: Mapping[str, Callable[[Shown, Language], Chart | None]]) -> Drawn:
    """Draw every figure that there is of a scenario, or of several, in every language."""
    drawn: Drawn = {}
    for name, figure in figures.items():
        charts = {language: chart for language in languages() if (chart := figure(shown, language)) is not None}
        if charts:
            drawn[name] = charts
    return drawn


def packed(charts: Drawn) -> dict[str, object]:
    """Return charts as the page's script reads them, each in the view shown first."""
    return {
        name: {language: _packed(chart) for language, chart in versions.items()} for name, versions in charts.items()
    }


def packed_views(charts: Drawn, inputs: dict[str, object] | None = None) -> bytes:
    """Return the other views of the charts and the table of inputs as JSON; they travel compressed, being many."""
    views = {
        name: {language: _others(chart) for language, chart in versions.items()}
        for name, versions in charts.items()
        if versions["en"].views
    }
    whole = {"charts": views, "inputs": inputs}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _packed(chart: Chart) -> dict[str, object]:
    whole = _view(chart)
    if not chart.choices:
        return whole
    choices = [{"name": one.name, "kind": one.kind, "options": one.options, "role": one.role} for one in chart.choices]
    return {**whole, "choices": choices, "start": ".".join(one.start or one.options[0][0] for one in chart.choices)}


def _others(chart: Chart) -> dict[str, object]:
    whole = _view(chart)
    return {
        key: {part: value for part, value in _view(view).items() if value != whole.get(part)}
        for key, view in chart.views.items()
    }


def _view(chart: Chart) -> dict[str, object]:
    unit = words_of(chart.unit)
    view = {
        **{part: _as_data(drawn, unit) for part, drawn in chart.drawn().items()},
        "finding": _as_data(chart.finding),
        "unit": unit,
        "scope": _as_data(chart.scope),
        "source": chart.source,
        "tall": chart.height,
    }
    rows = [[words_of(cell) if isinstance(cell, str) else cell for cell in row] for row in chart.rows]
    return {**view, "rows": rows} if rows else view


def _as_data(drawn: Any, unit: str | None = None) -> Any:
    """Return traces, a layout or a text with the amounts of its texts as data: `told` is a list of words and amounts.

    Numbers of a chart are counted in one `unit`: the name of another that stands alone, as on an axis, is a word.
    """
    if isinstance(drawn, str):
        parts = [part if unit is None or _of_the_kind(part, unit) else part[0] for part in parts_of(drawn)]
        amounts = [part for part in parts if isinstance(part, CountedAmount)]
        told = [part._asdict() if isinstance(part, CountedAmount) else part for part in parts]
        return {"told": told} if amounts else "".join(map(str, parts))
    if isinstance(drawn, Mapping):
        return {key: _as_data(value, unit) for key, value in drawn.items()}
    if isinstance(drawn, list | tuple) and any(not isinstance(value, int | float) for value in drawn):
        return [_as_data(value, unit) for value in drawn]
    return drawn


def _of_the_kind(part: str | CountedAmount, unit: str) -> bool:
    """Say whether a part is told as it is: words, an amount of its own, or the unit of a chart that counts in it."""
    if isinstance(part, str) or part.value is not None:
        return True
    return unit in SIZES and SIZES[part.unit][0] == SIZES[unit][0]


def unit_families(charts: Drawn) -> dict[str, object]:
    """Return the units a reader may count in, and the families that the charts use."""
    views = (view for versions in charts.values() for one in versions.values() for view in (one, *one.views.values()))
    used = {SIZES[unit][0] for view in views if (unit := words_of(view.unit)) in SIZES}
    families = {
        family: [
            {"key": key, "size": size, "names": _each(unit.words), "button": _each(MASSES.get(key, unit).words)}
            for key, unit, size in units
        ]
        for family, units in FAMILIES.items()
    }
    names = {family: _each(partial(word, family.capitalize())) for family in FAMILIES}
    return {"units": {"sizes": SIZES, "families": families}, "families": sorted(used), "familyNames": names}


def page_texts() -> dict[str, object]:
    """Return what the script of a page tells by itself, by language."""
    undrawn = message("This browser is too old to draw the charts; the tables hold their figures.")
    qualities = {quality: _each(partial(word, quality)) for quality in method.QUALITIES if quality}
    gaps = {language: "" if language == "zh" else " " for language in languages()}
    return {"words": {"undrawn": _each(undrawn.rendered), "qualities": qualities, "gaps": gaps}}


def _each(say: Callable[[Language], str]) -> dict[Language, str]:
    return dict(in_each(say).texts)


def downloads(files: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """Return files as text to carry inside the page: how each is packed, and its content in base64."""
    made = {}
    for name, content in files.items():
        is_packed = name.endswith((".xlsx", ".gz"))
        held = content if is_packed else gzip.compress(content, 9, mtime=0)
        made[name] = ("" if is_packed else "gzip", base64.b64encode(held).decode("ascii"))
    return made


def island(data: object) -> Markup:
    """Return data as JSON that is safe inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def say(told: Value) -> Markup:
    """Return a text in every language; the page shows one."""
    span = Markup('<span lang="{}">{}</span>')
    return Markup("").join(span.format(language, _told(rendered(told, language))) for language in languages())


def all_at_once(told: Value) -> str:
    """Return a text in every language at once, for what has one text alone, such as the name of a region."""
    return " / ".join(rendered(told, language) for language in languages())


def _told(text: str) -> Markup:
    """Return a text with the value and the unit of each amount beside its words."""
    return Markup("").join(_span(part) if isinstance(part, CountedAmount) else part for part in parts_of(text))


def _span(amount: CountedAmount) -> Markup:
    facts = Markup(' data-unit="{}"').format(amount.unit)
    if amount.value is not None:
        facts += Markup(' data-value="{!r}" data-digits="{}"').format(amount.value, amount.digits)
    facts += Markup(" data-bare" if amount.bare else "")
    return Markup('<span class="amount"{}>{}</span>').format(facts, amount.words)


def term(text: str) -> Markup:
    """Say a term of the page's words in every language."""
    return say(wording(text))


def charted(versions: dict[Language, Chart], part: str) -> Markup:
    """Return one text of a chart in every language."""
    return say(TextByLanguage(tuple((language, getattr(chart, part)) for language, chart in versions.items())))


def shared() -> dict[str, object]:
    """Return what every page carries: style, script and, compressed, the library that draws its charts."""
    return {
        "style": part("page.css"),
        "script": part("page.js"),
        "library": packed_library(),
        "version": version("carbonsim"),
    }


@cache
def packed_library() -> dict[str, tuple[str, str]]:
    """Return plotly.js of the installed plotly package as a file to carry inside the page."""
    from plotly.offline import get_plotlyjs

    return downloads({LIBRARY: get_plotlyjs().encode("utf-8")})


@cache
def part(name: str) -> Markup:
    """Return a file of the page as it is."""
    return Markup((resources.files("carbonsim.report") / "parts" / name).read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("carbonsim.report", "parts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "say": say,
        "unit": lambda own: say(READERS_UNITS[own].label()),
        "each": all_at_once,
        "english": lambda told: rendered(told, ENGLISH),
        "languages": languages,
        "called": LANGUAGE.rendered,
        "wording": wording,
        "message": message,
        "in_context": in_context,
        "words": words_of,
        "t": term,
        "charted": charted,
        "number": number,
        "escape": escape,
    }
    return environment


def template(name: str) -> Any:
    """Return a template of a page."""
    return _environment().get_template(name)

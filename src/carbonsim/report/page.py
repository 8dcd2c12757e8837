"""The report of one scenario: one HTML file that works offline."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from carbonsim.report import method, verdict
from carbonsim.report.content import Content
from carbonsim.report.figures import FIGURES, SCREENS, Chart
from carbonsim.report.words import LANGUAGES, Language, label, number
from carbonsim.system.tables import Label

Drawn = dict[str, dict[Language, Chart]]


def write_report(content: Content, path: Path) -> None:
    """Write the report of one scenario."""
    path.write_text(render_report(content), encoding="utf-8")


def render_report(content: Content) -> str:
    """Return the report as HTML."""
    charts = draw(content)
    screens = {name: [chart for chart in names if chart in charts] for name, names in SCREENS.items()}
    return str(
        template("report.html").render(
            content=content,
            charts=charts,
            screens={name: names for name, names in screens.items() if names},
            badge=verdict.badge(content),
            sentence=verdict.sentence(content),
            rule=verdict.rule(content),
            tiles=verdict.tiles(content),
            explanation=content.explanation,
            method=method,
            title=_names(content),
            description=_names(content, "description"),
            equations=method.equations(),
            island=island({"charts": packed(charts), "inputs": method.inputs(content.data), "stem": content.stem}),
            **shared(),
        )
    )


def draw(content: Content) -> Drawn:
    """Draw every figure the scenario has, in both languages."""
    drawn: Drawn = {}
    for name, figure in FIGURES.items():
        charts = {language: chart for language in LANGUAGES if (chart := figure(content, language)) is not None}
        if charts:
            drawn[name] = charts
    return drawn


def packed(charts: Drawn) -> dict[str, Any]:
    """Return charts as the page's script reads them."""
    return {
        name: {
            language: {
                "data": chart.traces,
                "layout": chart.full_layout(),
                "finding": chart.finding,
                "unit": chart.unit,
                "scope": chart.scope,
                "source": chart.source,
            }
            for language, chart in versions.items()
        }
        for name, versions in charts.items()
    }


def island(data: Any) -> Markup:
    """Return data as JSON that is safe inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def say(text: Label) -> Markup:
    """Return a text in both languages; the page shows one."""
    return Markup('<span lang="en">{}</span><span lang="zh">{}</span>').format(text.en, text.zh)


def term(text: str) -> Markup:
    """Say a term of the page's words in both languages."""
    return say(label(text))


def charted(versions: dict[Language, Chart], part: str) -> Markup:
    """Return one text of a chart in both languages."""
    return say(Label(getattr(versions["en"], part), getattr(versions["zh"], part)))


def shared() -> dict[str, Any]:
    """Return what every page carries: style, script, Plotly."""
    return {
        "style": part("page.css"),
        "script": part("page.js"),
        "plotly": plotly_script(),
        "version": version("carbonsim"),
    }


@cache
def part(name: str) -> Markup:
    """Return a file of the page as it is."""
    return Markup((resources.files("carbonsim.report") / "parts" / name).read_text(encoding="utf-8"))


@cache
def plotly_script() -> Markup:
    """Return plotly.js, as Plotly ships it."""
    return Markup((resources.files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("carbonsim.report", "parts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": say, "t": term, "charted": charted, "number": number, "escape": escape}
    return environment


def template(name: str) -> Any:
    """Return a template of a page."""
    return _environment().get_template(name)


def _names(content: Content, which: Any = "name") -> Label:
    return Label(content.text(which, "en"), content.text(which, "zh"))

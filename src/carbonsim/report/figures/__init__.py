"""The figures of a report: one function a figure, from content to a chart.

Each is `figure(content, language) -> Chart | None`; None where the scenario has nothing to draw. In a notebook,
`run.figures.path()` returns the same figure as a Plotly object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from carbonsim.messages.catalogue import ENGLISH
from carbonsim.report.content import Content
from carbonsim.report.figures.by_sector.districts import districts
from carbonsim.report.figures.by_sector.industry import car_chain, industry_split
from carbonsim.report.figures.by_sector.people import people
from carbonsim.report.figures.by_sector.system import production, system_capacity
from carbonsim.report.figures.by_sector.transport import car_stock
from carbonsim.report.figures.chart import Chart
from carbonsim.report.figures.emissions.air import air_pollution
from carbonsim.report.figures.emissions.emissions import sectors
from carbonsim.report.figures.emissions.path import path
from carbonsim.report.figures.emissions.who import peaks
from carbonsim.report.figures.emissions.why import decoupling, kaya, waterfall
from carbonsim.report.figures.energy.dispatch import dispatch
from carbonsim.report.figures.energy.energy import capacity, final_energy, generation, heat
from carbonsim.report.figures.energy.heating import cold_day, heat_seasons
from carbonsim.report.figures.energy.indicators import power_indicators
from carbonsim.report.figures.energy.sankey import sankey
from carbonsim.report.figures.plan.campaigns import cost_curve, wedges
from carbonsim.report.figures.plan.costs import cost_difference, costs, investment
from carbonsim.report.figures.plan.tracker import tracker
from carbonsim.report.words import Language

if TYPE_CHECKING:
    import plotly.graph_objects as go

    Drawing = Callable[..., go.Figure]  # of the language

FIGURES: dict[str, Callable[[Content, Language], Chart | None]] = {
    figure.__name__: figure
    for figure in (
        path,
        tracker,
        waterfall,
        kaya,
        decoupling,
        sectors,
        peaks,
        industry_split,
        car_chain,
        car_stock,
        districts,
        air_pollution,
        sankey,
        generation,
        capacity,
        power_indicators,
        heat,
        cold_day,
        heat_seasons,
        final_energy,
        dispatch,
        production,
        system_capacity,
        wedges,
        cost_curve,
        costs,
        investment,
        cost_difference,
        people,
    )
}
SCREENS: dict[str, tuple[str, ...]] = {
    "path": ("path",),
    "targets": ("tracker",),
    "why": ("waterfall", "kaya", "decoupling"),
    "sectors": ("sectors", "peaks", "industry_split", "car_chain", "car_stock", "districts", "air_pollution"),
    "energy": (
        "sankey",
        "generation",
        "capacity",
        "power_indicators",
        "final_energy",
        "heat",
        "cold_day",
        "heat_seasons",
        "dispatch",
        "production",
        "system_capacity",
    ),
    "campaigns": ("wedges", "cost_curve"),
    "costs": ("costs", "investment", "cost_difference", "people"),
}


class Figures:
    """The figures of one run, each called by its name: `figures.path()`, `figures.heat("zh")`."""

    if TYPE_CHECKING:  # what `__getattr__` knows, for editors
        path: Drawing
        tracker: Drawing
        waterfall: Drawing
        kaya: Drawing
        decoupling: Drawing
        sectors: Drawing
        peaks: Drawing
        industry_split: Drawing
        car_chain: Drawing
        car_stock: Drawing
        districts: Drawing
        air_pollution: Drawing
        sankey: Drawing
        generation: Drawing
        capacity: Drawing
        power_indicators: Drawing
        heat: Drawing
        cold_day: Drawing
        heat_seasons: Drawing
        final_energy: Drawing
        dispatch: Drawing
        production: Drawing
        system_capacity: Drawing
        wedges: Drawing
        cost_curve: Drawing
        costs: Drawing
        investment: Drawing
        cost_difference: Drawing
        people: Drawing

    def __init__(self, content: Content) -> None:
        """Hold the content that figures are drawn from."""
        self._content = content

    def __repr__(self) -> str:
        return f"<Figures of {self._content.text('name', 'en')!r}: {', '.join(FIGURES)}>"

    def __dir__(self) -> list[str]:
        """List the figures for completion in a notebook."""
        return list(FIGURES)

    def __getattr__(self, name: str) -> Callable[..., go.Figure]:
        """Return the figure of this name as a function of the language."""
        if name not in FIGURES:
            raise AttributeError(f"no figure {name!r}; there are {', '.join(FIGURES)}")

        def draw(language: Language = ENGLISH) -> go.Figure:
            return _drawn(FIGURES[name](self._content, language), name)

        draw.__name__, draw.__doc__ = name, FIGURES[name].__doc__
        return draw


def _drawn(chart: Chart | None, name: str) -> go.Figure:
    if chart is None:
        raise LookupError(f"this scenario has nothing to draw for {name!r}")
    return chart.figure()


__all__ = ["FIGURES", "SCREENS", "Chart", "Figures", *FIGURES]

"""The reference, generated from the code: keys, commands, variables, indicators, the summary, Python, equations."""

from __future__ import annotations

import csv
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel

import carbonsim
from carbonsim.analysis.summary.summary import Summary
from carbonsim.cli import app
from carbonsim.messages.catalogue import ENGLISH
from carbonsim.messages.message import rendered
from carbonsim.optimization.compiling.document import equations_as_plain
from carbonsim.scenario.describing.examples_of_keys import example_of
from carbonsim.scenario.describing.keys import ScenarioKey, every_key
from carbonsim.scenario.fields import plain_type
from carbonsim.scenario.reading.shipped import shipped_scenarios

KEYS, COMMANDS, VARIABLES = "reference/keys.md", "reference/commands.md", "reference/variables.md"
INDICATORS, SUMMARY, PYTHON = "reference/indicators.md", "reference/summary.md", "reference/python.md"
EQUATIONS = "explanation/equations.md"
NAVIGATION = [KEYS, COMMANDS, VARIABLES, INDICATORS, SUMMARY, PYTHON]
Formula = Callable[[str], str]

HEADS = {  # what the first part of a variable's name says
    "Agricultural Production": "harvests and herds' products",
    "Air Pollution": "pollutants of what is burnt, by sector",
    "Air Pollution by Fuel": "the same, by fuel",
    "All-gas Emissions": "all gases of the scope, weighted by the set of potentials",
    "All-gas Emissions by User": "the same, power and heat with who uses them",
    "Capacity": "installed capacity, in the community's groups",
    "Capacity Additions": "new capacity of a year",
    "Capacity Additions by Group": "the same, in the scenario's groups",
    "Capacity by Group": "installed capacity, in the scenario's groups",
    "Carbon Intensity of Power": "CO2 per unit of electricity",
    "Clean Share of Generation": "share of electricity from sources that burn no fossil fuel",
    "CO2 per GDP": "CO2 of the scope per GDP",
    "Cost": "cost of a year by part; investment is paid when it is built",
    "Curtailed Share of Wind and Solar": "share of what wind and sun could give that is thrown away",
    "Curtailment": "electricity that is thrown away",
    "District": "emissions by district, by the stated keys",
    "Electricity Consumption": "electricity used, losses included",
    "Electricity per GDP": "electricity used per GDP",
    "Emissions": "emissions where they arise, in the community's names",
    "Emissions by Carrier": "CO2 by what is burnt",
    "Emissions by User": "CO2 of the scope, power and heat with who uses them",
    "Energy Consumption": "primary energy by the two conventions for electricity",
    "Energy Flow": "flows between carriers, plants and users, for the diagram",
    "Energy Service": "passenger- and tonne-kilometres, output and the like",
    "Energy per GDP": "energy used per GDP, coal-equivalent",
    "Farming Practice": "area or herd by practice",
    "Final Energy": "energy that users take, by sector and carrier",
    "Forest Planting": "area planted in a year",
    "Fuel without Air Factor": "fuel burnt for which no factor of a pollutant is known",
    "GDP": "gross domestic product and its structure",
    "Generation": "electricity and heat made, in the scenario's groups",
    "Indicator": "indicators of targets",
    "Industry Emissions": "emissions of industry by branch",
    "Inventory": "emissions by IPCC category",
    "Inventory by User": "the same, power and heat with who uses them",
    "Labor Force": "jobs",
    "Land Cover": "area of land by use",
    "Landfill Gas": "gas that landfills give, by what becomes of it",
    "Livestock": "heads of animals",
    "Net Import": "net purchases of power and heat",
    "Non-fossil Share": "share of non-fossil sources in energy, coal-equivalent",
    "Peaking Emissions": "what the peaking plan and the verdict count: CO2 of the scope, by sector",
    "Population": "people, urban and rural",
    "Primary Energy": "primary energy by source, direct equivalent",
    "Production": "output of industry",
    "Sales": "vehicles sold, by drivetrain",
    "Secondary Energy": "electricity, heat and other energy made, by source",
    "Services": "use and emissions of service branches",
    "Sown Area": "area sown by crop",
    "Stocks": "vehicles on the road, by drivetrain",
    "Storage": "what stores take, give and lose",
    "Straw": "straw by what becomes of it",
    "Technology": "capacity, activity and new capacity of technologies written directly",
    "Trade": "energy bought and sold",
    "Value Added": "value added by branch",
    "Waste": "refuse by what becomes of it",
}


def shipped() -> list[Path]:
    """Return the shipped scenarios whose results name the variables: single files, and the baselines of cities."""
    found = shipped_scenarios().values()
    return [entry / "baseline.yaml" if entry.is_dir() else entry for entry in found]


def pages(scenarios: Sequence[Path], *, formula: Formula = lambda latex: f"`{latex}`") -> dict[str, str]:
    """Return every generated page by its path; the scenarios are run for the names of their variables."""
    keys = {f"reference/keys-{name}.md": text for name, text in key_pages().items()}
    return {
        "reference/index.md": index_page(),
        KEYS: keys_page(),
        **keys,
        COMMANDS: commands_page(),
        VARIABLES: variables_page(scenarios),
        INDICATORS: indicators_page(),
        SUMMARY: summary_page(),
        PYTHON: python_page(),
        EQUATIONS: equations_page(formula),
    }


def index_page() -> str:
    """Return the first page of the reference."""
    told = {
        KEYS: "every key of a scenario: sentence, unit, what its absence stands for, an example",
        COMMANDS: "every command and option",
        VARIABLES: "every variable of `results.csv`, with its unit",
        INDICATORS: "what targets may be set on",
        SUMMARY: "every key of `summary.json`",
        PYTHON: "the names of `import carbonsim`",
        EQUATIONS: "sentence, formula, index and unit of every equation",
    }
    lines = [f"- [{Path(path).stem.capitalize()}](../{path}): {text}" for path, text in told.items()]
    return "\n".join(["# Reference", "", "Generated from the code when these pages are built.", "", *lines, ""])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table; a bar within a cell is written so that it does not part it."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in [list(head), ["---"] * len(head), *cells]]
    return [*lines, ""]


def _cell(text: str) -> str:
    """Return a text as it stands in a cell; what is markup already begins with its tag."""
    plain = text if text.startswith(("<code>", "<math")) else text.replace("<", "&lt;")
    return plain.replace("|", "&#124;").replace("\n", " ")


def _wide(formula: str) -> str:
    """Return a formula that is scrolled within its column where it is longer."""
    return f'<div style="overflow-x: auto">{formula}</div>' if formula.startswith("<math") else formula


def _code(text: str) -> str:
    """Return a text as code within a table, where a bar would part a cell and no escape is read."""
    return f"<code>{text.replace('&', '&amp;').replace('<', '&lt;').replace('*', '&#42;')}</code>" if text else ""


def _by_section() -> dict[str, list[ScenarioKey]]:
    found: dict[str, list[ScenarioKey]] = {}
    for key in every_key():
        found.setdefault(key.path.split(".")[0], []).append(key)
    return found


def keys_page() -> str:
    """Return the keys at the top of a scenario, each with the page of what stands below it."""
    sections = _by_section()
    rows = []
    for name, keys in sections.items():
        below = f"[{name}](keys-{name}.md)" if len(keys) > 1 else f"`{name}`"
        rows.append([below, keys[0].sentence, rendered(keys[0].words, ENGLISH), _code(keys[0].default or "")])
    return "\n".join(
        [
            "# Keys of a scenario",
            "",
            f"{len(every_key())} keys. A star in a path stands for a name of yours. `carbonsim schema KEY` tells it.",
            "",
            *_table(["key", "what it says", "to write", "if absent"], rows),
        ]
    )


def key_pages() -> Mapping[str, str]:
    """Return a page for each section at the top of a scenario."""
    return {name: _section(name, keys) for name, keys in _by_section().items() if len(keys) > 1}


def _section(name: str, keys: Sequence[ScenarioKey]) -> str:
    rows = []
    for key in keys:
        example = example_of(key)
        absent = "**required**" if key.required else _code(key.default or "")
        words = rendered(key.words, ENGLISH)
        rows.append([_code(key.path), key.sentence, words, absent, _code(example.text) if example else ""])
    head = ["key", "what it says", "to write", "if absent", "example"]
    return "\n".join([f"# {name}", "", keys[0].sentence, "", *_table(head, rows)])


def commands_page() -> str:
    """Return every command with its arguments and options."""
    group = typer.main.get_command(app)
    lines = ["# Commands", "", "`-h` tells this in the terminal.", ""]
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        lines += [f"## carbonsim {name}", "", *_paragraphs(command.help or ""), ""]
        rows = [_parameter(one) for one in command.params if not getattr(one, "hidden", False)]
        lines += _table(["argument or option", "what it does", "if absent"], rows)
    return "\n".join(lines)


def _paragraphs(help_text: str) -> Iterator[str]:
    for paragraph in inspect.cleandoc(help_text).split("\n\n"):
        text = " ".join(paragraph.split())
        yield f"`{text.removeprefix('Example: ')}`" if text.startswith("Example: ") else text
        yield ""


def _parameter(one: Any) -> list[str]:
    names = ", ".join(one.opts) if one.param_type_name == "option" else str(one.metavar or one.name)
    default = "" if one.default in (None, False) or callable(one.default) else str(one.default)
    return [_code(names), getattr(one, "help", "") or "", _code(default)]


def variables_page(scenarios: Sequence[Path]) -> str:
    """Return every variable that the scenarios give, with its unit and the first that gives it."""
    known: dict[str, dict[str, tuple[str, str]]] = {}
    for path in scenarios:
        run = carbonsim.run(path, write_results=False)
        for variable, unit in sorted(set(zip(run.table["variable"], run.table["unit"], strict=True))):
            known.setdefault(variable.split("|")[0], {}).setdefault(variable, (unit, run.scenario.name))
    lines = [
        "# Result variables", "",
        "What the shipped scenarios write into `results.csv`, in the IAMC form: bars part the levels of a name, and a",
        "middle level is the sum of those below it. Branches, groups and technologies bear the scenario's names.", "",
    ]  # fmt: skip
    for head, variables in sorted(known.items()):
        rows = [[_code(name), _code(unit), where] for name, (unit, where) in variables.items()]
        lines += [f"## {head}", "", HEADS.get(head, ""), "", *_table(["variable", "unit", "in"], rows)]
    return "\n".join(lines)


def indicators_page() -> str:
    """Return every indicator that a target may name."""
    text = resources.files("carbonsim.library").joinpath("indicators.csv").read_text(encoding="utf-8")
    rows = [
        [_code(row["name"]), row["en"], row["zh"], row["unit"], row["formula"], row["definition"]]
        for row in csv.DictReader(text.splitlines())
    ]
    return "\n".join(
        ["# Indicators", "", *_table(["indicator", "name", "中文", "unit", "formula", "definition"], rows)]
    )


def summary_page() -> str:
    """Return every key of summary.json."""
    rows = [[_code(path), text] for path, text in _summary_keys(Summary, "")]
    return "\n".join(["# summary.json", "", *_table(["key", "what it says"], rows)])


def _summary_keys(model: type[BaseModel], above: str) -> Iterator[tuple[str, str]]:
    for name, info in model.model_fields.items():
        yield f"{above}{name}", info.description or ""
        inner = plain_type(info.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel) and inner is not model:
            yield from _summary_keys(inner, f"{above}{name}.")


def python_page() -> str:
    """Return the public names with signature, sentence and, of classes, what they have."""
    lines = ["# Python", "", "`import carbonsim` costs nothing; each name is loaded when it is first asked for.", ""]
    for name in carbonsim.__all__:
        thing = getattr(carbonsim, name)
        lines += [f"## carbonsim.{name}", ""]
        if inspect.isclass(thing):
            lines += [_sentence(thing), "", *_table(["attribute", "what it is"], list(_members(thing)))]
        else:
            lines += ["```text", f"{name}{inspect.signature(thing)}", "```", "", inspect.getdoc(thing) or "", ""]
    return "\n".join(lines)


def _sentence(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")


def _members(kind: type) -> Iterator[list[str]]:
    inherited = set(dir(BaseModel)) if issubclass(kind, BaseModel) else set()
    for name, member in inspect.getmembers(kind):
        told = inspect.getdoc(member)
        if not name.startswith("_") and name not in inherited and told and member.__class__.__module__ != "typing":
            yield [_code(f"{name}()" if inspect.isroutine(member) else name), _sentence(member)]


def equations_page(formula: Formula) -> str:
    """Return every equation with its formula and what its symbols mean."""
    lines = [
        "# Equations", "",
        "Each is one function of the code, read into arrays for every run and into Pyomo where somebody asks;",
        "here stands its docstring.", "",
    ]  # fmt: skip
    for one in equations_as_plain():
        index = ", ".join(map(str, one["index"])) if isinstance(one["index"], list) else ""
        symbols = one["symbols"] if isinstance(one["symbols"], dict) else {}
        rows = [[_code(name), formula(each["symbol"]), each["meaning"], each["unit"]] for name, each in symbols.items()]
        lines += [f"## {one['name']}", "", str(one["sentence"]), "", _wide(formula(str(one["formula"]))), ""]
        lines += [f"Index: {index}; unit: {one['unit']}.", "", *_table(["name", "symbol", "what it is", "unit"], rows)]
    return "\n".join(lines)

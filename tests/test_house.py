"""The house: imports go one way through the rooms, and the top level holds what it should."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.covered_by import COVERED_BY

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "carbonsim"
TESTS = ROOT / "tests"
ROOMS = ["scenario", "system", "optimization", "results", "analysis", "report", "export"]
FOR_ALL = {"errors", "interrupts", "machine", "memory", "messages", "units", "library"}
TOP = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md",
       "src", "scenarios", "tests", "notebooks"}  # fmt: skip
MAY_STAND = {"findings", "docs", "mkdocs.yml"}
LAST = ["clock", "pipeline", "compiled", "workers", "batch", "hourly", "studies", "commands", "cli", "__main__"]


def imports_of(file: Path) -> set[str]:
    """Return the rooms and modules of carbonsim that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "carbonsim" else [f"carbonsim.{a.name}" for a in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("carbonsim.")}
    return found


def place(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_module_imports_only_from_the_rooms_to_its_left(file: Path) -> None:
    order = [*ROOMS, *LAST]
    here = place(file)
    if here == "__init__":
        return
    if here in FOR_ALL:
        assert imports_of(file) <= FOR_ALL
        return
    allowed = FOR_ALL | set(order[: order.index(here) + 1])
    assert imports_of(file) <= allowed, f"{here} imports {sorted(imports_of(file) - allowed)}"


def test_every_folder_of_the_source_is_a_room() -> None:
    folders = {entry.name for entry in SOURCE.iterdir() if entry.is_dir() and not entry.name.startswith("__")}
    assert folders == {*ROOMS, "studies", "commands", "library", "messages"}


def test_the_top_level_is_as_designed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode != 0:
        pytest.skip("not a git checkout, so the list of tracked files is not known")
    top = {line.split("/")[0] for line in tracked.stdout.splitlines()}
    visible = {name for name in top if not name.startswith(".")}
    assert visible >= TOP
    assert visible <= TOP | MAY_STAND


def test_only_one_file_names_the_solver_library() -> None:
    users = [file.name for file in SOURCE.rglob("*.py") if "import highspy" in file.read_text(encoding="utf-8")]
    assert users == ["highs.py"]


def test_only_the_optimisation_room_imports_pyomo() -> None:
    users = {place(file) for file in SOURCE.rglob("*.py") if "pyomo" in file.read_text(encoding="utf-8").lower()}
    assert users <= {"optimization", "pipeline", "compiled", "__init__"}


def test_help_loads_nothing_heavy() -> None:
    heavy = ("pyomo", "plotly", "pandas", "pint", "highspy")
    code = f"import sys, carbonsim.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def modules() -> dict[str, Path]:
    """Return every module of the source by its dotted name."""
    found = {}
    for file in SOURCE.rglob("*.py"):
        parts = file.relative_to(SOURCE.parent).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = file
    return found


def arrows() -> dict[str, set[str]]:
    """Return what each module imports of others, wherever in the file and for whatever, types included."""
    known, found = modules(), dict[str, set[str]]()
    for name, file in known.items():
        found[name] = set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found[name] |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                found[name] |= {one if one in known else node.module for one in whole}
        found[name] = {one for one in found[name] if one in known and one != name}
    return found


def circles(graph: dict[str, set[str]]) -> list[str]:
    """Return what stands in a circle: what is left when whoever leads nowhere is taken away, from both ends."""
    left = {name: set(others) for name, others in graph.items()}
    while ends := {name for name, others in left.items() if not others & left.keys()}:
        left = {name: others for name, others in left.items() if name not in ends}
    called = set().union(*left.values()) if left else set()
    while starts := {name for name in left if name not in called}:
        left = {name: others for name, others in left.items() if name not in starts}
        called = set().union(*left.values()) if left else set()
    return sorted(left)


def test_a_circle_is_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == ["b", "c"]


def test_no_import_goes_in_a_circle() -> None:
    assert circles(arrows()) == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_arrow_goes_back_up_between_the_sub_rooms_of_a_room(room: str) -> None:
    """A sub-room is a folder within a room; what stands in the room itself may call any, and be called."""
    graph: dict[str, set[str]] = {}
    known = modules()
    for name, others in arrows().items():
        if here := sub_room(known[name], room):
            graph.setdefault(here, set()).update({sub_room(known[one], room) for one in others} - {here, ""})
    assert circles(graph) == []


def sub_room(file: Path, room: str) -> str:
    parts = file.relative_to(SOURCE).parts
    return parts[1] if parts[0] == room and len(parts) > 2 else ""


MOST_FILES, MOST_ARGUMENTS = 15, 12  # of a folder; of a function, self apart
PAIRS = ("equations", "terms", "sectors")  # whose files and functions are called alike from folder to folder


def test_a_folder_can_be_taken_in_at_a_glance() -> None:
    folders = {file.parent for file in SOURCE.rglob("*.py")}
    assert not {folder.name: count for folder in folders if (count := len([*folder.glob("*.py")])) > MOST_FILES}


def test_what_is_public_has_a_name_of_its_own() -> None:
    homes: dict[str, set[str]] = {}
    for name, file in modules().items():
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name.startswith("_"):
                continue
            if isinstance(node, ast.ClassDef) or not set(name.split(".")) & set(PAIRS):
                homes.setdefault(node.name, set()).add(name)
    assert not {name: sorted(found) for name, found in homes.items() if len(found) > 1}


def test_no_function_takes_more_than_a_dozen_arguments() -> None:
    for file in modules().values():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                own = [argument for argument in given if argument.arg not in ("self", "cls")]
                assert len(own) <= MOST_ARGUMENTS, f"{file.name}: {node.name}"


MOST_OF_ANY_TYPE = 9  # times a thousand lines


def test_little_is_of_any_type() -> None:
    """What is of any type escapes the type checker: an object, a class or a name for a tree says more."""
    texts = [file.read_text(encoding="utf-8") for file in modules().values()]
    found = sum(len(re.findall(r"\bAny\b", text)) for text in texts)
    assert 1000 * found <= MOST_OF_ANY_TYPE * sum(text.count("\n") for text in texts)


NOT_OF_THE_FIELD = {  # words that charm, each with the word of the field
    "claim": "limit", "claims": "limits", "party": "limit", "parties": "limits", "clash": "conflict",
    "clashes": "conflicts", "aim": "objective",
    "endless": "unbounded", "slip": "typo", "slips": "typos", "tongue": "language",
}  # fmt: skip


COLLOQUIAL = {"told", "said", "asked", "several"}  # a public function renders, translates, demands; a form is plural


def test_no_public_name_is_colloquial() -> None:
    for file in modules().values():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                assert not COLLOQUIAL & set(node.name.lower().split("_")), f"{file.name}: {node.name}"


def identifiers(file: Path) -> set[str]:
    """Return the names that a module gives: of classes, functions, arguments, variables and fields."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found


def test_names_are_of_the_field() -> None:
    for file in modules().values():
        for name in identifiers(file):
            words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}
            assert not words & NOT_OF_THE_FIELD.keys(), f"{file.name}: {name}"


def own_test(module: Path) -> Path:
    """Return where the test file of a module's name lies: at its path below tests, a package's beside the folder."""
    place = module.relative_to(SOURCE)
    place = place.parent if place.name == "__init__.py" else place.with_suffix("")
    return TESTS / place.parent / f"test_{place.name}.py"


def holds_code(module: Path) -> bool:
    """Return whether more than a word on the folder stands in a file."""
    return any(not isinstance(node, ast.Expr) for node in ast.parse(module.read_text(encoding="utf-8")).body)


def test_every_module_has_a_test_file_of_its_name_or_one_that_is_listed() -> None:
    known = {file.relative_to(SOURCE).as_posix(): file for file in modules().values()}
    without = {name for name, file in known.items() if holds_code(file) and not own_test(file).is_file()}
    assert not without - COVERED_BY.keys(), "no test file"
    assert not COVERED_BY.keys() - known.keys(), "no such module"
    assert not COVERED_BY.keys() - without, "listed, but with a test file of its name or without code"


@pytest.mark.parametrize("module", COVERED_BY)
def test_what_covers_a_module_is_a_test_file(module: str) -> None:
    files = [TESTS / name for name in COVERED_BY[module]]
    assert files and len({*files}) == len(files)
    assert not [str(file) for file in files if not file.is_file() or not file.name.startswith("test_")]


LONGEST_FILE, LONGEST_FUNCTION = 600, 80  # lines; of a function without its arguments
NO_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
NO_WORDS = {  # the field's word is another one: snapshot → time_slice, capex → capital_cost …
    "snapshot", "slot", "cohort", "capex", "opex", "fom", "vom", "wacc", "p_nom", "eff", "obj", "marginal", "quota",
    "counterfactual",
}  # fmt: skip
FILES = sorted([*SOURCE.rglob("*.py"), *TESTS.rglob("*.py")])


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_sitting(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.body[0].lineno < LONGEST_FUNCTION, node.name


def test_names_say_what_a_thing_is() -> None:
    assert not {file.stem for file in FILES} & NO_NAMES
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            words = {node.name.lower()} if isinstance(node, ast.ClassDef | ast.FunctionDef) else set()
            if isinstance(node, ast.FunctionDef):
                words |= {argument.arg for argument in node.args.args + node.args.kwonlyargs}
            assert not words & (NO_WORDS | {"utils", "helpers", "manager"}), f"{file.name}: {words}"


def test_a_planner_writes_the_words_of_the_field() -> None:
    from carbonsim.scenario.scenario import Scenario

    def keys(model: type) -> set[str]:
        found: set[str] = set()
        waiting, seen = [model], set()
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            for name, field in here.model_fields.items():  # type: ignore[attr-defined]
                found.add(field.alias or name)
                waiting += [inner for inner in _types(field.annotation) if hasattr(inner, "model_fields")]
        return found

    written = keys(Scenario)
    assert {"peaking", "capital_cost", "lifetime", "availability", "time_slices"} <= written
    assert not written & NO_WORDS


def _types(annotation: object) -> list[type]:
    inner = getattr(annotation, "__args__", ())
    found = [annotation] if isinstance(annotation, type) else []
    return found + [one for argument in inner for one in _types(argument)]


def test_no_note_is_left_for_later() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")
    assert not [file.name for file in FILES for word in words if word in file.read_text(encoding="utf-8")]


def test_nothing_is_printed_but_by_the_command_line() -> None:
    for file in sorted(SOURCE.rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        assert not [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"], file.name


def test_a_status_of_a_solve_is_written_in_one_place() -> None:
    """Compared with or handed on by its name: a word that is spelt anew is a status that nobody knows."""
    from carbonsim.optimization.solver.status import SolveStatus

    words, found = {str(status) for status in SolveStatus} - {"error"}, []
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            compared = [*node.comparators, node.left] if isinstance(node, ast.Compare) else []
            parts = [one for part in compared for one in ast.walk(part)]
            found += [file.name for one in parts if isinstance(one, ast.Constant) and one.value in words]
    assert not found

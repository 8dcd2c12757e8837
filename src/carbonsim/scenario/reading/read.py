"""YAML files and workbooks → Scenario: `extends`, `include`, overrides, and where every value was written.

Files are read as events with marks: nothing is constructed from tags, depth and size are bounded, and every
key keeps its file and line. All findings are returned at once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, message
from carbonsim.scenario.data_set import data_set_digests
from carbonsim.scenario.decoding import decoded
from carbonsim.scenario.hourly.slices import hourly_digests
from carbonsim.scenario.parser_problems import parser_problem
from carbonsim.scenario.quantity import is_quantity
from carbonsim.scenario.reading.change import change
from carbonsim.scenario.reading.csv_tables import read_table, tables_of
from carbonsim.scenario.reading.node import Node
from carbonsim.scenario.reading.removals import idle_removals
from carbonsim.scenario.reading.sources import spread_sources
from carbonsim.scenario.reading.validate import validate
from carbonsim.scenario.reading.workbook import read_workbook
from carbonsim.scenario.reading.workbook_cells import tell_cells
from carbonsim.scenario.scenario import Baseline, Scenario
from carbonsim.scenario.typos import (
    is_there,
    key_with_full_width_colon,
    line_typo,
    meant,
    path_typo,
    unprintable,
    whole_of,
)

SectionOf = TypeVar("SectionOf", bound=BaseModel)
LARGEST_FILE = 5_000_000  # bytes; a city of ten files needs a twentieth of it
DEEPEST = 40
MOST_VALUES = 50_000  # in one file; the largest of a real city has a tenth of it
RESOLVED, WHOLE = "scenario.resolved.yaml", 20  # what a run left holds all its files and tables in one
LONGEST_CHAIN = 30
LONGEST_NAME = 250
_INTEGER = re.compile(r"[-+]?\d+$")
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$")
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False, "True": True, "False": False}
WORKBOOK, OTHER_TABLES = ".xlsx", (".xls", ".xlsm", ".et", ".ods")
_NOT_FINITE = {".nan": "nan", ".NaN": "nan", ".inf": "inf", "+.inf": "inf", "-.inf": "-inf", ".Inf": "inf"}


@dataclass
class _Reading:
    """One act of reading: what was found wrong, and the files that were read."""

    findings: list[Finding] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    chain: list[Path] = field(default_factory=list)
    root: Node | None = None  # of the `extends` chain, with what it includes

    def report(self, file: str, line: int, path: str, found: Wording, expected: Wording, advice: Wording = "") -> None:
        self.findings.append(Finding(file, line, path, found, expected, advice))


def read_scenario(path: Path | str, *, left: Sequence[int] | None = None) -> tuple[Scenario | None, list[Finding]]:
    """Read a scenario with all it extends and includes; return it, or None and every finding.

    `left` are the model years of a run that left it: its data set and its reference need not be where they were.
    """
    path = Path(path)
    reading = _Reading()
    if odd := unprintable(str(path)):
        reading.report(
            repr(str(path)),
            0,
            "",
            message("{character} in the name of the file", character=odd),
            message("printable text"),
            message("call it otherwise"),
        )
        return None, reading.findings
    if path.suffix.lower() == WORKBOOK and is_there(path):
        found, advice = (
            message("a workbook alone"),
            message("name the scenario that includes it: include: [model.yaml, {file}]", file=path.name),
        )
        reading.report(str(path), 0, "", found, message("a scenario in YAML"), advice)
        return None, reading.findings
    root = _load(path, reading, ())
    if root is None or reading.findings:
        return None, reading.findings
    plain, origins = to_plain(root), dict(_origins(root, ""))
    scenario, findings = validate(plain, origins, str(path), left=left)
    if scenario is None:
        whole = whole_of(path) if {"name", "time"} <= {finding.path for finding in findings} else ""
        return None, [_of_a_part(finding, whole) for finding in findings] if whole else tell_cells(findings)
    beside = {} if left is not None else {**data_set_digests(scenario), **hourly_digests(scenario)}
    digests = {**reading.digests, **beside}
    traced = scenario.with_trace(scenario.trace.with_files(path, digests, reading.chain))
    return traced.with_baseline(_baseline(traced, reading)).with_change(change), findings


def _baseline(scenario: Scenario, reading: _Reading) -> Baseline:
    """Return the economy of the root of the `extends` chain: that of the reference, where another file is named."""
    before, root = scenario.before_campaigns, reading.root
    if scenario.reference is not None and is_there(target := scenario.trace.beside("reference", scenario.reference)):
        elsewhere = _Reading()
        _load(target, elsewhere, ())
        root = None if elsewhere.findings else elsewhere.root
    plain = {} if root is None else to_plain(root)
    return Baseline(
        economy=_as_in("economy", plain, before.economy, scenario),
        industry=_as_in("industry", plain, before.industry, scenario),
        buildings=_as_in("buildings", plain, before.buildings, scenario),
    )


def _as_in(name: str, plain: Mapping[str, object], own: SectionOf | None, scenario: Scenario) -> SectionOf | None:
    """Return a section of the baseline: the scenario's own where it says the same, or says nothing that holds."""
    if own is None or name not in plain or plain[name] == scenario.resolved.get(name):
        return own
    try:
        return type(own).model_validate(plain[name], context={})
    except ValidationError:  # what is wrong with it is told where it is run
        return own


def _of_a_part(finding: Finding, whole: str) -> Finding:
    """Tell who asks for a part of a scenario which file includes it."""
    if finding.path != "name":
        return finding
    return replace(
        finding, advice=message("{advice}, or run {file}, which includes this file", advice=finding.advice, file=whole)
    )


def to_plain(node: Node) -> Any:
    """Return the values of a node without their places."""
    if isinstance(node.value, dict):
        return {key: to_plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [to_plain(child) for child in node.value]
    return node.value


def _origins(node: Node, path: str) -> Iterator[tuple[str, tuple[str, int]]]:
    yield path, (node.file, node.line)
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            yield from _origins(child, f"{path}.{key}" if path else str(key))
    elif isinstance(node.value, list):
        for place, child in enumerate(node.value):
            yield from _origins(child, f"{path}[{place}]")


def _load(path: Path, reading: _Reading, stack: tuple[Path, ...]) -> Node | None:
    """Load a file: first what it extends, then its includes in order, then its own keys."""
    own = _parse(path, reading)
    if own is None:
        return None
    stack = (*stack, path.resolve())
    parent = _parent(own, path, reading, stack)
    merged, root = parent or Node({}, str(path), 1), reading.root
    for include in _includes(own, path, reading, stack):
        merged = merge(merged, include)
    keys = {key: child for key, child in own.value.items() if key not in ("extends", "include")}
    if "system" in keys:
        keys["system"] = _with_tables(keys["system"], path, reading)
    own_keys = Node(keys, str(path), 1)
    for node, place, near in idle_removals(merged, own_keys):
        found, expected = message("null, which removes nothing"), message("the name of something that is inherited")
        reading.report(node.file, node.line, place, found, expected, near)
    whole = merge(_without_translations(merged, keys), own_keys)
    reading.root = whole if parent is None else root
    return whole


def _without_translations(merged: Node, keys: Mapping[str, Node]) -> Node:
    """Leave out inherited words in Chinese for what a file calls otherwise in its own words alone."""
    stale = {f"{key}_zh" for key in ("name", "description", "region") if key in keys and f"{key}_zh" not in keys}
    left = {key: child for key, child in merged.value.items() if key not in stale}
    return Node(left, merged.file, merged.line) if len(left) < len(merged.value) else merged


def _with_tables(system: Node, path: Path, reading: _Reading) -> Node:
    """Read the tables that a system names as CSV files, relative to the file that names them."""
    read: dict[str, Node] = {}
    for name, node in tables_of(system):
        target = path.parent / node.value
        if target.suffix.lower() != ".csv" or not is_there(target):
            here, found = f"system.{name}", message("no CSV file {file}", file=repr(node.value))
            expected = message("a mapping by name, or a CSV file that exists")
            reading.report(
                node.file, node.line, here, found, expected, message("check the path; it is relative to this file")
            )
            continue
        text = _text(target, reading)
        if text is not None:
            read[name] = read_table(name, text, str(target), reading.report)
    return Node({**system.value, **read}, system.file, system.line) if read else system


def _parent(own: Node, path: Path, reading: _Reading, stack: tuple[Path, ...]) -> Node | None:
    node = own.value.get("extends")
    if node is None:
        reading.chain.insert(0, path)
        return None
    if not isinstance(node.value, str):
        reading.report(node.file, node.line, "extends", _shown(node), message("one file name"))
        return None
    loaded = _follow(node, "extends", path.parent / node.value, reading, stack)
    reading.chain.append(path)
    return loaded


def _includes(own: Node, path: Path, reading: _Reading, stack: tuple[Path, ...]) -> list[Node]:
    node = own.value.get("include")
    if node is None:
        return []
    entries = node.value if isinstance(node.value, list) else [node]
    loaded: list[Node] = []
    for entry in entries:
        if not isinstance(entry.value, str):
            reading.report(
                entry.file, entry.line, "include", _shown(entry), message("a file name or a list of file names")
            )
            continue
        chain = list(reading.chain)
        found = _follow(entry, "include", _target(entry.value, path), reading, stack)
        reading.chain[:] = chain
        if found is not None:
            for earlier in loaded:
                _conflict(earlier, found, "", reading)
            loaded.append(found)
    return loaded


def _target(name: str, path: Path) -> Path:
    if name.startswith("library:"):
        folder = resources.files("carbonsim.library")
        return Path(str(folder.joinpath(f"{name.removeprefix('library:')}.yaml")))
    return path.parent / name


def _follow(node: Node, key: str, target: Path, reading: _Reading, stack: tuple[Path, ...]) -> Node | None:
    if "\0" in str(target) or len(str(node.value)) > LONGEST_NAME:
        reading.report(
            node.file, node.line, key, _shown(node), message("the name of a file"), message("check the path")
        )
        return None
    if not is_there(target):
        near = sorted(entry.name for entry in target.parent.glob("*.yaml"))[:8] if target.parent.is_dir() else []
        listed = (
            message("files there: {files}", files=tuple(near))
            if near
            else message("check the path; it is relative to this file")
        )
        advice = meant(target.name, near, listed)
        advice = message("write / between folders") if "\\" in str(node.value) else advice
        reading.report(
            node.file,
            node.line,
            key,
            message("no file {file}", file=repr(node.value)),
            message("a file that exists"),
            advice,
        )
        return None
    if target.resolve() in stack:
        chain = " → ".join(entry.name for entry in (*stack, target))
        reading.report(
            node.file,
            node.line,
            key,
            message("a circle: {chain}", chain=chain),
            message("files that do not lead back"),
            message("remove one"),
        )
        return None
    if len(stack) >= LONGEST_CHAIN:
        reading.report(
            node.file,
            node.line,
            key,
            message("more than {most} files in a chain", most=LONGEST_CHAIN),
            message("a shorter chain"),
        )
        return None
    return _load(target, reading, stack)


def merge(base: Node, over: Node) -> Node:
    """Lay one mapping over another, key by key; a quantity or a list replaces, nothing removes."""
    if not (_is_mapping(base) and _is_mapping(over)):
        return over
    merged = dict(base.value)
    for key, child in over.value.items():
        if child.value is None:
            merged.pop(key, None)
        elif key in merged:
            merged[key] = merge(merged[key], child)
        else:
            merged[key] = _without_removals(child)
    return Node(merged, over.file if over.value else base.file, over.line if over.value else base.line)


def _without_removals(node: Node) -> Node:
    if not _is_mapping(node):
        return node
    kept = {key: _without_removals(child) for key, child in node.value.items() if child.value is not None}
    return Node(kept, node.file, node.line)


def _is_mapping(node: Node) -> bool:
    return isinstance(node.value, dict) and not is_quantity(node.value)


def _conflict(one: Node, two: Node, path: str, reading: _Reading) -> None:
    if not (_is_mapping(one) and _is_mapping(two)):
        place = f"{Path(one.file).name}{f':{one.line}' if one.line else ''}"
        where = message("also set in {place}", place=place)
        reading.report(
            two.file, two.line, path, where, message("one include for one value"), message("set it in one of them only")
        )
        return
    for key in one.value.keys() & two.value.keys():
        _conflict(one.value[key], two.value[key], f"{path}.{key}" if path else str(key), reading)


_PARSED: dict[tuple[str, str], Node] = {}  # name and hash of files that were read without a finding


def _parse(path: Path, reading: _Reading) -> Node | None:
    """Read one file into nodes, once: a scenario and its reference share most of theirs."""
    workbook = path.suffix.lower() == WORKBOOK
    content = _content(path, reading)
    text = None if content is None or workbook else decoded(path, content, reading.report)
    if content is None or (text is None and not workbook):
        return None
    key = (str(path), reading.digests[str(path)])
    if key not in _PARSED:
        findings = len(reading.findings)
        node = read_workbook(path, reading.report) if text is None else _parse_text(path, text, reading)
        if node is None or len(reading.findings) > findings:
            return node
        _PARSED[key] = node
    return _PARSED[key]


def _parse_text(path: Path, text: str, reading: _Reading) -> Node | None:
    """Turn the text of a file into nodes; refuses what is too deep, not YAML or not one mapping."""
    name = str(path)
    known = len(reading.findings)
    try:
        try:
            node = _compose(text, name, reading)
        except YAMLError:  # the fast reader in C tells less of what is wrong than the slow one
            del reading.findings[known:]
            node = _compose(text, name, reading, pure=True)
    except MarkedYAMLError as error:
        marks = [mark.line + 1 for mark in (error.context_mark, error.problem_mark) if mark]
        typo = line_typo(text, min(marks), max(marks)) if marks else None
        problem = parser_problem(" ".join(str(error.problem or error.context or "").split()))
        found, advice = (typo.found, typo.advice) if typo else (problem, message("check the indentation"))
        line = typo.line if typo else marks[-1] if marks else 0
        if any(one.line == line for one in reading.findings[known:]):  # the same typo is told already
            return None
        reading.report(
            name, line, "", message("YAML that cannot be read: {problem}", problem=found), message("valid YAML"), advice
        )
        return None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        reading.report(
            name,
            line,
            "",
            message("a control character {character}", character=repr(text[error.position])),
            message("printable text"),
            message("delete it"),
        )
        return None
    except YAMLError as error:
        problem = " ".join(str(error).split())[:120]
        reading.report(
            name, 0, "", message("YAML that cannot be read: {problem}", problem=problem), message("valid YAML")
        )
        return None
    except _RefusedError as refused:
        reading.report(name, refused.line, "", refused.found, refused.expected)
        return None
    if node is None or node.value in (None, {}):
        reading.report(name, 1, "", message("an empty file"), message("a mapping of keys"))
        return None
    if not isinstance(node.value, dict):
        reading.report(name, node.line, "", _shown(node), message("a mapping of keys"))
        return None
    return spread_sources(node, Scenario, reading.report)


def _text(path: Path, reading: _Reading) -> str | None:
    content = _content(path, reading)
    return None if content is None else decoded(path, content, reading.report)


def _content(path: Path, reading: _Reading) -> bytes | None:
    """Return the bytes of a file and remember their hash; refuses what is absent, too large or another table."""
    name = str(path)
    if not is_there(path):
        found, advice = path_typo(path)
        reading.report(name, 0, "", found, message("a scenario file"), advice)
        return None
    if path.suffix.lower() in OTHER_TABLES:
        found, advice = (
            message("a {suffix} file", suffix=path.suffix),
            message("save it as an Excel workbook (.xlsx) and include that"),
        )
        reading.report(name, 0, "", found, message("a scenario in YAML or a workbook in .xlsx"), advice)
        return None
    size, largest = path.stat().st_size, LARGEST_FILE * (WHOLE if path.name == RESOLVED else 1)
    if size > largest:
        found, expected = (
            message("a file of {size} MB", size=f"{size / 1e6:.7g}"),
            message("at most {largest} MB", largest=f"{largest / 1e6:.0f}"),
        )
        reading.report(name, 0, "", found, expected, message("a scenario holds no raw data"))
        return None
    content = path.read_bytes()
    reading.digests[name] = hashlib.sha256(content).hexdigest()
    return content


class _RefusedError(Exception):
    """A file that is not read on: too deep, or with aliases."""

    def __init__(self, line: int, found: Wording, expected: Wording) -> None:
        super().__init__(str(found))
        self.line, self.found, self.expected = line, found, expected


def _compose(text: str, name: str, reading: _Reading, *, pure: bool = False) -> Node | None:
    """Build nodes from parser events, with an explicit stack of open mappings and lists."""
    events = YAML(typ="safe", pure=pure).parse(text)
    root: Node | None = None
    stack: list[tuple[Node, list[Node]]] = []  # open container, keys waiting for a value
    most = MOST_VALUES * (WHOLE if Path(name).name == RESOLVED else 1)
    for count, event in enumerate(events):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if count > most:
            raise _RefusedError(line, message("more than {most} keys and values", most=most), message("a smaller file"))
        if isinstance(event, AliasEvent):
            raise _RefusedError(
                line, message("an alias (*name)"), message("values written out, or `extends` and `include`")
            )
        if isinstance(event, DocumentStartEvent) and root is not None:
            raise _RefusedError(line, message("a second document"), message("one document a file"))
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            if event.tag:
                raise _RefusedError(line, message("a tag {tag}", tag=event.tag), message("plain values"))
            if len(stack) >= DEEPEST:
                raise _RefusedError(
                    line, message("more than {most} levels", most=DEEPEST), message("a flatter scenario")
                )
            stack.append((Node({} if isinstance(event, MappingStartEvent) else [], name, line), []))
            continue
        if isinstance(event, ScalarEvent):
            node = Node(_scalar(event), name, line)
            if odd := unprintable(event.value):
                reading.report(name, line, "", odd, message("printable text"), message("delete it"))
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            node = stack.pop()[0]
        else:
            continue
        if stack:
            _attach(node, stack[-1], reading)
        else:
            root = node
    return root


def _attach(node: Node, top: tuple[Node, list[Node]], reading: _Reading) -> None:
    container, waiting = top
    if isinstance(container.value, list):
        container.value.append(node)
    elif not waiting:
        if isinstance(node.value, dict | list):
            raise _RefusedError(node.line, message("a mapping or list as a key"), message("a name or a year as a key"))
        waiting.append(node)
    else:
        key = waiting.pop()
        if key_with_full_width_colon(key.value if node.value is None else node.value if node.line > key.line else None):
            reading.report(
                node.file,
                node.line,
                "",
                message("a full-width colon"),
                message("a key, a colon and a value"),
                message('write ": "'),
            )
        if key.value in container.value:
            first = container.value[key.value].line
            found = message("key {key} a second time, first on line {line}", key=key.value, line=first)
            reading.report(
                node.file, key.line, str(key.value), found, message("each key once"), message("remove one of the two")
            )
        container.value[key.value] = Node(node.value, node.file, key.line)


def _scalar(event: ScalarEvent) -> object:
    text: str = event.value
    if event.style in ("'", '"', "|", ">"):
        return text
    if event.tag:
        raise _RefusedError(event.start_mark.line + 1, message("a tag {tag}", tag=event.tag), message("plain values"))
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text in _NOT_FINITE:
        return float(_NOT_FINITE[text])
    if _INTEGER.match(text) and len(text) < 19:
        return int(text)
    return float(text) if _FLOAT.match(text) and len(text) < 40 else text


def _shown(node: Node) -> Wording:
    plain = to_plain(node)
    if plain is None:
        return message("nothing")
    text = repr(plain) if isinstance(plain, str) else str(plain)
    return text if len(text) <= 60 else text[:57] + "…"

"""One section of a scenario translated alone, where it finds what all sections declared; whole, or what is near a key.

What is near an entry is the entry, one that names it, and all that these name in their turn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from carbonsim.scenario.describing.written_keys import children
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.section import Text
from carbonsim.system.assemble import TRANSLATORS, frame_of
from carbonsim.system.fragments import NOTHING, Fragment, Frame, Sight, join, write_fragment

Entry = tuple[str, ...]  # the steps to it within its section
# Those that can be translated alone.
SECTIONS = ("energy", "industry", "transport", "buildings", "land", "waste", "economy", "system")


@dataclass(frozen=True)
class Alone:
    """Translates the sections of an assembled scenario one by one."""

    scenario: Scenario
    whole: Fragment  # what all sections wrote

    @cached_property
    def _frame(self) -> Frame:
        return frame_of(self.scenario)

    @cached_property
    def _declared(self) -> Fragment:
        return self.whole.seen(Sight.DECLARED)

    def write(self, name: str, section: Any) -> Fragment:
        """Return what one section writes, where it finds what all sections declared."""
        scenario, seen, own = self.scenario.model_copy(update={name: section}), self._declared, NOTHING
        for translator in TRANSLATORS:
            read = translator.read(scenario) if translator.section == name else None
            if read is not None:
                own = join(own, write_fragment(translator, read, seen, self._frame))
                seen = join(self._declared, own).seen(Sight.DECLARED)
        return own


@dataclass(frozen=True)
class Neighbours:
    """The entries of a section by name, and who names whom."""

    section: BaseModel

    @cached_property
    def words(self) -> Mapping[Entry, frozenset[str]]:
        """Every entry with the words in it that are the name of an entry."""
        found = dict(_entries(self.section, ()))
        names = {entry[-1] for entry in found}
        return {entry: frozenset(_words(value)) & names for entry, value in found.items()}

    @cached_property
    def named(self) -> Mapping[str, list[Entry]]:
        """Every entry by its name."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.words:
            found[entry[-1]].append(entry)
        return found

    def near(self, entry: Entry) -> BaseModel:
        """Return the section with the entry, one that names it, and what they name."""
        users = [other for other, words in self.words.items() if entry[-1] in words and other[: len(entry)] != entry]
        whole: set[Entry] = set()
        waiting = [entry, *users[:1]]
        while waiting:
            here = waiting.pop()
            if here not in whole:
                whole.add(here)
                inner = (other for other in self.words if other[: len(here)] == here)
                words = frozenset[str]().union(*(self.words[other] for other in inner))
                waiting += (other for word in words for other in self._meant(word, here))
        kept = {other for other in self.words if any(_shared(other, one) in (len(other), len(one)) for one in whole)}
        section: BaseModel = _kept(self.section, (), kept, set(self.words))
        return section

    def _meant(self, word: str, here: Entry) -> Iterable[Entry]:
        """Return the entries that a word in another one may mean: of each depth the nearest of that name."""
        others = sorted((other for other in self.named[word] if other != here), key=lambda one: _shared(here, one))
        return {len(other): other for other in others}.values()


def _shared(one: Entry, two: Entry) -> int:
    """Return how many steps two entries have in common from the start."""
    return next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def owner_of(steps: Entry, entries: Iterable[Entry]) -> Entry | None:
    """Return the innermost entry that the steps lead through, or to; None where there is none."""
    known = set(entries)
    return next((steps[:end] for end in range(len(steps), 0, -1) if steps[:end] in known), None)


def _entries(value: object, steps: Entry) -> Iterator[tuple[Entry, BaseModel]]:
    """Yield the entries of mappings by name, outer ones first."""
    for key, child in children(value):
        here = (*steps, key)
        if isinstance(value, Mapping) and isinstance(child, BaseModel):
            yield here, child
        if isinstance(child, BaseModel | Mapping) and not isinstance(child, Text):
            yield from _entries(child, here)


def _words(value: object) -> Iterator[str]:
    """Yield the texts in an entry and the keys of its mappings; inner entries are entries of their own."""
    for _, child in children(value):
        if isinstance(child, str):
            yield child
        elif isinstance(child, list):
            yield from (text for text in child if isinstance(text, str))
        elif isinstance(child, Mapping) and not _holds_entries(child):
            yield from map(str, child)
            yield from _words(child)
        elif isinstance(child, BaseModel) and not isinstance(child, Text):
            yield from _words(child)


def _holds_entries(value: Mapping[object, object]) -> bool:
    return any(isinstance(child, BaseModel) for child in value.values())


def _kept(value: object, steps: Entry, kept: set[Entry], known: set[Entry]) -> Any:
    """Return a section or mapping without the entries that are not kept."""
    if isinstance(value, Mapping):
        inner = {key: (*steps, str(key)) for key in value}
        return {
            key: _kept(child, inner[key], kept, known)
            for key, child in value.items()
            if inner[key] not in known or inner[key] in kept
        }
    if not isinstance(value, BaseModel) or isinstance(value, Text):
        return value
    changed = {}
    for name, info in type(value).model_fields.items():
        child = getattr(value, name)
        if isinstance(child, BaseModel | Mapping):
            changed[name] = _kept(child, (*steps, info.alias or name), kept, known)
    return value.model_copy(update=changed) if changed else value

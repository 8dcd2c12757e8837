"""What a key of a scenario says, in the terminal: sentence, unit, what its absence stands for, an example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbonsim.messages.message import Message, message
from carbonsim.report.terminal.language import localized
from carbonsim.scenario.describing.examples_of_keys import example_of
from carbonsim.scenario.describing.keys import ScenarioKey, keys_within

MOST_PLACES = 12  # where a key of one meaning stands, that are named


def key_lines(keys: Sequence[ScenarioKey]) -> str:
    """Return what keys say; those that say the same in several places are told once."""
    alike: dict[tuple[object, ...], list[ScenarioKey]] = {}
    for key in keys:
        alike.setdefault((key.name, key.sentence, str(key.words), key.default, key.required), []).append(key)
    return "\n\n".join("\n".join(_lines(group)) for group in alike.values())


def _lines(group: Sequence[ScenarioKey]) -> Iterator[str]:
    yield from (key.path for key in group[:MOST_PLACES])
    if len(group) > MOST_PLACES:
        yield localized(message("… and in {count} places more", count=len(group) - MOST_PLACES))
    yield from (f"  {localized(line)}" for line in _sentences(group[0]))


def _sentences(key: ScenarioKey) -> Iterator[Message]:
    yield Message(key.sentence)
    yield message("to write: {what}", what=key.words)
    if key.unit:
        yield message("unit: {unit}", unit=key.unit)
    if key.required:
        yield message("must be written")
    else:
        yield message("if absent: {what}", what=message("nothing") if key.default is None else key.default)
    if within := keys_within(key):
        yield message("keys: {names}", names=tuple(within))
    if example := example_of(key):
        written = f"{key.name}: {example.text}{f'   # {example.file}' if example.file else ''}"
        yield message("example: {text}", text=written)


def keys_as_plain(keys: Sequence[ScenarioKey]) -> list[dict[str, object]]:
    """Return what keys say as plain values."""
    plain: list[dict[str, object]] = []
    for key in keys:
        example = example_of(key)
        plain.append(
            {
                "path": key.path, "sentence": key.sentence, "to_write": localized(key.words), "unit": key.unit or None,
                "required": key.required, "default": key.default, "keys": keys_within(key),
                "example": example.text if example else None, "example_of": example.file or None if example else None,
            }
        )  # fmt: skip
    return plain

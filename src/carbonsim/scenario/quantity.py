"""A quantity as a planner may write it: a number, a number with a unit, a path over time, with its source."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from carbonsim.messages.message import Message, Wording, message
from carbonsim.scenario.expected import refused
from carbonsim.scenario.typos import number_typo
from carbonsim.units import UnitError, factor

QUALITIES = ("official", "literature", "derived", "assumption")
_NUMBER = re.compile(r"^\s*([-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*$")
_SPECIAL = {"nan", ".nan", "inf", ".inf", "-inf", "-.inf", "+.inf", "infinity"}
LARGEST = 1e15  # in any unit of a field: more is a slip, and no solver can bear it
SHAPES = ("triangular", "uniform", "pert", "lognormal")
_TEXTS = ("source", "note")
_ENDS = ("low", "high")
_OF_A_RANGE = (*_ENDS, "shape", "varies_with", "correlation")
_META = ("value", "source", "quality", "note", *_OF_A_RANGE)


def is_quantity(value: object) -> bool:
    """Say whether a mapping is a quantity: it has `value`, `growth` or a year as a key."""
    if not isinstance(value, Mapping):
        return False
    return any(key in ("value", "growth") or is_year(key) for key in value)


def is_year(key: object) -> bool:
    """Say whether a key of a mapping is a calendar year."""
    if isinstance(key, int) and not isinstance(key, bool):
        return 1900 <= key <= 2200
    return isinstance(key, str) and key.isdigit() and len(key) == 4 and 1900 <= int(key) <= 2200


@dataclass(frozen=True)
class Quantity:
    """A value in `unit`, constant or over time: linear between the years given, constant outside, or growing."""

    unit: str
    points: tuple[tuple[int | None, float], ...]
    growth: float | None = None
    source: str | None = None
    quality: str | None = None
    note: str | None = None
    range: ValueRange | None = None

    @classmethod
    def constant(cls, value: float, unit: str) -> Quantity:
        """Return a value that never changes."""
        return cls(unit, ((None, float(value)),))

    @property
    def is_constant(self) -> bool:
        """Whether one value holds for all years."""
        return self.growth is None and len(self.points) == 1

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are written."""
        return tuple(year for year, _ in self.points if year is not None)

    def at(self, year: int) -> float:
        """Return the value of a year."""
        return float(self.over([year])[0])

    def over(self, years: Iterable[int]) -> NDArray[np.float64]:
        """Return the values of several years as an array."""
        wanted = np.asarray(list(years), dtype=float)
        if self.points[0][0] is None:
            return np.full(len(wanted), self.points[0][1])
        known = np.array([year for year, _ in self.points], dtype=float)
        values = np.array([value for _, value in self.points])
        path = np.interp(wanted, known, values)
        if self.growth is not None:
            grown = values[-1] * (1.0 + self.growth) ** (wanted - known[-1])
            path = np.where(wanted > known[-1], grown, path)
        return np.asarray(path, dtype=float)


@dataclass(frozen=True)
class ValueRange:
    """The limits within which a value is known, in its unit, and with what it varies; nothing lies beyond them."""

    low: Quantity
    high: Quantity
    shape: str = SHAPES[0]
    varies_with: str | None = None
    correlation: float = 1.0  # of ranks, with what it varies with


_NO_TEXT: Mapping[str, Callable[[str], Message]] = {
    "source": lambda shown: message("source {shown}", shown=shown),
    "note": lambda shown: message("note {shown}", shown=shown),
}


@dataclass(frozen=True)
class Measure:
    """What a quantity field documents: its unit and the range that makes sense.

    Used as `Annotated[Quantity, Measure("CNY/kW", minimum=0)]`; "1" is a plain number or a share.
    """

    unit: str
    minimum: float | None = None
    maximum: float | None = None
    positive: bool = False  # zero is refused too: something is divided by it
    constant: bool = False  # a path over time is refused: one value stands for all years

    @property
    def words(self) -> Message:
        """The expectation as a phrase."""
        plain = {"1": message("a number or a percentage"), "1/yr": message("a rate a year, such as 2 %/yr,")}
        name = plain.get(self.unit, message("a quantity in {unit}", unit=self.unit))
        if self.positive and self.maximum is not None:
            return message("{what} above 0, at most {most}", what=name, most=f"{self.maximum:g}")
        if self.positive:
            return message("{what} above 0", what=name)
        if self.minimum is not None and self.maximum is not None:
            return message(
                "{what} from {least} to {most}", what=name, least=f"{self.minimum:g}", most=f"{self.maximum:g}"
            )
        if self.minimum is not None:
            return message("{what} not below {least}", what=name, least=f"{self.minimum:g}")
        return (
            message("{what} not above {most}", what=name, most=f"{self.maximum:g}")
            if self.maximum is not None
            else name
        )

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic read every form of a quantity."""
        return core_schema.no_info_plain_validator_function(self.read)

    def read(self, raw: object) -> Quantity:
        """Read any form of a quantity into this unit; raises a pydantic error that says what was found."""
        if isinstance(raw, Quantity):
            return raw
        if isinstance(raw, Mapping) and "value" in raw:
            return self._with_source(raw)
        if isinstance(raw, Mapping):
            return self._over_time(raw)
        return Quantity(self.unit, ((None, self._number(raw)),))

    def _with_source(self, raw: Mapping[Any, Any]) -> Quantity:
        for key in raw:
            if key not in _META:
                raise refused(
                    message("key {key} beside value", key=repr(key)), message("only {keys}", keys=tuple(_META))
                )
        quality = raw.get("quality")
        if quality is not None and quality not in QUALITIES:
            raise refused(
                message("quality {quality}", quality=repr(quality)), message("one of {names}", names=tuple(QUALITIES))
            )
        for key in _TEXTS:
            if raw.get(key) is not None and not isinstance(raw[key], str):
                raise refused(_NO_TEXT[key](repr(raw[key])), message("a text"))
        inner = self.read(raw["value"])
        return Quantity(
            inner.unit, inner.points, inner.growth, raw.get("source"), quality, raw.get("note"), self._range(raw)
        )

    def _range(self, raw: Mapping[Any, Any]) -> ValueRange | None:
        """Read what stands beside a value of its limits; both ends are known, or none is."""
        written = [key for key in _OF_A_RANGE if raw.get(key) is not None]
        if not written:
            return None
        if missing := [key for key in _ENDS if key not in written]:
            raise refused(
                message("{key} without {other}", key=written[0], other=missing[0]),
                message("both ends of a range"),
                message("add {key}", key=missing[0]),
            )
        shape, other = raw.get("shape", SHAPES[0]), raw.get("varies_with")
        if shape not in SHAPES:
            raise refused(message("shape {shape}", shape=repr(shape)), message("one of {names}", names=tuple(SHAPES)))
        if other is not None and not isinstance(other, str):
            raise refused(message("varies_with {name}", name=repr(other)), message("the name of one range"))
        correlation = CORRELATION._number(raw.get("correlation", 1.0))
        return ValueRange(self.read(raw["low"]), self.read(raw["high"]), shape, other, correlation)

    def _over_time(self, raw: Mapping[Any, Any]) -> Quantity:
        growth = raw.get("growth")
        years = [key for key in raw if key != "growth"]
        odd = [key for key in years if not is_year(key)]
        if odd or not years:
            raise refused(
                message("key {key}", key=repr(odd[0])) if odd else message("no year"),
                message("years and {keys}", keys=self.words),
            )
        points = tuple(sorted((int(year), self._number(raw[year])) for year in years))
        if len({year for year, _ in points}) < len(points):
            raise refused(message("a year written twice, as a number and as a text"), message("each year once"))
        rate = None if growth is None else GROWTH._number(growth)
        path = Quantity(self.unit, points, rate)
        if self.constant and not path.is_constant:
            raise refused(
                message("a path over time"),
                message("one value, which holds for all years"),
                message("write the one value"),
            )
        return path

    def _number(self, raw: object) -> float:
        if isinstance(raw, bool) or raw is None or not isinstance(raw, int | float | str):
            raise refused(_shown(raw), self.words)
        value = self._text(raw) if isinstance(raw, str) else float(raw)
        if not math.isfinite(value):
            raise refused(message("{number}, which is not a finite number", number=str(raw)), self.words)
        if abs(value) > LARGEST:
            raise refused(message("{number}, which is beyond all measure", number=_shown(raw)), self.words)
        if self.positive and value <= 0.0:
            raise refused(_shown(raw), self.words)
        if self.minimum is not None and value < self.minimum - 1e-12:
            raise refused(_shown(raw), self.words)
        if self.maximum is not None and value > self.maximum + 1e-12:
            raise refused(_shown(raw), self.words)
        return value

    def _text(self, raw: str) -> float:
        plain = unicodedata.normalize("NFKC", raw).replace("−", "-")  # full-width digits, per cent and minus signs
        match, typo = _NUMBER.match(plain), number_typo(plain)
        if not match or typo or raw.strip().lower() in _SPECIAL:
            raise refused(_shown(raw), self.words, typo)
        number, unit = match.groups()
        amount = float(number.replace("_", ""))
        if not unit:
            return amount
        try:
            return float(f"{amount * factor(unit, self.unit):.15g}")  # 7 % is 0.07, not its neighbour
        except UnitError as error:
            raise refused(
                message("{number} with {problem}", number=_shown(raw), problem=error.problem), self.words
            ) from None


GROWTH = Measure("1/yr", minimum=-0.9, maximum=1.0)  # a path is the way to say what grows faster
CORRELATION = Measure("1", minimum=-1.0, maximum=1.0, constant=True)


@dataclass(frozen=True)
class UnitMeasure(Measure):
    """A measure in units that the record around it declares, such as million CNY/{capacity_unit}.

    The record puts its units into the validation context before its fields are read.
    """

    @property
    def words(self) -> Message:
        """The expectation as a phrase."""
        unit = self.unit.replace("{", "").replace("}", "").replace("_unit", " unit").replace("/", " per ")
        return Measure(unit, self.minimum, self.maximum).words

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic read every form of a quantity, in the units of the record."""
        return core_schema.with_info_plain_validator_function(self._read_here)

    def _read_here(self, raw: object, info: core_schema.ValidationInfo) -> Quantity:
        unit = self.unit.format_map(defaultdict(lambda: "unit", info.context or {}))
        return Measure(unit, self.minimum, self.maximum, self.positive, self.constant).read(raw)


def _shown(raw: object) -> Wording:
    if raw is None:
        return message("nothing")
    text = repr(raw) if isinstance(raw, str) else str(raw)
    return text if len(text) <= 80 else text[:77] + "…"


@dataclass(frozen=True)
class EitherMeasure:
    """A quantity in one of two measures: the second where its text names `sign`, else the first."""

    first: Measure
    second: Measure
    sign: str

    @property
    def words(self) -> Message:
        """The expectation as a phrase."""
        return message("{first}, or {second}", first=self.first.words, second=self.second.words)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic read either form."""
        return core_schema.no_info_plain_validator_function(self.read)

    def read(self, raw: object) -> Quantity:
        """Read a quantity in the measure its text is in; raises a pydantic error that says what was found."""
        return (self.second if self.sign in str(raw) else self.first).read(raw)

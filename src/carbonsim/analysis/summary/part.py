"""What every part of a summary is: frozen, described, and read by name as a mapping too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from carbonsim.messages.message import from_json


def _read_back(told: Mapping[str, object]) -> Mapping[str, object]:
    from_json(told)
    return told


Year = Annotated[int, Field(ge=1000, le=9999)]
Number = Annotated[float, Field(allow_inf_nan=False)]
YearlyValues = Mapping[Year, Number]
ToldMessage = Annotated[Mapping[str, object], AfterValidator(_read_back)]  # id of a sentence, and its values by place


class SummaryPart(BaseModel):
    """A part of a summary; `part.year` and, as in summary.json, `part["year"]` are the same value.

    As a mapping it is read-only, and what it gives are plain values: texts, numbers, lists and dictionaries, years as
    texts. `dict(part)` is all of it. Keys of `OPTIONAL` are written only where they were set.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    OPTIONAL: ClassVar[frozenset[str]] = frozenset()

    def __getitem__(self, key: str) -> Any:
        """Return what summary.json says under a key; raises KeyError where there is no such key."""
        return self.plain()[key]

    def __contains__(self, key: object) -> bool:
        return key in self.plain()

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]  # over keys, as a mapping
        return iter(self.plain())

    def __len__(self) -> int:
        return len(self.plain())

    def get(self, key: str, default: object = None) -> Any:
        """Return what summary.json says under a key, or the default where there is no such key."""
        return self.plain().get(key, default)

    def keys(self) -> list[str]:
        """Return the keys, as in summary.json."""
        return list(self.plain())

    def items(self) -> list[tuple[str, object]]:
        """Return keys and plain values."""
        return list(self.plain().items())

    def plain(self) -> dict[str, Any]:
        """Return it as summary.json says it."""
        return self.model_dump(mode="json", by_alias=True)

    @model_serializer(mode="wrap")  # pydantic 2.10 looks its annotations up where a part is defined: builtins alone
    def _written(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        told: dict[str, object] = handler(self)
        return {key: value for key, value in told.items() if key not in self.OPTIONAL - self.model_fields_set}

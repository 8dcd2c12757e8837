"""What every section of a scenario is made of: strict, frozen, with labels in two languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from carbonsim.messages.message import marked

Year = Annotated[int, Field(ge=1900, le=2200)]


class Section(BaseModel):
    """A mapping of a scenario: unknown keys are refused and nothing changes after reading."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, arbitrary_types_allowed=True, populate_by_name=True
    )


class Text(Section):
    """A name or sentence in English and Chinese; one plain string stands for both."""

    en: str = Field(description=marked("English"))
    zh: str = Field(description=marked("Chinese"))

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        if isinstance(value, str):
            return {"en": value, "zh": value}
        if isinstance(value, dict) and "en" in value and "zh" not in value:
            return {**value, "zh": value["en"]}
        return value

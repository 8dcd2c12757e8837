"""summary.json as a run leaves it: what a comparison reads of it, in the kinds that it must be of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError, model_validator

from carbonsim.analysis.peaking import PeakStatus
from carbonsim.analysis.targets import JUDGED, TargetStatus
from carbonsim.errors import Finding
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.reading.validate import expected_kind

AGAIN = "run the scenario again"
WRITTEN = "the summary as the run wrote it"
Year = Annotated[int, Field(ge=1000, le=9999)]
YearText = Annotated[str, Field(pattern=r"^\d{4}$")]
Number = Annotated[float, Field(allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow", frozen=True)


class _Cost(_Part):
    value: Number | None
    unit: str


class _Plateau(_Part):
    first: Year
    last: Year


class _Peak(_Part):
    year: Year | None
    level_mt: Number | None = Field(alias="level_Mt")
    status: Annotated[PeakStatus, Strict(False)] | None
    rule: str | None
    plateau: _Plateau | None


class _Target(_Part):
    name: str
    label: str
    label_zh: str
    indicator: str
    unit: str
    level: str | None
    year: Year
    status: Annotated[TargetStatus, Strict(False)]
    gap: Number | None

    @model_validator(mode="after")
    def _is_judged_by_its_gap(self) -> Self:
        if self.status in JUDGED and self.gap is None:
            raise ValueError("\tnothing as the gap of a target that is judged\ta number")
        return self


class _Campaign(_Part):
    name: str
    label: str
    label_zh: str
    wedge_mt: dict[YearText, Number] | None = Field(None, alias="wedge_Mt")


class LeftSummary(_Part):
    """The keys of a summary that tables and charts of a comparison read; others are let pass."""

    scenario: str
    name: str
    name_zh: str | None = None
    description: str | None = None
    status: Annotated[SolveStatus, Strict(False)]
    total_cost: _Cost
    twin_total_cost: _Cost | None = None
    peak: _Peak
    binding: bool | None = None
    binding_by_path: dict[str, bool] = {}
    years: list[Year] = []
    scope: str = "administrative"
    emission: str | None = None
    emission_unit: str = "Mt"
    aim: dict[str, str | Number | None] = {}
    emissions_mt: dict[YearText, Number] = Field(alias="emissions_Mt")
    targets: list[_Target] = []
    campaigns: list[_Campaign] | None = None
    explanation: list[str] = []
    explanation_zh: list[str] | None = None

    @model_validator(mode="after")
    def _explains_in_both_languages(self) -> Self:
        if self.explanation_zh is not None and len(self.explanation) != len(self.explanation_zh):
            found = f"{len(self.explanation)} sentences of explanation, and {len(self.explanation_zh)} in Chinese"
            raise ValueError(f"{found}\tas many in both languages")
        return self


def read_summary(path: Path) -> tuple[Mapping[str, Any] | None, list[Finding]]:
    """Return what a summary says, or None and what is wrong with it."""
    try:
        said = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_refuse)
        LeftSummary.model_validate(said)
    except ValidationError as error:
        return None, [_finding(path, detail) for detail in error.errors(include_url=False)[:10]]
    except json.JSONDecodeError as error:
        found = f"JSON that cannot be read: {error.msg}" if error.doc.strip() else "an empty file"
        return None, [Finding(str(path), error.lineno, "", found, WRITTEN, AGAIN)]
    except (ValueError, RecursionError):  # no text in UTF-8, NaN, a number of a thousand digits, a thousand brackets
        return None, [Finding(str(path), 0, "", "a file that is no summary", WRITTEN, AGAIN)]
    return said, []


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _finding(path: Path, detail: Any) -> Finding:
    where = ".".join(str(part) for part in detail["loc"] if "[" not in str(part))
    if detail["type"] == "missing":
        return Finding(str(path), 0, where, "nothing", WRITTEN, AGAIN)
    if "\t" in detail["msg"]:
        found, expected = detail["msg"].removeprefix("Value error, ").strip().split("\t")
        return Finding(str(path), 0, where, found, expected, AGAIN)
    found = repr(detail.get("input"))
    expected = expected_kind(detail["type"], detail.get("ctx") or {}, detail["msg"])
    return Finding(str(path), 0, where, found if len(found) <= 60 else f"{found[:57]}…", expected, AGAIN)

"""What a scenario may hold at a path: walking its models by key."""

from __future__ import annotations

import types
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel


def inner_type(kind: object, key: object) -> object:
    """Return the type of what stands under a key of a section or mapping; None where nothing is known of it."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = {info.alias or name: info for name, info in kind.model_fields.items()}
        return plain_type(fields[str(key)].annotation) if str(key) in fields else None
    if get_origin(kind) is not None and get_args(kind):
        return plain_type(get_args(kind)[-1])
    return None


def plain_type(annotation: object) -> object:
    """Return a type without its annotations and without the None it may be instead."""
    if get_origin(annotation) is Annotated:
        return plain_type(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return plain_type(next(arg for arg in get_args(annotation) if arg is not type(None)))
    return annotation

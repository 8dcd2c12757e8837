"""Values as a table or a solver leaves them → plain ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from carbonsim.messages.message import Message


def plain(value: Any) -> Any:
    """Return a value with plain numbers in it: no NaN, no numpy; a message is its id and values."""
    if isinstance(value, Message):
        return value.as_json()
    if isinstance(value, Mapping):
        return {str(key): plain(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [plain(child) for child in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value

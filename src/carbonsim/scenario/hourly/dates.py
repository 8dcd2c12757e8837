"""What days and parts of the day of a year by hour are called: as keys, and as a reader would say them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from carbonsim.messages.message import Message, marked, message

MONTHS = (
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)
_PAIR = re.compile(r"(\d\d)-(\d\d)")


def date_of(day: int) -> str:
    """Return the key of a day of a year without 29 February, counted from 0: month and day."""
    return str(np.datetime64(day, "D"))[5:]  # counted from a year without 29 February


def part_names(hours: Sequence[int]) -> list[str]:
    """Return the keys of parts of the day: the hours at which they begin and end."""
    ends = np.cumsum(hours).tolist()
    return [f"{end - length:02d}-{end:02d}" for end, length in zip(ends, hours, strict=True)]


def day_name(key: str) -> Message | None:
    """Return the date that the key of a day stands for; None of another key."""
    month, day = _numbers(key)
    if not (1 <= month <= len(MONTHS) and 1 <= day <= 31):
        return None
    return message("{day} {month}", day=day, month=Message(MONTHS[month - 1]))


def part_name(key: str) -> Message | None:
    """Return the hours that the key of a part of the day stands for; None of another key."""
    first, last = _numbers(key)
    return message("hours from {first} to {last}", first=first, last=last) if 0 <= first < last <= 24 else None


def _numbers(key: str) -> tuple[int, int]:
    match = _PAIR.fullmatch(key)
    return (int(match[1]), int(match[2])) if match else (-1, -1)

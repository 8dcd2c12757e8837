"""The sizes that languages count in, and how English counts units in words."""

from __future__ import annotations

import re

SIZES = {  # how many of the unit of a language make one of ours; the catalogue has its word
    "zh": {
        "Mt": 100.0, "Mt CH4": 100.0, "Mtce": 100.0, "TWh": 10.0, "PJ": 100.0, "GW": 100.0, "Mha": 100.0, "Gvkm": 10.0,
        "million vehicles": 100.0,
    },
}  # fmt: skip
_COUNTABLE = re.compile(r"((?:cost )?unit|percentage point)s?\b")


def counted_in(figure: str, unit: str) -> str:
    """Return a printed figure with its English unit: in the singular where the figure is one, else in the plural.

    >>> counted_in("1", "units of the data"), counted_in("1.00", "unit of the data")
    ('1 unit of the data', '1.00 units of the data')
    """
    match = _COUNTABLE.match(unit)
    if match is not None:
        unit = f"{match[1]}{'' if figure in ('1', '-1') else 's'}{unit[match.end() :]}"
    return f"{figure} {unit}".strip()


def three_digits(value: float) -> str:
    """Return a number with three significant digits, never in powers of ten where a reader can do without.

    >>> three_digits(1234.5), three_digits(0.05)
    ('1,230', '0.05')
    """
    return f"{float(f'{value:.3g}'):,g}"

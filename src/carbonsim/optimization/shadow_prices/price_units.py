"""What shadow prices are told in: money for one unit of what is bound, as words of any language."""

from __future__ import annotations

from carbonsim.messages.message import Message, in_context, message

CNY_A_TONNE = in_context("unit", "CNY/t")
_PER = {  # what readers have a word of their own for; other units are called alike in any language
    unit.id: unit
    for unit in (
        in_context("price", "percentage point"),
        in_context("price", "unit of emission"),
        in_context("price", "unit of firm output a year"),
        in_context("price", "unit of activity"),
        in_context("price", "unit of capacity"),
        in_context("price", "cost unit"),
        in_context("price", "Mt"),
        in_context("price", "Mha"),
        in_context("price", "million CNY/yr"),
    )
}


def price_unit(per: str, *, of_data: bool, discounted: bool = False) -> Message:
    """Return the unit of a price: million CNY, or a data set's money, for a unit of what is bound.

    >>> str(price_unit("Mt", of_data=False))
    'million CNY per Mt'
    """
    money = in_context("price", "cost unit") if of_data else in_context("price", "million CNY")
    unit = message("{money} per {unit}", money=money, unit=_PER.get(per, per))
    return discounted_unit(unit) if discounted else unit


def discounted_unit(unit: Message) -> Message:
    """Return the unit of a price that is discounted to the base year, as that of many years together."""
    return message("{unit}, discounted", unit=unit)

"""What is changed in each experiment, as data: moves of figures of the baseline from the plan on."""

from __future__ import annotations

from typing import Any

Move = dict[str, Any]  # `path` with stars for names, `how`, and a `value` where it takes one
Experiment = tuple[str, list[Move]]

RENEWABLES = ("wind", "utility-pv", "rooftop-pv")
PRICES = tuple(range(0, 900, 100))  # CNY/t, from the plan on
SPREADS, DRIFTS = (0.073, 0.125, 0.33), (0.0, 0.5, 1.0, 1.5)  # of the cost of a car's way; of what is written
NEW_ENERGY = ("battery-electric", "plug-in-hybrid")
CAR = "transport/car/distance"
LAST_SEEN = 2025


def times(path: str, value: float) -> Move:
    """Multiply a figure from the plan on."""
    return {"path": path, "how": "times", "value": value}


def held(path: str) -> Move:
    """Let a figure stay as it was in the last year before the plan."""
    return {"path": path, "how": "held", "value": LAST_SEEN}


def put(path: str, value: Any) -> Move:
    """Write a value."""
    return {"path": path, "how": "put", "value": value}


def _growth(value: float) -> list[Move]:
    return [times(f"energy.plants.{name}.growth_{key}", value) for name in RENEWABLES for key in ("limit", "seed")]


HEAT_PUMPS = (
    "energy.plants.*heat-pump*", "buildings.technologies.*heat-pump*", "industry.technologies.*heat-pump*",
    "land.technologies.*heat-pump*", "transport.technologies.*heat-pump*",
)  # fmt: skip

SINGLE: tuple[Experiment, ...] = (
    ("as shipped", []),
    ("wind and PV: growth limit and seed × 0.5", _growth(0.5)),
    ("wind and PV: growth limit and seed × 2", _growth(2.0)),
    (
        "wind and PV: ceiling on capacity × 2",
        [times(f"energy.plants.{name}.sites.*.capacity_max", 2.0) for name in RENEWABLES],
    ),
    ("commercial straw: ceiling × 2", [times("energy.fuels.biomass.ceiling", 2.0)]),
    ("GDP 5.5 % a year to 2030", [{"path": "economy", "how": "as in", "value": "high-growth"}]),
    ("imports as in 2025", [held("energy.trade.import_ceiling"), put("energy.trade.import_floor", 0.0)]),
    ("factor of imports as in 2025", [held("energy.trade.emission_factor")]),
    ("heat pumps: capital cost × 2", [times(f"{path}.capital_cost", 2.0) for path in HEAT_PUMPS]),
    ("heat pumps: ceilings of plants × 2", [times("energy.plants.*heat-pump*.capacity_max", 2.0)]),
    ("natural gas: price × 2", [times("energy.fuels.natural_gas.price", 2.0)]),
    ("natural gas: ceiling × 2", [times("energy.fuels.natural_gas.ceiling", 2.0)]),
)
BY_LIMITS: tuple[Experiment, ...] = (
    ("new-energy sales frozen by limits", [{"path": "transport.fleets", "how": "sales held", "value": LAST_SEEN}]),
)
FROZEN: tuple[Experiment, ...] = (
    ("new-energy sales frozen", [put("choices.frozen", {"transport/*/distance": LAST_SEEN})]),
    ("technologies frozen", [put("choices.frozen", {"*/*/*": LAST_SEEN})]),
)
SWEEP: tuple[Experiment, ...] = tuple(
    (f"covered price {price} CNY/t", [{"path": "energy.carbon_price", "how": "from the plan on", "value": price}])
    for price in PRICES
)


def car_buyers() -> tuple[Experiment, ...]:
    """Return experiments with those who buy cars: how far they differ, and how fast new-energy cars seem cheaper.

    The spreads are what sales of 2020 and 2025 would give if nothing but prices had moved them, one over the exponent
    of cars in the source of the shipped one, and one over that of a source in which all modes have the same.
    """
    return tuple(
        (
            f"cars: spread {100 * spread:g} %, drift × {drift:g}",
            [
                put(f"choices.spread.{CAR}", spread),
                *(times(f"choices.drift.{CAR}/{name}", drift) for name in NEW_ENERGY),
            ],
        )
        for spread in SPREADS
        for drift in DRIFTS
    )

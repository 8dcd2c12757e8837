"""One colour per sector, commodity and group, everywhere; told apart by colour-blind readers too.

Sectors take the Okabe–Ito palette; energy groups keep the meaning a planner expects (coal dark, wind sky blue, sun
yellow) at lightness steps that survive a grey print.
"""

from __future__ import annotations

INK = "#1b2733"
MUTED = "#66737f"
UP, DOWN = "#d55e00", "#009e73"  # a rise and a fall of emissions
GRID = "#e3e8ec"
PAPER = "#ffffff"
PLAN = "#0b5fa5"
HISTORY = "#1b2733"
TWIN = "#c8642b"
REFERENCE = "#8a949e"
SHOWN = ("#9a7fb0", "#b8894a", "#7a9a94", "#8a949e")
TARGET = "#a3123a"
PLATEAU = "rgba(11,95,165,0.10)"

SCENARIOS = ("#0b5fa5", "#d55e00", "#009e73", "#cc79a7", "#8c6d1f", "#4d4d4d")

COLOURS: dict[str, str] = {
    # sectors
    "Power and Heat": "#0072b2",
    "Industry": "#d55e00",
    "Transport": "#e69f00",
    "Transportation": "#e69f00",
    "Buildings": "#009e73",
    "Residential": "#009e73",
    "Commercial": "#66c2a4",
    "Land": "#94b447",
    "Waste": "#8c6d46",
    "Other": "#9aa3ab",
    "Imported Electricity": "#cc79a7",
    "Imported Heat": "#e3b5cc",
    "Industrial Processes": "#f0a889",
    "energy": "#0072b2",
    "industry": "#d55e00",
    "transport": "#e69f00",
    "buildings": "#009e73",
    "land": "#94b447",
    "economy": "#9aa3ab",
    "system": "#9aa3ab",
    "other": "#9aa3ab",
    # power and heat
    "coal CHP": "#333a40",
    "coal": "#5d666d",
    "coal boiler": "#858e95",
    "gas CHP": "#b35806",
    "gas": "#e08214",
    "gas boiler": "#f4b26a",
    "biomass": "#6b8e23",
    "biomass boiler": "#a5c05b",
    "waste": "#8c6d46",
    "wind": "#56b4e9",
    "solar": "#f0c808",
    "hydro": "#0072b2",
    "import": "#cc79a7",
    "export": "#e3b5cc",
    "net import": "#cc79a7",
    "net export": "#e3b5cc",
    "battery": "#6a3d9a",
    "pumped hydro": "#9c86c9",
    "smart charging": "#b79be0",
    "electric boiler": "#2e86c1",
    "heat pump": "#009e73",
    "waste heat": "#d55e00",
    "heat storage": "#882255",
    "solar heat": "#ffe08a",
    "curtailment": "#d3d8dc",
    "heat rejection": "#d3d8dc",
    "grid": "#b8c0c6",
    "network": "#b8c0c6",
    "use": "#66737f",
    "supply": "#b8c0c6",
    # carriers
    "oil": "#8c510a",
    "electricity": "#0072b2",
    "district heat": "#d55e00",
    "hydrogen": "#44aa99",
    "retrofit": "#999933",
    "process": "#f0a889",
    "straw": "#a5c05b",
    "power plants": "#5d666d",
    "heat plants": "#858e95",
    "ambient heat": "#44aa99",
    "losses": "#c3cad0",
    # drivetrains
    "petrol": "#8c510a",
    "diesel": "#543005",
    "plug-in hybrid": "#44aa99",
    "battery electric": "#0072b2",
    "natural gas": "#e08214",
    "fuel cell": "#aa4499",
    # cost components
    "investment": "#0072b2",
    "fixed": "#56b4e9",
    "variable": "#e69f00",
    "carbon price": "#882255",
    "carbon_price": "#882255",
    "salvage": "#b8c0c6",
}
# Branches of industry, by their place in the scenario.
BRANCHES = (
    "#0b5fa5", "#e69f00", "#aa4499", "#56b4e9", "#8c6d46", "#5d666d", "#009e73", "#d55e00", "#999933", "#882255",
    "#44aa99", "#c28fb8", "#332288", "#ddcc77", "#7a9a94", "#b35806",
)  # fmt: skip
_SPARE = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb")


PALETTE = (
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#8c510a", "#44aa99", "#332288", "#dd9944",
    "#999933", "#882255", "#117733", "#88ccee", "#cc6677", "#661100", "#6699cc", "#aa4466", "#bbbbbb", "#777777",
)  # fmt: skip


def colour(name: str) -> str:
    """Return the colour of a sector, commodity or group; an unknown name always takes the same spare one."""
    return COLOURS.get(name) or _SPARE[sum(name.encode()) % len(_SPARE)]

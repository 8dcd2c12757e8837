"""The words of the page in English and Chinese, and the units each language counts in."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.messages.catalogue import languages
from carbonsim.messages.label import TextByLanguage, in_each
from carbonsim.messages.message import Message, Wording, in_context, marked, message, rendered
from carbonsim.report.counted import CountedAmount, kept
from carbonsim.system.calendar import PARTS_OF_THE_YEAR
from carbonsim.units import PJ_PER_MTCE, PJ_PER_TWH, ResultUnit

Language = str
LANGUAGES: tuple[Language, ...] = languages()
LANGUAGE = in_context("name of the language", "English")  # each is called what its speakers call it


class Unit(NamedTuple):
    """A unit as each language prints it; a value times `factor_zh` is in the Chinese unit.

    Languages other than Chinese count as English does.
    """

    en: str
    zh: str
    factor_zh: float = 1.0

    def words(self, language: Language) -> str:
        """Name the unit as it is printed."""
        return self.zh if language == "zh" else self.en

    def name(self, language: Language) -> str:
        """Name the unit; on a page a reader may count in another."""
        words = self.words(language)
        return kept(CountedAmount(words, words)) if words in SIZES else words

    def label(self) -> TextByLanguage:
        """Name the unit in every language."""
        return in_each(self.name)

    def factor(self, language: Language) -> float:
        """Return what a value is multiplied by before it is printed."""
        return self.factor_zh if language == "zh" else 1.0


MT_CO2 = Unit("Mt CO₂", "万吨二氧化碳", 100)
MT_CO2E = Unit("Mt CO₂e", "万吨二氧化碳当量", 100)
KT = Unit("kt", "万吨", 0.1)
MTCE = Unit("Mtce", "万吨标准煤", 100)
PJ = Unit("PJ", "万吉焦", 100)
PJ_FINAL = Unit("PJ", "万吨标准煤", 3.412084)
TWH = Unit("TWh", "亿千瓦时", 10)
GW = Unit("GW", "万千瓦", 100)
BILLION_CNY = Unit("billion CNY", "亿元", 10)
MILLION_CNY = Unit("million CNY", "百万元")
CNY_PER_TONNE = Unit("CNY/t", "元/吨")
TEN_THOUSAND_CNY = Unit("billion CNY", "万元", 1e5)
MILLION_VEHICLES = Unit("million vehicles", "万辆", 100)
SHARE = Unit("%", "%")
CO2_PER_GDP = Unit("t per 10⁴ CNY", "吨/万元")
ENERGY_PER_GDP = Unit("tce per 10⁴ CNY", "吨标准煤/万元")
POWER_PER_GDP = Unit("kWh per 10⁴ CNY", "千瓦时/万元")

# What a variable's own unit is called by readers.
READERS_UNITS: dict[str, Unit] = {
    ResultUnit.MT_CO2_A_YEAR: MT_CO2,
    ResultUnit.MT_CO2: MT_CO2,
    ResultUnit.MT_CO2E_A_YEAR: MT_CO2E,
    ResultUnit.MT: MT_CO2,
    ResultUnit.MTCE_A_YEAR: MTCE,
    ResultUnit.MTCE: MTCE,
    ResultUnit.PJ_A_YEAR: PJ,
    ResultUnit.PJ: PJ,
    ResultUnit.TWH_A_YEAR: TWH,
    ResultUnit.TWH: TWH,
    ResultUnit.GW: GW,
    ResultUnit.BILLION_CNY_A_YEAR: BILLION_CNY,
    ResultUnit.BILLION_CNY: BILLION_CNY,
    ResultUnit.OF_THE_DATA: Unit("units of the data", "数据单位"),
    ResultUnit.COST_OF_THE_DATA: Unit("cost units of the data", "数据货币单位"),
    ResultUnit.PERCENT: SHARE,
    ResultUnit.T_A_GDP: CO2_PER_GDP,
    ResultUnit.TCE_A_GDP: ENERGY_PER_GDP,
}

# What a reader may count in: by family, the key, the unit, and its size in the family's own measure (Mt, PJ, billion).
# Emissions of CO2 and of all gases are chosen together, by the unit of mass alone.
MASSES = {"wt": Unit("10⁴ t", "万吨"), "mt": Unit("Mt", "百万吨")}
FAMILIES: dict[str, tuple[tuple[str, Unit, float], ...]] = {
    "emissions": (("wt", Unit("10⁴ t CO₂", "万吨二氧化碳"), 0.01), ("mt", Unit("Mt CO₂", "百万吨二氧化碳"), 1.0)),
    "gases": (("wt", Unit("10⁴ t CO₂e", "万吨二氧化碳当量"), 0.01), ("mt", Unit("Mt CO₂e", "百万吨二氧化碳当量"), 1.0)),
    "energy": (
        ("tce", Unit("10⁴ tce", "万吨标准煤"), 0.293076),
        ("EJ", Unit("EJ", "艾焦"), 1000.0),
        ("TWh", Unit("TWh", "太瓦时"), PJ_PER_TWH),
    ),
    "money": (("yi", Unit("10⁸ CNY", "亿元"), 0.1), ("bn", Unit("billion CNY", "十亿元"), 1.0)),
}
# Sizes of the units that pages print, in the measure of their family.
SIZES: dict[str, tuple[str, float]] = {
    "Mt CO₂": ("emissions", 1.0),
    "万吨二氧化碳": ("emissions", 0.01),
    "Mt CO₂e": ("gases", 1.0),
    "万吨二氧化碳当量": ("gases", 0.01),
    "PJ": ("energy", 1.0),
    "万吉焦": ("energy", 0.01),
    "TWh": ("energy", PJ_PER_TWH),
    "亿千瓦时": ("energy", 0.36),
    "Mtce": ("energy", PJ_PER_MTCE),
    "万吨标准煤": ("energy", 0.293076),
    "billion CNY": ("money", 1.0),
    "million CNY": ("money", 0.001),
    "亿元": ("money", 0.1),
}

# Terms that are called in English as they are.
_TERMS = (
    # systems without sectors
    marked("cost unit per unit of emission"),
    marked("Production by technology"),
    marked("Capacity by technology"),
    marked("Emissions by technology"),
    marked("By technology"),
    marked("Commodity"),
    marked("Outside the model"),
    # screens and buttons
    marked("Verdict"),
    marked("Path"),
    marked("Sectors"),
    marked("Energy"),
    marked("Costs"),
    marked("Data and method"),
    marked("Scenario comparison"),
    marked("Input differences"),
    marked("Data (CSV)"),
    marked("Image (PNG)"),
    marked("Language"),
    marked("Screens"),
    marked("Emissions"),
    marked("Gases"),
    marked("Money"),
    marked("Source"),
    marked("Unit"),
    marked("Accounting scope"),
    marked("Year"),
    marked("Years"),
    marked("Skip to content"),
    # verdict
    marked("Peak year"),
    marked("Peak level"),
    marked("Peak rule"),
    marked("Plateau"),
    marked("peaked (historic)"),
    marked("peaked (projected)"),
    marked("plateau"),
    marked("plateau by constraint"),
    marked("rising"),
    marked("unproven"),
    marked("infeasible"),
    marked("unbounded"),
    marked("error"),
    marked("optimal"),
    marked("Plan cost"),
    marked("Extra cost of the plan"),
    marked("Base-year energy"),
    marked("Base-year CO₂"),
    marked("Non-fossil share"),
    marked("CO₂ per GDP"),
    marked("Energy per GDP"),
    marked("Why there is no plan"),
    marked("All limits that take part"),
    marked("Limit"),
    marked("Where it is written"),
    marked("Smallest relaxation"),
    marked("discounted to"),
    # series
    marked("Plan"),
    marked("Reference"),
    marked("History"),
    marked("shown only, has no say"),
    marked("Peak"),
    marked("Cap"),
    marked("Emission cap"),
    marked("Peaking deadline"),
    marked("Planning starts"),
    marked("Total"),
    marked("Emissions counted"),
    marked("By sector, direct"),
    marked("By user"),
    marked("All gases"),
    marked("CO₂ by sector"),
    marked("CO₂ by user"),
    marked("All gases by sector"),
    marked("All gases by user"),
    marked("process"),
    marked("Demand"),
    # sectors of the peaking emissions
    marked("Industry"),
    marked("Transport"),
    marked("Transportation"),
    marked("Buildings"),
    marked("Land"),
    marked("Waste"),
    marked("Other"),
    marked("Residential"),
    marked("Commercial"),
    marked("Agriculture"),
    marked("Economy"),
    # groups of the energy sector
    marked("coal CHP"),
    marked("gas CHP"),
    marked("gas"),
    marked("biomass"),
    marked("wind"),
    marked("solar"),
    marked("hydro"),
    marked("import"),
    marked("export"),
    marked("net import"),
    marked("net export"),
    marked("battery"),
    marked("pumped hydro"),
    marked("coal boiler"),
    marked("gas boiler"),
    marked("biomass boiler"),
    marked("electric boiler"),
    marked("heat pump"),
    marked("waste heat"),
    marked("heat storage"),
    marked("solar heat"),
    marked("curtailment"),
    marked("grid"),
    marked("supply"),
    marked("heat rejection"),
    marked("network"),
    # carriers
    marked("coal"),
    marked("oil"),
    marked("electricity"),
    marked("district heat"),
    marked("hydrogen"),
    marked("retrofit"),
    marked("natural gas"),
    marked("other"),
    marked("straw"),
    marked("power plants"),
    marked("heat plants"),
    marked("ambient heat"),
    marked("losses"),
    marked("Energy flows"),
    # drivetrains
    marked("petrol"),
    marked("diesel"),
    marked("plug-in hybrid"),
    marked("battery electric"),
    marked("natural gas vehicle"),
    marked("fuel cell"),
    marked("smart charging"),
    marked("investment"),
    marked("energy"),
    marked("industry"),
    marked("transport"),
    marked("buildings"),
    marked("land"),
    marked("economy"),
    marked("difference"),
    marked("plan minus twin"),
    marked("salvage"),
    *PARTS_OF_THE_YEAR,
    marked("Hour of the day"),
    marked("Curtailed share of wind and sun"),
    marked("Emissions path"),
    marked("Emissions by sector"),
    marked("Electricity by source"),
    marked("Installed capacity"),
    marked("District heat by source"),
    marked("Final energy by carrier"),
    marked("Yearly system cost"),
    marked("Yearly investment"),
    marked("Cost against the twin"),
    marked("Cars by drivetrain"),
    marked("Dispatch on typical days"),
    marked("Heat on the coldest days"),
    marked("Heat load through the year"),
    marked("Indicators of clean power"),
    marked("Clean share of generation"),
    marked("Carbon intensity of power"),
    marked("Electricity per GDP"),
    marked("Imported share of electricity"),
    marked("Industry by branch"),
    marked("The car chain"),
    marked("Energy CO₂"),
    marked("Process CO₂"),
    marked("Energy and process CO₂"),
    marked("Drivers of the change"),
    marked("Population effect"),
    marked("GDP-per-head effect"),
    marked("Structure effect"),
    marked("Energy-intensity effect"),
    marked("Carbon-factor effect"),
    marked("Other emissions"),
    marked("Kaya factors"),
    marked("CO₂"),
    marked("Population"),
    marked("GDP per head"),
    marked("Tertiary share of GDP"),
    marked("CO₂ per unit of energy"),
    marked("Tapio elasticity"),
    marked("Decoupling by five-year plan"),
    marked("strong decoupling"),
    marked("weak decoupling"),
    marked("coupled"),
    marked("expansive negative decoupling"),
    marked("strong negative decoupling"),
    marked("weak negative decoupling"),
    marked("recessive coupling"),
    marked("recessive decoupling"),
    marked("undefined"),
    marked("Who peaks when"),
    marked("Within 3% of the peak"),
    marked("Targets"),
    marked("Indicators against targets"),
    marked("Indicator"),
    marked("Attribute"),
    marked("obligatory"),
    marked("expected"),
    marked("Lead bureau"),
    marked("Target"),
    marked("Gap"),
    marked("pass"),
    marked("fail"),
    marked("no base"),
    marked("not modelled"),
    marked("about met"),
    marked("short of aim"),
    marked("not entered"),
    marked("Wording"),
    marked("Judged by"),
    marked("Kind of indicator"),
    marked("binding"),
    marked("Binding"),
    marked("National"),
    marked("Province"),
    marked("City"),
    marked("Of the scenario"),
    marked("Livelihood"),
    marked("Land and food"),
    marked("Carbon budget"),
    marked("Yearly quota"),
    marked("Change a year"),
    marked("Cumulative emissions"),
    marked("Peak year and level"),
    marked("From one scenario to the other"),
    marked("Cost against abatement"),
    marked("Avoided emissions"),
    marked("Base"),
    marked("From"),
    marked("To"),
    marked("Split"),
    marked("By driver"),
    marked("By campaign"),
    marked("By sector"),
    marked("Shown as"),
    marked("Absolute"),
    marked("Difference"),
    marked("Percent"),
    marked("Verdict matrix"),
    marked("Contrast"),
    marked("Campaigns"),
    marked("Wedges of the campaigns"),
    marked("Without campaigns"),
    marked("Abatement cost curve"),
    marked("Avoided over the horizon"),
    marked("Owner"),
    marked("Start to full effect"),
    marked("System cost"),
    marked("Public cost"),
    marked("Cost per tonne (CNY/t)"),
    marked("Saves under the peak"),
    marked("People"),
    marked("Energy bill of an urban household"),
    marked("Energy bill of a rural household"),
    marked("Share of income, urban"),
    marked("Share of income, rural"),
    marked("Jobs"),
    marked("Money and people"),
    # scopes
    marked("territorial"),
    marked("administrative"),
    marked("CO₂, as modelled"),
    marked("Within the city boundary"),
    marked("Money of the base year"),
    # data and method
    marked("Inputs"),
    marked("Value"),
    marked("Quality"),
    marked("Where"),
    marked("Note"),
    marked("Name"),
    marked("official"),
    marked("literature"),
    marked("derived"),
    marked("assumption"),
    marked("Statistics"),
    marked("five-year plans"),
    marked("within 3%"),
    marked("goes on"),
    marked("explained by a policy"),
    marked("what the plan does"),
    marked("explained"),
    marked("not explained"),
    marked("shown only"),
    marked("same direction"),
    marked("other direction"),
    marked("not compared"),
    marked("Model"),
    marked("Error"),
    marked("Equations"),
    marked("Solver"),
    marked("Timings"),
    marked("Size of the linear programme"),
    marked("Balance checks"),
    marked("Resolved scenario"),
    marked("Policies"),
    marked("Shadow price"),
    marked("Slack"),
    marked("Constraint"),
    marked("Bound"),
    marked("Filter"),
    marked("Check"),
    marked("Result"),
    marked("passes"),
    marked("fails"),
    marked("not binding"),
    marked("Status"),
    marked("Scenario"),
    marked("assumptions"),
    marked("inputs"),
    marked("All"),
    marked("Download"),
    marked("arable land"),
    marked("grain floor"),
    marked("campaigns"),
    marked("integers"),
    marked("fixed at their optimum, then solved again as a linear programme for the shadow prices"),
    marked("not stated"),
    marked("The table of all inputs is in the HTML file."),
    marked("rows"),
    marked("columns"),
    marked("nonzeros"),
    marked("Coefficient ranges"),
    marked("matrix"),
    marked("cost"),
    marked("bound"),
    marked("rhs"),
    marked("name"),
    marked("read"),
    marked("assemble"),
    marked("build"),
    marked("compile"),
    marked("explain"),
    marked("solve"),
    marked("results"),
    marked("report"),
    marked("total"),
    # compare
    marked("Verdicts side by side"),
    marked("Emissions in milestone years"),
    marked("Key"),
)
# Terms that are keys elsewhere, as a reader should see them.
_KEYS: dict[str, Message] = {
    "carbon_price": message("allowances"),
    "carbon price": message("allowances"),
    "variable": message("fuel and other running"),
    "fixed": message("fixed upkeep"),
    "time_limit": message("the solver gave up (time limit)"),
    "gross_imports": message("gross imports"),
    "waste": message("waste to energy"),
    "use": message("other use"),
    "foresight_years": message("years in sight beyond the one that is decided"),
    "tie_break_share": message("tie-break: price on emissions as a share of cost"),
    "Twin": message("Twin (no peaking target)"),
    "Power and Heat": message("Power and heat"),
    "Imported Electricity": message("Imported electricity"),
    "Imported Heat": message("Imported heat"),
    "Industrial Processes": message("Industrial processes"),
    "Energy (targets)": in_context("indicator", "Energy"),
    "track": message("tracked"),
    "Price of a tonne": message("Shadow price (CNY/t)"),
    "Why": message("Why: drivers"),
    "Unit in each panel": message("in each panel"),
    "scenario.resolved.yaml": message("Whole scenario (YAML)"),
    "results.csv": message("Results in the IAMC format (CSV)"),
    "results.xlsx": message("Workbook (Excel)"),
    "inventory.csv": message("Inventory (CSV)"),
    "nothing emitted": message("nothing is emitted; there is no peak to judge"),
    "no net emissions": message("never more is emitted than taken up; there is no peak to judge"),
}
TERMS: dict[str, Message] = {term: Message(term) for term in _TERMS} | _KEYS


def reader_unit(own: str) -> Unit:
    """Return the unit an indicator is told in; a bare Mt is of grain or refuse, not of CO2."""
    plain: dict[str, Unit] = {
        ResultUnit.MT: Unit("Mt", "万吨", 100),
        ResultUnit.MHA: Unit("million ha", "万公顷", 100),
        ResultUnit.MILLION: Unit("million", "万人", 100),
        ResultUnit.MILLION_VEHICLES: Unit("million vehicles", "万辆", 100),
        ResultUnit.EJ: Unit("EJ", "万吨标准煤", 3412.084),
        ResultUnit.EJ_A_YEAR: Unit("EJ", "万吨标准煤", 3412.084),
        ResultUnit.T_A_PERSON: Unit("t per head", "吨/人"),
        ResultUnit.T_A_MWH: Unit("t/MWh", "吨/兆瓦时"),
        ResultUnit.KG_A_M2: Unit("kg/m²", "千克/平方米"),
        ResultUnit.CNY_A_HOUSEHOLD: Unit("CNY per household", "元/户"),
    }
    return plain.get(own) or READERS_UNITS.get(own, Unit(own, own))


def target_unit(indicator: str, own: str) -> Unit:
    """Return the unit that a target of an indicator is told in."""
    return reader_unit(ResultUnit.MT_CO2 if indicator == "co2_emissions" else own)


def word(term: str, language: Language) -> str:
    """Say a term in one language."""
    return rendered(wording(term), language)


def wording(term: str) -> Wording:
    """Return a term as a message; a planner's own name stands for itself."""
    return TERMS.get(term, term)


def within(term: str, language: Language) -> str:
    """Say a term within a sentence."""
    return in_sentence(word(term, language), language)


def in_sentence(text: str, language: Language) -> str:
    """Return a name as it stands within a sentence, where English begins it with a small letter."""
    return text.lower() if language == "en" else text


def legend(term: str, language: Language) -> str:
    """Say a term as an entry of a legend: a capital first letter, then as in a sentence."""
    text = word(term, language)
    return text[:1].upper() + text[1:]


def number(value: float, digits: int = 3) -> str:
    """Print a value with that many significant digits, thousands separated, never in powers of ten.

    >>> number(45.1873), number(12345.6), number(0.02346)
    ('45.2', '12,346', '0.0235')
    """
    if value == 0 or value != value:
        return "0" if value == 0 else "–"
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    decimals = max(0, digits - whole) if abs(value) >= 0.1 else digits + 1
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−") if text.strip("-0.,") else "0"


def money(value: float, language: Language, digits: int = 3) -> str:
    """Print billions of CNY; small sums in millions (万元 in Chinese), so that none begins with noughts."""
    if language == "zh":
        return amount(value, BILLION_CNY if abs(value) >= 0.01 else TEN_THOUSAND_CNY, language, digits)
    return amount(value, BILLION_CNY, language, digits) if abs(value) >= 0.1 else amount(
        1000 * value, MILLION_CNY, language, digits
    )  # fmt: skip


def amount(value: float, unit: Unit, language: Language, digits: int = 3) -> str:
    """Print a value with its unit, in the unit of the language."""
    name = unit.words(language)
    gap = "" if name in ("%", "") or language == "zh" else " "
    return _kept(f"{number(value * unit.factor(language), digits)}{gap}{name}", value, unit, language, digits)


def bare_amount(value: float, unit: Unit, language: Language, digits: int = 3) -> str:
    """Print a value in the unit of the language, which is told elsewhere, as at the head of a table."""
    told = number(value * unit.factor(language), digits)
    return _kept(told, value, unit, language, digits, bare=True)


def spaced_amount(value: float, unit: Unit, language: Language, digits: int = 3) -> str:
    """Print a value with its unit, a space between them in any language."""
    told = f"{number(value * unit.factor(language), digits)} {unit.words(language)}"
    return _kept(told, value, unit, language, digits)


def _kept(words: str, value: float, unit: Unit, language: Language, digits: int, *, bare: bool = False) -> str:
    """Keep value and unit with the words; in another unit it has as many digits as here, three or four."""
    name, amount = unit.words(language), value * unit.factor(language)
    if name not in SIZES or amount != amount:
        return words
    whole = len(str(int(abs(amount))))
    return kept(CountedAmount(words, name, amount, 4 if max(digits, whole) > 3 else 3, bare))

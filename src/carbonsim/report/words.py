"""The words of the page in English and Chinese, and the units each language counts in."""

from __future__ import annotations

from typing import Literal, NamedTuple

from carbonsim.system.calendar import PARTS_OF_THE_YEAR
from carbonsim.system.tables import Label
from carbonsim.units import PJ_PER_MTCE, PJ_PER_TWH

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Unit(NamedTuple):
    """A unit as each language prints it; a value times `factor_zh` is in the Chinese unit."""

    en: str
    zh: str
    factor_zh: float = 1.0

    def name(self, language: Language) -> str:
        """Name the unit."""
        return self.zh if language == "zh" else self.en

    def factor(self, language: Language) -> float:
        """Return what a value is multiplied by before it is printed."""
        return self.factor_zh if language == "zh" else 1.0


MT_CO2 = Unit("Mt CO₂", "万吨二氧化碳", 100)
MT_CO2E = Unit("Mt CO₂e", "万吨二氧化碳当量", 100)
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

# What a variable's own unit is called by readers.
READERS_UNITS: dict[str, Unit] = {
    "Mt CO2/yr": MT_CO2,
    "Mt CO2": MT_CO2,
    "Mt CO2-equiv/yr": MT_CO2E,
    "Mt": MT_CO2,
    "Mtce/yr": MTCE,
    "Mtce": MTCE,
    "PJ/yr": PJ,
    "PJ": PJ,
    "TWh/yr": TWH,
    "TWh": TWH,
    "GW": GW,
    "billion CNY/yr": BILLION_CNY,
    "billion CNY": BILLION_CNY,
    "unit of the data": Unit("units of the data", "数据单位"),
    "cost unit of the data": Unit("cost units of the data", "数据货币单位"),
    "%": SHARE,
    "t/10^4 CNY": CO2_PER_GDP,
    "tce/10^4 CNY": ENERGY_PER_GDP,
}

# What a reader may count in: by family, the key, the unit, and its size in the family's own measure (Mt, PJ, billion).
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

_TERMS: dict[str, str] = {
    # systems without sectors
    "cost unit per unit of emission": "数据货币单位/排放单位",
    "Production by technology": "分技术产量",
    "Capacity by technology": "分技术容量",
    "Emissions by technology": "分技术排放",
    "By technology": "分技术",
    "Commodity": "商品",
    "Outside the model": "模型以外",
    # screens and buttons
    "Verdict": "达峰结论",
    "Path": "碳排放路径",
    "Sectors": "分领域排放",
    "Energy": "能源供需",
    "Costs": "成本与投资",
    "Data and method": "数据与方法",
    "Scenario comparison": "情景对比",
    "Input differences": "输入参数差异",
    "Base-year calibration": "基准年校核",
    "Data (CSV)": "导出数据（CSV）",
    "Image (PNG)": "导出图片",
    "Language": "语言",
    "Screens": "目录",
    "Emissions": "碳排放",
    "Gases": "温室气体",
    "Money": "资金",
    "scenario.resolved.yaml": "完整情景文件（YAML）",
    "results.csv": "结果数据表（IAMC格式，CSV）",
    "results.xlsx": "结果工作簿（Excel）",
    "inventory.csv": "温室气体清单（CSV）",
    "Source": "来源",
    "Unit": "单位",
    "Accounting scope": "核算口径",
    "Year": "年份",
    "Years": "年份",
    "Skip to content": "跳至正文",
    # verdict
    "Peak year": "达峰年份",
    "Peak level": "峰值排放量",
    "Peak rule": "达峰判定规则",
    "Plateau": "峰值平台期",
    "peaked (historic)": "已过峰值（历史数据判定）",
    "peaked (projected)": "规划期内达峰（测算）",
    "plateau": "峰值平台期",
    "plateau by constraint": "约束型平台期（受总量上限约束）",
    "rising": "尚未达峰（仍呈上升趋势）",
    "unproven": "数据不足，暂不能判定",
    "nothing emitted": "各年均无排放，不作达峰判定",
    "no net emissions": "各年净排放均不高于零，不作达峰判定",
    "infeasible": "无可行方案",
    "time_limit": "求解未完成（达到时间上限）",
    "unbounded": "模型无界",
    "error": "求解出错",
    "optimal": "已得最优解",
    "Plan cost": "规划总成本",
    "Extra cost of the plan": "净增成本",
    "Base-year energy": "基准年能源消费总量",
    "Base-year CO₂": "基准年二氧化碳排放",
    "Non-fossil share": "非化石能源消费比重",
    "CO₂ per GDP": "单位地区生产总值二氧化碳排放",
    "Energy per GDP": "单位地区生产总值能源消耗",
    "Why there is no plan": "目标之间存在冲突",
    "All limits that take part": "相关限制一览",
    "Limit": "限制条件",
    "Where it is written": "出处",
    "Smallest relaxation": "最小放宽量",
    "discounted to": "折现至",
    # series
    "Plan": "规划方案",
    "Twin": "对照方案（不含达峰约束）",
    "Reference": "参考情景",
    "History": "历史数据",
    "shown only, has no say": "仅供参考，不参与判定",
    "Peak": "峰值",
    "Cap": "峰值排放量上限",
    "Emission cap": "碳排放总量控制目标",
    "Peaking deadline": "达峰时限",
    "Planning starts": "规划起始年",
    "Total": "合计",
    "Emissions counted": "排放分解方式",
    "By sector, direct": "分领域（直接排放）",
    "By user": "按终端用户分摊",
    "All gases": "全部温室气体",
    "CO₂ by sector": "二氧化碳·分领域",
    "CO₂ by user": "二氧化碳·按终端用户",
    "All gases by sector": "全部温室气体·分领域",
    "All gases by user": "全部温室气体·按终端用户",
    "process": "生产过程",
    "Demand": "需求",
    # sectors of the peaking emissions
    "Power and Heat": "电力与热力",
    "Industry": "工业",
    "Transport": "交通运输",
    "Transportation": "交通运输",
    "Buildings": "建筑",
    "Land": "农林与土地利用",
    "Waste": "废弃物处理",
    "Other": "其他",
    "Imported Electricity": "净调入电力",
    "Industrial Processes": "工业生产过程",
    "Imported Heat": "净调入热力",
    "Residential": "居民",
    "Commercial": "公共建筑",
    "Agriculture": "农业",
    "Economy": "宏观经济",
    # groups of the energy sector
    "coal CHP": "燃煤热电联产",
    "gas CHP": "燃气热电联产",
    "gas": "天然气",
    "biomass": "生物质",
    "waste": "垃圾焚烧发电",
    "wind": "风电",
    "solar": "光伏",
    "hydro": "水电",
    "import": "调入电力",
    "export": "调出电力",
    "net import": "净调入电力",
    "net export": "净调出电力",
    "battery": "新型储能",
    "pumped hydro": "抽水蓄能",
    "coal boiler": "燃煤锅炉",
    "gas boiler": "燃气锅炉",
    "biomass boiler": "生物质锅炉",
    "electric boiler": "电锅炉",
    "heat pump": "热泵",
    "waste heat": "余热供暖",
    "heat storage": "储热",
    "solar heat": "太阳能供热",
    "curtailment": "弃风弃光",
    "grid": "电网",
    "supply": "燃料供应",
    "heat rejection": "弃热",
    "network": "管网",
    "use": "用能",
    # carriers
    "coal": "煤炭",
    "oil": "油品",
    "electricity": "电力",
    "district heat": "集中供热",
    "hydrogen": "氢能",
    "retrofit": "节能改造",
    "natural gas": "天然气",
    "other": "其他",
    "straw": "秸秆",
    "power plants": "发电与热电厂",
    "heat plants": "供热站",
    "ambient heat": "环境热与余热",
    "losses": "转换与输配损失",
    "Energy flows": "能流图",
    # drivetrains
    "petrol": "汽油车",
    "diesel": "柴油车",
    "plug-in hybrid": "插电式混合动力",
    "battery electric": "纯电动",
    "natural gas vehicle": "天然气车",
    "fuel cell": "燃料电池",
    # costs
    "investment": "投资",
    "fixed": "固定运行维护费",
    "variable": "燃料与可变运行成本",
    "carbon_price": "碳配额费用",
    "carbon price": "碳配额费用",
    "energy": "能源",
    "industry": "工业",
    "transport": "交通运输",
    "buildings": "建筑",
    "land": "农林与土地利用",
    "economy": "宏观经济",
    "difference": "与对照方案之差",
    "plan minus twin": "规划方案减对照方案",
    "salvage": "期末残值",
    # seasons and day-parts
    **PARTS_OF_THE_YEAR,
    "Hour of the day": "时刻（时）",
    # figures
    "Emissions path": "碳排放路径",
    "Emissions by sector": "分领域排放",
    "Electricity by source": "分电源发电量",
    "Installed capacity": "装机容量",
    "District heat by source": "分热源供热量",
    "Final energy by carrier": "分品种终端能源消费量",
    "Yearly system cost": "年度系统成本",
    "Yearly investment": "年度投资",
    "Cost against the twin": "净增成本（与对照方案比）",
    "Cars by drivetrain": "分动力类型乘用车保有量",
    "Dispatch on typical days": "典型日运行",
    "Heat on the coldest days": "最冷时段供热",
    "Heat load through the year": "全年热负荷",
    "Indicators of clean power": "电力清洁化指标",
    "Clean share of generation": "非化石能源发电量占比",
    "Carbon intensity of power": "单位发电量二氧化碳排放",
    "Electricity per GDP": "单位地区生产总值电耗",
    "Imported share of electricity": "外调电占比",
    "Industry by branch": "分行业工业排放",
    "The car chain": "汽车产业链",
    "Energy CO₂": "能源活动二氧化碳",
    "Process CO₂": "工业生产过程二氧化碳",
    "Energy and process CO₂": "能源活动与生产过程",
    "Drivers of the change": "驱动因素分解（LMDI）",
    "Population effect": "人口规模效应",
    "GDP-per-head effect": "经济发展水平效应",
    "Structure effect": "产业结构效应",
    "Energy-intensity effect": "能源强度效应",
    "Carbon-factor effect": "能源结构（碳排放系数）效应",
    "Other emissions": "其他排放",
    "Kaya factors": "Kaya恒等式各因素",
    "CO₂": "二氧化碳",
    "Population": "常住人口",
    "GDP per head": "人均地区生产总值",
    "Tertiary share of GDP": "第三产业比重",
    "CO₂ per unit of energy": "单位能耗碳排放",
    "Tapio elasticity": "脱钩弹性系数（Tapio）",
    "Decoupling by five-year plan": "分五年规划期脱钩状态",
    "strong decoupling": "强脱钩",
    "weak decoupling": "弱脱钩",
    "coupled": "增长连结",
    "expansive negative decoupling": "增长负脱钩",
    "strong negative decoupling": "强负脱钩",
    "weak negative decoupling": "弱负脱钩",
    "recessive coupling": "衰退连结",
    "recessive decoupling": "衰退脱钩",
    "undefined": "无法计算（分母为零）",
    "Who peaks when": "分领域达峰时序",
    "Within 3% of the peak": "低于峰值3%以内的年份",
    "Why": "驱动因素分析",
    "Targets": "目标指标完成情况",
    "Indicators against targets": "指标与目标值对照",
    "Unit in each panel": "见各分图",
    "Indicator": "指标",
    "Attribute": "指标属性",
    "obligatory": "约束性",
    "expected": "预期性",
    "Lead bureau": "牵头单位",
    "Target": "目标值",
    "Gap": "差距",
    "pass": "达标",
    "fail": "未达标",
    "no base": "无基期数据",
    "not modelled": "模型未涵盖",
    "track": "跟踪",
    "binding": "约束有效（紧约束）",
    "Binding": "约束状态",
    "National": "国家目标",
    "Province": "省级目标",
    "City": "市级目标",
    "Of the scenario": "本情景目标",
    "Energy (targets)": "能源",
    "Livelihood": "民生",
    "Land and food": "土地与粮食",
    "Carbon budget": "碳排放预算",
    "Yearly quota": "年度排放额度",
    "Change a year": "年均变化",
    "Cumulative emissions": "累计排放量",
    "Price of a tonne": "影子价格（元/吨）",
    "Peak year and level": "达峰年份与峰值",
    "From one scenario to the other": "情景间差异分解",
    "Cost against abatement": "减排量与成本",
    "Avoided emissions": "减排量",
    "Base": "对比基准",
    "From": "从",
    "To": "到",
    "Split": "分解方式",
    "By driver": "按驱动因素（LMDI）",
    "By campaign": "按重点行动",
    "By sector": "按领域",
    "Shown as": "显示方式",
    "Absolute": "绝对值",
    "Difference": "差值",
    "Percent": "百分比",
    "Verdict matrix": "目标达成情况一览表",
    "Contrast": "情景差异",
    "Campaigns": "重点行动",
    "Wedges of the campaigns": "减排贡献图",
    "Without campaigns": "不实施重点行动",
    "Abatement cost curve": "边际减排成本曲线",
    "Avoided over the horizon": "规划期累计减排量",
    "Owner": "责任单位",
    "Start to full effect": "启动—全面实施年份",
    "System cost": "净增成本",
    "Public cost": "财政投入",
    "Cost per tonne (CNY/t)": "单位减排成本（元/吨）",
    "Saves under the peak": "达峰约束下节约成本",
    "People": "就业与居民用能",
    "Energy bill of an urban household": "城镇居民户均用能支出",
    "Energy bill of a rural household": "农村居民户均用能支出",
    "Share of income, urban": "城镇用能支出占收入比重",
    "Share of income, rural": "农村用能支出占收入比重",
    "Jobs": "就业人数",
    "Money and people": "投资与民生",
    # scopes
    "territorial": "行政区域内直接排放",
    "administrative": "行政区域内直接排放加净调入电力、热力",
    "gross_imports": "行政区域内直接排放加调入电力、热力",
    "CO₂, as modelled": "二氧化碳（按模型口径）",
    "Within the city boundary": "市域行政区划",
    "Money of the base year": "基准年价格",
    # data and method
    "Inputs": "输入数据",
    "Value": "数值",
    "Quality": "数据质量",
    "Where": "文件与行号",
    "Note": "说明",
    "Name": "名称",
    "official": "官方",
    "literature": "文献",
    "derived": "推算",
    "assumption": "假设",
    "Official figure": "官方数值",
    "Model": "模型结果",
    "Error": "误差",
    "Equations": "方程",
    "Solver": "求解器",
    "Timings": "各阶段用时",
    "Size of the linear programme": "线性规划规模",
    "Balance checks": "平衡校验",
    "Resolved scenario": "合并后的完整情景",
    "Policies": "政策约束",
    "Shadow price": "影子价格",
    "Slack": "余量",
    "Constraint": "约束",
    "Bound": "限值",
    "Filter": "筛选",
    "Check": "校验项",
    "Result": "结果",
    "passes": "通过",
    "fails": "不通过",
    "not binding": "约束未起作用",
    "Status": "状态",
    "Scenario": "情景",
    "assumptions": "项假设",
    "inputs": "项输入",
    "All": "全部",
    "Download": "下载",
    "arable land": "耕地保有量",
    "grain floor": "粮食产量下限",
    "campaigns": "重点行动测算",
    "integers": "整数变量",
    "fixed at their optimum, then solved again as a linear programme for the shadow prices": (
        "固定于最优值，再按线性规划求解以得影子价格"
    ),
    "not stated": "未注明",
    "The table of all inputs is in the HTML file.": "全部输入数据见HTML文件。",
    "rows": "行",
    "columns": "列",
    "nonzeros": "非零元",
    "Coefficient ranges": "系数范围（求解器所用单位）",
    "matrix": "矩阵系数",
    "cost": "成本系数",
    "bound": "变量界",
    "rhs": "右端项",
    "name": "名称",
    "tie_break_share": "等成本择优：排放微价占比",
    "read": "读取",
    "assemble": "组装",
    "build": "建模",
    "compile": "编译",
    "explain": "查找冲突",
    "solve": "求解",
    "results": "结果整理",
    "report": "生成报告",
    "total": "合计",
    "Changchun": "长春市",
    # compare
    "Verdicts side by side": "结论对比",
    "Emissions in milestone years": "关键年份排放",
    "Key": "参数",
}
# Terms that are keys elsewhere, as a reader should see them in English.
_ENGLISH: dict[str, str] = {
    "carbon_price": "allowances",
    "carbon price": "allowances",
    "variable": "fuel and other running",
    "fixed": "fixed upkeep",
    "investment": "investment",
    "time_limit": "the solver gave up (time limit)",
    "gross_imports": "gross imports",
    "waste": "waste to energy",
    "use": "other use",
    "tie_break_share": "tie-break: price on emissions as a share of cost",
    "Twin": "Twin (no peaking target)",
    "Power and Heat": "Power and heat",
    "Imported Electricity": "Imported electricity",
    "Imported Heat": "Imported heat",
    "Industrial Processes": "Industrial processes",
    "Energy (targets)": "Energy",
    "not modelled": "not modelled",
    "track": "tracked",
    "Price of a tonne": "Shadow price (CNY/t)",
    "Why": "Why: drivers",
    "Unit in each panel": "in each panel",
    "scenario.resolved.yaml": "Whole scenario (YAML)",
    "results.csv": "Results in the IAMC format (CSV)",
    "results.xlsx": "Workbook (Excel)",
    "inventory.csv": "Inventory (CSV)",
    "nothing emitted": "nothing is emitted; there is no peak to judge",
    "no net emissions": "never more is emitted than taken up; there is no peak to judge",
}
WORDS: dict[str, Label] = {
    english: Label(_ENGLISH.get(english, english), chinese) for english, chinese in _TERMS.items()
}


def reader_unit(own: str) -> Unit:
    """Return the unit an indicator is told in; a bare Mt is of grain or refuse, not of CO2."""
    return {
        "Mt": Unit("Mt", "万吨", 100),
        "Mha": Unit("million ha", "万公顷", 100),
        "million": Unit("million", "万人", 100),
        "million vehicles": Unit("million vehicles", "万辆", 100),
        "EJ": Unit("EJ", "万吨标准煤", 3412.084),
        "EJ/yr": Unit("EJ", "万吨标准煤", 3412.084),
        "t/person": Unit("t per head", "吨/人"),
        "t/MWh": Unit("t/MWh", "吨/兆瓦时"),
        "CNY/household": Unit("CNY per household", "元/户"),
    }.get(own) or READERS_UNITS.get(own, Unit(own, own))


def target_unit(indicator: str, own: str) -> Unit:
    """Return the unit that a target of an indicator is told in."""
    return reader_unit("Mt CO2" if indicator == "co2_emissions" else own)


def word_label(term: str) -> Label:
    """Look a term up; a planner's own name stands for itself in both languages."""
    return WORDS.get(term) or Label(term, term)


def word(term: str, language: Language) -> str:
    """Say a term in one language."""
    return word_label(term).zh if language == "zh" else word_label(term).en


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
    name = unit.name(language)
    gap = "" if name in ("%", "") or language == "zh" else " "
    return f"{number(value * unit.factor(language), digits)}{gap}{name}"

"""The language of the terminal: Chinese where the locale is, else English."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from carbonsim.errors import CarbonsimError, Warned
from carbonsim.messages.message import Message, Wording, message
from carbonsim.report.terminal.streams import can_show
from carbonsim.report.words import WORDS, Language

TRACEBACK = "CARBONSIM_TRACEBACK"  # of the environment: where it says anything, our mistakes are told whole
# Words of the terminal that the pages do not have, or say otherwise.
_CHINESE = {
    "status": "求解状态",
    "why": "冲突原因",
    "warning": "提示",
    "peak": "达峰",
    "rule": "达峰判定规则",
    "cost": "总成本现值",
    "base year": "基准年",
    "seconds": "用时（秒）",
    "report": "报告",
    "Targets": "目标指标完成情况",
    "target": "目标",
    "year": "年份",
    "figure": "目标值",
    "result": "测算值",
    "gap": "差距",
    "verdict": "判定",
    "pass": "达标",
    "fail": "未达标",
    "not binding": "约束未起作用",
    "Campaigns, first in to last out": "重点行动（单独实施至最后退出）",
    "campaign": "重点行动",
    "needed": "必需",
    "project": "项目",
    "Comparison": "情景对比",
    "peak year": "达峰年份",
    "peak level, Mt": "峰值排放量（百万吨）",
    "total cost, million CNY": "总成本现值（百万元）",
    "read": "读取",
    "assemble": "组装",
    "build": "建模",
    "compile": "编译",
    "explain": "查找冲突",
    "solve": "求解",
    "results": "结果整理",
    "campaigns": "重点行动测算",
    "nothing wrong": "未发现问题",
    "* derived or assumed, not published": "* 推算或假设，非公布数据",
    "no official figures to compare with": "情景未列官方数值，无可校核",
}


def terminal_language() -> Language:
    """Return the language that LC_ALL, LC_MESSAGES or LANG asks for, if the output can show it."""
    asked = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if asked.lower().startswith("zh") and can_show("达峰", sys.stdout) else "en"


def said(wording: Wording) -> str:
    """Say a message, or a word of the terminal, in its language; what has no Chinese stays as it is."""
    language = terminal_language()
    if isinstance(wording, Message):
        return wording.rendered(language)
    if language == "en":
        return wording
    return _CHINESE.get(wording) or (WORDS[wording].zh if wording in WORDS else wording)


def translated(what: CarbonsimError | Warned) -> str:
    """Tell an error, a finding or a warning in the language of the terminal."""
    return what.rendered(terminal_language())


def told_fault(error: Exception) -> str:
    """Tell a mistake of ours: its kind, where it came up and its message, and the whole traceback where asked for."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    told = " ".join(str(error).split())
    what = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}{f': {told}' if told else ''}"
    heading = message("a mistake of carbonsim, please report it:")
    line = f"{said(heading)} {what}"
    if os.environ.get(TRACEBACK):
        return f"{line}\n{''.join(traceback.format_exception(error)).rstrip()}"
    again = message("to report it with its whole traceback, run it again with {setting}", setting=f"{TRACEBACK}=1")
    return f"{line}\n{said(again)}"

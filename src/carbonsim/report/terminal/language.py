"""The language of the terminal: Chinese where the locale is, else English."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from carbonsim.errors import CarbonsimError, Warned
from carbonsim.messages.catalogue import ENGLISH, languages
from carbonsim.messages.message import Message, Wording, in_context, marked, message
from carbonsim.report.terminal.streams import can_show
from carbonsim.report.words import TERMS, Language, word

TRACEBACK = "CARBONSIM_TRACEBACK"  # of the environment: where it says anything, our mistakes are told whole
# What the terminal says otherwise than the pages, by the word it is asked for.
_WORDS = (
    marked("status"),
    marked("why"),
    marked("warning"),
    marked("no data for"),
    marked("counterfactual"),
    marked("peak"),
    marked("window"),
    marked("objective"),
    marked("rule"),
    marked("foresight"),
    marked("above baseline"),
    marked("public money"),
    marked("energy system"),
    marked("base year"),
    marked("seconds"),
    marked("target"),
    marked("Evaluation"),
    marked("year"),
    marked("figure"),
    marked("result"),
    marked("gap"),
    marked("verdict"),
    marked("Campaigns, first in to last out"),
    marked("campaign"),
    marked("needed"),
    marked("project"),
    marked("Comparison"),
    marked("peak year"),
    marked("peak level, Mt"),
    marked("total cost, million CNY"),
    marked("* derived or assumed, not published"),
    marked("no official figures to compare with"),
)
_OWN = {word: Message(word) for word in _WORDS} | {
    "cost": in_context("terminal", "cost"),
    "report": in_context("terminal", "report"),
}


def terminal_language() -> Language:
    """Return the language that LC_ALL, LC_MESSAGES or LANG asks for, if it has a catalogue and the output shows it."""
    asked = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    language = next((one for one in languages() if asked.lower().startswith(one)), ENGLISH)
    return language if can_show(word("Verdict", language), sys.stdout) else ENGLISH


def localized(wording: Wording) -> str:
    """Say a message, or a word of the terminal, in its language; what has no Chinese stays as it is."""
    language = terminal_language()
    if isinstance(wording, Message):
        return wording.rendered(language)
    known = _OWN.get(wording) or TERMS.get(wording)
    return wording if known is None or language == "en" else known.rendered(language)


def translated(what: CarbonsimError | Warned) -> str:
    """Tell an error, a finding or a warning in the language of the terminal."""
    return what.rendered(terminal_language())


def fault_message(error: Exception) -> str:
    """Tell a mistake of ours: its kind, where it came up and its message, and the whole traceback where asked for."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    told = " ".join(str(error).split())
    what = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}{f': {told}' if told else ''}"
    heading = message("a mistake of carbonsim, please report it:")
    line = f"{localized(heading)} {what}"
    if os.environ.get(TRACEBACK):
        return f"{line}\n{''.join(traceback.format_exception(error)).rstrip()}"
    again = message("to report it with its whole traceback, run it again with {setting}", setting=f"{TRACEBACK}=1")
    return f"{line}\n{localized(again)}"

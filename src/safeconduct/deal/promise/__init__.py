"""What is owed if all honour their words; who is waited on, which decisions unlock it, who covers which choice.

    >>> from safeconduct.deal.promise import LEVELS
    >>> [level.name for level in LEVELS]
    ['OFFERED', 'UNDERTAKEN']

A clause takes part at a force level: at *undertaken* only what a signature binds, at *offered* what would hold if offers were taken
up. Files in reading order: ``facts.py`` (what is given), ``atoms.py``, ``options.py``, ``compile.py`` (norms to rules), ``answer.py`` (owed, would be owed,
blocked), ``unlock.py``, ``coverage.py``, ``what_if.py``, ``rival.py`` (rival
readings); ``wording.py``, ``phrases.py``, ``explain.py`` (all of it in sentences), ``headline.py`` (who is waited on), ``write.py`` (as JSON).

Left out on purpose: deeds, deadlines and breaches; see ``deal.standing``.
"""

from safeconduct.deal.promise.answer import (
    LEVELS,
    BlockedItem,
    LevelAnswer,
    OptionAnswer,
    OwedItem,
    PromiseLevel,
    is_owned,
    promise_level,
)
from safeconduct.deal.promise.atoms import Atom, Compiled
from safeconduct.deal.promise.compile import compile_rules
from safeconduct.deal.promise.coverage import Cell, Row, coverage
from safeconduct.deal.promise.explain import Speaker
from safeconduct.deal.promise.facts import Facts, Over, signatories, signed_in_text
from safeconduct.deal.promise.headline import headline
from safeconduct.deal.promise.rival import RivalReading, Shift, Turn, rival_readings
from safeconduct.deal.promise.unlock import Key, Unlocking, goals, next_decisions, unlock, waited_for
from safeconduct.deal.promise.what_if import Change, WhatIf, what_if
from safeconduct.deal.promise.write import coverage_data, promise_data, unlocking_data, what_if_data

__all__ = [
    "LEVELS",
    "Atom",
    "BlockedItem",
    "Cell",
    "Change",
    "Compiled",
    "Facts",
    "Key",
    "LevelAnswer",
    "OptionAnswer",
    "Over",
    "OwedItem",
    "PromiseLevel",
    "RivalReading",
    "Row",
    "Shift",
    "Speaker",
    "Turn",
    "Unlocking",
    "WhatIf",
    "compile_rules",
    "coverage",
    "coverage_data",
    "goals",
    "headline",
    "is_owned",
    "next_decisions",
    "promise_data",
    "promise_level",
    "rival_readings",
    "signatories",
    "signed_in_text",
    "unlock",
    "unlocking_data",
    "waited_for",
    "what_if",
    "what_if_data",
]

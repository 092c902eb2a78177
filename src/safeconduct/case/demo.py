"""The main job on the real case, as data: three days of eastern Aleppo, computed from its texts and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.case.clock import Clock, clocks
from safeconduct.case.model import Case, Dated
from safeconduct.case.stand import facts_at
from safeconduct.case.view import SideBySide, Stop, side_by_side, stops
from safeconduct.deal.lint import Finding, lint
from safeconduct.deal.promise import PromiseLevel, Row, coverage, promise_level
from safeconduct.kernel import parse_instant

CASE = "aleppo-2016"
OFFER, SIGNED, STOPPED = (parse_instant(f"2016-{day}T20:59:59Z") for day in ("10-07", "12-13", "12-16"))
"""The evenings of three days: the press conference, the signature, the suspension."""
WORST = ("stay", "loading", "voluntary", "first", "disputes", "breach", "return", "verified", "when")
"""Gaps in the order in which people came to harm over them; the lint itself knows no order of weight."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The first day: who is waited on, what each choice would bring, how much time there is."""

    dated: Dated
    promised: PromiseLevel
    coverage: tuple[Row, ...]
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """The second day: what the signed page leaves open.

    Arguments:
        findings: all of them; worst: the first of each of the worst kinds there are.
    """

    dated: Dated
    findings: tuple[Finding, ...]
    worst: tuple[Finding, ...]

    @property
    def kinds(self) -> int:
        """How many different kinds of gaps."""
        return len({finding.code for finding in self.findings})


@dataclass(frozen=True, slots=True)
class Stopped:
    """The third day: one stop, several accounts of it, figures that differ."""

    at: datetime
    stops: tuple[Stop, ...]
    figures: tuple[SideBySide, ...]


def offer(case: Case) -> Offer:
    """Return the first day. Cost: one closure for each force level and option."""
    dated = _standing(case, OFFER)
    given = facts_at(case, dated, OFFER)
    return Offer(dated, promise_level(dated.agreement, given), coverage(dated.agreement, given), clocks(case, dated, OFFER))


def signed(case: Case, language: str, at_most: int = 3) -> Signed:
    """Return the second day, findings worded in a language."""
    dated = _standing(case, SIGNED)
    findings = lint(dated.agreement, language)
    return Signed(dated, findings, tuple(_worst(findings))[:at_most])


def stopped(case: Case) -> Stopped:
    """Return the third day; of the figures, those that disagree."""
    figures = tuple(found for found in side_by_side(case, STOPPED) if found.disagree)
    return Stopped(STOPPED, stops(case, STOPPED), figures)


def _standing(case: Case, at: datetime) -> Dated:
    dated = case.standing_at(at)
    assert dated is not None, "the shipped case begins before its first day"
    return dated


def _worst(findings: Sequence[Finding]) -> list[Finding]:
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.code.rpartition("/lint-")[2], finding)
    return [first[kind] for kind in WORST if kind in first]

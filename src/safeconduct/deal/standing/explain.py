"""A state in a sentence, in English and French, with the step that decides it; nothing firmer than what was said and shown.

Screens never say that something will happen: somebody *is committed to* it, *has offered* it, or is waited for. *Alleged* and *found* are kept
apart, and *overdue* says that nobody has found a breach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from safeconduct.deal.deeds import Deed
from safeconduct.deal.language import tongue
from safeconduct.deal.norms import Force, Mode
from safeconduct.deal.speech import LANGUAGES, Part, Speech, clauses_in, filled, finished, joined, kind_in, listed, spoken, table
from safeconduct.deal.standing import model
from safeconduct.deal.standing.model import Choice, Instance, Reason, Standing
from safeconduct.deal.standing.timing import Band
from safeconduct.kernel import Count

__all__ = ["LANGUAGES", "Teller", "explain", "explain_difference", "sentences", "state_key"]


_LIMITS = ("limit_by", "limit_within", "limit_moved", "extended", "extended_in_dispute", "renewed", "ended", "text_ended")
_ENDS = (*_LIMITS, "kept_to_its_end", "moment_come", "moment_to_come", "moment_unclear", "period", "before")
"""Reasons whose *when* is an end: midnight is the end of the day before, and not the beginning of the next."""
_ALWAYS_ENDS = ("due", "until")
_CONDITIONAL = ("waits", "condition_unclear", "condition_disputed")
_CONDITIONS = frozenset(
    "undecided refused decided_otherwise not_happened no_longer not_shown_to_hold deed_not_shown not_undertaken bound_perhaps"
    " undertaken_on_condition clause_not_begun clause_not_complete clause_unclear circle no_finding none_yet no_request no_request_by"
    " moment_to_come moment_unclear moment_unknown not_ordered not_in_force disputed doer_missing".split()
)
"""Reasons that name a condition which is not met, or of which that cannot be told."""
_OF_CHOICE = ("choice_runs", "choice_open", "some_chose", "some_chose_late", "some_chose_ever")


def sentences(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return the table of a language: sections ``state``, ``reason``, ``remark``, ``time``, ``word`` and ``exposure``."""
    return table(__package__, "sentences", language)


def explain(standing: Standing, instance: Instance, language: str = "en") -> str:
    """Return how an instance stands, and the step that decides it, in sentences.

    Arguments:
        language: ``en`` or ``fr``; any other is spoken to in English.
    """
    return Teller.of(standing, instance.agreement, language).instance(instance)


def explain_difference(standing: Standing, instance: Instance, other: Instance, language: str = "en") -> str:
    """Return how an instance stands otherwise, by another reading or view; where the sentence is the same, the steps that differ.

    Arguments:
        instance: as it stands.
        other: the same one, as it would stand.
    """
    teller = Teller.of(standing, instance.agreement, language)
    told = teller.instance(other)
    if told != teller.instance(instance):
        return told
    known = {teller.reason(step) for step in instance.because.steps()}
    return (
        " ".join(dict.fromkeys(teller.reason(step) for step in other.because.steps() if teller.reason(step) not in known)) or told
    )


def until(standing: Standing, instance: Instance, language: str = "en") -> str:
    """Return until when an instance has to be done, in words; an empty text where no time runs for it."""
    running = instance.state in (model.DUE, model.PARTLY_DONE)
    if instance.due is None or instance.due_latest is None or not running or instance.due_latest <= standing.at:
        return ""
    return Teller.of(standing, instance.agreement, language).until(Band(instance.due, instance.due_latest))


def state_key(instance: Instance) -> str:
    """Return which sentence says a state: several states are worded by what kind of clause they stand for."""
    state, norm = instance.state, instance.norm
    if state in (model.OPEN, model.PARTLY_DONE) and instance.because.code in _OF_CHOICE:
        return state + "/choice"
    if state == model.FULFILLED:
        return state + {"kept_to_its_end": "/kept", "power_used": "/used"}.get(instance.because.code, "")
    may = "/may" if norm.mode in (Mode.PERMISSION, Mode.POWER) else ""
    soft = {Force.REQUESTED: "/asked", Force.ASPIRED: "/hoped"}.get(norm.force, "")
    offer = "/offer" if norm.force is Force.OFFERED else ""
    if state == model.OFFERED:
        return state + ("" if offer else f"/unsigned{may}")
    return state + {
        model.OPEN: soft or may,
        model.CONDITIONAL: soft or may or offer,
        model.DUE: offer,
        model.PARTLY_DONE: offer,
        model.OVERDUE: offer,
    }.get(state, "")


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells about one agreement in one language."""

    speech: Speech

    @classmethod
    def of(cls, standing: Standing, agreement: int, language: str) -> Teller:
        """Return a teller for one of the agreements."""
        return cls(Speech(standing.agreements[agreement], spoken(language)))

    @property
    def language(self) -> str:
        """The language spoken."""
        return self.speech.language

    def instance(self, instance: Instance) -> str:
        """Return the sentence of a state, that of the step that decides it, and what is on record and does not decide."""
        parts: dict[str, str | Part] = {
            "bearer": self.speech.names(instance.bearers),
            "deed": self._options(instance) if instance.choices else self.speech.promised(instance.norm),
            "parties": self.speech.names(instance.parties),
        }
        told = filled(self.language, sentences(self.language)["state"][state_key(instance)], parts)
        known = sentences(self.language)["remark"]
        remarks = [self.reason(one) for one in instance.because.under if one.code in known and one != instance.because]
        steps = [self.reason(instance.because), *self._conditions(instance.because), self._chosen(instance)]
        sentence = [finished(self.language, told), *steps, *dict.fromkeys(remarks)]
        return " ".join(filter(None, sentence))

    def until(self, limit: Band) -> str:
        """Return until when, in words."""
        due = self._band(limit, ends=True)
        return joined(self.language, filled(self.language, sentences(self.language)["time"]["until"], {"due": due}))

    def _conditions(self, reason: Reason) -> list[str]:
        """Return which conditions are waited for, where that is what decides."""
        waited = reason.under if reason.code in _CONDITIONAL else ()
        return list(dict.fromkeys(self.reason(one) for one in waited if one.code in _CONDITIONS))

    def reason(self, reason: Reason) -> str:
        """Return one step of a reason as a sentence, without the steps under it."""
        ends = reason.code in _ENDS
        parts: dict[str, str | Part] = {
            name: self._band(value, ends=ends or name in _ALWAYS_ENDS) if isinstance(value, Band) else self._value(name, value)
            for name, value in reason.args
        }
        parts.setdefault("clause", reason.clause)
        tables = sentences(self.language)
        return finished(self.language, filled(self.language, {**tables["reason"], **tables["remark"]}[reason.code], parts))

    # --- elections ---

    def option(self, choice: Choice) -> str:
        """Return what choosing an option means to do."""
        return listed(self.language, [self.speech.deed(deed) for deed in choice.deeds])

    def _options(self, instance: Instance) -> str:
        """Return what is to be chosen between, or the option that the one who chooses has chosen."""
        chosen = [choice for choice in instance.choices if choice.chosen == (1, 1)]
        single = not instance.bearers or self._kind(instance.bearers[0]) != "group"
        if single and instance.norm.wanted == 1 and len(chosen) == 1:
            return self.option(chosen[0])
        key = "either" if instance.norm.wanted == 1 else "at_least_of"
        told = self._choice(f"{key}/and").join(self.option(choice) for choice in instance.choices)
        return self._choice(key, options=told, number=self.speech.figure(instance.norm.wanted))

    def _chosen(self, instance: Instance) -> str:
        """Return how many of a group chose what, and how many have declared no choice."""
        bearer = instance.bearers[0] if instance.bearers else ""
        if not instance.choices or instance.state in (model.OFFERED, model.CONDITIONAL) or self._kind(bearer) != "group":
            return ""
        told = [f"{self.option(choice)} ({self.speech.range(*choice.chosen)})" for choice in instance.choices]
        left = self.speech.range(*instance.remainder) if instance.remainder else self._choice("remainder_unknown")
        return finished(self.language, self._choice("tally", choices=self.speech.part("semi").join(told), remainder=left))

    def _choice(self, key: str, **parts: str) -> str:
        return filled(self.language, sentences(self.language)["choice"][key], parts)

    def _kind(self, word: str) -> str:
        found = self.speech.agreement.words.get(word)
        return found.kind if found else ""

    # --- parts ---

    def _value(self, name: str, value: Any) -> str | Part:
        known = sentences(self.language)["word"]
        if name == "clauses":
            return clauses_in(self.language, value)
        if value is None:
            return self._time("none") if name in ("due", "when") else "0"
        if isinstance(value, datetime):
            return self._instant(value)
        if isinstance(value, Count):
            return self.speech.range(value.low, value.high)
        if isinstance(value, Deed):
            return self.speech.deed(value)
        if name in ("progress", "remainder"):
            return self.speech.range(*value)
        if name == "slots":
            return listed(self.language, [self.speech.name(item).text for _, item in value])
        if name == "kind":
            return kind_in(self.language, str(value))
        if isinstance(value, tuple):
            return self.speech.names(value)
        if isinstance(value, int):
            return self.speech.figure(value)
        return known[value] if name in ("answer", "result") and value in known else self._word(str(value))

    def _word(self, word: str) -> str | Part:
        return self.speech.name(word) if not word or word in self.speech.agreement.words else word

    def _time(self, key: str, **parts: str) -> Part:
        """Return a time as it stands after a verb, and bare as it stands after a preposition."""
        forms = sentences(self.language)["time"]
        adverb, noun = forms[key], forms.get(f"{key}!bare", forms[key])
        return Part(filled(self.language, adverb, parts), bare=filled(self.language, noun, parts))

    def _band(self, band: Band, *, ends: bool) -> Part:
        if band.exact is not None:
            return self._instant(band.low, ends=ends)
        low, high = self._local(band.low), self._local(band.high)
        if low.time() == high.time() == low.time().min and high - low == timedelta(days=1):
            return self._time("day", day=self._day(low))
        return self._time("between", low=self._day(low, time=True), high=self._day(high, time=True))

    def _instant(self, instant: datetime, *, ends: bool = True) -> Part:
        local = self._local(instant)
        if ends and local.time() == local.time().min:
            return self._time("end_of_day", day=self._day(local - timedelta(days=1)))
        return self._time("instant", day=self._day(local), time=f"{local:%H:%M}")

    def _local(self, instant: datetime) -> datetime:
        """Return the local wall time of an instant, without its zone: only ever written, never compared with instants."""
        return instant.astimezone(self.speech.agreement.clock.info()).replace(tzinfo=None)

    def _day(self, local: datetime, *, time: bool = False) -> str:
        date = tongue(self.language).writer.surface.date(local.isoformat(timespec="minutes") if time else local.date().isoformat())
        return self._time("date", date=date).text

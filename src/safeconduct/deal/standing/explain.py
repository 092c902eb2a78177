"""A state in a sentence, in English and French, with the step that decides it; nothing firmer than what was said and shown.

Screens never say that something will happen: somebody *is committed to* it, *has offered* it, or is waited for. *Alleged* and *found* are kept
apart, and *overdue* says that nobody has found a breach.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from safeconduct.deal.deeds import Deed
from safeconduct.deal.language import tongue
from safeconduct.deal.norms import Force, Mode
from safeconduct.deal.promise import Speaker
from safeconduct.deal.standing import model
from safeconduct.deal.standing.model import Choice, Instance, Reason, Standing
from safeconduct.deal.standing.timing import Band
from safeconduct.kernel import Count

LANGUAGES = ("en", "fr")
_OF_CHOICE = ("choice_runs", "choice_open", "some_chose", "some_chose_late", "some_chose_ever")
_AGREE: Mapping[str, Mapping[str, tuple[str, str, str, str]]] = {
    "en": {"is": ("is", "is", "are", "are"), "has": ("has", "has", "have", "have")},
    "fr": {
        "est": ("est", "est", "sont", "sont"),
        "a": ("a", "a", "ont", "ont"),
        "doit": ("doit", "doit", "doivent", "doivent"),
        "peut": ("peut", "peut", "peuvent", "peuvent"),
        "puisse": ("puisse", "puisse", "puissent", "puissent"),
        "engagé": ("engagé", "engagée", "engagés", "engagées"),
        "délié": ("délié", "déliée", "déliés", "déliées"),
        "excusé": ("excusé", "excusée", "excusés", "excusées"),
    },
}


@cache
def sentences(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return the table of a language: sections ``state``, ``reason``, ``remark``, ``part`` and ``act``."""
    text = resources.files("safeconduct.deal.standing").joinpath(f"sentences.{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


def explain(standing: Standing, instance: Instance, language: str = "en") -> str:
    """Return how an instance stands, and the step that decides it, in sentences.

    Arguments:
        language: ``en`` or ``fr``; any other is spoken to in English.
    """
    return Teller.of(standing, instance.agreement, language).instance(instance)


def state_key(instance: Instance) -> str:
    """Return which sentence says a state: several states are worded by what kind of clause they stand for."""
    state, norm = instance.state, instance.norm
    if state in (model.OPEN, model.PARTLY_DONE) and instance.because.code in _OF_CHOICE:
        return state + "/choice"
    soft = {Force.REQUESTED: "/asked", Force.ASPIRED: "/hoped"}.get(norm.force, "")
    may = norm.mode in (Mode.PERMISSION, Mode.POWER)
    if state == model.OPEN:
        return state + (soft or ("/may" if may else ""))
    if state == model.OFFERED:
        return state + ("" if norm.force is Force.OFFERED else "/unsigned")
    if state == model.CONDITIONAL:
        return state + ("/may" if may else "")
    if state == model.DUE:
        return state + ("/offer" if norm.force is Force.OFFERED else "")
    if state == model.FULFILLED and instance.because.code in ("kept_to_its_end", "power_used"):
        return state + ("/kept" if instance.because.code == "kept_to_its_end" else "/used")
    return state


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells about one agreement in one language."""

    speaker: Speaker
    language: str

    @classmethod
    def of(cls, standing: Standing, agreement: int, language: str) -> Teller:
        """Return a teller for one of the agreements."""
        spoken = language if language in LANGUAGES else "en"
        return cls(Speaker(standing.agreements[agreement], spoken), spoken)

    def instance(self, instance: Instance) -> str:
        """Return the sentence of a state, that of the step that decides it, and what is on record and does not decide."""
        text = sentences(self.language)["state"][state_key(instance)]
        bearer = self._names(instance.bearers) if instance.bearers else self._part("nobody")
        deed = self._options(instance) if instance.choices else self.deed(instance.norm.deed)
        if instance.norm.mode is Mode.ABSTENTION:
            deed = self._abstain(deed)
        text = self._agreeing(text, instance)
        filled = fill(text, {"bearer": bearer, "deed": deed, "parties": self._names(instance.parties)})
        remarks = [self.reason(one) for one in instance.because.under if one.code in sentences(self.language)["remark"]]
        told = [self._finished(filled), self.reason(instance.because), self._chosen(instance), *dict.fromkeys(remarks)]
        return " ".join(filter(None, told))

    def reason(self, reason: Reason) -> str:
        """Return one step of a reason as a sentence, without the steps under it."""
        parts = {name: self._value(name, value) for name, value in reason.args}
        parts.setdefault("clause", reason.clause)
        table = sentences(self.language)
        return self._finished(fill({**table["reason"], **table["remark"]}[reason.code], parts))

    def deed(self, deed: Deed) -> str:
        """Return what a deed is, in the infinitive."""
        frames = sentences(self.language)["act"]
        if deed.act not in frames or deed.act in self.speaker.agreement.words:
            return self.speaker.deed(deed)
        parts = {name: self._and([self._slot(deed, name, value) for value in deed.slot(name)]) for name, _ in deed.slots}
        return fill(frames[deed.act], parts)

    def option(self, choice: Choice) -> str:
        """Return what choosing an option means to do."""
        return self._and([self.deed(deed) for deed in choice.deeds])

    def _slot(self, deed: Deed, name: str, value: str) -> str:
        """Return one slot of a deed; an act inside it that every agreement has brings its own slots along."""
        if name != "act":
            return self._word(value)
        inner = Deed("", value, tuple(slot for slot in deed.slots if slot[0] not in ("act", "other")))
        return self.deed(inner) if value in sentences(self.language)["act"] else self._word(value)

    # --- elections ---

    def _options(self, instance: Instance) -> str:
        """Return what is to be chosen between, or the option that the one who chooses has chosen."""
        chosen = [choice for choice in instance.choices if choice.chosen == (1, 1)]
        single = not instance.bearers or self._kind(instance.bearers[0]) != "group"
        if single and instance.norm.wanted == 1 and len(chosen) == 1:
            return self.option(chosen[0])
        key = "either" if instance.norm.wanted == 1 else "at_least_of"
        told = self._part(f"{key}/and").join(self.option(choice) for choice in instance.choices)
        return self._part(key, options=told, number=self._figure(instance.norm.wanted))

    def _chosen(self, instance: Instance) -> str:
        """Return how many of a group chose what, and how many have declared no choice."""
        bearer = instance.bearers[0] if instance.bearers else ""
        if not instance.choices or instance.state in (model.OFFERED, model.CONDITIONAL) or self._kind(bearer) != "group":
            return ""
        told = "; ".join(f"{self.option(choice)} ({self._count(*choice.chosen)})" for choice in instance.choices)
        left = self._count(*instance.remainder) if instance.remainder else self._part("remainder_unknown")
        return self._finished(self._part("tally", choices=told, remainder=left))

    def _kind(self, word: str) -> str:
        found = self.speaker.agreement.words.get(word)
        return found.kind if found else ""

    # --- parts ---

    def _abstain(self, deed: str) -> str:
        return f"abstain from this: {deed}" if self.language == "en" else f"ne pas faire ceci : {deed}"

    def _agreeing(self, text: str, instance: Instance) -> str:
        names = self.speaker.agreement.names(self.language)
        bearers = instance.bearers
        form = 2 if len(bearers) > 1 else names[bearers[0]].form if bearers and bearers[0] in names else 0
        for base, forms in _AGREE[self.language].items():
            text = text.replace(f"<{base}>", forms[form])
        return text

    def _finished(self, text: str) -> str:
        joined = tongue(self.language).writer.surface.join(text)
        return joined[:1].upper() + joined[1:]

    def _part(self, key: str, **parts: str) -> str:
        return fill(sentences(self.language)["part"][key], parts)

    def _names(self, words: tuple[str, ...]) -> str:
        return self._and([self._word(word) for word in words])

    def _and(self, texts: list[str]) -> str:
        return self._part("and").join(texts)

    def _word(self, word: str) -> str:
        return self.speaker.name(word) if word in self.speaker.agreement.words else word or self._part("nobody")

    def _value(self, name: str, value: Any) -> str:
        if value is None:
            return self._part("none") if name in ("due", "when") else "0"
        if isinstance(value, Band):
            return self._band(value)
        if isinstance(value, datetime):
            return self._instant(value)
        if isinstance(value, Count):
            return self._count(value.low, value.high)
        if isinstance(value, Deed):
            return self.deed(value)
        if name in ("progress", "remainder"):
            return self._count(*value)
        if name == "slots":
            return self._and([self._word(item) for _, item in value])
        if isinstance(value, tuple):
            return self._names(value)
        if isinstance(value, int):
            return self._figure(value)
        known = sentences(self.language)["part"]
        return known[value] if name in ("answer", "result") and value in known else self._word(str(value))

    def _figure(self, number: int) -> str:
        return tongue(self.language).writer.surface.figure(number)

    def _count(self, low: int, high: int | None) -> str:
        if high is None:
            return self._part("at_least", low=self._figure(low))
        return self._figure(low) if low == high else self._part("range", low=self._figure(low), high=self._figure(high))

    def _band(self, band: Band) -> str:
        if band.exact is not None:
            return self._instant(band.low)
        low, high = self._local(band.low), self._local(band.high)
        if low.time() == high.time() == low.time().min and high - low == timedelta(days=1):
            return self._part("day", day=self._day(low))
        return self._part("between", low=self._day(low, time=True), high=self._day(high, time=True))

    def _instant(self, instant: datetime) -> str:
        local = self._local(instant)
        if local.time() == local.time().min:
            return self._part("end_of_day", day=self._day(local - timedelta(days=1)))
        return self._part("instant", day=self._day(local), time=f"{local:%H:%M}")

    def _local(self, instant: datetime) -> datetime:
        """Return the local wall time of an instant, without its zone: only ever written, never compared with instants."""
        return instant.astimezone(self.speaker.agreement.clock.info()).replace(tzinfo=None)

    def _day(self, local: datetime, *, time: bool = False) -> str:
        return tongue(self.language).writer.surface.date(local.isoformat(timespec="minutes") if time else local.date().isoformat())


def fill(text: str, parts: Mapping[str, str]) -> str:
    """Put parts into the places of a sentence."""
    for name, value in parts.items():
        text = text.replace("{" + name + "}", value)
    return text

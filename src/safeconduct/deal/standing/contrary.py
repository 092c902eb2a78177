"""What is on record and says the contrary of the state, and does not decide: always told, with who says so.

Only the witness whom the words table names shows a word. What somebody else saw is no proof, and neither is it nothing: who reads that a
duty is fulfilled, or that nothing is recorded against it, learns who says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.deal.norms import Mode
from safeconduct.deal.standing.case import Case
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason
from safeconduct.deal.standing.proof import matches, shows
from safeconduct.deal.standing.shown import remark, shown_by_of, witnessed
from safeconduct.kernel import Truth

_TELLING = ("deed", "observation", "verification", "incident")
_DENIALS = ("no", "partial")


def contrary(case: Case) -> tuple[Reason, ...]:
    """Return a remark on each entry that says the contrary of what the record shows of a duty."""
    if case.norm.mode is Mode.OUTCOME:
        return tuple(_states(case))
    if case.norm.mode in (Mode.RESULT, Mode.MEANS):
        return tuple(_denials(case) if case.shown.truth is Truth.YES else _reports(case))
    return tuple(_reports(case)) if case.norm.mode is Mode.ABSTENTION else ()


def _denials(case: Case) -> Iterator[Reason]:
    """Yield who says that what is shown was not done, or not wholly."""
    basis = {entry for why in case.shown.why for entry in why.entries}
    for event in _about(case):
        if event.id not in basis and _denies(event):
            yield remark("reported_not_done", event, act=case.conduct[1])


def _reports(case: Case) -> Iterator[Reason]:
    """Yield who saw done what is not shown, or is forbidden, without being the one whose word shows it."""
    claimed = {entry for why in case.shown.why if why.code == "claimed" for entry in why.entries}
    for event in _about(case):
        if event.type == "verification" or event.id in claimed or _denies(event) or shows(case.text, event, case.conduct[1]):
            continue
        yield remark("reported_done" if event.doer else "reported_done_by_someone", event, act=case.conduct[1])


def _denies(event: Event) -> bool:
    said = event.body.get("result") if event.type == "verification" else event.body.get("value")
    return said in _DENIALS


def _about(case: Case) -> list[Event]:
    """Return the entries that tell of the deed: those that name the clause, and those that name the act alone."""
    record, (doers, deed) = case.world.record, case.conduct
    loose = [e for doer in {*doers, ""} for e in record.look("loose", doer, deed.act)] if case.trigger is None else []
    found = [e for e in case.entries if e.type == "verification" or matches(e, deed, doers, named=True)]
    found += [e for e in loose if matches(e, deed, doers, named=False)]
    return sorted((e for e in {e.id: e for e in found}.values() if e.type in _TELLING), key=lambda e: (e.start, e.index))


def _states(case: Case) -> Iterator[Reason]:
    """Yield who says that a guaranteed state ended, without being the one whose word shows it."""
    (state,) = case.norm.deed.slot("state")
    for event in case.world.record.look("word", state):
        ends = event.body.get("value") in ("ends", "no")
        if ends and not witnessed(event, shown_by_of(case.text, state), any_kind=True):
            yield remark("reported_ended", event, word=state)

"""What would change if something were so: an overlay on the facts, and the difference it makes."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from safeconduct.deal.codes import ASSUMPTION
from safeconduct.deal.deeds import Deed
from safeconduct.deal.kinds import kind_text
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Norm, norms_of
from safeconduct.deal.promise.answer import PromiseLevel, promise_level
from safeconduct.deal.promise.facts import Facts, signed_in_text
from safeconduct.errors import InputWrong, Problem, either, say

VERBS = ("signs", "decides", "does", "occurs", "holds", "requests", "finds", "fails", "without")
_USAGE = "signs:WHO · decides:WHO:ACT[:to=PLACE][:with=THING] · does:WHO:ACT · occurs:EVENT · holds:STATE · requests:WHO · finds:WHO:CLAUSE · fails:CLAUSE · without:CLAUSE"


@dataclass(frozen=True, slots=True)
class Change:
    """The difference at one force level, *as it stands* before and after.

    Arguments:
        gained, lost: norms owed only after, and only before.
        unblocked, blocked: clauses with an act nobody had promised, that is now promised, and the reverse.
    """

    force: Force
    gained: tuple[Norm, ...]
    lost: tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """An overlay and what it changes."""

    assumed: tuple[str, ...]
    before: PromiseLevel
    after: PromiseLevel
    changes: tuple[Change, ...]


def what_if(agreement: Agreement, facts: Facts | None, assumptions: Sequence[str]) -> WhatIf:
    """Say what would change under some assumptions.

    Arguments:
        assumptions: each as ``signs:north`` or ``decides:north:leave:to=quay``; see ``VERBS``.

    Raises: InputWrong (``deal/assumption``) with every assumption that cannot be read.

    Nothing is recorded: an assumption is never a fact.
    """
    given = facts if facts is not None else Facts(signed=signed_in_text(agreement))
    overlay, without = _read(agreement, given, assumptions)
    before = promise_level(agreement, given)
    norms = tuple(norm for norm in norms_of(agreement) if norm.clause not in without)
    after = promise_level(agreement, overlay, norms=norms)
    changes = tuple(_change(before, after, level.force) for level in before.levels)
    return WhatIf(tuple(assumptions), before, after, changes)


def _change(before: PromiseLevel, after: PromiseLevel, force: Force) -> Change:
    old = {item.norm.id: item.norm for item in before.at(force).options[0].owed}
    new = {item.norm.id: item.norm for item in after.at(force).options[0].owed}
    return Change(force, tuple(new[id_] for id_ in new if id_ not in old), tuple(old[id_] for id_ in old if id_ not in new))


def _read(agreement: Agreement, facts: Facts, assumptions: Sequence[str]) -> tuple[Facts, frozenset[str]]:
    problems: list[Problem] = []
    without: set[str] = set()
    chosen: dict[tuple[str, ...], str] = {}
    for text in assumptions:
        verb, *parts = text.split(":")
        if verb == "decides" and chosen.setdefault(tuple(parts[:2]), text) != text:
            what = say("{text} and {chosen} exclude each other", text=repr(text), chosen=repr(chosen[tuple(parts[:2])]))
            do = say("ask about one of them at a time: one decision has one outcome")
            problems.append(Problem(ASSUMPTION, what, why=say("options that exclude each other are never assumed together"), do=do))
            continue
        try:
            if verb == "without":
                without.update(_clauses(agreement, parts))
            else:
                facts = _assume(agreement, facts, verb, parts)
        except _Unreadable as wrong:
            what, do = wrong.args
            problems.append(
                Problem(
                    ASSUMPTION,
                    say("{text}: {what}", text=repr(text), what=what),
                    why=say("a what-if is computed from exact words"),
                    do=do,
                )
            )
    if problems:
        raise InputWrong(problems)
    return facts, frozenset(without)


class _Unreadable(Exception):
    pass


def _assume(agreement: Agreement, facts: Facts, verb: str, parts: list[str]) -> Facts:
    if verb == "signs" and len(parts) == 1:
        return replace(facts, signed=facts.signed | {_word(agreement, parts[0], ("party", "group", "body"))})
    if verb == "decides" and len(parts) >= 2:
        deed = _deed(agreement, parts)
        others = {other for other in facts.decided if (other.actor, other.act) != (deed.actor, deed.act)}
        return replace(facts, decided=frozenset(others | {deed}))
    if verb == "does" and len(parts) >= 2:
        return replace(facts, done=facts.done | {_deed(agreement, parts)})
    if verb in ("occurs", "holds") and len(parts) == 1:
        kinds = ("event",) if verb == "occurs" else ("state",)
        return replace(facts, happened=facts.happened | {_word(agreement, parts[0], kinds)})
    if verb == "requests" and len(parts) == 1:
        return replace(facts, requests=facts.requests | {(_word(agreement, parts[0], ("party", "group", "body")), "")})
    if verb == "finds" and len(parts) == 2:
        finder = _word(agreement, parts[0], ("party", "group", "body"))
        return replace(facts, findings=facts.findings | {(finder, next(iter(_clauses(agreement, parts[1:]))))})
    if verb == "fails" and len(parts) == 1:
        return replace(facts, failed=facts.failed | _clauses(agreement, parts))
    raise _Unreadable(say("this is not an assumption"), say("write one of: {usage}", usage=_USAGE))


def _deed(agreement: Agreement, parts: list[str]) -> Deed:
    actor = _word(agreement, parts[0], ("party", "group", "body"))
    slots = []
    for part in parts[2:]:
        name, _, value = part.partition("=")
        if not value:
            raise _Unreadable(
                say("{part} is not a slot", part=repr(part)), say("write to=PLACE, from=PLACE, with=THING, via=PLACE or for=GROUP")
            )
        slots.append((name, value if value == "elsewhere" else _word(agreement, value, ())))
    return Deed(actor, _word(agreement, parts[1], ("act",)), tuple(sorted(slots)))


def _word(agreement: Agreement, id_: str, kinds: tuple[str, ...]) -> str:
    word = agreement.words.get(id_)
    if word is not None and (not kinds or word.kind in kinds):
        return id_
    listed = [w.id for w in agreement.words.values() if not kinds or w.kind in kinds]
    near = difflib.get_close_matches(id_, listed, n=3, cutoff=0.5) or listed[:5]
    raise _Unreadable(
        say("no {kinds} has the id {id}", kinds=either([kind_text(kind) for kind in kinds] or [say("word")]), id=repr(id_)),
        say("ids: {near}", near=", ".join(near)),
    )


def _clauses(agreement: Agreement, parts: Iterable[str]) -> set[str]:
    found = {clause.id for part in parts for clause in agreement.clauses if clause.id == part or clause.id.split(".")[0] == part}
    if not found:
        raise _Unreadable(say("no clause has that number"), say("name a clause of the agreement, such as 3.1"))
    return found

"""The movement of a case: its own files, the terms of its agreement, and the protection gate of each leg.

``movement.toml`` describes vehicles, roads and people, and says which of them the words of the agreement stand for. The text goes
before it: what the file adds is listed as an assumption, and what contradicts the text is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from safeconduct.case.amounts import Range
from safeconduct.case.clauses import Clause, about, told
from safeconduct.case.codes import MOVEMENT, NOT_FOUND
from safeconduct.case.model import Case, Dated
from safeconduct.case.pauses import Paused
from safeconduct.case.read import ENDING, SHIPPED, no_agreement_yet, read_bytes, read_case
from safeconduct.case.stand import recorded_at
from safeconduct.case.terms import Agreed, agreed_terms
from safeconduct.deal import Agreement
from safeconduct.deal.gate import Gate, protection_gate
from safeconduct.deal.gate_model import Guard
from safeconduct.deal.legs import Leg, legs_of
from safeconduct.errors import InputWrong, Place, in_language, say
from safeconduct.errors import Problem as Wrong
from safeconduct.kernel import Count, format_instant
from safeconduct.movement.check import check
from safeconduct.movement.files.read_terms import TERM_TABLES, legs_under
from safeconduct.movement.files.read_words import Said, read_words
from safeconduct.movement.files.routes import FOLDER as ROUTES
from safeconduct.movement.files.sources import not_text, unreadable
from safeconduct.movement.model import Group, Problem
from safeconduct.movement.read import read
from safeconduct.movement.slots import movements
from safeconduct.movement.terms import ESTABLISHED, NOT_ESTABLISHED, WAIVED, Lack, Protection, Term, Terms

LACKING = {
    "no clause": say("no clause"),
    "not signed": say("not signed"),
    "not shown": say("not shown"),
    "taken away": say("taken away"),
    "forced": say("forced"),
}
"""Why a protection of ``deal.gate`` is not established, in words."""
FILES = ("movement.toml", "network.geojson", "places.csv", "legs.csv")


@dataclass(frozen=True, slots=True)
class Planned:
    """A movement ready to be planned.

    Arguments:
        files: name to text, as read.
        folder: where they lie.
        agreement: id of the text whose terms it is under; empty where the folder holds none.
        clauses: what became of each clause of that text.
    """

    problem: Problem
    files: Mapping[str, str]
    folder: Path
    agreement: str = ""
    clauses: tuple[Clause, ...] = ()


def read_movement(target: str, at: datetime | None = None, which: str | None = None, language: str = "en") -> Planned:
    """Return the movement of a case under its agreement.

    Arguments:
        target: a folder or the name of a shipped case.
        at: UTC instant at which terms and protection are looked up; by default after the last entry of the history.
        which: id of one agreement; by default the last that stood at ``at``.

    Raises: InputWrong with every problem of the movement's files, or of the case's; EnvironmentFails (``case/disk``).
    Holds: a leg is open only where ``deal.gate`` finds every protection established or waived (tests/story/test_join.py).
    """
    folder = _folder(target)
    files = _files(folder)
    problem = read(files)
    words = read_words(files, problem)
    if not any(folder.glob(f"*{ENDING}")):
        alone = told("no agreement", language)
        return Planned(replace(problem, assumed=(*problem.assumed, alone)), files, folder)
    case = read_case(target)
    when = at or case.last_instant or problem.start
    dated = _dated(case, when, which)
    joined, clauses = _under(problem, case, dated, words, when, language)
    return Planned(joined, files, folder, dated.id, clauses)


def _folder(target: str) -> Path:
    for path in (Path(target), SHIPPED / target):
        if path.is_dir():
            return path
    what, do = say("{target} is not a folder", target=target), say("name a folder that holds movement.toml, or a shipped case")
    raise InputWrong(Wrong(NOT_FOUND, what, why=say("there is nothing to plan"), do=do))


def _files(folder: Path) -> dict[str, str]:
    """The files of a movement; whatever lies among the routes goes to their reader, which says of each what is wrong with it.

    Raises: InputWrong with every file that is a folder or not UTF-8.
    """
    routes = [path for path in sorted((folder / ROUTES).glob("[!.]*")) if path.is_file()]
    drawn = {f"{ROUTES}/{path.name}": read_bytes(path).decode("utf-8", "surrogateescape") for path in routes}
    found: dict[str, str] = {}
    wrong: list[Wrong] = []
    for path in (folder / name for name in FILES):
        try:
            if path.is_dir():
                raise unreadable(path.name, say("a folder, not a file"))
            if path.is_file():
                found[path.name] = read_bytes(path).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            wrong += not_text(path.name, error).problems
        except InputWrong as error:
            wrong += error.problems
    if wrong:
        raise InputWrong(wrong)
    return found | drawn


def _dated(case: Case, at: datetime, which: str | None) -> Dated:
    found = case.standing_at(at) if which is None else next((one for one in case.agreements if one.id == which), None)
    if found is None:
        raise no_agreement_yet(case, at)
    return found


def _under(
    problem: Problem, case: Case, dated: Dated, words: tuple[Said, ...], at: datetime, language: str
) -> tuple[Problem, tuple[Clause, ...]]:
    agreement = dated.agreement
    _refuse_own_gate(problem)
    _known(words, agreement)
    recorded = recorded_at(case, dated, at)
    groups, counted = _counts(problem, agreed_terms(agreement, problem, words, language, recorded), language)
    agreed = agreed_terms(agreement, replace(problem, groups=groups), words, language, recorded)
    _refuse_overriding(problem.terms, agreed.terms)
    terms = _joined(agreed.terms, problem.terms)
    own = [(term.clause, in_language(term.text, language) or _table(term)) for term in problem.terms.all()]
    added = [about(clause, told("added", language, what=what), language) for clause, what in own]
    texts = told("as it stood", language, text=dated.id)
    gates = _protection(problem, case, dated, words, at, agreed.paused)
    legs = legs_under(problem.legs, agreed.terms.convoys)
    assumed = (*problem.assumed, texts, *counted, *agreed.open, *added)
    joined = replace(problem, groups=groups, legs=legs, terms=terms, protection=gates, assumed=assumed)
    wrong = check(joined)
    if wrong:
        raise InputWrong(wrong)
    return joined, agreed.clauses


def _joined(text: Terms, own: Terms) -> Terms:
    return Terms(**{part.name: (*getattr(text, part.name), *getattr(own, part.name)) for part in fields(Terms)})


def _counts(problem: Problem, agreed: Agreed, language: str) -> tuple[tuple[Group, ...], list[str]]:
    """The numbers of the text go before those of the file; where they differ, that is said."""
    groups, said = [], []
    for group in problem.groups:
        clause, amount = agreed.counts.get(group.id, ("", Range()))
        if clause and (amount.low, amount.high) != (group.count.low, group.count.high):
            low, high = group.count.low, group.count.high
            theirs = told("from to", language, low=low, high=high) if low != high else low
            name = in_language(group.name, language) or group.id
            said.append(about(clause, told("agreed number", language, number=amount.high, group=name, theirs=theirs), language))
            group = replace(group, count=Count(amount.low, amount.high))
        groups.append(group)
    return tuple(groups), said


# --- what movement.toml may not do -------------------------------------------------------------------------------------


def _refuse_own_gate(problem: Problem) -> None:
    own = [leg for leg, gate in problem.protection.items() if gate.status != NOT_ESTABLISHED]
    if own:
        what = say("movement.toml calls the protection of {own} established or waived", own=", ".join(own))
        do = say("take [[protection]] out: clauses and entries of the case establish it")
        raise InputWrong(Wrong(MOVEMENT, what, say("only the agreement and the record can say so"), do, Place("movement.toml")))


def _known(words: Iterable[Said], agreement: Agreement) -> None:
    wrong = [
        Wrong(
            MOVEMENT,
            say("{word} is no word of {file}", word=said.word, file=agreement.file),
            say("its clauses would not apply"),
            say("correct the id"),
            said.place,
        )
        for said in words
        if said.word not in agreement.words
    ]
    if wrong:
        raise InputWrong(wrong)


def _table(term: Term) -> str:
    """The table of the file that a term comes from, as its author wrote it."""
    return f"[[terms.{next(name for name, kind in TERM_TABLES.items() if isinstance(term, kind))}]]"


def _refuse_overriding(own: Terms, text: Terms) -> None:
    """A term of the file with the clause of a term of the text would replace what was agreed."""
    agreed: dict[tuple[str, type[Term]], Term] = {(term.clause, type(term)): term for term in text.all()}
    wrong = [
        Wrong(
            MOVEMENT,
            say("movement.toml gives clause {clause} its own {kind}", clause=term.clause, kind=_table(term)),
            say("the text says: {text}", text=agreed[term.clause, type(term)].text),
            say("take it out, or name what it adds by a clause of its own"),
            Place("movement.toml"),
        )
        for term in own.all()
        if (term.clause, type(term)) in agreed
    ]
    if wrong:
        raise InputWrong(wrong)


# --- the protection gate -------------------------------------------------------------------------------------------------


def _protection(
    problem: Problem, case: Case, dated: Dated, words: tuple[Said, ...], at: datetime, paused: tuple[Paused, ...]
) -> dict[str, Protection]:
    """A leg of the network is open when the gate of everyone who travels on it is, and no movement on it is suspended."""
    events = case.events_for(dated)
    speaks = {group.id: [said.word for said in words if group.id in said.groups] for group in problem.groups}
    legs = legs_of(dated.agreement)
    known: dict[Leg, Gate] = {}
    found = {}
    for road in problem.legs:
        people = sorted({group.id for kind in movements(problem) if kind.leg.id == road.id for group in kind.groups})
        gates: dict[str, list[Gate]] = {}
        for group in people:
            for leg in _legs(group, road.destination, speaks[group], legs, words):
                if leg not in known:
                    known[leg] = protection_gate(dated.agreement, events, at, leg)
                gates.setdefault(group, []).append(known[leg])
        found[road.id] = _stopped(_worst(problem, gates), [one for one in paused if set(one.groups) & set(people)])
    return found


def _stopped(gate: Protection, paused: list[Paused]) -> Protection:
    """Nobody waives a suspension: until it ends, the leg is not ready."""
    if not paused:
        return gate
    lacking = [
        Lack(
            say(
                "resumption of clause {clause} (suspended since {since}, clause {by})",
                clause=p.clause,
                since=format_instant(p.since),
                by=p.by,
            )
        )
        for p in paused
    ]
    missing = gate.missing if gate.status == NOT_ESTABLISHED else ()
    return Protection(NOT_ESTABLISHED, (*lacking, *missing))


def _legs(group: str, destination: str, names: list[str], legs: tuple[Leg, ...], words: tuple[Said, ...]) -> list[Leg]:
    """The legs of the text that a group takes on a road; one without a way where the text knows none."""
    ends = {said.word: said.places for said in words if said.places}
    own = [leg for leg in legs if leg.group in names and destination in ends.get(leg.destination, (destination,))]
    return own or [Leg(name) for name in names[:1] or [group]]


def _worst(problem: Problem, gates: Mapping[str, list[Gate]]) -> Protection:
    lacking: dict[tuple[str, str], list[str]] = {}
    for group, found in gates.items():
        for guard in (guard for gate in found for guard in gate.missing):
            lacking.setdefault((say(guard.element.value), _why(guard)), []).append(problem.group(group).name or group)
    persons = tuple(dict.fromkeys(p for found in gates.values() for gate in found for guard in gate.waived for p in guard.persons))
    if lacking or not gates:
        missing = tuple(Lack(element, tuple(dict.fromkeys(of)), why) for (element, why), of in lacking.items())
        return Protection(NOT_ESTABLISHED, missing or (Lack(say("nobody travels on it")),))
    return Protection(WAIVED, (), persons) if persons else Protection(ESTABLISHED, ())


def _why(guard: Guard) -> str:
    reason = LACKING[guard.missing]
    return say("{reason}, clause {clause}", reason=reason, clause=guard.clause) if guard.clause else reason

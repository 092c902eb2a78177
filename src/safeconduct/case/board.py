"""The read model of the standing screen: one opening sentence, then what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from safeconduct.case.clock import Clock, clocks
from safeconduct.case.model import Case, Dated, Event
from safeconduct.case.read import no_agreement_yet
from safeconduct.case.stand import events_of, facts_at, stand, texts_at
from safeconduct.case.view import SideBySide, Stop, admitted, side_by_side, stops
from safeconduct.deal.norms import Force
from safeconduct.deal.promise import BlockedItem, Facts, Speaker, headline, promise_level
from safeconduct.deal.standing import Exposure, Instance, Standing, exposures
from safeconduct.deal.standing import model as states
from safeconduct.kernel import parse_instant

SOON = timedelta(hours=24)
RUNNING = (states.DUE, states.PARTLY_DONE, states.SUSPENDED)
WRONG = (states.OVERDUE, states.ALLEGED, states.FOUND_BREACHED, states.CONTESTED)


@dataclass(frozen=True, slots=True)
class Board:
    """How a case stood at an instant.

    Arguments:
        dated: the last agreement that stood then.
        headline: who is waited on, in sentences; the first one opens the screen unless movement is stopped.
        stopped: suspensions that nothing has ended yet, newest first.
        due_soon: what has to be done within 24 hours.
        in_force: what is due or under way otherwise.
        standing_duties: how many duties run on with nothing recorded against them.
        wrong: past its time and not shown, alleged, found, contested.
        unclear: what the record does not let anyone tell, from what is lacking or in conflict.
        blocked: what is not owed, why, and by whose decision.
        exposures: how far each side of every linked pair of movements is ahead, and what may move next.
        changed: entries of what began in the 24 hours before.
    """

    case: Case
    dated: Dated
    at: datetime
    known_by: datetime | None
    facts: Facts
    standing: Standing
    headline: tuple[str, ...]
    stopped: tuple[Stop, ...]
    due_soon: tuple[Instance, ...]
    in_force: tuple[Instance, ...]
    standing_duties: int
    wrong: tuple[Instance, ...]
    unclear: tuple[Instance, ...]
    blocked: tuple[BlockedItem, ...]
    exposures: tuple[Exposure, ...]
    clocks: tuple[Clock, ...]
    figures: tuple[SideBySide, ...]
    changed: tuple[Event, ...]


def board(case: Case, at: datetime, known_by: datetime | None, language: str) -> Board:
    """Return the standing screen of a case.

    Raises: InputWrong (``case/no-agreement-yet``).
    Cost: one promise level of the last text and one replay of all.
    """
    dated = case.standing_at(at)
    if dated is None:
        raise no_agreement_yet(case, at)
    found = stand(case, at, known_by)
    given = facts_at(case, dated, at, known_by)
    promised = promise_level(dated.agreement, given)
    pick: Callable[[Iterable[str]], tuple[Instance, ...]] = lambda wanted: tuple(i for i in found.instances if i.state in wanted)
    past = {one.key for one in pick(RUNNING) if one.due is not None and one.due < at}
    running = tuple(one for one in pick(RUNNING) if one.key not in past)
    soon = tuple(one for one in running if one.due is not None and one.due <= at + SOON)
    return Board(
        case,
        dated,
        at,
        known_by,
        given,
        found,
        headline(promised, Speaker(dated.agreement, language, given.signed, given.bound)),
        _stopped(case, at, known_by),
        soon,
        tuple(one for one in running if one not in soon),
        len(pick((states.NO_RECORDED_BREACH,))),
        tuple(one for one in found.instances if one.state in WRONG or one.key in past),
        tuple(one for one in pick((states.UNDETERMINED,)) if one.bearers and one.force > Force.REPORTED),
        promised.at(Force.OFFERED).options[0].blocked,
        exposures(dated.agreement, events_of(case), at, known_by),
        tuple(clock for text in texts_at(case, at) for clock in clocks(case, text, at, known_by)),
        side_by_side(case, at, known_by),
        _changed(case, at, known_by),
    )


def held_back(board: Board) -> tuple[str, ...]:
    """Return the clauses that are suspended, and under which a side of a linked pair would move: exposure alone lets nobody go."""
    sides = {side.group for exposure in board.exposures for side in (exposure.left, exposure.right)}
    held = (one for one in board.standing.instances if one.state == states.SUSPENDED and sides & set(one.norm.bearers))
    return tuple(dict.fromkeys(one.clause for one in held))


def _stopped(case: Case, at: datetime, known_by: datetime | None) -> tuple[Stop, ...]:
    """Suspensions without a later resumption of any of their clauses."""
    events = admitted(case.history, at, known_by)
    open_: list[Event] = []
    for event in events:
        clauses = set(event["body"].get("clauses", ()))
        if event["type"] == "suspension":
            open_.append(event)
        elif event["type"] == "resumption":
            open_ = [one for one in open_ if not clauses & set(one["body"]["clauses"])]
    told = {stop.suspension["id"]: stop for event in open_ for stop in stops(case, _end(event), known_by)}
    return tuple(told.get(event["id"], Stop(event, ())) for event in reversed(open_))


def _end(event: Event) -> datetime:
    return parse_instant(event["occurred"]["to"]) - timedelta(seconds=1)


def _changed(case: Case, at: datetime, known_by: datetime | None) -> tuple[Event, ...]:
    return tuple(e for e in admitted(case.history, at, known_by) if parse_instant(e["occurred"]["from"]) > at - SOON)

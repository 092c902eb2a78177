"""How an election stands, as one row: what was chosen, and what the chosen option comes to; silence is no choice, and no breach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from safeconduct.deal.norms import Mode, Norm
from safeconduct.deal.standing import model
from safeconduct.deal.standing.choice import NONE, choices, chosen_by, elected, everybody, is_among_many, options, remainder, taken
from safeconduct.deal.standing.life import is_bound_itself
from safeconduct.deal.standing.model import Choice, Instance, Reason, because
from safeconduct.deal.standing.shown import band_of
from safeconduct.deal.standing.timing import Band, in_time
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth

_DONE = (model.FULFILLED, model.FULFILLED_LATE, model.REMEDIED)
_FIRST = (
    model.SUPERSEDED,
    model.FOUND_BREACHED,
    model.REMEDIED,
    model.WAIVED,
    model.FULFILLED,
    model.FULFILLED_LATE,
    model.EXCUSED,
    model.CONTESTED,
    model.ALLEGED,
    model.PARTLY_DONE,
    model.UNDETERMINED,
    model.DUE,
    model.OPEN,
    model.NO_RECORDED_BREACH,
    model.SUSPENDED,
    model.NOT_CONSTITUTED,
    model.CONDITIONAL,
    model.OFFERED,
    model.OVERDUE,
    model.LAPSED,
    model.EXPIRED,
)
"""Which option an election stands by while nothing is chosen: it is not overdue while an option is open."""
_RUNNING = (model.DUE, model.OVERDUE)


def row(world: World, text: Text, norms: Sequence[Norm], ways: Sequence[Instance]) -> Instance:
    """Return the one row of an election.

    Arguments:
        norms: the norms of the election.
        ways: how each would stand by itself, in the same order.
    """
    by_norm = dict(zip((norm.id for norm in norms), ways, strict=True))
    each = [_worst([by_norm[norm.id] for norm in option]) for option in options(norms)]
    pick = _of_group if is_among_many(text, norms[0]) else _of_one
    return replace(pick(world, text, norms, each), norm=norms[0])


def _worst(ways: Sequence[Instance]) -> Instance:
    """Return how an option stands that consists of several acts: as the one least done."""
    return next((way for way in ways if way.state not in _DONE), ways[-1])


def _earliest(ways: Sequence[Instance]) -> Instance:
    return min(ways, key=lambda way: _FIRST.index(way.state))


def _with_last_limit(way: Instance, ways: Sequence[Instance]) -> Instance:
    """Return a row whose time runs as long as that of any option."""
    dues, latest = [one.due for one in ways], [one.due_latest for one in ways]
    return replace(way, due=_last(dues), due_latest=_last(latest))


def _last(instants: Sequence[datetime | None]) -> datetime | None:
    known = [instant for instant in instants if instant is not None]
    return max(known) if len(known) == len(instants) else None


# --- one who chooses ---


def _of_one(world: World, text: Text, norms: Sequence[Norm], each: Sequence[Instance]) -> Instance:
    """Return how the election of one bearer, or of several jointly, stands."""
    end, wanted = _band(_with_last_limit(each[0], each)), norms[0].wanted
    said = [e for e in elected(world, text, norms) if end is None or in_time(band_of(e), end) is not Truth.NO]  # later is no choice
    counting = said[-1:] if wanted == 1 else said
    chosen = [any(chosen_by(event, option) for event in counting) for option in options(norms)]
    told = tuple(
        Choice(tuple(norm.deed for norm in option), (int(one), int(one)), (int(done), int(done)))
        for option, one, done in zip(options(norms), chosen, [way.state in _DONE for way in each], strict=True)
    )
    found = _at_least(norms, each, wanted) if wanted > 1 else _chosen(norms, each, chosen, tuple(event.id for event in counting))
    return replace(found, choices=told, remainder=None if norms[0].mode is Mode.PERMISSION else _left(chosen, each, wanted))


def _left(chosen: Sequence[bool], each: Sequence[Instance], wanted: int) -> tuple[int, int]:
    taken_up = sum(one or way.state in _DONE for one, way in zip(chosen, each, strict=True))
    return (0, 0) if taken_up >= wanted else (1, 1)


def _chosen(norms: Sequence[Norm], each: Sequence[Instance], chosen: Sequence[bool], entries: tuple[str, ...]) -> Instance:
    way = next((way for way, one in zip(each, chosen, strict=True) if one), None)
    if way is None:
        way = _earliest(each)
        if way.state == model.OVERDUE:
            way = _with_last_limit(way, each)
            return replace(way, since=way.due, because=because("no_choice_by", *_under(each), due=_band(way)))
        return _with_last_limit(way, each) if way.state == model.DUE else way
    act = next(option for option, one in zip(options(norms), chosen, strict=True) if one)[0].deed
    choice = because("chose", actor=norms[0].bearers[0], act=act, entries=entries)
    if way.state not in _DONE and any(other.state in _DONE for other in each):
        why = because("did_otherwise", choice, *_under(each), actor=norms[0].bearers[0], act=act, entries=entries)
        return replace(way, state=model.UNDETERMINED, since=None, because=why, in_time="")
    return replace(way, because=replace(way.because, under=(choice, *way.because.under)))


def _at_least(norms: Sequence[Norm], each: Sequence[Instance], wanted: int) -> Instance:
    """Return how a choice of at least so many of a list stands."""
    done = sorted((way for way in each if way.state in _DONE), key=lambda way: (way.since is None, way.since))
    if len(done) >= wanted:
        return replace(done[wanted - 1], progress=(len(done), len(done)), needs=0)
    way = _with_last_limit(_earliest([way for way in each if way not in done]), each)
    progress, needs = (len(done), len(done)), wanted - len(done)
    if way.state == model.DUE and done:
        why = because("partly", *_under(each), progress=progress, needs=needs)
        way = replace(way, state=model.PARTLY_DONE, since=done[0].since, because=why)
    return replace(way, progress=progress, needs=needs)


# --- a group whose members choose ---


def _of_group(world: World, text: Text, norms: Sequence[Norm], each: Sequence[Instance]) -> Instance:
    """Return how the election of the members of a group stands."""
    found, group = choices(world, text, norms), norms[0].bearers[0]
    chose = taken(found)
    left = remainder(text, group, chose)
    way = replace(_with_last_limit(_earliest(each), each), choices=found, remainder=left)
    if way.state not in _RUNNING:
        return way
    every = everybody(world, text, norms)
    if every.truth is Truth.YES:
        return _all_did(way, every.when, every.why)
    return _progress(world, text, norms, way, chose, every.why)


def _all_did(way: Instance, when: Band | None, why: tuple[Reason, ...]) -> Instance:
    due = _band(way)
    timely = in_time(when, due) if due and when else Truth.YES
    state = {Truth.YES: model.FULFILLED, Truth.NO: model.FULFILLED_LATE, Truth.UNKNOWN: model.UNDETERMINED}[timely]
    code = {Truth.YES: "done_in_time", Truth.NO: "done_late", Truth.UNKNOWN: "done_time_unclear"}[timely] if due else "done"
    step = because(code, *why, when=when, due=due)
    return replace(way, state=state, since=when.high if when else None, because=step, in_time=timely.value if due else "")


def _progress(
    world: World, text: Text, norms: Sequence[Norm], way: Instance, chose: model.Range, why: tuple[Reason, ...]
) -> Instance:
    """Return an election that not everybody has taken part in, or not visibly."""
    late, due, under = way.state == model.OVERDUE, _band(way), (*why, *way.because.under)
    if chose != NONE:
        if late and way.remainder == NONE:
            return replace(way, state=model.OVERDUE, because=because("chosen_not_shown", *under, due=due))
        code = "some_chose_late" if late else "some_chose" if due else "some_chose_ever"
        return replace(way, state=model.PARTLY_DONE, since=None, progress=chose, because=because(code, *under, due=due))
    if late:
        return replace(way, state=model.NO_CHOICE, since=way.due, because=because("no_choice_by", *under, due=due))
    signed = all(is_bound_itself(world, text, norms[0], bearer) for bearer in norms[0].bearers)
    code = "choice_runs" if due else "choice_open"
    return replace(way, state=model.DUE if signed else model.OPEN, because=because(code, *under, due=due))


def _band(way: Instance) -> Band | None:
    return Band(way.due, way.due_latest or way.due) if way.due else None


def _under(each: Sequence[Instance]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(step for way in each for step in way.because.under))

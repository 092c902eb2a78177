"""What the record shows: that an event came about, that a state holds, that a clause was performed, and how far.

A deed is shown as the words table says: by which kind of entry, by which witness. What its doer says is a claim until then. Words
that nobody can test show nothing, and never become true by silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.model import ShownBy
from safeconduct.deal.norms import ANY_PLACE, NOTIFY, Deed, Mode, Norm
from safeconduct.deal.standing.counting import STAGE_NAMES, UNIT_NAMES, Figure, Ledger, agreed, figure_of, ledgers
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Count, Truth


@dataclass(frozen=True, slots=True)
class Shown:
    """What the record shows of something.

    Arguments:
        truth: whether it was done; unknown where the record does not settle it.
        when: when it was done (complete).
        begun: when the first part of it was done.
        contested: it rests on entries in dispute, or counters differ.
        progress: lowest and highest figure reached.
        needs: how many more would make it certain.
        claimed: somebody says so, but not in the way that shows it.
    """

    truth: Truth
    when: Band | None = None
    begun: Band | None = None
    contested: bool = False
    progress: tuple[int, int | None] | None = None
    needs: int | None = None
    claimed: bool = False
    why: tuple[Reason, ...] = ()


NOTHING = Shown(Truth.NO)


def band_of(event: Event) -> Band:
    """Return when an event occurred."""
    return Band(event.start, event.end)


def disputed(world: World, event: Event) -> tuple[str, ...]:
    """Return the ids of the entries that dispute an entry."""
    return tuple(one.id for one in world.record.look("target", event.id))


# --- events and states ---


def happened(world: World, text: Text, word: str) -> Shown:
    """Return what the record and the facts of the text show of an event."""
    return world.sheet.value(("happened", text.number, word), lambda: _happened(world, text, word))


def _happened(world: World, text: Text, word: str) -> Shown:
    for clause in text.agreement.clauses:
        if isinstance(clause.sentence, tree.Fact) and clause.sentence.event == word:
            band = text.calendar.on(clause.sentence.date)
            if band.low <= world.at:
                return Shown(Truth.YES, band, band, why=(because("fact", word=word, when=band, clause=clause.id),))
    return first_shown(world, _occurrences(world, text, word), "happened", word=word)


def _occurrences(world: World, text: Text, word: str) -> list[Event]:
    shown_by = _shown_by(text, word)
    return [
        event
        for event in world.record.look("word", word)
        if event.type in ("occurrence", "observation", "state")
        and event.body.get("value", "yes") in ("yes", "begins")
        and _witnessed(event, shown_by)
    ]


def occurrences(world: World, text: Text, word: str) -> tuple[Event, ...]:
    """Return every recorded occurrence of an event, one for each entry that shows it."""
    return tuple(_occurrences(world, text, word))


def first_shown(world: World, events: Sequence[Event], code: str, **args: str) -> Shown:
    """Return the earliest of some entries, an undisputed one before a disputed one."""
    if not events:
        return NOTHING
    order = sorted(events, key=lambda one: (one.end, one.start, one.index))
    undisputed = [one for one in order if not disputed(world, one)]
    event = (undisputed or order)[0]
    doubts = () if undisputed else (because("disputed", entry=event.id, entries=disputed(world, event)),)
    why = because(code, *doubts, when=band_of(event), entries=world.record.history_of(event.id), **args)
    return Shown(Truth.YES, band_of(event), band_of(event), contested=not undisputed, why=(why,))


def periods(world: World, text: Text, state: str, witness: str = "") -> tuple[tuple[datetime, datetime | None, str], ...]:
    """Return the periods in which a state held, as established by its witness: begin, end (None: still), and the entry."""
    shown_by = ShownBy("state", witness) if witness else _shown_by(text, state)
    found: list[tuple[datetime, datetime | None, str]] = []
    entries = [e for e in world.record.look("word", state) if e.type in ("state", "observation") and _witnessed(e, shown_by, any_kind=True)]
    for event in sorted(entries, key=lambda one: (one.start, one.index)):
        begins = event.body.get("value", "yes") in ("begins", "yes")
        is_open = bool(found) and found[-1][1] is None
        if begins and not is_open:
            found.append((event.start, None, event.id))
        elif not begins and is_open:
            found[-1] = (found[-1][0], event.start, found[-1][2])
    return tuple(found)


def holds(world: World, text: Text, state: str) -> Shown:
    """Return whether a state holds at the instant asked about."""
    spans = periods(world, text, state)
    if spans and spans[-1][1] is None:
        begin, _, entry = spans[-1]
        band = Band(begin, begin)
        return Shown(Truth.YES, band, band, why=(because("holds", word=state, when=band, entries=(entry,)),))
    if spans:
        end = spans[-1][1]
        assert end is not None
        return Shown(Truth.NO, Band(end, end), why=(because("no_longer", word=state, when=Band(end, end), entries=(spans[-1][2],)),))
    return Shown(Truth.NO, why=(because("not_shown_to_hold", word=state),))


# --- deeds ---


def _shown_by(text: Text, word: str) -> ShownBy | None:
    found = text.word(word)
    return found.shown_by if found else None


def _witnessed(event: Event, shown_by: ShownBy | None, *, any_kind: bool = False) -> bool:
    if shown_by is None:
        return True
    if not shown_by.is_tested or (shown_by.witness and event.actor != shown_by.witness):
        return False
    return any_kind or shown_by.kind == event.type or (shown_by.kind in ("observation", "state") and event.type == "occurrence")


_DEFAULT = ("deed", "observation", "signature", "acceptance")


def shows(text: Text, event: Event, deed: Deed) -> bool:
    """Whether an entry shows a deed, by its kind and its witness."""
    shown_by = _shown_by(text, deed.act)
    if event.type == "observation" and event.body.get("value", "yes") != "yes":
        return False
    if shown_by is None:
        return event.type in _DEFAULT or (deed.act == NOTIFY and event.type == "notice")
    if not shown_by.is_tested:
        return False
    kinds = (shown_by.kind, "deed") if shown_by.kind == "observation" and event.method in ("saw", "sensor") else (shown_by.kind,)
    return event.type in kinds and shown_by.witness in ("", event.actor)


def matches(event: Event, deed: Deed, actors: Iterable[str], *, named: bool) -> bool:
    """Whether an entry is about a deed: its doer, its act, at least its slots.

    Arguments:
        actors: those whose deed it would be.
        named: the entry names the clause, and may leave out the act and the slots.
    """
    if event.doer and event.doer not in actors:
        return False
    body = event.body
    act = str(body.get("act") or (body.get("of") if event.type == "observation" else "") or "")
    if act != deed.act and not (named and not act):
        return False
    if named and "slots" not in body:
        return True
    wanted = {slot for slot in deed.slots if slot[1] != ANY_PLACE}
    return wanted <= slots_of(event)


def slots_of(event: Event) -> set[tuple[str, str]]:
    """Return the slots an entry fills."""
    slots = event.body.get("slots") or {}
    return {(name, value) for name, values in slots.items() for value in ([values] if isinstance(values, str) else values)}


def deed_done(world: World, text: Text, deed: Deed) -> Shown:
    """Return whether a deed, as a condition names it, is shown: by any entry about it, under whatever clause."""
    events = [e for e in world.record.look("done", deed.act) if matches(e, deed, (deed.actor,), named=False) and shows(text, e, deed)]
    if events:
        return first_shown(world, events, "deed_shown", actor=deed.actor, act=deed.act)
    for norm in text.by_act.get(deed.act, ()):
        if norm.mode in (Mode.RESULT, Mode.MEANS) and norm.deed.meets(deed):
            done = performed(world, text, norm)
            if done.truth is not Truth.NO:
                return done
    return Shown(Truth.NO, why=(because("deed_not_shown", actor=deed.actor, act=deed.act),))


# --- performance of a norm ---


def clauses_done(world: World, text: Text, clauses: Iterable[str]) -> Shown:
    """Return whether all the duties of some clauses are performed, and when the last was."""
    parts = [part for clause in clauses for part in _clause_parts(world, text, clause)]
    if not parts:
        return Shown(Truth.NO, why=(because("nothing_to_perform"),))
    truth = Truth.all(part.truth for part in parts)
    begun = [part.begun for part in parts if part.begun]
    ends = [part.when for part in parts if part.when]
    finished = Band(max(b.low for b in ends), max(b.high for b in ends)) if truth is Truth.YES and ends else None
    first = Band(min(b.low for b in begun), min(b.high for b in begun)) if begun else None
    why = tuple(reason for part in parts for reason in part.why)
    return Shown(truth, finished, first, contested=any(part.contested for part in parts), why=why)


def _clause_parts(world: World, text: Text, clause: str) -> list[Shown]:
    """Return one result for each duty of a clause; the options of one election count as one."""
    parts: list[Shown] = []
    seen: set[str] = set()
    for norm in text.norms.get(clause, ()):
        if norm.mode not in (Mode.RESULT, Mode.MEANS) or norm.id in seen:
            continue
        seen.update((norm.id, *norm.alternatives))
        options = [performed(world, text, text.by_id[id_]) for id_ in (norm.id, *norm.alternatives)]
        done = [option for option in options if option.truth is Truth.YES]
        unknown = [option for option in options if option.truth is Truth.UNKNOWN]
        parts.append((done or unknown or options)[0])
    return parts


def performed(world: World, text: Text, norm: Norm, trigger: Event | None = None) -> Shown:
    """Return whether a norm's deed is shown, when, and how far; for a duty that arises with an entry, as the answer to it."""
    name = ("performed", text.number, norm.id, trigger.id if trigger else "")
    return world.sheet.value(name, lambda: _performed(world, text, norm, trigger))


def _performed(world: World, text: Text, norm: Norm, trigger: Event | None) -> Shown:
    amount = norm.detail(tree.ForAmount)
    if isinstance(amount, tree.ForAmount) and trigger is None:
        return _counted(world, text, norm, amount)
    entries = _answers(world, text, norm, trigger) if trigger else _candidates(world, text, norm)
    return _verified(world, text, norm, _plain(world, text, norm, entries), trigger)


def _candidates(world: World, text: Text, norm: Norm) -> list[Event]:
    named = world.record.look("clause", text.number, norm.clause)
    loose = [
        event for doer in {*norm.bearers, norm.deed.actor, ""} for event in world.record.look("loose", doer, norm.deed.act)
    ]
    return [e for e in named if matches(e, norm.deed, norm.bearers, named=True)] + [
        e for e in loose if matches(e, norm.deed, norm.bearers, named=False)
    ]


def _answers(world: World, text: Text, norm: Norm, trigger: Event) -> list[Event]:
    """Return the entries that answer a trigger: those that name it, else one that names none, given to the earliest first."""
    pointed = [e for e in world.record.look("of", trigger.id) if matches(e, norm.deed, norm.bearers, named=True)]
    shared = world.sheet.value(("unpointed", text.number, norm.id), lambda: _unpointed(world, text, norm))
    return [*pointed, *shared.get(trigger.id, ())]


def _unpointed(world: World, text: Text, norm: Norm) -> dict[str, tuple[Event, ...]]:
    deeds = [e for e in _candidates(world, text, norm) if e.type not in ("request", "verification")]
    if not deeds:
        return {}
    waiting = [
        t
        for t in triggers(world, text, norm)
        if not any(matches(e, norm.deed, norm.bearers, named=True) for e in world.record.look("of", t.id))
    ]
    waiting.sort(key=lambda one: (one.start, one.index))
    given: dict[str, tuple[Event, ...]] = {}
    for event in sorted(deeds, key=lambda one: (one.start, one.index)):
        first = next((t for t in waiting if t.start <= event.start), None)
        if first is not None:
            waiting.remove(first)
            given[first.id] = (event,)
    return given


def triggers(world: World, text: Text, norm: Norm) -> tuple[Event, ...]:
    """Return the entries each of which gives rise to one instance of a norm, in the order of the log."""
    found: tuple[Event, ...] = ()
    for premise in norm.premises:
        if isinstance(premise, tree.WithinAfterEach):
            found += occurrences(world, text, premise.event)
        elif isinstance(premise, tree.IfRequests):
            found += _requests(world, text, norm, premise.actor)
    if on_request(norm):
        asked = norm.detail(tree.AtRequestOf)
        found += _requests(world, text, norm, asked.actor if isinstance(asked, tree.AtRequestOf) else "")
    return tuple(sorted(set_of(found), key=lambda one: one.index))


def set_of(events: Iterable[Event]) -> list[Event]:
    """Return each entry once."""
    return list({event.id: event for event in events}.values())


def on_request(norm: Norm) -> bool:
    """Whether a duty arises with each request."""
    details = (tree.AtRequestOf, tree.IfNeeded)
    is_request = norm.mode is Mode.STANDING and norm.deed.act not in _ROLES
    return is_request or any(isinstance(detail, details) for detail in norm.details)


_ROLES = ("facilitate", "monitor", "verify", "investigate", "determine", "observe_loading", "protect")


def _requests(world: World, text: Text, norm: Norm, actor: str) -> tuple[Event, ...]:
    events = [*world.record.look("request", text.number, norm.clause)]
    events += [e for e in world.record.look("requested", norm.deed.act) if "clause" not in e.body]
    return tuple(e for e in events if e.type == "request" and actor in ("", e.actor) and e.actor not in norm.bearers)


def _plain(world: World, text: Text, norm: Norm, entries: Sequence[Event]) -> Shown:
    proofs = [event for event in entries if shows(text, event, norm.deed)]
    checks = [e for e in entries if e.type == "verification" and e.body["result"] == "yes" and e.actor not in norm.bearers]
    shown_by = _shown_by(text, norm.deed.act)
    if shown_by is None or shown_by.is_tested:
        proofs += checks if shown_by is None or shown_by.witness in ("", *(check.actor for check in checks)) else []
    claims = [event for event in entries if event.type in ("deed", "statement", "notice") and event not in proofs]
    if proofs:
        found = first_shown(world, proofs, "shown", act=norm.deed.act)
        return found
    why = [because("claimed", actor=e.actor, act=norm.deed.act, entries=(e.id,)) for e in claims]
    if shown_by is not None and not shown_by.is_tested:
        return Shown(Truth.UNKNOWN, claimed=bool(claims), why=(because("untested", word=norm.deed.act), *why))
    why.append(_wanted(norm, shown_by))
    begun = band_of(min(claims, key=lambda e: (e.start, e.index))) if claims else None
    return Shown(Truth.NO, begun=begun, claimed=bool(claims), why=tuple(why))


def _wanted(norm: Norm, shown_by: ShownBy | None) -> Reason:
    if shown_by is None:
        return because("not_shown", act=norm.deed.act)
    if shown_by.witness:
        return because("not_shown_by", act=norm.deed.act, kind=shown_by.kind, actor=shown_by.witness)
    return because("not_shown_as", act=norm.deed.act, kind=shown_by.kind)


def _verified(world: World, text: Text, norm: Norm, shown: Shown, trigger: Event | None) -> Shown:
    """Return what is shown once the verifier whom the text names is heard: not before it said yes."""
    detail = norm.detail(tree.VerifiedBy)
    if not isinstance(detail, tree.VerifiedBy):
        return shown
    said = [e for e in _verifications(world, text, norm, trigger) if e.actor == detail.actor]
    latest = max(said, key=lambda e: e.index, default=None)
    if latest is None:
        why = because("not_verified", actor=detail.actor)
        return Shown(Truth.NO, begun=shown.begun, claimed=shown.claimed or shown.truth is Truth.YES, why=(*shown.why, why))
    why = because("verified", actor=detail.actor, result=latest.body["result"], entries=world.record.history_of(latest.id))
    if latest.body["result"] != "yes":
        return Shown(Truth.NO, begun=shown.begun or band_of(latest), claimed=True, why=(*shown.why, why))
    band = shown.when or band_of(latest)
    return Shown(Truth.YES, band, shown.begun or band, contested=bool(disputed(world, latest)), why=(*shown.why, why))


def _verifications(world: World, text: Text, norm: Norm, trigger: Event | None) -> list[Event]:
    events = world.record.look("of", trigger.id) if trigger else world.record.look("clause", text.number, norm.clause)
    return [event for event in events if event.type == "verification"]


# --- performance by count ---


def _counted(world: World, text: Text, norm: Norm, amount: tree.ForAmount) -> Shown:
    books = books_of(world, text, norm, amount)
    if not books:
        number = lowest(amount.amount)
        plain = _plain(world, text, norm, _candidates(world, text, norm))
        why = because("not_counted", what=amount.what, number=number)
        begun = plain.begun or plain.when
        return Shown(Truth.NO, begun=begun, progress=(0, 0), needs=number, claimed=plain.claimed, why=(why,))
    held = isinstance(_basis(norm), tree.Held)
    population = _population(text, amount.what)
    answers = [(book, *reach(book, amount.amount, held=held, population=population)) for book in books]
    truth = agreed(answer for _, answer, _, _ in answers)
    why = tuple(
        because(
            "counted",
            actor=book.counter,
            stage=book.stage,
            what=amount.what,
            count=count,
            number=lowest(amount.amount) if population is None else population.low,
            answer=answer.value,
            entries=book.entries,
        )
        for book, answer, count, _ in answers
    )
    return _book_result(truth, answers, amount.amount, why)


_Answer = tuple[Ledger, Truth, Count, Band | None]


def _book_result(truth: Truth | None, answers: Sequence[_Answer], amount: tree.Amount, why: tuple[Reason, ...]) -> Shown:
    counts = [count for _, _, count, _ in answers]
    highs = [count.high for count in counts if count.high is not None]
    progress = (min(count.low for count in counts), max(highs) if len(highs) == len(counts) else None)
    starts = [figure.when for book, *_ in answers for figure in book.figures if figure.high is None or figure.high > 0]
    begun = min(starts, key=lambda band: (band.low, band.high), default=None)
    needs = max(0, lowest(amount) - progress[0])
    if truth is None:
        return Shown(Truth.UNKNOWN, begun=begun, contested=True, progress=progress, needs=needs, why=(*why, because("counters_differ")))
    ends = [when for *_, when in answers if when]
    finished = Band(max(b.low for b in ends), max(b.high for b in ends)) if truth is Truth.YES and ends else None
    return Shown(truth, finished, begun, progress=progress, needs=needs, why=why)


def books_of(world: World, text: Text, norm: Norm, amount: tree.ForAmount) -> tuple[Ledger, ...]:
    """Return the ledgers that count for a quantity: the counter, the stage, the unit and the basis that the clause names.

    Counted per round means: only figures whose entry names this clause. Cumulatively means: every figure of what is counted.
    Where the clause is silent, the figures that name it count if there are any, else all.
    """
    figures = [f for event in world.record.look("count", amount.what) if (f := figure_of(event)) is not None and f.what == amount.what]
    counter, stage = norm.detail(tree.CountedBy), norm.detail(tree.CountedAs)
    if isinstance(counter, tree.CountedBy):
        figures = [f for f in figures if f.counter == counter.actor]
    if isinstance(stage, tree.CountedAs):
        figures = [f for f in figures if f.stage == STAGE_NAMES[type(stage.stage)]]
    figures = [f for f in figures if f.unit in ("", UNIT_NAMES[type(amount.unit)])]
    named = [f for f in figures if norm.clause in _clauses_of(world, text, f)]
    if isinstance(_basis(norm), tree.PerRound) or (_basis(norm) is None and named):
        figures = named
    return ledgers(figures)


def _clauses_of(world: World, text: Text, figure: Figure) -> tuple[str, ...]:
    return text.agreement.expand(tree.Clause(figure.clause)) if figure.clause else ()


def _basis(norm: Norm) -> tree.Basis | None:
    detail = norm.detail(tree.CountedOver)
    return detail.basis if isinstance(detail, tree.CountedOver) else None


def _population(text: Text, group: str) -> Count | None:
    """Return the estimate of a closed group, when the text holds exactly one."""
    found = [
        count_of(sentence.predicate.amount)
        for clause in text.agreement.clauses
        if isinstance(sentence := clause.sentence, tree.Statement)
        and isinstance(sentence.predicate, tree.Estimates)
        and sentence.predicate.group == group
        and isinstance(sentence.predicate.population, tree.ClosedPopulation)
    ]
    return found[0] if len(found) == 1 else None


def count_of(amount: tree.Amount) -> Count | None:
    """Return an amount of the text as a count; None for *all*."""
    if isinstance(amount, tree.Between):
        return Count(min(amount.low, amount.high), max(amount.low, amount.high))
    if isinstance(amount, tree.AtLeast):
        return Count(amount.number, None)
    if isinstance(amount, tree.AtMost):
        return Count(0, amount.number)
    if isinstance(amount, tree.Exactly | tree.About):
        return Count(amount.number, amount.number)
    return None


def lowest(amount: tree.Amount) -> int:
    """Return how many an amount asks for at least; 0 where it names no figure."""
    count = count_of(amount)
    return count.low if count else 0


def reach(book: Ledger, amount: tree.Amount, *, held: bool, population: Count | None) -> tuple[Truth, Count, Band | None]:
    """Return whether a ledger reaches an amount, the count at the end, and when it was reached.

    *At most* and the upper end of *exactly* are ceilings: a count certainly above them is not performance. *About* a figure, and *all* of
    a group of unknown size, can never be told from a count alone unless nothing at all was counted.
    """
    running = book.running(held=held)
    final = running[-1][1]
    ceiling = None if (wanted := count_of(amount)) is None else wanted.high
    if isinstance(amount, tree.About):
        ceiling = None
    for figure, count in running if not held else running[-1:]:
        answer = _enough(count, amount, population)
        if answer is Truth.YES:
            over = ceiling is not None and final.low > ceiling
            return (Truth.NO if over else Truth.YES), final, figure.when
    return _enough(final, amount, population), final, None


def _enough(count: Count, amount: tree.Amount, population: Count | None) -> Truth:
    if isinstance(amount, tree.Everyone):
        if population is None or population.high is None:
            return Truth.UNKNOWN if count.high != 0 else Truth.NO
        if count.low >= population.high:
            return Truth.YES
        return Truth.NO if count.high is not None and count.high < population.low else Truth.UNKNOWN
    if isinstance(amount, tree.About):
        return Truth.YES if count.low >= amount.number else Truth.UNKNOWN if count.high != 0 else Truth.NO
    return count.at_least(lowest(amount))

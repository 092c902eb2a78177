"""Whether a quantity that a clause asks for is reached, by whose count, and how many more it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from safeconduct.deal import tree
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.counting import STAGE_NAMES, UNIT_NAMES, Figure, Ledger, agreed, figure_of, ledgers
from safeconduct.deal.standing.doers import Doers, could_have_counted, doer_missing
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.shown import Shown
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Count, Truth


def counted(world: World, text: Text, norm: Norm, amount: tree.ForAmount, plain: Shown) -> Shown:
    """Return whether a quantity is reached, when and how far; ``plain`` is what is shown without counting."""
    found = _counted(world, text, norm, amount, plain)
    found = replace(found, why=(*found.why, *_of_others(world, text, norm, amount)))
    nameless = [
        event
        for event in world.record.look("count", amount.what)
        if norm.bearers in (doers := could_have_counted(world, text, event, amount.what)) and len(doers) > 1
    ]
    if found.truth is Truth.YES or not nameless:
        return found
    doubt = doer_missing("", nameless, _open_to(world, text, nameless, amount.what))
    low = found.progress[0] if found.progress else 0
    return replace(found, truth=Truth.UNKNOWN, progress=(low, None), doubt=doubt, why=(*found.why, doubt))


def _of_others(world: World, text: Text, norm: Norm, amount: tree.ForAmount) -> tuple[Reason, ...]:
    """Return a remark on the figures of each counter other than the one whose count the clause lets decide."""
    decides = norm.detail(tree.CountedBy)
    if not isinstance(decides, tree.CountedBy):
        return ()
    figures = [f for f in _figures(world, text, norm, amount) if f.counter != decides.actor]
    return tuple(
        because(
            "counted_by_another",
            actor=book.counter,
            count=book.count(),
            what=amount.what,
            other=decides.actor,
            entries=book.entries,
        )
        for book in ledgers(figures)
    )


def _open_to(world: World, text: Text, events: Sequence[Event], what: str) -> Doers:
    return frozenset(bearers for event in events for bearers in could_have_counted(world, text, event, what))


def _counted(world: World, text: Text, norm: Norm, amount: tree.ForAmount, plain: Shown) -> Shown:
    books = books_of(world, text, norm, amount)
    if not books:
        number = lowest(amount.amount)
        nothing = (because("not_counted", what=amount.what, number=number),)
        begun = plain.begun or plain.when
        return Shown(Truth.NO, begun=begun, progress=(0, 0), needs=number, claimed=plain.claimed, why=nothing)
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
    ceiling = _ceiling(amount.amount)
    over = [(book, count) for book, _, count, _ in answers if ceiling is not None and count.low > ceiling]
    why += tuple(
        because("counted_over", actor=b.counter, count=c, what=amount.what, number=ceiling, entries=b.entries) for b, c in over
    )
    return _contested(world, books, _book_result(truth, answers, amount.amount, why))


def _contested(world: World, books: Sequence[Ledger], found: Shown) -> Shown:
    """Return a quantity that is reached by figures in dispute as contested."""
    doubts = [
        because("disputed", entry=entry, entries=tuple(one.id for one in against))
        for book in books
        for entry in book.entries
        if (against := world.record.look("target", entry))
    ]
    return replace(found, contested=True, why=(*found.why, *doubts)) if doubts and found.truth is Truth.YES else found


_Answer = tuple[Ledger, Truth, Count, Band | None]


def _book_result(truth: Truth | None, answers: Sequence[_Answer], amount: tree.Amount, why: tuple[Reason, ...]) -> Shown:
    counts = [count for _, _, count, _ in answers]
    highs = [count.high for count in counts if count.high is not None]
    progress = (min(count.low for count in counts), max(highs) if len(highs) == len(counts) else None)
    starts = [figure.when for book, *_ in answers for figure in book.figures if figure.high is None or figure.high > 0]
    begun = min(starts, key=lambda band: (band.low, band.high), default=None)
    needs = max(0, lowest(amount) - progress[0])
    if truth is None:
        return Shown(
            Truth.UNKNOWN, begun=begun, contested=True, progress=progress, needs=needs, why=(*why, because("counters_differ"))
        )
    ends = [when for *_, when in answers if when]
    finished = Band(max(b.low for b in ends), max(b.high for b in ends)) if truth is Truth.YES and ends else None
    return Shown(truth, finished, begun, progress=progress, needs=needs, why=why)


def books_of(world: World, text: Text, norm: Norm, amount: tree.ForAmount) -> tuple[Ledger, ...]:
    """Return the ledgers that count for a quantity: the counter, the stage, the unit and the basis that the clause names.

    Counted per round means: only figures whose entry names this clause. Cumulatively means: every figure of what is counted.
    Where the clause is silent, the figures that name it count if there are any, else all.
    """
    figures = _figures(world, text, norm, amount)
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


def _figures(world: World, text: Text, norm: Norm, amount: tree.ForAmount) -> list[Figure]:
    return [
        f
        for event in world.record.look("count", amount.what)
        if (f := figure_of(event)) is not None
        and f.what == amount.what
        and could_have_counted(world, text, event, amount.what) == {norm.bearers}
    ]


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


def _ceiling(amount: tree.Amount) -> int | None:
    """Return the figure that an amount does not allow to be exceeded; None where it sets none."""
    wanted = None if isinstance(amount, tree.About) else count_of(amount)
    return wanted.high if wanted else None


def reach(book: Ledger, amount: tree.Amount, *, held: bool, population: Count | None) -> tuple[Truth, Count, Band | None]:
    """Return whether a ledger reaches an amount, the count at the end, and when it was reached.

    *At most* and the upper end of *exactly* are ceilings: a count certainly above them is not performance. *About* a figure, and *all* of
    a group of unknown size, can never be told from a count alone unless nothing at all was counted.
    """
    running = book.running(held=held)
    final = running[-1][1]
    ceiling = _ceiling(amount)
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

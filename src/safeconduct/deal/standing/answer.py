"""How it stands at an instant: under the text as written, under every rival reading, in every view of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from safeconduct.deal.model import Agreement
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Difference, Instance, Standing
from safeconduct.deal.standing.perhaps import either_way, pending, ways
from safeconduct.deal.standing.readings import compare, declared, rivals, with_signatures
from safeconduct.deal.standing.record import Admit, without_some
from safeconduct.deal.standing.replay import Replay
from safeconduct.deal.standing.world import Override


def standing(
    agreements: Sequence[Agreement],
    events: Iterable[Event],
    at: datetime,
    known_by: datetime | None = None,
    views: Mapping[str, Admit] | None = None,
) -> Standing:
    """Return how every clause instance of some agreements stands at an instant.

    Arguments:
        agreements: one or several of the same deal, in the order of time.
        events: the entries (``read_events``), in any order: only their indices count.
        at: the instant asked about; nothing that began to occur later counts.
        known_by: only what had been recorded by then; None for everything recorded.
        views: name of a view to the test whether its assessor admits an entry; ``sources_view`` makes the usual ones. Signatures on the
            agreement stand in every view.

    Returns: the instances under the text as written and all entries; what each rival reading and each view changes.
    Holds: depends only on the set of entries and their indices (test_replay_order).
    Cost: one replay for each reading and view, each linear in instances and entries; as many as 16 where the times of entries are open.
    """
    entries = tuple(events)
    texts = tuple(agreements)
    replayed = partial(_replayed, texts, entries, at, known_by)
    main = replayed()
    readings: list[Difference] = []
    for rival in rivals(texts):
        other = replayed(override=rival.override)
        if (difference := compare(main, other, rival.word, rival.clause)) is not None:
            readings.append(difference)
    seen: list[Difference] = []
    for name, admit in (views or {}).items():
        other = replayed(admit=with_signatures(admit, entries))
        if (difference := compare(main, other, name, "")) is not None:
            seen.append(difference)
    return Standing(texts, at, known_by, main, tuple(readings), tuple(seen), tuple(views or ()), declared(texts, entries, at))


def _replayed(
    texts: Sequence[Agreement],
    entries: Sequence[Event],
    at: datetime,
    known_by: datetime | None,
    *,
    admit: Admit | None = None,
    override: Override | None = None,
) -> tuple[Instance, ...]:
    """Replay as if every entry whose time is open had happened and, where there are any, as if some or none had."""
    whole = Replay(texts, entries, at=at, known_by=known_by, admit=admit, override=override)
    open_entries = pending(whole.world.record.standing.values(), at)
    if not open_entries:
        return whole.instances()
    found = [whole.instances()]
    for happened in ways(open_entries)[1:]:
        without = without_some(open_entries - happened, admit)
        found.append(Replay(texts, entries, at=at, known_by=known_by, admit=without, override=override).instances())
    return either_way(found, open_entries)

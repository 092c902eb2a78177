"""Replay: entries to the standing of every instance; one more entry marks what it touches, and that is worked out when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.choice import family
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.lifecycle import instance
from safeconduct.deal.standing.model import Instance
from safeconduct.deal.standing.occasions import occasions, spawns
from safeconduct.deal.standing.performance import is_trigger, trigger_keys, triggers
from safeconduct.deal.standing.record import Admit, Record, Scope
from safeconduct.deal.standing.sheet import Name, Sheet
from safeconduct.deal.standing.world import Override, Text, World, prepare
from safeconduct.kernel import collector_paused

Key = tuple[int, str, str]
"""Tells an instance from every other: its agreement, its norm, and the entry or period it arose from, empty for none."""


class Replay:
    """The state of agreements at one instant, kept up to date entry by entry.

    Arguments:
        agreements: in the order of time.
        events: entries so far; the order of the list does not matter, only their indices do.
        at: the instant asked about.
        known_by: only what had been recorded by then.
        admit: only entries an assessor admits.
        override: a rival reading to replay under.

    Holds: after any ``add``, ``instances()`` equals that of a fresh replay of all entries, and what changed is among the keys that
        ``add`` returned (test_adding_one_by_one_in_any_order_equals_a_fresh_replay).
    Cost: no instance is worked out before it is asked for, and none twice until an entry touches it; ``add`` is linear in the values
        the entry touches.
    """

    def __init__(
        self,
        agreements: Sequence[Agreement],
        events: Iterable[Event] = (),
        *,
        at: datetime,
        known_by: datetime | None = None,
        admit: Admit | None = None,
        override: Override | None = None,
    ) -> None:
        self._agreements = tuple(agreements)
        self._scope = Scope(at, known_by, admit)
        self._override = override
        self._begin(events)

    @collector_paused()
    def _begin(self, events: Iterable[Event]) -> None:
        sheet = Sheet()
        texts = tuple(prepare(agreement, number, self._override) for number, agreement in enumerate(self._agreements))
        record = Record.of(self._agreements, events, self._scope, sheet)
        self._world = World(texts, record, sheet, self._scope.at)
        self._norms: dict[tuple[int, str], tuple[Text, Norm]] = {
            (text.number, norm.id): (text, norm)
            for text, start in zip(texts, record.starts, strict=True)
            if start is None or start <= self._scope.at
            for norm in text.by_id.values()
            if norm == family(text, norm)[0]
        }
        self._occasions: dict[tuple[int, str], dict[str, Event | None]] = {}
        self._watchers: dict[Name, list[tuple[int, str]]] = {}
        for key, (text, norm) in self._norms.items():
            for watched in trigger_keys(text, norm):
                self._watchers.setdefault(watched, []).append(key)
            self._occasions[key] = self._arising(text, norm)

    @property
    def world(self) -> World:
        """What the instances are computed from."""
        return self._world

    @collector_paused()
    def instances(self) -> tuple[Instance, ...]:
        """Return every instance, by agreement, in the order of the text, then of the entries they arose from."""
        return tuple(self._all())

    def _all(self) -> Iterator[Instance]:
        for key, found in self._occasions.items():
            text, norm = self._norms[key]
            for entry in sorted(found.values(), key=lambda entry: entry.index if entry else -1):
                yield instance(self._world, text, norm, entry)

    def instance(self, key: Key) -> Instance | None:
        """Return one instance as it now stands; None when nothing gives rise to it any more."""
        number, norm_id, trigger = key
        found = self._occasions.get((number, norm_id), {})
        return instance(self._world, *self._norms[number, norm_id], found[trigger]) if trigger in found else None

    def add(self, event: Event) -> tuple[Key, ...]:
        """Take in one entry.

        Returns: the keys of all instances that may now stand differently, that are new, or that are no more.
        """
        if self._world.record.moves_a_start(event):
            return self._anew(event)
        touched = self._world.record.add(event)
        dropped = self._world.sheet.drop(touched)
        changed = [one for key in self._respawning(touched, dropped) for one in self._arise(key, event)]
        changed += [name[1:] for name in dropped if name[0] == "instance" and name[3] in self._occasions[name[1:3]]]
        return tuple(dict.fromkeys(changed))

    def _respawning(self, touched: set[Name], dropped: set[Name]) -> dict[tuple[int, str], None]:
        """Return the norms whose instances may have become more or fewer."""
        watching = [key for name in touched for key in self._watchers.get(name, ())]
        periodic = [(name[1], name[2]) for name in dropped if name[0] == "spawn"]
        return dict.fromkeys([*watching, *periodic])

    def _arise(self, key: tuple[int, str], event: Event) -> Iterator[Key]:
        """Add or withdraw the instance that an entry, or the entry it corrects, gives rise to."""
        text, norm = self._norms[key]
        found = self._occasions[key]
        if norm.detail(tree.Every) is not None:
            self._occasions[key] = self._arising(text, norm)
            yield from ((*key, trigger) for trigger in found.keys() ^ self._occasions[key].keys())
            return
        root = self._world.record.root_of(event)
        entry = self._world.record.standing.get(root)
        if entry is not None and is_trigger(text, norm, entry):
            found[root] = entry
        elif found.pop(root, None) is None:
            return
        yield (*key, root)

    def _anew(self, event: Event) -> tuple[Key, ...]:
        """Replay everything: an entry showed that a text began earlier, so other entries may speak of it."""
        before = self._keys()
        self._begin([*self._world.record.known.values(), event])
        return tuple(before | self._keys())

    def _keys(self) -> dict[Key, None]:
        return {(*key, trigger): None for key, found in self._occasions.items() for trigger in found}

    def _arising(self, text: Text, norm: Norm) -> dict[str, Event | None]:
        """Return what gives rise to the instances of a norm, by id; nothing in particular to what is owed once."""
        periodic = norm.detail(tree.Every) is not None
        entries = self._triggers(text, norm)
        whole: dict[str, Event | None] = {} if periodic and entries else {"": None}  # nothing is owed beside the periods
        return whole | {entry.id: entry for entry in entries}

    def _triggers(self, text: Text, norm: Norm) -> tuple[Event, ...]:
        if norm.detail(tree.Every) is None:
            return triggers(self._world, text, norm) if spawns(norm) else ()
        name = ("spawn", text.number, norm.id)
        return self._world.sheet.value(name, lambda: occasions(self._world, text, norm))

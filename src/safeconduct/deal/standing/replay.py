"""Replay: entries to the standing of every instance; one more entry recomputes only what it touches."""

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


class Replay:
    """The state of agreements at one instant, kept up to date entry by entry.

    Arguments:
        agreements: in the order of time.
        events: entries so far; the order of the list does not matter, only their indices do.
        at: the instant asked about.
        known_by: only what had been recorded by then.
        admit: only entries an assessor admits.
        override: a rival reading to replay under.

    Holds: after any ``add``, ``instances()`` equals that of a fresh replay of all entries (test_adding_equals_fresh_replay).
    Cost: a fresh replay is linear in instances and entries; ``add`` is linear in the instances the entry touches.
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
        self._instances: dict[tuple[int, str], dict[str, Instance]] = {}
        self._entries: dict[tuple[int, str], dict[str, Event]] = {}
        self._watchers: dict[Name, list[tuple[int, str]]] = {}
        for key, (text, norm) in self._norms.items():
            for watched in trigger_keys(text, norm):
                self._watchers.setdefault(watched, []).append(key)
            self._spawn(key)

    @property
    def world(self) -> World:
        """What the instances were computed from."""
        return self._world

    def instances(self) -> tuple[Instance, ...]:
        """Return every instance, by agreement, in the order of the text, then of the entries they arose from."""
        return tuple(self._all())

    def _all(self) -> Iterator[Instance]:
        for key, group in self._instances.items():
            entries = self._entries[key]
            yield from sorted(group.values(), key=lambda one: entries[one.trigger].index if one.trigger else -1)

    def add(self, event: Event) -> tuple[Instance, ...]:
        """Take in one entry.

        Returns: the instances that are new or stand differently, as they now stand.
        """
        if self._world.record.moves_a_start(event):
            return self._anew(event)
        touched = self._world.record.add(event)
        dropped = self._world.sheet.drop(touched)
        changed = [one for key in self._respawning(touched, dropped) for one in self._arise(key, event)]
        for name in dropped:
            if name[0] == "instance":
                changed += self._again(name)
        return tuple({one.key: one for one in changed}.values())

    def _respawning(self, touched: set[Name], dropped: set[Name]) -> dict[tuple[int, str], None]:
        """Return the norms whose instances may have become more or fewer."""
        watching = [key for name in touched for key in self._watchers.get(name, ())]
        periodic = [(name[1], name[2]) for name in dropped if name[0] == "spawn"]
        return dict.fromkeys([*watching, *periodic])

    def _arise(self, key: tuple[int, str], event: Event) -> list[Instance]:
        """Add or withdraw the instance that an entry, or the entry it corrects, gives rise to."""
        text, norm = self._norms[key]
        if norm.detail(tree.Every) is not None:
            return self._spawn(key)
        root = self._world.record.root_of(event)
        entry = self._world.record.standing.get(root)
        if entry is None or not is_trigger(text, norm, entry):
            self._entries[key].pop(root, None)
            self._instances[key].pop(root, None)
            return []
        before, now = self._instances[key].get(root), instance(self._world, text, norm, entry)
        self._entries[key][root], self._instances[key][root] = entry, now
        return [now] if now != before else []

    def _anew(self, event: Event) -> tuple[Instance, ...]:
        """Replay everything: an entry showed that a text began earlier, so other entries may speak of it."""
        before = {one.key: one for one in self.instances()}
        self._begin([*self._world.record.known.values(), event])
        return tuple(one for one in self.instances() if before.get(one.key) != one)

    def _again(self, name: Name) -> Iterator[Instance]:
        number, norm_id, trigger = name[1:]
        group = self._instances[number, norm_id]
        if trigger not in group:
            return
        text, norm = self._norms[number, norm_id]
        now = instance(self._world, text, norm, self._entries[number, norm_id].get(trigger))
        if now != group[trigger]:
            group[trigger] = now
            yield now

    def _spawn(self, key: tuple[int, str]) -> list[Instance]:
        """Bring the instances of a norm into line with the entries that give rise to them."""
        text, norm = self._norms[key]
        before = self._instances.get(key, {})
        entries = self._triggers(text, norm)
        self._entries[key] = {entry.id: entry for entry in entries}
        periodic = norm.detail(tree.Every) is not None
        wanted: dict[str, Event | None] = {} if periodic and entries else {"": None}  # nothing is owed beside the periods
        wanted |= self._entries[key]
        group = {trigger: before[trigger] for trigger in wanted if trigger in before}
        fresh = {trigger: instance(self._world, text, norm, entry) for trigger, entry in wanted.items() if trigger not in before}
        self._instances[key] = group | fresh
        return list(fresh.values())

    def _triggers(self, text: Text, norm: Norm) -> tuple[Event, ...]:
        if norm.detail(tree.Every) is None:
            return triggers(self._world, text, norm) if spawns(norm) else ()
        name = ("spawn", text.number, norm.id)
        return self._world.sheet.value(name, lambda: occasions(self._world, text, norm))

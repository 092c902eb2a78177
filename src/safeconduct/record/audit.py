"""Reads every entry of a bundle and judges each at its place: form, signature, key at this index, author's chain, repetition.

Reading and signatures need no order, so several threads share them; keys and chains are judged in the order of the log.
"""

from __future__ import annotations

from calendar import timegm
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from hashlib import sha256
from time import strptime
from typing import Any, NamedTuple

from safeconduct.errors import SafeconductError, say
from safeconduct.kernel import collector_paused
from safeconduct.record.ed25519 import verify
from safeconduct.record.envelope import EVENT, leaf_parts
from safeconduct.record.event import event_problems
from safeconduct.record.keys import CEREMONY, FOUNDED, KeyRing
from safeconduct.record.model import DISPROVED, NOT_PROVED, Step
from safeconduct.record.profile import decode, pae
from safeconduct.record.roots import Roots, leaf_hash

CHUNK, AHEAD = 512, 6
TIME, SAME_HOUR = "%Y-%m-%dT%H:%M:%SZ", 3600
BAD_SIGNATURE = say("the author's signature does not hold")


class Read(NamedTuple):
    """One entry as it was read: fields, name and time; ``unchecked`` holds what is to be checked once its key is known."""

    event: dict[str, Any]
    name: str
    recorded: str
    unchecked: tuple[bytes, bytes] | None


class Fault(Exception):
    """Why an entry does not stand."""


def _read_entries(leaves: Sequence[bytes], origin: str, publics: Mapping[str, bytes]) -> list[tuple[bytes, Read | Fault]]:
    """Read entries and check the signatures of keys already met; this part needs no order, so several threads share it."""
    answers: list[tuple[bytes, Read | Fault]] = []
    for leaf in leaves:
        try:
            answers.append((leaf_hash(leaf), _read_entry(leaf, origin, publics)))
        except SafeconductError as error:
            answers.append((leaf_hash(leaf), Fault(error.problems[0].what)))
        except Fault as fault:
            answers.append((leaf_hash(leaf), fault))
    return answers


def _read_entry(leaf: bytes, origin: str, publics: Mapping[str, bytes]) -> Read:
    payload, signature, recorded, _ = leaf_parts(leaf)
    event = decode(payload)
    found = event_problems(event)
    if found:
        raise Fault(found[0])
    if event["deal"] != origin:
        raise Fault(say("the entry belongs to the record {deal}", deal=event["deal"]))
    name, signed = sha256(payload).hexdigest(), pae(EVENT, payload)
    public = publics.get(event["key"])  # the key named inside; the hint outside is not looked at
    if public is not None and not verify(public, signed, signature):
        raise Fault(BAD_SIGNATURE)
    return Read(event, name, recorded, None if public else (signed, signature))


class Audit:
    """Reads every entry; then judges them in order: key at this index, author's chain, repetition."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.ring, self._publics = KeyRing(origin), dict[str, bytes]()
        self.tree, self.hashes, self.roots = Roots(), list[bytes](), dict[int, bytes]()
        self.faults, self.remarks = list[Step](), list[Step]()
        self.seen: list[tuple[int, dict[str, Any]]] = []
        self.founding = ""
        self._chain: dict[str, tuple[str, int]] = {}
        self._numbers: set[tuple[str, int]] = set()
        self._ids, self._limit = dict[str, str](), ("", "")
        self.latest = list[str]()  # the latest time of recording up to each entry

    @collector_paused()
    def read(self, leaves: Sequence[bytes], pool: Executor) -> None:
        """Read and judge every entry."""
        self._judge(_read_entries(leaves[:1], self.origin, {}))
        waiting: deque[Future[list[tuple[bytes, Read | Fault]]]] = deque()
        for start in range(1, len(leaves), CHUNK):
            waiting.append(pool.submit(_read_entries, leaves[start : start + CHUNK], self.origin, self._publics))
            if len(waiting) > AHEAD:
                self._judge(waiting.popleft().result())
        while waiting:
            self._judge(waiting.popleft().result())
        self.tree = Roots.of(self.hashes)

    def time_of(self, index: int) -> int:
        """Return the keeper's time of an entry, or the latest before it, as POSIX seconds; 0 when none is told."""
        return timegm(strptime(self.latest[index], TIME)) if self.latest[index] else 0

    def root_of(self, size: int) -> bytes:
        if size not in self.roots:
            self.roots[size] = self.tree.root_at(size)
        return self.roots[size]

    def _judge(self, answers: Sequence[tuple[bytes, Read | Fault]]) -> None:
        for leaf, answer in answers:
            index = len(self.hashes)
            self.hashes.append(leaf)
            self._time(index, answer)
            try:
                if isinstance(answer, Fault):
                    raise answer
                self._entry(index, answer)
            except SafeconductError as error:
                self._fault(index, error.problems[0].what)
            except Fault as fault:
                self._fault(index, fault.args[0])

    def _entry(self, index: int, read: Read) -> None:
        event = read.event
        if (event["type"] == FOUNDED) is not (index == 0):
            raise Fault(say("a record begins with its founding, and is founded once"))
        if index == 0:
            self.ring.apply(0, event)
            self.founding = read.name
        why_not = self.ring.may_sign(event, index, read.recorded)
        if why_not:
            raise Fault(why_not)
        if read.unchecked and not verify(self.ring.keys[event["key"]].public, *read.unchecked):
            raise Fault(BAD_SIGNATURE)
        if event["type"] in CEREMONY:
            if index:
                self.ring.apply(index, event)
            self._publics.update({name: key.public for name, key in self.ring.keys.items()})
        self._chain_and_remarks(index, event, read.name, read.recorded)

    def _time(self, index: int, answer: Read | Fault) -> None:
        recorded, latest = "" if isinstance(answer, Fault) else answer.recorded, self.latest[-1] if index else ""
        if recorded and recorded < latest:
            self.remark(index, say("recorded, by the keeper's clock, before the entry in front of it"))
        self.latest.append(max(recorded, latest))

    def _chain_and_remarks(self, index: int, event: dict[str, Any], name: str, recorded: str) -> None:
        nth, who, place = event["nth"], event["actor"], (event["key"], event["nth"])
        if nth and self._chain.get(event["prev"]) != (event["key"], nth - 1):
            raise Fault(say("event {nth} of {who} is here, but the one before it is not: an entry was left out", nth=nth, who=who))
        if name in self._chain:
            raise Fault(say("the same event stands here twice"))
        if place in self._numbers:
            self.remark(index, say("contradicted: {who} signed two different events under number {nth}", nth=nth, who=who))
        self._chain[name] = place
        self._numbers.add(place)
        if self._ids.setdefault(event["id"], name) != name:
            self.remark(index, say("contradicted: two different events carry the id {id}", id=event["id"]))
        if event.get("occurred") and event["occurred"]["from"] > recorded:
            self.remark(index, say("says it occurred after it was recorded"))
        if event["id"][:13] > self._made_by(recorded):
            self.remark(index, say("made, by its author's clock, after the keeper's clock says that it was recorded"))
        if "seen" in event:
            self.seen.append((index, event["seen"]))

    def _made_by(self, recorded: str) -> str:
        """Return the latest beginning of an id (its author's clock, RFC 9562 section 5.7) that two clocks an hour apart explain."""
        if recorded != self._limit[0]:
            latest = f"{(timegm(strptime(recorded, TIME)) + SAME_HOUR) * 1000:012x}"
            self._limit = recorded, f"{latest[:8]}-{latest[8:]}"
        return self._limit[1]

    def _fault(self, index: int, what: str) -> None:
        self.faults.append(Step("entries", DISPROVED, say("entry {index}: {what}", index=str(index), what=what), index))

    def remark(self, index: int, what: str) -> None:
        self.remarks.append(Step("remark", NOT_PROVED, say("entry {index}: {what}", index=str(index), what=what), index))

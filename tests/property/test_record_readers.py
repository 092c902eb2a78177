"""Readers of foreign bytes: whatever comes in, only the project's own errors come out; and merging is a union."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_attacks import base
from record_world import DEAL, World

from safeconduct.errors import SafeconductError
from safeconduct.record import Bundle, Held, MemoryStore, bundle_files, merge, read_bundle, verify_bundle, write_bundle
from safeconduct.record.author import read_body
from safeconduct.record.checkpoint import read_checkpoint
from safeconduct.record.compare import require_evidence
from safeconduct.record.envelope import read_envelope
from safeconduct.record.event import event_problems
from safeconduct.record.kinds import body_problems
from safeconduct.record.note import read_key, read_note
from safeconduct.record.policy import read_policy
from safeconduct.record.profile import decode, encode
from safeconduct.record.proof import Proof, read_proof
from safeconduct.record.witness import Request, read_request

patient = settings(deadline=None, suppress_health_check=list(HealthCheck))  # never a timed test


def sample(name: str) -> bytes:
    world = base()
    checkpoint = world.checkpoint()
    return {
        "leaf": next(iter(world.store.leaves(1, 2))),
        "payload": read_envelope(next(iter(world.store.leaves(0, 1))), leaf=True).payload,
        "note": world.bundle().checkpoint,
        "policy": "\n".join(decode(sample("payload"))["body"]["policy"]).encode() if name == "policy" else b"",
        "proof": Proof(1, (bytes(32),), checkpoint).to_bytes(),
        "request": Request(1, (bytes(32),), checkpoint).to_bytes(),
    }[name]


READERS: dict[str, tuple[str, Callable[[bytes], object]]] = {
    "leaf": ("leaf", lambda data: read_envelope(data, leaf=True)),
    "captured": ("leaf", lambda data: read_envelope(data, leaf=False)),
    "payload": ("payload", decode),
    "body": ("payload", lambda data: read_body(data.decode("utf-8", "replace"))),
    "note": ("note", read_note),
    "checkpoint": ("note", read_checkpoint),
    "key": ("policy", lambda data: read_key(data.decode("utf-8", "replace"))),
    "policy": ("policy", lambda data: read_policy(data.decode("utf-8", "replace"))),
    "proof": ("proof", read_proof),
    "request": ("request", read_request),
    "evidence": ("note", lambda data: require_evidence(data, ())),
}


@pytest.mark.parametrize("name", sorted(READERS))
@patient
@given(data=st.data())
def test_only_our_own_errors_escape_a_reader(name: str, data: st.DataObject) -> None:
    kind, read = READERS[name]
    original = sample(kind)
    start = data.draw(st.integers(0, len(original)))
    stop = data.draw(st.integers(start, len(original)))
    changed = original[:start] + data.draw(st.binary(max_size=20)) + original[stop:]
    try:
        read(changed)
    except SafeconductError as error:
        assert all(problem.code.startswith("record/") and problem.what for problem in error.problems)  # noqa: PT017


@patient
@given(st.integers(0, 10**9))
def test_a_leaf_has_one_spelling(seed: int) -> None:
    rng, leaf = Random(seed), sample("leaf")
    at = rng.randrange(len(leaf))
    other = leaf[:at] + bytes([rng.choice(b'ABab01+/=":,{}-TZ ')]) + leaf[at + 1 :]
    try:
        read = read_envelope(other, leaf=True)
    except SafeconductError:
        return
    assert read.to_bytes() == other
    assert other == leaf or read != read_envelope(leaf, leaf=True)


def sound_event() -> dict[str, object]:
    return decode(read_envelope(sample("leaf"), leaf=True).payload)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("aé\u202e", max_size=5),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text("aé\u202e", max_size=5), v, max_size=3),
)


@patient
@given(
    st.dictionaries(
        st.sampled_from(
            ["actor", "body", "deal", "id", "key", "nth", "prev", "type", "seen", "occurred", "account", "sealed", "x"]
        ),
        ANY,
    )
)
def test_any_fields_are_judged_without_an_exception(event: dict[str, object]) -> None:
    for change in (
        {},
        {"occurred": {"from": [], "to": {}}},
        {"seen": {"size": [], "root": {}, "sig": 1}},
        {"type": [], "nth": "0"},
    ):
        assert isinstance(event_problems(sound_event() | change), list)
    if not event_problems(event):
        body_problems(event)


@patient
@given(st.integers(0, 10**9))
def test_any_damage_to_a_bundle_file_is_a_verdict_or_our_own_error(seed: int) -> None:
    rng = Random(seed)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "b.tar"
        write_bundle(bundle_files(base().store), path)
        data = bytearray(path.read_bytes())
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        path.write_bytes(data[: rng.choice([len(data), rng.randrange(len(data))])])
        try:
            verify_bundle(read_bundle(path))
        except SafeconductError:
            return


def test_a_bundle_comes_back_as_it_was_and_is_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("a.tar", "b.tar"):
        write_bundle(bundle_files(base().store), tmp_path / name)
    assert (tmp_path / "a.tar").read_bytes() == (tmp_path / "b.tar").read_bytes()
    assert read_bundle(tmp_path / "a.tar") == base().bundle()


def test_merging_captured_events_is_a_union_whatever_the_order_and_however_often() -> None:
    world = World()
    parts = [[world.say(party).to_bytes() for _ in range(3)] for party in ("north", "south", "monitor")]
    results = set()
    for order in permutations(parts):
        store = MemoryStore(list(world.store.rows), world.store.last)  # type: ignore[attr-defined]
        for part in (*order, order[0]):
            merge(store, DEAL, Bundle(b"", [], captured=part), Held())
        results.add(frozenset(store.captured()))
    assert results == {frozenset(data for part in parts for data in part)}


@patient
@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.integers(-5, 5) | st.text("abcé", max_size=4)))
def test_reading_is_the_inverse_of_writing(value: dict[str, object]) -> None:
    data = encode(value)
    assert decode(data) == value
    assert encode(decode(data)) == data

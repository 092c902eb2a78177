"""Forty-one kinds of tampered bundle, each with random details, and the honest one: what two programs must judge alike.

Those who tamper may hold the log's key, the witnesses' keys or an author's, and sign again whatever they change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import curve
from record_attacks import ODD_JSON, base, envelopes_of, flip, forge, sealed, sign_raw
from record_world import DEAL, PARTIES, founding, identity, signer

from safeconduct.record import Author, Bundle, Envelope
from safeconduct.record.ceremony import approve, new_key, rotation, with_approvals, write_card
from safeconduct.record.change import draft_change
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.ed25519 import to_base64
from safeconduct.record.envelope import read_envelope
from safeconduct.record.keys import ROOTS
from safeconduct.record.note import Note, SignatureLine
from safeconduct.record.profile import pae
from safeconduct.record.roots import EMPTY_ROOT
from safeconduct.record.signing import sign_checkpoint, sign_note

Tamper = Callable[[Random], Bundle]
KINDS: dict[str, Tamper] = {}
LATER = "2031-03-01T12:59:00Z"


def kind(function: Tamper) -> Tamper:
    KINDS[function.__name__] = function
    return function


def whole() -> Bundle:
    return base().bundle()


def leaves() -> list[bytes]:
    return list(whole().leaves)


def then(*events: Envelope) -> Bundle:
    """The honest entries and then these, signed by log and witnesses."""
    return forge([*envelopes_of(whole()), *events])


def by(name: str, what: str = "statement", body: Mapping[str, Any] | None = None, party: str = "north", **place: Any) -> Envelope:
    """Sign an event with any key as the first of its chain."""
    author = Author(party, DEAL, signer(name), **place)
    return author.write(what, body or {"text": "we are ready"}, event_id=identity(60))[0]


def led(what: str, body: Mapping[str, Any], party: str = "north") -> Envelope:
    return by(f"{party} root", what, body, party)


def north() -> dict[str, Any]:
    """Where north's own chain goes on."""
    author = base().authors["north"]
    return {"nth": author.nth, "prev": author.prev}


def with_leaf(index: int, leaf: bytes) -> list[bytes]:
    return [*leaves()[:index], leaf, *leaves()[index + 1 :]]


def changed(index: int, **fields: Any) -> list[bytes]:
    return with_leaf(index, replace(read_envelope(leaves()[index], leaf=True), **fields).to_bytes())


def signed_as(text: str, name: str = DEAL, key: str = "log") -> Bundle:
    """The honest entries under a checkpoint of any text, signed by the log's key or another."""
    line = sign_note(text, name, signer(key))
    return replace(whole(), checkpoint=Checkpoint("", 0, b"", Note(text, (line,))).to_bytes())


def text_of(*, origin: str = DEAL, more: int = 0, root: bytes | None = None) -> str:
    true = read_checkpoint(whole().checkpoint)
    return f"{origin}\n{true.size + more}\n{to_base64(root or true.root)}\n"


@kind
def honest(_rng: Random) -> Bundle:
    return whole()


# Whoever has the file, and no key.
@kind
def a_byte_of_an_entry(rng: Random) -> Bundle:
    at = rng.randrange(9)
    return replace(whole(), leaves=with_leaf(at, flip(leaves()[at], rng.randrange(len(leaves()[at])), rng.randrange(8))))


@kind
def a_time_of_recording(rng: Random) -> Bundle:
    return replace(whole(), leaves=changed(rng.randrange(9), recorded="2030-01-01T00:00:00Z"))


@kind
def two_entries_swapped(rng: Random) -> Bundle:
    one, two = rng.sample(range(9), 2)
    found = leaves()
    found[one], found[two] = found[two], found[one]
    return replace(whole(), leaves=found)


@kind
def the_tail_cut_off(rng: Random) -> Bundle:
    return replace(whole(), leaves=leaves()[: rng.randrange(1, 9)])


@kind
def an_entry_added_at_the_end(rng: Random) -> Bundle:
    return replace(whole(), leaves=[*leaves(), leaves()[rng.randrange(1, 9)]])


@kind
def a_byte_of_the_checkpoint(rng: Random) -> Bundle:
    text = whole().checkpoint
    return replace(whole(), checkpoint=flip(text, rng.randrange(text.index(b"\n\n")), rng.randrange(7)))


@kind
def a_byte_of_the_logs_signature(rng: Random) -> Bundle:
    true = read_checkpoint(whole().checkpoint)
    line = true.note.signatures[0]
    false = SignatureLine(line.name, flip(line.blob, rng.randrange(4, 68), rng.randrange(8)))
    return replace(whole(), checkpoint=replace(true, note=replace(true.note, signatures=(false,))).to_bytes())


@kind
def a_byte_of_a_witness_signature(rng: Random) -> Bundle:
    true = read_checkpoint(whole().checkpoint)
    lines, at = list(true.note.signatures), rng.randrange(1, 5)
    lines[at] = SignatureLine(lines[at].name, flip(lines[at].blob, rng.randrange(4, 76), rng.randrange(8)))
    return replace(whole(), checkpoint=replace(true, note=replace(true.note, signatures=tuple(lines))).to_bytes())


@kind
def no_signature_of_the_log(rng: Random) -> Bundle:
    true = read_checkpoint(whole().checkpoint)
    lines = tuple(rng.sample(true.note.signatures[1:], rng.randrange(1, 4)))
    return replace(whole(), checkpoint=replace(true, note=replace(true.note, signatures=lines)).to_bytes())


@kind
def signed_by_another_log(rng: Random) -> Bundle:
    return signed_as(text_of(), key=f"log {rng.random()}")


# Whoever has the log's key.
@kind
def another_number_of_entries(rng: Random) -> Bundle:
    return signed_as(text_of(more=rng.choice([-3, -1, 1, 2, 300])))


@kind
def another_root(rng: Random) -> Bundle:
    return signed_as(text_of(root=rng.choice([rng.randbytes(32), EMPTY_ROOT, bytes(32)])))


@kind
def another_name_of_the_log(rng: Random) -> Bundle:
    name = f"record.example/{rng.randrange(99)}"
    return signed_as(text_of(origin=name), name=name)


@kind
def an_entry_deleted(rng: Random) -> Bundle:
    envelopes = envelopes_of(whole())
    del envelopes[rng.randrange(1, 6)]
    return forge(envelopes)


@kind
def an_entry_twice(rng: Random) -> Bundle:
    envelopes = envelopes_of(whole())
    envelopes.insert(rng.randrange(2, 9), envelopes[rng.randrange(1, 9)])
    return forge(envelopes)


@kind
def the_founding_not_first(rng: Random) -> Bundle:
    envelopes = envelopes_of(whole())
    envelopes.insert(rng.randrange(1, 9), envelopes.pop(0))
    return forge(envelopes)


@kind
def a_payload_changed(rng: Random) -> Bundle:
    at = rng.randrange(1, 9)
    payload = read_envelope(leaves()[at], leaf=True).payload
    place = rng.randrange(len(payload))
    other = payload[:place] + bytes([payload[place] % 26 + 97]) + payload[place + 1 :]
    return sealed(changed(at, payload=other if other != payload else payload + b" "))


@kind
def an_authors_signature_changed(rng: Random) -> Bundle:
    at = rng.randrange(9)
    signature = read_envelope(leaves()[at], leaf=True).signature
    return sealed(changed(at, signature=flip(signature, rng.randrange(64), rng.randrange(8))))


@kind
def an_authors_signature_respelt(rng: Random) -> Bundle:
    at = rng.randrange(9)
    signature = read_envelope(leaves()[at], leaf=True).signature
    bigger = int.from_bytes(signature[32:], "little") + curve.L
    return sealed(changed(at, signature=signature[:32] + bigger.to_bytes(32, "little")))


@kind
def base64_respelt(rng: Random) -> Bundle:
    leaf = leaves()[rng.randrange(9)]
    at = leaf.rindex(b'=="')
    spelt = [
        leaf[: at - 1] + bytes([leaf[at - 1] + 1]) + leaf[at:],
        leaf.replace(b'"sig":"', b'"sig":"\n'),
        leaf.replace(b'=="', b'="'),
    ]
    return sealed(with_leaf(leaves().index(leaf), rng.choice(spelt)))


@kind
def a_form_of_entry_respelt(rng: Random) -> Bundle:
    at = rng.randrange(9)
    leaf, other = leaves()[at], leaves()[at - 1]
    second = other[other.index(b'[{"keyid"') + 1 : -2]
    spelt = [
        leaf + b"\n",
        leaf.replace(b'","payloadType', b'", "payloadType'),
        leaf[:-2] + b"," + second + b"]}",
        leaf.replace(b"event.v1", b"roots.v1"),
        leaf.replace(b'"recorded":"2031-03-01T12', b'"recorded":"2031-03-01 12'),
        leaf[: leaf.index(b'"recorded"')] + leaf[leaf.index(b'"signatures"') :],
    ]
    return sealed(with_leaf(at, rng.choice(spelt)))


@kind
def signed_by_nobody_enrolled(rng: Random) -> Bundle:
    return then(by(f"nobody {rng.random()}"))


@kind
def in_the_name_of_another_party(rng: Random) -> Bundle:
    party = rng.choice(("south", "monitor", "desk"))
    return then(by("north author", party=party, **north()))


@kind
def of_another_record(rng: Random) -> Bundle:
    elsewhere = Author("south", f"record.example/{rng.randrange(99)}", signer("south author"))
    return then(elsewhere.write("statement", {"text": "t"}, event_id=identity(61))[0])


@kind
def signed_by_a_key_of_another_role(rng: Random) -> Bundle:
    return then(by(rng.choice(["log", "north witness", "north root"])))


# Whoever has an author's key as well.
@kind
def a_payload_in_another_spelling(rng: Random) -> Bundle:
    count = {"about": "gate", "count": {"low": 1, "high": 2, "category": "people"}}
    author = Author("north", DEAL, signer("north author"), **north())
    payload = author.write("deed", count, event_id=identity(62))[0].payload.replace(b'"nth":3', b'"nth":0')
    odd = [change(payload) for change in ODD_JSON]
    return then(sign_raw(rng.choice([item for item in odd if item != payload])))


@kind
def a_gap_in_a_chain(rng: Random) -> Bundle:
    place = rng.choice([{"nth": north()["nth"] + 1, "prev": north()["prev"]}, {"nth": 4, "prev": "ab" * 32}])
    return then(by("north author", **place))


@kind
def another_past_seen_by_an_author(rng: Random) -> Bundle:
    size = rng.randrange(1, 9)
    return then(by("north author", seen=sign_checkpoint(DEAL, size, rng.randbytes(32), signer("log")), **north()))


@kind
def a_revoked_key(rng: Random) -> Bundle:
    key = signer("north author").key_id
    revoked = led("key.revoked", {"revoked": key, "reason": "lost"})
    return then(revoked, by("north author", **north()))


@kind
def a_rotated_key(rng: Random) -> Bundle:
    body = rotation(DEAL, "north", signer("north author").key_id, signer(f"next {rng.random()}"), "author")
    return then(led("key.rotated", body), by("north author", **north()))


def device(rng: Random, expires: str = "") -> tuple[str, dict[str, Any]]:
    name = f"device {rng.random()}"
    return name, new_key(DEAL, "north", signer(name), "device", ["observation"], expires)


@kind
def a_device_outside_its_scope(rng: Random) -> Bundle:
    name, key = device(rng)
    return then(led("key.enrolled", key), by(name, rng.choice(["statement", "acceptance", "release"]), {"act": "a"}))


@kind
def a_device_after_its_expiry(rng: Random) -> Bundle:
    name, key = device(rng, "2031-03-01T12:30:00Z")
    events = [*envelopes_of(whole()), led("key.enrolled", key), by(name, "observation", {"about": "gate"})]
    return forge(events, times=["2031-03-01T12:00:01Z"] * 10 + [LATER])


@kind
def a_device_before_its_enrolment(rng: Random) -> Bundle:
    name, key = device(rng)
    return then(by(name, "observation", {"about": "gate"}), led("key.enrolled", key))


@kind
def a_key_without_proof_of_possession(rng: Random) -> Bundle:
    _, key = device(rng)
    changes: Sequence[dict[str, Any]] = ({"scope": []}, {"role": "author"}, {"public": to_base64(signer(f"{rng.random()}").public)})
    return then(led("key.enrolled", {**key, **rng.choice(changes)}))


@kind
def a_key_enrolled_by_no_root(rng: Random) -> Bundle:
    return then(by("north author", "key.enrolled", device(rng)[1], **north()))


@kind
def a_key_in_two_roles(rng: Random) -> Bundle:
    name = rng.choice(["log", "north witness", "south root", "south author", "north author"])
    return then(led("key.enrolled", new_key(DEAL, "north", signer(name), "author")))


@kind
def an_unsound_key(rng: Random) -> Bundle:
    mixed = curve.add(curve.times(curve.BASE, rng.randrange(1, curve.L)), curve.times(curve.EIGHT, rng.randrange(1, 8)))
    bad = rng.choice([*curve.SMALL_ORDER, *curve.RESPELT, curve.encode(mixed), b"\xff" * 32])
    proof = to_base64(curve.SMALL_ORDER[0] + bytes(32))
    return then(led("key.enrolled", {"public": to_base64(bad), "role": "author", "scope": [], "expires": None, "proof": proof}))


@kind
def a_founding_that_not_all_approved(rng: Random) -> Bundle:
    body = founding()
    del body["approvals"][rng.randrange(len(PARTIES))]
    return forge([Author("desk", DEAL, signer("desk author")).write("record.founded", body, event_id=identity(0))[0]])


@kind
def a_change_of_roots_with_too_few_approvals(rng: Random) -> Bundle:
    card = write_card(DEAL, "east", signer("east root"), [], signer("east witness"))
    draft = draft_change(base().writer.ring, [card])
    names = rng.choice([["north"], ["east"], ["north", "east"], ["north", "south"], []])
    body = with_approvals(draft, [approve(DEAL, draft, signer(f"{name} root")) for name in names])
    return then(led("roots.changed", body, "desk"))


@kind
def a_change_after_its_approval(rng: Random) -> Bundle:
    draft = draft_change(base().writer.ring, threshold=3)
    body = with_approvals(draft, [approve(DEAL, draft, signer(f"{party} root")) for party in PARTIES])
    return then(led("roots.changed", {**body, "threshold": rng.choice([1, 2])}, "desk"))


@kind
def an_event_posed_as_something_else(rng: Random) -> Bundle:
    payload = by("north author", **north()).payload
    other = rng.choice([ROOTS, "text/plain", ""])
    return then(Envelope(payload, signer("north author").sign(pae(other, payload)), signer("north author").key_id))

"""Who must sign, who may be missing and for how long: the policy says it, and the check and the screen judge alike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from record_world import DEAL, NOON, PARTIES, World, founding, identity, signer

from safeconduct.errors import InputWrong, Refused
from safeconduct.record import Author, Held, MemoryStore, Writer, bundle_of, entries, verify_bundle
from safeconduct.record.ceremony import approve, draft_founding, new_key, with_approvals, write_card
from safeconduct.record.change import draft_change, draft_lines
from safeconduct.record.checkpoint import read_checkpoint
from safeconduct.record.keys import KeyRing
from safeconduct.record.policy import read_policy
from safeconduct.record.set_policy import quorum_size, who_must, written
from safeconduct.record.signing import cosign
from safeconduct.record.sync import keep_cosigned

HOUR = 3600
START = int(NOON.timestamp())


class Kept(World):
    """A record whose founding says who must witness and how long one may be missing."""

    def __init__(self, needed: int, must: Sequence[str], hours: int) -> None:
        super().__init__()
        self.store = MemoryStore()
        self.writer = Writer(self.store, signer("log"), DEAL, self.clock)
        desk = Author("desk", DEAL, signer("desk author"))
        event, self.authors["desk"] = desk.write("record.founded", body(needed, must, hours), event_id=identity(0))
        self.record(event)

    def signed(self, *parties: str, hour: float) -> None:
        self.fill(1)
        checkpoint = read_checkpoint(self.store.head().checkpoint)
        time = START + int(hour * HOUR)
        lines = [cosign(checkpoint, f"{DEAL}/witness/{p}", signer(f"{p} witness"), time) for p in parties]
        keep_cosigned(self.store, DEAL, [checkpoint.with_signatures(lines).to_bytes()])

    def verdict(self) -> str:
        steps = verify_bundle(bundle_of(self.store), Held(now=START + 99 * HOUR)).steps
        (found,) = [step for step in steps if step.name == "witnesses"]
        return f"{found.verdict}: {found.what}"

    def states(self) -> list[str]:
        return [entry.state for entry in entries(self.store, DEAL)]


def body(needed: int, must: Sequence[str], hours: int) -> dict[str, object]:
    draft = draft_founding(DEAL, signer("log"), cards(), 2, needed, must, hours)
    return with_approvals(draft, [approve(DEAL, draft, signer(f"{p} root")) for p in PARTIES])


def cards() -> list[bytes]:
    return [
        write_card(DEAL, p, signer(f"{p} root"), [new_key(DEAL, p, signer(f"{p} author"), "author")], signer(f"{p} witness"))
        for p in PARTIES
    ]


def test_a_witness_that_must_sign_is_not_made_up_for_by_others() -> None:
    record = Kept(2, ["north"], 0)
    record.signed("south", "monitor", "desk", hour=1)
    assert record.verdict().startswith("not proved: not witnessed: no signature from north")
    assert set(record.states()) == {"recorded"}
    record.signed("north", "desk", hour=2)
    assert record.verdict() == "proved: witnessed by 2 of 4, 97 hours ago"
    assert set(record.states()) == {"witnessed"}


def test_a_witness_may_be_missing_for_so_long_and_no_longer() -> None:
    record = Kept(2, [], 48)
    record.signed("north", "south", "monitor", "desk", hour=1)
    record.signed("north", "south", "desk", hour=40)
    assert record.verdict().startswith("proved")
    record.signed("north", "south", "desk", hour=50)
    assert record.verdict().startswith(
        "not proved: not witnessed: monitor missing for more than the 48 hours the policy allows; up to entry 2 it is"
    )
    assert record.states() == ["witnessed"] * 3 + ["recorded"]
    record.signed("north", "monitor", "desk", hour=51)
    assert record.verdict().startswith("proved")
    assert set(record.states()) == {"witnessed"}


def test_holding_back_older_signatures_only_makes_a_witness_look_missing_longer() -> None:
    record = Kept(2, [], 48)
    record.signed("north", "south", "monitor", "desk", hour=40)
    record.signed("north", "south", "desk", hour=60)
    assert record.verdict().startswith("proved")
    record.store.notes.pop(2)  # type: ignore[attr-defined]
    assert record.verdict().startswith("not proved: not witnessed: monitor missing")


def test_one_witness_with_a_clock_that_runs_ahead_makes_nobody_look_missing() -> None:
    record = Kept(2, [], 48)
    record.signed("north", "south", "monitor", "desk", hour=1)
    record.fill(1)
    checkpoint = record.checkpoint()
    times = {"north": 10, "south": 11, "monitor": 10_000}
    lines = [cosign(checkpoint, f"{DEAL}/witness/{p}", signer(f"{p} witness"), START + h * HOUR) for p, h in times.items()]
    keep_cosigned(record.store, DEAL, [checkpoint.with_signatures(lines).to_bytes()])
    assert record.verdict() == "proved: witnessed by 3 of 4, 88 hours ago"
    assert next(entry.witnessed for entry in entries(record.store, DEAL) if entry.index == 2) == "2031-03-01T23:00:00Z"


def test_a_policy_is_read_back_as_it_was_set_and_a_change_keeps_what_it_does_not_name() -> None:
    ring = Kept(3, ["north", "monitor"], 72).writer.ring
    assert (quorum_size(ring.policy), who_must(ring.policy), ring.policy.hours) == (3, ("north", "monitor"), 72)
    assert read_policy("\n".join([*written(ring.policy), ""])) == ring.policy
    told = draft_lines(KeyRing(DEAL), ring)
    assert "  never without north and monitor" in told
    assert "  no witness may be missing for more than 72 hours" in told
    draft = draft_change(ring, threshold=3)
    assert ring.trial(with_approvals(draft, [])).policy == ring.policy
    looser = ring.trial(with_approvals(draft_change(ring, must=["desk"], needed=1, hours=0), [])).policy
    assert (quorum_size(looser), who_must(looser), looser.hours) == (1, ("desk",), 0)


@pytest.mark.parametrize(
    "line", ["# may be missing: some hours", "# may be missing: 0 hours", "# may be missing: 48", "# may be missing:"]
)
def test_a_time_that_cannot_be_read_is_a_wrong_policy_and_other_comments_are_comments(line: str) -> None:
    lines = founding()["policy"]
    assert read_policy("\n".join([*lines, "# any remark", ""])).hours == 0
    with pytest.raises(InputWrong, match="how long a witness may be missing"):
        read_policy("\n".join([*lines, line, ""]))
    with pytest.raises(Refused, match="record/ceremony"):
        draft_founding(DEAL, signer("log"), cards(), 2, 2, ["stranger"], 0)

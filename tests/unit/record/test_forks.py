"""A fork that anybody brings is kept as a file that proves itself; what the log's key did not sign accuses nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from record_world import DEAL, World, signer

from safeconduct.record import Bundle, require_evidence
from safeconduct.record.forks import forks_shown, keep_forks, proofs_in
from safeconduct.record.signing import sign_checkpoint


def two_pasts() -> tuple[World, World]:
    ours, theirs = World(), World()
    ours.fill(5)
    theirs.record(theirs.say("south", body={"about": "another past"}))
    theirs.fill(2)
    return ours, theirs


def test_what_an_author_had_seen_is_evidence_although_the_author_brings_no_log(tmp_path: Path) -> None:
    ours, theirs = two_pasts()
    theirs.authors["monitor"] = replace(theirs.authors["monitor"], seen=theirs.checkpoint())
    brought = Bundle(b"", [], captured=[theirs.say("monitor").to_bytes(), b"junk"])
    (problem,) = keep_forks(tmp_path, ours.store, DEAL, brought)
    (name,) = proofs_in(tmp_path)
    assert name in problem.what
    short, long = require_evidence((tmp_path / name).read_bytes(), ours.writer.ring.policy.logs)
    assert (short.size, long.size) == (4, 6)


def test_a_log_and_a_checkpoint_are_evidence_and_each_past_is_kept_once() -> None:
    ours, theirs = two_pasts()
    whole = theirs.bundle()
    for brought in (whole, Bundle(whole.checkpoint, [])):
        assert len(forks_shown(ours.store, DEAL, replace(brought, witnessed=[whole.checkpoint]))) == 1


def test_no_accusation_from_a_continuing_log_or_an_unsigned_head() -> None:
    ours, _ = two_pasts()
    shorter, false = World(), sign_checkpoint(DEAL, 3, bytes(32), signer("nobody"))
    shorter.fill(2)
    shorter.authors["monitor"] = replace(shorter.authors["monitor"], seen=false)
    captured = [shorter.say("monitor").to_bytes()]
    brought = replace(shorter.bundle(), captured=captured, witnessed=[false.to_bytes(), b"junk"])
    assert forks_shown(ours.store, DEAL, brought) == []
    assert forks_shown(World().store, DEAL, Bundle(b"", [], captured=captured)) == []

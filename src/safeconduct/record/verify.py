"""The independent check: does this bundle prove what it says? Everything it rests on is the canonical form (``profile``,
``envelope``, ``event``), the tree (``merkle``), the signature rules (``ed25519``, ``note``, ``checkpoint``, ``policy``, ``keys``) and
``audit``, which judges the entries one by one; none of the code that writes a record. Read those, then this, and you have read all of it.

The answer is *proved*, *not proved* or *disproved*, step by step. "Not proved" is not "false".
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from time import gmtime, strftime

from safeconduct.errors import SafeconductError, say
from safeconduct.record.audit import SAME_HOUR, TIME, Audit
from safeconduct.record.checkpoint import Checkpoint, checkpoint_text, read_checkpoint, require_log_signature
from safeconduct.record.ed25519 import from_base64, verify
from safeconduct.record.model import DISPROVED, NOT_PROVED, PROVED, Bundle, Held, Receipt, Step, Verdict
from safeconduct.record.note import signers
from safeconduct.record.policy import read_policy
from safeconduct.record.quorum import Signed, missing_too_long, quorums, signed_checkpoints
from safeconduct.record.roots import verify_inclusion

_NOTHING_HELD = Held()


def verify_bundle(bundle: Bundle, held: Held = _NOTHING_HELD, threads: int = 2) -> Verdict:
    """Check a bundle, offline.

    Arguments:
        held: what you kept from elsewhere; without any of it a perfectly consistent invention cannot be told from your record.
        threads: how many share the reading and the signatures.

    Returns: a verdict; it never raises on what a bundle holds.
    Holds: every one of 27 attacks is *disproved* or *not proved* (tests/unit/record/test_attacks), and 41 kinds of tampered bundle are judged
        alike by a program in another language (tests/story/test_record_interop).
    """
    if not bundle.checkpoint and not bundle.leaves:
        waiting = say(" ({captured} captured events are in it)", captured=len(bundle.captured)) if bundle.captured else ""
        what = say("nothing in it has been put in order by a keeper yet{waiting}", waiting=waiting)
        return Verdict((Step("checkpoint", NOT_PROVED, what),))
    try:
        checkpoint = read_checkpoint(bundle.checkpoint)
    except SafeconductError as error:
        return Verdict((Step("checkpoint", DISPROVED, error.problems[0].what),))
    audit = Audit(checkpoint.origin)
    with ThreadPoolExecutor(threads) as pool:
        audit.read(bundle.leaves, pool)
    steps = [*_judge_entries(audit), _judge_tree(checkpoint, bundle, audit), _judge_log_signature(checkpoint, audit)]
    signed = _borne_out(bundle, audit)
    if steps[-1].verdict == PROVED:
        kept = _judge_held(checkpoint, audit, held)
        steps += [_judge_witnesses(checkpoint, audit, held, signed), *kept, *_judge_witnessed(checkpoint, bundle, audit)]
        steps += [_judge_anchor(audit, held, kept), *_judge_seen(checkpoint, audit)]
    witnessed = quorums(signed, audit.time_of)
    _remark_times(audit, witnessed)
    return Verdict(tuple(steps), tuple(audit.remarks), len(bundle.leaves), audit.founding, tuple(witnessed))


def _judge_entries(audit: Audit) -> list[Step]:
    if audit.faults:
        return sorted(audit.faults, key=lambda step: step.entry or 0)[:20]
    what = say("{count}, each signed by a key that counted at its place; no chain has a gap", count=audit.tree.size)
    return [Step("entries", PROVED, what)]


def _judge_tree(checkpoint: Checkpoint, bundle: Bundle, audit: Audit) -> Step:
    for index, (own, given) in enumerate(zip(audit.hashes, bundle.hashes, strict=False)):
        if own != given:
            return Step("tree", DISPROVED, say("entry {index} does not hash to its place in the tree", index=str(index)), index)
    if audit.tree.size != checkpoint.size:
        what = say("{size} entries, but the checkpoint says {said}", size=audit.tree.size, said=checkpoint.size)
        return Step("tree", DISPROVED, what, min(audit.tree.size, checkpoint.size))
    if audit.tree.root() != checkpoint.root:
        return Step("tree", DISPROVED, say("the entries do not add up to the root in the checkpoint"))
    return Step("tree", PROVED, say("the entries add up to the root in the checkpoint: none is changed, added, left out or moved"))


def _judge_log_signature(checkpoint: Checkpoint, audit: Audit) -> Step:
    try:
        require_log_signature(checkpoint, audit.ring.policy_at(checkpoint.size).logs)
    except SafeconductError as error:
        return Step("log signature", DISPROVED, error.problems[0].what)
    return Step("log signature", PROVED, say("the checkpoint is signed by the log {origin}", origin=checkpoint.origin))


def _judge_witnesses(checkpoint: Checkpoint, audit: Audit, held: Held, signed: Sequence[Signed]) -> Step:
    policy = audit.ring.policy
    try:
        times = signers(checkpoint.note, policy.keys())
    except SafeconductError as error:
        return Step("witnesses", DISPROVED, error.problems[0].what)
    older = max((size for size, _ in quorums(signed, audit.time_of)), default=0)
    part = say("; up to entry {index} it is", index=str(older - 1)) if older else ""
    reached = policy.reached(times)
    if reached is None and policy.quorum == "none":
        return Step("witnesses", NOT_PROVED, say("not witnessed: the policy names no witnesses"))
    if reached is None:
        what = say("not witnessed: no signature from {names}{part}", names=", ".join(policy.missing(times)), part=part)
        return Step("witnesses", NOT_PROVED, what)
    late = missing_too_long(Signed(checkpoint, policy, audit.ring.policy_from(checkpoint.size)[0], times), signed, audit.time_of)
    if late:
        what = say(
            "not witnessed: {names} missing for more than the {hours} hours the policy allows{part}",
            names=", ".join(late),
            hours=policy.hours,
            part=part,
        )
        return Step("witnesses", NOT_PROVED, what)
    age = say(", {hours} hours ago", hours=max(0, held.now - reached) // 3600) if held.now else ""
    what = say("witnessed by {signed} of {witnesses}{age}", signed=len(times), witnesses=len(policy.witnesses), age=age)
    return Step("witnesses", PROVED, what)


def _judge_held(checkpoint: Checkpoint, audit: Audit, held: Held) -> list[Step]:
    steps = []
    for other in held.checkpoints:
        verdict, what = _compare(checkpoint, audit, other, say("you hold"))
        steps.append(Step("held checkpoint", verdict, what))
    return steps + [_judge_receipt(checkpoint, audit, receipt) for receipt in held.receipts]


def _judge_witnessed(checkpoint: Checkpoint, bundle: Bundle, audit: Audit) -> list[Step]:
    steps = []
    for data in bundle.witnessed:
        try:
            verdict, what = _compare(checkpoint, audit, read_checkpoint(data), say("is in the bundle itself"))
        except SafeconductError:
            continue
        if verdict == DISPROVED:
            steps.append(Step("witnessed checkpoint", verdict, what))
    return steps


def _judge_receipt(checkpoint: Checkpoint, audit: Audit, receipt: Receipt) -> Step:
    """Judge a receipt by its checkpoint, which is signed; index and path are not, so where they fail only the file is at fault."""
    index, signed = receipt.index, receipt.checkpoint
    verdict, what = _compare(checkpoint, audit, signed, say("is in your receipt"))
    if verdict == PROVED:
        leaf = audit.hashes[index] if index < signed.size else b""
        if verify_inclusion(leaf, index, signed.size, receipt.path, signed.root):
            what = say("entry {index} is the one the receipt was given for", index=str(index))
        else:
            verdict = NOT_PROVED
            what = say("the receipt is damaged: it does not lead to its own checkpoint, which this bundle continues")
    return Step("receipt", verdict, what, index)


def _compare(checkpoint: Checkpoint, audit: Audit, other: Checkpoint, whose: str) -> tuple[str, str]:
    parts = {"whose": whose, "size": other.size, "said": checkpoint.size}
    try:
        require_log_signature(other, audit.ring.policy_at(other.size).logs)
    except SafeconductError:
        return NOT_PROVED, say(
            "the checkpoint that {whose} is not signed by this log's key: it says nothing about this bundle", **parts
        )
    if other.size > checkpoint.size:
        return DISPROVED, say(
            "the checkpoint that {whose} has {size} entries, this bundle {said}: it is older, or cut off", **parts
        )
    if other.size == 0:
        return NOT_PROVED, say("the checkpoint that {whose} is of an empty log: it says nothing about this bundle", **parts)
    if audit.tree.size < other.size or audit.root_of(other.size) != other.root:
        return DISPROVED, say("contradicted: the first {size} entries are not those of the checkpoint that {whose}", **parts)
    return PROVED, say("it continues the checkpoint of {size} entries that {whose}", **parts)


def _judge_anchor(audit: Audit, held: Held, kept: list[Step]) -> Step:
    if held.founding and held.founding != audit.founding:
        return Step("anchor", DISPROVED, say("the founding is not the one whose fingerprint you wrote down"))
    if held.policy is not None and not _had_policy(held.policy, audit):
        return Step("anchor", DISPROVED, say("the log key and witnesses are not those of the policy you hold, now or before"))
    if held.founding or held.policy is not None or any(step.verdict == PROVED for step in kept):
        return Step("anchor", PROVED, say("it is the record you know, by what you kept yourself"))
    what = say("whether it is *your* record: compare the founding fingerprint {founding}", founding=audit.founding)
    return Step("anchor", NOT_PROVED, what)


def _had_policy(text: str, audit: Audit) -> bool:
    """Say whether a policy is or was that of the record: each change of it was approved by enough of the roots before."""
    try:
        return read_policy(text) in audit.ring.policies
    except SafeconductError:
        return False


def _judge_seen(checkpoint: Checkpoint, audit: Audit) -> list[Step]:
    """Compare what authors had seen of the log when they wrote; each such field carries the log's own signature."""
    steps, genuine = [], dict[tuple[int, str, str], bool]()
    for index, seen in audit.seen:
        size, root = seen["size"], bytes.fromhex(seen["root"])
        if size <= audit.tree.size and audit.root_of(size) == root:
            continue
        text = checkpoint_text(checkpoint.origin, size, root).encode()
        signature = from_base64(seen["sig"])[4:]
        mark = (size, seen["root"], seen["sig"])
        if mark not in genuine:
            genuine[mark] = any(verify(key.public, text, signature) for key in audit.ring.policy_at(size).logs)
        if not genuine[mark]:
            continue
        if size > audit.tree.size:
            what = say("stale: the author of entry {entry} had already seen {size} entries", entry=str(index), size=size)
            steps.append(Step("seen", NOT_PROVED, what, index))
        else:
            at = {"entry": str(index), "size": size}
            what = say(
                "contradicted: the author of entry {entry} holds a signed checkpoint of {size} entries, of another root", **at
            )
            steps.append(Step("seen", DISPROVED, what, index))
    return steps or [Step("seen", PROVED, say("what the authors had seen of the log agrees with it"))]


def _borne_out(bundle: Bundle, audit: Audit) -> list[Signed]:
    """Return the checkpoints in the bundle, signed by the log, that its entries bear out."""
    found = signed_checkpoints((*bundle.witnessed, bundle.checkpoint), audit.ring)
    return [
        one
        for one in found
        if 0 < one.checkpoint.size <= audit.tree.size and audit.root_of(one.checkpoint.size) == one.checkpoint.root
    ]


def _remark_times(audit: Audit, witnessed: list[tuple[int, int]]) -> None:
    """Remark the first entry that says it was recorded long after witnesses had signed a log that holds it."""
    for size, time in witnessed:
        limit = strftime(TIME, gmtime(time + SAME_HOUR))
        late = (
            next((index for index in range(size) if audit.latest[index] > limit), None) if audit.latest[size - 1] > limit else None
        )
        if late is not None:
            audit.remark(late, say("recorded, by the keeper's clock, after witnesses had signed that it is there"))
            return

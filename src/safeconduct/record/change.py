"""What a party sees before it approves a draft, and how a change of roots, witnesses or the log key is drafted.

The keeper drafts, each party reads and approves on its own machine. A draft that puts another key under a party's name would let its
drafter speak for that party, so approving compares it with the party's own keys first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from safeconduct.errors import InputWrong, Problem, Refused, both, say
from safeconduct.record.ceremony import BAD_CARD, decode_small, read_card
from safeconduct.record.ed25519 import from_base64, key_id, to_base64
from safeconduct.record.keys import BAD_CEREMONY, KeyRing
from safeconduct.record.note import read_key
from safeconduct.record.profile import encode
from safeconduct.record.set_policy import policy_lines, quorum_size, who_must
from safeconduct.record.signing import Signer


def draft_change(
    ring: KeyRing,
    cards: Sequence[bytes] = (),
    drop: Sequence[str] = (),
    threshold: int | None = None,
    needed: int | None = None,
    must: Sequence[str] | None = None,
    hours: int | None = None,
) -> bytes:
    """Return a change of the trust root for the old and the new roots to approve; what is not named stays as it is.

    Arguments:
        ring: the keys in force.
        cards: of each party that joins, or that changes its root, its witness key, or takes over the log.
        drop: parties that leave.
        threshold: how many roots must agree to later changes.
        needed: how many witnesses make the quorum.
        must, hours: as for :func:`safeconduct.record.set_policy.policy_lines`.

    Raises: InputWrong (``record/card``); Refused (``record/ceremony``) for what no approval could make hold.
    """
    read = [read_card(card, ring.deal) for card in cards]
    roots = {name: to_base64(ring.keys[key].public) for name, key in ring.roots.items()}
    fresh = {card["party"]: card["keys"] for card in read if card["party"] not in roots}
    witnesses, log = dict(ring.policy.witnesses), ring.policy.logs[0]
    for card in read:
        roots[card["party"]] = card["root"]
        witnesses.pop(card["party"], None)
        if card["witness"]:
            witnesses[card["party"]] = read_key(card["witness"])
        log = read_key(card["log"]) if "log" in card else log
    for name in drop:
        if roots.pop(name, None) is None:
            raise InputWrong(
                Problem(
                    BAD_CARD,
                    say("no party is called {name}", name=name[:40]),
                    why=say("nobody can leave who is not in"),
                    do=say("see `keys list`"),
                )
            )
        witnesses.pop(name, None)
    policy = policy_lines(
        log,
        witnesses.items(),
        quorum_size(ring.policy) if needed is None else needed,
        [name for name in who_must(ring.policy) if name in witnesses] if must is None else must,
        ring.policy.hours if hours is None else hours,
    )
    draft = {
        "approvals": [],
        "parties": [{"name": name, "root": root, "keys": fresh.get(name, [])} for name, root in roots.items()],
        "policy": policy,
        "threshold": ring.threshold if threshold is None else threshold,
        "version": ring.version + 1,
    }
    ring.trial(draft)
    return encode(draft)


def read_draft(data: bytes, ring: KeyRing) -> tuple[dict[str, Any], KeyRing]:
    """Read a draft; return it with the keys as they would be.

    Raises: InputWrong (``record/card``, ``record/profile``); Refused (``record/ceremony``).
    """
    body = decode_small(data)
    if set(body) != {"approvals", "parties", "policy", "threshold", "version"}:
        why, do = (
            say("only a draft can be approved"),
            say("ask for the file that `safeconduct record keys draft` or `change` wrote"),
        )
        raise InputWrong(Problem(BAD_CARD, say("not a draft of a founding or a change"), why=why, do=do))
    return body, ring.trial(body)


def require_own_keys(
    body: Mapping[str, Any], party: str, roots: Sequence[Signer], author: Signer, witness: Sequence[Signer]
) -> None:
    """Require that a draft gives a party its own keys and no others.

    Arguments:
        roots, witness: the party's key of now, and the one that is to take its place if there is one.

    Raises: Refused (``record/ceremony``).
    """
    mine = next((item for item in body["parties"] if item["name"] == party), None)
    found = []
    if mine is not None:
        if key_id(from_base64(mine["root"], 32)) not in {root.key_id for root in roots}:
            found.append(say("the root key under the name {party} is not yours", party=party))
        if any(key_id(from_base64(key["public"], 32)) != author.key_id for key in mine.get("keys", ())):
            found.append(say("a key under the name {party} is not yours: whoever holds it could speak for you", party=party))
        lines = [line.split(" ")[2] for line in body["policy"] if line.startswith(f"witness {party} ")]
        if any(read_key(line).public not in {signer.public for signer in witness} for line in lines):
            found.append(say("the witness key under the name {party} is not yours", party=party))
    if found:
        do = say("do not approve it; ask the keeper for a draft made from your own card")
        raise Refused([Problem(BAD_CEREMONY, what, why=say("you would approve it as your own"), do=do) for what in found])


def draft_lines(before: KeyRing, after: KeyRing) -> list[str]:
    """Return what a draft says, in words, with what it changes."""
    policy = after.policy
    lines: list[str] = [
        say("the founding") if before.version < 0 else say("change {version} of the trust root", version=after.version)
    ]
    for name, root in after.roots.items():
        lines.append(_party_line(before, name, root))
    lines += [say("  {name} leaves", name=name) for name in before.roots if name not in after.roots]
    lines.append(
        say("  {threshold} of {roots} parties together can change this", threshold=after.threshold, roots=len(after.roots))
    )
    known = {key.public for _, key in before.policy.witnesses}
    names = [say("{name} (new key)", name=name) if known and key.public not in known else name for name, key in policy.witnesses]
    lines.append(
        say(
            "  {needed} of {witnesses} witnesses make an entry *witnessed*: {names}",
            needed=quorum_size(policy),
            witnesses=len(names),
            names=both(names or [say("none")]),
        )
    )
    must = who_must(policy)
    if must and len(must) < len(names):
        lines.append(say("  never without {names}", names=both(must)))
    if policy.hours:
        lines.append(say("  no witness may be missing for more than {hours} hours", hours=policy.hours))
    key = key_id(policy.logs[0].public)[:16]
    if before.version >= 0 and policy.logs != before.policy.logs:
        return [*lines, say("  log key {key}… (new: entries are put in order with it from then on)", key=key)]
    return [*lines, say("  log key {key}…", key=key)]


def _party_line(before: KeyRing, name: str, root: str) -> str:
    if before.version < 0 or before.roots.get(name) == root:
        return say("  party {name}, root key {root}…", name=name, root=root[:16])
    if name not in before.roots:
        return say("  party {name} (new), root key {root}…", name=name, root=root[:16])
    return say("  party {name} (new root key), root key {root}…", name=name, root=root[:16])

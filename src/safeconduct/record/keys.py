"""Whose key counts for what, judged by index: the only clock the parties share is the order of the log.

Entry 0 founds the record: each party's root key, the first author keys, the policy of witnesses, and how many roots must agree to a
later change; every root approves it. After that a party's own root enrols, rotates and revokes that party's keys, and a change of
roots or policy needs the threshold of the *old* roots and of the *new* ones. One key has one role.

    key signs at index i   <=>   enrolled at an index < i, not revoked at an index < i, in scope, not expired
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from safeconduct.errors import Place, Problem, Refused, SafeconductError, register, say
from safeconduct.record.ed25519 import from_base64, key_id, require_enrollable, verify
from safeconduct.record.note import NoteKey
from safeconduct.record.policy import Policy, read_policy
from safeconduct.record.profile import encode, is_name, is_time, pae

ENROLMENT = "application/vnd.safeconduct.enrolment.v1+json"
ROOTS = "application/vnd.safeconduct.roots.v1+json"
FOUNDED, ROOTS_CHANGED = "record.founded", "roots.changed"
ENROLLED, ROTATED, REVOKED = "key.enrolled", "key.rotated", "key.revoked"
CEREMONY = frozenset({FOUNDED, ROOTS_CHANGED, ENROLLED, ROTATED, REVOKED})
ROLES = ("author", "device", "reconstruction")

NO_AUTHORITY = register(
    "record/no-authority",
    "a key that may not sign this here",
    "A key counts from the entry after its enrolment until its revocation, for its own party, for the types in its scope, until it "
    "expires. The entry was refused because one of these does not hold at this index.",
)
BAD_CEREMONY = register(
    "record/ceremony",
    "a change of keys that does not hold",
    "Founding, enrolling, rotating and revoking keys follow fixed rules: proof that the new key is in its holder's hands, one "
    "role for "
    "one key, a party's own root, and for a change of roots enough of the old and of the new ones. One of these is missing.",
)
_LOOKS_LIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "_": "", "-": ""})


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolled key: whose, for what, and from and until which index (both exclusive of the entry itself)."""

    public: bytes
    party: str
    role: str
    scope: tuple[str, ...] = ()
    expires: str = ""
    since: int = 0
    until: int | None = None


def enrolment_bytes(deal: str, party: str, key: Mapping[str, Any]) -> bytes:
    """Return what a new key signs to prove possession: itself, its party, role, scope and expiry, in this deal."""
    fields = {name: key.get(name) for name in ("expires", "public", "role", "scope")}
    return pae(ENROLMENT, encode({"deal": deal, "party": party, **fields}))


def roots_bytes(deal: str, body: Mapping[str, Any]) -> bytes:
    """Return what each root signs to approve a founding or a change of roots."""
    return pae(ROOTS, encode({"deal": deal, "roots": {key: value for key, value in body.items() if key != "approvals"}}))


class KeyRing:
    """Every key of one record as of some index; it changes only through ceremony entries of the log.

    Arguments:
        deal: the origin of the record.
    """

    def __init__(self, deal: str) -> None:
        self.deal = deal
        self.keys: dict[str, Enrolled] = {}
        self.roots: dict[str, str] = {}
        self.threshold = 0
        self.version = -1
        self.policy = Policy((), (), (), "none")
        self._policies: list[tuple[int, Policy]] = []

    def policy_at(self, size: int) -> Policy:
        """Return the policy that a checkpoint of so many entries is judged by: a change counts from the checkpoint that covers it."""
        return self.policy_from(size)[1]

    def policy_from(self, size: int) -> tuple[int, Policy]:
        """Return that policy with the index of the entry that made it."""
        return next(((index, policy) for index, policy in reversed(self._policies) if index < size), (0, self.policies[0]))

    @property
    def policies(self) -> tuple[Policy, ...]:
        """Every policy this record has had, in order; the last is in force."""
        return tuple(policy for _, policy in self._policies) or (self.policy,)

    def log_keys(self) -> tuple[NoteKey, ...]:
        """Return every key the log has had."""
        return tuple(dict.fromkeys(key for policy in self.policies for key in policy.logs))

    def may_sign(self, event: Mapping[str, Any], index: int, recorded: str) -> str:
        """Return why this event may not stand at this index, or an empty string when it may.

        Arguments:
            event: well-formed fields.
            recorded: the keeper's time of the entry, which expiry is compared with.
        """
        key = self.keys.get(event["key"])
        kind = event["type"]
        if key is None or key.since >= index:
            return say("the key was not enrolled before this entry")
        if key.role in ("log", "witness"):
            return say("this is a {role} key; one key has one role", role=key.role)
        if key.until is not None and key.until < index:
            return say("the key was revoked at entry {index}", index=str(key.until))
        if key.expires and recorded >= key.expires:
            return say("the key expired at {expires}", expires=key.expires)
        if key.party != event["actor"]:
            return say("the key belongs to {party}, not to {actor}", party=key.party, actor=event["actor"])
        if key.scope and kind not in key.scope:
            return say("the key's scope has no {kind}", kind=kind)
        if kind in CEREMONY:
            return self._may_lead(key, event)
        if key.role == "root":
            return say("a root key signs changes of keys only")
        if (key.role == "reconstruction") is not ("account" in event):
            return say("a reconstruction names the account it follows, and nobody else does")
        return ""

    def apply(self, index: int, event: Mapping[str, Any]) -> None:
        """Take a ceremony entry into account; other entries change nothing.

        Raises: Refused (``record/ceremony``) with the reason, and then nothing has changed.
        """
        if event["type"] not in CEREMONY:
            return
        change = {FOUNDED: self._found, ROOTS_CHANGED: self._change_roots, ENROLLED: self._enrol, ROTATED: self._rotate}
        change[REVOKED] = self._revoke
        try:
            change[event["type"]](index, event)
        except SafeconductError as error:
            raise refused(error.problems[0].what, index) from None
        except (KeyError, TypeError, ValueError, AttributeError):
            raise refused(say("a field of the change is missing or has the wrong form"), index) from None

    def trial(self, body: Mapping[str, Any]) -> KeyRing:
        """Return the keys as a draft of a founding or a change would leave them, before anyone approves it.

        Raises: Refused (``record/ceremony``) when no approval could make it hold.
        """
        fresh = copy(self)
        try:
            fresh._prepare(body, 0 if self.version < 0 else 1)
        except SafeconductError as error:
            raise refused(error.problems[0].what) from None
        except (KeyError, TypeError, ValueError, AttributeError):
            raise refused(say("a field of the draft is missing or has the wrong form")) from None
        return fresh

    def _may_lead(self, key: Enrolled, event: Mapping[str, Any]) -> str:
        own = event["body"].get("old") == event["key"] or event["body"].get("revoked") == event["key"]
        if key.role == "root" or event["type"] == FOUNDED or own:
            return ""
        return say("changes of keys are signed by the party's root key")

    def _found(self, index: int, event: Mapping[str, Any]) -> None:
        body = event["body"]
        if index != 0 or self.version >= 0:
            raise refused(say("a record is founded once, by entry 0"))
        fresh = copy(self)
        fresh._prepare(body, 0)
        fresh._require_approvals(body, fresh.roots.values(), len(fresh.roots))
        self._become(fresh)

    def _change_roots(self, index: int, event: Mapping[str, Any]) -> None:
        body = event["body"]
        self._require_approvals(body, self.roots.values(), self.threshold)
        fresh = copy(self)
        fresh._prepare(body, index)
        fresh._require_approvals(body, fresh.roots.values(), max(fresh.threshold, 1))
        added = set(fresh.roots.values()) - set(self.roots.values())
        fresh._require_approvals(body, added, len(added))
        self._become(fresh)

    def _prepare(self, body: Mapping[str, Any], index: int) -> None:
        """Become what a founding or a change of roots makes of these keys; approvals are the caller's."""
        if body["version"] != self.version + 1:
            raise refused(say("the next version of the roots is {version}", version=self.version + 1))
        before = self.keys
        self.keys, self.roots = {k: v for k, v in before.items() if v.role in ROLES}, {}
        self._set_roots(body, index)
        for party in body["parties"]:
            for key in party.get("keys", ()):
                self._add(party["name"], key, index if before else -1)
        self._retire(before, index)

    def _retire(self, before: Mapping[str, Enrolled], index: int) -> None:
        for name, old in before.items():
            now = self.keys.setdefault(name, old if old.until is not None else replace(old, until=index))
            if now.role != old.role:
                raise refused(say("a {role} key cannot become a {other} key; one key has one role", role=old.role, other=now.role))
            if now.role in ROLES and now.party not in self.roots and now.until is None:
                self.keys[name] = replace(now, until=index)

    def _enrol(self, index: int, event: Mapping[str, Any]) -> None:
        self._add(event["actor"], event["body"], index)

    def _rotate(self, index: int, event: Mapping[str, Any]) -> None:
        old = self._own_live_key(event, event["body"]["old"])
        new = event["body"]
        if (new["role"], tuple(new["scope"])) != (old.role, old.scope):
            raise refused(say("a rotation keeps role and scope; enrol another key instead"))
        self._add(event["actor"], new, index)
        self.keys[new["old"]] = replace(old, until=index)

    def _revoke(self, index: int, event: Mapping[str, Any]) -> None:
        name = event["body"]["revoked"]
        self.keys[name] = replace(self._own_live_key(event, name), until=index)

    def _own_live_key(self, event: Mapping[str, Any], name: str) -> Enrolled:
        key = self.keys.get(name)
        if key is None or key.party != event["actor"] or key.until is not None or key.role not in ROLES:
            raise refused(say("only a party's own live key can be rotated or revoked"))
        return key

    def _add(self, party: str, key: Mapping[str, Any], index: int) -> None:
        public = from_base64(key["public"], 32)
        require_enrollable(public)
        role, scope, expires = key["role"], tuple(key["scope"]), key["expires"] or ""
        if role not in ROLES or (expires and not is_time(expires)) or not all(isinstance(item, str) for item in scope):
            raise refused(say("a key is enrolled as one of {names}, with a scope and perhaps an expiry", names=", ".join(ROLES)))
        self._require_new(public)
        if not verify(public, enrolment_bytes(self.deal, party, key), from_base64(key["proof"], 64)):
            raise refused(say("no proof that the new key is in its holder's hands"))
        self.keys[key_id(public)] = Enrolled(public, party, role, scope, expires, index)

    def _set_roots(self, body: Mapping[str, Any], index: int) -> None:
        names = [party["name"] for party in body["parties"]]
        _require_distinct(names)
        self.policy = read_policy("\n".join(body["policy"]) + "\n")
        if [key.name for key in self.policy.logs] != [self.deal]:
            raise refused(say("the policy must list one log key, under the name of this record"))
        self._policies = [*self._policies, (index, self.policy)]
        for log in self.policy.logs:
            self._put(log.public, "", "log", index)
        for name, witness in self.policy.witnesses:
            self._put(witness.public, name, "witness", index)
        for party in body["parties"]:
            self.roots[party["name"]] = self._put(from_base64(party["root"], 32), party["name"], "root", index - 1)
        self.threshold, self.version = body["threshold"], body["version"]
        if type(self.threshold) is not int or not 1 <= self.threshold <= len(self.roots):
            raise refused(say("the threshold lies between one and the number of roots"))

    def _put(self, public: bytes, party: str, role: str, index: int) -> str:
        require_enrollable(public)
        self._require_new(public)
        self.keys[key_id(public)] = Enrolled(public, party, role, since=index)
        return key_id(public)

    def _require_new(self, public: bytes) -> None:
        known = self.keys.get(key_id(public))
        if known is not None:
            party = known.party or self.deal
            raise refused(say("this key is already the {role} key of {party}; one key has one role", role=known.role, party=party))

    def _require_approvals(self, body: Mapping[str, Any], roots: Any, needed: int) -> None:
        statement, allowed = roots_bytes(self.deal, body), set(roots)
        approved = set()
        for approval in body["approvals"]:
            key = self.keys.get(approval["key"])
            if approval["key"] in allowed and key and verify(key.public, statement, from_base64(approval["sig"], 64)):
                approved.add(approval["key"])
        if len(approved) < needed:
            raise refused(say("{approved} of {needed} needed root keys approved", approved=len(approved), needed=needed))

    def _become(self, other: KeyRing) -> None:
        self.keys, self.roots, self.policy = other.keys, other.roots, other.policy
        self.threshold, self.version, self._policies = other.threshold, other.version, other._policies


def refused(what: str, index: int | None = None) -> Refused:
    """Return the refusal of a ceremony step."""
    why, do = (
        say("whoever can slip in a key can speak for someone else"),
        say("repeat the step with the right keys; nothing was changed"),
    )
    return Refused(Problem(BAD_CEREMONY, what, why, do, Place(entry=index) if index is not None else None))


def _require_distinct(names: Sequence[str]) -> None:
    if not all(is_name(name) for name in names):
        raise refused(say("a party's name is plain lower-case letters, digits, _ and -"))
    looks = [name.translate(_LOOKS_LIKE).replace("rn", "m").replace("vv", "w") for name in names]
    if len(set(looks)) != len(looks):
        raise refused(say("two parties have names that look alike"))

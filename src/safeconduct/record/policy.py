"""The policy: which log, which witnesses, who of them must have signed, and for how long one may be missing.

Source: C2SP tlog-policy. It has no line for a time, so that one is a comment to other programs: ``# may be missing: 48 hours``.

    >>> from safeconduct.record.signing import Signer
    >>> from safeconduct.record.note import COSIGNATURE, NoteKey
    >>> north = NoteKey("north.example/w", COSIGNATURE, Signer(bytes(32)).public)
    >>> policy = read_policy(f"witness north {north}\\nquorum north\\n")
    >>> policy.missing([])
    ('north',)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safeconduct.errors import InputWrong, Place, Problem, SafeconductError, register, say
from safeconduct.record.note import COSIGNATURE, PLAIN, NoteKey, read_key

BAD_POLICY = register(
    "record/policy",
    "a policy file that cannot be read",
    "A policy lists the log's key, the witnesses' keys, optional groups of witnesses, and one quorum line. Names are used "
    "only after "
    "the line that defines them, and one key is never listed twice.",
)
LARGEST = 1 << 16
MISSING = "# may be missing:"
_HOURS = re.compile(rf"{MISSING} ([1-9]\d{{0,5}}) hours", re.ASCII)


@dataclass(frozen=True, slots=True)
class Policy:
    """Which keys count.

    Arguments:
        logs: keys of the log.
        witnesses: name to key.
        groups: name to (how many, members).
        quorum: name of a witness or group, or ``none``.
        hours: for how long a witness may be missing; 0 for as long as the others make up the quorum.
    """

    logs: tuple[NoteKey, ...]
    witnesses: tuple[tuple[str, NoteKey], ...]
    groups: tuple[tuple[str, int, tuple[str, ...]], ...]
    quorum: str
    hours: int = 0

    def keys(self) -> tuple[NoteKey, ...]:
        """Return the witnesses' keys."""
        return tuple(key for _, key in self.witnesses)

    def satisfied(self, signed: Iterable[NoteKey]) -> bool:
        """Say whether the keys that signed make up the quorum."""
        have = self._names_satisfied(signed)
        return self.quorum == "none" or self.quorum in have

    def reached(self, times: Mapping[NoteKey, int]) -> int | None:
        """Return the earliest time by which those who had signed make up the quorum; None when nobody signed or they do not."""
        return next((at for at in sorted(times.values()) if self.satisfied(key for key, time in times.items() if time <= at)), None)

    def missing(self, signed: Iterable[NoteKey]) -> tuple[str, ...]:
        """Return the names of the witnesses that have not signed."""
        have = set(signed)
        return tuple(name for name, key in self.witnesses if key not in have)

    def _names_satisfied(self, signed: Iterable[NoteKey]) -> set[str]:
        keys = set(signed)
        have = {name for name, key in self.witnesses if key in keys}
        for name, needed, members in self.groups:
            if sum(member in have for member in members) >= needed:
                have.add(name)
        return have


def read_policy(text: str, file: str = "policy") -> Policy:
    """Read a policy.

    Raises: InputWrong (``record/policy``) with every bad line.
    """
    reader = _Reader(file)
    if len(text) > LARGEST or any(character < " " and character not in "\t\n" for character in text):
        reader.complain(0, "", say("too long, or a control character in it"))
    else:
        for number, line in enumerate(text.split("\n"), 1):
            words = line.replace("\t", " ").split(" ")
            words = [word for word in words if word]
            if line.startswith(MISSING):
                reader.read_hours(number, line)
            elif words and not words[0].startswith("#"):
                reader.read(number, line, words)
    return reader.policy()


class _Reader:
    def __init__(self, file: str) -> None:
        self.file, self.problems = file, list[Problem]()
        self.logs, self.quorum = list[NoteKey](), list[str]()
        self.witnesses, self.groups = dict[str, NoteKey](), list[tuple[str, int, tuple[str, ...]]]()
        self.defined, self.used, self.publics = {"none"}, set[str](), set[bytes]()
        self.hours = 0

    def read_hours(self, number: int, line: str) -> None:
        match = _HOURS.fullmatch(line)
        if match is None or self.hours:
            self.complain(
                number,
                line,
                say("for how long a witness may be missing is said once, as `{example}`", example=f"{MISSING} 48 hours"),
            )
        else:
            self.hours = int(match[1])

    def read(self, number: int, line: str, words: list[str]) -> None:
        try:
            what = self._line(words)
        except SafeconductError as error:
            what = error.problems[0].what
        if what:
            self.complain(number, line, what)

    def _line(self, words: list[str]) -> str:
        match words:
            case ["log", key] | ["log", key, _]:
                return self._key(key, PLAIN, None)
            case ["witness", name, key] | ["witness", name, key, _]:
                return self._key(key, COSIGNATURE, name)
            case ["group", name, needed, *members] if members:
                return self._group(name, needed, members)
            case ["quorum", name] if name in self.defined and not self.quorum:
                self.quorum.append(name)
                return ""
        return say("not a log, witness, group or quorum line, or a name before its definition")

    def _key(self, text: str, kind: int, name: str | None) -> str:
        key = read_key(text)
        if key.kind != kind:
            return say("this type of key has another role")
        if key.public in self.publics:
            return say("this key is listed already; one key has one role")
        if name in self.defined:
            return say("the name {name} is taken", name=name)
        self.publics.add(key.public)
        if name is None:
            self.logs.append(key)
        else:
            self.witnesses[name] = key
            self.defined.add(name)
        return ""

    def _group(self, name: str, needed: str, members: list[str]) -> str:
        unknown = [member for member in members if member not in self.defined - {"none"} or member in self.used]
        if name in self.defined or unknown or len(set(members)) != len(members):
            return say("a group names earlier witnesses or groups, each in one group only, and has a new name")
        count = {"any": 1, "all": len(members)}.get(needed, int(needed) if needed.isascii() and needed.isdigit() else 0)
        if not 1 <= count <= len(members):
            return say("{needed} of {members} members cannot be asked for", needed=needed, members=len(members))
        self.groups.append((name, count, tuple(members)))
        self.used.update(members)
        self.defined.add(name)
        return ""

    def complain(self, number: int, line: str, what: str) -> None:
        why = say("a wrong policy would accept a checkpoint that it should not")
        place = Place(self.file, number, excerpt=line[:96])
        self.problems.append(
            Problem(BAD_POLICY, what, why=why, do=say("compare the line with the policy the parties signed"), where=place)
        )

    def policy(self) -> Policy:
        if not self.quorum and not self.problems:
            self.complain(0, "", say("no quorum line"))
        if self.problems:
            raise InputWrong(self.problems)
        return Policy(tuple(self.logs), tuple(self.witnesses.items()), tuple(self.groups), self.quorum[0], self.hours)

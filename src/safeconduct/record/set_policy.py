"""Setting a policy: who witnesses, how many of them it takes, who always must, and for how long one may be missing.

>>> from safeconduct.record.note import COSIGNATURE, PLAIN
>>> from safeconduct.record.policy import read_policy
>>> from safeconduct.record.signing import Signer
>>> log = NoteKey("record.example/harbour", PLAIN, Signer(bytes(32)).public)
>>> keys = [(name, NoteKey(name, COSIGNATURE, Signer(bytes([n]) * 32).public)) for n, name in enumerate(("north", "south", "monitor"), 1)]
>>> print("".join(line + "\\n" for line in policy_lines(log, keys, 2, ["monitor"], 48)[4:]), end="")
group others 1 north south
group witnesses all monitor others
quorum witnesses
# may be missing: 48 hours
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from safeconduct.record.note import NoteKey
from safeconduct.record.policy import MISSING, Policy


def policy_lines(
    log: NoteKey, witnesses: Iterable[tuple[str, NoteKey]], needed: int, must: Sequence[str] = (), hours: int = 0
) -> list[str]:
    """Return the lines of a policy with one log and ``needed`` of the witnesses; 0 asks for none.

    Arguments:
        must: witnesses without whom there is no quorum; they count among the needed.
        hours: for how long a witness may be missing; 0 for any time.
    """
    pairs = tuple(witnesses)
    others = tuple(name for name, _ in pairs if name not in must)
    some = (("others", needed - len(must), others),) if must and needed > len(must) else ()
    together = (*must, *(name for name, _, _ in some)) if must else others
    group = ("witnesses", len(together) if must else needed, together)
    return written(Policy((log,), pairs, (*some, group) if needed else (), "witnesses" if needed else "none", hours))


def written(policy: Policy) -> list[str]:
    """Return a policy as the lines of its file."""
    lines = [f"log {key}" for key in policy.logs] + [f"witness {name} {key}" for name, key in policy.witnesses]
    for name, needed, members in policy.groups:
        many = "all" if len(members) == needed > 1 else str(needed)
        lines.append(f"group {name} {many} {' '.join(members)}")
    return [*lines, f"quorum {policy.quorum}", *([f"{MISSING} {policy.hours} hours"] if policy.hours else [])]


def quorum_size(policy: Policy) -> int:
    """Return with how few witnesses the quorum of a policy can be reached."""
    least = {"none": 0, **dict.fromkeys((name for name, _ in policy.witnesses), 1)}
    for name, needed, members in policy.groups:
        least[name] = sum(sorted(least[member] for member in members)[:needed])
    return least[policy.quorum]


def who_must(policy: Policy) -> tuple[str, ...]:
    """Return the witnesses without whom the quorum cannot be reached although all others sign."""
    return tuple(
        name for name, key in policy.witnesses if not policy.satisfied(other for _, other in policy.witnesses if other != key)
    )

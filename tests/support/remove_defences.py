"""Take out each defence of the record in turn and show that the test of its attack then fails.

``python tests/support/remove_defences.py [ATTACK ...]`` copies the source, replaces one piece of it, runs the attack many
times in a process of its own, and prints a line for each. It ends with 1 if any attack still passes: such a test proves nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src"
TRIALS = 40
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Defence:
    """One defence: the attack it stops, where it is, the exact text, and what is left without it."""

    attack: int
    file: str
    name: str
    text: str
    without: str = "if False:"


DEFENCES = [
    Defence(1, "audit", "authors' signatures", "if public is not None and not verify(public, signed, signature):"),
    Defence(1, "verify", "each entry hashes to its place", "if own != given:"),
    Defence(1, "verify", "the root", "if audit.tree.root() != checkpoint.root:"),
    Defence(
        1,
        "verify",
        "the log's signature",
        "require_log_signature(checkpoint, audit.ring.policy_at(checkpoint.size).logs)\n    except",
        "pass\n    except",
    ),
    Defence(2, "verify", "the root", "if audit.tree.root() != checkpoint.root:"),
    Defence(2, "verify", "the number of entries", "if audit.tree.size != checkpoint.size:"),
    Defence(2, "guard", "the right edge", "if head.checkpoint and tree.root() != read_checkpoint(head.checkpoint).root:"),
    Defence(3, "verify", "held checkpoints", 'steps.append(Step("held checkpoint", verdict, what))', "pass"),
    Defence(3, "verify", "the quorum of witnesses", "    if reached is None:", "    if False:"),
    Defence(4, "compare", "two roots for one size", "if short.root == long.root:", "if True:"),
    Defence(4, "compare", "the root at the shorter size", "if root == short.root:", "if True:"),
    Defence(4, "verify", "checkpoints in the bundle itself", "if verdict == DISPROVED:"),
    Defence(
        4,
        "witness",
        "its own copy of the log",
        "if not verify_consistency(old, old_root, checkpoint.size, checkpoint.root, proof):",
    ),
    Defence(5, "guard", "checkpoints others hold", "if checkpoint.size > size:"),
    Defence(5, "writer", "what authors have seen", "if sees_more(event, self._keys, index):"),
    Defence(6, "verify", "what authors have seen", "*_judge_seen(checkpoint, audit)]", "]"),
    Defence(7, "audit", "the author's chain", 'if nth and self._chain.get(event["prev"]) != (event["key"], nth - 1):'),
    Defence(7, "compare", "receipts", "if root == short.root:", "if True:"),
    Defence(
        7, "verify", "receipts", 'return Step("receipt", verdict, what, index)', 'return Step("receipt", NOT_PROVED, what, index)'
    ),
    Defence(7, "verify", "a damaged receipt accuses nobody", "verdict = NOT_PROVED", "verdict = DISPROVED"),
    Defence(
        7,
        "verify",
        "a strange receipt accuses nobody",
        '        return NOT_PROVED, say(\n            "the checkpoint that {whose} is not',
        '        return DISPROVED, say(\n            "the checkpoint that {whose} is not',
    ),
    Defence(8, "writer", "identity by payload", "if candidate.payload_hash in known:"),
    Defence(8, "audit", "identity by payload", "if name in self._chain:"),
    Defence(9, "audit", "one number, two events", "if place in self._numbers:"),
    Defence(9, "audit", "one id, two events", 'if self._ids.setdefault(event["id"], name) != name:'),
    Defence(10, "writer", "the deal", 'if event["deal"] != self._origin:'),
    Defence(10, "audit", "the deal", 'if event["deal"] != origin:'),
    Defence(10, "envelope", "the type of what is signed", r"application/vnd\.safeconduct\.event\.v1\+json", r"[a-z0-9./+]+"),
    Defence(11, "keys", "one key, one role", "if known is not None:"),
    Defence(12, "ed25519", "sound keys only", "if len(public) != 32 or not bindings.crypto_core_ed25519_is_valid_point(public):"),
    Defence(13, "ed25519", "one spelling of base64", "to_base64(data) == text and ", ""),
    Defence(13, "envelope", "one spelling of base64", "[A-Za-z0-9+/]{85}[AQgw]==", "[A-Za-z0-9+/]{86}=="),
    Defence(13, "ed25519", "signatures checked", "bindings.crypto_sign_open(signature + message, public)", "pass"),
    Defence(14, "ed25519", "sound keys only", "if len(public) != 32 or not bindings.crypto_core_ed25519_is_valid_point(public):"),
    Defence(15, "writer", "the hint is set right", "recorded_at(now, key)", "recorded_at(now, candidate.envelope.key_hint)"),
    Defence(
        15,
        "audit",
        "the key named inside counts",
        "recorded, _ = leaf_parts(leaf)\n    event = decode(payload)",
        'recorded, hint = leaf_parts(leaf)\n    event = decode(payload) | {"key": hint}',
    ),
    Defence(16, "profile", "one spelling of JSON", "if not found and orjson.dumps(value, option=orjson.OPT_SORT_KEYS) != data:"),
    Defence(16, "profile", "no floats", "elif value is not None and kind is not bool:", "elif False:"),
    Defence(17, "profile", "depth", "elif depth > DEEPEST and kind in (dict, list):", "elif False:"),
    Defence(
        17,
        "profile",
        "size",
        'if len(data) > limit:\n        raise _refuse([say("{size} bytes are more than {limit}", size=len(data), limit=limit)])\n'
        "    try:",
        "try:",
    ),
    Defence(18, "profile", "characters that mislead", "bad = _REFUSED.search(value)", "bad = None"),
    Defence(18, "profile", "NFC", "elif not value.isascii() and not unicodedata", "elif False and not unicodedata"),
    Defence(18, "keys", "names that look alike", "if len(set(looks)) != len(looks):"),
    Defence(19, "audit", "occurred after recorded", 'if event.get("occurred") and event["occurred"]["from"] > recorded:'),
    Defence(19, "audit", "the keeper's clock", "if recorded and recorded < latest:"),
    Defence(19, "audit", "the author's clock", 'if event["id"][:13] > self._made_by(recorded):'),
    Defence(20, "keys", "revocation by index", "if key.until is not None and key.until < index:"),
    Defence(21, "keys", "expiry", "if key.expires and recorded >= key.expires:"),
    Defence(21, "keys", "scope", "if key.scope and kind not in key.scope:"),
    Defence(
        21,
        "keys",
        "proof of possession",
        'if not verify(public, enrolment_bytes(self.deal, party, key), from_base64(key["proof"], 64)):',
    ),
    Defence(
        21,
        "audit",
        "scope and expiry",
        "        if why_not:\n            raise Fault(why_not)",
        "        if False:\n            raise Fault(why_not)",
    ),
    Defence(22, "keys", "the old roots", "self._require_approvals(body, self.roots.values(), self.threshold)", "pass"),
    Defence(
        22,
        "keys",
        "the new roots",
        "fresh._require_approvals(body, fresh.roots.values(), max(fresh.threshold, 1))\n        added = set(fresh.roots.values())",
        "added = set()",
    ),
    Defence(23, "writer", "stop after a failed write", "self._alive = False\n            raise", "raise"),
    Defence(24, "sqlite", "the lease", "if db.changes() != 1:"),
    Defence(24, "store", "the lease", "if lease != self.lease:"),
    Defence(25, "guard", "checkpoints others hold", "if checkpoint.size > size:"),
    Defence(26, "sync", "missing predecessors", 'if event["nth"] and bytes.fromhex(event["prev"]) not in known:'),
    Defence(
        26,
        "sync",
        "strangers",
        "if key is None or not verify(key.public, envelope.signed_bytes, envelope.signature):",
    ),
    Defence(26, "sync", "bounded quarantine", "if len(self.aside) < MOST_QUARANTINED:", "if True:"),
    Defence(26, "sync", "a log that contradicts ours", "if theirs.origin != origin or bad:"),
    Defence(
        26,
        "sync",
        "another founding",
        "if Tree.of(leaf_hash(leaf) for leaf in bundle.leaves[:common]).root() != root_at(store, common):",
    ),
    Defence(26, "bundle", "bounded size", "if path.stat().st_size > largest:"),
    Defence(26, "bundle", "known members only", "or not _MEMBER.fullmatch(member.name) ", ""),
    Defence(
        27,
        "merkle",
        "the old root",
        "return last == 0 and first == old_root and second == root",
        "return last == 0 and second == root",
    ),
    Defence(
        27,
        "merkle",
        "the new root",
        "return last == 0 and first == old_root and second == root",
        "return last == 0 and first == old_root",
    ),
    Defence(27, "merkle", "sizes in order", "if not 0 <= old <= size or any("),
]


def stands_once(defence: Defence) -> bool:
    """Say whether the text of a defence is in the source, exactly once."""
    return (SOURCE / f"safeconduct/record/{defence.file}.py").read_text("utf-8").count(defence.text) == 1


def attack_fails_without(defence: Defence) -> bool:
    """Run the attack on a copy of the source without one defence; say whether its test fails."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "src"
        shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        file = copy / f"safeconduct/record/{defence.file}.py"
        without = defence.without
        if defence.text.endswith("(") and without == "if False:":
            without = f"if False and {defence.text.split()[-1]}"
        file.write_text(file.read_text("utf-8").replace(defence.text, without), "utf-8")
        command = [sys.executable, str(HERE / "record_attacks.py"), str(defence.attack), "1", str(TRIALS)]
        paths = os.pathsep.join([str(copy), str(HERE)])
        try:
            done = subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            return True
        # only a test that finds out fails: a copy that cannot run at all would prove nothing
        return done.returncode != 0 and b"\nAssertionError" in done.stderr


def main(numbers: list[int]) -> int:
    missed = 0
    chosen = [defence for defence in DEFENCES if not numbers or defence.attack in numbers]
    for defence in chosen:
        shown = stands_once(defence) and attack_fails_without(defence)
        missed += not shown
        print(
            f"attack {defence.attack:2}  {'fails' if shown else 'STILL PASSES'} without: {defence.name} ({defence.file}.py)",
            flush=True,
        )
    print(f"{len(chosen) - missed} of {len(chosen)} defences shown to matter")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]]))

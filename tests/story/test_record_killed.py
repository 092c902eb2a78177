"""A writer killed at work, on the real file system: whatever it had acknowledged is there, and nothing contradicts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from record_world import DEAL, Clock, signer

from safeconduct.record import SqliteStore, Writer, bundle_of, verify_bundle
from safeconduct.record.merkle import Tree

WORK = """
import sys
from record_world import World
from safeconduct.record import SqliteStore
world = World(SqliteStore(sys.argv[1], create=True))
while True:
    answers = world.record(*(world.say("north") for _ in range(3)))
    print(answers[-1].checkpoint.size, answers[-1].checkpoint.root.hex(), flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("seed", range(4))
def test_kill_9(tmp_path: Path, seed: int) -> None:
    support = str(Path(__file__).parents[1] / "support")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([support, *sys.path])}
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(tmp_path / "r.db")], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(Random(seed).random() * 0.3)
    process.send_signal(signal.SIGKILL)
    lines = [line.split() for line in process.communicate()[0].splitlines() if line.endswith(tuple("0123456789abcdef"))]
    size, root = next(((int(a), b) for a, b in reversed([w for w in lines if len(w) == 2 and len(w[1]) == 64])), (1, ""))
    store = SqliteStore(tmp_path / "r.db")
    writer = Writer(store, signer("log"), DEAL, Clock())
    assert writer.checkpoint is not None
    assert writer.checkpoint.size >= size
    assert not root or Tree.of(store.leaf_hashes(0, size)).root().hex() == root
    assert [step.verdict for step in verify_bundle(bundle_of(store)).steps[:3]] == ["proved"] * 3
    writer.close()
    store.close()

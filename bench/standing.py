"""A new entry into 10,000 live duty instances: how long until every state is right again, and how much memory.

    python -m bench standing

Four shapes: 10,000 clauses with one instance each; 100 clauses with 100 incidents each; one clause with 10,000 incidents; 10,000 clauses
that one state suspends all at once. Entries of every common type are added one by one. Two times are taken, of the processor, so that
other work on the machine does not count; the garbage collector's pauses do. *Taken in*: ``Replay.add``, after which any duty can be asked
about. *All right again*: every instance that the entry touches has been asked about as well. Afterwards the instances are compared with
those of a fresh replay of all entries: equal, or the benchmark fails.
"""

from __future__ import annotations

import gc
import random
import resource
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from safeconduct.deal import Agreement, read
from safeconduct.deal.standing import Event, Replay, read_events
from safeconduct.kernel import format_instant

_FRONT = """---
format: safeconduct-deal/1
deal: bench
title: {en: "Bench"}
languages: [en]
clock: Etc/UTC
day-count: 0
---

## Words

| id | kind | English | shown by |
| --- | --- | --- | --- |
| north | party | North | |
| south | party | South | |
| mission | party | mission (the) | |
| incident | event | incident (the) | |
| fighting | state | fighting (the) | |
"""
_END = """
**9000.1** The [mission] is to decide disputes about clauses 1 to 8999, with binding findings.

**9000.2** Signed on 1 May 2020 by [North] as a party.

**9000.3** Signed on 1 May 2020 by [South] as a party.
"""
_ACTS = 400
_AT = datetime(2020, 6, 1, tzinfo=UTC)
_ADDED = 2_000
_SUSPENDS = """
**9001.1** Clauses 1 to 102 are suspended while the [fighting] continues, with time limits stopped, as established by the [mission].
"""
_SHAPES = ((10_000, 0), (100, 100), (1, 10_000))
_Times = dict[str, list[tuple[float, float, int]]]
"""For each type of entry, and for all: milliseconds until taken in, until all is right again, and how many instances it touched."""


def main() -> None:
    """Print one row for each shape and type of entry."""
    print(
        "| clauses | instances | fresh replay s | entry | added | taken in p50 ms | p99 | worst | all right again p50 | p99 | worst | touched |"
    )
    print("|" + "---|" * 12)
    for clauses, incidents in _SHAPES:
        _shape(clauses, incidents)
    _shape(10_000, 0, _SUSPENDS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of the whole run: {peak:,.0f} MB (the four shapes one after the other)")


def _shape(clauses: int, incidents: int, suspending: str = "") -> None:
    agreement = _agreement(clauses, incidents > 0, suspending)
    start = [_entry(n, "occurrence", "mission", n, event="incident") for n in range(incidents)]
    events = read_events(start, "bench")
    begun = time.perf_counter()
    replay = Replay([agreement], events, at=_AT)
    live = len(replay.instances())
    fresh = time.perf_counter() - begun
    more = _states(incidents) if suspending else _entries(clauses, incidents)
    added = read_events([*start, *more], "bench")[len(start) :]
    times = _add_all(replay, added)
    for kind in ("all", *sorted(set(times) - {"all"})):
        taken, right, touched = zip(*times[kind], strict=True)
        cells = " | ".join(f"{statistics.median(t):.3f} | {_p99(t):.3f} | {max(t):.3f}" for t in (taken, right))
        print(f"| {clauses:,} | {live:,} | {fresh:.2f} | {kind} | {len(taken):,} | {cells} | {max(touched):,} |", flush=True)
    assert replay.instances() == Replay([agreement], [*events, *added], at=_AT).instances(), "incremental and fresh replay differ"
    print(f"| {clauses:,} | | | equal to a fresh replay: yes | | | | | | | | |")


def _p99(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def _add_all(replay: Replay, events: tuple[Event, ...]) -> _Times:
    times: _Times = {"all": []}
    gc.collect()
    for event in events:
        begun = time.process_time()
        touched = replay.add(event)
        taken = time.process_time() - begun
        for key in touched:
            replay.instance(key)
        right = time.process_time() - begun
        for kind in ("all", event.type):
            times.setdefault(kind, []).append((taken * 1000, right * 1000, len(touched)))
    return times


def _states(number: int) -> list[dict[str, Any]]:
    """Return the fighting begun and ended, again and again."""
    turns = [(number + n, ("begins", "ends")[n % 2]) for n in range(10)]
    return [_entry(n, "state", "mission", 60 * n, state="fighting", value=value) for n, value in turns]


def _agreement(clauses: int, recurring: bool, more: str = "") -> Agreement:
    words = "".join(f"| act{n} | act | do thing {n} | |\n" for n in range(min(_ACTS, clauses)))
    lines = []
    for n in range(clauses):
        act = f"[do thing {n % _ACTS}]"
        who = ("North", "South")[n % 2]
        number = f"{n // 99 + 1}.{n % 99 + 1}"
        if recurring:
            lines.append(f"**{number}** Within 48 hours after each [incident], [{who}] shall {act}.")
        else:
            lines.append(f"**{number}** [{who}] undertakes to {act}, by {n % 28 + 1} June 2020.")
    return read((_FRONT + words + "\n## English\n\n" + "\n\n".join(lines) + "\n" + _END + more).encode())


def _entries(clauses: int, incidents: int) -> list[dict[str, Any]]:
    draw = random.Random(7)
    found = []
    for n in range(incidents, incidents + _ADDED):
        index = draw.randrange(clauses)
        clause, who = f"{index // 99 + 1}.{index % 99 + 1}", ("north", "south")[index % 2]
        body: dict[str, Any] = {"clause": clause}
        if incidents:
            body["of"] = f"e{draw.randrange(incidents)}"
        kind = draw.choice(
            ("deed", "deed", "deed", "verification", "finding", "allegation", "extension", "waiver", "correction", "dispute")
        )
        if incidents and draw.random() < 0.1:
            kind, body = "occurrence", {"event": "incident"}
        actor = "mission"
        if kind == "deed":
            body, actor = body | {"act": f"act{index % _ACTS}"}, who
        elif kind in ("verification", "finding"):
            body |= {"result": "yes" if kind == "verification" else "breached"}
        elif kind == "extension":
            body |= {"until": "2020-06-20"}
        elif kind in ("correction", "dispute"):
            body = {"of": f"e{draw.randrange(n)}"} if n else {"of": "e0"}
            body |= {"body": None} if kind == "correction" else {}
        found.append(_entry(n, kind, actor, n, **body))
    return found


def _entry(number: int, kind: str, actor: str, minutes: int, **body: Any) -> dict[str, Any]:
    when = format_instant(datetime(2020, 5, 2, tzinfo=UTC) + timedelta(minutes=minutes % 40_000))
    occurred = {"from": when, "to": when}
    return {"id": f"e{number}", "deal": "bench", "type": kind, "actor": actor, "occurred": occurred, "recorded": when, "body": body}


if __name__ == "__main__":
    main()

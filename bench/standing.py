"""A new entry into 10,000 live duty instances: how long until every state is right again, and how much memory.

    python -m bench standing

Three shapes: 10,000 clauses with one instance each; 100 clauses with 100 incidents each; one clause with 10,000 incidents. Entries of every
common type are added one by one; the time is the processor's for ``Replay.add``, which returns the instances that changed, so that other
work on the machine does not count; the collector's pauses do. Afterwards the instances are compared with those of a fresh replay of all entries: equal, or the benchmark fails.
"""

from __future__ import annotations

import gc
import random
import resource
import statistics
import time
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
"""
_END = """
**9000.1** The [mission] is to decide disputes about clauses 1 to 8999, with binding findings.

**9000.2** Signed on 1 May 2020 by [North] as a party.

**9000.3** Signed on 1 May 2020 by [South] as a party.
"""
_ACTS = 400
_AT = datetime(2020, 6, 1, tzinfo=UTC)
_ADDED = 2_000
_SHAPES = ((10_000, 0), (100, 100), (1, 10_000))


def main() -> None:
    """Print one row for each shape and type of entry."""
    print("| clauses | instances | fresh replay s | entry | added | p50 ms | p99 ms | worst ms | most changed |")
    print("|---|---|---|---|---|---|---|---|---|")
    for clauses, incidents in _SHAPES:
        _shape(clauses, incidents)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of the whole run: {peak:,.0f} MB (the three shapes one after the other)")


def _shape(clauses: int, incidents: int) -> None:
    agreement = _agreement(clauses, incidents > 0)
    start = [_entry(n, "occurrence", "mission", n, event="incident") for n in range(incidents)]
    events = read_events(start, "bench")
    begun = time.perf_counter()
    replay = Replay([agreement], events, at=_AT)
    fresh = time.perf_counter() - begun
    live = len(replay.instances())
    added = read_events([*start, *_entries(clauses, incidents)], "bench")[len(start) :]
    times, changed = _add_all(replay, added)
    for kind in ("all", *sorted(set(times) - {"all"})):
        found = times[kind]
        p99 = statistics.quantiles(found, n=100)[98]
        row = f"| {clauses:,} | {live:,} | {fresh:.2f} | {kind} | {len(found):,} | {statistics.median(found):.3f} | {p99:.3f} "
        print(f"{row}| {max(found):.3f} | {changed[kind]:,} |")
    assert replay.instances() == Replay([agreement], [*events, *added], at=_AT).instances(), "incremental and fresh replay differ"
    print(f"| {clauses:,} | | | equal to a fresh replay: yes | | | | | |")


def _add_all(replay: Replay, events: tuple[Event, ...]) -> tuple[dict[str, list[float]], dict[str, int]]:
    times: dict[str, list[float]] = {"all": []}
    changed: dict[str, int] = {"all": 0}
    gc.collect()
    gc.freeze()
    for event in events:
        begun = time.process_time()
        found = replay.add(event)
        spent = (time.process_time() - begun) * 1000
        for kind in ("all", event.type):
            times.setdefault(kind, []).append(spent)
            changed[kind] = max(changed.get(kind, 0), len(found))
    gc.unfreeze()
    return times, changed


def _agreement(clauses: int, recurring: bool) -> Agreement:
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
    return read((_FRONT + words + "\n## English\n\n" + "\n\n".join(lines) + "\n" + _END).encode())


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

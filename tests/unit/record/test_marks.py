"""What is disputed or contradicted is marked, by whom; what its author corrected is not thereby disputed."""

from __future__ import annotations

from dataclasses import replace

from record_world import DEAL, World, identity

from safeconduct.record import entries
from safeconduct.record.explain import entry_line, marks_json
from safeconduct.record.marks import Marks, marks
from safeconduct.record.profile import decode


def marked(world: World) -> list[Marks]:
    found = list(entries(world.store, DEAL))
    about = marks(found)
    return [about[entry.payload_hash] for entry in found]


def test_a_dispute_and_another_partys_correction_mark_an_entry_and_its_authors_own_does_not() -> None:
    world = World()
    said = world.say("north", event_id=identity(50))
    world.record(said)
    world.record(world.say("north", "correction", {"of": identity(50), "reason": "counted twice"}))
    world.record(world.say("south", "dispute", {"of": identity(50), "reason": "we saw fewer"}))
    world.record(world.say("monitor", "correction", {"of": identity(50), "reason": "we saw more"}))
    world.record(world.say("north", "dispute", {"of": identity(50), "reason": "of its own"}))
    (_, one, *others) = marked(world)
    assert (one.corrected and one.corrected.index) == 2
    assert [entry.index for entry in one.disputed] == [3, 4]
    assert one.contradicted == ()
    assert others == [Marks()] * 4
    line = entry_line(next(entry for entry in entries(world.store, DEAL) if entry.index == 1), one)
    assert line.endswith("(corrected by its author: entry 2) (disputed by south: entry 3) (disputed by monitor: entry 4)")
    long = replace(next(iter(entries(world.store, DEAL))), event={**decode(said.payload), "body": {"about": "x" * 6000}})
    assert entry_line(long).endswith("x…")
    assert len(entry_line(long)) < 160
    assert marks_json(one)["disputed"][0] == {"by": "south", "id": entries_id(world, 3), "index": 3}


def entries_id(world: World, index: int) -> str:
    return str(list(entries(world.store, DEAL))[index].event["id"])


def test_one_number_or_one_id_for_two_events_marks_both_as_contradicted() -> None:
    world = World()
    fork = world.authors["north"]
    world.record(world.say("north", event_id=identity(50)))
    again, _ = replace(fork).write("statement", {"text": "the other way round"}, event_id=identity(51))
    world.record(again, world.say("south", event_id=identity(50)))
    (_, one, number, same_id) = marked(world)
    assert [entry.index for entry in one.contradicted] == [3, 2]
    assert [entry.index for entry in number.contradicted] == [1]
    assert [entry.index for entry in same_id.contradicted] == [1]

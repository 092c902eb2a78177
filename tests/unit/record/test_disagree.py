"""What one author corrected counts as corrected; what others dispute stays as it was said."""

from __future__ import annotations

from record_world import World

from safeconduct.record import disagreements, entries
from safeconduct.record.profile import decode


def observed(world: World, party: str, low: int, high: int) -> str:
    envelope = world.say(party, body={"about": "convoy 1", "count": {"low": low, "high": high}})
    world.record(envelope)
    return str(decode(envelope.payload)["id"])


def apart(world: World) -> list[str]:
    return [str(item) for item in disagreements(entries(world.store, world.deal))]


def test_two_counts_apart_are_a_disagreement_until_one_author_corrects_its_own() -> None:
    world = World()
    observed(world, "monitor", 95, 100)
    name = observed(world, "north", 120, 130)
    assert len(apart(world)) == 1
    mended = {"count": {"low": 110, "high": 110}}  # what is not named stays
    world.record(world.say("north", "correction", {"of": name, "reason": "miscounted", "body": mended}))
    assert apart(world) == ["convoy 1: monitor says 95 to 100, north says 110"]
    world.record(world.say("north", "correction", {"of": name, "body": None}))
    assert apart(world) == []


def test_nobody_corrects_for_another() -> None:
    world = World()
    name = observed(world, "monitor", 95, 100)
    observed(world, "north", 120, 130)
    world.record(world.say("north", "correction", {"of": name, "body": None}))
    assert len(apart(world)) == 1

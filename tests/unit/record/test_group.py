from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from record_world import PARTIES, World

from safeconduct.errors import EnvironmentFails, SafeconductError
from safeconduct.record import Envelope, GroupCommit, Recorded, verify_bundle


def chains(world: World, each: int) -> list[list[Envelope]]:
    return [[world.say(party) for _ in range(each)] for party in PARTIES]


def test_many_clients_get_each_their_own_answer() -> None:
    world = World()
    group = GroupCommit(world.writer)

    def client(events: list[Envelope]) -> list[int]:
        indexes = []
        for event in events:
            answer = group.submit(event.to_bytes()).result()
            assert isinstance(answer, Recorded)
            assert answer.payload_hash == event.payload_hash
            indexes.append(answer.index)
        return indexes

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(client, chains(world, 25)))
    group.close()
    assert sorted(index for indexes in answers for index in indexes) == list(range(1, 101))
    assert all(indexes == sorted(indexes) for indexes in answers)
    assert verify_bundle(world.bundle()).steps[0].verdict == "proved"


def test_a_bad_event_does_not_hold_up_the_others_and_a_closed_group_says_so() -> None:
    world = World()
    group = GroupCommit(world.writer)
    good = group.submit(world.say("north").to_bytes())
    bad = group.submit(b"{}")
    group.close()
    assert isinstance(good.result(), Recorded)
    assert isinstance(bad.result(), SafeconductError)
    with pytest.raises(EnvironmentFails, match="record/stopped"):
        group.submit(b"{}")


def test_when_the_writer_stops_every_waiting_client_is_told() -> None:
    world = World()
    world.store.take_lease()
    group = GroupCommit(world.writer)
    waiting = [group.submit(world.say("north").to_bytes()) for _ in range(5)]
    for future in waiting:
        with pytest.raises(SafeconductError, match=r"record/(fenced|stopped)"):
            future.result()
    group.close()

"""The simulation against a process-based oracle, event by event; compiled against plain; and against closed forms."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import pytest
from movement_oracle import Oracle

from safeconduct.case.movement import read_movement
from safeconduct.kernel import Count, Zone
from safeconduct.movement.instances import START, aleppo, tiny
from safeconduct.movement.model import DESTINATION, Checkpoint, Escort, Group, Leg, Pool, Problem, Spot, VehicleType
from safeconduct.movement.simulation.compiled import installed
from safeconduct.movement.simulation.draws import DAYS, below, key, philox
from safeconduct.movement.simulation.pairs import followed
from safeconduct.movement.simulation.simulate import COMPILED, PLAIN, events, simulate
from safeconduct.movement.simulation.worlds import CERTAIN, Assumptions
from safeconduct.movement.slots import movements
from safeconduct.movement.terms import DEPARTED

RUNS = int(os.environ.get("SAFECONDUCT_ORACLE_RUNS", "1000"))
PROBLEMS = 50
ROUGH = Assumptions(100, 120, ((0, 3), (60, 1)), 150, 300, (120, 240), 50, 100, 200, 300)
WAYS = [
    PLAIN,
    pytest.param(COMPILED, marks=pytest.mark.skipif(not installed(), reason="numba, of the extra `fast`, is not installed")),
]


def crowd(seed: int) -> Problem:
    """A tiny movement with more people, vehicles and time, so that a run has dozens of events."""
    problem = tiny(seed)
    hours = tuple((day * 1440 + 60, day * 1440 + 900) for day in range(3))
    legs = tuple(replace(leg, largest=4) for leg in problem.legs)
    rides, lot = (("van", "bus"), 2) if seed % 3 == 0 else (("van",), 1)
    joins = ((1500, 5), (1800, 4)) if seed % 4 == 0 else ()
    groups = tuple(replace(g, count=Count(8, 24), joins=joins, rides=rides, lot=lot) for g in problem.groups)
    vehicles = (problem.vehicles[0], VehicleType("bus", 3, 120, 60))
    if lot == 2:
        vehicles = (replace(vehicles[0], seats=2), vehicles[1])
    terms = replace(
        problem.terms,
        reciprocity=tuple(
            replace(t, left_ahead=t.left_ahead + 4, right_ahead=t.right_ahead + 3) for t in problem.terms.reciprocity
        ),
        gates=tuple(replace(g, number=5, allow=min(g.allow, 10)) for g in problem.terms.gates),
        together=tuple(replace(t, where=DEPARTED if seed % 5 else t.where) for t in problem.terms.together),
    )
    more = tuple(replace(pool, number=pool.number + 3) for pool in problem.pools)
    pools = (*more, Pool("bus", "north", 2))
    return replace(problem, days=3, windows={"day": hours}, legs=legs, groups=groups, terms=terms, pools=pools, vehicles=vehicles)


@pytest.mark.parametrize("number", range(PROBLEMS))
def test_equal_to_the_process_based_oracle_event_by_event(number: int) -> None:
    problem, seeds = crowd(number), max(RUNS // PROBLEMS, 1)
    for seed in range(number * seeds, (number + 1) * seeds):  # each execution has a seed of its own
        world = seed % 3
        runs = simulate(problem, ROUGH, seed=seed, worlds=world + 1)
        results = list(zip(runs.last.tolist(), runs.left.tolist(), runs.debt.tolist(), runs.waiting.tolist(), strict=True))
        oracle = Oracle(problem, ROUGH, seed, world)
        assert [tuple(event) for event in events(problem, ROUGH, seed=seed, world=world)] == oracle.log, (
            f"crowd({number}), seed {seed}, world {world}"
        )
        assert results[world] == oracle.results
        assert oracle.breaches == 0


def test_pairs_are_among_what_the_oracle_is_asked_about() -> None:
    paired = [number for number in range(PROBLEMS) if followed(crowd(number))]
    assert len(paired) >= PROBLEMS // 5
    runs = [simulate(crowd(number), ROUGH, seed=number, worlds=20) for number in paired]
    assert sum(run.shares["partner not ready"] > 0 for run in runs) >= len(paired) // 2
    assert sum(int((run.left == 0).sum()) for run in runs) > len(paired)


def test_equal_to_the_oracle_where_both_sides_cross_at_once() -> None:
    problem = read_movement("four-towns-2017").problem
    assert followed(problem) == problem.terms.together != ()
    for world in range(max(RUNS // 200, 1)):
        log = Oracle(problem, ROUGH, 5, world).log
        assert len(log) > 3
        assert [tuple(event) for event in events(problem, ROUGH, seed=5, world=world)] == log


@pytest.mark.parametrize("number", range(PROBLEMS))
def test_no_release_of_an_execution_is_alone(number: int) -> None:
    """By the events alone: each side is released in one slot, or after the other within the lag, or the other has nobody who may go."""
    problem = replace(crowd(number), terms=replace(crowd(number).terms, gates=()))
    kinds = movements(problem)
    for term in followed(problem):
        for world in range(5):
            released: list[list[int]] = [[], []]
            for event in events(problem, ROUGH, seed=number, world=world):
                for side, groups in enumerate((term.left, term.right)):
                    kind = kinds[event.kind]
                    if kind.leg.origin == problem.group(groups[0]).origin and {g.id for g in kind.groups} <= set(groups):
                        released[side].append(event.slot)
            for mine, other in (released, released[::-1]):
                last = max(other, default=-1)
                assert all(any(0 <= slot - when <= term.lag // problem.slot for when in other) for slot in mine if slot <= last)


def test_equal_to_the_oracle_on_the_benchmark_instance() -> None:
    for world in range(max(RUNS // 100, 1)):
        log = Oracle(aleppo(), Assumptions(corrections=100), 7, world).log
        assert [tuple(event) for event in events(aleppo(), Assumptions(corrections=100), seed=7, world=world)] == log


@pytest.mark.skipif(not installed(), reason="numba, of the extra `fast`, is not installed")
@pytest.mark.parametrize("seed", range(PROBLEMS))
def test_compiled_and_plain_give_the_same_numbers(seed: int) -> None:
    problem = crowd(seed)
    plain, compiled = (simulate(problem, ROUGH, seed=seed, worlds=20, way=way) for way in (PLAIN, COMPILED))
    for name in ("last", "left", "debt", "waiting"):
        assert (getattr(plain, name) == getattr(compiled, name)).all()
    assert (plain.shares, plain.breaches) == (compiled.shares, compiled.breaches)
    assert events(problem, ROUGH, seed=seed, world=3) == events(problem, ROUGH, seed=seed, world=3, way=COMPILED)


def test_the_oracle_is_asked_about_runs_in_which_much_happens() -> None:
    runs = [(crowd(seed), seed, world) for seed in range(PROBLEMS) for world in range(2)]
    lengths = [len(events(problem, ROUGH, seed=seed, world=world)) for problem, seed, world in runs]
    assert sum(length >= 5 for length in lengths) > PROBLEMS


@pytest.mark.parametrize("way", WAYS)
def test_no_release_breaks_a_bound_and_corrections_show_as_debt(way: str) -> None:
    rough = replace(ROUGH, corrections=500, lowered=400)
    debts = 0
    for seed in range(30):
        runs = simulate(crowd(seed), rough, seed=seed, worlds=40, way=way)
        assert runs.breaches == 0
        debts += int((runs.debt > 0).sum())
        calm = simulate(crowd(seed), replace(ROUGH, corrections=0), seed=seed, worlds=40, way=way)
        assert calm.breaches == 0
        assert calm.debt.max() <= 0
    assert debts > 0


@pytest.mark.parametrize("way", WAYS)
def test_the_same_world_whatever_the_number_of_worlds_and_threads(way: str) -> None:
    whole = simulate(crowd(39), ROUGH, seed=7, worlds=130, way=way, threads=2)
    part = simulate(crowd(39), ROUGH, seed=7, worlds=60, way=way)
    assert whole.last.tolist()[:60] == part.last.tolist()
    assert whole.last.tolist() != simulate(crowd(39), ROUGH, seed=8, worlds=130, way=way).last.tolist()


def line(people: int, seats: int, buses: int, *, out: int = 60, back: int = 60, per_hour: int = 10_000, **leg: Any) -> Problem:
    """One road, open day and night: the setting of the closed forms."""
    limits = {"smallest": 1, "largest": 1000, "headway": 0, "escorts": 0, **leg}
    return Problem(
        "line",
        START,
        Zone("UTC"),
        15,
        20,
        (Spot("north", "north"), Spot("south", "south", DESTINATION)),
        (Leg("road", "north", "south", out, back, "always", checkpoints=(("gate", 0),), **limits),),
        {"always": ((0, 20 * 1440),)},
        (Checkpoint("gate", per_hour),),
        (VehicleType("bus", seats, 30, 30),),
        (Pool("bus", "north", buses),),
        (Escort("north", 0),),
        (Group("people", "people", "north", Count.exactly(people), ("bus",)),),
    )


@pytest.mark.parametrize(("buses", "trips"), [(1, 5), (3, 4), (10, 1)])
def test_deterministic_cycle_time(buses: int, trips: int) -> None:
    """Loading + out + unloading + back is the cycle; the last of n trips arrives after n-1 cycles, loading and the way out."""
    runs = simulate(line(buses * 50 * trips, 50, buses), CERTAIN, seed=1, worlds=2)
    cycle = 30 + 60 + 30 + 60
    assert runs.last.tolist() == [((trips - 1) * cycle + 30 + 60) // 15] * 2


def test_quickest_flow_on_a_single_path() -> None:
    """With buses to spare a checkpoint of c vehicles an hour passes V vehicles in ceil(V/c)-1 hours after the first."""
    runs = simulate(line(50 * 95, 50, 200, per_hour=10), CERTAIN, seed=1, worlds=1)
    assert runs.last.tolist() == [(30 + (-(-95 // 10) - 1) * 60 + 60) // 15]


def test_a_deterministic_queue_at_the_checkpoint() -> None:
    """D/D/1: one vehicle an hour is served, one convoy leaves an hour: the n-th waits n-1 hours, so all wait n(n-1)/2."""
    leaves = [event.slot for event in events(line(8, 1, 50, per_hour=1), CERTAIN, seed=1, world=0) for _ in range(event.vehicles)]
    waits = [(slot - leaves[0]) * 15 for slot in leaves]
    assert waits == [60 * n for n in range(8)]
    assert sum(waits) == 60 * 8 * 7 // 2


def test_a_geometric_refusal_delays_by_its_mean() -> None:
    """A release refused with probability q each slot waits q/(1-q) slots on average (the discrete server with vacations)."""
    problem = line(50, 50, 1)
    runs = simulate(problem, replace(CERTAIN, refusals=500), seed=5, worlds=4000)
    assert abs(float((runs.last - 6).mean()) - 1.0) < 0.1


def test_the_range_of_counts_is_drawn_evenly() -> None:
    """With one bus of one seat and no way on, whoever is counted beyond the first stays: so the rest shows the draw."""
    problem = replace(line(1, 1, 1), legs=(replace(line(1, 1, 1).legs[0], back=20 * 1440),))
    problem = replace(problem, groups=(replace(problem.groups[0], count=Count(1, 100)),))
    left = simulate(problem, CERTAIN, seed=2, worlds=4000).left
    assert (left.min(), left.max()) == (0, 99)
    assert abs(float(left.mean()) - 49.5) < 1.5


def test_nothing_goes_wrong_means_no_spread_and_no_suspension() -> None:
    runs = simulate(aleppo(), CERTAIN, seed=3, worlds=5)
    assert len(set(runs.last.tolist())) == 1
    assert runs.shares["suspension"] == 0


def test_a_suspension_holds_convoys_on_the_road_and_at_home() -> None:
    """Every day has one of two hours at a drawn time: the journey of an hour ends that much later where it falls in between."""
    problem, often = line(50, 50, 1), replace(CERTAIN, suspensions=1000, pauses=(120,))
    ends = simulate(problem, often, seed=1, worlds=300).last.tolist()
    starts = [below(philox(world, DAYS, 0, 0, *key(1))[1], 96) for world in range(300)]
    assert ends == [6 if start >= 6 else 6 + 8 if start > 2 else max(2, start + 8) + 4 for start in starts]
    assert {6, 14, 12} <= set(ends)

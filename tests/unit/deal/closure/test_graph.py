import random
from itertools import permutations

import pytest

from safeconduct.deal.closure.graph import components, shortest_cycle


def drawn(seed, most=6, density=0.3):
    rng = random.Random(seed)
    nodes = range(rng.randint(1, most))
    return nodes, {a: [b for b in nodes if rng.random() < density] for a in nodes}


def reach(edges, start):
    seen, queue = set(), [start]
    for node in queue:
        new = set(edges[node]) - seen
        seen |= new
        queue += new
    return seen


@pytest.mark.parametrize("seed", range(60))
def test_parts_are_the_classes_of_mutual_reach_in_an_order_that_only_looks_back(seed):
    nodes, edges = drawn(seed)
    to = {node: reach(edges, node) | {node} for node in nodes}
    parts = components(nodes, edges)
    assert sorted(parts) == sorted({tuple(b for b in nodes if b in to[a] and a in to[b]) for a in nodes})
    place = {node: number for number, part in enumerate(parts) for node in part}
    assert all(place[b] <= place[a] for a in nodes for b in edges[a])


@pytest.mark.parametrize("seed", range(60))
def test_the_shortest_cycle_is_the_first_of_the_shortest(seed):
    nodes, edges = drawn(seed)
    cycles = [
        path
        for size in range(1, len(nodes) + 1)
        for path in permutations(nodes, size)
        if path[0] == min(path) and all(b in edges[a] for a, b in zip(path, (*path[1:], path[0]), strict=True))
    ]
    assert shortest_cycle(nodes, edges) == min(cycles, key=lambda cycle: (len(cycle), cycle), default=None)


def test_a_path_longer_than_the_recursion_limit_is_walked():
    size = 5000
    ring = {node: [(node + 1) % size] for node in range(size)}
    assert components(ring, ring) == [tuple(range(size))]
    assert shortest_cycle(range(size), ring) == tuple(range(size))

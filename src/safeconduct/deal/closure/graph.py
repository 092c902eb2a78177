"""Strongly connected parts and shortest cycles of a small directed graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping


def components(nodes: Iterable[int], edges: Mapping[int, Collection[int]]) -> list[tuple[int, ...]]:
    """Return the strongly connected parts, each ascending, a part after every part it leads to.

    Arguments:
        edges: for each node the nodes it leads to; nodes that are not among ``nodes`` are ignored.
    Source: R. Tarjan, Depth-first search and linear graph algorithms (1972), without recursion.
    Cost: linear, besides sorting each part.

    >>> components([0, 1, 2], {0: [1], 1: [0, 2], 2: []})
    [(2,), (0, 1)]
    """
    among = set(nodes)
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    open_nodes: list[int] = []
    parts: list[tuple[int, ...]] = []
    done: set[int] = set()

    def enter(node: int) -> tuple[int, Iterator[int]]:
        order[node] = low[node] = len(order)
        open_nodes.append(node)
        return node, iter(sorted(set(edges.get(node, ())) & among))

    for root in sorted(among):
        path = [] if root in order else [enter(root)]
        while path:
            node, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == order[node]:
                    cut = open_nodes.index(node) if open_nodes[-1] != node else len(open_nodes) - 1
                    parts.append(tuple(sorted(open_nodes[cut:])))
                    done.update(open_nodes[cut:])
                    del open_nodes[cut:]
            elif following not in order:
                path.append(enter(following))
            elif following not in done:
                low[node] = min(low[node], order[following])
    return parts


def shortest_cycle(part: Collection[int], edges: Mapping[int, Collection[int]]) -> tuple[int, ...] | None:
    """Return a shortest cycle inside a part, from its least node on; of several the first in the order of their nodes.

    Cost: one breadth-first search from each node that still lies before a cycle when all lesser nodes are gone, stopped at the
        length found so far: linear for a ring, nodes times edges at worst.

    >>> shortest_cycle([0, 1, 2], {0: [1], 1: [2], 2: [0, 1]})
    (1, 2)
    """
    best: tuple[int, ...] | None = None
    targets = {node: sorted(set(edges.get(node, ())) & set(part)) for node in part}
    sources: dict[int, list[int]] = {}
    for node, following in targets.items():
        for target in following:
            sources.setdefault(target, []).append(node)
    live, ways = set(part), {node: len(following) for node, following in targets.items()}
    _remove([node for node in part if not ways[node]], live, ways, sources)
    for start in sorted(part):
        if start in live:
            best = _cycle_from(start, live, targets, len(best) - 1 if best else len(live)) or best
            _remove([start], live, ways, sources)
    return best


def _remove(nodes: list[int], live: set[int], ways: dict[int, int], sources: Mapping[int, list[int]]) -> None:
    """Remove nodes, and with them every node from which no way leads on."""
    while nodes:
        node = nodes.pop()
        if node in live:
            live.remove(node)
            for source in sources.get(node, ()):
                ways[source] -= 1
                if not ways[source]:
                    nodes.append(source)


def _cycle_from(start: int, live: set[int], targets: Mapping[int, list[int]], limit: int) -> tuple[int, ...] | None:
    """Breadth first through live nodes in ascending order, so that the first way back found is the least."""
    came: dict[int, int] = {start: -1}
    wave = [start]
    for _ in range(limit):
        following = []
        for node in wave:
            for target in targets[node]:
                if target == start:
                    return _path(node, came)
                if target in live and target not in came:
                    came[target] = node
                    following.append(target)
        wave = following
    return None


def _path(node: int, came: Mapping[int, int]) -> tuple[int, ...]:
    path = []
    while node != -1:
        path.append(node)
        node = came[node]
    return tuple(reversed(path))

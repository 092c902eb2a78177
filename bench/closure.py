"""What is owed, against an answer set solver with identical answers; what-ifs by the thousand; one agreement answered whole.

Every contender runs in a process of its own, so that its peak memory is its own, and in turn with the others. All start from
the same list of Python tuples (making it is not timed) and end with the list of owed atoms. The solver is told to try each atom
as true first, so that its first model is the greatest fixpoint; without that it is no faster and the answer is wrong
on large instances.

``SAFECONDUCT_BENCH_RULES=10000,100000,1000000`` sets the sizes (the largest takes a few minutes).
"""

import hashlib
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable

Clauses = list[tuple[int, list[int], list[int]]]
FAMILIES = {"scattered": (1.0, (0, 1, 1, 2, 2, 3)), "dense": (0.4, (1, 2, 2, 3, 3, 4))}
"""Atoms per rule, and how many premises a rule has; each premise is strict with even chance and drawn from all atoms."""


def draw(family: str, count: int) -> tuple[int, Clauses, list[int]]:
    """Draw a contract of so many rules: its number of atoms, its clauses and the twentieth of the atoms taken as decisions."""
    rng = random.Random(count)
    ratio, sizes = FAMILIES[family]
    atoms = int(count * ratio)
    clauses: Clauses = []
    for _ in range(count):
        strict, contractual = [], []
        for _ in range(rng.choice(sizes)):
            (strict if rng.random() < 0.5 else contractual).append(rng.randrange(atoms))
        clauses.append((rng.randrange(atoms), strict, contractual))
    return atoms, clauses, rng.sample(range(atoms), atoms // 20)


def safeconduct(atoms: int, clauses: Clauses, taken: list[int]) -> Iterable[int]:
    from safeconduct.deal.closure import Rules, owed

    return owed(Rules.of(atoms, clauses), taken).atoms


def clingo_backend(atoms: int, clauses: Clauses, taken: list[int]) -> Iterable[int]:
    import clingo
    from clingo.backend import HeuristicType

    control = clingo.Control(["--heuristic=Domain"])
    with control.backend() as backend:
        owed = [backend.add_atom() for _ in range(atoms)]
        unkept: dict[int, int] = {}
        for head, strict, contractual in clauses:
            body = [owed[atom] for atom in strict]
            for atom in contractual:
                if atom not in unkept:
                    unkept[atom] = backend.add_atom()
                    backend.add_rule([unkept[atom]], [-owed[atom]])
                    backend.add_heuristic(owed[atom], HeuristicType.True_, 1, 1, [])
                body.append(-unkept[atom])
            backend.add_rule([owed[head]], body)
        for atom in taken:
            backend.add_rule([owed[atom]])
    with control.solve(yield_=True) as handle:
        model = handle.model()
        assert model is not None
        return [atom for atom, literal in enumerate(owed) if model.is_true(literal)]


def clingo_text(atoms: int, clauses: Clauses, taken: list[int]) -> Iterable[int]:
    import clingo

    control = clingo.Control(["--heuristic=Domain"])
    relied = sorted({atom for _, _, contractual in clauses for atom in contractual})
    lines = ["unkept(A) :- relied(A), not owed(A).", "#heuristic owed(A) : relied(A). [1,true]", "#show owed/1."]
    lines += [f"relied({atom})." for atom in relied] + [f"owed({atom})." for atom in taken]
    for head, strict, contractual in clauses:
        body = ", ".join([f"owed({atom})" for atom in strict] + [f"not unkept({atom})" for atom in contractual])
        lines.append(f"owed({head}) :- {body}." if body else f"owed({head}).")
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    with control.solve(yield_=True) as handle:
        model = handle.model()
        assert model is not None
        return sorted(symbol.arguments[0].number for symbol in model.symbols(shown=True))


CONTENDERS: dict[str, Callable[[int, Clauses, list[int]], Iterable[int]]] = {
    "safeconduct": safeconduct,
    "clingo, backend": clingo_backend,
    "clingo, text": clingo_text,
}


TOO_SLOW = ("clingo, text", "dense")
"""Left out above 300,000 rules: at a million it was stopped, unfinished, after seven minutes and 4.4 GB."""


def child(contender: str, family: str, count: int) -> None:
    """Run one contender once; print seconds, peak memory in MB with and without the input, and the answer's digest."""
    answer = CONTENDERS[contender]
    tuple(answer(2, [(0, [1], [0])], [1]))  # imports are not timed
    drawn = draw(family, count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    atoms = tuple(answer(*drawn))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    digest = hashlib.sha256(",".join(map(str, atoms)).encode()).hexdigest()
    print(
        json.dumps({"seconds": seconds, "peak": peak / 1024, "own": (peak - before) / 1024, "digest": digest, "owed": len(atoms)})
    )


def spawn(contender: str, family: str, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.closure", contender, family, str(count)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def compare(family: str, count: int) -> None:
    rounds = 1 if count > 300_000 else 3
    names = [name for name in CONTENDERS if (name, family) != TOO_SLOW or count <= 300_000]
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            runs[name].append(spawn(name, family, count))
    same = len({run["digest"] for each in runs.values() for run in each}) == 1
    ours = statistics.median(run["seconds"] for run in runs["safeconduct"])
    for name, each in runs.items():
        seconds, first = statistics.median(run["seconds"] for run in each), each[0]
        print(
            f"| {family} | {count:,} | {name} | {seconds:.3f} | {seconds / ours:.1f} | {first['peak']:.0f} | {first['own']:.0f} "
            f"| {first['owed']:,} | {'yes' if same else 'NO'} |",
            flush=True,
        )


def what_ifs(count: int, changes: int) -> None:
    """Toggle one decision at a time, by repairing the answer and by working it out afresh."""
    from safeconduct.deal.closure import Rules, owed

    for family in FAMILIES:
        atoms, clauses, taken = draw(family, count)
        rules = Rules.of(atoms, clauses, taken)
        half = taken[::2]
        now = owed(rules, half)
        bounded = now.bounded(now.what_if(take=taken))
        rng = random.Random(1)
        asked = [rng.choice(taken) for _ in range(changes)]
        toggles = [({"drop": [d]} if d in now.decisions else {"take": [d]}) for d in asked]
        sample = toggles[: max(3, changes // 100)]
        repaired = timed(lambda toggle: bounded.what_if(**toggle), toggles)  # noqa: B023
        afresh = timed(lambda toggle: owed(rules, now.what_if(**toggle).decisions), sample)  # noqa: B023
        same = all(bounded.what_if(**toggle).atoms == owed(rules, now.what_if(**toggle).decisions).atoms for toggle in sample)
        cells = f"{repaired * 1e6:,.0f} | {afresh * 1e6:,.0f} | {afresh / repaired:.1f} | {'yes' if same else 'NO'}"
        print(f"| {family} | {count:,} | {changes:,} | {cells} |", flush=True)


def timed(act: Callable[[dict[str, list[int]]], object], changes: list[dict[str, list[int]]]) -> float:
    """Return the mean seconds of one change; no result is kept."""
    start = time.perf_counter()
    for change in changes:
        act(change)
    return (time.perf_counter() - start) / len(changes)


def agreement(count: int, seed: int) -> tuple[int, Clauses, list[int], list[list[int]]]:
    """Draw what an agreement looks like: clauses lean on clauses nearby, some on a decision; three elections of four ways."""
    rng = random.Random(seed)
    decisions = list(range(count, count + 40))
    clauses: Clauses = []
    for clause in range(count):
        near = [max(0, min(count - 1, clause + rng.randint(-15, 5))) for _ in range(3)]
        strict, contractual = near[: rng.choice((0, 1, 1))], near[1 : 1 + rng.choice((0, 1, 1, 2))]
        clauses.append((clause, strict + ([rng.choice(decisions)] if rng.random() < 0.15 else []), contractual))
    return count + 40, clauses, decisions, [decisions[i : i + 4] for i in (0, 4, 8)]


def whole(count: int) -> None:
    """Answer one agreement: milliseconds for each kind of answer, the median of some agreements."""
    from safeconduct.deal.closure import Outlook, Rules, support

    spent: dict[str, list[float]] = {}
    for seed in range(9):
        atoms, clauses, decisions, exclusive = agreement(count, seed)
        taken = decisions[20:25]
        clock = Clock(spent)
        rules = clock("build", lambda: Rules.of(atoms, clauses, decisions, exclusive))  # noqa: B023
        outlook = clock("owed now and at most", lambda: Outlook.of(rules, taken))  # noqa: B023
        would_be = clock("all options", outlook.would_be_owed)
        goals = [atom for atom, yes in enumerate(would_be.possible()) if yes and atom not in outlook.now][-3:]
        clock("unlock, 3 goals", lambda: [outlook.unlock([goal]) for goal in goals])  # noqa: B023
        clock("veto, 3 goals", lambda: [outlook.vetoes([goal]) for goal in goals])  # noqa: B023
        clock("support", lambda: support(outlook.now))  # noqa: B023
        clock("blocked, every atom", lambda: list(map(outlook.blockage((), would_be).why, range(atoms))))  # noqa: B023
    cells = [f"{1e3 * statistics.median(times):.1f}" for times in spent.values()]
    if count == AGREEMENTS[0]:
        print("| clauses | " + " | ".join(spent) + " |\n" + "|---" * (len(spent) + 1) + "|")
    print(f"| {count:,} | " + " | ".join(cells) + " |", flush=True)


AGREEMENTS = (200, 2_000)


class Clock:
    """Adds the time of each act to a table."""

    def __init__(self, spent: dict[str, list[float]]) -> None:
        self.spent = spent

    def __call__(self, name, act):  # type: ignore[no-untyped-def]
        start = time.perf_counter()
        result = act()
        self.spent.setdefault(name, []).append(time.perf_counter() - start)
        return result


def main() -> None:
    sizes = [int(size) for size in os.environ.get("SAFECONDUCT_BENCH_RULES", "10000,100000").split(",")]
    print("Closure from Python tuples to the list of owed atoms, building included (median of three in turn; one above 300,000):\n")
    print("| family | rules | contender | s | times ours | peak MB | MB beyond input | owed | same answer |")
    print("|---|---|---|---|---|---|---|---|---|")
    for count in sizes:
        for family in FAMILIES:
            compare(family, count)
    print("\nWhat-if, one decision toggled, a mean over all:\n")
    print("| family | rules | what-ifs | repaired, µs | worked out afresh, µs | ratio | same answer |")
    print("|---|---|---|---|---|---|---|")
    for count, changes in ((2_000, 5_000), (100_000, 1_000)):
        what_ifs(count, changes)
    print("\nOne agreement, everything answered, ms (median of nine agreements):\n")
    for count in AGREEMENTS:
        whole(count)
    print()


if __name__ == "__main__":
    child(sys.argv[1], sys.argv[2], int(sys.argv[3]))

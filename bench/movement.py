"""Movement: the planner beside general solvers on identical rules, prices of concessions, large instances.

Peers run in an environment of their own (``bench/requirements-peers.txt``): set SAFECONDUCT_PEERS to its python; without it only the
peers that are installed here run. SAFECONDUCT_PEER_SECONDS (default 60) is each peer's time; SAFECONDUCT_LARGE=1 adds a million people.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from safeconduct.movement.advice.concede import concessions, mistrust
from safeconduct.movement.checking.certify import certify
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.instances import aleppo, pairs, shared, tiny
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.blocks import Effort
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.plan import plan
from safeconduct.movement.planning.program import program
from safeconduct.movement.planning.solver import model
from safeconduct.movement.planning.summary import summary
from safeconduct.movement.slots import grid
from safeconduct.movement.timetable import Plan

SECONDS = float(os.environ.get("SAFECONDUCT_PEER_SECONDS", "60"))
TINY = (5, 9, 12)
PYTHON = os.environ.get("SAFECONDUCT_PEERS", sys.executable)


def main() -> None:
    """Print every table."""
    load()
    translations()
    made, seconds = planner(aleppo())
    whole_model_peers(aleppo(), made, seconds)
    for name in ("intervals", "routing"):
        answer = peer("bench.movement_trips", name)
        found = (
            f"{answer['seconds']:.1f} | {answer['last'] or 'no plan found'} | bound {answer['bound']}"
            if answer
            else "did not run here"
        )
        print(f"| {name} | {found} |", flush=True)
    load()
    prices()
    large()


def timed(work: Callable[[], object]) -> tuple[object, float]:
    begin = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begin


def planner(problem: Problem, gap: float = 1e-3) -> tuple[Plan, float]:
    begin = time.process_time()
    made, seconds = timed(lambda: plan(problem, effort=Effort(gap=gap)))
    processor = time.process_time()
    assert isinstance(made, Plan)
    sound = not verify(problem, made)
    proven = made.bound is not None and not certify(problem, made.bound)
    used = processor - begin
    hours = made.person_slots * problem.slot / 60
    print(
        f"{problem.name}: planner {seconds:.1f} s by the clock, {used:.1f} s of processor, last slot {made.last} (bound {made.bound.last if made.bound else '-'}), ",
        end="",
    )
    print(f"{hours:,.0f} person-hours, gap {made.gap:.3%}; checker accepts: {sound}; certificate proven: {proven}; ", end="")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", flush=True)
    return made, seconds


def whole_model_peers(problem: Problem, made: Plan, seconds: float) -> None:
    """The same model whole, given to general solvers: once with our proven last slot as horizon, once with the dispatch rule's."""
    assert made.bound is not None
    rule, rule_seconds = timed(lambda: dispatch(problem))
    sent = summary(problem, rule, (), None, "dispatch rule")  # type: ignore[arg-type]
    best = float(made.bound.person_slots)
    print("\n| method (identical rules) | seconds | last slot | person-hours | gap to the bound | time ratio |")
    print("|---|---|---|---|---|---|")
    line = "| {} | {:.1f} | {} | {:,.0f} | {:.2%} | {:.1f} |"
    print(line.format("planner", seconds, made.last, made.person_slots * problem.slot / 60, made.person_slots / best - 1, 1.0))
    print(
        line.format(
            "dispatch rule",
            rule_seconds,
            sent.last,
            sent.person_slots * problem.slot / 60,
            sent.person_slots / best - 1,
            rule_seconds / seconds,
        )
    )
    for horizon in (made.bound.within, sent.last):
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "model.npz")
            save(problem, horizon, path)
            for name in ("highs", "cpsat", "scip"):
                print(
                    peer_line(
                        f"{name}, whole model, horizon {horizon}", peer("bench.movement_peers", name, path), problem, best, seconds
                    ),
                    flush=True,
                )


def peer_line(label: str, answer: dict[str, float | None] | None, problem: Problem, best: float, seconds: float) -> str:
    if answer is None or answer["seconds"] is None:
        return f"| {label} | did not run here | | | | |"
    ratio = answer["seconds"] / seconds
    waits = answer["objective"]
    if waits is None:
        return f"| {label} | {answer['seconds']:.1f} | no plan found | | | {ratio:.1f} |"
    return f"| {label} | {answer['seconds']:.1f} | | {waits * problem.slot / 60:,.0f} | {waits / best - 1:.2%} | {ratio:.1f} |"


def save(problem: Problem, last: int, path: str) -> None:
    """Write the whole model, every convoy yes-or-no and persons whole, as arrays."""
    columns = grid(problem, last=last)
    made = program(columns, np.ones(len(columns.c_mov), dtype=bool))
    whole = np.concatenate((made.whole, np.arange(len(columns.p_x))))
    lp = model(made.rows, made.cost, made.lower, made.upper)
    scale = np.ones(made.rows.columns)
    for book in made.books:
        if book.first_slack >= 0:
            scale[book.first_slack : book.first_slack + len(book.slots)] = 1 / book.scale
    np.savez(
        path,
        cost=made.cost,
        lower=made.lower,
        upper=made.upper,
        whole=whole,
        row_lower=np.array(lp.row_lower_),
        row_upper=np.array(lp.row_upper_),
        start=np.array(lp.a_matrix_.start_),
        index=np.array(lp.a_matrix_.index_),
        value=np.array(lp.a_matrix_.value_),
        column_scale=scale,
    )


def peer(module: str, *arguments: str) -> dict[str, float | None] | None:
    """Run one peer in its environment, on this project's own sources; None, with the reason on stderr, where it cannot."""
    command = [PYTHON, "-m", module, *arguments, str(SECONDS)]
    sources = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=sources)
    found = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not found:
        print(f"{' '.join(command[2:])}: {(done.stderr.strip().splitlines() or ['said nothing'])[-1]}", file=sys.stderr)
    return json.loads(found[-1]) if found else None


def load() -> None:
    print(f"load: {', '.join(f'{part:.1f}' for part in os.getloadavg())}", flush=True)


def translations() -> None:
    """Whether each whole-model peer, given three tiny instances, finds what the exact planner finds."""
    for seed in TINY:
        exact = plan(tiny(seed), effort=Effort(gap=0.0, exact=True))
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "model.npz")
            save(tiny(seed), exact.last, path)
            for name in ("highs", "cpsat", "scip"):
                answer = peer("bench.movement_peers", name, path)
                found = answer["objective"] if answer else None
                same = found is not None and abs(found - exact.person_slots) < 1e-6 * max(1, exact.person_slots)
                print(
                    f"tiny {seed}: exact {exact.person_slots}, {name} {found}: {'equal' if same else 'NOT EQUAL' if answer else 'did not run'}"
                )


def prices() -> None:
    """The whole concession table and a twelve-point mistrust curve."""
    (rows, points), seconds = timed(lambda: (concessions(aleppo()), mistrust(aleppo())))  # type: ignore[misc]
    print(
        f"\nconcession table ({len(rows)} rows) and {len(points)}-point mistrust curve, bounds with certificates: {seconds:.1f} s"
    )


def large() -> None:
    print(
        "\nlarge made-up instances: pairs linked by reciprocity, checkpoints shared by twos; each connected part is planned on its own"
    )
    sizes = [(100_000, 200, 10)] + ([(300_000, 600, 24), (1_000_000, 2000, 50)] if os.environ.get("SAFECONDUCT_LARGE") else [])
    for people, vehicles, movements in sizes:
        planner(pairs(people, vehicles, movements))
    print("\nlarge made-up instances with one pool of buses and of escort teams for all: nothing is planned on its own")
    for people, vehicles, movements in sizes[:1] if len(sizes) == 1 else (sizes[0], sizes[-1]):
        planner(shared(people, vehicles, movements))

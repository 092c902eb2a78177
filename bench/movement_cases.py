"""Movement on the shipped cases, each under its own agreement: Four Towns by tranche, December 2016 replayed, and its forecasts."""

import sys
import time
from datetime import timedelta
from pathlib import Path

from safeconduct.case.movement import read_movement
from safeconduct.movement.advice.exchange import Standing, tranches
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.explain import when
from safeconduct.movement.files.counts import read_counts
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.replan import debts, replan
from safeconduct.movement.simulation.forecast import forecast

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))
from replay import ANNOUNCED, HIGHEST, LOWEST, MORNING, midnights

PERCENTS = (100, 50, 25, 10, 5)
STOP = 48
WORLDS = 2000  # as `movement simulate` by default
TOTALS = ((15_000, 50_000), (30_000, 50_000))


def main() -> None:
    """Print every table."""
    four_towns()
    december_replayed()
    december_forecast()


def four_towns() -> None:
    """What each tranche size costs in the open, three ways, and who stands where when a stop catches the first tranche."""
    problem = read_movement("four-towns-2017").problem
    rows = tranches(problem, PERCENTS, STOP)
    whole = rows[0].caught
    assert whole is not None
    print(
        f"| tranche | all set off at once | held at home | cut | the first tranche caught by a stop of {STOP} h | cut against 100 % |"
    )
    print("|---|---|---|---|---|---|")
    for row in rows:
        cut = f"{1 - row.held.person_hours / row.at_once.person_hours:.1%}" if row.held and row.at_once else ""
        less = f"{1 - row.caught.person_hours / whole.person_hours:.1%}" if row.caught else ""
        ways = [figures(problem, way) for way in (row.at_once, row.held, row.caught)]
        print(f"| {row.percent} % | {ways[0]} | {ways[1]} | {cut} | {ways[2]} | {less} |")
    print("\n| tranche | way | where | who | most | person-hours | longest wait |\n|---|---|---|---|---|---|---|")
    for row in rows:
        for name, way in (("all at once", row.at_once), ("held", row.held), ("caught", row.caught)):
            for crowd in way.crowds if way else ():
                found = f"{crowd.most:,} | {crowd.person_hours:,.0f} | {crowd.longest_hours:.0f} h"
                print(f"| {row.percent} % | {name} | {crowd.place} | {crowd.category} | {found} |")


def figures(problem: Problem, way: Standing | None) -> str:
    if way is None:
        return "no plan"
    return f"{way.most:,}; {way.person_hours:,.0f}; {way.longest_hours:.0f} h; {when(problem, way.last)}"


def december_replayed() -> None:
    """Re-plan at each midnight of the record, and again in the morning with what was announced."""
    planned = read_movement("aleppo-2016")
    problem = planned.problem
    print(
        "\n| counter | midnight after | gone | planned | processor s | clock s | kept | last arrival | bound | debt, persons | accepted |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for counter in (LOWEST, HIGHEST):
        for now, past in midnights(problem, planned.folder, counter):
            made = None
            for first in (now, now + MORNING):
                announced = tuple(c for c in made.convoys if first <= c.slot < now + ANNOUNCED) if made else ()
                cpu, wall = time.process_time(), time.perf_counter()
                made = replan(problem, first, past=past, announced=announced)
                took, clock = time.process_time() - cpu, time.perf_counter() - wall
                day = problem.start.date() + timedelta(days=now * problem.slot // 1440)
                gone = sum(number for done in past for _, _, number in done.convoy.people)
                kept = f"{len(set(announced) & set(made.convoys))} of {len(announced)}" if first > now else "–"
                owed = sum(debt.persons for debt in debts(problem, first, past))
                sound = "yes" if not verify(problem, made, past=past, first=first) else "NO"
                name = "06:00" if first > now else "00:00"
                ends = f"{when(problem, made.last)} | {when(problem, made.bound.last) if made.bound else ''}"
                print(
                    f"| {counter} | {day} | {gone:,} | {name} | {took:.2f} | {clock:.2f} | {kept} | {ends} | {owed:,} | {sound} |",
                    flush=True,
                )


def december_forecast() -> None:
    """The bands, made with only what was recorded by then, beside what happened."""
    counts = read_counts((read_movement("aleppo-2016").folder / "counts.csv").read_text(encoding="utf-8"))
    print("\n| made on | expected in all | early | middle | late | happened | holds it |\n|---|---|---|---|---|---|---|")
    assert counts.ended is not None
    for total in TOTALS:
        for day in (15, 16, 18, 20):
            made = forecast(counts.reports, total, counts.stopped, day - counts.first.day, worlds=WORLDS)
            ends = " | ".join(str(counts.first + timedelta(days=end)) for end in (made.early, made.middle, made.late))
            holds = "yes" if made.early <= counts.ended <= made.late else "no"
            print(
                f"| {day} December | {total[0]:,}–{total[1]:,} | {ends} | {counts.first + timedelta(days=counts.ended)} | {holds} |"
            )

"""What may move when; what no plan can beat, proven; with what odds; and why not.

    >>> from safeconduct.movement import certify, plan, verify
    >>> from safeconduct.movement.instances import tiny
    >>> movement = tiny(0)
    >>> timetable = plan(movement)
    >>> verify(movement, timetable), certify(movement, timetable.bound)
    ((), ())

The pipeline, files in reading order::

    files ──► read ──► model + terms ──► slots ──► ledgers ──► program ──► bound ──► plan ──► roster ──► write, draw
              (sources, tables, hours)                        (rows)      (value)   (blocks, dispatch, parts)
                                                                            │         │
                                                       certify ◄────────────┘         └──► verify      (no shared code)

``terms.py`` (what the agreement demands, each with its clause), ``model.py``, ``timetable.py`` (plans as data), ``read.py`` and its
helpers (``tracks.py`` and ``routes.py`` for routes from GPX and KML), ``slots.py`` (the discretised model), ``ledgers.py`` (every rule is a balance that may not run below zero), ``openings.py`` (when each
gate can open), ``solved.py``, ``bound.py``,
``plan.py``, ``verify.py`` and its ``verify_road.py``, ``verify_run.py``, ``verify_network.py``, ``verify_terms.py``, ``certify.py``,
``cover.py``, ``dispatch.py``, ``next_departure.py``, ``replan.py``, ``whynot.py``, ``whynot_rules.py``,
``repairs.py``, ``changes.py``, ``concede.py``,
``worlds.py`` (assumptions), ``draws.py``, ``layout.py``, ``rulebook.py``, ``ongoing.py``, ``convoys.py``, ``execution.py`` (execution
under disruption: one rule, run as Python or compiled by ``compiled.py`` and its ``compiled_row.py``), ``simulate.py``, ``bands.py``, ``odds.py``,
``exchange.py``; ``names.py``, ``figures.py``, ``explain.py``, ``explain_plan.py``, ``explain_worth.py``; ``write.py``, ``draw.py``.

Left out on purpose: releasing a convoy (a person does that), names of people, live positions, the clock, and any claim beyond the
discretised model. Where neither side may be ahead by one convoy, the question is who goes first, and belongs to the agreement.
"""

from safeconduct.movement.blocks import Effort, Step
from safeconduct.movement.bound import master
from safeconduct.movement.certify import certify
from safeconduct.movement.concede import concessions, mistrust
from safeconduct.movement.model import Problem
from safeconduct.movement.next_departure import next_departures
from safeconduct.movement.plan import plan
from safeconduct.movement.read import read
from safeconduct.movement.replan import debts, replan
from safeconduct.movement.roster import assign, with_names
from safeconduct.movement.simulate import simulate
from safeconduct.movement.terms import Terms
from safeconduct.movement.timetable import Bound, Certificate, Convoy, Done, Plan
from safeconduct.movement.verify import verify
from safeconduct.movement.whynot import why_not
from safeconduct.movement.worlds import Assumptions

__all__ = [
    "Assumptions",
    "Bound",
    "Certificate",
    "Convoy",
    "Done",
    "Effort",
    "Plan",
    "Problem",
    "Step",
    "Terms",
    "assign",
    "certify",
    "concessions",
    "debts",
    "master",
    "mistrust",
    "next_departures",
    "plan",
    "read",
    "replan",
    "simulate",
    "verify",
    "why_not",
    "with_names",
]

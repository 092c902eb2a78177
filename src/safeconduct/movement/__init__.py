"""What may move when; what no plan can beat, proven; with what odds; and why not.

    >>> from safeconduct.movement import certify, plan, verify
    >>> from safeconduct.movement.instances import tiny
    >>> movement = tiny(0)
    >>> timetable = plan(movement)
    >>> verify(movement, timetable), certify(movement, timetable.bound)
    ((), ())

The pipeline, files in reading order::

    files ──► read ──► model + terms ──► slots ──► planning ──► timetable ──► telling, write
    (files/)                                      (ledgers, program, bound, plan)   │
                                                       │                           │
                                     checking ◄────────┴───────────────────────────┘    (no shared code)

``terms.py`` (what the agreement demands, each with its clause), ``model.py``, ``timetable.py`` (plans as data), ``read.py`` with ``files/``, ``check.py``,
``slots.py`` (the discretised model), ``planning/`` (bound, plan, live), ``checking/`` (what a plan or a bound claims, again),
``advice/`` (why not, repairs, concessions, exchange points), ``simulation/`` (execution under disruption), ``explain.py`` with
``telling/`` (words and pictures), ``write.py``, ``instances.py`` (made up). Each folder's ``__init__.py`` lists its files.

Left out on purpose: releasing a convoy (a person does that), names of people, live positions, the clock, and any claim beyond the
discretised model. Where neither side may be ahead by one convoy, the question is who goes first, and belongs to the agreement.
"""

from safeconduct.movement.advice.concede import concessions, mistrust
from safeconduct.movement.advice.whynot import why_not
from safeconduct.movement.checking.certify import certify
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.blocks import Effort, Step
from safeconduct.movement.planning.bound import master
from safeconduct.movement.planning.next_departure import next_departures
from safeconduct.movement.planning.plan import plan
from safeconduct.movement.planning.replan import debts, replan
from safeconduct.movement.planning.roster import assign, with_names
from safeconduct.movement.read import read
from safeconduct.movement.simulation.simulate import simulate
from safeconduct.movement.simulation.worlds import Assumptions
from safeconduct.movement.terms import Terms
from safeconduct.movement.timetable import Bound, Certificate, Convoy, Done, Plan

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

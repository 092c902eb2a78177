"""What is owed if all honour their words; what is blocked and why; which decisions unlock it, and who can stop it.

Atoms are integers and rules are arrays: this part of the room knows nothing of the language an agreement is written in. A rule
promises its head *after* its strict premises are done and *provided that* its contractual premises are promised.

    >>> from safeconduct.deal.closure import Rules, owed, blocked, unlock
    >>> leave, escort, hold_fire, decide = range(4)
    >>> rules = Rules.of(4, [
    ...     (leave, [decide], [escort]),     # north leaves once it has decided to, provided that south promises the escort
    ...     (escort, [], [leave]),           # south escorts provided that north promises to leave
    ...     (hold_fire, [leave], []),        # south holds fire after north has left
    ... ], decisions=[decide])
    >>> owed(rules).atoms, owed(rules, [decide]).atoms
    ((), (0, 1, 2, 3))
    >>> blocked(rules, [], hold_fire).reason, unlock(rules, [], [hold_fire]).sets
    (<Reason.UNDECIDED: 'undecided'>, ((3,),))

Files in reading order: ``rows.py`` (many short lists in two arrays), ``model.py`` (rules), ``owed.py`` (what is owed, what-if),
``working.py`` (how: delete and re-derive; its steps as loops in ``narrow.py`` and on whole arrays in ``wide.py``), ``support.py``
(why owed), ``options.py`` (admissible choices, what would be owed), ``graph.py``, ``deadlock.py`` (who goes first, and cures),
``blocked.py`` (why not), ``minimal.py`` (smallest sets with a property), ``unlock.py`` (smallest decisions, vetoes), ``outlook.py``
(all these questions from one closure).

Left out on purpose: clauses, parties, force levels, time and deeds. The caller keeps a table from rule to clause, and says which
rules are active.
"""

from safeconduct.deal.closure.blocked import Blockage, Blocked, Reason
from safeconduct.deal.closure.deadlock import Core, Cure, Stuck, cores, cures, stuck
from safeconduct.deal.closure.minimal import MinimalSets
from safeconduct.deal.closure.model import FACT, NOBODY, Clause, Rules
from safeconduct.deal.closure.options import Outcome, Prospects, choices, rivals, undecided
from safeconduct.deal.closure.outlook import Outlook, blocked, unlock, vetoes, would_be_owed
from safeconduct.deal.closure.owed import Owed, owed
from safeconduct.deal.closure.support import Forest, Step, support
from safeconduct.deal.closure.unlock import Known, Unlocks, Vetoes

__all__ = [
    "FACT",
    "NOBODY",
    "Blockage",
    "Blocked",
    "Clause",
    "Core",
    "Cure",
    "Forest",
    "Known",
    "MinimalSets",
    "Outcome",
    "Outlook",
    "Owed",
    "Prospects",
    "Reason",
    "Rules",
    "Step",
    "Stuck",
    "Unlocks",
    "Vetoes",
    "blocked",
    "choices",
    "cores",
    "cures",
    "owed",
    "rivals",
    "stuck",
    "support",
    "undecided",
    "unlock",
    "vetoes",
    "would_be_owed",
]

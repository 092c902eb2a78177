"""The bound and the plan: every rule is a ledger that never runs below zero, and a plan is what all of them allow.

In reading order: ``ledgers.py`` and ``past.py`` (the rules as balances), ``pairs.py`` (who is released together with whom), ``program.py``, ``rows.py``,
``pair_rows.py``, ``solver.py``, ``solved.py`` (the linear program and the one door to its solver), ``value.py`` (what prices prove),
``openings.py``, ``bound.py``; ``accounts.py``, ``loading.py``, ``dispatch.py`` (the rule that needs no solver), ``anypace.py`` and ``inorder.py``
(an order of whole convoys, and the plan that follows it), ``summary.py``, ``parts.py``, ``nearer.py``, ``blocks.py``, ``spare.py``,
``assumed.py`` and ``days.py`` (a plan in seconds), ``plan.py``; ``next_departure.py``, ``owed.py`` (a debt as a gate), ``counted.py``, ``replan.py``,
``roster.py``.
"""

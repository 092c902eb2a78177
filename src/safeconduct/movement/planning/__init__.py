"""The bound and the plan: every rule is a ledger that never runs below zero, and a plan is what all of them allow.

In reading order: ``ledgers.py`` and ``past.py`` (the rules as balances), ``program.py``, ``rows.py``, ``solver.py``, ``solved.py`` (the linear program and
the one door to its solver), ``value.py`` (what prices prove), ``openings.py``, ``bound.py``; ``dispatch.py`` (the rule that needs no
solver), ``parts.py``, ``nearer.py``, ``blocks.py``, ``plan.py``; ``next_departure.py``, ``replan.py``, ``roster.py``.
"""

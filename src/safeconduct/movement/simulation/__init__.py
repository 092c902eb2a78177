"""Execution under disruption: one rule, run as Python or compiled, over many worlds, and what they say between them.

``worlds.py`` (what may go wrong), ``draws.py`` (chance in whole numbers), ``layout.py`` and ``rulebook.py`` (a movement as tables of whole numbers),
``pairs.py`` (releases at the same time), ``ongoing.py``, ``convoys.py``, ``release.py``, ``execution.py`` (the rule), ``compiled.py`` and ``compiled_row.py``, ``simulate.py``, ``bands.py``; ``forecast.py``
(what a record up to a day would have let one expect).
"""

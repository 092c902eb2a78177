"""Answers as people read them, in English and French, and as pictures. The sentence for a state itself is in ``movement/explain.py``.

``names.py`` and ``figures.py`` (what things are called, how numbers are written), ``explain_plan.py``, ``explain_whynot.py``, ``explain_worth.py``, ``explain_tranches.py``, ``odds.py``,
``waiting.py`` (closed gates and debts), ``draw.py``.
"""

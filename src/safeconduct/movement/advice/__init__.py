"""What stands in the way and what a concession buys: a movement with one thing changed, asked again.

``changes.py`` (one change each), ``possible.py`` (is there any plan), ``whynot_rules.py`` and ``whynot.py`` (the smallest conflicts), ``steps.py`` and
``repairs.py`` (what would mend them, by how much), ``concede.py`` (hours bought, and the price of mistrust), ``exchange.py`` (who stands at exchange points, and what matched tranches change).
"""

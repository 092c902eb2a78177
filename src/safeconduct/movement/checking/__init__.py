"""The independent checkers of a plan and of a bound. Nothing here may import the planner: ``pyproject.toml`` holds it.

``verify.py`` with ``verify_run.py``, ``verify_road.py``, ``verify_network.py``, ``verify_names.py`` and ``verify_terms.py`` replays a plan convoy by convoy; ``certify.py`` with
``fares.py`` and ``cover.py`` checks a bound's prices in exact arithmetic.
"""

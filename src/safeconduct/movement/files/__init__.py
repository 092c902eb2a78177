"""Files of a movement to rows, each value with its place, and rows to what a movement is made of. The door is ``movement/read.py``.

``tables.py`` (rows and the questions a reader asks of them), ``sources.py``, ``geojson.py`` and ``cells.py`` (TOML, GeoJSON, CSV to rows), ``tracks.py`` and ``routes.py`` (GPX and
KML), ``hours.py`` and ``daylight.py``, ``read_network.py``, ``read_fleet.py``, ``read_terms.py``, ``read_words.py``, ``assumptions.py``
(of a simulation), ``progress.py`` (what has left) and ``counts.py`` (published figures, for forecasts).
"""

"""A case folder on disk: the agreements of one deal in order of time, and what happened; the only room that joins the other rooms.

    >>> from safeconduct.case import read_case
    >>> case = read_case("aleppo-2016")
    >>> case.agreements[0].id, case.shipped
    ('1-offer', True)

Files in reading order: ``model.py`` (data), ``settings.py`` (``case.toml``), ``forms.py``, ``meanings.py``, ``vocabulary.py`` and ``entry.py`` (the form of an entry, and
checking one), ``history.py`` (``history.jsonl``), ``signed.py`` (a signed record instead of it), ``read.py`` (all of a folder, every
problem at once), ``write.py`` (whole or not at all).
The acts: ``new.py``, ``add_event.py``, ``import_counts.py``. The read models: ``check.py``, ``view.py`` (what there is to see at an
instant), ``clock.py``, ``stand.py`` (the deed level over all texts, and what it tells the promise level), ``board.py`` (the standing screen), ``demo.py``,
``movement.py`` (a movement under the agreement of its case, from ``terms.py``, ``join.py``, ``norm_terms.py``, ``pauses.py``,
``stage_terms.py``, ``amounts.py``, and ``clauses.py``: what became of each clause), ``odds.py`` (its odds),
then ``explain.py`` (their sentences) and ``write_json.py``.

Left out on purpose: what anything means. Promises and states are computed by room ``deal``; this room reads the clock, the disk
and nothing else.
"""

from safeconduct.case.model import Case, Dated, Event
from safeconduct.case.read import find, no_agreement_yet, read_bytes, read_case, shipped_cases
from safeconduct.case.write import append_events, write_whole

__all__ = [
    "Case",
    "Dated",
    "Event",
    "append_events",
    "find",
    "no_agreement_yet",
    "read_bytes",
    "read_case",
    "shipped_cases",
    "write_whole",
]

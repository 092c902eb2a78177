"""Who promised what; what is in force, due, blocked, and unlocked by whom.

    >>> text = '''---
    ... format: safeconduct-deal/1
    ... deal: quay
    ... title: {en: "The quay"}
    ... languages: [en]
    ... clock: UTC
    ... day-count: 0
    ... ---
    ... ## Words
    ...
    ... | id | kind | English |
    ... | --- | --- | --- |
    ... | north | party | North |
    ... | south | party | South |
    ... | leave | act | leave the quay |
    ... | escort | act | escort them |
    ...
    ... ## English
    ...
    ... **1.1** If [North] decides to [leave the quay], [South] is ready to [escort them].
    ... '''
    >>> from safeconduct.deal.promise import Speaker, headline, promise_level
    >>> agreement = read(text.encode())
    >>> headline(promise_level(agreement), Speaker(agreement))[0]
    'Everyone is waiting on one decision, by North.'

Files in reading order. The text: ``tree/`` (what a sentence can say), ``language/`` (how each language says it), ``model.py``, ``front.py``,
``decode.py`` (bytes to text), ``layout.py``, ``faults.py`` (problems and their places), ``words.py``, ``versions.py`` (each language, and one tree
of all), ``quoted.py``, ``read.py``, ``advise.py`` with
``kinds.py``, ``nearest.py`` and ``two_meanings.py`` (what to tell someone whose sentence does not read), ``write.py``, ``data.py`` (JSON, hash,
schema). What it holds: ``deeds.py`` (an act by someone), ``norms.py`` (who is bound to what), ``contrary.py`` (what cannot both be kept), ``walk.py``, ``check.py`` with ``figures.py``, ``dates.py`` and ``waiting.py`` (does it hold
together), ``notes.py`` (how months are counted),
``legs.py``, ``displacement.py`` (whom it makes leave), ``lint/`` (what it does not settle). What follows from it: ``closure/`` and ``promise/`` (owed if all honour their words),
``standing/`` (what the record makes of it), ``gate.py`` with ``gate_model.py``, ``gate_clauses.py``, ``gate_history.py`` and
``gate_persons.py``, ``gate_waivers.py`` (may a leg be called ready); ``speech.py`` (what every generated sentence is made with).

Left out on purpose: the clock, the disk, and any opinion on who is right. Instants and entries come in as arguments.
"""

from safeconduct.deal.data import agreement_data, json_schema, node_data, tree_digest
from safeconduct.deal.model import Agreement, Clause, ShownBy, Word
from safeconduct.deal.read import read, read_file
from safeconduct.deal.write import note_in, write, write_clause

__all__ = [
    "Agreement",
    "Clause",
    "ShownBy",
    "Word",
    "agreement_data",
    "json_schema",
    "node_data",
    "note_in",
    "read",
    "read_file",
    "tree_digest",
    "write",
    "write_clause",
]

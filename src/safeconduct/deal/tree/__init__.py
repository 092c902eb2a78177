# ruff: noqa: F403, I001 -- one namespace for all ways to say something, in the order of the documents
"""The abstract syntax: what a numbered sentence says, whatever the language it says it in.

Every class is one way to say something and one entry in each language file (``language/en.toml`` and its siblings). The name
of a class in snake case is its name there and in JSON. A field's type says what may stand in its place:

- a category (``Predicate``, ``Detail``, …): any of its subclasses;
- ``Actor``, ``Place``, … : a word of the words table, of one of the kinds named;
- ``int``, ``Date``, ``ClauseId``, …: a figure, a date, a clause number as the language writes it;
- a tuple: several, joined as the language joins them.

Groups: who (``Subject``), on what condition (``Premise``), bound how (``Predicate``), to what (``Action``), with which details
(``Detail``), until when (``Moment``); then whole sentences (``Sentence``).

Files in reading order: ``base.py`` (categories and marks), then one file for each group.
"""

from safeconduct.deal.tree.base import *
from safeconduct.deal.tree.who import *
from safeconduct.deal.tree.premises import *
from safeconduct.deal.tree.predicates import *
from safeconduct.deal.tree.actions import *
from safeconduct.deal.tree.details import *
from safeconduct.deal.tree.moments import *
from safeconduct.deal.tree.measures import *
from safeconduct.deal.tree.fixed import *
from safeconduct.deal.tree.sentences import *

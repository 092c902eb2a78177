"""One controlled language in several tongues: sentences to trees and back.

    >>> from safeconduct.deal.language import read_name, tongue
    >>> english, french = tongue("en"), tongue("fr")
    >>> words = {"north": "north", "open_gate": "open the gate"}
    >>> names = {word: read_name(text, "en") for word, text in words.items()}
    >>> nouns = english.nouns({"north": "party", "open_gate": "act"}, names)
    >>> tree = english.parse("[north] undertakes to [open the gate].", nouns)
    >>> names = {"north": read_name("nord (le)", "fr"), "open_gate": read_name("ouvrir la porte", "fr")}
    >>> french.write(tree, names)
    "Le [nord] s'engage à [ouvrir la porte]."

Each tongue is a file of wordings (``en.toml``, ``fr.toml``, read and written; ``ar.toml``, ``ru.toml``, written only). Both the
grammar and the writer come from the same wording, so reading back what was written gives the same tree.

Files in reading order: ``forms.py`` (wordings), ``names.py`` (nouns and their hints), ``surface.py`` (elision, figures, dates),
``lexer.py``, ``grammar.py``, ``writer.py``, ``tongue.py`` (all of it together).
"""

from safeconduct.deal.language.forms import CATEGORIES, NODE_BY_NAME, field_types, node_name
from safeconduct.deal.language.grammar import DoesNotParse, NestsTooDeep
from safeconduct.deal.language.lexer import BadFigure, Token, UnknownNoun
from safeconduct.deal.language.names import Name, borrow, misread, read_name
from safeconduct.deal.language.tongue import READ_LANGUAGES, WRITTEN_LANGUAGES, Tongue, WordedOtherwise, tongue

__all__ = [
    "CATEGORIES",
    "NODE_BY_NAME",
    "READ_LANGUAGES",
    "WRITTEN_LANGUAGES",
    "BadFigure",
    "DoesNotParse",
    "Name",
    "NestsTooDeep",
    "Token",
    "Tongue",
    "UnknownNoun",
    "WordedOtherwise",
    "borrow",
    "field_types",
    "misread",
    "node_name",
    "read_name",
    "tongue",
]

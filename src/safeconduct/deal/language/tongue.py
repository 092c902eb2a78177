"""A tongue: lexer, grammar and writer of one language, built once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from safeconduct.deal import tree
from safeconduct.deal.language.forms import Forms, Words, load_forms
from safeconduct.deal.language.grammar import Grammar
from safeconduct.deal.language.lexer import Lexer, Noun, Token
from safeconduct.deal.language.names import Name
from safeconduct.deal.language.surface import SURFACES
from safeconduct.deal.language.writer import Writer

READ_LANGUAGES = ("en", "fr")
WRITTEN_LANGUAGES = ("ar", "en", "fr", "ru")


@dataclass(slots=True)
class Tongue:
    """Everything about one language.

    Arguments:
        language: its code.
    """

    language: str
    forms: Forms = field(init=False)
    lexer: Lexer = field(init=False)
    writer: Writer = field(init=False)
    _grammar: Grammar | None = None

    def __post_init__(self) -> None:
        self.forms = load_forms(self.language)
        surface = SURFACES[self.language]
        lemmas = {form: base for base, forms in self.forms.inflected.items() for form in forms}
        self.lexer = Lexer(surface, lemmas)
        self.lexer.openers = self._openers()
        self.writer = Writer(self.forms, surface)

    @property
    def grammar(self) -> Grammar:
        """The parser, built on first use."""
        if self._grammar is None:
            self._grammar = Grammar(self.forms, self.lexer)
        return self._grammar

    def parse(self, sentence: str, nouns: Mapping[str, Noun]) -> tree.Sentence:
        """Read one sentence.

        Arguments:
            nouns: text between brackets to the id of the word and the terminal of its kind.

        Raises: UnknownNoun, BadFigure, DoesNotParse.
        """
        return self.grammar.parse(self.tokens(sentence, nouns))

    def tokens(self, sentence: str, nouns: Mapping[str, Noun]) -> list[Token]:
        """Cut a sentence into tokens."""
        return self.lexer.tokens(sentence, nouns)

    def write(self, sentence: tree.Sentence, names: Mapping[str, Name]) -> str:
        """Write one sentence."""
        return self.writer.sentence(sentence, names)

    def _openers(self) -> frozenset[str]:
        """Collect the words that open a detail after its comma, in their base form."""
        found: set[str] = set()
        for kind, wordings in self.forms.wordings.items():
            first = wordings[0][0]
            if issubclass(kind, tree.Detail) and isinstance(first, Words):
                found.add(self.lexer.tokens(first.text, {})[1].type)
        return frozenset(found)


@cache
def tongue(language: str) -> Tongue:
    """Return a tongue, built once per process.

    Raises: KeyError for a language without a file.
    """
    return Tongue(language)

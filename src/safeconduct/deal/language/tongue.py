"""A tongue: lexer, grammar and writer of one language, built once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from safeconduct.deal import tree
from safeconduct.deal.language.forms import Forms, Words, load_forms
from safeconduct.deal.language.grammar import Grammar, Plan
from safeconduct.deal.language.lexer import Lexer, Noun, Token
from safeconduct.deal.language.names import Name, shape
from safeconduct.deal.language.stretches import Shape, Stretches
from safeconduct.deal.language.surface import SURFACES
from safeconduct.deal.language.writer import Writer

READ_LANGUAGES = ("en", "fr")
WRITTEN_LANGUAGES = ("ar", "en", "fr", "ru")


class WordedOtherwise(Exception):
    """The sentence fits a form but is not its exact wording."""

    def __init__(self, exact: str) -> None:
        super().__init__(exact)
        self.exact = exact


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
    stretches: Stretches = field(init=False)
    _grammar: Grammar | None = None
    _plans: dict[Shape, Plan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.forms = load_forms(self.language)
        surface = SURFACES[self.language]
        changing = {**self.forms.inflected, **self.forms.counted}
        self.lexer = Lexer(surface, {form: base for base, forms in changing.items() for form in forms})
        if self.language in READ_LANGUAGES:
            self.lexer.openers = self._openers()
        self.writer = Writer(self.forms, surface)
        self.stretches = Stretches(self.lexer)

    @property
    def note(self) -> str:
        """What a reader must be told first; empty for languages that are read as well as written."""
        return self.forms.note

    @property
    def grammar(self) -> Grammar:
        """The parser, built on first use.

        Raises: ValueError for a language that is written only.
        """
        if self.language not in READ_LANGUAGES:
            raise ValueError(f"{self.language} is written only")
        if self._grammar is None:
            self._grammar = Grammar(self.forms, self.lexer)
        return self._grammar

    def parse(self, sentence: str, nouns: Mapping[str, Noun]) -> tree.Sentence:
        """Read one sentence, without looking at articles and agreement.

        Arguments:
            nouns: text between brackets to the word it names, see ``nouns``.

        Raises: UnknownNoun, BadFigure, DoesNotParse, NestsTooDeep.
        """
        tokens = self.tokens(sentence, nouns)
        return self.grammar.plan(tokens)([token.value for token in tokens])

    def read(self, sentence: str, nouns: Mapping[str, Noun], names: Mapping[str, Name]) -> tree.Sentence:
        """Read one sentence in its exact wording.

        Arguments:
            names: id of a word to its name in this language.

        Raises: UnknownNoun, BadFigure, DoesNotParse, NestsTooDeep; WordedOtherwise with the exact wording when only that is wrong.
        Cost: sentences of a shape seen before are not parsed again.
        """
        known = self._known(sentence, nouns)
        if known is not None:
            return known
        tokens = self.tokens(sentence, nouns)
        plan = self.grammar.plan(tokens)
        found = plan([token.value for token in tokens])
        exact = self.write(found, names)
        if [token.shape for token in self.tokens(exact, nouns)] != [token.shape for token in tokens]:
            raise WordedOtherwise(exact)
        shape_and_values = self.stretches.join(sentence, nouns)
        if shape_and_values is not None:
            self._plans[shape_and_values[0]] = plan
        return found

    def _known(self, sentence: str, nouns: Mapping[str, Noun]) -> tree.Sentence | None:
        """Build a sentence whose shape was read before, without cutting it into tokens again."""
        shape_and_values = self.stretches.join(sentence, nouns)
        plan = self._plans.get(shape_and_values[0]) if shape_and_values else None
        if plan is None or shape_and_values is None:
            return None
        return plan(shape_and_values[1])

    def nouns(self, kinds: Mapping[str, str], names: Mapping[str, Name]) -> Mapping[str, Noun]:
        """Return what stands between brackets, as written and in small letters, to the word it names.

        Arguments:
            kinds: id of a word to its kind.
            names: id of a word to its name in this language.
        """
        found = {name.text: (word, kinds[word].upper(), shape(name, kinds[word])) for word, name in names.items()}
        return {text.casefold(): noun for text, noun in found.items()} | found

    def tokens(self, sentence: str, nouns: Mapping[str, Noun]) -> list[Token]:
        """Cut a sentence into tokens."""
        return self.lexer.tokens(sentence, nouns)

    def write(self, sentence: tree.Sentence, names: Mapping[str, Name]) -> str:
        """Write one sentence."""
        return self.writer.sentence(sentence, names)

    def human(self, kind: type[tree.Node]) -> str:
        """Return the first wording of a node as a person would look it up, such as ``[party] s'engage à [action]``."""
        kept = self.forms.human(kind).replace("[", f"[{_NO_VOWEL}")
        return self.writer.surface.join(kept).replace(_NO_VOWEL, "")

    def _openers(self) -> frozenset[str]:
        """Collect the words that open a detail after its comma, in their base form."""
        found: set[str] = set()
        for kind, wordings in self.forms.wordings.items():
            first = wordings[0][0]
            if issubclass(kind, tree.Detail) and isinstance(first, Words):
                found.add(self.lexer.tokens(first.text, {})[1].type)
        return frozenset(found)


_NO_VOWEL = "\0"
"""Stands before the name of a slot, which is no word of the language and elides nothing."""


@cache
def tongue(language: str) -> Tongue:
    """Return a tongue, built once per process.

    Raises: KeyError for a language without a file.
    """
    return Tongue(language)

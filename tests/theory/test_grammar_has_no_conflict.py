"""The grammar of each language is LALR(1) without conflict: a promise to the reader that no sentence has two parses."""

import io
import logging

import pytest
from lark import Lark, logger
from lark.exceptions import GrammarError

from safeconduct.deal.language import READ_LANGUAGES, grammar
from safeconduct.deal.language.forms import load_forms
from safeconduct.deal.language.tongue import Tongue


@pytest.fixture
def said():
    """What Lark says while it builds tables in its debugging mode."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(level)


def debugging(*args, **options):
    return Lark(*args, debug=True, **options)


@pytest.mark.parametrize("language", READ_LANGUAGES)
def test_no_shift_reduce_and_no_reduce_reduce_conflict(language, said, monkeypatch):
    monkeypatch.setattr(grammar, "Lark", debugging)
    grammar.Grammar(load_forms(language), Tongue(language).lexer)
    assert "conflict" not in said.getvalue().casefold()


def test_a_conflict_would_be_seen(said):
    debugging('start: start "+" start | "x"', parser="lalr")
    assert "Shift/Reduce conflict" in said.getvalue()
    with pytest.raises(GrammarError, match="Reduce/Reduce"):
        debugging('start: a | b\na: "x"\nb: "x"', parser="lalr")

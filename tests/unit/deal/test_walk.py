"""Walking over a sentence: every part once, in order; taking parts out and putting others in."""

import importlib.util
from pathlib import Path

from safeconduct.deal import node_data, tree
from safeconduct.deal.walk import parts, substitute, walk, words_in

_spec = importlib.util.spec_from_file_location("harbour", Path(__file__).with_name("harbour.py"))
harbour = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(harbour)

SENTENCES = [clause.sentence for clause in harbour.agreement().clauses]


def kinds_in(data):
    """The nodes of the JSON form, from the outside in: an independent way to count them."""
    if isinstance(data, dict):
        yield data["is"]
        for value in data.values():
            yield from kinds_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from kinds_in(value)


def test_every_part_is_walked_once_and_in_order():
    for sentence in SENTENCES:
        walked = [node_data(part)["is"] for part in walk(sentence)]
        assert walked == list(kinds_in(node_data(sentence)))


def test_parts_of_a_kind_and_of_a_category():
    sentence = harbour.agreement().by_id["5.2"].sentence
    assert [part.place for part in parts(sentence, tree.From)] == ["harbour"]
    assert [type(part) for part in parts(sentence, tree.Detail)] == [type(part) for part in sentence.predicate.action.details]
    assert list(parts(sentence, tree.Aim)) == []


def test_words_are_told_as_often_as_they_are_used():
    assert list(words_in(harbour.agreement().by_id["2.2"].sentence)) == ["board", "north", "south", "authority"]


def test_nothing_changes_unless_it_is_told_to():
    assert all(substitute(sentence, lambda part: part) == sentence for sentence in SENTENCES)


def test_a_part_is_changed_from_the_inside_out():
    sentence = harbour.agreement().by_id["4.2"].sentence
    other = substitute(sentence, lambda part: tree.Clause("1.1") if isinstance(part, tree.Clause) else part)
    assert [part.clause for part in parts(other, tree.Clause)] == ["1.1"]
    assert [part.clause for part in parts(sentence, tree.Clause)] == ["4.1"]

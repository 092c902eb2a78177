"""Asking the parts of a text equals asking the whole, on texts drawn at random, under every option and at both levels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.deal.norms import Force
from safeconduct.deal.promise import Facts, promise_level
from safeconduct.deal.promise.answer import _found
from safeconduct.deal.promise.slices import slices

from .agreements import agreement

PARTIES, ACTS, PLACES = ("north", "south", "east"), tuple(f"act{n}" for n in range(6)), ("quay", "isle")
WORDS = ", ".join([*(f"{p} party" for p in PARTIES), *(f"{a} act" for a in ACTS), *(f"{p} place" for p in PLACES), "storm event"])
party, act, place = st.sampled_from(PARTIES), st.sampled_from(ACTS), st.sampled_from(PLACES)


def said(form: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda drawn: form.format(*drawn))


SENTENCE = st.one_of(
    said("[{}] undertakes to [{}].", party, act),
    said("Provided that [{}] undertakes to [{}], [{}] undertakes to [{}].", party, act, party, act),
    said("After [{}] has done the act [{}], [{}] undertakes to [{}].", party, act, party, act),
    said("If [{}] decides to [{}], to [{}], [{}] is ready to [{}].", party, act, place, party, act),
    said("If [{}] decides to [{}], [{}] undertakes to [{}].", party, act, party, act),
    said("If [storm] occurs, [{}] is ready to [{}].", party, act),
    said("[{}] is ready to call on [{}] to [{}].", party, party, act),
    said("[{}] shall not [{}].", party, act),
    st.tuples(party, st.permutations(ACTS)).map(lambda drawn: f"[{drawn[0]}] shall either [{drawn[1][0]}] or [{drawn[1][1]}]."),
)


@settings(max_examples=100)
@given(st.lists(SENTENCE, min_size=1, max_size=12), st.sets(st.sampled_from(PARTIES)))
def test_the_parts_answer_as_the_whole(sentences, signed):
    facts = Facts(signed=frozenset(signed))
    for level in promise_level(agreement(WORDS, *sentences), facts).levels:
        compiled = level.compiled
        for option in level.options:
            whole = _found(compiled, facts, compiled.taken | {compiled.number[atom] for atom in option.assumes})
            assert {item.norm.id for item in option.owed} == set(whole.owed)
            assert {item.norm.id for item in option.would_be_owed} == set(whole.later)
            told = {((item.norm.id, None) if item.norm else (item.clause, item.atom)): item for item in option.blocked}
            assert {key: item.reason for key, item in told.items()} == {key: item.reason for key, item in whole.blocked.items()}
            certain = {key for key, item in whole.blocked.items() if item.reason in ("unpromised", "excluded")}
            assert {key: told[key] for key in certain} == {key: whole.blocked[key] for key in certain}


def test_choices_that_bear_on_nothing_in_common_are_asked_apart():
    sentences = [
        f"If [{p}] decides to [act{n}], to [{at}], [east] is ready to [act{n + 3}]."
        for n, p in enumerate(("north", "south"))
        for at in PLACES
    ]
    compiled = promise_level(agreement(WORDS, *sentences), Facts()).at(Force.OFFERED).compiled
    parts = list(slices(compiled, compiled.rules.exclusive))
    assert sorted(len(one.forks) for one in parts) == [1, 1]
    assert sorted(id_ for one in parts for id_ in one.part.norms) == sorted(compiled.norms)


@pytest.mark.parametrize("size", [1, 40])
def test_many_choices_of_their_own_each_have_their_options(size):
    words = ", ".join([f"p{n} party" for n in range(size)] + [f"stay{n} act, go{n} act" for n in range(size)])
    text = agreement(words, *(f"[p{n}] shall either [stay{n}] or [go{n}]." for n in range(size)))
    level = promise_level(text, Facts(signed=frozenset(f"p{n}" for n in range(size)))).at(Force.UNDERTAKEN)
    assert len(level.options) == 1 + 2 * size
    assert all([item.norm.deed for item in option.owed] == [atom.deed for atom in option.assumes] for option in level.options)

"""Whatever can be said in one tongue is read back as the same tree: for random trees of every form."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.deal import tree
from safeconduct.deal.language import NODE_BY_NAME, READ_LANGUAGES, field_types, read_name, tongue

WORDS = {
    "north": ("party", "north (the)", "nord (le)"),
    "coast": ("party", "coast", "côte (la)"),
    "families": ("group", "families (the pl)", "familles (les f)"),
    "inhabitants": ("group", "inhabitants (pl)", "habitants (m pl)"),
    "board": ("body", "joint board (the)", "conseil mixte (le)"),
    "assembly": ("body", "assembly (the)", "assemblée (la)"),
    "leave": ("act", "leave the harbour", "quitter le port"),
    "open": ("act", "open the gate", "ouvrir la porte"),
    "shelter": ("act", "shelter the wounded", "héberger les blessés (h muet)"),
    "arrival": ("event", "arrival of the last convoy (the)", "arrivée du dernier convoi (la)"),
    "raids": ("event", "raids (pl)", "incursions (les f)"),
    "calm": ("state", "calm", "calme (le)"),
    "hospital": ("thing", "hospital beds (pl)", "hôpital (le, h muet)"),
    "belongings": ("thing", "their belongings (pl)", "leurs effets (m pl)"),
    "map": ("document", "corridor map (the)", "carte du couloir (la)"),
    "quay": ("place", "Long Quay", "Idleb"),
    "isle": ("place", "isle (the)", "île (la)"),
    "dignity": ("text", "treatment without humiliation", "traitement sans humiliation (un)"),
}
NAMES = {
    language: {word: read_name(row[column], language) for word, row in WORDS.items()} for language, column in (("en", 1), ("fr", 2))
}
NOUNS = {
    language: {names[word].text: tongue(language).noun(word, WORDS[word][0], names[word]) for word in WORDS}
    for language, names in NAMES.items()
}
LEAVES = {
    "NUMBER": st.integers(0, 2_000_000),
    "DATE": st.one_of(
        st.dates(min_value=__import__("datetime").date(1900, 1, 1)).map(lambda day: day.isoformat()),
        st.datetimes(min_value=__import__("datetime").datetime(1900, 1, 1)).map(lambda t: t.isoformat(timespec="minutes")),
    ),
    "CLAUSE": st.one_of(st.integers(1, 40).map(str), st.tuples(st.integers(1, 40), st.integers(1, 99)).map("{0[0]}.{0[1]}".format)),
    "DIGEST": st.binary(min_size=32, max_size=32).map(bytes.hex),
    "QUOTED": st.sampled_from(["first", "d'abord", "25 per cent"]),
}


@cache
def nodes(kind):
    fields = {name: field(name, type_) for name, type_ in field_types(kind).items()}
    return st.builds(kind, **fields)


def of_category(category):
    if category in NODE_BY_NAME.values():
        return nodes(category)
    return st.deferred(lambda: st.one_of([nodes(kind) for kind in NODE_BY_NAME.values() if kind.__bases__ == (category,)]))


def field(name, type_):
    if type_.category is not None:
        one = of_category(type_.category)
    elif type_.kinds:
        one = st.sampled_from([word for word, row in WORDS.items() if row[0] in type_.kinds])
    else:
        one = LEAVES[type_.token]
    if type_.many:
        least = 0 if name in ("premises", "details") else 2 if name in ("clauses",) else 1
        return st.lists(one, min_size=least, max_size=3).map(tuple)
    return st.one_of(st.none(), one) if type_.optional else one


@pytest.mark.parametrize("language", READ_LANGUAGES)
@settings(max_examples=300, deadline=None)
@given(sentence=of_category(tree.Sentence))
def test_any_sentence_is_read_back_as_it_was_written(language, sentence):
    written = tongue(language).write(sentence, NAMES[language])
    assert tongue(language).read(written, NOUNS[language], NAMES[language]) == sentence, written


@pytest.mark.parametrize("language", READ_LANGUAGES)
@pytest.mark.parametrize("kind", NODE_BY_NAME.values(), ids=lambda kind: kind.__name__)
def test_every_node_has_a_wording_in_every_tongue_that_is_read(language, kind):
    assert tongue(language).forms.wordings[kind]

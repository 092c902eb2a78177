"""Whatever can be said in one tongue is read back as the same tree, and is written in every other: random trees of every form."""

import os
import re
import unicodedata
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.deal import tree
from safeconduct.deal.language import (
    NODE_BY_NAME,
    READ_LANGUAGES,
    WRITTEN_LANGUAGES,
    borrow,
    field_types,
    read_name,
    tongue,
)
from safeconduct.deal.language.forms import Slot

SENTENCES = int(os.environ.get("SAFECONDUCT_SENTENCES", "300"))  # how many random sentences each test tries
WORDS = {
    "north": ("party", "north (the)", "nord (le)", "الشمال (m)", "Север (m)"),
    "coast": ("party", "coast", "côte (la)", "الساحل (m)", "Побережье (n)"),
    "families": ("group", "families (the pl)", "familles (les f)", "العائلات (f)", "семьи (pl)"),
    "inhabitants": ("group", "inhabitants (pl)", "habitants (m pl)", "السكان (m pl)", "жители (pl)"),
    "board": ("body", "joint board (the)", "conseil mixte (le)", "المجلس المشترك (m)", "совместный совет (m)"),
    "assembly": ("body", "assembly (the)", "assemblée (la)", "الجمعية (f)", "собрание (n)"),
    "leave": ("act", "leave the harbour", "quitter le port", "مغادرة الميناء", "покинуть гавань"),
    "open": ("act", "open the gate", "ouvrir la porte", "فتح البوابة", "открыть ворота"),
    "shelter": ("act", "shelter the wounded", "héberger les blessés (h muet)", "إيواء الجرحى", "приютить раненых"),
    "arrival": (
        "event",
        "arrival of the last convoy (the)",
        "arrivée du dernier convoi (la)",
        "وصول آخر قافلة",
        "прибытие колонны (n)",
    ),
    "raids": ("event", "raids (pl)", "incursions (les f)", "الغارات (f)", "вылазки (pl)"),
    "calm": ("state", "calm", "calme (le)", "الهدوء (m)", "спокойствие (n)"),
    "hospital": ("thing", "hospital beds (pl)", "hôpital (le, h muet)", "أسرّة المستشفى (f)", "койки (pl)"),
    "belongings": ("thing", "their belongings (pl)", "leurs effets (m pl)", "أمتعتهم (f)", "личные вещи (pl)"),
    "map": ("document", "corridor map (the)", "carte du couloir (la)", "خريطة الممر (f)", "карта коридора (f)"),
    "quay": ("place", "Long Quay", "Idleb", "", ""),
    "isle": ("place", "isle (the)", "île (la)", "الجزيرة (f)", "остров (m)"),
    "dignity": ("text", "treatment without humiliation", "traitement sans humiliation (un)", "معاملة بلا إذلال", "уважение (n)"),
}
COLUMN = {"en": 1, "fr": 2, "ar": 3, "ru": 4}


def name(word, language):
    cell = WORDS[word][COLUMN[language]]
    return read_name(cell, language) if cell else borrow(read_name(WORDS[word][1], "en"), "en")


NAMES = {language: {word: name(word, language) for word in WORDS} for language in WRITTEN_LANGUAGES}
NOUNS = {
    language: tongue(language).nouns({word: row[0] for word, row in WORDS.items()}, NAMES[language]) for language in READ_LANGUAGES
}
LEAVES = {
    "NUMBER": st.integers(0, 2_000_000),
    "DATE": st.one_of(
        st.dates(__import__("datetime").date(1900, 1, 1), __import__("datetime").date(9998, 12, 31)).map(
            lambda day: day.isoformat()
        ),
        st.datetimes(__import__("datetime").datetime(1900, 1, 1), __import__("datetime").datetime(9998, 12, 31)).map(
            lambda t: t.isoformat(timespec="minutes")
        ),
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
@settings(max_examples=SENTENCES, deadline=None)
@given(sentence=of_category(tree.Sentence))
def test_any_sentence_is_read_back_as_it_was_written(language, sentence):
    written = tongue(language).write(sentence, NAMES[language])
    assert tongue(language).read(written, NOUNS[language], NAMES[language]) == sentence, written


@pytest.mark.parametrize("language", WRITTEN_LANGUAGES)
@pytest.mark.parametrize("kind", NODE_BY_NAME.values(), ids=lambda kind: kind.__name__)
def test_every_node_has_a_wording_in_every_tongue(language, kind):
    said = [{piece.name for piece in wording if isinstance(piece, Slot)} for wording in tongue(language).forms.wordings[kind]]
    assert set(field_types(kind)) in said


@pytest.mark.parametrize("language", WRITTEN_LANGUAGES)
@settings(max_examples=SENTENCES, deadline=None)
@given(sentence=of_category(tree.Sentence))
def test_every_part_of_a_sentence_shows_in_every_tongue(language, sentence):
    written = tongue(language).write(sentence, NAMES[language])
    surface = tongue(language).writer.surface
    for type_, value in leaves(sentence):
        if type_.kinds:
            shown = NAMES[language][value].text
        elif type_.token == "NUMBER":
            shown = surface.figure(value)
        elif type_.token == "DATE":
            shown = surface.date(value)
        else:
            shown = value
        assert shown.casefold() in written.casefold()


def leaves(node):
    for name, type_ in field_types(type(node)).items():
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else () if value is None else (value,):
            if isinstance(part, tree.Node):
                yield from leaves(part)
            else:
                yield type_, part


@settings(max_examples=SENTENCES, deadline=None)
@given(sentence=of_category(tree.Sentence))
def test_arabic_runs_from_right_to_left_with_everything_else_set_apart(sentence):
    written = tongue("ar").write(sentence, NAMES["ar"])
    strong = next(c for c in written if unicodedata.bidirectional(c) in ("L", "R", "AL"))
    alone = re.sub("\u2068[^\u2068\u2069]*\u2069", "", written)
    without_dates = re.sub(r"\d{1,2} [\u0620-\u064a ]+/[\u0620-\u064a]+ \d{4}", "", alone)
    assert not re.search("[A-Za-z0-9\u2068\u2069]", without_dates), written
    assert unicodedata.bidirectional(strong) == "AL" or written.lstrip("[(").startswith("\u2068")


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
@settings(max_examples=SENTENCES // 3, deadline=None)
@given(sentence=of_category(tree.Sentence))
def test_other_tongues_run_from_left_to_right_without_marks(language, sentence):
    written = tongue(language).write(sentence, NAMES[language])
    assert not {unicodedata.bidirectional(c) for c in written} & {"R", "AL", "FSI", "PDI", "RLE", "RLI"}


@pytest.mark.parametrize("language", WRITTEN_LANGUAGES)
def test_no_form_of_a_word_belongs_to_two_words(language):
    forms = tongue(language).forms
    owner = {}
    for base, all_forms in (*forms.inflected.items(), *forms.counted.items()):
        for form in set(all_forms):
            assert owner.setdefault(form, base) == base

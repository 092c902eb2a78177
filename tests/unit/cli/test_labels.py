"""The words around an answer: the same labels, with the same slots, in each language."""

import re

from safeconduct.cli.answer import Line, columns
from safeconduct.cli.labels import label, labels_of
from safeconduct.deal.standing import STATES


def test_every_label_is_there_in_each_language_with_the_same_slots():
    english, french = labels_of("en"), labels_of("fr")
    slots = lambda labels: {key: sorted(set(re.findall(r"\{(\w+)\}", text))) for key, text in labels.items()}
    assert slots(english) == slots(french)


def test_every_state_has_its_words():
    assert all(label(language, f"state.{state}") for language in ("en", "fr") for state in STATES)


def test_lines_stay_on_the_page_and_french_signs_stay_with_their_words():
    text = "mot " * 24 + "« citation » : 10 000 personnes"
    lines = Line(text, indent=2).wrapped()
    assert max(map(len, lines)) <= 100
    assert not any(line.strip().startswith(("»", ":", "000")) for line in lines)
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())


def test_columns_stand_under_each_other():
    shown = [line.text for line in columns([("a", "one"), ("long", "two " * 40)])]
    assert shown[0].index("one") == shown[1].index("two") == len(shown[2]) - len(shown[2].lstrip())

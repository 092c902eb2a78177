"""The field's words: the glossary is whole, and one side's names for the other stand in nothing that this project writes."""

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from safeconduct.deal.language import WRITTEN_LANGUAGES
from safeconduct.errors import CODES

GLOSSARY = (Path(__file__).parents[2] / "GLOSSARY.md").read_text("utf-8")
TERMS = """agreement, clause, offer, statement, commitment, condition, guarantor, party, envoy, joint commission, corridor, crossing point, checkpoint,
assembly point, holding area, convoy, batch, rotation, manifest, escort, window, notification, hold, release, suspension, resumption,
reciprocity, exposure, undertaking, laissez-passer, observation, incident, alleged violation, violation, waiver, extension, voluntariness"""
AVOIDED = re.compile(
    r"\b(terroris\w+|militants?|rebels?|rebelles?|régime|regime|surrenders?|reddition|screening lists?)\b"
    r"|\b(террорист\w*|боевик\w*|мятежник\w*|режим\w*|капитуляц\w*)\b|إرهاب|متمرد|استسلام",
    re.IGNORECASE,
)


def strings(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    else:
        yield str(value)


def wordings():
    language = resources.files("safeconduct.deal") / "language"
    lint = resources.files("safeconduct.deal") / "lint"
    for file in (*(language / f"{code}.toml" for code in WRITTEN_LANGUAGES), lint / "wording.toml"):
        yield file.name, " ".join(strings(tomllib.loads(file.read_text("utf-8"))))
    yield "codes", " ".join(f"{code.title} {code.text}" for code in CODES.values())
    yield "harbour", (resources.files("safeconduct") / "cases" / "harbour" / "agreement.deal.md").read_text("utf-8")


def test_the_glossary_has_every_term_in_four_languages_with_its_meaning():
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in GLOSSARY.splitlines() if line.startswith("| ")]
    known = {row[0]: row for row in rows if len(row) == 5}
    missing = [term for term in re.split(r",\s+", TERMS) if not all(known.get(term, [""]))]
    assert missing == []


@pytest.mark.parametrize(("where", "text"), [*wordings()], ids=lambda value: value if len(value) < 40 else "")
def test_no_wording_uses_one_sides_name_for_the_other(where, text):
    assert AVOIDED.search(text) is None, where


def test_the_avoided_words_are_found_where_they_are():
    assert all(AVOIDED.search(words) for words in ("the rebels", "боевики", "المتمردون"))
    assert not AVOIDED.search("the garrison")

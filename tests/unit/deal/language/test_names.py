"""The hints in a name cell: the elided article l' gives article and gender, or is refused."""

import pytest

from safeconduct.deal import read, write_clause
from safeconduct.deal.language import misread, read_name
from safeconduct.errors import InputWrong

FILE = """---
format: safeconduct-deal/1
deal: gate
title: {fr: "La porte"}
languages: [fr]
clock: Europe/Paris
day-count: 0
---

## Words

| id | kind | Français |
| --- | --- | --- |
| east | party | est (NAME) |
| open | act | ouvrir la porte |

## Français

**1.1** L'[est] s'engage à [ouvrir la porte].
"""


def test_an_elided_article_is_an_article_and_a_gender():
    for cell, article, gender in (("école (l' f)", "la", "f"), ("hôpital (l\u2019, m)", "le", "m")):
        name = read_name(cell, "fr")
        assert (name.text, name.article, name.gender) == (cell.split(" ")[0], article, gender)
        assert misread(cell, "fr") is None


@pytest.mark.parametrize("cell", ["école (l')", "écoles (l' f pl)", "école (la l')", "porte (l' f)"])
def test_an_elided_article_that_cannot_be_is_refused(cell):
    assert misread(cell, "fr")


def test_a_text_is_written_with_it_and_refused_without_the_gender():
    sentence = write_clause(read(FILE.replace("NAME", "l' m").encode()), "1.1", "fr")
    assert sentence.startswith("L'[est] s'engage à")
    assert sentence == write_clause(read(FILE.replace("NAME", "le").encode()), "1.1", "fr")
    with pytest.raises(InputWrong) as caught:
        read(FILE.replace("NAME", "l'").encode())
    assert "est (l'): the article l' does not say whether" in str(caught.value)

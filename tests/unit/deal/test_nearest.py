import pytest

from safeconduct.deal import read
from safeconduct.deal.check import problems
from safeconduct.errors import InputWrong

HEAD = """---
format: safeconduct-deal/1
deal: quay
title: {{en: "Quay", fr: "Quai"}}
languages: [{language}]
clock: Etc/UTC
day-count: 0
---

## Words

| id | kind | English | Français | shown by |
| --- | --- | --- | --- | --- |
| north | party | north (the) | nord (le) | |
| south | party | south (the) | sud (le) | |
| court | body | old court (the) | vieille cour (la) | |
| open | act | open the port or the gate | ouvrir le port ou la porte | deed |
| isle | place | isle (the) | île (l' f) | observation |
| storm | event | storm (the) | tempête (la) | observation |

## {title}

**1.1** {sentence}
"""


def told(sentence, language="en"):
    title = {"en": "English", "fr": "Français"}[language]
    with pytest.raises(InputWrong) as caught:
        read(HEAD.format(language=language, title=title, sentence=sentence).encode())
    return next(problem for problem in caught.value.problems if "1.1" in problem.what)


@pytest.mark.parametrize(
    ("sentence", "language", "what", "more"),
    [
        # What is told is what stops the sentence, not what happens to stand elsewhere in it.
        ("The [north] and the [south] shall [open the port or the gate], within 2 days of the [storm].", "en", "two bearers", ""),
        ("Le [nord] et le [sud] doivent [ouvrir le port ou la porte], dans un délai de 2 jours à compter de la [tempête].", "fr", "deux sujets", ""),
        ("The [north] shall [open the port or the gate], within 2 days of finding.", "en", "from “finding” on", "“the”"),
        ("The [north] shall not [open the port or the gate], without the [south].", "en", "from “,” on", "“, with”"),
        # How the part that is begun is worded, and where it belongs.
        ("Before clause 2.1 the [north] shall [open the port or the gate].", "en", "from “before” on", "after the act: “, before [clauses]”"),
        ("At the same time as clause 2.1, the [north] shall [open the port or the gate].", "en", "from “at” on", "after the act: “, at the same time as [clauses] within [lag]”"),
        ("After the [north] has opened, the [south] shall [open the port or the gate].", "en", "from “opened” on", "placed first: “after [actor] has done the act [action]”"),
        ("Le [nord] doit [ouvrir le port ou la porte], en même temps que la clause 2.1.", "fr", "from its end on", "“, en même temps que [clauses] à [lag] près”"),
        ("The [north] shall do any of the following: (a) [open the port or the gate], by day 3.", "en", "from “, by” on", "take no details"),
    ],
)  # fmt: skip
def test_a_sentence_is_told_what_stops_it_and_how_the_part_it_begins_is_worded(sentence, language, what, more):
    problem = told(sentence, language)
    assert what in problem.what
    assert more in "\n".join(problem.more)


@pytest.mark.parametrize(
    ("sentence", "language", "form"),
    [
        ("The [north] agrees to [open the port or the gate], by day 3.", "en", "[party] undertakes to [act] …"),
        ("The [north] must [open the port or the gate], by day 3.", "en", "[party] shall [act] …"),
        ("The [north] is willing to [open the port or the gate], by day 3.", "en", "[party] is ready to [act] …"),
        ("Le [nord] promet de [ouvrir le port ou la porte].", "fr", "[party] s'engage à [act] …"),
        ("Les [nord] ne devront pas [ouvrir le port ou la porte].", "fr", "[party] ne doit pas [act] …"),
    ],
)
def test_the_nearest_form_knows_what_people_write_for_it(sentence, language, form):
    assert told(sentence, language).do.endswith(form)


def test_a_body_that_exists_already_is_told_to_be_a_party():
    agreement = read(
        HEAD.format(language="en", title="English", sentence="The [old court] shall [open the port or the gate].").encode()
    )
    do = next(problem.do for problem in problems(agreement) if problem.code == "deal/not-established")
    assert "The [old court] is established, with 2 members from each of the [north] and the [south], deciding by consensus." in do
    assert "make it a party" in do

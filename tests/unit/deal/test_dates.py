"""Dates and time limits, read from a small text in both languages: clock changes, two limits for one act, limits after the end."""

import pytest

from safeconduct.deal import read, write_clause
from safeconduct.deal.check import problems

HEAD = """---
format: safeconduct-deal/1
deal: quay
title: {{en: "The quay", fr: "Le quai"}}
languages: [en, fr]
clock: {clock}
day-count: {count}
---

## Words

| id | kind | English | Français | shown by |
| --- | --- | --- | --- | --- |
| north | party | north (the) | nord (le) | |
| open | act | open the gate | ouvrir la porte | observation |
| sweep | act | sweep the quay | balayer le quai | observation |

"""
ENDS = ("This agreement ends on day 30.", "Le présent accord prend fin le jour 30.")


def quay(*said, clock="Europe/Lisbon", count=0):
    english, french = ("".join(f"**1.{n}** {one[i]}\n\n" for n, one in enumerate(said, 1)) for i in (0, 1))
    return read(f"{HEAD.format(clock=clock, count=count)}## English\n\n{english}## Français\n\n{french}".encode())


def opens(english, french):
    return f"The [north] shall [open the gate], {english}.", f"Le [nord] doit [ouvrir la porte], {french}."


def found(*said, **settings):
    return [problem for problem in problems(quay(*said, **settings)) if problem.code != "deal/unused-word"]


def test_a_skipped_time_names_both_neighbours():
    (wrong,) = found(opens("by 26 March 2017 at 01:30", "au plus tard le 26 mars 2017 à 01:30"))
    assert wrong.code == "kernel/clock-change"
    assert "00:59" in wrong.what
    assert "02:00" in wrong.what
    assert "26 March 2017" in wrong.where.excerpt


def test_a_repeated_time_asks_for_its_offset_and_takes_it():
    (wrong,) = found(opens("by 29 October 2017 at 01:30", "au plus tard le 29 octobre 2017 à 01:30"))
    assert wrong.do == "add the offset: 01:30 (UTC+1) or 01:30 (UTC+0)"
    settled = opens("by 29 October 2017 at 01:30 (UTC+1)", "au plus tard le 29 octobre 2017 à 01:30 (UTC+1)")
    assert found(settled) == []
    for at, language in enumerate(("en", "fr")):
        assert write_clause(quay(settled), "1.1", language) == settled[at]
    (wrong,) = found(opens("by 29 October 2017 at 12:00 (UTC+1)", "au plus tard le 29 octobre 2017 à 12:00 (UTC+1)"))
    assert wrong.do == "write 12:00 (UTC+0)"


def test_a_day_that_the_zone_went_over():
    said = opens("by 30 December 2011", "au plus tard le 30 décembre 2011")
    assert [wrong.code for wrong in found(said, clock="Pacific/Apia")] == ["deal/impossible-date"]
    assert found(said) == []


TWO = [
    ("by day 9, by day 2", "au plus tard le jour 9, au plus tard le jour 2"),
    ("by day 9, within 3 days of the signature", "au plus tard le jour 9, dans un délai de 3 jours à compter de la signature"),
    ("until and including day 3, until and including day 9", "jusqu'au jour 3 inclus, jusqu'au jour 9 inclus"),
    ("from day 3, from day 9", "à compter du jour 3, à compter du jour 9"),
]


@pytest.mark.parametrize("limits", TWO, ids=[english for english, _ in TWO])
def test_one_act_has_one_limit(limits):
    assert [wrong.code for wrong in found(opens(*limits))] == ["deal/two-limits"]


def test_a_limit_before_the_sentence_and_one_behind_are_two():
    said = ("By day 2, the [north] shall [open the gate], by day 9.", "Au plus tard le jour 2, le [nord] doit [ouvrir la porte], au plus tard le jour 9.")  # fmt: skip
    assert [wrong.code for wrong in found(said)] == ["deal/two-limits"]


def test_each_option_of_an_election_has_its_own():
    said = (
        "The [north] shall either [open the gate], by day 2 or [sweep the quay], by day 9.",
        "Le [nord] doit soit [ouvrir la porte], au plus tard le jour 2, soit [balayer le quai], au plus tard le jour 9.",
    )
    assert found(said) == []


LATE = [
    (("by day 31", "au plus tard le jour 31"), {}),
    (("within 31 days of the signature", "dans un délai de 31 jours à compter de la signature"), {}),
    (("within 5 weeks of the signature", "dans un délai de 5 semaines à compter de la signature"), {}),
    (("within 2 months of the signature", "dans un délai de 2 mois à compter de la signature"), {}),
    (("within 800 hours of the signature", "dans un délai de 800 heures à compter de la signature"), {}),
    (("until and including day 31", "jusqu'au jour 31 inclus"), {"count": 1}),
]
EARLY = [
    (("by day 30", "au plus tard le jour 30"), {}),
    (("within 30 days of the signature", "dans un délai de 30 jours à compter de la signature"), {}),
    (("within 30 days of the signature", "dans un délai de 30 jours à compter de la signature"), {"count": 1}),
    (("within 720 hours of the signature", "dans un délai de 720 heures à compter de la signature"), {}),
]


@pytest.mark.parametrize(("limit", "settings"), LATE)
def test_a_limit_after_the_end(limit, settings):
    (wrong,) = found(opens(*limit), ENDS, **settings)
    assert wrong.code == "deal/after-the-end"
    assert "clause 1.1" in wrong.what
    assert "clause 1.2" in wrong.what


@pytest.mark.parametrize(("limit", "settings"), EARLY)
def test_a_limit_on_the_last_day_is_in_time(limit, settings):
    assert found(opens(*limit), ENDS, **settings) == []


def test_calendar_days_are_compared_with_the_end_and_with_the_signature():
    late = opens("by 2 May 2020", "au plus tard le 2 mai 2020")
    ends = ("This agreement ends on 1 May 2020.", "Le présent accord prend fin le 1er mai 2020.")
    signed = ("Signed on 1 April 2020 by the [north] as a party.", "Signé le 1er avril 2020 par le [nord] en qualité de partie.")
    assert [wrong.code for wrong in found(late, ends)] == ["deal/after-the-end"]
    assert [wrong.code for wrong in found(late, ENDS, signed)] == ["deal/after-the-end"]
    assert found(late, ENDS) == [], "without the date of the signature nobody can tell"


def test_what_survives_or_is_renewed_has_time():
    late = opens("by day 31", "au plus tard le jour 31")
    survives = ("Clause 1.1 survives the end of this agreement.", "La clause 1.1 survit à la fin du présent accord.")
    renewed = (
        "This agreement is renewed for 3 months unless the [north] objects at least 1 week before its end.",
        "Le présent accord est renouvelé pour 3 mois sauf si le [nord] s'y oppose au moins 1 semaine avant sa fin.",
    )
    assert found(late, ENDS, survives) == []
    assert found(late, ENDS, renewed) == []

"""What stands in the way, what a concession buys and the price of mistrust, in words."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from safeconduct.movement.advice import concede
from safeconduct.movement.advice.concede import Concession, MistrustPoint
from safeconduct.movement.instances import aleppo
from safeconduct.movement.telling.explain_worth import CONCEDED, KINDS, bottleneck, concession_lines, mistrust_lines
from safeconduct.movement.timetable import Bound, Certificate

PROBLEM = aleppo()
LANGUAGES = ("en", "fr")


def row(kind: str, hours: float | None, about: str = "bus at aleppo") -> Concession:
    last = None if hours is None else 353 - int(hours * 4)
    return Concession(kind, about, 10, "6.1", last, None if hours is None else Fraction(10**7), hours)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dearest_concession_opens_and_the_rest_follow_in_order(language: str) -> None:
    rows = [
        row("as agreed", 0.0),
        row("more vehicles", 6.75),
        row("more vehicles", None),
        row("more vehicles", -17.25),
        row("more vehicles", 44),
    ]
    (head, most), table = concession_lines(PROBLEM, rows, language)
    assert [re.sub(r"[^\d,.]", "", line[0]).replace(",", ".") for line in table] == ["", "44", "6.75", "17.25", ""]
    assert "44" in most
    assert {"en": "within this discretised model", "fr": "dans ce modèle discrétisé"}[language] in head
    assert not [cell for line in table for cell in line if "{" in cell]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_bought_that_is_said(language: str) -> None:
    (_, most), _ = concession_lines(PROBLEM, [row("as agreed", 0.0), row("more vehicles", 0.0)], language)
    assert most.startswith({"en": "None of them", "fr": "Aucune"}[language])


def test_every_kind_of_concession_has_words() -> None:
    source = Path(concede.__file__).read_text("utf-8")
    assert set(re.findall(r'yield "([^"]+)"', source)) | {"as agreed"} == set(CONCEDED)
    assert set(KINDS) <= set(CONCEDED)


def test_a_share_is_told_of_the_statement_it_carries() -> None:
    def proof(last: int, claim: str, **prices: int) -> Certificate:
        return Certificate(last, claim, 1, tuple((name, ((0, price),)) for name, price in prices.items()), Fraction(1))

    bound = Bound(
        10,
        Fraction(5),
        10,
        (proof(9, "none", a=1, b=3), proof(99, "none", c=1), proof(99, "none", d=1), proof(10, "person-slots", e=2)),
    )
    assert bottleneck(bound) == (
        ("last arrival", "b", 0.75), ("last arrival", "a", 0.25), ("waiting", "e", 1.0), ("gate", "c", 0.5), ("gate", "d", 0.5),
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exposure_below_a_convoy_on_both_sides_asks_who_goes_first(language: str) -> None:
    points = [MistrustPoint(percent, (("6.1", *ahead),), None, None) for percent, ahead in ((0, (0, 0)), (5, (125, 15)))]
    head, table = mistrust_lines(PROBLEM, points, language)
    first = {"en": "who goes first?", "fr": "qui part le premier"}[language]
    assert [first in " ".join(row) for row in table] == [True, False]
    assert {"en": "within this discretised model", "fr": "dans ce modèle discrétisé"}[language] in head

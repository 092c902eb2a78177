"""Notes on months: the date a length comes to, and the rounding of a day that the later month does not have."""

import importlib.util
from pathlib import Path

import pytest

from safeconduct.deal.notes import notes

_spec = importlib.util.spec_from_file_location("dates", Path(__file__).with_name("test_dates.py"))
dates = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(dates)


def within(english, french):
    return dates.opens(f"within {english}", f"dans un délai de {french}")


JANUARY = within("1 month of 31 January 2023", "1 mois à compter du 31 janvier 2023")


def test_a_month_after_the_31st_of_january_is_rounded_and_says_so():
    (note,) = notes(dates.quay(JANUARY))
    assert note.ends == ("2023-02-28",)
    assert note.text == (
        "Clause 1.1: 1 month from 31 January 2023, that is until the end of 28 February 2023 (Europe/Lisbon). "
        "There is no 31 February 2023: the last day of that month counts."
    )
    (french,) = notes(dates.quay(JANUARY), "fr")
    assert "28 février 2023" in french.text
    assert "31 février 2023 n'existe pas" in french.text


@pytest.mark.parametrize(
    ("length", "count", "ends", "rounded"),
    [
        (("1 month of 31 January 2024", "1 mois à compter du 31 janvier 2024"), 0, ("2024-02-29",), True),
        (("1 month of 15 January 2024", "1 mois à compter du 15 janvier 2024"), 0, ("2024-02-15",), False),
        (("1 month of 15 January 2024", "1 mois à compter du 15 janvier 2024"), 1, ("2024-02-14",), False),
        (("1 to 2 months of 31 December 2023", "1 à 2 mois à compter du 31 décembre 2023"), 0, ("2024-01-31", "2024-02-29"), True),
    ],
)
def test_the_date_is_the_one_the_deed_level_counts_to(length, count, ends, rounded):
    (note,) = notes(dates.quay(within(*length), count=count))
    assert note.ends == ends
    assert ("There is no" in note.text) is rounded


def test_from_the_signature_once_it_is_dated():
    limit = within("1 month of the signature", "1 mois à compter de la signature")
    signed = ("Signed on 31 March 2020 by the [north] as a party.", "Signé le 31 mars 2020 par le [nord] en qualité de partie.")
    (note,) = notes(dates.quay(limit))
    assert note.ends == ()
    assert "its last day counts" in note.text
    (note,) = notes(dates.quay(limit, signed))
    assert note.ends == ("2020-04-30",)


def test_days_and_hours_need_no_note():
    assert notes(dates.quay(within("30 days of 31 January 2023", "30 jours à compter du 31 janvier 2023"))) == ()

"""Rival readings: where two parties will read one text differently, and what follows."""

from safeconduct.deal.deeds import Deed
from safeconduct.deal.norms import Force
from safeconduct.deal.promise import BlockedItem, Facts, OwedItem, rival_readings

from .agreements import agreement

READ = "One reading of “first of all” in clause {clause} is that if [north] decides to [leave], and after clause 1.3 is complete, {then}"
ORDER = agreement(
    "north party, south party, east party, leave act, escort act, host act, sign act",
    "If [north] decides to [leave], [south] is ready to [escort].",
    "If [north] decides to [leave], [east] is ready to [host].",
    "If [east] decides to [sign], [east] is ready to [sign].",
    READ.format(clause="1.1", then="[south] is ready to [escort]."),
    READ.format(clause="1.2", then="[east] is ready to [host]."),
)
LEAVES = Facts(decided=frozenset({Deed("north", "leave")}))
SIGNS = Facts(decided=frozenset({Deed("north", "leave"), Deed("east", "sign")}))


def test_clauses_re_read_by_one_word_are_re_read_together():
    (reading,) = rival_readings(ORDER, LEAVES)
    assert (reading.word, reading.clauses) == ("first of all", (("1.1", "1.4"), ("1.2", "1.5")))
    (shift,) = reading.shifts
    assert (shift.force, [norm.clause for norm in shift.lost], shift.gained) == (Force.OFFERED, ["1.1", "1.2"], ())


def test_both_readings_of_a_clause_stand_side_by_side():
    ((shift,),) = (reading.shifts for reading in rival_readings(ORDER, LEAVES))
    turn = shift.turns[0]
    assert (turn.clause, type(turn.written), type(turn.reread)) == ("1.1", OwedItem, BlockedItem)
    assert (turn.reread.reason, turn.reread.who) == ("undecided", ("east",))


def test_who_is_waited_for_differs_before_anything_is_owed():
    ((shift,),) = (reading.shifts for reading in rival_readings(ORDER, Facts()))
    assert [(turn.clause, turn.written.who, turn.reread.who) for turn in shift.turns] == [
        ("1.1", ("north",), ("east", "north")),
        ("1.2", ("north",), ("east", "north")),
    ]
    assert shift.lost == shift.gained == ()


def test_a_reading_that_makes_no_difference_is_named_and_changes_nothing():
    (reading,) = rival_readings(ORDER, SIGNS)
    assert reading.shifts == ()


def test_another_deed_is_a_difference_even_where_both_are_owed():
    other = agreement(
        "north party, leave act, quay place, isle place",
        "[north] is ready to [leave], to [quay].",
        "One reading of “there” in clause 1.1 is that [north] is ready to [leave], to [isle].",
    )
    ((shift,),) = (reading.shifts for reading in rival_readings(other, Facts()))
    assert [(turn.written.norm.deed.slot("to"), turn.reread.norm.deed.slot("to")) for turn in shift.turns] == [
        (("quay",), ("isle",))
    ]


def test_a_text_without_rival_readings_has_none():
    assert rival_readings(agreement("north party, leave act", "[north] is ready to [leave]."), Facts()) == ()

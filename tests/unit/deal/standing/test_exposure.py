"""Exposure of each side, next safe acts, deadlocks and their cures, stages and debts."""

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.deal.standing import debts, explain_debt, explain_exposure, exposures, read_events, stages
from safeconduct.deal.standing.exposure import matched
from safeconduct.kernel import Truth

from .quay import deal, entry, instant, story

LINK = (
    "1.1 The movements of the [families] and of the [buses] are linked at {a} for {b}, counted as arrived, "
    "with a lead of at most {x} for the first and of at most {y} for the second, in batches of at least {n}, settled by 9 May 2020."
)


def link(a=1, b=1, x=60, y=60, n=20, *more):
    return deal(LINK.format(a=a, b=b, x=x, y=y, n=n), *more)


def counted(number, group, low, high, actor="mission", stage="arrived"):
    return entry(number, "2020-05-02", "count", actor, what=group, low=low, high=high, stage=stage)


def exposure(agreement, *entries):
    (found,) = exposures(agreement, read_events(entries, "quay"), instant("2020-05-03"))
    return found


def test_nobody_has_moved_and_both_may_move_up_to_their_bound():
    found = exposure(link())
    assert [(s.lead_low, s.lead_high, s.next_most) for s in (found.left, found.right)] == [(0, 0, 60), (0, 0, 60)]
    assert found.safe == ("families", "buses")


def test_the_side_at_its_bound_waits_for_the_other():
    found = exposure(link(), counted(1, "families", 60, 60))
    assert (found.left.lead_high, found.left.next_most, found.right.next_most) == (60, 0, 120)
    assert found.safe == ("buses",)


def test_departed_people_are_not_counted_as_arrived():
    assert exposure(link(), counted(1, "families", 60, 60, stage="departed")).left.lead_high == 0


def test_uncertain_figures_are_taken_at_their_worst():
    found = exposure(link(), counted(1, "families", 70, 90), counted(2, "buses", 10, 40))
    assert (found.left.lead_low, found.left.lead_high, found.left.within.value) == (30, 80, "unknown")
    assert exposure(link(), counted(1, "families", 70, 90), counted(2, "buses", 0, 5)).left.within.value == "no"


def test_counters_that_differ_widen_the_range_and_are_never_averaged():
    found = exposure(link(), counted(1, "families", 40, 40), counted(2, "families", 90, 90, actor="south"))
    assert (found.left.moved.low, found.left.moved.high, found.left.moved.differ) == (40, 90, True)


def test_a_deadlock_names_its_cures_the_smallest_change_first():
    text = link(1, 1, 30, 10, 40, "9.1 For signature by the [guarantor] as a guarantor.")
    found = exposure(text, counted(1, "families", 10, 10))
    assert found.deadlock
    assert [(c.kind, c.number) for c in found.cures] == [
        ("smaller tranche", 20), ("smaller tranche", 20), ("simultaneous release", 40), ("holding point", 0),
        ("guarantor first", 0), ("raise the bound", 50), ("raise the bound", 40),
    ]  # fmt: skip
    for language, word in (("en", "guarantor performing first"), ("fr", "garant")):
        told = " ".join(explain_exposure(text, found, language))
        assert word in told
        assert "{" not in told


def test_a_link_stands_in_one_word_and_says_who_is_ahead():
    moved = lambda low, high, other=0: exposure(link(), counted(1, "families", low, high), counted(2, "buses", other, other))
    stands = lambda found: (found.state, found.ahead)
    assert stands(exposure(link())) == ("within the bound", "")
    assert stands(moved(30, 60)) == ("within the bound", "families")
    assert stands(moved(30, 70)) == ("cannot tell", "families")
    assert stands(moved(61, 70)) == ("beyond the bound", "families")
    assert stands(moved(0, 0, 20)) == ("within the bound", "buses")
    assert stands(exposure(link(1, 1, 30, 10, 40))) == ("deadlock", "")


@given(
    shares=st.tuples(st.integers(1, 4), st.integers(1, 4)), bound=st.integers(0, 40),
    own=st.tuples(st.integers(0, 60), st.integers(0, 20)), other=st.tuples(st.integers(0, 60), st.integers(0, 20)), data=st.data(),
)  # fmt: skip
def test_moving_the_most_that_is_safe_keeps_the_lead_in_bounds_whatever_the_true_figures(shares, bound, own, other, data):
    a, b = shares
    text = link(a, b, bound, 1000, 1)
    found = exposure(text, counted(1, "families", own[0], sum(own)), counted(2, "buses", other[0], sum(other)))
    true_own, true_other = data.draw(st.integers(own[0], sum(own))), data.draw(st.integers(other[0], sum(other)))
    if found.left.next_most:
        assert true_own + found.left.next_most - matched(true_other, (a, b)) <= bound
    assert found.left.lead_low <= max(0, true_own - matched(true_other, (a, b))) <= found.left.lead_high


STAGES = deal(
    "1.1 Stage 1 exchanges exactly 100 of the [families] for exactly 50 of the [buses], the first going first, and the remainder carries over.",
    "1.2 Stage 2 exchanges exactly 100 of the [families] for exactly 50 of the [buses], both at once, and the remainder blocks the next stage.",
    "1.3 Stage 3 exchanges exactly 100 of the [families] for exactly 50 of the [buses], the order not being settled, and the remainder is not settled.",
)


def test_stages_say_whose_turn_it_is_and_when_the_text_does_not():
    turns = lambda *entries: [s.turn for s in stages(STAGES, read_events(entries, "quay"), instant("2020-05-03"))]
    assert turns() == ["the first", "both at once", "nobody"]
    assert turns(counted(1, "families", 100, 100))[0] == "the second"
    assert turns(counted(1, "families", 230, 230), counted(2, "buses", 100, 100)) == ["nobody", "nobody", "not settled"]
    second = stages(STAGES, read_events([counted(1, "families", 130, 150)], "quay"), instant("2020-05-03"))[1]
    assert (second.left_moved.low, second.left_moved.high, second.left_needs) == (30, 50, 70)


def test_a_deed_done_on_credit_is_a_debt_until_it_is_returned():
    text = deal(
        "1.1 [South] undertakes to [repair the bridge].",
        "2.1 Provided that [South] undertakes to [repair the bridge], [North] undertakes to [open the gate].",
        "3.1 After [North] has done the act [open the gate], [South] shall [leave the harbour].",
    )
    opened = entry(1, "2020-05-02", "deed", "north", act="open_gate")
    repaired = entry(2, "2020-05-02", "deed", "south", act="repair")
    owing = lambda *entries: [(d.creditors, d.done, d.debtors, d.owed) for d in debts(story(text, *entries, at="2020-05-03"))]
    assert owing() == []
    assert sorted(owing(opened)) == [(("north",), "2.1", ("south",), "1.1"), (("north",), "2.1", ("south",), "3.1")]
    assert owing(opened, repaired) == [(("north",), "2.1", ("south",), "3.1")]
    (debt,) = debts(story(text, opened, repaired, at="2020-05-03"))
    assert explain_debt(text, debt) == "Done by North: clause 2.1. Still owed by South: clause 3.1."


def test_a_count_that_had_perhaps_not_been_made_yet_widens_the_lead_and_releases_nobody():
    open_ = entry(
        1, "2020-05-03 09:00", "count", "mission", to="2020-05-03 12:00", what="families", low=50, high=50, stage="arrived"
    )
    other = entry(2, "2020-05-03 09:30", "count", "mission", to="2020-05-03 13:00", what="buses", low=40, high=40, stage="arrived")
    at = {
        hour: exposures(link(), read_events([open_, other], "quay"), instant(f"2020-05-03 {hour}"))[0]
        for hour in ("10:00", "14:00")
    }
    perhaps, settled = at["10:00"], at["14:00"]
    assert (perhaps.left.lead_low, perhaps.left.lead_high, perhaps.left.next_most, perhaps.right.next_most) == (0, 50, 10, 20)
    assert (settled.left.lead_low, settled.left.lead_high, settled.left.next_most, settled.right.next_most) == (10, 10, 50, 70)
    assert any("e1 had happened by then cannot be told" in line for line in explain_exposure(link(), perhaps))
    (stage,) = stages(
        deal(
            "1.1 Stage 1 exchanges exactly 50 of the [families] for exactly 40 of the [buses], both at once, and the remainder carries over."
        ),
        read_events([open_, other], "quay"),
        instant("2020-05-03 10:00"),
    )
    assert (stage.complete, stage.left_moved.low, stage.left_moved.high) == (Truth.UNKNOWN, 0, 50)

"""Quantities by count: whose, where, over what; what is still missing; and readings that lead elsewhere."""

import pytest

from safeconduct.deal.standing import as_data, explain, sources_view
from safeconduct.deal.standing.counting import Estimate, Figure, ledgers, refuted
from safeconduct.deal.standing.readings import across_views
from safeconduct.deal.standing.timing import Band
from safeconduct.kernel import Count

from .quay import deal, entry, instant, one, state, story, told

# A fictional twin of a decommissioning in rounds of 210 of 840, where the third withdrawal hangs on the third round.
ROUNDS = deal(
    "1.1 [North] shall [hand in weapons], for at least 210 items among the [weapons], counted by the [mission], counted per round.",
    "1.2 [North] shall [hand in weapons], for at least 420 items among the [weapons], counted by the [mission], counted cumulatively.",
    "1.3 [North] shall [hand in weapons], for at least 630 items among the [weapons], counted by the [mission], counted cumulatively.",
    "2.3 After clause 1.3 is complete, [South] shall [move its units], by 25 May 2020.",
    "5.1 One reading of “round” in clause 1.3 is that [North] shall [hand in weapons], for at least 210 items among the [weapons], counted by the [mission], counted per round.",
    "5.2 One reading of “counted” in clause 1.3 is that [North] shall [hand in weapons], for at least 630 items among the [weapons], counted by [South], counted cumulatively.",
)


def count(number, day, actor, low, high, **more):
    return entry(number, day, "count", actor, what="weapons", unit="items", low=low, high=high, **more)


HISTORY = [
    count(1, "2020-05-03", "mission", 243, 243, clause="1.1", accepted=True),
    count(2, "2020-05-03", "mission", 36, 36, clause="1.1", accepted=False),
    count(3, "2020-05-10", "mission", 233, 233, clause="1.2", accepted=True),
    count(4, "2020-05-18", "mission", 166, 166, clause="1.3", accepted=True),
    count(5, "2020-05-18", "south", 0, 590, cumulative=True),
]


def test_the_third_stage_three_readings_three_answers_and_the_deciding_words():
    result = story(ROUNDS, *HISTORY, at="2020-05-18 12:00")
    assert one(result, "1.3").progress == (642, 642)
    assert one(result, "2.3").state == "due"
    told = {}
    for difference in result.readings:
        changed = {i.clause: i for i in difference.instances}
        told[difference.name] = (changed["2.3"].state, changed["1.3"].progress, changed["1.3"].needs)
    assert told == {"round": ("conditional", (166, 166), 44), "counted": ("conditional", (0, 590), 630)}
    rows = {row["clause"]: row for row in as_data(result)["instances"]}
    assert [(r["name"], r["state"]) for r in rows["2.3"]["readings"]] == [("round", "conditional"), ("counted", "conditional")]
    assert "642" in explain(result, one(result, "1.3")) or rows["1.3"]["state"] == "fulfilled"


def test_the_day_before_nothing_was_due_and_the_readings_agree():
    result = story(ROUNDS, *HISTORY, at="2020-05-17")
    assert one(result, "2.3").state == "conditional"
    assert all("2.3" not in [i.clause for i in d.instances if i.state != "conditional"] for d in result.readings)


def test_a_band_that_straddles_the_figure_cannot_be_told_and_says_how_many_more():
    text = deal(
        "1.1 [North] shall [hand in weapons], by 9 May 2020, for at least 200 items among the [weapons], counted by the [mission]."
    )
    counted = count(1, "2020-05-03", "mission", 150, 250)
    before, after = (one(story(text, counted, at=at), "1.1") for at in ("2020-05-04", "2020-05-12"))
    assert (before.state, before.progress, before.needs) == ("partly done", (150, 250), 50)
    assert after.state == "undetermined"
    assert one(story(text, count(1, "2020-05-03", "mission", 150, 199), at="2020-05-12"), "1.1").state == "overdue"


def test_competing_counters_are_never_averaged():
    text = deal("1.1 [North] shall [hand in weapons], for at least 200 items among the [weapons].")
    counts = [count(1, "2020-05-03", "mission", 250, 250), count(2, "2020-05-03", "south", 100, 100)]
    found = one(story(text, *counts, at="2020-05-04"), "1.1")
    assert (found.state, found.progress) == ("contested", (100, 250))


@pytest.mark.parametrize(("stage", "expected"), [("departed", "fulfilled"), ("arrived", "partly done")])
def test_where_people_count_decides(stage, expected):
    text = deal(f"1.1 [North] shall [leave the harbour], for at least 200 persons among the [families], counted as {stage}.")
    silent = deal("1.1 [North] shall [leave the harbour], for at least 200 persons among the [families].")
    counts = [
        entry(n, "2020-05-03", "count", "mission", what="families", unit="persons", stage=s, low=k, high=k)
        for n, s, k in ((1, "departed", 220), (2, "arrived", 150))
    ]
    assert state(text, "1.1", *counts, at="2020-05-04") == expected
    assert state(silent, "1.1", *counts, at="2020-05-04") == "contested"


def test_a_total_replaces_and_a_part_adds_and_held_is_the_last():
    figures = [
        Figure(f"f{n}", n, Band(*[instant(f"2020-05-0{n}")] * 2), "mission", "weapons", low, low, total=total)
        for n, low, total in ((1, 50, False), (2, 120, True), (3, 10, False))
    ]
    (book,) = ledgers(figures)
    assert [count.low for _, count in book.running()] == [50, 120, 130]
    assert book.count(held=True).low == 10


def test_an_estimate_is_refuted_only_by_lows_of_a_closed_group():
    closed, open_ = (Estimate("fighters", Count(6000, 8000), closed) for closed in (True, False))
    assert refuted(closed, [Count(5000, 5000), Count(3001, 4000)])
    assert not refuted(closed, [Count(5000, 9000), Count(2999, 9000)])
    assert not refuted(open_, [Count(9000, 9000)])


def test_views_agree_contest_or_do_not_know():
    text = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020.", "2.1 [South] undertakes to [cooperate].")
    opened = entry(1, "2020-05-02", "deed", "north", act="open_gate")
    views = {"north alone": sources_view(["north"]), "mission alone": sources_view(["mission"])}
    result = story(text, opened, at="2020-05-05", views=views)
    assert across_views(result, one(result, "1.1").key) == "contested"
    assert across_views(result, one(result, "2.1").key) == "unknown"
    both = story(text, opened, at="2020-05-05", views={"north alone": sources_view(["north"])})
    assert across_views(both, one(both, "1.1").key) == "agreed yes"
    none = story(text, at="2020-05-05", views=views)
    assert across_views(none, one(none, "1.1").key) == "agreed no"
    assert as_data(result)["instances"][0]["views"][0]["state"] == "overdue"


def test_an_event_known_only_to_a_day_is_in_time_late_or_cannot_be_told():
    text = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020 at 12:00.")
    around = entry(1, "2020-05-03", "deed", "north", to="2020-05-04", act="open_gate")
    found = one(story(text, around, at="2020-05-05"), "1.1")
    assert (found.state, found.in_time) == ("undetermined", "unknown")


def test_time_stops_while_suspended_as_the_text_says():
    text = lambda how: deal(
        "1.1 [North] undertakes to [open the gate], within 72 hours of 2 May 2020 at 00:00.",
        f"2.1 Clause 1.1 is suspended while the [storm] continues, with time limits {how}, as established by the [mission].",
    )
    storm = [
        entry(1, "2020-05-03", "state", "mission", state="storm", value="begins"),
        entry(2, "2020-05-04 06:00", "state", "mission", state="storm", value="ends"),
    ]
    assert one(story(text("stopped"), *storm, at="2020-05-06"), "1.1").due == instant("2020-05-06 06:00")
    assert one(story(text("running"), *storm, at="2020-05-06"), "1.1").due == instant("2020-05-05")
    assert one(story(text("stopped"), storm[0], at="2020-05-08"), "1.1").state == "suspended"
    said_by_south = [e | {"actor": "south"} for e in storm]
    assert one(story(text("stopped"), *said_by_south, at="2020-05-06"), "1.1").due == instant("2020-05-05")


def test_a_count_that_does_not_decide_and_one_that_is_too_high_are_told():
    text = deal(
        "1.1 [North] undertakes to [hand in weapons], for exactly 100 items among the [weapons], by 5 May 2020, counted by the [mission]."
    )

    def counted(actor, low, high):
        return entry(1, "2020-05-03", "count", actor, what="weapons", low=low, high=high, clause="1.1")

    assert "South counted 100 of the weapons; by the text the count of the mission decides." in told(
        text, "1.1", counted("south", 100, 100), at="2020-05-04"
    )
    assert "120 of the weapons, more than the 100 allowed" in told(text, "1.1", counted("mission", 120, 120), at="2020-05-04")
    assert "The figures leave it open: 95 to 105; 5 more" in told(text, "1.1", counted("mission", 95, 105), at="2020-05-07")


def test_a_quantity_reached_by_a_figure_in_dispute_is_contested():
    text = deal("1.1 [North] undertakes to [hand in weapons], for at least 100 items among the [weapons], by 5 May 2020.")
    counted = entry(1, "2020-05-03", "count", "mission", what="weapons", low=100, high=100, clause="1.1")
    dispute = entry(2, "2020-05-04", "dispute", "south", of="e1")
    assert state(text, "1.1", counted, at="2020-05-09") == "fulfilled"
    assert state(text, "1.1", counted, dispute, at="2020-05-09") == "contested"

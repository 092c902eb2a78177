"""What there is to see at an instant: who was known when, figures side by side, clocks as bands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.case import read_case
from safeconduct.case.clock import clocks
from safeconduct.case.explain import Teller
from safeconduct.case.view import admitted, count_of, side_by_side, stops
from safeconduct.deal import read
from safeconduct.kernel import Truth, parse_instant

CASE = read_case("harbour")
WARNING = b"""---
format: safeconduct-deal/1
deal: quay
title: {en: "A warning", fr: "Un avertissement"}
languages: [en]
clock: UTC
day-count: 0
---

## Words

| id | kind | English | Fran\xc3\xa7ais |
| --- | --- | --- | --- |
| north | party | North | Nord (m) |
| flood | event | flood (the) | crue (la) |
| rain | state | rain (the) | pluie (la) |

## English

**1.1** On 1 May 2020, [North] warned that the [flood] could come within 2 to 3 weeks if the [rain] continues.
"""


def entry(id_, kind, day, body, hours=0, actor="monitor", recorded=None):
    begin = parse_instant(f"2031-03-{day:02}T00:00:00Z") + timedelta(hours=hours)
    when = begin.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "id": id_,
        "deal": "harbour",
        "type": kind,
        "actor": actor,
        "occurred": {"from": when, "to": when},
        "recorded": recorded or when,
        "source": actor,
        "confidence": "A",
        "body": body,
    }


def case(*events):
    return replace(CASE, history=tuple(events), lines=tuple(range(1, len(events) + 1)))


def at(text):
    return parse_instant(text)


def test_admitted_by_when_it_happened_and_when_it_was_recorded():
    events = (
        entry("a", "incident", 1, {}),
        entry("b", "incident", 2, {}, recorded="2031-03-09T00:00:00Z"),
        entry("c", "incident", 3, {}),
    )
    assert [e["id"] for e in admitted(events, at("2031-03-02T00:00:00Z"))] == ["a", "b"]
    assert [e["id"] for e in admitted(events, at("2031-03-02T00:00:00Z"), at("2031-03-02T00:00:00Z"))] == ["a"]


def count(low, high, hours, actor, cumulative=True):
    return entry(
        f"{actor}{hours}", "count", 4, {"what": "garrison", "low": low, "high": high, "cumulative": cumulative}, hours, actor
    )


@pytest.mark.parametrize(
    ("figures", "disagree"), [(((10, 12), (11, 20)), False), (((10, 12), (13, 20)), True), (((10, None), (90, 90)), False)]
)
def test_figures_stand_side_by_side_and_are_never_averaged(figures, disagree):
    told = [count(low, high, 9, f"source{n}") for n, (low, high) in enumerate(figures)]
    (found,) = side_by_side(case(*told, count(5, 5, 9, "increment", cumulative=False)), at("2031-03-04T20:00:00Z"))
    assert [(c.low, c.high) for _, c in found.figures] == sorted(figures, key=lambda f: f[0])
    assert found.disagree is disagree


def test_a_missing_upper_figure_is_the_lower_one_and_null_is_none_known():
    assert (count_of({"low": 3}).high, count_of({"low": 3, "high": None}).high) == (3, None)


def test_a_stop_keeps_every_account_of_its_own_time():
    stop = entry("s", "suspension", 4, {"clauses": ["5.2"]}, 9)
    accounts = [entry(f"r{n}", "statement", 4, {"text": f"because {n}"}, 9) for n in range(3)]
    other = entry("o", "statement", 4, {"text": "later"}, 11)
    (found,) = stops(case(stop, *accounts, other), at("2031-03-04T20:00:00Z"))
    assert [e["id"] for e in found.accounts] == ["r0", "r1", "r2"]


def warned(*events):
    agreement = read(WARNING, "warning.deal.md")
    dated = replace(CASE.agreements[0], id="warning", agreement=agreement, since=None)
    return replace(CASE, agreements=(dated,), history=tuple(events)), dated


def test_a_clock_is_a_band_from_its_own_text():
    made, dated = warned()
    (clock,) = clocks(made, dated, at("2020-05-02T00:00:00Z"))
    assert (clock.earliest, clock.latest) == (at("2020-05-16T00:00:00Z"), at("2020-05-23T00:00:00Z"))
    assert clock.holds is Truth.UNKNOWN
    assert clocks(made, dated, at("2020-04-30T00:00:00Z")) == ()


@pytest.mark.parametrize(
    ("within", "latest"),
    [
        ({"amount": 5, "unit": "weeks"}, "2020-06-06T00:00:00Z"),
        ({"amount": 2, "halves": 1, "unit": "weeks"}, "2020-05-23T00:00:00Z"),
        ({"amount": "many", "unit": "weeks"}, "2020-05-23T00:00:00Z"),
        ({"amount": 5, "unit": "moons"}, "2020-05-23T00:00:00Z"),
        ("soon", "2020-05-23T00:00:00Z"),
    ],
)
def test_another_account_widens_the_band_only_when_it_can_be_computed(within, latest):
    said = dict(
        entry("w", "statement", 1, {"clause": "1.1", "within": within}),
        occurred={"from": "2020-05-01T00:00:00Z", "to": "2020-05-01T00:00:00Z"},
    )
    made, dated = warned(said)
    (clock,) = clocks(made, dated, at("2020-05-02T00:00:00Z"))
    assert (len(clock.accounts), clock.latest) == (2, at(latest))


@pytest.mark.parametrize(("value", "holds"), [("begins", Truth.YES), ("ends", Truth.NO)])
def test_whether_it_hangs_on_something_that_lasts_is_said(value, holds):
    state = entry("r", "state", 1, {"state": "rain", "value": value})
    state["occurred"] = {"from": "2020-05-01T00:00:00Z", "to": "2020-05-01T00:00:00Z"}
    made, dated = warned(state)
    (clock,) = clocks(made, dated, at("2020-05-02T00:00:00Z"))
    assert clock.holds is holds


@pytest.mark.parametrize(
    ("day", "told"),
    [("2020-05-02", "14 to 21 days left"), ("2020-05-18", "passed in one account"), ("2020-06-01", "the time has passed")],
)
def test_the_sentence_of_a_clock(day, told):
    made, dated = warned()
    (clock,) = clocks(made, dated, at(f"{day}T00:00:00Z"))
    said = Teller(made, "en").clock(clock, at(f"{day}T00:00:00Z"))
    assert told in said
    assert ("15 May 2020" in said, "22 May 2020" in said) == (True, True)
    assert "de la pluie" in Teller(made, "fr").clock(clock, at(f"{day}T00:00:00Z"))

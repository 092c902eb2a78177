"""The protection gate: each protection taken away in turn, by clause and by entry; waivers need two persons."""

import importlib.util
import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from safeconduct.deal import tree
from safeconduct.deal.gate import Element, Gate, Guard, ReadyLeg, State, protection_gate, read_waiver, ready_leg
from safeconduct.deal.legs import Leg, legs_of
from safeconduct.deal.standing import read_events
from safeconduct.errors import InputWrong, Refused
from safeconduct.kernel import parse_instant

_spec = importlib.util.spec_from_file_location("harbour", Path(__file__).with_name("harbour.py"))
harbour = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(harbour)

LEG = Leg("garrison", "harbour", "*")
BEFORE_LOADING = parse_instant("2031-03-09T05:00:00Z")
HISTORY = [
    json.loads(line)
    for line in (resources.files("safeconduct") / "cases" / "harbour" / "history.jsonl").read_text("utf-8").splitlines()
]
VERIFIED = next(event["id"] for event in HISTORY if event["type"] == "verification" and event["body"]["clause"] == "6.1")
CLAUSE = {
    Element.VOLUNTARINESS: "6.1",
    Element.STAY: "6.4",
    Element.FAMILY: "6.2",
    Element.RETURN: "6.6",
    Element.MONITOR: "6.3",
}


def gate(agreement=None, events=HISTORY, at=BEFORE_LOADING, leg=LEG):
    return protection_gate(agreement or harbour.agreement(), events, at, leg)


def missing(found):
    return [guard.element for guard in found.missing]


def entry(type_, actor, body, at="2031-03-08T20:00:00Z", id_="x1", deal="harbour"):
    return {
        "id": id_,
        "deal": deal,
        "type": type_,
        "actor": actor,
        "occurred": {"from": at, "to": at},
        "recorded": at,
        "body": body,
    }


def test_both_legs_of_the_well_drafted_text_are_ready_before_loading():
    legs = legs_of(harbour.agreement())
    assert legs == (LEG, Leg("hillfolk", "hill", "*"))
    for leg in legs:
        found = gate(leg=leg)
        assert all(guard.state is State.ESTABLISHED and guard.clause and guard.entries for guard in found.guards)
        assert ready_leg(found).leg == leg


def test_before_anyone_signed_nothing_is_established():
    assert missing(gate(at=parse_instant("2031-02-28T00:00:00Z"))) == list(Element)


@pytest.mark.parametrize(("element", "clause"), CLAUSE.items(), ids=lambda value: str(value))
def test_without_its_clause_exactly_that_protection_is_missing(element, clause):
    found = gate(harbour.with_sentence(clause, None))
    assert missing(found) == [element]
    with pytest.raises(Refused, match=element.value) as refused:
        ready_leg(found)
    assert [problem.code for problem in refused.value.problems] == ["deal/gate"]


@pytest.mark.parametrize("way", [tree.To("gate"), tree.ToAgreedPlaces(tree.DayNumber(8), ("north", "south"))])
def test_one_place_or_a_place_that_others_agree_on_is_no_choice(way):
    agreement = harbour.changed("5.2", lambda part: way if isinstance(part, tree.ToAnyPlace) else part)
    assert missing(gate(agreement)) == [Element.DESTINATION]


def test_two_places_are_a_choice_between_the_two():
    one = harbour.changed("5.2", lambda part: tree.To("gate") if isinstance(part, tree.ToAnyPlace) else part)
    other = harbour.changed("5.2", lambda part: tree.To("hill") if isinstance(part, tree.ToAnyPlace) else part).by_id["5.2"]
    two = replace(one, clauses=(*one.clauses, replace(other, id="5.5")))
    assert missing(gate(two, leg=replace(LEG, destination="hill"))) == []
    assert missing(gate(two, leg=replace(LEG, destination="wall"))) == [Element.DESTINATION]


@pytest.mark.parametrize(
    ("signer", "lost"),
    [
        ("north", {Element.VOLUNTARINESS, Element.DESTINATION, Element.FAMILY, Element.RETURN}),
        ("authority", {Element.VOLUNTARINESS, Element.STAY, Element.DESTINATION, Element.FAMILY, Element.RETURN}),
        ("monitor", {Element.VOLUNTARINESS, Element.DESTINATION, Element.FAMILY, Element.RETURN, Element.MONITOR}),
        ("guarantor", set()),
    ],
)
def test_without_a_signature_what_that_signer_keeps_is_missing(signer, lost):
    events = [event for event in HISTORY if not (event["type"] == "signature" and event["actor"] == signer)]
    assert set(missing(gate(events=events))) == lost


def test_a_witness_is_not_bound_by_signing():
    events = [
        event | {"body": {"capacity": "witness"}} if event["type"] == "signature" and event["actor"] == "authority" else event
        for event in HISTORY
    ]
    assert Element.STAY in missing(gate(events=events))


def test_words_alone_show_no_free_will():
    events = [event for event in HISTORY if event["type"] not in ("election", "verification")]
    assert missing(gate(events=events)) == [Element.VOLUNTARINESS]
    assert missing(gate(events=[*events, entry("verification", "south", {"clause": "6.1", "result": "yes"})])) != []
    assert missing(gate(events=[*events, entry("verification", "monitor", {"clause": "6.1", "result": "yes"})])) == []


@pytest.mark.parametrize(
    ("event", "element"),
    [
        (entry("verification", "monitor", {"clause": "6.1", "result": "no"}), Element.VOLUNTARINESS),
        (entry("consent", "garrison", {"clause": "6.1", "value": False}), Element.VOLUNTARINESS),
        (entry("suspension", "north", {"clauses": ["6.2"]}), Element.FAMILY),
        (entry("finding", "board", {"clause": "6.4", "result": "breached", "parties": ["authority"]}), Element.STAY),
        (entry("refusal", "south", {"clause": "6.6"}), Element.RETURN),
        (entry("access_denied", "monitor", {"place": "harbour"}), Element.MONITOR),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_each_protection_taken_away_by_a_later_entry_and_given_back(event, element):
    assert missing(gate(events=[*HISTORY, event])) == [element]
    later = {
        "verification": entry("verification", "monitor", {"clause": "6.1", "result": "yes"}, id_="x2"),
        "consent": entry("consent", "garrison", {"clause": "6.1", "value": True}, id_="x2"),
        "suspension": entry("resumption", "north", {"clauses": ["6.2"]}, id_="x2"),
        "finding": entry("cure", "monitor", {"clause": "6.4"}, id_="x2"),
        "refusal": entry("acceptance", "south", {"clause": "6.6"}, id_="x2"),
        "access_denied": entry("observation", "monitor", {"of": "depart"}, id_="x2"),
    }[event["type"]]
    assert missing(gate(events=[*HISTORY, event, later])) == []


def test_an_allegation_takes_nothing_away():
    assert missing(gate(events=[*HISTORY, entry("finding", "south", {"clause": "6.4", "result": "breached"})])) == []


def test_a_correction_counts_for_the_entry_it_corrects():
    wrong = entry("verification", "monitor", {"clause": "6.1", "result": "no"})
    right = entry("correction", "monitor", {"of": "x1", "body": {"result": "yes"}}, id_="x2", at="2031-03-20T00:00:00Z")
    assert missing(gate(events=[*HISTORY, wrong, right])) == []


# --- waivers ---


def waiver(element, persons, leg=LEG.id):
    return entry("waiver", "board", {"gate": element, "leg": leg, "persons": persons})


@pytest.mark.parametrize("element", list(Element))
def test_two_named_persons_waive_one_protection_and_it_is_said(element):
    bare = replace(harbour.agreement(), clauses=())
    found = gate(bare, [waiver(element.value, ["A. Silva", "B. Costa"])])
    assert missing(found) == [other for other in Element if other is not element]
    assert [(guard.element, guard.persons) for guard in found.waived] == [(element, ("A. Silva", "B. Costa"))]


@pytest.mark.parametrize("persons", [[], ["A. Silva"], ["A. Silva", "a.  SILVA"], ["A. Silva", ""], "AB", None, [1, 2]])
def test_fewer_than_two_persons_or_the_same_twice_is_refused(persons):
    found = gate(harbour.with_sentence("6.6", None), [*HISTORY, waiver("return", persons)])
    assert missing(found) == [Element.RETURN]
    assert [problem.code for problem in found.refused] == ["deal/gate-waiver"]
    with pytest.raises(Refused, match="return is waived by"):
        ready_leg(found)
    with pytest.raises(Refused):
        read_waiver({"gate": "return", "leg": LEG.id, "persons": persons})


def test_a_waiver_of_another_leg_or_of_a_clause_waives_nothing_here():
    events = [*HISTORY, waiver("return", ["A", "B"], "hillfolk:hill>*"), entry("waiver", "north", {"clause": "6.6"}, id_="x2")]
    assert missing(gate(harbour.with_sentence("6.6", None), events)) == [Element.RETURN]


def test_a_waiver_does_not_hide_that_a_protection_is_established():
    assert gate(events=[*HISTORY, waiver("return", ["A", "B"])]).waived == ()


# --- there is no other way to a ready leg ---


def test_a_ready_leg_cannot_be_made_from_a_closed_gate():
    with pytest.raises(Refused) as refused:
        ReadyLeg(gate(at=parse_instant("2031-02-28T00:00:00Z")))
    assert len(refused.value.problems) == len(Element)


def test_a_gate_cannot_be_made_with_fewer_guards_or_with_empty_claims():
    guards = gate().guards
    with pytest.raises(ValueError, match="each of its elements"):
        Gate(LEG, BEFORE_LOADING, guards[1:])
    with pytest.raises(ValueError, match="which clause"):
        Guard(Element.RETURN, State.ESTABLISHED)
    with pytest.raises(ValueError, match="which two"):
        Guard(Element.RETURN, State.WAIVED, persons=("A", "a"))


def test_entries_of_another_deal_and_unreadable_ones_are_refused_all_at_once():
    bad = [
        entry("incident", "garrison", {}, deal="other"),
        {"deal": "harbour", "type": "election"},
        entry("incident", "garrison", {}, at="yesterday", id_="x2"),
        "not an object",
    ]
    with pytest.raises(InputWrong) as wrong:
        gate(events=[*HISTORY, *bad])
    places = {(problem.code, problem.where.line - len(HISTORY)) for problem in wrong.value.problems}
    assert places == {("deal/other-deal", 1), ("deal/event", 2), ("deal/event", 3), ("deal/event", 4)}


def test_entries_that_were_read_before_say_the_same():
    assert gate(events=read_events(HISTORY, "harbour")) == gate()


def test_a_withdrawn_entry_counts_for_nothing():
    withdrawn = entry("correction", "monitor", {"of": "h05", "body": None}, id_="x2")
    assert Element.MONITOR in missing(gate(events=[*HISTORY, withdrawn]))


def test_a_signature_under_another_text_binds_nobody_to_this_one():
    events = [event | {"body": event["body"] | {"agreement": "later"}} if event["id"] == "h06" else event for event in HISTORY]
    assert Element.STAY in missing(gate(events=events))


def test_the_json_says_by_which_clause_and_which_entries():
    data = gate().as_json()
    assert data["ready"] is True
    assert data["guards"][0] == {
        "element": "voluntariness", "state": "established", "clause": "6.1", "entries": [VERIFIED],
        "persons": [], "missing": "", "by": "",
    }  # fmt: skip


def test_whom_the_text_drives_out_no_waiver_makes_a_volunteer():
    forced = tree.Statement(tree.One("garrison"), tree.Shall(tree.Do("depart", (tree.From("harbour"),))))
    found = gate(harbour.with_sentence("8.4", forced), [*HISTORY, waiver("voluntariness", ["A. Silva", "B. Costa"])])
    assert missing(found) == [Element.VOLUNTARINESS]
    assert (found.missing[0].clause, found.missing[0].missing) == ("8.4", "forced")
    with pytest.raises(Refused, match="no way but out"):
        ready_leg(found)


@pytest.mark.parametrize(
    "persons",
    [
        ["Ana Silva", "Silva, Ana"],
        ["Ana Silva", "A. Silva"],
        ["Ana Silva", "\u0410na Silva"],  # a Cyrillic letter
        ["Ana Silva", "AN\u00c1 SILVA\u200b"],
        ["north", "South"],
        ["harbour authority", "Ana Silva"],
        ["1", "2"],
    ],
)
def test_one_person_in_two_spellings_and_a_party_are_no_two_persons(persons):
    found = gate(harbour.with_sentence("6.6", None), [*HISTORY, waiver("return", persons)])
    assert missing(found) == [Element.RETURN]
    assert [problem.code for problem in found.refused] == ["deal/gate-waiver"]


def test_brothers_of_different_names_are_two_persons():
    found = gate(harbour.with_sentence("6.6", None), [*HISTORY, waiver("return", ["Ana Silva", "Bruno Silva"])])
    assert [guard.persons for guard in found.waived] == [("Ana Silva", "Bruno Silva")]


BROKEN = entry("finding", "board", {"clause": "6.4", "result": "breached", "parties": ["authority"]})


@pytest.mark.parametrize(
    "cheat",
    [
        entry("cure", "authority", {"clause": "6.4"}, id_="x2"),
        entry("correction", "authority", {"of": "x1", "body": {"result": "performed"}}, id_="x2"),
        entry("correction", "authority", {"of": "x1", "body": None}, id_="x2"),
    ],
    ids=["own cure", "own correction", "own withdrawal"],
)
def test_who_broke_a_protection_does_not_give_it_back_by_its_own_word(cheat):
    assert missing(gate(events=[*HISTORY, BROKEN, cheat])) == [Element.STAY]


def test_a_suspension_is_lifted_by_whoever_declared_it_and_by_nobody_it_holds_up():
    suspended = entry("suspension", "north", {"clauses": ["6.2"]})
    lifted = entry("resumption", "south", {"clauses": ["6.2"]}, id_="x2")
    assert missing(gate(events=[*HISTORY, suspended, lifted])) == [Element.FAMILY]


def test_those_who_leave_may_contest_that_they_were_found_willing():
    contested = entry("dispute", "garrison", {"of": VERIFIED})
    voluntary = [e for e in HISTORY if e["type"] not in ("election", "consent")]
    assert missing(gate(events=[*voluntary, contested])) == [Element.VOLUNTARINESS]

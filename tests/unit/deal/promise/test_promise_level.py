"""What is owed, blocked, unlocked and covered, on agreements of two or three sentences."""

import pytest

from safeconduct.deal.deeds import Deed
from safeconduct.deal.lint import lint
from safeconduct.deal.norms import Force, norms_of
from safeconduct.deal.promise import (
    Facts,
    Speaker,
    coverage,
    coverage_data,
    headline,
    next_decisions,
    promise_level,
    unlock,
    unlocking_data,
    what_if,
    what_if_data,
)
from safeconduct.deal.speech import LANGUAGES
from safeconduct.errors import InputWrong

from .agreements import agreement

OFFER = agreement(
    "north party, south party, east party, leave act, escort act, permit act, goods thing, quay place, isle place",
    "If [north] decides to [leave], with [goods], to [quay], [east] is ready to [escort].",
    "If [north] decides to [leave], to any place of their choice, [south] undertakes to [permit].",
)
BOTH = Facts(signed=frozenset({"north", "south", "east"}))


def acts(items):
    return sorted(item.norm.deed.act for item in items)


def option(answer, place):
    return next(o for o in answer.options if any(("to", place) in atom.deed.slots for atom in o.assumes if atom.deed))


def test_an_offer_never_binds():
    answer = promise_level(OFFER, BOTH)
    assert acts(option(answer.at(Force.OFFERED), "quay").owed) == ["escort", "permit"]
    assert acts(option(answer.at(Force.UNDERTAKEN), "elsewhere").owed) == ["permit"]
    assert all("escort" not in acts(o.owed) for o in answer.at(Force.UNDERTAKEN).options)


def test_an_undertaking_binds_only_who_signed():
    answer = promise_level(OFFER, Facts(decided=frozenset({Deed("north", "leave", (("to", "isle"),))})))
    assert acts(answer.at(Force.OFFERED).options[0].owed) == ["permit"]
    assert acts(answer.at(Force.UNDERTAKEN).options[0].owed) == []
    blocked = answer.at(Force.UNDERTAKEN).options[0].blocked
    assert [(item.clause, item.reason, item.who) for item in blocked] == [("1.2", "undecided", ("south",))]


def test_a_premise_with_fewer_slots_is_met_by_more_and_never_the_reverse():
    less = Facts(decided=frozenset({Deed("north", "leave", (("to", "quay"),))}))
    more = Facts(decided=frozenset({Deed("north", "leave", (("to", "quay"), ("with", "goods")))}))
    assert acts(promise_level(OFFER, less).at(Force.OFFERED).options[0].owed) == ["permit"]
    assert acts(promise_level(OFFER, more).at(Force.OFFERED).options[0].owed) == ["escort", "permit"]


def needs(item):
    return [(atom.deed.slot("to"), atom.deed.slot("with")) for atom in item.needs]


def test_a_clause_on_any_place_waits_for_no_particular_one_and_applies_to_each():
    offered = promise_level(OFFER, BOTH).at(Force.OFFERED)
    waits = {item.clause: needs(item) for item in offered.options[0].blocked}
    assert waits == {"1.1": [(("quay",), ("goods",))], "1.2": [(("*",), ())]}
    for one in offered.options[1:]:
        assert "1.2" in {item.norm.clause for item in one.owed}
        assert "1.2" not in {item.clause for item in one.blocked}


def test_what_follows_from_a_clause_on_any_place_waits_for_no_particular_one_either():
    chain = agreement(
        "north party, south party, east party, leave act, permit act, host act, quay place",
        "If [north] decides to [leave], to [quay], [east] is ready to [permit].",
        "If [north] decides to [leave], to any place of their choice, [south] is ready to [permit].",
        "After [south] has done the act [permit], [east] is ready to [host].",
    )
    waits = {item.clause: needs(item) for item in promise_level(chain).at(Force.OFFERED).options[0].blocked}
    assert waits == {"1.1": [(("quay",), ())], "1.2": [(("*",), ())], "1.3": [(("*",), ())]}


def test_to_any_place_covers_each_place_on_either_side():
    anywhere, quay, isle = (Deed("north", "leave", (("to", place),)) for place in ("*", "quay", "isle"))
    assert anywhere.meets(quay)
    assert quay.meets(anywhere)
    assert not isle.meets(quay)
    assert anywhere.leaves_place_open(quay)
    assert not quay.leaves_place_open(anywhere)


def test_options_that_exclude_each_other_are_never_assumed_together():
    offered = promise_level(OFFER, BOTH).at(Force.OFFERED)
    assert [len(o.assumes) for o in offered.options] == [0, 1, 1]
    elsewhere = option(offered, "elsewhere")
    assert [(item.clause, item.reason) for item in elsewhere.blocked] == [("1.1", "excluded")]


def test_a_deadlock_is_named_with_its_owners_and_its_cures():
    circle = agreement(
        "north party, south party, leave act, lift act",
        "After [south] has done the act [lift], [north] undertakes to [leave].",
        "After [north] has done the act [leave], [south] undertakes to [lift].",
    )
    blocked = promise_level(circle, Facts(signed=frozenset({"north", "south"}))).at(Force.UNDERTAKEN).options[0].blocked
    assert [(item.reason, item.who) for item in blocked] == [("deadlocked", ("north", "south"))] * 2
    assert {norm.bearers for item in blocked for norm, _ in item.cures} == {("north",), ("south",)}


def test_a_prohibition_contradicts_a_promise_of_the_same_act():
    both = agreement(
        "north party, leave act, quay place",
        "[north] undertakes to [leave], to [quay].",
        "[north] shall not [leave].",
    )
    answer = promise_level(both, Facts(signed=frozenset({"north"})))
    assert answer.at(Force.UNDERTAKEN).compiled.contradictions


def test_who_is_called_on_is_never_taken_as_having_agreed():
    call = agreement("north party, south party, accept act", "[north] undertakes to call on [south] to [accept].")
    answer = promise_level(call, Facts(signed=frozenset({"north", "south"}))).at(Force.UNDERTAKEN).options[0]
    assert acts(answer.owed) == ["call_on"]
    assert [(item.clause, item.reason, item.who) for item in answer.blocked] == [("1.1", "unpromised", ("south",))]


def test_signing_is_a_decision_that_unlocks():
    keys = next_decisions(promise_level(OFFER, Facts()), force=Force.UNDERTAKEN)
    assert [sorted((atom.kind, atom.actor) for atom in key.decisions) for key in keys] == [
        [("decision", "north"), ("signature", "south")],
        [("decision", "north"), ("signature", "south")],
    ]


def test_the_smallest_sets_come_first_and_vetoes_are_named():
    answer = unlock(OFFER, Facts(), goal="1.2", force=Force.UNDERTAKEN)
    assert answer.state == "open"
    assert answer.complete
    assert answer.vetoes == ("north", "south")
    assert answer.keys[0].who == ("north", "south")


def test_a_goal_that_is_no_clause_is_refused():
    with pytest.raises(InputWrong, match="deal/no-such-goal"):
        unlock(OFFER, Facts(), goal="9.9")


AIM = agreement(
    "north party, south party, leave act, permit act, calm state",
    "If [north] decides to [leave], [north] is ready to [leave], so as to secure [calm].",
    "The aim is [calm].",
    "While [calm] continues, [south] undertakes to [permit].",
    "If [south] decides to [permit], [south] guarantees [calm].",
)


@pytest.mark.parametrize(
    ("given", "state"),
    [
        (Facts(), "open"),
        (Facts(decided=frozenset({Deed("north", "leave")})), "served"),
        (Facts(done=frozenset({Deed("north", "leave")}), decided=frozenset({Deed("north", "leave")})), "served"),
        (Facts(decided=frozenset({Deed("south", "permit")})), "promised"),
        (Facts(happened=frozenset({"calm"})), "reached"),
    ],
)
def test_an_aim_is_served_or_promised_by_a_promise_and_reached_only_by_the_record(given, state):
    answer = unlock(AIM, given, goal="1.2")
    told = unlocking_data(answer, Speaker(AIM))
    assert (answer.state, told["state"], told["reached"], answer.reachable) == (state, state, state == "reached", True)
    assert sorted(key.who for key in answer.keys) == ([("north",), ("south",)] if state == "open" else [])


def test_what_holds_while_a_state_lasts_does_not_hold_because_an_act_serves_it():
    decided = Facts(decided=frozenset({Deed("north", "leave")}))
    assert acts(promise_level(AIM, decided).at(Force.OFFERED).options[0].owed) == ["leave"]


def test_a_clause_is_owed_and_never_called_reached():
    answer = unlock(AIM, Facts(decided=frozenset({Deed("north", "leave")})), goal="1.1")
    assert (answer.state, unlocking_data(answer, Speaker(AIM))["reached"]) == ("owed", False)


def test_coverage_names_who_covers_which_choice_and_whether_it_binds():
    rows = {row.choice.deed.slot("to"): row.cells for row in coverage(OFFER, BOTH)}
    assert [(c.protector, c.force.name, c.bound) for c in rows[("quay",)]] == [
        ("east", "OFFERED", False),
        ("south", "UNDERTAKEN", True),
    ]
    assert [(c.protector, c.bound) for c in rows[("elsewhere",)]] == [("south", True)]


def test_a_protector_is_bound_only_by_its_binding_clauses():
    mixed = agreement(
        "north party, south party, leave act, permit act, host act, quay place",
        "If [north] decides to [leave], to any place of their choice, [south] undertakes to [permit].",
        "If [north] decides to [leave], to [quay], [south] is ready to [host].",
        "Signed on 1 May 2030 by [south] as a party.",
    )
    row = next(row for row in coverage(mixed) if row.choice.deed.slot("to") == ("quay",))
    assert [(cell.protector, cell.bound, sorted(cell.binding), len(cell.norms)) for cell in row.cells] == [
        ("south", True, ["1.1"], 2)
    ]
    told = coverage_data([row], Speaker(mixed))[0]["protectors"][0]
    assert [(norm["clause"], norm["bound"]) for norm in told["norms"]] == [("1.1", True), ("1.2", False)]


def test_a_what_if_says_what_it_would_change_and_records_nothing():
    overlay = what_if(OFFER, Facts(), ["decides:north:leave:to=quay:with=goods", "signs:south"])
    gained = {change.force: [norm.deed.act for norm in change.gained] for change in overlay.changes}
    assert gained == {Force.OFFERED: ["escort", "permit"], Force.UNDERTAKEN: ["permit"]}
    assert what_if(OFFER, Facts(), []).changes[0].gained == ()


def test_every_bad_assumption_is_named_at_once():
    with pytest.raises(InputWrong) as caught:
        what_if(OFFER, Facts(), ["decides:nroth:leave", "jumps:north", "without:7.7"])
    assert len(caught.value.problems) == 3


def test_an_election_needs_a_choice_and_silence_is_none():
    election = agreement(
        "north party, stayers group, leave act, sign act",
        "Each member of [stayers] shall either [leave] or [sign].",
        "Signed on 1 May 2030 by [north] as a party.",
    )
    answer = promise_level(election).at(Force.UNDERTAKEN)
    assert acts(answer.options[0].owed) == []
    assert [acts(o.owed) for o in answer.options[1:]] == [["leave"], ["sign"]]


SAID = agreement(
    "north party, south party, board body, families group, leave act, calm state, quay place, raid event, line place, guns thing",
    "[north] guarantees [calm].",
    "[north] shall ensure that [south] does not [leave].",
    "[north] shall use its influence to bring [south] to [leave].",
    "[north] shall notify [south] of [raid].",
    "[north] shall keep [guns] at least 9 km behind [line].",
    "[north] shall suspend clauses 1.1 and 1.2.",
    "Any member of [families] may stay in [quay], protected by [north].",
    "[north] is to observe the loading of [families].",
    "[north] is to verify clause 1.1, with binding findings.",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_deed_is_said_in_words_without_an_open_slot(language):
    speaker = Speaker(SAID, language)
    for norm in norms_of(SAID):
        said = speaker.deed(norm.deed)
        assert "{" not in said
        assert "_" not in said
        assert " " in said


def test_a_deadlock_opens_with_who_goes_first_and_is_told_once():
    circle = agreement(
        "north party, south party, leave act, lift act",
        "After [south] has done the act [lift], [north] undertakes to [leave].",
        "After [north] has done the act [leave], [south] undertakes to [lift].",
    )
    told = headline(promise_level(circle, Facts(signed=frozenset({"north", "south"}))), Speaker(circle))
    assert told[0].startswith("No decision unlocks this")
    assert sum("who goes first" in sentence for sentence in told) == 1


def test_options_that_exclude_each_other_are_refused_in_a_what_if():
    with pytest.raises(InputWrong, match="exclude each other"):
        what_if(OFFER, Facts(), ["decides:north:leave:to=quay", "decides:north:leave:to=isle"])


def test_nobody_signs_for_a_group():
    """Two parties may grant those inside what they like; only the people's own signature binds them to anything."""
    text = agreement(
        "north party, south party, villagers group, register act, open_road act",
        "[villagers] shall [register], by 9 May 2030.",
        "[north] shall [open road], by 9 May 2030.",
        "Signed on 1 May 2030 by [north] as a party.",
        "Signed on 1 May 2030 by [south] as a party.",
    )
    option = promise_level(text).at(Force.UNDERTAKEN).options[0]
    assert [item.norm.clause for item in option.owed] == ["1.2"]
    assert [(item.clause, item.reason, item.who) for item in option.blocked] == [("1.1", "undecided", ("villagers",))]


CALLED = agreement(
    "north party, south party, east party, crew group, accept act, lift act, escort act, sail act, quay place, saved state",
    "If [crew] decides to [sail], to [quay], [east] is ready to call on [south] to [accept].",
    "After [south] has done the act [accept], [east] is ready to [escort], so as to secure [saved].",
    "Provided that [south] undertakes to [accept], [north] undertakes to [lift].",
    "[east] asks [crew] to [sail], to [quay].",
    "The aim is [saved].",
)


def test_the_act_somebody_is_called_on_to_do_is_an_open_decision_of_theirs():
    answer = unlock(CALLED, BOTH, goal="1.5")
    assert [[(d.kind, d.actor, d.deed.act) for d in key.decisions] for key in answer.keys] == [[("decision", "south", "accept")]]
    assert answer.vetoes == ("south",)
    assert [(key.who, acts_of(key)) for key in next_decisions(promise_level(CALLED, BOTH))] == [
        (("south",), ["escort", "lift"]),
        (("crew",), ["call_on"]),
    ]
    asked = unlock(CALLED, BOTH, goal="1.4")
    assert [key.who for key in asked.keys] == [("crew",)]


def acts_of(key):
    return sorted(norm.deed.act for norm in key.brings)


def test_the_call_itself_grants_nothing_and_one_only_offered_opens_nothing_that_binds():
    offered, undertaken = promise_level(CALLED, BOTH).levels
    blocked = {(item.clause, item.norm is None): (item.reason, item.who) for item in offered.options[0].blocked}
    assert blocked["1.1", True] == ("unpromised", ("south",))
    assert blocked["1.3", False] == ("undecided", ("south",))
    assert [(item.clause, item.reason) for item in undertaken.options[0].blocked] == [("1.3", "unpromised")]
    decided = Facts(signed=BOTH.signed, decided=frozenset({Deed("south", "accept")}))
    assert acts(promise_level(CALLED, decided).at(Force.OFFERED).options[0].owed) == ["escort", "lift"]


def test_a_choice_between_places_takes_up_a_call_to_one_of_them_only():
    text = agreement(
        "north party, east party, sail act, escort act, meet act, quay place, isle place",
        "If [north] decides to [sail], to [quay], [east] is ready to [escort].",
        "If [north] decides to [sail], to [isle], [east] is ready to [escort].",
        "[east] asks [north] to [sail], to [isle], if needed.",
        "After [north] has done the act [sail], to [isle], [east] is ready to [meet].",
    )
    answer = promise_level(text, Facts()).at(Force.OFFERED)
    assert acts(option(answer, "isle").owed) == ["escort", "meet"]
    assert acts(option(answer, "quay").owed) == ["escort"]


def test_what_is_assumed_signed_is_said_as_signed():
    text = agreement("north party, sail act", "[north] undertakes to [sail].")
    overlay = what_if(text, Facts(), ["signs:north"])
    assert what_if_data(overlay, Speaker(text))["changes"][1]["gained"][0]["text"] == "north is committed to sail (clause 1.1)"


def test_an_aim_served_by_an_offer_only_says_so_at_the_binding_level():
    with pytest.raises(InputWrong) as wrong:
        unlock(CALLED, BOTH, goal="1.5", force=Force.UNDERTAKEN)
    assert "not said so firmly" in wrong.value.problems[0].what


def told_of_contraries(*sentences):
    text = agreement("north party, south party, storm event, enter act, open act, quay place", *sentences)
    found = promise_level(text, BOTH).at(Force.UNDERTAKEN).options[0]
    gaps = [(finding.clause, finding.code) for finding in lint(text) if finding.code == "deal/lint-contrary"]
    return {item.clause: item.reason for item in found.blocked}, [item.norm.clause for item in found.would_be_owed], bool(gaps)


FORBIDDEN = "[north] shall not [enter], to [quay]."
LATER = "After [storm], [north] shall [enter], to [quay]."
RESTING = "After [north] has done the act [enter], [south] shall [open]."


def test_what_another_clause_forbids_is_contradicted_and_would_not_be_owed():
    assert told_of_contraries(FORBIDDEN, LATER, RESTING) == ({"1.2": "contradicted", "1.3": "contradicted"}, [], True)


@pytest.mark.parametrize(
    "sentences",
    [
        ("[north] shall not [enter], to [quay], until and including day 3.", LATER, RESTING),
        ("[north] shall not [enter], to [quay], except on the written order of [south].", LATER, RESTING),
        (FORBIDDEN, LATER.replace("After", "Despite clause 1.1, and after"), RESTING),
        (FORBIDDEN, LATER.replace(".", ", with priority over clause 1.1."), RESTING),
        (FORBIDDEN, LATER, RESTING, "Clause 1.2 prevails over clause 1.1."),
    ],
)
def test_a_prohibition_with_an_end_or_overridden_contradicts_nothing(sentences):
    assert told_of_contraries(*sentences) == ({"1.2": "undecided", "1.3": "undecided"}, ["1.2", "1.3"], False)

"""Which sentences make people move, and the legs they make."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.deal import tree
from safeconduct.deal.legs import Leg, covers, legs_of, members_of, movements_of

_spec = importlib.util.spec_from_file_location("harbour", Path(__file__).with_name("harbour.py"))
harbour = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(harbour)

NORTH = tree.One("north")
ALONE = replace(harbour.agreement(), clauses=harbour.agreement().clauses[:7])


def text(sentence):
    return replace(ALONE, clauses=(type(ALONE.clauses[0])("9.9", sentence),))


def may(act, *details, bearer=NORTH):
    return text(tree.Statement(bearer, tree.May(tree.Do(act, details))))


@pytest.mark.parametrize(
    ("agreement", "legs"),
    [
        (may("depart", tree.To("gate"), bearer=tree.AnyMember("garrison")), [Leg("garrison", "", "gate")]),
        (may("patrol", tree.From("hill"), bearer=tree.AnyMember("garrison")), [Leg("garrison", "hill", "")]),
        (may("patrol", bearer=tree.AnyMember("garrison")), []),
        (may("bring_buses", tree.To("gate")), []),
        (may("depart", tree.To("gate")), [Leg("north", "", "gate")]),
        (may("patrol", tree.ToAnyPlace()), [Leg("north", "", "*")]),
        (text(tree.Statement(tree.AnyMember("garrison"), tree.ShallNot(tree.Do("depart", (tree.From("hill"),))))), []),
    ],
    ids=["group to", "group from", "no way", "brings things", "party that leaves", "party of free choice", "forbidden"],
)
def test_who_moves(agreement, legs):
    assert [movement.leg for movement in movements_of(agreement)] == legs


def test_a_decision_to_move_makes_a_leg_and_no_movement():
    premise = tree.IfDecides("garrison", tree.Do("depart", (tree.From("hill"), tree.To("gate"))))
    agreement = text(tree.Statement(NORTH, tree.Offers(tree.Do("patrol")), (premise,)))
    assert movements_of(agreement) == ()
    assert legs_of(agreement) == (Leg("garrison", "hill", "gate"),)


def test_an_election_makes_a_leg_of_each_option_that_moves():
    options = tree.Either(tree.Do("depart", (tree.From("hill"), tree.ToAnyPlace())), tree.Do("sign_register"))
    agreement = text(tree.Statement(tree.EachMember("garrison"), tree.Shall(options)))
    assert [movement.leg for movement in movements_of(agreement)] == [Leg("garrison", "hill", "*")]


def test_members_are_found_however_deep_and_a_circle_of_definitions_ends():
    one, two = tree.Includes("allies", ("travellers",)), tree.Includes("garrison", ("allies",))
    clauses = (*ALONE.clauses, *(type(ALONE.clauses[0])(f"9.{n}", s) for n, s in enumerate((one, two), 1)))
    members = members_of(replace(ALONE, clauses=clauses))
    assert members["allies"] == {"allies", "travellers", "garrison", "hillfolk"}
    assert covers(members, "allies", "hillfolk")
    assert not covers(members, "hillfolk", "allies")

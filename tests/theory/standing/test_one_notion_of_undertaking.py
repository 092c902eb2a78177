"""The deed level and the promise level agree on who is bound: by random rings of promises, whole and broken."""

import importlib.util
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.deal.norms import Force
from safeconduct.deal.promise import Facts, promise_level

_spec = importlib.util.spec_from_file_location("quay", Path(__file__).parents[2] / "unit/deal/standing/quay.py")
quay = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(quay)

WHO = ("North", "South", "guarantor", "mission")
ACTS = ("open the gate", "move its units", "repair the bridge")
promises = st.tuples(st.sampled_from(WHO), st.sampled_from(ACTS))
clauses = st.lists(st.tuples(promises, st.lists(promises, max_size=2, unique=True)), min_size=1, max_size=7, unique_by=str)


def named(who):
    return f"[{who}]" if who[0].isupper() else f"the [{who}]"


def sentence(number, clause):
    (who, act), premises = clause
    conditions = [f"provided that {named(other)} undertakes to [{deed}]" for other, deed in premises]
    text = ", and ".join(conditions) + ", " if conditions else ""
    text += f"{named(who)} undertakes to [{act}]."
    return f"1.{number} {text[0].upper()}{text[1:]}"


@settings(deadline=None, max_examples=80)
@given(drawn=clauses, third=st.booleans())
def test_a_duty_is_due_exactly_when_the_closure_says_it_is_owed(drawn, third):
    sentences = [sentence(number, clause) for number, clause in enumerate(drawn, 1)]
    signed = frozenset({"north", "south"} | ({"guarantor"} if third else set()))
    extra = ["9.1 Signed on 1 May 2020 by the [guarantor] as a guarantor."] if third else []
    text = quay.deal(*sentences, *extra)
    owed = {item.norm.clause for item in promise_level(text, Facts(signed=signed)).at(Force.UNDERTAKEN).options[0].owed}
    result = quay.story(text, at="2020-05-05")
    assert {one.clause for one in result.instances if one.state == "due"} == owed

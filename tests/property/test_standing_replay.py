"""Replay: the same entries in any order, or one by one in any order, give the same standing; every state can be told."""

import importlib.util
import os
import random
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.deal.standing import STATES, Replay, as_data, explain, read_events, standing
from safeconduct.deal.standing.explain import LANGUAGES, sentences, state_key

_spec = importlib.util.spec_from_file_location("quay", Path(__file__).parents[1] / "unit/deal/standing/quay.py")
quay = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(quay)

FIRST = quay.deal(
    "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
    "1.2 [North] shall [clear the road], within 72 hours of the [arrival of the last convoy], verified by the [mission].",
    "1.3 [North] shall [hand in weapons], by 6 May 2020, for at least 200 items among the [weapons], counted cumulatively.",
    "1.4 After clause 1.3 is complete, [South] shall [move its units].",
    "1.5 After clause 1.4 is in force, [South] undertakes to [repair the bridge].",
    "2.1 If [South] decides to [leave the harbour], to the [quay], [North] is ready to [open the gate], by 5 May 2020.",
    "2.2 Provided that [South] undertakes to [repair the bridge], [North] may [leave the harbour], until and including 4 May 2020.",
    "2.3 [North] shall either [leave the harbour], by 4 May 2020 or [sign the register], by 4 May 2020.",
    "3.1 [North] and [South], against one another, shall not [open fire], until and including the [arrival of the last convoy].",
    "3.2 Within 6 hours after each [incident], each of [North] and [South] shall notify the [mission] of the [incident].",
    "3.3 [North] shall at all times [admit the monitors].",
    "3.4 [North] shall [repair the bridge], every 2 days, from 2 May 2020.",
    "4.1 The [joint board] is established, with 2 members from each of [North] and [South], deciding by consensus.",
    "4.2 The [joint board] is to decide disputes about clauses 1 to 3, with binding findings.",
    "5.1 Clauses 1.1 and 1.2 are suspended while the [storm] continues, with time limits stopped, as established by the [mission].",
    "5.2 If the [joint board] finds that clause 1 was not performed in time, [South] may by notice suspend clause 2, within 48 hours of the finding.",
    "5.3 The [guarantor] guarantees that [North] performs clause 1.1, failing which the guarantor shall [open the gate].",
    "6.1 [South] shall [leave the harbour], to places to be agreed by 4 May 2020 between [North] and [South].",
    "7.1 One reading of “last” in clause 1.2 is that [North] shall [clear the road], by 4 May 2020.",
    "8.1 This agreement ends on 8 May 2020.",
)
LATER = quay.deal(
    "1.1 [North] undertakes to [open the gate], by 20 May 2020.",
    "1.2 For signature by [North] as a party.",
    signed=False,
    file="later.deal.md",
)
AGREEMENTS = (FIRST, LATER)

actors = st.sampled_from(("north", "south", "mission", "guarantor", "board", "press"))
acts = st.sampled_from(("open_gate", "clear", "hand_in", "move", "leave", "sign", "repair", "admit", "fire", "notify"))
clauses = st.sampled_from(("1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "5.2", "6.1", "1"))
ids = st.integers(0, 30).map("e{}".format)
slots = st.sampled_from(({}, {"to": ["quay"]}, {"to": ["isle"]}))


def bodies(**parts):
    return st.fixed_dictionaries(parts)


def perhaps(body, **parts):
    return st.tuples(body, st.fixed_dictionaries({}, optional=parts)).map(lambda pair: pair[0] | pair[1])


BODIES = {
    "deed": perhaps(bodies(act=acts), clause=clauses, of=ids, by=actors, slots=slots),
    "observation": perhaps(bodies(of=acts), by=actors, value=st.sampled_from(("yes", "no"))),
    "occurrence": bodies(event=st.sampled_from(("arrival", "incident"))),
    "state": bodies(state=st.sampled_from(("storm", "calm")), value=st.sampled_from(("begins", "ends"))),
    "count": perhaps(
        st.integers(0, 250).flatmap(lambda low: bodies(what=st.just("weapons"), low=st.just(low), high=st.integers(low, low + 60))),
        cumulative=st.booleans(), clause=clauses, accepted=st.booleans(),
    ),
    "verification": perhaps(bodies(clause=clauses, result=st.sampled_from(("yes", "no", "partial"))), of=ids),
    "finding": bodies(clause=clauses, result=st.sampled_from(("breached", "performed", "not in time", "excused"))),
    "allegation": perhaps(bodies(clause=clauses), parties=st.just(["north"]), of=ids),
    "decision": perhaps(bodies(act=acts), slots=slots, revoked=st.booleans()),
    "acceptance": bodies(clause=clauses),
    "refusal": bodies(act=acts),
    "signature": perhaps(bodies(), agreement=st.just("later"), capacity=st.sampled_from(("party", "guarantor", "witness"))),
    "undertaking": bodies(clause=clauses),
    "statement": perhaps(bodies(), agreement=st.just("later"), clause=clauses, act=acts),
    "request": bodies(clause=clauses),
    "notice": perhaps(bodies(clause=clauses), act=st.sampled_from(("notify", "suspend", "countermeasure")), of=ids, against=clauses),
    "suspension": bodies(clauses=st.lists(clauses, min_size=1, max_size=2)),
    "resumption": bodies(clauses=st.lists(clauses, min_size=1, max_size=2)),
    "waiver": bodies(clause=clauses),
    "extension": bodies(clause=clauses, until=st.sampled_from(("2020-05-06", "2020-05-09T10:00:00Z"))),
    "cure": bodies(clause=clauses),
    "correction": bodies(of=ids, body=st.one_of(st.none(), bodies(act=acts), bodies(event=st.just("arrival")))),
    "dispute": bodies(of=ids),
    "election": bodies(clause=st.just("2.3"), option=st.sampled_from(("leave", "sign"))),
    "consent": bodies(clause=st.just("6.1"), value=st.sampled_from(("quay", "isle"))),
    "constituted": bodies(body=st.just("board")),
}  # fmt: skip


@st.composite
def histories(draw):
    entries = []
    for number in range(draw(st.integers(0, 22))):
        kind = draw(st.sampled_from(sorted(BODIES)))
        hour = draw(st.integers(0, 8 * 24 - 1))
        day = f"2020-05-{1 + hour // 24:02d} {hour % 24:02d}:00"
        entries.append(quay.entry(number, day, kind, draw(actors), **draw(BODIES[kind])))
    return read_events(entries, "quay")


ats = st.integers(0, 9 * 24).map(lambda hour: quay.instant(f"2020-05-{1 + hour // 24:02d} {hour % 24:02d}:00"))
CAMPAIGN = int(100 * float(os.environ.get("SAFECONDUCT_CAMPAIGN", "1")))
QUICK = settings(max_examples=CAMPAIGN, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@QUICK
@given(events=histories(), at=ats, seed=st.integers(0, 99))
def test_adding_one_by_one_in_any_order_equals_a_fresh_replay(events, at, seed):
    order = list(events)
    random.Random(seed).shuffle(order)
    replay = Replay(AGREEMENTS, order[: len(order) // 2], at=at)
    for event in order[len(order) // 2 :]:
        before = {one.key: one for one in replay.instances()}
        touched = {key: replay.instance(key) for key in replay.add(event)}
        after = {one.key: one for one in replay.instances()}
        assert {key for key in before | after if before.get(key) != after.get(key)} <= touched.keys()
        assert touched == {key: after.get(key) for key in touched}
    assert replay.instances() == Replay(AGREEMENTS, events, at=at).instances()


@QUICK
@given(events=histories(), at=ats, seed=st.integers(0, 99))
def test_only_the_set_of_entries_and_their_indices_count(events, at, seed):
    shuffled = list(events)
    random.Random(seed).shuffle(shuffled)
    assert standing(AGREEMENTS, shuffled, at) == standing(AGREEMENTS, events, at)


@QUICK
@given(events=histories(), at=ats)
def test_later_entries_change_nothing_and_every_state_is_told_in_both_languages(events, at):
    result = standing(AGREEMENTS, events, at)
    earlier = [event for event in events if event.start <= at or event.type in ("correction", "statement", "signature")]
    assert standing(AGREEMENTS, earlier, at) == result
    for instance in result.instances:
        assert instance.state in STATES
        assert instance.since is None or instance.since <= at
        told = [explain(result, instance, language) for language in LANGUAGES]
        assert all("{" not in text and "<" not in text and "will happen" not in text for text in told)
    as_data(result)


def test_every_state_and_every_step_has_a_sentence_in_both_languages():
    english, french = (sentences(language) for language in LANGUAGES)
    keys = [
        {section: {key for key in table if not key.endswith("!bare")} for section, table in one.items()}
        for one in (english, french)
    ]
    assert keys[0] == keys[1], "a form after a preposition is a language's own business; every sentence is everyone's"
    assert set(STATES) <= set(english["state"])
    assert callable(state_key)

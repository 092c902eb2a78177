"""A mediator asks what the offer of October 2016 commits anyone to: owed, unlock, what-if, coverage, explain."""

import pytest

OCTOBER = ("aleppo-2016", "--at", "2016-10-07")
BOTH = pytest.mark.parametrize("language", ["en", "fr"])
IDLIB = "decides:jfs:leave:to=idlib:with=weapons"


def acts(items):
    return sorted((item["deed"]["actor"], item["deed"]["act"]) for item in items)


@BOTH
def test_at_undertaken_nothing_binds_anyone(ask, say, language):
    answers = ask("deal", "owed", *OCTOBER, "--lang", language)["answers"]
    assert all(answer["owed"] == [] for answer in answers if answer["force"] == "undertaken")
    sentence = {"en": "nothing here binds anyone", "fr": "rien ici ne lie personne"}[language]
    assert sentence in say("deal", "owed", *OCTOBER, "--lang", language).stdout


def test_at_offered_the_decision_for_idlib_brings_the_guarantor_and_the_envoy(ask):
    answers = [a for a in ask("deal", "owed", *OCTOBER)["answers"] if a["force"] == "offered" and a["option"]]
    told = {tuple(v for k, v in a["option"][0]["deed"]["slots"] if k == "to"): acts(a["owed"]) for a in answers}
    assert told[("idlib",)] == [("envoy", "accompany"), ("russia", "call_on"), ("russia", "support")]
    assert told[("elsewhere",)] == [("envoy", "accompany")]


def test_nobody_has_promised_what_the_government_is_asked_for(ask):
    for answer in ask("deal", "owed", *OCTOBER)["answers"]:
        if answer["force"] == "offered":
            blocked = [b for b in answer["blocked"] if b["deed"] and b["deed"]["act"] == "accept"]
            assert [(b["reason"], b["who"]) for b in blocked] == [("unpromised", ["government"])]


@BOTH
def test_one_decision_by_one_owner_unlocks(ask, language):
    following = ask("deal", "unlock", *OCTOBER, "--lang", language)["next"]
    assert [key["who"] for key in following] == [["jfs"], ["jfs"]]
    assert all(len(key["decisions"]) == 1 for key in following)


def test_a_goal_nobody_reaches_is_an_honest_no(ask):
    data = ask("deal", "unlock", *OCTOBER, "--goal", "3.2", "--force", "undertaken", code=3)
    assert data["problems"][0]["code"] == "deal/no-such-goal"
    assert ask("deal", "unlock", *OCTOBER, "--goal", "3.2")["goals"][0]["vetoes"] == ["jfs"]


@BOTH
def test_what_if_records_nothing(ask, say, language):
    change = ask("deal", "what-if", *OCTOBER, IDLIB, "--lang", language)["changes"]
    assert [(c["force"], acts(c["gained"])) for c in change] == [
        ("offered", [("russia", "call_on"), ("russia", "support")]),
        ("undertaken", []),
    ]
    assert ask("deal", "owed", *OCTOBER)["answers"][0]["owed"] == []
    assert say("deal", "what-if", *OCTOBER, IDLIB, "--lang", language).exit_code == 0


def test_every_assumption_that_does_not_read_is_named_at_once(ask):
    problems = ask("deal", "what-if", *OCTOBER, "decides:nobody:leave", "sings:jfs", code=3)["problems"]
    assert len(problems) == 2


@BOTH
def test_coverage_says_who_covers_which_choice(ask, say, language):
    rows = ask("deal", "coverage", *OCTOBER, "--lang", language)["rows"]
    assert sorted([p["who"] for p in row["protectors"]] for row in rows) == [["envoy"], ["envoy", "russia"]]
    assert not any(p["bound"] for row in rows for p in row["protectors"])
    assert "2.2" in say("deal", "coverage", *OCTOBER, "--lang", language).stdout


@BOTH
def test_explain_goes_down_to_source_and_entries(ask, say, language):
    one = ask("deal", "explain", "aleppo-2016", "3.2", "--agreement", "1", "--at", "2016-10-07", "--lang", language)["clauses"]
    assert [clause["clause"] for clause in one] == ["3.2"]
    assert [entry["id"] for entry in one[0]["entries"]] == ["ready-to-call"]
    assert one[0]["blocked"][0]["who"] == ["jfs"]
    assert [state["clause"] for state in one[0]["states"]] == ["3.2"]
    everything = ask("deal", "explain", *OCTOBER)["clauses"]
    assert one[0]["clause"] in [clause["clause"] for clause in everything]
    assert "history.jsonl:" in say("deal", "explain", *OCTOBER, "3.2", "--lang", language).stdout


def test_known_by_takes_away_what_was_recorded_later(ask):
    later = ("aleppo-2016", "--agreement", "1", "--at", "2016-12-31")
    known = ask("deal", "owed", *later, "--known-by", "2016-10-07")
    assert known["known_by"] == "2016-10-07T20:59:59Z"
    assert known["answers"] == ask("deal", "owed", *OCTOBER)["answers"]


def test_before_anything_was_offered_there_is_no_answer(ask):
    assert ask("deal", "owed", "aleppo-2016", "--at", "2016-01-01", code=3)["problems"][0]["code"] == "case/no-agreement-yet"


@pytest.mark.parametrize(("which", "title"), [("1", "offer"), ("1-offer", "offer"), ("1-offer.deal.md", "offer"), ("3", "terms")])
def test_an_agreement_is_named_by_number_or_file(say, which, title):
    assert title in say("deal", "show", "aleppo-2016", "--agreement", which, "--lang", "en").stdout.splitlines()[0]


def test_no_such_agreement_or_clause(ask):
    assert ask("deal", "owed", "aleppo-2016", "--agreement", "9", code=3)["problems"][0]["code"] == "cli/no-such-agreement"
    assert ask("deal", "explain", "aleppo-2016", "99.9", code=3)["problems"][0]["code"] == "cli/no-such-agreement"

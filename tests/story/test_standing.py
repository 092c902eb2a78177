"""An implementation officer asks how it stands: status, standing, readings, demo."""

import pytest

BOTH = pytest.mark.parametrize("language", ["en", "fr"])
OCTOBER = ("aleppo-2016", "--at", "2016-10-07")
STOPPED = ("aleppo-2016", "--at", "2016-12-16")


@BOTH
def test_status_opens_with_who_is_waited_on(ask, say, language):
    data = ask("status", *OCTOBER, "--lang", language)
    assert data["sentences"][0] in " ".join(say("status", *OCTOBER, "--lang", language).stdout.split())
    assert {"en": "one decision", "fr": "une seule décision"}[language] in data["sentences"][0]
    assert {b["clause"] for b in data["blocked"]} >= {"2.2", "3.1", "3.2"}


def test_the_clock_is_a_band_with_every_account(ask):
    (clock,) = ask("status", *OCTOBER)["clocks"]
    assert (clock["earliest"], clock["latest"]) == ("2016-12-06T22:00:00Z", "2016-12-21T22:00:00Z")
    assert (len(clock["accounts"]), clock["holds"]) == (2, "unknown")


@BOTH
def test_status_opens_with_the_stop_and_takes_no_account_for_true(ask, say, language):
    data = ask("status", *STOPPED, "--lang", language)
    (stop,) = data["stopped"]
    assert [entry["id"].split("-")[0] for entry in stop["accounts"]] == ["reason"] * 4
    assert "16" in data["sentences"][0]
    people = next(figures for figures in data["figures"] if figures["what"] == "aleppo_people")
    assert [(f["low"], f["high"], f["entry"]["confidence"]) for f in people["figures"]] == [
        (8000, None, "B"),
        (9500, 9500, "B"),
        (10000, 10000, "A"),
    ]
    assert people["disagree"]
    shown = say("status", *STOPPED, "--lang", language).stdout
    assert all(word in shown for word in ("SANA", "ICRC", "A/HRC/34/64"))


def test_a_resumption_ends_the_stop(ask):
    assert ask("status", "aleppo-2016", "--at", "2016-12-19")["stopped"] == []


def test_known_by_hides_what_was_recorded_later(ask):
    assert ask("status", *STOPPED, "--known-by", "2016-12-15")["stopped"] == []


@BOTH
def test_standing_has_one_object_for_each_instance(ask, say, language):
    data = ask("deal", "standing", "harbour", "--at", "2031-03-05", "--lang", language)
    keys = [(one["agreement"], one["norm"], one["trigger"]) for one in data["instances"]]
    assert len(keys) == len(set(keys)) > 30
    assert all({"clause", "state", "since", "due", "bearers", "because"} <= set(one) for one in data["instances"])
    gate = next(one for one in data["instances"] if one["clause"] == "4.1")
    assert (gate["state"], gate["bearers"]) == ("fulfilled", ["south"])
    assert "4.1 ·" in say("deal", "standing", "harbour", "--at", "2031-03-05", "--lang", language).stdout


def test_a_view_that_leads_elsewhere_is_said_beside(ask, say):
    seen = ("deal", "standing", "harbour", "--at", "2031-03-05", "--view", "north=north")
    gate = next(one for one in ask(*seen)["instances"] if one["clause"] == "4.1")
    assert [view["name"] for view in gate["views"]] == ["north"]
    assert gate["views"][0]["state"] != gate["state"]
    assert "With only north" in say(*seen).stdout
    assert ask(*seen[:-1], "north", code=3)["problems"][0]["code"] == "cli/not-a-pair"


@BOTH
def test_another_reading_that_moves_only_a_time_limit_is_told_by_that_limit(say, language):
    told = " ".join(say("deal", "standing", "four-towns-2017", "--at", "2017-04-15", "--lang", language).stdout.split())
    wanted = {
        "en": "If “9” is read the other way: offered: The time for it runs from 28 March 2017 and ends at the end of 28 September 2017.",
        "fr": "Si « 9 » se lit autrement : offert : Le délai court à compter du 28 mars 2017 et prend fin à la fin du 28 septembre 2017.",
    }[language]
    assert wanted in told.replace("\u202f", " ")


@BOTH
def test_the_word_that_decides_between_two_readings(ask, say, language):
    (reading,) = ask("deal", "readings", *OCTOBER, "--lang", language)["readings"]
    assert [clause["clause"] for clause in reading["clauses"]] == ["3.1", "3.2"]
    assert [(p["force"], sorted(n["clause"] for n in p["lost"]), p["gained"]) for p in reading["promises"] if p["lost"]] == [
        ("offered", ["3.1", "3.2"], [])
    ]
    (as_it_stands,) = (p for p in reading["promises"] if not p["option"])
    assert [(d["as_written"]["who"], d["as_reread"]["who"]) for d in as_it_stands["differs"]] == [(["jfs"], ["jfs", "stayers"])] * 2
    shown = " ".join(say("deal", "readings", *OCTOBER, "--lang", language).stdout.split())
    assert reading["word"] in shown
    for difference in (d for p in reading["promises"] for d in p["differs"]):
        assert difference["as_written"]["text"] in shown
        assert " ".join(difference["as_reread"]["text"].split()) in shown
    assert ask("deal", "readings", "harbour")["readings"] == []


@BOTH
def test_the_demo_fits_a_screen_and_tells_three_days(ask, demo_screen, language):
    shown = demo_screen(language)
    lines = shown.splitlines()
    assert 24 <= len(lines) <= 52
    assert max(map(len, lines)) <= 104
    assert all(text in shown for text in ("2016", "Al-Nosra", "Idleb", "SANA", "A/HRC/34/64", "safeconduct "))
    assert {"en": "reconstruction from public reports", "fr": "reconstitution d'après des sources publiques"}[language] in shown
    data = ask("demo", "--lang", language)
    assert data["signed"]["kinds"] >= 11
    assert len(data["stopped"]["stops"][0]["accounts"]) == 4


@BOTH
def test_what_the_demo_says_to_type_works(say, demo_screen, language, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    typed = [line.split()[1:] for line in demo_screen(language).splitlines() if line.startswith("  safeconduct ")]
    assert len(typed) >= 3
    assert {say(*words).exit_code for words in typed} <= {0, 1}


def test_status_says_how_exposed_each_side_is(ask, say):
    (exposure,) = ask("status", "harbour")["exposures"]
    assert exposure["left"]["bound"] == 60
    assert "at most 60 allowed" in say("status", "harbour").stdout.replace("\n", " ")
    assert "Exposition de chaque côté" in say("status", "harbour", "--lang", "fr").stdout


DEADLINE = """---
format: safeconduct-deal/1
deal: test
title: {en: "A test"}
languages: [en]
clock: Etc/UTC
day-count: 0
---
## Words

| id | kind | English | shown by |
| --- | --- | --- | --- |
| north | party | North | |
| leave | act | leave | |

## English

**1.1** [North] undertakes to [leave], by 5 May 2030.

**1.2** One reading of “by” in clause 1.1 is that [North] undertakes to [leave], by 9 May 2030.

**1.3** Signed on 1 May 2030 by [North] as a party.
"""


def test_states_that_differ_between_two_readings_are_printed_though_no_promise_does(ask, say, tmp_path):
    file = tmp_path / "deadline.deal.md"
    file.write_text(DEADLINE, "utf-8")
    asked = ("deal", "readings", str(file), "--at", "2030-05-07")
    (reading,) = ask(*asked)["readings"]
    assert reading["promises"] == []
    assert [(one["clause"], one["as_written"]["state"], one["as_reread"]["state"]) for one in reading["states"]] == [
        ("1.1", "overdue", "due")
    ]
    shown = " ".join(say(*asked).stdout.split())
    assert "No promise differs. How the clauses stand then: - 1.1 as written: overdue, not shown:" in shown
    assert "read that way: due:" in shown


@BOTH
def test_a_link_of_two_movements_is_told_alike_by_status_standing_and_explain(ask, say, language):
    when = ("--at", "2031-03-12", "--lang", language)
    (of_status,) = ask("status", "harbour", *when)["exposures"]
    (of_standing,) = ask("deal", "standing", "harbour", *when)["exposures"]
    (clause,) = ask("deal", "explain", "harbour", "5.4", *when)["clauses"]
    assert of_standing == {"agreement": "agreement"} | of_status
    assert clause["exposure"] == of_status
    assert (of_status["state"], of_status["ahead"]) == ("within the bound", "garrison")
    assert [of_status[side]["lead"] for side in ("left", "right")] == [[1, 14], [0, 0]]
    assert [of_status[side]["next_most"] for side in ("left", "right")] == [46, 61]
    flat = lambda text: " ".join(text.split())
    for verb in (("deal", "standing", "harbour"), ("deal", "explain", "harbour", "5.4")):
        shown = flat(say(*verb, *when).stdout)
        assert {"en": "5.4 · within the bound:", "fr": "5.4 · dans la limite :"}[language] in shown
        assert [text for text in of_status["text"][language] if flat(text) not in shown] == []
        assert {"en": "binds nobody: reciprocity", "fr": "ne lie personne : reciprocity"}[language] not in shown


def test_a_text_that_links_nothing_has_no_exposure(ask):
    assert ask("deal", "standing", *OCTOBER)["exposures"] == []
    assert ask("deal", "explain", "harbour", "4.1", "--at", "2031-03-12")["clauses"][0]["exposure"] is None


def test_a_warning_of_an_earlier_text_runs_on_and_says_whose_it_is(ask, say):
    (clock,) = ask("status", "aleppo-2016", "--at", "2016-12-16")["clocks"]
    assert (clock["agreement"], clock["clause"]) == ("1-offer", "1.4")
    assert "(The offer of October 2016)" in " ".join(say("status", "aleppo-2016", "--at", "2016-12-16").stdout.split())


@BOTH
def test_exposure_lets_nobody_go_while_their_movement_is_suspended(say, language):
    suspended = {"en": "nobody moves under clauses 5.2 and 5.3", "fr": "pour les clauses 5.2 et 5.3 : personne ne part"}[language]
    told = lambda day: " ".join(say("status", "harbour", "--at", day, "--lang", language).stdout.split())
    assert suspended in told("2031-03-07T12:00:00Z")
    assert suspended not in told("2031-03-05T18:00:00Z")

"""A case whose history is a signed record answers as its plain history does, and says that its entries are signed."""

import base64
import json
import os
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safeconduct.case.entry import Vocabulary
from safeconduct.case.read import SHIPPED
from safeconduct.case.signed import read_record
from safeconduct.record import RecordFolder, new_id

EVENING = ("--at", "2031-03-12T22:00:00Z")


@pytest.fixture
def port(tmp_path, say):
    """Harbour as a folder with its agreement and a record made from its history; no history.jsonl."""
    folder = tmp_path / "port"
    folder.mkdir()
    shutil.copy(SHIPPED / "harbour" / "agreement.deal.md", folder)
    made = say("record", "init", folder / "record", "--from-case", "harbour")
    assert made.exit_code == 0, made.output
    assert "48 entries, signed by one key named reconstruction" in made.stdout
    return folder


def plain(data):
    """What is left when one answer comes from a record: the name of the case, and that it is a reconstruction."""
    return {key: value for key, value in data.items() if key not in ("case", "reconstruction")}


@pytest.mark.parametrize("verb", ["standing", "owed", "unlock", "coverage"])
@pytest.mark.parametrize("when", [EVENING, (*EVENING, "--known-by", "2031-03-06T13:10:00Z"), ("--at", "2031-04-02")])
def test_a_record_gives_the_same_answers_as_its_plain_history(ask, port, verb, when):
    assert plain(ask("deal", verb, port, *when)) == plain(ask("deal", verb, "harbour", *when))


def test_an_explanation_says_that_an_entry_is_recorded_and_where_it_stands_in_the_log(ask, say, port):
    (clause,) = ask("deal", "explain", port, "4.3", *EVENING)["clauses"]
    assert [(entry["id"], entry["index"], entry["state"]) for entry in clause["entries"]] == [
        ("h21", 21, "recorded"),
        ("h22", 22, "recorded"),
    ]
    shown = say("deal", "explain", port, "4.3", *EVENING).stdout
    assert "record/record.db#22 count · monitor · post at the east gate · recorded" in " ".join(shown.split())
    assert "one key named reconstruction signed every entry" in " ".join(shown.split())


def test_a_plain_history_beside_it_must_say_the_same(ask, say, port):
    history = Path(port, "history.jsonl")
    shutil.copy(SHIPPED / "harbour" / "history.jsonl", history)
    assert ask("case", "check", port)["signed"]
    lines = history.read_text("utf-8").split("\n")
    history.write_text("\n".join(line.replace('"low": 58', '"low": 55') for line in lines), "utf-8")
    problem = ask("case", "check", port, code=3)["problems"][0]
    assert (problem["code"], problem["where"]["line"]) == ("case/two-histories", 28)
    history.write_text("\n".join(lines[:-2]), "utf-8")
    problem = ask("case", "check", port, code=3)["problems"][0]
    assert (problem["code"], problem["where"]["entry"]) == ("case/two-histories", 48)


def test_nothing_is_written_into_it_unsigned(ask, say, port):
    problem = ask("case", "add-event", port, "cure", "clause=3.5", "--actor", "south", "--occurred", "2026-03-12", code=1)[
        "problems"
    ][0]
    assert problem["code"] == "case/signed"
    assert not Path(port, "history.jsonl").exists()


def test_a_changed_record_is_not_computed_from(ask, port):
    import apsw

    database = apsw.Connection(str(port / "record" / "record.db"))
    (leaf,) = database.execute("select leaf from entry where idx = 28").fetchone()
    envelope = json.loads(leaf)
    payload = base64.b64decode(envelope["payload"])
    assert payload.count(b'"low":58') == 1
    changed = base64.b64encode(payload.replace(b'"low":58', b'"low":55')).decode()
    database.execute("update entry set leaf = ? where idx = 28", (leaf.replace(envelope["payload"].encode(), changed.encode()),))
    database.close()
    problem = ask("deal", "standing", port, code=1)["problems"][0]
    assert (problem["code"], problem["where"]["entry"]) == ("record/contradicted", 28)


def test_a_record_of_another_deal_is_refused(ask, say, port):
    shutil.rmtree(port / "record")
    say("record", "init", port / "record", "--from-case", "harbour", "--deal", "record.example/quay")
    assert ask("case", "check", port, code=3)["problems"][0]["code"] == "case/other-record"


def test_a_signed_entry_that_does_not_fit_is_set_aside_and_said(ask, say, tmp_path):
    folder = tmp_path / "port"
    folder.mkdir()
    shutil.copy(SHIPPED / "harbour" / "agreement.deal.md", folder)
    say("record", "init", folder / "record", "--deal", "record.example/harbour", "--party", "north", "--alone")
    for body in ({"clause": "3.4"}, {"clause": "33.4"}):
        added = say(
            "record", "add", "waiver", "-C", folder / "record", "--body", json.dumps(body), "--occurred", "2031-03-04T16:00:00Z"
        )
        assert added.exit_code == 0, added.output
    checked = ask("case", "check", folder, code=1)
    assert checked["entries"] == 1
    assert [problem["where"]["entry"] for problem in checked["set_aside"]] == [2]
    assert "33.4" in checked["set_aside"][0]["what"]
    assert "Set aside" in say("deal", "standing", folder, *EVENING).stderr


def test_the_demo_signs_its_history_with_one_key_and_claims_no_more_than_holds(ask, demo_screen):
    from safeconduct.case import read_case

    assert ask("demo")["record"] == {
        "entries": len(read_case("aleppo-2016").history),
        "signed_by": "reconstruction",
        "verdict": "not proved",
    }
    for language, words in (("en", "nobody's signature is invented"), ("fr", "aucune signature n'est inventée")):
        assert words in " ".join(demo_screen(language).split())


def test_a_reconstruction_lacks_a_witness_and_nothing_else(ask, say, port, tmp_path):
    assert say("record", "export", "-C", port / "record", "-o", tmp_path / "b.tar").exit_code == 0
    founding = json.loads(say("record", "verify", tmp_path / "b.tar", "--json").stdout)["founding"]
    verdict = json.loads(say("record", "verify", tmp_path / "b.tar", "--founding", founding, "--json").stdout)
    assert [step["step"] for step in verdict["steps"] if step["verdict"] != "proved"] == ["witnesses"]


def test_what_was_recorded_after_the_keepers_clock_was_set_back_is_not_known_sooner(say, tmp_path):
    clock = iter((10, 10, 12, 9))

    def now():
        return datetime(2031, 3, 1, next(clock), tzinfo=UTC)

    here = RecordFolder.make(tmp_path / "r", "record.example/port", "desk", keeper=True, random=os.urandom)
    here.write_card()
    here.found_alone(now)
    with closing(here.store()) as store:
        for text in ("one", "two"):
            here.sign(store, "statement", {"text": text}, datetime(2031, 3, 1, tzinfo=UTC), new_id(0, os.urandom(10)))
            here.record_captured(store, now)
    signed = read_record(tmp_path / "r" / "record.db", "record.db", Vocabulary("port", ()))
    assert [entry["recorded"] for entry in signed.entries] == ["2031-03-01T12:00:00Z"] * 2

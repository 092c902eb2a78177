"""Harbour with everybody's own key: parties and a monitor sign, disagree, correct and witness, and the deal is computed from that."""

import json
import shutil

import pytest
from harbour_record import WITNESSES, HarbourRecord

from safeconduct.case import read_case
from safeconduct.case.read import SHIPPED
from safeconduct.record import entries

EVENING = ("--at", "2031-03-12T22:00:00Z")
SAW = ("--occurred", "2031-03-09T18:00:00Z/2031-03-09T19:00:00Z", "--method", "saw")


@pytest.fixture
def world(tmp_path):
    made = HarbourRecord(tmp_path)
    made.sign_all()
    return made


@pytest.fixture
def port(world, tmp_path):
    """A case folder whose record is the keeper's."""
    folder = tmp_path / "port"
    folder.mkdir()
    shutil.copy(SHIPPED / "harbour" / "agreement.deal.md", folder)
    shutil.copytree(world.keeper.path, folder / "record")
    return folder


def named(data, ids):
    """The same answer with the ids of the plain history."""
    text = json.dumps({key: value for key, value in data.items() if key != "case"})
    for plain, signed in ids.items():
        text = text.replace(f'"{signed}"', f'"{plain}"')
    return json.loads(text)


@pytest.mark.parametrize("verb", ["standing", "owed"])
@pytest.mark.parametrize("when", [EVENING, (*EVENING, "--known-by", "2031-03-06T13:10:00Z"), ("--at", "2031-04-02T12:00:00Z")])
def test_what_each_signed_gives_the_same_answers_as_the_plain_history(ask, world, port, verb, when):
    assert named(ask("deal", verb, port, *when), world.ids) == named(ask("deal", verb, "harbour", *when), {})


def test_everybody_signs_only_their_own_and_the_correction_points_at_what_it_corrects(world, port):
    history = read_case(str(port)).history
    assert [event["actor"] for event in history] == [line["actor"] for line in world.lines]
    store = world.keeper.store()
    read = [entry for entry in entries(store, world.keeper.deal) if entry.index]
    store.close()
    assert all(entry.author == entry.event["actor"] and "account" not in entry.event for entry in read)
    assert len({entry.event["key"] for entry in read}) == len(world.folders) == 7
    (correction,) = [entry for entry in read if entry.event["type"] == "correction"]
    target = next(entry for entry in read if entry.event["id"] == correction.event["body"]["of"])
    assert (correction.author, target.author, target.event["body"]["low"]) == ("monitor", "monitor", 31)


def test_two_counts_taken_offline_both_stand_and_the_parties_witness_them(ask, say, world, port, tmp_path):
    def record(*words, code=0):
        done = say("record", *words)
        assert done.exit_code == code, done.output
        return done

    record("export", "-C", tmp_path / "authority", "-o", tmp_path / "0.tar")
    for party in WITNESSES:
        record("import", tmp_path / "0.tar", "-C", tmp_path / party)
    for party, figure in (("monitor", 58), ("north", 71)):
        body = {"what": "garrison", "stage": "arrived", "low": figure, "high": figure, "unit": "persons", "cumulative": True}
        record("add", "count", "-C", tmp_path / party, "--body", json.dumps(body), *SAW)
        record("export", "-C", tmp_path / party, "-o", tmp_path / f"{party}.tar")
    record("import", tmp_path / "monitor.tar", tmp_path / "north.tar", "-C", tmp_path / "authority")
    record("export", "-C", tmp_path / "authority", "-o", tmp_path / "1.tar")
    for party in WITNESSES:
        record("import", tmp_path / "1.tar", "-C", tmp_path / party)
        record("cosign", tmp_path / "1.tar", "-C", tmp_path / party, "-o", tmp_path / f"{party}.cosigned")
    record("import", *(tmp_path / f"{party}.cosigned" for party in WITNESSES), "-C", tmp_path / "authority")
    record("export", "-C", tmp_path / "authority", "-o", tmp_path / "2.tar")
    record("export", "-C", tmp_path / "authority", "--policy", "-o", tmp_path / "policy")
    assert record("verify", tmp_path / "2.tar", "--policy", tmp_path / "policy").stdout.startswith("Proved")
    apart = json.loads(record("show", "-C", tmp_path / "authority", "--json").stdout)["disagreements"]
    assert [text for text in apart if "monitor says 58" in text and "north says 71" in text]

    shutil.rmtree(port / "record")
    shutil.copytree(tmp_path / "authority", port / "record")
    history = read_case(str(port)).history
    assert {event["state"] for event in history} == {"witnessed"}
    assert sorted(event["actor"] for event in history[-2:]) == ["monitor", "north"]
    (clause,) = ask("deal", "explain", port, "4.3", *EVENING)["clauses"]
    assert {entry["state"] for entry in clause["entries"]} == {"witnessed"}


def test_an_invented_case_is_rehearsed_and_a_real_one_is_not(ask, say, tmp_path):
    def record(*words, code=0):
        done = say("record", *words)
        assert done.exit_code == code, done.output
        return done.stdout

    told = record("init", tmp_path / "h", "--from-case", "harbour", "--rehearse", "authority")
    assert "48 entries, each signed by its own author: authority, board" in told
    found = json.loads(record("show", "-C", tmp_path / "h" / "authority", "--json"))
    assert {entry["state"] for entry in found["entries"]} == {"witnessed"}
    assert [one["by"] for entry in found["entries"] for one in entry["corrected"]] == ["monitor"]
    assert len({entry["author"] for entry in found["entries"]}) == 7
    record("export", "-C", tmp_path / "h" / "north", "-o", tmp_path / "b.tar")
    record("verify", tmp_path / "b.tar", "--founding", told.split()[-1])
    record("add", "statement", "-C", tmp_path / "h" / "south", "--body", '{"text":"we go on"}')
    assert "record/name" in say("record", "init", tmp_path / "x", "--from-case", "harbour", "--rehearse", "nobody").output
    assert "record/no-authority" in say("record", "init", tmp_path / "y", "--from-case", "aleppo-2016", "--rehearse", "un").output

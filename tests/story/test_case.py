"""A user makes a case, adds what happens, imports counts: through the command line, in pipes and on a terminal."""

import json
import shutil

import pytest

from safeconduct.case.read import SHIPPED

BOTH = pytest.mark.parametrize("language", ["en", "fr"])
HEAD = "observed_on,metric,value,value_high,cumulative,source,confidence,time,side_or_place,note\n"


@pytest.mark.parametrize("languages", ["en", "fr", "both"])
def test_a_new_case_has_no_finding_but_its_open_points(ask, say, tmp_path, languages):
    folder = tmp_path / "talks"
    made = ask("case", "new", folder, "--in", languages)
    assert made["files"] == ["agreement.deal.md", "case.toml", "history.jsonl"]
    found = ask("deal", "check", folder, code=1)["findings"]
    assert [(f["code"], f["clause"]) for f in found] == [("deal/lint-slot", "1.3"), ("deal/lint-slot", "1.4")]
    for typed in made["next"][:2]:
        assert say(*typed.split()[1:]).exit_code in (0, 1)


@BOTH
def test_a_new_case_never_overwrites(ask, say, folder, language):
    assert ask("case", "new", folder, code=1)["problems"][0]["code"] == "case/exists"
    assert ask("case", "new", folder.parent / "not an id", code=3)["problems"][0]["code"] == "case/settings"
    assert say("case", "new", folder.parent / "fresh", "--lang", language).exit_code == 0


@BOTH
def test_an_event_changes_what_is_owed(ask, say, folder, language):
    when = ("--occurred", "2021-03-01", "--recorded", "2021-03-01T12:00:00Z")
    for actor in ("north", "south", "guarantor", "monitor"):
        ask("case", "add-event", folder, "signature", "capacity=party", "--actor", actor, *when)
    before = ask("status", folder, "--at", "2021-03-02")
    assert ("2.2", "due") in [(one["clause"], one["state"]) for one in before["in_force"] + before["due_soon"]]
    deed = ("--actor", "monitor", "--occurred", "2021-03-02T08:00:00Z", "--recorded", "2021-03-02T09:00:00Z")
    added = ask("case", "add-event", folder, "observation", "of=open_road", "text=seen", *deed, "--source", "post 3")
    assert added["written"]
    assert json.loads((folder / "history.jsonl").read_text("utf-8").splitlines()[-1]) == added["entry"]
    assert "5" in say("case", "check", folder, "--lang", language).stdout
    assert ask("case", "show", folder)["entries"] == {"observation": 1, "signature": 4}


def test_in_a_pipe_everything_missing_is_listed_at_once_and_nothing_is_asked(ask, say, folder):
    problems = ask("case", "add-event", folder, "extension", code=3)["problems"]
    assert [p["do"] for p in problems] == ["add --actor …", "add --occurred …", "add clause=…", "add until=…"]
    assert {p["code"] for p in problems} == {"case/missing"}
    assert ask("case", "add-event", folder, code=3)["problems"][0]["do"].startswith("name it after the case: statement")
    assert say("case", "add-event", folder, "request", input="").exit_code == 3


def test_slips_are_named_at_once_with_the_nearest_word(ask, folder):
    typed = ("decision", "act=leav", "to=twn", "--actor", "nort", "--occurred", "2021-13-01")
    told = " ".join(p["what"] + " " + p["do"] for p in ask("case", "add-event", folder, *typed, code=3)["problems"])
    assert all(text in told for text in ("did you mean leave?", "did you mean town?", "did you mean north?", "2021-13-01"))
    assert (folder / "history.jsonl").read_bytes() == b""


def test_a_dry_run_and_a_bad_field_write_nothing(ask, folder):
    head = ("--actor", "north", "--occurred", "2021-03-01")
    assert not ask("case", "add-event", folder, "decision", "act=leave", *head, "--dry-run")["written"]
    assert ask("case", "add-event", folder, "decision", "act=leave", "wo=x", *head, code=3)["problems"][0]["code"] == "case/missing"
    assert ask("case", "add-event", folder, "decision", "act", *head, code=3)["problems"][0]["code"] == "cli/not-a-pair"
    assert (folder / "history.jsonl").read_bytes() == b""


def test_on_a_terminal_it_asks_until_the_answer_fits(say, folder, monkeypatch):
    monkeypatch.setattr("safeconduct.cli.case.on_a_terminal", lambda: True)
    result = say("case", "add-event", folder, input="waiver\nnorth\n2021-03-01\n9.9\n2.2\n")
    assert result.exit_code == 0, result.output
    assert "there is no clause 9.9" in result.stderr
    assert json.loads((folder / "history.jsonl").read_text("utf-8"))["body"] == {"clause": "2.2"}


def test_shipped_cases_are_not_written_to(ask):
    typed = ("statement", "text=hello", "--actor", "north", "--occurred", "2021-03-01")
    assert ask("case", "add-event", "harbour", *typed, code=1)["problems"][0]["code"] == "case/shipped"


def test_a_copy_of_a_shipped_case_is_an_ordinary_case(ask, tmp_path):
    shutil.copytree(SHIPPED / "harbour", tmp_path / "copy")
    ask("case", "add-event", tmp_path / "copy", "statement", "text=hello", "--actor", "north", "--occurred", "2021-03-01")
    assert ask("case", "check", tmp_path / "copy")["entries"] == ask("case", "check", "harbour")["entries"] + 1


@BOTH
def test_counts_are_imported_once(ask, say, folder, tmp_path, language):
    sheet = tmp_path / "counts.csv"
    rows = "2021-03-04,persons,120,130,yes,Monitor (post 3),A,23:00,Town,first\n2021-03-05,event,,,,press,B,,,snow\n"
    sheet.write_text(HEAD + rows, "utf-8")
    dry = ask("case", "import-counts", folder, sheet, "--word", "persons=residents", "--dry-run")
    assert (dry["added"], dry["written"], (folder / "history.jsonl").read_bytes()) == (1, False, b"")
    first = ask("case", "import-counts", folder, sheet, "--word", "persons=residents")
    assert (first["added"], first["known"], [row["line"] for row in first["skipped"]]) == (1, 0, [3])
    body = first["entries"][0]["body"]
    assert (body["what"], body["low"], body["high"], body["cumulative"]) == ("residents", 120, 130, True)
    kept = (folder / "history.jsonl").read_bytes()
    again = ask("case", "import-counts", folder, sheet, "--word", "persons=residents")
    assert (again["added"], again["known"], (folder / "history.jsonl").read_bytes()) == (0, 1, kept)
    assert "1" in say("case", "import-counts", folder, sheet, "--lang", language).stdout


@BOTH
def test_a_sheet_that_names_its_case_otherwise_is_taken_in_and_says_so(ask, say, folder, tmp_path, language):
    sheet = tmp_path / "counts.csv"
    sheet.write_text("case,observed_on,metric,value,source,confidence\nOther2021,2021-03-04,persons,120,press,B\n", "utf-8")
    assert ask("case", "import-counts", folder, sheet, "--dry-run")["other_name"] == "Other2021"
    assert "Other2021" in say("case", "import-counts", folder, sheet, "--dry-run", "--lang", language).stdout
    own = ask("case", "show", folder)["deal"].replace("-", "").upper()
    sheet.write_text(f"case,observed_on,metric,value,source,confidence\n{own},2021-03-04,persons,1,press,B\n", "utf-8")
    assert ask("case", "import-counts", folder, sheet, "--dry-run")["other_name"] is None


def test_every_bad_row_is_named_with_its_line_and_column(ask, folder, tmp_path):
    sheet = tmp_path / "counts.csv"
    bad = ["2021-02-30,persons,1,,,x,A,,,", "2021-03-01,persons,-1,,,x,A,,,", "2021-03-01,persons,5,4,,x,C,,,"]
    bad += ["2021-03-01,,5,,,,B,25:00,,", "too,few"]
    sheet.write_text(HEAD + "\n".join(bad) + "\n", "utf-8")
    problems = ask("case", "import-counts", folder, sheet, code=3)["problems"]
    places = {(p["where"]["line"], p["what"].partition(":")[0].removeprefix("column ")) for p in problems}
    wanted = {(2, "observed_on"), (3, "value"), (4, "value_high"), (4, "confidence"), (5, "metric"), (5, "source"), (5, "time")}
    assert wanted <= places
    assert any(line == 6 for line, _ in places)
    assert (folder / "history.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    "data",
    [b"", b"a,b\n1,2\n", b"\xff\xfe", b'observed_on,metric,value,source,confidence\n"2021'],
    ids=["empty", "head", "utf-8", "quote"],
)
def test_what_is_no_sheet_of_counts_is_refused(ask, folder, tmp_path, data):
    sheet = tmp_path / "counts.csv"
    sheet.write_bytes(data)
    assert {p["code"] for p in ask("case", "import-counts", folder, sheet, code=3)["problems"]} == {"case/counts"}


@BOTH
def test_show_says_that_it_is_a_reconstruction(ask, say, language):
    data = ask("case", "show", "aleppo-2016", "--lang", language)
    assert data["reconstruction"]
    assert data["says"] in " ".join(say("case", "show", "aleppo-2016", "--lang", language).stdout.split())
    assert [a["since"] for a in data["agreements"]] == sorted(a["since"] for a in data["agreements"])


SHOT = (
    "observation",
    "of=open_fire",
    "--actor",
    "monitor",
    "--occurred",
    "2021-03-02T08:00:00Z",
    "--recorded",
    "2021-03-02T09:00:00Z",
)


def test_the_doer_is_a_field_and_an_entry_that_leaves_it_open_says_so(ask, say, folder):
    left_open = ask("case", "add-event", folder, *SHOT)
    assert left_open["doers"] == ["north", "south"]
    assert "by=" in say("case", "add-event", folder, *SHOT, "--dry-run").stdout
    told = ask("case", "add-event", folder, *SHOT, "by=south")
    assert (told["entry"]["body"]["by"], told["doers"]) == ("south", [])
    assert "did you mean south?" in ask("case", "add-event", folder, *SHOT, "by=souht", code=3)["problems"][0]["do"]


def test_on_a_terminal_it_asks_who_did_it(say, folder, monkeypatch):
    monkeypatch.setattr("safeconduct.cli.case.on_a_terminal", lambda: True)
    assert "north, south" in say("case", "add-event", folder, *SHOT, input="souht\nsouth\n").stderr
    assert say("case", "add-event", folder, *SHOT, input="\n").exit_code == 0
    told = [json.loads(line)["body"].get("by") for line in (folder / "history.jsonl").read_text("utf-8").splitlines()]
    assert told == ["south", None]

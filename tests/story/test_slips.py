"""Slips of a tired hand: nothing is lost, swapped or added up wrongly without a word, and a closed folder is no mistake of the program."""

import errno
from pathlib import Path

import pytest

HEAD = "case,observed_on,metric,value,source,confidence"
ROW = "2021-03-05,persons,20,board,A"
DEED = ("case", "add-event")


def deed(folder, *more):
    return (*DEED, folder, "deed", "--actor", "south", *more)


@pytest.mark.parametrize("interval", ["2021-03-02..2021-03-01", "2021-03-02T10:00:00Z..2021-03-02T09:00:00Z"])
def test_an_interval_upside_down_is_refused(ask, folder, interval):
    (problem,) = ask(*deed(folder, "act=open_road", "--occurred", interval), code=3)["problems"]
    assert problem["code"] == "case/entry"
    assert "upside down" in problem["what"]
    assert (folder / "history.jsonl").read_bytes() == b""


def test_an_interval_of_one_day_or_one_instant_is_none(ask, folder):
    for interval in ("2021-03-02..2021-03-02", "2021-03-02T10:00:00Z..2021-03-02T10:00:00Z"):
        assert ask(*deed(folder, "act=open_road", "--occurred", interval))["written"]


def test_a_field_given_twice_is_refused(ask, folder):
    (problem,) = ask(*deed(folder, "act=open_road", "act=leave", "--occurred", "2021-03-01"), code=3)["problems"]
    assert problem["what"] == "act is given twice"


def test_bytes_that_are_no_text_are_refused(ask, folder):
    (problem,) = ask(*deed(folder, "act=open_road", "text=\udcff", "--occurred", "2021-03-01"), code=3)["problems"]
    assert problem["code"] == "case/entry"
    assert "text: this is not UTF-8" in problem["what"]


@pytest.mark.parametrize("seen", ["is_file", "is_dir", "iterdir"])
def test_a_folder_that_may_not_be_entered_is_the_machines_answer(ask, folder, monkeypatch, seen):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, seen, refuse)
    (folder / "case.toml").unlink()
    assert ask("case", "check", folder, code=5)["problems"][0]["code"] == "case/disk"


def test_a_name_too_long_for_any_disk_is_the_machines_answer(ask):
    assert ask("deal", "check", "x" * 5000, code=5)["problems"][0]["code"] == "case/disk"


def test_rows_of_two_cases_in_one_sheet_are_refused(ask, folder, tmp_path):
    sheet = tmp_path / "counts.csv"
    sheet.write_text(f"{HEAD}\nspring,{ROW}\nautumn,{ROW}\n", "utf-8")
    (problem,) = ask("case", "import-counts", folder, sheet, code=3)["problems"]
    assert problem["where"]["line"] == 3
    assert "'autumn'" in problem["what"]
    sheet.write_text(f"{HEAD}\nspring,{ROW}\n,{ROW}\n", "utf-8")
    assert ask("case", "import-counts", folder, sheet)["added"] == 2


@pytest.mark.parametrize(("mark", "called"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_sheet_parted_by_other_marks_says_so(ask, folder, tmp_path, mark, called):
    sheet = tmp_path / "counts.csv"
    sheet.write_text(f"{HEAD}\nspring,{ROW}\n".replace(",", mark), "utf-8")
    (problem,) = ask("case", "import-counts", folder, sheet, code=3)["problems"]
    assert called in problem["what"]


def test_problems_of_a_sheet_stand_in_the_order_of_its_lines(ask, folder, tmp_path):
    sheet = tmp_path / "counts.csv"
    sheet.write_text(f"{HEAD}\nspring,{ROW.replace('20,', 'x,')}\nspring,short\nspring,{ROW.replace('A', 'C')}\n", "utf-8")
    lines = [problem["where"]["line"] for problem in ask("case", "import-counts", folder, sheet, code=3)["problems"]]
    assert lines == [2, 3, 4]


@pytest.mark.parametrize(("typed", "meant"), [("Deed", "deed"), ("dede", "deed"), ("signatur", "signature")])
def test_a_type_that_is_almost_one_is_named(ask, folder, typed, meant):
    (problem,) = ask("case", "add-event", folder, typed, code=3)["problems"]
    assert f"did you mean {meant}?" in problem["more"]

"""Times that the text sets or the record tells are times of the plan: from when, until when, and while it is suspended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from movement_small import SMALL, run

from safeconduct.case.movement import read_movement
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.planning.plan import plan

TEXT = """---
format: safeconduct-deal/1
deal: small
title: {en: "Small"}
languages: [en]
clock: Etc/UTC
day-count: 0
---

## Words

| id | kind | English | shown by |
| --- | --- | --- | --- |
| north | party | north (the) | |
| monitor | party | monitor (the) | |
| people | group | people (the pl) | |
| leave | act | leave | observation |
| flood | state | flood (the) | state |

## English

**1.1** Any member of the [people] may [leave]DETAIL.

**1.2** Clause 1.1 is suspended while the [flood] continues, with time limits stopped, as established by the [monitor].

**1.3** For signature by the [north] as a party.
"""
WORD = '[[word]]\nid = "people"\ngroups = ["people"]\n'


def entry(name: str, kind: str, actor: str, at: str, **body: str) -> str:
    times = {"occurred": {"from": at, "to": at}, "recorded": at}
    return json.dumps(
        {
            "id": name,
            "deal": "small",
            "type": kind,
            "actor": actor,
            **times,
            "method": "saw",
            "source": "x",
            "confidence": "A",
            "body": body,
        }
    )


SIGNED = entry("e1", "signature", "north", "2030-02-28T09:00:00Z", capacity="party")
FLOOD = entry("e2", "state", "monitor", "2030-03-01T07:30:00Z", state="flood", value="begins")
DRY = entry("e3", "state", "monitor", "2030-03-01T14:00:00Z", state="flood", value="ends")


def folder(path: Path, detail: str, *entries: str) -> str:
    (path / "agreement.deal.md").write_text(TEXT.replace("DETAIL", detail), "utf-8")
    (path / "movement.toml").write_text(SMALL + WORD, "utf-8")
    (path / "history.jsonl").write_text("".join(line + "\n" for line in entries), "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("detail", "first", "last"),
    [
        ("", 14, 21),
        (", from day 2", 62, 69),  # signed on 28 February: day 2 is the second day of the plan
        (", no earlier than 30 hours after the signature", 30, 62),
        (", from 1 March 2030", 14, 21),
        (", until and including day 1", 14, 21),
        (", until and including 1 March 2030", 14, 21),
    ],
)
def test_when_people_may_leave_is_when_they_are_planned_to(tmp_path: Path, detail: str, first: int, last: int) -> None:
    premise = detail.startswith(", no earlier")
    case = folder(tmp_path, "" if premise else detail, SIGNED)
    if premise:
        text = (tmp_path / "agreement.deal.md").read_text("utf-8")
        text = text.replace(
            "Any member of the [people]", "No earlier than 30 hours after the signature, any member of the [people]"
        )
        (tmp_path / "agreement.deal.md").write_text(text, "utf-8")
    problem = read_movement(case).problem
    made = plan(problem)
    assert not verify(problem, made)
    assert (made.convoys[0].slot, made.convoys[-1].slot) == (first, last)


def test_nobody_sets_out_after_the_time_is_over_and_the_clause_is_named(tmp_path: Path) -> None:
    case = folder(tmp_path, ", until but not including day 1", SIGNED)
    answer = run("explain", case)
    assert answer.exit_code == 1
    assert "clause 1.1: the time in which people may not set out" in answer.stdout
    assert "let them set out until" in answer.stdout
    assert "clause 1.1 : le temps où people ne peuvent pas partir" in run("explain", case, "--lang", "fr").stdout


def test_while_a_suspension_lasts_nobody_is_ready_and_its_past_holds_the_plan(tmp_path: Path) -> None:
    case = folder(tmp_path, "", SIGNED, FLOOD)
    now = run("next", case, "--at", "2030-03-01T10:00:00Z")
    assert now.exit_code == 1
    assert "not ready, missing: resumption of clause 1.1 (suspended since 2030-03-01T07:30:00Z, clause 1.2)" in " ".join(
        now.stdout.split()
    )
    french = " ".join(run("plan", case, "--lang", "fr").stdout.split())
    assert "reprise de la clause 1.1 (suspendue depuis 2030-03-01T07:30:00Z, clause 1.2)" in french
    over = read_movement(folder(tmp_path, "", SIGNED, FLOOD, DRY)).problem
    made = plan(over)
    assert not verify(over, made)
    assert [convoy.slot for convoy in made.convoys] == [14, 28]
    assert "resumption" not in run("next", case, "--at", "2030-03-01T15:00:00Z").stdout

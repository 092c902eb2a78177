"""An agreement that cannot be carried out: its own clauses are named, with the cheapest changes, in English and in French."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from safeconduct.cli import main

MOVEMENT = """name = "ferry"
[time]
start = 2031-05-02
zone = "UTC"
slot = 30
days = 2
[windows]
day = ["HOURS"]
[[place]]
id = "hill"
[[place]]
id = "shore"
[[place]]
id = "plain"
kind = "destination"
[[place]]
id = "island"
kind = "destination"
[[vehicle]]
id = "lorry"
seats = 12
loading = 30
unloading = 30
[[pool]]
type = "lorry"
place = "hill"
number = 3
[[pool]]
type = "lorry"
place = "shore"
number = 3
[[escort]]
place = "hill"
number = TEAMS
[[escort]]
place = "shore"
number = 1
[[leg]]
id = "down"
from = "hill"
to = "plain"
out = 60
back = 30
window = "day"
largest = 3
fewest = 12
[[leg]]
id = "over"
from = "shore"
to = "island"
out = 90
back = 90
window = "day"
largest = 3
fewest = 12
[[group]]
id = "hillfolk"
origin = "hill"
count = 72
rides = ["lorry"]
[[group]]
id = "shorefolk"
origin = "shore"
count = 72
rides = ["lorry"]
[[word]]
id = "hill_people"
groups = ["hillfolk"]
[[word]]
id = "shore_people"
groups = ["shorefolk"]
[[word]]
id = "hill_arrival"
groups = ["hillfolk"]
where = "arrived"
[[word]]
id = "shore_arrival"
groups = ["shorefolk"]
where = "arrived"
[[word]]
id = "plain"
places = ["plain"]
"""
AGREEMENT = """---
format: safeconduct-deal/1
deal: ferry
title: {en: "The ferry", fr: "Le bac"}
languages: [en]
clock: UTC
day-count: 0
---

## Words

| id | kind | English | Français | shown by | also |
| --- | --- | --- | --- | --- | --- |
| hill_people | group | people of the hill (the pl) | gens de la colline (les m) | | |
| shore_people | group | people of the shore (the pl) | gens de la rive (les m) | | |
| plain | place | plain (the) | plaine (la) | | |
| go | act | go | partir | observation | |
| hill_arrival | event | arrival of the hill (the) | arrivée de la colline (la) | observation | |
| shore_arrival | event | arrival of the shore (the) | arrivée de la rive (la) | observation | |

## English

### One

CLAUSES
"""
MAY_GO = "**1.1** The [people of the hill] may [go]."
LINKED = (
    "**1.1** The movements of the [people of the hill] and of the [people of the shore] are linked at 1 for 1, counted as arrived, "
    "with a lead of at most 5 for the first and of at most 5 for the second."
)
EACH_OTHER = (
    "**1.1** The [people of the hill] shall not [go], until but not including the [arrival of the shore].\n\n"
    "**1.2** The [people of the shore] shall not [go], until but not including the [arrival of the hill]."
)
UNTIL = "**1.1** The [people of the hill] may [go], until and including 1 May 2031."
SOON = "**1.1** The [people of the hill] shall [go], by 2 May 2031 at 09:00."
CLOSED = MAY_GO + "\n\n**1.2** The [people of the hill] shall not [go], to the [plain]."

# What changes; the members of the conflict in English and in French; the first change in each.
CASES = {
    "window": (MAY_GO, {"HOURS": "08:00-08:30"}, ["opening hours “day”"], ["heures d’ouverture « day »"], "1 h earlier each day (07:00)", "1 h plus tôt"),
    "exposure": (LINKED, {}, ["at least 12 persons in each convoy on over", "clause 1.1:"], ["au moins 12 personnes", "clause 1.1 :"],
                 "exposure of hillfolk by 7 persons, to 12", "de 7 personnes, à 12"),
    "gates": (EACH_OTHER, {}, ["clause 1.1:", "clause 1.2:"], ["clause 1.1 :", "clause 1.2 :"], "await nobody", "n’attendre personne"),
    "closed": (CLOSED, {}, ["clause 1.2: the destinations"], ["clause 1.2 : les destinations"], "permit plain as a destination too", "la destination plain"),
    "escort": (MAY_GO, {"TEAMS": "0"}, ["escort teams at hill"], ["équipes d’escorte à hill"], "escort teams: 1", "d’escorte de plus : 1"),
    "until yesterday": (UNTIL, {}, ["clause 1.1: the time in which hillfolk"], ["clause 1.1 : le temps où hillfolk"], "until day 1,", "jusqu’au jour 1,"),
    "too soon": (SOON, {}, ["lorry at hill", "opening hours", "clause 1.1: the deadline"],
                 ["lorry (hill)", "heures d’ouverture", "clause 1.1 : le délai"], "earlier each day", "plus tôt"),
}  # fmt: skip


def case_of(folder: Path, clauses: str, changes: dict[str, str]) -> str:
    text = MOVEMENT
    for name, usual in (("HOURS", "08:00-18:00"), ("TEAMS", "1")):
        text = text.replace(name, changes.get(name, usual))
    (folder / "movement.toml").write_text(text, encoding="utf-8")
    (folder / "1.deal.md").write_text(AGREEMENT.replace("CLAUSES", clauses), encoding="utf-8")
    settings = 'deal = "ferry"\nagreements = ["1.deal.md"]\nhistory = "history.jsonl"\n[title]\nen = "The ferry"\nfr = "Le bac"\n'
    (folder / "case.toml").write_text(settings, encoding="utf-8")
    (folder / "history.jsonl").write_text("", encoding="utf-8")
    return str(folder)


def explain(case: str, language: str) -> Result:
    return CliRunner().invoke(main, ["movement", "explain", case, "--lang", language])


@pytest.mark.parametrize("name", CASES)
def test_the_conflict_and_its_repairs_in_both_languages(tmp_path: Path, name: str) -> None:
    clauses, changes, *rest = CASES[name]
    case = case_of(tmp_path, clauses, changes)
    for language, members, repair in (("en", rest[0], rest[2]), ("fr", rest[1], rest[3])):
        answer = explain(case, language)
        assert answer.exit_code == 1, answer.output
        conflict = [line for line in answer.output.splitlines() if line.startswith("  - ")]
        assert len(conflict) == len(members), answer.output
        assert all(member in line for member, line in zip(members, conflict, strict=True)), answer.output
        first = next(line for line in answer.output.splitlines() if re.match(r"\s+1\. ", line))
        assert repair in first


def test_a_plan_of_a_closed_destination_is_refused_not_a_slip_in_a_file(tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["movement", "plan", case_of(tmp_path, CLOSED, {})])
    assert answer.exit_code == 1
    assert "movement/impossible" in answer.output


def test_one_for_one_counted_alike_needs_no_lead(tmp_path: Path) -> None:
    """Both convoys of a pair leave in the same slot: nobody is ahead."""
    case = case_of(tmp_path, LINKED.replace("counted as arrived", "counted as departed"), {})
    assert explain(case, "en").exit_code == 0


def test_an_agreement_in_french_alone_is_answered_in_french_alone(tmp_path: Path) -> None:
    text = AGREEMENT.replace("languages: [en]", "languages: [fr]").replace("## English", "## Français").replace("### One", "### Un")
    case = case_of(tmp_path, MAY_GO, {"TEAMS": "0"})
    clause = "**1.1** Les [gens de la colline] ne doivent pas [partir], vers la [plaine]."
    (tmp_path / "1.deal.md").write_text(text.replace("CLAUSES", clause), encoding="utf-8")
    answer = explain(case, "fr")
    assert answer.exit_code == 1, answer.output
    assert "Les gens de la colline ne doivent pas partir, vers la plaine." in " ".join(answer.output.split())
    assert "Tous ces changements ensemble" in answer.output
    assert not re.search(r"\b(the|of|instead|each|more)\b", answer.output.split("assumed")[0])


def test_both_that_may_not_begin_are_sent_to_the_agreement(tmp_path: Path) -> None:
    case = case_of(tmp_path, LINKED, {})
    said = " ".join(explain(case, "en").output.split())
    assert "the question is who goes first" in said
    assert "safeconduct deal unlock" in said


@pytest.mark.parametrize("name", CASES)
def test_the_answer_in_json_says_what_the_words_say(tmp_path: Path, name: str) -> None:
    clauses, changes, *rest = CASES[name]
    case = case_of(tmp_path, clauses, changes)
    answer = CliRunner().invoke(main, ["movement", "explain", case, "--lang", "en", "--json", "--quiet"])
    told = json.loads(answer.stdout)
    assert answer.exit_code == 1
    assert told["enough"]
    assert told["proven"]
    assert [member in rule["words"] for member, rule in zip(rest[0], told["conflict"], strict=True)]
    assert rest[2] in told["repairs"][0]["words"]

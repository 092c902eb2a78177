"""The figures of the real cases add up where their sources say they do, and stay apart where they do not."""

import csv
import json
import re
from collections import defaultdict
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from safeconduct.kernel import Count, Truth, parse_instant

HERE = Path(__file__).parent
SHIPPED = resources.files("safeconduct") / "cases"


def shipped(name):
    return [json.loads(line) for line in (SHIPPED / name / "history.jsonl").read_text("utf-8").splitlines()]


def literate(name):
    text = (HERE / f"{name}.md").read_text("utf-8")
    return [json.loads(line) for line in re.search(r"^```events\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)[1].splitlines()]


HISTORIES = {
    "aleppo-2016": shipped("aleppo-2016"),
    "four-towns-2017": shipped("four-towns-2017"),
    "aceh-2005": literate("aceh-2005"),
    "al-waer-2017": literate("al-waer-2017"),
}


def entry(case, id_):
    return next(entry for entry in HISTORIES[case] if entry["id"] == id_)


def figure(case, id_):
    body = entry(case, id_)["body"]
    return Count(body["low"], body["high"], source=id_)


@pytest.mark.parametrize("case", HISTORIES)
def test_no_counter_takes_people_back(case):
    """Cumulative figures of one counter never fall; figures of different counters do, and are kept apart."""
    highest = defaultdict(int)
    for event in sorted(HISTORIES[case], key=lambda event: (event["occurred"]["to"], event["recorded"])):
        body = event["body"]
        if event["type"] != "count" or not body["cumulative"] or event["actor"] == "press":
            continue
        key = (event["actor"], body["what"])
        assert body["high"] is None or body["high"] >= highest[key], event["id"]
        highest[key] = max(highest[key], body["low"])


# --- Aleppo 2016 ---


def test_the_medical_evacuees_are_those_who_died_those_in_hospital_and_those_discharged():
    parts = [figure("aleppo-2016", f"medical-{part}") for part in ("died", "hospitalised", "discharged")]
    assert sum(part.low for part in parts) == figure("aleppo-2016", "medical").low


def test_three_accounts_of_16_december_stand_side_by_side():
    told = {
        entry["actor"]: entry["body"]["low"]
        for entry in HISTORIES["aleppo-2016"]
        if entry["id"] in ("first-night", "by-16-sana", "by-16-russia")
    }
    assert told == {"icrc": 10_000, "sana": 8_000, "russia": 9_500}


def test_the_stop_lasted_as_long_as_its_sources_allow():
    stop, go = entry("aleppo-2016", "suspended")["occurred"], entry("aleppo-2016", "resumed")["occurred"]
    shortest = parse_instant(go["from"]) - parse_instant(stop["to"])
    longest = parse_instant(go["to"]) - parse_instant(stop["from"])
    assert shortest <= timedelta(hours=61) <= longest
    assert go["from"] == "2016-12-18T21:00:00Z"


def test_the_last_four_buses_left_at_25_past_8_in_the_evening():
    assert entry("aleppo-2016", "last-convoy")["occurred"]["from"] == "2016-12-22T18:25:00Z"


# --- the four towns ---


def test_fewer_fighters_than_agreed_are_claimed_and_far_fewer_alleged():
    claimed, alleged = (figure("four-towns-2017", f"start-village-fighters-{said}") for said in ("claimed", "alleged"))
    assert (claimed.at_least(1350), alleged.at_least(1350)) == (Truth.NO, Truth.NO)
    assert (claimed.needs(1350), alleged.needs(1350)) == (50, 700)


# --- Aceh 2005 ---


def accepted_by_the_mission(until):
    ids = ["round-1-accepted", "round-2-accepted", "round-3-so-far", "round-3-rest", "round-4-accepted"]
    return sum((figure("aceh-2005", id_) for id_ in ids[1 : ids.index(until) + 1]), start=figure("aceh-2005", ids[0]))


def test_on_18_november_the_total_reaches_the_third_threshold_and_the_round_does_not():
    assert accepted_by_the_mission("round-3-so-far").low == 642
    assert accepted_by_the_mission("round-3-so-far").at_least(630) is Truth.YES
    assert figure("aceh-2005", "round-3-so-far").at_least(210) is Truth.NO
    assert figure("aceh-2005", "round-3-so-far").needs(210) == 44


def test_the_governments_own_count_reaches_neither():
    assert figure("aceh-2005", "recognised-at-most").at_least(630) is Truth.NO


def test_all_840_are_accepted_in_the_end_and_71_stay_disputed():
    assert accepted_by_the_mission("round-4-accepted").low == 840
    assert 840 - figure("aceh-2005", "recognised-at-the-end").low == 71


def test_the_press_figure_of_14_december_cannot_be_right_if_the_missions_are():
    assert figure("aceh-2005", "press-after-3").low != accepted_by_the_mission("round-3-rest").low == 698


# --- al-Waer 2017 ---


def test_the_reported_batches_leave_a_gap_where_the_postponed_one_must_have_gone():
    known = figure("al-waer-2017", "batch-1") + figure("al-waer-2017", "batch-3")
    assert figure("al-waer-2017", "by-2-april").low - known.low == 2_150


def test_the_headcount_doubled_in_six_weeks_by_one_account_and_stayed_under_the_forecast_by_another():
    forecast = Count(12_000 + 6_200 + 2_400, 12_000 + 8_200 + 2_800)
    assert figure("al-waer-2017", "total-governor").high < forecast.low
    assert figure("al-waer-2017", "by-20-may").low == 2 * figure("al-waer-2017", "by-9-april").low


# --- nothing left out ---


TABLES = {"aleppo-2016": "aleppo2016", "four-towns-2017": "fourtowns2017", "aceh-2005": "aceh2005", "al-waer-2017": "alwaer2017"}
ZONES = {"aceh-2005": "Asia/Jakarta"}


@pytest.mark.parametrize("case", HISTORIES)
def test_every_figure_of_the_collected_facts_is_in_the_history_on_its_day(case):
    """Reads the tables of facts that the cases were made from, where they are at hand."""
    table = next(
        (found for parent in HERE.parents if (found := parent / "shared" / "cases" / f"{TABLES[case]}.csv").exists()), None
    )
    if table is None:
        pytest.skip("the tables of facts are not part of the repository; they are looked for in shared/cases beside it")
    with table.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["value"] and row["confidence"] in ("A", "B")]
    assert rows
    for row in rows:
        assert any(_tells(event, row, case) for event in HISTORIES[case]), row


def _tells(event, row, case):
    zone = ZoneInfo(ZONES.get(case, "Asia/Damascus"))
    first, last = (parse_instant(event["occurred"][end]).astimezone(zone) for end in ("from", "to"))
    if last > first:
        last -= timedelta(seconds=1)
    if not first.date() <= date.fromisoformat(row["observed_on"]) <= last.date():
        return False
    told = re.findall(r"\d+", json.dumps(event["body"]).replace(",", ""))
    return {row["value"], row["value_high"] or row["value"]} <= set(told)

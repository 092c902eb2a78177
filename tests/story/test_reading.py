"""A mediator reads a text: check, show, write, diff, schema."""

import json
from pathlib import Path

import jsonschema
import pytest

from safeconduct.deal import read, tree_digest
from safeconduct.deal import write as write_agreement

BOTH = pytest.mark.parametrize("language", ["en", "fr"])


@BOTH
def test_harbour_has_no_finding(say, ask, language):
    assert ask("deal", "check", "harbour", "--lang", language) == {"ok": True, "findings": []}
    assert "agreement.deal.md" in say("deal", "check", "harbour", "--lang", language).stdout


@BOTH
def test_the_signed_page_has_many_findings_in_the_same_places_in_each_language(ask, language):
    found = ask("deal", "check", "aleppo-2016", "--lang", language, code=1)["findings"]
    assert all(set(finding) == {"code", "clause", "element", "text", "where"} for finding in found)
    in_the_page = [f for f in found if f["where"]["file"].startswith("2-")]
    assert len({f["code"] for f in in_the_page}) >= 11
    assert any(f["element"] == "return" for f in in_the_page)


def test_findings_are_the_same_but_for_their_words(ask):
    told = [ask("deal", "check", "aleppo-2016", "--lang", lang, code=1)["findings"] for lang in ("en", "fr")]
    without = [[{k: v for k, v in f.items() if k not in ("text", "where")} for f in found] for found in told]
    assert without[0] == without[1]
    assert [f["text"] for f in told[0]] != [f["text"] for f in told[1]]


def test_every_problem_of_reading_is_a_finding_at_once(ask, folder):
    path = folder / "agreement.deal.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("[leave], from", "[laeve], from").replace("by day 3.", "by 31 February 2030."), "utf-8")
    found = ask("deal", "check", folder, code=3)["findings"]
    assert {"deal/unknown-word", "deal/impossible-date"} <= {f["code"] for f in found}
    assert next(f["clause"] for f in found if f["code"] == "deal/unknown-word") == "2.3"
    assert all(f["where"]["file"] == path.name and f["where"]["line"] for f in found)


@pytest.mark.parametrize("target", ["nowhere", "nowhere.deal.md"])
def test_nothing_to_check_is_a_finding_too(ask, target):
    assert [f["code"] for f in ask("deal", "check", target, code=3)["findings"]] == ["case/not-found"]


@BOTH
def test_show_says_every_clause_in_the_language(say, ask, language):
    shown = ask("deal", "show", "aleppo-2016", "--agreement", "1", "--lang", language)
    assert shown["title"] in say("deal", "show", "aleppo-2016", "--agreement", "1", "--lang", language).stdout
    assert shown["tree_digest"] == ask("deal", "show", "aleppo-2016", "--agreement", "1")["tree_digest"]
    assert [clause["id"] for clause in shown["clauses"]] == [clause["id"] for clause in shown["tree"]["clauses"]]


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_read_back_says_that_nobody_reviewed_it(say, language):
    assert "Unreviewed translation" in say("deal", "show", "harbour", "--lang", language).stdout


def test_the_tree_follows_the_schema_that_is_printed(ask):
    shown = ask("deal", "schema", "harbour")
    jsonschema.validate(shown["tree"], shown["schema"])
    assert set(ask("deal", "schema")) == {"ok", "schema"}


def test_what_is_written_reads_as_the_same_text(say, ask, tmp_path):
    text = say("deal", "write", "harbour").stdout
    again = read(text.encode())
    assert tree_digest(again) == ask("deal", "schema", "harbour")["tree_digest"]
    assert write_agreement(again) == text
    out = tmp_path / "copy.deal.md"
    assert ask("deal", "write", "harbour", "-o", out)["bytes"] == len(text.encode())
    assert out.read_text("utf-8") == text
    assert ask("deal", "diff", "harbour", out) == {"ok": True, "same": True, "differences": []}


@BOTH
def test_diff_names_the_clause_and_both_wordings(say, ask, folder, tmp_path, language):
    other = tmp_path / "other.deal.md"
    text = (folder / "agreement.deal.md").read_text("utf-8")
    other.write_text(text.replace("by day 3.", "by day 4.").replace("le jour 3.", "le jour 4."), "utf-8")
    found = ask("deal", "diff", folder, other, "--lang", language, code=1)["differences"]
    assert [(item["kind"], item["what"]) for item in found] == [("clause", "2.2")]
    assert ("3" in found[0]["left"], "4" in found[0]["right"]) == (True, True)
    assert "2.2" in say("deal", "diff", folder, other, "--lang", language).stdout


def test_the_language_of_the_system_is_spoken_when_it_is_known(say):
    environment = {"SAFECONDUCT_LANG": "", "LC_ALL": "fr_FR.UTF-8"}
    assert "aucun constat" in say("deal", "check", "harbour", env=environment).stdout
    assert "no finding" in say("deal", "check", "harbour", env={**environment, "LC_ALL": "xx"}).stdout


def test_a_single_file_is_a_case_of_one_agreement(ask, folder):
    path = Path(folder) / "agreement.deal.md"
    assert ask("case", "show", path)["agreements"][0]["file"] == "agreement.deal.md"
    assert json.dumps(ask("deal", "show", path)["tree"]) == json.dumps(ask("deal", "show", folder)["tree"])

"""The verbs of ``record`` under ``--lang fr``: what they say and what they refuse; the codes in their data stay."""

import json

import pytest
from click.testing import CliRunner

from safeconduct.cli import main


@pytest.fixture
def en_francais(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def ask(*words, code=0):
        result = CliRunner().invoke(main, ["record", *map(str, words), "--lang", "fr"])
        assert result.exit_code == code, result.output
        return result.output

    return ask


def test_a_ceremony_and_its_record_are_told_in_french(en_francais):
    assert "card.json va au greffier" in en_francais("init", "desk", "--deal", "record.example/quay", "--party", "desk", "--keeper")
    draft = ("desk/card.json", "-C", "desk", "-o", "draft", "--threshold", 1, "--witnesses", 1)
    assert "chaque partie le lit" in en_francais("keys", "draft", *draft)
    approved = en_francais("keys", "approve", "draft", "-C", "desk", "-o", "ok")
    assert "il faut 1 des 1 témoins pour qu'une entrée soit *contresignée* : desk" in approved
    assert en_francais("keys", "found", "draft", "ok", "-C", "desk").startswith("Fondé. Chaque partie note cette empreinte : ")
    assert "inscrit comme entrée 1" in en_francais("add", "statement", "-C", "desk", "--body", '{"text": "ouvert"}')
    assert "inscrite" in en_francais("show", "-C", "desk")
    assert en_francais("export", "-C", "desk", "-o", "a.tar") == "écrit : a.tar : 2 entrées\n"
    verdict = en_francais("verify", "a.tar", code=1)
    assert verdict.startswith("Non prouvé : ")
    assert "non prouvé  témoins : non contresigné : aucune signature de desk" in verdict
    data = json.loads(en_francais("verify", "a.tar", "--json", code=1))
    assert data["verdict"] == "not proved"
    assert "chacune signée par une clé" in data["steps"][0]["what"]
    assert en_francais("compare", "a.tar", "a.tar").startswith("identiques : ")


def test_what_is_refused_is_refused_in_french(en_francais):
    en_francais("init", "desk", "--deal", "record.example/quay", "--party", "desk", "--alone")
    refused = en_francais("add", "observation", "-C", "desk", "--body", '{"about": "gate"}', code=3)
    assert "occurred manque : une observation dit quand et comment" in refused
    assert "aucune clé de ce registre ne commence par" in en_francais(
        "keys", "revoke", "zzzzzz", "-C", "desk", "--reason", "x", code=1
    )
    assert "pas de registre dans" in en_francais("show", "-C", "nowhere", code=3)
    assert "dites quelle clé" in en_francais("keys", "renew", "-C", "desk", "-o", "card", code=2)

"""Every sentence that is generated about the shipped cases and about the example of every form, in both languages, stumbles nowhere.

What a grammar can check is checked here; the sentences themselves were read.
"""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from safeconduct.case import read_case
from safeconduct.cli import answer, main

ROOT = Path(__file__).parents[2]
EVERY_FORM = str(ROOT / "docs" / "every-form.deal.md")
ASKED = {
    "aleppo-2016": ("2016-10-07", "2016-12-16", "2017-01-20"),
    "four-towns-2017": ("2017-03-29", "2017-04-15"),
    "harbour": ("2031-03-02", "2031-03-04", "2031-03-06", "2031-04-01"),
    EVERY_FORM: ("2031-06-01",),
}
QUOTED = re.compile(
    r"^\S+\.md:\d+:\d+: \S+: |“[^”]*”|« [^»]* »|\((?!clause)[^()]*\)|history\.jsonl:\d+.*|^- \d+(er)? \w+ \d{4} · .*|^\d+(\.\d+)+ [A-Z].*|^Clause \S+ ?: .*|^\| .*"
)
"""What is quoted from a source, an entry or the agreement itself is not ours to word."""
STUMBLES = {
    "en": (
        r"\b(\w+) \1\b(?<!\bthat that)",
        r"\b(before|after|until|since|by|from|of) (at|on|in) \b",
        r"\bclauses \d+(\.\d+)?(?! to | and |, ?\d|\.\d|\d)",
        r"\bclause \d+(\.\d+)? (to|and) \d",
        r"\b1 (days|hours|entries|findings|duties|counts|agreements)\b",
    ),
    "fr": (
        r"\b(?!nous\b|vous\b)(\w+) \1\b",
        r"\b[dD]e les?\b(?! \w+(er|ir|re)\b)",
        r"\b[àÀ] les?\b(?! \w+(er|ir|re)\b)",
        r"\b(de|que|se|ne|jusque) [aeiouéèêâîôû]",
        r"\bclauses \d+(\.\d+)?(?! à | et |, ?\d|\.\d|\d)",
        r"\bclause \d+(\.\d+)? (à|et) \d",
        r"\b1 (jours|heures|entrées|constats|obligations|comptages|accords)\b",
        r"\w[:;?!](?=\s|$)",
        r"(?<!\w)(the|of|and|is|are|by|with|committed|nobody)(?!\w)",
    ),
}
ANYWHERE = (r"\{\w+", r"<\w+[:>]", r"  +", r"\s[,.]", r"\.\.(?!\.)", r",\s*,", r"\(\s*\)", r"\bNone\b", r"[\u2060-\u2069]")


def everything(language):
    """Yield each line that is said about a case."""
    for target, instants in ASKED.items():
        verbs = [("deal", "check", target)]
        verbs += [("deal", verb, target, "--at", at) for verb in ("standing", "owed", "coverage", "readings") for at in instants]
        verbs += [("deal", "explain", target, "--at", at) for at in instants[-2:]]
        if target != EVERY_FORM:
            verbs += [("status", target, "--at", at) for at in instants] + [("case", "show", target), ("case", "check", target)]
        for dated in read_case(target).agreements:
            for clause in dated.agreement.clauses[:40]:
                verbs.append(("deal", "unlock", target, "--goal", clause.id, "--agreement", dated.id))
        for verb in verbs:
            result = CliRunner().invoke(main, [*verb, "--lang", language])
            assert result.exit_code in (0, 1) or verb[1] == "unlock", (verb, result.output)
            yield from ((verb, line.strip()) for line in result.stdout.splitlines() if line.strip())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_generated_sentence_stumbles(language, monkeypatch):
    monkeypatch.setattr(answer, "WIDTH", 10_000)
    told = {QUOTED.sub("…", line): verb for verb, line in everything(language)}
    assert len(told) > 900
    patterns = [re.compile(pattern) for pattern in (*STUMBLES[language], *ANYWHERE)]
    aligned = re.compile(r"\S {2,}\S")
    wrong = {
        (match.group(), line): told[line]
        for line in told
        if not aligned.search(line)
        for pattern in patterns
        if (match := pattern.search(line))
    }
    assert not wrong, "\n".join(f"{found!r}: {line} ({' '.join(verb)})" for (found, line), verb in list(wrong.items())[:40])
